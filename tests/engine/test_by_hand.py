"""Single rules of docs/model/engagement.md on cases made by hand, whose answer is known to the second."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from airdef import engine
from airdef.engine.breakdown import breakdown
from airdef.engine.reuse.trials import simulate_recording
from reference.builders import Hand, asset, doctrine, launcher, missile, radar, raid, scenario, system, threat, unit

from . import plans
from .test_breakdown import compare

SEED = 3


def story(plan, hand, *kinds, replication=0):
    """Return (time, kind, threat, value) of the events of these kinds, all if none is given."""
    kernel = engine.prepare(plan, hand.build())
    events = engine.replay(kernel, SEED, replication)[1]
    return [(e.time, e.kind, e.threat, e.value) for e in events if not kinds or e.kind in kinds]


def counts(plan, hand, replication=0):
    kernel = engine.prepare(plan, hand.build())
    return dict(zip(kernel.columns, engine.simulate(kernel, SEED, replication, 1)[0], strict=True))


def times(plan, hand, *kinds):
    return [t for t, *_ in story(plan, hand, *kinds)]


def test_from_look_to_assessment():
    own = system(
        unit(missiles=(missile(0.0),), reaction_time=4.0, launch_interval=3.0, launchers=(launcher(9),)),
        doctrine=doctrine((2,), assessment_delay=5.0, rounds=2),
    )
    plan, hand = raid(1, own, windows=[(3.0, 400.0)])
    hand.flight = 10.0
    # known at 1 s, reaction from then on: 5 s; the second missile 3 s later; the last arrives at 18 s, judged at 23 s;
    # the second engagement at once, for the rail is ready since 11 s
    assert times(plan, hand, "firm", "assign") == [1.0, 1.0]
    assert times(plan, hand, "launch") == [5.0, 8.0, 23.0, 26.0]
    assert times(plan, hand, "miss") == [15.0, 18.0, 33.0, 36.0]
    assert times(plan, hand, "judged-alive") == [23.0, 41.0]
    assert times(plan, hand, "leak") == [500.0]


def test_waiting_for_the_window_less_the_reaction():
    own = system(unit(reaction_time=4.0))
    plan, hand = raid(1, own, windows=[(20.0, 30.0)])
    assert times(plan, hand, "assign", "launch", "hit") == [16.0, 20.0, 21.0]
    late, hand = raid(1, own, windows=[(20.0, 30.0)], looks=[(26.0, 1.0)])
    assert times(late, hand, "assign", "launch") == [26.0, 30.0]  # the very end is in time
    never, hand = raid(1, own, windows=[(20.0, 30.0)], looks=[(26.1, 1.0)])
    assert times(never, hand, "assign", "launch") == []


def test_launchers_wait_their_own_interval_the_longest_ready_first():
    own = system(
        unit(missiles=(missile(0.0),), launchers=(launcher(9, interval=7.0), launcher(9, interval=7.0))),
        doctrine=doctrine((4,), rounds=1),
    )
    plan, hand = raid(1, own)
    # window from 2 s; two at once, one of each launcher; then each when its 7 s are over
    assert times(plan, hand, "launch") == [2.0, 2.0, 9.0, 9.0]


def test_missile_channels_are_held_from_launch_to_intercept():
    own = system(unit(missiles=(missile(0.0),), missile_channels=2), doctrine=doctrine((2,), rounds=1))
    plan, hand = raid(3, own)
    hand.flight = 10.0
    assert times(plan, hand, "launch") == [2.0, 2.0, 12.0, 12.0, 22.0, 22.0]
    assert counts(plan, hand)["peak_missiles"] == 2


def test_a_salvo_is_no_larger_than_channels_and_rounds():
    for limit in ({"missile_channels": 2}, {"launchers": (launcher(2),)}):
        own = system(unit(missiles=(missile(0.0),), **limit), doctrine=doctrine((5,), rounds=1))
        plan, hand = raid(1, own)
        assert [v for *_, v in story(plan, hand, "assign")] == [2.0]
        assert len(times(plan, hand, "launch")) == 2


def test_target_channels_are_held_until_the_assessment():
    own = system(unit(missiles=(missile(0.0),), target_channels=1), doctrine=doctrine(rounds=1, assessment_delay=6.0))
    plan, hand = raid(3, own)
    hand.flight = 10.0
    # each takes the channel for its flight and the assessment: 16 s from the launch on
    assert times(plan, hand, "launch") == [2.0, 18.0, 34.0]
    assert counts(plan, hand)["peak_targets"] == 1
    two = replace(plan, systems=(replace(own, units=(replace(own.units[0], target_channels=2),)),))
    assert times(two, replace(hand, plan=two), "launch") == [2.0, 2.0, 18.0]


def test_a_reserve_is_kept_for_its_categories():
    own = doctrine(rounds=1, reserve=2, reserve_for=(False, True, *((False,) * 6)))
    plan, hand = raid(5, system(unit(missiles=(missile(0.0),), launchers=(launcher(4),)), doctrine=own))
    assert counts(plan, hand)["missiles_used"] == 2
    special = replace(plan, threats=tuple(replace(t, looks_like=1) for t in plan.threats))
    assert counts(special, replace(hand, plan=special))["missiles_used"] == 4


def test_an_empty_launcher_is_full_again_after_its_reload():
    own = system(
        unit(missiles=(missile(0.0),), launchers=(launcher(1, reload_time=50.0, reloads=1),)),
        doctrine=doctrine(rounds=0),
    )
    plan, hand = raid(1, own, arrival=300.0)
    assert times(plan, hand, "launch") == [2.0, 52.0]
    assert times(plan, hand, "reload") == [52.0]


def test_missiles_that_need_their_radar_are_aborted_with_it():
    for needs, what in ((True, "abort"), (False, "hit")):
        own = system(unit(missiles=(missile(1.0, needs_radar=needs),)))
        plan, hand = raid(2, own)
        plan = replace(plan, threats=(plan.threats[0], threat(1, target=2)))  # 2: the radar
        hand = replace(
            hand, plan=plan, arrivals=[500.0, 8.0], looks={(0, 0): [(1.0, 1.0)]}, windows={(0, 0, 0): [(2.0, 400.0)]}
        )
        hand.flight = 20.0
        assert [k for _, k, *_ in story(plan, hand, "hit", "miss", "abort")] == [what]


def test_an_anti_radiation_missile_misses_a_radar_that_is_gone():
    plan, hand = raid(2, windows=[], looks=[])
    plan = replace(plan, threats=tuple(threat(m, target=2, homing=True) for m in range(2)))
    hand = replace(hand, plan=plan, arrivals=[10.0, 20.0])
    got = counts(plan, hand)
    assert (got["leakers"], got["radars_lost"], got["units_lost"]) == (2, 1, 1)
    assert len(times(plan, hand, "damage")) == 1


def test_what_homes_and_is_aimed_at_an_asset_hits_it_though_a_radar_is_gone():
    plan, _ = raid(2, windows=[], looks=[])
    plan = replace(plan, threats=(threat(0, target=2), threat(1, target=0, homing=True)))
    got = counts(plan, Hand(plan, [10.0, 20.0]))
    assert (got["radars_lost"], got["assets_lost"]) == (1, 1)


@pytest.mark.parametrize(("hits", "lost"), [(1, 0.25), (3, 0.75), (9, 1.0)])
def test_an_asset_loses_its_value_in_shares(hits, lost):
    plan, hand = raid(2, windows=[], looks=[])
    threats = (threat(0, hits=hits), threat(1, hits=hits))
    plan = replace(plan, assets=(asset(value=8.0, hits_to_destroy=4),), threats=threats[:1])
    hand = Hand(plan, [10.0])
    got = counts(plan, hand)
    assert got["asset_value_lost"] == 8.0 * lost
    assert got["assets_lost"] == (lost == 1.0)
    both = replace(plan, threats=threats)
    assert counts(both, Hand(both, [10.0, 20.0]))["asset_value_lost"] == 8.0 * min(2.0 * lost, 1.0)


def test_what_passes_is_no_leaker():
    plan, hand = raid(1, target=-1, windows=[], looks=[])
    hand = replace(hand, arrivals=[float("inf")], ends=[50.0])
    got = counts(plan, hand)
    assert (got["exited"], got["leakers"], got["kills"]) == (1, 0, 0)
    assert times(plan, hand, "exited") == [50.0]


def test_a_dead_threat_judged_alive_is_engaged_as_a_phantom():
    own = system(unit(), doctrine=doctrine(alive_given_dead=1.0, rounds=3))
    plan, hand = raid(1, own)
    kinds = [k for _, k, *_ in story(plan, hand, "launch", "hit", "miss", "abort", "judged-alive", "closed")]
    assert kinds == ["launch", "hit", "judged-alive", *(["launch", "abort", "judged-alive"] * 2)]
    got = counts(plan, hand)
    assert (got["missiles_used"], got["intercept_attempts"], got["aborted"], got["kills"]) == (3, 1, 2, 1)


def test_a_living_threat_judged_dead_is_left_alone():
    own = system(unit(missiles=(missile(0.0),)), doctrine=doctrine(dead_given_alive=1.0))
    plan, hand = raid(1, own)
    assert [k for _, k, *_ in story(plan, hand, "launch", "miss", "judged-dead", "leak")] == [
        *("launch", "miss", "judged-dead", "leak")
    ]


def test_without_its_post_a_unit_hears_its_own_radar_only():
    far = radar(name="far")
    own = system(unit(), surveillance=(far,))
    plan = scenario(own, threats=[threat(0), threat(1, target=1)])  # 1: the post
    hand = Hand(plan, [500.0, 10.0])
    hand.looks = {(0, 0): [(1.0, 1.0)]}  # the surveillance radar alone sees it
    hand.windows = {(0, 0, 0): [(20.0, 400.0)]}
    assert counts(plan, hand)["reason:defender-destroyed"] == 1
    assert times(plan, hand, "launch") == []
    whole = replace(plan, threats=plan.threats[:1])
    assert times(whole, replace(hand, plan=whole, arrivals=[500.0]), "launch") == [20.0]


SAYS = {  # of each kind of event what it tells beside its time: threat, unit, radar, missile, target, value
    "appear": "threat",
    "firm": "threat radar",
    "dropped": "threat radar",
    "assign": "threat unit missile value",
    "launch": "threat unit missile value",
    "cancel": "threat unit missile value",
    "hit": "threat unit missile value",
    "miss": "threat unit missile value",
    "abort": "threat unit missile value",
    "judged-dead": "threat unit",
    "judged-alive": "threat unit",
    "closed": "threat unit",
    "leak": "threat target value",
    "damage": "threat target value",
    "destroyed": "threat target",
    "exited": "threat",
    "turn": "unit value",
    "reload": "unit missile value",
    "reloading": "unit missile value",
    "emitting": "radar",
    "silent": "radar",
    "link-lost": "target value",
    "link-restored": "target value",
    "received": "threat target value",
    "given-up": "threat target value",
    "moving": "radar value",  # and the unit that moves with its radar
    "in-place": "radar value",
    "told-apart": "threat radar",
    "heard": "threat radar target value",
    "turned-back": "threat",
    "jamming-ends": "threat",
}


@pytest.mark.parametrize("seed", range(3))
def test_events_say_what_they_should_and_nothing_else(seed):
    hand = plans.engagement(plans.ALL, seed)
    kernel = engine.prepare(hand.plan, hand.build())
    for k in range(4):
        for e in engine.replay(kernel, seed, k)[1]:
            told = {n for n in ("threat", "unit", "radar", "target") if getattr(e, n) != -1}
            told |= {"missile"} if e.missile else set()
            told |= set() if math.isnan(e.value) else {"value"}
            free = {"threat", "unit"} if e.kind in ("moving", "in-place") else {"threat"}
            assert told - free == set(SAYS[e.kind].split()) - free, e.kind
            assert all(getattr(e, n) >= -1 for n in ("threat", "unit", "radar", "target"))


def test_first_kill_and_first_intercept_are_of_the_first():
    own = system(unit(missiles=(missile(0.5),)), doctrine=doctrine())
    plan, hand = raid(4, own)
    hand.flyouts = {(0, j): (0.0, [1.0 + j], [1e4 * (j + 1)]) for j in range(4)}
    for k in range(12):
        tried = story(plan, hand, "hit", "miss", replication=k)
        got = counts(plan, hand, k)
        assert (got["first_intercept_time"], got["first_intercept_range"]) == (tried[0][0], tried[0][3])
        kills = [v for _, kind, _, v in tried if kind == "hit"]
        assert got["first_kill_range"] == kills[0]


def test_what_is_lost_is_counted_once_and_where_it_belongs():
    # flattened targets: 0 the asset, 1 the post, 2 the surveillance radar, 3 and 4 those of the units, then launchers
    first = unit(name="first", missiles=(missile(0.0),), launchers=(launcher(4), launcher(4)))
    second = replace(first, name="second")
    own = system(first, second, surveillance=(radar(name="far"),))
    names = ("posts_lost", "radars_lost", "units_lost", "launchers_lost")
    for target, lost in ((1, (1, 0, 0, 0)), (2, (0, 1, 0, 0)), (3, (0, 1, 1, 0)), (4, (0, 1, 1, 0)), (7, (0, 0, 0, 1))):
        plan = scenario(own, threats=[threat(0, target=target), threat(1, target=target)])
        hand = Hand(plan, [10.0, 20.0])
        hand.seen_by_all([(1.0, 1.0)]).open_to_all([])
        got = counts(plan, hand)
        assert tuple(got[n] for n in names) == lost
        kernel = engine.prepare(plan, hand.build())
        row, events = engine.replay(kernel, SEED, 0)
        compare(plan, breakdown(plan), row, kernel.columns, events)
        assert [e.kind for e in events].count("destroyed") == 1


def test_a_lost_launcher_takes_its_rounds_with_it():
    own = system(unit(missiles=(missile(0.0),), launchers=(launcher(2), launcher(3))), doctrine=doctrine())
    plan = scenario(own, threats=[threat(0), threat(1, target=3)])  # 3: the first launcher
    hand = Hand(plan, [500.0, 10.0])
    hand.looks, hand.windows = {(0, 0): [(1.0, 1.0)]}, {(0, 0, 0): [(20.0, 400.0)]}
    assert counts(plan, hand)["missiles_used"] == 3
    whole = replace(plan, threats=plan.threats[:1])
    assert counts(whole, replace(hand, plan=whole, arrivals=[500.0]))["missiles_used"] == 5


def pair(sspk=0.0, **rules):
    """One system of two units, each with its own radar, and its post under attack at 10 s: 1 is the post."""
    own = unit(missiles=(missile(sspk),), launchers=(launcher(99),))
    plan = scenario(system(own, own, doctrine=doctrine(**rules)), threats=[threat(0), threat(1, target=1)])
    hand = Hand(plan, [500.0, 10.0])
    hand.looks = {(r, 0): [(1.0, 1.0)] for r in range(2)}
    return plan, hand


def launches(plan, hand):
    """Return (time, unit) of the launches."""
    events = engine.replay(engine.prepare(plan, hand.build()), SEED, 0)[1]
    return [(e.time, e.unit) for e in events if e.kind == "launch"]


def spared(plan, hand):
    """The same without what attacks."""
    whole = replace(plan, threats=plan.threats[:1])
    return whole, replace(hand, plan=whole, arrivals=hand.arrivals[:1])


def test_without_a_post_every_unit_decides_for_itself():
    plan, hand = pair(rounds=1)
    hand.windows = {(w, 0, 0): [(20.0, 400.0)] for w in range(2)}
    assert launches(plan, hand) == [(20.0, 0), (20.0, 1)]
    assert launches(*spared(plan, hand)) == [(20.0, 0)]


def test_what_the_system_had_closed_stays_closed():
    plan, hand = pair(rounds=1)
    hand.windows = {(w, 0, 0): [(2.0, 400.0)] for w in range(2)}
    assert launches(plan, hand) == [(2.0, 0)]


def test_a_unit_on_its_own_takes_over_the_count_of_engagements():
    plan, hand = pair(rounds=2)
    hand.windows = {(w, 0, 0): [(2.0, 2.5), (20.0, 400.0)] for w in range(2)}
    # one engagement by the system; then each unit has one left
    assert launches(plan, hand) == [(2.0, 0), (20.0, 0), (20.0, 1)]
    assert launches(*spared(plan, hand)) == [(2.0, 0), (20.0, 0)]


def test_a_unit_on_its_own_keeps_its_engagement_and_the_other_may_engage_too():
    plan, hand = pair(rounds=1)
    hand.windows = {(w, 0, 0): [(2.0, 400.0)] for w in range(2)}
    hand.flight = 30.0
    assert launches(plan, hand) == [(2.0, 0), (10.0, 1)]


def test_several_threats_are_handed_over_one_by_one():
    own = unit(missiles=(missile(0.0),), launchers=(launcher(99),))
    threats = [threat(0), threat(1), threat(2), threat(3, target=1)]
    plan = scenario(system(own, own, doctrine=doctrine(rounds=1)), threats=threats)
    hand = Hand(plan, [500.0, 500.0, 500.0, 10.0])
    hand.looks = {(r, j): [(1.0, 1.0)] for r in range(2) for j in range(3)}
    early, late = [(2.0, 400.0)], [(20.0, 400.0)]
    hand.windows = {(w, 0, j): late if j == 1 else early for w in range(2) for j in range(3)}
    # 0 and 2 were closed by the system before its loss, 1 is free for both
    assert [t for t, _ in launches(plan, hand)] == [2.0, 2.0, 20.0, 20.0]


def test_tracks_of_a_lost_radar_are_gone():
    # radar 1 alone sees threat 1; both radars see threat 0; threat 2 destroys radar 1 (target 3) at 10 s
    own = unit(missiles=(missile(0.0),), launchers=(launcher(99),))
    plan = scenario(system(own, own, doctrine=doctrine(rounds=1)), threats=[threat(0), threat(1), threat(2, target=3)])
    hand = Hand(plan, [500.0, 500.0, 10.0])
    hand.looks = {key: [(1.0, 1.0)] for key in ((0, 0), (1, 0), (1, 1))}
    hand.windows = {(0, 0, j): [(20.0, 400.0)] for j in range(2)}
    events = engine.replay(engine.prepare(plan, hand.build()), SEED, 0)[1]
    assert [(e.time, e.threat) for e in events if e.kind == "launch"] == [(20.0, 0)]


def test_a_lost_unit_is_out_and_its_threats_are_free_for_the_other():
    own = unit(missiles=(missile(1.0),), launchers=(launcher(99),))
    plan = scenario(system(own, own, doctrine=doctrine()), threats=[threat(0), threat(1, target=3)])
    hand = Hand(plan, [500.0, 10.0])
    hand.looks = {(r, 0): [(1.0, 1.0)] for r in range(2)}
    hand.windows = {(0, 0, 0): [(20.0, 400.0)], (1, 0, 0): [(2.0, 400.0)]}
    hand.flight = 30.0
    events = engine.replay(engine.prepare(plan, hand.build()), SEED, 0)[1]
    assert [(e.time, e.unit, e.kind) for e in events if e.kind in ("launch", "hit", "abort")] == [
        *((2.0, 1, "launch"), (20.0, 0, "launch"), (32.0, 1, "abort"), (50.0, 0, "hit"))
    ]


def test_kills_are_counted_by_missile_type_and_losses_by_system():
    both = unit(
        missiles=(missile(1.0, name="good"), missile(0.0, name="bad")), launchers=(launcher(1), launcher(9, missile=1))
    )
    one, other = system(both, name="one"), system(replace(both, name="third"), name="other")
    # flattened targets: 0 the asset, 1 and 2 the posts
    threats = [threat(0), threat(1), threat(2, target=1), threat(3, target=2)]
    for lost in (threats[2:3], threats[3:]):
        plan = scenario(one, other, threats=[*threats[:2], *(replace(t, member=2) for t in lost)])
        hand = Hand(plan, [300.0, 300.0, 10.0])
        hand.looks = {(r, j): [(1.0, 1.0)] for r in range(2) for j in range(2)}
        hand.windows = {(w, 0, j): [(2.0, 9.0)] for w in range(4) for j in range(2)}
        kernel = engine.prepare(plan, hand.build())
        row, events = engine.replay(kernel, SEED, 0)
        compare(plan, breakdown(plan), row, kernel.columns, events)
        assert {e.missile for e in events if e.kind == "hit"} == {"good"}
        assert {e.missile for e in events if e.kind == "miss"} == {"bad"}


def test_trials_tell_kills_from_judgements():
    own = system(unit(missiles=(missile(0.5),)), doctrine=doctrine(alive_given_dead=0.3, dead_given_alive=0.2))
    plan, hand = raid(1, own)
    kernel = engine.prepare(plan, hand.build())
    trials = simulate_recording(kernel, SEED, 0, 30).trials
    shots, judged = trials[trials["interceptor"] >= 0], trials[trials["interceptor"] < 0]
    assert len(shots) > 30 < len(judged)
    assert np.array_equal(shots["number"] < 0.5, shots["outcome"] == 1)
    assert set(shots["slant_range"]) == {1e4}
    error = np.where(judged["dead"] == 1, 0.3, 0.2)
    assert np.array_equal(judged["number"] < error, judged["outcome"] == 1)
    assert set(judged["system"]) == {0}
    assert set(judged["dead"]) == {0, 1}
