"""What a doctrine is worth: by hand, and its errors against resampling."""

import math

import numpy as np
import pytest

from airdef.studies.doctrine.simulate import COLUMNS, OBJECTIVES, Arena, gain, influence, worth
from airdef.studies.doctrine.space import space

PER, PLAIN = OBJECTIVES["value-per-missile"], OBJECTIVES["value"]


def rows(loss, missiles):
    """Return rows with this value lost and these missiles."""
    assert COLUMNS == ("leakers", "missiles_used", "asset_value_lost")
    return np.column_stack([np.zeros(len(loss)), missiles, loss]).astype(np.float64)


IDLE = rows([10, 10, 10, 10], [0, 0, 0, 0])


def test_worth_by_hand():
    simulated = rows([4, 6, 2, 0], [3, 5, 4, 4])
    assert worth(PLAIN, simulated, IDLE) == -3.0
    assert worth(PER, simulated, IDLE) == (10 - 3) / 4
    assert influence(PER, simulated, IDLE).mean() == pytest.approx(7 / 4)


def test_a_doctrine_that_fires_nothing_is_worth_least_per_missile():
    assert worth(PER, IDLE, IDLE) == -math.inf
    assert gain(PER, rows([4, 6, 2, 0], [3, 5, 4, 4]), IDLE, IDLE).mean == math.inf


@pytest.mark.parametrize("objective", [PER, PLAIN])
def test_nothing_is_gained_over_oneself(objective):
    simulated = rows([4, 6, 2, 0], [3, 5, 4, 4])
    e = gain(objective, simulated, simulated.copy(), IDLE)
    assert (e.mean, e.ci95, e.n) == (0.0, (0.0, 0.0), 4)


def test_the_interval_of_a_gain_is_that_of_resampled_replications():
    rng = np.random.default_rng(5)
    n = 2000
    idle = rows(10 + rng.normal(0, 1, n), np.zeros(n))
    common = rng.normal(0, 1, n)
    a = rows(4 + common + rng.normal(0, 0.3, n), 20 + rng.poisson(3, n))
    b = rows(5 + common + rng.normal(0, 0.3, n), 22 + rng.poisson(3, n))
    e = gain(PER, a, b, idle)
    picks = rng.integers(0, n, (4000, n))
    means = [[x[picks].mean(axis=1) for x in (r[:, 2], r[:, 1])] for r in (a, b)]
    none = idle[:, 2][picks].mean(axis=1)
    drawn = (none - means[0][0]) / means[0][1] - (none - means[1][0]) / means[1][1]
    low, high = np.quantile(drawn, (0.025, 0.975))
    # 4,000 resamplings know an end to about 5 % of the half-width (standard error of a 2.5 % quantile).
    assert e.ci95[0] == pytest.approx(low, abs=0.1 * (high - low))
    assert e.ci95[1] == pytest.approx(high, abs=0.1 * (high - low))


def test_an_arena_goes_on_where_it_stopped():
    made = space("ideal-salvo")
    counted = []
    arena = Arena(made.runner, 3, 1, counted.append)
    few = arena.rows(made.declared, 50).copy()
    many = arena.rows(made.declared, 3000)
    assert np.array_equal(few, many[:50])
    assert sum(counted) == arena.known(made.declared) == 3000
    assert np.array_equal(many, Arena(made.runner, 3, 2).rows(made.declared, 3000))
