"""The search along one number: edges found on functions whose edges are known, with the values next to them."""

import math

from airdef.studies.claims import definitions as claims
from airdef.studies.claims.search import FINE, Case, Span, grid, spans, supported

TRIED = [1.0, 10.0, 100.0, 1000.0]


def test_an_edge_is_found_to_its_ratio_lies_inside_and_has_its_neighbour():
    (span,), good = spans(TRIED, lambda v: v >= 37.0)
    assert 37.0 <= span.low <= 37.0 * FINE
    assert span.below < 37.0
    assert span.low <= span.below * FINE, "the edge is between two values that far apart"
    assert (span.high, span.above, good) == (1000.0, None, [100.0, 1000.0])


def test_a_bounded_span_has_two_edges():
    (span,), _ = spans(TRIED, lambda v: 3.0 <= v <= 200.0)
    assert span.below < 3.0 <= span.low <= 3.0 * FINE
    assert 200.0 / FINE <= span.high <= 200.0 < span.above


def test_several_spans():
    found, _ = spans(TRIED, lambda v: v <= 2.0 or v >= 500.0)
    assert len(found) == 2
    assert (found[0].low, found[0].below) == (1.0, None)
    assert (found[1].high, found[1].above) == (1000.0, None)


def test_linear_edges_are_a_part_of_the_whole():
    (span,), _ = spans([0.0, 50.0, 100.0], lambda v: v <= 30.0, linear=True)
    assert span.low == 0.0
    assert 29.0 <= span.high <= 30.0  # (FINE - 1) / 2 of 100


def test_everywhere_and_nowhere():
    assert spans(TRIED, lambda v: True)[0] == [Span(1.0, 1000.0)]
    assert spans(TRIED, lambda v: False) == ([], [])


def test_a_span_in_other_values():
    assert Span(1.0, 2.0, None, 3.0).mapped(lambda v: 10.0 * v) == Span(10.0, 20.0, None, 30.0)


def test_grid_holds_the_ends_and_the_stated_value():
    condition = claims.Condition(name="a", path="p", unit="km", low=0.1, high=20.0, stated=9.0)
    tried = grid(condition)
    assert (tried[0], tried[-1]) == (0.1, 20.0)
    assert 9.0 in tried
    assert tried == sorted(tried)


def test_a_share_is_clear_when_its_interval_leaves_one_half():
    assert supported(16, 16) is True
    assert supported(0, 16) is False
    assert supported(9, 16) is None


def test_a_case_without_a_scenario_is_not_met_and_says_why():
    case = Case.refusal("at most 3 fire units")
    assert case.met is False
    assert math.isnan(case.mean)
    assert case.to_dict()["refused"] == "at most 3 fire units"
