"""Shoot, look, shoot: rounds for targets in several stages, with a look at what still stands between them, exactly."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Final

import numpy as np

from airdef.allocation.problem import ProblemError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from numpy.typing import ArrayLike, NDArray

    Rule = Callable[[int, int, frozenset[int]], tuple[int, ...]]
    """From stage, rounds left and the targets that stand to the rounds for each target."""

MOST_TERMS: Final = 20_000_000
"""Ways to share the rounds times what may stand afterwards: their probabilities take 160 MB."""


@dataclass(frozen=True, eq=False)
class Stages:
    """The best that can be done in every state of a problem of several stages.

    Attributes
    ----------
    values : ndarray of float64, shape (targets,)
        What is lost with each target that stands at the end.
    probabilities : ndarray of float64, shape (stages, targets)
        Single-shot kill probability of a round in each stage.
    surviving : float
        Value expected to survive the best rule, in the unit of the values.
    """

    values: NDArray[np.float64]
    probabilities: NDArray[np.float64]
    surviving: float
    _best: tuple[tuple[dict[int, tuple[int, ...]], ...], ...]

    def salvo(self, stage: int, rounds: int, standing: Collection[int]) -> tuple[int, ...]:
        """Return the rounds of the best rule for each target.

        Parameters
        ----------
        stage : int
            Number of the stage, from 0.
        rounds : int
            Rounds that are left.
        standing : collection of int
            Targets that stand.

        Returns
        -------
        tuple of int
            Rounds at each target; of several best ways one with the fewest.
        """
        return self._best[stage][rounds][_set_of(standing)]

    def value_of(self, rule: Rule) -> float:
        """Return the value expected to survive any rule, exactly.

        Parameters
        ----------
        rule : callable
            From stage, rounds left and the targets that stand (a frozenset) to the rounds for each target, as `salvo`.

        Returns
        -------
        float
            In the unit of the values.

        Raises
        ------
        ProblemError
            If the rule spends more rounds than are left, or shoots at what does not stand.
        """
        stages, n = self.probabilities.shape
        rounds = len(self._best[0]) - 1
        now = {(rounds, (1 << n) - 1): 1.0}
        for stage in range(stages):
            after: dict[tuple[int, int], float] = {}
            for (left, standing), weight in now.items():
                members = _members(standing, n)
                x = rule(stage, left, frozenset(members))
                if len(x) != n or min(x) < 0 or sum(x) > left or any(x[j] for j in range(n) if j not in members):
                    msg = f"rule: {x} given in stage {stage}, at most {left} rounds at targets {members} expected"
                    raise ProblemError(msg)
                share = np.array([[x[j] for j in members]])
                outcome = _outcomes(share, self.probabilities[stage, list(members)])[0]
                for chance, rest in zip(outcome, _subsets(members), strict=True):
                    key = (left - sum(x), rest)
                    after[key] = after.get(key, 0.0) + weight * float(chance)
            now = after
        return sum(weight * float(self.values[list(_members(rest, n))].sum()) for (_, rest), weight in now.items())


def shoot_look_shoot(values: ArrayLike, probabilities: ArrayLike, rounds: int, stages: int = 2) -> Stages:
    """Solve a weapon-target assignment problem of several stages by dynamic programming.

    In each stage rounds are given to targets that stand; then it is seen which still do; what is left is for the stages
    to come. All rounds are alike.

    Parameters
    ----------
    values : array_like of float, shape (targets,)
        v, what is lost with each target that stands at the end; finite, 0 or more.
    probabilities : array_like of float, shape (targets,) or (stages, targets)
        p, single-shot kill probability of a round, 0 to 1: the same in all stages, or of each.
    rounds : int
        Rounds for all stages together, 0 or more.
    stages : int
        Number of stages, 1 or more.

    Returns
    -------
    Stages
        The value expected to survive, and the best rounds in every state.

    Raises
    ------
    ProblemError
        If shapes do not fit, a number is out of its range, or the problem is too large to be solved exactly.

    Notes
    -----
    With S the targets that stand, r the rounds left and t the stage,

        V_t(r, S) = min over x of  sum over S' of  P(S' | x, S) V_t+1(r - |x|, S'),

    and V after the last stage is the value of S. All x and S' are tried: 2^targets times the number of ways to share
    the rounds must not exceed 20,000,000, which 6 targets with 20 rounds do not, nor 8 with 9. With one stage it is the
    static problem of one weapon (`allocate`).

    References
    ----------
    Hosein, P. A. and Athans, M. (1990). Some analytical results for the dynamic weapon-target allocation problem.
    Laboratory for Information and Decision Systems, MIT, LIDS-P-1944.

    Examples
    --------
    >>> shoot_look_shoot([10, 5], [0.5, 0.8], rounds=3, stages=2).salvo(0, 3, {0, 1})
    (1, 1)
    """
    v, p = _checked(values, probabilities, rounds, stages)
    n = len(v)
    ways = _ways(n, rounds)
    after = np.array([v[list(_members(s, n))].sum() for s in range(1 << n)])
    worth = np.tile(after, (rounds + 1, 1))  # of rounds left and set
    best: list[tuple[dict[int, tuple[int, ...]], ...]] = []
    for stage in reversed(range(stages)):
        here = np.empty_like(worth)
        chosen: tuple[dict[int, tuple[int, ...]], ...] = tuple({} for _ in range(rounds + 1))
        for s in range(1 << n):
            members = _members(s, n)
            shares = ways[len(members)]
            spent = shares.sum(axis=1)
            expected = _outcomes(shares, p[stage, list(members)]) @ worth[:, _subsets(members)].T
            for left in range(rounds + 1):
                able = int(np.searchsorted(spent, left, side="right"))  # shares are in the order of what they spend
                cost = expected[np.arange(able), left - spent[:able]]
                k = int(np.argmin(cost))
                here[left, s] = cost[k]
                full = [0] * n
                for j, x in zip(members, shares[k], strict=True):
                    full[j] = int(x)
                chosen[left][s] = tuple(full)
        worth = here
        best.insert(0, chosen)
    return Stages(v, p, float(worth[rounds, (1 << n) - 1]), tuple(best))


def _checked(
    values: ArrayLike, probabilities: ArrayLike, rounds: int, stages: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return values and the probabilities of each stage. Raises ProblemError if they are none."""
    for name, given, least in (("rounds", rounds, 0), ("stages", stages, 1)):
        if not (isinstance(given, int | np.integer) and not isinstance(given, bool) and given >= least):
            msg = f"{name}: {given!r} given, a whole number from {least} expected"
            raise ProblemError(msg)
    v, p = np.array(values, np.float64), np.array(probabilities, np.float64)
    if v.ndim != 1 or not len(v) or p.shape not in (v.shape, (stages, len(v))):
        msg = f"probabilities: shape {p.shape} given, ({len(v)},) or ({stages}, {len(v)}) expected, as many as values"
        raise ProblemError(msg)
    if not (np.isfinite(v).all() and (v >= 0.0).all()):
        raise ProblemError("values: finite numbers of 0 or more expected")
    if not ((p >= 0.0) & (p <= 1.0)).all():
        raise ProblemError("probabilities: 0 to 1 expected")
    return v, np.broadcast_to(p, (stages, len(v)))


def _ways(targets: int, rounds: int) -> list[NDArray[np.int64]]:
    """Return all ways to give up to so many rounds to 0, 1, ... targets, those that spend less first."""
    count = 1
    for k in range(1, targets + 1):
        count = count * (rounds + k) // k
        if count << k > MOST_TERMS:
            msg = (
                f"rounds: {rounds} for {targets} targets given, {MOST_TERMS:,} terms at most expected; usual fix: "
                "fewer rounds or targets, or `allocate` stage by stage"
            )
            raise ProblemError(msg)
    found = [np.zeros((1, 0), np.int64)]
    for k in range(1, targets + 1):
        rows = [
            np.diff(np.array([-1, *bars, total + k - 1])) - 1
            for total in range(rounds + 1)
            for bars in combinations(range(total + k - 1), k - 1)
        ]
        found.append(np.array(rows, np.int64))
    return found


def _outcomes(shares: NDArray[np.int64], p: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the probability of each outcome of each share, in the order of `_subsets`."""
    stands = (1.0 - p) ** shares
    found = np.ones((len(shares), 1))
    for j in range(shares.shape[1]):
        found = np.hstack((found * (1.0 - stands[:, j : j + 1]), found * stands[:, j : j + 1]))
    return found


def _subsets(members: tuple[int, ...]) -> list[int]:
    """Return what may stand of some targets, as sets of bits: the first outcome none, the last all."""
    found = [0]
    for j in members:
        found += [s | 1 << j for s in found]
    return found


def _members(s: int, n: int) -> tuple[int, ...]:
    return tuple(j for j in range(n) if s >> j & 1)


def _set_of(standing: Collection[int]) -> int:
    return sum(1 << j for j in set(standing))
