"""Track confirmation and drop: when a sequence of looks makes a track firm, and when it loses it.

**Firm** (m of n): at the first look at which at least m of the last n looks were detections, counted from
an empty start (fewer than n looks at first). A Markov chain over the last n - 1 looks, one bit a look,
gives the exact distribution of that look from the probabilities of detection p_i: a detection with at least
m - 1 others among them absorbs, anything else shifts the register. Its states are the registers with fewer than m
detections, of which those that cannot count any more are left out for n above 8 (`confirmation`).

**Drop** (d misses): at the look that completes d misses in a row after look `start`, itself a detection.
Misses in a row begin again at each detection, so with S(i) the probability of no drop up to look i,

    S(i) = S(i-1) - w_(i-d) S(i-d-1),   w_k = p_k (1 - p_(k+1)) ... (1 - p_(k+d))

from S = 1 up to look start + d - 1, and with the first term, k = start, taken at p = 1 and S(start-1) = 1.
The drop at i needs a detection at look i-d, none of the d looks after it, and no drop before it, which
depends on looks before i-d only and is therefore independent of both.

Looks are independent given their p_i. Each sampler turns one uniform number u in [0, 1) into a look index,
the first whose cumulative probability exceeds u, or -1 if there is none in the list: exactly the result of
simulating look by look, in distribution. All take lists of probabilities of either float type, and raise ValueError for
m, n or d outside 1 <= m <= n <= 20 and 1 <= d <= 100.

Reference: elementary; the m-of-n rule as in
https://uk.mathworks.com/help/fusion/ref/trackhistorylogic.checkconfirmation.html. Validated against full
enumeration of short sequences and against look-by-look simulation.
"""

from __future__ import annotations

# mypy: disable-error-code="no-any-return"
# (what a compiled function returns is untyped to mypy)
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from airdef.jit import compiled, inlined, part

MAX_N = 20
"""Longest confirmation window n, in looks."""

MAX_DROP = 100
"""Greatest number of misses d that drop a track."""

_ALL_KEPT = 8
"""Up to this window a state keeps every detection in it, beyond only those that can still count."""

_FIRM = -1


def _still_counting(detections: int, m: int, n: int) -> int:
    """Return the detections, bits of a state, that can still be one of m in a window of n looks.

    A detection a looks before the next one is in the windows of n - a looks to come: with the c detections no older
    than itself it makes at most c + n - a. If a detection cannot count, no older one can.
    """
    kept, count = 0, 0
    for k in range(n - 1):
        if detections >> k & 1:
            count += 1
            if count + n - (k + 1) < m:
                break
            kept |= 1 << k
    return kept


@cache
def confirmation(m: int, n: int) -> NDArray[np.int32]:
    """Return the chain of the rule m of n, int32 [states, 2]: the state after a miss, and after a detection.

    State 0 is that of no detection; -1 stands for firm. There are at most C(20, 10) = 184,756 states (11 of 20).

    Parameters
    ----------
    m
        Detections that confirm.
    n
        Looks among which they are counted.

    Returns
    -------
    NDArray[np.int32]
        The chain of the rule m of n, int32 [states, 2].

    Raises
    ------
    ValueError
        Unless 1 <= m <= n <= 20.
    """
    if not 1 <= m <= n <= MAX_N:
        msg = f"tracking: confirmation needs 1 <= m <= n <= {MAX_N}; {m} of {n} given"
        raise ValueError(msg)

    def kept(detections: int) -> int:
        window = detections & ((1 << (n - 1)) - 1)
        return window if n <= _ALL_KEPT else _still_counting(window, m, n)

    after: dict[int, tuple[int, int]] = {}
    new = [0]
    while new:
        state = new.pop()
        if state in after:
            continue
        miss = kept(state << 1)
        hit = _FIRM if state.bit_count() + 1 >= m else kept(state << 1 | 1)
        after[state] = miss, hit
        new += [s for s in (miss, hit) if s != _FIRM and s not in after]
    states = sorted(after)
    place = {state: i for i, state in enumerate(states)} | {_FIRM: _FIRM}
    chain = np.array([[place[s] for s in after[state]] for state in states], np.int32)
    chain.flags.writeable = False
    return chain


@part
def _check_drop(d: int) -> None:
    if not 1 <= d <= MAX_DROP:
        raise ValueError("tracking: the misses that drop a track must be 1 to 100")


def scratch_for(states: int, d: int) -> int:
    """Return how many numbers of scratch memory walks of a chain of so many states, and drops at d misses, need.

    Parameters
    ----------
    states
        States of the chain.
    d
        Detections missed in a row that drop a track.

    Returns
    -------
    int
        How many numbers of scratch memory walks of a chain of so many states, and drops at d misses, need.
    """
    return max(2 * states, d + 1)


@compiled
def _advance(p: float, chain: NDArray[np.int32], now: NDArray[np.float64], after: NDArray[np.float64]) -> float:
    """Simulate one look on the state probabilities: fill `after`, return the probability absorbed (firm)."""
    after[:] = 0.0
    firm = 0.0
    for state in range(len(chain)):
        mass = now[state]
        if mass == 0.0:
            continue
        after[chain[state, 0]] += mass * (1.0 - p)
        if chain[state, 1] < 0:
            firm += mass * p
        else:
            after[chain[state, 1]] += mass * p
    return firm


@part
def chain_cdf(pd: NDArray[np.float64], chain: NDArray[np.int32]) -> NDArray[np.float64]:
    """`firm_cdf` for compiled code: `chain` of `confirmation`.

    Parameters
    ----------
    pd
        Probability of detection by look, float [L].
    chain
        The chain, by `confirmation`.

    Returns
    -------
    NDArray[np.float64]
        `firm_cdf` for compiled code.
    """
    now = np.zeros(len(chain))
    after = np.zeros(len(chain))
    now[0] = 1.0
    cdf = np.empty(len(pd))
    total = 0.0
    for i in range(len(pd)):
        total += _advance(pd[i], chain, now, after)
        now, after = after, now
        cdf[i] = total
    return cdf


def firm_cdf(pd: NDArray[np.floating[Any]], m: int, n: int) -> NDArray[np.float64]:
    """Return the probability that the track is firm at or before each look, from an empty start.

    Parameters
    ----------
    pd
        Probability of detection by look, float [L].
    m
        Detections that confirm.
    n
        Looks among which they are counted.

    Returns
    -------
    NDArray[np.float64]
        float64 [L], ascending, exact to rounding.
    """
    return chain_cdf(pd, confirmation(m, n))


@inlined
def sample_firm(cdf: NDArray[np.float64], u: float) -> int:
    """Return the look at which the track becomes firm, for u in [0, 1); -1 for never. `cdf` of `firm_cdf`.

    Parameters
    ----------
    cdf
        Probabilities, by `firm_cdf`.
    u
        Uniform number in [0, 1).

    Returns
    -------
    int
        The look at which the track becomes firm, for u in [0, 1).
    """
    low, high = 0, len(cdf)
    while low < high:
        middle = (low + high) // 2
        if cdf[middle] > u:
            high = middle
        else:
            low = middle + 1
    return low if low < len(cdf) else -1


@inlined
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


@inlined
def walk_firm(
    pd: NDArray[np.float64], start: int, chain: NDArray[np.int32], u: float, scratch: NDArray[np.float64]
) -> int:
    """`sample_firm_from` for kernels: `chain` of `confirmation`; `scratch` float64, at least twice the states.

    Parameters
    ----------
    pd
        Probability of detection by look, float [L].
    start
        Number of the first look.
    chain
        The chain, by `confirmation`.
    u
        Uniform number in [0, 1).
    scratch
        float64 scratch memory, overwritten (`scratch_for`).

    Returns
    -------
    int
        `sample_firm_from` for kernels.
    """
    if len(chain) == 3:  # 2 of 3, and no other rule
        return _walk_two_of_three(pd, start, u)
    now, after = scratch[: len(chain)], scratch[len(chain) : 2 * len(chain)]
    now[:] = 0.0
    now[0] = 1.0
    total = 0.0
    for i in range(start, len(pd)):
        total += _advance(pd[i], chain, now, after)
        if total > u:
            return i
        now, after = after, now
    return -1


def sample_firm_from(pd: NDArray[np.floating[Any]], start: int, m: int, n: int, u: float) -> int:
    """Return the look at which a track begun from nothing at look `start` becomes firm; -1 for never.

    Walks the chain; with start = 0 equal to `sample_firm(firm_cdf(pd, m, n), u)`, bit for bit.

    Parameters
    ----------
    pd
        Probability of detection by look, float [L].
    start
        Number of the first look.
    m
        Detections that confirm.
    n
        Looks among which they are counted.
    u
        Uniform number in [0, 1).

    Returns
    -------
    int
        The look at which a track begun from nothing at look `start` becomes firm.
    """
    chain = confirmation(m, n)
    return walk_firm(pd, start, chain, u, np.empty(scratch_for(len(chain), 1)))


@part
def miss_runs(pd: NDArray[np.float64], d: int) -> NDArray[np.float64]:
    """Return, for each look, the probability that it and the d - 1 looks before it all miss (0 for the first).

    Parameters
    ----------
    pd
        Probability of detection by look, float [L].
    d
        Detections missed in a row that drop a track.

    Returns
    -------
    NDArray[np.float64]
        Return, for each look, the probability that it and the d - 1 looks before it all miss (0 for the first).
    """
    runs = np.zeros(len(pd))
    for i in range(d - 1, len(pd)):
        misses = 1.0
        for k in range(i - d + 1, i + 1):
            misses *= 1.0 - pd[k]
        runs[i] = misses
    return runs


@inlined
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

    Parameters
    ----------
    pd
        Probability of detection by look, float [L].
    runs
        By `miss_runs`.
    bound
        By `drop_bound`.
    start
        Number of the first look.
    d
        Detections missed in a row that drop a track.
    u
        Uniform number in [0, 1).
    scratch
        float64 scratch memory, overwritten (`scratch_for`).

    Returns
    -------
    int
        `sample_drop` for kernels.
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

    Parameters
    ----------
    pd
        Probability of detection by look, float [L].
    start
        Number of the first look.
    d
        Detections missed in a row that drop a track.
    u
        Uniform number in [0, 1).

    Returns
    -------
    int
        The look that completes the first d misses in a row after a detection at look `start`; or -1.
    """
    _check_drop(d)
    return walk_drop(pd, miss_runs(pd, d), drop_bound(pd, d), start, d, u, np.empty(d + 1))


@part
def drop_bound(pd: NDArray[np.float64], d: int) -> NDArray[np.float64]:
    """Return, for each look, an upper bound of the probability that a track detected there is ever dropped.

    The union bound over the detections a run of misses can follow: the misses after the look itself, and
    sum of w_k over all later looks k. float64 [L]; may exceed 1 (no skip is possible then).

    Parameters
    ----------
    pd
        Probability of detection by look, float [L].
    d
        Detections missed in a row that drop a track.

    Returns
    -------
    NDArray[np.float64]
        Return, for each look, an upper bound of the probability that a track detected there is ever dropped.
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
