"""Why it leaked, launches that are cancelled and launchers that are not asked yet: more cases made by hand."""

from __future__ import annotations

from dataclasses import replace

from reference.builders import Hand, doctrine, launcher, missile, raid, scenario, system, threat, unit

from .test_reasons import reasons, struck
from .test_reload import IDLE, carrying, fought
from .test_rules_by_hand import times, told, turning


def test_a_salvo_is_cancelled_when_its_threat_is_dead():
    plan, hand = raid(1, system(unit(launch_interval=10.0), doctrine=doctrine((2,))))
    assert times(plan, hand, "launch", "hit", "cancel") == [2.0, 3.0, 12.0]
    assert len(told(plan, hand, "launch")) == 1


def test_reloading_names_no_threat():
    plan, hand = raid(1, system(unit(launchers=(launcher(1, reloads=1, reload_time=50.0),))))
    assert [(e.kind, e.threat) for e in told(plan, hand, "reloading", "reload")] == [("reloading", -1), ("reload", -1)]


def test_a_launcher_is_not_asked_before_it_has_been_idle_long_enough():
    # The first is back at 53 s; the second launched at 50 s and is idle for long at 60 s.
    assert fought([10.0, 11.0, 12.0, 13.0, 50.0], carrying(), carrying(), **IDLE)[1] == [(13.0, 0), (60.0, 3)]


def test_missed_goes_before_defender_destroyed():
    # The first missile of the salvo fails at 6 s; the radar is lost at 10 s, the second missile would arrive at 11 s.
    own = system(unit(missiles=(missile(0.0),), launch_interval=5.0), doctrine=doctrine((2,)))
    plan, hand = struck(own, target=2, arrival=10.0)
    hand.flight = 4.0
    assert len(told(plan, hand, "abort")) == 1
    assert reasons(plan, hand) == {"missed": 1, "outside-the-envelope": 1}


def test_known_at_the_last_moment_is_in_time():
    # To launch by 100 s it had to be known at 90 s; it was, in a facing that the unit had not turned to.
    plan, hand = turning({(1, 0): [(2.0, 100.0)]}, slew=0.01, reaction_time=10.0)
    hand.looks = {(0, 0): [(90.0, 1.0), (95.0, 0.0)]}
    assert reasons(plan, hand) == {"track-lost": 1}


def test_a_launch_that_came_too_late_is_no_channel_though_channels_are_free():
    # Three channels for three threats, of which two are engaged; the second launch is due after its window.
    plan, hand = raid(3, system(unit(launch_interval=5.0)), windows=[(2.0, 4.0)])
    hand.windows[0, 0, 2] = []
    assert reasons(plan, hand) == {"no-channel": 1, "outside-the-envelope": 1}


def test_no_channel_in_a_facing_turned_to():
    plan, hand = turning({(1, 0): [(20.0, 60.0)], (1, 1): [(20.0, 60.0)]}, threats=2, target_channels=1)
    hand.flight = 100.0
    assert reasons(plan, hand) == {"missed": 1, "no-channel": 1}


def test_rounds_of_a_type_that_never_had_a_window_do_not_count():
    both = unit(
        target_channels=1,
        missiles=(missile(name="one"), missile(name="two")),
        launchers=(launcher(1), launcher(9, missile=1)),
    )
    plan, hand = raid(2, system(both))
    hand.windows |= {(1, 0, j): [] for j in range(2)}
    assert reasons(plan, hand) == {"no-missile": 1}


def test_blinded_to_the_second_of_two():
    # The first destroys the radar at 10 s; the second would have been seen by it at 20 s.
    plan = scenario(system(unit(), unit()), threats=[threat(0, target=2), threat(1)])
    hand = Hand(plan, [10.0, 500.0])
    hand.looks, hand.windows = {(0, 1): [(20.0, 1.0)]}, {(0, 0, 1): [(30.0, 400.0)]}
    assert reasons(plan, hand) == {"defender-destroyed": 1, "outside-the-envelope": 1}
    late = replace(hand, looks={(0, 1): [(501.0, 1.0)]})
    assert reasons(plan, late) == {"undetected": 1, "outside-the-envelope": 1}


OVER = [(0.1, 0.5)]
"""A window that is over when anything is known."""


def test_a_full_unit_counts_beside_one_that_never_was_ready():
    # The first unit's windows are over; the second has one channel and rounds enough, and the channel is taken.
    plan = scenario(system(unit(), unit(target_channels=1)), threats=[threat(0), threat(1)])
    hand = Hand(plan, [500.0, 500.0]).seen_by_all([(1.0, 1.0)])
    hand.windows = {(0, 0, j): OVER for j in range(2)} | {(1, 0, j): [(2.0, 8.0)] for j in range(2)}
    hand.flight = 10.0
    assert reasons(plan, hand) == {"no-channel": 1}


def test_rounds_of_a_unit_that_never_was_ready_are_no_rounds():
    # Assigned at 1 s to the second unit, whose window opens at 20 s and whose launcher, target 5, is lost at 10 s.
    plan = scenario(system(unit(), unit()), threats=[threat(0), threat(1, target=5)])
    hand = Hand(plan, [500.0, 10.0])
    hand.looks = {(r, 0): [(1.0, 1.0)] for r in range(2)}
    hand.windows = {(0, 0, 0): OVER, (1, 0, 0): [(20.0, 300.0)]}
    assert reasons(plan, hand) == {"no-missile": 1, "outside-the-envelope": 1}
