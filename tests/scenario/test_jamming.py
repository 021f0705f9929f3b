"""What a scenario says of jammers that screen others; and what is refused, where and why."""

from __future__ import annotations

import math

import pytest

import airdef
from airdef.opportunity import geometry_key
from airdef.scenario import ScenarioError
from airdef.scenario.plan import SupportPlan
from airdef.scenario.positions import jammers_of

ESCORT = "raid.escort.jammer"


def test_what_is_declared_and_what_is_assumed() -> None:
    plan = airdef.load("escort")
    support = {t.name: t.support for t in plan.threats if t.support is not None}
    assert support == {
        "escort": SupportPlan(sector=pytest.approx(math.radians(120.0))),
        "stand-off": SupportPlan(sector=2.0 * math.pi),
    }
    assumed = [v for v in plan.adopted_values if v.attribute == "support_sector"]
    assert [(v.grade, v.value) for v in assumed] == [("assumed", 2.0 * math.pi)]
    assert set(jammers_of(plan).values()) == {(0, 1)}


def test_a_band_spares_radars_outside_it() -> None:
    plan = airdef.load("escort", {f"{ESCORT}.band": ["100 MHz", "900 MHz"]})
    assert set(jammers_of(plan).values()) == {(1,)}
    every = airdef.load("escort", {f"{ESCORT}.band": ["1 GHz", "20 GHz"]})
    assert set(jammers_of(every).values()) == {(0, 1)}


def test_hashes_and_keys_take_notice() -> None:
    plan = airdef.load("escort")
    screening = airdef.load("escort", {ESCORT: {"density": "50 W/MHz"}})
    assert plan.scenario_hash != screening.scenario_hash
    assert geometry_key(plan) != geometry_key(screening)
    narrow = airdef.load("escort", {f"{ESCORT}.sector": "60 deg"})
    assert geometry_key(plan) != geometry_key(narrow)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({ESCORT: {"density": "1 W/MHz", "band": ["1 GHz", "2 GHz"]}}, "a jammer that screens its carrier only"),
        ({ESCORT: {"density": "1 W/MHz", "sector": "90 deg"}}, "add 'role: support' or remove 'sector'"),
        ({f"{ESCORT}.band": ["4 GHz", "2 GHz"]}, "the lower frequency first expected; usual fix: swap the two"),
        ({f"{ESCORT}.role": "escort"}, "role"),
        ({"raid.escort.arrivals": "poisson", "raid.escort.spacing": "5 s"}, "support jammers that start on schedule"),
        ({"raid.escort.count": 4}, "at most 4 support jammers in the band of one radar expected"),
    ],
)
def test_refusals(changes: dict[str, object], message: str) -> None:
    with pytest.raises(ScenarioError, match=message):
        airdef.load("escort", changes)


def test_four_in_the_band_of_one_radar_are_taken() -> None:
    plan = airdef.load("escort", {"raid.escort.count": 3})
    assert {len(own) for own in jammers_of(plan).values()} == {4}
