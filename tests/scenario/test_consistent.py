"""A plan that came from elsewhere holds together, or is refused with the place."""

from dataclasses import replace

import pytest

import airdef
from airdef.outcome.wire import scenario_of_json, scenario_to_json
from airdef.scenario import names
from airdef.scenario.consistent import check_plan


@pytest.mark.parametrize("name", names())
def test_bundled_scenarios_hold_together(name):
    check_plan(airdef.load(name))


def _threat(plan, **changes):
    return replace(plan, threats=(*plan.threats[:-1], replace(plan.threats[-1], **changes)))


def _missile(plan, **changes):
    system, unit = plan.systems[0], plan.systems[0].units[0]
    unit = replace(unit, missiles=(replace(unit.missiles[0], **changes), *unit.missiles[1:]))
    return replace(plan, systems=(replace(system, units=(unit, *system.units[1:])), *plan.systems[1:]))


def _launcher(plan, missile):
    system, unit = plan.systems[0], plan.systems[0].units[0]
    unit = replace(unit, launchers=(*unit.launchers[:-1], replace(unit.launchers[-1], missile=missile)))
    return replace(plan, systems=(replace(system, units=(unit, *system.units[1:])), *plan.systems[1:]))


def _doctrine(plan, **changes):
    system = plan.systems[0]
    changed = replace(system, doctrine=replace(system.doctrine, **changes))
    return replace(plan, systems=(changed, *plan.systems[1:]))


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda p: _threat(p, category=8), "category: 8, 0 to 7 expected"),
        (lambda p: _threat(p, category=-1), "category: -1, 0 to 7"),
        (lambda p: _threat(p, looks_like=99), "looks_like: 99"),
        (lambda p: _threat(p, parent=len(p.threats) - 1), "parent"),
        (lambda p: _threat(p, target=len(p.target_names())), "target"),
        (lambda p: _missile(p, sspk=(0.5,)), "sspk: 1 values, 8 expected"),
        (lambda p: _missile(p, max_range=()), "max_range: 0 values"),
        (lambda p: _missile(p, max_altitude=(1.0,) * 9), "max_altitude: 9 values"),
        (lambda p: _launcher(p, 7), "missile: 7"),
        (lambda p: _doctrine(p, salvo=((1,),)), "salvo: 1 values"),
        (lambda p: _doctrine(p, salvo=((),) * 8), "an empty salvo"),
        (lambda p: _doctrine(p, engage=(True,) * 7), "engage: 7 values"),
        (lambda p: _doctrine(p, reserve_for=(True,) * 9), "reserve_for: 9 values"),
    ],
)
def test_what_points_nowhere_is_refused(spoil, told):
    text = scenario_to_json(spoil(airdef.load("port-raid")))
    with pytest.raises(ValueError, match=told):
        scenario_of_json(text)
