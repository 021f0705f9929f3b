"""Engagements made from one number, without chance: both engines give the same in every column."""

from __future__ import annotations

import pytest

from .at_random import apart

DEPARTS = {22, 68, 86, 92}
"""Where the compiled engine departs from the page, as the cases by hand of `test_turning` and `test_reasons` do: what
was ready for a unit without a round stays ready when its window has closed (22, 92); what becomes known while a unit is
turning counts as ready for it (86), or passes it (68)."""


@pytest.mark.parametrize("first", [0, 36, 72])
def test_both_engines_give_the_same(first):
    found = {seed: apart(seed) for seed in range(first, first + 36)}
    assert {seed for seed, columns in found.items() if columns} == DEPARTS & found.keys(), found
