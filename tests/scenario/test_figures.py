"""Figures: the catalogue's, overridden where the scenario says so, each written down."""

from __future__ import annotations

import math

import pytest

import airdef.catalogue
from airdef.scenario import Scenario, ScenarioError, loads
from airdef.scenario.plan import CATEGORIES, UsedValue

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


def used(scenario: Scenario, subject: str, attribute: str) -> UsedValue:
    (found,) = [r for r in scenario.adopted_values if (r.subject, r.attribute) == (subject, attribute)]
    return found


def test_a_figure_is_the_catalogue_s_and_written_down_once() -> None:
    scenario = with_overrides("")
    adopted = airdef.catalogue.load().adopted("S-400", "reaction_time")
    entry = used(scenario, "S-400", "reaction_time")
    assert scenario.systems[0].units[0].reaction_time == adopted.nominal == entry.value
    assert (entry.low, entry.high, entry.grade, entry.sources) == (
        adopted.low,
        adopted.high,
        adopted.grade,
        adopted.sources,
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
    one = {r.attribute for r in with_overrides("").adopted_values if r.subject == "scenario"}
    assert "unit_spacing" not in one
    two = loads("name: x\ndefence:\n  - {system: S-400, at: [0, 0], fire_units: 2}\n")
    entry = used(two, "scenario", "unit_spacing")
    assert entry.grade == "assumed"
    assert entry.reason


LEFT_OUT = """\
name: x
assets:
  - {name: bare, at: [0, 0]}
  - {name: told, at: [1, 1], radius: 2 km, value: 3, hits_to_destroy: 4}
raid:
  - {threat: srbm, from: [-1, -1], aims_at: bare}
  - {threat: srbm, from: [-1, 1], aims_at: bare, loft: 1.2}
  - {threat: decoy, from: [-1, 0], aims_at: bare}
jammers:
  - {name: bare, at: [2, 2], density: 1 W/MHz}
  - {name: told, at: [2, 2], density: 1 W/MHz, altitude: 7 km}
"""


def test_what_the_file_leaves_out_is_written_down_as_assumed() -> None:
    scenario = loads(LEFT_OUT)
    told = {r.attribute: (r.value, r.grade) for r in scenario.adopted_values if r.subject == "scenario"}
    expected = {"asset_radius": 500.0, "asset_value": 1.0, "asset_hits_to_destroy": 1.0, "loft": 1.0}
    expected |= {"jammer_altitude": 10_000.0, "decoy_looks_like": 0.0}
    assert told == {name: (value, "assumed") for name, value in expected.items()}
    assert [a.radius for a in scenario.assets] == [500.0, 2000.0]
    assert [j.altitude for j in scenario.jammers] == [10_000.0, 7000.0]
    assert [t.motion.loft for t in scenario.threats[:2]] == [1.0, 1.2]  # type: ignore[union-attr]


def test_nothing_is_assumed_where_the_file_says_it() -> None:
    whole = "{name: bare, at: [0, 0], radius: 500 m, value: 1, hits_to_destroy: 1}"
    said = LEFT_OUT.replace("{name: bare, at: [0, 0]}", whole).replace("aims_at: bare}", "aims_at: bare, loft: 1}", 1)
    said = said.replace("threat: decoy", "looks_like: drone, threat: decoy")
    said = said.replace("density: 1 W/MHz}", "density: 1 W/MHz, altitude: 10 km}")
    assert [r for r in loads(said).adopted_values if r.subject == "scenario"] == []
    salvo = with_overrides("system.reaction_time: 1 min")
    assert used(salvo, "scenario", "salvo_reliability").value == 1.0
    reliable = FILE.replace("fire_units: 1", "fire_units: 1\n    doctrine: {salvo_reliability: 1}") % ""
    assert [r for r in loads(reliable).adopted_values if r.attribute == "salvo_reliability"] == []


def test_defaults_of_the_file_are_those_written_down() -> None:
    from airdef.scenario import schema
    from airdef.scenario.figures import DEFAULTS

    fields = {
        "asset_radius": schema.Asset.model_fields["radius"],
        "asset_value": schema.Asset.model_fields["value"],
        "asset_hits_to_destroy": schema.Asset.model_fields["hits_to_destroy"],
        "jammer_altitude": schema.Jammer.model_fields["altitude"],
        "loft": schema.Formation.model_fields["loft"],
        "salvo_reliability": schema.Doctrine.model_fields["salvo_reliability"],
    }
    assert {name: DEFAULTS[name][0] for name in fields} == {name: info.default for name, info in fields.items()}


RAIN = "name: x\ndefence:\n  - {system: S-400, at: [0, 0], fire_units: 1%s}\n%s"
JAMMING = "threat: fighter, from: [1, 1], to: [0, 1]"
ANTENNA = {"antenna_gain", "sidelobe", "backlobe", "noise_temperature"}


@pytest.mark.parametrize(
    ("more", "read"),
    [
        ("environment: {gases: false}", set()),
        ("", {"reference_height"}),
        ("environment: {rain_rate: 4 mm/h, gases: false}", {"rain_height", "polarisation"}),
        ("environment: {rain_rate: 4 mm/h, rain_height: 4 km, gases: false}", {"polarisation"}),
        ("environment: {multipath: true, gases: false}", ANTENNA),
        ("jammers: [{name: j, at: [1, 1], density: 1 W/MHz}]\nenvironment: {gases: false}", ANTENNA),
        (f"raid: [{{{JAMMING}, jammer: {{density: 1 W/MHz}}}}]\nenvironment: {{gases: false}}", ANTENNA),
        (f"raid: [{{{JAMMING}}}]\nenvironment: {{gases: false}}", set()),
    ],
)
def test_figures_are_read_where_they_act(more: str, read: set[str]) -> None:
    asked = ANTENNA | {"rain_height", "polarisation", "reference_height"}
    assert {r.attribute for r in loads(RAIN % ("", more)).adopted_values} & asked == read


def test_figures_of_air_and_antenna_reach_the_plan() -> None:
    levels = "radar.antenna_gain: 35 dB, radar.sidelobe: -25 dB, radar.backlobe: -5 dB, radar.noise_temperature: 500 K"
    both = levels + ", engagement_radar.guidance_pd: 0.8, radar.polarisation: 90 deg, radar.reference_height: 3 km"
    more = "jammers: [{name: j, at: [1, 1], density: 1 W/MHz}]\n"
    more += "environment: {rain_rate: 4 mm/h, rain_height: 4 km, effective_earth_factor: 1.5}"
    scenario = loads(RAIN % (f", overrides: {{{both}}}", more))
    system = scenario.systems[0]
    radar = system.surveillance[0]
    antenna = (radar.antenna.gain, radar.antenna.sidelobe, radar.antenna.backlobe, radar.antenna.noise_temperature)
    assert antenna == pytest.approx((10**3.5, 10**-2.5, 10**-0.5, 500.0))
    assert radar.polarisation == pytest.approx(math.pi / 2.0)
    assert radar.reference_height == 3000.0
    assert system.units[0].radar.guidance_pd == 0.8
    assert system.units[0].radar.antenna.gain == 1e4  # `radar` means the surveillance radars
    assert (scenario.environment.rain_height, scenario.environment.effective_earth_factor) == (4000.0, 1.5)


def test_the_air_is_the_catalogue_s_unless_the_file_says() -> None:
    scenario = loads(RAIN % ("", "environment: {rain_rate: 4 mm/h}"))
    assert scenario.environment.rain_height == 5000.0
    assert scenario.environment.effective_earth_factor == 4.0 / 3.0
    assert used(scenario, "environment", "rain_height").grade == "B"
    assert used(scenario, "environment", "rain_height").sources == ("itu-r-p-839-4",)
    assert used(scenario, "environment", "effective_earth_factor").value == 4.0 / 3.0
