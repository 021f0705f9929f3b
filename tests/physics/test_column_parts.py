"""The parts of a fly-out table one by one, with flights of a closed form in place of those of the model."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from airdef.physics import reach
from airdef.physics.lofts import NAVIGATION
from physics.flights import Phase, vehicle
from physics.missiles import LONG, MEDIUM, SHORT

FILL, AGAIN, PEAK, TRACE = (getattr(reach, name).py_func for name in ("fill_column", "_again", "peak_speed", "_trace"))
"""As plain Python, so that what they call can be put in place of it."""

DRAG = ((0.0, 0.0), (10.0, 0.0))
MOTOR = vehicle(500.0, [Phase(5.0, 0.0, 40.0, 1.0, DRAG), Phase(math.inf, 0.0, 0.0, 1.0, DRAG)])
DEMAND = LONG.demand
WANTED = 400.0
INF = math.inf


def filled(monkeypatch, flight, slant, altitude=2e3, site=50.0, wanted=WANTED):
    """Fill a column with `flight(slant range)`: time and speed of the best one. Also what was asked for."""
    asked = []

    def best(v, launch, demand, r, height, near, required):
        assert (v, launch, demand, height, required) == (MOTOR, site, DEMAND, altitude, wanted)
        assert near.tolist() == [0.0] * len(NAVIGATION)
        asked.append(r)
        return flight(r)

    monkeypatch.setattr(reach, "_again", best)
    monkeypatch.setattr(reach, "required_speed", lambda v, demand, height: wanted if height == altitude else 0.0)
    times, speeds, margins = (np.full(slant.size, np.nan) for _ in range(3))
    got = FILL(MOTOR, site, DEMAND, slant, altitude, times, speeds, margins)
    return got, times, speeds, margins, asked


def slowing(r):
    """Flights that lose 0.01 m/s a metre from 700 m/s on: 400 m/s are left at 30 km. They take r / 800 s."""
    return r / 800.0, 700.0 - 0.01 * r


GRID = np.array([0.0, 10e3, 20e3, 28e3, 40e3, 60e3, 70e3])


def test_a_column_ends_where_the_speed_does(monkeypatch):
    got, times, speeds, margins, asked = filled(monkeypatch, slowing, GRID)
    # half a metre a second may be missing: 399.5 m/s are left at 30.05 km, found to 0.2 % from below
    assert 30_050.0 * (1.0 - 2e-3) <= got <= 30_050.0
    assert asked[:4] == [10e3, 20e3, 28e3, 40e3]
    # halves of 12 km until they are within 0.2 % of some 30 km: eight
    assert len(asked) == 4 + 8
    assert asked[4] == 34e3
    assert (times[0], speeds[0], margins[0]) == (0.0, 0.0, -1.0)
    assert times[1:4] == pytest.approx(GRID[1:4] / 800.0)
    assert speeds[1:4] == pytest.approx(700.0 - 0.01 * GRID[1:4])
    assert margins[1:4] == pytest.approx([0.5, 0.25, 20.0 / 400.0])
    # beyond: no faster than the 400 m/s that it must have there, and so slower than up to there
    assert times[4:] == pytest.approx(got / 800.0 + (GRID[4:] - got) / 400.0)
    assert (speeds[4:] == WANTED).all()
    # the margin's line from 0.05 at 28 km crosses zero at the reach
    assert margins[4] == pytest.approx(-0.05 * (40e3 - got) / (got - 28e3))
    assert (margins[5:] == margins[4]).all()


def test_a_column_all_within_reach_has_no_end(monkeypatch):
    got, times, _, margins, asked = filled(monkeypatch, slowing, GRID[:4])
    assert got == 28e3
    assert asked == [10e3, 20e3, 28e3]
    assert times == pytest.approx(GRID[:4] / 800.0)
    assert margins[1:] == pytest.approx([0.5, 0.25, 0.05])


@pytest.mark.parametrize(("missing", "counts"), [(0.5, True), (0.51, False)])
def test_half_a_metre_a_second_may_be_missing(monkeypatch, missing, counts):
    got, _, speeds, margins, _ = filled(monkeypatch, lambda r: (r / 800.0, WANTED - missing), GRID[:3])
    assert got == (20e3 if counts else 0.0)
    assert speeds[1:] == pytest.approx([WANTED - missing] * 2)
    # what counts is allowed: its margin is above zero
    assert margins[1:] == pytest.approx([1e-6 if counts else -missing / WANTED] * 2, rel=1e-9)


def test_what_never_arrives_has_a_margin_of_minus_one(monkeypatch):
    got, times, speeds, margins, asked = filled(monkeypatch, lambda r: (INF, 0.0), GRID)
    assert got == 0.0
    assert asked == GRID[1:].tolist()
    assert (times[1:] == INF).all()
    assert (speeds == 0.0).all()
    assert (margins == -1.0).all()


def test_points_too_near_do_not_end_a_column(monkeypatch):
    # nothing below 15 km, as under a missile that first must climb: the reach is what comes after that
    got, _, _, margins, _ = filled(monkeypatch, lambda r: slowing(r) if r > 15e3 else (INF, 0.0), GRID)
    assert got == pytest.approx(30_050.0, rel=2e-3)
    assert margins[1] == -1.0
    assert margins[2] == pytest.approx(0.25)


def test_flights_that_end_between_two_points_end_there(monkeypatch):
    # enough speed up to 31 km, and no flight at all beyond
    got, times, _, _, _ = filled(monkeypatch, lambda r: (r / 300.0, 900.0) if r <= 31e3 else (INF, 0.0), GRID)
    assert 31e3 * (1.0 - 2e-3) <= got <= 31e3
    # slower than the 400 m/s asked for: the line goes on as the flights did
    assert times[4:] == pytest.approx(GRID[4:] / 300.0)


def test_flights_that_are_just_fast_enough_count_up_to_their_end(monkeypatch):
    got, *_ = filled(monkeypatch, lambda r: (r / 300.0, WANTED - 0.5) if r <= 31e3 else (INF, 0.0), GRID)
    assert 31e3 * (1.0 - 2e-3) <= got <= 31e3


def test_a_reach_of_half_a_metre_is_a_reach(monkeypatch):
    got, times, *_ = filled(
        monkeypatch, lambda r: (r / 300.0, 900.0) if r <= 0.5 else (INF, 0.0), np.array([0.0, 0.5, 2.0, 5.0])
    )
    assert got == 0.5
    assert times[2:] == pytest.approx([0.5 / 300.0 + 1.5 / WANTED, 0.5 / 300.0 + 4.5 / WANTED])


def test_a_reach_just_behind_a_point_is_that_point(monkeypatch):
    got, times, _, margins, _ = filled(monkeypatch, lambda r: (r / 800.0, 900.0) if r <= 28e3 else (INF, 0.0), GRID)
    # bisected from 40 km down to 0.2 % above it, and nothing allowed was found on the way
    assert got == 28e3
    assert times[4:] == pytest.approx(28e3 / 800.0 + (GRID[4:] - 28e3) / WANTED)
    # a step down over a thousandth of the reach: the margin of 1.25 falls by it in 28 m
    assert margins[4] == pytest.approx(-1.25 * 12e3 / 28.0)


# --- beyond the reach


def continued(margin=0.2, before=20e3, t_before=40.0, at=24e3, t_at=52.0, wanted=500.0):
    """Continue columns with two nodes before the reach and three behind it."""
    slant = np.array([0.0, 20e3, 30e3, 40e3, 50e3])
    times, speeds, margins = np.zeros(5), np.zeros(5), np.array([-1.0, margin, 7.0, 7.0, 7.0])
    reach._continue(slant, 2, wanted, before, t_before, at, t_at, times, speeds, margins)
    return times, speeds, margins


def test_beyond_the_reach_lines_go_on():
    times, speeds, margins = continued()
    # 12 s for 4 km, slower than 500 m/s
    assert times == pytest.approx([0.0, 0.0, 52.0 + 18.0, 52.0 + 48.0, 52.0 + 78.0])
    assert speeds.tolist() == [0.0, 0.0, 500.0, 500.0, 500.0]
    # 0.2 in 4 km, 6 km more
    assert margins == pytest.approx([-1.0, 0.2, -0.3, -0.3, -0.3])


def test_beyond_the_reach_nothing_is_faster_than_it_may_arrive():
    assert continued(t_at=44.0)[0][2:] == pytest.approx([44.0 + 12.0, 44.0 + 32.0, 44.0 + 52.0])
    # at the point before itself there is no slope to go on with
    assert continued(at=20e3, t_at=40.0)[0][2:] == pytest.approx([60.0, 80.0, 100.0])
    assert continued(at=20e3, t_at=41.0)[0][2:] == pytest.approx([61.0, 81.0, 101.0])


@pytest.mark.parametrize(("margin", "taken"), [(1e-6, 1e-3), (0.9e-3, 1e-3), (2e-3, 2e-3)])
def test_the_margin_before_the_reach_is_a_thousandth_at_least(margin, taken):
    *_, margins = continued(margin)
    assert margins[1] == taken
    assert margins[2] == pytest.approx(-taken * 6.0 / 4.0)


def test_margins_behind_the_reach_are_a_thousandth_below_zero_at_least():
    # the reach is 10 m before a node: there the line has hardly begun to fall
    *_, margins = continued(1e-3, at=29_990.0, t_at=60.0)
    assert margins[2] == pytest.approx(-1e-3 * 10.0 / 9_990.0)
    assert margins[3:].tolist() == [-1e-3, -1e-3]


def test_a_reach_at_a_point_takes_a_thousandth_of_it_to_fall():
    *_, margins = continued(0.2, at=20e3, t_at=40.0)
    assert margins[2] == pytest.approx(-0.2 * 10e3 / 20.0)
    *_, margins = continued(0.2, at=20_010.0, t_at=40.0)  # 10 m behind it, too
    assert margins[2] == pytest.approx(-0.2 * 9_990.0 / 20.01)
    *_, margins = continued(0.2, at=20_040.0, t_at=40.0)  # and 40 m are their own measure
    assert margins[2] == pytest.approx(-0.2 * 9_960.0 / 40.0)


# --- looking again from above


@pytest.mark.parametrize(
    ("found", "begun", "got"),
    [
        ([(50.0, 400.0)], [0.3], (50.0, 400.0)),
        ([(50.0, 399.5)], [0.3], (50.0, 399.5)),
        ([(50.0, 399.4), (60.0, 450.0)], [0.3, 0.0], (60.0, 450.0)),
        ([(INF, 900.0), (60.0, 450.0)], [0.3, 0.0], (60.0, 450.0)),
        ([(INF, 0.0), (INF, 0.0), (70.0, 500.0)], [0.3, 0.0, 0.5], (70.0, 500.0)),
        ([(INF, 0.0), (60.0, 300.0), (70.0, 350.0)], [0.3, 0.0, 0.5], (70.0, 350.0)),
    ],
)
def test_what_is_not_found_near_the_neighbour_is_looked_for_again(monkeypatch, found, begun, got):
    asked, left = [], list(found)

    def best(v, site, demand, slant, altitude, near):
        assert (v, site, demand, slant, altitude) == (MOTOR, 50.0, DEMAND, 30e3, 2e3)
        asked.append(near.tolist())
        near[:] = 9.0
        return (*left.pop(0), 0.1, 2.4)

    monkeypatch.setattr(reach, "best_flight", best)
    assert AGAIN(MOTOR, 50.0, DEMAND, 30e3, 2e3, np.full(5, 0.3), WANTED) == got
    assert asked == [[angle] * 5 for angle in begun]


# --- speed at the end of the burn, and propellant from it


@pytest.mark.parametrize("elevation", [0.3, 1.2])
def test_the_highest_speed_counts_up_to_the_end_of_the_burn(monkeypatch, elevation):
    asked = []
    # faster in a dive after the burn of 5 s, and fastest before its end
    rows = [(0.5, 300.0), (1.0, 310.0), (2.0, 320.0), (3.0, 330.0), (4.0, 950.0), (5.0 + 0.9e-6, 900.0)]
    rows += [(5.0 + 2e-6, 1e4), (7.0, 2e4)]

    def fly(v, site, x, z, climb, navigation, finer, trace):
        asked.append((v, site, x, z, climb, navigation, finer))
        assert trace.shape[1] == 4
        assert (trace == 0.0).all()
        for k, (t, speed) in enumerate(rows):
            trace[k, 0], trace[k, 3] = t, speed
        return 0.0, 0.0, 0.0, 0.0

    monkeypatch.setattr(reach, "fly", fly)
    assert PEAK(MOTOR, elevation) == 950.0
    ((v, site, x, z, climb, _, finer),) = asked
    assert (v, site, climb, finer) == (MOTOR, 0.0, elevation, 1.0)
    # a point so far along the same line that it is never turned for
    assert math.atan2(z, x) == pytest.approx(elevation)
    assert math.hypot(x, z) >= 1e6
    rows[4] = (4.0, 800.0)
    assert PEAK(MOTOR, elevation) == 900.0  # the end of the burn counts, to a microsecond
    rows[:] = [(0.5, 120.0)]
    assert PEAK(MOTOR, elevation) == 120.0
    rows[:] = []
    assert PEAK(MOTOR, elevation) == 0.0


@pytest.mark.parametrize(
    "figures", [LONG, MEDIUM, replace(LONG, propulsion=LONG.propulsion._replace(booster_mass=92.0))]
)
@pytest.mark.parametrize("share", [0.0201, 0.3, 0.869])
def test_propellant_is_solved_from_the_speed(monkeypatch, figures, share):
    # a speed of 2 km/s times the square of the share of propellant
    burnt = figures.launch_mass

    def peak(v, elevation):
        assert elevation == pytest.approx(math.pi / 4.0)
        ends = np.concatenate(([0.0], v.ends[:-1]))
        return 2e3 * (float((v.flow[:-1] * np.diff(ends)).sum()) / burnt) ** 2

    monkeypatch.setattr(reach, "peak_speed", peak)
    got = reach.vehicle_of(replace(figures, max_speed=2e3 * share**2))
    ends = np.concatenate(([0.0], got.ends[:-1]))
    # the share is found to 1e-5
    assert float((got.flow[:-1] * np.diff(ends)).sum()) / burnt == pytest.approx(share, abs=2e-5)
    assert got.thrust == pytest.approx(got.flow * figures.propulsion.specific_impulse * 9.80665)
    assert (got.launch_mass, got.flow[-1], got.thrust[-1]) == (figures.launch_mass, 0.0, 0.0)


@pytest.mark.parametrize(
    ("booster", "share", "told"),
    [
        (0.0, 0.0199, "from 2% to 92%"),
        (0.0, 0.02, "from 2% to 92%"),  # the ends themselves do not count
        (0.0, 0.92, "from 2% to 92%"),
        (0.0, 0.93, "from 2% to 92%"),
        (0.3, 0.63, "from 2% to 62%"),
        (0.9, 0.5, "from 2% to 2%"),
        (0.95, 0.5, "from 2% to 2%"),
    ],
)
def test_a_speed_beyond_all_shares_is_refused(monkeypatch, booster, share, told):
    mass = LONG.launch_mass
    monkeypatch.setattr(reach, "peak_speed", lambda v, _: 2e3 * float(v.flow[0]) * 12.0 / mass)
    figures = replace(
        LONG, max_speed=2e3 * (0.02 * mass / 12.0) * 12.0 / mass if share == 0.02 else 2e3 * share,
        propulsion=LONG.propulsion._replace(booster_mass=booster * mass),
    )  # fmt: skip
    if share == 0.92:
        figures = replace(figures, max_speed=2e3 * (0.92 * mass / 12.0) * 12.0 / mass)
    with pytest.raises(ValueError, match=told):
        reach.vehicle_of(figures)


def test_the_greatest_share_itself_is_too_much(monkeypatch):
    # the speed asked for is met by the greatest share and no more
    monkeypatch.setattr(reach, "peak_speed", lambda v, _: 1000.0 if float(v.flow[0]) > 50.0 else 0.0)
    with pytest.raises(ValueError, match="gives 1000 m/s"):
        reach.vehicle_of(replace(LONG, max_speed=1000.0))


def test_a_share_just_within_the_ends_is_found(monkeypatch):
    mass = LONG.launch_mass
    monkeypatch.setattr(reach, "peak_speed", lambda v, _: 2e3 * float(v.flow[0]) * 12.0 / mass)
    for booster, share in ((0.0, 0.0201), (0.0, 0.9199), (0.3, 0.6199)):
        own = LONG.propulsion._replace(booster_mass=booster * mass)
        got = reach.vehicle_of(replace(LONG, max_speed=2e3 * share, propulsion=own))
        assert float(got.flow[0]) * 12.0 / mass == pytest.approx(share, abs=2e-5)


# --- tables and paths


PHASES = [
    Phase(5.0, 0.0, 40.0, 1.0, DRAG, dropped=30.0), Phase(9.0, 0.0, 10.0, 1.0, DRAG), Phase(INF, 0.0, 0.0, 1.0, DRAG)
]  # fmt: skip


def tabled(monkeypatch, phases=PHASES, **own):
    """A table whose columns have their altitude, and the first and last slant range, in what they hold."""
    calls = []

    def fill(v, site, demand, slant, altitude, times, speeds, margins):
        calls.append((v, site, demand, altitude))
        times[:], speeds[:], margins[:] = slant + altitude, 2.0 * slant + altitude, slant - altitude
        return 3.0 * altitude

    monkeypatch.setattr(reach, "fill_column", fill)
    monkeypatch.setattr(reach, "vehicle_of", lambda figures: vehicle(500.0, phases))
    return reach.flyout_table(SHORT, **own), calls


def test_nodes_are_spaced_by_squares_and_columns_stand_side_by_side(monkeypatch):
    own = {"max_range": 16e3, "max_altitude": 9e3, "launch_altitude": 70.0}
    table, calls = tabled(monkeypatch, nodes=(5, 4), **own)
    slant, altitude = [0.0, 1e3, 4e3, 9e3, 16e3], [0.0, 1e3, 4e3, 9e3]
    assert table.slant_range == pytest.approx(slant)
    assert table.altitude == pytest.approx(altitude)
    assert table.time_of_flight == pytest.approx(np.add.outer(slant, altitude))
    assert table.speed_at_intercept == pytest.approx(np.add.outer(2.0 * np.array(slant), altitude))
    assert table.margin == pytest.approx(np.subtract.outer(slant, altitude))
    assert table.reach == pytest.approx(3.0 * np.array(altitude))
    assert table.constant_speed == 0.0
    # 5 s of 40 kg/s and 4 s of 10 kg/s; the booster's 30 kg are no propellant
    assert table.propellant == pytest.approx(240.0)
    assert {call[1:3] for call in calls} == {(70.0, SHORT.demand)}
    for held in (table.time_of_flight, table.speed_at_intercept, table.margin):
        assert held.flags["C_CONTIGUOUS"]
    # a booster that falls off with the last burn is no propellant either
    only, _ = tabled(monkeypatch, [PHASES[0], PHASES[-1]], nodes=(3, 2), **own)
    assert only.propellant == pytest.approx(200.0)
    usual, calls = tabled(monkeypatch, **own)
    assert usual.margin.shape == (32, 12)
    own.pop("launch_altitude")
    assert {call[1] for call in tabled(monkeypatch, threads=None, nodes=(3, 2), **own)[1]} == {0.0}


@pytest.mark.parametrize("name", ["max_range", "max_altitude"])
@pytest.mark.parametrize("value", [0.0, -5.0, INF, math.nan])
def test_a_table_has_a_size(monkeypatch, name, value):
    with pytest.raises(ValueError, match=f"{name} is {value}"):
        tabled(monkeypatch, **({"max_range": 1e4, "max_altitude": 5e3} | {name: value}))
    assert tabled(monkeypatch, nodes=(2, 2), max_range=0.5, max_altitude=0.5)[0].slant_range[1] == 0.5


@pytest.mark.parametrize("name", ["max_speed", "launch_mass", "max_normal_force"])
def test_the_least_figures_are_figures_and_infinite_ones_are_not(name):
    reach._check(replace(SHORT, **{name: 0.5}))
    with pytest.raises(ValueError, match=f"{name} is 0.0"):
        reach._check(replace(SHORT, **{name: 0.0}))
    with pytest.raises(ValueError, match=f"{name} is inf"):
        reach._check(replace(SHORT, **{name: INF}))


@pytest.mark.parametrize(
    ("times", "begun", "flown"),
    [([40.0], [0.0], True), ([INF, 45.0], [0.0, 0.5], True), ([INF, INF], [0.0, 0.5], False)],
)
def test_a_path_is_that_of_the_best_flight(monkeypatch, times, begun, flown):
    asked, left, paths = [], list(times), []

    def best(v, site, demand, slant, altitude, near):
        asked.append(near.tolist())
        assert (v, site, demand, slant, altitude) == (MOTOR, 50.0, DEMAND, 30e3, 2e3)
        return left.pop(0), 500.0, 0.1 * len(asked), 2.0 + len(asked)

    monkeypatch.setattr(reach, "best_flight", best)
    monkeypatch.setattr(reach, "fly", lambda *own: paths.append(own))
    trace = np.zeros((9, 4))
    assert TRACE(MOTOR, 50.0, DEMAND, 30e3, 2e3, trace) == times[-1]
    assert asked == [[angle] * 5 for angle in begun]
    assert len(paths) == flown
    if flown:
        v, site, x, z, climb, navigation, finer, into = paths[0]
        assert (v, site, (x, z)) == (MOTOR, 50.0, reach.end_point(30e3, 2e3, 50.0))
        assert (climb, navigation, finer) == (0.1 * len(asked), 2.0 + len(asked), 2.0)
        assert into is trace


def test_a_path_begins_at_the_launcher_and_ends_at_the_point(monkeypatch):
    def traced(v, site, demand, slant, altitude, trace):
        assert (v, site, demand, slant, altitude) == (MOTOR, 50.0, DEMAND, 30e3, 2e3)
        assert trace.shape == (4096, 4)
        assert (trace == 0.0).all()
        trace[:3] = [[0.5, 0.0, 20.0, 100.0], [1.5, 50.0, 70.0, 200.0], [9.0, 1.0, 2.0, 300.0]]
        return 9.5

    monkeypatch.setattr(reach, "_trace", traced)
    path = reach.flight_path(MOTOR, DEMAND, 30e3, 2e3, 50.0)
    x, z = reach.end_point(30e3, 2e3, 50.0)
    assert path.times.tolist() == [0.0, 0.5, 1.5, 9.5]
    assert path.x.tolist() == [0.0, 0.0, 50.0, x]  # straight up at first
    assert path.z.tolist() == [0.0, 20.0, 70.0, z]
    assert path.speed.tolist() == [25.0, 100.0, 200.0, 300.0]
    assert path != reach.flight_path(MOTOR, DEMAND, 30e3, 2e3, 50.0)
    assert path == path  # noqa: PLR0124 (a path equals nothing but itself)
    monkeypatch.setattr(reach, "_trace", lambda *own: INF)
    assert reach.flight_path(MOTOR, DEMAND, 30e3, 2e3) is None
    monkeypatch.setattr(reach, "_trace", lambda v, site, *own: site if site else INF)
    assert reach.flight_path(MOTOR, DEMAND, 30e3, 2e3) is None  # from sea level unless told


def test_a_booster_has_a_diameter_of_its_own_until_it_falls_off():
    plain = reach.vehicle_of(LONG)
    wide = replace(LONG, propulsion=LONG.propulsion._replace(booster_diameter=2.0 * LONG.airframe.diameter))
    got = reach.vehicle_of(wide)
    # four times the cross-section while it burns; the friction of its longer skin does not grow as fast
    assert (got.drag[0] > 2.0 * plain.drag[0]).all()
    for name in ("slope", "normal", "exit_area"):
        assert getattr(got, name)[0] == pytest.approx(4.0 * getattr(plain, name)[0])
        assert (getattr(got, name)[1:] == getattr(plain, name)[1:]).all()
    assert (got.drag[1:] == plain.drag[1:]).all()
    # more drag in the burn: more propellant for the same speed at its end
    assert got.flow[0] > plain.flow[0]
