"""Small rasters for tests: a smooth hill, written as each producer of elevation models writes its files."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
import rasterio
from rasterio.crs import CRS
from rasterio.warp import transform

from airdef.terrain import Dem

TOP, BASE, WIDTH = 1000.0, 50.0, 0.1
"""Height of the hill over its surroundings and theirs over the sea [m]; its standard deviation [deg of latitude]."""


def hill(longitude: Any, latitude: Any, at: tuple[float, float], top: float = TOP, base: float = BASE) -> np.ndarray:
    """Return the heights [m] of a hill at longitudes and latitudes [deg]; `at` is its longitude and latitude."""
    east = ((np.asarray(longitude) - at[0] + 180.0) % 360.0 - 180.0) * math.cos(math.radians(at[1]))
    north = np.asarray(latitude) - at[1]
    return base + top * np.exp(-(east**2 + north**2) / (2.0 * WIDTH**2))


def affine(west: float, north: float, step: float, down: float | None = None) -> rasterio.Affine:
    """Return the map from column and row of cells to coordinates; `down` the step of rows, southward."""
    return rasterio.Affine(step, 0.0, west, 0.0, -(step if down is None else down), north)


def places(crs: Any, t: rasterio.Affine, shape: tuple[int, int]) -> tuple[np.ndarray, np.ndarray]:
    """Return longitudes and latitudes [deg] of the middles of a raster's cells."""
    column, row = np.meshgrid(np.arange(shape[1]) + 0.5, np.arange(shape[0]) + 0.5)
    x, y = t.c + t.a * column + t.b * row, t.f + t.d * column + t.e * row
    if crs == "EPSG:4326":
        return x, y
    lon, lat = transform(CRS.from_user_input(crs), "EPSG:4326", x.ravel(), y.ravel())
    return np.reshape(lon, shape), np.reshape(lat, shape)


def around(crs: Any, at: tuple[float, float], step: float, half: int = 60) -> rasterio.Affine:
    """Return the cells of a side `step` in a coordinate system, `half` to each side of a longitude and latitude."""
    (x,), (y,) = transform("EPSG:4326", CRS.from_user_input(crs), [at[0]], [at[1]])
    return affine(x - half * step, y + half * step, step)


def write(path: Path, numbers: np.ndarray, crs: Any, t: rasterio.Affine, **profile: Any) -> Path:
    """Write a raster of one band; `unit`, `scale` and `offset` go to the band."""
    path.parent.mkdir(parents=True, exist_ok=True)
    band = {k: profile.pop(k) for k in ("unit", "scale", "offset") if k in profile}
    usual = {"driver": "GTiff", "dtype": numbers.dtype, "count": 1, "height": numbers.shape[0],
             "width": numbers.shape[1], "crs": crs, "transform": t}  # fmt: skip
    with rasterio.open(path, "w", **(usual | profile)) as file:
        file.write(numbers, 1)
        if "unit" in band:
            file.units = [band["unit"]]
        if "scale" in band:
            file.scales = [band["scale"]]
        if "offset" in band:
            file.offsets = [band["offset"]]
    return path


def write_hill(path: Path, crs: Any, t: rasterio.Affine, at: tuple[float, float], shape: tuple[int, int] = (120, 120),
               factor: float = 1.0, dtype: str = "float32", **profile: Any) -> Path:  # fmt: skip
    """Write a hill whose middle is at a longitude and latitude [deg]; numbers are heights times `factor`."""
    numbers = hill(*places(crs, t, shape), at) * factor
    return write(path, (np.rint(numbers) if "int" in dtype else numbers).astype(dtype), crs, t, **profile)


def worst(dem: Dem, at: tuple[float, float], half: float = 0.2) -> float:
    """Return the greatest error [m] of a model's hill within `half` degrees of its middle, all of which it contains."""
    lat, lon = np.meshgrid(at[1] + np.linspace(-half, half, 21), at[0] + np.linspace(-half, half, 21), indexing="ij")
    assert all(dem.contains(*p) for p in zip(np.radians(lat).ravel(), np.radians(lon).ravel(), strict=True))
    found = dem.heights(np.radians(lat).ravel(), np.radians(lon).ravel())
    return float(np.abs(found - hill(lon, lat, at).ravel()).max())
