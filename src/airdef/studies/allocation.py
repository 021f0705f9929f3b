"""An assignment problem as a question: solved to a proved gap, beside what quick rules make of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from airdef.allocation import exact, marginal_return, neighbourhood_search
from airdef.requests.argument import asks
from airdef.requests.assignment import Allocate
from airdef.showing import Shown

if TYPE_CHECKING:
    import pyarrow as pa

    from airdef.allocation import Allocation, Problem
    from airdef.showing import Brief

PROVED: Final = 1e-9
"""Relative gap below which an answer is called the least possible: the rounding of the solver."""


@asks(Allocate)
def allocate(problem: Problem, *, gap: float = exact.GAP, seconds: float = exact.SECONDS) -> Allocation:
    """Solve a static weapon-target assignment problem to a proved gap.

    Parameters
    ----------
    problem
        Weapons, targets, rounds, values and probabilities of a kill. An `airdef.allocation.Problem`.
    gap
        Relative gap between value and bound at which it ends.
    seconds
        Seconds after which it ends with the gap it has.

    Returns
    -------
    Allocation
        The best rounds found, what survives them, and the proved bound.

    Raises
    ------
    ProblemError
        If numbers are too far apart for the solver.
    ValueError
        If an argument is out of range.

    Notes
    -----
    Minimises the value ``sum_j v_j prod_i (1 - p_ij)^x_ij`` that is expected to survive. p = 1 counts as a factor of
    1e-26. `airdef.allocation.exact` describes the method.

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
    return exact.allocate(problem, gap=gap, seconds=seconds)


def by_rule(problem: Problem) -> dict[str, float]:
    """Return the value that survives the quick rules, by their names.

    Parameters
    ----------
    problem
        The assignment problem.

    Returns
    -------
    dict[str, float]
        The value that survives the quick rules, by their names.
    """
    quick = marginal_return(problem)
    better = neighbourhood_search(problem, quick)
    return {"marginal return": problem.surviving(quick), "neighbourhood search": problem.surviving(better)}


def to_dict(found: Allocation, rules: dict[str, float]) -> dict[str, Any]:
    """Return an assignment as plain data.

    Parameters
    ----------
    found
        The assignment.
    rules
        The value that survives other rules, by their names.

    Returns
    -------
    dict[str, Any]
        An assignment as plain data.
    """
    used = zip(*np.nonzero(found.rounds), strict=True)
    return {
        "study": "allocate",
        "surviving": found.surviving,
        "bound": found.bound,
        "gap": found.gap,
        "seconds": found.seconds,
        "rounds": [{"weapon": int(i), "target": int(j), "rounds": int(found.rounds[i, j])} for i, j in used],
        "rules": rules,
    }


@dataclass(frozen=True, repr=False)
class Solved(Shown):
    """A solved problem beside the quick rules.

    Attributes
    ----------
    problem
        The assignment problem.
    found
        The best rounds found, and the proved bound.
    rules
        The value that survives the quick rules, by their names.
    """

    problem: Problem
    found: Allocation
    rules: dict[str, float]

    def headline(self) -> str:
        """Return what survives, and what is proved of it."""
        found = self.found
        proved = "which is the least possible" if found.gap <= PROVED else f"at least {found.bound:.6g} in any case"
        total = float(self.problem.values.sum())
        return f"of a value of {total:g}, {found.surviving:.6g} is expected to survive, {proved} (proved)"

    def sentences(self) -> tuple[str, ...]:
        """Return the headline, and what the quick rules make of the problem."""
        told = ", ".join(f"{name} {value:.6g}" for name, value in self.rules.items())
        headline = self.headline()
        return f"{headline[0].upper()}{headline[1:]}.", f"What survives quick rules: {told}."

    def brief(self) -> Brief:
        """Return the weapons, the value and what survives of it, by target."""
        p, x = self.problem, self.found.rounds
        survives = p.values * np.prod((1.0 - p.probabilities) ** x, axis=0)
        rows = []
        for j, value in enumerate(p.values):
            weapons = ", ".join(f"{i}" if x[i, j] == 1 else f"{i} x {x[i, j]}" for i in np.flatnonzero(x[:, j]))
            rows.append((str(j), weapons or "none", f"{value:g}", f"{survives[j]:.6g}"))
        return ("target", "weapons", "value", "survives"), rows

    def table(self) -> pa.Table:
        """Return one row a pair of weapon and target as an Arrow table."""
        import pyarrow as pa

        return pa.Table.from_pylist(self.to_dict()["rounds"])

    def to_dict(self) -> dict[str, Any]:
        """Return what `airdef allocate --json` prints."""
        return to_dict(self.found, self.rules)


def solved(problem: Problem, *, gap: float, seconds: float) -> Solved:
    """Solve a problem, and hold the answer beside the quick rules.

    Parameters
    ----------
    problem
        The assignment problem.
    gap
        Relative gap at which it ends.
    seconds
        Time after which it ends [s].

    Returns
    -------
    Solved
        The assignment beside the quick rules.
    """
    return Solved(problem, allocate(problem, gap=gap, seconds=seconds), by_rule(problem))
