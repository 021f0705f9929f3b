"""What theory promises of an interval, against the intervals themselves; and replications drawn from a pool."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import binom

from airdef.outcome.intervals import quantile_interval, wilson
from airdef.outcome.statistics import Counts
from benchmarks.coverage import drawn, holds, quantile_coverage, wilson_coverage

CAMPAIGNS = 4_000
# 4 standard errors of a share near 0.95: missed by chance once in 16,000.
CLOSE = 4.0 * np.sqrt(0.95 * 0.05 / CAMPAIGNS)


@pytest.mark.parametrize(("p", "n"), [(0.3, 50), (0.02, 100), (0.998, 500)])
def test_wilsons_coverage(p, n):
    events = np.random.default_rng(3).binomial(n, p, CAMPAIGNS)
    assert np.mean([holds(wilson(float(k), n), p) for k in events]) == pytest.approx(wilson_coverage(p, n), abs=CLOSE)


@pytest.mark.parametrize("q", [0.05, 0.5, 0.95])
def test_coverage_of_quantiles(q):
    # Binomial of 400: no atom holds more than 4 %, so that the coverage is neither 95 % nor 1.
    most, p, n = 400, 0.5, 300
    t = float(binom.ppf(q, most, p))
    values = np.random.default_rng(4).binomial(most, p, (CAMPAIGNS, n))
    held = [holds(quantile_interval(Counts.of(x), q)[1:], t) for x in values]
    promised = quantile_coverage(binom.cdf(t - 1, most, p), binom.cdf(t, most, p), q, n)
    assert 0.955 < promised < 0.999
    assert np.mean(held) == pytest.approx(promised, abs=CLOSE)


def test_a_missing_end_bounds_nothing():
    assert holds((np.nan, 2.0), -1e9)
    assert holds((1.0, np.nan), 1e9)
    assert not holds((1.0, 2.0), 2.5)


def test_replications_drawn_belong_to_their_number_and_campaign():
    pool = np.arange(1_000.0)[:, None]
    simulate = drawn(pool, 5)
    assert np.array_equal(simulate(2048, 1024), simulate(2048, 1024))
    assert not np.array_equal(simulate(2048, 1024), simulate(3072, 1024))
    assert not np.array_equal(simulate(2048, 1024), drawn(pool, 6)(2048, 1024))
    assert len(np.unique(simulate(0, 100_000))) == 1_000  # each is missed by chance once in e^100
