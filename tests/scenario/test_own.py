"""Entries of a scenario's own: figures by sources or assumed, parts, and the places of what is wrong."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest

import airdef
from airdef.catalogue.grades import GRADES
from airdef.catalogue.model import KINDS
from airdef.catalogue.sources import KINDS as SOURCE_KINDS
from airdef.cli.main import main
from airdef.outcome import provenance
from airdef.outcome.wire import scenario_of_json, scenario_to_json
from airdef.scenario import loads
from airdef.scenario.errors import ScenarioError
from airdef.scenario.own import catalogue_in, catalogue_of
from airdef.scenario.own_schema import Grade, Kind, OwnSource
from airdef.studies.uncertainty.trust import trusted
from airdef.studies.variants.runner import VariantRunner
from airdef.studies.variants.uncertain_inputs import uncertain_inputs
from catalogue.bibtex import read

PAGE = Path(__file__).parents[2] / "docs" / "own-systems.md"
TEXT = re.findall(r"```yaml\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)[0]
ENTRIES = TEXT[TEXT.index("catalogue:") : TEXT.index("defence:")]


@pytest.fixture(scope="module")
def file(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("own") / "own.yaml"
    path.write_text(TEXT, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def scenario(file):
    return airdef.load(file)


def figure(scenario, subject: str, attribute: str):
    return next(r for r in scenario.adopted_values if (r.subject, r.attribute) == (subject, attribute))


def test_figures_are_those_stated_and_the_rest_those_of_the_entry_it_is_based_on(scenario) -> None:
    (unit,) = scenario.systems[0].units
    (missile,) = unit.missiles
    assert (missile.name, missile.max_range, missile.sspk) == ("Long-Arrow-2", (120e3,) * 8, (0.7,) * 8)
    known = airdef.load("port-raid").systems[0].units[0].missiles[0]
    assert known.name == "48N6E2"
    assert (missile.max_speed, missile.launch_mass, missile.max_altitude) == (
        known.max_speed,
        known.launch_mass,
        known.max_altitude,
    )
    assert (unit.target_channels, unit.missile_channels) == (4, 8)


def test_a_figure_by_a_source_is_published_and_any_other_assumed(scenario) -> None:
    reach = figure(scenario, "Long-Arrow-2", "max_range.aircraft")
    assert (reach.grade, reach.sources, reach.low, reach.high) == ("B", ("brochure",), 100e3, 130e3)
    hit = figure(scenario, "Long-Arrow-2", "sspk.aircraft")
    assert (hit.grade, hit.sources, hit.reason) == ("assumed", (), "as published for others of its generation")
    assert (hit.low, hit.high) == (0.5, 0.8)
    copied = figure(scenario, "Long-Arrow-2", "boost_time")
    assert copied.grade == "assumed"
    assert copied.reason.endswith("based on 48N6E2")
    channels = figure(scenario, "Long-Arrow", "target_channels")
    assert (channels.grade, channels.reason) == ("assumed", "stated in the scenario without a source or a reason")


def test_the_source_is_cited(scenario) -> None:
    known = catalogue_of(scenario)
    text = provenance.cite_text(scenario, known)
    assert "] Example Works (2019). A brochure of an invented system. https://example.org/long-arrow\n" in text
    _, fields = read(provenance.cite_bibtex(scenario, known))["brochure"]
    assert (fields["author"], fields["year"], fields["url"]) == (
        "{Example Works}",
        "2019",
        "https://example.org/long-arrow",
    )
    assert "Long-Arrow-2 max_range.aircraft" in text
    assert known.content_hash == scenario.catalogue_hash != airdef.load("port-raid").catalogue_hash
    (claim,) = known.claims("Long-Arrow-2", "max_range.aircraft")
    assert (claim.low, claim.value, claim.high, claim.unit, claim.quoted) == (
        100.0,
        120.0,
        130.0,
        "km",
        "100 to 130 km",
    )


def test_a_file_beside_the_scenario_says_the_same(scenario, tmp_path) -> None:
    lines = [line.removeprefix("  ") for line in ENTRIES.splitlines()[1:]]
    (tmp_path / "mine.yaml").write_text("\n".join(lines))
    (tmp_path / "a.yaml").write_text(TEXT.replace(ENTRIES, "catalogue: mine.yaml\n"))
    named = airdef.load(tmp_path / "a.yaml")
    assert named.scenario_hash == scenario.scenario_hash
    assert named.catalogue_hash == scenario.catalogue_hash
    shown = catalogue_in(tmp_path / "mine.yaml").entry("long arrow 2")
    assert shown.to_dict() == catalogue_of(scenario).entry("Long-Arrow-2").to_dict()
    (tmp_path / "b.yaml").write_text((tmp_path / "mine.yaml").read_text() + "\nfile: mine.yaml\n")
    (tmp_path / "a.yaml").write_text(TEXT.replace(ENTRIES, "catalogue: b.yaml\n"))
    with pytest.raises(ScenarioError, match=r"b\.yaml.*no further file expected"):
        airdef.load(tmp_path / "a.yaml")


def test_a_scenario_sent_or_stored_needs_no_file(scenario) -> None:
    again = scenario_of_json(scenario_to_json(scenario))
    assert again == scenario
    assert catalogue_of(again).entry("Long-Arrow") == catalogue_of(scenario).entry("Long-Arrow")


def test_several_sources_are_read_by_the_rule(scenario) -> None:
    several = TEXT.replace(
        'max_range: {value: 120 km, low: 100 km, high: 130 km, source: brochure, grade: B, quoted: "100 to 130 km"}',
        "max_range: [{value: 120 km, source: brochure, grade: B}, {value: 150 km, source: game, grade: D}, "
        "{value: 110 km, source: brochure, grade: B}]",
    ).replace("    brochure:", "    game: {title: A game, kind: simulator}\n    brochure:")
    adopted = figure(loads(several), "Long-Arrow-2", "max_range.aircraft")
    # Grade B votes, D only stretches the span.
    assert adopted.value == 115e3
    assert (adopted.low, adopted.high, adopted.grade, adopted.sources) == (110e3, 150e3, "B", ("brochure", "game"))


def test_a_copy_moves_with_its_original_and_a_source_can_be_excluded(file) -> None:
    bench = VariantRunner(file)
    found = {u.name: u for u in uncertain_inputs(bench.scenario(), bench.catalogue)}
    assert any(name.startswith("Long-Arrow-2 max_range.aircraft") for name in found)
    adopted = bench.catalogue.adopted("Long-Arrow-2", "max_speed")
    assert (adopted.taken.subject, adopted.taken.attribute) == ("48N6E2", "max_speed")
    faster = bench.scenario(values={("Long-Arrow-2", "max_speed"): 2000.0})
    assert faster.systems[0].units[0].missiles[0].max_speed == 2000.0
    held = trusted(bench.catalogue, without=["brochure"])
    assert set(held.kept) == {f"Long-Arrow-2 max_range.{c}" for c in (
        "aircraft", "stealth", "cruise", "supersonic", "ballistic", "drone", "decoy", "anti_radiation")}  # fmt: skip


def test_an_entry_from_scratch_says_what_is_missing() -> None:
    bare = TEXT.replace("based_on: 48N6E2", "kind: missile", 1)
    with pytest.raises(ScenarioError, match=r"an entry without min_range, .*max_speed, boost_time, launch_mass"):
        loads(bare)
    mast = TEXT.replace("  entries:\n", "  entries:\n    Pole: {kind: mast, figures: {antenna_height: 12 m}}\n", 1)
    raised = loads(mast.replace("fire_units: 1}", "fire_units: 1, mast: Pole}"))
    assert raised.systems[0].units[0].radar.antenna_height == 12.0


def test_threats_and_radars_of_ones_own_fly_and_look() -> None:
    own = TEXT.replace(
        "  entries:\n",
        "  entries:\n    Dart: {based_on: fighter, category: drone, figures: {rcs: 0.05 m2}}\n"
        "    Eye: {based_on: 64N6E2, figures: {detection_range: 400 km}}\n",
        1,
    ).replace("threat: fighter", "threat: Dart")
    own = own.replace("missile: Long-Arrow-2", "missile: Long-Arrow-2\n        surveillance: Eye")
    scenario = loads(own)
    assert [r.name for r in scenario.systems[0].surveillance] == ["Long-Arrow/Eye"]
    assert figure(scenario, "Dart", "rcs").value == 0.05
    campaign = airdef.run(scenario, 200, 1)
    assert "Dart" in campaign.by["class"]


def test_a_chain_of_entries_has_an_end() -> None:
    for count, order in ((150, 1), (150, -1), (20, 1), (20, -1)):
        links = [f"    Link-{k}: {{based_on: {f'Link-{k - 1}' if k else '48N6E2'}}}\n" for k in range(count)]
        text = TEXT.replace("  entries:\n", f"  entries:\n{''.join(links[::order])}", 1)
        if count > 20:
            with pytest.raises(ScenarioError, match="at most 20 steps of 'based_on' expected"):
                loads(text)
        else:
            assert loads(text).name == "Own battery"


@pytest.mark.parametrize(
    ("given", "instead", "said"),
    [
        (
            "based_on: 48N6E2",
            "based_on: 48N6E9",
            "'48N6E9' given, an entry of the catalogue, or one of your own expected",
        ),
        ("based_on: 48N6E2", "based_on: Long-Arrow-2", "Long-Arrow-2 -> Long-Arrow-2 given"),
        ("Long-Arrow-2:\n", "5V55R:\n", "'5V55R', which is '5V55R' already given"),
        ("Long-Arrow-2:\n", "SA-10A:\n", "'SA-10A', which is 'S-300PT' already given"),
        ("    Long-Arrow:\n", "    long arrow 2:\n", "'long arrow 2', which is 'Long-Arrow-2' already given"),
        ("value: 120 km", "value: 120", "120 given, a length with its unit"),
        ("low: 100 km", "low: 125 km", "numbers in rising order expected"),
        ("value: 0.7", "value: 1.7", "1.7 given, a value from 0 to 1 expected"),
        ("source: brochure, ", "", "grade B given, a source, of which it is the grade expected"),
        ("source: brochure", "source: brochur", "'brochur' given, the id of one of your sources"),
        ("grade: B, ", "", "a statement of a source without 'grade' given"),
        ("sspk: {", "sspkk: {", "the unknown figure 'sspkk' given, a figure of a missile expected; nearest: sspk"),
        ("missile: Long-Arrow-2", "missile: 64N6E2", "'64N6E2', a surveillance radar given, a missile expected"),
        ("missile: Long-Arrow-2", "missile: [Long-Arrow-2, 48N6E2]", "add up to the 6 of a fire unit expected"),
        ("target_channels: 4", "target_channels: 4.5", "4.5 given, a whole number expected"),
        ("title: Invented", "titles: Invented", "the unknown name 'titles' given, one of kind, based_on, title"),
        ("title: Invented", "role: surveillance #", "'surveillance' given, no role: only a radar has one"),
        ("system: Long-Arrow,", "system: Long-Arow,", "nearest: Long-Arrow"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(given: str, instead: str, said: str) -> None:
    assert given in TEXT
    with pytest.raises(ScenarioError) as told:
        loads(TEXT.replace(given, instead, 1))
    assert said in str(told.value)
    assert re.search(r"line \d+, column \d+", str(told.value))


def test_the_command_shows_them(file, capsys) -> None:
    assert main(["catalogue", "show", "Long-Arrow-2", "--with", str(file)]) == 0
    out = capsys.readouterr().out
    assert "Long-Arrow-2 (missile): Invented missile" in out
    assert "brochure" in out
    assert main(["catalogue", "list", "--with", str(file), "--kind", "system"]) == 0
    assert "Long-Arrow" in capsys.readouterr().out
    assert main(["catalogue", "show", "Long-Arrow-2"]) == 2
    assert main(["catalogue", "list", "--with", str(file.parent / "no.yaml")]) == 2


def test_a_stored_campaign_keeps_its_sources(scenario, tmp_path, capsys) -> None:
    airdef.run(scenario, 50, 1, out=tmp_path / "c")
    assert main(["results", str(tmp_path / "c"), "--json"]) == 0
    assert '"A brochure of an invented system"' in capsys.readouterr().out


def test_words_are_those_of_the_catalogue() -> None:
    assert get_args(OwnSource.model_fields["kind"].annotation) == SOURCE_KINDS
    assert get_args(Kind) == tuple(kind for kind in KINDS if kind not in {"environment", "reported"})
    assert get_args(Grade) == GRADES
