"""Shots at a vertical dive, piece by piece: 100 km less 300 m/s, met by a missile of 900 m/s straight up."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from airdef.opportunity import shots
from airdef.opportunity.sight import Target, target
from airdef.opportunity.trajectories import bodies
from airdef.physics.flyout import MARGIN
from airdef.physics.geodesy import geodetic_to_ecef
from airdef.scenario.plan import Environment, WaypointMotion

from .builders import ALL, ideal_missile, real_missile, scenario, threat

LATITUDE, LONGITUDE = 0.6, 0.9
ORIGIN = np.array(geodetic_to_ecef(LATITUDE, LONGITUDE, 0.0))


def body(end: float = 0.0, dt: float = 1.0) -> Target:
    """The dive to an altitude [m], with nodes every `dt` [s]."""
    here = (LATITUDE, LONGITUDE)
    motion = WaypointMotion((here, here), (100e3, end), (300.0,))
    plan = scenario((), (threat(motion),), environment=Environment(gases=False, time_step=dt))
    return target(bodies(plan)[0][0])


def pairing(category: int = 0, end: float = 0.0, dt: float = 1.0, **missile: Any) -> shots.Pairing:
    found: shots.Pairing = shots.paired(ORIGIN, shots.interceptor(ideal_missile(**missile)), body(end, dt), category)
    return found


def by_category(*values: float) -> tuple[float, ...]:
    return (*values, *(1e6,) * (ALL - len(values)))


LIMITS = [
    (0, {"min_range": 2e3}, (1.999e3, 2.001e3)),
    (0, {"max_range": by_category(30e3, 40e3)}, (30.001e3, 29.999e3)),
    (1, {"max_range": by_category(30e3, 40e3)}, (40.001e3, 39.999e3)),
    (0, {"min_altitude": 3e3}, (2.999e3, 3.001e3)),
    (0, {"max_altitude": by_category(20e3, 25e3)}, (20.001e3, 19.999e3)),
    (1, {"max_altitude": by_category(20e3, 25e3)}, (25.001e3, 24.999e3)),
]


@pytest.mark.parametrize(("category", "limit", "heights"), LIMITS)
def test_an_envelope_ends_at_its_limits(category: int, limit: dict[str, Any], heights: tuple[float, float]) -> None:
    pair = pairing(category, **limit)
    got = [bool(shots.in_envelope(pair, 100.0, *geodetic_to_ecef(LATITUDE, LONGITUDE, h))) for h in heights]
    assert got == [False, True]
    here = np.full(2, LATITUDE), np.full(2, LONGITUDE)
    of_points = shots.reached(pair.interceptor, category, ORIGIN, *here, np.array(heights))
    assert of_points.tolist() == [False, True]


def test_a_range_is_slant_and_an_altitude_is_not() -> None:
    # 30 km to the east, 9 km up: 31.3 km away
    east = 30e3 / (6_378_137.0 * math.cos(LATITUDE))
    x, y, z = geodetic_to_ecef(LATITUDE, LONGITUDE + east, 9e3)
    assert math.dist((x, y, z), ORIGIN) == pytest.approx(math.hypot(30e3, 9e3), rel=3e-3)
    for limit, inside in (({"max_range": (31e3,) * ALL}, False), ({"max_range": (32e3,) * ALL}, True)):
        assert shots.in_envelope(pairing(**limit), 100.0, x, y, z) == inside
    for limit, inside in (({"max_altitude": (8.9e3,) * ALL}, False), ({"max_altitude": (9.1e3,) * ALL}, True)):
        assert shots.in_envelope(pairing(**limit), 100.0, x, y, z) == inside


@pytest.mark.parametrize(
    ("limit", "inside"),
    [
        ({"max_target_speed": 299.0}, False),
        ({"max_target_speed": 301.0}, True),
        ({"min_intercept_speed": 901.0}, False),
        ({"min_intercept_speed": 900.0}, True),
        ({"min_intercept_speed": 899.0}, True),
    ],
)
def test_speeds_of_target_and_missile(limit: dict[str, float], inside: bool) -> None:
    pair = pairing(**limit)
    assert shots.in_envelope(pair, 100.0, *geodetic_to_ecef(LATITUDE, LONGITUDE, 5e3)) == inside
    if "min_intercept_speed" in limit:
        here = np.array([LATITUDE]), np.array([LONGITUDE])
        assert shots.reached(pair.interceptor, 0, ORIGIN, *here, np.array([5e3])).tolist() == [inside]


@pytest.mark.parametrize("azimuth", [0.0, 0.5 * math.pi, 2.5])
@pytest.mark.parametrize(("most", "inside"), [(249.0, False), (251.0, True)])
def test_the_speed_of_a_target_is_that_of_any_direction(azimuth: float, most: float, inside: bool) -> None:
    way = (LATITUDE + 0.01 * math.cos(azimuth), LONGITUDE + 0.01 * math.sin(azimuth))
    motion = WaypointMotion(((LATITUDE, LONGITUDE), way), (5e3, 5e3), (250.0,))
    b = target(bodies(scenario((), (threat(motion),)))[0][0])
    pair = shots.paired(ORIGIN, shots.interceptor(ideal_missile(max_target_speed=most)), b, 0)
    assert shots.in_envelope(pair, 100.0, *geodetic_to_ecef(LATITUDE, LONGITUDE, 5e3)) == inside


def test_times_of_flight_are_those_of_two_that_close() -> None:
    pair = pairing(end=20e3, max_range=(30e3,) * ALL)
    t_end = 80e3 / 300.0
    latest = t_end - 20e3 / 900.0  # meets it at the end of its motion
    launch = np.array([0.0, 100.0, 200.0, latest - 0.1, latest + 0.1, t_end, t_end + 5.0])
    flights, inside = shots.fly_all(pair, launch)
    tau = (100e3 - 300.0 * launch) / 1200.0
    assert flights[:4, 0] == pytest.approx(tau[:4], abs=1e-7)
    assert flights[4:, 0].tolist() == [-1.0] * 3
    met = np.array([math.dist(row[1:], ORIGIN) for row in flights[:4]])
    assert met == pytest.approx(900.0 * tau[:4], abs=1e-3)
    assert inside.tolist() == [False, False, True, True, False, False, False]
    (near,), (met_near,) = shots.fly_all(pairing(), np.array([(100e3 - 600.0) / 300.0]))
    assert near[0] == pytest.approx(0.5, abs=1e-6)
    assert met_near


def test_what_may_be_near_the_envelope() -> None:
    pair = pairing(max_range=(25e3,) * ALL)
    ranges = 100e3 - 300.0 * pair.meets
    step = 300.0 * (pair.meets[1] - pair.meets[0])
    assert pair.near.tolist() == (ranges <= 25e3 + step).tolist()
    low = pairing(1, max_altitude=by_category(5e3, 25e3))
    assert low.near.tolist() == (ranges <= 25e3 + step).tolist()
    for share, near in ((0.95, True), (1.05, False)):  # of the step, for the 200th node
        limit = (float(ranges[200]) - share * step,) * ALL
        assert bool(pairing(max_range=limit).near[200]) == near
        assert bool(pairing(max_altitude=limit).near[200]) == near
    assert pair.launch == pytest.approx(pair.meets - ranges / 900.0, abs=1e-6)
    assert (pair.latest == np.maximum.accumulate(pair.launch)).all()


def test_neighbours_and_close_launch_times() -> None:
    chosen = np.array([False, False, True, False, False, False, True])
    assert shots._with_neighbours(chosen).tolist() == [False, True, True, True, False, True, True]
    launch = np.array([-math.inf, -math.inf, 0.0, 1.0, 1.4, 3.0, 2.5])
    # two that never reach are not close; 1.0 and 1.4 are, and 3.0 and 2.5
    assert shots._finer_than(launch, 0.9).tolist() == [False, False, False, True, True, True, True]
    assert not shots._finer_than(np.array([0.0, 0.9, 1.8]), 0.9 - 1e-9).any()


def test_launch_times_to_judge() -> None:
    # Steps of 7 s. Meetings from 25 km on: launches from (100 km - 33.3 km) / 300 m/s on, less a step or two.
    pair = pairing(dt=7.0, max_range=(25e3,) * ALL)
    seen = np.array([[233.0, 290.0], [295.0, 320.0]])
    got = shots.candidates(pair, seen)
    assert (np.diff(got) >= 0.0).all()
    met = [t - (100e3 - 300.0 * t) / 900.0 for t in (290.0, 320.0)]
    for t in (*np.arange(34, 46) * 7.0, 233.0, 295.0, *met):
        assert np.abs(got - t).min() < 1e-6
    assert got[0] == 233.0
    assert got[-1] == 320.0
    early = shots.candidates(pair, np.array([[0.0, 320.0]]))
    # a step before the first meeting that is near, or next to one: 25 km + 2 steps of 2.1 km
    first = (100e3 - 4 / 3 * (25e3 + 3 * 2100.0)) / 300.0 - 7.0
    assert first - 1e-6 <= early[0] <= (100e3 - 4 / 3 * 25e3) / 300.0 - 7.0
    assert shots.candidates(pair, np.array([[10.0, 100.0]])).size == 0  # before anything can be near
    assert shots.candidates(pairing(end=60e3, max_range=(25e3,) * ALL), np.array([[0.0, 130.0]])).size == 0


@pytest.mark.parametrize("dt", [1.0, 7.0, 30.0])
def test_windows_of_two_intervals_of_sight(dt: float) -> None:
    pair = pairing(dt=dt, min_range=2e3, max_range=(25e3,) * ALL)
    # seen too late for the first launches, and again until after the last
    seen = np.array([[230.0, 270.0], [275.0, 333.0]])
    launch = shots.candidates(pair, seen)
    got = shots.windows(pair, seen, launch, *shots.fly_all(pair, launch))
    left = 270.0 - (100e3 - 300.0 * 270.0) / 900.0  # meets it as it leaves
    closest = (100e3 - 2e3 * 4 / 3) / 300.0
    assert got == pytest.approx(np.array([[230.0, left], [275.0, closest]]), abs=2e-6)
    for (opens, closes), which in zip(got, (0, 1), strict=True):
        assert [int(shots.feasible(pair, seen, t)) for t in (opens + 1e-5, closes - 1e-5)] == [which] * 2
        assert [int(shots.feasible(pair, seen, t)) for t in (opens - 1e-5, closes + 1e-5)] == [-1] * 2
    # at the very instants at which it comes into sight, and leaves it
    assert [int(shots.feasible(pair, seen, t)) for t in (230.0, left, 275.0)] == [0, 0, 1]
    # seen all the time: from the range on at which it can be met at 25 km
    whole = np.array([[0.0, 400.0]])
    launch = shots.candidates(pair, whole)
    got = shots.windows(pair, whole, launch, *shots.fly_all(pair, launch))
    assert got == pytest.approx(np.array([[(100e3 - 25e3 * 4 / 3) / 300.0, closest]]), abs=2e-6)


def test_a_window_may_be_open_at_the_first_and_the_last_launch_judged() -> None:
    pair = pairing()
    seen = np.array([[0.0, 400.0]])
    launch = np.array([50.0, 51.0, 52.0])
    got = shots.windows(pair, seen, launch, *shots.fly_all(pair, launch))
    assert got.tolist() == [[50.0, 52.0]]


def test_a_window_with_one_launch_judged_in_it() -> None:
    # Seen from 240 s on, and until it is met by what is launched 0.01 s later.
    pair = pairing()
    seen = np.array([[240.0, (240.01 + 1000.0 / 9.0) * 0.75]])
    launch = np.array([239.0, 240.005, 270.0])
    got = shots.windows(pair, seen, launch, *shots.fly_all(pair, launch))
    assert got == pytest.approx(np.array([[240.0, 240.01]]), abs=2e-6)


@pytest.mark.parametrize("dt", [1.0, 7.0])
def test_fly_outs_at_the_nodes_and_beyond_the_last_meeting(dt: float) -> None:
    # It ends at 20 km: what is launched later meets nothing, and the line goes on there.
    pair = pairing(end=20e3, dt=dt)
    t_end = 80e3 / 300.0
    latest = t_end - 20e3 / 900.0
    spans = np.array([[210.3, 215.0], [230.0, latest]])
    launch = shots.candidates(pair, np.array([[0.0, t_end]]))
    flights, _ = shots.fly_all(pair, launch)
    for judged, flown in ((launch, flights), (launch[::2].copy(), flights[::2].copy())):
        grid = shots.flyout_grid(pair, spans, judged, flown)
        assert grid.first == math.floor(210.3 / dt)
        nodes = np.arange(grid.first, math.ceil(latest / dt) + 1) * dt
        tau = (100e3 - 300.0 * nodes) / 1200.0
        # single precision: 2e-6 s, and 0.002 m
        assert grid.time_of_flight == pytest.approx(tau, abs=1e-5)
        assert grid.slant_range == pytest.approx(900.0 * tau, abs=1e-2)


def test_a_window_within_one_cell_has_the_cells_two_nodes() -> None:
    pair = pairing(dt=60.0)
    launch = np.array([130.0, 140.0])
    grid = shots.flyout_grid(pair, np.array([[130.0, 140.0]]), launch, shots.fly_all(pair, launch)[0])
    assert (grid.first, grid.time_of_flight.size) == (2, 2)
    on_a_node = shots.flyout_grid(pair, np.array([[120.0, 120.0]]), launch, shots.fly_all(pair, launch)[0])
    assert (on_a_node.first, on_a_node.time_of_flight.size) == (2, 2)
    assert on_a_node.time_of_flight == pytest.approx([(100e3 - 300.0 * t) / 1200.0 for t in (120.0, 180.0)], abs=1e-5)


def test_a_window_that_closes_on_a_node_needs_no_more() -> None:
    pair = pairing()
    launch = np.arange(205.0, 220.0)
    grid = shots.flyout_grid(pair, np.array([[210.3, 215.0]]), launch, shots.fly_all(pair, launch)[0])
    assert (grid.first, grid.time_of_flight.size) == (210, 6)


NOWHERE = (-1.0, math.nan, math.nan, math.nan)


@pytest.mark.parametrize("known", [40.0, 0.5])
@pytest.mark.parametrize("node", [0, 5])
def test_a_node_without_an_intercept_lies_on_the_line_through_the_windows_end(node: int, known: float) -> None:
    # Nodes from 200 s on; what the other node of the cell has is given here, so that it is told from the exact values.
    pair = pairing()
    spans = np.array([[200.3, 204.6]])
    flights = shots.fly_all(pair, np.arange(200.0, 206.0))[0]
    flights[node] = NOWHERE
    partner, edge = (1, 200.3) if node == 0 else (4, 204.6)
    flights[partner, 0] = known
    values = shots._node_values(pair, spans, 200, flights)
    exact = (100e3 - 300.0 * edge) / 1200.0
    slope = (exact - known) / (edge - (200.0 + partner))
    assert values[node, 0] == pytest.approx(exact + slope * (200.0 + node - edge), abs=1e-5)
    # the slant range is on a line anyway
    assert values[node, 1] == pytest.approx(0.75 * (100e3 - 300.0 * (200.0 + node)), abs=1e-2)


def test_a_window_between_two_nodes_without_an_intercept_is_a_line_through_its_ends() -> None:
    pair = pairing()
    flights = shots.fly_all(pair, np.arange(200.0, 206.0))[0]
    flights[2] = flights[3] = NOWHERE
    values = shots._node_values(pair, np.array([[202.2, 202.8]]), 200, flights)
    assert values[:, 0] == pytest.approx((100e3 - 300.0 * np.arange(200.0, 206.0)) / 1200.0, abs=1e-5)


def test_an_end_that_all_but_falls_on_a_node_gives_no_slope() -> None:
    pair = pairing()
    flights = shots.fly_all(pair, np.arange(200.0, 206.0))[0]
    flights[0], flights[1, 0] = NOWHERE, 40.0
    values = shots._node_values(pair, np.array([[200.9995, 204.6]]), 200, flights)
    assert values[0, 0] == pytest.approx((100e3 - 300.0 * 200.9995) / 1200.0, abs=1e-6)


def test_nodes_that_no_window_touches_have_a_number() -> None:
    pair = pairing()
    flights = shots.fly_all(pair, np.arange(200.0, 210.0))[0]
    for i in (0, 1, 5, 6):
        flights[i] = NOWHERE
    values = shots._node_values(pair, np.array([[202.2, 203.5], [207.5, 208.5]]), 200, flights)
    tau = (100e3 - 300.0 * np.arange(200.0, 210.0)) / 1200.0
    # of the nearest one before that has a number, else behind
    wanted = tau[[2, 2, 2, 3, 4, 4, 4, 7, 8, 9]]
    assert values[:, 0] == pytest.approx(wanted, abs=1e-6)
    assert values[:, 1] == pytest.approx(900.0 * wanted, abs=1e-2)


def test_a_fly_out_spans_the_largest_envelope(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: dict[str, Any] = {}
    monkeypatch.setattr(shots, "flyout_table", lambda figures, **own: asked.update(own, figures=figures))
    missile = real_missile(max_range=by_category(30e3, 45e3)[:2], max_altitude=(12e3, 9e3))
    shots._flyout(missile, 200.0, 3)
    assert asked.pop("figures") == shots.missile_figures(missile)
    assert asked == {
        "max_range": MARGIN * 45e3, "max_altitude": MARGIN * 12e3, "launch_altitude": 200.0, "threads": 3
    }  # fmt: skip
    assert MARGIN > 1.0
    assert shots._flyout(ideal_missile(constant_speed=0.5), 0.0, 1).constant_speed == 0.5


@pytest.mark.parametrize(("altitude", "level"), [(-300.0, 0.0), (0.0, 0.0), (149.0, 100.0), (151.0, 200.0)])
def test_launch_points_share_a_fly_out(altitude: float, level: float) -> None:
    assert shots.launch_level(altitude) == level


def test_the_figures_of_a_missile_go_where_they_belong() -> None:
    own = {
        "max_speed": 1.0, "launch_mass": 2.0, "diameter": 3.0, "length": 4.0, "fin_drag": 5.0, "nozzle_ratio": 6.0,
        "drag_factor": 7.0, "specific_impulse": 8.0, "boost_time": 9.0, "sustain_time": 10.0, "sustain_share": 11.0,
        "booster_mass": 12.0, "max_normal_force": 13.0, "loft_apogee": 14.0, "min_intercept_speed": 15.0,
        "min_intercept_load": 16.0, "booster_diameter": 17.0,
    }  # fmt: skip
    got = shots.missile_figures(ideal_missile(**own))
    assert (got.max_speed, got.launch_mass, got.max_normal_force) == (1.0, 2.0, 13.0)
    frame = got.airframe
    assert (frame.diameter, frame.length, frame.fin_drag) == (3.0, 4.0, 5.0)
    assert (frame.nozzle_ratio, frame.drag_factor) == (6.0, 7.0)
    assert tuple(got.propulsion) == (8.0, 9.0, 10.0, 11.0, 12.0, 17.0)
    assert tuple(got.demand) == (14.0, 15.0, 16.0)
