"""What is said of an elevation model that cannot be used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from airdef.limits import amount

if TYPE_CHECKING:
    from pathlib import Path

    from airdef.limits import Limit


def cells(count: int, about: str) -> str:
    """Return in words that some cells, of which `about` is said, count as something.

    Parameters
    ----------
    count
        How many.
    about
        What is said of them.

    Returns
    -------
    str
        In words that some cells, of which `about` is said, count as something.
    """
    return f"{count:,} cell {about} counts as" if count == 1 else f"{count:,} cells {about} count as"


class DemError(ValueError):
    """An elevation model that cannot be used: what was given, what was expected, the usual fix."""

    def __init__(self, given: str, expected: str, fix: str) -> None:
        self.given, self.expected, self.fix = given, expected, fix
        super().__init__(f"elevation model: {given} given, {expected} expected; usual fix: {fix}")

    def __reduce__(self) -> tuple[type[DemError], tuple[str, str, str]]:
        return DemError, (self.given, self.expected, self.fix)


def check(path: Path, limit: Limit, given: float) -> None:
    """Raise DemError for a model of more of something than is taken.

    Parameters
    ----------
    path
        Path of a file or folder.
    limit
        The limit.
    given
        What was given.
    """
    if limit.exceeded(given):
        told = f"'{path}' of {amount(given, limit.of)}"
        raise DemError(told, limit.expected, limit.fix)
