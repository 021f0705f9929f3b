"""Which of several ready threats a unit takes, and what is known of them, on cases made by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reference.builders import Hand, asset, doctrine, launcher, missile, radar, raid, scenario, system, threat, unit

from .test_reasons import reasons, simulate, struck
from .test_rules_by_hand import told, turning


@pytest.mark.parametrize(("share", "first"), [(0.5, 0), (1.5, 1)])
def test_a_unit_goes_by_the_arrival_of_what_starts_later(share, first):
    # The one channel is in use from 2 to 102 s. Of the two threats that are ready then, the second starts later by a
    # random time d, and arrives at 500 s - share x d + d.
    own = unit(missiles=(missile(0.0),), target_channels=1)
    threats = [threat(0), threat(0, formation_index=1, gap_mean=20.0), threat(1)]
    plan = scenario(system(own, doctrine=doctrine(rounds=1)), threats=threats)
    hand = Hand(plan, [500.0, 500.0, 500.0], flight=100.0).seen_by_all([(1.0, 1.0)])
    hand.windows = {(0, 0, j): [(2.0, 9.0) if j == 2 else (20.0, 400.0)] for j in range(3)}
    d = next(e.time for e in told(plan, hand, "appear") if e.threat == 1)
    assert 1.0 < d < 80.0
    hand.arrivals[1] = 500.0 - share * d
    assigned = [(e.time, e.threat) for e in told(plan, hand, "assign")]
    assert assigned == [(2.0, 2), (102.0, first), (202.0, 1 - first)]


def test_what_is_passed_over_keeps_its_value():
    # One round of the first type, again at 42, 82 and 122 s; the last threat alone is for the other type. By value
    # the third goes before the second and that before the fourth; by arrival it is the other way round.
    both = unit(
        missiles=(missile(0.0, name="one"), missile(0.0, name="two")),
        launchers=(launcher(1, reloads=3, reload_time=40.0), launcher(9, missile=1)),
    )
    values = (10.0, 3.0, 5.0, 2.0, 1.0)
    plan = scenario(
        system(both, doctrine=doctrine(rounds=1, priority="most-value")),
        threats=[threat(m, target=m) for m in range(5)],
        assets=tuple(asset(value=v) for v in values),
    )
    hand = Hand(plan, [200.0, 300.0, 350.0, 250.0, 400.0]).seen_by_all([(1.0, 1.0)]).open_to_all([(2.0, 190.0)])
    for j in range(5):
        hand.windows[int(j != 4), 0, j] = []
    got = [(e.time, e.threat, e.missile) for e in told(plan, hand, "launch")]
    assert got == [(2.0, 0, "one"), (2.0, 4, "two"), (42.0, 2, "one"), (82.0, 1, "one"), (122.0, 3, "one")]


def test_time_left_for_what_starts_later_shifts_with_it():
    # Known from 20 to 25 s after its start, with a window from 28 to 30 s: in time, whatever the start.
    plan, hand = raid(1, looks=[(20.0, 1.0), (25.0, 0.0)], windows=[(28.0, 30.0)], gap_mean=60.0)
    (begun,) = (e.time for e in told(plan, hand, "appear"))
    assert begun > 10.0
    assert reasons(plan, hand) == {"track-lost": 1}


def test_what_a_radar_sees_without_its_post_is_known_to_no_unit():
    # The post is lost at 10 s; the surveillance radar has its track from 20 s on, after the last window.
    own = system(surveillance=(radar(name="far"),))
    plan, hand = struck(own, target=1, arrival=10.0, windows=[(2.0, 15.0)])
    hand.looks = {(0, 0): [(20.0, 1.0)]}
    assert reasons(plan, hand) == {"defender-destroyed": 1, "outside-the-envelope": 1}


def test_a_unit_on_its_own_is_not_told_of_tracks_of_another():
    # Two units on their own from 10 s on; the radar of the first sees the threat, the second could shoot at it.
    plan, hand = struck(system(unit(), unit()), target=1, arrival=10.0, windows=[(20.0, 400.0)])
    hand.looks, hand.windows = {(0, 0): [(15.0, 1.0)]}, {(1, 0, 0): [(20.0, 400.0)]}
    assert told(plan, hand, "assign") == []
    near = replace(hand, looks={(1, 0): [(15.0, 1.0)]})
    assert [(e.time, e.unit) for e in told(plan, near, "assign")] == [(20.0, 1)]


def test_a_unit_turns_by_the_windows_of_what_starts_later():
    # Of its own time it is known from 1 s on; the first window comes in the second facing, five seconds away.
    plan, hand = turning({(1, 0): [(20.0, 30.0)], (2, 0): [(60.0, 400.0)]}, (0.0, 1.0, 2.0))
    plan = replace(plan, threats=(threat(0, gap_mean=80.0),))
    hand = replace(hand, plan=plan)
    (begun,) = (e.time for e in told(plan, hand, "appear"))
    assert begun > 15.0
    turn = told(plan, hand, "turn")[0]
    assert turn.time == pytest.approx(begun + 1.0)
    assert turn.value == pytest.approx(5.0)
    assert next(e.time for e in told(plan, hand, "launch")) == pytest.approx(begun + 20.0)


def test_what_one_unit_gives_up_is_ready_for_the_others():
    # The first unit flies at it until 32 s, and has no window then; the second could have launched from 20 s on.
    own = unit(missiles=(missile(0.0),))
    plan, hand = raid(1, system(own, own, doctrine=doctrine(rounds=2)), windows=[(20.0, 100.0)])
    hand.windows[0, 0, 0], hand.flight = [(2.0, 3.0)], 30.0
    assert [(e.time, e.unit) for e in told(plan, hand, "launch")] == [(2.0, 0), (32.0, 1)]


def test_a_unit_that_was_never_ready_says_nothing_of_the_others():
    # The first unit has no window at all; the second has one round for two threats.
    own = unit(missiles=(missile(0.0),), launchers=(launcher(1),))
    plan, hand = raid(2, system(own, own, doctrine=doctrine(rounds=1)))
    hand.windows |= {(0, 0, j): [] for j in range(2)}
    assert reasons(plan, hand) == {"missed": 1, "no-missile": 1}


def test_a_channel_that_is_in_use_until_the_arrival():
    plan, hand = raid(2, system(unit(target_channels=1)), arrival=50.0)
    hand.flight = 100.0  # the one channel is taken at 2 s and is not free again before 102 s
    assert reasons(plan, hand) == {"missed": 1, "no-channel": 1}


def test_a_unit_without_its_post_still_hears_its_own_radar():
    # It holds a track from 1 s to the arrival, before the window: nobody was blinded.
    plan, hand = struck(system(unit()), target=1, arrival=10.0, windows=[(450.0, 460.0)])
    hand.arrivals[0] = 100.0
    assert reasons(plan, hand) == {"detected-too-late": 1, "outside-the-envelope": 1}


def test_a_unit_turns_when_the_threat_it_stayed_for_is_lost():
    # The first by priority has a window to come where the unit faces; its track is dropped at 20 s.
    plan, hand = turning({(0, 0): [(50.0, 60.0)], (1, 1): [(100.0, 400.0)]}, threats=2)
    hand.arrivals = [400.0, 500.0]
    hand.looks = {(0, 0): [(1.0, 1.0), (20.0, 0.0)], (0, 1): [(1.0, 1.0)]}
    assert [(e.time, e.value) for e in told(plan, hand, "turn")] == [(20.0, 7.5)]
    assert [(e.time, e.threat) for e in told(plan, hand, "launch")] == [(100.0, 1)]


def test_units_that_were_never_ready_do_not_stand_for_those_that_were():
    # The only unit with windows is busy with the first threat until 102 s, and lost at 10 s; another stands.
    own = system(unit(target_channels=1), unit())
    plan, hand = struck(own, target=2, arrival=10.0)
    plan = replace(plan, threats=(*plan.threats, threat(2)))
    hand = replace(hand, plan=plan, arrivals=[*hand.arrivals, 500.0], flight=100.0)
    hand.looks |= {(r, 2): [(1.0, 1.0)] for r in range(2)}
    hand.windows = {(0, 0, j): [(2.0, 400.0)] for j in (0, 2)}
    assert reasons(plan, hand) == {"defender-destroyed": 2, "outside-the-envelope": 1}


def test_without_a_round_left_it_is_no_missile_though_it_was_assigned():
    # Two threats at 2 s, ten seconds from launch to launch; the only launcher is lost at 5 s.
    own = system(unit(missiles=(missile(0.0),), launch_interval=10.0), doctrine=doctrine(rounds=1))
    plan, hand = struck(own, target=3, arrival=5.0)
    plan = replace(plan, threats=(*plan.threats, threat(2)))
    hand = replace(hand, plan=plan, arrivals=[*hand.arrivals, 500.0])
    hand.looks[0, 2], hand.windows[0, 0, 2] = hand.looks[0, 0], hand.windows[0, 0, 0]
    assert reasons(plan, hand) == {"missed": 1, "no-missile": 1, "outside-the-envelope": 1}


def test_full_channels_count_of_units_that_were_ready():
    # The last threat is known from 5 s on. The first unit is ready for it, without a round until 42 s; the second has
    # its channel in use to the end, but its window was over.
    first = unit(missiles=(missile(0.0),), launchers=(launcher(1, reloads=1, reload_time=40.0),))
    second = unit(missiles=(missile(0.0),), target_channels=1)
    plan, hand = raid(3, system(first, second, doctrine=doctrine(rounds=1)), arrival=100.0)
    hand.flyouts = {(1, 1): (0.0, [600.0], [1e4])}
    hand.looks |= {(r, 2): [(5.0, 1.0)] for r in range(2)}
    hand.windows = {(0, 0, 0): [(2.0, 3.0)], (1, 0, 1): [(2.0, 3.0)], (0, 0, 2): [(5.0, 20.0)], (1, 0, 2): [(2.0, 3.0)]}
    assert reasons(plan, hand) == {"missed": 2, "no-missile": 1}


def test_missiles_of_a_lost_unit_take_no_more_channels_of_its_system():
    # Two missiles of the first unit from 2 s on, which is lost at 10 s; four of the second from 20 s on.
    own = unit(missiles=(missile(0.0),))
    plan, hand = struck(system(own, own, doctrine=doctrine((2,), rounds=1)), target=2, arrival=10.0)
    plan = replace(plan, threats=(*plan.threats, threat(2), threat(3)))
    hand = replace(hand, plan=plan, arrivals=[*hand.arrivals, 500.0, 500.0], flight=100.0)
    hand.looks |= {(1, j): [(1.0, 1.0)] for j in (2, 3)}
    hand.windows = {(0, 0, 0): [(2.0, 9.0)], (1, 0, 2): [(20.0, 30.0)], (1, 0, 3): [(20.0, 30.0)]}
    assert simulate(plan, hand)["peak_missiles"] == 4


@pytest.mark.parametrize(("homing", "draws"), [(True, 0), (False, 1)])
def test_what_homes_at_a_lost_radar_draws_nothing(homing, draws):
    plan, hand = raid(2, windows=[], looks=[])
    chance = threat(1, target=2, homing=homing, hit_probability=0.5)
    plan = replace(plan, threats=(threat(0, target=2), chance))
    assert simulate(plan, replace(hand, plan=plan, arrivals=[10.0, 20.0]))["draws"] == draws
