"""The best flight to a point against all flights of its family, and one column of a table against its best flights."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from scipy.optimize import brentq

from airdef.physics import guided, lofts, reach
from airdef.physics.constants import GRAVITY
from airdef.physics.lofts import Demand
from physics.missiles import LONG, MEDIUM, MISSILES, SHORT, changed
from physics.test_guided import rocket

NONE = np.empty((0, 4))
EVERY = (1.8, 2.4, 3.4, 4.6, 6.4)
"""The navigation constants of the family, as its module's text has them."""


@cache
def built(name):
    return reach.vehicle_of(MISSILES[name])


def test_the_speed_to_arrive_with():
    v = built("long")
    # 3 g by the greatest normal force of the burnt-out missile: 3 m g = CN S rho v^2 / 2
    mass = LONG.launch_mass - 12.0 * float(v.flow[0])
    density = float(v.air[400, 0])  # at 20 km
    least = math.sqrt(2.0 * 3.0 * mass * GRAVITY / (density * 8.0 * math.pi * 0.519**2 / 4.0))
    assert least > 500.0
    assert lofts.required_speed(v, LONG.demand, 20e3) == pytest.approx(least, rel=1e-9)
    assert lofts.required_speed(v, LONG.demand, 1e3) == 500.0
    alone = v._replace(**{n: getattr(v, n)[1:] for n in ("ends", "thrust", "flow", "exit_area", "dropped", "normal")})
    heavy = lofts.required_speed(alone, LONG.demand, 20e3)  # one phase without end: nothing is burnt
    assert heavy == pytest.approx(least * math.sqrt(LONG.launch_mass / mass), rel=1e-9)


def test_the_cost_of_a_flight_by_its_own_figures():
    v = built("long")
    x, z = guided.end_point(60e3, 8e3, 0.0)
    t, speed, top, miss = guided.fly(v, 0.0, x, z, 0.7, 2.4, 1.0, NONE)
    assert miss < 100.0

    def cost(ceiling, wanted):
        return lofts._cost(v, 0.0, x, z, 0.7, 2.4, ceiling, wanted)

    assert cost(top + 1.0, speed - 1.0) == (t, t, speed, top)
    # ten seconds for each metre a second that is missing, a fiftieth for each metre too high; a hundredth is forgiven
    assert cost(top + 1.0, speed + 30.0) == (pytest.approx(t + 300.0), t, speed, top)
    assert cost(top / 1.009, speed) == (pytest.approx(t + 0.02 * (top - top / 1.009)), t, speed, top)
    assert cost(top / 1.011, speed) == (pytest.approx(t + 0.02 * (top - top / 1.011)), math.inf, 0.0, top)


@pytest.mark.parametrize(("beyond", "allowed"), [(-1.0, True), (1.0, False)])
def test_a_flight_has_arrived_within_a_share_of_its_range(beyond, allowed):
    # without air nothing turns it once it has burnt out: it passes a point beside its path by as much
    v, trace = rocket(burn=1.0), np.zeros((2000, 4))
    guided.fly(v, 0.0, 21e3, 19e3, 0.8, 3.0, 16.0, trace)
    k = int(np.flatnonzero(trace[:, 0] > 12.0)[0])
    (x, z), t = trace[k, 1:3], trace[k, 0]

    def missed(above):
        return guided.fly(v, 0.0, x, z + above, 0.8, 3.0, 1.0, NONE)[3]

    # 0.2 % of the range and 20 m
    above = float(brentq(lambda a: missed(a) - 0.002 * math.hypot(x, z + a) - 20.0 - beyond, 5.0, 300.0))
    cost, time, *_ = lofts._cost(v, 0.0, x, z + above, 0.8, 3.0, 1e6, 0.0)
    assert (time < math.inf) == allowed
    assert cost == pytest.approx(t if allowed else 1e6 + missed(above), abs=0.5)


def family(v, demand, slant, altitude, site):
    """Return time, speed and climb angle of the quickest flight allowed, of one in each 0.01 rad and constant."""
    x, z = guided.end_point(slant, altitude, site)
    sight = math.atan2(z, x)
    ceiling = 1.01 * (max(demand.loft_apogee, altitude) + 1.0)  # the slack of the search
    wanted = lofts.required_speed(v, demand, altitude) - 0.5
    found = []
    for navigation in EVERY:
        for climb in np.arange(sight, 0.5 * math.pi, 0.01):
            t, speed, top, miss = guided.fly(v, site, x, z, climb, navigation, 1.0, NONE)
            if top <= ceiling and speed >= wanted and miss <= 0.002 * slant + 20.0:
                found.append((t, speed, climb))
    return min(found, default=(math.inf, 0.0, 0.0))


POINTS = [
    ("long", {}, 100e3, 10e3, 0.0),
    ("long", {}, 60e3, 500.0, 1000.0),
    ("long", {"loft_apogee": 15e3}, 80e3, 5e3, 0.0),
    ("medium", {}, 50e3, 5e3, 0.0),
    ("medium", {}, 35e3, 21e3, 500.0),
    ("medium", {"min_speed": 600.0}, 50e3, 8e3, 0.0),
]


@pytest.mark.parametrize(("name", "asked", "slant", "altitude", "site"), POINTS)
def test_the_best_flight_is_the_quickest_of_its_family(name, asked, slant, altitude, site):
    v, demand = built(name), MISSILES[name].demand._replace(**asked)
    near = np.full(5, 0.3)
    t, speed, climb, navigation = lofts.best_flight(v, site, demand, slant, altitude, near)
    quickest, *_ = family(v, demand, slant, altitude, site)
    # the bracket of the search, 0.03 rad, is worth 0.2 %; of the constants not all are tried where one is free: 1 %
    assert quickest * 0.998 <= t <= quickest * 1.01
    x, z = guided.end_point(slant, altitude, site)
    flown = guided.fly(v, site, x, z, climb, navigation, 1.0, NONE)
    assert flown[:2] == (t, speed)
    assert navigation in EVERY
    assert speed >= lofts.required_speed(v, demand, altitude) - 0.5
    assert flown[2] <= 1.01 * (max(demand.loft_apogee, altitude) + 1.0)
    # what was found is told to the next search, which begins there and finds the same, or a quicker one
    again = lofts.best_flight(v, site, demand, slant, altitude, near)
    assert quickest * 0.998 <= again[0] <= t * 1.002
    assert climb - math.atan2(z, x) in [pytest.approx(a, abs=1e-12) for a in near] or again[0] <= t


def test_without_a_loft_it_flies_along_the_line_of_sight():
    v, demand = built("short"), SHORT.demand
    x, z = guided.end_point(8e3, 3e3, 0.0)
    t, speed, climb, _ = lofts.best_flight(v, 0.0, demand, 8e3, 3e3, np.zeros(5))
    assert climb == math.atan2(z, x)
    straight = guided.fly(v, 0.0, x, z, climb, 2.4, 1.0, NONE)
    assert (t, speed) == pytest.approx(straight[:2], rel=1e-3)  # the navigation constant has little to do
    # straight up there is no loft to choose
    t, speed, climb, _ = lofts.best_flight(built("long"), 0.0, LONG.demand, 10e3, 10e3, np.zeros(5))
    assert climb == pytest.approx(0.5 * math.pi)
    assert (t, speed) == pytest.approx(guided.fly(built("long"), 0.0, 0.0, 10e3, climb, 2.4, 1.0, NONE)[:2], rel=1e-3)


def test_what_no_flight_gets_to_takes_for_ever():
    t, speed, _, _ = lofts.best_flight(built("short"), 0.0, SHORT.demand, 60e3, 3e3, np.zeros(5))
    assert (t, speed) == (math.inf, 0.0)
    t, speed, _, _ = lofts.best_flight(
        built("short"), 0.0, SHORT.demand._replace(loft_apogee=15e3), 90e3, 3e3, np.zeros(5)
    )
    assert (t, speed) == (math.inf, 0.0)


# --- one altitude of a table


def column(name, demand, slant, altitude, site=0.0):
    times, speeds, margins = (np.full(slant.size, np.nan) for _ in range(3))
    got = reach.fill_column(built(name), site, demand, slant, altitude, times, speeds, margins)
    return got, times, speeds, margins


@pytest.mark.parametrize(
    ("name", "asked", "altitude", "far", "site"),
    [
        ("short", {}, 2e3, 20e3, 0.0),
        ("medium", {"min_speed": 600.0}, 6e3, 150e3, 800.0),
        ("long", {}, 26e3, 500e3, 0.0),
    ],
)
def test_a_column_holds_the_best_flights_up_to_the_reach(name, asked, altitude, far, site):
    demand = MISSILES[name].demand._replace(**asked)
    slant = far * np.linspace(0.0, 1.0, 9) ** 2
    got, times, speeds, margins = column(name, demand, slant, altitude, site)
    wanted = lofts.required_speed(built(name), demand, altitude)

    def best(r):
        begun = [np.zeros(5), np.full(5, 0.5)]
        found = [lofts.best_flight(built(name), site, demand, r, altitude, near)[:2] for near in begun]
        return min((f for f in found if f[1] >= wanted - 0.5), default=(math.inf, 0.0))

    assert 0.0 < got < far
    # the reach: allowed a little before it, not a little behind (bisected to 0.2 %, the search's own noise 1 %)
    assert best(0.985 * got)[0] < math.inf
    assert math.isinf(best(1.015 * got)[0])
    assert (times[0], speeds[0], margins[0]) == (0.0, 0.0, -1.0)
    inside = np.flatnonzero((slant > max(altitude - site, 0.0)) & (slant <= got))
    for i in inside:
        t, speed = best(slant[i])
        assert times[i] == pytest.approx(t, rel=0.01)
        assert speeds[i] == pytest.approx(speed, rel=0.1)
    for i in inside[:-1]:
        assert margins[i] == pytest.approx(max(speeds[i] / wanted - 1.0, 1e-6), rel=1e-12)
    end = inside[-1] + 1
    # the margin is zero at the reach, and below it from there on
    zero = np.interp(0.0, [-margins[end - 1], -margins[end]], slant[end - 1 : end + 1])
    assert zero == pytest.approx(got, rel=1e-9)
    assert (margins[end:] < 0.0).all()
    assert (np.diff(margins[end:]) <= 0.0).all()
    # times go on in a straight line from the reach, no faster than it may arrive there
    assert (speeds[end:] == wanted).all()
    slopes = np.diff(times[end:]) / np.diff(slant[end:])
    assert slopes == pytest.approx([slopes[0]] * len(slopes))
    assert 1.0 / wanted <= slopes[0] * (1.0 + 1e-9)
    t_reach = times[end] - slopes[0] * (slant[end] - got)
    assert t_reach == pytest.approx(best(0.997 * got)[0], rel=0.02)


def test_a_column_that_ends_within_the_reach_has_the_whole_of_it():
    slant = 30e3 * np.linspace(0.0, 1.0, 5) ** 2
    got, times, speeds, margins = column("long", LONG.demand, slant, 3e3)
    assert got == 30e3
    assert (margins[2:] > 0.0).all()
    assert (np.diff(times) > 0.0).all()
    assert (speeds[2:] > 500.0).all()


def test_a_column_out_of_reach():
    # 26 km high: a missile of short range never gets there with the speed that is asked for
    got, _, _, margins = column("short", SHORT.demand, 40e3 * np.linspace(0.0, 1.0, 5) ** 2, 26e3)
    assert got == 0.0
    assert (margins < 0.0).all()
    assert (margins >= -1.0).all()


def test_the_reach_stands_for_slant_ranges_of_any_grid():
    reaches = [column("short", SHORT.demand, 20e3 * np.linspace(0.0, 1.0, n) ** 2, 2e3)[0] for n in (6, 9, 14)]
    assert reaches == pytest.approx([reaches[0]] * 3, rel=5e-3)


@pytest.mark.parametrize("far", [12e3, 20e3, 32e3, 48e3])
def test_the_reach_does_not_hang_on_how_near_the_first_point_of_a_grid_is(far):
    # 12 to 50 m from the launcher, met within the first step of a flight
    slant = far * np.linspace(0.0, 1.0, 32) ** 2
    got, times, speeds, _ = column("short", SHORT.demand, slant, 200.0)
    assert got == pytest.approx(column("short", SHORT.demand, 20e3 * np.linspace(0.0, 1.0, 9) ** 2, 200.0)[0], rel=0.01)
    low = (slant > 0.0) & (slant < 600.0) & np.isfinite(times)
    # no faster than at 60 g from 25 m/s on, twice what this missile has at first
    assert (speeds[low] <= np.sqrt(25.0**2 + 2.0 * 600.0 * slant[low])).all()


# --- propellant from a speed


@pytest.mark.parametrize("name", MISSILES)
def test_propellant_gives_the_speed_at_the_end_of_the_burn(name):
    v, figures = built(name), MISSILES[name]
    trace = np.zeros((1024, 4))
    far = 2e6 / math.sqrt(2.0)
    guided.fly(v, 0.0, far, far, 0.25 * math.pi, 3.0, 1.0, trace)
    rows = trace[(trace[:, 0] > 0.0) & (trace[:, 0] <= v.ends[-2] + 1e-6)]
    assert rows[:, 3].max() == pytest.approx(figures.max_speed, rel=1e-3)  # the share of propellant to 1e-5
    assert reach.peak_speed(v, 0.25 * math.pi) == rows[:, 3].max()
    burn = figures.propulsion
    whole = v.flow[0] * burn.boost_time + (v.flow[1] * burn.sustain_time if burn.sustain_time else 0.0)
    table = reach.flyout_table(figures, max_range=3e3, max_altitude=1e3, nodes=(3, 2))
    assert table.propellant == pytest.approx(whole, rel=1e-9)
    dropping = replace(figures, propulsion=burn._replace(booster_mass=0.05 * figures.launch_mass))
    dropped = reach.flyout_table(dropping, max_range=3e3, max_altitude=1e3, nodes=(3, 2))
    # a booster falls off when the boost ends: of a missile that only boosts it changes nothing before; a share of
    # propellant is solved to 1e-5
    assert dropped.propellant == pytest.approx(whole, rel=1e-4 if not burn.sustain_time else 0.1)


@pytest.mark.parametrize(
    ("figures", "told"),
    [
        ({"max_speed": 9_000.0}, "from 2% to 92% of 1840 kg gives 9000 m/s"),
        ({"max_speed": 30.0}, "gives 30 m/s"),
        ({"booster_mass": 500.0, "max_speed": 9_000.0}, "from 2% to 65% of 1840 kg"),
        ({"booster_mass": 1800.0}, "from 2% to 2% of 1840 kg"),
    ],
)
def test_figures_that_do_not_fit_together(figures, told):
    with pytest.raises(ValueError, match=told):
        reach.vehicle_of(changed(LONG, **figures))


POSITIVE = ("max_speed", "launch_mass", "max_normal_force", "diameter", "length", "drag_factor")


@pytest.mark.parametrize("name", [*POSITIVE, "specific_impulse", "boost_time", "min_speed"])
@pytest.mark.parametrize("value", [0.0, -1.0, math.inf, math.nan])
def test_figures_of_no_flight(name, value):
    with pytest.raises(ValueError, match=f"{'min_intercept_speed' if name == 'min_speed' else name} is "):
        reach.vehicle_of(changed(LONG, **{name: value}))


@pytest.mark.parametrize("name", ["max_range", "max_altitude"])
@pytest.mark.parametrize("value", [0.0, math.inf])
def test_a_table_of_no_size(name, value):
    with pytest.raises(ValueError, match=f"{name} is "):
        reach.flyout_table(SHORT, **({"max_range": 1e4, "max_altitude": 5e3} | {name: value}))


def test_a_table_is_its_columns():
    table = reach.flyout_table(SHORT, max_range=12e3, max_altitude=4e3, launch_altitude=200.0, nodes=(5, 3))
    assert table.slant_range == pytest.approx(12e3 * np.array([0.0, 1.0, 4.0, 9.0, 16.0]) / 16.0)
    assert table.altitude == pytest.approx([0.0, 1e3, 4e3])
    assert table.constant_speed == 0.0
    for j in range(3):
        got, *columns = column("short", SHORT.demand, table.slant_range, table.altitude[j], 200.0)
        assert table.reach[j] == got
        for one, other in zip((table.time_of_flight, table.speed_at_intercept, table.margin), columns, strict=True):
            assert np.array_equal(one[:, j], other)
    two = reach.flyout_table(SHORT, max_range=12e3, max_altitude=4e3, launch_altitude=200.0, nodes=(5, 3), threads=2)
    assert np.array_equal(two.margin, table.margin)


def test_a_path_ends_at_its_point():
    path = reach.flight_path(built("medium"), MEDIUM.demand, 40e3, 6e3, 300.0)
    t, speed, climb, _ = lofts.best_flight(built("medium"), 300.0, MEDIUM.demand, 40e3, 6e3, np.zeros(5))
    assert (path.times[0], path.x[0], path.z[0], path.speed[0]) == (0.0, 0.0, 0.0, 25.0)
    assert path.times[-1] == t
    assert (path.x[-1], path.z[-1]) == guided.end_point(40e3, 6e3, 300.0)
    assert path.speed[-1] == pytest.approx(speed, rel=0.02)
    assert math.atan2(path.z[1], path.x[1]) == pytest.approx(climb, abs=0.02)
    # twice as fine as the table's flights: two seconds of burn are two steps
    burning = path.times <= 18.0
    assert np.diff(path.times[burning]).max() == pytest.approx(1.0)
    assert reach.flight_path(built("short"), SHORT.demand, 60e3, 3e3) is None
    # a flight that is not found from the line of sight on is looked for from above
    assert reach.flight_path(built("long"), Demand(60e3, 500.0, 3.0), 250e3, 2e3) is not None
