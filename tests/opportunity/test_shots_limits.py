"""Shots to their limits: what lies on an edge to the bit, speeds that change, and places in every octant."""

from __future__ import annotations

import math

import numpy as np
import pytest

from airdef.opportunity import shots
from airdef.opportunity.sight import Target, target
from airdef.opportunity.trajectories import bodies
from airdef.physics.geodesy import ecef_height, geodetic_to_ecef
from airdef.scenario.plan import Environment, WaypointMotion

from .builders import ALL, ideal_missile, scenario, threat

HERE = (0.6, 0.9)
NOWHERE = (-1.0, math.nan, math.nan, math.nan)
INSIDE = shots.in_envelope.py_func
"""As plain Python, so that what it calls can be put in place of it."""


def origin_of(latitude: float, longitude: float) -> np.ndarray:
    return np.array(geodetic_to_ecef(latitude, longitude, 0.0))


def diving(place: tuple[float, float] = HERE, dt: float = 1.0, end: float = 0.0) -> Target:
    """100 km less 300 m/s straight down."""
    motion = WaypointMotion((place, place), (100e3, end), (300.0,))
    return target(bodies(scenario((), (threat(motion),), environment=Environment(gases=False, time_step=dt)))[0][0])


def pairing(place: tuple[float, float] = HERE, dt: float = 1.0, **missile: object) -> shots.Pairing:
    found: shots.Pairing = shots.paired(
        origin_of(*place), shots.interceptor(ideal_missile(**missile)), diving(place, dt), 0
    )
    return found


def limited(pair: shots.Pairing, **limits: object) -> shots.Pairing:
    """The pairing with limits of its missile that are given to the bit."""
    return pair._replace(interceptor=pair.interceptor._replace(**limits))


def test_the_edges_of_an_envelope_are_in_it() -> None:
    pair = pairing()
    place = geodetic_to_ecef(HERE[0] + 0.002, HERE[1] + 0.001, 7e3)
    r, h = shots._distance(pair.origin, *place), ecef_height(*place)
    edges = {
        "min_range": (r, np.nextafter(r, 1e9)),
        "max_range": (np.full(ALL, r), np.full(ALL, np.nextafter(r, 0.0))),
        "min_altitude": (h, np.nextafter(h, 1e9)),
        "max_altitude": (np.full(ALL, h), np.full(ALL, np.nextafter(h, 0.0))),
    }
    for name, (edge, beyond) in edges.items():
        assert shots.in_envelope(limited(pair, **{name: edge}), 100.0, *place)
        assert not shots.in_envelope(limited(pair, **{name: beyond}), 100.0, *place)


def test_the_edges_of_an_envelope_hold_for_points() -> None:
    pair, height = pairing(), 7e3
    latitude, longitude = HERE[0] + 0.002, HERE[1] + 0.001
    r = shots._distance(pair.origin, *geodetic_to_ecef(latitude, longitude, height))
    edges = {
        "min_range": (r, np.nextafter(r, 1e9)),
        "max_range": (np.full(ALL, r), np.full(ALL, np.nextafter(r, 0.0))),
        "min_altitude": (height, np.nextafter(height, 1e9)),
        "max_altitude": (np.full(ALL, height), np.full(ALL, np.nextafter(height, 0.0))),
    }
    for name, values in edges.items():
        got = [
            shots.reached(
                pair.interceptor._replace(**{name: value}), 0, pair.origin,
                np.array([latitude]), np.array([longitude]), np.array([height]),
            ).tolist()
            for value in values
        ]  # fmt: skip
        assert got == [[True], [False]], name


def test_a_target_as_fast_as_allowed_is_met(monkeypatch: pytest.MonkeyPatch) -> None:
    pair, place = pairing(), geodetic_to_ecef(*HERE, 5e3)
    for speed, inside in ((500.0, True), (np.nextafter(500.0, 1e9), False)):
        monkeypatch.setattr(shots, "velocity", lambda *own, v=speed: (0.6 * v, 0.0, -0.8 * v))
        assert INSIDE(limited(pair, max_target_speed=500.0), 100.0, *place) == inside


def changing() -> Target:
    """Level at 5 km, 55 km straight away from 20 km north, at 200 m/s for 50 s and then at 400 m/s."""
    north = HERE[0] + 20e3 / 6.371e6
    points = tuple((north + d / 6.371e6, HERE[1]) for d in (0.0, 10e3, 55e3))
    motion = WaypointMotion(points, (5e3,) * 3, (200.0, 400.0))
    air = Environment(gases=False, time_step=0.25)
    return target(bodies(scenario((), (threat(motion),), environment=air))[0][0])


def test_the_speed_of_a_target_is_that_at_the_meeting() -> None:
    b = changing()
    w = shots.interceptor(ideal_missile(max_target_speed=300.0, constant_speed=900.0))
    pair = shots.paired(origin_of(*HERE), w, b, 0)
    place = geodetic_to_ecef(HERE[0] + 30e3 / 6.371e6, HERE[1], 5e3)
    # its legs meet after 50 s, give or take what the Earth's shape makes of 10 km; nodes are 0.25 s apart
    change = float(np.argmax(np.linalg.norm(np.diff(b.ecef, axis=0), axis=1) > 300.0 * 0.25)) * 0.25
    assert change == pytest.approx(50.0, abs=1.0)
    for t, slow in ((change - 0.7, True), (change + 0.7, False)):
        assert shots.in_envelope(pair, t, *place) == slow
    # launched while it is slow, and met 35 s later while it is fast
    seen = np.array([[0.0, 200.0]])
    launch = np.array([5.0, change - 5.0])
    flights, inside = shots.fly_all(pair, launch)
    assert (launch + flights[:, 0] > change).tolist() == [False, True]
    assert inside.tolist() == [True, False]
    assert [int(shots.feasible(pair, seen, t)) for t in launch] == [0, -1]
    # and the other way round: too fast at launch, and slow when it is met
    back = b._replace(ecef=np.ascontiguousarray(b.ecef[::-1]))
    pair = shots.paired(origin_of(*HERE), w, back, 0)
    slows = b.end - change
    launch = np.array([slows - 60.0, slows - 5.0])
    flights, inside = shots.fly_all(pair, launch)
    assert (launch + flights[:, 0] > slows).tolist() == [False, True]
    assert inside.tolist() == [False, True]
    assert [int(shots.feasible(pair, seen, t)) for t in launch] == [-1, 0]


def test_a_flight_of_half_a_second_is_a_flight() -> None:
    pair = pairing()
    t = (100e3 - 600.0) / 300.0
    assert int(shots.feasible(pair, np.array([[0.0, 400.0]]), t)) == 0


@pytest.mark.parametrize("place", [(0.6, 0.9), (-0.6, 0.9), (0.6, 2.4), (-0.6, -2.4), (0.6, -0.9)])
def test_shots_are_the_same_wherever_they_are(place: tuple[float, float]) -> None:
    launch = np.array([250.0, 300.0])
    flights, inside = shots.fly_all(pairing(place), launch)
    assert flights[:, 0] == pytest.approx((100e3 - 300.0 * launch) / 1200.0, abs=1e-7)
    assert inside.tolist() == [True, True]


def test_a_rounding_at_the_ends_of_sight_is_forgiven() -> None:
    assert shots._holding(np.array([[1e-9, 0.0]]), 0.0, 1e-9) == 0
    assert shots._holding(np.array([[1.1e-9, 1.0]]), 0.0, 1.0) == -1
    assert shots._holding(np.array([[0.0, 0.0]]), 0.0, 1.1e-9) == -1


def test_launch_times_a_step_apart_are_not_close() -> None:
    assert not shots._finer_than(np.array([0.0, 1.0, 2.0]), 1.0).any()


def test_an_instant_of_sight_is_judged() -> None:
    got = shots.candidates(pairing(max_range=(25e3,) * ALL), np.array([[240.0, 240.0]]))
    assert got.size > 0
    assert (got == 240.0).all()


def test_flights_at_nodes_are_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    pair = pairing()
    monkeypatch.setattr(shots.np, "empty", lambda *own: np.full(*own, 7.0))
    for launch in (np.zeros(0), np.array([201.0, 203.0]), np.array([199.0, 200.0, 200.5])):
        flights = np.array([shots.flight(pair, t) for t in launch]).reshape(launch.size, 4)
        got = shots._at_nodes.py_func(pair, 200, 203, launch, flights)
        assert got.tolist() == [list(shots.flight(pair, float(t))) for t in range(200, 204)]


# --- nodes without an intercept


def flown(dt: float = 1.0, first: int = 200, count: int = 6) -> tuple[shots.Pairing, np.ndarray]:
    pair = pairing(dt=dt)
    return pair, shots.fly_all(pair, np.arange(first, first + count) * dt)[0]


@pytest.mark.parametrize("dt", [0.5, 2.0, 7.0])
def test_a_missing_node_is_continued_in_the_cell_of_the_windows_end(dt: float) -> None:
    first = round(210.0 / dt)
    pair, flights = flown(dt, first)
    flights[0] = flights[5] = NOWHERE
    spans = np.array([[(first + 0.4) * dt, (first + 4.6) * dt]])
    values = shots._node_values(pair, spans, first, flights)
    tau = (100e3 - 300.0 * np.arange(first, first + 6) * dt) / 1200.0
    assert values[:, 0] == pytest.approx(tau, abs=1e-5)  # all on one line


@pytest.mark.parametrize(("off", "slope"), [(0.9e-3, False), (1.1e-3, True)])
@pytest.mark.parametrize("dt", [0.5, 7.0])
def test_a_slope_takes_a_thousandth_of_a_step(dt: float, off: float, slope: bool) -> None:
    first = round(210.0 / dt)
    pair, flights = flown(dt, first)
    flights[0], flights[1, 0] = NOWHERE, 40.0  # given, to tell it from the exact value
    edge = (first + 1.0 - off) * dt
    values = shots._node_values(pair, np.array([[edge, (first + 4) * dt]]), first, flights)
    exact = (100e3 - 300.0 * edge) / 1200.0
    more = (exact - 40.0) * (first * dt - edge) / (edge - (first + 1) * dt) if slope else 0.0
    assert values[0, 0] == pytest.approx(exact + more, rel=1e-5)


def test_a_node_with_a_short_flight_is_not_missing() -> None:
    pair, flights = flown()
    flights[0], flights[1, 0] = NOWHERE, 0.5
    flights[4, 0] = 0.5
    values = shots._node_values(pair, np.array([[200.3, 203.6]]), 200, flights)
    assert values[[1, 4], 0].tolist() == [0.5, 0.5]


def test_missing_nodes_have_the_last_number_before_them_else_the_first_behind() -> None:
    pair, flights = flown()
    tau = flights[:, 0].copy()
    flights[1] = flights[2] = NOWHERE
    values = shots._node_values(pair, np.array([[204.2, 204.8]]), 200, flights)
    assert values[:, 0] == pytest.approx(tau[[0, 0, 0, 3, 4, 5]])
    pair, flights = flown()
    flights[:5] = NOWHERE
    # a window in the last cell fills its first node; what lies before takes that
    values = shots._node_values(pair, np.array([[204.2, 204.8]]), 200, flights)
    assert values[:, 0] == pytest.approx(tau[[4, 4, 4, 4, 4, 5]], abs=1e-5)
    # with a window in another cell, of which both nodes are missing, all numbers come from its line
    values = shots._node_values(pair, np.array([[202.2, 202.8]]), 200, flights)
    assert values[:, 0] == pytest.approx(tau[[2, 2, 2, 3, 3, 5]], abs=1e-5)


def test_a_last_number_alone_stands_for_all() -> None:
    pair, flights = flown(count=3)
    flights[:2] = NOWHERE
    none = np.zeros((0, 2))
    values = shots._node_values(pair, none, 200, flights)
    assert values[:, 0].tolist() == [flights[2, 0]] * 3
