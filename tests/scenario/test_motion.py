"""Release points and weapon paths."""

from __future__ import annotations

import math

import pytest
from geographiclib.geodesic import Geodesic

from airdef.scenario import motion
from airdef.scenario.plan import WaypointMotion

DEGREE = math.radians(1.0)
EAST = WaypointMotion(((0.0, 0.0), (0.0, DEGREE), (0.0, 2.0 * DEGREE)), (1000.0, 1000.0, 3000.0), (200.0, 250.0))


def test_distance_and_bearing_against_geographiclib() -> None:
    other = Geodesic.WGS84.Inverse(1.0, 2.0, -3.0, 4.0)
    a, b = (DEGREE, 2 * DEGREE), (-3 * DEGREE, 4 * DEGREE)
    # Both compute the same geodesic to nanometres; the angle suffers the conversion of degrees.
    assert motion.distance(a, b) == pytest.approx(other["s12"], abs=1e-6)
    assert motion.bearing(a, b) == pytest.approx(math.radians(other["azi1"]) % (2 * math.pi), abs=1e-12)


def test_time_at_waypoint_is_that_of_the_flown_path() -> None:
    flown = motion.trajectory(EAST, 1.0)
    # The path has no turn limit, so its end is the sum of the legs exactly.
    assert motion.time_at_waypoint(EAST, 2) == pytest.approx(flown.t_end, rel=1e-12)
    assert motion.duration(EAST) == pytest.approx(flown.t_end, rel=1e-12)
    assert motion.time_at_waypoint(EAST, 0) == 0.0
    # 111 319.49 m on the equator at 200 m/s, 1 km up (R = 6371 km).
    assert motion.time_at_waypoint(EAST, 1) == pytest.approx(111_319.490793 * (1 + 1000 / 6_371_000) / 200, rel=1e-9)


def test_point_at_a_waypoint() -> None:
    flown = motion.trajectory(EAST, 1.0)
    (latitude, longitude), altitude = motion.point_at(flown, motion.time_at_waypoint(EAST, 1))
    # The interpolation rounds the change of speed within a step: 0.19 x 50 m/s x 1 s at most.
    assert math.degrees(abs(longitude - DEGREE)) * 111_320 < 10.0
    assert abs(latitude) < 1e-9
    assert altitude == pytest.approx(1000.0, abs=10.0)


def test_time_at_range() -> None:
    flown = motion.trajectory(EAST, 1.0)
    target = (0.0, 2.0 * DEGREE)
    time, nearest = motion.time_at_range(flown, target, 50_000.0)
    at, _ = motion.point_at(flown, time)
    # Linear between nodes a second apart, on a path that is straight there: within a metre.
    assert motion.distance(at, target) == pytest.approx(50_000.0, abs=1.0)
    assert nearest < 300.0
    assert motion.time_at_range(flown, (DEGREE, 0.0), 50_000.0)[0] == math.inf
    assert motion.time_at_range(flown, (0.0, 0.0), 50_000.0)[0] == 0.0


def test_weapons_descend_and_fly_level() -> None:
    path = motion.released_weapon_path((0.0, 0.0), 9000.0, (0.0, DEGREE), 1000.0, 240.0, 0.25, 0.9)
    assert path.altitude == (9000.0, 1000.0, 1000.0)
    assert motion.distance(path.waypoints[0], path.waypoints[1]) == pytest.approx(8000.0 / 0.25)
    assert path.waypoints[2] == (0.0, DEGREE)


def test_homing_weapons_and_short_ways_are_straight() -> None:
    assert motion.released_weapon_path((0.0, 0.0), 9000.0, (0.0, DEGREE), None, 900.0, 1.0, 1.0).altitude == (
        9000.0,
        0.0,
    )
    assert motion.released_weapon_path((0.0, 0.0), 9000.0, (0.0, DEGREE / 10), 50.0, 240.0, 0.25, 0.9).altitude == (
        9000.0,
        50.0,
    )
