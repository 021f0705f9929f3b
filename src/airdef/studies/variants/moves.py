"""One figure moved over its spread: what the mean then is, and whether that differs from where the figure was adopted.

All means are over the same replications under common random numbers, so that the difference has a paired interval. A
difference whose interval holds 0 is inconclusive: the replications do not show that the move does anything.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from airdef.catalogue.units import from_si
from airdef.numbers import estimate, number
from airdef.outcome.intervals import RARE, RARE_FRACTION, Interval, bounded, rare, student, wilson
from airdef.outcome.statistics import Departures
from airdef.studies.variants import paired

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from airdef.catalogue import AdoptedValue


def plain(value: float) -> str:
    """Return a number with three significant digits, never as a power of ten below a million.

    Parameters
    ----------
    value
        The value.

    Returns
    -------
    str
        A number with three significant digits, never as a power of ten below a million.
    """
    return f"{float(f'{value:.3g}'):g}"


def shown(adopted: AdoptedValue, value: float) -> float:
    """Return a value of an adopted value in the unit that it is shown in; `value` is in SI.

    Parameters
    ----------
    adopted
        The adopted value.
    value
        The value.

    Returns
    -------
    float
        A value of an adopted value in the unit that it is shown in.
    """
    unit = shown_unit(adopted)
    return float(f"{from_si(value, unit):.9g}") if unit else value


def shown_unit(adopted: AdoptedValue) -> str:
    """Return the unit that an adopted value is shown in, '' for counts and probabilities.

    Parameters
    ----------
    adopted
        The adopted value.

    Returns
    -------
    str
        The unit that an adopted value is shown in, '' for counts and probabilities.
    """
    unit = adopted.shown_unit or adopted.unit
    return "" if unit == "1" else unit


@dataclass(frozen=True)
class Estimate:
    """A mean over `n` replications with its 95 % interval."""

    mean: float
    ci95: Interval
    n: int

    @classmethod
    def of(cls, values: NDArray[np.float64], floor: float = -math.inf, ceiling: float = math.inf) -> Estimate:
        """Return the mean of values, float64[n], n >= 2, which can lie between `floor` and `ceiling` only.

        The interval is Wilson's for values of 0 and 1 (floor 0, ceiling 1), that of few events (`intervals.rare`, in
        steps of one) where fewer than `RARE` values differ from the most frequent one, else that of a mean within these
        bounds (`intervals.bounded`; Student's without). Equal values have the interval (value, value): `text` says in
        how many replications.

        Parameters
        ----------
        values
            Value of the measure in each replication, float64[n].
        floor
            The least value possible.
        ceiling
            The greatest value possible.

        Returns
        -------
        Estimate
            The mean of values, float64[n], n >= 2, which can lie between `floor` and `ceiling` only.
        """
        n, mean = len(values), float(values.mean())
        found, counts = np.unique(values, return_counts=True)
        if len(found) == 1:
            return cls(float(found[0]), (float(found[0]),) * 2, n)
        if (floor, ceiling) == (0.0, 1.0) and np.isin(found, (0.0, 1.0)).all():
            return cls(mean, wilson(float(values.sum()), n), n)
        mode = float(found[np.argmax(counts)])
        off = values - mode
        if (off != 0.0).sum() >= min(RARE, RARE_FRACTION * n):
            spread = float(values.var(ddof=1))
            low, high = bounded(mean, spread, n, floor, ceiling) if math.isfinite(floor) else student(mean, spread, n)
        else:
            zero = floor if math.isfinite(floor) else mode - 1.0  # `rare` has departures downwards only above 0
            up, down = off[off > 0.0], -off[off < 0.0]
            sums = ((float(up.sum()), float((up**2).sum())), (float(down.sum()), float((down**2).sum())))
            departures = Departures(mode - zero, len(up) + len(down), *sums)
            low, high = (x + zero for x in rare(departures, n, ceiling - zero, 1.0))
        return cls(mean, (max(low, floor), min(high, ceiling)), n)

    def text(self, unit: str = "") -> str:
        """Return the mean with its interval; of equal values only that they are equal.

        Parameters
        ----------
        unit
            The unit.

        Returns
        -------
        str
            The mean with its interval; of equal values only that they are equal.
        """
        u = f" {unit}" if unit else ""
        if self.ci95[0] == self.ci95[1]:
            return f"{number(self.mean)}{u} in each of {self.n} replications"
        return f"{estimate(self.mean, *self.ci95)}{u}"

    def to_dict(self) -> dict[str, Any]:
        """Return plain data."""
        return {"mean": self.mean, "ci95": list(self.ci95), "n": self.n}


@dataclass(frozen=True)
class Moved:
    """The measure with a figure at a position of its spread (see `adopted_values.between`).

    `value` is that of the adopted value that is shown, in its shown unit. `change` is the paired difference from the
    measure with the figure as adopted, with its interval.
    """

    position: float
    value: float
    estimate: Estimate
    change: Estimate

    @property
    def least(self) -> float:
        """How far the mean moves at least: the end of the interval of the difference nearest 0; 0 if it holds 0."""
        low, high = self.change.ci95
        return max(low, -high, 0.0)

    @property
    def conclusive(self) -> bool:
        """Whether the replications show a difference."""
        return self.least > 0.0

    def text(self, unit: str, of: str = "") -> str:
        """Return the mean at this value in words; `unit` is the measure's, `of` the figure's.

        Parameters
        ----------
        unit
            The unit.
        of
            What it is of.

        Returns
        -------
        str
            The mean at this value in words.
        """
        at = f"{plain(self.value)} {of}".strip()
        if self.change.ci95 == (0.0, 0.0):
            return f"the same at {at}"
        note = "" if self.conclusive else " (the difference is inconclusive)"
        return f"{self.estimate.text(unit)} at {at}{note}"

    def to_dict(self) -> dict[str, Any]:
        """Return plain data."""
        change = {"mean": self.change.mean, "ci95": list(self.change.ci95), "conclusive": self.conclusive}
        return {"value": self.value, **self.estimate.to_dict(), "change": change}


def change(base: NDArray[np.float64], values: NDArray[np.float64], step: float = 0.0) -> Estimate:
    """Return the mean of values - base over the same replications, with its paired interval.

    Parameters
    ----------
    base
        What the rest is taken from.
    values
        Value of the measure in each replication, float64[n].
    step
        The size of a difference that was never seen (see `paired.difference`), by default the smallest
        seen.

    Returns
    -------
    Estimate
        The mean of values - base over the same replications, with its paired interval.
    """
    apart = np.abs(values - base)
    if not apart.any():
        return Estimate(0.0, (0.0, 0.0), len(base))
    sums = paired.Sums()
    sums.take(base, values)
    found = paired.difference("", "", sums, step or float(apart[apart > 0.0].min()), same=False)
    return Estimate(found.mean, found.ci95, found.n)
