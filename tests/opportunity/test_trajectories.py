"""Bodies and tracks: shared geometry, start times, arrivals."""

from __future__ import annotations

import math

import numpy as np
import pytest

from airdef.opportunity import compute
from airdef.opportunity.trajectories import bodies, tracks, trajectory_of
from airdef.physics.geodesy import geodetic_to_ecef
from airdef.physics.trajectory import position
from airdef.scenario.plan import BallisticMotion, Environment, Place

from .builders import BALLISTIC, HERE, along, ideal_unit, radial, scenario, system, threat


def test_members_that_differ_by_start_time_share_a_body() -> None:
    raid = [threat(radial(), start_time=30.0 * i, member=i) for i in range(5)]
    raid += [threat(radial(), rcs=(2.0, 2.0, 2.0)), threat(radial(0.1))]
    plan = scenario((), tuple(raid))
    found, of = bodies(plan)
    assert list(of) == [0, 0, 0, 0, 0, 1, 2]
    assert found[0].trajectory is found[1].trajectory  # another signature on the same path
    paths = tracks(found, of, np.array([t.start_time for t in raid]))
    assert list(paths.t0[:5]) == [0.0, 30.0, 60.0, 90.0, 120.0]
    assert list(paths.end[:5] - paths.t0[:5]) == pytest.approx([found[0].trajectory.t_end] * 5)
    a, b = paths.start[3:5]
    assert np.array_equal(paths.ecef[a:b], found[0].trajectory.ecef)


def test_shared_geometry_equals_separate_geometry() -> None:
    both = (threat(radial()), threat(radial(), start_time=77.25, member=1))
    together = compute(scenario((system(ideal_unit()),), both), threads=1)
    alone = compute(scenario((system(ideal_unit()),), both[1:]), threads=1)
    assert np.array_equal(together.looks.times(1), alone.looks.times(0))
    assert len(together.looks.start) == 2  # one list for both
    a, b = together.shots.window_start[1:3]
    assert np.array_equal(together.shots.window_open[a:b], alone.shots.window_open)


def test_a_released_weapon_follows_its_own_motion_from_its_own_start() -> None:
    carrier = threat(radial(begin=300e3, end=100e3))
    interceptor = threat(radial(begin=100e3, end=0.0, altitude=5e3, speed=600.0), start_time=650.0, parent=0, target=0)
    found = compute(scenario((system(ideal_unit()),), (carrier, interceptor)), threads=1)
    assert found.tracks.t0[1] == 650.0
    assert found.arrival[0] == math.inf
    assert found.arrival[1] == found.tracks.end[1] > 650.0 + 100e3 / 600.0
    assert found.looks.times(1)[0] >= 650.0  # not seen before it is released
    assert found.shots.window_open[found.shots.window_start[1]] >= 650.0


def test_a_ballistic_threat_lands_on_its_target() -> None:
    launch = Place(*along(0.5, 300e3))
    motion = BallisticMotion(launch, HERE, ballistic_coefficient=4000.0)
    path = trajectory_of(motion, 1.0)
    landed = position(path.ecef, path.t0, path.dt, path.t_end)
    # minimum_energy_arc promises 1 m; the cubic adds up to s dt^4 / 24 on a falling body: another metre
    assert math.dist(landed, geodetic_to_ecef(0.0, 0.0, 0.0)) < 2.0
    lofted = trajectory_of(BallisticMotion(launch, HERE, 4000.0, loft=2.0), 1.0)
    assert lofted.t_end > 1.2 * path.t_end
    found = compute(scenario((), (threat(motion, category=BALLISTIC, target=0, start_time=10.0),)), threads=1)
    assert found.arrival[0] == pytest.approx(10.0 + path.t_end, abs=1e-9)


def test_time_step_of_the_environment_is_the_node_spacing() -> None:
    plan = scenario((), (threat(radial()),), environment=Environment(time_step=2.0))
    found = compute(plan, threads=1)
    assert found.tracks.dt[0] == 2.0
    assert found.shots.dt == 2.0
