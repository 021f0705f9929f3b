"""Elevation models: from files that GDAL reads to ground heights that compiled code wants.

`BUNDLED`, `Dem` and `load` are looked up when they are first asked for: what they need takes as long to import as the
compiler, and a scenario on the smooth Earth, or one that is broken, should not wait for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from airdef.terrain.errors import DemError
from airdef.terrain.files import check_name, exists
from airdef.terrain.heights import AS_THE_FILE, Declared

if TYPE_CHECKING:
    from airdef.terrain.dem import BUNDLED, Dem, load

__all__ = ["AS_THE_FILE", "BUNDLED", "Declared", "Dem", "DemError", "check_name", "exists", "load"]


def __getattr__(name: str) -> Any:
    """Return what `airdef.terrain.dem` has by one of these names."""
    if name in {"BUNDLED", "Dem", "load"}:
        from airdef.terrain import dem

        return getattr(dem, name)
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)
