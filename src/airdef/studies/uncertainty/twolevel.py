"""The two-level design: chance within, ignorance between.

M states of the world are drawn from what the sources allow, and n histories are played in each, of separate luck.
With x_ij the value in history j of state i, the mean squares

    between = n / (M - 1) sum_i (x_i. - x..)^2          within = 1 / (M (n - 1)) sum_ij (x_ij - x_i.)^2

have the expectations n s_ignorance^2 + s_chance^2 and s_chance^2, since the mean of n histories of a state varies by
s_ignorance^2 + s_chance^2 / n (a one-way analysis of variance with random effects). Hence

    s_chance^2 = within          s_ignorance^2 = max(0, (between - within) / n).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from airdef.outcome.intervals import bounded, student

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from airdef.outcome.intervals import Interval

BOOTSTRAPS = 1000
LEVEL = (0.025, 0.975)


@dataclass(frozen=True)
class Split:
    """How far a measure varies, and by what.

    `mean` over histories and states with its interval `ci95`; `chance` holds 95 % of the histories of a state (its
    2.5 and 97.5 % quantiles, averaged over the states), `ignorance` 95 % of what the sources allow the mean to be,
    the noise of the n histories taken out; `both` 95 % of all histories. `share` is
    s_ignorance^2 / (s_ignorance^2 + s_chance^2) with its bootstrap interval.
    """

    mean: float
    ci95: Interval
    chance_sd: float
    ignorance_sd: float
    chance: Interval
    ignorance: Interval
    both: Interval
    share: float
    share_ci95: Interval
    states: int
    histories: int

    def to_dict(self) -> dict[str, Any]:
        """Return plain data."""
        return {
            "mean": self.mean,
            "mean_ci95": list(self.ci95),
            "chance_sd": self.chance_sd,
            "ignorance_sd": self.ignorance_sd,
            "chance_95": list(self.chance),
            "ignorance_95": list(self.ignorance),
            "both_95": list(self.both),
            "ignorance_share": self.share,
            "ignorance_share_ci95": list(self.share_ci95),
            "states": self.states,
            "histories_each": self.histories,
        }


def variances(means: NDArray[np.float64], within: NDArray[np.float64], n: float) -> tuple[float, float]:
    """Return s_chance^2 and s_ignorance^2 from the means and sample variances of M >= 2 states of n histories."""
    chance = float(within.mean())
    return chance, max(0.0, float(means.var(ddof=1)) - chance / n)


def _share(chance: float, ignorance: float) -> float:
    total = chance + ignorance
    return ignorance / total if total > 0 else math.nan


def split(values: NDArray[np.float64], seed: int, bounds: Interval = (-math.inf, math.inf)) -> Split:
    """Return the split of a measure, float64[M, n] with M, n >= 2; NaN where a history has no value.

    A state needs two histories with a value to count; with fewer than two such states everything is NaN. Where
    histories lack values, n is the harmonic mean of what the states have. `seed` is that of the bootstrap;
    `bounds` are the least and the greatest value that there can be.
    """
    counts = (~np.isnan(values)).sum(axis=1)
    values, counts = values[counts >= 2], counts[counts >= 2]
    m = len(values)
    if m < 2:
        nan = (math.nan, math.nan)
        return Split(math.nan, nan, math.nan, math.nan, nan, nan, nan, math.nan, nan, m, 0)
    means, within = np.nanmean(values, axis=1), np.nanvar(values, axis=1, ddof=1)
    n = float(m / (1.0 / counts).sum())
    chance, ignorance = variances(means, within, n)
    mean = float(means.mean())
    # The means of n histories spread more than what they estimate: shrunk to the spread of the latter.
    spread = float(means.var(ddof=1))
    shrink = math.sqrt(ignorance / spread) if spread > 0 else 0.0
    states = mean + shrink * (means - mean)
    rng = np.random.Generator(np.random.Philox(seed))
    pick = rng.integers(0, m, (BOOTSTRAPS, m))
    drawn = zip(within[pick].mean(axis=1), means[pick].var(axis=1, ddof=1), strict=True)
    shares = [_share(w, max(0.0, v - w / n)) for w, v in drawn]
    return Split(
        mean=mean,
        ci95=bounded(mean, spread, m, *bounds) if math.isfinite(bounds[0]) else student(mean, spread, m),
        chance_sd=math.sqrt(chance),
        ignorance_sd=math.sqrt(ignorance),
        chance=_interval(np.nanquantile(values, LEVEL, axis=1).mean(axis=1)),
        ignorance=_ends(states),
        both=_ends(values),
        share=_share(chance, ignorance),
        share_ci95=_ends(np.array(shares)),
        states=m,
        histories=round(n),
    )


def _ends(x: NDArray[np.float64]) -> Interval:
    return _interval(np.nanquantile(x, LEVEL)) if not np.isnan(x).all() else (math.nan, math.nan)


def _interval(ends: NDArray[np.float64]) -> Interval:
    low, high = map(float, ends)
    return low, high
