"""Fly-out tables against an independent integration, energy, monotonicity, and the idealised missile."""

from __future__ import annotations

import math
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import solve_ivp

from airdef.physics import flyout
from airdef.physics.atmosphere import density
from airdef.physics.constants import EARTH_RADIUS_MEAN, GRAVITY

# Figures of the kind published for such missiles; assumed here, the catalogue holds the published ones.
LONG = {
    "max_range": 150e3, "max_altitude": 27e3, "max_speed": 2000.0, "boost_time": 12.0,
    "loft_apogee": 40e3, "min_intercept_speed": 800.0,
}  # fmt: skip
MEDIUM = {
    "max_range": 75e3, "max_altitude": 25e3, "max_speed": 1700.0, "boost_time": 8.0,
    "loft_apogee": 15e3, "min_intercept_speed": 600.0,
}  # fmt: skip
SHORT = {
    "max_range": 40e3, "max_altitude": 20e3, "max_speed": 1200.0, "boost_time": 4.0,
    "loft_apogee": 0.0, "min_intercept_speed": 300.0, "reference_altitude": 5000.0,
}  # fmt: skip
MISSILES = [LONG, MEDIUM, SHORT]


@pytest.fixture(scope="module")
def tables():
    return [flyout.flyout_table(**m) for m in MISSILES]


def arrays(table):
    return table.slant_range, table.altitude, table.time_of_flight, table.constant_speed


def speeds(table):
    return table.slant_range, table.altitude, table.speed_at_intercept, table.constant_speed


def peer(missile, drag, slant, altitude):
    """Time and speed at intercept: Cartesian motion in time along the path, by SciPy, from the equations.

    State (u, v): du/dt = v / |dP/du|; dv/dt = boost, or -drag rho v^2 / 2 - g dh/ds by finite difference.
    """
    radius = EARTH_RADIUS_MEAN
    # Triangle Earth's centre, launch, intercept: law of cosines for the angle at the launch point.
    up = ((radius + altitude) ** 2 - radius**2 - slant**2) / (2.0 * radius * slant)
    end = slant * np.array([math.sqrt(1.0 - up**2), up])
    middle = np.linalg.norm(0.5 * end + [0.0, radius]) - radius
    loft = max(missile["loft_apogee"] - middle, 0.0) * min(end[0] / missile["max_range"], 1.0) ** 0.75

    def place(u):
        return u * end + np.array([0.0, 4.0 * loft * u * (1.0 - u)])

    def height(u):
        return np.linalg.norm(place(u) + [0.0, radius]) - radius

    boost = missile["max_speed"] / missile["boost_time"]

    def motion(t, state, boosting):
        u, v = state
        step = 1e-6
        ds = np.linalg.norm(place(u + step) - place(u - step)) / (2.0 * step)
        slope = (height(u + step) - height(u - step)) / (2.0 * step) / ds
        rate = boost if boosting else -0.5 * drag * density(height(u)) * v * v - GRAVITY * slope
        return [v / ds, rate]

    def arrived(t, state, boosting):
        return state[0] - 1.0

    arrived.terminal = True
    options = {"method": "LSODA", "rtol": 1e-9, "atol": 1e-9, "events": arrived, "max_step": 1.0}
    first = solve_ivp(motion, (0.0, missile["boost_time"]), [0.0, 0.0], args=(True,), **options)
    if first.t_events[0].size:
        return first.t[-1], first.y[1, -1]
    then = solve_ivp(motion, (first.t[-1], 2000.0), first.y[:, -1], args=(False,), **options)
    assert then.t_events[0].size == 1
    return then.t[-1], then.y[1, -1]


@pytest.mark.parametrize("missile", MISSILES, ids=["long", "medium", "short"])
@pytest.mark.parametrize(("part", "altitude"), [(0.1, 2000.0), (0.5, 10_000.0), (0.8, 100.0), (1.0, 8000.0)])
def test_against_an_independent_integration(validated, missile, part, altitude):
    drag = flyout.flyout_table(**missile, nodes=(4, 4)).drag
    slant = part * missile["max_range"]
    got = flyout.fly(
        slant, altitude, drag, missile["max_range"], missile["max_speed"], missile["boost_time"],
        missile["loft_apogee"], flyout.COAST_STEPS,
    )  # fmt: skip
    expected = peer(missile, drag, slant, altitude)
    # Stated accuracy of the integration steps: the density's slope has steps at the layers of the atmosphere.
    source = {"against": "SciPy LSODA of the same equations of motion", "kind": "program"}
    name = {id(LONG): "long", id(MEDIUM): "medium", id(SHORT): "short"}[id(missile)]
    validated(
        got[0],
        expected[0],
        law="fly-out: time of flight",
        rel=2e-4,
        figure="flyout",
        series=f"{name}, intercept at {altitude:g} m",
        x=[slant],
        **source,
    )
    validated(got[1], expected[1], law="fly-out: speed at intercept", rel=1e-3, **source)


@pytest.mark.parametrize("missile", MISSILES)
@pytest.mark.parametrize("least_speed", [300.0, 700.0])
def test_the_drag_meets_the_least_speed_on_the_way_to_maximum_range(missile, least_speed):
    table = flyout.flyout_table(**{**missile, "min_intercept_speed": least_speed})
    altitude = missile.get("reference_altitude", 10_000.0)
    _, speed, least = flyout.fly(
        missile["max_range"], altitude, table.drag, missile["max_range"], missile["max_speed"],
        missile["boost_time"], missile["loft_apogee"], flyout.COAST_STEPS,
    )  # fmt: skip
    assert least == pytest.approx(least_speed, rel=1e-9)  # the solver's tolerance
    if missile["loft_apogee"] == 0.0:
        assert speed == least  # a flat path is slowest at its end
    looked_up = flyout.speed(*speeds(table), missile["max_range"], altitude)
    assert looked_up == pytest.approx(speed, rel=0.02)  # bilinear grid


@pytest.mark.parametrize("missile", MISSILES)
@pytest.mark.parametrize("least_speed", [300.0, 700.0])
def test_every_shorter_shot_arrives_no_slower(missile, least_speed):
    drag = flyout.flyout_table(**{**missile, "min_intercept_speed": least_speed}).drag
    altitude = missile.get("reference_altitude", 10_000.0)
    left = [
        flyout.fly(
            slant, altitude, drag, missile["max_range"], missile["max_speed"], missile["boost_time"],
            missile["loft_apogee"], flyout.COAST_STEPS,
        )[1]
        for slant in np.linspace(0.3, 1.0, 15) * missile["max_range"]
    ]  # fmt: skip
    assert min(left) >= least_speed * (1.0 - 1e-9)
    # Published-like figures: the speed left falls with range, to 1 % (the end of a lofted path dives).
    assert (np.diff(left) <= 0.01 * left[-1]).all()


@pytest.mark.parametrize("k", [0, 1, 2])
def test_time_grows_with_range_at_every_altitude(tables, k):
    times = tables[k].time_of_flight
    reached = np.isfinite(times)
    grows = np.diff(np.where(reached, times, 0.0), axis=0) > 0.0
    assert grows[reached[1:] & reached[:-1]].all()
    # Once out of reach, out of reach for good.
    assert not (reached[1:] & ~reached[:-1]).any()
    assert reached[tables[k].slant_range <= MISSILES[k]["max_range"] / 2.0, :8].all()


@pytest.mark.parametrize("k", [0, 1, 2])
def test_no_energy_is_gained_after_the_boost(tables, k):
    table, missile = tables[k], MISSILES[k]
    # Energy at the end of the boost is at most that at the highest point the boost can reach.
    burnout_height = 0.5 * missile["max_speed"] * missile["boost_time"]
    bound = 0.5 * missile["max_speed"] ** 2 + GRAVITY * burnout_height
    reached = np.isfinite(table.time_of_flight)
    altitude = np.minimum(table.altitude[None, :], table.slant_range[:, None])
    energy = 0.5 * table.speed_at_intercept**2 + GRAVITY * altitude
    assert (energy[reached] <= bound * (1.0 + 1e-9)).all()
    # No faster than at the top speed all the way.
    assert (table.time_of_flight >= table.slant_range[:, None] / missile["max_speed"] - 1e-9).all()
    assert (table.speed_at_intercept[~reached] == 0.0).all()


def test_without_drag_energy_is_conserved(validated):
    # Straight up after the boost: v^2 = V^2 - 2 g (h - h_b), an elementary check of the coast.
    _, speed, _ = flyout.fly(30e3, 30e3, 0.0, 150e3, 2000.0, 12.0, 40e3, flyout.COAST_STEPS)
    # roundings only
    validated(
        speed,
        math.sqrt(2000.0**2 - 2.0 * GRAVITY * (30e3 - 12e3)),
        law="fly-out: speed at intercept",
        against="energy, straight up without drag",
        kind="closed form",
        rel=1e-12,
    )


def test_the_boost_is_uniformly_accelerated():
    when, speed, least = flyout.fly(5000.0, 4000.0, 1e-4, 150e3, 2000.0, 12.0, 0.0, flyout.COAST_STEPS)
    acceleration = 2000.0 / 12.0
    assert when == pytest.approx(math.sqrt(2.0 * 5000.0 / acceleration), rel=1e-12)
    assert speed == pytest.approx(acceleration * when, rel=1e-12)
    assert least == speed


def test_the_path_peaks_at_the_stated_apogee():
    x, z = flyout._end_point(150e3, 0.0)
    loft = flyout._loft(x, z, 150e3, 40e3)
    middle = flyout._altitude(0.5 * x, 0.5 * z + loft)
    assert middle == pytest.approx(40e3, rel=1e-3)  # x is 0.02 % short of the slant range
    assert flyout._loft(*flyout._end_point(20e3, 20e3), 150e3, 40e3) == 0.0  # none straight up


@pytest.mark.parametrize("k", [0, 1, 2])
def test_interpolation_error(tables, k):
    table, missile = tables[k], MISSILES[k]
    rng = np.random.default_rng(8)
    errors = []
    for _ in range(400):
        slant = missile["max_range"] * rng.uniform(0.03, 1.0)
        altitude = rng.uniform(0.0, min(missile["max_altitude"], 0.9 * slant))
        exact, _, _ = flyout.fly(
            slant, altitude, table.drag, missile["max_range"], missile["max_speed"], missile["boost_time"],
            missile["loft_apogee"], flyout.COAST_STEPS,
        )  # fmt: skip
        looked_up = flyout.time_of_flight(*arrays(table), slant, altitude)
        if math.isfinite(looked_up):
            errors.append((abs(looked_up / exact - 1.0), abs(looked_up - exact)))
    assert len(errors) > 300
    relative, seconds = np.array(errors).T
    # 80 x 24 nodes: 0.18 s was seen at worst, near the ground where the density changes most in a cell, and
    # 1 % of short steep shots of a few seconds.
    assert np.quantile(relative, 0.95) < 1e-3
    assert relative.max() < 0.015
    assert seconds.max() < 0.25


def test_lookup_meets_the_nodes_and_ends_with_the_grid(tables):
    table = tables[0]
    for i, j in ((0, 0), (3, 5), (40, 10), (79, 23), (78, 0)):
        node = table.slant_range[i], table.altitude[j]
        if np.isfinite(table.time_of_flight[i, j]):
            assert flyout.time_of_flight(*arrays(table), *node) == pytest.approx(table.time_of_flight[i, j], rel=1e-12)
            assert flyout.speed(*speeds(table), *node) == pytest.approx(table.speed_at_intercept[i, j], rel=1e-12)
    far, high = table.slant_range[-1] + 1.0, table.altitude[-1] + 1.0
    assert flyout.time_of_flight(*arrays(table), far, 0.0) == math.inf
    assert flyout.time_of_flight(*arrays(table), 50e3, high) == math.inf
    assert flyout.speed(*speeds(table), far, 0.0) == 0.0
    assert flyout.time_of_flight(*arrays(table), 50e3, -300.0) == flyout.time_of_flight(*arrays(table), 50e3, 0.0)


def test_next_to_a_stall_the_lookup_is_infinite_not_nan():
    table = flyout.flyout_table(**{**MEDIUM, "min_intercept_speed": 400.0})
    stalled = ~np.isfinite(table.time_of_flight)
    assert stalled.any()
    i, j = np.argwhere(stalled)[0]
    inside = flyout.time_of_flight(*arrays(table), table.slant_range[i] - 1.0, table.altitude[j])
    assert inside == math.inf
    assert math.isfinite(flyout.time_of_flight(*arrays(table), table.slant_range[i - 1], table.altitude[j]))


@settings(deadline=None)
@given(st.floats(0.0, 1e6), st.floats(0.0, 1e5), st.floats(100.0, 5000.0))
def test_the_idealised_missile_is_exact(slant, altitude, constant):
    table = flyout.constant_speed_table(constant)
    assert flyout.time_of_flight(*arrays(table), slant, altitude) == slant / constant
    assert flyout.speed(*speeds(table), slant, altitude) == constant


def test_a_table_is_built_in_fifty_milliseconds(tables):
    best = math.inf
    for _ in range(5):
        begin = time.process_time()  # of this process: others may load the machine
        flyout.flyout_table(**LONG)
        best = min(best, time.process_time() - begin)
    assert best < 0.05


def test_errors_are_explained():
    with pytest.raises(ValueError, match="max_speed is -1"):
        flyout.flyout_table(**{**LONG, "max_speed": -1.0})
    with pytest.raises(ValueError, match="no drag makes 2500 m/s the least speed on the way to 150 km"):
        flyout.flyout_table(**{**LONG, "min_intercept_speed": 2500.0})
    with pytest.raises(ValueError, match="constant speed is 0"):
        flyout.constant_speed_table(0.0)
