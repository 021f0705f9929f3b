"""Paired differences: what changes from one variant to another, under common random numbers.

With D_k = B_k - A_k in replication k, the mean difference is mean(D) with the interval of D, and the
variance reduction factor is (var A + var B) / var D: how many times more replications two campaigns of separate random
streams would need for an interval as narrow.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from airdef.numbers import interval, mean
from airdef.outcome.intervals import RARE, RARE_FRACTION, UNKNOWN, Interval, bounded, rare, student
from airdef.outcome.statistics import Departures

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass
class Sums:
    """Running count, means and sums of squared departures of pairs (a, b) and of their difference.

    Two chunks of n and m with means apart by s join to a sum of squares of S1 + S2 + s^2 n m / (n + m), in which
    nothing cancels, however large the means.
    """

    n: int = 0
    mean_a: float = 0.0
    mean_b: float = 0.0
    square_a: float = 0.0
    square_b: float = 0.0
    square_d: float = 0.0
    differing: int = 0
    up: tuple[float, float] = (0.0, 0.0)
    down: tuple[float, float] = (0.0, 0.0)

    def take(self, a: NDArray[np.float64], b: NDArray[np.float64]) -> None:
        """Add replications, float64[n] each; those in which either has no value (NaN) are left out.

        Parameters
        ----------
        a
            Values of one side, float64[n].
        b
            Values of the other side, float64[n].
        """
        both = ~(np.isnan(a) | np.isnan(b))
        a, b = a[both], b[both]
        m = len(a)
        if m == 0:
            return
        d = b - a
        n = self.n + m
        shift_a, shift_b = float(a.mean()) - self.mean_a, float(b.mean()) - self.mean_b
        joint = self.n * m / n
        self.square_a += float(((a - a.mean()) ** 2).sum()) + shift_a**2 * joint
        self.square_b += float(((b - b.mean()) ** 2).sum()) + shift_b**2 * joint
        self.square_d += float(((d - d.mean()) ** 2).sum()) + (shift_b - shift_a) ** 2 * joint
        self.mean_a += shift_a * m / n
        self.mean_b += shift_b * m / n
        up, down = d[d > 0], -d[d < 0]
        self.up = (self.up[0] + float(up.sum()), self.up[1] + float((up**2).sum()))
        self.down = (self.down[0] + float(down.sum()), self.down[1] + float((down**2).sum()))
        self.differing += len(up) + len(down)
        self.n = n


@dataclass(frozen=True)
class Difference:
    """One measure of two variants and its difference b - a over the `n` replications in which both have it.

    `sd_a` and `sd_b` are the standard deviations of the variants, `sd` that of the difference. `reduction` is the
    variance reduction factor; infinite where the difference never varies, NaN where neither variant varies.
    """

    measure: str
    unit: str
    n: int
    a: float
    b: float
    mean: float
    ci95: Interval
    sd: float
    reduction: float
    sd_a: float = math.nan
    sd_b: float = math.nan

    @property
    def a_text(self) -> str:
        """The mean of the first variant with the digits that its own interval carries."""
        return _text(self.a, self.sd_a, self.n)

    @property
    def b_text(self) -> str:
        """The mean of the second variant with the digits that its own interval carries."""
        return _text(self.b, self.sd_b, self.n)

    @property
    def half_width(self) -> float:
        """Half the width of the interval of the difference."""
        return (self.ci95[1] - self.ci95[0]) / 2

    def to_dict(self) -> dict[str, Any]:
        """Return plain data."""
        return {
            "a": self.a,
            "b": self.b,
            "difference": self.mean,
            "ci95": list(self.ci95),
            "sd": self.sd,
            "n": self.n,
            "variance_reduction": self.reduction,
            "unit": self.unit,
            "shown": {
                "a": self.a_text,
                "b": self.b_text,
                "difference": mean(self.mean, *self.ci95),
                "ci95": interval(*self.ci95),
            },
        }


def _text(value: float, sd: float, n: int) -> str:
    """Return a mean over n replications with the digits of its Student interval."""
    return mean(value, *student(value, sd * sd, n))


def difference(
    measure: str, unit: str, sums: Sums, step: float, same: bool, bounds: Interval = (-math.inf, math.inf)
) -> Difference:
    """Return the difference of one measure with its paired interval.

    That of a mean within `bounds`, the least and the greatest difference that there can be (`intervals.bounded`); where
    fewer than `RARE` replications differ, that of few events, in which a side on which nothing was seen counts as no
    event of size `step` (1 for counts). `same` says that both variants are the same scenario, whose difference is
    exactly zero.

    Parameters
    ----------
    measure
        The measure.
    unit
        The unit.
    sums
        The sums of both sides and of their difference.
    step
        Step.
    same
        Whether both sides are the same scenario.
    bounds
        The least and the greatest value possible.

    Returns
    -------
    Difference
        The difference of one measure with its paired interval.
    """
    n = sums.n
    if n < 2:
        return Difference(measure, unit, n, math.nan, math.nan, math.nan, UNKNOWN, math.nan, math.nan)
    mean = sums.mean_b - sums.mean_a
    variance = sums.square_d / (n - 1)
    separate = (sums.square_a + sums.square_b) / (n - 1)
    if same:
        ci95 = (0.0, 0.0)
    elif sums.differing < min(RARE, RARE_FRACTION * n):
        # A mode of 1 and not 0, so that departures downwards count as possible; taken off again.
        low, high = rare(Departures(1.0, sums.differing, sums.up, sums.down), n, math.inf, step)
        ci95 = (max(low - 1.0, bounds[0]), min(high - 1.0, bounds[1]))
    elif all(map(math.isfinite, bounds)):
        ci95 = bounded(mean, variance, n, *bounds)
    else:
        ci95 = student(mean, variance, n)
    reduction = separate / variance if variance > 0 else (math.inf if separate > 0 else math.nan)
    sds = [math.sqrt(square / (n - 1)) for square in (sums.square_d, sums.square_a, sums.square_b)]
    return Difference(measure, unit, n, sums.mean_a, sums.mean_b, mean, ci95, sds[0], reduction, *sds[1:])
