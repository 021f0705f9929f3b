import pickle
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from airdef.measures import CONTINUOUS
from airdef.outcome.column import SKETCH_BITS
from airdef.outcome.statistics import Statistics, mean_of, variance_of
from outcome.fakes import COLUMNS, simulate


def of(rows):
    return Statistics.of(COLUMNS, CONTINUOUS, rows)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(1, 699), max_size=8, unique=True), st.randoms(use_true_random=False))
def test_any_grouping_in_any_order_gives_the_same_bits(cuts, random):
    rows = simulate(0, 700)
    parts = [of(p) for p in np.split(rows, sorted(cuts))]
    random.shuffle(parts)
    while len(parts) > 1:  # merged two by two in a random tree
        a = parts.pop(random.randrange(len(parts)))
        b = parts.pop(random.randrange(len(parts)))
        parts.append(a.merge(b))
    assert parts[0].digest() == of(rows).digest()


def test_digest_sees_a_single_changed_bit():
    rows = simulate(0, 100)
    other = rows.copy()
    k = COLUMNS.index("first_intercept_range")
    row = int(np.flatnonzero(~np.isnan(rows[:, k]))[0])
    other[row, k] = np.nextafter(other[row, k], np.inf)
    assert of(rows).digest() != of(other).digest()


def test_moments_equal_numpy():
    rows = simulate(0, 5_000)
    statistics = of(rows)
    for k, name in enumerate(COLUMNS):
        x = rows[:, k][~np.isnan(rows[:, k])]
        assert statistics[name].n == len(x)
        # NumPy's pairwise sums round; 1e-12 is far above that and far below anything printed.
        assert mean_of(statistics[name]) == pytest.approx(x.mean(), rel=1e-12)
        assert variance_of(statistics[name]) == pytest.approx(x.var(ddof=1), rel=1e-9, abs=1e-12)


def test_variance_of_large_values_close_together_is_exact():
    # A sum of squares in float64 would lose all digits of this variance (1e9^2 against 1).
    rows = simulate(0, 3)
    rows[:, COLUMNS.index("first_intercept_range")] = (1e9, 1e9 + 1, 1e9 + 2)
    assert variance_of(of(rows)["first_intercept_range"]) == 1.0


def test_order_statistics():
    rows = simulate(0, 3_000)
    statistics = of(rows)
    counts = np.sort(rows[:, COLUMNS.index("missiles_used")])
    values = rows[:, COLUMNS.index("first_intercept_range")]
    values = np.sort(values[~np.isnan(values)])
    for rank in (1, 2, 700, len(values) - 1, len(values)):
        assert statistics["missiles_used"].ordered(rank) == (counts[rank - 1], counts[rank - 1])
        low, high = statistics["first_intercept_range"].ordered(rank)
        assert low <= values[rank - 1] <= high
        assert high - low <= values[rank - 1] * 2.0**-SKETCH_BITS


def test_memory_does_not_grow_with_replications():
    small = of(simulate(0, 100_000))
    large = of(simulate(100_000, 200_000)).merge(small)
    # The ranges of `simulate` are uniform over two octaves, some 30,000 bins: after 100,000 replications nine in ten
    # hold one. Twice the odd bin may fill as rarer values come up; threefold replications must not show.
    assert len(pickle.dumps(large)) < 1.2 * len(pickle.dumps(small))


@pytest.mark.parametrize("bad", [np.nan, 1.5, -1.0, 2.0**20])
def test_refuses_what_is_no_count(bad):
    rows = simulate(0, 10)
    rows[3, COLUMNS.index("kills")] = bad
    with pytest.raises(ValueError, match="'kills' holds"):
        of(rows)


def test_refuses_a_negative_measured_value():
    rows = simulate(0, 10)
    rows[3, COLUMNS.index("asset_value_lost")] = -0.5
    with pytest.raises(ValueError, match="expected zero or more"):
        of(rows)


def test_refuses_to_merge_other_columns():
    a = of(simulate(0, 10))
    b = Statistics.of(COLUMNS[:5], CONTINUOUS, simulate(0, 10)[:, :5])
    with pytest.raises(ValueError, match="same columns"):
        a.merge(b)


def test_a_chunk_costs_far_less_than_its_simulation():
    # 1,024 replications take the engine at least 25 ms on one core; 5 ms keeps statistics below a fifth.
    wide = (*COLUMNS, *(f"kills:c{k}" for k in range(60 - len(COLUMNS))))
    rows = np.hstack([simulate(0, 1024), simulate(0, 1024)])[:, : len(wide)]
    rows[:, len(COLUMNS) :] = 3.0
    total = Statistics.of(wide, CONTINUOUS, rows)
    best = np.inf
    for _ in range(7):
        start = time.perf_counter()
        total = total.merge(Statistics.of(wide, CONTINUOUS, rows))
        best = min(best, time.perf_counter() - start)
    assert best < 5e-3
