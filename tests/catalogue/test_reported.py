"""Systems of which too little is published: they say what is missing, and refuse to be simulated."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from airdef.catalogue import CatalogueError, load
from airdef.catalogue.glance import disagreements, glance, glanced, published
from airdef.cli.main import main
from airdef.scenario.errors import ScenarioError
from airdef.scenario.library import loads
from airdef.studies.envelope.study import envelope

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import Copy

REPORTED = [e.name for e in load().entries("reported")]

ALONE = "name: alone\ndefence: [{{system: {system}, at: [0, 0]}}]\nassets: []\nraid: []\n"


def test_the_naval_s300_and_davids_sling_are_reported() -> None:
    assert {"S-300F", "Davids-Sling"} <= set(REPORTED)


@pytest.mark.parametrize("name", REPORTED)
def test_a_reported_system_refuses_with_what_is_missing_and_the_nearest(name: str) -> None:
    entry = load().entry(name)
    assert load().entry(entry.nearest).kind == "system"
    assert not entry.adopted_values
    with pytest.raises(ScenarioError) as refused:
        loads(ALONE.format(system=name))
    (problem,) = refused.value.problems
    assert entry.missing in str(problem)
    assert problem.nearest == (entry.nearest,)
    with pytest.raises(ValueError, match=f"too little is published of it.*'{entry.nearest}'"):
        envelope(name)


def test_a_system_of_ones_own_cannot_be_based_on_it() -> None:
    own = "catalogue: {entries: {mine: {kind: system, based_on: S-500}}}\n"
    with pytest.raises(ScenarioError, match=r"S-500, of which too little is published given.*nearest: S-400"):
        loads(own + ALONE.format(system="mine"))


def test_nothing_homes_on_a_sight_and_it_has_no_emission() -> None:
    teams = ALONE.format(system="Stinger").replace(
        "raid: []", "raid: [{threat: arm, from: [1, 1], aims_at: unit-1/radar}]"
    )
    with pytest.raises(ScenarioError, match=r"raid\.0\.aims_at: a homing weapon at a sight, which does not radiate"):
        loads(teams)
    assert loads(teams.replace("threat: arm", "threat: drone")).systems[0].units[0].radar.passive
    silent = "emission: {engagement_radar: {silent_until: {time: 60 s}}}"
    with pytest.raises(ScenarioError, match="an emission of Optical-sight, a sight that does not radiate"):
        loads(ALONE.format(system="Stinger").replace("at: [0, 0]", f"at: [0, 0], {silent}"))


def test_the_command_ends_with_2_and_one_message(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "alone.yaml"
    file.write_text(ALONE.format(system="S-300F"), encoding="utf-8")
    assert main(["run", str(file)]) == 2
    told = capsys.readouterr().err.strip()
    assert told.count("\n") == 0
    assert "missing: the range and the channels of its radar" in told
    assert "S-300PS" in told


def test_what_is_published_of_it_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["catalogue", "show", "David's Sling"]) == 0
    told = " ".join(capsys.readouterr().out.split())
    assert "It cannot be simulated. Missing: its own range and ceiling" in told
    assert "c1635" in told
    assert load().entry("S-300F").to_dict()["nearest"] == "S-300PS"
    assert "missing" not in load().entry("S-300PS").to_dict()


def test_a_reported_system_without_a_row_is_refused(data: Copy) -> None:
    data.drop("reported.csv", entry="Krug")
    with pytest.raises(CatalogueError, match="reported systems without a row: Krug"):
        load(data.folder)


def test_the_nearest_must_be_a_system(data: Copy) -> None:
    data.edit("reported.csv", lambda row: row.update(nearest="48N6E2"), entry="Krug")
    with pytest.raises(CatalogueError, match="48N6E2"):
        load(data.folder)


@pytest.mark.parametrize("entry", load().entries("system"), ids=lambda e: e.name)
def test_a_system_says_at_a_glance_how_much_of_it_is_published(entry) -> None:  # type: ignore[no-untyped-def]
    book = load()
    members = {p.name for role, parts in entry.parts.items() if role != "mast" for p in parts}
    counted = glance(book, entry)
    assert sum(counted.values()) == sum(len(book.entry(n).adopted_values) for n in {entry.name, *members})
    assert all(word in glanced(book, entry) for word, n in counted.items() if n)


def test_statements_that_differ_are_shown_with_their_grades() -> None:
    found = {(name, what): told for name, what, told in disagreements(load(), load().entry("S-350"))}
    assert found["9M96", "max_range.aircraft"].startswith("60 km (c1252, B); ")
    assert "12 targets (c1569, D)" in found["S-350", "target_channels"]  # left out: of ballistic missiles alone
    assert published(load().claim("c018")) == "more than 100 km"
    assert published(load().claim("c267")) == "active radar"
