"""Counts and exact sums of columns, against counting and fractions."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest

from airdef.engine.tally import EXPONENTS, SUMS, add_counts, add_sums


def counted(rows, columns=(2, 0), ends=(3, 5)):
    """Histograms of columns of so many values each, and what is returned."""
    start = np.cumsum([0, *ends])
    held = np.zeros(start[-1], np.int64)
    told = add_counts(np.array(rows, float), np.array(columns), start, held)
    return told, [held[a:b].tolist() for a, b in pairwise(start)]


def test_each_column_is_counted_in_its_own_histogram():
    assert counted([[4, 9, 0], [0, 9, 2], [4, 9, 2]]) == (-1, [[1, 0, 2], [1, 0, 0, 0, 2]])
    assert counted(np.zeros((0, 3))) == (-1, [[0, 0, 0], [0, 0, 0, 0, 0]])


@pytest.mark.parametrize(("value", "fits"), [(0.0, True), (2.0, True), (3.0, False), (-1.0, False), (1.5, False)])
def test_what_is_no_count_is_told_by_its_place(value, fits):
    told, (first, _) = counted([[0, 9, 1], [1, 9, value], [1, 9, 1]])
    assert told == (-1 if fits else 2)  # the second row, two columns a row, the first of them
    assert sum(first) == (3 if fits else 1)


@pytest.mark.parametrize("value", [-1.0, 0.5, 5.0, 5.5])
def test_the_place_is_that_among_the_columns_counted(value):
    assert counted([[4, 9, 1], [value, 9, 0]])[0] == 3


def summed(values, before=None):
    """What `add_sums` returns and holds of the values in the second of two columns; the first holds ones."""
    rows = np.column_stack([np.ones(len(values)), np.array(values, float)])
    held = before or {
        "exponent": np.zeros((2, EXPONENTS), np.int64),
        "sums": np.zeros((2, EXPONENTS, SUMS), np.uint64),
        "seen": np.zeros((2, 2), np.int64),
        "ends": np.array([[np.inf, -np.inf]] * 2),
    }
    return add_sums(rows, np.arange(2), *held.values()), held


def fractions(held, k=1):
    """Sum and sum of squares by the equation of `add_sums`."""
    total = squares = Fraction(0)
    for e, (a, b, aa, ab, bb) in zip(held["exponent"][k].tolist(), held["sums"][k].tolist(), strict=True):
        scale = Fraction(2) ** (e - 1075)
        total += (a * 2**27 + b) * scale
        squares += (aa * 2**54 + ab * 2**28 + bb) * scale**2
    return total, squares


VALUES = [0.0, 1.0, 1.9999999999999998, 3.1, 0.75, 1e-3, 7e5, 1.1, 2.0**-1030, 5e-324, -0.0, 6.0]


def test_sums_are_those_of_fractions():
    told, held = summed([*VALUES, np.nan])
    assert told == -1
    assert fractions(held) == (sum(map(Fraction, VALUES)), sum(Fraction(v) ** 2 for v in VALUES))
    assert fractions(held, 0) == (13, 13)
    assert held["seen"].tolist() == [[13, 0], [12, 2]]
    assert held["ends"].tolist() == [[1.0, 1.0], [0.0, 7e5]]
    told, _ = summed([2.5, 0.1], held)
    both = [*VALUES, 2.5, 0.1]
    assert told == -1
    assert fractions(held) == (sum(map(Fraction, both)), sum(Fraction(v) ** 2 for v in both))


@pytest.mark.parametrize("bad", [-1.0, -5e-324, np.inf, -np.inf])
def test_what_cannot_be_added_is_told_by_its_column(bad):
    assert summed([1.0, bad])[0] == 1


def test_there_is_room_for_twelve_exponents():
    several = [2.0**k for k in range(12)]
    assert summed(several)[0] == -1
    assert summed([*several, 2.0**5])[0] == -1
    assert summed([*several, 2.0**12])[0] == 1


def test_as_many_rows_as_are_allowed_do_not_overflow():
    x = np.nextafter(2.0, 1.0)
    _, held = summed([x] * 1024)
    assert fractions(held) == (1024 * Fraction(x), 1024 * Fraction(x) ** 2)
