"""The rules of emission one by one, on hand-made cases without chance, on which both engines must give the same."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from airdef import engine
from airdef.scenario.plan import EmissionPlan

from .builders import SEEN, C, Hand, doctrine, missile, radar, scenario, system, threat, unit
from .cases import Straight, one
from .scenarios import ARM
from .simpy_engine import simulate

# Flattened targets with one asset and one system: 0 the asset, 1 the post, from 2 radars, then launchers.
IGNORE = tuple(category != ARM for category in range(C))


def silent(**emission):
    """A radar that is silent until a cue."""
    return radar(emission=EmissionPlan(silent=True, **emission))


def weapon(target, **changes):
    """A homing weapon at a radar, which hits nothing unless it is said."""
    kind = {"category": ARM, "looks_like": ARM, "homing": True, "formation_index": 1, "hit_probability": 0.0}
    return threat(0, target=target, **{**kind, **changes})


def hunted(arrival, *raiders, fires=None, rules=None, switch_on_time=0.0, raider_arrival=500.0, **changes):
    """A surveillance radar that always radiates, a unit whose radar doctrine shuts down, and a homing weapon at it.

    `rules`: (time, warning) of the shut-down. All is seen by the surveillance radar at 1 s, for good.
    """
    time, warning = rules
    fires = replace(fires or unit(), radar=radar(emission=EmissionPlan(switch_on_time=switch_on_time)))
    orders = doctrine(shut_down=time, shut_down_warning=warning, engage=IGNORE)
    defence = system(fires, surveillance=(radar(drop_misses=99),), doctrine=orders)
    plan = scenario(defence, threats=[*raiders, weapon(3, **changes)])
    hand = Hand(plan, [raider_arrival] * len(raiders) + [arrival])
    hand.looks = {(0, j): SEEN for j in range(len(plan.threats))}
    return plan, hand


# --- cues -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("time", "first"), [(10.0, 15.0), (10.1, 16.0)])
def test_a_radar_radiates_one_switch_on_time_after_its_cue(time, first):
    plan = scenario(system(unit(radar=silent(time=time, switch_on_time=5.0))), threats=[threat()])
    hand = Hand(plan, [500.0], looks={(0, 0): [(float(t), 1.0) for t in range(1, 30)]}).open_to_all([(2.0, 100.0)])
    assert one(plan, hand)["first_intercept_time"] == first + hand.flight
    assert one(plan, hand, "on-at-once")["first_intercept_time"] == np.ceil(time) + hand.flight


@pytest.mark.parametrize(
    ("cue", "look", "looks_like", "on"),
    [
        ("range", 20.0, 0, 63.0),  # 40 km are reached at 60 s
        ("range", 70.0, 0, None),  # whoever sees it: not seen before 70 s
        ("track", 20.0, 0, 63.0),
        ("track", 70.0, 0, 73.0),
        ("track", 20.0, 1, None),  # of another category
        ("range", 20.0, 1, None),
    ],
)
def test_a_threat_within_reach_is_a_cue(cue, look, looks_like, on):
    waits = silent(**{cue: 4e4}, switch_on_time=3.0, categories=tuple(c == 0 for c in range(C)))
    defence = system(unit(radar=waits), surveillance=(radar(drop_misses=99),))
    plan = scenario(defence, threats=[threat(looks_like=looks_like)])
    hand = Straight(plan, [100.0], looks={(0, 0): [(look, 1.0)]}).open_to_all([(2.0, 99.0)])
    got = one(plan, hand)
    if looks_like:
        assert got["reason:kept-silent"] == 1
    else:
        assert got["first_intercept_time"] == pytest.approx((on or look) + hand.flight, abs=1e-6)
    if cue == "track" and not looks_like and look < 60.0:
        assert one(plan, hand, "cue-from-anywhere")["first_intercept_time"] == look + 3.0 + hand.flight


def test_the_loss_of_the_post_is_a_cue_for_a_radar_that_waits_for_a_track():
    defence = system(unit(radar=silent(track=4e4, switch_on_time=3.0)))
    plan = scenario(defence, threats=[threat(), threat(1, target=1)])
    hand = Hand(plan, [500.0, 30.0], looks={(0, 0): [(float(t), 1.0) for t in range(1, 60)]})
    assert one(plan, hand.open_to_all([(2.0, 99.0)]))["first_intercept_time"] == 33.0 + hand.flight


# --- what a silent radar cannot do -----------------------------------------------------------------------


@pytest.mark.parametrize(("needs_radar", "kills"), [(True, 0), (False, 1)])
def test_a_break_of_radiation_aborts_a_missile_that_needs_the_radar(needs_radar, kills):
    fires = unit(missiles=(missile(needs_radar=needs_radar),))
    plan, hand = hunted(6.0, threat(), fires=fires, rules=(3.0, 2.0))  # silent from 4 to 7 s
    hand.flight = 10.0
    got = one(plan, hand.open_to_all([(2.0, 3.0)]))
    assert (got["kills"], got["aborted"], got["reason:kept-silent"]) == (kills, 1 - kills, 1 - kills)
    assert one(plan, hand, "guides-in-silence")["kills"] == 1


@pytest.mark.parametrize(("flight", "reason"), [(9.0, "kept-silent"), (11.0, "missed")])
def test_a_missile_that_lost_its_radar_counts_from_when_it_would_have_arrived(flight, reason):
    plan, hand = hunted(6.0, threat(), rules=(30.0, 2.0), raider_arrival=12.0)
    hand.flight = flight
    assert one(plan, hand.open_to_all([(2.0, 3.0)]))[f"reason:{reason}"] == 1


def test_a_launch_that_waits_its_turn_is_not_cancelled_by_a_silence_that_ends_before():
    # Due at 7 s: the second waits for the launch interval until 17 s. Silent from 8 to 14 s.
    fires = unit(reaction_time=5.0, launch_interval=10.0)
    plan, hand = hunted(10.0, threat(), threat(1), fires=fires, rules=(6.0, 2.0))
    assert one(plan, hand.open_to_all([(7.0, 17.5)]))["kills"] == 2
    plan, hand = hunted(10.0, threat(), threat(1), fires=fires, rules=(10.0, 2.0))
    got = one(plan, hand.open_to_all([(7.0, 17.5)]))
    assert (got["kills"], got["reason:kept-silent"]) == (1, 1)


def test_a_launch_that_waits_beyond_its_window_was_not_cancelled_for_silence():
    fires = unit(reaction_time=4.0, missile_channels=1)
    plan, hand = hunted(8.0, threat(), threat(1), fires=fires, rules=(4.0, 2.0), raider_arrival=50.0)
    hand.flight = 40.0  # the only missile channel is taken from 5 to 45 s
    hand.windows = {(0, 0, 0): [(4.0, 5.0)], (0, 0, 1): [(2.0, 7.0)]}
    got = one(plan, hand)
    assert (got["reason:kept-silent"], got["reason:no-channel"]) == (1, 1)  # the first: its missile lost the radar


def test_switching_off_loses_tracks_that_were_not_dropped():
    defence = system(
        unit(radar=radar(drop_misses=99)),
        surveillance=(radar(),),
        doctrine=doctrine(shut_down=500.0, shut_down_warning=2.0, engage=IGNORE),
    )
    plan = scenario(defence, threats=[threat(), weapon(3)])
    hand = Hand(plan, [500.0, 8.0], looks={(0, 1): SEEN, (1, 0): SEEN}).open_to_all([(20.0, 30.0)])
    got = one(plan, hand)
    assert (got["reason:kept-silent"], got["reason:track-lost"]) == (1, 0)


# --- shut-down and homing weapons --------------------------------------------------------------------------


@pytest.mark.parametrize(("close", "kills"), [(22.9, 0), (23.0, 1)])
def test_a_radar_is_asked_again_when_it_is_to_switch_on(close, kills):
    # Silent from 5 s, 20 - 15; for 5 s and one of switching on: asked at 11, 17 and, the weapon gone, at 23 s.
    plan, hand = hunted(20.0, threat(), rules=(5.0, 15.0), switch_on_time=1.0)
    got = one(plan, hand.open_to_all([(6.0, close)]))
    assert (got["kills"], got["reason:kept-silent"]) == (kills, 1 - kills)
    assert one(plan, hand, "on-unasked")["first_intercept_time"] == 11.0 + hand.flight
    assert one(plan, hand, "never-shut-down")["first_intercept_time"] == 6.0 + hand.flight


@pytest.mark.parametrize(("arrival", "lost"), [(14.9, 0), (15.1, 1)])
def test_a_radar_that_has_not_radiated_is_no_target(arrival, lost):
    defence = system(unit(radar=silent(time=10.0, switch_on_time=5.0)))
    plan = scenario(defence, threats=[weapon(2, hit_probability=1.0)])
    assert one(plan, Hand(plan, [arrival]))["radars_lost"] == lost


@pytest.mark.parametrize(("drift", "lost"), [(0.0, 1), (1e9, 0)])
def test_a_homing_weapon_strays_from_a_silent_radar(drift, lost):
    plan, hand = hunted(20.0, rules=(30.0, 10.0), hit_probability=1.0, memory_drift=drift, lethal_radius=30.0)
    assert one(plan, hand)["radars_lost"] == lost
    assert one(plan, hand, "memory-without-error")["radars_lost"] == 1


def test_the_memory_of_a_homing_weapon_errs_by_the_law():
    # Silent from 10 s, arrival at 20 s: sigma = 3 x 10 = 30 m = L, and 1 - exp(-1/2) hit.
    plan, hand = hunted(20.0, rules=(30.0, 10.0), hit_probability=1.0, memory_drift=3.0, lethal_radius=30.0)
    lost = simulate(plan, hand.build(), 1000, 7)["radars_lost"]
    p = 1.0 - np.exp(-0.5)
    assert abs(lost.mean() - p) < 4.0 * np.sqrt(p * (1 - p) / len(lost))  # 4 standard errors


# --- chance -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "looks", "emission", "kept"),
    [
        # One number: undetected at 15 s, u >= 1/2; a track at 5 or 15 s would have been held for u < 3/4.
        (0.0, [(5.0, 0.5), (15.0, 0.5)], EmissionPlan(silent=True, time=10.0), 0.25),
        # Silent: 1/2 x 1/2. Nothing was switched before the replication began, so that n = 0 when it radiates.
        (100.0, [(105.0, 0.5)], EmissionPlan(on=10.0, off=10.0), 0.25),
        # Silent: 1/2 x 1/2. When it radiates others have gone before: n > 0, and 1/2 x 1/2 x 1/2 more.
        (0.0, [(105.0, 0.5)], EmissionPlan(on=10.0, off=10.0), 0.375),
    ],
)
def test_the_number_of_the_first_track_says_what_a_radar_would_have_held(start, looks, emission, kept):
    plan = scenario(system(unit(radar=radar(drop_misses=9, emission=emission))), threats=[threat(start_time=start)])
    hand = Hand(plan, [500.0], looks={(0, 0): looks}, flight=0.0)
    tables = hand.open_to_all([(1.0, 400.0)]).build()
    kernel = engine.prepare(plan, tables)
    columns = dict(zip(kernel.columns, engine.simulate(kernel, 1, 0, 20_000).T, strict=True))
    for rows, n in ((columns, 20_000), (simulate(plan, tables, 2000, 7), 2000)):
        error = np.sqrt(kept * (1 - kept) / n)
        assert abs(rows["reason:kept-silent"].mean() - kept) < 4.0 * error
