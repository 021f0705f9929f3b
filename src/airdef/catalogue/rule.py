"""The rule of adoption: one value, and its spread, out of published figures that disagree.

    voters   one-sided figures ("more than 145", "up to 8") never vote. Of the rest, the nearest rank with
             a claim of grade A, B or C votes with the claims of its best grade; only where no rank has
             one do the claims of grade D vote, the nearest rank first.
    nominal  the median of the voters' middles
    low      the least of all figures used, voters or not
    high     the greatest of them
    grade    that of the voters

A claim's middle is its published middle, else the mean of its range: geometric where the attribute's
spread is log-uniform (radar cross-sections differ by factors), arithmetic otherwise. A median of an even
number of voters is the mean, of that same sort, of the middle two; for discrete attributes it is the
lower of them, since a count cannot lie between. Rank says how near a claim's subject is: 0 the entry
itself, 1 and more its relatives, in the order in which `adopted_values.csv` names them. Every claim votes once,
also where two sources may have copied each other, since no rule can tell that.

Why the span takes in every figure and the nominal does not: a spread too narrow misleads silently, while
a poor source that sets the nominal misleads openly and often. Why one-sided figures only stretch the
span: they say what the figure is not. Unsourced claims never come here.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from airdef.catalogue.grades import GRADES

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True)
class Figure:
    """What one claim says of one attribute, in SI, after its treatment."""

    claim: str
    grade: str
    rank: int
    low: float
    nominal: float | None
    high: float
    one_sided: bool = False


def middle(figure: Figure, spread: str) -> float:
    """Return the middle of a figure: its own, else the mean of its range in the sense of the spread.

    A range that a discrete attribute cannot halve (4 to 7) gives the lower whole number (5). The geometric
    mean needs positive ends: attributes with that spread have limits above zero.

    Parameters
    ----------
    figure
        A figure in SI.
    spread
        The spread of the attribute: linear, logarithmic or discrete.

    Returns
    -------
    float
        The middle of a figure.
    """
    if figure.nominal is not None:
        return figure.nominal
    return _mean(figure.low, figure.high, spread)


def _mean(a: float, b: float, spread: str) -> float:
    """Return the mean of two numbers in the sense of the spread."""
    if a == b:
        return a
    if spread == "log-uniform":
        return math.sqrt(a * b)
    mean = 0.5 * (a + b)
    return float(math.floor(mean)) if spread == "discrete" else mean


def voters(figures: Sequence[Figure]) -> list[Figure]:
    """Return the figures that set the nominal (none, if all are one-sided).

    Parameters
    ----------
    figures
        Figures in SI, in any order.

    Returns
    -------
    list[Figure]
        The figures that set the nominal (none, if all are one-sided).
    """
    able = [f for f in figures if not f.one_sided]
    candidates = [f for f in able if f.grade != GRADES[-1]] or able
    nearest_rank = min((f.rank for f in candidates), default=0)
    near = [f for f in candidates if f.rank == nearest_rank]
    best = min((GRADES.index(f.grade) for f in near), default=0)
    return [f for f in near if f.grade == GRADES[best]]


def read(figures: Sequence[Figure], spread: str) -> tuple[float, float, float, list[Figure]]:
    """Return nominal, low, high and the voters, by the rule above.

    Parameters
    ----------
    figures
        Figures in SI, in any order.
    spread
        The spread of the attribute: linear, logarithmic or discrete.

    Returns
    -------
    tuple[float, float, float, list[Figure]]
        Nominal, low, high and the voters, by the rule above.

    Raises
    ------
    ValueError
        If no figure can vote.
    """
    chosen = voters(figures)
    if not chosen:
        message = "no sourced, two-sided figure is left to set the nominal; write the value down as assumed"
        raise ValueError(message)
    middles = sorted(middle(f, spread) for f in chosen)
    half = len(middles) // 2
    if len(middles) % 2:
        nominal = middles[half]
    elif spread == "discrete":
        nominal = middles[half - 1]
    else:
        nominal = _mean(middles[half - 1], middles[half], spread)
    low = min(nominal, *(f.low for f in figures))
    high = max(nominal, *(f.high for f in figures))
    return nominal, low, high, chosen
