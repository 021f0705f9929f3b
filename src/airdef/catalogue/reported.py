"""Systems of which too little is published to be simulated: what is missing, and what is nearest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from airdef.catalogue.tables import Row, rows, unique

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

REPORTED: Final = "reported"
"""The kind of entry that no scenario can use."""


def read_reported(folder: Path, kinds: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """Return what reported.csv says of each reported system, as the fields `missing` and `nearest` of its entry.

    Parameters
    ----------
    folder
        Folder of the files.
    kinds
        Kind of every entry, by its name.

    Returns
    -------
    dict[str, dict[str, str]]
        `missing` and `nearest` of each reported system, by its name.

    Raises
    ------
    CatalogueError
        If a row is of no reported system, its nearest is no system, or a reported system has no row.
    """
    wanted = [name for name, kind in kinds.items() if kind == REPORTED]
    systems = [name for name, kind in kinds.items() if kind == "system"]
    found: dict[str, dict[str, str]] = {}
    last = Row("reported.csv", 1, {})
    for last in rows(folder, "reported.csv"):
        name = last.choice("entry", wanted)
        unique(last, name, found)
        found[name] = {"missing": last.needed("missing"), "nearest": last.choice("nearest", systems)}
        last.needed("reason")
    if left := sorted(set(wanted) - set(found)):
        last.fail(f"reported systems without a row: {', '.join(left)}")
    return found
