"""Engagements made from one number, without chance: both engines give the same in every column."""

from __future__ import annotations

import pytest

from .at_random import apart

DEPARTS = {90, 289}
"""Where the compiled engine departs from the page: a destroyed unit counts as one with windows to come though its
doctrine leaves the threat's category alone."""


@pytest.mark.parametrize("first", range(0, 300, 25))
def test_both_engines_give_the_same(first):
    found = {seed: apart(seed) for seed in range(first, first + 25) if seed not in DEPARTS}
    assert {seed: columns for seed, columns in found.items() if columns} == {}
