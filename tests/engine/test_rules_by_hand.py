"""Rules of docs/model/engagement.md on cases made by hand: who is shot at by whom, when a unit turns, full radars."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from airdef import engine
from airdef.engine.reuse.trials import simulate_recording
from airdef.engine.rules.sspk import kill_probability
from reference.builders import (
    OPEN,
    SEEN,
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

from .test_draws import readable
from .test_reasons import reasons

SEED = 3


def told(plan, hand, *kinds):
    """Return the events of these kinds."""
    return [e for e in engine.replay(engine.prepare(plan, hand.build()), SEED, 0)[1] if e.kind in kinds]


def times(plan, hand, *kinds):
    return [e.time for e in told(plan, hand, *kinds)]


def launches(plan, hand):
    """Return time, unit and threat of the launches."""
    return [(e.time, e.unit, e.threat) for e in told(plan, hand, "launch")]


def several(*units, threats=1, **rules):
    """One system of these units, whose radars see all threats at 1 s, with windows from 2 s on."""
    return raid(threats, system(*units, doctrine=doctrine(rounds=1, **rules)))


# --- who takes it


def test_the_best_unit_could_launch_first():
    plan, hand = several(unit(reaction_time=5.0), unit(reaction_time=3.0))
    assert launches(plan, hand) == [(4.0, 1, 0)]
    plan, hand = several(unit(reaction_time=3.0), unit(reaction_time=5.0))
    assert launches(plan, hand) == [(4.0, 0, 0)]


def test_a_rail_that_is_not_free_makes_a_unit_late():
    # Each launches once at 2 s; the first must then wait until 12 s, and has far more channels free.
    slow, quick = unit(launch_interval=10.0), unit(target_channels=2)
    plan, hand = several(slow, quick, threats=3)
    hand.looks |= {(r, 2): [(5.0, 1.0)] for r in range(2)}
    hand.windows[1, 0, 0] = []
    hand.windows[0, 0, 1] = []
    assert launches(plan, hand) == [(2.0, 0, 0), (2.0, 1, 1), (5.0, 1, 2)]


def test_then_the_one_with_most_channels_free_and_then_the_first():
    plan, hand = several(unit(target_channels=5), unit(target_channels=7), unit(target_channels=7), threats=4)
    hand.flight = 100.0
    # seven, seven, six and six are free; then six, five: the first of those with most
    assert [u for _, u, _ in launches(plan, hand)] == [1, 2, 1, 2]
    plan, hand = several(unit(), unit(), threats=1)
    assert launches(plan, hand) == [(2.0, 0, 0)]


@pytest.mark.parametrize(
    ("rule", "order"),
    [("earliest-impact", [1, 2, 0, 3]), ("most-value", [2, 1, 0, 3]), ("nearest", [0, 2, 1, 3])],
)
def test_the_first_by_priority_is_taken_first(rule, order):
    own = system(unit(target_channels=1), doctrine=doctrine(rounds=1, priority=rule))
    aimed = [0, 0, 1, -1]  # the second asset is worth more; the last only passes
    plan = scenario(own, threats=[threat(m, target=t) for m, t in enumerate(aimed)], assets=(asset(), asset(value=5.0)))
    hand = Hand(plan, [500.0, 300.0, 400.0, math.inf], [500.0, 300.0, 400.0, 600.0])
    hand.seen_by_all(SEEN).open_to_all(OPEN)
    hand.closest = np.array([[200.0, 290.0, 250.0, 600.0]])
    assert [j for *_, j in launches(plan, hand)] == order
    assert times(plan, hand, "launch") == [2.0, 3.0, 4.0, 5.0]


def test_the_value_that_a_first_salvo_saves_is_value_times_what_it_kills():
    """Values 1, 5, 2 and SSPKs 0.9, 0.1, 0.5 with 1, 2, 1 missiles: 0.9, 5 (1 - 0.9^2) = 0.95, 1.0."""
    categories = 8
    own = system(
        unit(
            missiles=(replace(missile(), sspk=(0.9, 0.1, 0.5) + (0.0,) * (categories - 3)),),
            target_channels=1,
        ),
        doctrine=replace(
            doctrine(rounds=1, priority="marginal-value"), salvo=((1,), (2,), *((1,),) * (categories - 2))
        ),
    )
    threats = [threat(m, target=m if m < 3 else -1, category=m % 3, looks_like=m % 3) for m in range(4)]
    plan = scenario(own, threats=threats, assets=(asset(), asset(value=5.0), asset(value=2.0)))
    hand = Hand(plan, [300.0, 300.0, 300.0, math.inf], [300.0, 300.0, 300.0, 600.0])
    hand.seen_by_all(SEEN).open_to_all(OPEN)
    assert list(dict.fromkeys(j for *_, j in launches(plan, hand))) == [2, 1, 0, 3]


def test_of_equal_threats_the_first_is_taken_first():
    plan, hand = several(unit(target_channels=1), threats=3)
    assert [j for *_, j in launches(plan, hand)] == [0, 1, 2]


def test_in_a_group_the_nearest_is_that_of_any_of_its_units():
    plan, hand = several(unit(target_channels=1), unit(target_channels=1), threats=3, priority="nearest")
    hand.flight = 100.0
    hand.closest = np.array([[90.0, 80.0, 300.0], [95.0, 70.0, 60.0]])
    # 60 s of the second unit comes first; both could launch now, and the first unit is the best
    assert [(e.unit, e.threat) for e in told(plan, hand, "assign")][:2] == [(0, 2), (1, 1)]


def test_what_has_no_round_left_is_passed_over_and_kept():
    # The first by priority can only be shot at with the first missile type, which is used up and reloaded by 42 s.
    both = unit(
        missiles=(missile(0.0, name="one"), missile(0.0, name="two")),
        launchers=(launcher(1, reloads=1, reload_time=40.0), launcher(9, missile=1)),
    )
    plan, hand = several(both, threats=4)
    hand.arrivals = [100.0, 200.0, 300.0, 400.0]
    for j, w in enumerate((0, 0, 1, 1)):
        hand.windows |= {(w, 0, j): [(2.0, 90.0)], (1 - w, 0, j): []}
    got = [(e.time, e.threat, e.missile) for e in told(plan, hand, "launch")]
    assert got == [(2.0, 0, "one"), (2.0, 2, "two"), (2.0, 3, "two"), (42.0, 1, "one")]


# --- turning


def turning(windows, facings=(0.0, 1.5), slew=0.2, threats=1, **changes):
    """One unit that may turn; windows by (facing, threat)."""
    own = system(
        unit(facings=facings, slew_rate=slew, missiles=(missile(0.0),), **changes), doctrine=doctrine(rounds=1)
    )
    plan, hand = raid(threats, own)
    hand.facings = len(facings)
    hand.windows = {(0, k, j): w for (k, j), w in windows.items()}
    return plan, hand


@pytest.mark.parametrize(
    ("facings", "takes"), [((0.0, 1.5), 7.5), ((1.5, 0.0), 7.5), ((0.1, 6.0), (2 * math.pi - 5.9) / 0.2)]
)
def test_a_unit_turns_the_shorter_way_and_takes_nothing_until_it_has(facings, takes):
    plan, hand = turning({(1, 0): [(2.0, 400.0)]}, facings)
    (turn,) = told(plan, hand, "turn")
    assert (turn.time, turn.unit) == (1.0, 0)
    assert turn.value == pytest.approx(takes)
    assert times(plan, hand, "assign", "launch") == pytest.approx([1.0 + takes] * 2)


def test_it_does_not_turn_where_its_facing_will_do():
    # A window comes in the present facing as well, if later.
    plan, hand = turning({(0, 0): [(50.0, 60.0)], (1, 0): [(20.0, 400.0)]})
    assert times(plan, hand, "turn") == []
    assert times(plan, hand, "launch") == [50.0]


def test_it_turns_to_where_the_first_threat_is_ready_earliest():
    plan, hand = turning(
        {(1, 0): [(50.0, 400.0)], (2, 0): [(40.0, 400.0)], (3, 0): [(60.0, 400.0)]}, (0.0, 1.0, 2.0, 3.0)
    )
    assert [e.value for e in told(plan, hand, "turn")] == pytest.approx([10.0])
    assert times(plan, hand, "launch") == [40.0]


def test_it_turns_for_the_first_by_priority():
    # The second arrives first; it is ready only at 300 s, in another facing than the first.
    plan, hand = turning({(1, 0): [(20.0, 400.0)], (2, 1): [(300.0, 310.0)]}, (0.0, 1.0, 2.0), threats=2)
    hand.arrivals = [500.0, 400.0]
    turns = told(plan, hand, "turn")
    assert [e.time for e in turns] == pytest.approx([1.0, 301.0])
    assert [e.value for e in turns] == pytest.approx([10.0, 5.0])
    assert launches(plan, hand) == [(300.0, 0, 1), (306.0, 0, 0)]


def test_it_stays_while_a_channel_is_in_use_or_a_threat_is_ready():
    # The first is flown at until 31 s.
    plan, hand = turning({(0, 0): [(2.0, 10.0)], (1, 1): [(2.0, 400.0)]}, threats=2)
    hand.flight = 29.0
    assert [(e.time, e.threat) for e in told(plan, hand, "turn")] == [(31.0, 1)]
    assert times(plan, hand, "launch") == [2.0, 38.5]
    # Ready, but there is no round for it until 42 s: it waits.
    plan, hand = turning(
        {(0, 0): [(2.0, 400.0)], (0, 1): [(2.0, 400.0)], (1, 2): [(2.0, 400.0)]},
        threats=3,
        launchers=(launcher(1, reloads=2, reload_time=40.0),),
    )
    hand.arrivals = [200.0, 250.0, 300.0]
    assert times(plan, hand, "launch") == [2.0, 42.0, 82.0]
    assert times(plan, hand, "turn") == [43.0]


def test_it_turns_for_nothing_that_it_may_not_engage():
    plan, hand = turning({(1, 0): [(2.0, 400.0)]})
    left_alone = replace(plan.systems[0], doctrine=doctrine(engage=(False,) * 8))
    plan = replace(plan, systems=(left_alone,))
    assert times(plan, replace(hand, plan=plan), "turn") == []


def test_it_turns_for_nothing_that_has_no_window_and_to_the_first_of_equal_facings():
    plan, hand = turning({}, (0.0, 1.0, 2.0))
    assert times(plan, hand, "turn") == []
    plan, hand = turning({(1, 0): [(50.0, 400.0)], (2, 0): [(50.0, 400.0)]}, (0.0, 1.0, 2.0))
    assert [e.value for e in told(plan, hand, "turn")] == pytest.approx([5.0])


def test_it_turns_on_as_soon_as_it_has_turned():
    # On its way from 1 to 6 s to the first, whose track is lost at 3 s; the second is known from 4 s on.
    plan, hand = turning({(1, 0): [(2.0, 400.0)], (2, 1): [(2.0, 400.0)]}, (0.0, 1.0, 2.0), threats=2)
    hand.looks = {(0, 0): [(1.0, 1.0), (3.0, 0.0)], (0, 1): [(4.0, 1.0)]}
    assert times(plan, hand, "turn") == [1.0, 6.0]
    assert launches(plan, hand) == [(11.0, 0, 1)]


@pytest.mark.parametrize(
    ("arrivals", "facings", "first"),
    [
        ([400.0, 500.0, 300.0], (1, 1, 2), 2),  # the last of three
        ([500.0, 400.0, 450.0], (0, 2, 1), 1),  # behind one that the present facing will do for
        ([500.0, 450.0, 400.0], (1, None, 2), 2),  # behind one that has no window
    ],
)
def test_all_threats_are_asked_for_the_first_to_turn_to(arrivals, facings, first):
    windows = {(k, j): [(100.0, 200.0)] for j, k in enumerate(facings) if k is not None}
    plan, hand = turning(windows, (0.0, 1.0, 2.0), threats=3)
    hand.arrivals = arrivals
    assert told(plan, hand, "turn")[0].value == pytest.approx(5.0 * facings[first])


def test_it_turns_for_a_threat_behind_one_that_is_left_alone():
    plan, hand = turning({(1, 0): [(2.0, 400.0)], (2, 1): [(2.0, 400.0)]}, (0.0, 1.0, 2.0), threats=2)
    plan = replace(
        plan,
        systems=(replace(plan.systems[0], doctrine=doctrine(rounds=1, engage=(False, *(True,) * 7))),),
        threats=(plan.threats[0], replace(plan.threats[1], looks_like=1)),
    )
    assert [e.value for e in told(plan, replace(hand, plan=plan), "turn")] == pytest.approx([10.0])


# --- full radars


def full(looks, capacity=1):
    """Threats seen by one radar with so many places; of each its looks. Returns (time, threat) of firm tracks."""
    own = system(unit(radar=radar(track_capacity=capacity), missiles=(missile(0.0),)), doctrine=doctrine(rounds=1))
    plan = scenario(own, threats=[threat(m) for m in range(len(looks))])
    hand = Hand(plan, [500.0] * len(looks)).open_to_all([(0.0, 450.0)])
    hand.looks = {(0, j): [(a, 1.0), *([(b, 0.0)] if b else [])] for j, (a, b) in enumerate(looks)}
    return [(e.time, e.threat) for e in told(plan, hand, "firm")]


def test_tracks_wait_for_a_place_the_longest_waiting_first():
    assert full([(1.0, 10.0), (3.0, 30.0), (2.0, 20.0)]) == [(1.0, 0), (10.0, 2), (20.0, 1)]
    assert full([(1.0, 10.0), (3.0, 30.0), (2.0, 20.0)], 2) == [(1.0, 0), (2.0, 2), (10.0, 1)]
    assert full([(1.0, 10.0), (3.0, 30.0), (2.0, 20.0)], 0) == [(1.0, 0), (2.0, 2), (3.0, 1)]


@pytest.mark.parametrize(("exited", "left"), [(1, [2, 3, 4]), (2, [1, 3, 4]), (3, [1, 2, 4]), (4, [1, 2, 3])])
def test_a_track_that_is_dropped_while_it_waits_leaves_the_others_in_order(exited, left):
    looks = [(1.0, 10.0), (2.0, 20.0), (3.0, 30.0), (4.0, 40.0), (5.0, 50.0)]
    looks[exited] = (looks[exited][0], 8.0)
    ends = [10.0, *(looks[j][1] for j in left[:-1])]
    assert full(looks) == [(1.0, 0), *zip(ends, left, strict=True)]


def test_of_those_that_wait_two_may_go():
    looks = [(1.0, 10.0), (2.0, 7.0), (3.0, 8.0), (4.0, 40.0), (5.0, None)]
    assert full(looks) == [(1.0, 0), (10.0, 3), (40.0, 4)]
    looks = [(1.0, 10.0), (2.0, 20.0), (3.0, None), (4.0, 8.0), (5.0, 7.0)]
    assert full(looks) == [(1.0, 0), (10.0, 1), (20.0, 2)]


def test_what_is_destroyed_makes_a_place_free():
    own = system(unit(radar=radar(track_capacity=1)), doctrine=doctrine())
    plan, hand = raid(2, own)
    assert [(e.time, e.threat) for e in told(plan, hand, "firm")] == [(1.0, 0), (3.0, 1)]
    assert times(plan, hand, "hit") == [3.0, 4.0]


# --- launches and salvos


def test_the_time_of_flight_lies_between_those_of_the_grid():
    for at, tof, reach in (
        (11.0, 5.0, 15e3),
        (13.5, 9.0, 35e3),
        (12.0, 6.0, 20e3),
        (2.0, 4.0, 10e3),
        (20.0, 10.0, 40e3),
    ):
        plan, hand = raid(1, windows=[(at, at)])
        hand.flyouts, hand.dt = {(0, 0): (10.0, [4.0, 6.0, 10.0], [10e3, 20e3, 40e3])}, 2.0
        assert [e.value for e in told(plan, hand, "launch")] == [tof]
        assert [(e.time, e.value) for e in told(plan, hand, "hit")] == [(at + tof, reach)]


def test_a_window_that_is_over_is_not_the_next_one():
    for seen, launched in ((1.0, [5.0]), (7.0, [7.0]), (8.0, [8.0]), (8.5, [20.0]), (31.0, [])):
        plan, hand = raid(1, looks=[(seen, 1.0)], windows=[(5.0, 8.0), (20.0, 30.0)])
        assert times(plan, hand, "launch") == launched


def test_a_later_launch_of_a_salvo_needs_no_track_and_a_window():
    own = system(unit(missiles=(missile(0.0),), launch_interval=10.0), doctrine=doctrine((3,), rounds=1))
    plan, hand = raid(1, own, looks=[(1.0, 1.0), (5.0, 0.0)], windows=[(2.0, 15.0)])
    assert times(plan, hand, "launch") == [2.0, 12.0]
    assert [(e.time, e.value) for e in told(plan, hand, "cancel")] == [(22.0, 1.0)]


def test_an_assessment_waits_for_the_last_launch_of_the_salvo():
    own = system(unit(missiles=(missile(0.0),), launch_interval=5.0), doctrine=doctrine((2,), rounds=1))
    plan, hand = raid(1, own)
    assert times(plan, hand, "launch", "judged-alive") == [2.0, 7.0, 8.0]


def test_who_is_engaged_again_must_be_known():
    own = system(unit(missiles=(missile(0.0),)), doctrine=doctrine(assessment_delay=5.0))
    plan, hand = raid(1, own, looks=[(1.0, 1.0), (6.0, 0.0)])
    # launched at 2 s, judged alive at 8 s, engaged again at once: its track is gone
    assert times(plan, hand, "launch", "judged-alive", "cancel") == [2.0, 8.0, 8.0]


def test_launches_that_wait_follow_each_other_at_the_interval():
    plan, hand = raid(4, system(unit(launch_interval=0.5)), looks=[(0.0, 1.0)], windows=[(0.0, 100.0)])
    assert times(plan, hand, "launch") == [0.0, 0.5, 1.0, 1.5]


def test_what_works_kills_no_more_than_its_probability():
    own = system(unit(missiles=(missile(0.0),)), doctrine=doctrine(salvo_reliability=0.9))
    plan, hand = raid(20, own, arrival=60.0)
    assert times(plan, hand, "hit") == []
    assert len(times(plan, hand, "miss")) > 100


def test_factors_of_what_evades_and_of_what_jams():
    plan, hand = raid(1, system(unit(missiles=(missile(0.9, manoeuvre_factor=0.8, jamming_factor=0.7),))))
    for evades in (False, True):
        for density in (0.0, 1.0):
            kind = replace(plan.threats[0], manoeuvring=evades, jammer_density=density)
            this = replace(plan, threats=(kind,))
            tables = readable(engine.prepare(this, replace(hand, plan=this).build()).tables)
            expected = 0.9 * (0.8 if evades else 1.0) * (0.7 if density else 1.0)
            assert kill_probability(tables, 0, 0, 5e4) == pytest.approx(expected, rel=1e-12)


def test_what_cannot_err_draws_nothing():
    plan, hand = raid(1, system(unit(missiles=(missile(0.5),))))
    trials = simulate_recording(engine.prepare(plan, hand.build()), SEED, 0, 10).trials
    judged = trials[trials["interceptor"] < 0]
    assert len(judged) >= 10
    assert np.isnan(judged["number"]).all()
    assert not judged["outcome"].any()


# --- why it leaked


@pytest.mark.parametrize(
    ("channels", "seen", "reason"),
    [(1, 1.0, "no-channel"), (1, 2.5, "no-channel"), (1, 3.0, "no-missile"), (2, 1.0, "no-missile")],
)
def test_a_channel_that_was_in_use_is_a_reason_if_it_was_the_last(channels, seen, reason):
    # The only round is fired at 2 s and its channel free at 3 s; the launcher is back at 102 s, when it is too late.
    busy = unit(target_channels=channels, launchers=(launcher(1, reloads=1, reload_time=100.0),))
    plan, hand = raid(2, system(busy), windows=[(2.0, 50.0)])
    hand.looks[0, 1] = [(seen, 1.0)]
    assert reasons(plan, hand) == {reason: 1}


@pytest.mark.parametrize(
    ("window", "looks", "reason"),
    [
        ((2.0, 100.0), [(1.0, 1.0)], "no-channel"),  # ready for the other, which has no channel
        ((50.0, 100.0), [(1.0, 1.0)], "no-channel"),  # ready for it later
        ((2.0, 5.5), [(1.0, 1.0)], "track-lost"),  # was ready for it
        ((2.0, 100.0), [(1.0, 1.0), (5.0, 0.0)], "track-lost"),  # lost by both
    ],
)
def test_a_track_lost_is_the_reason_unless_it_is_ready_for_another(window, looks, reason):
    # Assigned to the first system's unit at 1 s for a launch at 6 s, when its track is gone; the other system's unit
    # has one channel, taken all the time by the second threat.
    sees, busy = unit(reaction_time=5.0), unit(target_channels=1, missiles=(missile(0.0),))
    plan = scenario(system(sees), system(busy), threats=[threat(0), threat(1)])
    hand = Hand(plan, [500.0, 490.0])
    hand.looks = {(0, 0): [(1.0, 1.0), (4.0, 0.0)], (1, 0): looks, (1, 1): SEEN}
    hand.windows = {(0, 0, 0): [(2.0, 100.0)], (1, 0, 0): [window], (1, 0, 1): [(1.0, 480.0)]}
    assert reasons(plan, hand) == {reason: 1, "missed": 1}
