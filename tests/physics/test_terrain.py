"""Line of sight over a grid of heights: against a ray written down again in NumPy, and against the sea's horizon."""

from __future__ import annotations

import math

import numpy as np
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


def test_thousand_pairs_as_by_brute_force(validated) -> None:
    g = hills()
    pairs = random_pairs(g, 1000, seed=2)
    expected = [brute_force(g, a[:3], a[3], b[:3], b[3]) for a, b in pairs]
    got = [clear(g, a[:3], a[3], b[:3], b[3], EARTH) for a, b in pairs]
    # seen or not: nothing to be near to
    validated(
        got,
        expected,
        law="line of sight over hills",
        against="every sample of the ray again in double precision",
        kind="closed form",
        abs=0.0,
        unit="of seen or not",
    )
    assert 200 < sum(expected) < 800  # both answers are put to the test


def test_sea_has_the_smooth_horizon(validated) -> None:
    # a grid that is a millimetre high: as good as the sea
    g = Ground(np.full((1300, 30), 1e-3, np.float32), 1299 * STEP, 0.0, STEP, STEP, 1e-3, 92.6)
    lon = 15 * STEP
    a = geodetic_to_ecef(0.0, lon, 20.0)
    got, expected = [], []
    for height in (0.5, 30.0, 100.0, 400.0):
        horizon = line_of_sight_range(20.0, height, EARTH)
        for factor, seen in ((0.995, True), (1.005, False)):
            # the meridian's radius at the equator, to a part in a thousand as the factor asks
            lat = factor * horizon / 6_335_439.0
            b = geodetic_to_ecef(lat, lon, height)
            slant = math.dist(a, b)
            assert (slant < horizon) is seen
            got.append(clear(g, a, 20.0, b, height, EARTH))
            expected.append(seen)
    validated(
        got,
        expected,
        law="line of sight over a flat sea",
        against="two horizons over the effective Earth, half a percent inside and outside",
        kind="closed form",
        abs=0.0,
        unit="of seen or not",
    )


def test_a_wall_hides_what_is_below_its_edge(validated) -> None:
    heights = np.zeros((3, 400), np.float32)
    heights[:, 98:101] = 200.0
    g = Ground(heights, STEP, 0.0, STEP, STEP, 200.0, 92.6)
    a = geodetic_to_ecef(0.0, 0.0, 10.0)
    # The wall begins at 9.09 km, the target is at 27.83 km. Below the chord the Earth falls d^2 / 2 Re: 4.9 m at
    # the wall, 45.6 m at the target. Edge: 10 + (190 - 4.9) * 27.83 / 9.09 + 45.6 = 622 m, or 616 m if the first
    # sample on the wall is a step further on.
    got = [clear(g, a, 10.0, geodetic_to_ecef(0.0, 300 * STEP, h), h, EARTH) for h in (612.0, 626.0)]
    validated(
        got,
        [False, True],
        law="line of sight over a wall",
        against="similar triangles over the curved Earth, to 1 %",
        kind="closed form",
        abs=0.0,
        unit="of seen or not",
    )


def test_smooth_hides_nothing_and_heights_are_bilinear(validated) -> None:
    a, b = geodetic_to_ecef(0.0, 0.0, 5.0), geodetic_to_ecef(0.0, 0.1, 5.0)
    assert clear(SMOOTH, a, 5.0, b, 5.0, EARTH) is True  # the horizon is refraction's
    g = Ground(np.array([[0.0, 10.0], [20.0, 70.0]], np.float32), 0.1, 0.2, 0.1, 0.1, 70.0, 1.0)
    # nanometres: rounding of heights below 100 m, a million times over
    bilinear = {"law": "heights between nodes", "against": "bilinear by hand", "kind": "closed form", "abs": 1e-9}
    validated(ground_height(g, 0.05, 0.25), 25.0, unit="m", **bilinear)
    validated(ground_heights(g, np.array([0.1, 0.0]), np.array([0.3, 0.3])), [10.0, 70.0], unit="m", **bilinear)
    assert ground_height(g, 0.2, 0.25) == 0.0  # outside: sea
