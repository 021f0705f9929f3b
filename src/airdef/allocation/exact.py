"""Assignment to a certificate: columns are generated until a bound is proved, then the best whole ones are chosen.

A column is what one target may get: whole numbers x of rounds of each weapon, at cost ``v_j prod_i (1 - p_ij)^x_i``.
The master problem picks one column for each target within the rounds there are; its linear relaxation is solved by
column generation (`pricing`). For any prices ``pi_i >= 0`` of a round

    L(pi) = sum_j min_x [v_j prod_i (1 - p_ij)^x_i + sum_i pi_i x_i] - sum_i pi_i n_i

is below every solution (Lagrange), and the minimum for each target is found exactly: that is the certificate. Whole
columns are then chosen by HiGHS among those generated; if a gap is left, among all columns whose reduced cost is below
it, which are all that a better solution can have (Lu and Chen, 2021).
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from airdef.allocation.heuristics import marginal_return, neighbourhood_search
from airdef.allocation.pricing import Pricing
from airdef.allocation.problem import Problem, ProblemError

if TYPE_CHECKING:
    from numpy.typing import NDArray

GAP: Final = 1e-4
"""Relative gap that counts as solved."""

SECONDS: Final = 600.0
"""Time after which a solution ends with the gap it has [s]."""

SURE_KILL: Final = 60.0
"""Effect -log(1 - p) that p = 1 counts as: a factor of 1e-26 of the value, which is below the rounding of the sum."""

MOST_COLUMNS: Final = 400_000
"""Columns of the last choice: more are not enumerated, and a gap may be left."""

SMOOTHING: Final = 0.8
"""Share of the best prices so far in those that columns are asked at (Wentges, 1997): they swing less."""

PATIENCE: Final = 15
"""Steps of the ascent without a better bound after which they become half as long."""

LEAST_STEP: Final = 2.0**-10
"""Step, as a share of that which would reach the value if the bound were linear, at which the ascent ends."""

KEPT_STEPS: Final = 30
"""Last steps of the ascent of which the columns are kept."""


@dataclass(frozen=True, eq=False)
class Allocation:
    """Rounds of each weapon at each target, and between which values the best possible lies.

    Attributes
    ----------
    rounds : ndarray of int64, shape (weapons, targets)
        Rounds of each weapon at each target.
    surviving : float
        Value expected to survive them: no solution needs to be worse.
    bound : float
        No solution leaves less than this.
    seconds : float
        Time it took.
    columns, iterations : int
        Columns generated, and how often prices were asked for.
    """

    rounds: NDArray[np.int64]
    surviving: float
    bound: float
    seconds: float
    columns: int
    iterations: int

    @property
    def gap(self) -> float:
        """How far the value may be from the best, as a share of the value: 0 where it is proved the best."""
        return max(0.0, (self.surviving - self.bound) / self.surviving) if self.surviving > 0.0 else 0.0

    def __repr__(self) -> str:
        """Return the answer in a line."""
        m, n = self.rounds.shape
        return (
            f"Allocation({m} weapons, {n} targets: {self.surviving:.6g} survives, {self.bound:.6g} at least, "
            f"gap {100 * self.gap:.2g} %)"
        )


def allocate(problem: Problem, *, gap: float = GAP, seconds: float = SECONDS) -> Allocation:
    """Solve a static weapon-target assignment problem to a proved gap.

    Parameters
    ----------
    problem : Problem
        Values, probabilities, rounds, limits.
    gap : float
        Relative gap between value and bound at which it ends, above 0.
    seconds : float
        Time after which it ends with the gap it has, about; above 0.

    Returns
    -------
    Allocation
        The best rounds found, what survives them, and the proved bound.

    Raises
    ------
    ProblemError
        If an argument is out of range, or numbers are too far apart for the solver.

    Notes
    -----
    Minimises the value ``sum_j v_j prod_i (1 - p_ij)^x_ij`` that is expected to survive (`Problem`). p = 1 counts as a
    factor of 1e-26.

    References
    ----------
    Lu, Y. and Chen, D. Z. (2021). A new exact algorithm for the weapon-target assignment problem. Omega 98, 102138,
    doi:10.1016/j.omega.2019.102138.
    Andersen, A. C., Pavlikov, K. and Toffolo, T. A. M. (2022). Annals of Operations Research 312, 581-606.

    Examples
    --------
    >>> airdef.allocate(Problem([10, 5], [[0.8, 0.7], [0.6, 0.7]]), gap=1e-9)
    Allocation(2 weapons, 2 targets: 3.5 survives, 3.5 at least, gap 0 %)
    """
    if not 0.0 < gap < 1.0:
        msg = f"gap: {gap} given, above 0 and below 1 expected"
        raise ProblemError(msg)
    if not seconds > 0.0:
        msg = f"seconds: {seconds} given, above 0 expected"
        raise ProblemError(msg)
    search = _Search(problem, gap, time.monotonic() + seconds)
    begun = time.monotonic()
    rounds, bound, iterations = search.solve()
    surviving = problem.surviving(rounds)
    return Allocation(rounds, surviving, min(bound, surviving), time.monotonic() - begun, search.count, iterations)


class _Search:
    """Column generation for one problem."""

    def __init__(self, problem: Problem, gap: float, end: float) -> None:
        self.problem, self.gap, self.end = problem, gap, end
        with np.errstate(divide="ignore"):
            self.effect = np.minimum(-np.log1p(-problem.probabilities), SURE_KILL)
        self.pricing = Pricing(self.effect, problem.rounds)
        m, n = problem.probabilities.shape
        self.low = np.flatnonzero(problem.least > 0)
        self.high = np.flatnonzero(problem.most < problem.rounds.sum())
        self.prices = np.full(m, float(np.median(problem.values * problem.probabilities.max(axis=0))))
        self.floors, self.caps = np.zeros(n), np.zeros(n)
        self._columns: dict[tuple[int, bytes], None] = {}
        self._targets: list[int] = []
        self._rounds: list[NDArray[np.int64]] = []
        self._costs: list[float] = []

    @property
    def count(self) -> int:
        """How many columns there are."""
        return len(self._targets)

    def add(self, target: int, rounds: NDArray[np.int64]) -> bool:
        """Add a column unless it is there; tell whether it was new."""
        key = (target, rounds.astype(np.int32).tobytes())
        if key in self._columns:
            return False
        self._columns[key] = None
        self._targets.append(target)
        self._rounds.append(rounds.astype(np.int64))
        self._costs.append(float(self.problem.values[target] * np.exp(-self.effect[:, target] @ rounds)))
        return True

    def add_solution(self, rounds: NDArray[np.int64]) -> None:
        """Add the columns of a solution."""
        for j in range(rounds.shape[1]):
            self.add(j, rounds[:, j])

    def solve(self) -> tuple[NDArray[np.int64], float, int]:
        """Return the best rounds, a bound and the number of iterations."""
        best = neighbourhood_search(self.problem, marginal_return(self.problem))
        value = self.problem.surviving(best)
        self.add_solution(best)
        m, n = best.shape
        nothing = np.zeros(m, np.int64)
        for j in range(n):
            self.add(j, nothing)
        self._begin()
        bound, iterations = self.generate(value)
        if self._open(value, bound):
            best, value, _ = self._chosen(best, value)
        if self._open(value, bound) and self._enumerated(value - bound, bound):
            best, value, proved = self._chosen(best, value)
            bound = max(bound, min(value, proved))  # all columns of a better solution were there
        return best, bound, iterations

    def _open(self, value: float, bound: float) -> bool:
        return value - bound > self.gap * value and time.monotonic() < self.end

    def _begin(self) -> None:
        """Halve the first prices, which are alike for all weapons, while that raises the bound.

        Where many rounds meet few targets a round is worth a hundredth of the best one's gain, and steps along the
        subgradient from far above would overshoot again and again.
        """
        best, prices = -np.inf, self.prices
        while True:
            found, _ = self._priced(prices, self.floors, self.caps)
            if found <= best:
                return
            best, self.prices, prices = found, prices, 0.5 * prices

    def generate(self, value: float) -> tuple[float, int]:
        """Generate columns until the bound is near to the value of the relaxation; return it, and the iterations."""
        bound, iterations = self._ascend(value)
        share = SMOOTHING
        while time.monotonic() < self.end:
            relaxed, *there = self._relaxed()
            if value - bound <= self.gap * value or relaxed - bound <= 0.1 * self.gap * relaxed:
                break
            new = 0
            for part in (share, 0.0):
                centre = (self.prices, self.floors, self.caps)
                asked = [part * a + (1.0 - part) * b for a, b in zip(centre, there, strict=True)]
                found, rounds = self._priced(*asked)
                new = sum(self.add(j, x) for j, x in enumerate(rounds))
                iterations += 1
                if found > bound:
                    bound = found
                    self.prices, self.floors, self.caps = asked
                if new:
                    break
            if not new:
                break
            self._forget(value - bound)
        return bound, iterations

    def _ascend(self, value: float) -> tuple[float, int]:
        """Raise the bound by steps along the subgradient (Polyak), keep the columns of the last; return both."""
        problem = self.problem
        bound, step, idle, iterations = -np.inf, 1.0, 0, 0
        now = (self.prices, self.floors, self.caps)
        last: list[list[NDArray[np.int64]]] = []
        while step > LEAST_STEP and time.monotonic() < self.end:
            found, rounds = self._priced(*now)
            last = [*last[-KEPT_STEPS:], rounds]
            iterations, idle = iterations + 1, idle + 1
            if found > bound:
                idle = 0 if found > bound + 0.01 * (value - bound) else idle
                bound = found
                self.prices, self.floors, self.caps = now
            if value - bound <= self.gap * value:
                break
            if idle >= PATIENCE:
                step, idle, now = 0.5 * step, 0, (self.prices, self.floors, self.caps)
                continue
            used = np.array(rounds)
            at = used.sum(axis=1)
            away = (used.sum(axis=0) - problem.rounds, problem.least - at, at - problem.most)
            size = sum(float(x @ x) for x in away)
            if size == 0.0:
                break
            along = step * (value - found) / size
            now = (
                np.maximum(now[0] + along * away[0], 0.0),
                np.where(problem.least > 0, np.maximum(now[1] + along * away[1], 0.0), 0.0),
                np.maximum(now[2] + along * away[2], 0.0),
            )
        for rounds in last:
            for j, x in enumerate(rounds):
                self.add(j, x)
        return bound, iterations

    def _forget(self, gap: float) -> None:
        """Drop columns that no better solution can have: their reduced cost at the best prices is above the gap.

        They stay known to `add`, so that none comes back: else generation could go round in a ring.
        """
        problem = self.problem
        low = [
            self.pricing.cheapest(j, float(v), self.prices - self.floors[j] + self.caps[j])[0]
            for j, v in enumerate(problem.values)
        ]
        rounds, targets = np.array(self._rounds), np.array(self._targets)
        cost = np.array(self._costs) + rounds @ self.prices
        cost += rounds.sum(axis=1) * (self.caps - self.floors)[targets]
        keep = np.flatnonzero(cost - np.array(low)[targets] <= gap * (1.0 + 1e-6))
        first = {int(t): c for c, t in reversed(list(enumerate(targets)))}  # each target keeps one column at least
        keep = np.union1d(keep, np.array(list(first.values())))
        self._rounds = [self._rounds[c] for c in keep]
        self._targets = [self._targets[c] for c in keep]
        self._costs = [self._costs[c] for c in keep]

    def _priced(
        self, prices: NDArray[Any], floors: NDArray[Any], caps: NDArray[Any]
    ) -> tuple[float, list[NDArray[np.int64]]]:
        """Return the Lagrange bound at prices, and the cheapest rounds of each target there."""
        problem = self.problem
        total = float(-prices @ problem.rounds + floors @ problem.least - caps @ problem.most)
        cheapest = []
        for j in range(len(problem.values)):
            low, rounds, _ = self.pricing.cheapest(j, float(problem.values[j]), prices - floors[j] + caps[j])
            total += low
            cheapest.append(np.zeros(len(prices), np.int64) if rounds is None else rounds)
        return total, cheapest

    def _matrix(self) -> tuple[Any, NDArray[Any], NDArray[Any]]:
        """Return use of weapons and targets' limits by the columns, as a sparse matrix, with its ends."""
        from scipy.sparse import csr_array, vstack

        _m, n = self.problem.probabilities.shape
        rounds = csr_array(np.array(self._rounds))
        targets = np.array(self._targets)
        count = np.arange(self.count)
        totals = np.asarray(rounds.sum(axis=1)).ravel().astype(float)
        at = csr_array((totals, (targets, count)), shape=(n, self.count))
        parts, ends = [rounds.T], [self.problem.rounds]
        if len(self.low):
            parts.append(-at[self.low])
            ends.append(-self.problem.least[self.low])
        if len(self.high):
            parts.append(at[self.high])
            ends.append(self.problem.most[self.high])
        pick = csr_array((np.ones(self.count), (targets, count)), shape=(n, self.count))
        return vstack(parts).tocsr(), np.concatenate(ends).astype(float), pick

    def _relaxed(self) -> tuple[float, NDArray[Any], NDArray[Any], NDArray[Any]]:
        """Return the value of the relaxation over the columns there are, and its prices."""
        from scipy.optimize import linprog

        use, ends, pick = self._matrix()
        costs = np.array(self._costs)
        n = len(self.problem.values)
        found = linprog(costs, A_ub=use, b_ub=ends, A_eq=pick, b_eq=np.ones(n), bounds=(0, None), method="highs")
        if found.status != 0:
            message = f"values, probabilities: the relaxation cannot be solved ({found.message})"
            raise ProblemError(message)
        duals = np.maximum(-found.ineqlin.marginals, 0.0)
        m = len(self.problem.rounds)
        floors, caps = np.zeros(n), np.zeros(n)
        floors[self.low] = duals[m : m + len(self.low)]
        caps[self.high] = duals[m + len(self.low) :]
        return float(found.fun), duals[:m], floors, caps

    def _chosen(self, best: NDArray[np.int64], value: float) -> tuple[NDArray[np.int64], float, float]:
        """Return the best whole columns (or what there was), their value, and the bound over all these columns."""
        from scipy.optimize import LinearConstraint, milp

        use, ends, pick = self._matrix()
        left = max(self.end - time.monotonic(), 1.0)
        found = milp(
            np.array(self._costs),
            integrality=np.ones(self.count),
            bounds=(0, 1),
            constraints=[LinearConstraint(use, -np.inf, ends), LinearConstraint(pick, 1.0, 1.0)],
            options={"time_limit": left, "mip_rel_gap": 0.1 * self.gap},
        )
        proved = -np.inf if found.mip_dual_bound is None else float(found.mip_dual_bound)
        if found.x is None:
            return best, value, proved
        rounds = np.zeros_like(best)
        for c in np.flatnonzero(found.x > 0.5):
            rounds[:, self._targets[c]] = self._rounds[c]
        rounds = neighbourhood_search(self.problem, rounds)
        other = self.problem.surviving(rounds)
        return (rounds, other, proved) if other < value else (best, value, proved)

    def _enumerated(self, gap: float, bound: float) -> bool:
        """Add all columns whose reduced cost is below a gap; tell whether they were not too many."""
        problem = self.problem
        for j in range(len(problem.values)):
            prices = self.prices - self.floors[j] + self.caps[j]
            low, _, _ = self.pricing.cheapest(j, float(problem.values[j]), prices)
            margin = 1e-9 * abs(bound)
            found = self.pricing.all_below(
                j, float(problem.values[j]), prices, low + gap + margin, MOST_COLUMNS - self.count
            )
            if found is None or time.monotonic() > self.end:
                return False
            for rounds in found:
                self.add(j, rounds)
        return self.count <= MOST_COLUMNS
