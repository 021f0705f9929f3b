"""Rasters brought to one grid in latitude and longitude: a file, or the tiles of a folder.

Tiles whose cells fall on one another's (same steps, same phase) make a sheet, cell for cell, each with its own void
value, scale and unit. Several sheets (tiles of several resolutions) and sheets that are not in degrees are resampled
(GDAL, bilinear) to one grid of the finest steps; where they overlap the finest counts. What no tile covers is told
apart from what a tile has no height for.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from airdef import limits
from airdef.terrain import heights as meaning
from airdef.terrain import vrt
from airdef.terrain.errors import DemError, cells, check
from airdef.terrain.files import opened, tiles_of
from airdef.terrain.place import WGS84, Grid, check_degrees, degrees, onto_degrees, relation, rio
from airdef.terrain.tiles import Tile
from airdef.terrain.tiles import tiles as read_tiles

if TYPE_CHECKING:
    from pathlib import Path

    from pyproj import CRS

    from airdef.physics.terrain import F32

Mask = NDArray[np.bool_]

IN_STEP: Final = 0.05
"""Part of a cell by which tiles of one sheet may be out of step: text formats round their steps."""

ALIKE: Final = 1.1
"""Ratio of the areas of two cells of different coordinate systems, below which (about) neither counts as finer."""

ALWAYS: Final = 1_000_000
"""Cells of a grid that are allowed whatever the files are."""

TOLERANCE: Final = 0.01
"""Part of a cell by which GDAL may misplace heights to save time."""


@dataclass(eq=False)
class Raster:
    """Heights [m] on a grid in longitude and latitude [deg], f32[rows, columns], NaN where there is none.

    covered : bool[rows, columns], where a file has cells; datum : what the heights count from; notes : what was done
    """

    heights: F32
    covered: Mask
    grid: Grid
    datum: meaning.Vertical
    notes: list[str] = field(default_factory=list)


def read(path: Path, declared: meaning.Declared) -> Raster:
    """Return a model's heights.

    Parameters
    ----------
    path
        Path of a file or folder.
    declared
        What the scenario says of the model.

    Returns
    -------
    Raster
        A model's heights.

    Raises
    ------
    DemError
        And rasterio's errors for files that cannot be read.
    """
    tiles, datum, notes = read_tiles(tiles_of(path) if path.is_dir() else [path], declared)
    sheets, frames, plain = _placed(path, tiles)
    flats = list({id(t.flat): t.flat for t in tiles}.values())
    for flat in flats:
        own = [(sheet, frame) for sheet, frame in zip(sheets, frames, strict=True) if sheet[0].flat is flat]
        if not plain and not all(degrees(flat, _frame(sheet)) for sheet, _ in own):
            turned = "a rotated raster in " if not tiles[0].grid.upright else ""
            notes.append(f"brought from {turned}'{flat.name}' to WGS 84 latitude and longitude (bilinear)")
        known = relation(flat, _around([frame for _, frame in own]))
        notes += [f"'{flat.name}': {known}"] if known else []
    if len(sheets) > 1:
        systems = f" in {len(flats)} coordinate systems" if len(flats) > 1 else ""
        notes.append(f"tiles of {len(sheets)} resolutions or phases{systems} brought to the finest (bilinear)")
    count = [0]
    if plain and len(sheets) == 1:
        check_degrees(path, frames[0])
        _check_spread(path, tiles, frames[0])
        raster = Raster(*_sheet(path, sheets[0], frames[0], count), frames[0], datum, notes)
    else:
        grid = _finest(frames)
        check_degrees(path, grid)
        _check_spread(path, tiles, grid)
        raster = Raster(*_blank(grid), grid, datum, notes)
        for sheet, about in zip(sheets, frames, strict=True):
            frame = _frame(sheet)
            _put(raster, _sheet(path, sheet, frame, count), frame, sheet[0].flat, about)
        raster = _trimmed(raster)
    if count[0]:
        notes.append(f"{cells(count[0], 'of a void value that no file declares')} void")
    return raster


def _check_spread(path: Path, tiles: list[Tile], grid: Grid) -> None:
    """Raise DemError for a grid that is too large, or of which files would fill a vanishing part."""
    own, whole = sum(t.grid.rows * t.grid.columns for t in tiles), grid.rows * grid.columns
    check(path, limits.DEM_CELLS, whole)
    if whole > max(limits.DEM_SPREAD * own, ALWAYS):
        given = f"'{path}', {own:,} cells that a grid of {whole:,} would have to hold"
        raise DemError(given, f"a grid of at most {limits.DEM_SPREAD} times as many",
                       "name tiles that lie together, away from the poles, of about one resolution")  # fmt: skip


def _placed(path: Path, tiles: list[Tile]) -> tuple[list[list[Tile]], list[Grid], bool]:
    """Return the tiles in sheets, the finest first, where each lies in degrees, and whether all were in degrees."""
    flats = {id(t.flat): t.flat for t in tiles}
    sheets = [
        sheet
        for own, flat in flats.items()
        for sheet in _sheets(_unwrapped([t for t in tiles if id(t.flat) == own], flat), flat)
    ]
    frames = [_frame(sheet) for sheet in sheets]
    right = [degrees(sheet[0].flat, frame) for sheet, frame in zip(sheets, frames, strict=True)]
    plain = all(right)
    keeps = right if len(flats) > 1 else [plain] * len(sheets)
    frames = [
        frame if keep else onto_degrees(path, sheet[0].flat, frame)
        for sheet, frame, keep in zip(sheets, frames, keeps, strict=True)
    ]
    if len(flats) > 1:  # what is finer is told on the ground; a projection's scale makes no difference
        order = sorted(range(len(sheets)), key=lambda k: round(math.log(_area(frames[k])) / math.log(ALIKE)))
        sheets, frames = [sheets[k] for k in order], [frames[k] for k in order]
    return sheets, frames, plain


def _area(frame: Grid) -> float:
    """Return the area of a cell in the middle of a grid in degrees, in square degrees of a great circle."""
    _, south, _, north = frame.bounds()
    shrink = max(math.cos(math.radians(0.5 * (south + north))), 1e-6)
    return abs(float(frame.transform.a * frame.transform.e)) * shrink


def _unwrapped(tiles: list[Tile], flat: CRS) -> list[Tile]:
    """Return tiles in longitude and latitude moved by turns of the Earth so that they lie side by side."""
    from rasterio import Affine

    if not flat.is_geographic or len(tiles) == 1:
        return tiles
    turn = 2.0 * math.pi / flat.axis_info[0].unit_conversion_factor
    around = sorted(tiles, key=lambda t: t.grid.bounds()[0] % turn)
    west = np.array([t.grid.bounds()[0] for t in around])
    width = np.array([t.grid.bounds()[2] for t in around]) - west
    ends = np.maximum.accumulate(west % turn + width)
    gaps = np.append(west[1:] % turn, west[0] % turn + turn) - ends
    if gaps.max() <= turn - ((west + width).max() - west.min()) + 1e-9 * turn:
        return tiles  # they lie side by side as they are
    begin = west[(int(gaps.argmax()) + 1) % len(tiles)]
    moved = []
    for t in tiles:
        shift = turn * math.ceil((begin - t.grid.bounds()[0]) / turn - 1e-9)
        moved.append(t._replace(grid=t.grid._replace(transform=Affine.translation(shift, 0.0) * t.grid.transform)))
    return moved


def _sheets(tiles: list[Tile], flat: CRS) -> list[list[Tile]]:
    """Return the tiles in sheets, the finest first; in each the order of their names."""
    sheets: list[list[Tile]] = []
    for tile in tiles:
        for sheet in sheets:
            if _in_step(sheet[0].grid, tile.grid):
                sheet.append(tile)
                break
        else:
            sheets.append([tile])
    if not flat.is_geographic:  # the two ends of a map of the world lie side by side on Earth
        sheets = [part for sheet in sheets for part in _apart(sheet)]
    rotated = next((t for t in tiles if not t.grid.upright), None)
    if rotated is not None and len(tiles) > 1:
        given = f"'{rotated.path}', a rotated tile"
        raise DemError(given, "tiles along their coordinate system's axes",
                       "bring it to them with `gdalwarp -t_srs EPSG:4326`")  # fmt: skip
    return sorted(sheets, key=lambda sheet: abs(sheet[0].grid.transform.a * sheet[0].grid.transform.e))


def _apart(sheet: list[Tile]) -> list[list[Tile]]:
    """Return the tiles of a sheet in parts that do not touch one another, if most of its frame is empty."""
    frame = _frame(sheet)
    if 2 * sum(t.grid.rows * t.grid.columns for t in sheet) >= frame.rows * frame.columns:
        return [sheet]
    corners = np.array([_corner(frame.transform, t.grid) for t in sheet])
    ends = corners + [(t.grid.rows, t.grid.columns) for t in sheet]
    part = np.arange(len(sheet))
    for k in range(len(sheet)):
        touch = ((corners <= ends[k] + 1) & (ends >= corners[k] - 1)).all(axis=1)
        part[np.isin(part, part[touch])] = part[touch].min()
    return [[t for t, own in zip(sheet, part, strict=True) if own == p] for p in np.unique(part)]


def _in_step(one: Grid, other: Grid) -> bool:
    t, o = one.transform, other.transform
    column, row = ~t * (o.c, o.f)
    drift = (o.a / t.a - 1.0) * other.columns, (o.e / t.e - 1.0) * other.rows
    off = column - round(column), row - round(row)
    return all(abs(x) <= IN_STEP for x in (*drift, *off))


def _frame(sheet: list[Tile]) -> Grid:
    """Return the grid of all tiles of a sheet."""
    from rasterio import Affine

    if len(sheet) == 1:
        return sheet[0].grid
    t = sheet[0].grid.transform
    corners = [_corner(t, tile.grid) for tile in sheet]
    top, left = min(r for r, _ in corners), min(c for _, c in corners)
    rows = max(r + tile.grid.rows for (r, _), tile in zip(corners, sheet, strict=True)) - top
    columns = max(c + tile.grid.columns for (_, c), tile in zip(corners, sheet, strict=True)) - left
    return Grid(t * Affine.translation(left, top), rows, columns)


def _corner(transform: Any, grid: Grid) -> tuple[int, int]:
    column, row = ~transform * (grid.transform.c, grid.transform.f)
    return round(row), round(column)


def _blank(grid: Grid) -> tuple[F32, Mask]:
    shape = (grid.rows, grid.columns)
    return np.full(shape, np.nan, np.float32), np.zeros(shape, np.bool_)


def _sheet(path: Path, sheet: list[Tile], frame: Grid, count: list[int]) -> tuple[F32, Mask]:
    """Return the heights of a sheet and where it has cells; of tiles that overlap the first with a height counts."""
    check(path, limits.DEM_CELLS, frame.rows * frame.columns)
    if len(sheet) == 1:
        heights, covered = _own(sheet[0], count)
        return heights, np.ones(heights.shape, np.bool_) if covered is None else covered
    heights, all_covered = _blank(frame)
    for tile in sheet:
        row, column = _corner(frame.transform, tile.grid)
        place = (slice(row, row + tile.grid.rows), slice(column, column + tile.grid.columns))
        own, covered = _own(tile, count)
        free = np.isnan(heights[place])
        heights[place][free] = own[free]
        all_covered[place] |= True if covered is None else covered
    return heights, all_covered


def _own(tile: Tile, count: list[int]) -> tuple[F32, Mask | None]:
    """Return the heights of one file, upright, and where it has cells (None: everywhere)."""
    own = np.empty((tile.grid.rows, tile.grid.columns), np.float32)
    with opened(tile.path) as source:
        count[0] += meaning.read(source, tile.scale, tile.offset, own)
    covered = vrt.footprint(tile.path, own.shape)
    if covered is not None:
        own[~covered] = np.nan
    turned = tuple(slice(None, None, -1 if flip else 1) for flip in reversed(tile.flips))
    return own[turned], None if covered is None else covered[turned]


def _around(frames: list[Grid]) -> tuple[float, float, float, float]:
    """Return west, south, east, north [deg] around all of some grids in degrees."""
    middle = 0.5 * (frames[0].bounds()[0] + frames[0].bounds()[2])
    west, south, east, north = zip(*(_beside(f.bounds(), middle) for f in frames), strict=True)
    return min(west), min(south), max(east), max(north)


def _finest(frames: list[Grid]) -> Grid:
    """Return the grid of the finest steps around all of some grids in degrees, in step with the finest of them."""
    from rasterio import Affine

    wide = min(frames, key=lambda f: f.transform.a)
    high = min(frames, key=lambda f: -f.transform.e)
    dlon, dlat = wide.transform.a, -high.transform.e
    west, south, east, north = _around(frames)
    # cells whose middle lies within
    left = math.floor((west - wide.transform.c) / dlon + 0.5 - IN_STEP)
    right = math.ceil((east - wide.transform.c) / dlon - 0.5 + IN_STEP)
    top = math.floor((high.transform.f - north) / dlat + 0.5 - IN_STEP)
    bottom = math.ceil((high.transform.f - south) / dlat - 0.5 + IN_STEP)
    corner = wide.transform.c + left * dlon, high.transform.f - top * dlat
    return Grid(Affine(dlon, 0.0, corner[0], 0.0, -dlat, corner[1]), max(bottom - top, 1), max(right - left, 1))


def _beside(bounds: tuple[float, float, float, float], middle: float) -> tuple[float, float, float, float]:
    """Return bounds [deg] moved by turns of the Earth to within half a turn of a longitude."""
    west, south, east, north = bounds
    turns = 360.0 * round((middle - 0.5 * (west + east)) / 360.0)
    return west + turns, south, east + turns, north


def _put(raster: Raster, sheet: tuple[F32, Mask], frame: Grid, flat: CRS, about: Grid) -> None:
    """Put a sheet onto a raster's grid where that has no height yet; `about` is where it lies, in degrees."""
    from rasterio import Affine

    t, grid = raster.grid.transform, raster.grid
    middle = 0.5 * (grid.bounds()[0] + grid.bounds()[2])
    west, south, east, north = _beside(about.bounds(), middle)
    (left, top), (right, bottom) = ~t * (west, north), ~t * (east, south)
    rows = slice(max(math.floor(top) - 1, 0), min(math.ceil(bottom) + 1, grid.rows))
    columns = slice(max(math.floor(left) - 1, 0), min(math.ceil(right) + 1, grid.columns))
    for part, turns in _to_180(t, columns):
        heights, covered = raster.heights[rows, part], raster.covered[rows, part]
        onto = Affine.translation(-360.0 * turns, 0.0) * t * Affine.translation(part.start, rows.start)
        where = Grid(onto, *heights.shape)
        own = _turned(frame, flat, where)
        has = _warped(sheet[1].view(np.uint8), own, flat, where, "nearest", None) > 0
        out = _warped(sheet[0], own, flat, where, "bilinear", math.nan)
        free = np.isnan(heights) & has
        heights[free] = out[free]
        covered |= has


def _turned(frame: Grid, flat: CRS, onto: Grid) -> Grid:
    """Return a frame in longitude and latitude moved by turns of the Earth to beside a grid in degrees."""
    from rasterio import Affine

    if not flat.is_geographic:
        return frame
    turn = 2.0 * math.pi / flat.axis_info[0].unit_conversion_factor
    middles = [0.5 * (bounds[0] + bounds[2]) for bounds in (frame.bounds(), onto.bounds())]
    turns = round(middles[0] / turn - middles[1] / 360.0)
    return frame._replace(transform=Affine.translation(-turn * turns, 0.0) * frame.transform)


def _warped(cells: NDArray[Any], frame: Grid, flat: CRS, onto: Grid, how: str, nodata: float | None) -> NDArray[Any]:
    """Return cells of a grid in a coordinate system on one in WGS 84 degrees, resampled by GDAL."""
    from rasterio.enums import Resampling
    from rasterio.io import MemoryFile
    from rasterio.vrt import WarpedVRT

    profile = {"driver": "GTiff", "dtype": cells.dtype.name, "count": 1, "height": frame.rows, "width": frame.columns,
               "crs": rio(flat), "transform": frame.transform, "nodata": nodata, "bigtiff": "if_safer"}  # fmt: skip
    bounds = np.clip(onto.bounds(), (-180, -90, -180, -90), (180, 90, 180, 90))
    with MemoryFile(ext=".tif") as file:
        with file.open(**profile) as data:
            data.write(cells, 1)
        with file.open(driver="GTiff") as data, WarpedVRT(
            data, crs=WGS84, transform=onto.transform, height=onto.rows, width=onto.columns, nodata=nodata,
            src_nodata=nodata, resampling=Resampling[how], tolerance=TOLERANCE, XSCALE=1, YSCALE=1,
            AREA_OF_INTEREST=",".join(map(str, bounds)),
        ) as warped:  # fmt: skip
            return np.asarray(warped.read(1))


def _to_180(transform: Any, columns: slice) -> list[tuple[slice, int]]:
    """Return columns in parts that do not cross the 180th meridian, and the turns by which each lies beyond it.

    PROJ chooses between the relations of two datums by place, and knows places up to 180 degrees alone.
    """
    parts = []
    first = columns.start
    while first < columns.stop:
        turns = math.floor((transform.c + transform.a * (first + 0.5) + 180.0) / 360.0)
        end = math.ceil((180.0 + 360.0 * turns - transform.c) / transform.a - 0.5)
        end = min(max(end, first + 1), columns.stop)
        parts.append((slice(first, end), turns))
        first = end
    return parts


def _trimmed(raster: Raster) -> Raster:
    """Return a raster without the outer rows and columns that no file covers."""
    from rasterio import Affine

    rows, columns = (np.flatnonzero(raster.covered.any(axis=axis)) for axis in (1, 0))
    if rows.size == 0:
        return raster
    top, left = int(rows[0]), int(columns[0])
    place = (slice(top, int(rows[-1]) + 1), slice(left, int(columns[-1]) + 1))
    heights, covered = raster.heights[place], raster.covered[place]
    grid = Grid(raster.grid.transform * Affine.translation(left, top), *heights.shape)
    return replace(raster, heights=heights, covered=covered, grid=grid)
