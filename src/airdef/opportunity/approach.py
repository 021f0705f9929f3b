"""When a body is closest to a place."""

from __future__ import annotations

import math

from airdef.jit import entry_with, part
from airdef.opportunity.sight import Target
from airdef.opportunity.tables import F64
from airdef.opportunity.visibility import grid
from airdef.physics.trajectory import position

_GOLDEN = 0.5 * (math.sqrt(5.0) - 1.0)
_STEPS = 40  # shrink a bracket of 2 s below 1e-8 s, finer than the minimum of a square can be told


@part
def _square(origin: F64, b: Target, t: float) -> float:
    x, y, z = position(b.ecef, 0.0, b.dt, t)
    return (x - origin[0]) ** 2 + (y - origin[1]) ** 2 + (z - origin[2]) ** 2


@entry_with(nogil=True)
def closest_time(origin: F64, b: Target) -> float:
    """Return the time [s] at which the slant range from `origin`, f64[3], ECEF [m], is least; the first of equals.

    The nearest node of the body's grid, refined by golden section between its neighbours.

    Parameters
    ----------
    origin
        The place, float64[3], ECEF [m].
    b
        The body in compiled form.

    Returns
    -------
    float
        The time [s] at which the slant range from `origin`, f64[3], ECEF [m], is least; the first of
        equals.
    """
    times = grid(b)
    best = 0
    least = math.inf
    for i in range(times.size):
        square = _square(origin, b, times[i])
        if square < least:
            best, least = i, square
    low, high = times[max(best - 1, 0)], times[min(best + 1, times.size - 1)]
    for _ in range(_STEPS):
        left, right = high - _GOLDEN * (high - low), low + _GOLDEN * (high - low)
        if _square(origin, b, left) <= _square(origin, b, right):
            high = right
        else:
            low = left
    refined = 0.5 * (low + high)
    # At an end of the motion the bracket has the minimum on its edge: the node itself is then exact.
    return refined if _square(origin, b, refined) < least else times[best]
