"""Files of assignment problems, in the form in which benchmark instances are published."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from airdef.allocation.problem import MOST_PAIRS, Problem, ProblemError

if TYPE_CHECKING:
    from pathlib import Path

MOST_BYTES: Final = 256 << 20


def read_problem(path: Path) -> Problem:
    """Read an assignment problem from a text file.

    Parameters
    ----------
    path : pathlib.Path
        Numbers apart by white space: weapons, targets and rounds of each weapon; the value of each target; and for
        pairs of weapon and target, counted from 0, the probability of a kill. A pair that is not there has none.

    Returns
    -------
    Problem

    Raises
    ------
    ProblemError
        If it is no such file.

    References
    ----------
    Andersen, A. C., Pavlikov, K. and Toffolo, T. A. M. (2022). Weapon-target assignment problem: exact and approximate
    solution algorithms. Annals of Operations Research 312, 581-606, doi:10.1007/s10479-022-04525-6, whose instances
    have this form.
    """
    try:
        if not path.is_file() or path.stat().st_size > MOST_BYTES:
            msg = f"{path}: a file of at most {MOST_BYTES >> 20} MiB expected"
            raise ProblemError(msg)
        words = path.read_text(encoding="ascii").split()
    except OSError as error:
        msg = f"{path}: cannot be read ({error.strerror})"
        raise ProblemError(msg) from None
    except UnicodeDecodeError:
        msg = f"{path}: numbers as text expected"
        raise ProblemError(msg) from None
    try:
        numbers = np.array(words, dtype=np.float64)
    except ValueError as error:
        msg = f"{path}: numbers expected ({str(error)[:80]})"
        raise ProblemError(msg) from None
    if len(numbers) < 3 or not _whole(numbers[:3], 1, MOST_PAIRS):
        msg = f"{path}: it begins with {words[:3]}; weapons, targets and rounds of each weapon expected"
        raise ProblemError(msg)
    m, n, each = (int(x) for x in numbers[:3])
    pairs = numbers[3 + n :]
    if m * n > MOST_PAIRS or len(numbers) < 3 + n or len(pairs) % 3:
        msg = (
            f"{path}: {len(numbers):,} numbers for {m:,} weapons and {n:,} targets; 3, then {n:,} values, then three "
            f"for each pair expected, at most {MOST_PAIRS:,} pairs"
        )
        raise ProblemError(msg)
    table = pairs.reshape(-1, 3)
    if not (_whole(table[:, 0], 0, m - 1) and _whole(table[:, 1], 0, n - 1)):
        msg = f"{path}: a pair of a weapon or target that there is none; counted from 0 expected"
        raise ProblemError(msg)
    probabilities = np.zeros((m, n))
    probabilities[table[:, 0].astype(int), table[:, 1].astype(int)] = table[:, 2]
    try:
        return Problem(numbers[3 : 3 + n], probabilities, each)
    except ProblemError as error:
        msg = f"{path}: {error}"
        raise ProblemError(msg) from None


def _whole(numbers: np.ndarray, low: int, high: int) -> bool:
    return bool(
        np.isfinite(numbers).all()
        and (numbers == np.floor(numbers)).all()
        and (numbers >= low).all()
        and (numbers <= high).all()
    )
