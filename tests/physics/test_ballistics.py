"""Ballistic arcs: the closed form's table, and the rotating Earth against numerical integration."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import solve_ivp

from airdef.physics.atmosphere import density
from airdef.physics.ballistics import aimed_arc, minimum_energy, minimum_energy_arc
from airdef.physics.constants import EARTH_MU, EARTH_RADIUS_MEAN, EARTH_RATE
from airdef.physics.geodesy import ecef_height, ecef_to_geodetic_array, geodesic_direct, geodetic_to_ecef

# range km, speed m/s, angle deg, apogee km, time s: values of the closed form (not printed by its source)
TABLE = [
    (100, 987.1, 44.775, 24.90, 143.5),
    (300, 1696.5, 44.326, 74.11, 251.0),
    (500, 2173.4, 43.876, 122.52, 327.4),
    (1000, 3016.1, 42.752, 239.94, 474.4),
    (1300, 3400.9, 42.077, 307.87, 548.5),
    (3000, 4865.0, 38.255, 655.21, 895.0),
    (10000, 7198.1, 22.517, 1319.48, 1931.0),
]


@pytest.mark.parametrize(("distance", "speed", "angle", "apogee", "time"), TABLE)
def test_minimum_energy_table(validated, distance, speed, angle, apogee, time):
    got = minimum_energy(distance * 1e3)
    # Half the last digit of the table; the third digit of the angle likewise.
    source = {"against": "values of the closed form", "kind": "closed form"}
    validated(got.speed, speed, law="minimum-energy arc: speed", abs=0.05, unit="m/s", **source)
    validated(math.degrees(got.angle), angle, law="minimum-energy arc: angle", abs=5e-4, unit="deg", **source)
    validated(
        got.apogee / 1e3,
        apogee,
        law="minimum-energy arc: apogee",
        abs=0.005,
        unit="km",
        figure="arcs",
        series="closed form",
        x=[distance],
        **source,
    )
    validated(got.time, time, law="minimum-energy arc: time", abs=0.05, unit="s", **source)


def test_flat_earth_limit_and_half_way_round():
    short = minimum_energy(1000.0)
    g = EARTH_MU / EARTH_RADIUS_MEAN**2
    # The first correction is of the order of distance / R, 1.6e-4.
    assert short.speed == pytest.approx(math.sqrt(g * 1000.0), rel=2e-4)
    assert short.apogee == pytest.approx(250.0, rel=2e-4)
    half = minimum_energy(math.pi * EARTH_RADIUS_MEAN)
    assert half.speed == pytest.approx(math.sqrt(g * EARTH_RADIUS_MEAN), rel=1e-12)  # circular speed
    assert half.time == pytest.approx(math.pi * math.sqrt(EARTH_RADIUS_MEAN / g), rel=1e-12)


def test_minimum_energy_is_vectorised_and_checks_its_range():
    both = minimum_energy([[300e3], [500e3]])
    assert both.speed.shape == (2, 1)
    assert both.time[1, 0] == minimum_energy(500e3).time
    with pytest.raises(ValueError, match="half the Earth's circumference"):
        minimum_energy(2.1e7)


def sphere_point(distance):
    phi = distance / EARTH_RADIUS_MEAN
    return EARTH_RADIUS_MEAN * np.array([math.cos(phi), math.sin(phi), 0.0])


@pytest.mark.parametrize("distance", [100e3, 1300e3, 10_000e3])
def test_the_general_arc_agrees_with_the_closed_form(distance):
    arc = aimed_arc(sphere_point(0.0), sphere_point(distance), earth_rate=0.0)
    closed = minimum_energy(distance)
    assert np.linalg.norm(arc.velocity) == pytest.approx(closed.speed, rel=1e-11)
    # A minimum is located to the square root of the rounding of its value, about 1e-7.
    assert arc.time == pytest.approx(closed.time, rel=1e-6)
    assert arc.apogee_radius - EARTH_RADIUS_MEAN == pytest.approx(closed.apogee, rel=1e-6)
    assert arc.to_apogee == pytest.approx(closed.time / 2.0, rel=1e-6)


@settings(max_examples=30, deadline=None)
@given(st.floats(20e3, 5000e3), st.floats(0.0, 6.28), st.floats(0.6, 1.5))
def test_no_other_arc_needs_less_speed(distance, azimuth, factor):
    launch, target = places(distance, azimuth)
    start, goal = np.array(geodetic_to_ecef(*launch)), np.array(geodetic_to_ecef(*target))
    surface = EARTH_RATE * np.array([-start[1], start[0], 0.0])
    least = np.linalg.norm(aimed_arc(start, goal).velocity - surface)
    other = np.linalg.norm(aimed_arc(start, goal, factor).velocity - surface)
    assert other >= least * (1.0 - 1e-12)


@pytest.mark.parametrize("azimuth", [0.0, math.pi / 2, -math.pi / 2])
def test_short_arcs_hardly_feel_the_rotation(azimuth):
    # Coriolis acceleration 2 w v over g, 2 % for 1.4 km/s, is how far the closed form can be off, nearly.
    launch, target = places(200e3, azimuth)
    trajectory = minimum_energy_arc(launch, target)
    assert trajectory.duration == pytest.approx(float(minimum_energy(200e3).time), rel=0.02)
    apogee = ecef_to_geodetic_array(trajectory.ecef)[2].max()
    assert apogee == pytest.approx(float(minimum_energy(200e3).apogee), rel=0.03)


@pytest.mark.parametrize("factor", [0.3, 0.7, 1.6, 4.0])
def test_lofted_and_depressed_arcs_reach_the_stated_apogee(factor):
    launch, target = sphere_point(0.0), sphere_point(900e3)
    arc = aimed_arc(launch, target, factor, earth_rate=0.0)
    wanted = factor * minimum_energy(900e3).apogee
    assert arc.apogee_radius - EARTH_RADIUS_MEAN == pytest.approx(wanted, rel=1e-6)  # as the minimum
    assert (arc.time > minimum_energy(900e3).time) == (factor > 1.0)


def integrate_inertial(launch, arc_velocity, start, state, time, beta, rate):
    """Position in ECEF at `time`: SciPy in the inertial frame, drag against the turning air after `start`."""

    def motion(_, s):
        r = np.linalg.norm(s[:3])
        a = -EARTH_MU / r**3 * s[:3]
        if not math.isinf(beta):
            wind = s[3:] - np.array([-rate * s[1], rate * s[0], 0.0])
            a -= density(ecef_height(*s[:3])) * np.linalg.norm(wind) * wind / (2.0 * beta)
        return np.concatenate([s[3:], a])

    first = np.concatenate([launch, arc_velocity]) if state is None else state
    # The steps are bounded so that the layers of the atmosphere are not stepped over.
    solution = solve_ivp(motion, (start, time), first, method="DOP853", rtol=1e-12, atol=1e-7, max_step=2.0)
    return solution.y[:, -1]


def to_ecef(position, angle):
    c, s = math.cos(angle), math.sin(angle)
    return np.array([c * position[0] + s * position[1], -s * position[0] + c * position[1], position[2]])


def places(distance, azimuth, launch=(0.1, 0.4, 0.0), height=0.0):
    lat, lon, _ = geodesic_direct(launch[0], launch[1], azimuth, distance)
    return launch, (float(lat), float(lon), height)


@pytest.mark.parametrize(("distance", "azimuth", "height"), [(300e3, 0.3, 0.0), (1300e3, 2.2, 800.0), (5e6, 4.6, 0.0)])
def test_airless_arc_hits_over_the_rotating_earth(validated, distance, azimuth, height):
    launch, target = places(distance, azimuth, height=height)
    start, goal = np.array(geodetic_to_ecef(*launch)), np.array(geodetic_to_ecef(*target))
    arc = aimed_arc(start, goal)
    end = integrate_inertial(start, arc.velocity, 0.0, None, arc.time, math.inf, EARTH_RATE)
    # 1 mm: the integrator's tolerance over its hundreds of steps
    validated(
        to_ecef(end[:3], EARTH_RATE * arc.time),
        goal,
        law="airless arc over the rotating Earth",
        against="SciPy DOP853",
        kind="program",
        abs=1e-3,
        unit="m",
    )
    trajectory = minimum_energy_arc(launch, target, t0=50.0)
    assert trajectory.t_end == pytest.approx(50.0 + arc.time, abs=1e-9)
    assert trajectory.position_at(50.0) == pytest.approx(start, abs=1e-6)
    # 1e-4 m: the cubic of the last interval
    assert trajectory.position_at(trajectory.t_end) == pytest.approx(goal, abs=1e-4)
    middle = integrate_inertial(start, arc.velocity, 0.0, None, 100.3, math.inf, EARTH_RATE)
    assert trajectory.position_at(150.3) == pytest.approx(to_ecef(middle[:3], EARTH_RATE * 100.3), abs=1e-3)


def test_rotation_matters_and_can_be_left_out():
    launch, target = places(1000e3, 1.0)
    start, goal = np.array(geodetic_to_ecef(*launch)), np.array(geodetic_to_ecef(*target))
    still = minimum_energy_arc(launch, target, earth_rate=0.0)
    assert still.t_end == pytest.approx(aimed_arc(start, goal, earth_rate=0.0).time, abs=1e-9)
    assert still.t_end != pytest.approx(minimum_energy_arc(launch, target).t_end, abs=0.5)


@pytest.mark.parametrize(("beta", "factor"), [(10_000.0, 1.0), (3000.0, 0.6), (500.0, 1.5)])
@pytest.mark.parametrize("distance", [100e3, 1000e3])
def test_with_drag_it_still_lands_on_the_target(beta, factor, distance):
    launch, target = places(distance, 2.0, height=300.0)
    goal = np.array(geodetic_to_ecef(*target))
    trajectory = minimum_energy_arc(launch, target, ballistic_coefficient=beta, apogee_factor=factor, t0=-7.0, dt=0.25)
    assert np.linalg.norm(trajectory.position_at(trajectory.t_end) - goal) < 1.0  # the promise
    airless = minimum_energy_arc(launch, target, apogee_factor=factor, t0=-7.0)
    assert trajectory.t_end > airless.t_end
    assert np.linalg.norm(trajectory.velocity_at(trajectory.t_end)) < np.linalg.norm(airless.velocity_at(airless.t_end))


def test_the_descent_with_drag_against_numerical_integration(validated):
    launch, target = places(600e3, 1.2)
    beta = 4000.0
    trajectory = minimum_energy_arc(launch, target, ballistic_coefficient=beta, dt=0.1)
    heights = ecef_to_geodetic_array(trajectory.ecef)[2]
    times = trajectory.dt * np.arange(len(heights))
    past = times > times[heights.argmax()]
    begin = times[past & (heights < 80_000.0)][0] + 0.05
    position, velocity = trajectory.position_at(begin), trajectory.velocity_at(begin)
    wind = np.array([-EARTH_RATE * position[1], EARTH_RATE * position[0], 0.0])
    state = np.concatenate([position, velocity + wind])  # the frame that coincides with ECEF at `begin`
    end = integrate_inertial(None, None, begin, state, trajectory.t_end, beta, EARTH_RATE)
    got = to_ecef(end[:3], EARTH_RATE * (trajectory.t_end - begin))
    # 0.1 m: the start is read from the interpolated trajectory, its velocity good to 1e-3 m/s
    validated(
        trajectory.position_at(trajectory.t_end),
        got,
        law="descent with drag",
        against="SciPy DOP853",
        kind="program",
        abs=0.1,
        unit="m",
        module="physics.reentry",
    )


def test_vanishing_drag_is_kepler():
    launch, target = places(800e3, 0.9)
    free = minimum_energy_arc(launch, target)
    thin = minimum_energy_arc(launch, target, ballistic_coefficient=1e30)
    assert thin.t_end == pytest.approx(free.t_end, abs=1e-6)
    times = np.linspace(0.0, min(free.t_end, thin.t_end), 300)
    # 1e-3 m: one is a closed form, the other Runge-Kutta from 80 km down
    assert thin.position_at(times) == pytest.approx(free.position_at(times), abs=1e-3)


@pytest.mark.parametrize("beta", [math.inf, 10_000.0, 2000.0, 500.0])
@pytest.mark.parametrize("distance", [300e3, 1300e3, 3000e3])
def test_interpolation_at_one_second_is_good_to_two_metres(beta, distance):
    launch, target = places(distance, 0.5)
    coarse = minimum_energy_arc(launch, target, ballistic_coefficient=beta)
    fine = minimum_energy_arc(launch, target, ballistic_coefficient=beta, dt=0.05)
    times = np.linspace(0.0, min(coarse.t_end, fine.t_end), 20_001)
    error = np.linalg.norm(coarse.position_at(times) - fine.position_at(times), axis=1)
    assert error.max() < 2.0


@settings(max_examples=25, deadline=None)
@given(st.floats(-1.2, 1.2), st.floats(0.0, 6.28), st.floats(60e3, 4000e3), st.floats(0.5, 2.0))
def test_every_arc_ends_on_its_target(latitude, azimuth, distance, factor):
    launch, target = places(distance, azimuth, launch=(latitude, 2.0, 0.0))
    trajectory = minimum_energy_arc(launch, target, apogee_factor=factor)
    goal = np.array(geodetic_to_ecef(*target))
    assert np.linalg.norm(trajectory.position_at(trajectory.t_end) - goal) < 1e-3
    assert ecef_to_geodetic_array(trajectory.ecef[:-1])[2].min() > -1.0


def test_very_short_flights_have_enough_nodes():
    launch, target = places(10.0, 0.5)
    for beta in (math.inf, 1000.0):
        trajectory = minimum_energy_arc(launch, target, ballistic_coefficient=beta)
        assert trajectory.t_end < 2.0
        goal = np.array(geodetic_to_ecef(*target))
        assert np.linalg.norm(trajectory.position_at(trajectory.t_end) - goal) < 1.0


def test_impossible_arcs_are_explained():
    launch, target = places(500e3, 0.5)
    with pytest.raises(ValueError, match="expected distinct points"):
        minimum_energy_arc(launch, launch)
    with pytest.raises(ValueError, match="no arc between these points has an apogee"):
        minimum_energy_arc(launch, target, apogee_factor=-1.0)
    with pytest.raises(ValueError, match="expected both above zero"):
        minimum_energy_arc(launch, target, ballistic_coefficient=0.0)
    with pytest.raises(ValueError, match="use a larger one"):
        minimum_energy_arc(launch, target, ballistic_coefficient=0.1)
