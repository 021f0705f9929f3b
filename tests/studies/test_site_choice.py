"""The programme against all combinations, the greedy rule against the programme, and a symmetric case."""

from __future__ import annotations

from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from airdef.studies.siting.choice import SLACK, Choosing, exchanged, greedy, optimum


def case(seed: int, options: int, cells: int, kinds: int, overlap: int) -> Choosing:
    """Random covers of which two in five hold, options of `kinds` kinds by turns, some places shared by two."""
    draw = np.random.default_rng(seed)
    return Choosing(
        covers=draw.random((options, cells)) < 0.4,
        kind=np.arange(options) % kinds,
        place=np.arange(options) * 3 // 4,
        counts=tuple(int(n) for n in draw.integers(1, 3, kinds)),
        weight=draw.integers(0, 5, cells).astype(float),
        already=draw.integers(0, 2, cells),
        overlap=overlap,
    )


def best_of_all(c: Choosing) -> float:
    """The greatest value of all choices that keep the rules."""
    own = [combinations(np.flatnonzero(c.kind == k).tolist(), n) for k, n in enumerate(c.counts)]
    together = (sum(parts, ()) for parts in product(*own))
    return max(c.value(o) for o in together if len(set(c.place[list(o)])) == len(o))


def keeps_the_rules(c: Choosing, options: tuple[int, ...]) -> bool:
    counted = np.bincount(c.kind[list(options)], minlength=len(c.counts))
    return tuple(counted) == c.counts and len(set(c.place[list(options)])) == len(options)


cases = st.builds(case, st.integers(0, 10**6), st.integers(9, 12), st.integers(1, 25), st.integers(1, 2),
                  st.integers(1, 3))  # fmt: skip


@settings(max_examples=30, deadline=None)
@given(cases)
def test_the_programme_finds_the_best_of_all_combinations(c: Choosing) -> None:
    found = optimum(c, 30.0, 0.0)
    assert keeps_the_rules(c, found.options)
    assert found.value == pytest.approx(best_of_all(c), abs=1e-6)  # weights are whole: any error is a whole one
    assert found.value == c.value(found.options)
    assert found.bound >= found.value
    assert found.gap <= 1e-6  # the solver's own tolerance


@settings(max_examples=30, deadline=None)
@given(cases)
def test_greedy_is_never_better_and_exchanges_never_worse(c: Choosing) -> None:
    first = greedy(c)
    assert keeps_the_rules(c, first.options) or len(first.options) < sum(c.counts)  # it may block the last place
    after = exchanged(c, first.options)
    assert c.value(after) >= first.value
    assert optimum(c, 30.0, 0.0).value >= c.value(after) - SLACK


def test_greedy_falls_for_the_middle_and_the_programme_does_not() -> None:
    # the middle covers most alone; the two sides cover everything together
    covers = np.array([[1, 1, 1, 0, 0, 0], [0, 0, 0, 1, 1, 1], [0, 1, 1, 1, 1, 0]], bool)
    c = Choosing(covers, np.zeros(3, int), np.arange(3), (2,), np.ones(6), np.zeros(6, int))
    assert greedy(c).value == 5.0
    found = optimum(c, 10.0, 0.0)
    assert (found.options, found.value) == ((0, 1), 6.0)


def test_greedy_starts_an_overlap_where_nothing_counts_yet() -> None:
    covers = np.array([[1, 0, 0], [1, 1, 1], [1, 1, 1]], bool)
    c = Choosing(covers, np.zeros(3, int), np.arange(3), (2,), np.ones(3), np.zeros(3, int), overlap=2)
    assert greedy(c).options == (1, 2)


def test_a_symmetric_case_has_a_symmetric_answer() -> None:
    # eight places on a circle, each covers its own cell and its neighbours': four that alternate cover all
    covers = np.array([[(i - j) % 8 in (0, 1, 7) for j in range(8)] for i in range(8)])
    c = Choosing(covers, np.zeros(8, int), np.arange(8), (4,), np.ones(8), np.zeros(8, int))
    found = optimum(c, 10.0, 0.0)
    assert found.value == 8.0
    turned = tuple((o + 1) % 8 for o in found.options)
    mirrored = tuple(-o % 8 for o in found.options)
    assert c.value(turned) == c.value(mirrored) == 8.0


def test_what_stays_counts_and_what_is_full_is_given() -> None:
    covers = np.array([[1, 0], [0, 1]], bool)
    c = Choosing(covers, np.zeros(2, int), np.arange(2), (1,), np.array([1.0, 2.0]), np.array([1, 1]), overlap=2)
    assert optimum(c, 10.0, 0.0).options == (1,)
    full = Choosing(covers, np.zeros(2, int), np.arange(2), (1,), np.array([1.0, 2.0]), np.array([1, 1]))
    found = optimum(full, 10.0, 0.0)
    assert (found.value, found.gap) == (3.0, 0.0)


def test_too_few_places_are_refused() -> None:
    c = Choosing(np.ones((3, 1), bool), np.zeros(3, int), np.array([0, 0, 0]), (2,), np.ones(1), np.zeros(1, int))
    with pytest.raises(ValueError, match="at least 2 expected"):
        optimum(c, 10.0, 0.0)


def test_a_stopped_search_says_so_and_keeps_a_bound() -> None:
    c = case(7, 12, 25, 1, 2)
    wide = Choosing(np.tile(c.covers, (10, 8)), np.zeros(120, int), np.arange(120), (5,),
                    np.random.default_rng(1).random(200), np.zeros(200, int), 3)  # fmt: skip
    found = optimum(wide, 1e-3, 0.0)
    assert found.stopped
    assert found.bound >= found.value >= greedy(wide).value
    assert found.gap > 0.0
