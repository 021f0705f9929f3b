"""Confidence intervals at 95 %: of probabilities, of means and of quantiles."""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import TYPE_CHECKING

from airdef.outcome.column import mean_of, variance_of

if TYPE_CHECKING:
    from airdef.outcome.column import Column, Counts, Departures, Values

LEVEL = 0.95
Z = NormalDist().inv_cdf(0.5 + LEVEL / 2)
TAIL = (1 - LEVEL) / 2

RARE = 50
RARE_FRACTION = 0.1
"""Fewer departures from the mode than RARE, in less than this part of the replications, count as rare
(assumed: with 50 events the normal interval of a Poisson count covers 94 to 95 %)."""

Interval = tuple[float, float]
UNKNOWN: Interval = (math.nan, math.nan)


def wilson(events: float, n: int) -> Interval:
    """Return Wilson's score interval of a probability after `events` in `n` replications.

    Equation: (p + z^2/2n -+ z sqrt(p(1-p)/n + z^2/4n^2)) / (1 + z^2/n) with p = events / n.

    `events` may be fractional, 0 <= events <= n; n >= 1, else NaN. The ends are exactly 0 and 1 where events is 0 or n;
    the other end stays inside, so that a probability of 0 or 1 has an interval.

    Parameters
    ----------
    events
        How often it happened; may be a fraction.
    n
        Number of replications.

    Returns
    -------
    Interval
        Wilson's score interval of a probability after `events` in `n` replications.
    """
    if n < 1:
        return UNKNOWN
    p = events / n
    centre = p + Z * Z / (2 * n)
    half = Z * math.sqrt(p * (1 - p) / n + Z * Z / (4 * n * n))
    scale = 1 + Z * Z / n
    low = 0.0 if events <= 0 else (centre - half) / scale
    high = 1.0 if events >= n else (centre + half) / scale
    return low, high


def student(mean: float, variance: float, n: int) -> Interval:
    """Return Student's t interval of a mean: mean -+ t(0.975, n - 1) sqrt(variance / n); NaN for n < 2.

    Parameters
    ----------
    mean
        The mean of the sample.
    variance
        The unbiased variance of the sample.
    n
        Number of replications.

    Returns
    -------
    Interval
        Student's t interval of a mean: mean -+ t(0.975, n - 1) sqrt(variance / n).
    """
    if n < 2:
        return UNKNOWN
    from scipy.special import stdtrit

    half = float(stdtrit(n - 1, 0.5 + LEVEL / 2)) * math.sqrt(variance / n)
    return mean - half, mean + half


def rare(departures: Departures, n: int, ceiling: float, unit: float, floor: float = 0.0) -> Interval:
    """Return the interval of a mean that rests on few departures from one value, where Student's t fails.

    Departures D of one side are taken as k = (sum D)^2 / sum D^2 events of size s = sum D^2 / sum D (so that mean and
    variance are met); Wilson's interval of k in n, times s, is the interval of their mean. A side without any departure
    is taken as no event of size `unit`; a side on which there is nothing (below `floor`, above `ceiling`) is left out.
    The two sides are joined by the distances of the ends from the estimates: low = m + u - d - sqrt((u - u_low)^2 +
    (d_high - d)^2), high likewise. If all departures are by one unit to one side and that side alone matters, this is
    Wilson's.

    Parameters
    ----------
    departures
        Departures from the usual value, counted.
    n
        Number of replications.
    ceiling
        The greatest value possible.
    unit
        What one step of the value is worth.
    floor
        The least value possible.

    Returns
    -------
    Interval
        The interval of a mean that rests on few departures from one value, where Student's t fails.
    """

    def side(sums: tuple[float, float], possible: bool) -> tuple[float, float, float]:
        if not possible:
            return 0.0, 0.0, 0.0
        total, squares = sums
        events, size = (total * total / squares, squares / total) if total > 0 else (0.0, unit)
        low, high = wilson(events, n)
        return total / n, size * low, size * high

    up, up_low, up_high = side(departures.up, departures.mode < ceiling)
    down, down_low, down_high = side(departures.down, departures.mode > floor)
    mean = departures.mode + up - down
    return mean - math.hypot(up - up_low, down_high - down), mean + math.hypot(up_high - up, down - down_low)


def bounded(mean: float, variance: float, n: int, low: float = 0.0, high: float = math.inf) -> Interval:
    """Return the interval of a mean of values that lie between `low` and `high`: its ends lie there, too.

    Equation: the means mu with (x - mu)^2 = t^2 v(mu) / n, where t = t(0.975, n - 1), x is the sample mean and v(mu) =
    s^2 (mu - low)(high - mu) / ((x - low)(high - x)) the sample variance s^2, shrunk as a mean moves to either bound in
    the way the variance of a probability does. For values 0 and 1 that is Wilson's interval (with t and the unbiased
    variance), far from both bounds Student's. Without an upper bound v(mu) = s^2 (mu - low)/(x - low).

    NaN for n < 2. A mean on a bound, or without variance, has no width: nothing is known of values not seen. Reference:
    E. B. Wilson, J. Am. Stat. Assoc. 22 (1927) 209-212, for the probability; the rest is its extension by the same
    variance function (docs/campaigns.md), whose coverage tests measure.

    Parameters
    ----------
    mean
        Mean of the sample.
    variance
        The unbiased variance of the sample.
    n
        Number of replications.
    low
        The lower end.
    high
        The upper end; may be infinite.

    Returns
    -------
    Interval
        The interval of a mean of values that lie between `low` and `high`: its ends lie there, too.
    """
    if n < 2:
        return UNKNOWN
    above, below = mean - low, high - mean
    if variance <= 0.0 or above <= 0.0 or below <= 0.0:
        return mean, mean
    from scipy.special import stdtrit

    t = float(stdtrit(n - 1, 0.5 + LEVEL / 2))
    # With y = mu - low and c = t^2 s^2 / (n above): (above - y)^2 = c y (1 - y / width) below its own factor.
    width = high - low
    share = above / width if math.isfinite(width) else 0.0
    c = t * t * variance / (n * above * (1.0 - share))
    scale = 1.0 + c / width if math.isfinite(width) else 1.0
    centre = (above + c / 2.0) / scale
    half = math.sqrt(max(c * (above * (1.0 - share) + c / 4.0), 0.0)) / scale
    return max(low, low + centre - half), min(high, low + centre + half)


def mean_interval(statistic: Column, ceiling: float = math.inf, unit: float = 1.0, floor: float = 0.0) -> Interval:
    """Return the 95 % interval of a mean of values between `floor` and `ceiling`, within these.

    That of `bounded`, unless departures from the most frequent value are rare (see `rare`). `unit` is the size of a
    departure that was never seen (assumed: 1 for counts). NaN for fewer than two replications.

    Parameters
    ----------
    statistic
        The statistics of one column.
    ceiling
        The greatest value possible.
    unit
        What one step of the value is worth.
    floor
        The least value possible.

    Returns
    -------
    Interval
        The 95 % interval of a mean of values between `floor` and `ceiling`, within these.
    """
    n = statistic.n
    if n < 2:
        return UNKNOWN
    departures = statistic.departures()
    if departures is not None and departures.replications < min(RARE, RARE_FRACTION * n):
        low, high = rare(departures, n, ceiling, unit, floor)
        return max(low, floor), min(high, ceiling)
    return bounded(mean_of(statistic), variance_of(statistic), n, floor, ceiling)


def quantile_interval(statistic: Counts | Values, q: float) -> tuple[float, float, float]:
    """Return the q-quantile (0 < q < 1) and its 95 % interval by order statistics.

    The quantile is the smallest value that at least q n replications do not exceed. The number of replications below
    the true one is binomial(n, q): the interval runs from the order statistic of rank B(0.025) to that of rank B(0.975)
    + 1, B its quantile function. NaN for an end beyond the data. An end among measured values is the edge of its bin,
    outwards (2^-14 of the value at most): the interval is never too short.

    Parameters
    ----------
    statistic
        The statistics of one column.
    q
        Which quantile, 0 to 1.

    Returns
    -------
    tuple[float, float, float]
        The q-quantile (0 < q < 1) and its 95 % interval by order statistics.
    """
    from scipy.special import bdtrik

    n = statistic.n
    if n == 0:
        return math.nan, math.nan, math.nan
    # 1e-9: q n is a whole number that rounding may have lifted above itself.
    low, high = statistic.ordered(max(1, math.ceil(q * n - 1e-9)))
    lower, upper = (math.ceil(float(bdtrik(tail, n, q))) for tail in (TAIL, 1 - TAIL))
    return (
        (low + high) / 2,
        statistic.ordered(lower)[0] if lower >= 1 else math.nan,
        statistic.ordered(upper + 1)[1] if upper + 1 <= n else math.nan,
    )
