"""What a scenario says of emission, with the catalogue's figures; and what is refused, where and why."""

from __future__ import annotations

import math

import pytest

import airdef
from airdef.opportunity import geometry_key
from airdef.scenario import ScenarioError
from airdef.scenario.plan import EmissionPlan

EMISSION = "defence.0.emission"
SILENT = f"{EMISSION}.engagement_radar.silent_until"


def radars(**changes: object) -> dict[str, EmissionPlan]:
    """Return the emission of the radars of the scenario `silent`, with its emission replaced."""
    plan = airdef.load("silent", {EMISSION: changes})
    return {radar.name.rpartition("/")[0] or radar.name: radar.emission for radar, _, _ in plan.radars()}


def test_by_name_by_role_and_for_all() -> None:
    cycle = {"duty_cycle": {"on": "20 s", "off": "40 s"}}
    found = radars(**{"all": cycle, "engagement_radar": {"silent_until": {"time": "5 min"}}})
    assert found["Buk-M1/west"] == EmissionPlan(silent=True, time=300.0, switch_on_time=15.0)
    assert found["Buk-M1"] == EmissionPlan(on=20.0, off=40.0, switch_on_time=15.0)
    assert radars(**{"all": cycle, "9S35": "always"})["Buk-M1/west"] == EmissionPlan()
    own = airdef.load("silent", {"defence.0.fire_units.west.emission": "always"})
    assert [r.emission.restricted for r, _, _ in own.radars()] == [False, False, True]


def test_reach_is_the_range_of_detection_unless_it_is_said() -> None:
    found = radars(engagement_radar={"silent_until": {"track": True}})["Buk-M1/west"]
    plan = airdef.load("silent")
    assert found.track == plan.systems[0].units[0].radar.calibration_range > 0.0
    assert plan.systems[0].units[0].radar.emission.track == 40e3
    assert found.range == 0.0
    assert found.time == math.inf


def test_the_switch_on_time_is_read_where_it_acts() -> None:
    def used(changes: dict[str, object]) -> list[tuple[str, str]]:
        names = ("switch_on_time", "memory_drift", "lethal_radius", "shut_down_warning")
        return [(v.attribute, v.grade) for v in airdef.load("silent", changes).adopted_values if v.attribute in names]

    drift = [("memory_drift", "assumed"), ("lethal_radius", "assumed")]
    assert sorted(used({})) == sorted([("switch_on_time", "assumed"), *drift])
    assert used({EMISSION: "always"}) == []
    shut = {EMISSION: "always", "defence.0.doctrine.shut_down": {"time": "60 s"}}
    assert set(used(shut)) == {("switch_on_time", "assumed"), ("shut_down_warning", "assumed"), *drift}
    p18 = airdef.catalogue.load().entry("P-18").adopted_values["switch_on_time"]
    assert (p18.nominal, p18.grade) == (180.0, "D")


def test_overrides_hold_with_and_without_emission() -> None:
    changes = {"defence.0.overrides": {"engagement_radar.switch_on_time": "44 s"}}
    plan = airdef.load("silent", changes)
    assert plan.systems[0].units[0].radar.emission.switch_on_time == 44.0
    always = airdef.load("silent", changes | {EMISSION: "always"})
    assert always.systems[0].units[0].radar.emission == EmissionPlan()


def test_geometry_and_the_hash_of_a_scenario_without_emission_know_nothing_of_it() -> None:
    silent, always = airdef.load("silent"), airdef.load("silent", {EMISSION: "always"})
    assert geometry_key(silent) == geometry_key(always)
    assert silent.scenario_hash != always.scenario_hash
    plain = airdef.load("port-raid")
    assert airdef.load("port-raid", {EMISSION: "always"}).scenario_hash == plain.scenario_hash
    assert (
        plain.scenario_hash
        != airdef.load("port-raid", {EMISSION: {"all": {"silent_until": {"time": "0 s"}}}}).scenario_hash
    )


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({EMISSION: {"9S36": "always"}}, "one of all, engagement_radar, radar, 9S35, 9S18M1 expected; nearest: 9S35"),
        ({EMISSION: {"all": {"silent_until": {}}}}, "no cue given"),
        ({SILENT: {"time": "5 s", "within": "9 km"}}, "'within' without 'track: true'"),
        (
            {f"{EMISSION}.engagement_radar.duty_cycle": {"on": "9 s", "off": "90 s"}},
            "'silent_until' and 'duty_cycle' together",
        ),
        ({EMISSION: {"all": {"duty_cycle": {"on": "0.5 s", "off": "90 s"}}}}, "at least 1 s expected"),
        ({EMISSION: {"all": {"duty_cycle": {"on": "9 s", "off": "14 s"}}}}, "at least 15 s, the switch-on time of 9S"),
        ({EMISSION: {"all": {"duty_cycle": {"on": "9 s"}}}}, "'off' expected"),
        ({EMISSION: {"all": "never"}}, "expected"),
        ({"defence.0.doctrine.shut_down": {"time": "0.1 s"}}, "at least 1 s expected"),
        ({f"{SILENT}.categories": ["planes"]}, "one of aircraft"),
    ],
)
def test_what_is_refused(changes: dict[str, object], told: str) -> None:
    with pytest.raises(ScenarioError) as refused:
        airdef.load("silent", changes)
    assert told in str(refused.value)
    assert "emission" in str(refused.value) or "shut_down" in str(refused.value)
