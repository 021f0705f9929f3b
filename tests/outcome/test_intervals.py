import math

import numpy as np
import pytest
from scipy.stats import binom

from airdef.outcome.intervals import Z, mean_interval, quantile_interval, student, wilson
from airdef.outcome.statistics import Counts, Values


def coverage(intervals, truth):
    return np.mean([low <= truth <= high for low, high in intervals])


def test_wilson_solves_its_equation():
    # Its ends are the p at which (k/n - p)^2 = z^2 p (1 - p) / n.
    for k, n in ((1, 10), (7, 10), (1234, 10_000)):
        for p in wilson(k, n):
            assert (k / n - p) ** 2 == pytest.approx(Z * Z * p * (1 - p) / n, rel=1e-9)


def test_probabilities_of_zero_and_one_have_an_interval():
    assert wilson(0, 100) == (0.0, pytest.approx(Z * Z / (100 + Z * Z)))
    assert wilson(100, 100) == (pytest.approx(100 / (100 + Z * Z)), 1.0)


def test_student_equals_the_table():
    # t(0.975, 9) = 2.262 in any printed table.
    low, high = student(0.0, 10.0, 10)
    assert high == pytest.approx(2.262, abs=5e-4)
    assert low == -high


@pytest.mark.parametrize("p", [0.001, 0.01, 0.3, 0.99])
def test_wilson_covers(p):
    n = 10_000
    k = np.random.default_rng(3).binomial(n, p, 4_000)
    # 0.93 to 0.97 is the band asked for; the sampling error of 4,000 campaigns is 0.0034.
    assert 0.93 <= coverage([wilson(float(x), n) for x in k], p) <= 0.97


@pytest.mark.parametrize("mean", [0.0015, 0.004, 0.02, 0.5, 6.0])
def test_mean_of_counts_covers_from_rare_to_common(mean):
    rng = np.random.default_rng(5)
    n = 4_000
    intervals = []
    for _ in range(800):
        # Leakers come in pairs half of the time: a compound law, not plain Poisson.
        x = rng.poisson(mean / 2, n) + 2 * rng.poisson(mean / 4, n)
        intervals.append(mean_interval(Counts.of(x)))
    # Sampling error 0.0077 at 0.95. Down to 0.91 for a handful of events of unknown size, where no
    # interval without a model of the sizes does better (3 events expected at mean 0.0015).
    low = 0.91 if mean * n < 20 else 0.935
    assert low <= coverage(intervals, mean) <= 0.98


@pytest.mark.parametrize("p", [0.0005, 0.002, 0.005, 0.05])
def test_mean_near_its_ceiling_covers(p):
    # Kills of 12 threats: nearly always all twelve, eleven with probability p. The coverage is summed
    # over the binomial law of the number of replications with eleven: there is no sampling error in it.
    n = 4_000
    covered = 0.0
    for k in range(500):
        histogram = np.zeros(13, np.int64)
        histogram[11:] = k, n - k
        low, high = mean_interval(Counts(histogram), ceiling=12)
        assert high <= 12
        covered += (low <= 12 - p <= high) * float(binom.pmf(k, n, p))
    assert 0.93 <= covered <= 0.97


def test_skewed_measured_values_cover():
    rng = np.random.default_rng(7)
    intervals = [mean_interval(Values.of(rng.exponential(50e3, 1_000))) for _ in range(800)]
    assert 0.93 <= coverage(intervals, 50e3) <= 0.97


def test_value_lost_in_few_replications_covers():
    rng = np.random.default_rng(8)
    n, p = 4_000, 0.004
    intervals = [mean_interval(Values.of(2.5 * rng.binomial(1, p, n)), unit=10.0) for _ in range(800)]
    assert 0.93 <= coverage(intervals, 2.5 * p) <= 0.98


@pytest.mark.parametrize("q", [0.05, 0.5, 0.95])
def test_quantiles_cover(q):
    rng = np.random.default_rng(9)
    intervals = [quantile_interval(Values.of(rng.exponential(1.0, 1_000)), q)[1:] for _ in range(800)]
    # Order statistics are conservative: the bins add up to 0.1 % of the value at each end.
    assert 0.935 <= coverage(intervals, -math.log(1 - q)) <= 0.98


def test_quantiles_of_few_replications():
    statistic = Counts.of(np.arange(10))
    value, low, high = quantile_interval(statistic, 0.5)
    # Ranks 2 and 9 of ten: binomial(10, 1/2) lies in 2..8 with probability 0.979.
    assert (value, low, high) == (4.0, 1.0, 8.0)
    assert math.isnan(quantile_interval(statistic, 0.95)[2])  # ten replications say nothing above it
    assert math.isnan(quantile_interval(statistic, 0.05)[1])
    assert all(math.isnan(x) for x in quantile_interval(Values.of(np.array([np.nan])), 0.5))


def test_certainty_keeps_an_interval():
    always = Counts.of(np.full(1_000, 5))
    low, high = mean_interval(always)
    assert low < 5 < high
    assert high - 5 == pytest.approx(Z * Z / (1_000 + Z * Z))
    assert mean_interval(always, ceiling=5)[1] == 5


def test_one_replication_has_no_spread():
    assert all(math.isnan(x) for x in mean_interval(Counts.of(np.array([3]))))
