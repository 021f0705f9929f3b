"""One replication as a file that other programs read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from airdef import api, formats, writing
from airdef.arguments import ArgumentError
from airdef.requests.argument import asks
from airdef.requests.campaigns import Export

if TYPE_CHECKING:
    from collections.abc import Mapping

    from airdef.scenario import ScenarioLike


@asks(Export)
def export(
    scenario: ScenarioLike,
    out: str | Path | None = None,
    form: str | None = None,
    *,
    seed: int = 1,
    replication: int = 0,
    overrides: Mapping[str, object] | None = None,
) -> str:
    """Simulate one replication alone and return it in a format of other programs; write it where a file is named.

    Parameters
    ----------
    scenario
        A scenario, the name of a bundled one, or the path of a YAML file.
    out
        File to write. By default: stdout. It is written whole or not at all.
    form
        czml (Cesium), acmi (Tacview), kml (Google Earth), geojson or json. By default: what the ending of the
        file names.
    seed
        Seed of the random streams: the same seed gives the same bits.
    replication
        Number of the replication in the campaign, from 0.
    overrides
        Values of the scenario that are replaced, by path, e.g. raid.0.count=12.

    Returns
    -------
    str
        The content of the file.

    Raises
    ------
    ScenarioError
        If the scenario cannot be run.
    ValueError
        If there is no such format, or none is named; if an argument is out of range.
    OSError
        If the file cannot be written.

    Examples
    --------
    >>> airdef.export("port-raid", "raid.czml", replication=17)
    """
    wanted = chosen(form, out)
    text = formats.written(api.replay(scenario, seed, replication, overrides=overrides), wanted)
    if out is not None:
        writing.save(Path(out), text)
    return text


def chosen(form: str | None, out: str | Path | None) -> str:
    """Return the format asked for, or the one that the file's ending names.

    Parameters
    ----------
    form
        Name of the format; None for that of the file's ending.
    out
        The file that is to be written.

    Returns
    -------
    str
        The format asked for, or the one that the file's ending names.

    Raises
    ------
    ValueError
        If it is refused; the message says where and why.
    """
    if form is not None:
        return formats.checked(form)
    ending = "" if out is None else Path(out).suffix
    if not ending:
        message = f"‹form›: none given; one of {', '.join(formats.MODULES)} expected; usual fix: czml"
        raise ArgumentError(message)
    return formats.checked(ending)
