"""Each draw is the one that docs/model/engagement.md lists: its purpose, and the index it counts by."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from numba import njit

from airdef import engine, jit
from airdef.engine import rng
from airdef.engine.preparation.records import MEMBERS
from airdef.engine.rules.sspk import kill_probability
from airdef.physics.tracking import drop_bound
from reference.builders import asset, doctrine, launcher, missile, radar, raid, system, threat, unit

SEED, REPLICATIONS = 11, 30
ROUNDS = (launcher(1000, interval=0.0),)


def readable(tables):
    """Return tables as a rule that is called from Python reads them, compiled or not."""
    return tables if jit.MODE == jit.ON else jit.Handle(tables)


@njit
def _drawn(seed, replication, entity, purpose, index):
    return rng.uniform(np.uint64(seed), np.uint64(replication), entity, purpose, index)


def drawn(replication, purpose, index, member=0, formation_index=0):
    return float(_drawn(SEED, replication, formation_index * MEMBERS + member, purpose, index))


def replications(plan, hand, count=REPLICATIONS):
    """Return of each replication its events, in order of time."""
    kernel = engine.prepare(plan, hand.build())
    return [engine.replay(kernel, SEED, k)[1] for k in range(count)]


def times(events, *kinds):
    return [e.time for e in events if e.kind in kinds]


def single(sspk, arrival=200.0, salvo=1, **rules):
    """One threat, one unit with a magazine that never ends; flights of a second, no delays unless asked for."""
    own = doctrine((salvo,), **rules)
    missiles = (missile(sspk),) if np.isscalar(sspk) else (sspk,)
    return raid(1, system(unit(missiles=missiles, launchers=ROUNDS), doctrine=own), arrival=arrival)


def test_delays_are_drawn_by_the_number_of_the_engagement():
    plan, hand = single(0.0, arrival=60.0, assessment_delay=4.0, assessment_exponential=True)
    told = set()
    for k, events in enumerate(replications(plan, hand)):
        tried, judged = times(events, "miss"), times(events, "judged-alive")
        for n, (arrived, known) in enumerate(zip(tried, judged, strict=False)):
            # the time of an event is the sum of all before it: rounding only
            assert known - arrived == pytest.approx(-4.0 * math.log1p(-drawn(k, rng.DELAY, n)), abs=1e-9)
            told.add(n)
    assert max(told) >= 8


def test_a_salvo_fails_by_the_number_of_its_engagement():
    plan, hand = single(1.0, salvo=2, salvo_reliability=0.3)
    most = 0
    for k, events in enumerate(replications(plan, hand)):
        pairs = [e.kind for e in events if e.kind in ("hit", "miss", "abort")]
        for n in range(len(pairs) // 2):
            works = drawn(k, rng.SALVO, n) < 0.3
            assert pairs[2 * n : 2 * n + 2] == (["hit", "abort"] if works else ["miss", "miss"])
            most = max(most, n)
    assert most >= 3


def test_kills_are_drawn_by_the_shots_that_came_to_their_target():
    plan, hand = single(0.2, salvo=3)
    most = 0
    for k, events in enumerate(replications(plan, hand)):
        for n, e in enumerate(e for e in events if e.kind in ("hit", "miss")):
            assert e.kind == ("hit" if drawn(k, rng.KILL, n) < 0.2 else "miss")
            most = max(most, n)
    assert most >= 7


def test_judgements_are_drawn_by_the_number_of_the_engagement():
    plan, hand = single(0.0, dead_given_alive=0.25)
    most = 0
    for k, events in enumerate(replications(plan, hand)):
        for n, e in enumerate(e for e in events if e.kind.startswith("judged")):
            assert e.kind == ("judged-dead" if drawn(k, rng.ASSESS, n) < 0.25 else "judged-alive")
            most = max(most, n)
    assert most >= 7


def test_dead_threats_are_judged_by_their_own_error():
    plan, hand = single(1.0, alive_given_dead=0.4, dead_given_alive=0.0)
    for k, events in enumerate(replications(plan, hand)):
        first = next(e.kind for e in events if e.kind.startswith("judged"))
        assert first == ("judged-alive" if drawn(k, rng.ASSESS, 0) < 0.4 else "judged-dead")


def test_gaps_add_up_over_the_members_before():
    plan, hand = raid(4, gap_mean=20.0, arrival=500.0)
    for k, events in enumerate(replications(plan, hand)):
        gaps = [-20.0 * math.log1p(-drawn(k, rng.GAP, 0, member=m)) for m in range(4)]
        begun = [next(e.time for e in events if e.kind == "appear" and e.threat == m) for m in range(4)]
        assert begun == pytest.approx(np.cumsum(gaps), abs=1e-9)


def test_damage_is_drawn_once_for_an_arrival():
    plan, hand = raid(2, windows=[], hit_probability=0.5)
    plan = replace(plan, assets=(asset(hits_to_destroy=10),))
    for k, events in enumerate(replications(plan, replace(hand, plan=plan))):
        hurt = {e.threat for e in events if e.kind == "damage"}
        assert hurt == {m for m in range(2) if drawn(k, rng.DAMAGE, 0, member=m) < 0.5}


def test_stream_is_keyed_by_group_and_member():
    plan, hand = raid(1, windows=[], hit_probability=0.5)
    other = replace(plan, threats=(threat(5, formation_index=3, hit_probability=0.5),))
    for k, events in enumerate(replications(other, replace(hand, plan=other))):
        assert bool(times(events, "damage")) == (drawn(k, rng.DAMAGE, 0, member=5, formation_index=3) < 0.5)


def test_tracks_are_drawn_by_radar_and_number():
    # Each look detects with an even chance and confirms at once: a track is firm at or before look i with
    # 1 - 2^-(i+1) after its beginning, and dropped at the first look missed after that.
    looks = [(float(t), 0.5) for t in range(1, 40)]
    own = system(unit(radar=radar(), launchers=ROUNDS), unit(radar=radar(), launchers=ROUNDS))
    plan, hand = raid(1, own, looks=looks, windows=[(100.0, 200.0)])

    def waits(u):
        """Return how many looks are passed before the one that u, uniform, picks out of a geometric law."""
        return math.floor(math.log2(1.0 / (1.0 - u)))

    most = 0
    for k, events in enumerate(replications(plan, hand)):
        for r in range(2):
            firm = [e.time for e in events if e.kind == "firm" and e.radar == r]
            dropped = [e.time for e in events if e.kind == "dropped" and e.radar == r]
            begin = 1
            for n, at in enumerate(firm):
                expected = begin + waits(drawn(k, rng.FIRM, 64 * r + n))
                # a draw within 1e-6 of a step may fall on either side of it: the chances are kept in single precision
                assert at == expected
                if n < len(dropped):
                    begin = int(dropped[n]) + 1
                most = max(most, n)
    assert most >= 3


@pytest.mark.parametrize("size", [20, 400])
def test_a_track_of_faint_looks_becomes_firm_where_its_number_says(size):
    # A look detects with a chance of 1/64 and confirms at once: firm at or before look i (from 0) with
    # 1 - (63/64)^(i + 1); never, if that is not reached.
    plan, hand = raid(1, looks=[(float(t), 1.0 / 64.0) for t in range(1, size + 1)], arrival=900.0)
    found = []
    for k, events in enumerate(replications(plan, hand)):
        i = math.floor(math.log1p(-drawn(k, rng.FIRM, 0)) / math.log(63.0 / 64.0))
        found += times(events, "firm")[:1]
        assert times(events, "firm")[:1] == ([1.0 + i] if i < size else [])
    assert 0 < len(found) <= REPLICATIONS


def test_tracks_beyond_the_64th_share_its_stream():
    # A look detects with a chance of 3/4 and confirms at once; one miss drops. So the i-th look from the beginning on
    # (from 0) is the firm one with 1/4^i x 3/4, and the m-th after it (from 1) the drop with 3/4^(m-1) x 1/4.
    plan, hand = raid(1, looks=[(float(t), 0.75) for t in range(1, 700)], arrival=900.0, windows=[(800.0, 850.0)])
    for k, events in enumerate(replications(plan, hand, 4)):
        firm, dropped = times(events, "firm"), times(events, "dropped")
        assert len(dropped) > 70
        begin = 1
        for n, lost in enumerate(dropped):
            u, v = (drawn(k, purpose, min(n, 63)) for purpose in (rng.FIRM, rng.DROP))
            assert firm[n] == begin + math.floor(math.log1p(-u) / math.log(0.25))
            assert lost == firm[n] + 1 + math.floor(math.log1p(-v) / math.log(0.75))
            begin = int(lost) + 1


def test_a_track_that_chance_keeps_is_never_dropped():
    # As before, with five looks; a number above the bound of ever being dropped spares the walk.
    plan, hand = raid(1, looks=[(float(t), 0.75) for t in range(1, 6)], windows=[(100.0, 200.0)])
    found = hand.build()
    found = replace(found, looks=replace(found.looks, drop_bound=drop_bound(found.looks.pd.astype(np.float64), 1)))
    kernel, kept = engine.prepare(plan, found), 0
    for k in range(REPLICATIONS):
        events = engine.replay(kernel, SEED, k)[1]
        first = 1 + math.floor(math.log1p(-drawn(k, rng.FIRM, 0)) / math.log(0.25))
        lost = first + 1 + math.floor(math.log1p(-drawn(k, rng.DROP, 0)) / math.log(0.75))
        assert times(events, "firm")[:1] == ([first] if first <= 5 else [])
        assert times(events, "dropped")[:1] == ([lost] if first <= 5 and lost <= 5 else [])
        kept += first <= 5 < lost
    assert kept > 3


@pytest.mark.parametrize("sizes", [(3, 1, 2, 4), (1, 2), (2,)])
def test_a_list_of_salvos_is_followed_to_its_end(sizes):
    own = doctrine(sizes)
    plan, hand = raid(1, system(unit(missiles=(missile(0.0),), launchers=ROUNDS), doctrine=own), arrival=100.0)
    events = engine.replay(engine.prepare(plan, hand.build()), SEED, 0)[1]
    planned = [int(e.value) for e in events if e.kind == "assign"]
    launched = np.diff([0, *np.flatnonzero([e.kind.startswith("judged") for e in events if e.kind in KINDS])])
    shots = [int(n) - (i > 0) for i, n in enumerate(launched)]
    assert planned == [sizes[0]]  # what follows is on the same channel
    assert len(shots) > len(sizes) + 2
    assert shots == [sizes[min(i, len(sizes) - 1)] for i in range(len(shots))]  # the last one repeats


KINDS = ("launch", "judged-alive", "judged-dead")


@pytest.mark.parametrize("knee", [0.0, 0.3, 0.5, 0.6, 0.9])
def test_the_range_factor_begins_to_fall_at_the_knee(knee):
    plan, hand = single(missile(0.8, max_range=(100e3,) * 8, range_factor=0.5, range_knee=knee))
    tables = readable(engine.prepare(plan, hand.build()).tables)

    def factor(reach):
        return kill_probability(tables, 0, 0, reach) / 0.8

    assert [factor(r) for r in (0.0, knee * 1e5)] == [1.0, 1.0]
    assert factor(knee * 1e5 + 1.0) < 1.0
    assert factor(0.5 * (1.0 + knee) * 1e5) == pytest.approx(0.75, rel=1e-12)
    assert [factor(r) for r in (1e5, 2e5)] == pytest.approx([0.5, 0.5], rel=1e-12)
