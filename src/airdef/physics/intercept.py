"""Where and when a missile launched now meets a target on a known trajectory."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from airdef.jit import part
from airdef.physics.flyout import time_of_flight
from airdef.physics.geodesy import ecef_height
from airdef.physics.trajectory import position

F64 = NDArray[np.float64]


class Path(NamedTuple):
    """A `Trajectory` as compiled code wants it.

    ecef : float64[k, 3], ECEF [m]; t0 : time of the first node [s]; dt : between nodes [s]; t_end : of the motion [s]
    """

    ecef: F64
    t0: float
    dt: float
    t_end: float


class Flyout(NamedTuple):
    """What the time of flight takes of a `FlyoutTable`.

    slant_range, altitude : the grid [m]; times : times of flight on it [s]; constant_speed : speed of an idealised
    missile [m/s], 0 for one with a table
    """

    slant_range: F64
    altitude: F64
    times: F64
    constant_speed: float


@part
def _lead(tau: float, t: float, site: F64, path: Path, table: Flyout) -> float:
    """Return the time of flight to where the target is at t + tau, less tau [s]: zero at an intercept."""
    x, y, z = position(path.ecef, path.t0, path.dt, t + tau)
    r = math.sqrt((x - site[0]) ** 2 + (y - site[1]) ** 2 + (z - site[2]) ** 2)
    if table.constant_speed > 0.0:  # the altitude does not matter
        return r / table.constant_speed - tau
    height = ecef_height(x, y, z)
    return time_of_flight(table.slant_range, table.altitude, table.times, table.constant_speed, r, height) - tau


@part
def _root(
    low: float, f_low: float, high: float, f_high: float, t: float, site: F64, path: Path, table: Flyout
) -> float:
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
        f = _lead(tau, t, site, path, table)
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


@part
def launch_times(meets: F64, site: F64, path: Path, table: Flyout) -> tuple[F64, F64]:
    """Return the launch time of a missile that meets a target at each time, and the latest up to there.

    launch(m) = m - T(r(m), h(m)), T being the fly-out table's time of flight to where the target is at m.

    Parameters
    ----------
    meets
        Times of meeting, float64[n], ascending [s].
    site
        Launch point, float64[3], ECEF [m].
    path
        The target's trajectory.
    table
        The missile's fly-out table.

    Returns
    -------
    tuple[F64, F64]
        Launch float64[n] [s], -inf where the target is beyond the table; and its running maximum float64[n], by
        which `meeting` finds the first time at which a missile launched at t can be where the target is.
    """
    launch, latest = np.empty(meets.size), np.empty(meets.size)
    highest = -math.inf
    for i in range(meets.size):
        launch[i] = -_lead(meets[i], 0.0, site, path, table)
        highest = max(highest, launch[i])
        latest[i] = highest
    return launch, latest


@part
def meeting(
    t: float, meets: F64, launch: F64, latest: F64, site: F64, path: Path, table: Flyout, t_max: float,
) -> tuple[float, float, float, float]:  # fmt: skip
    """Return `intercept_time` for a launch at t from the launch times of meetings, at a cost that hardly depends on n.

    The result depends on t and not on any other launch. Nothing is raised.

    Parameters
    ----------
    t
        Launch time [s].
    meets
        Times of meeting, float64[n], ascending [s].
    launch
        Launch times by `launch_times`, float64[n] [s].
    latest
        Running maximum of `launch`, float64[n] [s].
    site
        Launch point, float64[3], ECEF [m].
    path
        The target's trajectory.
    table
        The missile's fly-out table.
    t_max
        Longest flight [s].

    Returns
    -------
    tuple[float, float, float, float]
        `intercept_time` for a launch at t from the launch times of meetings, at a cost that hardly depends on
        n.
    """
    none = (-1.0, math.nan, math.nan, math.nan)
    end = min(path.t_end - t, t_max)
    i = np.searchsorted(latest, t)
    if t < path.t0 or t >= path.t_end or i == meets.size:
        return none
    low, f_low = 0.0, math.inf
    if i > 0 and meets[i - 1] > t:
        low, f_low = meets[i - 1] - t, t - launch[i - 1]
    else:
        f_low = _lead(0.0, t, site, path, table)
    while i < meets.size and low < end:
        high, f_high = meets[i] - t, t - launch[i]
        if high > end:
            high = end
            f_high = _lead(high, t, site, path, table)
        if (f_high > 0.0) != (f_low > 0.0):
            tau = _root(low, f_low, high, f_high, t, site, path, table)
            if tau >= 0.0:
                x, y, z = position(path.ecef, path.t0, path.dt, t + tau)
                return tau, x, y, z
        low, f_low = high, f_high
        i += 1
    return none


@part
def _meets(t0: float, dt: float, t_end: float) -> F64:
    """Return times from t0 to t_end, evenly spaced and at most dt apart."""
    return np.linspace(t0, t_end, max(math.ceil((t_end - t0) / dt), 1) + 1)


@part
def intercept_time(t: float, site: F64, path: Path, table: Flyout, t_max: float) -> tuple[float, float, float, float]:
    """Return the earliest intercept of a target by a missile launched at a given time.

    The smallest tau > 0 with T(r(t + tau), h(t + tau)) = tau, T being the fly-out table's time of flight to
    the slant range r and the altitude h at which the target then is. The difference is scanned at the
    trajectory's own step and the first change of sign refined to 1e-9 s or better. Two solutions within one
    step (a target that barely touches what can be reached) may be missed. A target that comes into the
    table when the missile could already have been there is no intercept: the launch was too early.
    Nothing is raised.

    Parameters
    ----------
    t
        Launch time [s].
    site
        float64[3], launch point, ECEF [m].
    path
        The target's trajectory.
    table
        The missile's fly-out table.
    t_max
        Longest time of flight considered [s].

    Returns
    -------
    tuple of float
        Time of flight [s] and x, y, z of the intercept, ECEF [m]; (-1, nan, nan, nan) if there is none before the
        target's motion ends, or if the launch is before t0 or not before t_end.
    """
    meets = _meets(path.t0, path.dt, path.t_end)
    launch, latest = launch_times(meets, site, path, table)
    return meeting(t, meets, launch, latest, site, path, table, t_max)


@part
def intercept_times(launches: F64, site: F64, path: Path, table: Flyout, t_max: float, out: F64) -> None:
    """Write `intercept_time` for launch times [s], in any order, into out, float64[len(launches), 4].

    Parameters
    ----------
    launches
        Launch times, float64[k] [s].
    site
        Launch point, float64[3], ECEF [m].
    path
        The target's trajectory.
    table
        The missile's fly-out table.
    t_max
        Longest flight [s].
    out
        Written: float64[k, 4].
    """
    meets = _meets(path.t0, path.dt, path.t_end)
    launch, latest = launch_times(meets, site, path, table)
    for k in range(launches.size):
        flight = meeting(launches[k], meets, launch, latest, site, path, table, t_max)
        out[k, 0], out[k, 1], out[k, 2], out[k, 3] = flight
