import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from airdef.physics import refraction

EARTH = 4.0 / 3.0 * 6_371_000.0


def test_effective_radius_of_the_standard_gradient(validated):
    # https://uk.mathworks.com/help/radar/ref/effearthradius.html prints 8.4774e6; recomputed 8 477 361.5
    validated(
        refraction.effective_radius(-39e-9),
        8_477_361.5,
        law="effective Earth radius",
        against="MathWorks effearthradius, recomputed",
        kind="print",
        abs=0.1,
        unit="m",
    )
    assert refraction.effective_factor(0.0) == 1.0
    assert refraction.effective_factor(-0.25 / 6_371_000.0) == pytest.approx(4.0 / 3.0, rel=1e-15)


def test_height_to_range(validated):
    # https://ww2.mathworks.cn/help/radar/ref/height2range.html and height2grndrange print 2.7125e4 and 2.7106e4 m for
    # the effective Earth of the standard gradient; recomputed 27 125.35 and 27 105.67, its radius rounded: 1e-2 m
    elevation, earth = math.radians(2.0), refraction.effective_radius(-39e-9)
    slant = refraction.slant_range_at_height(1000.0, 10.0, elevation, earth)
    ground = refraction.ground_range_at_height(1000.0, 10.0, elevation, earth)
    source = {"kind": "print", "abs": 0.01, "unit": "m"}
    validated(slant, 27125.35, law="slant range at height", against="MathWorks height2range, recomputed", **source)
    validated(
        ground, 27105.67, law="ground range at height", against="MathWorks height2grndrange, recomputed", **source
    )
    # k = 4/3 exactly is another Earth: two metres off
    assert refraction.slant_range_at_height(1000.0, 10.0, elevation, EARTH) == pytest.approx(27125.35 + 2.31, abs=0.01)


@pytest.mark.parametrize(("radius", "expected"), [(8.4774e6, 22_553.16), (EARTH, 22_576.11)])
def test_horizon_of_thirty_metres(validated, radius, expected):
    validated(
        refraction.horizon_distance(30.0, radius),
        expected,
        law="horizon",
        against="sqrt(2 Re h + h^2)",
        kind="closed form",
        abs=0.01,
        unit="m",
    )


@pytest.mark.parametrize(
    ("antenna", "target", "expected_km", "rule_km"),
    [
        (10.0, 0.0, 13.034, 13.029),
        (10.0, 30.0, 35.610, 35.595),
        (15.0, 10.0, 28.998, 28.985),
        (20.0, 100.0, 59.652, 59.625),
        (30.0, 1000.0, 152.923, 152.852),
        (10.0, 10000.0, 425.337, 425.029),
    ],
)
def test_line_of_sight(validated, antenna, target, expected_km, rule_km):
    value = refraction.line_of_sight_range(antenna, target, EARTH)
    # given to a metre
    validated(
        value / 1e3,
        expected_km,
        law="line of sight",
        against="two horizons over a 4/3 Earth",
        kind="closed form",
        abs=5e-4,
        unit="km",
        figure="horizon",
        series=f"antenna at {antenna:g} m",
        x=[target],
    )
    # the rule d = 4.12 (sqrt h1 + sqrt h2) km is low by less than 0.1 %
    assert 4.12 * (math.sqrt(antenna) + math.sqrt(target)) == pytest.approx(rule_km, abs=1e-3)
    assert 0.0 < value / 1e3 / rule_km - 1.0 < 1e-3


def test_nautical_rule_of_thumb(validated):
    # d [nmi] = 1.23 sqrt(h [ft]) (http://www.pprune.org/1921128-post14.html): three digits
    for feet in (50.0, 1000.0, 30_000.0):
        value = refraction.horizon_distance(feet * 0.3048, EARTH) / 1852.0
        validated(
            value, 1.23 * math.sqrt(feet), law="horizon", against="pilots' rule 1.23 sqrt(ft)", kind="print", rel=2e-3
        )


def test_below_the_surface_counts_as_on_it():
    assert refraction.horizon_distance(-5.0, EARTH) == 0.0


heights = st.floats(0.0, 30e3)


@settings(deadline=None)  # the first example compiles
@given(st.floats(0.0, 100.0), st.floats(200.0, 30e3), st.floats(0.0, math.pi / 2))
def test_elevation_inverts_range_at_height(antenna, target, elevation):
    slant = refraction.slant_range_at_height(target, antenna, elevation, EARTH)
    # the slant range is a difference from radii of 8e6 m: 1e-9 m, of 100 m at least, is 1e-11 of the sine. That is
    # 2e-10 rad up to 1.5 rad and, the sine being flat, its square root at the zenith (scanned: 6e-6 rad)
    tolerance = 1e-9 if elevation <= 1.5 else 2e-5
    assert refraction.elevation_angle(slant, antenna, target, EARTH) == pytest.approx(elevation, abs=tolerance)


def test_elevation_overhead_and_beyond():
    # sine taken past 1 by rounding (first), and by a slant range shorter than the height difference (rest)
    assert refraction.elevation_angle(200.0 - math.pi / 2, math.pi / 2, 200.0, EARTH) == pytest.approx(math.pi / 2)
    assert refraction.elevation_angle(900.0, 0.0, 1000.0, EARTH) == math.pi / 2
    assert refraction.elevation_angle(900.0, 1000.0, 0.0, EARTH) == -math.pi / 2


@settings(deadline=None)
@given(st.floats(0.0, 100.0), st.floats(200.0, 30e3), st.floats(0.0, math.pi / 2))
def test_slant_and_ground_range_are_one_triangle(antenna, target, elevation):
    slant = refraction.slant_range_at_height(target, antenna, elevation, EARTH)
    ground = refraction.ground_range_at_height(target, antenna, elevation, EARTH)
    # ranges are differences of radii of 8e6 m, rounded to 2e-9 m (scanned: 2e-9 m)
    assert refraction.slant_range_over_ground(ground, antenna, target, EARTH) == pytest.approx(slant, abs=1e-7)


@settings(deadline=None)
@given(heights, heights)
def test_the_grazing_ray_touches_the_sphere(antenna, target):
    """At the line-of-sight range the straight line over the effective Earth comes down to height zero."""
    slant = refraction.line_of_sight_range(antenna, target, EARTH)
    start, end = EARTH + antenna, EARTH + target
    # distance of the chord from the centre: twice the triangle's area over its base, by Heron via cosines
    if slant < 1.0:
        return
    cosine = (start**2 + slant**2 - end**2) / (2.0 * start * slant)
    perigee = start * math.sqrt(max(1.0 - cosine**2, 0.0))
    # cancellation of squares of radii (1e14) leaves centimetres
    assert perigee == pytest.approx(EARTH, abs=0.1)


def test_arrays_broadcast():
    table = refraction.line_of_sight_range(np.array([[10.0], [30.0]]), np.array([0.0, 100.0, 1000.0]), EARTH)
    assert table.shape == (2, 3)
    assert table[1, 2] == refraction.line_of_sight_range(30.0, 1000.0, EARTH)
