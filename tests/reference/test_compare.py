"""The comparison itself: how often it cries wolf, and what it sees."""

from __future__ import annotations

import numpy as np
import pytest

from .compare import compare, differing, holm


def family(rng: np.random.Generator, n: int) -> dict[str, np.ndarray]:
    """Measures of the kinds that campaigns give: counts, rare counts, values with gaps, constants."""
    time = rng.gamma(4.0, 10.0, n)
    return {
        "leakers": rng.poisson(3.0, n).astype(float),
        "kills": rng.binomial(40, 0.9, n).astype(float),
        "rare": rng.poisson(0.002, n).astype(float),
        "value": rng.choice([0.0, 0.5, 1.0, 7.5], n, p=[0.9, 0.05, 0.04, 0.01]),
        "time": np.where(rng.random(n) < 0.1, np.nan, time),
        "atoms": rng.choice([10.0, 20.0, 30.0], n) * (1 + 1e-8 * rng.standard_normal(n)),
        "constant": np.full(n, 3.0),
        "never": np.full(n, np.nan),
    }


def test_equal_samples_are_called_different_in_one_family_of_a_hundred_at_most():
    rng, families, n = np.random.default_rng(1), 200, 400
    wolf, nominal, tests = 0, 0, 0
    for _ in range(families):
        found = compare(family(rng, n), family(rng, n))
        wolf += any(d.differs for d in found)
        nominal += sum(d.p < 0.05 for d in found)
        tests += len(found)
    # Family-wise rate at most 1 %: 2 expected of 200; P(Binomial(200, .01) > 8) = 0.0002.
    assert wolf <= 8
    # Single tests at 5 %: at most 5 % + 4 sigma of a binomial; not under 2 %, else the tests say nothing
    # (Fisher's test and the test of Kolmogorov and Smirnov on repeated values are conservative).
    assert 0.02 < nominal / tests < 0.05 + 4 * np.sqrt(0.05 * 0.95 / tests)


@pytest.mark.parametrize(
    ("measure", "change", "test"),
    [
        ("leakers", lambda rng, x: rng.poisson(3.45, len(x)).astype(float), "mean"),
        ("leakers", lambda rng, x: rng.negative_binomial(9, 0.75, len(x)).astype(float), "categories"),
        ("time", lambda rng, x: np.where(rng.random(len(x)) < 0.06, np.nan, x), "missing"),
        ("time", lambda rng, x: x + 3.0, "distribution"),
        ("rare", lambda rng, x: rng.poisson(0.02, len(x)).astype(float), "categories"),
        ("constant", lambda rng, x: x + 1.0, "categories"),
        ("never", lambda rng, x: np.where(rng.random(len(x)) < 0.02, 1.0, x), "missing"),
        ("atoms", lambda rng, x: np.where(rng.random(len(x)) < 0.1, 20.0, x), "categories"),
    ],
)
def test_a_difference_is_seen_and_named(measure, change, test):
    # Each change is worth at least 5 standard errors of its test at 2000 replications; the threshold of a family
    # of some 12 tests is about 3.3. Power then exceeds 0.95; 10 runs with fewer than 7 hits have P < 1.1e-3.
    rng, seen = np.random.default_rng(2), 0
    for _ in range(10):
        a, b = family(rng, 2000), family(rng, 2000)
        b[measure] = change(rng, b[measure])
        seen += any(d.differs and d.measure == measure and d.test == test for d in compare(a, b))
    assert seen >= 7


def test_rounding_is_no_difference():
    a = {"time": np.tile([100.0, 200.0], 500)}
    b = {"time": a["time"] * (1 + 6e-8)}
    assert not differing(a, b)
    b = {"time": a["time"] * (1 + 1e-4)}
    assert differing(a, b)


def test_constants_that_differ_are_certain():
    (first, *_) = differing({"kills": np.full(100, 5.0)}, {"kills": np.full(100, 6.0)})
    assert first.p < 1e-20
    assert (first.mean_a, first.mean_b) == (5.0, 6.0)


def test_holm_by_hand():
    # 4 x 0.005, 3 x 0.01, then 2 x 0.03 and 1 x 0.04 raised to the running maximum
    assert holm([0.005, 0.01, 0.03, 0.04]) == pytest.approx([0.02, 0.03, 0.06, 0.06])


def test_measures_must_match():
    with pytest.raises(ValueError, match="kills"):
        compare({"kills": np.ones(3)}, {})
