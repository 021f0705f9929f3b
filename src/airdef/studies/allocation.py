"""An assignment problem as a question: solved to a proved gap, beside what quick rules make of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from airdef.allocation import exact, marginal_return, neighbourhood_search
from airdef.requests.argument import asks
from airdef.requests.assignment import Allocate

if TYPE_CHECKING:
    from airdef.allocation import Allocation, Problem


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


def solved(problem: Problem, *, gap: float, seconds: float) -> dict[str, Any]:
    """Return what `airdef allocate --json` prints for a problem.

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
    dict[str, Any]
        The assignment as plain data, beside the quick rules.
    """
    return to_dict(allocate(problem, gap=gap, seconds=seconds), by_rule(problem))
