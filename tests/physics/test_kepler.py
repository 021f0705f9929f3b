"""Two-body motion against numerical integration (SciPy) and its own invariants."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import solve_ivp

from airdef.physics.constants import EARTH_MU
from airdef.physics.kepler import apogee, lambert, propagate

STATE = (6.4e6, 1.0e5, -2.0e5, 1200.0, 2500.0, 1800.0)


def two_body(_, s):
    r = np.linalg.norm(s[:3])
    return np.concatenate([s[3:], -EARTH_MU / r**3 * s[:3]])


@pytest.mark.parametrize("time", [1.0, 300.0, 900.0, -200.0])
def test_propagation_against_numerical_integration(validated, time):
    peer = solve_ivp(two_body, (0.0, time), STATE, method="DOP853", rtol=1e-13, atol=1e-6).y[:, -1]
    got = propagate(*STATE, time)
    source = {"against": "SciPy DOP853", "kind": "program"}
    # the integrator's own tolerance over 6000 km
    validated(got[:3], peer[:3], law="two-body motion: position", abs=1e-4, unit="m", **source)
    validated(got[3:], peer[3:], law="two-body motion: velocity", abs=1e-6, unit="m/s", **source)


@settings(deadline=None)  # the first call compiles
@given(st.floats(-3000.0, 3000.0), st.floats(-3000.0, 3000.0), st.floats(10.0, 3000.0), st.floats(-2000.0, 2000.0))
def test_energy_momentum_and_return(vx, vy, vz, time):
    start = np.array([6.4e6, 0.0, 0.0, vx, vy, vz])
    end = np.array(propagate(*start, time))

    def energy(s):
        return 0.5 * s[3:] @ s[3:] - EARTH_MU / np.linalg.norm(s[:3])

    # Roundings: 1e-9 relative, since a nearly vertical fall passes close to the Earth's centre.
    assert energy(end) == pytest.approx(energy(start), rel=1e-9)
    assert np.cross(end[:3], end[3:]) == pytest.approx(np.cross(start[:3], start[3:]), abs=1e-9 * 6.4e6 * 4e3)
    assert propagate(*end, -time)[:3] == pytest.approx(start[:3], abs=0.01)


def test_unbound_orbits_are_nan():
    assert all(math.isnan(v) for v in propagate(6.4e6, 0.0, 0.0, 0.0, 12_000.0, 0.0, 10.0))


@settings(deadline=None)  # the first call compiles
@given(st.floats(6.3e6, 6.5e6), st.floats(6.3e6, 6.5e6), st.floats(0.0, 3.0), st.floats(0.3, 1.5), st.floats(0, 6))
def test_lambert_meets_the_second_point_in_the_stated_time(r1, r2, angle, stretch, turn):
    # from 0.3 to 1.5 of the time of the circle through half the angle and then some
    time = stretch * (300.0 + 800.0 * angle)
    start = (r1, 0.0, 0.0)
    end = (r2 * math.cos(angle), r2 * math.sin(angle) * math.cos(turn), r2 * math.sin(angle) * math.sin(turn))
    velocity = lambert(*start, *end, time)
    if 0.5 * np.dot(velocity, velocity) >= EARTH_MU / r1:
        return  # unbound: `propagate` does not cover it
    assert propagate(*start, *velocity, time)[:3] == pytest.approx(end, abs=1e-3)
    if angle > 0.0:  # the short way round, in the plane of the points
        assert abs(np.dot(np.cross(start, end), velocity)) < 1e-6 * r1 * r2 * np.linalg.norm(velocity)
        assert np.dot(np.cross(np.cross(start, end), start), velocity) >= 0.0


def test_lambert_solves_vertical_shots():
    velocity = lambert(6.4e6, 0.0, 0.0, 6.4e6, 0.0, 0.0, 100.0)
    # Straight up for 50 s at g = 9.73: the field falls off by 4e-3 at 12 km.
    assert velocity[0] == pytest.approx(EARTH_MU / 6.4e6**2 * 50.0, rel=4e-3)
    assert velocity[1:] == (0.0, 0.0)
    assert propagate(6.4e6, 0.0, 0.0, *velocity, 100.0)[0] == pytest.approx(6.4e6, abs=1e-6)


def test_lambert_between_opposite_points_is_nan():
    assert math.isnan(lambert(6.4e6, 0.0, 0.0, -6.4e6, 0.0, 0.0, 3000.0)[0])


@settings(deadline=None)  # the first call compiles
# Subnormal speeds are no speeds: their products with a time of apogee underflow to a zero of either sign.
@given(st.floats(-1500.0, 1500.0, allow_subnormal=False), st.floats(100.0, 7000.0))
def test_at_apogee_there_is_no_radial_speed(up, across):
    time, radius = apogee(6.4e6, 0.0, 0.0, up, across, 0.0)
    x, y, _, vx, vy, _ = propagate(6.4e6, 0.0, 0.0, up, across, 0.0, time)
    assert math.hypot(x, y) == pytest.approx(radius, rel=1e-9)
    assert abs(x * vx + y * vy) < 1e-4 * radius  # below 0.1 mm/s
    assert time * up >= 0.0  # past apogee when falling, before it when rising


def test_apogee_of_an_unbound_orbit_is_infinite():
    assert apogee(6.4e6, 0.0, 0.0, 12_000.0, 0.0, 0.0) == (math.inf, math.inf)
