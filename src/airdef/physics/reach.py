"""How far a missile gets, when, and how fast it arrives: its fly-out table, from published and assumed figures.

The *reach* at an altitude is the greatest slant range to which any flight of the family is allowed (`lofts`). It comes
from energy alone; published ranges and ceilings limit a missile elsewhere, and nothing here is solved from them. The
propellant is solved so that the missile has its published speed at the end of the burn after a straight climb of
45 deg from sea level: from a speed, never from a range.

The table is bilinear in slant range and altitude. Its `margin` is the surplus of the speed over the required one, and
crosses zero at the reach at each of its altitudes, found by bisection.
"""

from __future__ import annotations

import math
import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from airdef.jit import entry_with, part
from airdef.physics.airframe import Airframe
from airdef.physics.flyout import FlyoutTable
from airdef.physics.guided import LAUNCH_SPEED, end_point, fly
from airdef.physics.lofts import NAVIGATION, Demand, best_flight, required_speed
from airdef.physics.vehicle import Propulsion, Vehicle, mass_at, missile_vehicle

F64 = NDArray[np.float64]

FRESH: Final = (0.0, 0.5)
"""Loft angles [rad] from which a search begins again that found nothing allowed near its neighbour's."""

REACH_ERROR: Final = 2e-3
"""Relative error to which the reach is bisected."""

SLACK: Final = 0.5
"""Speed at the end [m/s] that may be missing for a flight to count as allowed: rounding of the search."""

FINER: Final = 2.0
MOST_STEPS: Final = 4096
"""A path that is drawn is flown with steps this much finer; and it has no more of them."""

MOST_PROPELLANT: Final = 0.92
"""Greatest share of the launch mass that may be propellant [1]; no solid motor of a missile has more."""


@dataclass(frozen=True)
class MissileFigures:
    """The published and assumed figures that a fly-out rests on.

    max_speed, boost_time     speed at the end of the burn [m/s], duration of the boost [s]
    launch_mass               [kg]
    airframe, propulsion      see there; `propulsion.boost_time` is the boost time
    max_normal_force          greatest normal-force coefficient [1]
    demand                    see `Demand`
    """

    max_speed: float
    launch_mass: float
    airframe: Airframe
    propulsion: Propulsion
    max_normal_force: float
    demand: Demand


@entry_with(nogil=True)
def fill_column(
    vehicle: Vehicle, launch_altitude: float, demand: Demand, slant_range: F64, altitude: float,
    times: F64, speeds: F64, margins: F64,
) -> float:  # fmt: skip
    """Fill one altitude of a table; return the reach there [m].

    Beyond the reach times go on in a straight line and margins stay below zero.

    Parameters
    ----------
    vehicle
        The missile.
    launch_altitude
        Altitude of the launch point [m].
    demand
        What its flights must keep to.
    slant_range
        float64[n], ascending from 0 [m].
    altitude
        The altitude [m].
    times, speeds, margins
        Written: float64[n].

    Returns
    -------
    float
        Fill one altitude of a table; return the reach there [m].
    """
    n = slant_range.size
    wanted = required_speed(vehicle, demand, altitude)
    times[0], speeds[0], margins[0] = 0.0, 0.0, -1.0
    near = np.zeros(len(NAVIGATION))
    reach, end = 0.0, n
    for i in range(1, n):
        t, v = _again(vehicle, launch_altitude, demand, slant_range[i], altitude, near, wanted)
        short = math.isinf(t) or v < wanted - SLACK
        if short and reach > 0.0:
            end = i
            break
        times[i], speeds[i] = t, v
        margins[i] = -1.0 if math.isinf(t) else v / wanted - 1.0
        if not short:
            margins[i] = max(margins[i], 1e-6)
            reach = slant_range[i]
    if end < n:
        low, high, t_low = reach, slant_range[end], times[end - 1]
        t_before, before = t_low, low
        while high - low > REACH_ERROR * high:
            middle = 0.5 * (low + high)
            t, v = _again(vehicle, launch_altitude, demand, middle, altitude, near, wanted)
            if math.isinf(t) or v < wanted - SLACK:
                high = middle
            else:
                low, t_low = middle, t
        reach = low
        _continue(slant_range, end, wanted, before, t_before, reach, t_low, times, speeds, margins)
    return reach


@part
def _again(
    vehicle: Vehicle, launch_altitude: float, demand: Demand, slant_range: float, altitude: float, near: F64,
    wanted: float,
) -> tuple[float, float]:  # fmt: skip
    """Return time and speed of the best flight, looked for from a neighbour's and, where that is not enough, again."""
    t, v, _, _ = best_flight(vehicle, launch_altitude, demand, slant_range, altitude, near)
    for begin in FRESH:
        if t < math.inf and v >= wanted - SLACK:
            break
        near[:] = begin
        t, v, _, _ = best_flight(vehicle, launch_altitude, demand, slant_range, altitude, near)
    return t, v


@part
def _continue(
    slant_range: F64, end: int, wanted: float, before: float, t_before: float, reach: float, t_reach: float,
    times: F64, speeds: F64, margins: F64,
) -> None:  # fmt: skip
    """Fill what lies beyond the reach, so that the margin crosses zero and the time goes on at the reach."""
    behind = max(reach - before, 1e-3 * reach)
    margins[end - 1] = max(margins[end - 1], 1e-3)
    margins[end] = -margins[end - 1] * (slant_range[end] - reach) / behind
    slope = max((t_reach - t_before) / behind, 1.0 / wanted) if reach > before else 1.0 / wanted
    for i in range(end, slant_range.size):
        times[i] = t_reach + slope * (slant_range[i] - reach)
        speeds[i] = wanted
        if i > end:
            margins[i] = min(margins[i - 1], -1e-3)


@entry_with(nogil=True)
def peak_speed(vehicle: Vehicle, elevation: float) -> float:
    """Return the highest speed [m/s] on a straight climb at an elevation [rad] from sea level.

    Parameters
    ----------
    vehicle
        The missile.
    elevation
        Elevation of the climb [rad].

    Returns
    -------
    float
        The highest speed [m/s] on a straight climb at an elevation [rad] from sea level.
    """
    trace = np.zeros((1024, 4))
    far = 2e6
    fly(vehicle, 0.0, far * math.cos(elevation), far * math.sin(elevation), elevation, 3.0, 1.0, trace)
    highest = 0.0
    for i in range(trace.shape[0]):
        if trace[i, 0] > 0.0 and trace[i, 0] <= vehicle.ends[vehicle.ends.size - 2] + 1e-6:
            highest = max(highest, trace[i, 3])
    return highest


def vehicle_of(figures: MissileFigures) -> Vehicle:
    """Return the missile as a vehicle, its propellant solved from its speed at the end of the burn.

    Parameters
    ----------
    figures
        The published figures of a missile.

    Returns
    -------
    Vehicle
        The missile as a vehicle, its propellant solved from its speed at the end of the burn.

    Raises
    ------
    ValueError
        For figures that are not finite or not above zero, and where no share of propellant up to
        MOST_PROPELLANT reaches that speed, or the least one exceeds it.
    """
    from scipy.optimize import brentq  # slow to import, and most runs take their geometry from the cache

    _check(figures)
    whole = missile_vehicle(figures.airframe, figures.propulsion, figures.launch_mass, 1.0, figures.max_normal_force)

    def with_propellant(propellant: float) -> Vehicle:
        return whole._replace(flow=whole.flow * propellant, thrust=whole.thrust * propellant)

    def surplus(share: float) -> float:
        return float(peak_speed(with_propellant(share * figures.launch_mass), 0.25 * math.pi)) - figures.max_speed

    least = 0.02
    most = MOST_PROPELLANT - figures.propulsion.booster_mass / figures.launch_mass
    if most <= least or not surplus(least) < 0.0 < surplus(most):
        msg = (
            f"fly-out: no share of propellant from {least:.0%} to {max(most, least):.0%} of {figures.launch_mass:.0f} "
            f"kg gives {figures.max_speed:.0f} m/s at the end of the burn with a specific impulse of "
            f"{figures.propulsion.specific_impulse:.0f} s; expected figures that fit together: look at max_speed, "
            "specific_impulse, launch_mass, diameter and boost_time"
        )
        raise ValueError(msg)
    return with_propellant(float(brentq(surplus, least, most, xtol=1e-5)) * figures.launch_mass)


def _check(figures: MissileFigures) -> None:
    """Refuse what no flight can be computed from."""
    positive = {
        "max_speed": figures.max_speed,
        "launch_mass": figures.launch_mass,
        "max_normal_force": figures.max_normal_force,
        "diameter": figures.airframe.diameter,
        "length": figures.airframe.length,
        "drag_factor": figures.airframe.drag_factor,
        "specific_impulse": figures.propulsion.specific_impulse,
        "boost_time": figures.propulsion.boost_time,
        "min_intercept_speed": figures.demand.min_speed,
    }
    for name, value in positive.items():
        if not 0.0 < value < math.inf:
            msg = f"fly-out: {name} is {value}, expected a finite number above 0 (SI units)"
            raise ValueError(msg)


def flyout_table(
    figures: MissileFigures,
    *,
    max_range: float,
    max_altitude: float,
    launch_altitude: float = 0.0,
    nodes: tuple[int, int] = (32, 12),
    threads: int | None = 1,
) -> FlyoutTable:
    """Return the fly-out table of a missile.

    Parameters
    ----------
    figures
        What the flight rests on.
    max_range, max_altitude
        How far the table goes: slant range, altitude above sea level [m].
    launch_altitude
        Of the launch point above sea level [m]; the air is thinner by 10 % per km.
    nodes
        Grid nodes in slant range and in altitude, both spaced by squares.
    threads
        Threads at work (all processors if None), which change the time it takes and nothing else.

    Returns
    -------
    FlyoutTable
        Cells with the altitude above the slant range (no such point) hold the straight climb of that length, so that
        interpolation overhead is smooth. Grid error: reach 2 %, time 1 %, speed 3 % (tests).

    Raises
    ------
    ValueError
        As `vehicle_of`, and for a range or altitude not above zero.
    """
    for name, value in {"max_range": max_range, "max_altitude": max_altitude}.items():
        if not 0.0 < value < math.inf:
            msg = f"fly-out: {name} is {value}, expected a finite number above 0 (SI units)"
            raise ValueError(msg)
    vehicle = vehicle_of(figures)
    slant_range = max_range * np.linspace(0.0, 1.0, nodes[0]) ** 2
    altitude = max_altitude * np.linspace(0.0, 1.0, nodes[1]) ** 2
    times, speeds, margins = (np.empty(nodes[::-1]) for _ in range(3))

    def column(j: int) -> float:
        return float(
            fill_column(
                vehicle, launch_altitude, figures.demand, slant_range, altitude[j], times[j], speeds[j], margins[j]
            )
        )

    with ThreadPoolExecutor(max_workers=threads or os.cpu_count() or 1) as pool:
        reach = np.array(list(pool.map(column, range(nodes[1]))))
    propellant = float(vehicle.launch_mass - mass_at(vehicle, vehicle.ends.size - 1, float(vehicle.ends[-2])))
    return FlyoutTable(
        slant_range=slant_range,
        altitude=altitude,
        time_of_flight=np.ascontiguousarray(times.T),
        speed_at_intercept=np.ascontiguousarray(speeds.T),
        margin=np.ascontiguousarray(margins.T),
        reach=reach,
        constant_speed=0.0,
        propellant=propellant - float(vehicle.dropped.sum()),
    )


@dataclass(frozen=True, eq=False)
class FlightPath:
    """One flight in its vertical plane: float64[n] each, ascending in time.

    times  since launch [s], from 0
    x, z   horizontal and vertical distance from the launch point [m], in a plane tangent to the Earth there
    speed  [m/s]
    """

    times: F64
    x: F64
    z: F64
    speed: F64


@entry_with(nogil=True)
def _trace(
    vehicle: Vehicle, launch_altitude: float, demand: Demand, slant_range: float, altitude: float, trace: F64
) -> float:
    """Write the best flight to a point into trace, f64[n, 4] of zeros; return its time of flight [s]."""
    near = np.zeros(len(NAVIGATION))
    t, _, climb, navigation = best_flight(vehicle, launch_altitude, demand, slant_range, altitude, near)
    if math.isinf(t):
        near[:] = FRESH[-1]
        t, _, climb, navigation = best_flight(vehicle, launch_altitude, demand, slant_range, altitude, near)
    if t < math.inf:
        x, z = end_point(slant_range, altitude, launch_altitude)
        fly(vehicle, launch_altitude, x, z, climb, navigation, FINER, trace)
    return t


def flight_path(
    vehicle: Vehicle, demand: Demand, slant_range: float, altitude: float, launch_altitude: float = 0.0
) -> FlightPath | None:
    """Return the path of the flight that the fly-out table stands for, to a slant range and an altitude [m].

    Nothing is raised.

    Parameters
    ----------
    vehicle
        The missile, by `vehicle_of`.
    demand
        What its flights must keep to.
    slant_range, altitude
        The point [m].
    launch_altitude
        Altitude of the launch point [m].

    Returns
    -------
    FlightPath | None
        The path; None where no flight gets to the point.
    """
    trace = np.zeros((MOST_STEPS, 4))
    t = float(_trace(vehicle, launch_altitude, demand, float(slant_range), float(altitude), trace))
    if not t < math.inf:
        return None
    rows = np.concatenate(([[0.0, 0.0, 0.0, LAUNCH_SPEED]], trace[trace[:, 0] > 0.0]))
    x, z = end_point(float(slant_range), float(altitude), float(launch_altitude))
    rows[-1, :3] = t, x, z
    return FlightPath(rows[:, 0], rows[:, 1], rows[:, 2], rows[:, 3])
