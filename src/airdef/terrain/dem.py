"""Digital elevation models: read, brought to latitude and longitude, voids settled, told apart by content.

A model is a raster file, a VRT or a folder of tiles (`terrain.files`). `terrain.heights` says what its numbers mean,
`terrain.place` where they lie, `terrain.mosaic` joins tiles, `terrain.voids` settles cells without a height. Ground
below sea level counts as sea level. All that was done to the heights is said in `Dem.notes`.

Heights above the geoid are taken as altitudes above sea level, as everywhere in airdef. Where the file or the
scenario says that heights are above the ellipsoid, PROJ's geoid is subtracted if its grid is installed; if it is not,
the note says so and the heights stay as they are.
"""

from __future__ import annotations

import hashlib
import math
import warnings
from collections.abc import Hashable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from airdef import limits
from airdef.kept import Kept
from airdef.physics.constants import EARTH_RADIUS_MEAN
from airdef.physics.terrain import F32, Ground, ground_height, ground_heights, row_column
from airdef.terrain.errors import DemError, cells
from airdef.terrain.files import check_name, exists, gdal, plain, stamp
from airdef.terrain.heights import AS_THE_FILE, Declared, above_geoid
from airdef.terrain.mosaic import Raster, read
from airdef.terrain.place import Grid
from airdef.terrain.voids import settle

BUNDLED: Final = {"island": "island.tif"}
"""Elevation models that come with the package, by name."""

LEAST, MOST = -12_000.0, 9000.0
"""Heights [m] beyond these are neither ground nor sea floor: the file has another unit or an undeclared void value."""


FINEST: Final = 0.1
"""Shortest side [m] of cells: sight lines of hundreds of kilometres are sampled at no more than it."""

POLEWARD: Final = 0.1
"""Cosine of the latitude, 84.3 deg, beyond which cells are sampled as if they were no narrower."""


@dataclass(frozen=True, eq=False)
class Dem:
    """An elevation model ready for use.

    ground : heights and their grid; digest : SHA-256 of both; voids : bool[rows, columns], where the file
    has no height; notes : what was done to the heights, in words; outside : bool[rows, columns], nodes of the grid
    that are beyond the model all the same (None: none is)
    """

    ground: Ground
    digest: str
    voids: NDArray[np.bool_] = field(repr=False)
    notes: tuple[str, ...]
    outside: NDArray[np.bool_] | None = field(default=None, repr=False)

    def _nearest(self, latitude: float, longitude: float) -> tuple[int, int] | None:
        """Return the node nearest to a point [rad]; None off the grid."""
        rows, columns = self.ground.heights.shape
        row, column = row_column(self.ground, latitude, longitude)
        if not (-0.5 <= row <= rows - 0.5 and -0.5 <= column <= columns - 0.5):
            return None
        return min(max(round(row), 0), rows - 1), min(max(round(column), 0), columns - 1)

    def contains(self, latitude: float, longitude: float) -> bool:
        """Tell whether a point [rad] lies in the model: on the grid, at a node that is not outside.

        Parameters
        ----------
        latitude
            Latitude [rad].
        longitude
            Longitude [rad].

        Returns
        -------
        bool
            Whether a point [rad] lies in the model.
        """
        node = self._nearest(latitude, longitude)
        return node is not None and (self.outside is None or not self.outside[node])

    def height(self, latitude: float, longitude: float) -> float:
        """Return the height of the ground [m] at a point [rad]; 0 outside the grid.

        Parameters
        ----------
        latitude
            Latitude [rad].
        longitude
            Longitude [rad].

        Returns
        -------
        float
            The height of the ground [m] at a point [rad]; 0 outside the grid.
        """
        return float(ground_height(self.ground, latitude, longitude))

    def heights(self, latitude: NDArray[np.float64], longitude: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the heights of the ground [m] at points [rad]; 0 outside the grid.

        Parameters
        ----------
        latitude
            Latitude [rad].
        longitude
            Longitude [rad].

        Returns
        -------
        NDArray[np.float64]
            The heights of the ground [m] at points [rad]; 0 outside the grid.
        """
        return np.asarray(ground_heights(self.ground, latitude, longitude))

    def in_void(self, latitude: float, longitude: float) -> bool:
        """Tell whether the node nearest to a point [rad] has no height in the file.

        Parameters
        ----------
        latitude
            Latitude [rad].
        longitude
            Longitude [rad].

        Returns
        -------
        bool
            Whether the node nearest to a point [rad] has no height in the file.
        """
        node = self._nearest(latitude, longitude)
        return node is not None and bool(self.voids[node])

    def bounds(self) -> tuple[float, float, float, float]:
        """Return south, west, north, east of the outer nodes [deg]: west from -180 to 180, east from west on.

        Returns
        -------
        tuple[float, float, float, float]
            South, west, north, east of the outer nodes [deg].
        """
        g = self.ground
        rows, columns = g.heights.shape
        south, east = g.north - (rows - 1) * g.dlat, g.west + (columns - 1) * g.dlon
        turns = 360.0 * math.floor((math.degrees(g.west) + 180.0) / 360.0)
        return math.degrees(south), math.degrees(g.west) - turns, math.degrees(g.north), math.degrees(east) - turns

    def area(self) -> str:
        """Return in words where the model lies.

        Returns
        -------
        str
            In words where the model lies.
        """
        south, west, north, east = self.bounds()
        where = f"{south:.3f} to {north:.3f} N, {west:.3f} to {east:.3f} E"
        if east - west >= 360.0 - 1e-6:
            where = f"{south:.3f} to {north:.3f} N, all longitudes"
        elif east > 180.0:
            where += " (across the 180th meridian)"
        return where if self.outside is None else f"{where}, but for parts without heights"


def load(name_or_path: str | Path, declared: Declared = AS_THE_FILE) -> Dem:
    """Return an elevation model by its name in `BUNDLED` or the path of a file or folder.

    Parameters
    ----------
    name_or_path
        A name in `BUNDLED`, or the path of a file or folder.
    declared
        What the scenario says of the model.

    Returns
    -------
    Dem
        The model.

    Raises
    ------
    DemError
        For an address, a path that does not exist, a file that is no raster of heights, is cut off, has no
        place on Earth, lies over a pole, is too large, has no height at all, or has heights that no ground has.
    """
    if str(name_or_path) in BUNDLED:
        path = Path(__file__).parent / "data" / BUNDLED[str(name_or_path)]
        return _models.get((str(path), declared), lambda: _load(path, declared))
    check_name(str(name_or_path))
    path = Path(name_or_path)
    if not exists(path):
        given = f"'{str(path)[:200]}', which does not exist"
        raise DemError(given, f"a raster file, a folder of tiles, or {_names()}",
                       "give the path from the scenario's own folder")  # fmt: skip
    path = plain(path)
    try:
        key = (str(path), stamp(path), declared)
    except OSError as e:
        raise _unreadable(path, e) from None
    return _models.get(key, lambda: _load(path, declared))


def _names() -> str:
    return ", ".join(f"'{name}'" for name in BUNDLED)


def _bytes(dem: Dem) -> int:
    return dem.ground.heights.nbytes + dem.voids.nbytes + (0 if dem.outside is None else dem.outside.nbytes)


_models: Kept[tuple[Hashable, ...], Dem] = Kept(limits.DEM_CACHE_BYTES, _bytes)


def _load(path: Path, declared: Declared) -> Dem:
    from affine import AffineError
    from pyproj.exceptions import ProjError
    from rasterio._err import CPLE_BaseError
    from rasterio.errors import CRSError, NotGeoreferencedWarning, RasterioError

    try:
        with warnings.catch_warnings(), gdal():
            warnings.simplefilter("ignore", NotGeoreferencedWarning)  # told as an error of our own
            warnings.simplefilter("ignore", PendingDeprecationWarning)  # rasterio 1.4 with affine 3
            return _made(path, read(path, declared), declared)
    except DemError:
        raise
    except (
        RasterioError, CRSError, CPLE_BaseError, ProjError, AffineError, OSError, RuntimeError, ArithmeticError,
        ValueError,
    ) as e:  # fmt: skip
        # A georeference that has no inverse, that PROJ gives up on or that holds NaN is told by errors of their own.
        raise _unreadable(path, e) from None


def _unreadable(path: Path, e: Exception) -> DemError:
    given = f"'{path}', which cannot be read ({next(iter(str(e).splitlines()), type(e).__name__)})"
    return DemError(given, "a whole raster file", "check that the file is complete and opens with `gdalinfo`")


def _made(path: Path, raster: Raster, declared: Declared) -> Dem:
    """Return a model from its raster, whose heights are used up."""
    heights, notes = raster.heights, list(raster.notes)
    void = np.isnan(heights)
    voids = void & raster.covered
    if void.all():
        given = f"'{path}' without a single height"
        raise DemError(given, "cells that are not void", "take another file")
    low, high = float(np.nanmin(heights)), float(np.nanmax(heights))
    if low < LEAST or high > MOST:
        given = f"'{path}' with heights of {low:g} to {high:g}"
        raise DemError(given, f"metres, {LEAST:g} to {MOST:g}",
                       "convert the file to metres, or declare its void value (nodata)")  # fmt: skip
    counted = _from_geoid(raster, declared)
    settled = settle(heights, raster.covered, declared.voids == "sea")
    notes += [*settled.notes, counted]
    outside = settled.outside
    if declared.voids == "sea":
        voids = np.zeros_like(voids)
    elif outside is not None:
        voids &= ~outside
    below = int((heights < 0.0).sum())
    if below:
        notes.append(f"{cells(below, 'below sea level')} sea level")
    np.maximum(heights, np.float32(0.0), out=heights)
    heights, voids = _round(heights, raster.grid), _round(voids, raster.grid)
    outside = None if outside is None else _round(outside, raster.grid)
    ground = _ground(heights, raster.grid)
    if ground.spacing < FINEST:
        given = f"'{path}' with cells of {ground.spacing:.2g} m"
        raise DemError(given, f"cells of at least {FINEST:g} m", "coarsen it with `gdalwarp -tr`")
    digest = hashlib.sha256(repr(ground[1:]).encode() + repr(heights.shape).encode() + heights.tobytes())
    return Dem(ground, digest.hexdigest(), voids, tuple(notes), outside)


def _from_geoid(raster: Raster, declared: Declared) -> str:
    """Bring heights, in place, to the geoid, and return what was done."""
    t, datum = raster.grid.transform, raster.datum
    if (declared.heights or datum.datum) == "ellipsoid":
        longitude = t.c + t.a * (np.arange(raster.grid.columns) + 0.5)
        latitude = t.f + t.e * (np.arange(raster.grid.rows) + 0.5)
        note = above_geoid(raster.heights, (longitude + 180.0) % 360.0 - 180.0, latitude)
        return note.replace("the ellipsoid", "the ellipsoid (the scenario says so)", 1) if declared.heights else note
    if datum.datum == "geoid" and declared.heights is None:
        return f"heights taken as above the geoid ('{datum.name}')"
    return "heights taken as above the geoid" + (", as the scenario says" if declared.heights else "")


def _round(cells: NDArray[Any], grid: Grid) -> NDArray[Any]:
    """Return cells of a grid that goes all the way round the Earth with the first column again as the last."""
    turn = 360.0 / grid.transform.a
    if grid.columns < turn - 0.5:
        return np.ascontiguousarray(cells)
    whole = round(turn)
    return np.concatenate([cells[:, :whole], cells[:, :1]], axis=1)


def _ground(heights: F32, grid: Grid) -> Ground:
    t = grid.transform
    north, west = t.f + 0.5 * t.e, t.c + 0.5 * t.a
    dlat, dlon = math.radians(-t.e), math.radians(t.a)
    middle = math.radians(north) - 0.5 * dlat * (heights.shape[0] - 1)
    spacing = EARTH_RADIUS_MEAN * min(dlat, dlon * max(math.cos(middle), POLEWARD))
    return Ground(heights, math.radians(north), math.radians(west), dlat, dlon, float(heights.max()), spacing)
