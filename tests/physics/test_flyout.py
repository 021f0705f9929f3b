"""Tables of fly-outs: interpolation, what lies beyond, and the idealised missile."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from airdef.physics import flyout
from airdef.physics.reach import flyout_table
from physics.missiles import LONG, MISSILES, changed


@pytest.fixture(scope="module")
def tables():
    return {name: flyout_table(m, max_range=240e3, max_altitude=32e3) for name, m in MISSILES.items()}


def arrays(table, values):
    return table.slant_range, table.altitude, values, table.constant_speed


@pytest.mark.parametrize("name", MISSILES)
def test_nodes_are_met_and_cells_lie_between_their_corners(tables, name):
    t = tables[name]
    for values, look_up in (
        (t.time_of_flight, flyout.time_of_flight),
        (t.speed_at_intercept, flyout.speed),
        (t.margin, flyout.margin),
    ):
        for i in range(0, t.slant_range.size, 5):
            for j in range(0, t.altitude.size, 3):
                at = look_up(*arrays(t, values), t.slant_range[i], t.altitude[j])
                assert at == pytest.approx(values[i, j], rel=1e-9)  # rounding
        i, j = 9, 4
        r, h = 0.5 * (t.slant_range[i] + t.slant_range[i + 1]), 0.5 * (t.altitude[j] + t.altitude[j + 1])
        assert look_up(*arrays(t, values), r, h) == pytest.approx(values[i : i + 2, j : j + 2].mean(), rel=1e-9)


def test_beyond_the_table_nothing_is_reached(tables):
    t = tables["long"]
    for r, h in ((1.001 * t.slant_range[-1], 1e3), (1e5, 1.001 * t.altitude[-1])):
        assert flyout.time_of_flight(*arrays(t, t.time_of_flight), r, h) == math.inf
        assert flyout.speed(*arrays(t, t.speed_at_intercept), r, h) == 0.0
        assert flyout.margin(*arrays(t, t.margin), r, h) == -1.0


def test_below_sea_level_counts_as_sea_level(tables):
    t = tables["long"]
    values = arrays(t, t.time_of_flight)
    assert flyout.time_of_flight(*values, 50e3, -40.0) == flyout.time_of_flight(*values, 50e3, 0.0)


@settings(deadline=None)
@given(st.floats(100.0, 5000.0), st.floats(0.0, 5e5), st.floats(0.0, 5e4))
def test_an_idealised_missile_flies_straight(speed, r, h):
    t = flyout.constant_speed_table(speed)
    assert flyout.time_of_flight(*arrays(t, t.time_of_flight), r, h) == r / speed
    assert flyout.speed(*arrays(t, t.speed_at_intercept), r, h) == speed
    assert flyout.margin(*arrays(t, t.margin), r, h) > 0.0


@pytest.mark.parametrize(("least", "reaches"), [(899.0, True), (900.0, True), (901.0, False)])
def test_an_idealised_missile_slower_than_asked_reaches_nothing(least, reaches):
    t = flyout.constant_speed_table(900.0, least)
    assert (flyout.margin(*arrays(t, t.margin), 1e4, 1e3) >= 0.0) is reaches


@pytest.mark.parametrize("name", MISSILES)
def test_the_margin_crosses_zero_at_the_reach(tables, name):
    t = tables[name]
    for j, h in enumerate(t.altitude):
        if h < t.reach[j] < t.slant_range[-1]:
            values = arrays(t, t.margin)
            # the reach is bisected to 0.2 %, and the margin crosses zero within 0.1 % of it
            assert flyout.margin(*values, 0.9999 * t.reach[j], h) >= 0.0
            assert flyout.margin(*values, 1.002 * t.reach[j], h) < 0.0


def test_threads_change_nothing():
    one, two = (flyout_table(LONG, max_range=240e3, max_altitude=32e3, threads=n) for n in (1, 2))
    assert np.array_equal(one.time_of_flight, two.time_of_flight)
    assert np.array_equal(one.margin, two.margin)


@pytest.mark.parametrize(
    ("figures", "words"),
    [
        ({"max_speed": -1.0}, "max_speed is -1"),
        ({"launch_mass": math.nan}, "launch_mass is nan"),
        ({"diameter": 0.0}, "diameter is 0"),
        ({"specific_impulse": math.inf}, "specific_impulse is inf"),
        ({"max_speed": 20e3}, "gives 20000 m/s at the end of the burn"),
        ({"max_speed": 5.0}, "gives 5 m/s at the end of the burn"),
        ({"booster_mass": 1800.0}, "gives 1900 m/s"),
    ],
)
def test_figures_that_no_flight_fits_are_refused(figures, words):
    with pytest.raises(ValueError, match=words):
        flyout_table(changed(LONG, **figures), max_range=1e5, max_altitude=3e4)


def test_bad_tables_are_refused():
    with pytest.raises(ValueError, match="max_range is 0"):
        flyout_table(LONG, max_range=0.0, max_altitude=3e4)
    with pytest.raises(ValueError, match="constant speed is 0"):
        flyout.constant_speed_table(0.0)
