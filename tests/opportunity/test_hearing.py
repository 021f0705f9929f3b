"""When direction finders first hear: range, horizon, sector."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from airdef.opportunity.hearing import can_be_heard, first_heard, in_sectors
from airdef.opportunity.tables import Tracks
from airdef.physics.constants import EARTH_RADIUS_MEAN
from airdef.physics.geodesy import geodetic_to_ecef
from airdef.physics.refraction import line_of_sight_range
from airdef.scenario.plan import DirectionFinderPlan, EmissionPlan, Place
from reference.builders import HERE, radar, scenario, system, threat, unit

STEP = 100.0
"""Way between two nodes [m], one second apart."""


def heard(height, reach, antenna=20.0, finders=None, facing=0.0, width=2.0 * math.pi):
    """A threat flies along the equator from 4 to 0.2 degrees east; return time, bearing, and the nodes' ranges."""
    nodes = int(math.radians(3.8) * 6_378_137.0 / STEP)
    longitude = np.linspace(math.radians(4.0), math.radians(0.2), nodes + 1)
    ecef = np.stack([geodetic_to_ecef(0.0, x, height) for x in longitude])
    own = unit(radar=radar(emission=EmissionPlan(silent=True, bearing=True), sector_width=width), facings=(facing,))
    ears = finders or (DirectionFinderPlan("ears", HERE, antenna, reach),)
    plan = scenario(system(own, direction_finders=ears), threats=[threat(0, emits=True)])
    tracks = Tracks(np.array([0, nodes + 1]), np.array([100.0]), np.ones(1), np.array([100.0 + nodes]), ecef)
    found = first_heard(plan, tracks)
    ranges = np.linalg.norm(ecef - np.array(geodetic_to_ecef(0.0, 0.0, antenna)), axis=1)
    assert found.radars == [0]
    assert found.systems == [0]
    return float(found.time[0, 0, 0]), float(found.bearing[0, 0, 0]), ranges


def test_at_the_first_node_within_its_range():
    time, bearing, ranges = heard(9000.0, 150e3)
    assert time == 100.0 + np.flatnonzero(ranges <= 150e3)[0]
    assert bearing == pytest.approx(math.pi / 2.0, abs=1e-6)


@pytest.mark.parametrize(("height", "antenna"), [(30.0, 20.0), (30.0, 5.0), (500.0, 40.0)])
def test_over_the_horizon_of_the_effective_earth(height, antenna):
    time, _, ranges = heard(height, 1e6, antenna)
    horizon = float(line_of_sight_range(antenna, height, 4.0 / 3.0 * EARTH_RADIUS_MEAN))
    # An independent figure: sqrt(2 R h) of both heights.
    assert horizon == pytest.approx(sum(math.sqrt(2 * 4 / 3 * 6.371e6 * h) for h in (height, antenna)), rel=1e-3)
    assert time == 100.0 + np.flatnonzero(ranges <= horizon)[0]


@pytest.mark.parametrize(
    ("facing", "hears"), [(90.0, True), (119.0, True), (61.0, True), (121.0, False), (59.0, False)]
)
def test_in_the_sector_of_the_radar(facing, hears):
    time, _, _ = heard(9000.0, 150e3, facing=math.radians(facing), width=math.radians(60.0))
    assert (time < math.inf) == hears
    assert bool(in_sectors(np.array([math.pi / 2]), (math.radians(facing),), math.radians(60.0))[0]) == hears


def test_sectors_meet_across_north_and_any_facing_counts():
    bearings = np.radians([350.0, 5.0, 180.0, 275.0])
    assert in_sectors(bearings, (0.0,), math.radians(30.0)).tolist() == [True, True, False, False]
    assert in_sectors(bearings, (0.0, math.radians(270.0)), math.radians(30.0)).tolist() == [True, True, False, True]
    assert in_sectors(bearings, (0.0,), 2.0 * math.pi).all()


def test_of_several_finders_of_a_system_the_first_that_hears():
    near = DirectionFinderPlan("near", Place(0.0, math.radians(1.0)), 20.0, 150e3)
    far = DirectionFinderPlan("far", HERE, 20.0, 150e3)
    alone, _, _ = heard(9000.0, 150e3, finders=(near,))
    assert heard(9000.0, 150e3, finders=(far, near))[0] == alone < heard(9000.0, 150e3)[0]


def test_what_can_be_heard():
    assert not can_be_heard(threat(0))
    assert can_be_heard(threat(0, emits=True))
    assert can_be_heard(replace(threat(0), jammer_density=1e-9))
