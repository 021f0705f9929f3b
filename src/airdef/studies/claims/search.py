"""The search along one number: cases met or not, and the spans in which they are.

A case is one scenario with everything set. It is met if more than half of all replications support the claim, i.e. if
Wilson's 95 % interval of that share lies above one half; not met if it lies below; open if it holds one half still
after `MOST` replications.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from airdef.outcome.intervals import Interval, wilson
from airdef.studies.variants.moves import Estimate

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from airdef.studies.claims.definitions import Condition

FEW, FIRST, MOST = 16, 64, 1024
"""Replications of a case at first: in a screening, and where its numbers are told; and at most. It grows fourfold
while it is open."""

GRID = 7
"""Values of a condition that are tried before the edges between them are refined."""

FINE = 1.02
"""Ratio to which an edge is refined."""


def supported(good: int, n: int) -> bool | None:
    """Return whether a case is met after `good` of `n` replications supported the claim; None while that is open.

    Parameters
    ----------
    good
        Replications that supported the claim.
    n
        Number of replications.

    Returns
    -------
    bool | None
        Whether a case is met after `good` of `n` replications supported the claim.
    """
    low, high = wilson(good, n)
    return True if low > 0.5 else False if high < 0.5 else None


@dataclass(frozen=True)
class Case:
    """One case: `met` (None: open), the share of `n` replications that support the claim, the measure's mean.

    A case that makes no scenario is not met; `refused` then says why, and there are no numbers.
    """

    met: bool | None
    n: int
    share: float
    share_ci95: Interval
    estimate: Estimate
    refused: str = ""

    @classmethod
    def refusal(cls, reason: str) -> Case:
        """Return the case of a scenario that cannot be.

        Parameters
        ----------
        reason
            The reason, in words.

        Returns
        -------
        Case
            The case of a scenario that cannot be.
        """
        nowhere = (math.nan, math.nan)
        return cls(False, 0, math.nan, nowhere, Estimate(math.nan, nowhere, 0), reason)

    @property
    def mean(self) -> float:
        """The mean of the measure."""
        return self.estimate.mean

    @property
    def mean_ci95(self) -> Interval:
        """The 95 % interval of that mean."""
        return self.estimate.ci95

    def to_dict(self) -> dict[str, Any]:
        """Return plain data."""
        return {
            "met": self.met,
            "replications": self.n,
            "share": self.share,
            "share_ci95": list(self.share_ci95),
            "mean": self.mean,
            "mean_ci95": list(self.mean_ci95),
            **({"refused": self.refused} if self.refused else {}),
        }


@dataclass(frozen=True)
class Span:
    """An interval of a searched value in which the claim is met.

    `below` and `above` are the nearest values tried at which it is not; None where the search ends.
    """

    low: float
    high: float
    below: float | None = None
    above: float | None = None

    def mapped(self, function: Callable[[float], float]) -> Span:
        """Return the span in other values.

        Parameters
        ----------
        function
            The function that it is done with.

        Returns
        -------
        Span
            The span in other values.
        """
        ends = (None if x is None else function(x) for x in (self.below, self.above))
        return Span(function(self.low), function(self.high), *ends)


def spans(tried: Sequence[float], met: Callable[[float], bool], linear: bool = False) -> tuple[list[Span], list[float]]:
    """Return the intervals in which `met`, within the values tried (ascending), and the values tried at which it is.

    Between two neighbours that differ the edge is refined by bisection to a ratio of `FINE` (`linear`: to the same part
    of the whole), and the end that is met is kept. What lies whole between two values is not seen.

    Parameters
    ----------
    tried
        The values tried, ascending.
    met
        Tells whether it is met at a value.
    linear
        Whether values are spaced evenly; else by equal ratios.

    Returns
    -------
    tuple[list[Span], list[float]]
        The intervals in which `met`, within the values tried (ascending), and the values tried at which it
        is.
    """
    found: list[Span] = []
    good: list[float] = []
    whole = (tried[-1] - tried[0]) if linear else None
    start: tuple[float, float | None] | None = None
    before = tried[0]
    for value in tried:
        if met(value):
            good.append(value)
            if start is None:
                start = (value, None) if value == tried[0] else _edge(before, value, met, whole)
        elif start is not None:
            high, above = _edge(value, before, met, whole)
            found.append(Span(start[0], high, start[1], above))
            start = None
        before = value
    if start is not None:
        found.append(Span(start[0], tried[-1], start[1], None))
    return found, good


def _edge(bad: float, good: float, met: Callable[[float], bool], whole: float | None) -> tuple[float, float]:
    """Return the values next to an edge that are met and not met, by bisection; `whole` None: of the logarithm."""
    while True:
        if whole is not None:
            if abs(good - bad) <= (FINE - 1.0) * whole / 2.0:
                return good, bad
            middle = 0.5 * (good + bad)
        else:
            if max(good, bad) <= FINE * min(good, bad):
                return good, bad
            middle = math.sqrt(good * bad)
        if met(middle):
            good = middle
        else:
            bad = middle


def grid(condition: Condition) -> list[float]:
    """Return the values of a condition that are tried first, the stated one among them.

    Parameters
    ----------
    condition
        The condition, with its range of values.

    Returns
    -------
    list[float]
        The values of a condition that are tried first, the stated one among them.
    """
    make = np.linspace if condition.linear else np.geomspace
    tried = {float(f"{v:.6g}") for v in make(condition.low, condition.high, GRID)}
    if condition.stated is not None:
        tried.add(condition.stated)
    return sorted(tried)
