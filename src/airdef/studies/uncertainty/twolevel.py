"""The two-level design: chance within, epistemic uncertainty between.

M parameter samples are drawn from what the sources allow, and n replications are simulated in each, of separate random
streams. With x_ij the value in replication j of state i, the mean squares

    between = n / (M - 1) sum_i (x_i. - x..)^2          within = 1 / (M (n - 1)) sum_ij (x_ij - x_i.)^2

have the expectations n s_epistemic^2 + s_aleatory^2 and s_aleatory^2, since the mean of n replications of a sample
varies by s_epistemic^2 + s_aleatory^2 / n (a one-way analysis of variance with random effects). Hence

    s_aleatory^2 = within          s_epistemic^2 = max(0, (between - within) / n).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from airdef import oldnames
from airdef.outcome.intervals import bounded, student

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from airdef.outcome.intervals import Interval

BOOTSTRAPS = 1000
LEVEL = (0.025, 0.975)


@oldnames.attributes(
    states="samples",
    histories="replications",
    chance="aleatory",
    ignorance="epistemic",
    chance_sd="aleatory_sd",
    ignorance_sd="epistemic_sd",
)
@dataclass(frozen=True)
class Split:
    """How far a measure varies, and by what.

    `mean` over replications and samples with its interval `ci95`; `aleatory` holds 95 % of the replications of a sample
    (its 2.5 and 97.5 % quantiles, averaged over the samples), `epistemic` 95 % of what the sources allow the mean to
    be, the noise of the n replications taken out; `both` 95 % of all replications. `share` is s_epistemic^2 /
    (s_epistemic^2 + s_aleatory^2) with its bootstrap interval.
    """

    mean: float
    ci95: Interval
    aleatory_sd: float
    epistemic_sd: float
    aleatory: Interval
    epistemic: Interval
    both: Interval
    share: float
    share_ci95: Interval
    samples: int
    replications: int

    def to_dict(self) -> dict[str, Any]:
        """Return plain data."""
        return {
            "mean": self.mean,
            "mean_ci95": list(self.ci95),
            "aleatory_sd": self.aleatory_sd,
            "epistemic_sd": self.epistemic_sd,
            "chance_95": list(self.aleatory),
            "epistemic_95": list(self.epistemic),
            "both_95": list(self.both),
            "epistemic_share": self.share,
            "epistemic_share_ci95": list(self.share_ci95),
            "samples": self.samples,
            "replications_each": self.replications,
        }


def variances(means: NDArray[np.float64], within: NDArray[np.float64], n: float) -> tuple[float, float]:
    """Return s_aleatory^2 and s_epistemic^2 from the means and sample variances of M >= 2 samples of n replications.

    Parameters
    ----------
    means
        Mean of the measure in each sample.
    within
        Variance within each sample.
    n
        Number of replications.

    Returns
    -------
    tuple[float, float]
        S_aleatory^2 and s_epistemic^2 from the means and sample variances of M >= 2 samples of n
        replications.
    """
    aleatory = float(within.mean())
    return aleatory, max(0.0, float(means.var(ddof=1)) - aleatory / n)


def _share(aleatory: float, epistemic: float) -> float:
    total = aleatory + epistemic
    return epistemic / total if total > 0 else math.nan


def split(values: NDArray[np.float64], seed: int, bounds: Interval = (-math.inf, math.inf)) -> Split:
    """Return the split of a measure, float64[M, n] with M, n >= 2; NaN where a replication has no value.

    A sample needs two replications with a value to count; with fewer than two such samples everything is NaN. Where
    replications lack values, n is the harmonic mean of what the samples have. `seed` is that of the bootstrap; `bounds`
    are the least and the greatest value that there can be.

    Parameters
    ----------
    values
        Values of the measure, float64[samples, replications].
    seed
        Seed of the random streams.
    bounds
        The least and the greatest value possible.

    Returns
    -------
    Split
        The split of a measure, float64[M, n] with M, n >= 2.
    """
    counts = (~np.isnan(values)).sum(axis=1)
    values, counts = values[counts >= 2], counts[counts >= 2]
    m = len(values)
    if m < 2:
        nan = (math.nan, math.nan)
        return Split(math.nan, nan, math.nan, math.nan, nan, nan, nan, math.nan, nan, m, 0)
    means, within = np.nanmean(values, axis=1), np.nanvar(values, axis=1, ddof=1)
    n = float(m / (1.0 / counts).sum())
    aleatory, epistemic = variances(means, within, n)
    mean = float(means.mean())
    # The means of n replications spread more than what they estimate: shrunk to the spread of the latter.
    spread = float(means.var(ddof=1))
    shrink = math.sqrt(epistemic / spread) if spread > 0 else 0.0
    samples = mean + shrink * (means - mean)
    rng = np.random.Generator(np.random.Philox(seed))
    pick = rng.integers(0, m, (BOOTSTRAPS, m))
    drawn = zip(within[pick].mean(axis=1), means[pick].var(axis=1, ddof=1), strict=True)
    shares = [_share(w, max(0.0, v - w / n)) for w, v in drawn]
    return Split(
        mean=mean,
        ci95=bounded(mean, spread, m, *bounds) if math.isfinite(bounds[0]) else student(mean, spread, m),
        aleatory_sd=math.sqrt(aleatory),
        epistemic_sd=math.sqrt(epistemic),
        aleatory=_interval(np.nanquantile(values, LEVEL, axis=1).mean(axis=1)),
        epistemic=_ends(samples),
        both=_ends(values),
        share=_share(aleatory, epistemic),
        share_ci95=_ends(np.array(shares)),
        samples=m,
        replications=round(n),
    )


def _ends(x: NDArray[np.float64]) -> Interval:
    return _interval(np.nanquantile(x, LEVEL)) if not np.isnan(x).all() else (math.nan, math.nan)


def _interval(ends: NDArray[np.float64]) -> Interval:
    low, high = map(float, ends)
    return low, high
