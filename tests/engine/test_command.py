"""A tree of command by hand: what links carry, who allocates, and what is left when they are lost."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from airdef import engine
from airdef.scenario.plan import CommandPlan, LinkPlan
from reference.builders import (
    HERE,
    Hand,
    asset,
    doctrine,
    launcher,
    missile,
    radar,
    scenario,
    system,
    threat,
    unit,
)

from .test_reasons import reasons
from .test_rules_by_hand import told

N = 20_000
SIGMAS = 4.5
"""With some twenty comparisons a true one fails once in ten thousand runs; the seed is fixed besides."""


def node(*links, name="node", allocation="none", adequate=0.5, **changes):
    """A node; `links` are given to what stands below by `tree`."""
    return links, system(name=name, command=CommandPlan(allocation, adequate), **changes)


def tree(systems, nodes, size=1, looks=None, windows=None, arrival=500.0, **changes):
    """Systems below nodes: `nodes` are what `node` returns, its links pairs of a name and a `LinkPlan`."""
    plans = [*systems, *(replace(n, units=()) for _, n in nodes)]
    number = {s.name: i for i, s in enumerate(plans)}
    for k, (links, _) in enumerate(nodes):
        for below, link in links:
            i = number[below]
            plans[i] = replace(plans[i], above=len(systems) + k, link=link)
    plan = scenario(*plans, threats=[threat(m, **changes) for m in range(size)])
    hand = Hand(plan, [arrival] * size)
    hand.looks = {(r, j): seen for j in range(size) for r, seen in (looks or {}).items()}
    hand.windows = {(w, 0, j): seen for j in range(size) for w, seen in (windows or {0: LONG, 1: LONG}).items()}
    return plan, hand


LONG = [(2.0, 480.0)]
ALWAYS = [(float(t), 1.0) for t in range(5, 490, 5)]
"""Looks from 5 s on."""


def two(eye=ALWAYS, allocation="none", link=None, others=(), **changes):
    """System a with a surveillance radar (0) and one unit (radar 1), system b with a unit that sees nothing (2)."""
    a = system(name="a", surveillance=(radar(name="eye"),))
    b = system(name="b")
    up, down = LinkPlan(delay=3.0), link or LinkPlan(delay=4.0)
    given = {"looks": {0: eye}} | changes
    return tree([a, b], [node(("a", up), ("b", down), allocation=allocation)], **given)


def rows(plan, hand, count=1):
    kernel = engine.prepare(plan, hand.build())
    return dict(zip(kernel.columns, engine.simulate(kernel, 1, 0, count).T, strict=True))


def moments(plan, hand, *kinds):
    return [(e.time, e.kind, e.unit) for e in told(plan, hand, *kinds)]


# --- what links carry ---------------------------------------------------------------------------------------------


def test_a_track_is_received_after_the_delays_of_the_links():
    plan, hand = two()
    received = [(e.time, e.target, e.value) for e in told(plan, hand, "received")]
    # Targets: one asset, then the posts of a, b and the node.
    assert received == [(8.0, 3, 1.0), (12.0, 2, 3.0)]
    assert moments(plan, hand, "launch") == [(5.0, "launch", 0)]  # a kills it at 6 s


def test_a_unit_launches_on_the_track_of_another_system():
    plan, hand = two(windows={1: LONG})
    assert moments(plan, hand, "launch") == [(12.0, "launch", 1)]
    row = rows(plan, hand)
    assert (row["remote_launches"][0], row["kills"][0]) == (1.0, 1.0)


def test_a_system_that_cannot_launch_on_tracks_of_others_passes_them_on_only():
    plan, hand = two(windows={1: LONG})
    plan = replace(plan, systems=tuple(replace(s, remote_tracks=s.name != "b") for s in plan.systems))
    hand = replace(hand, plan=plan)
    assert [e.target for e in told(plan, hand, "received")] == [3, 2]
    assert reasons(plan, hand) == {"detected-too-late": 1}  # a knows it, and has no window


def test_a_track_that_is_given_up_is_so_after_the_delays_too():
    plan, hand = two(eye=[(10.0, 1.0), (20.0, 0.0)], windows={1: [(40.0, 480.0)]})
    events = [(e.time, e.kind, e.target) for e in told(plan, hand, "received", "given-up")]
    assert events == [(13.0, "received", 3), (17.0, "received", 2), (23.0, "given-up", 3), (27.0, "given-up", 2)]
    assert reasons(plan, hand) == {"track-lost": 1}


def test_a_full_link_sends_the_next_when_a_place_falls_free():
    plan, hand = two(link=LinkPlan(delay=4.0, capacity=1), size=2, windows={1: LONG})
    hand.looks = {(0, 0): [(10.0, 1.0), (50.0, 0.0)], (0, 1): [(20.0, 1.0)]}
    b = [(e.time, e.kind, e.threat) for e in told(plan, hand, "received", "given-up") if e.target == 2]
    assert b[0] == (17.0, "received", 0)
    # It is destroyed at 18 s; that reaches the node 3 s later, where threat 1 (there at 23 s) finds the link free.
    assert b[1:] == [(25.0, "given-up", 0), (27.0, "received", 1), (35.0, "given-up", 1)]
    hand.windows = {(1, 0, 1): LONG}
    b = [(e.time, e.kind, e.threat) for e in told(plan, hand, "received", "given-up") if e.target == 2]
    # Threat 0 lives on; its track is dropped at 50 s and leaves the node at 53 s: then threat 1 is sent.
    assert b[:3] == [(17.0, "received", 0), (57.0, "given-up", 0), (57.0, "received", 1)]


def test_the_radars_of_a_node_are_shared_too():
    b = system(name="b")
    plan, hand = tree(
        [b], [node(("b", LinkPlan(delay=4.0)), surveillance=(radar(name="eye"),))], looks={1: ALWAYS}, windows={0: LONG}
    )
    assert moments(plan, hand, "launch") == [(9.0, "launch", 0)]


def test_tracks_go_through_several_nodes():
    a, b = system(name="a", surveillance=(radar(name="eye"),)), system(name="b")
    nodes = [
        node(("a", LinkPlan(delay=1.0)), ("far", LinkPlan(delay=2.0)), name="top"),
        node(("b", LinkPlan(delay=4.0)), name="far"),
    ]
    plan, hand = tree([a, b], nodes, looks={0: ALWAYS}, windows={1: LONG})
    assert moments(plan, hand, "launch") == [(12.0, "launch", 1)]


# --- links that are lost ------------------------------------------------------------------------------------------


def test_what_a_lost_link_has_brought_is_lost_at_once_and_comes_back_with_it():
    link = LinkPlan(delay=4.0, lost_at=50.0, restored_after=30.0)
    plan, hand = two(link=link, windows={1: [(200.0, 480.0)]})
    events = [(e.time, e.kind) for e in told(plan, hand, "received", "link-lost", "link-restored") if e.target == 2]
    assert events == [(12.0, "received"), (50.0, "link-lost"), (80.0, "link-restored"), (84.0, "received")]
    assert moments(plan, hand, "launch") == [(200.0, "launch", 1)]


def test_what_is_under_way_on_a_link_that_is_lost_is_lost_with_it():
    plan, hand = two(link=LinkPlan(delay=4.0, lost_at=10.0), windows={1: LONG})
    assert [e.target for e in told(plan, hand, "received")] == [3]
    assert reasons(plan, hand) == {"link-lost": 1}


def test_an_absent_link_is_absent_with_its_probability():
    plan, hand = two(link=LinkPlan(absent=0.3), windows={1: LONG})
    row = rows(plan, hand, N)
    share = row["reason:link-lost"].mean()
    assert abs(share - 0.3) < SIGMAS * math.sqrt(0.3 * 0.7 / N)
    assert (row["reason:link-lost"] + row["kills"] == 1.0).all()


def test_a_link_lost_before_its_launch_ends_the_engagement():
    slow = system(unit(reaction_time=20.0), name="b")
    a = system(name="a", surveillance=(radar(name="eye"),))
    link = LinkPlan(delay=4.0, lost_at=20.0)
    plan, hand = tree([a, slow], [node(("a", LinkPlan()), ("b", link))], looks={0: ALWAYS}, windows={1: LONG})
    assert reasons(plan, hand) == {"link-lost": 1}
    assert [e.time for e in told(plan, hand, "cancel")] == [29.0]


def test_a_link_that_is_lost_after_a_threat_is_known_is_no_reason():
    plan, hand = two(link=LinkPlan(delay=4.0, lost_at=100.0), windows={1: LONG}, looks={0: ALWAYS, 2: ALWAYS})
    b = replace(plan.systems[1], units=(unit(missiles=(missile(0.0),)),), doctrine=doctrine(rounds=1))
    plan = replace(plan, systems=(plan.systems[0], b, plan.systems[2]))
    assert reasons(plan, replace(hand, plan=plan)) == {"missed": 1}


def test_a_destroyed_node_blinds_what_is_below():
    plan, hand = two(windows={1: [(200.0, 480.0)]}, size=2)
    plan = replace(plan, threats=(plan.threats[0], threat(1, target=3)))  # the node's post
    hand = replace(hand, plan=plan, arrivals=[500.0, 30.0])
    hand.looks, hand.windows = {(0, 0): ALWAYS}, {(1, 0, 0): [(200.0, 480.0)]}
    assert reasons(plan, hand) == {"outside-the-envelope": 1, "defender-destroyed": 1}
    assert rows(plan, hand)["posts_lost"] == 1


def test_a_post_destroyed_behind_a_link_lost_before_blinds_too():
    b = system(name="b")
    link = LinkPlan(lost_at=27.5)
    plan, hand = tree(
        [b],
        [node(("b", link), surveillance=(radar(name="eye"),))],
        size=2,
        looks={1: ALWAYS},
        windows={0: [(100.0, 480.0)]},
    )
    struck = replace(plan, threats=(plan.threats[0], threat(1, target=1)))  # b's post
    arrivals = [500.0, 28.0]
    hand.looks, hand.windows = {(1, 0): ALWAYS}, {(0, 0, 0): [(100.0, 480.0)]}
    found = reasons(struck, replace(hand, plan=struck, arrivals=arrivals))
    assert found == {"outside-the-envelope": 1, "defender-destroyed": 1}
    # At 10 s it is known by the link, which takes it away again; with the post standing that is a link lost.
    assert reasons(plan, replace(hand, plan=plan, arrivals=[500.0, 600.0]))["link-lost"] == 1


# --- who decides --------------------------------------------------------------------------------------------------


def test_a_node_that_allocates_has_one_unit_engage_each_threat():
    plan, hand = two(allocation="earliest-launch", looks={0: ALWAYS, 2: ALWAYS}, link=LinkPlan(delay=3.0))
    assert rows(plan, hand)["engagements"] == 1
    plan, hand = two(allocation="none", looks={0: ALWAYS, 2: ALWAYS})
    row = rows(plan, hand)
    assert (row["engagements"], row["duplicates"], row["remote_launches"]) == (2, 2, 0)  # each is one beside the other


def test_an_order_takes_the_delay_of_the_links():
    plan, hand = two(allocation="earliest-launch", looks={0: ALWAYS, 2: ALWAYS})
    # a's order takes 3 s and b's 4: a launches first, and has it alone.
    assert moments(plan, hand, "assign", "launch") == [(5.0, "assign", 0), (8.0, "launch", 0)]
    assert [e.target for e in told(plan, hand, "assign")] == [3]


def test_an_order_that_would_come_after_the_last_launch_is_not_given():
    plan, hand = two(
        allocation="earliest-launch", windows={0: [(2.0, 7.0)], 1: [(2.0, 8.5)]}, looks={0: ALWAYS, 2: ALWAYS}
    )
    assert moments(plan, hand, "launch") == []  # 5 s + 3 s and 5 s + 4 s
    assert reasons(plan, hand) == {"detected-too-late": 1}


def test_without_the_link_each_engages_for_itself_and_without_delay():
    absent = LinkPlan(delay=4.0, absent=1.0)
    plan, hand = two(allocation="earliest-launch", link=absent, looks={0: ALWAYS, 2: ALWAYS})
    assert moments(plan, hand, "launch") == [(5.0, "launch", 1)]  # b kills it before a's order comes at 8 s


def test_an_autonomous_system_is_not_allocated_to():
    plan, hand = two(allocation="earliest-launch", looks={0: ALWAYS, 2: ALWAYS}, link=LinkPlan(delay=3.0))
    b = replace(plan.systems[1], doctrine=doctrine(coordination="autonomous"))
    plan = replace(plan, systems=(plan.systems[0], b, plan.systems[2]))
    assert moments(plan, replace(hand, plan=plan), "launch")[0] == (5.0, "launch", 1)


def ranked(allocation, costs=(4.0, 1.0), sspk=(1.0, 1.0), windows=None, **changes):
    """A far system (unit 0) with a window from 2 s on, a near one (unit 1) with one from 100 s on; both see all."""
    far = system(unit(missiles=(missile(sspk[0]),)), name="far")
    near = system(unit(missiles=(missile(sspk[1]),), target_channels=1), name="near")
    links = [(name, LinkPlan(missile_cost=cost)) for name, cost in zip(("far", "near"), costs, strict=True)]
    given = {"looks": {0: ALWAYS, 1: ALWAYS}, "windows": windows or {0: [(2.0, 300.0)], 1: [(100.0, 480.0)]}}
    return tree([far, near], [node(*links, allocation=allocation)], **(given | changes))


def test_a_threat_is_kept_for_the_cheapest_system_that_is_adequate():
    assert moments(*ranked("cheapest"), "launch") == [(100.0, "launch", 1)]
    assert moments(*ranked("cheapest", costs=(1.0, 4.0)), "launch") == [(5.0, "launch", 0)]
    assert moments(*ranked("cheapest", sspk=(1.0, 0.4)), "launch")[0] == (5.0, "launch", 0)  # not adequate
    assert moments(*ranked("earliest-launch"), "launch") == [(5.0, "launch", 0)]


def test_a_threat_is_kept_for_the_best_sspk_and_for_the_value_that_it_threatens():
    for rule in ("best-sspk", "marginal-value"):
        assert moments(*ranked(rule, sspk=(0.6, 1.0)), "launch") == [(100.0, "launch", 1)]
        assert moments(*ranked(rule, sspk=(1.0, 0.6)), "launch") == [(5.0, "launch", 0)]
    # What threatens nothing of value is kept for nobody.
    plan, hand = ranked("marginal-value", sspk=(0.6, 1.0))
    plan = replace(plan, assets=(asset(value=0.0),))
    assert moments(plan, replace(hand, plan=plan), "launch")[0] == (5.0, "launch", 0)


def test_a_zone_is_that_of_the_nearest_post():
    plan, hand = ranked("zone")
    moved = replace(HERE, longitude=0.5)
    for name, first in (("far", (100.0, "launch", 1)), ("near", (5.0, "launch", 0))):
        there = replace(plan, systems=tuple(replace(s, post=moved) if s.name == name else s for s in plan.systems))
        assert moments(there, replace(hand, plan=there), "launch")[0] == first


def test_a_threat_is_kept_only_while_a_channel_is_free():
    plan, hand = ranked("cheapest", size=2)
    # The near unit has one channel: it takes the first at 100 s, and the far one has the second at that moment.
    assert sorted(moments(plan, hand, "launch")) == [(100.0, "launch", 0), (100.0, "launch", 1)]


def test_a_threat_is_kept_for_no_system_without_rounds_track_or_window():
    empty = ranked("cheapest")
    near = empty[0].systems[1]
    without = replace(near, units=(replace(near.units[0], launchers=(launcher(0),)),))
    plan = replace(empty[0], systems=(empty[0].systems[0], without, empty[0].systems[2]))
    assert moments(plan, replace(empty[1], plan=plan), "launch")[0] == (5.0, "launch", 0)
    plan, hand = ranked("cheapest", windows={0: [(2.0, 300.0)]})
    assert moments(plan, hand, "launch")[0] == (5.0, "launch", 0)
    plan, hand = ranked("cheapest", looks={0: ALWAYS})
    plan = replace(plan, systems=tuple(replace(s, remote_tracks=False) for s in plan.systems))
    assert moments(plan, replace(hand, plan=plan), "launch")[0] == (5.0, "launch", 0)


# --- closed forms -------------------------------------------------------------------------------------------------


def layers(allocation, p, q, error=0.0):
    """Two layers in series, one shot each: the far one at 5 s, the near one at 200 s, if it is still to be shot at."""
    rules = doctrine(dead_given_alive=error)
    far = system(unit(missiles=(missile(p),)), name="far", doctrine=rules)
    near = system(unit(missiles=(missile(q),)), name="near", doctrine=rules)
    windows = {0: [(2.0, 5.5)], 1: [(200.0, 200.5)]}
    links = [("far", LinkPlan()), ("near", LinkPlan())]
    return tree([far, near], [node(*links, allocation=allocation)], looks={0: ALWAYS, 1: ALWAYS}, windows=windows)


@pytest.mark.parametrize(("p", "q", "error"), [(0.7, 0.5, 0.0), (0.4, 0.8, 0.3), (0.6, 0.6, 1.0)])
def test_two_layers_in_series(p, q, error, validated):
    """With shared assessment what the far layer judges dead is lost to the near one: (1 - p) (e + (1 - e) (1 - q))."""
    shared = rows(*layers("earliest-launch", p, q, error), N)["leakers"].mean()
    apart = rows(*layers("none", p, q, error), N)["leakers"].mean()
    for found, truth in ((shared, (1 - p) * (error + (1 - error) * (1 - q))), (apart, (1 - p) * (1 - q))):
        validated(
            found, truth, law="two systems in series below a node (Command)", against="products of the layers",
            kind="closed form", abs=SIGMAS * math.sqrt(truth * (1 - truth) / N), module="engine",
        )  # fmt: skip


@pytest.mark.parametrize("mean", [50.0, 200.0])
def test_a_link_lost_at_a_random_time(mean, validated):
    """A threat that is ready at 100 s is engaged centrally with probability exp(-100 / mean): else both engage it."""
    looks = [(100.0, 1.0)]
    link = LinkPlan(lost_mean=mean)
    plan, hand = two(allocation="earliest-launch", link=link, looks={0: looks, 2: looks})
    plan = replace(plan, systems=tuple(replace(s, link=replace(s.link, delay=0.0)) for s in plan.systems))
    central = (rows(plan, replace(hand, plan=plan), N)["engagements"] == 1).mean()
    truth = math.exp(-100.0 / mean)
    validated(
        central, truth, law="a link lost at a random time (Command)", against="exp(-t / mean)",
        kind="closed form", abs=SIGMAS * math.sqrt(truth * (1 - truth) / N), module="engine",
    )  # fmt: skip


def test_a_link_lost_and_restored_at_random_times(validated):
    """Broken at t: P(L <= t < L + R) = a / (b - a) (exp(-a t) - exp(-b t)) for rates a of loss and b of restoration."""
    a, b, t = 1 / 80.0, 1 / 40.0, 100.0
    looks = [(t, 1.0)]
    link = LinkPlan(lost_mean=1 / a, restored_mean=1 / b)
    plan, hand = two(allocation="earliest-launch", link=link, looks={0: looks, 2: looks})
    plan = replace(plan, systems=tuple(replace(s, link=replace(s.link, delay=0.0)) for s in plan.systems))
    broken = (rows(plan, replace(hand, plan=plan), N)["engagements"] == 2).mean()
    truth = a / (b - a) * (math.exp(-a * t) - math.exp(-b * t))
    validated(
        broken, truth, law="a link lost and restored at random times (Command)",
        against="a / (b - a) (exp(-a t) - exp(-b t))", kind="closed form",
        abs=SIGMAS * math.sqrt(truth * (1 - truth) / N), module="engine",
    )  # fmt: skip


# --- in the sense stated ------------------------------------------------------------------------------------------


def test_a_faster_link_and_a_larger_capacity_let_no_more_leak_where_nothing_is_scarce():
    """One unit that lives on the link, with rounds and channels enough, engages each threat once: it is known no later.

    Threats touch each other by the capacity alone, so that it holds replication by replication.
    """
    seen = [(float(t), 0.5) for t in range(5, 60, 5)]

    def leaks(delay, capacity):
        b = system(unit(missiles=(missile(0.8),)), name="b", doctrine=doctrine(rounds=1))
        a = system(name="a", surveillance=(radar(name="eye", drop_misses=3),))
        link = LinkPlan(delay=delay, capacity=capacity)
        plan, hand = tree([a, b], [node(("a", LinkPlan()), ("b", link))], size=8, looks={0: seen})
        hand.windows = {(1, 0, j): [(2.0, 15.0 + 5.0 * j)] for j in range(8)}
        return rows(plan, hand, 2000)["leakers"]

    for better, worse in (((1.0, 0), (6.0, 0)), ((0.0, 0), (20.0, 0)), ((2.0, 0), (2.0, 3)), ((2.0, 0), (2.0, 1))):
        one, other = leaks(*better), leaks(*worse)
        assert (one <= other).all()
        assert one.mean() < other.mean()


# --- without nodes ------------------------------------------------------------------------------------------------


def test_states_without_nodes_hold_nothing_of_links():
    plan, hand = tree([system(name="a")], [], looks={0: ALWAYS}, windows={0: LONG})
    kernel = engine.prepare(plan, hand.build())
    assert len(kernel.tables.link) == 0
    assert np.isfinite(engine.simulate(kernel, 1, 0, 1)[0][:5]).all()
