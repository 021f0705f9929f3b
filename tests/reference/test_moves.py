"""The rules of movement one by one, on hand-made cases without chance, on which both engines must give the same."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from airdef import engine
from airdef.scenario.movement_plan import MovementPlan, PositionPlan
from airdef.scenario.plan import EmissionPlan

from .builders import HERE, SEEN, C, Hand, doctrine, launcher, missile, radar, scenario, system, threat, unit
from .cases import one
from .scenarios import ARM
from .simpy_engine import simulate

# Flattened targets with one asset and one system: 0 the asset, 1 the post, from 2 radars, then launchers.
ALL_THE_TIME = [(float(t), 1.0) for t in range(1, 100)]
FLEE = {"move_warning": 30.0, "move_categories": (True,) * C}


def moves(further=1, tear_down=2.0, march=5.0, set_up=3.0, **changes):
    """Further positions, with moves of 10 s."""
    road = tuple(tuple(march * (a != b) for b in range(1 + further)) for a in range(1 + further))
    places = tuple(PositionPlan(f"p{k + 1}", HERE) for k in range(further))
    return MovementPlan(places, set_up=set_up, tear_down=tear_down, march=road, **changes)


def moving(fires=None, **changes):
    """A fire unit that moves."""
    fires = fires or unit()
    return replace(fires, radar=replace(fires.radar, drop_misses=99, movement=moves(**changes)))


def planned(fires=None, at=10.0):
    """A fire unit that moves at a time to position 1."""
    return moving(fires, plan=((at, 1),))


def case(fires, *raiders, rules=None, surveillance=True, arrival=500.0):
    """A system of a unit, or of several, and perhaps of a surveillance radar that sees all at 1 s."""
    units = fires if isinstance(fires, tuple) else (fires,)
    sees = (radar(drop_misses=99),) if surveillance else ()
    plan = scenario(
        system(*units, surveillance=sees, doctrine=rules or doctrine()), threats=list(raiders or [threat()])
    )
    hand = Hand(plan, [arrival] * len(plan.threats))
    if surveillance:
        hand.looks = {(0, j): SEEN for j in range(len(plan.threats))}
    return plan, hand


# --- where it is ------------------------------------------------------------------------------------------


def test_looks_windows_and_flights_are_those_of_the_present_position():
    plan, hand = case(planned(), surveillance=False)
    hand.looks = {(0, 0): [(15.0, 1.0)], (1, 0): ALL_THE_TIME}
    hand.windows = {(0, 0, 0): [(2.0, 100.0)], (1, 0, 0): [(2.0, 100.0)]}
    hand.flyouts = {(1, 0): (0.0, [4.0], [3e4])}
    got = one(plan, hand)
    assert (got["first_intercept_time"], got["first_intercept_range"]) == (24.0, 3e4)
    assert (got["moves"], got["time_moving"]) == (1, 10.0)


@pytest.mark.parametrize(
    ("first", "second", "time"),
    [([(9.0, 9.5)], [(2.0, 9.0)], 9.0), ([(10.0, 19.0)], [(2.0, 19.0)], None), ([(2.0, 3.0)], [(20.0, 99.0)], 20.0)],
)
def test_nothing_is_launched_on_the_move(first, second, time):
    plan, hand = case(planned(unit(reaction_time=0.0)))
    hand.looks = {(0, 0): [(5.0, 1.0)]}
    hand.windows = {(0, 0, 0): first, (1, 0, 0): second}
    got = one(plan, hand)
    if time is None:
        assert got["reason:on-the-move"] == 1
        assert one(plan, hand, "moves-no-reason")["reason:on-the-move"] == 0
    else:
        assert got["first_intercept_time"] == time + hand.flight


def test_a_mover_of_a_plan_begins_where_the_plan_has_it():
    # At 50 s, the replication's start, it is at position 1; at 55 s it goes back, and is there at 65 s.
    fires = moving(plan=((10.0, 1), (55.0, 0)))
    plan, hand = case(fires, threat(start_time=50.0))
    hand.looks = {(0, 0): [(51.0, 1.0)]}
    hand.windows = {(0, 0, 0): [(2.0, 100.0)]}
    got = one(plan, hand)
    assert (got["first_intercept_time"], got["moves"], got["time_moving"]) == (66.0, 1, 10.0)
    # At the start it is on the move, until 55 s.
    plan, hand = case(moving(plan=((45.0, 1),)), threat(start_time=50.0))
    hand.looks = {(0, 0): [(51.0, 1.0)]}
    hand.windows = {(0, 0, 0): [(2.0, 100.0)], (1, 0, 0): [(2.0, 100.0)]}
    got = one(plan, hand)
    assert (got["first_intercept_time"], got["moves"], got["time_moving"]) == (56.0, 0, 0.0)


def test_no_move_begins_when_every_threat_has_ended():
    plan, hand = case(planned(at=500.0))
    assert one(plan, hand)["moves"] == 0
    plan, hand = case(planned(at=499.0))
    assert one(plan, hand)["moves"] == 1


# --- what it costs ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("needs_radar", "kills"), [(True, 0), (False, 1)])
def test_a_missile_in_flight_loses_its_radar(needs_radar, kills):
    plan, hand = case(planned(unit(missiles=(missile(needs_radar=needs_radar),))))
    hand.flight = 5.0
    hand.windows = {(0, 0, 0): [(9.0, 9.5)]}
    got = one(plan, hand)
    assert (got["kills"], got["aborted"], got["reason:on-the-move"]) == (kills, 1 - kills, 1 - kills)
    assert one(plan, hand, "radiates-on-the-move")["kills"] == 1


def test_engagements_end_and_what_they_were_of_is_free_for_others():
    first, other = planned(unit(reaction_time=12.0)), unit(radar=radar(drop_misses=99))
    plan, hand = case((first, other))
    # Units, and so weapons: 0 the first, 1 the other, 2 the first at its position 1.
    hand.windows = {(0, 0, 0): [(2.0, 100.0)], (1, 0, 0): [(9.5, 12.0)]}
    got = one(plan, hand)
    assert (got["kills"], got["engagements"], got["first_intercept_time"]) == (1, 1, 10.0 + hand.flight)
    hand.windows = {(0, 0, 0): [(2.0, 100.0)]}
    plan, hand = case(first)
    hand.looks = {(0, 0): [(5.0, 1.0)]}
    hand.windows = {(0, 0, 0): [(2.0, 100.0)]}
    got = one(plan, hand)  # due at 17 s
    assert (got["missiles_used"], got["reason:on-the-move"]) == (0, 1)


def test_promised_rounds_are_free_again():
    # A salvo of two: the second, due at 18 s, is cancelled as the unit moves; its round is there for the next.
    fires = planned(unit(launchers=(launcher(2),), launch_interval=10.0))
    plan, hand = case(fires, threat(), threat(1), rules=doctrine((2,)))
    hand.windows = {(0, 0, 0): [(8.0, 30.0)], (1, 0, 1): [(25.0, 30.0)]}
    hand.flight = 1.5
    got = one(plan, hand)
    assert (got["missiles_used"], got["kills"]) == (2, 2)


def test_what_is_being_reloaded_is_ready_later_by_the_move():
    # Empty at 9 s, reloaded by 17 s, but for the move: by 27 s.
    fires = planned(unit(launchers=(launcher(1, reloads=1, reload_time=8.0),)))
    plan, hand = case(fires, threat(), threat(1))
    hand.windows = {(0, 0, 0): [(9.0, 9.5)], (1, 0, 1): [(2.0, 100.0)]}
    hand.flight = 0.5
    assert one(plan, hand)["kills"] == 2
    hand.windows[1, 0, 1] = [(2.0, 26.9)]
    assert one(plan, hand)["kills"] == 1
    hand.windows[1, 0, 1] = [(2.0, 27.0)]
    assert one(plan, hand)["kills"] == 2


def test_launchers_idle_for_long_are_reloaded_where_the_unit_comes_to_be_in_place():
    # Idle for 12 / 3 s at 13 s, on the move: asked at 20 s; one round takes 4 s.
    fires = planned(
        unit(launchers=(launcher(3, reloads=1, reload_time=12.0), launcher(3, reload_time=99.0)), missile_channels=1)
    )
    plan, hand = case(fires, *(threat(m) for m in range(6)), rules=doctrine(reload="when-idle"))
    hand.flight = 0.1
    hand.windows = {(0, 0, 0): [(9.0, 9.5)]} | {(1, 0, j): [(24.0, 24.5)] for j in range(1, 6)}
    assert one(plan, hand)["missiles_used"] == 6
    hand.windows = {(0, 0, 0): [(9.0, 9.5)]} | {(1, 0, j): [(23.0, 23.4)] for j in range(1, 6)}
    assert one(plan, hand)["missiles_used"] == 4


def test_the_tracks_of_a_radar_that_moves_are_lost():
    plan, hand = case(planned(), surveillance=False)
    hand.looks = {(0, 0): ALL_THE_TIME, (1, 0): [(30.0, 1.0)]}
    hand.windows = {(1, 0, 0): [(21.0, 29.0)]}
    got = one(plan, hand)
    assert got["reason:on-the-move"] == 1


# --- what makes it move -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("after", "moved", "kills"), [(2, 1, 3), (4, 0, 4)])
def test_a_unit_moves_after_so_many_engagements(after, moved, kills):
    # Engagements from 2 s on, each of 1 s of flight and 3 s of assessment; a further threat at 7 s.
    fires = moving(unit(reaction_time=0.0))
    rules = doctrine(assessment_delay=3.0, move_after=after)
    plan, hand = case(fires, *(threat(m) for m in range(4)), rules=rules)
    hand.windows = {
        (0, 0, 0): [(2.0, 3.0)],
        (0, 0, 1): [(4.0, 5.0)],
        (0, 0, 2): [(7.0, 8.0)],
        (1, 0, 3): [(18.0, 30.0)],
    }
    hand.windows |= {(0, 0, 3): [(40.0, 50.0)]}
    got = one(plan, hand)
    # Bound from 4 s, free at 8 s: on the move until 18 s.
    assert (got["moves"], got["kills"], got["reason:on-the-move"]) == (moved, kills, moved)
    if moved:
        assert got["time_moving"] == 10.0
        assert one(plan, hand, "never-bound")["moves"] == 0


def test_a_bound_unit_goes_on_with_what_it_has_but_engages_none_again():
    # Two engagements begin at 2 s, that of the first threat makes it bound. Judged alive at 6 s: not again.
    fires = moving(unit(missiles=(missile(0.0),)))
    plan, hand = case(fires, threat(), threat(1), rules=doctrine(assessment_delay=3.0, move_after=1))
    hand.windows = {(0, 0, 0): [(2.0, 30.0)], (0, 0, 1): [(2.0, 30.0)]}
    got = one(plan, hand)
    assert (got["moves"], got["engagements"]) == (1, 2)


def test_the_count_begins_again_where_the_unit_comes_to_be_in_place():
    fires = moving(unit())
    plan, hand = case(fires, *(threat(m) for m in range(3)), rules=doctrine(move_after=1))
    hand.windows = {(0, 0, 0): [(2.0, 30.0)], (1, 0, 1): [(20.0, 30.0)], (0, 0, 2): [(35.0, 40.0)]}
    got = one(plan, hand)
    assert (got["moves"], got["kills"]) == (2, 3)


@pytest.mark.parametrize("aim", [0, 1])
@pytest.mark.parametrize("target", [3, 4])
def test_a_unit_moves_when_what_is_aimed_at_it_is_near(target, aim):
    # Aimed at position 0 and to arrive at 60 s: it moves at 30 s and is in place at 40 s.
    attack = threat(1, target=target, aim=aim)
    plan, hand = case(moving(), threat(), attack, rules=doctrine(engage=(False,) * C, **FLEE))
    hand.arrivals = [500.0, 60.0]
    got = one(plan, hand)
    assert got["moves"] == 1 - aim
    assert got["radars_lost"] == got["launchers_lost"] == 0
    quick = one(plan, hand, "never-flees")
    assert quick["moves"] == 0
    assert quick["radars_lost"] + quick["launchers_lost"] == 1 - aim


@pytest.mark.parametrize(("seen", "begins"), [(1.0, 30.0), (45.0, 45.0), (57.0, 57.0)])
def test_an_attack_makes_it_move_when_it_is_known(seen, begins):
    # The weapon hits if it arrives while the unit stands at position 0: before 2 s of the move are over.
    plan, hand = case(moving(), threat(), threat(1, target=3), rules=doctrine(engage=(False,) * C, **FLEE))
    hand.arrivals, hand.looks = [500.0, 60.0], {(0, 0): SEEN, (0, 1): [(seen, 1.0)]}
    hand.looks[0, 0] = SEEN
    got = one(plan, hand)
    assert (got["moves"], got["radars_lost"]) == (1, 0)
    hand.arrivals[1] = begins + 1.9
    hand.looks[0, 1] = [(begins, 1.0)]
    assert one(plan, hand)["radars_lost"] == 1


def test_only_what_looks_like_the_categories_makes_it_move():
    rules = doctrine(engage=(False,) * C, move_warning=30.0, move_categories=tuple(c == ARM for c in range(C)))
    for looks_like, moved in [(ARM, 1), (0, 0)]:
        plan, hand = case(moving(), threat(), threat(1, target=3, category=0, looks_like=looks_like), rules=rules)
        hand.arrivals = [500.0, 60.0]
        assert one(plan, hand)["moves"] == moved


def test_it_moves_on_when_it_comes_to_be_in_place_under_attack():
    attacks = [threat(1, target=3), threat(2, target=3, aim=1)]
    plan, hand = case(moving(further=2), threat(), *attacks, rules=doctrine(engage=(False,) * C, **FLEE))
    hand.arrivals = [500.0, 60.0, 65.0]
    got = one(plan, hand)  # from 30 to 40 s, and on to 50 s
    assert (got["moves"], got["time_moving"], got["radars_lost"]) == (2, 20.0, 0)


def test_a_unit_without_its_post_goes_by_its_own_radar():
    plan, hand = case(
        moving(), threat(), threat(1, target=3), threat(2, target=1), rules=doctrine(engage=(False,) * C, **FLEE)
    )
    hand.arrivals = [500.0, 60.0, 20.0]
    assert one(plan, hand)["moves"] == 0
    hand.looks[1, 1] = [(40.0, 1.0)]
    assert one(plan, hand)["moves"] == 1


# --- arrivals ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("homing", [False, True])
@pytest.mark.parametrize(
    ("arrival", "aim", "hits"),
    [
        (10.0, 0, (1, 1)),  # arrivals come before moves
        (11.9, 0, (1, 1)),
        (12.0, 0, (0, 0)),
        (16.9, 1, (0, 0)),
        (16.9, 0, (0, 0)),
        (17.0, 1, (1, 0)),  # it is set up there, and has not yet radiated there
        (17.0, 0, (0, 0)),
        (20.0, 1, (1, 0)),
        (20.1, 1, (1, 1)),
        (20.1, 0, (0, 0)),
        (9.0, 1, (0, 0)),
    ],
)
def test_a_weapon_hits_what_stands_where_it_is_aimed(homing, arrival, aim, hits):
    plan, hand = case(planned(), threat(), threat(1, target=3, aim=aim, homing=homing))
    hand.arrivals = [500.0, arrival]
    assert one(plan, hand)["radars_lost"] == hits[homing]
    assert one(plan, hand, "hit-wherever-it-is")["radars_lost"] >= hits[homing]


def test_a_homing_weapon_remembers_from_the_beginning_of_the_move():
    plan, hand = case(planned(), threat(), threat(1, target=3, homing=True, memory_drift=1e9, lethal_radius=30.0))
    hand.arrivals = [500.0, 11.0]
    assert one(plan, hand)["radars_lost"] == 0
    hand.arrivals = [500.0, 10.0]
    assert one(plan, hand)["radars_lost"] == 1


def test_what_is_destroyed_on_the_move_stays_as_it_then_is():
    # The radar is lost while it is torn down: its launcher stands there for good, and no move ends.
    fires = planned()
    plan, hand = case(fires, threat(), threat(1, target=3), threat(2, target=4))
    hand.arrivals = [500.0, 11.0, 300.0]
    got = one(plan, hand)
    assert (got["radars_lost"], got["units_lost"], got["launchers_lost"]) == (1, 1, 1)


# --- emission ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("cue", "on"), [(5.0, 20.0), (15.0, 20.0), (17.0, 21.0), (30.0, 34.0)])
def test_a_cue_may_come_on_the_move(cue, on):
    fires = planned(unit(radar=radar(emission=EmissionPlan(silent=True, time=cue, switch_on_time=4.0))))
    plan, hand = case(fires)
    hand.windows = {(1, 0, 0): [(2.0, 100.0)]}
    assert one(plan, hand)["first_intercept_time"] == on + hand.flight


def test_a_shut_down_asks_for_weapons_at_the_position_where_the_radar_is_in_place():
    # At 20 s it comes to be in place; a weapon near and aimed there has it stay silent, from 20 to 40 s.
    rules = doctrine(engage=tuple(c != ARM for c in range(C)), shut_down=20.0, shut_down_warning=15.0)
    for aim, on in [(1, 40.0), (0, 20.0)]:
        weapon = threat(0, formation_index=1, category=ARM, looks_like=ARM, homing=True, target=3, aim=aim)
        plan, hand = case(planned(), threat(), weapon, rules=rules)
        hand.arrivals = [500.0, 30.0]
        hand.windows = {(1, 0, 0): [(2.0, 100.0)]}
        assert one(plan, hand)["first_intercept_time"] == on + hand.flight


# --- why it leaked ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("look", "reason"), [(15.0, "on-the-move"), (20.0, "undetected"), (9.9, "on-the-move")])
def test_a_radar_on_the_move_that_would_have_seen_it(look, reason):
    plan, hand = case(planned(), surveillance=False)
    hand.looks = {(0, 0): [(look, 1.0)]}
    hand.windows = {(0, 0, 0): [(12.0, 100.0)]}
    got = one(plan, hand)
    assert got[f"reason:{reason}"] == 1


def test_what_is_known_too_late_for_a_radar_on_the_move():
    plan, hand = case(planned(), surveillance=False)
    hand.looks = {(0, 0): [(15.0, 1.0)], (1, 0): [(40.0, 1.0)]}
    for close, reason in [(14.0, "detected-too-late"), (30.0, "on-the-move")]:
        hand.windows = {(1, 0, 0): [(2.0, close)]}
        assert one(plan, hand)[f"reason:{reason}"] == 1


def test_windows_of_all_positions_count_for_reasons():
    plan, hand = case(planned(at=400.0), surveillance=False)
    hand.windows = {(1, 0, 0): [(2.0, 30.0)]}
    assert one(plan, hand)["reason:undetected"] == 1


# --- chance -----------------------------------------------------------------------------------------------


def test_moves_by_turns_begin_with_a_random_phase():
    # 20 s at each position, 10 s between: at 100 s in place at position 1 with probability 20 / 60.
    plan, hand = case(moving(stay=20.0), threat(start_time=100.0))
    hand.looks = {(0, 0): [(100.0, 1.0)]}
    hand.windows = {(1, 0, 0): [(100.0, 100.0)]}
    tables = hand.build()
    kernel = engine.prepare(plan, tables)
    columns = dict(zip(kernel.columns, engine.simulate(kernel, 1, 0, 20_000).T, strict=True))
    for rows, n in ((columns, 20_000), (simulate(plan, tables, 2000, 7), 2000)):
        assert abs(rows["missiles_used"].mean() - 1 / 3) < 4.0 * np.sqrt(2 / 9 / n)
