"""Sight over an elevation model: a ridge hides, low ground changes nothing, paths follow the ground."""

from __future__ import annotations

import math

import numpy as np
import pytest

from airdef.opportunity import geometry_key
from airdef.opportunity.looks import looks
from airdef.opportunity.sight import sensor, target
from airdef.opportunity.trajectories import bodies, trajectory_of
from airdef.opportunity.visibility import intervals, judge
from airdef.physics.geodesy import ecef_to_geodetic_array
from airdef.physics.terrain import Ground
from airdef.scenario import load
from airdef.scenario.plan import Environment, JammerPlan, Place, WaypointMotion

from .builders import ideal_radar, radial, real_radar, scenario, threat

STEP = math.radians(1.0 / 1200.0)
CLEAR = Environment(gases=False)


def ridge(height: float) -> Ground:
    """A grid from 0.5 S to 0.5 N, 0.5 W to 0.5 E, with a ridge all along 10 km around the middle."""
    y, x = np.meshgrid(np.arange(1201) - 600, np.arange(1201) - 600, indexing="ij")
    from_middle = np.hypot(x, y) * 92.7
    heights = np.where(np.abs(from_middle - 10e3) < 300.0, height, 0.0).astype(np.float32)
    return Ground(heights, 600 * STEP, -600 * STEP, STEP, STEP, height, 92.6)


def seen_for(ground: Ground | None, altitude: float) -> float:
    """Seconds in which a perfect radar of 10 m sees an approaching body."""
    radar = ideal_radar()
    s = sensor(radar, CLEAR, ()) if ground is None else sensor(radar, CLEAR, (), ground)
    b = target(bodies(scenario((), (threat(radial(altitude=altitude)),)))[0][0])
    states, azimuth = judge(s, b, 0.0)
    found = intervals(s, b, 0.0, 0.0, states, azimuth)
    return float((found[:, 1] - found[:, 0]).sum())


def test_ridge_hides_low_flyers_until_they_cross_it() -> None:
    assert seen_for(ridge(500.0), 100.0) < 0.5 * seen_for(None, 100.0)
    # from 10 m over a ridge of 500 m at 10 km: at 12 km and more above 30 km hardly anything is hidden
    assert seen_for(ridge(500.0), 12e3) > 0.6 * seen_for(None, 12e3)


def test_ground_at_sea_level_is_the_smooth_earth() -> None:
    # to the bisection's microsecond on either side
    assert seen_for(ridge(0.0), 100.0) == pytest.approx(seen_for(None, 100.0), abs=1e-5)


def test_looks_through_the_ridge_detect_nothing() -> None:
    radar = real_radar()
    b = target(bodies(scenario((), (threat(radial(altitude=150.0)),)))[0][0])
    smooth = looks(radar, sensor(radar, CLEAR, ()), b)
    hidden = looks(radar, sensor(radar, CLEAR, (), ridge(800.0)), b)
    assert smooth.time[0] < hidden.time[0]
    same = np.isin(smooth.time, hidden.time)
    assert smooth.pd[same][-3:] == pytest.approx(hidden.pd[: same.sum()][-3:])  # once in sight, the same look


def test_ridge_hides_a_stand_off_jammer() -> None:
    jammer = JammerPlan("jammer", Place(0.0, math.radians(0.3)), 1000.0, 1e-3)
    assert sensor(real_radar(), CLEAR, (jammer,)).jam.main[0] > 0.0
    assert sensor(real_radar(), CLEAR, (jammer,), ridge(800.0)).jam.main[0] == 0.0


def test_path_follows_the_ground() -> None:
    motion = WaypointMotion(((0.0, 0.0), (0.0, math.radians(0.3))), (50.0, 50.0), (200.0,), above_ground=True)
    path = trajectory_of(motion, 1.0, lambda p, q: np.where(q > math.radians(0.1), 300.0, 0.0))
    heights = ecef_to_geodetic_array(path.ecef)[2]
    assert heights[:10] == pytest.approx(50.0, abs=1e-6)
    assert heights[-10:] == pytest.approx(350.0, abs=1e-6)


def test_key_covers_the_ground() -> None:
    assert geometry_key(load("island")) != geometry_key(load("island", {"environment.terrain": "smooth"}))
