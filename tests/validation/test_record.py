"""Comparisons are asserted and noted: nothing that fails gets onto the page."""

from __future__ import annotations

from pathlib import Path

import pytest

from .record import compared, merged, module_of, packed, unpacked

SOURCE = {"law": "law", "against": "book", "kind": "print"}


def test_a_comparison_is_noted_with_its_worst_deviation():
    row = compared("physics.radar", [1.0, 2.01], [1.0, 2.0], abs=0.02, unit="dB", **SOURCE)
    assert (row.values, row.unit, row.relative) == (2, "dB", False)
    # differences of numbers near 2: a few roundings
    assert row.deviation == pytest.approx(0.01, rel=1e-12)
    assert row.share == pytest.approx(0.5, rel=1e-12)
    relative = compared("physics.radar", [200.0, 3.0], [202.0, 3.0], rel=0.02, unit="dB", **SOURCE)
    assert relative.deviation == pytest.approx(2.0 / 202.0, rel=1e-12)
    assert relative.tolerance == pytest.approx(0.02, rel=1e-12)
    assert relative.unit == ""


@pytest.mark.parametrize(
    ("got", "expected", "tolerance"),
    [
        (1.1, 1.0, {"abs": 0.05}),
        (1.1, 1.0, {"rel": 0.05}),
        (1.0 + 1e-15, 1.0, {"abs": 0.0}),
        (1e-300, 0.0, {"rel": 1e-3}),
        (float("nan"), 1.0, {"abs": 1e9}),
        ([1.0, float("inf")], [1.0, 2.0], {"rel": 1e9}),
    ],
)
def test_a_deviation_beyond_its_tolerance_fails(got, expected, tolerance):
    with pytest.raises(AssertionError, match="law against book"):
        compared("physics.radar", got, expected, **tolerance, **SOURCE)


def test_each_value_may_have_its_own_tolerance():
    compared("m", [1.0, 2.0], [1.5, 2.0], abs=[0.5, 0.0], **SOURCE)
    with pytest.raises(AssertionError):
        compared("m", [1.0, 2.0], [1.0, 2.5], abs=[0.5, 0.0], **SOURCE)


@pytest.mark.parametrize("tolerance", [{}, {"abs": 1.0, "rel": 1.0}])
def test_one_tolerance_is_asked_for(tolerance):
    with pytest.raises(TypeError, match="one tolerance"):
        compared("m", 1.0, 1.0, **tolerance, **SOURCE)


def test_a_comparison_of_nothing_and_an_unknown_kind_are_refused():
    with pytest.raises(ValueError, match="nothing to compare"):
        compared("m", [], [], abs=1.0, **SOURCE)
    with pytest.raises(TypeError, match="kind 'hearsay'"):
        compared("m", 1.0, 1.0, abs=1.0, law="law", against="someone", kind="hearsay")


def test_rows_of_one_law_are_merged_and_survive_the_way_from_a_worker():
    near = compared("m", [1.0], [1.0], abs=0.1, figure="f", x=[3.0], **SOURCE)
    far = compared("m", [1.05, 1.0], [1.0, 1.0], abs=0.1, **SOURCE)
    (row,) = merged([unpacked(packed(near)), far])
    assert (row.values, row.deviation) == (3, far.deviation)
    assert unpacked(packed(near)).points == ((3.0, 1.0),)


def test_marks_may_be_the_models():
    row = compared("m", [1.05], [1.0], abs=0.1, x=[3.0], marks="model", **SOURCE)
    assert row.points == ((3.0, 1.05),)


def test_the_module_is_the_one_that_the_test_mirrors():
    assert module_of(Path("/t/physics/test_radar.py"), Path("/t")) == "physics.radar"
