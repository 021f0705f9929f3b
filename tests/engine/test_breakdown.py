"""Counts by class, formation, asset, system, fire unit and missile type, counted again from the record of events."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import airdef
from airdef import engine, opportunity
from airdef.engine import breakdown as bd

from . import plans

FIRSTS = ("first_intercept_time", "first_intercept_range", "first_kill_range")


class Recount:
    """One replication counted by name, from its events alone."""

    def __init__(self, plan, events):
        self.plan = plan
        self.n = defaultdict(float)
        self.first = {}
        self.units = [(unit.name, plan.systems[s].name) for unit, s in plan.units()]
        self.owner = self._owners()
        self.hits = defaultdict(int)
        self.busy = defaultdict(int)
        self.told = set()
        self._threats(events)
        for event in events:
            self._take(event)

    def _owners(self):
        """Each target: asset, system and unit it is or belongs to, and what it counts as when it is lost."""
        p = self.plan
        found = [(a.name, None, None, ["assets_lost"]) for a in p.assets]
        found += [(None, s.name, None, ["posts_lost"]) for s in p.systems]
        for _, s, u in p.radars():
            unit = self.units[u][0] if u >= 0 else None
            found.append((None, p.systems[s].name, unit, ["radars_lost", "units_lost"] if u >= 0 else ["radars_lost"]))
        for u, (unit, _) in enumerate(p.units()):
            found += [(None, self.units[u][1], self.units[u][0], ["launchers_lost"])] * len(unit.launchers)
        return found

    def keys_of_threat(self, j):
        t = self.plan.threats[j]
        asset = self.owner[t.target][0] if t.target >= 0 else None
        keys = [("class", t.threat_class), ("formation", bd.formation_of(t)), ("asset", asset)]
        return [k for k in keys if k[1] is not None]

    def keys_of_shot(self, event):
        unit, system = self.units[event.unit]
        return [("system", system), ("unit", unit), ("missile", event.missile)]

    def keys_of_target(self, target):
        _, system, unit, _ = self.owner[target]
        return [k for k in (("system", system), ("unit", unit)) if k[1] is not None]

    def add(self, keys, measure, by=1.0):
        for dimension, key in keys:
            self.n[dimension, key, measure] += by

    def _threats(self, events):
        came = {e.threat for e in events if e.kind in ("appear", "turned-back")}
        for j, _ in enumerate(self.plan.threats):
            self.add(self.keys_of_threat(j), "threats" if j in came else "not_released")

    def _take(self, e):
        both = self.keys_of_threat(e.threat) + self.keys_of_shot(e) if e.missile and e.threat >= 0 else []
        if e.kind == "launch":
            self.add(both, "missiles_used")
        elif e.kind in ("hit", "miss"):
            self.add(both, "intercept_attempts")
            self._first(both, "first_intercept_time", e.time)
            self._first(both, "first_intercept_range", e.value)
            if e.kind == "hit":
                self.add(both, "kills")
                self._first(both, "first_kill_range", e.value)
        elif e.kind == "abort":
            self.add(both, "aborted")
        elif e.kind in ("exited", "turned-back"):
            self.add(self.keys_of_threat(e.threat), e.kind.replace("-", "_"))
        elif e.kind == "told-apart":
            if e.threat not in self.told:
                self.add(self.keys_of_threat(e.threat), "told_apart")
            self.told.add(e.threat)
        elif e.kind == "leak":
            self.add(self.keys_of_threat(e.threat) + self.keys_of_target(e.target), "leakers")
            self.add(self.keys_of_threat(e.threat), f"reason:{engine.REASONS[int(e.value)]}")
        elif e.kind == "damage" and e.target < len(self.plan.assets):
            asset = self.plan.assets[e.target]
            before = self.hits[e.target]
            self.hits[e.target] = min(before + int(e.value), asset.hits_to_destroy)
            lost = asset.value * (self.hits[e.target] - before) / asset.hits_to_destroy
            self.add(self.keys_of_threat(e.threat), "asset_value_lost", lost)
        elif e.kind == "destroyed":
            for loss in self.owner[e.target][3]:
                self.add(self.keys_of_threat(e.threat) + self.keys_of_target(e.target), loss)

    def _first(self, keys, measure, value):
        for dimension, key in keys:
            self.first.setdefault((dimension, key, measure), value)


def compare(plan, down, row, columns, events):
    """Assert that every detail is what the events say, and that nothing the events say is missing."""
    counts = dict(zip(columns, row, strict=True))
    told = Recount(plan, events)
    left = {k for k, v in told.n.items() if v} | set(told.first)
    for d in down.details:
        of = (d.dimension, d.key, d.measure)
        left.discard(of)
        if d.measure in FIRSTS:
            assert np.array_equal(counts[d.column], told.first.get(of, math.nan), equal_nan=True), d
        elif d.measure not in ("engagements", "peak_targets", "peak_missiles"):
            # Values in shares of assets are added in another order here: a few roundings.
            assert counts[d.column] == pytest.approx(told.n[of], rel=1e-12), d
    assert not left


def engagements_add_up(plan, down, row, columns):
    """Engagements and peaks, which no event shows alone: their sums and bounds."""
    counts = dict(zip(columns, row, strict=True))
    by = {(d.dimension, d.key, d.measure): counts[d.column] for d in down.details}
    for dimension in ("class", "formation", "system", "unit", "missile"):
        parts = [v for (d, _, m), v in by.items() if d == dimension and m == "engagements"]
        assert sum(parts) == counts["engagements"]
    for unit, s in plan.units():
        system = plan.systems[s]
        for m, own in (("peak_targets", unit.target_channels), ("peak_missiles", unit.missile_channels)):
            assert by["unit", unit.name, m] <= own
            assert by["unit", unit.name, m] <= by["system", system.name, m] <= counts[m]
            assert by["system", system.name, m] <= sum(
                by["unit", u.name, m] for u, k in plan.units() if plan.systems[k].name == system.name
            )
    assert max((by["system", s.name, "peak_targets"] for s in plan.systems), default=0.0) == counts["peak_targets"]


@settings(max_examples=60, deadline=None)
@given(plans.features(), st.integers(0, 2**32 - 1))
def test_generated_engagements_are_broken_down_as_their_events_say(features, seed):
    hand = plans.engagement(features, seed)
    # Two systems of one name would be one key: each has its own here.
    hand.plan = replace(
        hand.plan, systems=tuple(replace(s, name=f"{s.name} {k}") for k, s in enumerate(hand.plan.systems))
    )
    kernel = engine.prepare(hand.plan, hand.build())
    down = bd.breakdown(hand.plan)
    for k in range(3):
        row, events = engine.replay(kernel, seed, k)
        compare(hand.plan, down, row, kernel.columns, events)
        engagements_add_up(hand.plan, down, row, kernel.columns)


@pytest.mark.parametrize("seed", range(4))
def test_everything_at_once_is_broken_down_as_its_events_say(seed):
    hand = plans.engagement(plans.ALL, seed)
    hand.plan = replace(
        hand.plan, systems=tuple(replace(s, name=f"{s.name} {k}") for k, s in enumerate(hand.plan.systems))
    )
    kernel = engine.prepare(hand.plan, hand.build())
    down = bd.breakdown(hand.plan)
    for k in range(4):
        row, events = engine.replay(kernel, seed, k)
        compare(hand.plan, down, row, kernel.columns, events)
        engagements_add_up(hand.plan, down, row, kernel.columns)


@pytest.mark.parametrize("name", ["port-raid", "island", "s400", "ideal-erlang"])
def test_bundled_scenarios_are_broken_down_as_their_events_say(name):
    plan = airdef.load(name)
    kernel = engine.prepare(plan, opportunity.compute_cached(plan))
    down = bd.breakdown(plan)
    for k in range(30):
        row, events = engine.replay(kernel, 5, k)
        compare(plan, down, row, kernel.columns, events)
        engagements_add_up(plan, down, row, kernel.columns)


def test_a_column_that_would_be_a_copy_is_held_once():
    plan = airdef.load("port-raid")
    down = bd.breakdown(plan)
    held = {d.name: d.column for d in down.details}
    assert held["missile:48N6E2:kills"] == "kills"  # the only type
    assert held["formation:salvo:leakers"] == "leakers:srbm"  # alone makes up its class
    assert held["formation:flight-1:leakers"] == "formation:flight-1:leakers"
    assert len(set(down.columns)) == len(down.columns)
    assert set(held.values()) <= set(down.columns)
    assert down.copies == {n: c for n, c in held.items() if n != c}


def test_released_weapons_are_a_formation_of_their_own():
    plan = airdef.load("port-raid")
    assert bd.breakdown(plan).keys["formation"] == (
        "flight-1", "flight-2", "flight-3", "bombers", "salvo", "bombers/cruise-missile",
    )  # fmt: skip


def test_what_cannot_be_makes_no_column():
    down = bd.breakdown(airdef.load("port-raid"))
    of_bombers = {d.measure for d in down.details if (d.dimension, d.key) == ("formation", "bombers")}
    assert "exited" in of_bombers
    assert not of_bombers & {"not_released", "assets_lost", "reason:missed"}
    assert "not_released" in {d.measure for d in down.details if d.key == "bombers/cruise-missile"}
    assert not [d for d in down.details if d.dimension == "unit" and d.measure.endswith("_lost")]  # nothing aims there


def test_a_dimension_of_too_many_keys_is_left_out_and_the_others_stay():
    plan = airdef.load("port-raid")
    threats = tuple(replace(t, formation=f"f{k}") for k, t in enumerate(plan.threats * 2))[: bd.MOST_KEYS + 1]
    down = bd.breakdown(replace(plan, threats=tuple(replace(t, parent=-1) for t in threats)))
    assert dict(down.left_out) == {"formation": bd.MOST_KEYS + 1}
    assert "formation" not in down.keys
    assert {d.dimension for d in down.details} == {"class", "asset", "system", "unit", "missile"}
    # Sorts of threat are told apart by what is left: class and asset.
    assert len(set(down.parts.threat)) == len({(t.threat_class, t.target) for t in threats})
