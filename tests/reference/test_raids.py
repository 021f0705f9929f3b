"""Formations that turn back and decoys that are told apart, on hand-made cases on which both engines must agree."""

from __future__ import annotations

from dataclasses import replace

import pytest

from airdef.scenario.plan import CATEGORIES, TellingPlan

from .builders import C, Hand, doctrine, launcher, missile, radar, scenario, system, threat, unit
from .cases import Straight, one

DECOY = CATEGORIES.index("decoy")
BUT_DECOYS = tuple(category != DECOY for category in range(C))
SEEN = [(1.0, 1.0)]


def formation(size, losses, delay=10.0, **changes):
    """Members of a formation that turns back."""
    return [threat(m, losses_to_turn_back=losses, turn_back_delay=delay, **changes) for m in range(size)]


def shot(plan, arrivals, at=(0,), **changes):
    """All are seen at 1 s; those of `at` are open from 2 s on, shot at once, and hit at 3 s."""
    hand = Hand(plan, arrivals, **changes).seen_by_all(SEEN)
    hand.windows = {(0, 0, j): [(2.0, 1000.0)] for j in at}
    return hand


# --- turning back -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("arrival", "turned_back"), [(12.9, 0), (13.0, 2), (500.0, 2)])
def test_the_rest_turns_back_some_time_after_the_loss(arrival, turned_back):
    plan = scenario(system(), threats=[*formation(4, 2), threat(0, formation_index=1)])
    hand = shot(plan, [500.0, 500.0, arrival, arrival, 500.0], at=(0, 1))
    got = one(plan, hand)
    assert (got["kills"], got["turned_back"], got["leakers"]) == (2, turned_back, 3 - turned_back)
    assert one(plan, hand, "never-turns-back")["leakers"] == 3
    assert one(plan, hand, "turns-at-once")["leakers"] == 1


def test_losses_below_the_threshold_and_after_it_change_nothing():
    plan = scenario(system(), threats=formation(4, 3))
    got = one(plan, shot(plan, [500.0] * 4, at=(0, 1)))
    assert (got["kills"], got["turned_back"], got["leakers"]) == (2, 0, 2)
    plan = scenario(system(), threats=formation(4, 1))
    hand = shot(plan, [500.0] * 4, at=(0,))
    hand.windows |= {(0, 0, 1): [(8.0, 9.0)]}
    got = one(plan, hand)
    assert (got["kills"], got["turned_back"], got["leakers"]) == (2, 2, 0)


def test_missiles_at_what_has_turned_back_are_aborted_and_launches_cancelled():
    plan = scenario(system(unit(launch_interval=4.0)), threats=formation(4, 1))
    # Due at 2 s; launched at 2, 6 and 10 s; the one at 10 s would meet at 30 s; the last would be launched at 14 s.
    hand = shot(plan, [500.0] * 4, at=range(4))
    hand.flyouts = {(0, 2): (0.0, [20.0], [1e4])}
    hand.flyouts |= {(0, 1): (0.0, [20.0], [1e4])}
    got = one(plan, hand)
    assert (got["missiles_used"], got["aborted"], got["kills"], got["turned_back"]) == (3, 2, 1, 3)


def test_what_turns_back_before_its_start_releases_nothing_and_what_is_released_flies_on():
    members = formation(4, 1)
    members[2] = replace(members[2], start_time=50.0)
    released = [
        threat(0, formation_index=1, parent=1, start_time=8.0),
        threat(1, formation_index=1, parent=1, start_time=13.0),
        threat(2, formation_index=1, parent=2, start_time=60.0),
    ]
    plan = scenario(system(), threats=[*members, *released])
    hand = shot(plan, [500.0] * 7)
    got = one(plan, hand)
    assert (got["turned_back"], got["not_released"], got["leakers"]) == (3, 2, 1)
    assert one(plan, hand, "late-ones-come")["leakers"] == 3
    assert one(plan, hand, "releases-all-the-same")["leakers"] == 3


def test_an_engagement_of_what_has_turned_back_is_closed_without_judgement():
    plan = scenario(
        system(unit(target_channels=1), doctrine=doctrine(assessment_delay=30.0, alive_given_dead=1.0)),
        threats=[*formation(2, 1), threat(0, formation_index=1)],
    )
    hand = shot(plan, [500.0, 500.0, 500.0], at=(0, 1, 2))
    hand.windows[0, 0, 2] = [(2.0, 40.0)]
    # The first is dead at 3 s, judged alive at 33 s and engaged again for ever: the last finds no channel.
    got = one(plan, hand)
    assert got["turned_back"] == 1


# --- telling apart ----------------------------------------------------------------------------------------


def teller(probability=1.0, within=49.5e3, dwell=10.0, category=DECOY, **changes):
    """A radar that tries from 1 s on: what comes straight from 100 km is near enough at 51 s."""
    chances = tuple(probability * (c == category) for c in range(C))
    return radar(telling=TellingPlan(dwell, (within,), (chances,)), drop_misses=99, **changes)


def decoy(member=0, **changes):
    """A decoy that looks like an aircraft."""
    return threat(member, category=DECOY, looks_like=0, threat_class="decoy", **changes)


def told(*raiders, fires=None, rules=None, surveillance=(), windows=((2.0, 99.0),), arrival=100.0):
    """A unit whose doctrine leaves decoys alone, and whose radar tells them apart."""
    fires = fires or unit(radar=teller())
    rules = doctrine(engage=BUT_DECOYS) if rules is None else rules
    plan = scenario(system(fires, surveillance=surveillance, doctrine=rules), threats=list(raiders))
    hand = Straight(plan, [arrival] * len(raiders)).seen_by_all(SEEN).open_to_all(list(windows))
    return plan, hand


@pytest.mark.parametrize(("opens", "missiles"), [(50.9, 1), (51.0, 0)])
def test_a_decoy_told_apart_is_left_alone(opens, missiles):
    plan, hand = told(decoy(), windows=[(opens, 99.0)])
    got = one(plan, hand)
    assert (got["missiles_used"], got["missiles_on_decoys"], got["told_apart"]) == (missiles, missiles, 1)
    assert got["reason:outside-the-envelope"] == 1 - missiles
    assert one(plan, hand, "never-told-apart")["missiles_on_decoys"] == 1
    assert one(plan, hand, "told-at-any-range")["missiles_on_decoys"] == 0


def test_only_what_looks_like_something_else_is_told_apart():
    plan, hand = told(
        threat(0),
        threat(1, category=DECOY, looks_like=DECOY, threat_class="decoy"),
        threat(2, category=2, looks_like=0),
    )
    assert one(plan, hand)["told_apart"] == 0


def test_ranges_and_categories_have_their_own_probabilities():
    near = tuple(float(c == DECOY) for c in range(C))
    far = tuple(float(c == 5) for c in range(C))
    tells = radar(telling=TellingPlan(10.0, (30e3, 80e3), (near, far)), drop_misses=99)
    engage = tuple(c not in {5, DECOY} for c in range(C))
    for category, opens, missiles in [(5, 20.9, 1), (5, 21.0, 0), (DECOY, 70.9, 1), (DECOY, 71.0, 0)]:
        raider = threat(0, category=category, looks_like=0)
        plan, hand = told(raider, fires=unit(radar=tells), rules=doctrine(engage=engage), windows=[(opens, 99.0)])
        assert one(plan, hand)["missiles_used"] == missiles


def test_a_launch_whose_turn_comes_is_cancelled_with_the_rest_of_the_salvo():
    fires = unit(radar=teller(), launch_interval=8.0)
    rules = doctrine((4,), engage=BUT_DECOYS)
    plan, hand = told(decoy(), fires=fires, rules=rules, windows=[(40.0, 99.0)])
    hand.flight = 90.0
    got = one(plan, hand)
    assert (got["missiles_used"], got["told_apart"]) == (2, 1)


def test_what_is_told_apart_is_not_engaged_again():
    rules = doctrine(engage=BUT_DECOYS, assessment_delay=3.0)
    plan, hand = told(decoy(), fires=unit(radar=teller(), missiles=(missile(0.0),)), rules=rules)
    hand.windows = {(0, 0, 0): [(40.0, 99.0)]}
    # Launched at 40, 44 and 48 s, judged alive at 44, 48 and 52 s.
    got = one(plan, hand)
    assert (got["missiles_used"], got["reason:missed"]) == (3, 1)


def test_a_salvo_and_the_reserve_go_by_what_is_known():
    salvo = tuple((1,) if c == DECOY else (3,) for c in range(C))
    plan, hand = told(decoy(), rules=replace(doctrine(), salvo=salvo), windows=[(60.0, 99.0)])
    assert one(plan, hand)["missiles_used"] == 1
    assert one(plan, hand, "never-told-apart")["missiles_used"] == 3
    rules = doctrine(reserve=5, reserve_for=tuple(c == 0 for c in range(C)))
    fires = unit(radar=teller(), launchers=(launcher(5),))
    for opens, missiles in [(50.0, 1), (60.0, 0)]:
        plan, hand = told(decoy(), fires=fires, rules=rules, windows=[(opens, 99.0)])
        assert one(plan, hand)["missiles_used"] == missiles


def test_priority_goes_by_what_it_looked_like():
    # The decoy looks worth more than the drone; one channel, so that the second is not shot at any more.
    sspk = tuple({0: 0.9, 5: 0.5, DECOY: 0.1}.get(c, 0.0) for c in range(C))
    fires = unit(
        radar=teller(),
        missiles=(
            missile(
                sspk=0.0,
            ),
        ),
        target_channels=1,
    )
    fires = replace(fires, missiles=(replace(fires.missiles[0], sspk=sspk),))
    drone = threat(0, category=5, looks_like=5)
    plan, hand = told(drone, decoy(1), fires=fires, rules=doctrine(priority="marginal-value"), windows=[(60.0, 99.0)])
    hand.flight = 200.0
    assert one(plan, hand)["missiles_on_decoys"] == 1


def test_a_track_lost_counts_from_its_own_time():
    looks = [(1.0, 1.0), (11.0, 0.0), (12.0, 1.0)]
    fires = unit(radar=replace(teller(within=2e5), drop_misses=1))
    for opens, missiles in [(21.9, 1), (22.0, 0)]:
        plan, hand = told(decoy(), fires=fires, windows=[(opens, 99.0)])
        hand.looks = {(0, 0): looks}
        assert one(plan, hand)["missiles_used"] == missiles


def test_what_waits_for_a_place_is_not_held():
    sees = replace(teller(within=2e5), track_capacity=1)
    plan, hand = told(threat(0), decoy(1), fires=unit(radar=sees), windows=[(20.0, 30.0)])
    hand.arrivals = [100.0, 100.0]
    hand.windows = {(0, 0, 0): [(2.0, 3.0)], (0, 0, 1): [(12.9, 30.0)]}
    # The first is dead at 3 s; the decoy held from then, told apart at 13 s.
    assert one(plan, hand)["missiles_on_decoys"] == 1
    hand.windows[0, 0, 1] = [(13.0, 30.0)]
    got = one(plan, hand)
    assert (got["missiles_on_decoys"], got["told_apart"]) == (0, 1)


# --- who knows --------------------------------------------------------------------------------------------


def two_units(teller_of, post_lost, windows=((60.0, 99.0),)):
    """Two units of which `teller_of` says whose radar tells: 0, 1, or -1 for the surveillance radar."""
    blind = radar(drop_misses=99)
    fires = [unit(radar=teller() if teller_of == k else blind) for k in (0, 1)]
    sees = teller() if teller_of < 0 else blind
    rules = doctrine(engage=BUT_DECOYS)
    raiders = [decoy(), threat(1, target=1, hit_probability=float(post_lost))]
    plan = scenario(system(*fires, surveillance=(sees,), doctrine=rules), threats=raiders)
    hand = Straight(plan, [100.0, 30.0]).seen_by_all(SEEN)
    hand.windows = {(w, 0, 0): list(windows) for w in (0, 1)}
    return plan, hand


@pytest.mark.parametrize(
    ("teller_of", "post_lost", "missiles", "known"),
    [(0, False, 0, 1), (-1, False, 0, 1), (0, True, 1, 1), (1, True, 1, 1), (-1, True, 2, 0)],
)
def test_who_knows_what_is_told_apart(teller_of, post_lost, missiles, known):
    plan, hand = two_units(teller_of, post_lost)
    got = one(plan, hand)
    assert (got["missiles_on_decoys"], got["told_apart"], got["posts_lost"]) == (missiles, known, post_lost)
    assert one(plan, hand, "told-to-its-unit-alone")["missiles_on_decoys"] == (1 if teller_of >= 0 else 1 + post_lost)


def test_units_go_on_knowing_when_the_post_is_lost():
    plan, hand = two_units(-1, True)
    hand.arrivals = [100.0, 55.0]
    got = one(plan, hand)
    assert (got["missiles_on_decoys"], got["posts_lost"]) == (0, 1)


# --- why it leaked ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("tells", "reason"), [(True, "spent-on-decoys"), (False, "no-missile")])
def test_rounds_spent_on_decoys(tells, reason):
    fires = unit(radar=teller(within=1.0) if tells else radar(drop_misses=99), launchers=(launcher(1),))
    plan, hand = told(decoy(), threat(1), fires=fires, rules=doctrine())
    hand.windows = {(0, 0, 0): [(2.0, 99.0)], (0, 0, 1): [(4.0, 99.0)]}
    assert one(plan, hand)[f"reason:{reason}"] == 1
    if tells:
        assert one(plan, hand, "decoys-no-reason")["reason:no-missile"] == 1


@pytest.mark.parametrize(("tells", "reason"), [(True, "spent-on-decoys"), (False, "no-channel")])
@pytest.mark.parametrize("arrival", [50.0, 80.0])
def test_channels_spent_on_decoys(tells, reason, arrival):
    fires = unit(radar=teller(within=1.0) if tells else radar(drop_misses=99), target_channels=1)
    plan, hand = told(decoy(), threat(1), fires=fires, rules=doctrine())
    hand.arrivals = [100.0, arrival]
    hand.flight = 60.0
    hand.windows = {(0, 0, 0): [(2.0, 99.0)], (0, 0, 1): [(4.0, 40.0)]}
    assert one(plan, hand)[f"reason:{reason}"] == 1


def test_a_unit_that_engages_what_it_cannot_yet_tell_has_windows():
    # The doctrine ignores aircraft and engages decoys: told apart at 51 s, it is engaged.
    rules = doctrine(engage=tuple(c == DECOY for c in range(C)))
    plan, hand = told(decoy(), rules=rules)
    assert one(plan, hand)["first_intercept_time"] == 51.0 + hand.flight
    hand.windows = {(0, 0, 0): [(2.0, 40.0)]}
    assert one(plan, hand)["reason:detected-too-late"] == 1
    plan, hand = told(decoy(), rules=rules, fires=unit(radar=radar(drop_misses=99)))
    assert one(plan, hand)["reason:outside-the-envelope"] == 1
