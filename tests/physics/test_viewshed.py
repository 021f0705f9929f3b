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
from airdef.physics.viewshed import Nodes, lowest_visible_at, lowest_visible_height
from airdef.terrain import load

pytestmark = pytest.mark.slow


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


def test_as_single_rays_say(validated) -> None:
    g = hills()
    share = share_alike(g, 200 * STEP, math.radians(-25.0) + 250 * STEP, 20.0, seed=3, count=2000)
    # Rays of the fan pass a cell on either side: only where a ridge's edge lies between do they differ.
    validated(
        share,
        1.0,
        law="lowest visible height over hills",
        against="a ray of its own to each of 2,000 points (physics.terrain)",
        kind="closed form",
        abs=0.01,
        unit="of the points alike",
    )


@pytest.mark.parametrize(
    ("latitude", "row", "column", "above"),
    [(0.0, 200.37, 250.71, 20.0), (60.0, 200.37, 250.71, 20.0), (-60.0, 3.0, 2.0, 60.0), (45.0, 600.0, 250.5, 400.0),
     (0.0, 200.0, 700.0, 500.0), (0.0, -200.0, 700.0, 500.0)],
)  # fmt: skip
def test_as_fine_rays_say_anywhere_on_earth_and_beside_the_grid(
    latitude: float, row: float, column: float, above: float
) -> None:
    g = hills(300, 350)
    spacing = g.spacing * math.cos(math.radians(latitude))
    g = g._replace(north=g.north + math.radians(latitude), spacing=spacing)
    lat, lon = math.radians(latitude) + row * STEP, math.radians(-25.0) + column * STEP
    h0 = ground_height(g, lat, lon) + above
    draw = np.random.default_rng(4)
    i, j = draw.integers(300, size=1500), draw.integers(350, size=1500)
    lowest = lowest_visible_height(g, lat, lon, h0, EARTH)
    fine = g._replace(spacing=spacing / 10.0)
    rays = lowest_visible_at(fine, lat, lon, h0, EARTH, g.north - i * g.dlat, g.west + j * g.dlon)
    assert np.isfinite(lowest).all()
    for height in (50.0, 100.0, 500.0):
        ours, theirs = (g.heights[i, j] + height >= v for v in (lowest[i, j], rays))
        # what is left are cells on the edge of a shadow, which the fan gives between its rays: 99.2 % and more alike
        # of 20,000; three standard deviations of 1,500 below that
        assert (ours == theirs).mean() > 0.985
    some = Nodes(g.north - 5.3 * g.dlat, g.west + 4.2 * g.dlon, 2.3 * g.dlat, 2.7 * g.dlon, 120, 125)
    k, m = draw.integers(120, size=1500), draw.integers(125, size=1500)
    a, b = some.north - k * some.dlat, some.west + m * some.dlon
    over = lowest_visible_height(g, lat, lon, h0, EARTH, over=some)[k, m]
    rays = lowest_visible_at(fine, lat, lon, h0, EARTH, a, b)
    land = np.array([ground_height(g, *p) for p in zip(a, b, strict=True)])
    assert ((land + 100.0 >= over) == (land + 100.0 >= rays)).mean() > 0.985


def test_scattered_points_are_as_high_as_the_line_of_sight_says() -> None:
    g = hills(200, 220)
    g = g._replace(spacing=g.spacing / 20.0)  # so fine that it does not matter where along the ray the samples lie
    lat, lon = 90.3 * STEP, math.radians(-25.0) + 110.6 * STEP
    h0 = ground_height(g, lat, lon) + 30.0
    draw = np.random.default_rng(8)
    at_lat, at_lon = draw.random(300) * 199 * STEP, math.radians(-25.0) + draw.random(300) * 219 * STEP
    lowest = lowest_visible_at(g, lat, lon, h0, EARTH, at_lat, at_lon)
    a = geodetic_to_ecef(lat, lon, h0)
    land = np.array([ground_height(g, *p) for p in zip(at_lat, at_lon, strict=True)])
    assert (lowest >= land).all()
    shadowed = [k for k in range(300) if lowest[k] > land[k] + 1.0]
    assert len(shadowed) > 100
    alike = 0
    for k in shadowed:
        for off in (-1.0, 1.0):
            h = float(lowest[k] + off * (2.0 + 0.01 * lowest[k]))
            b = geodetic_to_ecef(float(at_lat[k]), float(at_lon[k]), h)
            alike += clear(g, a, h0, b, h, EARTH) == (off > 0.0)
    # samples 5 m apart still miss a crest by some, which near the antenna counts: 1 % of shadows up to 12 km high
    assert alike / (2 * len(shadowed)) > 0.98


def test_sea_is_the_smooth_earth(validated) -> None:
    g = Ground(np.zeros((1200, 40), np.float32), 1199 * STEP, 0.0, STEP, STEP, 0.0, 92.6)
    lowest = lowest_visible_height(g, 0.0, 20 * STEP, 25.0, EARTH)
    # 100 km north of a 25 m antenna: horizon at sqrt(2 Re 25) = 20.6 km, hidden below (d - 20.6 km)^2 / 2 Re
    row = 1199 - 1080
    distance = 1080 * STEP * 6_335_439.0
    hidden = (distance - math.sqrt(2.0 * EARTH * 25.0)) ** 2 / (2.0 * EARTH)
    # 1e-3: the chords of the formula; at 9 km the water itself is in sight
    validated(
        [lowest[row, 20], lowest[1199 - 100, 20]],
        [hidden, 0.0],
        law="lowest visible height over the sea",
        against="(d - horizon)^2 / 2 Re",
        kind="closed form",
        rel=1e-3,
    )


def test_nodes_of_ones_own_and_beyond_the_grid(validated) -> None:
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
    # 2e-4: the arc taken along the equator
    validated(
        smooth,
        EARTH / math.cos(angle) - EARTH,
        law="lowest visible height over the sea",
        against="tangent to the effective Earth, 550 km away",
        kind="closed form",
        rel=2e-4,
    )
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
def test_as_gdal_viewshed_at_100_m(tmp_path: Path, validated) -> None:
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
    # 1 %: GDAL passes the height of the ray from cell to cell, airdef follows each ray
    validated(
        (ours == theirs).mean(),
        1.0,
        law="seen at 100 m over the island",
        against="gdal_viewshed",
        kind="program",
        abs=0.01,
        unit="of the cells alike",
    )


def test_an_antenna_on_a_node_at_the_height_of_the_ground_is_no_trouble() -> None:
    g = hills(80, 90)
    lat, lon = g.north - 30 * g.dlat, g.west + 40 * g.dlon
    lowest = lowest_visible_height(g, lat, lon, ground_height(g, lat, lon), EARTH)
    assert np.isfinite(lowest).all()
    assert lowest[30, 40] == g.heights[30, 40]
