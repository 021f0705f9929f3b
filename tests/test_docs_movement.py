"""The numbers of docs/movement.md are those of the program."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import airdef

pytestmark = pytest.mark.slow

PAGE = (Path(__file__).parents[1] / "docs" / "movement.md").read_text(encoding="utf-8")
NUMBER = r" ([\d.]+) \|"
ROW = re.compile(
    rf"^\| ([^|]+) \|{NUMBER} ([\d.]+) \(([\d.]+) to ([\d.]+)\) \|{NUMBER}{NUMBER}{NUMBER}{NUMBER}$", re.MULTILINE
)
MOVE = "defence.0.doctrine.move"
UNITS = {"west": "wood", "east": "hill"}


def both(**changes: object) -> dict[str, object]:
    """Return what replaces a part of the movement of both units."""
    return {f"defence.0.fire_units.{unit}.movement.{key}": value for unit in UNITS for key, value in changes.items()}


def changes(label: str) -> dict[str, object]:
    """Return what a row of the table replaces in the scenario."""
    if label == "never":
        return {MOVE: None}
    if label.startswith("when attacked"):
        return {MOVE: {"when_attacked": {"warning": "3 min"}}}
    if found := re.fullmatch(r"by turns, stay (\d+ min)", label):
        return {MOVE: None, **both(stay=found[1])}
    if found := re.fullmatch(r"by a plan, at (\d+ min)", label):
        plans = {
            f"defence.0.fire_units.{unit}.movement.plan": [{"at_time": found[1], "to": to}]
            for unit, to in UNITS.items()
        }
        return {MOVE: None, **plans}
    made = {MOVE: {"after": int(re.findall(r"after (\d)", label)[0])}}
    for takes in re.findall(r"set-up (\d+ min)", label):
        made["defence.0.overrides"] = {"system.set_up_time": takes}
    return made


def test_there_are_as_many_rows_as_the_page_shows():
    assert len(ROW.findall(PAGE)) == 10


@pytest.mark.parametrize("row", ROW.findall(PAGE), ids=lambda row: row[0])
def test_the_table_is_what_comes_out(row):
    campaign = airdef.run("moving", 10_000, 1, overrides=changes(row[0]))
    strikes = campaign.by["formation"]
    second = strikes["second"]["leakers"]

    def mean(name: str) -> float:
        measure = campaign.measures.get(name)
        return measure.mean if measure else 0.0

    found = (strikes["first"]["leakers"].mean, second.mean, *second.ci95, mean("units_lost"), mean("asset_value_lost"))
    found = (*found, campaign.leak_reasons["on-the-move"], mean("moves"))
    assert [f"{x:.3f}" for x in found] == list(row[1:])
