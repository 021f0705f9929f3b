"""Sizes of an elevation model that are allowed, all checked before anything is read."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from airdef.terrain.errors import DemError

MAX_CELLS: Final = 100_000_000
"""Most cells read: 400 MB of heights."""

MAX_TILES: Final = 10_000
"""Most files that a folder or a VRT may be made of."""

MAX_VRT_BYTES: Final = 16_000_000
"""Longest VRT."""

MAX_VRT_DEPTH: Final = 4
"""How deep a VRT of VRTs may go."""

CACHE_BYTES: Final = 1_000_000_000
"""Bytes of elevation models kept in memory between uses. The last one used is kept whatever its size."""


def check_cells(path: Path, cells: float) -> None:
    """Raise DemError for more cells than are read."""
    if cells > MAX_CELLS:
        given = f"'{path}' of {cells / 1e6:.0f} million cells"
        raise DemError(given, f"at most {MAX_CELLS / 1e6:.0f} million",
                       "cut out the area you need with `gdalwarp -te`, or coarsen it with `-tr`")  # fmt: skip


def check_tiles(path: Path, count: int) -> None:
    """Raise DemError for more files than a model may be made of."""
    if count > MAX_TILES:
        given = f"'{path}' of {count:,} files"
        raise DemError(given, f"at most {MAX_TILES:,}", "keep the tiles of the area you need")
