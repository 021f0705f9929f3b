"""Corners of the rules by hand in which the engine once went its own way: leak reasons, ties, counts, odd aims."""

from __future__ import annotations

from dataclasses import replace

import pytest

from airdef import engine
from airdef.scenario.movement_plan import PositionPlan
from airdef.scenario.plan import CATEGORIES, EmissionPlan, MovementPlan, Place
from reference.builders import C, Hand, doctrine, launcher, missile, radar, raid, scenario, system, threat, unit

from .test_reasons import reasons, simulate
from .test_rules_by_hand import told

LOOKS = [(float(t), 1.0) for t in range(5, 400, 5)]
DECOY, ANTI_RADIATION = CATEGORIES.index("decoy"), CATEGORIES.index("anti_radiation")


@pytest.mark.parametrize(("engage", "reason"), [(True, "defender-destroyed"), (False, "detected-too-late")])
def test_a_destroyed_unit_defends_only_against_what_its_doctrine_engages(engage, reason):
    # Known at 60 s. The unit that is destroyed at 50 s has a window until 400 s, the other one had until 30 s.
    lost = system(unit(), doctrine=doctrine(engage=(engage,) * C))
    stands = replace(system(unit(name="other", radar=radar(name="other"))), name="other")
    plan = scenario(lost, stands, threats=[threat(0), threat(1, target=3, looks_like=0)])
    hand = Hand(plan, [500.0, 50.0], looks={(1, 0): [(60.0, 1.0)]})
    hand.windows = {(0, 0, 0): [(2.0, 400.0)], (1, 0, 0): [(2.0, 30.0)]}
    assert [e.target for e in told(plan, hand, "destroyed")] != []
    assert reasons(plan, hand) == {reason: 1, "outside-the-envelope": 1}


@pytest.mark.parametrize("emission", [EmissionPlan(), EmissionPlan(silent=True, time=50.0)])
@pytest.mark.parametrize("arrival", [130.0, 150.0, 500.0])
@pytest.mark.parametrize(("needs", "late"), [(True, "defender-destroyed"), (False, "missed")])
def test_a_missile_in_flight_when_its_unit_is_destroyed(emission, arrival, needs, late):
    # Launched at 100 s, it would arrive at 150 s; its unit is destroyed at 120 s. The reason hangs on no later time.
    own = unit(radar=radar(emission=emission), missiles=(missile(0.0, needs_radar=needs),))
    plan = scenario(system(own), threats=[threat(0), threat(1, target=2)])
    hand = Hand(plan, [arrival, 120.0], looks={(0, 0): LOOKS}, windows={(0, 0, 0): [(100.0, 101.0)]}, flight=50.0)
    assert reasons(plan, hand) == {late: 1, "outside-the-envelope": 1}


@pytest.mark.parametrize(("again", "reason"), [(50.0, "on-the-move"), (None, "no-channel")])
def test_a_further_window_while_the_unit_is_bound_to_move(again, reason):
    # One channel, bound to move by the engagement at 35 s until its missile arrives at 65 s. The last threat was ready
    # from 10 to 20 s, when the channel was taken; a further window opens at 50 s.
    move = MovementPlan((PositionPlan("wood", Place(0.0, 0.01)),), 10.0, 10.0, ((0.0, 500.0), (500.0, 0.0)))
    own = unit(radar=radar(movement=move), target_channels=1)
    plan = scenario(system(own, doctrine=doctrine(move_after=2, rounds=1)), threats=[threat(m) for m in range(3)])
    hand = Hand(plan, [100.0, 200.0, 150.0], flight=30.0)
    hand.looks = {(0, 0): LOOKS, (0, 1): LOOKS[1:], (0, 2): LOOKS[6:]}
    last = [(2.0, 20.0)] + ([(again, again + 10.0)] if again else [])
    hand.windows = {(0, 0, 0): [(2.0, 90.0)], (0, 0, 1): last, (0, 0, 2): [(2.0, 140.0)]}
    assert [(e.threat, e.time) for e in told(plan, hand, "launch")] == [(0, 5.0), (2, 35.0)]
    assert [e.time for e in told(plan, hand, "moving")] == [65.0]
    assert reasons(plan, hand) == {reason: 1}


def test_launches_that_fall_due_at_once_wait_by_the_index_of_their_threats():
    # The last threat arrives first and is assigned first; its launch and that of the other fall due at 20 s. The
    # missile channel is taken from 5 to 50 s.
    plan = scenario(system(unit(missile_channels=1)), threats=[threat(m) for m in range(3)])
    hand = Hand(plan, [300.0, 400.0, 200.0], flight=45.0, looks={(0, 0): LOOKS, (0, 1): LOOKS[3:], (0, 2): LOOKS[3:]})
    hand.open_to_all([(2.0, 190.0)])
    assert [e.threat for e in told(plan, hand, "assign")] == [0, 2, 1]
    assert [(e.threat, e.time) for e in told(plan, hand, "launch")] == [(0, 5.0), (1, 50.0), (2, 95.0)]


def test_missiles_on_decoys_go_by_the_category_and_not_by_the_class():
    plan, hand = raid(3)
    plan = replace(plan, threats=(plan.threats[0], *(replace(t, category=DECOY) for t in plan.threats[1:])))
    hand = replace(hand, plan=plan)
    assert {t.threat_class for t in plan.threats} == {"raider"}
    n = simulate(plan, hand)
    assert (n["missiles_used"], n["missiles_on_decoys"]) == (3, 2)


def test_the_unit_with_the_longest_reaction_is_ready_first_for_a_window_to_come():
    slow, quick = unit(name="slow", reaction_time=30.0), unit(name="quick", radar=radar(name="r"), reaction_time=5.0)
    plan, hand = raid(1, system(quick, slow), looks=LOOKS, windows=[(100.0, 200.0)])
    assert [(e.unit, e.time) for e in told(plan, hand, "assign")] == [(1, 70.0)]
    assert [(e.unit, e.time) for e in told(plan, hand, "launch")] == [(1, 100.0)]


@pytest.mark.parametrize(("aim", "lost"), [(0, 1.0), (1, 0.0)])
def test_what_is_aimed_at_a_place_where_its_target_never_stands_hits_nothing(aim, lost):
    still = MovementPlan((PositionPlan("wood", Place(0.0, 0.01)),), 10.0, 10.0, ((0.0, 60.0), (60.0, 0.0)))
    own = unit(radar=radar(movement=still), launchers=(launcher(0),))
    plan = scenario(system(own), threats=[threat(0, target=2, aim=aim)])
    assert simulate(plan, Hand(plan, [100.0]))["radars_lost"] == lost


@pytest.mark.parametrize(("aim", "times"), [(0, [90.0, 150.0]), (1, [])])
def test_a_radar_shuts_down_only_for_what_is_aimed_at_where_it_stands(aim, times):
    still = MovementPlan((PositionPlan("wood", Place(0.0, 0.01)),), 10.0, 10.0, ((0.0, 60.0), (60.0, 0.0)))
    own = unit(radar=radar(movement=still), launchers=(launcher(0),))
    rules = doctrine(shut_down=60.0, shut_down_warning=30.0)
    weapon = threat(1, target=2, aim=aim, homing=True, looks_like=ANTI_RADIATION, category=ANTI_RADIATION)
    plan = scenario(system(own, doctrine=rules), threats=[threat(0), replace(weapon, hit_probability=0.0)])
    hand = Hand(plan, [500.0, 120.0], looks={(0, 1): LOOKS, (0, 0): LOOKS})
    events = engine.replay(engine.prepare(plan, hand.build()), 1, 0)[1]
    assert [e.time for e in events if e.kind in {"silent", "emitting"} and e.time > 0.0] == times
