"""The choice of places as an integer programme (maximal coverage), and the greedy rule it is held against.

With x_o = 1 if option o (a kind of radar or unit at a place on a mast) is taken, y_i = 1 if the demand cell i of
weight w_i counts as covered, r the overlap asked for, f_i what covers it already, and a_oi = 1 where o covers i:

    maximise    sum_i w_i y_i
    subject to  (r - f_i) y_i <= sum_o a_oi x_o    for each cell
                sum of x_o over the options of a kind = how many of that kind there are
                sum of x_o over the options of a place <= 1

Cells that the same options cover are one cell of their summed weight. With r - f_i = 1 whole x make y whole,
so that y is left continuous there. HiGHS (scipy.optimize.milp) gives a choice and a bound that no choice exceeds;
gap = (bound - value) / value. For r > 1 the relaxed programme is weak (half of every radar covers all that two do),
and what the greedy rule found is first bettered by exchanging one option for another as long as that helps.

The solver is HiGHS, https://highs.dev.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from airdef.arguments import ArgumentError

F64 = NDArray[np.float64]
I64 = NDArray[np.int64]

SLACK = 1e-9
"""Part of the whole weight below which two values are the same: rounding of their sums."""


@dataclass(frozen=True, eq=False)
class Choosing:
    """What there is to choose.

    covers : bool[options, cells]; kind, place : i64[options]; counts : how many of each kind are to stand;
    weight : f64[cells]; already : i64[cells], how many that stay cover a cell; overlap : how many it takes
    """

    covers: NDArray[np.bool_]
    kind: I64
    place: I64
    counts: tuple[int, ...]
    weight: F64
    already: I64
    overlap: int = 1

    def covered(self, chosen: tuple[int, ...] | list[int]) -> NDArray[np.int64]:
        """Return by how many each cell is covered, i64[cells].

        Parameters
        ----------
        chosen
            Indices of what is chosen.

        Returns
        -------
        NDArray[np.int64]
            By how many each cell is covered, i64[cells].
        """
        own = self.covers[list(chosen)].sum(axis=0) if len(chosen) else np.zeros(self.weight.size, np.int64)
        return np.asarray(self.already + own, np.int64)

    def value(self, chosen: tuple[int, ...] | list[int]) -> float:
        """Return the weight of the cells that are covered by enough.

        Parameters
        ----------
        chosen
            Indices of what is chosen.

        Returns
        -------
        float
            The weight of the cells that are covered by enough.
        """
        return float(self.weight[self.covered(chosen) >= self.overlap].sum())


@dataclass(frozen=True)
class Choice:
    """Options taken (ascending), their value, a bound that no choice exceeds, and the seconds it took.

    `stopped` : the time limit came before the gap asked for was reached
    """

    options: tuple[int, ...]
    value: float
    bound: float
    seconds: float = field(compare=False)
    stopped: bool = False

    @property
    def gap(self) -> float:
        """Return (bound - value) / value; 0 if nothing can be covered, infinite if only nothing was found."""
        if self.bound <= self.value:
            return 0.0
        return (self.bound - self.value) / self.value if self.value > 0.0 else float("inf")


def greedy(c: Choosing) -> Choice:
    """Return the choice that takes, one after the other, the option which adds most.

    What adds as much is told apart by the weight times the number of radars that still lack there (which is all that
    the first of an overlap of two can add), then by the order of the options. Its bound is the whole weight.

    Parameters
    ----------
    c
        What there is to choose from.

    Returns
    -------
    Choice
        The choice that takes, one after the other, the option which adds most.
    """
    started = time.perf_counter()
    left = list(c.counts)
    chosen: list[int] = []
    have = c.already.copy()
    free = np.ones(c.kind.size, bool)
    total = float(c.weight.sum())
    while any(left):
        open_ = np.flatnonzero(free & np.asarray([left[k] > 0 for k in c.kind], bool))
        if open_.size == 0:
            break
        whole = c.weight * (have == c.overlap - 1)
        part = c.weight * (have < c.overlap)
        gain = c.covers[open_] @ whole + SLACK * (c.covers[open_] @ part)
        best = int(open_[np.argmax(gain)])
        chosen.append(best)
        have += c.covers[best]
        left[c.kind[best]] -= 1
        free &= c.place != c.place[best]
    return Choice(tuple(sorted(chosen)), c.value(chosen), total, time.perf_counter() - started)


def exchanged(c: Choosing, chosen: tuple[int, ...]) -> tuple[int, ...]:
    """Return a choice bettered by taking one option instead of another, the best such exchange first, until none helps.

    Never worse than what it starts from.

    Parameters
    ----------
    c
        What there is to choose from.
    chosen
        Indices of what is chosen.

    Returns
    -------
    tuple[int, ...]
        A choice bettered by taking one option instead of another, the best such exchange first, until none
        helps.
    """
    best, value = list(chosen), c.value(chosen)
    more = SLACK * float(c.weight.sum())
    while True:
        found = None
        for i, out in enumerate(best):
            rest = best[:i] + best[i + 1 :]
            have = c.covered(rest)
            allowed = (c.kind == c.kind[out]) & ~np.isin(c.place, c.place[rest])
            gains = c.covers @ (c.weight * (have == c.overlap - 1))
            into = int(np.argmax(np.where(allowed, gains, -1.0)))
            reached = float(c.weight[have >= c.overlap].sum() + gains[into])
            if reached > value + more:
                value, found = reached, [*rest, into]
        if found is None:
            return tuple(sorted(best))
        best = found


def optimum(c: Choosing, time_limit: float, gap: float) -> Choice:
    """Return the best choice found by HiGHS within a time [s] or up to a relative gap, with its proven bound.

    The greedy choice, exchanged, stands if the solver ends with nothing better.

    Parameters
    ----------
    c
        What there is to choose from.
    time_limit
        The most seconds that the solver may take.
    gap
        The relative gap to the bound at which the solver may end.

    Returns
    -------
    Choice
        The best choice found by HiGHS within a time [s] or up to a relative gap, with its proven bound.

    Raises
    ------
    ValueError
        For too few places.
    """
    from scipy.optimize import Bounds, LinearConstraint, milp

    check(c)
    started = time.perf_counter()
    covers, weight, need, given = _merged(c)
    options, cells = covers.shape
    if cells == 0:
        some = greedy(c)
        return Choice(some.options, some.value, some.value, time.perf_counter() - started)
    solved = milp(
        np.concatenate([np.zeros(options), -weight]),
        integrality=np.concatenate([np.ones(options), need > 1]),
        bounds=Bounds(0.0, 1.0),
        constraints=[LinearConstraint(*rows) for rows in _constraints(c, covers, need)],
        options={"time_limit": time_limit, "mip_rel_gap": gap},
    )
    fallback = exchanged(c, greedy(c).options)
    if solved.status not in (0, 1):
        msg = f"site: the solver gave up ({solved.message}); usual fix: fewer candidates or a larger ‹gap›"
        raise ArgumentError(msg)
    bound = float(weight.sum()) if solved.mip_dual_bound is None else -float(solved.mip_dual_bound)
    if not np.isfinite(bound):
        bound = float(weight.sum())
    chosen = fallback if solved.x is None else tuple(int(o) for o in np.flatnonzero(solved.x[:options] > 0.5))
    chosen = max(chosen, fallback, key=c.value)
    value = c.value(chosen)
    # never below what was found: the solver's own bound is short by its tolerance
    return Choice(chosen, value, max(bound + given, value), time.perf_counter() - started, solved.status == 1)


def so_far(c: Choosing, seconds: float) -> Choice:
    """Return the choice that stands when the solver is ended: the greedy one, exchanged; all cells bound its value.

    Parameters
    ----------
    c
        What there is to choose from.
    seconds
        How long the solver has run [s].

    Returns
    -------
    Choice
        The choice that stands when the solver is ended: the greedy one, exchanged; all cells bound its
        value.
    """
    chosen = exchanged(c, greedy(c).options)
    _, weight, _, given = _merged(c)
    value = c.value(chosen)
    return Choice(chosen, value, max(float(weight.sum()) + given, value), seconds, True)


def check(c: Choosing) -> None:
    """Raise ValueError if the places do not suffice for all that is to stand.

    Parameters
    ----------
    c
        What there is to choose from.
    """
    places = np.unique(c.place).size
    if places < sum(c.counts):
        msg = (
            f"site: {places} candidate place{'s' * (places != 1)} given, at least {sum(c.counts)} expected, one for "
            "each that is to stand; usual fix: more candidates, or a smaller ‹grid›"
        )
        raise ArgumentError(msg)


def _merged(c: Choosing) -> tuple[NDArray[np.bool_], F64, I64, float]:
    """Return covers, weights and needs of cells that differ, without those that nothing can change; what is given."""
    need = np.asarray(np.maximum(c.overlap - c.already, 0), np.int64)
    given = float(c.weight[need == 0].sum())
    within = (need > 0) & (c.covers.sum(axis=0) >= need) & (c.weight > 0.0)
    covers, weight, need = c.covers[:, within], c.weight[within], need[within]
    if weight.size == 0:
        return covers, weight, need, given
    packed = np.concatenate([np.packbits(covers, axis=0), need[None, :].astype(np.uint8)])
    _, first, which = np.unique(packed, axis=1, return_index=True, return_inverse=True)
    summed = np.asarray(np.bincount(which.ravel(), weight), np.float64)
    return covers[:, first], summed, need[first].astype(np.int64), given


def _constraints(c: Choosing, covers: NDArray[np.bool_], need: I64) -> list[tuple[object, F64, F64]]:
    """Return (matrix, lower, upper) for cells, kinds and places, over the x and then the y."""
    from scipy.sparse import csr_array, diags_array, hstack

    options, cells = covers.shape
    demand = hstack([csr_array(-covers.T.astype(float)), diags_array(need.astype(float))], format="csr")

    def sums(of: I64, rows: int) -> object:
        entries = (np.ones(options), (of, np.arange(options)))
        return hstack([csr_array(entries, shape=(rows, options)), csr_array((rows, cells))], format="csr")

    _, place = np.unique(c.place, return_inverse=True)
    many = int(place.max()) + 1
    counts = np.asarray(c.counts, np.float64)
    return [
        (demand, np.full(cells, -np.inf), np.zeros(cells)),
        (sums(c.kind, len(counts)), counts, counts),
        (sums(place, many), np.zeros(many), np.ones(many)),
    ]
