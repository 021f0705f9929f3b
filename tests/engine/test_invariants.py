"""Rules that hold in every replication, over generated engagements and over the reference raid."""

from __future__ import annotations

import math
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import airdef
from airdef import engine, opportunity
from airdef.engine.memory import record
from airdef.physics.geodesy import ecef_to_geodetic, geodetic_to_ecef

from . import plans, rules

pytestmark = pytest.mark.slow


def counts_of(kernel, row):
    return dict(zip(kernel.columns, row, strict=True))


# No deadline: the first example compiles the engine.
@settings(max_examples=150, deadline=None)
@given(plans.features(), st.integers(0, 2**32 - 1))
def test_generated_engagements_keep_every_rule(features, seed):
    hand = plans.engagement(features, seed)
    chances = hand.build()
    kernel = engine.prepare(hand.plan, chances)
    for k in range(4):
        row, events = engine.replay(kernel, seed, k)
        rules.check(hand.plan, chances, counts_of(kernel, row), events)


@pytest.mark.parametrize("seed", range(60))
def test_everything_at_once_keeps_every_rule(seed):
    hand = plans.engagement(plans.ALL, seed)
    chances = hand.build()
    kernel = engine.prepare(hand.plan, chances)
    for k in range(10):
        row, events = engine.replay(kernel, seed, k)
        rules.check(hand.plan, chances, counts_of(kernel, row), events)


def test_the_generated_engagements_have_everything():
    # Rules are worth what they were checked on: over these replications every kind of event and every reason occurs.
    kinds, reasons = set(), set()
    for seed in range(60):
        hand = plans.engagement(plans.ALL, seed)
        kernel = engine.prepare(hand.plan, hand.build())
        for k in range(10):
            events = engine.replay(kernel, seed, k)[1]
            kinds |= {e.kind for e in events}
            reasons |= {engine.REASONS[int(e.value)] for e in events if e.kind == "leak"}
    links = {"link-lost", "link-restored", "received", "given-up"}
    # No nodes, finders or support jammers are generated: test_command, test_guarding and test_jamming have them.
    assert kinds == set(record.KINDS) - links - {"heard", "jamming-ends"}
    assert reasons == set(engine.REASONS) - {"held-fire", "link-lost", "jammed"}  # the doctrine never holds


@cache
def port_raid():
    # fighters that evade: hard enough that all channels are used at once
    plan = airdef.load("port-raid", {f"raid.flight-{k}.manoeuvring": True for k in (1, 2, 3)})
    chances = opportunity.compute_cached(plan)
    kernel = engine.prepare(plan, chances)
    return plan, chances, kernel, [engine.replay(kernel, 1, k) for k in range(1_000)]


def test_the_reference_raid_keeps_every_rule():
    plan, chances, kernel, replications = port_raid()
    for row, events in replications:
        rules.check(plan, chances, counts_of(kernel, row), events)


def test_the_published_capacities_are_reached_and_never_exceeded():
    plan, _, kernel, replications = port_raid()
    units = [unit for unit, _ in plan.units()]
    assert [(u.target_channels, u.missile_channels) for u in units] == [(6, 12)] * 2
    peaks = np.array([row[kernel.columns.index("peak_targets")] for row, _ in replications])
    assert peaks.max() == 12  # both units' channels in use at once: the limit is what binds
    assert max(row[kernel.columns.index("peak_missiles")] for row, _ in replications) <= 24


def test_no_intercept_outside_the_envelope_or_below_the_horizon():
    plan, chances, _, replications = port_raid()
    units = [unit for unit, _ in plan.units()]
    places = [np.array(geodetic_to_ecef(u.radar.place.latitude, u.radar.place.longitude, 0.0)) for u in units]
    tracks = chances.tracks
    earth = plan.environment.effective_earth_factor * 6371e3
    checked = 0
    for _, events in replications:
        for e in events:
            if e.kind not in {"hit", "miss"}:
                continue
            j, unit = e.threat, units[e.unit]
            missile = next(m for m in unit.missiles if m.name == e.missile)
            category = plan.threats[j].category
            x = (e.time - tracks.t0[j]) / tracks.dt[j]
            nodes = tracks.ecef[tracks.start[j] : tracks.start[j + 1]]
            i = min(int(x), len(nodes) - 2)
            at = nodes[i] + (nodes[i + 1] - nodes[i]) * (x - i)
            reach = float(np.linalg.norm(at - places[e.unit]))
            altitude = float(ecef_to_geodetic(*at)[2])
            # 25 m: time of flight is interpolated between launches a second apart, and rounded to single precision
            assert abs(reach - e.value) < 25.0
            assert missile.min_range - 25.0 <= reach <= missile.max_range[category] + 25.0
            assert missile.min_altitude - 25.0 <= altitude <= missile.max_altitude[category] + 25.0
            # Line of sight over a smooth effective Earth: the two horizons meet. 500 m: the round Earth of
            # the formula is not the ellipsoid, and the antenna height counts from the ground under it.
            horizon = math.sqrt(2 * earth * unit.radar.antenna_height) + math.sqrt(2 * earth * max(altitude, 0.0))
            assert reach <= horizon + 500.0
            checked += 1
    assert checked > 10_000
