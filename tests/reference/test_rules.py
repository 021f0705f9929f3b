"""The rules of engagement.md one by one, on hand-made cases in which nothing is left to chance."""

from __future__ import annotations

from dataclasses import replace
from math import inf, pi

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


def one(plan, hand, *faults):
    """The measures of one replication."""
    got = simulate(plan, hand.build(), 1, 7, frozenset(faults))
    return {name: values[0] for name, values in got.items()}


def killed(plan, hand):
    """The classes of which a threat was destroyed."""
    got = one(plan, hand)
    return {name.removeprefix("kills:") for name in got if name.startswith("kills:") and got[name]}


# --- ready, decisions -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("window", "reaction", "launch"),
    [
        ((10.0, 20.0), 4.0, 10.0),  # known long before: the reaction ends as the window opens
        ((2.0, 20.0), 4.0, 5.0),  # known late: the reaction starts with the track, at 1 s
        ((2.0, 5.0), 4.0, 5.0),  # the last moment counts
        ((2.0, 4.9), 4.0, None),
    ],
)
def test_the_reaction_time_ends_in_a_window(window, reaction, launch):
    plan, hand = raid(1, system(unit(reaction_time=reaction)), windows=[window])
    got = one(plan, hand)
    if launch is None:
        assert got["reason:detected-too-late"] == 1
    else:
        assert got["first_intercept_time"] == launch + hand.flight
    skipped = one(plan, hand, "reaction-skipped")
    assert skipped["first_intercept_time"] == window[0] + hand.flight


@pytest.mark.parametrize(("rule", "first"), [("earliest-impact", "early"), ("most-value", "dear"), ("nearest", "near")])
def test_priority(rule, first):
    assets = (asset(), asset(value=9.0))
    threats = [
        threat(0, threat_class="passing", target=-1),
        threat(1, threat_class="early"),
        threat(2, threat_class="dear", target=1),
        threat(3, threat_class="near"),
        threat(4, threat_class="twin", target=1),  # as the third in every respect, but later in the list
    ]
    station = unit(launchers=(launcher(1),))
    plan = scenario(system(station, doctrine=doctrine(priority=rule)), threats=threats, assets=assets)
    arrivals = [inf, 300.0, 400.0, 500.0, 400.0]
    hand = Hand(plan, arrivals, [600.0, *arrivals[1:]]).seen_by_all(SEEN).open_to_all(OPEN)
    hand.closest = hand.build().closest.copy()
    hand.closest[0] = [500.0, 300.0, 400.0, 50.0, 400.0]
    assert killed(plan, hand) == {first}


# SSPKs of the type that gives the value saved, by category: 0.5, but 1 for the third.
ODDS = (0.5, 0.5, 1.0) + (0.5,) * (C - 3)
# Of the second category three missiles are fired at first, then one; of the others one.
SALVOES = ((1,), (3, 1), (1,)) + ((1,),) * (C - 3)


def marginal(rule, *units, **rules):
    """Units of two types: the first has had its window when the track is firm, the second kills at once.

    Each unit takes one threat. In the second's only window, 2 to 2.5 s, nothing can be engaged after that.
    """
    assets = tuple(asset(value=v) for v in (1.0, 10.0, 4.0, 6.0, 5.2))
    threats = [
        threat(0, threat_class="passing", target=-1, looks_like=2),
        threat(1, threat_class="early", target=0, looks_like=1),
        threat(2, threat_class="dear", target=1, category=1, looks_like=0),
        threat(3, threat_class="near", target=2, looks_like=1),
        threat(4, threat_class="late", target=3, looks_like=1),  # as `saved`, but for its arrival
        threat(5, threat_class="saved", target=3, looks_like=1),
        threat(6, threat_class="twin", target=3, looks_like=1),  # as `saved`, but for its index
        threat(7, threat_class="sure", target=4, looks_like=2),
    ]
    plan = scenario(
        system(*units, doctrine=replace(doctrine(priority=rule, **rules), salvo=SALVOES)),
        threats=threats,
        assets=assets,
    )
    arrivals = [inf, 300.0, 430.0, 440.0, 450.0, 400.0, 400.0, 420.0]
    hand = Hand(plan, arrivals, [600.0, *arrivals[1:]], facings=2).seen_by_all(SEEN)
    for w in range(2 * len(units)):
        hand.windows |= {(w, 0, j): [(0.0, 0.5) if w % 2 == 0 else (2.0, 2.5)] for j in range(len(threats))}
    hand.closest = hand.build().closest.copy()
    hand.closest[:, 3] = 50.0
    return plan, hand


def two_types(odds, kills=1.0):
    """A unit with rounds of its second type only, and one target channel."""
    types = (replace(missile(), sspk=odds), missile(kills))
    return unit(missiles=types, launchers=(launcher(3, missile=1),), target_channels=1, facings=(0.0, pi / 2))


@pytest.mark.parametrize(
    ("rule", "first"),
    [("earliest-impact", "early"), ("most-value", "dear"), ("nearest", "near"), ("marginal-value", "saved")],
)
def test_marginal_value_takes_what_no_other_rule_takes(rule, first):
    """Value saved, v (1 - (1 - p)^n): the order is saved (400 s), twin, late (450 s), sure, dear, near, early, passing.

    saved, twin, late  6 (1 - 0.5^3) = 5.25   (3 with one missile, as `dear` and `sure` get: then `sure` were first)
    sure               5.2 (1 - 0) = 5.2
    dear               10 (1 - 0.5) = 5       (8.75 with the salvo of the category that it is but does not look like)
    near               4 (1 - 0.5^3) = 3.5
    early              1 (1 - 0.5^3) = 0.875
    passing            0
    With the SSPK of the second type, which fires, `dear` would be first: 10.
    """
    assert killed(*marginal(rule, two_types(ODDS))) == {first}


def test_marginal_value_rests_on_the_first_type_with_any_window():
    """Where the first type has no window for `dear`, the second's SSPK of 1 counts: 10 (1 - 0) = 10 > 5.25.

    A window of the first type in another facing makes it 5 again; one beyond the hold-fire range is no window.
    """
    plan, hand = marginal("marginal-value", two_types(ODDS))
    del hand.windows[0, 0, 2]
    assert killed(plan, hand) == {"dear"}
    hand.windows[0, 1, 2] = [(700.0, 800.0)]
    assert killed(plan, hand) == {"saved"}
    plan, hand = marginal("marginal-value", two_types(ODDS), hold_fire_range=5e4)
    assert killed(plan, hand) == {"saved"}
    hand.flyouts[0, 2] = (0.0, [1.0], [1e5])
    assert killed(plan, hand) == {"dear"}


def test_marginal_value_in_a_cell_is_that_of_the_unit_for_which_it_is_greatest():
    """`dear` is worth 10 x 0.5 = 5 to the first unit, 10 x 0.6 = 6 > 5.25 to the second: the cell takes it first.

    The first unit, lowest in index, gets it and kills; `saved` is left to the second, whose missiles never do. On its
    own the first takes `saved`, and the second, which goes for `dear`, kills nothing.
    """
    units = two_types(ODDS), two_types((0.6, *ODDS[1:]), kills=0.0)
    assert killed(*marginal("marginal-value", *units)) == {"dear"}
    assert killed(*marginal("marginal-value", *units, coordination="autonomous")) == {"saved"}


def test_the_unit_that_could_launch_first_is_best():
    slow, quick = unit(reaction_time=6.0), unit(reaction_time=3.0)
    plan, hand = raid(1, system(slow, quick))
    assert one(plan, hand)["first_intercept_time"] == 1.0 + 3.0 + hand.flight


def test_the_unit_with_most_free_channels_is_next():
    # Two threats at once, two units of 2 and 1 channels: one each, and of the first unit's missiles none kills.
    plan, hand = raid(2, system(unit(target_channels=1, missiles=(missile(0.0),)), unit(target_channels=2)))
    got = one(plan, hand)
    # Both units have one channel free for the second threat: the lower index takes it, and misses for ever.
    assert (got["kills"], got["leakers"]) == (1, 1)


def test_units_share_or_do_not():
    plan, hand = raid(1, system(unit(), unit()))
    assert one(plan, hand)["missiles_used"] == 1
    plan, hand = raid(1, system(unit(), unit(), doctrine=doctrine(coordination="autonomous")))
    got = one(plan, hand)
    assert (got["missiles_used"], got["intercept_attempts"], got["aborted"]) == (2, 1, 1)


def test_channels_bound_engagements():
    plan, hand = raid(3, system(unit(target_channels=2)), arrival=60.0)
    hand.flight = 55.0
    hand.open_to_all([(2.0, 50.0)])  # closed when the channels fall free
    got = one(plan, hand)
    assert (got["kills"], got["reason:no-channel"], got["peak_targets"]) == (2, 1, 2)
    assert one(plan, hand, "one-channel-more")["kills"] == 3


def test_the_reserve_is_kept_but_for_whom_it_is_meant():
    keeps = system(unit(launchers=(launcher(3),)), doctrine=doctrine(reserve=2))
    plan, hand = raid(3, keeps)
    got = one(plan, hand)
    assert (got["missiles_used"], got["reason:no-missile"]) == (1, 2)
    assert one(plan, hand, "reserve-ignored")["missiles_used"] == 3
    rules = doctrine(reserve=2, reserve_for=(True,) * C)
    plan, hand = raid(3, replace(keeps, doctrine=rules))
    assert one(plan, hand)["missiles_used"] == 3


@pytest.mark.parametrize(("channels", "rounds", "fired"), [(9, 9, 4), (2, 9, 2), (9, 3, 3)])
def test_the_salvo_is_bounded_by_channels_and_rounds(channels, rounds, fired):
    plan, hand = raid(
        1,
        system(
            unit(missile_channels=channels, missiles=(missile(0.0),), launchers=(launcher(rounds),)),
            doctrine=doctrine((4,), rounds=1),
        ),
    )
    assert one(plan, hand)["missiles_used"] == fired
    assert one(plan, hand, "salvo-counted-once")["missiles_used"] == 1


def test_the_second_type_fires_where_the_first_has_no_window_or_no_round():
    weapons = (missile(0.0), missile(1.0))
    armed = unit(missiles=weapons, launchers=(launcher(1), launcher(1, missile=1)))
    plan, hand = raid(1, system(armed, doctrine=doctrine(rounds=1)))
    assert one(plan, hand)["kills"] == 0
    hand.windows[0, 0, 0] = [(300.0, 400.0)]
    assert one(plan, hand)["kills"] == 1
    plan, hand = raid(1, system(armed))
    assert (one(plan, hand)["kills"], one(plan, hand)["intercept_attempts"]) == (1, 2)


def test_an_idle_unit_turns_to_where_the_threat_is():
    turns = unit(facings=(0.0, pi / 2), slew_rate=0.1)
    plan, hand = raid(1, system(turns))
    hand.facings = 2
    hand.windows = {(0, 1, 0): OPEN}
    assert one(plan, hand)["first_intercept_time"] == pytest.approx(1.0 + pi / 2 / 0.1 + 1.0, abs=1e-9)
    hand.windows[0, 0, 0] = [(50.0, 60.0)]  # its present facing will do: it waits
    assert one(plan, hand)["first_intercept_time"] == 51.0


def test_fire_is_held_until_the_threat_is_near():
    plan, hand = raid(1, system(doctrine=doctrine(hold_fire_range=5e4)))
    # Range at intercept falls from 100 km (launch at 0 s) to nothing (100 s): 50 km at 50 s.
    hand.dt = 100.0
    hand.flyouts = {(0, 0): (0.0, [1.0, 1.0], [1e5, 0.0])}
    got = one(plan, hand)
    assert got["first_intercept_time"] == pytest.approx(51.0)
    assert got["first_intercept_range"] == pytest.approx(5e4)


# --- launching --------------------------------------------------------------------------------------------


def test_launches_keep_their_interval():
    spaced = unit(launch_interval=2.0, missiles=(missile(0.0),))
    plan, hand = raid(1, system(spaced, doctrine=doctrine((3,), rounds=1)))
    hand.flight = 3.0  # launches at 2, 4, 6: two missiles in the air at most
    assert one(plan, hand)["peak_missiles"] == 2
    hand.open_to_all([(2.0, 5.0)])  # the third lies in no window
    assert one(plan, hand)["missiles_used"] == 2


def test_launches_wait_for_a_missile_channel():
    plan, hand = raid(2, system(unit(missile_channels=1)), windows=[(2.0, 13.0)])
    hand.flight = 10.0
    assert one(plan, hand)["kills"] == 2
    hand.open_to_all([(2.0, 11.0)])  # the channel falls free at 12 s
    got = one(plan, hand)
    assert (got["kills"], got["engagements"]) == (1, 1)


def test_a_launcher_waits_its_own_interval_and_its_neighbour_does_not():
    slow = launcher(2, interval=10.0)
    plan, hand = raid(2, system(unit(launchers=(slow,))), windows=[(2.0, 11.0)])
    assert one(plan, hand)["kills"] == 1
    plan, hand = raid(2, system(unit(launchers=(slow, slow))), windows=[(2.0, 11.0)])
    assert one(plan, hand)["kills"] == 2


def test_an_empty_launcher_is_reloaded_as_often_as_it_can_be():
    plan, hand = raid(3, system(unit(launchers=(launcher(1, reloads=1, reload_time=20.0),))))
    got = one(plan, hand)
    assert (got["kills"], got["reason:no-missile"]) == (2, 1)
    hand.open_to_all([(2.0, 21.9)])
    assert one(plan, hand)["kills"] == 1


def test_stock_is_drawn_by_the_round_and_a_part_of_a_load_takes_its_share():
    # 2 of 4 launchers' rounds are in stock: one launcher of 4 rounds, whose stock holds 2
    weak = missile(0.0)
    launchers = (launcher(2, reloads=1, reload_time=40.0), launcher(4))
    rules = doctrine((6,), rounds=1)
    plan, hand = raid(2, system(unit(launchers=launchers, missiles=(weak,), missile_channels=9), doctrine=rules))
    assert one(plan, hand)["missiles_used"] == 8


@pytest.mark.parametrize(("policy", "kills"), [("when-empty", 3), ("when-idle", 3), ("never", 2)])
def test_the_doctrine_says_when_a_launcher_is_reloaded(policy, kills):
    rules = doctrine(reload=policy)
    plan, hand = raid(3, system(unit(launchers=(launcher(2, reloads=1, reload_time=20.0),)), doctrine=rules))
    assert one(plan, hand)["kills"] == kills


def test_an_idle_launcher_is_topped_up_while_others_can_fire():
    # two launchers of 2: one round is fired at 2 s, idle for 5 s, a round loaded by 12 s; then four rounds again
    idle = (launcher(2, reloads=1, reload_time=10.0), launcher(2))
    fires = unit(launchers=idle, missile_channels=2, target_channels=1, missiles=(missile(0.0),))
    for policy, used in (("when-idle", 5), ("when-empty", 4)):
        plan, hand = raid(5, system(fires, doctrine=doctrine(rounds=1, reload=policy)))
        hand.windows = {}
        for j, opens in enumerate([2.0, 13.0, 14.0, 15.0, 16.0]):
            hand.windows[0, 0, j] = [(opens, opens + 0.5)]
        assert one(plan, hand)["missiles_used"] == used


def test_while_there_is_stock_one_launcher_is_emptied_before_the_next():
    pair = (launcher(2, reloads=1, reload_time=100.0), launcher(2, reloads=1, reload_time=100.0))
    plan, hand = raid(4, system(unit(launchers=pair, launch_interval=1.0)), windows=[(2.0, 5.5)])
    assert one(plan, hand)["kills"] == 4
    plan, hand = raid(6, system(unit(launchers=pair, launch_interval=1.0)))
    # emptied at 3 s and at 5 s, full at 103 s and 105 s
    hand.open_to_all([(2.0, 104.0)])
    assert one(plan, hand)["kills"] == 6


def test_a_first_launch_needs_a_track_and_a_later_one_does_not():
    looks = [(1.0, 1.0), (3.0, 0.0)]
    plan, hand = raid(1, system(unit(reaction_time=4.0)), looks=looks)
    got = one(plan, hand)
    assert (got["missiles_used"], got["engagements"], got["reason:track-lost"]) == (0, 0, 1)
    spaced = unit(reaction_time=1.0, launch_interval=3.0, missiles=(missile(0.0),))
    plan, hand = raid(1, system(spaced, doctrine=doctrine((2,), rounds=1)), looks=looks)
    assert one(plan, hand)["missiles_used"] == 2


def test_no_launch_at_what_no_longer_flies():
    spaced = unit(launch_interval=2.0)
    plan, hand = raid(1, system(spaced, doctrine=doctrine((3,))))
    assert one(plan, hand)["missiles_used"] == 1


# --- assessment ----------------------------------------------------------------------------------------------


def test_the_channel_is_busy_until_the_end_of_the_assessment():
    rules = doctrine(assessment_delay=5.0)
    plan, hand = raid(2, system(unit(target_channels=1), doctrine=rules), windows=[(2.0, 8.0)])
    assert one(plan, hand)["kills"] == 2  # 2 s, flight 1 s, assessment 5 s: 8 s
    late = one(plan, hand, "assessment-late")
    assert (late["kills"], late["reason:no-channel"]) == (1, 1)


def test_a_phantom_wastes_missiles_in_its_windows():
    rules = doctrine((1, 3), rounds=2, alive_given_dead=1.0)
    plan, hand = raid(1, system(doctrine=rules))
    got = one(plan, hand)
    assert (got["intercept_attempts"], got["aborted"], got["engagements"]) == (1, 3, 2)
    hand.open_to_all([(2.0, 2.5)])
    assert one(plan, hand)["missiles_used"] == 1


def test_a_threat_judged_dead_is_left_alone():
    rules = doctrine(dead_given_alive=1.0)
    plan, hand = raid(1, system(unit(missiles=(missile(0.0),)), doctrine=rules))
    got = one(plan, hand)
    assert (got["missiles_used"], got["reason:missed"]) == (1, 1)


def test_a_survivor_is_engaged_again_without_reaction_time():
    slow = unit(reaction_time=4.0, missiles=(missile(0.0),))
    plan, hand = raid(1, system(slow, doctrine=doctrine(rounds=2)), windows=[(5.0, 8.0)])
    assert one(plan, hand)["missiles_used"] == 2  # at 5 and, after 1 s of flight, at 6


# --- tracks ---------------------------------------------------------------------------------------------------


def test_a_full_radar_takes_up_what_waited():
    plan, hand = raid(2, system(unit(radar=radar(track_capacity=1))))
    hand.flight = 10.0
    got = one(plan, hand)
    assert (got["kills"], got["peak_targets"]) == (2, 1)
    hand.open_to_all([(2.0, 11.0)])  # the place falls free at 12 s
    assert one(plan, hand)["reason:detected-too-late"] == 1


def test_a_track_that_waits_is_dropped_like_another():
    plan, hand = raid(2, system(unit(radar=radar(track_capacity=1))))
    hand.flight = 10.0
    hand.looks[0, 1] = [(1.0, 1.0), (5.0, 0.0)]
    assert one(plan, hand)["reason:undetected"] == 1


# --- ties ----------------------------------------------------------------------------------------------------


def test_an_intercept_comes_before_an_arrival():
    plan, hand = raid(1, arrival=12.0)
    hand.flight = 10.0
    assert one(plan, hand)["kills"] == 1


def release(carrier_arrival, flight):
    """A carrier, seen from 1 s, that releases a weapon at 12 s; nobody sees the weapon."""
    plan = scenario(system(), threats=[threat(0), threat(0, formation_index=1, parent=0, start_time=12.0)])
    hand = Hand(plan, [carrier_arrival, 50.0], looks={(0, 0): SEEN}, windows={(0, 0, 0): OPEN}, flight=flight)
    return one(plan, hand)


def test_a_weapon_exists_unless_its_carrier_was_destroyed_by_then():
    assert release(30.0, 10.0)["not_released"] == 1  # intercepted at 12 s, the instant of release
    assert release(30.0, 10.1)["not_released"] == 0
    assert release(12.0, 20.0)["not_released"] == 0  # arrived at the instant of release


def test_what_never_existed_releases_nothing():
    chain = [threat(j, parent=j - 1, start_time=12.0 * j) for j in range(3)]
    plan = scenario(system(), threats=chain)
    hand = Hand(plan, [50.0] * 3, looks={(0, 0): SEEN}, windows={(0, 0, 0): OPEN})
    assert one(plan, hand)["not_released"] == 2
