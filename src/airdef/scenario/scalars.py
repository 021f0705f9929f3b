"""Plain words of a YAML file as values: what YAML 1.2 calls the core schema, and underscores between digits."""

from __future__ import annotations

import re
from typing import Final

from airdef.limits import WHOLE_NUMBER

Plain = str | int | float | bool | None

NULL: Final = frozenset({"", "~", "null", "Null", "NULL"})
TRUE: Final = frozenset({"true", "True", "TRUE"})
FALSE: Final = frozenset({"false", "False", "FALSE"})
_FIRST: Final = frozenset("-+.0123456789")
_WHOLE: Final = re.compile(r"[-+]?[0-9][0-9_]*")
_BASED: Final = re.compile(r"[-+]?0(?:x[0-9a-fA-F][0-9a-fA-F_]*|o[0-7][0-7_]*)")
_BINARY: Final = re.compile(r"[-+]?0b[01][01_]*")
_FRACTION: Final = re.compile(r"[-+]?(?:[0-9][0-9_]*(?:\.[0-9_]*)?|\.[0-9][0-9_]*)(?:[eE][-+]?[0-9]+)?")
_INFINITE: Final = re.compile(r"[-+]?\.(?:inf|Inf|INF)")
_NO_NUMBER: Final = frozenset({".nan", ".NaN", ".NAN"})

MOST_DIGITS: Final = 100
"""Characters of a number; longer ones are slips of the pen, and some of them take long to read."""


class ScalarError(ValueError):
    """A word that looks like a number and is none that can be read: what was expected, and the usual fix."""

    def __init__(self, expected: str, fix: str) -> None:
        super().__init__(f"{expected} expected; usual fix: {fix}")
        self.expected = expected
        self.fix = fix


def plain(text: str) -> Plain:
    """Return what a word without quotes means.

    Parameters
    ----------
    text
        The word, as it stands.

    Returns
    -------
    Plain
        What a word without quotes means.

    Raises
    ------
    ScalarError
        For numbers that cannot be read.
    """
    if text in NULL:
        return None
    if text[0] not in _FIRST:
        if text in TRUE:
            return True
        return False if text in FALSE else text
    if len(text) > MOST_DIGITS and (_WHOLE.fullmatch(text) or _BASED.fullmatch(text) or _FRACTION.fullmatch(text)):
        expected = f"a number of at most {MOST_DIGITS} characters"
        raise ScalarError(expected, "write it with an exponent")
    if _WHOLE.fullmatch(text):
        return whole(text, 10)
    if _BASED.fullmatch(text):
        return whole(text, 0)
    if _BINARY.fullmatch(text):
        raise ScalarError("a number", "write it in digits, or quote the text")
    if _FRACTION.fullmatch(text):
        return float(text.replace("_", ""))
    if _INFINITE.fullmatch(text):
        return float("-inf" if text[0] == "-" else "inf")
    return float("nan") if text in _NO_NUMBER else text


def whole(text: str, base: int) -> int:
    """Return a whole number in digits of a base (0: as its prefix says).

    Parameters
    ----------
    text
        The word, as it stands.
    base
        The base; 0 for that which the prefix says.

    Returns
    -------
    int
        A whole number in digits of a base (0: as its prefix says).

    Raises
    ------
    ScalarError
        For one too great.
    """
    number = int(text.replace("_", ""), base)
    if abs(number) > WHOLE_NUMBER:
        expected = f"a whole number from {-WHOLE_NUMBER} to {WHOLE_NUMBER}"
        raise ScalarError(expected, "correct the number, or write it with an exponent")
    return number
