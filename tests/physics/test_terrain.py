"""Line of sight over a grid of heights: against a ray written down again in NumPy, and against the sea's horizon."""

from __future__ import annotations

import math

import numpy as np
import pytest
from ground_grids import EARTH, STEP, hills

from airdef.physics.geodesy import ecef_to_geodetic_array, geodetic_to_ecef
from airdef.physics.refraction import line_of_sight_range
from airdef.physics.terrain import SMOOTH, Ground, clear, ground_height, ground_heights


def brute_force(g: Ground, a: tuple[float, float, float], h0: float, b: tuple[float, float, float], h1: float) -> bool:
    """The module's definition once more, in double precision and without its shortcuts: every sample, own place."""
    start, way = np.array(a), np.array(b) - np.array(a)
    slant = float(np.linalg.norm(way))
    count = math.ceil(slant / g.spacing)
    part = np.arange(1, count) / count
    lat, lon, _ = ecef_to_geodetic_array(start + part[:, None] * way)
    row = np.clip((g.north - lat) / g.dlat, 0.0, g.heights.shape[0] - 1.0)
    column = np.clip((lon - g.west) / g.dlon, 0.0, g.heights.shape[1] - 1.0)
    i, j = np.minimum(row.astype(int), g.heights.shape[0] - 2), np.minimum(column.astype(int), g.heights.shape[1] - 2)
    v, u = row - i, column - j
    h = g.heights.astype(np.float64)
    ground = (1 - v) * ((1 - u) * h[i, j] + u * h[i, j + 1]) + v * ((1 - u) * h[i + 1, j] + u * h[i + 1, j + 1])
    # the height of the ray: law of cosines with the elevation at the antenna
    r0, s = EARTH + h0, part * slant
    sine = ((EARTH + h1) ** 2 - r0**2 - slant**2) / (2.0 * r0 * slant)
    ray = np.sqrt(r0**2 + s**2 + 2.0 * r0 * s * sine) - EARTH
    return not bool(np.any((ground > 0.0) & (ground > ray)))


def random_pairs(g: Ground, count: int, seed: int) -> list[tuple[tuple[float, float, float, float], ...]]:
    draw = np.random.default_rng(seed)
    pairs = []
    for _ in range(count):
        ends = []
        for above in (draw.choice([5.0, 20.0, 100.0]), draw.choice([0.0, 50.0, 300.0, 1500.0, 8000.0])):
            lat = g.north - draw.uniform(0.0, g.heights.shape[0] - 1.0) * g.dlat
            lon = g.west + draw.uniform(0.0, g.heights.shape[1] - 1.0) * g.dlon
            h = ground_height(g, lat, lon) + above
            ends.append((*geodetic_to_ecef(lat, lon, h), h))
        pairs.append(tuple(ends))
    return pairs


def test_thousand_pairs_as_by_brute_force() -> None:
    g = hills()
    found = {True: 0, False: 0}
    for a, b in random_pairs(g, 1000, seed=2):
        expected = brute_force(g, a[:3], a[3], b[:3], b[3])
        assert clear(g, a[:3], a[3], b[:3], b[3], EARTH) is expected
        found[expected] += 1
    assert min(found.values()) > 200  # both answers are put to the test


def test_sea_has_the_smooth_horizon() -> None:
    # a grid that is a millimetre high: as good as the sea
    g = Ground(np.full((1300, 30), 1e-3, np.float32), 1299 * STEP, 0.0, STEP, STEP, 1e-3, 92.6)
    lon = 15 * STEP
    a = geodetic_to_ecef(0.0, lon, 20.0)
    for height in (0.5, 30.0, 100.0, 400.0):
        horizon = line_of_sight_range(20.0, height, EARTH)
        for factor, seen in ((0.995, True), (1.005, False)):
            # the meridian's radius at the equator, to a part in a thousand as the factor asks
            lat = factor * horizon / 6_335_439.0
            b = geodetic_to_ecef(lat, lon, height)
            slant = math.dist(a, b)
            assert (slant < horizon) is seen
            assert clear(g, a, 20.0, b, height, EARTH) is seen


def test_a_wall_hides_what_is_below_its_edge() -> None:
    heights = np.zeros((3, 400), np.float32)
    heights[:, 98:101] = 200.0
    g = Ground(heights, STEP, 0.0, STEP, STEP, 200.0, 92.6)
    a = geodetic_to_ecef(0.0, 0.0, 10.0)
    # The wall begins at 9.09 km, the target is at 27.83 km. Below the chord the Earth falls d^2 / 2 Re: 4.9 m at
    # the wall, 45.6 m at the target. Edge: 10 + (190 - 4.9) * 27.83 / 9.09 + 45.6 = 622 m, or 616 m if the first
    # sample on the wall is a step further on.
    for height, seen in ((612.0, False), (626.0, True)):
        assert clear(g, a, 10.0, geodetic_to_ecef(0.0, 300 * STEP, height), height, EARTH) is seen


def test_smooth_hides_nothing_and_heights_are_bilinear() -> None:
    a, b = geodetic_to_ecef(0.0, 0.0, 5.0), geodetic_to_ecef(0.0, 0.1, 5.0)
    assert clear(SMOOTH, a, 5.0, b, 5.0, EARTH) is True  # the horizon is refraction's
    g = Ground(np.array([[0.0, 10.0], [20.0, 70.0]], np.float32), 0.1, 0.2, 0.1, 0.1, 70.0, 1.0)
    assert ground_height(g, 0.05, 0.25) == pytest.approx(25.0, abs=1e-9)
    assert ground_heights(g, np.array([0.1, 0.0]), np.array([0.3, 0.3])) == pytest.approx([10.0, 70.0], abs=1e-9)
    assert ground_height(g, 0.2, 0.25) == 0.0  # outside: sea
