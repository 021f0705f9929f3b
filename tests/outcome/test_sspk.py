"""The effective SSPK as the tables tell it: what the engine applies, factor by factor, with grade and sources."""

from __future__ import annotations

from dataclasses import replace

import pytest

import airdef
from airdef import engine, opportunity
from airdef.engine.rules.sspk import kill_probability
from airdef.outcome.sspk import effective_sspk
from airdef.scenario.plan import CATEGORIES, Scenario

FIRST = {"raid.low-pair.overrides.threat.manoeuvring": 1}


def rows(name: str, **changes: object) -> list[tuple[str, str, float, float]]:
    return [(r.missile, r.against, r.near, r.far) for r in effective_sspk(airdef.load(name, changes))]


def of(scenario: Scenario, missile: str, against: str):  # type: ignore[no-untyped-def]
    return next(r for r in effective_sspk(scenario) if (r.missile, r.against) == (missile, against))


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("first-1979", {}),
        ("first-1979", {"defence.0.overrides": {"missile.sspk_range_knee": 0.2, "missile.sspk_jamming_factor": 0.37}}),
        ("s400", {"raid.ballistic.manoeuvring": True, "defence.0.overrides": {"missile.sspk_range_factor": 0.3}}),
    ],
)
def test_the_engine_applies_just_that(name: str, changes: dict[str, object]) -> None:
    scenario = airdef.load(name, changes)
    tables = engine.prepare(scenario, opportunity.compute_cached(scenario)).tables
    told = {(r.system, r.missile, r.threat_class, r.manoeuvring, r.jamming): r for r in effective_sspk(scenario)}
    systems = [scenario.systems[s].name for _, s in scenario.units()]
    met = set()
    for w, (missile, u) in enumerate(scenario.interceptors()):
        for j, threat in enumerate(scenario.threats):
            jams = threat.jammer_density > 0.0
            row = told[systems[u], missile.name, threat.threat_class, threat.manoeuvring, jams]
            met.add(id(row))
            middle = 0.5 * (row.knee_range + row.max_range)
            # linear between knee and edge, and constant on either side; roundings of products of four numbers
            expected = [row.near, row.near, 0.5 * (row.near + row.far), row.far, row.far]
            at = (0.0, row.knee_range, middle, row.max_range, 2.0 * row.max_range)
            assert [kill_probability(tables, w, j, r) for r in at] == pytest.approx(expected, rel=1e-12)
            assert [row.at(r) for r in at] == pytest.approx(expected, rel=1e-12)
    assert len(met) == len(told)  # nothing is told that is not in the raid


def test_factors_count_against_whom_they_should() -> None:
    scenario = airdef.load("first-1979")
    plain = of(scenario, "5V55K", "bomber")
    evading = of(scenario, "5V55K", "fighter, manoeuvring")
    both = of(scenario, "5V55K", "fighter, manoeuvring, jamming")
    assert (plain.near, evading.near, both.near) == pytest.approx((0.6, 0.6 * 0.7, 0.6 * 0.7 * 0.7))
    assert [f.counts for f in plain.factors] == [True, False, False, True]
    assert [f.counts for f in both.factors] == [True] * 4
    assert (both.threats, evading.threats) == (2, 2)
    assert both.knee_range == 0.5 * both.max_range == 23_500.0


def test_each_factor_has_the_grade_and_sources_of_its_figure() -> None:
    scenario = airdef.load("port-raid")
    row = of(scenario, "48N6E2", "fighter")
    sspk, manoeuvre, jamming, reach = row.factors
    adopted = next(r for r in scenario.adopted_values if (r.subject, r.attribute) == ("48N6E2", "sspk.aircraft"))
    assert (sspk.value, sspk.low, sspk.high) == (adopted.value, adopted.low, adopted.high)
    assert (sspk.grade, sspk.sources, sspk.reason) == (adopted.grade, adopted.sources, adopted.reason)
    assert sspk.grade in "ABCD"
    assert sspk.sources
    assert {manoeuvre.grade, jamming.grade, reach.grade} == {"assumed"}
    assert row.grade == "assumed"  # the range factor acts, and is assumed
    assert replace(row, factors=(sspk, manoeuvre, jamming, replace(reach, value=1.0))).grade == sspk.grade
    assert row.category == CATEGORIES[0]


def test_what_the_scenario_replaced_is_told_as_its_own() -> None:
    scenario = airdef.load("ideal-salvo")
    (row,) = effective_sspk(scenario)
    assert (row.factors[0].grade, row.factors[0].sources, row.grade) == ("scenario", (), "scenario")
    assert row.near == row.far == 0.7
    assert effective_sspk(replace(scenario, systems=())) == ()
    (bare,) = effective_sspk(replace(scenario, adopted_values=()))  # a plan made by hand
    assert bare.factors[0].grade == "defined"


def test_two_systems_of_one_missile_are_told_apart() -> None:
    scenario = airdef.load("ideal-salvo")
    weaker = scenario.systems[0]
    unit = weaker.units[0]
    half = replace(unit, missiles=(replace(unit.missiles[0], sspk=(0.35,) * 8),))
    two = replace(scenario, systems=(weaker, replace(weaker, name="second", units=(half, half))))
    assert [(r.system, r.near) for r in effective_sspk(two)] == [("ideal-battery", 0.7), ("second", 0.35)]


def test_json_and_console_tell_it(capsys: pytest.CaptureFixture[str]) -> None:
    from airdef.cli import summary

    campaign = airdef.run("first-1979", 20, threads=1)
    from airdef import catalogue

    told = campaign.to_dict(catalogue.load())["effective_sspk"]
    assert [t["near"] for t in told] == [r.near for r in effective_sspk(campaign.scenario)]
    assert told[0]["factors"]["sspk"]["grade"] == "assumed"
    assert told[0]["factors"]["range"]["counts"] is True
    summary.show(campaign, False)
    text = " ".join(capsys.readouterr().out.split())
    assert "0.6 assumed 0.7 assumed 0.7 assumed 0.294 to 23.5 km 0.235 at 47 km" in text


def cells(scenario: Scenario) -> list[tuple[str, ...]]:
    """Return the rows of the console's table."""
    from airdef.cli.summary import sspk_table

    return list(zip(*(column.cells for column in sspk_table(scenario).columns), strict=True))


def test_the_console_numbers_sources_as_the_citation_does() -> None:
    from airdef import catalogue
    from airdef.catalogue.citation import reference
    from airdef.outcome import cite_text

    scenario = airdef.load("port-raid")
    row = next(c for c in cells(scenario) if c[:2] == ("48N6E2", "fighter"))
    cited = cite_text(scenario, catalogue.load())
    references = [reference(catalogue.load().source(s)) for s in of(scenario, "48N6E2", "fighter").factors[0].sources]
    assert len(references) > 1
    for number, words in zip(row[-1].split(), references, strict=True):
        assert f"{number} {words}\n" in cited


def test_no_envelope_is_said() -> None:
    scenario = airdef.load("port-raid", {"defence.0.overrides": {"missile.max_range.stealth": "0 km"}})
    row = next(c for c in cells(scenario) if c[1] == "lo-fighter")
    assert row[5:7] == ("no envelope", "-")
