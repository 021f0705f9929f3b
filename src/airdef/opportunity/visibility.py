"""When a radar sees a body: intervals of time with refined ends.

A body is judged on its own grid, at most `STEP` apart, both ends of the motion included; each change is then
refined by bisection on the exact predicate of `sight`. A body that comes into sight and leaves it again (or
the other way round) between two nodes goes unnoticed.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from airdef.jit import entry_with, part
from airdef.opportunity.sight import Sensor, Target, in_sector, seen
from airdef.opportunity.tables import F64

STEP: Final = 1.0
"""Longest time [s] between two judgements."""

EDGE: Final = 1e-6
"""Width [s] to which the ends of an interval are refined."""


@part
def grid(b: Target) -> F64:
    """Return the times [s] at which a body is judged: evenly spaced from 0 to the end of its motion.

    Parameters
    ----------
    b
        The body in compiled form.

    Returns
    -------
    F64
        The times [s] at which a body is judged: evenly spaced from 0 to the end of its motion.
    """
    count = max(int(np.ceil(b.end / min(b.dt, STEP))), 1)
    times = np.linspace(0.0, b.end, count + 1)
    times[-1] = b.end
    return times


@entry_with(nogil=True)
def judge(s: Sensor, b: Target, needed: float) -> tuple[NDArray[np.bool_], F64]:
    """Return, for each time of `grid`, whether the body is seen in any sector, and its azimuth [rad].

    Parameters
    ----------
    s
        The radar in compiled form.
    b
        The body in compiled form.
    needed
        The signal-to-noise ratio that counts as seeing (linear).

    Returns
    -------
    tuple[NDArray[np.bool_], F64]
        Whether the body is seen in any sector at each time of `grid`, bool[n], and its azimuth [rad],
        float64[n].
    """
    times = grid(b)
    states = np.empty(times.size, np.bool_)
    azimuth = np.empty(times.size)
    for i in range(times.size):
        states[i], azimuth[i] = seen(s, b, needed, times[i])
    return states, azimuth


@part
def _is_seen(s: Sensor, b: Target, needed: float, facing: float, t: float) -> bool:
    state, azimuth = seen(s, b, needed, t)
    return state and in_sector(azimuth, facing, s.half_sector)


@part
def _edge(s: Sensor, b: Target, needed: float, facing: float, inside: float, outside: float) -> float:
    """Return the last time seen, to `EDGE`, between a time at which the body is seen and one at which not."""
    while abs(outside - inside) > EDGE:
        middle = 0.5 * (inside + outside)
        if _is_seen(s, b, needed, facing, middle):
            inside = middle
        else:
            outside = middle
    return inside


@entry_with(nogil=True)
def intervals(s: Sensor, b: Target, needed: float, facing: float, states: NDArray[np.bool_], azimuth: F64) -> F64:
    """Return f64[n, 2]: begin and end [s] of each interval in which a radar turned to `facing` sees a body.

    `needed` is the SNR that counts as seeing (perfect radars: any); `states` and `azimuth` are `judge`'s.

    Parameters
    ----------
    s
        The radar in compiled form.
    b
        The body in compiled form.
    needed
        The signal-to-noise ratio that counts as seeing (linear).
    facing
        Facing of the radar or unit [rad].
    states
        Whether the body is seen at each time, bool[n].
    azimuth
        Azimuth of the body at each time [rad], float64[n].

    Returns
    -------
    F64
        F64[n, 2]: begin and end [s] of each interval in which a radar turned to `facing` sees a body.
    """
    times = grid(b)
    found = np.empty((times.size // 2 + 1, 2))
    count = 0
    before = False
    for i in range(times.size):
        now = states[i] and in_sector(azimuth[i], facing, s.half_sector)
        if now and not before:
            found[count, 0] = times[i] if i == 0 else _edge(s, b, needed, facing, times[i], times[i - 1])
        elif before and not now:
            found[count, 1] = _edge(s, b, needed, facing, times[i - 1], times[i])
            count += 1
        before = now
    if before:
        found[count, 1] = b.end
        count += 1
    return found[:count].copy()
