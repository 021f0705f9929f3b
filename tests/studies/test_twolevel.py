"""The two-level split against cases solved by hand."""

import math

import numpy as np
import pytest

from airdef.studies.uncertainty.twolevel import split, variances


def test_the_variances_of_a_case_by_hand():
    # Two samples of two replications: (1, 3) and (5, 9). Means 2 and 7, sample variances 2 and 8.
    # Chance: (2 + 8) / 2 = 5. Epistemic uncertainty: var(2, 7) - 5 / 2 = 12.5 - 2.5 = 10.
    values = np.array([[1.0, 3.0], [5.0, 9.0]])
    found = split(values, seed=1)
    assert found.mean == 4.5
    assert found.aleatory_sd**2 == pytest.approx(5.0)
    assert found.epistemic_sd**2 == pytest.approx(10.0)
    assert found.share == pytest.approx(10 / 15)


def test_epistemic_is_never_negative():
    aleatory, epistemic = variances(np.array([1.0, 1.0]), np.array([4.0, 4.0]), 2)
    assert (aleatory, epistemic) == (4.0, 0.0)


def test_a_normal_case_solved_by_hand():
    # x = m + e, m ~ N(10, 3^2) by epistemic uncertainty, e ~ N(0, 4^2) by chance: shares 9/25 and 16/25; 95 % of the
    # means lie within 10 +- 1.96 * 3, of the replications of one state within +- 1.96 * 4, of all within 10 +- 1.96 *
    # 5.
    rng = np.random.Generator(np.random.Philox(5))
    m = 10 + 3 * rng.standard_normal(2000)
    found = split(m[:, None] + 4 * rng.standard_normal((2000, 50)), seed=1)
    # Standard errors: of an sd 3 / sqrt(4000) = 0.05, of a 2.5 % quantile of 2,000 about 0.18; three of them allowed.
    assert found.epistemic_sd == pytest.approx(3.0, abs=0.15)
    assert found.aleatory_sd == pytest.approx(4.0, abs=0.05)
    assert found.epistemic == pytest.approx((10 - 5.88, 10 + 5.88), abs=0.6)
    assert found.both == pytest.approx((10 - 9.80, 10 + 9.80), abs=0.3)
    # Quantiles of 50 replications lie inside the true ones: some 7 % of their distance.
    assert found.aleatory[1] - found.aleatory[0] == pytest.approx(2 * 7.84, rel=0.1)
    assert found.share_ci95[0] < 9 / 25 < found.share_ci95[1]


def test_few_replications_do_not_pass_for_epistemic():
    # No epistemic uncertainty at all: the means of 10 replications vary by 1 / sqrt(10), which must not be taken for
    # the sources'.
    rng = np.random.Generator(np.random.Philox(6))
    found = split(rng.standard_normal((400, 10)), seed=1)
    assert found.share < 0.03  # its standard error is about sqrt(2 / 400) / 10 = 0.007
    assert found.epistemic[1] - found.epistemic[0] < 0.35 * np.ptp(found.aleatory)


def test_the_share_is_covered_by_its_interval():
    rng = np.random.Generator(np.random.Philox(7))
    held = 0
    for k in range(60):
        m = rng.standard_normal(60)
        found = split(m[:, None] + 2 * rng.standard_normal((60, 20)), seed=k)
        held += found.share_ci95[0] <= 1 / 5 <= found.share_ci95[1]
    # 95 % nominal, some points less for a bootstrap of 60 samples; three binomial deviations of 60 are 0.084.
    assert held / 60 >= 0.92 - 0.084


def test_replications_without_a_value_are_left_out():
    values = np.array([[1.0, 3.0, np.nan], [5.0, 9.0, np.nan], [np.nan, np.nan, 2.0]])
    found = split(values, seed=1)
    assert found.samples == 2
    assert found.mean == 4.5


def test_nothing_known_is_said_so():
    assert math.isnan(split(np.full((3, 4), np.nan), seed=1).mean)


def test_no_spread_has_no_share():
    found = split(np.full((3, 4), 2.0), seed=1)
    assert math.isnan(found.share)
    assert found.epistemic == found.aleatory == (2.0, 2.0)
