"""Common random numbers gives the same replication, however a campaign is cut, and random stream belongs to threats
alone."""

from __future__ import annotations

import itertools
from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import airdef
from airdef import engine, opportunity
from reference.builders import Hand, asset, scenario, threat

from . import plans


@pytest.fixture(scope="module")
def kernel():
    hand = plans.engagement(plans.ALL, 3)
    return engine.prepare(hand.plan, hand.build())


def test_threads_change_no_bit(kernel):
    count = 2 * engine.CHUNK + 100  # three chunks: two threads have something to race for
    one, two = (engine.simulate(kernel, 9, 0, count, threads) for threads in (1, 2))
    assert one.tobytes() == two.tobytes()
    assert len(np.unique(one, axis=0)) > count // 10  # there is chance in it


@pytest.mark.parametrize("cuts", [(0, 1, 2, 300), (0, 128, 300), (0, 299, 300)])
def test_cuts_change_no_bit(kernel, cuts):
    whole = engine.simulate(kernel, 9, 1000, 300)
    parts = [engine.simulate(kernel, 9, 1000 + a, b - a) for a, b in itertools.pairwise(cuts)]
    assert np.concatenate(parts).tobytes() == whole.tobytes()


def test_replay_is_the_row_of_the_campaign(kernel):
    rows = engine.simulate(kernel, 9, 0, 200)
    for k in range(200):
        assert engine.replay(kernel, 9, k)[0].tobytes() == rows[k].tobytes()


@settings(max_examples=25, deadline=None)
@given(plans.features(), st.integers(0, 2**32 - 1), st.integers(0, 2**63 - 1), st.integers(0, 2**62 - 64))
def test_any_replication_of_any_engagement_can_be_replayed(features, seed, stream, first):
    hand = plans.engagement(features, seed)
    kernel = engine.prepare(hand.plan, hand.build())
    rows = engine.simulate(kernel, stream, first, 8)
    assert engine.replay(kernel, stream, first + 5)[0].tobytes() == rows[5].tobytes()


def test_port_raid_with_threads_cuts_and_replay():
    plan = airdef.load("port-raid")
    kernel = engine.prepare(plan, opportunity.compute_cached(plan))
    rows = engine.simulate(kernel, 1, 0, engine.CHUNK + 50, threads=2)
    assert engine.simulate(kernel, 1, engine.CHUNK - 20, 70).tobytes() == rows[engine.CHUNK - 20 :].tobytes()
    for k in (0, 1, engine.CHUNK, engine.CHUNK + 49):
        assert engine.replay(kernel, 1, k)[0].tobytes() == rows[k].tobytes()


def test_another_seed_is_another_campaign(kernel):
    assert engine.simulate(kernel, 9, 0, 50).tobytes() != engine.simulate(kernel, 10, 0, 50).tobytes()


# --- whose random stream it is ----------------------------------------------------------------------------------------


def record(hand, stream, replication=0, named=lambda j: j):
    """The events of one replication without order, threats by name; nan is no value."""
    kernel = engine.prepare(hand.plan, hand.build())
    row, events = engine.replay(kernel, stream, replication)
    told = Counter(
        (e.time, e.kind, named(e.threat), e.unit, e.radar, e.missile, e.target, None if np.isnan(e.value) else e.value)
        for e in events
    )
    return dict(zip(kernel.columns, row, strict=True)), told, events


def with_group(hand, looks, windows):
    """The same with two more threats at the end of the list, in a group of their own."""
    first = len(hand.plan.threats)
    added = tuple(threat(m, formation_index=900, start_time=5.0, threat_class="added") for m in range(2))
    new = replace(hand, plan=replace(hand.plan, threats=(*hand.plan.threats, *added)))
    new.arrivals, new.ends = [*hand.arrivals, 450.0, 460.0], [*hand.ends, 450.0, 460.0]
    new.closest = np.concatenate([hand.closest, np.full((len(hand.closest), 2), 400.0)], axis=1)
    new.looks, new.windows = dict(hand.looks), dict(hand.windows)
    for j in (first, first + 1):
        new.looks |= {(r, j): looks for r in range(len(list(new.plan.radars())))}
        new.windows |= {(w, 0, j): windows for w in range(len(list(new.plan.interceptors())))}
    return new


@settings(max_examples=40, deadline=None)
# emission=False: a threat that nobody sees may be a cue all the same.
@given(plans.features(emission=False, movement=False), st.integers(0, 2**32 - 1), st.integers(0, 2**63 - 1))
def test_a_group_that_nobody_sees_changes_nothing_else(features, seed, stream):
    hand = plans.engagement(features, seed)
    more = with_group(hand, looks=[], windows=[])
    added = {len(hand.plan.threats), len(hand.plan.threats) + 1}
    _, before, _ = record(hand, stream)
    _, after, events = record(more, stream)
    strikes = Counter(e.kind for e in events if e.threat in added)
    assert strikes["leak"] == 2
    # The first asset is hit twice more, which changes only what else does to it.
    ours = {key for key in (before - after) | (after - before) if key[2] not in added}
    assert {key[1] for key in ours} <= {"damage", "destroyed"}


def firsts(events, kind, count):
    """When the first event of a kind befell each radar and threat, of the first `count` threats."""
    first = {}
    for e in events:
        if e.kind == kind and e.threat < count:
            first.setdefault((e.radar, e.threat), e.time)
    return first


def test_a_group_that_competes_leaves_the_others_their_stream():
    base = plans.Features(uncertain_looks=True, gaps=True, rounds=True, groups=4, long_salvos=True)
    moved = 0
    for seed in range(30):
        hand = plans.engagement(base, seed)
        count = len(hand.plan.threats)
        more = with_group(hand, looks=[(6.0 + i, 1.0) for i in range(5)], windows=[(10.0, 400.0)])
        _, _, alone = record(hand, seed)
        _, _, joined = record(more, seed)
        launches = [[(e.time, e.threat) for e in events if e.kind == "launch"] for events in (alone, joined)]
        moved += launches[0] != launches[1]
        for kind in ("appear", "firm"):
            # of threats that lived to have it in both
            one, two = firsts(alone, kind, count), firsts(joined, kind, count)
            assert all(one[key] == two[key] for key in one.keys() & two.keys())
    assert moved > 20  # it does compete


def dues(plan, events):
    """Unit and time (to the microsecond) of every launch that may fall due: first ones, and those that follow one."""
    units = [unit for unit, _ in plan.units()]
    after = {"assign": [u.reaction_time for u in units], "launch": [u.launch_interval for u in units]}
    return [(e.unit, round(e.time + after[e.kind][e.unit], 6)) for e in events if e.kind in after]


def relabelled(hand, order):
    """The same raid with its groups listed in another order, the random stream of each kept with its group."""
    groups = [[j for j, t in enumerate(hand.plan.threats) if t.formation_index == g] for g in order]
    old = [j for members in groups for j in members]
    new = {j: i for i, j in enumerate(old)}
    threats = tuple(replace(hand.plan.threats[j], parent=new.get(hand.plan.threats[j].parent, -1)) for j in old)
    return (
        replace(
            hand,
            plan=replace(hand.plan, threats=threats),
            arrivals=[hand.arrivals[j] for j in old],
            ends=[hand.ends[j] for j in old],
            closest=hand.closest[:, old],
            looks={(r, new[j]): v for (r, j), v in hand.looks.items()},
            windows={(w, k, new[j]): v for (w, k, j), v in hand.windows.items()},
            flyouts={(w, new[j]): v for (w, j), v in hand.flyouts.items()},
        ),
        old,
    )


@settings(max_examples=60, deadline=None)
@given(
    plans.features(groups=4, ties=False, releases=False, passing=False),
    st.integers(0, 2**32 - 1),
    st.permutations(range(4)),
)
def test_labels_are_only_labels(features, seed, order):
    hand = plans.engagement(features, seed)
    other, old = relabelled(hand, order)
    for replication in range(3):
        counts, before, events = record(hand, seed, replication)
        # Where two launches of a unit fall due at one instant the lower index goes first: there labels matter, by
        # rule. So they do among threats that only pass, which are all equally late: there are none.
        assume(max(Counter(dues(hand.plan, events)).values(), default=0) < 2)
        others, after, _ = record(other, seed, replication, lambda j: old[j] if j >= 0 else j)
        assert before == after
        assert counts.keys() == others.keys()
        assert np.array_equal(list(counts.values()), [others[name] for name in counts], equal_nan=True)


def test_an_empty_raid_costs_nothing():
    plan = replace(airdef.load("port-raid"), threats=())
    kernel = engine.prepare(plan, opportunity.compute(plan, threads=1))
    rows = engine.simulate(kernel, 1, 0, 10)
    first = [k for k, name in enumerate(kernel.columns) if name.rpartition(":")[2].startswith("first_")]
    assert np.isnan(rows[:, first]).all()
    assert (np.delete(rows, first, axis=1) == 0.0).all()
    assert engine.replay(kernel, 1, 0)[1] == []


def test_no_defence_stops_nothing():
    plan = scenario(threats=[threat(m) for m in range(3)], assets=(asset(value=6.0, hits_to_destroy=4),))
    kernel = engine.prepare(plan, Hand(plan, [10.0, 20.0, 30.0]).build())
    row = dict(zip(kernel.columns, engine.simulate(kernel, 1, 0, 1)[0], strict=True))
    assert (row["leakers"], row["reason:outside-the-envelope"], row["asset_value_lost"]) == (3, 3, 4.5)
