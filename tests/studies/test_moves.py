"""One figure moved: intervals within what is possible, differences that are noise, and numbers in words."""

import numpy as np
import pytest

from airdef import catalogue
from airdef.outcome.intervals import wilson
from airdef.studies.variants.moves import Estimate, Moved, change, plain, shown, shown_unit

KNOWN = catalogue.load()


def test_a_constant_has_no_interval_and_says_in_how_many_replications():
    found = Estimate.of(np.full(64, 36.0))
    assert found.ci95 == (36.0, 36.0)
    assert found.text("targets") == "36 targets in each of 64 replications"


def test_no_interval_goes_beyond_the_possible():
    # 3 of 1,024 below the most there can be: Student's interval ends above 4, and at 0 one of few below 0.
    nearly = np.r_[np.full(1021, 4.0), np.full(3, 3.0)]
    low, high = Estimate.of(nearly, 0.0, 4.0).ci95
    assert 3.99 < low < nearly.mean() < high <= 4.0
    low, high = Estimate.of(4.0 - nearly, 0.0, 4.0).ci95
    assert 0.0 <= low < (4.0 - nearly).mean() < high < 0.01
    # the step is one count: three events of one in 1,024 are Wilson's
    assert (low, high) == pytest.approx(wilson(3, 1024))


def test_a_share_has_wilsons_interval():
    assert Estimate.of(np.r_[np.ones(30), np.zeros(34)], 0.0, 1.0).ci95 == wilson(30, 64)


def test_without_limits_few_departures_count_on_both_sides():
    low, high = Estimate.of(np.r_[np.full(100, -5.0), [-4.0]]).ci95
    assert low < -5.0 < -5.0 + 1 / 101 < high


def test_noise_is_inconclusive_and_a_paired_difference_is_not():
    rng = np.random.Generator(np.random.Philox(5))
    base = rng.normal(34.6, 5.0, 64)
    noise = Moved(-1.0, 40.0, Estimate.of(rng.normal(35.3, 5.0, 64)), change(base, rng.normal(34.9, 5.0, 64)))
    assert not noise.conclusive
    assert noise.least == 0.0
    assert noise.text("km", "km").endswith("at 40 km (the difference is inconclusive)")
    # The same shift in every replication is found however much these differ from one another.
    paired = Moved(-1.0, 40.0, Estimate.of(base + 0.7), change(base, base + 0.7))
    assert paired.least == pytest.approx(0.7)
    assert "inconclusive" not in paired.text("km", "km")


def test_what_changes_nothing_is_told_apart_from_what_is_noise():
    base = np.arange(64.0)
    same = Moved(1.0, 2.0, Estimate.of(base), change(base, base.copy()))
    assert same.change.ci95 == (0.0, 0.0)
    assert not same.conclusive
    assert same.text("km", "g") == "the same at 2 g"


def test_a_difference_in_few_replications_is_not_conclusive():
    base = np.zeros(64)
    one = base.copy()
    one[7] = 3.0
    assert not Moved(1.0, 1.0, Estimate.of(one, 0.0), change(base, one)).conclusive


def test_values_are_shown_in_the_catalogues_unit():
    adopted = KNOWN.adopted("48N6E2", "max_range.aircraft")
    assert (shown(adopted, 150e3), shown_unit(adopted)) == (150.0, "km")
    assert shown_unit(KNOWN.adopted("48N6E2", "sspk.aircraft")) == ""
    assert [plain(x) for x in (0.12345, 200.0, 27_000.0, 3.14159)] == ["0.123", "200", "27000", "3.14"]
