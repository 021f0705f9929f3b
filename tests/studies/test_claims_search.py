"""The search: edges found on functions whose edges are known; cases played until they are clear."""

import numpy as np
import pytest

from airdef import catalogue
from airdef.studies import claims
from airdef.studies.claims_search import FINE, FIRST, MOST, Bench, Span, grid, spans

TRIED = [1.0, 10.0, 100.0, 1000.0]


def test_an_edge_is_found_to_its_ratio_and_lies_inside():
    (span,), good = spans(TRIED, lambda v: v >= 37.0)
    assert 37.0 <= span.low <= 37.0 * FINE
    assert (span.high, good) == (1000.0, [100.0, 1000.0])


def test_a_bounded_span_has_two_edges():
    (span,), _ = spans(TRIED, lambda v: 3.0 <= v <= 200.0)
    assert 3.0 <= span.low <= 3.0 * FINE
    assert 200.0 / FINE <= span.high <= 200.0


def test_several_spans():
    found, _ = spans(TRIED, lambda v: v <= 2.0 or v >= 500.0)
    assert len(found) == 2
    assert found[0].low == 1.0
    assert found[1].high == 1000.0


def test_linear_edges_are_a_part_of_the_whole():
    (span,), _ = spans([0.0, 50.0, 100.0], lambda v: v <= 30.0, linear=True)
    assert span.low == 0.0
    assert 29.0 <= span.high <= 30.0  # (FINE - 1) / 2 of 100


def test_everywhere_and_nowhere():
    assert spans(TRIED, lambda v: True)[0] == [Span(1.0, 1000.0)]
    assert spans(TRIED, lambda v: False) == ([], [])


def test_grid_holds_the_ends_and_the_stated_value():
    condition = claims.Condition(name="a", path="p", unit="km", low=0.1, high=20.0, stated=9.0)
    tried = grid(condition)
    assert (tried[0], tried[-1]) == (0.1, 20.0)
    assert 9.0 in tried
    assert tried == sorted(tried)


@pytest.fixture(scope="module")
def bench():
    known = catalogue.load()
    claim = claims.find(claims.load(known), "altitude-27km")
    ticks = []
    return Bench(claim, known, 1, lambda: ticks.append(1)), ticks


def test_a_clear_case_is_played_briefly_and_once(bench):
    played, ticks = bench
    case = played.case({})
    assert (case.met, case.n, len(ticks)) == (True, FIRST, 1)
    assert played.case({}) is case
    assert len(ticks) == 1


def test_more_histories_begin_with_the_same_ones(bench):
    played, _ = bench
    assert played.case({}, 200).n == 200
    few, many = (played._values(dict(played.claim.overrides), n) for n in (FIRST, 200))
    assert np.array_equal(few, many[:FIRST])


def test_an_open_case_is_played_to_the_end(bench, monkeypatch):
    played, _ = bench
    claim = played.claim.model_copy(update={"at_least": 1.0})
    monkeypatch.setattr(Bench, "_values", lambda self, overrides, n: np.arange(n) % 2.0)  # half of them bear it out
    case = Bench(claim, played.catalogue, 1, lambda: None).case({})
    assert (case.met, case.n, case.share) == (None, MOST, 0.5)
