"""Windows, fly-outs and rounds that a unit may fire, on cases made by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reference.builders import Hand, doctrine, launcher, missile, raid, scenario, system, threat, unit

from .test_reasons import reasons, simulate, struck
from .test_rules_by_hand import times, told, turning


def test_a_grid_of_one_launch_time_holds_at_all_times():
    plan, hand = raid(3, windows=[(2.0, 9.0)])
    hand.flyouts = {(0, 0): (50.0, [4.0], [20e3]), (0, 1): (0.0, [7.0], [30e3]), (0, 2): (0.0, [9.0], [40e3])}
    assert [(e.value, e.threat) for e in told(plan, hand, "launch")] == [(4.0, 0), (7.0, 1), (9.0, 2)]
    assert [(e.value, e.threat) for e in told(plan, hand, "hit")] == [(20e3, 0), (30e3, 1), (40e3, 2)]


def test_a_grid_of_two_launch_times():
    plan, hand = raid(1, windows=[(4.0, 4.0)])
    hand.flyouts, hand.dt = {(0, 0): (3.0, [8.0, 4.0], [20e3, 10e3])}, 4.0
    assert [e.value for e in told(plan, hand, "launch")] == [7.0]
    assert [(e.time, e.value) for e in told(plan, hand, "hit")] == [(11.0, 17.5e3)]


def test_the_last_of_several_windows_is_what_there_was_time_for():
    plan, hand = raid(1, looks=[(20.0, 1.0), (30.0, 0.0)], windows=[(2.0, 5.0), (50.0, 100.0)])
    assert reasons(plan, hand) == {"track-lost": 1}
    plan, hand = raid(1, looks=[(20.0, 1.0), (30.0, 0.0)], windows=[(2.0, 5.0), (12.0, 19.0)])
    assert reasons(plan, hand) == {"detected-too-late": 1}


@pytest.mark.parametrize("facing", [0, 1])
def test_windows_of_any_facing_were_in_time(facing):
    # Known from 20 to 30 s; to turn takes longer than that.
    windows = {(k, 0): [(50.0, 100.0)] if k == facing else [(2.0, 5.0)] for k in range(2)}
    plan, hand = turning(windows, (0.0, 1.5), 0.01)
    hand.looks = {(0, 0): [(20.0, 1.0), (30.0, 0.0)]}
    assert reasons(plan, hand) == {"track-lost": 1}


def test_a_reserve_counts_the_rounds_of_all_types():
    both = unit(
        missiles=(missile(0.0, name="one"), missile(0.0, name="two")), launchers=(launcher(1), launcher(3, missile=1))
    )
    plan, hand = raid(4, system(both, doctrine=doctrine(rounds=1, reserve=2)))
    assert [e.missile for e in told(plan, hand, "launch")] == ["one", "two"]


def test_of_two_types_the_first_with_a_window_is_fired():
    both = unit(missiles=(missile(name="one"), missile(name="two")), launchers=(launcher(9), launcher(9, missile=1)))
    plan, hand = raid(2, system(both))
    hand.windows[0, 0, 0] = [(20.0, 30.0)]
    assert [(e.time, e.missile, e.threat) for e in told(plan, hand, "launch")] == [(2.0, "two", 0), (2.0, "one", 1)]


def test_the_reaction_may_begin_before_the_window_opens():
    plan, hand = raid(1, system(unit(reaction_time=4.0)), windows=[(20.0, 30.0)])
    assert times(plan, hand, "assign", "launch") == [16.0, 20.0]
    # Two types: the one whose window comes first is waited for.
    both = unit(
        missiles=(missile(name="one"), missile(name="two")),
        launchers=(launcher(9), launcher(9, missile=1)),
        reaction_time=4.0,
    )
    plan, hand = raid(1, system(both), windows=[(20.0, 30.0)])
    hand.windows[1, 0, 0] = [(10.0, 15.0), (18.0, 19.0)]
    assert times(plan, hand, "assign", "launch") == [6.0, 10.0]


def test_a_unit_in_action_again_counts_what_it_loaded():
    plan, hand = raid(3, system(unit(launchers=(launcher(1, reloads=1, reload_time=50.0),))))
    assert times(plan, hand, "launch") == [2.0, 52.0]
    assert simulate(plan, hand)["missiles_used"] == 2
    short = replace(plan, threats=plan.threats[:1])
    assert simulate(short, replace(hand, plan=short, arrivals=hand.arrivals[:1]))["missiles_used"] == 1


def test_without_stock_the_launcher_longest_ready_fires():
    # One round each at 10 and 11.5 s, then the first launcher is lost: with it one round of two. Were both from the
    # first, the second would have two left.
    own = system(unit(missiles=(missile(0.0),), launchers=(launcher(2), launcher(2))))
    plan, hand = struck(own, target=3, arrival=15.0, windows=[(10.0, 10.0), (11.5, 11.5), (20.0, 400.0)])
    assert times(plan, hand, "launch") == [10.0, 11.5, 20.0]


def test_what_starts_later_is_ready_for_another_at_its_own_time():
    # As in the rules by hand: the first system's track is lost at 4 s, two seconds before the launch; for the other
    # system the window ends half a second after that. All of it is shifted by a random start.
    sees, busy = unit(reaction_time=5.0), unit(target_channels=1, missiles=(missile(0.0),))
    threats = [threat(0, gap_mean=20.0), threat(0, formation_index=1)]
    plan = scenario(system(sees), system(busy), threats=threats)
    hand = Hand(plan, [500.0, 490.0])
    hand.looks = {(0, 0): [(1.0, 1.0), (4.0, 0.0)], (1, 0): [(1.0, 1.0)], (1, 1): [(0.0, 1.0)]}
    hand.windows = {(0, 0, 0): [(2.0, 100.0)], (1, 0, 0): [(2.0, 6.5)], (1, 0, 1): [(0.0, 480.0)]}
    (begun,) = (e.time for e in told(plan, hand, "appear") if e.threat == 0)
    assert begun > 1.0
    assert reasons(plan, hand) == {"no-channel": 1, "missed": 1}


def test_windows_and_flights_shift_with_a_random_start():
    plan, hand = raid(1, windows=[(11.0, 11.5)], gap_mean=20.0)
    hand.flyouts, hand.dt = {(0, 0): (10.0, [4.0, 6.0, 10.0], [10e3, 20e3, 40e3])}, 2.0
    (begun,) = (e.time for e in told(plan, hand, "appear"))
    assert begun > 1.0
    (launch,) = told(plan, hand, "launch")
    assert launch.time == pytest.approx(begun + 11.0, abs=1e-5)  # the slack of windows
    assert launch.value == pytest.approx(5.0, abs=1e-5)


def test_a_launch_that_waits_for_a_lost_launcher_is_cancelled_at_once():
    # Two threats at 2 s, ten seconds from launch to launch; the only launcher is lost at 5 s.
    own = system(unit(missiles=(missile(0.0),), launch_interval=10.0), doctrine=doctrine(rounds=1))
    plan, hand = struck(own, target=3, arrival=5.0)
    third = replace(plan, threats=(*plan.threats, threat(2)))
    hand = replace(hand, plan=third, arrivals=[*hand.arrivals, 500.0])
    hand.looks[0, 2], hand.windows[0, 0, 2] = hand.looks[0, 0], hand.windows[0, 0, 0]
    assert [(e.time, e.kind, e.threat) for e in told(third, hand, "launch", "cancel")] == [
        (2.0, "launch", 0),
        (5.0, "cancel", 2),
    ]


@pytest.mark.parametrize(
    ("pd", "rules", "chance", "draws"),
    [
        (1.0, {}, 1.0, 3),  # when the track is firm, when it is dropped, a kill
        (1.0, {"alive_given_dead": 0.5, "rounds": 1}, 1.0, 4),  # and an assessment of what is dead
        (1.0, {"dead_given_alive": 0.5, "rounds": 1}, 1.0, 3),
        (1.0, {"salvo_reliability": 1.0, "rounds": 1}, 1.0, 3),
        (0.0, {}, 1.0, 0),  # a leaker that was never seen, and always hits
        (0.0, {}, 0.5, 1),
    ],
)
def test_numbers_are_drawn_for_what_chance_decides(pd, rules, chance, draws):
    plan, hand = raid(1, system(doctrine=doctrine(**rules)), looks=[(1.0, pd)], hit_probability=chance)
    assert simulate(plan, hand)["draws"] == draws


def test_a_window_of_the_facing_turned_away_from_makes_nothing_ready():
    # Turned to the second facing at 5 s for what arrives first; the other's window in the first facing, at 50 s, is
    # lost, that in the second begins at 300 s, and its track is dropped at 80 s.
    plan, hand = turning({(0, 0): [(50.0, 60.0)], (1, 0): [(300.0, 310.0)], (1, 1): [(100.0, 300.0)]}, threats=2)
    hand.arrivals = [500.0, 400.0]
    hand.looks = {(0, 0): [(1.0, 1.0), (80.0, 0.0)], (0, 1): [(5.0, 1.0)]}
    assert times(plan, hand, "turn", "launch") == [5.0, 100.0]
    assert reasons(plan, hand) == {"track-lost": 1, "missed": 1}


@pytest.mark.parametrize("rule", ["earliest-impact", "most-value", "nearest"])
def test_what_is_passed_over_keeps_its_place(rule):
    # The round of the first type goes to the first threat; three more can be shot at with that type alone, the last
    # with the other. The launcher is back at 42, 82 and 122 s.
    both = unit(
        missiles=(missile(0.0, name="one"), missile(0.0, name="two")),
        launchers=(launcher(1, reloads=3, reload_time=40.0), launcher(9, missile=1)),
    )
    plan, hand = raid(5, system(both, doctrine=doctrine(rounds=1, priority=rule)))
    hand.arrivals = [200.0, 350.0, 300.0, 250.0, 400.0]
    for j in range(5):
        hand.windows[int(j != 4), 0, j] = []
    got = [(e.time, e.threat, e.missile) for e in told(plan, hand, "launch")]
    assert got == [(2.0, 0, "one"), (2.0, 4, "two"), (42.0, 3, "one"), (82.0, 2, "one"), (122.0, 1, "one")]


def test_a_unit_without_a_channel_or_a_round_is_none_to_take_a_threat():
    # The first unit could launch at once, but its only channel is in use until 102 s.
    plan, hand = raid(2, system(unit(target_channels=1), unit(reaction_time=5.0), doctrine=doctrine(rounds=1)))
    hand.flight = 100.0
    hand.windows[1, 0, 0] = []
    hand.looks |= {(r, 1): [(10.0, 1.0)] for r in range(2)}
    assert [(e.time, e.unit, e.threat) for e in told(plan, hand, "launch")] == [(2.0, 0, 0), (15.0, 1, 1)]
    # The first unit's only round is promised, for all its channels; of the others the first takes the second threat.
    one = unit(launchers=(launcher(1),), target_channels=2000)
    plan, hand = raid(2, system(one, unit(), unit(), doctrine=doctrine(rounds=1)))
    assert [(e.time, e.unit, e.threat) for e in told(plan, hand, "launch")] == [(2.0, 0, 0), (2.0, 1, 1)]


@pytest.mark.parametrize(("share", "first"), [(0.5, 0), (1.5, 1)])
def test_priority_goes_by_the_arrival_of_what_starts_later(share, first):
    # Each unit fires its round at 2 s and has the next at 102 s; then one threat each is ready for them. The second of
    # these starts later by a random time d, and arrives at 500 s - share x d + d.
    own = unit(missiles=(missile(0.0),), launchers=(launcher(1, reloads=1, reload_time=100.0),))
    threats = [threat(0), threat(0, formation_index=1, gap_mean=20.0), threat(1), threat(2)]
    plan = scenario(system(own, own, doctrine=doctrine(rounds=1)), threats=threats)
    hand = Hand(plan, [500.0] * 4).seen_by_all([(1.0, 1.0)])
    hand.windows = {(j % 2, 0, j): [(50.0, 400.0) if j < 2 else (2.0, 9.0)] for j in range(4)}
    d = next(e.time for e in told(plan, hand, "appear") if e.threat == 1)
    hand.arrivals[1] = 500.0 - share * d
    second = [e for e in told(plan, hand, "assign") if e.time > 50.0]
    assert [e.time for e in second] == [102.0, 102.0]
    assert [e.threat for e in second] == [first, 1 - first]


@pytest.mark.parametrize(("share", "first"), [(0.5, 0), (1.5, 1)])
def test_a_unit_turns_by_the_arrival_of_what_starts_later(share, first):
    # The channel is in use from 2 to 102 s; then the unit turns to the second or the third facing.
    plan, hand = turning(
        {(1, 0): [(200.0, 400.0)], (2, 1): [(200.0, 400.0)], (0, 2): [(2.0, 9.0)]}, (0.0, 1.0, 2.0), 0.2, 3
    )
    plan = replace(plan, threats=(threat(0), threat(0, formation_index=1, gap_mean=5.0), threat(1)))
    hand = replace(hand, plan=plan, flight=100.0)
    hand.looks[0, 0] = [(20.0, 1.0)]
    d = next(e.time for e in told(plan, hand, "appear") if e.threat == 1)
    hand.arrivals[1] = 500.0 - share * d
    assert d > 1.0
    turn = told(plan, hand, "turn")[0]
    assert turn.time == 102.0
    assert turn.value == pytest.approx(5.0 + 5.0 * first)
