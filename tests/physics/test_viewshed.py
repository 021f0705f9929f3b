"""Lowest visible heights: against single rays, the sea's horizon, GDAL, and whatever the number of threads."""

from __future__ import annotations

import math
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest
from ground_grids import EARTH, STEP, hills

from airdef.physics.constants import EARTH_RADIUS_MEAN
from airdef.physics.geodesy import geodetic_to_ecef
from airdef.physics.terrain import SMOOTH, Ground, clear, ground_height
from airdef.physics.viewshed import Nodes, lowest_visible_height
from airdef.terrain import load


def share_alike(g: Ground, lat: float, lon: float, above: float, seed: int, count: int) -> float:
    """Return the share of random cells and heights at which the fan and a ray of its own say the same."""
    h0 = ground_height(g, lat, lon) + above
    a = geodetic_to_ecef(lat, lon, h0)
    lowest = lowest_visible_height(g, lat, lon, h0, EARTH)
    draw = np.random.default_rng(seed)
    alike = 0
    for _ in range(count):
        i, j = int(draw.integers(g.heights.shape[0])), int(draw.integers(g.heights.shape[1]))
        h = float(g.heights[i, j]) + draw.choice([50.0, 100.0, 500.0, 2000.0])
        b = geodetic_to_ecef(g.north - i * g.dlat, g.west + j * g.dlon, h)
        alike += clear(g, a, h0, b, h, EARTH) == (h >= lowest[i, j])
    return alike / count


def test_as_single_rays_say() -> None:
    g = hills()
    share = share_alike(g, 200 * STEP, math.radians(-25.0) + 250 * STEP, 20.0, seed=3, count=2000)
    # Rays of the fan pass a cell on either side: only where a ridge's edge lies between do they differ.
    assert share > 0.99


def test_sea_is_the_smooth_earth() -> None:
    g = Ground(np.zeros((1200, 40), np.float32), 1199 * STEP, 0.0, STEP, STEP, 0.0, 92.6)
    lowest = lowest_visible_height(g, 0.0, 20 * STEP, 25.0, EARTH)
    # 100 km north of a 25 m antenna: horizon at sqrt(2 Re 25) = 20.6 km, hidden below (d - 20.6 km)^2 / 2 Re
    row = 1199 - 1080
    distance = 1080 * STEP * 6_335_439.0
    hidden = (distance - math.sqrt(2.0 * EARTH * 25.0)) ** 2 / (2.0 * EARTH)
    assert lowest[row, 20] == pytest.approx(hidden, rel=1e-3)  # the chords of the formula
    assert lowest[1199 - 100, 20] == 0.0  # 9 km: in sight down to the water


def test_nodes_of_ones_own_and_beyond_the_grid() -> None:
    g = hills(150, 160)
    lat, lon = 70 * STEP, math.radians(-25.0) + 90 * STEP
    h = ground_height(g, lat, lon) + 300.0
    whole = lowest_visible_height(g, lat, lon, h, EARTH)
    some = Nodes(g.north - 10 * STEP, g.west + 20 * STEP, 5 * STEP, 4 * STEP, 12, 13)
    at = lowest_visible_height(g, lat, lon, h, EARTH, over=some)
    # the same nodes, but for the rounding of their places
    assert at == pytest.approx(whole[10:70:5, 20:72:4], abs=0.05)
    far = Nodes(0.0, math.radians(-20.0), STEP, STEP, 1, 1)  # 550 km east over the sea
    smooth = float(lowest_visible_height(SMOOTH, lat, lon, h, EARTH, over=far)[0, 0])
    distance = 6_378_137.0 * (math.radians(-20.0) - lon)
    angle = distance / EARTH - math.acos(EARTH / (EARTH + h))
    assert smooth == pytest.approx(EARTH / math.cos(angle) - EARTH, rel=2e-4)  # the arc taken along the equator
    assert float(lowest_visible_height(g, lat, lon, h, EARTH, over=far)[0, 0]) >= smooth


def test_threads_change_nothing_and_reach_ends_it() -> None:
    g = hills(150, 160)
    lat, lon = 70 * STEP, math.radians(-25.0) + 90 * STEP
    h = ground_height(g, lat, lon) + 10.0
    one = lowest_visible_height(g, lat, lon, h, EARTH, threads=1)
    assert np.array_equal(one, lowest_visible_height(g, lat, lon, h, EARTH, threads=3))
    near = lowest_visible_height(g, lat, lon, h, EARTH, reach=4000.0)
    within = ~np.isnan(near)
    assert 0.9 < within.sum() / (math.pi * (4000.0 / 92.6) ** 2) < 1.1  # a disc of 4 km
    assert (one >= g.heights).all()


def test_refusals() -> None:
    with pytest.raises(ValueError, match="expected"):
        lowest_visible_height(SMOOTH, 0.0, 0.0, 10.0, EARTH)
    g = hills(60, 60)
    with pytest.raises(ValueError, match="raise the antenna"):
        lowest_visible_height(g, 30 * STEP, math.radians(-25.0) + 30 * STEP, -1.0, EARTH)


@pytest.mark.skipif(shutil.which("gdal_viewshed") is None, reason="needs gdal_viewshed (Debian: gdal-bin)")
def test_as_gdal_viewshed_at_100_m(tmp_path: Path) -> None:
    import rasterio

    dem = load("island")
    g = dem.ground
    rows, columns = g.heights.shape
    source, result = tmp_path / "dem.tif", tmp_path / "seen.tif"
    step = math.degrees(g.dlat)
    west, north = math.degrees(g.west) - step / 2, math.degrees(g.north) + step / 2
    transform = rasterio.Affine(step, 0.0, west, 0.0, -step, north)
    with rasterio.open(source, "w", driver="GTiff", dtype="float32", count=1, height=rows, width=columns,
                       crs="EPSG:4326", transform=transform) as file:  # fmt: skip
        file.write(g.heights, 1)
    i, j = 62, 259  # GDAL takes the cell, so the antenna stands on a node
    lat, lon = g.north - i * g.dlat, g.west + j * g.dlon
    # curvature coefficient 1 - 1 / k for k = 4/3
    subprocess.run(
        ["gdal_viewshed", "-q", "-ox", str(math.degrees(lon)), "-oy", str(math.degrees(lat)), "-oz", "25",
         "-tz", "100", "-md", "500000", "-cc", "0.25", str(source), str(result)], check=True,
    )  # fmt: skip
    with rasterio.open(result) as file:
        theirs = file.read(1) > 0
    lowest = lowest_visible_height(g, lat, lon, float(g.heights[i, j]) + 25.0, 4.0 / 3.0 * EARTH_RADIUS_MEAN)
    ours = g.heights + 100.0 >= lowest
    assert 0.1 < ours.mean() < 0.9  # hidden and seen parts both matter
    assert (ours == theirs).mean() >= 0.99
