"""Movement by hand: when things move, what nothing on the move can do, and what weapons make of an empty place."""

from __future__ import annotations

import itertools
import math
from dataclasses import replace

import numpy as np
import pytest

from airdef import engine
from airdef.scenario.movement_plan import PositionPlan
from airdef.scenario.plan import CATEGORIES, EmissionPlan, MovementPlan, Place
from reference.builders import Hand, asset, doctrine, launcher, missile, radar, raid, scenario, system, threat, unit

from .test_reasons import reasons
from .test_rules_by_hand import told

LOOKS = [(float(t), 1.0) for t in range(5, 2000, 5)]
LONG = [(2.0, 1980.0)]
ANTI_RADIATION = CATEGORIES.index("anti_radiation")
FLEES = tuple(c == ANTI_RADIATION for c in range(len(CATEGORIES)))


def movement(count=1, *, tear_down=10.0, march=60.0, set_up=30.0, **changes):
    """Return a movement among one position more than `count`, all as far from one another: 100 s a move."""
    names = ["wood", "hill", "farm"][:count]
    places = tuple(PositionPlan(name, Place(0.0, 0.001 * (i + 1))) for i, name in enumerate(names))
    roads = tuple(tuple(0.0 if a == b else march for b in range(count + 1)) for a in range(count + 1))
    return MovementPlan(places, set_up, tear_down, roads, **changes)


def moving(moves, *, looks=LOOKS, windows=LONG, rules=None, eye=False, own=(), **changes):
    """One threat that arrives at 2000 s, against a unit that moves; looks and windows are the same everywhere."""
    station = unit(radar=radar(movement=moves, **dict(own)), **changes)
    eyes = (radar(name="eye"),) if eye else ()
    return raid(
        1, system(station, surveillance=eyes, doctrine=rules or doctrine()), looks=looks, windows=windows,
        arrival=2000.0,
    )  # fmt: skip


def journeys(plan, hand, r=0):
    return [(e.time, e.kind, e.value) for e in told(plan, hand, "moving", "in-place") if e.radar == r]


def kinds(plan, hand, *which):
    return [(e.kind, e.time) for e in told(plan, hand, *which)]


# --- when it moves ------------------------------------------------------------------------------------------------


def test_by_a_plan():
    plan, hand = moving(movement(2, plan=((200.0, 2), (300.0, 0), (900.0, 1))), launchers=(launcher(0),))
    assert journeys(plan, hand) == [
        (0.0, "in-place", 0.0),
        (200.0, "moving", 2.0),
        (300.0, "in-place", 2.0),
        (300.0, "moving", 0.0),
        (400.0, "in-place", 0.0),
        (900.0, "moving", 1.0),
        (1000.0, "in-place", 1.0),
    ]
    row = counts(plan, hand)
    assert (row["moves"], row["time_moving"]) == (3.0, 300.0)


def counts(plan, hand, replication=0):
    kernel = engine.prepare(plan, hand.build())
    return dict(zip(kernel.columns, engine.simulate(kernel, 1, replication, 1)[0], strict=True))


def test_moves_of_the_plan_that_begin_before_the_replication_have_begun_or_ended():
    plan, hand = moving(movement(2, plan=((50.0, 1), (250.0, 2))), launchers=(launcher(0),))
    plan = replace(plan, threats=tuple(replace(t, start_time=300.0) for t in plan.threats))
    hand = replace(hand, plan=plan)
    assert journeys(plan, hand) == [(300.0, "moving", 2.0), (350.0, "in-place", 2.0)]
    assert counts(plan, hand)["moves"] == 0.0
    assert kinds(plan, hand, "emitting", "silent") == [("silent", 300.0), ("emitting", 350.0)]


def test_by_turns_with_a_uniform_phase():
    # Two positions, 300 s at each and 100 s between: in place at the first at (k - u) 800 s.
    plan, hand = moving(movement(stay=300.0), launchers=(launcher(0),))
    kernel = engine.prepare(plan, hand.build())
    phases = []
    for k in range(400):
        events = [e for e in engine.replay(kernel, 3, k)[1] if e.kind in ("moving", "in-place")]
        there = [e.time for e in events[1:] if e.kind == "in-place" and e.value == 0.0]
        assert np.allclose(np.diff(there), 800.0)
        begun = [e.time for e in events[1:] if e.kind == "moving"]
        assert np.allclose(np.diff(begun), 400.0)
        assert all(any(abs(e - b - 100.0) < 1e-6 for b in [*begun, there[0] - 100.0]) for e in there)
        phases.append(1.0 - there[0] / 800.0)
    # Uniform: the greatest distance of the distribution from a straight line stays below its 99.9 % point (Kolmogorov).
    assert np.abs(np.sort(phases) - np.arange(400) / 400).max() < 1.95 / 20.0


@pytest.mark.parametrize(("stay", "set_up"), [(300.0, 30.0), (100.0, 330.0), (700.0, 0.0)])
def test_the_share_of_time_in_which_it_is_ready_is_its_closed_form(stay, set_up, validated):
    """A threat that can be taken at one moment only is engaged with probability stay / (stay + duration of a move)."""
    _, hand = moving(movement(stay=stay, set_up=set_up), looks=[(1000.0, 1.0)], windows=[(1000.0, 1000.0)])
    kernel = engine.prepare(hand.plan, hand.build())
    leaked = engine.simulate(kernel, 11, 0, 20_000)[:, kernel.columns.index("leakers")].mean()
    ready = stay / (stay + 10.0 + 60.0 + set_up)
    # 3.5 standard errors, and the seed is fixed.
    validated(
        1.0 - leaked, ready, law="share of time in which a unit that moves is ready (Movement)",
        against="stay / (stay + move)", kind="closed form", abs=3.5 * math.sqrt(ready * (1.0 - ready) / 20_000),
        module="engine",
    )  # fmt: skip


def test_after_so_many_engagements_have_ended():
    rules = doctrine(move_after=2, assessment_delay=7.0)
    plan, hand = moving(movement(), rules=rules, missiles=(missile(0.0),), target_channels=1)
    hand.flight = 20.0
    # Launches at 5 s and, judged alive, at 32 s: the second binds it, and it does not engage again.
    assert kinds(plan, hand, "launch", "miss", "judged-alive", "moving")[:6] == [
        ("launch", 5.0), ("miss", 25.0), ("judged-alive", 32.0), ("launch", 32.0), ("miss", 52.0),
        ("judged-alive", 59.0),
    ]  # fmt: skip
    assert journeys(plan, hand)[:3] == [(0.0, "in-place", 0.0), (59.0, "moving", 1.0), (159.0, "in-place", 1.0)]
    assert kinds(plan, hand, "launch")[2] == ("launch", 160.0)  # the first look after it
    assert journeys(plan, hand)[3:5] == [(214.0, "moving", 0.0), (314.0, "in-place", 0.0)]


def test_a_unit_that_is_bound_to_move_takes_no_threat_and_ends_what_it_has():
    rules = doctrine(move_after=1, coordination="central")
    own = unit(radar=radar(movement=movement()), reaction_time=3.0, launch_interval=4.0)
    plan = scenario(system(own, doctrine=rules), threats=[threat(m) for m in range(3)])
    hand = Hand(plan, [2000.0] * 3, flight=30.0).open_to_all(LONG)
    hand.looks = {(0, 0): LOOKS, (0, 1): LOOKS, (0, 2): LOOKS[1:], (1, 2): LOOKS}
    # Two are taken at 5 s and launched at 8 and 12 s; the third comes to be known at 10 s, when the first is launched.
    assert kinds(plan, hand, "assign", "launch", "moving")[:5] == [
        ("assign", 5.0), ("assign", 5.0), ("launch", 8.0), ("launch", 12.0), ("moving", 42.0)
    ]  # fmt: skip
    assert kinds(plan, hand, "assign")[2] == ("assign", 145.0)


def attacked(own, *, warning=50.0, arrives=200.0, count=1, **changes):
    """A weapon on the unit's radar, which a surveillance radar sees; the doctrine moves the unit."""
    rules = doctrine(move_warning=warning, move_categories=FLEES, engage=tuple(not f for f in FLEES))
    defence = system(own, surveillance=(radar(name="eye"),), doctrine=rules)
    aimed = {"target": 3, "homing": True, "looks_like": ANTI_RADIATION, "memory_drift": 1e-3, "lethal_radius": 30.0}
    threats = [threat(0, target=-1), *(threat(1 + m, **(aimed | changes)) for m in range(count))]
    plan = scenario(defence, threats=threats)
    hand = Hand(plan, [math.inf, *[arrives] * count], ends=[900.0, *[arrives] * count])
    hand.looks = {(0, j): LOOKS for j in range(1, count + 1)}
    return plan, hand


def test_when_attacked():
    plan, hand = attacked(unit(radar=radar(movement=movement())))
    assert journeys(plan, hand, 1)[1:] == [(150.0, "moving", 1.0), (250.0, "in-place", 1.0)]
    hand.looks = {(0, 1): [(170.0, 1.0)]}  # known late: when it is
    assert journeys(plan, hand, 1)[1:] == [(170.0, "moving", 1.0), (270.0, "in-place", 1.0)]
    hand.looks = {}
    assert journeys(plan, hand, 1)[1:] == []  # nobody knows of it
    plan, hand = attacked(unit(radar=radar(movement=movement())), looks_like=0)
    assert journeys(plan, hand, 1)[1:] == []  # it looks like something else
    plan, hand = attacked(unit(radar=radar(movement=movement())), aim=1)
    assert journeys(plan, hand, 1)[1:] == []  # it is aimed at where it is not
    plan, hand = attacked(unit(radar=radar(movement=movement())), target=4, homing=False)
    assert journeys(plan, hand, 1)[1:2] == [(150.0, "moving", 1.0)]  # at its launcher


def test_one_that_comes_in_place_under_an_attack_moves_on():
    own = unit(radar=radar(movement=movement(2)))
    plan, hand = attacked(own, count=2)
    plan = replace(plan, threats=(*plan.threats[:2], replace(plan.threats[2], aim=1)))
    hand = replace(hand, plan=plan, arrivals=[math.inf, 200.0, 260.0], ends=[900.0, 200.0, 260.0])
    assert journeys(plan, hand, 1)[1:] == [
        (150.0, "moving", 1.0), (250.0, "in-place", 1.0), (250.0, "moving", 2.0), (350.0, "in-place", 2.0)
    ]  # fmt: skip


def test_a_surveillance_radar_moves_too_and_one_that_is_destroyed_does_not():
    eye = radar(name="eye", movement=movement(plan=((100.0, 1), (400.0, 0))))
    own = system(unit(), surveillance=(eye,))
    plan = scenario(own, threats=[threat(0), threat(1, target=2, aim=1)])
    hand = Hand(plan, [500.0, 300.0]).seen_by_all(LOOKS)
    assert journeys(plan, hand)[1:] == [(100.0, "moving", 1.0), (200.0, "in-place", 1.0)]
    assert counts(plan, hand)["radars_lost"] == 1.0


# --- what a move costs --------------------------------------------------------------------------------------------


def test_looks_and_windows_are_those_of_the_position():
    plan, hand = moving(movement(plan=((100.0, 1),)), looks=[], windows=[])
    hand.looks = {(0, 0): LOOKS, (1, 0): [(320.0, 1.0)]}
    hand.windows = {(1, 0, 0): [(310.0, 500.0)]}
    hand.flyouts = {(1, 0): (0.0, [17.0], [4e3])}
    assert kinds(plan, hand, "firm", "dropped", "launch", "hit") == [
        ("firm", 5.0), ("dropped", 100.0), ("firm", 320.0), ("launch", 320.0), ("hit", 337.0), ("dropped", 337.0)
    ][:5]  # fmt: skip
    assert told(plan, hand, "hit")[0].value == 4e3
    # The position's own window alone is what it may launch in: what was open at the first is nothing there.
    hand.windows = {(0, 0, 0): [(110.0, 500.0)]}
    assert kinds(plan, hand, "launch") == []
    assert reasons(plan, hand) == {"on-the-move": 1}


def test_the_radar_is_silent_while_it_moves_and_counts_anew_afterwards():
    own = {"confirm_m": 2, "confirm_n": 2}
    plan, hand = moving(
        movement(plan=((102.0, 1),)), looks=[(100.0, 1.0), (201.0, 1.0), (203.0, 1.0), (210.0, 1.0)], own=own
    )
    assert kinds(plan, hand, "emitting", "silent") == [("emitting", 0.0), ("silent", 102.0), ("emitting", 202.0)]
    assert kinds(plan, hand, "firm")[0] == ("firm", 210.0)


def test_engagements_end_when_a_move_begins():
    moves = movement(plan=((20.0, 1),))
    plan, hand = moving(moves, rules=doctrine((3,)), launch_interval=10.0, eye=True)
    hand.flight = 40.0
    # Launched at 5 and 15 s, the third is cancelled; both are aborted, and it is engaged anew at the next position.
    assert kinds(plan, hand, "launch", "cancel", "abort")[:6] == [
        ("launch", 5.0), ("launch", 15.0), ("cancel", 20.0), ("abort", 45.0), ("abort", 55.0), ("launch", 120.0)
    ]  # fmt: skip
    # Missiles that need no radar go on, and may hit.
    plan, hand = moving(
        moves, rules=doctrine((3,)), launch_interval=10.0, eye=True, missiles=(missile(needs_radar=False),)
    )
    hand.flight = 40.0
    assert kinds(plan, hand, "launch", "hit", "abort") == [
        ("launch", 5.0), ("launch", 15.0), ("hit", 45.0), ("abort", 55.0)
    ]  # fmt: skip


def test_what_a_move_leaves_behind_does_not_act_on_the_next_engagement():
    # A short move: the salvo's launch to come, the missile in flight and the assessment are of another engagement.
    moves = movement(plan=((20.0, 1),), tear_down=0.5, march=0.5, set_up=0.5)
    rules = doctrine((2,), assessment_delay=30.0)
    plan, hand = moving(
        moves,
        rules=rules,
        launch_interval=20.0,
        target_channels=1,
        missiles=(missile(0.0, needs_radar=False),),
        eye=True,
    )
    hand.flight = 8.0
    events = kinds(plan, hand, "assign", "launch", "miss", "judged-alive")
    # From 5 s: launch, miss at 13 s; the second launch, due at 25 s, is cancelled. Anew at 21.5 s, launch when the
    # interval has run out, at 25 s, and 45 s; judged at 83 s and not before.
    assert events[:9] == [
        ("assign", 5.0), ("launch", 5.0), ("miss", 13.0), ("assign", 21.5), ("launch", 25.0), ("miss", 33.0),
        ("launch", 45.0), ("miss", 53.0), ("judged-alive", 83.0),
    ]  # fmt: skip


def test_a_missile_in_flight_from_before_the_move_is_not_the_next_engagements():
    moves = movement(plan=((20.0, 1),), tear_down=0.5, march=0.5, set_up=0.5)
    plan, hand = moving(moves, rules=doctrine(assessment_delay=9.0), target_channels=1, missile_channels=2,
                        missiles=(missile(0.0, needs_radar=False),), eye=True)  # fmt: skip
    hand.flight = 50.0
    # Launched at 5 s (arrives at 55 s) and again at 21.5 s (71.5 s): the assessment waits for the second.
    assert kinds(plan, hand, "launch", "miss", "judged-alive")[:5] == [
        ("launch", 5.0), ("launch", 21.5), ("miss", 55.0), ("miss", 71.5), ("judged-alive", 80.5)
    ]  # fmt: skip


def test_a_reload_waits_for_the_end_of_the_move():
    moves = movement(plan=((20.0, 1),))
    plan, hand = moving(
        moves, missiles=(missile(0.0),), launchers=(launcher(1, reload_time=50.0, reloads=1),), target_channels=1
    )
    # Empty at 5 s, it would be ready at 55 s; the move of 100 s puts that off.
    assert kinds(plan, hand, "launch", "reloading", "reload")[:4] == [
        ("launch", 5.0), ("reloading", 5.0), ("reload", 155.0), ("launch", 155.0)
    ]  # fmt: skip


def test_none_goes_to_reload_on_the_move_and_is_asked_after_it():
    moves = movement(plan=((20.0, 1),))
    rules = doctrine(reload="when-idle", reserve=2)
    plan, hand = moving(moves, rules=rules, missile_channels=1, missiles=(missile(0.0),),
                        launchers=(launcher(2, reload_time=60.0, reloads=1),) * 2)  # fmt: skip
    hand.windows, hand.flight = {(0, 0, 0): [(2.0, 6.0)]}, 40.0
    # Launched at 5 s, idle long enough at 35 s, which is on the move: it goes at 120 s.
    assert kinds(plan, hand, "launch", "reloading", "reload") == [
        ("launch", 5.0),
        ("reloading", 120.0),
        ("reload", 150.0),
    ]


def test_a_cue_that_comes_on_the_move_counts_and_the_switch_on_time_runs():
    def switched(time, takes):
        own = {"emission": EmissionPlan(silent=True, time=time, switch_on_time=takes)}
        plan, hand = moving(movement(plan=((100.0, 1),)), own=own, launchers=(launcher(0),))
        return kinds(plan, hand, "emitting", "silent")[1:]

    assert switched(150.0, 20.0) == [("emitting", 200.0)]
    assert switched(150.0, 80.0) == [("emitting", 230.0)]
    assert switched(50.0, 10.0) == [("emitting", 60.0), ("silent", 100.0), ("emitting", 200.0)]
    assert switched(300.0, 10.0) == [("emitting", 310.0)]


def test_a_unit_in_the_middle_of_a_move_in_a_central_system_leaves_the_threat_to_another():
    moves = movement(plan=((5.0, 1),))
    one, two = unit(name="one", radar=radar(movement=moves)), unit(name="two")
    plan, hand = raid(1, system(one, two), looks=LOOKS, windows=LONG, arrival=2000.0)
    assert [(e.unit, e.time) for e in told(plan, hand, "launch")] == [(1, 5.0)]


# --- an empty place -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arrives", "aim", "lost"),
    [
        (100.0, 0, 1.0),  # its own moment comes before the move's: it is still in place
        (109.0, 0, 1.0),  # being torn down
        (110.0, 0, 0.0),  # on the road
        (140.0, 0, 0.0),
        (140.0, 1, 0.0),
        (170.0, 1, 1.0),  # being set up
        (199.0, 0, 0.0),
        (300.0, 1, 1.0),
        (300.0, 0, 0.0),
    ],
)
@pytest.mark.parametrize("target", [2, 3])
def test_what_is_aimed_at_an_empty_place_hits_nothing(arrives, aim, lost, target):
    own = unit(radar=radar(movement=movement(plan=((100.0, 1),))), launchers=(launcher(0),))
    plan = scenario(system(own), threats=[threat(0, target=target, aim=aim), threat(1)])
    hand = Hand(plan, [arrives, 500.0])
    assert counts(plan, hand)["radars_lost" if target == 2 else "launchers_lost"] == lost


@pytest.mark.parametrize(
    ("arrives", "aim", "lost"),
    [
        (50.0, 0, 1.0),
        (105.0, 0, 1.0 - math.exp(-0.5 * (2.0 / 5.0) ** 2)),  # silent for 5 s, a drift of 1 m/s
        (170.0, 1, 0.0),  # it has not radiated there
        (200.0, 1, 0.0),  # arrivals come before the end of a move
        (201.0, 1, 1.0),
    ],
)
def test_a_homing_weapon_hears_nothing_of_a_radar_that_is_set_up(arrives, aim, lost):
    own = unit(radar=radar(movement=movement(plan=((100.0, 1),))), launchers=(launcher(0),))
    aimed = {"target": 2, "aim": aim, "homing": True, "memory_drift": 1.0, "lethal_radius": 2.0}
    plan = scenario(system(own), threats=[threat(0, **aimed), threat(1)])
    kernel = engine.prepare(plan, Hand(plan, [arrives, 500.0]).build())
    found = engine.simulate(kernel, 2, 0, 20_000)[:, kernel.columns.index("radars_lost")].mean()
    assert found == pytest.approx(lost, abs=3.5 * math.sqrt(lost * (1.0 - lost) / 20_000))


# --- why it leaked ------------------------------------------------------------------------------------------------


def test_on_the_move_and_never_known():
    plan, hand = moving(movement(plan=((100.0, 1),)), looks=[])
    hand.looks = {(0, 0): [(150.0, 1.0)]}
    assert reasons(plan, hand) == {"on-the-move": 1}
    hand.looks = {(0, 0): [(250.0, 1.0)]}  # it left for good: that is no matter of the move
    assert reasons(plan, hand) == {"undetected": 1}


def test_on_the_move_and_known_too_late():
    plan, hand = moving(movement(plan=((100.0, 1),)), looks=[], windows=[(2.0, 180.0)])
    hand.looks = {(0, 0): [(150.0, 1.0)], (1, 0): [(250.0, 1.0)]}
    assert reasons(plan, hand) == {"on-the-move": 1}
    hand.windows = {(0, 0, 0): [(2.0, 140.0)]}
    assert reasons(plan, hand) == {"detected-too-late": 1}  # it would have been too late anyway


def test_on_the_move_and_passed():
    # Known through the eye, and within the windows of the position that the unit leaves.
    plan, hand = moving(movement(plan=((100.0, 1),)), eye=True)
    hand.windows = {(0, 0, 0): [(120.0, 150.0)]}
    assert reasons(plan, hand) == {"on-the-move": 1}


def test_on_the_move_and_given_up():
    plan, hand = moving(movement(plan=((100.0, 1),)), looks=[])
    hand.looks = {(0, 0): [(20.0, 1.0)]}
    hand.windows = {(0, 0, 0): [(120.0, 250.0)]}
    assert reasons(plan, hand) == {"on-the-move": 1}


def test_on_the_move_and_aborted_or_cancelled():
    plan, hand = moving(movement(plan=((20.0, 1),)), windows=[(2.0, 8.0)])
    hand.flight = 40.0
    assert reasons(plan, hand) == {"on-the-move": 1}
    plan, hand = moving(movement(plan=((20.0, 1),)), windows=[(2.0, 30.0)], reaction_time=17.0)
    assert kinds(plan, hand, "assign", "launch", "cancel")[:2] == [("assign", 5.0), ("cancel", 20.0)]
    assert reasons(plan, hand) == {"on-the-move": 1}


def test_bound_to_move_is_on_the_move():
    rules = doctrine(move_after=1)
    own = unit(radar=radar(movement=movement(1, march=5000.0)))
    plan = scenario(system(own, doctrine=rules), threats=[threat(0, target=-1), threat(1)])
    hand = Hand(plan, [math.inf, 400.0], ends=[2000.0, 400.0], flight=390.0).open_to_all(LONG)
    hand.looks = {(0, 0): LOOKS, (0, 1): LOOKS[4:]}
    assert reasons(plan, hand) == {"on-the-move": 1}


# --- more never harms ---------------------------------------------------------------------------------------------


def test_a_shorter_set_up_never_lets_more_leak():
    """In every replication: one threat, one planned move, tracks that stay, missiles enough.

    The radar is silent for less time, and what it counts anew it counts from an earlier look on with the same number;
    the same attempts, and more, are made. With moves that hang on what happened it holds of the mean alone.
    """
    found = []
    for takes in (0.0, 20.0, 60.0, 100.0, 200.0):
        own = radar(confirm_m=2, confirm_n=3, drop_misses=1000, movement=movement(plan=((40.0, 1),), set_up=takes))
        plan, hand = raid(
            1, system(unit(radar=own, missiles=(missile(0.3),)), doctrine=doctrine(assessment_delay=20.0)), looks=[]
        )
        hand.looks = {(r, 0): [(t, 0.25) for t in np.arange(50.0, 400.0, 6.0)] for r in (0, 1)}
        hand.flight = 30.0
        kernel = engine.prepare(plan, hand.open_to_all([(2.0, 390.0)]).build())
        found.append(engine.simulate(kernel, 4, 0, 4000)[:, kernel.columns.index("leakers")])
    assert all((a <= b).all() for a, b in itertools.pairwise(found))
    assert found[-1].mean() - found[0].mean() > 0.2


def test_a_shorter_set_up_lets_no_more_leak_on_average():
    def leakers(takes):
        rules = doctrine((2, 1), assessment_delay=4.0, move_after=3)
        station = unit(
            radar=radar(confirm_m=2, confirm_n=3, drop_misses=2, movement=movement(set_up=takes, march=20.0)),
            missiles=(missile(0.6),), launchers=(launcher(30),), target_channels=2, reaction_time=5.0,
        )  # fmt: skip
        arrivals = [150.0 + 10.0 * m for m in range(24)]
        plan = scenario(system(station, doctrine=rules), threats=[threat(m) for m in range(24)])
        looks = {
            (r, j): [(t, 0.6) for t in np.arange(a - 150.0, a, 4.0)] for j, a in enumerate(arrivals) for r in (0, 1)
        }
        windows = {(w, 0, j): [(a - 120.0, a - 12.0)] for j, a in enumerate(arrivals) for w in (0, 1)}
        kernel = engine.prepare(plan, Hand(plan, arrivals, looks=looks, windows=windows, flight=10.0).build())
        return engine.simulate(kernel, 4, 0, 2000)[:, kernel.columns.index("leakers")]

    simulated = [leakers(takes) for takes in (0.0, 30.0, 60.0, 120.0)]
    for more, less in itertools.pairwise(simulated):
        gain = less - more
        assert gain.mean() >= -3.5 * gain.std(ddof=1) / math.sqrt(2000)  # standard errors, as in test_monotone
    assert (simulated[-1] - simulated[0]).mean() > 0.5


def test_positions_that_nothing_moves_to_change_nothing():
    still = replace(movement(), march=())
    plan, hand = moving(still, rules=doctrine((2,), assessment_delay=5.0), missiles=(missile(0.4),))
    kernel = engine.prepare(plan, hand.build())
    other, known = moving(MovementPlan(), rules=doctrine((2,), assessment_delay=5.0), missiles=(missile(0.4),))
    plain = engine.prepare(other, known.build())
    assert np.array_equal(engine.simulate(kernel, 1, 0, 200), engine.simulate(plain, 1, 0, 200), equal_nan=True)
    assert asset() == other.assets[0]
