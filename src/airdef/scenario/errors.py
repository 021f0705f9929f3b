"""What a broken scenario is answered with: where, what was given, what was expected, the usual fix."""

from __future__ import annotations

import difflib
import json
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from airdef.characters import visible
from airdef.limits import PROBLEMS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Path = tuple[str | int, ...]
"""Where in the declaration: keys and positions from the top."""

LEAST_LIKENESS = 0.5
"""Names less like each other than this (0 to 1) are not worth proposing."""

MAX_DIGITS = 100
"""Digits of a whole number that messages show at most: Python does not write numbers of very many."""

MOST_COMPARED = 2000
"""Names that one is compared with; of more, the first."""

MAX_LISTED = 10
"""Problems listed in one error; more are counted."""


@dataclass(frozen=True)
class Problem:
    """One thing wrong: where it stands, what was given, what was expected, the nearest names, the usual fix."""

    file: str
    path: str
    given: str
    expected: str
    nearest: tuple[str, ...] = ()
    fix: str = ""
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        """Return the problem as one line, of characters that a terminal takes."""
        return visible(self._line(), lines=False)

    def _line(self) -> str:
        where = self.file + (f", line {self.line}, column {self.column}" if self.line else "")
        text = f"{where}: {self.path or '(whole file)'}: {self.given} given, {self.expected} expected"
        if self.nearest:
            text += f"; nearest: {', '.join(self.nearest)}"
        return f"{text}; usual fix: {self.fix}" if self.fix else text


class ScenarioError(ValueError):
    """A scenario that cannot be run. Its text names the first problems found and counts the others.

    Attributes
    ----------
    problems
        The first `limits.PROBLEMS` of them.
    more
        How many there are beside these.
    """

    def __init__(self, problems: Sequence[Problem], more: int = 0) -> None:
        self.problems = tuple(problems[:PROBLEMS])
        self.more = more + len(problems) - len(self.problems)
        lines = [str(p) for p in self.problems[:MAX_LISTED]]
        more = len(self.problems) - len(lines) + self.more
        if more > 0:
            lines.append(f"... and {more} more problem{'s' if more > 1 else ''}")
        super().__init__("\n".join(lines))

    def __reduce__(self) -> tuple[type[ScenarioError], tuple[tuple[Problem, ...], int]]:
        """Return what makes an equal error in another process."""
        return ScenarioError, (self.problems, self.more)

    @property
    def first(self) -> Problem:
        """Return the first problem in the order of the file."""
        return self.problems[0]


def nearest(name: object, known: Iterable[str], count: int = 3) -> tuple[str, ...]:
    """Return the known names most like `name`, the best first; letter case does not matter.

    Of equally like names those with the same letters come first (`prot` is rather `port` than `post`).

    Parameters
    ----------
    name
        The name.
    known
        The names there are.
    count
        The most names returned.

    Returns
    -------
    tuple[str, ...]
        The known names most like `name`, the best first; letter case does not matter.
    """
    given = str(name)[:100].casefold()
    scores = []
    for order, candidate in enumerate(islice(dict.fromkeys(known), MOST_COMPARED)):
        folded = candidate[:100].casefold()
        match = difflib.SequenceMatcher(None, given, folded)
        # The bounds are quick to work out, and few names are likely.
        if match.real_quick_ratio() < LEAST_LIKENESS or match.quick_ratio() < LEAST_LIKENESS:
            continue
        likeness = match.ratio()
        if likeness >= LEAST_LIKENESS:
            scores.append((-likeness, sorted(given) != sorted(folded), order, candidate))
    return tuple(candidate for *_, candidate in sorted(scores)[:count])


def shown(value: object, limit: int = 60) -> str:
    """Return a value as it may have stood in the file, cut to a readable length, unseen characters escaped.

    Parameters
    ----------
    value
        The value.
    limit
        The most characters.

    Returns
    -------
    str
        A value as it may have stood in the file, cut to a readable length, unseen characters escaped.
    """
    if isinstance(value, str):
        text = f"'{value[: 4 * limit]}'" if len(value) > 4 * limit else f"'{value}'"
    elif isinstance(value, int) and abs(value) >= 10**MAX_DIGITS:
        text = f"a number of more than {MAX_DIGITS} digits"
    else:
        text = _as_json(value)
    text = visible(text, lines=False)
    return text if len(text) <= limit else f"{text[: limit - 3]}..."


def _as_json(value: object) -> str:
    """Return a value as JSON; by its type where JSON has no form for it."""
    try:
        return json.dumps(value, default=str, ensure_ascii=False)
    except (ValueError, TypeError, RecursionError):
        return f"a {type(value).__name__}"


def dotted(path: Path) -> str:
    """Return a path as `--set` takes it: `raid.0.count`.

    Parameters
    ----------
    path
        Names and positions, from the top of the document.

    Returns
    -------
    str
        A path as `--set` takes it: `raid.0.count`.
    """
    return visible(".".join(str(p) for p in path), lines=False)
