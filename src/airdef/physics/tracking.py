"""Track confirmation and drop: when a sequence of looks makes a track firm, and when it loses it.

**Firm** (m of n): at the first look at which at least m of the last n looks were detections, counted from
an empty start (fewer than n looks at first). A Markov chain over the last n - 1 looks, one bit a look,
gives the exact distribution of that look from the probabilities of detection p_i: a detection with at least
m - 1 others among them absorbs, anything else shifts the register.

**Drop** (d misses): at the look that completes d misses in a row after look `start`, itself a detection.
Misses in a row begin anew at each detection, so with S(i) the probability of no drop up to look i,

    S(i) = S(i-1) - w_(i-d) S(i-d-1),   w_k = p_k (1 - p_(k+1)) ... (1 - p_(k+d))

from S = 1 up to look start + d - 1, and with the first term, k = start, taken at p = 1 and S(start-1) = 1.
The drop at i needs a detection at look i-d, none of the d looks after it, and no drop before it, which
depends on looks before i-d only and is therefore independent of both.

Looks are independent given their p_i. Each sampler turns one uniform number u in [0, 1) into a look index,
the first whose cumulative probability exceeds u, or -1 if there is none in the list: exactly the result of
playing look by look, in distribution. All are compiled, take lists of probabilities of either float type,
and raise ValueError for m, n or d outside 1 <= m <= n <= 8 and 1 <= d <= 16.

Reference: elementary; the m-of-n rule as in
https://uk.mathworks.com/help/fusion/ref/trackhistorylogic.checkconfirmation.html. Validated against full
enumeration of short sequences and against look-by-look simulation.
"""

from __future__ import annotations

# mypy: disable-error-code="no-any-return"
# (what a compiled function returns is untyped to mypy)
import numpy as np
from numpy.typing import NDArray

from airdef.kernels import compiled, part

MAX_N = 8
"""Longest confirmation window n: the chain has 2^(n-1) states."""

MAX_DROP = 16
"""Greatest number of misses d that drop a track."""

_STATES = 2 ** (MAX_N - 1)


@part
def _check_confirmation(m: int, n: int) -> None:
    if not 1 <= m <= n <= MAX_N:
        raise ValueError("tracking: confirmation needs 1 <= m <= n <= 8")


@part
def _check_drop(d: int) -> None:
    if not 1 <= d <= MAX_DROP:
        raise ValueError("tracking: the misses that drop a track must be 1 to 16")


SCRATCH = 2 * _STATES
"""Numbers of scratch memory a walk needs, so that it allocates nothing."""


@compiled
def _bits(state: int) -> int:
    count = 0
    while state:
        state &= state - 1
        count += 1
    return count


@compiled
def _advance(p: float, m: int, states: int, now: NDArray[np.float64], after: NDArray[np.float64]) -> float:
    """Play one look on the state probabilities: fill `after`, return the probability absorbed (firm)."""
    after[:states] = 0.0
    firm = 0.0
    for state in range(states):
        mass = now[state]
        if mass == 0.0:
            continue
        shifted = (state << 1) & (states - 1)
        after[shifted] += mass * (1.0 - p)
        if _bits(state) + 1 >= m:
            firm += mass * p
        else:
            after[(shifted | 1) & (states - 1)] += mass * p
    return firm


@part
def firm_cdf(pd: NDArray[np.float64], m: int, n: int) -> NDArray[np.float64]:
    """Return the probability that the track is firm at or before each look, from an empty start.

    `pd` [L] probability of detection by look; returns float64 [L], ascending, exact to rounding.
    """
    _check_confirmation(m, n)
    states = 1 << (n - 1)
    now = np.zeros(states)
    after = np.zeros(states)
    now[0] = 1.0
    cdf = np.empty(len(pd))
    total = 0.0
    for i in range(len(pd)):
        total += _advance(pd[i], m, states, now, after)
        now, after = after, now
        cdf[i] = total
    return cdf


@compiled
def sample_firm(cdf: NDArray[np.float64], u: float) -> int:
    """Return the look at which the track becomes firm, for u in [0, 1); -1 for never. `cdf` of `firm_cdf`."""
    low, high = 0, len(cdf)
    while low < high:
        middle = (low + high) // 2
        if cdf[middle] > u:
            high = middle
        else:
            low = middle + 1
    return low if low < len(cdf) else -1


@compiled
def _walk_two_of_three(pd: NDArray[np.float64], start: int, u: float) -> int:
    """`walk_firm` for the published 2 of 3, whose three live states fit in registers (five times as fast)."""
    none, last, before = 1.0, 0.0, 0.0  # no detection in the last two looks; in the last; in the one before
    total = 0.0
    for i in range(start, len(pd)):
        p = pd[i]
        q = 1.0 - p
        total += last * p + before * p
        if total > u:
            return i
        none, last, before = none * q + before * q, none * p, last * q
    return -1


@compiled
def walk_firm(pd: NDArray[np.float64], start: int, m: int, n: int, u: float, scratch: NDArray[np.float64]) -> int:
    """`sample_firm_from` for kernels: `scratch` float64 [SCRATCH] is overwritten; m and n are not checked."""
    if m == 2 and n == 3:
        return _walk_two_of_three(pd, start, u)
    states = 1 << (n - 1)
    now, after = scratch[:_STATES], scratch[_STATES:]
    now[:states] = 0.0
    now[0] = 1.0
    total = 0.0
    for i in range(start, len(pd)):
        total += _advance(pd[i], m, states, now, after)
        if total > u:
            return i
        now, after = after, now
    return -1


@part
def sample_firm_from(pd: NDArray[np.float64], start: int, m: int, n: int, u: float) -> int:
    """Return the look at which a track begun from nothing at look `start` becomes firm; -1 for never.

    Walks the chain; with start = 0 equal to `sample_firm(firm_cdf(pd, m, n), u)`, bit for bit.
    """
    _check_confirmation(m, n)
    return walk_firm(pd, start, m, n, u, np.empty(SCRATCH))


@part
def miss_runs(pd: NDArray[np.float64], d: int) -> NDArray[np.float64]:
    """Return, for each look, the probability that it and the d - 1 looks before it all miss (0 for the first)."""
    runs = np.zeros(len(pd))
    for i in range(d - 1, len(pd)):
        misses = 1.0
        for k in range(i - d + 1, i + 1):
            misses *= 1.0 - pd[k]
        runs[i] = misses
    return runs


@compiled
def walk_drop(
    pd: NDArray[np.float64],
    runs: NDArray[np.float64],
    bound: NDArray[np.float64],
    start: int,
    d: int,
    u: float,
    scratch: NDArray[np.float64],
) -> int:
    """`sample_drop` for kernels: `runs` of `miss_runs`, `bound` of `drop_bound`; `scratch` is overwritten.

    The walk stops as soon as what is left to add could not reach u; d is not checked.
    """
    dropped = scratch  # ring: the totals of the last d + 1 looks, the oldest in `oldest`
    dropped[: d + 1] = 0.0
    oldest = 0
    total = 0.0
    for i in range(start + d, len(pd)):
        first = i - d  # the last detection before the misses
        weight = 1.0 if first == start else pd[first] * (1.0 - dropped[oldest])
        total += weight * runs[i]
        if total > u:
            return i
        if u >= total + bound[first]:
            return -1
        dropped[oldest] = total
        oldest = oldest + 1 if oldest < d else 0
    return -1


@part
def sample_drop(pd: NDArray[np.float64], start: int, d: int, u: float) -> int:
    """Return the look that completes the first d misses in a row after a detection at look `start`; or -1.

    u in [0, 1). Where u >= `drop_bound(pd, d)[start]` the answer is -1 and the walk can be skipped.
    """
    _check_drop(d)
    return walk_drop(pd, miss_runs(pd, d), drop_bound(pd, d), start, d, u, np.empty(SCRATCH))


@part
def drop_bound(pd: NDArray[np.float64], d: int) -> NDArray[np.float64]:
    """Return, for each look, an upper bound of the probability that a track detected there is ever dropped.

    The union bound over the detections a run of misses can follow: the misses after the look itself, and
    sum of w_k over all later looks k. float64 [L]; may exceed 1 (no skip is possible then).
    """
    _check_drop(d)
    bound = np.zeros(len(pd))
    later = 0.0
    for k in range(len(pd) - d - 1, -1, -1):
        misses = 1.0
        for j in range(k + 1, k + d + 1):
            misses *= 1.0 - pd[j]
        # a rounding's width above the exact sum, so that a skipped walk would surely have found nothing
        bound[k] = (misses + later) * (1.0 + 1e-9)
        later += pd[k] * misses
    return bound
