"""The rule of adoption against cases worked by hand, and its properties."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from airdef.catalogue.rule import Figure, middle, read, voters


def figure(value: float, grade: str = "B", rank: int = 0, claim: str = "c", one_sided: bool = False) -> Figure:
    return Figure(claim, grade, rank, value, value, value, one_sided)


def test_the_best_grade_of_the_nearest_rank_votes_and_every_figure_widens_the_span() -> None:
    figures = [figure(200, "B"), figure(195, "B"), figure(150, "C"), figure(250, "D"), figure(300, "B", rank=1)]
    nominal, low, high, chosen = read(figures, "triangular")
    assert (nominal, low, high) == (197.5, 150, 300)
    assert chosen == figures[:2]


def test_a_near_simulator_figure_gives_way_to_a_farther_better_one() -> None:
    assert read([figure(6, "D"), figure(8, "C", rank=2)], "discrete")[0] == 8
    assert read([figure(6, "D"), figure(9, "D", rank=1)], "discrete")[0] == 6


def test_a_near_second_hand_figure_outvotes_a_farther_press_figure() -> None:
    assert read([figure(2800, "C"), figure(1200, "B", rank=1)], "triangular")[:3] == (2800, 1200, 2800)


def test_one_sided_figures_stretch_the_span_and_never_vote() -> None:
    figures = [figure(150), figure(145, "A", one_sided=True), figure(250, "D", one_sided=True)]
    assert read(figures, "triangular")[:3] == (150, 145, 250)


@pytest.mark.parametrize("figures", [[], [figure(40, one_sided=True)]])
def test_without_a_voter_there_is_no_nominal(figures: list[Figure]) -> None:
    with pytest.raises(ValueError, match="write the value down as assumed"):
        read(figures, "triangular")


@pytest.mark.parametrize(
    ("spread", "expected"),
    [("triangular", 5.5), ("uniform", 5.5), ("discrete", 4.0), ("log-uniform", math.sqrt(4.0 * 7.0))],
)
def test_an_even_number_of_voters_meets_in_the_middle_of_its_spread(spread: str, expected: float) -> None:
    # The median of 1, 4, 7, 9 lies between 4 and 7.
    nominal = read([figure(v) for v in (9, 1, 7, 4)], spread)[0]
    assert nominal == pytest.approx(expected, rel=1e-15)  # one square root


def test_the_middle_of_a_range() -> None:
    bare = Figure("c", "B", 0, 1e-4, None, 1e-2)
    assert middle(bare, "log-uniform") == pytest.approx(1e-3, rel=1e-15)
    assert middle(bare, "triangular") == pytest.approx(5.05e-3, rel=1e-15)
    assert middle(Figure("c", "B", 0, 80, 100, 130), "triangular") == 100
    assert middle(Figure("c", "B", 0, 4, None, 7), "discrete") == 5


some_figures = st.lists(
    st.builds(
        lambda a, b, grade, rank, one_sided: Figure("c", grade, rank, min(a, b), None, max(a, b), one_sided),
        st.floats(1e-4, 1e6),
        st.floats(1e-4, 1e6),
        st.sampled_from("ABCD"),
        st.integers(0, 2),
        st.booleans(),
    ),
    min_size=1,
    max_size=8,
).filter(lambda figures: any(not f.one_sided for f in figures))


@settings(deadline=None)  # a busy machine is no failure
@given(some_figures, st.sampled_from(["triangular", "uniform", "log-uniform"]))
def test_the_nominal_lies_in_the_span_and_order_does_not_matter(figures: list[Figure], spread: str) -> None:
    nominal, low, high, chosen = read(figures, spread)
    assert low <= nominal <= high
    assert low <= min(f.low for f in figures)
    assert high >= max(f.high for f in figures)
    assert len({(f.grade, f.rank) for f in chosen}) == 1
    assert not any(f.one_sided for f in chosen)
    assert read(figures[::-1], spread)[:3] == (nominal, low, high)


@settings(deadline=None)  # a busy machine is no failure
@given(some_figures)
def test_simulators_vote_only_where_nothing_better_can(figures: list[Figure]) -> None:
    if voters(figures)[0].grade == "D":
        assert all(f.grade == "D" or f.one_sided for f in figures)


@settings(deadline=None)  # a busy machine is no failure
@given(some_figures, st.floats(1e-4, 1e6))
def test_another_one_sided_figure_leaves_the_nominal(figures: list[Figure], bound: float) -> None:
    more = [*figures, replace(figure(bound, "A"), one_sided=True)]
    assert read(more, "triangular")[0] == read(figures, "triangular")[0]
