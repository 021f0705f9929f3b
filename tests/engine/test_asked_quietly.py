"""Tracks before anything can be decided are passed over where somebody is asked too: nobody sees a difference."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import airdef
from airdef import engine, opportunity
from airdef.decisions.picture import picture_of
from airdef.decisions.session import Session
from airdef.engine.asked import DecisionBatch
from airdef.engine.memory.layout import HOLD, REENGAGEMENT

from . import plans
from .test_quiet import crowd
from .test_track_load import with_capacity


def in_full(kernel: engine.Kernel) -> engine.Kernel:
    """The same kernel, but that something could be decided from the beginning: each track has its events."""
    span, threat = kernel.tables.span.copy(), kernel.tables.threat.copy()
    span[4], threat["quiet"] = -np.inf, -np.inf
    return replace(kernel, tables=kernel.tables._replace(span=span, threat=threat))


def answered(asked: DecisionBatch, chance: np.random.Generator) -> None:
    """Answer by chance: as doctrine has it, hold for a while, or one missile."""
    for place in np.flatnonzero(asked.decisions["kind"] > 0):
        decision, u = asked.decisions[place], chance.random()
        if u < 0.3:
            decision["unit"], decision["review"] = HOLD, decision["time"] + chance.choice([0.5, 7.0, np.inf])
        elif u < 0.5 and decision["kind"] != REENGAGEMENT:
            decision["salvo"] = 1


def told(session: Session, seed: int, size: int) -> list[bytes]:
    """Return all that is asked and seen to the end of some replications, then their rows."""
    for place in range(size):
        session.begin(place, seed, place)
    chance, seen = np.random.default_rng(1), []
    while session.going.any():
        session.advance()
        session.look()
        shown = (session.decisions, session.tracks, session.units, session.options, session.counts)
        seen += [each.tobytes() for each in shown]
        answered(session, chance)
    return [*seen, session.rows.tobytes()]


def overloaded(session: Session) -> bool:
    """Tell whether a radar of any place has been watched: a replication was begun again."""
    return any(state.watch.any() for state in session.states)


@pytest.mark.parametrize(("capacity", "begun_again"), [(4, True), (9, True), (16, True), (24, False)])
def test_all_that_is_seen_of_the_reference_raid_is_the_same(capacity, begun_again):
    scenario = with_capacity(airdef.load("port-raid"), capacity)
    found = opportunity.compute_cached(scenario)
    kernel, picture = engine.prepare(scenario, found), picture_of(scenario, found)
    short, full = (Session(scenario, each, picture, 20) for each in (kernel, in_full(kernel)))
    assert told(short, 3, 20) == told(full, 3, 20)
    assert overloaded(short) == begun_again
    assert not overloaded(full)
    assert begun_again or any(state.passed.any() for state in short.states)  # there was something to pass over


@settings(max_examples=40, deadline=None)
@given(plans.features(track_capacity=True, uncertain_looks=True), st.integers(0, 2**32 - 1), st.integers(0, 2**63 - 1))
def test_what_is_asked_in_any_engagement_is_the_same(features, seed, stream):
    hand = plans.engagement(features, seed)
    kernel = engine.prepare(hand.plan, hand.build())
    seen = []
    for each in (kernel, in_full(kernel)):
        asked, chance, own = DecisionBatch(each, 8), np.random.default_rng(1), []
        for place in range(8):
            asked.begin(place, stream, place)
        while asked.going.any():
            asked.advance()
            own += [asked.decisions.tobytes(), *(state.since.tobytes() for state in asked.states)]
            answered(asked, chance)
        seen.append([*own, asked.rows.tobytes()])
    assert seen[0] == seen[1]


@pytest.mark.parametrize("capacity", [1, 2, 4])
def test_a_replication_whose_radars_are_overloaded_is_not_asked_twice(capacity):
    """It is begun again before its first decision, and time never goes back between two of them."""
    plan, hand = crowd(capacity)
    kernel = engine.prepare(plan, hand.build())
    begun_again = 0
    for replication in range(40):
        asked, chance = DecisionBatch(kernel), np.random.default_rng(replication)
        asked.begin(0, 5, replication)
        watched, times = [], []
        while not asked.advance()[0]:
            watched.append(asked.states[0].watch.tobytes())
            times.append(float(asked.decisions[0]["time"]))
            answered(asked, chance)
        assert times == sorted(times)
        assert len(set(watched)) == 1  # nothing is watched that was not when it was first asked
        assert asked.states[0].watch.tobytes() == watched[0]
        begun_again += asked.states[0].watch.any()
    assert begun_again > 10
