"""Where and when a missile launched now meets a target on a known trajectory."""

from __future__ import annotations

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

from airdef.physics.flyout import time_of_flight
from airdef.physics.geodesy import ecef_height
from airdef.physics.trajectory import position

F64 = NDArray[np.float64]


@njit(cache=True)
def _lead(
    tau: float, t: float, site: F64, ecef: F64, t0: float, dt: float,
    slant_range: F64, altitude: F64, times: F64, constant_speed: float,
) -> float:  # fmt: skip
    """Return the time of flight to where the target is at t + tau, less tau [s]: zero at an intercept."""
    x, y, z = position(ecef, t0, dt, t + tau)
    r = math.sqrt((x - site[0]) ** 2 + (y - site[1]) ** 2 + (z - site[2]) ** 2)
    if constant_speed > 0.0:  # the altitude does not matter
        return r / constant_speed - tau
    return time_of_flight(slant_range, altitude, times, constant_speed, r, ecef_height(x, y, z)) - tau


@njit(cache=True)
def _root(
    low: float, f_low: float, high: float, f_high: float, t: float, site: F64,
    ecef: F64, t0: float, dt: float, slant_range: F64, altitude: F64, times: F64, constant_speed: float,
) -> float:  # fmt: skip
    """Return the zero of the lead between two times of different sign, or -1.0 if it jumps over zero.

    Illinois false position, with bisection where an end is infinite (the target is beyond the table there).
    """
    side = 0
    for _ in range(200):
        if high - low < 1e-9:
            break
        if math.isinf(f_low) or math.isinf(f_high):
            tau = 0.5 * (low + high)
        else:
            tau = (low * f_high - high * f_low) / (f_high - f_low)
        f = _lead(tau, t, site, ecef, t0, dt, slant_range, altitude, times, constant_speed)
        if abs(f) < 1e-9:
            return tau
        if (f > 0.0) == (f_low > 0.0):
            low, f_low = tau, f
            if side == -1:
                f_high *= 0.5
            side = -1
        else:
            high, f_high = tau, f
            if side == 1:
                f_low *= 0.5
            side = 1
    if math.isinf(f_low) or math.isinf(f_high):
        return -1.0
    return 0.5 * (low + high)


@njit(cache=True)
def _search(
    begin: float, t: float, site: F64, ecef: F64, t0: float, dt: float, t_end: float,
    slant_range: F64, altitude: F64, times: F64, constant_speed: float, t_max: float,
) -> tuple[float, float]:  # fmt: skip
    """Return the first zero of the lead after `begin` [s after launch], or -1.0, and the last time that is
    certain to lie before every later launch's intercept: up to there the lead is above zero.
    """
    end = min(t_end - t, t_max)
    low = begin
    f_low = _lead(low, t, site, ecef, t0, dt, slant_range, altitude, times, constant_speed)
    certain = low
    positive = f_low > 0.0
    while low < end:
        high = min(low + dt, end)
        f_high = _lead(high, t, site, ecef, t0, dt, slant_range, altitude, times, constant_speed)
        if (f_high > 0.0) != (f_low > 0.0):
            tau = _root(low, f_low, high, f_high, t, site, ecef, t0, dt, slant_range, altitude, times, constant_speed)
            if tau >= 0.0:
                return tau, certain
            positive = False
        low, f_low = high, f_high
        if positive:
            certain = low
    return -1.0, certain


@njit(cache=True)
def intercept_time(
    t: float, site: F64, ecef: F64, t0: float, dt: float, t_end: float,
    slant_range: F64, altitude: F64, times: F64, constant_speed: float, t_max: float,
) -> tuple[float, float, float, float]:  # fmt: skip
    """Return the earliest intercept of a target by a missile launched at a given time.

    The smallest tau > 0 with T(r(t + tau), h(t + tau)) = tau, T being the fly-out table's time of flight to
    the slant range r and the altitude h at which the target then is. The difference is scanned at the
    trajectory's own step and the first change of sign refined to 1e-9 s or better. Two solutions within one
    step (a target that barely touches what can be reached) may be missed. A target that comes into the
    table when the missile could already have been there is no intercept: the launch was too early.

    Parameters
        t                               launch time [s]
        site                            float64[3], launch point, ECEF [m]
        ecef, t0, dt, t_end             the target's Trajectory
        slant_range, altitude, times,   the missile's FlyoutTable
        constant_speed
        t_max                           longest time of flight considered [s]
    Returns: time of flight [s], x, y, z of the intercept, ECEF [m]; (-1, nan, nan, nan) if there is none
    before the target's motion ends, or if the launch is before t0 or not before t_end. Nothing is raised.
    """
    if t < t0 or t >= t_end:
        return -1.0, math.nan, math.nan, math.nan
    tau, _ = _search(0.0, t, site, ecef, t0, dt, t_end, slant_range, altitude, times, constant_speed, t_max)
    if tau < 0.0:
        return -1.0, math.nan, math.nan, math.nan
    x, y, z = position(ecef, t0, dt, t + tau)
    return tau, x, y, z


@njit(cache=True)
def intercept_times(
    launch: F64, site: F64, ecef: F64, t0: float, dt: float, t_end: float,
    slant_range: F64, altitude: F64, times: F64, constant_speed: float, t_max: float, out: F64,
) -> None:  # fmt: skip
    """Write `intercept_time` for ascending launch times [s] into out, float64[len(launch), 4].

    The same results at a cost linear in the length of the trajectory: a missile launched later at the same
    target cannot meet it earlier, so each search begins where the lead of the one before was still positive.
    """
    certain = -math.inf
    for k in range(launch.size):
        t = launch[k]
        out[k, 0] = -1.0
        out[k, 1:] = math.nan
        if t < t0 or t >= t_end:
            continue
        tau, sure = _search(
            max(certain - t, 0.0), t, site, ecef, t0, dt, t_end,
            slant_range, altitude, times, constant_speed, t_max,
        )  # fmt: skip
        certain = t + sure
        if tau >= 0.0:
            out[k, 0] = tau
            out[k, 1], out[k, 2], out[k, 3] = position(ecef, t0, dt, t + tau)
