"""Guarding, shared magazines and direction finders, on hand-made cases without chance on which both engines agree."""

from __future__ import annotations

from dataclasses import replace

import pytest

from airdef.scenario.movement_plan import DirectionFinderPlan
from airdef.scenario.plan import EmissionPlan

from .builders import HERE, Hand, asset, doctrine, launcher, missile, radar, raid, scenario, system, threat, unit
from .cases import Straight, one

# Flattened targets with two assets and one system: 0, 1 the assets; 2 the post; 3 the radar; 4 the launcher.
SEEN = [(1.0, 1.0)]
OPEN = [(2.0, 1000.0)]


# --- guarding ---------------------------------------------------------------------------------------------


def guarded(how, guards=(1,), priority="earliest-impact"):
    """One round, and two threats: the first arrives first, the other is aimed at what is guarded."""
    raiders = [threat(0, threat_class="early"), threat(1, threat_class="at-guarded", target=1)]
    fires = unit(launchers=(launcher(1),))
    rules = doctrine(priority=priority, guarded=how)
    plan = scenario(system(fires, doctrine=rules, guards=guards), threats=raiders, assets=(asset(value=9.0), asset()))
    return plan, Hand(plan, [300.0, 500.0]).seen_by_all(SEEN).open_to_all(OPEN)


@pytest.mark.parametrize("priority", ["earliest-impact", "most-value"])
@pytest.mark.parametrize(("guards", "first"), [((1,), "at-guarded"), ((0,), "early"), ((), "early"), ((0, 1), "early")])
def test_what_threatens_the_guarded_comes_first(guards, first, priority):
    plan, hand = guarded("first", guards, priority)
    got = one(plan, hand)
    assert got[f"kills:{first}"] == 1
    assert one(plan, hand, "guarded-not-first")["kills:early"] == 1


def test_nothing_else_is_engaged_by_only():
    plan, hand = guarded("only")
    got = one(plan, hand)
    assert (got["kills:at-guarded"], got["reason:outside-the-envelope"]) == (1, 1)
    plan, hand = guarded("only", guards=())  # a system that guards nothing
    assert one(plan, hand)["kills:early"] == 1


# --- magazines --------------------------------------------------------------------------------------------


def shared(size=4, rounds=(1, 1), rules=None, names=("a", "a"), **changes):
    """Two units of one magazine; the second sees no window."""
    fires = [
        unit(magazine="common", missiles=(missile(name=name),), launchers=(launcher(n, **changes),))
        for n, name in zip(rounds, names, strict=True)
    ]
    plan, hand = raid(size, system(*fires, doctrine=rules or doctrine()))
    hand.windows = {(0, 0, j): OPEN for j in range(size)}
    return plan, hand


def test_a_unit_launches_what_the_other_has():
    plan, hand = shared()
    assert one(plan, hand)["missiles_used"] == 2
    assert one(plan, hand, "magazines-apart")["missiles_used"] == 1


def test_types_of_other_names_are_others():
    plan, hand = shared(names=("a", "b"))
    assert one(plan, hand)["missiles_used"] == 1


def test_a_reserve_is_kept_once():
    plan, hand = shared(rounds=(2, 2), rules=doctrine(reserve=3))
    assert one(plan, hand)["missiles_used"] == 1


def test_the_launcher_of_a_lost_unit_goes_on_serving():
    plan, hand = shared(3)
    lost = threat(2, target=3)  # the radar of the second unit: 0 the asset, 1 the post, 2 and 3 radars, then launchers
    hand.plan = plan = replace(plan, threats=(*plan.threats[:2], lost))
    hand.arrivals, hand.windows = [500.0, 500.0, 1.5], {(0, 0, 0): [(2.0, 3.0)], (0, 0, 1): [(5.0, 6.0)]}
    got = one(plan, hand)
    assert (got["units_lost"], got["missiles_used"], got["kills"]) == (1, 2, 2)


# --- direction finders ------------------------------------------------------------------------------------


def heard(reach=49.5e3, emits=True, width=6.3, facing=0.0, arrival=100.0):
    """A silent radar that waits for a bearing of what comes from the north, from 100 km away to none."""
    waits = EmissionPlan(silent=True, bearing=True, switch_on_time=2.0)
    sees = radar(emission=waits, sector_width=width, drop_misses=99)
    ears = DirectionFinderPlan("ear", HERE, 0.0, reach)
    fires = unit(radar=sees, facings=(facing,))
    plan = scenario(system(fires, direction_finders=(ears,)), threats=[threat(emits=emits)])
    hand = Straight(plan, [arrival])
    hand.looks = {(0, 0): [(float(t), 1.0) for t in range(300)]}
    hand.windows = {(0, 0, 0): [(0.0, 190.0)]}
    return plan, hand


@pytest.mark.parametrize(
    ("changes", "first"),
    [
        ({"reach": 150e3}, 2.0),  # heard at the first node, at 0 s
        ({"reach": 49.5e3, "arrival": 200.0}, 102.0),  # at the second
        ({"reach": 150e3, "emits": False}, None),
        ({"reach": 150e3, "width": 2.0}, 2.0),
        ({"reach": 150e3, "width": 2.0, "facing": 1.5}, None),
    ],
)
def test_what_a_direction_finder_hears_ends_a_silence(changes, first):
    plan, hand = heard(**changes)
    got = one(plan, hand)
    if first is None:
        assert got["missiles_used"] == 0
    else:
        assert got["first_intercept_time"] == first + hand.flight
    assert one(plan, hand, "deaf")["missiles_used"] == 0
