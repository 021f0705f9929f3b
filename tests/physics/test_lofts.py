"""The best loft: what an expert expects of reach and time, by every figure that they rest on."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest

from airdef.physics.reach import flyout_table
from physics.missiles import LONG, MEDIUM, MISSILES, SHORT, changed

pytestmark = pytest.mark.slow

FINE = {"max_range": 480e3, "max_altitude": 32e3, "nodes": (48, 12)}

NOISE = 0.02
"""Two reaches are told apart from 2 % on: the search stops within 0.03 rad of the best climb angle and knows four
navigation constants."""


def reach(missile):
    return flyout_table(missile, **FINE).reach


@pytest.mark.parametrize("missile", [LONG, MEDIUM], ids=["long", "medium"])
@pytest.mark.parametrize(
    ("figure", "values"),
    [
        ("max_speed", [1300.0, 1500.0, 1700.0, 1900.0, 2058.0, 2300.0, 2500.0]),
        ("drag_factor", [1.6, 1.3, 1.0, 0.8, 0.6]),
        ("fin_drag", [0.25, 0.15, 0.08, 0.03]),
        ("loft_apogee", [0.0, 5e3, 15e3, 25e3, 40e3, 60e3, 100e3]),
        ("min_speed", [1000.0, 700.0, 500.0, 300.0]),
        ("min_load", [12.0, 5.0, 3.0, 1.0]),
    ],
)
def test_no_figure_takes_reach_away(missile, figure, values):
    reaches = [reach(changed(missile, **{figure: value})) for value in values]
    # A faster missile of one launch mass burns more of it and coasts lighter, which thick air slows more: one that
    # may not loft far above it loses a little reach down there (MEDIUM, below 15 km), and nowhere else.
    lighter = figure == "max_speed" and missile is MEDIUM
    allowed = np.where(np.arange(FINE["nodes"][1]) < (8 if lighter else 0), 0.12, NOISE)
    for less, more in pairwise(reaches):
        assert (more >= (1.0 - allowed) * less).all()
    assert reaches[-1].max() > 1.05 * reaches[0].max()  # and each of them counts


def test_burning_more_of_the_mass_reaches_farther():
    # the same speed at the end of the burn from a better propellant leaves more mass to coast with; a higher one
    # burns more: propellant alone, at a given speed, is what specific_impulse changes
    less, more = (flyout_table(changed(LONG, max_speed=v), **FINE) for v in (1700.0, 2100.0))
    assert more.propellant > less.propellant
    assert (more.reach >= less.reach).all()


@pytest.mark.parametrize("name", MISSILES)
def test_times_grow_with_range_and_speeds_stay_below_the_greatest(name):
    table = flyout_table(MISSILES[name], **FINE)
    for j, altitude in enumerate(table.altitude):
        inside = (table.slant_range > max(altitude, 300.0)) & (table.slant_range <= table.reach[j])
        times = table.time_of_flight[inside, j]
        assert (np.diff(times) > 0.0).all()
        # no flight is faster than a straight one at the highest speed, which a dive may exceed a little
        assert (times >= table.slant_range[inside] / (1.1 * MISSILES[name].max_speed)).all()


@pytest.mark.parametrize("missile", [LONG, MEDIUM, SHORT], ids=["long", "medium", "short"])
def test_reach_and_time_are_continuous_in_altitude(missile):
    table = flyout_table(missile, max_range=480e3, max_altitude=20e3, nodes=(48, 60))
    steps = np.abs(np.diff(table.reach)) / table.reach[:-1]
    # the ceiling is reached in a fall, but not in a cliff: a tenth per 700 m
    assert steps.max() < 0.10
    far = table.slant_range > 2e3
    held = table.slant_range[far, None] <= 0.9 * table.reach[None, :]
    both = held[:, 1:] & held[:, :-1] & (table.slant_range[far, None] > table.altitude[None, 1:])
    times = np.where(held, table.time_of_flight[far], 1.0)
    assert (np.abs(np.diff(times, axis=1)) / times[:, 1:])[both].max() < 0.05


def test_low_targets_are_reached_by_a_dive():
    lofted, straight = reach(LONG), reach(changed(LONG, loft_apogee=0.0))
    table = flyout_table(LONG, **FINE)
    low, high = np.interp([500.0, 10e3], table.altitude, lofted)
    assert 0.6 <= low / high <= 1.0
    low, high = np.interp([500.0, 10e3], table.altitude, straight)
    assert 0.2 <= low / high <= 0.7


def test_a_long_shot_takes_what_print_and_arithmetic_allow():
    # 200 km at 10 km altitude: 150 to 210 s and at least 500 m/s left (1100 to 1500 m/s is published as a mean)
    table = flyout_table(LONG, **FINE)
    i, j = np.argmin(abs(table.slant_range - 200e3)), np.argmin(abs(table.altitude - 10e3))
    assert 150.0 <= table.time_of_flight[i, j] * 200e3 / table.slant_range[i] <= 210.0
    assert table.speed_at_intercept[i, j] >= 500.0


@pytest.mark.parametrize("missile", [LONG, MEDIUM], ids=["long", "medium"])
def test_the_grid_is_fine_enough(missile):
    usual = flyout_table(missile, max_range=240e3, max_altitude=32e3)
    fine = flyout_table(missile, max_range=240e3, max_altitude=32e3, nodes=(125, 45))
    for j in range(fine.altitude.size):
        mine = np.interp(fine.altitude[j], usual.altitude, usual.reach)
        if fine.altitude[j] < 25e3 and fine.reach[j] < 239e3:
            # the reach has a kink where the target is as high as the missile may loft: there the usual grid is worst
            kink = abs(fine.altitude[j] - missile.demand.loft_apogee) < 5e3
            assert mine == pytest.approx(fine.reach[j], rel=0.07 if kink else 0.03)


def test_thin_air_at_a_high_launch_point_lets_a_missile_reach_farther():
    low, high = (
        flyout_table(LONG, max_range=480e3, max_altitude=32e3, launch_altitude=h, nodes=(48, 8)) for h in (0.0, 3000.0)
    )
    assert np.interp(5e3, high.altitude, high.reach) > 1.03 * np.interp(5e3, low.altitude, low.reach)


def test_a_sustainer_keeps_the_speed_at_the_end_of_the_burn():
    for missile in MISSILES.values():
        table = flyout_table(missile, max_range=1e5, max_altitude=2e4, nodes=(8, 4))
        assert 0.0 < table.propellant < missile.launch_mass
    # rocket equation: at least the propellant that the speed takes in a vacuum without weight
    table = flyout_table(LONG, max_range=1e5, max_altitude=2e4, nodes=(8, 4))
    ideal = LONG.launch_mass * (1.0 - math.exp(-LONG.max_speed / (1.2 * 245.0 * 9.80665)))
    assert table.propellant > ideal
