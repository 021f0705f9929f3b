"""Waypoint motion: arrival times, geometry of turns, interpolation error."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest
from geographiclib.geodesic import Geodesic
from hypothesis import given, settings
from hypothesis import strategies as st

from airdef.physics.constants import EARTH_RADIUS_MEAN, GRAVITY
from airdef.physics.geodesy import ecef_to_geodetic_array, geodetic_to_ecef
from airdef.physics.path import turn_radius, waypoint_path

DEG = math.radians(1.0)
ROUTE = [(0.0, 0.0), (1.0 * DEG, 0.2 * DEG), (1.2 * DEG, 1.5 * DEG), (0.5 * DEG, 1.7 * DEG)]


def test_one_level_leg_on_the_equator():
    path = waypoint_path([(0.0, 0.0), (0.0, DEG)], [0.0, 0.0], [200.0], t0=100.0)
    assert path.t_end == pytest.approx(100.0 + 111319.490793 / 200.0, abs=1e-8)  # 1 deg, as printed
    latitude, longitude, height = ecef_to_geodetic_array(path.position_at(100.0 + 0.25 * path.duration))
    assert (latitude, longitude) == pytest.approx((0.0, 0.25 * DEG), abs=1e-12)
    assert height == pytest.approx(0.0, abs=1e-4)
    # The speed along the path, up to the ellipsoid's own curvature within a step (1e-9).
    assert np.linalg.norm(path.velocity_at(300.0)) == pytest.approx(200.0, rel=1e-8)


def test_legs_follow_the_independent_geodesic(validated):
    path = waypoint_path([ROUTE[0], ROUTE[2]], [0.0, 0.0], [300.0])
    line = Geodesic.WGS84.InverseLine(0.0, 0.0, 1.2, 1.5)
    for t in (0.0, 100.0, 400.0):
        peer = line.Position(300.0 * t)
        latitude, longitude, _ = ecef_to_geodetic_array(path.position_at(t))
        validated(
            np.degrees([latitude, longitude]),
            [peer["lat2"], peer["lon2"]],
            law="waypoint legs on the geodesic",
            against="GeographicLib",
            kind="program",
            abs=1e-9,
            unit="deg",
        )


def test_a_climb_takes_the_slant_length():
    path = waypoint_path([(0.0, 0.0), (0.0, DEG)], [0.0, 10_000.0], [250.0])
    length = math.hypot(111319.490793 * (1.0 + 5000.0 / EARTH_RADIUS_MEAN), 10_000.0)
    assert path.t_end == pytest.approx(length / 250.0, abs=1e-7)
    heights = ecef_to_geodetic_array(path.position_at([0.0, path.t_end / 2, path.t_end]))[2]
    assert heights == pytest.approx([0.0, 5000.0, 10_000.0], abs=1e-3)
    # The mean height stands for the whole climb: the speed is right to h / 2R, 8e-4.
    assert np.linalg.norm(path.velocity_at(50.0)) == pytest.approx(250.0, rel=8e-4)


def test_a_vertical_leg():
    path = waypoint_path([(0.3, 0.4), (0.3, 0.4)], [0.0, 900.0], [300.0])
    assert path.t_end == pytest.approx(3.0, abs=1e-12)
    assert path.position_at(1.5) == pytest.approx(geodetic_to_ecef(0.3, 0.4, 450.0), abs=1e-6)


def test_turn_radius_by_hand(validated):
    # n = sqrt(2): bank of 45 degrees, r = v^2 / g
    validated(
        turn_radius(100.0, math.sqrt(2.0)),
        100.0**2 / GRAVITY,
        law="turn radius",
        against="v^2 / g at 45 degrees",
        kind="closed form",
        rel=1e-12,
    )
    with pytest.raises(ValueError, match="above 1 g"):
        turn_radius(100.0, 1.0)


@pytest.mark.parametrize("limit", [1.5, 3.0, 5.0])
def test_turns_keep_the_load_factor_and_shorten_the_way(limit):
    speed, dt = 250.0, 0.02
    path = waypoint_path(ROUTE, [2000.0] * 4, [speed] * 3, max_load_factor=limit, dt=dt)
    sideways = np.linalg.norm(np.diff(path.ecef, 2, axis=0), axis=1) / dt**2
    wanted = GRAVITY * math.sqrt(limit**2 - 1.0)
    # 0.1 %: the arc is drawn at sea level and flown at 2 km (3e-4); rounding of nodes 1e-9 m / dt^2.
    assert sideways.max() == pytest.approx(wanted, rel=1e-3)
    steady = np.linalg.norm(np.diff(path.ecef, axis=0), axis=1) / dt
    assert steady == pytest.approx(speed, rel=1e-3)  # radii of curvature differ from the mean by 0.6 % of 3e-4
    sharp = waypoint_path(ROUTE, [2000.0] * 4, [speed] * 3)
    # An arc instead of its two tangents saves 2 r (tan(a/2) - a/2) at each turn of angle a.
    radius = turn_radius(speed, limit)
    saved = 0.0
    for (lat0, lon0), (lat1, lon1), (lat2, lon2) in zip(ROUTE, ROUTE[1:], ROUTE[2:], strict=False):
        first = Geodesic.WGS84.Inverse(*np.degrees([lat0, lon0, lat1, lon1]))
        then = Geodesic.WGS84.Inverse(*np.degrees([lat1, lon1, lat2, lon2]))
        half = abs(math.radians(then["azi1"] - first["azi2"])) / 2.0
        saved += 2.0 * radius * (math.tan(half) - half)
    assert sharp.t_end - path.t_end == pytest.approx(saved / speed, rel=1e-3)


def test_turns_go_to_the_right_side_and_meet_the_legs():
    for side in (1.0, -1.0):
        route = [(0.0, 0.0), (DEG, 0.0), (DEG, side * DEG)]  # north, then east or west
        path = waypoint_path(route, [0.0] * 3, [300.0] * 2, max_load_factor=2.0, dt=0.1)
        latitude, longitude, _ = ecef_to_geodetic_array(path.ecef)
        assert side * longitude.min() >= -1e-9 if side > 0 else side * longitude.max() >= -1e-9
        gaps = np.linalg.norm(np.diff(path.ecef, axis=0), axis=1)
        assert gaps == pytest.approx(30.0, rel=1e-5)  # no jump where arc and legs meet
        nearest = np.min(np.hypot(latitude - DEG, longitude)) * EARTH_RADIUS_MEAN
        radius = turn_radius(300.0, 2.0)
        # The middle of a right-angled arc passes r (sqrt 2 - 1) from the corner; 1 % for the ellipsoid.
        assert nearest == pytest.approx(radius * (math.sqrt(2.0) - 1.0), rel=0.01)
        assert path.position_at(path.t_end) == pytest.approx(geodetic_to_ecef(*route[-1], 0.0), abs=1e-6)


def test_altitude_above_ground_follows_the_ground():
    def hills(latitude, longitude):
        return 300.0 + 200.0 * np.sin(latitude / DEG * 30.0) * np.cos(longitude / DEG)

    path = waypoint_path(ROUTE[:3], [100.0, 100.0, 50.0], [240.0, 240.0], height_of_ground=hills)
    latitude, longitude, height = ecef_to_geodetic_array(path.ecef[:100])
    assert height == pytest.approx(hills(latitude, longitude) + 100.0, abs=1e-6)
    plain = waypoint_path(ROUTE[:3], [100.0, 100.0, 50.0], [240.0, 240.0])
    assert path.t_end == plain.t_end  # the ground does not slow it


@pytest.mark.parametrize(("speed", "limit"), [(60.0, 1.2), (250.0, 3.0), (300.0, 5.0), (900.0, 5.0)])
def test_interpolation_at_one_second_is_good_to_two_metres(speed, limit):
    worst = 0.0
    for shift in (0.0, 0.3, 0.7):  # where in a step the turns begin
        route = [(shift * speed / EARTH_RADIUS_MEAN, 0.0), *ROUTE[1:]]
        coarse = waypoint_path(route, [3000.0] * 4, [speed] * 3, max_load_factor=limit)
        fine = waypoint_path(route, [3000.0] * 4, [speed] * 3, max_load_factor=limit, dt=0.05)
        times = np.linspace(0.0, coarse.t_end, 30_001)
        error = np.linalg.norm(coarse.position_at(times) - fine.position_at(times), axis=1)
        worst = max(worst, error.max())
    assert worst < 2.0


def test_steps_of_speed_are_rounded_within_the_stated_bound():
    coarse = waypoint_path(ROUTE[1:], [0.0] * 3, [200.0, 300.0], max_load_factor=3.0)
    fine = waypoint_path(ROUTE[1:], [0.0] * 3, [200.0, 300.0], max_load_factor=3.0, dt=0.01)
    times = np.linspace(0.0, coarse.t_end, 100_001)
    error = np.linalg.norm(coarse.position_at(times) - fine.position_at(times), axis=1)
    assert error.max() < 0.19 * 100.0 + 2.0  # the step of speed, and the turn round it


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.floats(-1.4, 1.4), st.floats(-3.0, 3.0)), min_size=2, max_size=5, unique=True),
    st.floats(50.0, 1000.0),
    st.floats(0.1, 5.0),
)
def test_paths_begin_and_end_at_their_waypoints(points, speed, dt):
    if any(math.dist(a, b) < 1e-3 for a, b in pairwise(points)):
        return
    heights = [500.0 * k for k in range(len(points))]
    path = waypoint_path(points, heights, [speed] * (len(points) - 1), dt=dt * 100.0)
    assert path.ecef[0] == pytest.approx(geodetic_to_ecef(*points[0], 0.0), abs=1e-6)
    assert path.t0 + (len(path.ecef) - 1) * path.dt >= path.t_end


def test_errors_say_what_was_given_and_expected():
    with pytest.raises(ValueError, match="got 1 waypoints, expected at least 2"):
        waypoint_path(ROUTE[:1], [0.0], [])
    with pytest.raises(ValueError, match="got 3 altitudes and 3 speeds for 4 waypoints, expected 4"):
        waypoint_path(ROUTE, [0.0] * 3, [200.0] * 3)
    with pytest.raises(ValueError, match=r"the speed of leg 2 is 0\.0 m/s"):
        waypoint_path(ROUTE, [0.0] * 4, [200.0, 0.0, 200.0])
    with pytest.raises(ValueError, match="leg 1 has no length"):
        waypoint_path([ROUTE[0], ROUTE[0]], [5.0, 5.0], [100.0])
    with pytest.raises(ValueError, match=r"leg 1 is 1\d\d\d m long, but its turns at 900 m/s and 2\.0 g need"):
        waypoint_path([(0.0, 0.0), (0.01 * DEG, 0.0), (0.01 * DEG, DEG)], [0.0] * 3, [900.0] * 2, max_load_factor=2.0)
    with pytest.raises(ValueError, match="a step above 0 s"):
        waypoint_path(ROUTE, [0.0] * 4, [200.0] * 3, dt=0.0)
