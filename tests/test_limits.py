"""Limits say where, how much, the most, and how to stay below."""

from __future__ import annotations

import math

import pytest

from airdef.limits import MIB, Limit, LimitError, amount

SOME = Limit(5000, "nodes on a side", "a larger cell")


def test_what_is_within_passes_and_what_is_beyond_is_told() -> None:
    SOME.check("--cell", 5000)
    with pytest.raises(LimitError) as told:
        SOME.check("--cell", 5001)
    assert str(told.value) == (
        "--cell: 5,001 nodes on a side given, at most 5,000 nodes on a side expected; usual fix: a larger cell"
    )
    with pytest.raises(LimitError, match=r"usual fix: less$"):
        SOME.check("--cell", 1e9, "less")


@pytest.mark.parametrize("given", [math.nan, math.inf, 1e300, 10**400])
def test_what_is_no_number_and_what_no_float_holds_is_beyond(given: float) -> None:
    with pytest.raises(LimitError) as told:
        SOME.check("-n", given)
    assert len(str(told.value)) < 150


@pytest.mark.parametrize(
    ("number", "of", "text"),
    [
        (3, "threats", "3 threats"),
        (20_000, "threats", "20,000 threats"),
        (0.5, "nodes", "1 nodes"),
        (2 * MIB, "bytes", "2 MiB"),
        (1000, "bytes", "1,000 bytes"),
        (3.17 * 1024**4, "bytes", "3246 GiB"),
        (1e30, "cells", "1e+30 cells"),
    ],
)
def test_amounts_are_written_as_people_do(number: float, of: str, text: str) -> None:
    assert amount(number, of) == text
