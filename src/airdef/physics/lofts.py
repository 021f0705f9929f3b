"""The best loft to a point: which of a family of guided flights a missile takes.

For each point the missile chooses among guided flights (`guided.fly`) with every climb angle from the line of sight
to the vertical and the navigation constants NAVIGATION. Allowed are those that stay below the altitude up to which
the missile may loft (or below the target, if that is higher), and arrive with the required speed

    v >= max(min_intercept_speed, sqrt(2 n m g0 / (rho(h) CN S)))

n being the load, in g, that the missile must still be able to pull. Of these it takes the one that is there first. A
missile that may not loft flies along the line of sight.

Less drag, a higher loft and lower demands at the end only add flights: they never take reach away. Nor does a higher
speed at burnout, but for one effect: of the same launch mass it burns more and coasts lighter, so that a missile that
may loft little loses up to a tenth of its reach in thick air for a fifth more speed (tests).
"""

from __future__ import annotations

import math
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from airdef.jit import part
from airdef.physics.constants import GRAVITY
from airdef.physics.guided import MISS, end_point, fly
from airdef.physics.vehicle import Vehicle, air_at, mass_at

F64 = NDArray[np.float64]

NAVIGATION: Final = (2.4, 3.4, 4.6, 6.4, 1.8)
"""Navigation constants of the family [1], in the order in which they are tried: 2 is an arc, 3 to 5 are usual (Zarchan
2012, chapter 2), 6.4 turns early and glides, 1.8 turns late and dives."""

FIRST_STEP: Final = 0.06
CLIMB_ERROR: Final = 0.03
"""First step and final bracket of the search for a climb angle [rad]: the cost is flat at its minimum, and the bracket
changes the time by less than 0.2 %."""

SPEED_PENALTY: Final = 10.0
LOFT_PENALTY: Final = 0.02
"""What a missing m/s at the end, and an exceeding metre of altitude, count in the choice of a loft [s]: both more than
a flight can gain by them, so that the limits come first."""

NEAR_CEILING: Final = 0.8
"""Share of the allowed altitude from which on a flight counts as held back by it."""

LOFT_SLACK: Final = 0.01
"""A flight is allowed to exceed the limit of its loft by this share of it: the rounding of the search."""

_GOLD: Final = 0.6180339887498949


class Demand(NamedTuple):
    """What a flight must keep to.

    The altitude up to which it may loft [m], the least speed at intercept [m/s], the load it must still be able to pull
    there [g].
    """

    loft_apogee: float
    min_speed: float
    min_load: float


@part
def required_speed(vehicle: Vehicle, demand: Demand, altitude: float) -> float:
    """Return the least speed [m/s] with which a burnt-out missile may arrive at an altitude [m].

    Parameters
    ----------
    vehicle
        The missile.
    demand
        What its flights must keep to.
    altitude
        Height above sea level [m].

    Returns
    -------
    float
        The least speed [m/s] with which a burnt-out missile may arrive at an altitude [m].
    """
    last = vehicle.ends.size - 1
    density, _, _ = air_at(vehicle.air, altitude)
    mass = mass_at(vehicle, last, vehicle.ends[last - 1]) if last > 0 else vehicle.launch_mass
    pull = math.sqrt(2.0 * demand.min_load * mass * GRAVITY / (density * vehicle.normal[last]))
    return max(demand.min_speed, pull)


@part
def _cost(
    vehicle: Vehicle, launch_altitude: float, x: float, z: float, climb: float, navigation: float, ceiling: float,
    speed: float,
) -> tuple[float, float, float, float]:  # fmt: skip
    """Return the cost of one flight [s], its time [s], speed at the end [m/s] and highest altitude [m].

    The least cost is the best. What is missing in speed or exceeds the ceiling counts by its amount, so that a search
    finds its way back; the time is inf for what is not allowed by more than a rounding.
    """
    t, v, top, miss = fly(vehicle, launch_altitude, x, z, climb, navigation, 1.0, np.empty((0, 4)))
    if math.isinf(t) or miss > MISS * math.sqrt(x * x + z * z) + 20.0:
        return 1e6 + miss, math.inf, 0.0, top
    over = max(top - ceiling, 0.0)
    cost = t + SPEED_PENALTY * max(speed - v, 0.0) + LOFT_PENALTY * over
    if over > LOFT_SLACK * ceiling:
        return cost, math.inf, 0.0, top
    return cost, t, v, top


@part
def _search(
    vehicle: Vehicle, launch_altitude: float, x: float, z: float, navigation: float, ceiling: float, speed: float,
    begin: float, low: float, high: float,
) -> tuple[float, float, float, float, float]:  # fmt: skip
    """Return cost, time, speed, climb angle and highest altitude of the best flight between two climb angles.

    Steps from `begin` downhill, each twice the last, until the least cost lies between two others; then golden sections
    of that bracket. The cost has one minimum (see the design note), so that this finds it.
    """
    best, best_t, best_v, best_climb, best_top = math.inf, math.inf, 0.0, begin, math.inf
    a, b, c = math.nan, begin, math.nan
    fb, t, v, top = _cost(vehicle, launch_altitude, x, z, b, navigation, ceiling, speed)
    if t < math.inf:
        best, best_t, best_v, best_climb, best_top = fb, t, v, b, top
    step = FIRST_STEP if begin + FIRST_STEP <= high else -FIRST_STEP
    turned = False
    while True:
        at = min(max(b + step, low), high)
        if at == b:
            value, t, v, top = math.inf, math.inf, 0.0, 0.0
        else:
            value, t, v, top = _cost(vehicle, launch_altitude, x, z, at, navigation, ceiling, speed)
        if t < math.inf and value < best:
            best, best_t, best_v, best_climb, best_top = value, t, v, at, top
        if value < fb:
            a, b, fb = b, at, value
            step *= 2.0
            turned = True
        elif turned:
            c = at
            break
        else:
            turned, a, step = True, at, -step
    if a > c:
        a, c = c, a
    while c - a > CLIMB_ERROR:
        at = b - (1.0 - _GOLD) * (b - a) if b - a > c - b else b + (1.0 - _GOLD) * (c - b)
        value, t, v, top = _cost(vehicle, launch_altitude, x, z, at, navigation, ceiling, speed)
        if t < math.inf and value < best:
            best, best_t, best_v, best_climb, best_top = value, t, v, at, top
        if value < fb:
            if at < b:
                c = b
            else:
                a = b
            b, fb = at, value
        elif at < b:
            a = at
        else:
            c = at
    return best, best_t, best_v, best_climb, best_top


@part
def best_flight(
    vehicle: Vehicle, launch_altitude: float, demand: Demand, slant_range: float, altitude: float, near: F64
) -> tuple[float, float, float, float]:
    """Return time [s], speed at the end [m/s], climb angle [rad] and navigation constant of the best flight to a point.

    `near` f64[len(NAVIGATION)] holds the loft angle (climb above the line of sight, [rad]) at which the search begins
    for each navigation constant; what is found is written there, for the next point to begin with. The later
    navigation constants are tried only where the first one is held back by the ceiling or by the speed. The time is
    inf where no flight is allowed to the point but for its speed at the end.

    Parameters
    ----------
    vehicle
        The missile.
    launch_altitude
        Altitude of the launch point [m].
    demand
        What its flights must keep to.
    slant_range
        Slant range [m].
    altitude
        Height above sea level [m].
    near
        float64[len(NAVIGATION)]: the loft angle at which the search begins for each navigation constant [rad];
        overwritten with those found.

    Returns
    -------
    tuple[float, float, float, float]
        Time [s], speed at the end [m/s], climb angle [rad] and navigation constant of the best flight to a
        point.
    """
    x, z = end_point(slant_range, altitude, launch_altitude)
    sight = math.atan2(z, x)
    ceiling = max(demand.loft_apogee, altitude) + 1.0
    speed = required_speed(vehicle, demand, altitude)
    high = 0.5 * math.pi
    best, best_t, best_v, best_climb, best_k = math.inf, math.inf, 0.0, sight, 0
    if high - sight < 1e-3 or demand.loft_apogee <= 0.0:  # straight up, or no loft: the line of sight alone
        _, t, v, _ = _cost(vehicle, launch_altitude, x, z, sight, NAVIGATION[-1], math.inf, speed)
        return t, v, sight, NAVIGATION[-1]
    for k in range(len(NAVIGATION)):
        if k == len(NAVIGATION) - 1 and best < math.inf and best <= best_t:
            break  # fast enough: a late dive gains nothing
        begin = min(sight + near[k], high)
        cost, t, v, climb, top = _search(
            vehicle, launch_altitude, x, z, NAVIGATION[k], ceiling, speed, begin, sight, high
        )  # fmt: skip
        near[k] = climb - sight
        better = cost < best
        if better:
            best, best_t, best_v, best_climb, best_k = cost, t, v, climb, k
        free = t < math.inf and cost <= t
        if free and (top < NEAR_CEILING * ceiling or not better):
            break
    if math.isinf(best_t):  # so near that it cannot turn there from where the search began: straight at it
        _, best_t, best_v, _ = _cost(vehicle, launch_altitude, x, z, sight, NAVIGATION[-1], math.inf, speed)
        return best_t, best_v, sight, NAVIGATION[-1]
    return best_t, best_v, best_climb, NAVIGATION[best_k]
