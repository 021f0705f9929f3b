import math

import numpy as np
import pytest

from airdef.outcome.intervals import wilson
from airdef.outcome.stopping import MINIMUM, PILOT, Precision


def half(k, n):
    low, high = wilson(float(k), int(n))
    return (high - low) / 2


def campaign(rng, p, rule):
    n = rule.planned(half(rng.binomial(PILOT, p), PILOT))
    k = rng.binomial(n, p)
    while not rule.reached(half(k, n)):
        longer = rule.prolonged(n, half(k, n))
        assert longer > n
        k += rng.binomial(longer - n, p)
        n = longer
    return k / n, n


@pytest.mark.parametrize(("p", "width"), [(0.3, 0.0102), (0.03, 0.0038), (0.003, 0.00122), (0.003, 0.0007)])
def test_bias_is_small_and_intervals_cover(p, width):
    rng = np.random.default_rng(11)
    got = np.array([campaign(rng, p, Precision(width)) for _ in range(6_000)])
    errors = got[:, 0] - p
    standard = np.sqrt(p * (1 - p) / got[:, 1])
    # The bar is 0.2 standard errors; the mean of 6,000 has an error of 0.013 of them.
    assert abs(errors.mean() / standard.mean()) < 0.12
    inside = [a <= p <= b for a, b in (wilson(x * n, int(n)) for x, n in got)]
    assert 0.93 <= np.mean(inside) <= 0.97


def test_is_not_wasteful():
    rng = np.random.default_rng(12)
    lengths = [campaign(rng, 0.3, Precision(0.004))[1] for _ in range(200)]
    needed = 0.3 * 0.7 * (1.96 / 0.004) ** 2
    assert np.mean(lengths) < 1.2 * needed


def test_keeps_to_its_limits():
    rule = Precision(1e-9, limit=50_000)
    assert rule.planned(1.0) == 50_000
    assert rule.prolonged(49_152, 1.0) == 50_000
    assert Precision(10.0).planned(1e-6) == MINIMUM
    assert Precision(10.0, limit=100).planned(1e-6) == 100
    assert not rule.reached(math.nan)
    assert rule.prolonged(1024, math.nan) == 10 * 1024


@pytest.mark.parametrize("bad", [0.0, -1.0, math.nan, math.inf])
def test_refuses_a_half_width_that_is_none(bad):
    with pytest.raises(ValueError, match="positive half-width"):
        Precision(bad)
