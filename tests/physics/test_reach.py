"""Reach, time and choice of loft, from figures to table, against SciPy: its integrator flies, its search chooses."""

from __future__ import annotations

import math
from functools import cache

import numpy as np
import pytest
from scipy.optimize import brute, fmin

from airdef.physics import guided, reach
from airdef.physics.lofts import NAVIGATION, best_flight, required_speed
from airdef.physics.reach import flyout_table, vehicle_of
from physics.missiles import MISSILES, changed
from physics.test_guided import another

SOURCE = "SciPy DOP853 flies, brute and fmin choose"
FAILS = 1e4
"""Cost of a flight that does not arrive as it must [s]."""


@cache
def vehicle(name):
    return vehicle_of(MISSILES[name])


def flown(name, slant, altitude, climb, navigation, ceiling):
    """Return the time of a flight by SciPy [s]; `FAILS` and what it lacks where it is not allowed."""
    demand, (x, z) = MISSILES[name].demand, guided.end_point(slant, altitude, 0.0)
    time, speed, top, miss = another(vehicle(name), x, z, climb, navigation)
    late = max(required_speed(vehicle(name), demand, altitude) - speed, 0.0)
    high, beside = max(top - 1.01 * ceiling, 0.0), max(miss - 0.002 * slant - 20.0, 0.0)
    lacks = 10.0 * late + 0.02 * high + beside
    return time if lacks == 0.0 else FAILS + lacks


def quickest(name, slant, altitude):
    """Return the least time [s] to a point, of all climb angles and navigation constants."""
    x, z = guided.end_point(slant, altitude, 0.0)
    ceiling = max(MISSILES[name].demand.loft_apogee, altitude)
    sight = math.atan2(z, x)

    def best(navigation):
        def cost(climb):
            return flown(name, slant, altitude, float(np.ravel(climb)[0]), navigation, ceiling)

        found = brute(cost, [(sight + 1e-3, 1.4)], Ns=14, finish=None)
        return float(fmin(cost, found, xtol=0.004, ftol=0.05, disp=False, full_output=True)[1])

    return min(best(navigation) for navigation in NAVIGATION)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "slant", "altitude"), [("long", 200e3, 10e3), ("long", 90e3, 500.0), ("medium", 45e3, 6e3)]
)
def test_the_table_has_the_quickest_flight_there_is(validated, name, slant, altitude):
    figures = MISSILES[name]
    wanted = quickest(name, slant, altitude)
    assert wanted < FAILS
    near = np.full(5, 0.3)
    time, *_ = best_flight(vehicle(name), 0.0, figures.demand, slant, altitude, near)
    source = {"against": SOURCE, "kind": "program"}
    # the search gives 0.2 % for its bracket and 1 % for constants that it leaves out; the steps of a flight 0.5 %
    validated(time, wanted, law="time of the quickest flight", rel=0.017, module="physics.lofts", **source)
    table = flyout_table(figures, max_range=slant, max_altitude=altitude, nodes=(16, 4))
    kept = table.time_of_flight[-1, -1]
    validated(kept, wanted, law="time of flight in the table", rel=0.017, module="physics.reach", **source)


@pytest.mark.parametrize(("name", "altitude"), [("short", 3e3), ("medium", 8e3)])
def test_a_missile_without_a_loft_reaches_as_far_as_it_arrives_with_the_speed(validated, name, altitude):
    """Along the line of sight there is one climb angle: where its speed falls to the least, the reach ends."""
    figures = changed(MISSILES[name], loft_apogee=0.0)
    v = vehicle(name)
    least = required_speed(v, figures.demand, altitude)

    def speed(slant):
        x, z = guided.end_point(slant, altitude, 0.0)
        return max(another(v, x, z, math.atan2(z, x), n)[1] for n in NAVIGATION) - least

    near, far = 1.05 * altitude, 80e3
    while far - near > 50.0:
        middle = 0.5 * (near + far)
        near, far = (middle, far) if speed(middle) > 0.0 else (near, middle)
    table = flyout_table(figures, max_range=80e3, max_altitude=altitude, nodes=(48, 3))
    # speeds at the end are good to 2 % with the steps of the tables, which is as much of the way still to go
    validated(
        table.reach[-1], near, law="reach along the line of sight", rel=0.03, module="physics.reach", unit="m",
        against="SciPy DOP853 flies, bisection", kind="program",
    )  # fmt: skip


@pytest.mark.parametrize("name", MISSILES)
def test_the_propellant_gives_the_published_speed(validated, name):
    v, far = vehicle(name), 2e6 / math.sqrt(2.0)
    end = float(v.ends[-2])
    _, speed, _, _ = another(v, far, far, 0.25 * math.pi, 3.0, until=end)
    assert reach.peak_speed(v, 0.25 * math.pi) == pytest.approx(MISSILES[name].max_speed, rel=1e-3)
    # steps of two seconds while it burns
    validated(
        MISSILES[name].max_speed, speed, law="speed at the end of the burn, by the propellant solved from it", rel=0.01,
        module="physics.reach", against="SciPy DOP853 flies", kind="program",
    )  # fmt: skip
