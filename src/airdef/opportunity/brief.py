"""Windows, and gaps in them, that are shorter than the steps between two judgements.

`shots.candidates` are the launch times at which feasibility is judged: a step apart, and where a visibility begins or
ends. A body that crosses a corner of the envelope in less than a step is inside at none of them. Whether it is inside
depends only on where and when it is met; so each bound of the envelope is looked at on the body's own time grid. Where
all bounds may hold somewhere between two nodes at neither of which all hold, the least of the margins is searched for
its highest value; where one may be broken between two nodes at both of which all hold, for its lowest (golden section).
How far a margin can go beyond its values at the nodes is bounded by the second differences there, eight times what a
parabola needs.

The launch times found are judged like any other, and kept only where they differ from both of their neighbours: what
longer windows are refined from stays as it is.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

from airdef.jit import entry_with, part
from airdef.opportunity.shots import Pairing, fly_all, flyout_of, path_of
from airdef.opportunity.tables import F64
from airdef.physics.flyout import margin
from airdef.physics.geodesy import ecef_height
from airdef.physics.intercept import launch_times
from airdef.physics.trajectory import position, velocity

_GOLDEN: Final = 0.5 * (math.sqrt(5.0) - 1.0)
_STEPS: Final = 40
"""Golden sections: they shrink a step of a second below 1e-8 s."""

_BOUNDS: Final = 6


@part
def _margins(pair: Pairing, t: float, out: F64) -> float:
    """Write how far inside each bound of the envelope a meeting at time t is, f64[6]; return the least.

    Least and greatest range and altitude [m], the body's speed squared [m^2/s^2], the missile's speed [1]: below zero
    outside, as `shots.in_envelope` has it.
    """
    w, b, c = pair.interceptor, pair.body, pair.category
    x, y, z = position(b.ecef, 0.0, b.dt, t)
    r = math.sqrt((x - pair.origin[0]) ** 2 + (y - pair.origin[1]) ** 2 + (z - pair.origin[2]) ** 2)
    h = ecef_height(x, y, z)
    vx, vy, vz = velocity(b.ecef, 0.0, b.dt, t)
    out[0], out[1] = r - w.min_range, w.max_range[c] - r
    out[2], out[3] = h - w.min_altitude, w.max_altitude[c] - h
    out[4] = w.max_target_speed**2 - (vx * vx + vy * vy + vz * vz)
    if w.constant_speed <= 0.0:  # within the table, whose end would be a jump
        r, h = min(r, w.slant_range[-1]), min(h, w.altitude[-1])
    out[5] = margin(w.slant_range, w.altitude, w.margins, w.constant_speed, r, h)
    return min(min(min(out[0], out[1]), min(out[2], out[3])), min(out[4], out[5]))


@part
def _extreme(pair: Pairing, low: float, high: float, sign: float, out: F64) -> tuple[float, float]:
    """Return the time in [low, high] at which the least margin, times `sign`, is highest, and that margin."""
    left, right = high - _GOLDEN * (high - low), low + _GOLDEN * (high - low)
    at_left, at_right = sign * _margins(pair, left, out), sign * _margins(pair, right, out)
    for _ in range(_STEPS):
        if at_left >= at_right:
            high, right, at_right = right, left, at_left
            left = high - _GOLDEN * (high - low)
            at_left = sign * _margins(pair, left, out)
        else:
            low, left, at_left = left, right, at_right
            right = low + _GOLDEN * (high - low)
            at_right = sign * _margins(pair, right, out)
    return (left, sign * at_left) if at_left >= at_right else (right, sign * at_right)


@part
def _bend(values: F64, i: int, bound: int) -> float:
    """Return the second difference of a margin at a node; at an end of what is known, that of its neighbour."""
    i = min(max(i, 1), values.shape[0] - 2)
    return abs(values[i - 1, bound] - 2.0 * values[i, bound] + values[i + 1, bound])


@part
def _may_turn(values: F64, i: int, inside: bool) -> bool:
    """Tell whether all margins may be above zero between nodes i and i + 1, or, from inside, one below."""
    for bound in range(_BOUNDS):
        a, b = values[i, bound], values[i + 1, bound]
        bend = max(_bend(values, i, bound), _bend(values, i + 1, bound))
        if inside and min(a, b) - bend < 0.0:
            return True
        if not inside and max(a, b) + bend < 0.0:
            return False
    return not inside


@entry_with(nogil=True)
def turning_meetings(pair: Pairing) -> F64:
    """Return meeting times [s], ascending: nodes at which the envelope is left or entered, and turns between nodes.

    Parameters
    ----------
    pair
        An interceptor type at its launch point, paired with a body.

    Returns
    -------
    F64
        Meeting times [s], ascending: nodes at which the envelope is left or entered, and turns between
        nodes.
    """
    n = pair.meets.size
    first, last = n, -1
    for i in range(n):
        if pair.near[i]:
            first, last = min(first, i), i
    first, last = max(first - 2, 0), min(last + 2, n - 1)
    size = last - first + 1
    if size < 3:
        return np.empty(0)
    values, least, scratch = np.empty((size, _BOUNDS)), np.empty(size), np.empty(_BOUNDS)
    for i in range(size):
        least[i] = _margins(pair, pair.meets[first + i], values[i])
    found = np.empty(2 * size)
    count = 0
    for i in range(size - 1):
        low, high = pair.meets[first + i], pair.meets[first + i + 1]
        inside = least[i] >= 0.0
        if inside != (least[i + 1] >= 0.0):
            found[count], found[count + 1] = low, high
            count += 2
        elif _may_turn(values, i, inside):
            time, value = _extreme(pair, low, high, -1.0 if inside else 1.0, scratch)
            if (value >= 0.0) != inside:
                found[count] = time
                count += 1
    return found[:count].copy()


def overlooked(pair: Pairing, launch: F64, inside: NDArray[np.bool_]) -> F64:
    """Return the launch times [s] that `shots.candidates` lack: where the envelope differs from both neighbours.

    `launch`, ascending, and `inside` are those of `candidates` and `fly_all`.

    Parameters
    ----------
    pair
        An interceptor type at its launch point, paired with a body.
    launch
        Launch times [s], ascending.
    inside
        Which launches meet inside the envelope, bool[n].

    Returns
    -------
    F64
        The launch times [s] that `shots.candidates` lack: where the envelope differs from both neighbours.
    """
    meetings = turning_meetings(pair)
    if meetings.size == 0 or launch.size < 2:
        return np.empty(0)
    b, w = pair.body, pair.interceptor
    times, _ = launch_times(meetings, pair.origin, path_of(b), flyout_of(w))
    times = np.unique(times[(times > launch[0]) & (times < launch[-1])])
    if times.size == 0:
        return times
    _, own = fly_all(pair, times)
    after = np.searchsorted(launch, times, side="right")
    before = inside[after - 1]
    return times[(before == inside[after]) & (own != before)]
