"""Digital elevation models: read, brought to latitude and longitude, voids filled, told apart by content.

Whatever rasterio reads: a GeoTIFF, DTED, SRTM `.hgt`, a VRT, or a folder of such tiles of one coordinate system, which
are joined. Other coordinate systems are resampled (bilinear) to WGS-84 latitude and longitude. Voids are filled from
around them (GDAL's inverse-distance filling, up to `FILL_REACH` cells), what is farther from any height counts as
sea; ground below sea level counts as sea level. All that was done to the heights is said in `Dem.notes`.

Heights above the geoid are taken as altitudes above sea level, as everywhere in airdef. Where the file says
that its heights are above the ellipsoid, PROJ's geoid is subtracted if its grid is installed; if it is not,
that is said and the heights stay as they are.
"""

from __future__ import annotations

import hashlib
import math
import warnings
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from airdef.physics.constants import EARTH_RADIUS_MEAN
from airdef.physics.terrain import F32, Ground, ground_height, ground_heights, row_column

if TYPE_CHECKING:
    from collections.abc import Sequence

BUNDLED: Final = {"island": "island.tif"}
"""Elevation models that come with the package, by name."""

MAX_CELLS: Final = 100_000_000
"""Most cells read: 400 MB of heights."""

FILL_REACH: Final = 100
"""Cells over which voids are filled from their surroundings."""

LEAST, MOST = -500.0, 9000.0
"""Heights [m] beyond these are no ground: the file has another unit or an undeclared void value."""

_TILES: Final = (".tif", ".tiff", ".dt0", ".dt1", ".dt2", ".hgt", ".img", ".asc", ".bil")
_WGS84: Final = "EPSG:4326"


class DemError(ValueError):
    """An elevation model that cannot be used: what was given, what was expected, the usual fix."""

    def __init__(self, given: str, expected: str, fix: str) -> None:
        self.given, self.expected, self.fix = given, expected, fix
        super().__init__(f"elevation model: {given} given, {expected} expected; usual fix: {fix}")

    def __reduce__(self) -> tuple[type[DemError], tuple[str, str, str]]:
        return DemError, (self.given, self.expected, self.fix)


@dataclass(frozen=True, eq=False)
class Dem:
    """An elevation model ready for use.

    ground : heights and their grid; digest : SHA-256 of both; voids : bool[rows, columns], where the file
    has no height; notes : what was done to the heights, in words
    """

    ground: Ground
    digest: str
    voids: NDArray[np.bool_] = field(repr=False)
    notes: tuple[str, ...]

    def contains(self, latitude: float, longitude: float) -> bool:
        """Tell whether a point [rad] lies on the grid."""
        rows, columns = self.ground.heights.shape
        row, column = row_column(self.ground, latitude, longitude)
        return bool(-0.5 <= row <= rows - 0.5 and -0.5 <= column <= columns - 0.5)

    def height(self, latitude: float, longitude: float) -> float:
        """Return the height of the ground [m] at a point [rad]; 0 outside the grid."""
        return float(ground_height(self.ground, latitude, longitude))

    def heights(self, latitude: NDArray[np.float64], longitude: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the heights of the ground [m] at points [rad]; 0 outside the grid."""
        return np.asarray(ground_heights(self.ground, latitude, longitude))

    def in_void(self, latitude: float, longitude: float) -> bool:
        """Tell whether the node nearest to a point [rad] has no height in the file."""
        if not self.contains(latitude, longitude):
            return False
        row, column = row_column(self.ground, latitude, longitude)
        rows, columns = self.voids.shape
        return bool(self.voids[min(max(round(row), 0), rows - 1), min(max(round(column), 0), columns - 1)])

    def bounds(self) -> tuple[float, float, float, float]:
        """Return south, west, north, east of the outer nodes [deg]."""
        g = self.ground
        rows, columns = g.heights.shape
        south, east = g.north - (rows - 1) * g.dlat, g.west + (columns - 1) * g.dlon
        return math.degrees(south), math.degrees(g.west), math.degrees(g.north), math.degrees(east)


def load(name_or_path: str | Path) -> Dem:
    """Return an elevation model by its name in `BUNDLED` or the path of a file or folder.

    Raises DemError for a path that does not exist, a file that is no raster, is cut off, has no coordinate
    system, is too large, has no height at all, or has heights that no ground has.
    """
    if str(name_or_path) in BUNDLED:
        return _load(str(Path(__file__).parent / "data" / BUNDLED[str(name_or_path)]), 0)
    path = Path(name_or_path)
    if not path.exists():
        given = f"'{path}', which does not exist"
        raise DemError(given, f"a raster file, a folder of tiles, or {_names()}",
                       "give the path from the scenario's own folder")  # fmt: skip
    return _load(str(path.resolve()), _stamp(path))


def _names() -> str:
    return ", ".join(f"'{name}'" for name in BUNDLED)


def _stamp(path: Path) -> int:
    """Return the time of the last change, so that a changed file is read again."""
    files = [path, *path.iterdir()] if path.is_dir() else [path]
    return max(p.stat().st_mtime_ns for p in files)


@lru_cache(maxsize=4)
def _load(path: str, _changed: int) -> Dem:
    from rasterio.errors import NotGeoreferencedWarning, RasterioError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", NotGeoreferencedWarning)  # told as an error of our own
            warnings.simplefilter("ignore", PendingDeprecationWarning)  # rasterio 1.4 with affine 3
            heights, transform, crs = _read(Path(path))
    except RasterioError as e:
        given = f"'{path}', which cannot be read ({str(e).splitlines()[0]})"
        raise DemError(given, "a whole raster file",
                       "check that the file is complete and opens with `gdalinfo`") from None  # fmt: skip
    return _made(Path(path), heights, transform, crs)


def _read(path: Path) -> tuple[F32, Any, Any]:
    """Return heights with NaN in voids, their transform to longitude and latitude [deg], and the file's CRS."""
    import rasterio
    from rasterio.enums import Resampling
    from rasterio.vrt import WarpedVRT

    if path.is_dir():
        return _joined(path)
    with rasterio.open(path) as source:
        crs = _checked_crs(path, source)
        _check_size(path, source.width * source.height)
        upright = source.transform.b == source.transform.d == 0.0 and source.transform.e < 0.0
        if crs.is_geographic and upright:
            return _filled(source), source.transform, crs
        with WarpedVRT(source, crs=_WGS84, resampling=Resampling.bilinear, add_alpha=source.nodata is None) as warped:
            _check_size(path, warped.width * warped.height)
            return _filled(warped), warped.transform, crs


def _joined(path: Path) -> tuple[F32, Any, Any]:
    """Return the tiles of a folder as one, as `_read` does."""
    import rasterio
    from rasterio.merge import merge

    tiles = sorted(p for p in path.iterdir() if p.suffix.lower() in _TILES)
    if not tiles:
        given = f"the folder '{path}' without tiles"
        raise DemError(given, f"files that end in {', '.join(_TILES)}", "check the path")
    with rasterio.open(tiles[0]) as first:
        crs = _checked_crs(path, first)
        nodata = first.nodata if first.nodata is not None else -32768
    for tile in tiles[1:]:
        with rasterio.open(tile) as other:
            if _checked_crs(tile, other) != crs:
                given = f"'{tile}' in {other.crs}, '{tiles[0].name}' beside it in {crs}"
                raise DemError(given, "tiles of one coordinate system",
                               "bring them to one with `gdalwarp -t_srs EPSG:4326`")  # fmt: skip
    _check_size(path, _cells(tiles))
    mosaic, transform = merge(tiles, nodata=nodata, dtype="float32")
    heights = mosaic[0]
    heights[heights == np.float32(nodata)] = np.nan
    upright = transform.b == transform.d == 0.0 and transform.e < 0.0
    return (heights, transform, crs) if crs.is_geographic and upright else _resampled(path, heights, transform, crs)


def _resampled(path: Path, heights: F32, transform: Any, crs: Any) -> tuple[F32, Any, Any]:
    """Return heights on a grid of a projection on one in latitude and longitude of about as many cells."""
    from rasterio.transform import array_bounds
    from rasterio.warp import Resampling, calculate_default_transform, reproject

    rows, columns = heights.shape
    bounds = array_bounds(rows, columns, transform)
    onto, width, height = calculate_default_transform(crs, _WGS84, columns, rows, *bounds)
    _check_size(path, width * height)
    out = np.full((height, width), np.nan, np.float32)
    reproject(heights, out, src_transform=transform, src_crs=crs, src_nodata=np.nan, dst_transform=onto, dst_crs=_WGS84,
              dst_nodata=np.nan, resampling=Resampling.bilinear)  # fmt: skip
    return out, onto, crs


def _filled(source: Any) -> F32:
    return np.asarray(source.read(1, masked=True).astype(np.float32).filled(np.nan))


def _cells(tiles: Sequence[Path]) -> int:
    import rasterio

    west, south, east, north = math.inf, math.inf, -math.inf, -math.inf
    size = math.inf
    for tile in tiles:
        with rasterio.open(tile) as source:
            b = source.bounds
            west, south, east, north = min(west, b.left), min(south, b.bottom), max(east, b.right), max(north, b.top)
            size = min(size, abs(source.transform.a * source.transform.e))
    return int((east - west) * (north - south) / size)


def _checked_crs(path: Path, source: Any) -> Any:
    if source.crs is None or source.transform.is_identity:
        given = f"'{path}' without a coordinate system"
        raise DemError(given, "a georeferenced raster",
                       "assign one, for instance `gdal_edit.py -a_srs EPSG:4326`")  # fmt: skip
    return source.crs


def _check_size(path: Path, cells: int) -> None:
    if cells > MAX_CELLS:
        given = f"'{path}' of {cells / 1e6:.0f} million cells"
        raise DemError(given, f"at most {MAX_CELLS / 1e6:.0f} million",
                       "cut out the area you need with `gdalwarp -te`, or coarsen it with `-tr`")  # fmt: skip


def _made(path: Path, heights: F32, transform: Any, crs: Any) -> Dem:
    notes: list[str] = []
    with np.errstate(invalid="ignore"):
        heights[heights <= -32767.0] = np.nan  # the void of SRTM, wherever the file does not declare it
    voids = np.isnan(heights)
    if voids.all():
        given = f"'{path}' without a single height"
        raise DemError(given, "cells that are not void", "take another file")
    low, high = float(np.nanmin(heights)), float(np.nanmax(heights))
    if low < LEAST or high > MOST:
        given = f"'{path}' with heights of {low:g} to {high:g}"
        raise DemError(given, f"metres, {LEAST:g} to {MOST:g}",
                       "convert the file to metres, or declare its void value (nodata)")  # fmt: skip
    heights = _fill(heights, voids, notes)
    _above_geoid(heights, transform, crs, notes)
    below = int((heights < 0.0).sum())
    if below:
        notes.append(f"{below:,} cells below sea level count as sea level")
    heights = np.ascontiguousarray(np.maximum(heights, np.float32(0.0)))
    north, west = transform.f + 0.5 * transform.e, transform.c + 0.5 * transform.a
    dlat, dlon = math.radians(-transform.e), math.radians(transform.a)
    middle = math.radians(north) - 0.5 * dlat * (heights.shape[0] - 1)
    spacing = EARTH_RADIUS_MEAN * min(dlat, dlon * math.cos(middle))
    ground = Ground(heights, math.radians(north), math.radians(west), dlat, dlon, float(heights.max()), spacing)
    digest = hashlib.sha256(repr(ground[1:]).encode() + repr(heights.shape).encode() + heights.tobytes())
    return Dem(ground, digest.hexdigest(), voids, tuple(notes))


def _fill(heights: F32, voids: NDArray[np.bool_], notes: list[str]) -> F32:
    if not voids.any():
        return heights
    from rasterio.fill import fillnodata

    filled = fillnodata(np.nan_to_num(heights, nan=-1e5), mask=~voids, max_search_distance=FILL_REACH)
    far = filled < -9e4
    filled[far] = 0.0
    notes.append(f"{int(voids.sum()):,} void cells filled from around them, {int(far.sum()):,} of them as sea")
    return np.asarray(filled, np.float32)


def _above_geoid(heights: F32, transform: Any, crs: Any, notes: list[str]) -> None:
    """Subtract the geoid, in place, from heights that the file says are above the ellipsoid."""
    from pyproj import CRS, Transformer
    from pyproj.transformer import TransformerGroup

    vertical = CRS.from_user_input(crs.to_wkt())
    if len(vertical.axis_info) < 3 or vertical.is_compound:
        notes.append("heights taken as above the geoid")
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # a missing grid is told among the notes
        route = TransformerGroup("EPSG:4979", "EPSG:4326+3855", always_xy=True)
    if not route.transformers or "grid" not in route.transformers[0].definition:
        notes.append("heights are above the ellipsoid; no geoid grid is installed for PROJ, so they are not corrected")
        return
    geoid: Transformer = route.transformers[0]
    rows, columns = heights.shape
    lon = transform.c + transform.a * (np.arange(columns) + 0.5)
    for i in range(rows):
        lat = np.full(columns, transform.f + transform.e * (i + 0.5))
        heights[i] = geoid.transform(lon, lat, heights[i].astype(np.float64))[2]
    notes.append("heights above the ellipsoid brought to the geoid (EGM2008)")
