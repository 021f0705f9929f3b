"""Which options are told apart: covariances of paired savings, tests of every pair, and ranks that they leave open."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from airdef.outcome.intervals import RARE, RARE_FRACTION

if TYPE_CHECKING:
    from numpy.typing import NDArray

    F64 = NDArray[np.float64]

ALPHA: Final = 0.05
"""Probability that any pair at all is told apart that does not differ, at most."""


class Moments:
    """Running means, products of departures, and signs of the differences of m series over the same replications."""

    def __init__(self, m: int) -> None:
        self.n = 0
        self.mean = np.zeros(m)
        self.products = np.zeros((m, m))
        self.above = np.zeros((m, m), np.int64)
        """Replications in which the row's series is above the column's."""

    def copy(self) -> Moments:
        """Return another one with the same replications."""
        other = Moments(len(self.mean))
        other.n, other.mean, other.products = self.n, self.mean.copy(), self.products.copy()
        other.above = self.above.copy()
        return other

    def take(self, values: F64) -> None:
        """Add replications, float64[m, replications], without NaN.

        Parameters
        ----------
        values
            A row for each series.
        """
        count = values.shape[1]
        if not count:
            return
        means = values.mean(axis=1)
        apart = values - means[:, None]
        shift, total = means - self.mean, self.n + count
        self.products += apart @ apart.T + np.outer(shift, shift) * (self.n * count / total)
        self.mean += shift * (count / total)
        self.n = total
        for row in range(len(values)):
            self.above[row] += (values[row] > values).sum(axis=1)


def p_value(moments: Moments, a: int, b: int) -> float:
    """Return the two-sided p value of equal means of two series: Student's t of their paired differences.

    Where fewer than `RARE` replications differ the t distribution does not hold; then the p value of the sign test
    counts as well, and the greater of the two is taken.

    Parameters
    ----------
    moments
        Of all series.
    a, b
        Numbers of the two.

    Returns
    -------
    float
        The p value; 1 where no replication differs.
    """
    from scipy.special import bdtr, stdtr

    n, up, down = moments.n, int(moments.above[a, b]), int(moments.above[b, a])
    differing = up + down
    if n < 2 or not differing:
        return 1.0
    products = moments.products
    variance = max(float(products[a, a] + products[b, b] - 2.0 * products[a, b]) / (n - 1), 0.0)
    shift = abs(float(moments.mean[a] - moments.mean[b]))
    scale = max(float(products[a, a]), float(products[b, b])) / (n - 1)
    by_t = 0.0
    if variance > 1e-20 * scale:
        by_t = 2.0 * float(stdtr(n - 1, -shift / math.sqrt(variance / n)))
    if differing >= min(RARE, RARE_FRACTION * n):
        return by_t
    return max(by_t, min(1.0, 2.0 * float(bdtr(min(up, down), differing, 0.5))))


def holm(values: F64) -> F64:
    """Return p values adjusted for their number by Holm's method.

    The k-th least of K is multiplied by K - k + 1, and none is less than the one before. Reference: S. Holm, Scand. J.
    Stat. 6 (1979) 65-70.

    Parameters
    ----------
    values
        p values, float64[K].

    Returns
    -------
    F64
        Adjusted p values, float64[K], in the order given.
    """
    order = np.argsort(values, kind="stable")
    adjusted = np.minimum(1.0, values[order] * np.arange(len(values), 0, -1))
    found = np.empty_like(values)
    found[order] = np.maximum.accumulate(adjusted)
    return found


@dataclass(frozen=True)
class Told:
    """One pair of options, -1 for doing nothing, and the adjusted p value of their being worth the same."""

    a: int
    b: int
    difference: float
    p: float

    @property
    def apart(self) -> bool:
        """Whether the two are told apart."""
        return self.p < ALPHA


def compared(moments: Moments) -> tuple[Told, ...]:
    """Return every pair of options, and of each option and nothing, with p values adjusted for all of them.

    Parameters
    ----------
    moments
        Of what each option saves per unit of cost; series 0 is doing nothing.

    Returns
    -------
    tuple[Told, ...]
        The pairs.
    """
    m = len(moments.mean)
    pairs = [(a, b) for a in range(m) for b in range(a + 1, m)]
    p = holm(np.array([p_value(moments, a, b) for a, b in pairs]))
    means = moments.mean
    return tuple(
        Told(a - 1, b - 1, float(means[a] - means[b]), float(value)) for (a, b), value in zip(pairs, p, strict=True)
    )


def ranks(pairs: tuple[Told, ...], options: int) -> list[tuple[int, int]]:
    """Return the ranks that each option may have: 1 and more for those told to be better, from the end likewise.

    With a probability of 95 % or more every option's own rank is within its range, for all options at once.

    Parameters
    ----------
    pairs
        Of `compared`.
    options
        How many there are.

    Returns
    -------
    list[tuple[int, int]]
        Best and worst rank of each.
    """
    best, worst = [1] * options, [options] * options
    for pair in pairs:
        if pair.apart and pair.a >= 0:
            better, behind = (pair.a, pair.b) if pair.difference > 0 else (pair.b, pair.a)
            best[behind] += 1
            worst[better] -= 1
    return list(zip(best, worst, strict=True))
