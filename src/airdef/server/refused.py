"""What a request is refused with: a status and one message; a broken scenario also lists its problems."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from airdef.scenario import Problem, ScenarioError


class Refused(Exception):  # noqa: N818  (it is an answer)
    """A request that is answered with an error status and one message."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


def problem_dict(problem: Problem) -> dict[str, Any]:
    """Return a problem as plain data, `text` being the words of the command line.

    Parameters
    ----------
    problem
        The problem.

    Returns
    -------
    dict[str, Any]
        A problem as plain data, `text` being the words of the command line.
    """
    return {
        "path": problem.path,
        "given": problem.given,
        "expected": problem.expected,
        "nearest": list(problem.nearest),
        "fix": problem.fix,
        "line": problem.line,
        "column": problem.column,
        "text": str(problem),
    }


def scenario_body(error: ScenarioError) -> dict[str, Any]:
    """Return the body that tells of a broken scenario.

    Parameters
    ----------
    error
        The error.

    Returns
    -------
    dict[str, Any]
        The body that tells of a broken scenario.
    """
    return {"error": str(error), "problems": [problem_dict(p) for p in error.problems]}
