"""Fly-out of a missile: time of flight and remaining speed by slant range and altitude of the intercept.

A point mass on a prescribed path in the vertical plane through launch point and intercept. The path is the
straight line to the intercept plus a parabola, u being the fraction of the way in the horizontal:

    lift(u) = 4 A u (1 - u),   A = max(0, loft_apogee - h_mid) min(X / range, 1)^(3/4)

with h_mid the altitude of the middle of the straight line, X the horizontal distance and `range` the
published maximum range: at maximum range the middle of the path is at `loft_apogee`. The exponent is assumed:
with it both the time of flight grows and the speed left falls with range, as they must for a missile that
lofts no more than it needs; in proportion to the distance, shots at middle range would stay so long in thick
air that they arrive slower than those at maximum range. Along the path, s being its length and rho(h) the
density of the standard atmosphere:

    boost  v dv/ds = max_speed / boost_time                        until max_speed is reached
    coast  d(v^2)/ds = -drag rho(h) v^2 - 2 g dh/ds,  dt = ds / v    with drag = Cd A / m [m^2/kg]

`drag` is not published: it is solved so that on the way to maximum range at a stated altitude the speed falls,
after the boost, to the missile's `min_intercept_speed` and not below: at the intercept on flat paths, near
apogee on high ones, which then regain speed (asking for a low speed at the end of those would make them stall
on the climb). The lift that bends the path, thrust other than the boost and the change of drag with Mach
number are not modelled. The missile starts at sea level with no speed.
Reference: elementary mechanics; checked against an adaptive integrator in the tests. The published apogee
of long shots is data of the catalogue.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from airdef.kernels import part
from airdef.physics.atmosphere import density
from airdef.physics.constants import EARTH_RADIUS_MEAN, GRAVITY

F64 = NDArray[np.float64]

COAST_STEPS: Final = 96
"""Integration steps of one coast; good to 2e-4 of the time and 1e-3 of the speed (see the tests)."""

MARGIN: Final = 1.2
"""The table reaches this far beyond the published range and altitude, so that the edge of the envelope,
which is the caller's to judge, lies inside it."""


@dataclass(frozen=True, eq=False)
class FlyoutTable:
    """Time of flight and speed at intercept of one missile, on a grid.

    slant_range         float64[nr], slant_range[i] = slant_range[-1] (i / (nr - 1))^2 [m]
    altitude            float64[nh], evenly spaced from 0 [m]
    time_of_flight      float64[nr, nh] [s]; inf where the missile does not get
    speed_at_intercept  float64[nr, nh] [m/s]; 0 where the missile does not get
    constant_speed      above zero: an idealised missile, for which the grid is not used [m/s]
    drag                Cd A / m that was solved for [m^2/kg]; 0 for an idealised missile
    """

    slant_range: F64
    altitude: F64
    time_of_flight: F64
    speed_at_intercept: F64
    constant_speed: float
    drag: float


def constant_speed_table(speed: float) -> FlyoutTable:
    """Return the table of an idealised missile that flies straight at a constant speed [m/s], at any range.

    Raises ValueError unless the speed is above zero.
    """
    if not 0.0 < speed < math.inf:
        msg = f"fly-out: the constant speed is {speed} m/s, expected a finite speed above 0 m/s"
        raise ValueError(msg)
    slant_range, altitude = np.array([0.0, 1.0]), np.array([0.0, 1.0])
    times = np.repeat(slant_range[:, None] / speed, 2, axis=1)
    return FlyoutTable(slant_range, altitude, times, np.full((2, 2), speed), speed, 0.0)


def flyout_table(
    *,
    max_range: float,
    max_altitude: float,
    max_speed: float,
    boost_time: float,
    loft_apogee: float,
    min_intercept_speed: float,
    reference_altitude: float = 10_000.0,
    nodes: tuple[int, int] = (80, 24),
) -> FlyoutTable:
    """Return the fly-out table of a missile from its published figures.

    Parameters
        max_range, max_altitude  published envelope: slant range, altitude above sea level [m]
        max_speed, boost_time    speed at the end of the boost [m/s], its duration [s]
        loft_apogee              altitude of the middle of the path at maximum range [m]; 0: straight paths
        min_intercept_speed      least speed on the way to maximum range and `reference_altitude` [m/s]
        reference_altitude       altitude of the target for which the range is taken [m]; 10 km is assumed
        nodes                    grid nodes in slant range and in altitude
    Returns: FlyoutTable up to MARGIN times range and altitude. Cells with the altitude above the slant range
    (no such point) hold the straight climb of that length, so that interpolation overhead is smooth.
    Validity: launch near sea level (the air is thinner by 10 % per km of site altitude). Raises ValueError
    for bad numbers, or when no drag leaves the stated speed on the way to maximum range.
    """
    _check(
        max_range=max_range, max_altitude=max_altitude, max_speed=max_speed, boost_time=boost_time,
        min_intercept_speed=min_intercept_speed,
    )  # fmt: skip
    drag = _solve_drag(max_range, max_speed, boost_time, loft_apogee, min_intercept_speed, reference_altitude)
    slant_range = MARGIN * max_range * np.linspace(0.0, 1.0, nodes[0]) ** 2
    altitude = np.linspace(0.0, MARGIN * max_altitude, nodes[1])
    times, speeds = np.empty(nodes), np.empty(nodes)
    _fill(slant_range, altitude, drag, max_range, max_speed, boost_time, loft_apogee, times, speeds)
    return FlyoutTable(slant_range, altitude, times, speeds, 0.0, drag)


def _check(**figures: float) -> None:
    for name, value in figures.items():
        if not 0.0 < value < math.inf:
            msg = f"fly-out: {name} is {value}, expected a finite number above 0 (SI units)"
            raise ValueError(msg)


def _solve_drag(
    max_range: float, max_speed: float, boost_time: float, loft: float, wanted: float, altitude: float
) -> float:
    """Return Cd A / m [m^2/kg] with the wanted least speed [m/s] on the way to maximum range, altitude [m]."""
    from scipy.optimize import brentq  # slow to import, and most runs take their geometry from the cache

    def surplus(log_drag: float) -> float:
        _, _, least = fly(max_range, altitude, math.exp(log_drag), max_range, max_speed, boost_time, loft, COAST_STEPS)
        return float(least) - wanted

    # From no drag at all to that of a parachute; the least speed only falls with drag.
    low, high = math.log(1e-9), math.log(1.0)
    if surplus(low) > 0.0 > surplus(high):
        log_drag = float(brentq(surplus, low, high, xtol=1e-13))
        if abs(surplus(log_drag)) < 1e-6 * wanted:  # else the speed jumps from above the wanted one to a stall
            return math.exp(log_drag)
    msg = (
        f"fly-out: no drag makes {wanted:.0f} m/s the least speed on the way to {max_range / 1000.0:.0f} km range "
        f"and {altitude / 1000.0:.1f} km altitude after a boost to {max_speed:.0f} m/s in {boost_time:.1f} s with an "
        f"apogee of {loft / 1000.0:.0f} km; lower min_intercept_speed or loft_apogee, or raise max_speed"
    )
    raise ValueError(msg)


@part
def _end_point(slant_range: float, altitude: float) -> tuple[float, float]:
    """Return horizontal and vertical coordinates [m] of a point at a slant range and altitude (sphere)."""
    rise = (altitude * (2.0 * EARTH_RADIUS_MEAN + altitude) - slant_range * slant_range) / (2.0 * EARTH_RADIUS_MEAN)
    rise = min(rise, slant_range)
    return math.sqrt(max(slant_range * slant_range - rise * rise, 0.0)), rise


@part
def _altitude(x: float, z: float) -> float:
    """Return the altitude [m] of a point of the vertical plane (sphere)."""
    return math.hypot(x, EARTH_RADIUS_MEAN + z) - EARTH_RADIUS_MEAN


@part
def _loft(x: float, z: float, max_range: float, loft_apogee: float) -> float:
    """Return the lift A [m] of the middle of the path over that of the straight line to (x, z)."""
    share = min(x / max_range, 1.0)
    return max(loft_apogee - _altitude(0.5 * x, 0.5 * z), 0.0) * share**0.75


@part
def _path_rate(u: float, x: float, z: float, loft: float, drag: float) -> tuple[float, float, float]:
    """Return ds/du [m], drag rho ds/du [1] and g dh/du [m^2/s^2] at a fraction u of the path."""
    climb = z + 4.0 * loft * (1.0 - 2.0 * u)
    px, pz = u * x, u * z + 4.0 * loft * u * (1.0 - u)
    radius = math.hypot(px, EARTH_RADIUS_MEAN + pz)
    ds = math.hypot(x, climb)
    dh = (px * x + (EARTH_RADIUS_MEAN + pz) * climb) / radius
    return ds, drag * density(radius - EARTH_RADIUS_MEAN) * ds, GRAVITY * dh


@part
def _arc_length(u: float, x: float, z: float, loft: float) -> float:
    """Return the length [m] of the path from launch to the fraction u (closed form of the parabola)."""
    if loft < 1e-3:  # straight to within less than a millimetre of length
        return u * math.hypot(x, z)
    first, last = z + 4.0 * loft, z + 4.0 * loft * (1.0 - 2.0 * u)
    return (_parabola(first, x) - _parabola(last, x)) / (8.0 * loft)


@part
def _parabola(q: float, x: float) -> float:
    """Return the integral of hypot(x, q) over q."""
    return 0.5 * (q * math.hypot(x, q) + x * x * math.asinh(q / x))


@part
def fly(
    slant_range: float,
    altitude: float,
    drag: float,
    max_range: float,
    max_speed: float,
    boost_time: float,
    loft_apogee: float,
    steps: int,
) -> tuple[float, float, float]:
    """Return time of flight [s], speed [m/s] and least speed after the boost; (inf, 0, 0) in a stall.

    The boost is closed form, s = a t^2 / 2. The coast is integrated over u by the classical Runge-Kutta
    method in (v^2, t), `steps` steps. Parameters as in `flyout_table`; drag Cd A / m [m^2/kg]. Altitudes
    below sea level count as sea level. Nothing is raised.
    """
    x, z = _end_point(slant_range, max(altitude, 0.0))
    loft = _loft(x, z, max_range, loft_apogee)
    length = _arc_length(1.0, x, z, loft)
    acceleration = max_speed / boost_time
    boost_length = 0.5 * max_speed * boost_time
    if length <= boost_length:
        speed_reached = math.sqrt(2.0 * length * acceleration)
        return math.sqrt(2.0 * length / acceleration), speed_reached, speed_reached
    u = _fraction_at(boost_length, x, z, loft, length)
    step = (1.0 - u) / steps
    square, least, time = max_speed * max_speed, max_speed * max_speed, boost_time
    ds0, drag0, pull0 = _path_rate(u, x, z, loft, drag)
    for _ in range(steps):
        ds1, drag1, pull1 = _path_rate(u + 0.5 * step, x, z, loft, drag)
        ds2, drag2, pull2 = _path_rate(u + step, x, z, loft, drag)
        k1 = -drag0 * square - 2.0 * pull0
        w1 = square + 0.5 * step * k1
        k2 = -drag1 * w1 - 2.0 * pull1
        w2 = square + 0.5 * step * k2
        k3 = -drag1 * w2 - 2.0 * pull1
        w3 = square + step * k3
        after = square + step / 6.0 * (k1 + 2.0 * k2 + 2.0 * k3 - drag2 * w3 - 2.0 * pull2)
        if min(w1, w2, w3, after) <= 0.0:
            return math.inf, 0.0, 0.0
        time += (
            step
            / 6.0
            * (ds0 / math.sqrt(square) + 2.0 * ds1 * (1.0 / math.sqrt(w1) + 1.0 / math.sqrt(w2)) + ds2 / math.sqrt(w3))
        )
        square = after
        least = min(least, after)
        u += step
        ds0, drag0, pull0 = ds2, drag2, pull2
    return time, math.sqrt(square), math.sqrt(least)


@part
def _fraction_at(wanted: float, x: float, z: float, loft: float, length: float) -> float:
    """Return the fraction u at which the path is `wanted` [m] long (Newton's method, kept in its bracket)."""
    low, high = 0.0, 1.0
    u = wanted / length
    for _ in range(60):
        miss = _arc_length(u, x, z, loft) - wanted
        if miss > 0.0:
            high = u
        else:
            low = u
        if abs(miss) < 1e-9 * length:
            break
        u -= miss / math.hypot(x, z + 4.0 * loft * (1.0 - 2.0 * u))
        if not low < u < high:
            u = 0.5 * (low + high)
    return u


@part
def _fill(
    slant_range: F64,
    altitude: F64,
    drag: float,
    max_range: float,
    max_speed: float,
    boost_time: float,
    loft_apogee: float,
    times: F64,
    speeds: F64,
) -> None:
    for i in range(slant_range.size):
        for j in range(altitude.size):
            times[i, j], speeds[i, j], _ = fly(
                slant_range[i], altitude[j], drag, max_range, max_speed, boost_time, loft_apogee, COAST_STEPS
            )


@part
def _bilinear(slant_range: F64, altitude: F64, values: F64, r: float, h: float) -> float:
    """Return the bilinear value at (r, h) inside the grid; inf if a node that counts is inf."""
    nr, nh = slant_range.size, altitude.size
    i = min(int(math.sqrt(r / slant_range[nr - 1]) * (nr - 1)), nr - 2)
    # Rounding in the square root may miss the cell by one next to a node.
    if r < slant_range[i]:
        i -= 1
    elif i < nr - 2 and r >= slant_range[i + 1]:
        i += 1
    h = max(h, 0.0)
    j = min(int(h / altitude[nh - 1] * (nh - 1)), nh - 2)
    p = (r - slant_range[i]) / (slant_range[i + 1] - slant_range[i])
    q = (h - altitude[j]) / (altitude[j + 1] - altitude[j])
    total = 0.0
    for a in range(2):
        for b in range(2):
            weight = (p if a == 1 else 1.0 - p) * (q if b == 1 else 1.0 - q)
            if weight != 0.0:  # 0 * inf is nan
                total += weight * values[i + a, j + b]
    return total


@part
def time_of_flight(slant_range: F64, altitude: F64, times: F64, constant_speed: float, r: float, h: float) -> float:
    """Return the time of flight [s] to a slant range r [m] and an altitude h [m]; inf beyond the table.

    Parameters: arrays and constant_speed of a FlyoutTable (times = time_of_flight). With a constant speed
    the result is exactly r / constant_speed, at any range and altitude; else bilinear interpolation.
    Altitudes below sea level count as sea level.
    """
    if constant_speed > 0.0:
        return r / constant_speed
    if r > slant_range[-1] or h > altitude[-1]:
        return math.inf
    return _bilinear(slant_range, altitude, times, r, h)


@part
def speed(slant_range: F64, altitude: F64, speeds: F64, constant_speed: float, r: float, h: float) -> float:
    """Return the speed [m/s] at a slant range r [m] and an altitude h [m]; 0 beyond the table.

    Parameters: as `time_of_flight` (speeds = speed_at_intercept).
    """
    if constant_speed > 0.0:
        return constant_speed
    if r > slant_range[-1] or h > altitude[-1]:
        return 0.0
    return _bilinear(slant_range, altitude, speeds, r, h)
