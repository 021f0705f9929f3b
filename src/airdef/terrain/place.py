"""Where a raster lies: its coordinate system, and the grid in latitude and longitude that its heights go onto.

GDAL and PROJ do the work: a raster whose nodes PROJ leaves where they are keeps its grid. Any other is resampled
(bilinear) to WGS-84 latitude and longitude: projections, other datums and prime meridians, grads, rotated rasters.
Its new grid is laid out around the raster's own middle, so that the 180th meridian is no edge, with cells as long
on the ground as the raster's own.
"""

from __future__ import annotations

import math
import warnings
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from airdef import limits
from airdef.physics.constants import EARTH_RADIUS_MEAN
from airdef.terrain.errors import DemError, check

if TYPE_CHECKING:
    from pathlib import Path

    from pyproj import CRS

WGS84: Final = "EPSG:4326"

SAME_PLACE: Final = 1e-3
"""Part of a cell by which PROJ may move nodes that are left where they are."""


class Grid(NamedTuple):
    """Cells of a raster: the affine map from column and row of their corners to coordinates, and how many."""

    transform: Any
    rows: int
    columns: int

    @property
    def upright(self) -> bool:
        """Tell whether rows run from north to south and columns from west to east."""
        t = self.transform
        return bool(t.b == t.d == 0.0 and t.e < 0.0 < t.a)

    def bounds(self) -> tuple[float, float, float, float]:
        """Return west, south, east and north of the frame around all cells.

        Returns
        -------
        tuple[float, float, float, float]
            West, south, east and north of the frame around all cells.
        """
        corners = [self.transform * (c, r) for c in (0, self.columns) for r in (0, self.rows)]
        x, y = zip(*corners, strict=True)
        return min(x), min(y), max(x), max(y)


def whole_crs(path: Path, source: Any) -> CRS:
    """Return the coordinate system of a raster.

    Parameters
    ----------
    path
        Path of a file or folder.
    source
        The open data set.

    Returns
    -------
    CRS
        The coordinate system of a raster.

    Raises
    ------
    DemError
        For a raster without a place on Earth.
    """
    from pyproj import CRS

    crs, notes = source.crs, source.tags()
    if crs is None and source.driver == "netCDF" and _degrees(notes):
        crs = CRS.from_user_input(WGS84)  # longitude and latitude by the CF conventions, of no named datum
    elif crs is None or source.transform.is_identity:
        given, fix = f"'{path}' without a coordinate system", "assign one, for instance `gdal_edit.py -a_srs EPSG:4326`"
        if source.gcps[0]:
            given, fix = f"'{path}' placed by control points alone", "bring it to one with `gdalwarp -t_srs EPSG:4326`"
        raise DemError(given, "a georeferenced raster", fix)
    else:
        crs = CRS.from_wkt(crs.to_wkt(version="WKT2_2019"))
    flat = horizontal(crs)
    bare = flat.source_crs if flat.is_bound and flat.source_crs else flat
    if not (bare.is_geographic or bare.is_projected):
        given = f"'{path}' in '{bare.name}' ({bare.type_name})"
        raise DemError(given, "coordinates that PROJ can bring to latitude and longitude",
                       "give the file the coordinate system that its survey used (`gdal_edit.py -a_srs`)")  # fmt: skip
    return crs


def _degrees(tags: dict[str, str]) -> bool:
    # as the CF conventions spell them: degrees_north, degree_N, degreesE, ...
    units = [
        v.casefold().replace("degrees", "degree").replace("_", "") for k, v in tags.items() if k.endswith("#units")
    ]
    return all(any(u in {f"degree{side}", f"degree{side[0]}"} for u in units) for side in ("north", "east"))


def horizontal(whole: CRS) -> CRS:
    """Return the horizontal part of a coordinate system, of two dimensions.

    Parameters
    ----------
    whole
        A coordinate system.

    Returns
    -------
    CRS
        The horizontal part of a coordinate system, of two dimensions.
    """
    flat = whole.sub_crs_list[0] if whole.is_compound else whole
    return flat.to_2d() if len(flat.axis_info) == 3 and not flat.is_geocentric else flat


def degrees(flat: CRS, grid: Grid) -> bool:
    """Tell whether a grid is in longitude and latitude [deg] as WGS 84 has them, as far as PROJ can tell.

    PROJ's longitudes may differ by turns of the Earth. Nothing is moved by as much as `SAME_PLACE` of a cell.

    Parameters
    ----------
    flat
        The horizontal coordinate system.
    grid
        The grid of the raster.

    Returns
    -------
    bool
        Whether a grid is in longitude and latitude [deg] as WGS 84 has them, as far as PROJ can tell.
    """
    if not (flat.is_geographic and grid.upright):
        return False
    columns, rows = np.meshgrid(np.linspace(0.5, grid.columns - 0.5, 5), np.linspace(0.5, grid.rows - 0.5, 5))
    t = grid.transform
    x, y = (t.c + t.a * columns).ravel(), np.clip(t.f + t.e * rows, -90.0, 90.0).ravel()
    lon, lat = moved(flat, x, y)
    east = (lon - x + 180.0) % 360.0 - 180.0
    return bool((np.abs(east) < SAME_PLACE * t.a).all() and (np.abs(lat - y) < SAME_PLACE * -t.e).all())


def moved(flat: CRS, x: Any, y: Any, back: bool = False) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """Return points of a coordinate system as longitude and latitude [deg], or `back`; inf where PROJ has none.

    Parameters
    ----------
    flat
        The horizontal coordinate system.
    x
        Easting, or longitude [deg].
    y
        Northing, or latitude [deg].
    back
        From longitude and latitude to the coordinate system.

    Returns
    -------
    tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]
        Points of a coordinate system as longitude and latitude [deg], or `back`; inf where PROJ has none.
    """
    from pyproj import Transformer

    start, end = (WGS84, flat) if back else (flat, WGS84)
    unit = flat.axis_info[0].unit_conversion_factor
    scale = math.degrees(unit) if flat.is_geographic and unit == 1.0 else 1.0  # pyproj has degrees for radians
    ahead, after = (1.0, 1.0 / scale) if back else (scale, 1.0)
    points = np.multiply(x, ahead), np.multiply(y, ahead)
    out = Transformer.from_crs(start, end, always_xy=True).transform(*points)
    return np.asarray(out[0]) * after, np.asarray(out[1]) * after


def relation(flat: CRS, bounds: tuple[float, float, float, float]) -> str:
    """Return in words how well PROJ knows a datum's relation to WGS 84 within bounds [deg]; nothing if it is exact.

    Parameters
    ----------
    flat
        The horizontal coordinate system.
    bounds
        West, south, east and north [deg].

    Returns
    -------
    str
        In words how well PROJ knows a datum's relation to WGS 84 within bounds [deg]; nothing if it is exact.
    """
    from pyproj.transformer import AreaOfInterest, TransformerGroup

    if flat.equals(WGS84, ignore_axis_order=True):
        return ""
    west, south, east, north = bounds
    west, east = ((lon + 180.0) % 360.0 - 180.0 for lon in (west, east))
    around = AreaOfInterest(west, max(south, -90.0), east, min(north, 90.0))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # a missing grid shows in the accuracy
        best = TransformerGroup(flat, WGS84, always_xy=True, area_of_interest=around).transformers[:1]
    accuracy = best[0].accuracy if best and best[0].accuracy is not None else -1.0
    if accuracy < 0.0:
        return "PROJ knows no relation of its datum to WGS 84 there: places may be off by some hundred metres"
    return f"places are good to about {accuracy:g} m" if accuracy > 1.0 else ""


def check_degrees(path: Path, grid: Grid) -> None:
    """Raise DemError for a grid in degrees that lies beyond a pole, or goes round the Earth more than once.

    Parameters
    ----------
    path
        Path of a file or folder.
    grid
        The grid of the raster.
    """
    t = grid.transform
    west, south, east, north = grid.bounds()
    if north > 90.0 - (0.5 + SAME_PLACE) * t.e or south < -90.0 + (0.5 + SAME_PLACE) * t.e:  # nodes may lie on a pole
        given = f"'{path}' with latitudes of {south:g} to {north:g}"
        raise DemError(given, "latitudes of -90 to 90 deg", "correct its coordinate system or its georeference")
    if east - west > 360.0 + 2.0 * t.a or west < -540.0 or east > 720.0:
        given = f"'{path}' with longitudes of {west:g} to {east:g}"
        raise DemError(given, "longitudes of -180 to 180 or 0 to 360 deg, once round the Earth at most",
                       "correct its coordinate system or its georeference")  # fmt: skip


def rio(flat: CRS) -> Any:
    """Return a coordinate system as rasterio has it.

    Parameters
    ----------
    flat
        The horizontal coordinate system.

    Returns
    -------
    Any
        A coordinate system as rasterio has it.
    """
    import rasterio.crs

    return rasterio.crs.CRS.from_wkt(flat.to_wkt())


def onto_degrees(path: Path, flat: CRS, grid: Grid) -> Grid:
    """Return the grid in longitude and latitude [deg] that a raster is resampled to; longitudes may pass 180.

    Parameters
    ----------
    path
        Path of a file or folder.
    flat
        The horizontal coordinate system.
    grid
        The grid of the raster.

    Returns
    -------
    Grid
        The grid in longitude and latitude [deg] that a raster is resampled to; longitudes may pass 180.

    Raises
    ------
    DemError
        For a raster whose place PROJ cannot tell, or that lies over a pole.
    """
    from rasterio import Affine
    from rasterio.warp import calculate_default_transform

    west, south, east, north = grid.bounds()
    lon, lat = moved(flat, [0.5 * (west + east)], [0.5 * (south + north)])
    if not (np.isfinite(lon).all() and np.isfinite(lat).all()):
        given = f"'{path}', whose middle lies outside its coordinate system '{flat.name}'"
        raise DemError(given, "a raster within it", "correct its coordinate system or its georeference")
    for pole, word in ((90.0, "north"), (-90.0, "south")):
        x, y = moved(flat, [float(lon[0])], [pole], back=True)
        column, row = ~grid.transform * (float(x[0]), float(y[0])) if np.isfinite([x[0], y[0]]).all() else (-1.0, -1.0)
        if 1.0 < column < grid.columns - 1.0 and 1.0 < row < grid.rows - 1.0:
            given = f"'{path}', which lies over the {word} pole"
            raise DemError(given, "an elevation model beside the pole",
                           "cut out the area you need, beside the pole, with `gdalwarp -te`")  # fmt: skip
    middle = float(lon[0])
    dlon, dlat = _steps(flat, grid, middle, float(lat[0]))
    around = f"+proj=longlat +ellps=WGS84 +towgs84=0,0,0 +pm={middle!r} +no_defs"  # 180 deg away from any edge
    check(path, limits.DEM_CELLS, grid.rows * grid.columns)
    onto, columns, rows = calculate_default_transform(
        rio(flat), around, grid.columns, grid.rows, west, south, east, north, resolution=(dlon, dlat)
    )
    return Grid(Affine.translation(middle, 0.0) * onto, rows, columns)


def _steps(flat: CRS, grid: Grid, middle: float, lat: float) -> tuple[float, float]:
    """Return steps in longitude and latitude [deg] as long on the ground as a raster's cells in its middle."""
    t = grid.transform
    if flat.is_geographic and not flat.is_derived and t.b == t.d == 0.0:
        turn = math.degrees(flat.axis_info[0].unit_conversion_factor)
        return abs(t.a) * turn, abs(t.e) * turn
    c, r = 0.5 * grid.columns, 0.5 * grid.rows
    x, y = zip(*(t * at for at in ((c, r), (c + 1.0, r), (c, r + 1.0))), strict=True)
    lons, lats = moved(flat, x, y)
    scale = EARTH_RADIUS_MEAN * math.pi / 180.0
    north = np.diff(lats[[0, 1]]).item(), np.diff(lats[[0, 2]]).item()
    east = [(lons[k] - lons[0] + 180.0) % 360.0 - 180.0 for k in (1, 2)]
    shrink = math.cos(math.radians(lat))
    side = min(math.hypot(e * shrink, n) for e, n in zip(east, north, strict=True)) * scale
    return side / scale / shrink, side / scale
