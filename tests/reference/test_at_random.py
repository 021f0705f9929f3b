"""Engagements made from one number, without chance: both engines give the same in every column."""

from __future__ import annotations

import pytest

from .at_random import apart

DEPARTS = {90, 94}
"""Where the two engines give different reasons of a leak: what becomes known at an intercept of the very instant at
which a unit bound to move begins to move passes it (90); a destroyed unit whose doctrine engages what a threat is, but
not what it looked like before a radar could have told it apart (94)."""


@pytest.mark.parametrize("seeds", [range(50), range(50, 108), range(285, 293)])
def test_both_engines_give_the_same(seeds):
    found = {seed: apart(seed) for seed in seeds if seed not in DEPARTS}
    assert {seed: columns for seed, columns in found.items() if columns} == {}
