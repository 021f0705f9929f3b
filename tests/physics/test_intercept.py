"""Intercepts: the closed form, the depth of fire, and properties that need no reference."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from airdef.physics.ballistics import minimum_energy_arc
from airdef.physics.flyout import constant_speed_table, time_of_flight
from airdef.physics.geodesy import ecef_height, geodetic_to_ecef
from airdef.physics.intercept import Flyout, Path, intercept_time, intercept_times
from airdef.physics.path import waypoint_path
from airdef.physics.reach import flyout_table
from airdef.physics.trajectory import Trajectory
from physics.missiles import LONG

DEG = math.radians(1.0)
SITE = np.array(geodetic_to_ecef(0.0, 0.0, 0.0))


def straight(start, velocity, duration, dt=1.0):
    """A target on a straight line in ECEF, so that the closed forms hold."""
    times = dt * np.arange(math.ceil(duration / dt) + 2)
    return Trajectory(0.0, dt, duration, np.asarray(start) + times[:, None] * np.asarray(velocity))


def target(trajectory):
    return Path(trajectory.ecef, trajectory.t0, trajectory.dt, trajectory.t_end)


def missile(table):
    return Flyout(table.slant_range, table.altitude, table.time_of_flight, table.constant_speed)


@pytest.fixture(scope="module")
def real():
    return flyout_table(LONG, max_range=180e3, max_altitude=32e3)


@settings(deadline=None)
@given(st.tuples(*[st.floats(-1e5, 1e5)] * 3), st.tuples(*[st.floats(-500.0, 500.0)] * 3), st.floats(300.0, 3000.0))
def test_constant_speeds_against_the_quadratic(offset, velocity, speed):
    d, v = np.array(offset), np.array(velocity)
    trajectory = straight(SITE + d, v, 400.0)
    tau, *place = intercept_time(0.0, SITE, target(trajectory), missile(constant_speed_table(speed)), 400.0)
    # |d + v t| = speed t
    a, b, c = v @ v - speed**2, d @ v, d @ d
    if c < 1.0 or abs(a) < 1e-6 * speed**2:
        return
    roots = [r for r in np.roots([a, 2.0 * b, c]) if abs(r.imag) < 1e-12 and r.real > 0.0]
    first = min((r.real for r in roots), default=math.inf)
    second = max((r.real for r in roots), default=math.inf) if len(roots) == 2 else math.inf
    if abs(first - 400.0) < 1e-3 or second - first < 1.0:
        return  # at the end of the motion, or a graze within one step: either answer is right
    if first > 400.0:
        assert tau == -1.0
        return
    # 1e-6 s: rounding of ECEF positions, 1e-9 m, over slow closing; far within the 1e-4 s asked for
    assert tau == pytest.approx(first, abs=1e-6, rel=1e-9)
    assert place == pytest.approx(SITE + d + v * first, abs=1e-3)


def test_a_fast_target_is_met_in_a_short_span_only():
    # Three times as fast as the missile and passing by: two solutions 15 s apart, none outside them.
    d, v, speed = np.array([-50e3, 16.5e3, 0.0]), np.array([900.0, 0.0, 0.0]), 300.0
    trajectory = straight(SITE + d, v, 200.0)
    args = (SITE, target(trajectory), missile(constant_speed_table(speed)), 200.0)
    first, second = sorted(np.roots([v @ v - speed**2, 2.0 * d @ v, d @ d]))
    assert 10.0 < second - first < 20.0
    assert intercept_time(0.0, *args)[0] == pytest.approx(first, abs=1e-6)
    # Launched when the target is nearly past: it can no longer be caught.
    assert intercept_time(60.0, *args)[0] == -1.0


def test_depth_of_fire(validated):
    # Closed-form sequence (derived, see docs): R_L = min(Rd - vt t_r, Rmax (vm + vt) / vm);
    # R_i = R_L vm / (vm + vt); the next R_L = R_i - vt t_a; until R_i < Rmin.
    detection, max_range, min_range = 40e3, 25e3, 2e3
    vt, vm, reaction, assessment = 300.0, 900.0, 8.0, 5.0
    up = SITE / np.linalg.norm(SITE)  # a dive straight at the site: radial, and straight in ECEF
    trajectory = straight(SITE + detection * up, -vt * up, detection / vt)
    args = (SITE, target(trajectory), missile(constant_speed_table(vm)), 1000.0)
    # Launched after the reaction time, and not before an intercept lies within the maximum range.
    launch = max(reaction, (detection - max_range * (vm + vt) / vm) / vt)
    ranges = []
    while True:
        tau, *place = intercept_time(launch, *args)
        slant = float(np.linalg.norm(np.array(place) - SITE))
        if tau < 0.0 or slant < min_range:
            break
        ranges.append(slant / 1e3)
        launch += tau + assessment
    # Printed to 1e-4 km; asked for to 1e-3 km.
    validated(
        ranges,
        [25.0, 17.625, 12.0938, 7.9453, 4.834, 2.5005],
        law="depth of fire: ranges of the intercepts",
        against="closed form of constant speeds",
        kind="closed form",
        abs=1e-3,
        unit="km",
    )


def test_the_solution_satisfies_its_equation(real):
    path = waypoint_path([(0.0, 1.2 * DEG), (0.3 * DEG, -1.0 * DEG)], [9000.0, 9000.0], [250.0])
    solved = 0
    for launch in np.linspace(0.0, path.t_end - 1.0, 40):
        tau, x, y, z = intercept_time(launch, SITE, target(path), missile(real), 400.0)
        if tau < 0.0:
            continue
        solved += 1
        assert path.position_at(launch + tau) == pytest.approx([x, y, z], abs=1e-9)
        slant = float(np.linalg.norm(np.array([x, y, z]) - SITE))
        assert time_of_flight(*missile(real), slant, ecef_height(x, y, z)) == pytest.approx(tau, abs=1e-4)
        # The first one: at every earlier time the missile would not have been there yet.
        for share in np.linspace(0.05, 0.95, 10):
            p = path.position_at(launch + share * tau)
            r = float(np.linalg.norm(p - SITE))
            assert time_of_flight(*missile(real), r, ecef_height(*p)) > share * tau
    assert solved > 30


def test_a_ballistic_target(real):
    fall = minimum_energy_arc((0.0, 4.0 * DEG, 0.0), (0.0, 0.05 * DEG, 0.0), ballistic_coefficient=5000.0)
    launches = np.arange(0.0, fall.t_end, 1.0)
    out = np.empty((len(launches), 4))
    intercept_times(launches, SITE, target(fall), missile(real), 400.0, out)
    met = out[:, 0] > 0.0
    assert met.sum() > 5
    heights = [ecef_height(*row[1:]) for row in out[met]]
    assert max(heights) <= real.altitude[-1]
    assert (np.diff(launches[met] + out[met, 0]) >= 0.0).all()  # launched later, met later


@pytest.mark.parametrize("speed", [0.0, 1200.0])
@pytest.mark.parametrize("start", [0.4 * DEG, 1.2 * DEG, 3.0 * DEG])
def test_against_looking_at_every_moment(real, speed, start):
    """The first moment, of many close together, at which the missile could have been where the target is."""
    table = constant_speed_table(speed) if speed else real
    path = waypoint_path(
        [(0.1 * DEG, start), (0.0, 0.1 * DEG), (-1.0 * DEG, -0.5 * DEG)], [10e3, 3e3, 8e3], [280.0, 320.0],
        max_load_factor=3.0, t0=20.0,
    )  # fmt: skip
    step = 0.02
    meets = np.arange(path.t0, path.t_end, step)
    places = path.position_at(meets)
    reach = np.linalg.norm(places - SITE, axis=1)
    needed = np.array([time_of_flight(*missile(table), r, ecef_height(*p)) for r, p in zip(reach, places, strict=True)])
    launches = np.arange(0.0, path.t_end + 20.0, 3.7)
    out = np.empty((len(launches), 4))
    intercept_times(launches, SITE, target(path), missile(table), 300.0, out)
    met = 0
    for launch, tau in zip(launches, out[:, 0], strict=True):
        after = np.flatnonzero((meets > launch) & (needed <= meets - launch))
        if launch < path.t0 or launch >= path.t_end or not after.size or meets[after[0]] - launch > 300.0 - step:
            # None, or one in the last two moments before a limit, which the moments cannot tell.
            assert tau < 0.0 or tau > 300.0 - 2 * step or meets[-1] - launch - tau < 2 * step
        elif math.isfinite(needed[after[0] - 1]):  # else it comes into the table too late, see below
            met += 1
            # The true one lies within the step before.
            assert tau == pytest.approx(meets[after[0]] - launch, abs=1.01 * step)
    assert met > 10
    intercept_times(launches[::-1].copy(), SITE, target(path), missile(table), 300.0, out)
    single = [intercept_time(t, SITE, target(path), missile(table), 300.0)[0] for t in launches[::-1]]
    assert out[:, 0].tolist() == single  # a launch does not depend on the others, nor on their order


def test_entering_the_table_too_late_is_no_intercept(real):
    # From far outside, a missile launched at once would wait at the edge: no intercept there.
    path = waypoint_path([(0.0, 5.0 * DEG), (0.0, 0.0)], [10e3, 10e3], [250.0])
    edge = (5.0 * DEG * 6378137.0 - real.slant_range[-1]) / 250.0
    flight = time_of_flight(*missile(real), real.slant_range[-1] - 1.0, 10e3)
    early = intercept_time(0.0, SITE, target(path), missile(real), 2000.0)
    assert early[0] == -1.0
    assert all(math.isnan(v) for v in early[1:])
    tau, x, y, z = intercept_time(edge - flight + 20.0, SITE, target(path), missile(real), 2000.0)
    assert flight - 20.0 < tau < flight
    assert np.linalg.norm(np.array([x, y, z]) - SITE) < real.slant_range[-1]


def test_limits_of_launch_and_flight_time(real):
    path = waypoint_path([(0.0, DEG), (0.0, 0.0)], [5e3, 5e3], [250.0], t0=100.0)
    assert intercept_time(99.0, SITE, target(path), missile(real), 300.0)[0] == -1.0
    assert intercept_time(path.t_end, SITE, target(path), missile(real), 300.0)[0] == -1.0
    tau = intercept_time(110.0, SITE, target(path), missile(real), 300.0)[0]
    assert tau > 0.0
    assert intercept_time(110.0, SITE, target(path), missile(real), tau - 0.01)[0] == -1.0
    assert intercept_time(110.0, SITE, target(path), missile(real), tau + 0.01)[0] == pytest.approx(tau, abs=1e-6)
