"""What the tests of decisions share."""

from __future__ import annotations

from functools import cache

import airdef
from airdef import engine, opportunity
from airdef.decisions.picture import picture_of
from airdef.decisions.policy import Player


@cache
def prepared(name: str):
    """Return a bundled scenario, its kernel and its picture."""
    scenario = airdef.load(name)
    found = opportunity.compute_cached(scenario)
    return scenario, engine.prepare(scenario, found), picture_of(scenario, found)


def player_of(name: str, policy) -> Player:
    """Return the player of a bundled scenario under a policy."""
    return Player(*prepared(name), policy)
