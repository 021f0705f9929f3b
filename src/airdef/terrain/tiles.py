"""Files of an elevation model opened one by one: which of their bands are heights, in which unit, on which grid."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from airdef import limits
from airdef.terrain import heights as meaning
from airdef.terrain.errors import DemError, check
from airdef.terrain.files import opened
from airdef.terrain.place import Grid, horizontal, whole_crs

if TYPE_CHECKING:
    from pathlib import Path

    from pyproj import CRS

_PICTURE: Final = frozenset({"red", "green", "blue", "palette", "cyan", "magenta", "yellow", "black"})


class Tile(NamedTuple):
    """A file: its grid, upright unless it is rotated, and whether its columns and rows run the other way.

    flat : its horizontal coordinate system, one and the same object for all tiles that share it
    """

    path: Path
    flat: CRS
    grid: Grid
    flips: tuple[bool, bool]
    scale: float
    offset: float


def tiles(files: list[Path], declared: meaning.Declared) -> tuple[list[Tile], meaning.Vertical, list[str]]:
    """Return the tiles, what all their heights count from, and what is done to their numbers, in words.

    Parameters
    ----------
    files
        The files of the model.
    declared
        What the scenario says of the model.

    Returns
    -------
    tuple[list[Tile], meaning.Vertical, list[str]]
        The tiles, what all their heights count from, and what is done to their numbers, in words.

    Raises
    ------
    DemError
        For a file that holds no heights or has no place, and for heights that count from different things.
    """
    found: list[Tile] = []
    notes: list[str] = []
    systems: list[CRS] = []
    first: meaning.Vertical | None = None
    for path in files:
        with opened(path) as source:
            _check_bands(path, source, notes)
            whole = whole_crs(path, source)
            flat, datum = horizontal(whole), meaning.vertical(whole)
            first = first or datum
            if declared.heights is None and _zero(datum) != _zero(first):
                given = f"'{path}' with heights {_zero(datum)}, '{files[0].name}' beside it with heights {_zero(first)}"
                fix = "bring them to one with `gdalwarp -t_srs EPSG:4326+5773`"
                if "ellipsoid" not in {datum.datum, first.datum}:
                    fix += ", or write 'heights: geoid' beside 'dem' if their difference does not matter"
                raise DemError(given, "tiles of one vertical coordinate system", fix)
            flat = next((known for known in systems if known == flat), flat)
            if not any(known is flat for known in systems):
                systems.append(flat)
                meaning.check_ellipsoid(path, flat, datum, declared)
            scale, offset, done = meaning.factors(path, source, datum, flat, declared)
            notes += [note for note in done if note not in notes]
            if not np.isfinite(source.transform.determinant) or source.transform.determinant == 0.0:
                given = f"'{path}' with cells of no size"
                raise DemError(given, "a georeferenced raster", "correct its georeference (`gdal_edit.py -a_ullr`)")
            grid, flips = _upright(Grid(source.transform, source.height, source.width))
            check(path, limits.DEM_CELLS, grid.rows * grid.columns)
            found.append(Tile(path, flat, grid, flips, scale, offset))
    assert first is not None
    return found, first, notes


def _zero(datum: meaning.Vertical) -> str:
    """Return in words what heights count from: those of one vertical coordinate system in the same words."""
    if datum.datum == "ellipsoid":
        return "above the ellipsoid"
    return f"in '{datum.name}'" if datum.datum else "in no vertical coordinate system"


def _check_bands(path: Path, source: Any, notes: list[str]) -> None:
    """Raise DemError for a file without one band of heights; note a choice among several."""
    if source.count == 0:
        names = ", ".join(name.rsplit(":", 1)[-1] for name in source.subdatasets[:10])
        given = f"'{path}' of several variables ({names})"
        raise DemError(given, "one variable, of heights",
                       "take it out, for instance `gdal_translate NETCDF:file.nc:elevation elevation.tif`")  # fmt: skip
    if source.colorinterp[0].name in _PICTURE or source.dtypes[0].startswith("complex"):
        given = f"'{path}', which holds a picture and no heights"
        raise DemError(given, "a raster of heights", "take another file")
    bands = [i for i, c in enumerate(source.colorinterp) if c.name != "alpha"]
    if len(bands) > 1:
        note = f"the first of {len(bands)} bands taken as the heights"
        notes += [note] if note not in notes else []


def _upright(grid: Grid) -> tuple[Grid, tuple[bool, bool]]:
    """Return a mirrored grid the right way round, and whether columns and rows are to be turned."""
    from rasterio import Affine

    t = grid.transform
    if t.b != 0.0 or t.d != 0.0:
        return grid, (False, False)
    flips = t.a < 0.0, t.e > 0.0
    if flips[0]:
        t = t * Affine.translation(grid.columns, 0.0) * Affine.scale(-1.0, 1.0)
    if flips[1]:
        t = t * Affine.translation(0.0, grid.rows) * Affine.scale(1.0, -1.0)
    return Grid(t, grid.rows, grid.columns), flips
