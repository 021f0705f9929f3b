"""The front on costs made up for it, against the definition written out as loops."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from airdef.studies.doctrine.front import crowding, front, ranks, survivors


def dominated(costs, i):
    return any((a <= costs[i]).all() and (a < costs[i]).any() for a in costs)


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=1, max_size=30))
def test_the_front_is_all_that_nothing_dominates(points):
    costs = np.array(points, np.float64)
    found = front(costs)
    assert sorted(found) == [i for i in range(len(costs)) if not dominated(costs, i)]
    assert [costs[i, 0] for i in found] == sorted(costs[i, 0] for i in found)


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=1, max_size=20))
def test_ranks_peel_one_front_after_another(points):
    costs = np.array(points, np.float64)
    found = np.array(ranks(costs))
    for rank in range(found.max() + 1):
        left = np.flatnonzero(found >= rank)
        assert {left[i] for i in front(costs[left])} == set(np.flatnonzero(found == rank))


def test_a_known_front():
    # A quarter circle is its own front; everything a step outwards of it is dominated.
    angle = np.linspace(0.0, np.pi / 2, 9)
    arc = 1.0 - np.column_stack([np.sin(angle), np.cos(angle)])
    costs = np.concatenate([arc + 0.1, arc])
    assert sorted(front(costs)) == list(range(9, 18))


def test_equal_points_are_on_the_front_together():
    assert front(np.array([[1.0, 2.0], [1.0, 2.0], [1.0, 3.0]])) == [0, 1]


def test_the_ends_of_a_front_are_loneliest():
    costs = np.array([[0.0, 4.0], [1.0, 3.0], [3.0, 1.0], [4.0, 0.0]])
    lonely = crowding(costs, ranks(costs))
    assert np.isinf(lonely[[0, 3]]).all()
    # Of the span 4 in each cost, the second point's neighbours are 3 apart in both: 2 * 3 / 4.
    assert lonely[1] == pytest.approx(1.5)


def test_survivors_are_the_best_by_score_and_the_front():
    costs = np.array([[0.0, 9.0], [9.0, 0.0], [5.0, 5.0], [6.0, 6.0], [7.0, 7.0]])
    scores = [-9.0, -9.0, 1.0, 3.0, 2.0]  # dominated ones may be best by score: a noisy worth is none of the costs
    assert survivors(costs, scores, 4) == [0, 1, 3, 4]
    assert survivors(costs, scores, 9) == [0, 1, 2, 3, 4]
