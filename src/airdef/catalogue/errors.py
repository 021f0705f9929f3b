"""What the catalogue raises: ill-formed data, and names it does not hold."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class CatalogueError(Exception):
    """Catalogue data that cannot be used.

    Attributes
    ----------
    file, row
        Where: the file, and the row as a text editor counts lines.
    reason
        What is wrong.
    """

    def __init__(self, file: str, row: int, reason: str) -> None:
        super().__init__(f"{file}, row {row}: {reason}")
        self.file = file
        self.row = row
        self.reason = reason


class UnknownNameError(LookupError):
    """A name the catalogue does not hold, with the nearest that it does."""

    def __init__(self, what: str, given: str, known: Iterable[str], hint: str) -> None:
        self.given = given
        self.nearest = nearest(given, known)
        guess = f"; did you mean {' or '.join(map(repr, self.nearest))}?" if self.nearest else ";"
        super().__init__(f"the catalogue has no {what} {given!r}{guess} {hint}")


class UnknownEntryError(UnknownNameError):
    """An entry the catalogue does not hold."""


def nearest(given: str, known: Iterable[str], count: int = 3) -> tuple[str, ...]:
    """Return up to `count` known names nearest to the given one, case aside, the nearest first.

    Parameters
    ----------
    given
        What was given.
    known
        The names there are.
    count
        Most names that are returned.

    Returns
    -------
    tuple[str, ...]
        Up to `count` known names nearest to the given one, case aside, the nearest first.
    """
    by_folded = {name.casefold(): name for name in known}
    return tuple(by_folded[m] for m in difflib.get_close_matches(given.casefold(), by_folded, count, 0.5))
