"""Cells without a height: filled, sea, or beyond the model.

Unless the scenario says that they are sea (`voids: sea`), a region of void cells that touch one another

- counts as beyond the model where it reaches the frame or the uncovered surroundings and is more than `EDGE_REACH`
  cells deep: its far side is unknown, and heights would be carried outwards;
- counts as sea where it is enclosed and more than `FILL_REACH` cells deep;
- is filled from the heights around it else (GDAL, inverse distance in eight directions).

Depth is the largest number of cells from any height, along rows and columns (chessboard distance).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from airdef.terrain.errors import cells

if TYPE_CHECKING:
    from airdef.physics.terrain import F32

Mask = NDArray[np.bool_]

FILL_REACH: Final = 100
"""Cells over which voids are filled from their surroundings, assumed."""

EDGE_REACH: Final = 10
"""Cells over which voids at the edge of a model are filled from one side, assumed."""


@dataclass(frozen=True, eq=False)
class Settled:
    """What became of void cells: bool[rows, columns] beyond the model (None: nothing is), and notes in words."""

    outside: Mask | None
    notes: tuple[str, ...]


def settle(heights: F32, covered: Mask, sea: bool) -> Settled:
    """Give every void cell (NaN) of a model a height, in place, and tell which cells lie beyond the model.

    Parameters
    ----------
    heights
        Heights, float32[rows, columns] [m], NaN for voids; changed in place.
    covered
        bool[rows, columns]: cells of the model's files.
    sea
        Whether the scenario says that voids are sea.

    Returns
    -------
    Settled
        Give every void cell (NaN) of a model a height, in place, and tell which cells lie beyond the model.
    """
    void = np.isnan(heights)
    outside = ~covered
    notes = []
    bare = int(outside.sum())
    if bare:
        notes.append(f"{cells(bare, 'in the frame that no file covers')} beyond the model")
    hole = void & covered
    count = int(hole.sum())
    heights[outside] = 0.0
    if count and sea:
        heights[hole] = 0.0
        notes.append(f"{cells(count, 'without a height')} sea, as the scenario says")
    elif count:
        notes += _holes(heights, hole, outside)
    return Settled(outside if outside.any() else None, tuple(notes))


def _holes(heights: F32, hole: Mask, outside: Mask) -> list[str]:
    """Fill or drown void regions in place, add to `outside` what lies beyond, and return notes."""
    from rasterio.fill import fillnodata
    from scipy import ndimage

    regions, number = ndimage.label(hole, np.ones((3, 3), np.int8))
    nothing = hole | outside
    at_edge = np.zeros(number + 1, np.bool_)
    at_edge[np.unique(regions[_beside(outside)])] = True
    deep = np.zeros(number + 1, np.bool_)
    deep[np.unique(regions[hole & _deeper(nothing, FILL_REACH)])] = True
    far = np.zeros(number + 1, np.bool_)
    far[np.unique(regions[hole & _deeper(nothing, EDGE_REACH)])] = True
    at_edge[0] = deep[0] = far[0] = False
    beyond, sea = (at_edge & far)[regions], (~at_edge & deep)[regions]
    fill = hole & ~beyond & ~sea
    del regions
    notes = []
    if fill.any():
        known = ~(nothing | fill)
        heights[~known] = 0.0
        filled = fillnodata(heights, mask=known, max_search_distance=FILL_REACH)
        heights[fill] = filled[fill]
        notes.append(f"{int(fill.sum()):,} void cells filled from the heights around them (inverse distance)")
    heights[beyond | sea] = 0.0
    if sea.any():
        about = f"without a height in enclosed regions more than {FILL_REACH} cells deep"
        notes.append(f"{cells(int(sea.sum()), about)} sea")
    if beyond.any():
        outside |= beyond
        about = f"without a height in regions at the edge more than {EDGE_REACH} cells deep"
        notes.append(f"{cells(int(beyond.sum()), about)} beyond the model; 'voids: sea' makes them sea")
    return notes


def _beside(outside: Mask) -> Mask:
    """Return the cells on the frame and beside those outside."""
    beside = np.zeros(outside.shape, np.bool_)
    beside[[0, -1]] = beside[:, [0, -1]] = True
    if outside.any():
        from scipy import ndimage

        beside |= ndimage.binary_dilation(outside, np.ones((3, 3), np.bool_))
    return beside


def _deeper(nothing: Mask, cells: int) -> Mask:
    """Return the cells farther than some cells from any height; beyond the frame there is none."""
    from scipy import ndimage

    size = 2 * cells + 1
    across = ndimage.minimum_filter1d(nothing.astype(np.uint8), size, axis=0, mode="constant", cval=1)
    return np.asarray(ndimage.minimum_filter1d(across, size, axis=1, mode="constant", cval=1) > 0)
