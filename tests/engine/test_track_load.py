"""Tracks that are passed over change nothing, on radars that cannot be full and on radars that can."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import airdef
from airdef import engine, opportunity
from airdef.engine.memory import allocate
from airdef.engine.replicate import simulate_into

from . import plans


def simulated_in_full(kernel):
    """The same kernel, but that somebody could act on every track: each has its events."""
    threat = kernel.tables.threat.copy()
    threat["quiet"] = -np.inf
    return replace(kernel, tables=kernel.tables._replace(threat=threat))


def with_capacity(plan, capacity):
    """The same scenario with engagement radars that hold so many tracks."""
    systems = tuple(
        replace(system, units=tuple(replace(u, radar=replace(u.radar, track_capacity=capacity)) for u in system.units))
        for system in plan.systems
    )
    return replace(plan, systems=systems)


@pytest.fixture(scope="module")
def port():
    plan = airdef.load("port-raid")
    return plan, opportunity.compute_cached(plan)


@pytest.mark.parametrize("capacity", [4, 9, 16, 24])
def test_passing_over_changes_no_bit_of_the_reference_raid(port, capacity):
    plan, found = port
    kernel = engine.prepare(with_capacity(plan, capacity), found)
    rows = engine.simulate(kernel, 3, 0, 200)
    assert rows.tobytes() == engine.simulate(simulated_in_full(kernel), 3, 0, 200).tobytes()


TURNING = plans.Features(systems=1, units=1, groups=1, surveillance=True, uncertain_looks=True, turning=True)
"""A formation that turns back: it ends before the time at which anybody can act on some of its members."""


@settings(max_examples=60, deadline=None)
@example(TURNING, 28413, 0)
@given(plans.features(track_capacity=True, uncertain_looks=True), st.integers(0, 2**32 - 1), st.integers(0, 2**63 - 1))
def test_passing_over_changes_no_bit_of_any_engagement(features, seed, stream):
    hand = plans.engagement(features, seed)
    kernel = engine.prepare(hand.plan, hand.build())
    rows = engine.simulate(kernel, stream, 0, 16)
    assert rows.tobytes() == engine.simulate(simulated_in_full(kernel), stream, 0, 16).tobytes()


@pytest.mark.parametrize(("capacity", "watched"), [(9, True), (24, False)])
def test_a_radar_is_watched_only_where_it_could_be_full(port, capacity, watched):
    plan, found = port
    kernel = engine.prepare(with_capacity(plan, capacity), found)
    state = allocate.allocate(kernel.tables)
    out = np.empty((50, len(kernel.columns)))
    simulate_into(kernel, state, out, 3, 0)
    assert state.passed.any()  # of the last replication: there is something to pass over
    assert state.watch.any() == watched


def test_a_record_tells_of_tracks_passed_over(port):
    plan, found = port
    kernel = engine.prepare(plan, found)
    told = [sorted(map(str, engine.replay(k, 3, 0)[1])) for k in (kernel, simulated_in_full(kernel))]
    assert told[0] == told[1]
    assert sum("'firm'" in event for event in told[0]) > 100
