"""What losses do to the defence, and why threats leaked, on hand-made cases in which nothing is left to chance."""

from __future__ import annotations

from dataclasses import replace
from math import inf

import pytest

from .builders import (
    OPEN,
    SEEN,
    C,
    Hand,
    asset,
    doctrine,
    launcher,
    missile,
    radar,
    raid,
    scenario,
    system,
    threat,
    unit,
)
from .simpy_engine import simulate

# Flattened targets with one asset and one system: 0 the asset, 1 the post, from 2 radars, then launchers.


def one(plan, hand):
    """The measures of one replication."""
    return {name: values[0] for name, values in simulate(plan, hand.build(), 1, 7).items()}


def with_killer(*systems, target, arrival, size=1, **changes):
    """A raid, and last in it an unseen threat without windows that destroys a target at its arrival."""
    plan, hand = raid(size + 1, *systems, **changes)
    plan = replace(plan, threats=(*plan.threats[:-1], threat(size, target=target, threat_class="killer")))
    hand = replace(hand, plan=plan, arrivals=[*hand.arrivals[:-1], arrival])
    hand.looks = {key: looks for key, looks in hand.looks.items() if key[1] < size}
    hand.windows = {key: windows for key, windows in hand.windows.items() if key[2] < size}
    return plan, hand


@pytest.mark.parametrize(("needs_radar", "kills"), [(True, 0), (False, 1)])
def test_missiles_of_a_lost_unit(needs_radar, kills):
    plan, hand = with_killer(system(unit(missiles=(missile(needs_radar=needs_radar),))), target=2, arrival=10.0)
    hand.flight = 20.0
    got = one(plan, hand)
    assert (got["kills"], got["reason:defender-destroyed"]) == (kills, 1 - kills)
    assert (got["units_lost"], got["radars_lost"], got["reason:outside-the-envelope"]) == (1, 1, 1)


def test_missiles_on_their_way_are_lost_with_their_unit_before_they_are_aborted():
    plan, hand = with_killer(target=2, arrival=10.0)
    hand.flight, hand.arrivals[0] = 20.0, 15.0
    assert one(plan, hand)["reason:defender-destroyed"] == 1


def test_launches_in_the_queue_are_lost_with_their_unit():
    crowded = unit(missile_channels=2)
    plan, hand = with_killer(system(crowded, doctrine=doctrine((2,))), target=2, arrival=10.0, size=2)
    hand.flight = 20.0  # the first missile of each salvo is in the air, the second waits for its channel
    assert one(plan, hand)["missiles_used"] == 2


def test_a_destroyed_radar_loses_its_tracks():
    eye = radar(name="eye")
    plan, hand = with_killer(system(surveillance=(eye,)), target=2, arrival=10.0, windows=[(20.0, 30.0)])
    hand.looks = {(0, 0): SEEN}
    got = one(plan, hand)
    assert (got["radars_lost"], got["units_lost"], got["reason:defender-destroyed"]) == (1, 0, 1)


def test_another_unit_takes_over_from_a_lost_one():
    plan, hand = with_killer(system(unit(), unit(reaction_time=1.0)), target=3, arrival=10.0)
    hand.flight = 20.0
    got = one(plan, hand)  # the second unit was ready first, at 1 s; the first launches as that falls, at 10 s
    assert (got["kills"], got["aborted"], got["first_intercept_time"]) == (1, 1, 30.0)


def test_a_system_without_its_post_hears_only_its_own_radars():
    eye = radar(name="eye")
    # flattened radars: the eye, then the engagement radar, which sees nothing
    plan, hand = with_killer(system(surveillance=(eye,)), target=1, arrival=10.0)
    hand.looks = {(0, 0): [(20.0, 1.0)]}
    got = one(plan, hand)
    assert (got["posts_lost"], got["reason:defender-destroyed"]) == (1, 1)
    hand.looks = {(1, 0): [(20.0, 1.0)]}
    assert one(plan, hand)["kills"] == 1


def test_units_thrown_on_their_own_no_longer_share():
    plan, hand = with_killer(system(unit(), unit()), target=1, arrival=10.0)
    hand.flight = 20.0
    got = one(plan, hand)  # the first unit launched at 2 s, the second, on its own, at 10 s
    assert (got["missiles_used"], got["intercept_attempts"], got["aborted"]) == (2, 1, 1)
    rules = doctrine(dead_given_alive=1.0)  # judged dead at 3 s: closed, and stays closed
    plan, hand = with_killer(system(*[unit(missiles=(missile(0.0),))] * 2, doctrine=rules), target=1, arrival=10.0)
    assert one(plan, hand)["missiles_used"] == 1


def test_a_unit_thrown_on_its_own_goes_on_counting():
    rules = doctrine((1, 3), rounds=2)
    windows = [(2.0, 2.5), (20.0, 30.0)]  # one engagement before the post is lost, one after
    plan, hand = with_killer(
        system(unit(missiles=(missile(0.0),)), doctrine=rules), target=1, arrival=10.0, windows=windows
    )
    assert one(plan, hand)["missiles_used"] == 1 + 3


def test_a_launcher_is_lost_with_its_rounds():
    plan, hand = with_killer(target=3, arrival=10.0, windows=[(20.0, 30.0)])
    got = one(plan, hand)
    assert (got["launchers_lost"], got["reason:no-missile"]) == (1, 1)


def test_a_destroyed_radar_that_would_have_seen_it():
    plan, hand = with_killer(target=2, arrival=10.0, looks=[(20.0, 1.0)])
    assert one(plan, hand)["reason:defender-destroyed"] == 1
    plan, hand = with_killer(target=2, arrival=10.0, looks=[(20.0, 0.0)])
    assert one(plan, hand)["reason:undetected"] == 1


def test_a_unit_destroyed_before_its_windows():
    plan, hand = with_killer(target=2, arrival=10.0, windows=[(20.0, 30.0)])
    assert one(plan, hand)["reason:defender-destroyed"] == 1
    plan, hand = with_killer(target=2, arrival=10.0, windows=[(0.0, 0.5)])
    assert one(plan, hand)["reason:detected-too-late"] == 1


def test_a_category_left_alone_has_no_windows():
    plan, hand = raid(1, system(doctrine=doctrine(engage=(False,) * C)))
    assert one(plan, hand)["reason:outside-the-envelope"] == 1


def test_rounds_of_a_type_without_a_window_do_not_count():
    armed = unit(missiles=(missile(), missile()), launchers=(launcher(1), launcher(9, missile=1)))
    plan, hand = raid(2, system(armed))
    hand.windows = {(0, 0, j): OPEN for j in range(2)}
    got = one(plan, hand)
    assert (got["missiles_used"], got["reason:no-missile"]) == (1, 1)
    hand.windows[1, 0, 1] = [(2.0, 2.5)]  # now both can be shot at
    assert one(plan, hand)["missiles_used"] == 2


def test_what_only_passes_is_gone():
    plan = scenario(system(), threats=[threat(target=-1)])
    assert one(plan, Hand(plan, [inf], [50.0]))["exited"] == 1


def test_assets_lose_value_by_hits():
    plan, hand = raid(2, hits=2)
    plan = replace(plan, assets=(asset(value=6.0, hits_to_destroy=3),))
    hand.plan, hand.windows = plan, {}
    got = one(plan, hand)
    assert (got["asset_value_lost"], got["assets_lost"]) == (6.0, 1)
    plan, hand = raid(1, hits=2)
    plan = replace(plan, assets=(asset(value=6.0, hits_to_destroy=3),))
    hand.plan, hand.windows = plan, {}
    got = one(plan, hand)
    assert (got["asset_value_lost"], got["assets_lost"]) == (4.0, 0)
