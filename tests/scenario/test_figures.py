"""Figures: the catalogue's, overridden where the scenario says so, each written down."""

from __future__ import annotations

import math

import pytest

import airdef.catalogue
from airdef.scenario import Scenario, ScenarioError, loads
from airdef.scenario.plan import CATEGORIES, UsedReading

FILE = """\
name: x
defence:
  - system: S-400
    at: [0, 0]
    fire_units: 1
    overrides: {%s}
"""


def with_overrides(text: str) -> Scenario:
    return loads(FILE % text)


def used(scenario: Scenario, subject: str, attribute: str) -> UsedReading:
    (found,) = [r for r in scenario.readings if (r.subject, r.attribute) == (subject, attribute)]
    return found


def test_a_figure_is_the_catalogue_s_and_written_down_once() -> None:
    scenario = with_overrides("")
    reading = airdef.catalogue.load().reading("S-400", "reaction_time")
    entry = used(scenario, "S-400", "reaction_time")
    assert scenario.systems[0].units[0].reaction_time == reading.nominal == entry.value
    assert (entry.low, entry.high, entry.grade, entry.sources) == (
        reading.low,
        reading.high,
        reading.grade,
        reading.sources,
    )
    assert not entry.overridden


def test_an_override_replaces_and_says_what_it_replaced() -> None:
    scenario = with_overrides("system.reaction_time: 1 min")
    entry = used(scenario, "S-400", "reaction_time")
    assert scenario.systems[0].units[0].reaction_time == entry.value == 60.0
    assert entry.overridden
    assert entry.grade == "scenario"
    assert "the catalogue has" in entry.reason


def test_all_missiles_one_missile_one_category() -> None:
    both = with_overrides("missile.sspk: 0.5, missile.sskp.aircraft: 0.6, missile.40N6E.sspk.drone: 0.7")
    kinds = {m.name: m.sspk for m in both.systems[0].units[0].missiles}
    for name, sspk in kinds.items():
        for category, value in zip(CATEGORIES, sspk, strict=True):
            wanted = {"aircraft": 0.6}.get(category, 0.5)
            assert value == (0.7 if (name, category) == ("40N6E", "drone") else wanted)


def test_one_radar_all_radars_engagement_radar() -> None:
    scenario = with_overrides(
        "radar.*.antenna_height: 11 m, radar.91N6E.antenna_height: 12 m, engagement_radar.antenna_height: 13 m"
    )
    system = scenario.systems[0]
    assert [r.antenna_height for r in system.surveillance] == [12.0, 11.0]
    assert [u.radar.antenna_height for u in system.units] == [13.0]


def test_an_engagement_radar_by_its_name() -> None:
    unit = with_overrides("radar.92N6E.sector_width: 60 deg").systems[0].units[0]
    assert unit.radar.sector_width == pytest.approx(math.radians(60.0))


def test_what_a_name_is_called_elsewhere_is_known_too() -> None:
    system = with_overrides("radar.91n6e.pulses: 3")
    assert system.systems[0].surveillance[0].pulses == 3


def test_true_and_false_are_one_and_nought() -> None:
    assert not any(m.needs_radar for m in with_overrides("missile.needs_radar: false").systems[0].units[0].missiles)


def test_an_override_that_names_nothing_is_refused() -> None:
    with pytest.raises(ScenarioError, match=r"nearest: system\.reaction_time"):
        with_overrides("system.reaction_tyme: 5 s")


def test_assumed_defaults_are_listed_when_used() -> None:
    one = {r.attribute for r in with_overrides("").readings if r.subject == "scenario"}
    assert "unit_spacing" not in one
    two = loads("name: x\ndefence:\n  - {system: S-400, at: [0, 0], fire_units: 2}\n")
    entry = used(two, "scenario", "unit_spacing")
    assert entry.grade == "assumed"
    assert entry.reason
