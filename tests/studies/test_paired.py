"""Paired differences: by hand, and the measured coverage of their intervals."""

import math

import numpy as np
import pytest

from airdef.studies.variants.paired import Sums, difference


def of(a, b, step=1.0, chunks=1):
    sums = Sums()
    for x, y in zip(
        np.array_split(np.array(a, float), chunks), np.array_split(np.array(b, float), chunks), strict=True
    ):
        sums.take(x, y)
    return difference("leakers", "", sums, step, same=False)


def test_a_case_by_hand():
    # Differences 1, 2, 3: mean 2, variance 1. Variances of a and b: 1 and 4. Reduction (1 + 4) / 1.
    d = of([1, 2, 3], [2, 4, 6])
    assert (d.n, d.a, d.b, d.mean, d.sd) == (3, 2.0, 4.0, 2.0, 1.0)
    assert d.reduction == pytest.approx(5.0)


def test_each_mean_has_the_digits_of_its_own_interval():
    # Half-widths of 10,000 values that are 0.1, 10 and 1,000 off their mean: 0.00196, 0.196 and 19.6.
    off = np.tile([1.0, -1.0], 5000)
    d = of(3.0 + 0.1 * off, 12.3456789 + 10.0 * off)
    assert (d.a_text, d.b_text) == ("3.0000", "12.35")
    assert of(5.0 + 0 * off, 123456.789 + 1000.0 * off).b_text == "123,457"
    assert (d.sd_a, d.sd_b) == pytest.approx((0.1, 10.0), rel=1e-4)
    # Few differ, so that the difference is known better than either of the two: no digits are lent.
    near = of(7.0 + off, 7.0 + off + (np.arange(10_000) < 40) * 0.5)
    assert (near.a_text, near.b_text) == ("7.000", "7.002")
    told = near.to_dict()["shown"]
    assert (told["a"], told["b"], told["difference"]) == ("7.000", "7.002", "0.00200")


def test_a_mean_that_never_varies_or_that_one_replication_gives_has_few_digits():
    d = of([4, 4, 4], [1, 2, 6])
    assert (d.a_text, d.b_text) == ("4", "3.0")
    one = of([4], [5]).to_dict()["shown"]
    assert (one["a"], one["difference"]) == ("-", "-")


def test_student_of_the_differences():
    from scipy import stats

    rng = np.random.Generator(np.random.Philox(1))
    a = rng.standard_normal(200)
    b = a + 0.3 + 0.1 * rng.standard_normal(200)
    d = of(a, b)
    low, high = stats.t.interval(0.95, 199, loc=np.mean(b - a), scale=stats.sem(b - a))
    assert d.ci95 == pytest.approx((low, high), rel=1e-9)


def test_chunks_change_nothing_but_rounding():
    rng = np.random.Generator(np.random.Philox(2))
    a, b = 1e6 + rng.standard_normal((2, 1000))
    one, many = of(a, b), of(a, b, chunks=7)
    # sums of squares about 1e3 beside squares of 1e12: a plain sum of squares would have lost all but 4 digits
    assert many.sd == pytest.approx(one.sd, rel=1e-9)
    assert many.mean == pytest.approx(one.mean, rel=1e-6)


@pytest.mark.parametrize("p", [0.5, 0.02, 0.001])
def test_the_intervals_cover_as_often_as_they_say(p):
    # b is a, but for replications in which one more leaks (p) or one fewer (p / 4): the rare case has its own interval.
    rng = np.random.Generator(np.random.Philox(3))
    n, held, runs = 2000, 0, 600
    for _ in range(runs):
        u = rng.random(n)
        a = rng.poisson(3.0, n).astype(float) + 1
        d = of(a, a + (u < p) - (u > 1 - p / 4))
        held += d.ci95[0] <= 0.75 * p <= d.ci95[1]
    # three binomial standard deviations of 600 runs at 95 % are 0.027; the rare interval may be wider than it must
    assert held / runs >= 0.95 - 0.027
    if p == 0.5:
        assert held / runs <= 0.95 + 0.027


def test_pairing_saves_what_it_says():
    rng = np.random.Generator(np.random.Philox(4))
    shared = rng.standard_normal(4000)
    a, b = shared + 0.5 * rng.standard_normal(4000), shared + 0.5 * rng.standard_normal(4000)
    # (1.25 + 1.25) / (0.25 + 0.25) = 5; its standard error is about 5 * sqrt(4 / 4000) = 0.16
    assert of(a, b).reduction == pytest.approx(5.0, abs=0.5)


def test_what_was_never_seen_is_not_excluded():
    d = of(np.zeros(1000), np.zeros(1000))
    assert d.mean == 0.0
    # Wilson's end for no event in 1,000, on either side: 3.84 / 1003.84
    assert d.ci95 == pytest.approx((-0.00383, 0.00383), abs=1e-5)
    assert math.isnan(d.reduction)


def test_the_same_scenario_differs_by_nothing():
    sums = Sums()
    sums.take(np.arange(5.0), np.arange(5.0))
    assert difference("leakers", "", sums, 1.0, same=True).ci95 == (0.0, 0.0)


def test_replications_without_a_value_in_either_are_left_out():
    d = of([1, math.nan, 3, 4], [2, 2, math.nan, 6])
    assert (d.n, d.mean) == (2, 1.5)
    assert math.isnan(of([1, 2], [math.nan, math.nan]).mean)
