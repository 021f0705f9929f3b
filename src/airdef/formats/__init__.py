"""Replications as other programs read them. A format is one module, which declares `FORMAT`, and one line here."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from airdef.formats.format import Format
    from airdef.outcome.replication import Replication

MODULES: Final = {
    "czml": "airdef.formats.czml",
    "acmi": "airdef.formats.acmi",
    "kml": "airdef.formats.kml",
    "geojson": "airdef.formats.geojson",
    "json": "airdef.formats.events",
}
"""Formats by name, each with the module that declares it; imported when it is asked for."""


def checked(name: str) -> str:
    """Return the name of a format.

    Parameters
    ----------
    name
        Name of the format.

    Returns
    -------
    str
        The name of a format.

    Raises
    ------
    ValueError
        With the nearest name for another.
    """
    from airdef.scenario.errors import nearest

    folded = name.strip().lower().removeprefix(".")
    if folded in MODULES:
        return folded
    close = nearest(folded, MODULES)
    fix = f"; nearest: '{close[0]}'" if close else ""
    message = f"format {name!r} does not exist; expected one of {', '.join(MODULES)}{fix}"
    raise ValueError(message)


def of(name: str) -> Format:
    """Return a format by its name.

    Parameters
    ----------
    name
        Name of the format.

    Returns
    -------
    Format
        A format by its name.

    Raises
    ------
    ValueError
        For one that does not exist.
    """
    found: Format = import_module(MODULES[checked(name)]).FORMAT
    return found


def every() -> tuple[Format, ...]:
    """Return all formats.

    Returns
    -------
    tuple[Format, ...]
        All formats.
    """
    return tuple(of(name) for name in MODULES)


def written(replication: Replication, name: str) -> str:
    """Return a replication as the text of a file in a format.

    Parameters
    ----------
    replication
        One replication.
    name
        Name of the format, as of `of`.

    Returns
    -------
    str
        The content of the file.

    Raises
    ------
    ValueError
        If there is no such format. The message has the nearest name.
    """
    return of(name).write(replication)
