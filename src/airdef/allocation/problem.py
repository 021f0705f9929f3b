"""The static weapon-target assignment problem, and the value of a solution."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

MOST_PAIRS: Final = 4_000_000
"""Pairs of weapon and target: arrays of them take 32 MB each."""

MOST_ROUNDS: Final = 1_000_000
"""Rounds of all weapons together."""


class ProblemError(ValueError):
    """An assignment problem that is none: where, what was given, what was expected, the usual fix."""


@dataclass(frozen=True, eq=False)
class Problem:
    """Weapons with rounds, targets with values, and the probability that one round of a weapon kills a target.

    Minimise ``sum_j v_j prod_i (1 - p_ij)^x_ij`` over whole numbers ``x_ij >= 0`` with ``sum_j x_ij <= n_i`` and
    ``l_j <= sum_i x_ij <= u_j``. Rounds act independently of one another.

    Parameters
    ----------
    values : array_like of float, shape (targets,)
        v, what is lost with each target that survives, in any unit; finite, 0 or more.
    probabilities : array_like of float, shape (weapons, targets)
        p, single-shot kill probability, 0 to 1. A pair of probability 0 is assigned only to meet `least`.
    rounds : array_like of int, shape (weapons,), or int
        n, rounds of each weapon.
    least, most : array_like of int, shape (targets,), or int, optional
        l and u, rounds at each target: 0 and no bound by default.

    Raises
    ------
    ProblemError
        If shapes do not fit, a number is out of its range, or `least` cannot be met.

    Notes
    -----
    The problem is NP-complete (Lloyd and Witsenhausen, 1986). With one probability for all weapons at a target,
    `marginal_return` solves it.

    References
    ----------
    Manne, A. S. (1958). A target-assignment problem. Operations Research 6, 346-351.
    """

    values: NDArray[np.float64]
    probabilities: NDArray[np.float64]
    rounds: NDArray[np.int64]
    least: NDArray[np.int64]
    most: NDArray[np.int64]

    def __init__(
        self,
        values: ArrayLike,
        probabilities: ArrayLike,
        rounds: int | Sequence[int] | NDArray[np.int64] = 1,
        *,
        least: int | Sequence[int] | NDArray[np.int64] = 0,
        most: int | Sequence[int] | NDArray[np.int64] | None = None,
    ) -> None:
        v, p = _floats("values", values, 1), _floats("probabilities", probabilities, 2)
        m, n = p.shape
        if v.shape != (n,) or not m or not n:
            msg = (
                f"probabilities: {m} weapons by {n} targets given, with {len(v)} values; one column for each value and "
                "one row for each weapon expected; usual fix: transpose the table"
            )
            raise ProblemError(msg)
        if m * n > MOST_PAIRS:
            msg = f"probabilities: {m:,} by {n:,} given, at most {MOST_PAIRS:,} pairs expected"
            raise ProblemError(msg)
        _within("values", v, 0.0, np.inf)
        _within("probabilities", p, 0.0, 1.0)
        stock = _whole("rounds", rounds, m)
        if int(stock.sum()) > MOST_ROUNDS:
            msg = f"rounds: {int(stock.sum()):,} given, at most {MOST_ROUNDS:,} expected"
            raise ProblemError(msg)
        low = _whole("least", least, n)
        high = _whole("most", int(stock.sum()) if most is None else most, n)
        for name, value in zip(
            ("values", "probabilities", "rounds", "least", "most"), (v, p, stock, low, high), strict=True
        ):
            value.setflags(write=False)
            object.__setattr__(self, name, value)
        if (low > high).any():
            j = int(np.argmax(low > high))
            msg = f"least: {low[j]} for target {j} given, at most {high[j]} (its `most`) expected"
            raise ProblemError(msg)
        if int(low.sum()) > int(stock.sum()):
            msg = f"least: {int(low.sum())} rounds asked for, {int(stock.sum())} there are"
            raise ProblemError(msg)

    def surviving(self, rounds: ArrayLike) -> float:
        """Return the value expected to survive a solution.

        Parameters
        ----------
        rounds : array_like of int, shape (weapons, targets)
            x, rounds of each weapon at each target.

        Returns
        -------
        float
            ``sum_j v_j prod_i (1 - p_ij)^x_ij``, in the unit of the values.

        Raises
        ------
        ProblemError
            If it breaks a limit of the problem.
        """
        x = np.asarray(rounds)
        if x.shape != self.probabilities.shape or not np.issubdtype(x.dtype, np.integer) or (x < 0).any():
            msg = f"rounds: whole numbers of 0 or more, {self.probabilities.shape} of them, expected"
            raise ProblemError(msg)
        spent, at = x.sum(axis=1), x.sum(axis=0)
        if (spent > self.rounds).any() or (at < self.least).any() or (at > self.most).any():
            raise ProblemError("rounds: more than a weapon has, or fewer or more than a target is to get")
        return float(self.values @ np.prod((1.0 - self.probabilities) ** x, axis=0))


def _floats(name: str, given: ArrayLike, dimensions: int) -> NDArray[np.float64]:
    try:
        found = np.array(given, dtype=np.float64, order="C")
    except (TypeError, ValueError):
        msg = f"{name}: numbers expected"
        raise ProblemError(msg) from None
    if found.ndim != dimensions:
        msg = f"{name}: {found.ndim} dimensions given, {dimensions} expected"
        raise ProblemError(msg)
    return found


def _within(name: str, found: NDArray[np.float64], low: float, high: float) -> None:
    wrong = ~np.isfinite(found) | (found < low) | (found > high)
    if wrong.any():
        place = ", ".join(str(int(i)) for i in np.unravel_index(int(np.argmax(wrong)), found.shape))
        span = f"{low:g} to {high:g}" if np.isfinite(high) else f"{low:g} or more"
        msg = f"{name}[{place}]: {found.flat[int(np.argmax(wrong))]:g} given, {span} expected"
        raise ProblemError(msg)


def _whole(name: str, given: int | Sequence[int] | NDArray[np.int64], size: int) -> NDArray[np.int64]:
    found = np.array(given)
    if found.dtype == bool or not np.issubdtype(found.dtype, np.integer) or found.shape not in ((), (size,)):
        msg = f"{name}: a whole number, or {size} of them, expected"
        raise ProblemError(msg)
    if (found < 0).any() or (found > MOST_ROUNDS).any():
        msg = f"{name}: 0 to {MOST_ROUNDS:,} expected"
        raise ProblemError(msg)
    return np.ascontiguousarray(np.broadcast_to(found.astype(np.int64), (size,))).copy()
