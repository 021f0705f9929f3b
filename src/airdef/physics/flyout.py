"""Fly-out of a missile as a table: time of flight and speed by slant range and altitude of the intercept.

The table says when a missile that chooses its loft as well as it can is at a point, how fast it is there, and by how
much its speed exceeds what it needs (`margin`, below zero: out of reach). `lofts.flyout_table` works it out by flying
a point mass; an idealised missile flies straight at a constant speed, and needs no table.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from airdef.jit import part

F64 = NDArray[np.float64]

MARGIN: Final = 1.2
"""A table reaches this far beyond the published range and altitude, so that the edge of the envelope,
which is the caller's to judge, lies inside it."""


@dataclass(frozen=True, eq=False)
class FlyoutTable:
    """Time of flight, speed at intercept and margin of one missile, on a grid.

    slant_range         float64[nr], slant_range[i] = slant_range[-1] (i / (nr - 1))^2 [m]
    altitude            float64[nh], altitude[j] = altitude[-1] (j / (nh - 1))^2 [m]
    time_of_flight      float64[nr, nh] [s]; inf where the missile does not get
    speed_at_intercept  float64[nr, nh] [m/s]; 0 where the missile does not get
    margin              float64[nr, nh] speed over the required one, less 1 [1]; below zero: out of reach
    reach               float64[nh] greatest slant range that the energy allows [m], at most slant_range[-1]
    constant_speed      above zero: an idealised missile, for which the grid is not used [m/s]
    propellant          mass that was solved for [kg]; 0 for an idealised missile
    """

    slant_range: F64
    altitude: F64
    time_of_flight: F64
    speed_at_intercept: F64
    margin: F64
    reach: F64
    constant_speed: float
    propellant: float


def constant_speed_table(speed: float, min_speed: float = 0.0) -> FlyoutTable:
    """Return the table of an idealised missile that flies straight at a constant speed [m/s], at any range.

    `min_speed` is the least speed at intercept [m/s]: a slower missile reaches nothing.

    Parameters
    ----------
    speed
        Speed [m/s].
    min_speed
        Least speed at intercept [m/s]: a slower missile reaches nothing.

    Returns
    -------
    FlyoutTable
        The table of an idealised missile that flies straight at a constant speed [m/s], at any range.

    Raises
    ------
    ValueError
        Unless the speed is above zero.
    """
    if not 0.0 < speed < math.inf:
        msg = f"fly-out: the constant speed is {speed} m/s, expected a finite speed above 0 m/s"
        raise ValueError(msg)
    slant_range, altitude = np.array([0.0, 1.0]), np.array([0.0, 1.0])
    times = np.repeat(slant_range[:, None] / speed, 2, axis=1)
    surplus = speed / min_speed - 1.0 if min_speed > 0.0 else 1.0
    reach = np.full(2, math.inf if surplus >= 0.0 else 0.0)
    return FlyoutTable(
        slant_range, altitude, times, np.full((2, 2), speed), np.full((2, 2), surplus), reach, speed, 0.0
    )


@part
def _cell(nodes: F64, value: float) -> int:
    """Return the cell of a grid spaced by squares in which a value lies."""
    n = nodes.size
    i = min(int(math.sqrt(value / nodes[n - 1]) * (n - 1)), n - 2)
    # Rounding in the square root may miss the cell by one next to a node.
    if value < nodes[i]:
        i -= 1
    elif i < n - 2 and value >= nodes[i + 1]:
        i += 1
    return i


@part
def _bilinear(slant_range: F64, altitude: F64, values: F64, r: float, h: float) -> float:
    """Return the bilinear value at (r, h) inside the grid; inf if a node that counts is inf."""
    h = max(h, 0.0)
    i, j = _cell(slant_range, r), _cell(altitude, h)
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

    With a constant speed the result is exactly r / constant_speed, at any range and altitude; else bilinear
    interpolation. Altitudes below sea level count as sea level.

    Parameters
    ----------
    slant_range, altitude, times
        As the fields of a `FlyoutTable`: slant ranges [m], altitudes [m] and what is tabulated there.
    constant_speed
        Speed of an idealised missile [m/s]; 0 for one with a table.
    r
        Slant range [m].
    h
        Altitude [m].

    Returns
    -------
    float
        The time of flight [s] to a slant range r [m] and an altitude h [m]; inf beyond the table.
    """
    if constant_speed > 0.0:
        return r / constant_speed
    if r > slant_range[-1] or h > altitude[-1]:
        return math.inf
    return _bilinear(slant_range, altitude, times, r, h)


@part
def speed(slant_range: F64, altitude: F64, speeds: F64, constant_speed: float, r: float, h: float) -> float:
    """Return the speed [m/s] at a slant range r [m] and an altitude h [m]; 0 beyond the table.

    Parameters
    ----------
    slant_range, altitude, speeds
        As the fields of a `FlyoutTable`: slant ranges [m], altitudes [m] and what is tabulated there.
    constant_speed
        Speed of an idealised missile [m/s]; 0 for one with a table.
    r
        Slant range [m].
    h
        Altitude [m].

    Returns
    -------
    float
        The speed [m/s] at a slant range r [m] and an altitude h [m]; 0 beyond the table.
    """
    if constant_speed > 0.0:
        return constant_speed
    if r > slant_range[-1] or h > altitude[-1]:
        return 0.0
    return _bilinear(slant_range, altitude, speeds, r, h)


@part
def margin(slant_range: F64, altitude: F64, margins: F64, constant_speed: float, r: float, h: float) -> float:
    """Return by how much the speed exceeds the required one [1] at a slant range r [m] and an altitude h [m].

    Below zero: out of reach; -1 beyond the table.

    Parameters
    ----------
    slant_range, altitude, margins
        As the fields of a `FlyoutTable`: slant ranges [m], altitudes [m] and what is tabulated there.
    constant_speed
        Speed of an idealised missile [m/s]; 0 for one with a table.
    r
        Slant range [m].
    h
        Altitude [m].

    Returns
    -------
    float
        By how much the speed exceeds the required one [1] at a slant range r [m] and an altitude h [m].
    """
    if constant_speed > 0.0:
        return margins[0, 0]
    if r > slant_range[-1] or h > altitude[-1]:
        return -1.0
    return _bilinear(slant_range, altitude, margins, r, h)
