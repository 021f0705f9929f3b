"""The numbers of docs/command.md are those of the program."""

from __future__ import annotations

import math
import re
from pathlib import Path

import pytest

import airdef
from airdef.outcome.tables import key_table

pytestmark = pytest.mark.slow

PAGE = (Path(__file__).parents[1] / "docs" / "command.md").read_text(encoding="utf-8")
ROW = re.compile(
    r"^\| ([^|]+) \| ([\d.]+) \(([\d.]+) to ([\d.]+)\) \| ([\d.]+) \| ([\d.]+) \| ([\d.]+) \| ([\d.]+) \|$",
    re.MULTILINE,
)


def changes(label: str) -> dict[str, object]:
    """Return what a row of the tables replaces in the scenario."""
    link, words = "command.0.links.1", label.split(", ")
    found: dict[str, object] = {}
    for word in words:
        if word == "no node":
            found["command"] = []
        elif word == "radars on":
            found["defence.1.emission"] = "always"
        elif word.startswith("delay "):
            found[f"{link}.delay"] = word.removeprefix("delay ")
        elif word.startswith("capacity "):
            found[f"{link}.capacity"] = int(word.removeprefix("capacity "))
        elif word.startswith("lost at "):
            found[f"{link}.lost"] = {"at": word.removeprefix("lost at ")}
        elif word.startswith("lost after "):
            found[f"{link}.lost"] = {"mean": word.removeprefix("lost after ")}
        elif word.startswith("back after "):
            found[f"{link}.restored"] = {"after": word.removeprefix("back after ")}
        elif word.startswith("absent "):
            found[f"{link}.absent"] = float(word.removeprefix("absent "))
        else:
            found["command.0.allocation"] = word
    return found


def row_of(label: str) -> list[str]:
    """Return the numbers of a row."""
    campaign = airdef.run("command", 10_000, 1, overrides=changes(label))
    used = {
        name: found["missiles_used"].mean for name, found in campaign.by["system"].items() if "missiles_used" in found
    }
    leakers = campaign.measures["leakers"]
    remote = campaign.measures.get("remote_launches")
    numbers = (leakers.mean, *leakers.ci95, used["long"], used["medium"], campaign.measures["duplicates"].mean)
    return [f"{x:.3f}" for x in (*numbers, remote.mean if remote else 0.0)]


def test_there_are_as_many_rows_as_the_page_shows() -> None:
    assert len(ROW.findall(PAGE)) == 16


@pytest.mark.parametrize("row", ROW.findall(PAGE), ids=lambda row: row[0])
def test_the_tables_are_what_comes_out(row: tuple[str, ...]) -> None:
    assert row_of(row[0]) == list(row[1:])


def test_the_closed_form_too() -> None:
    assert f"{math.exp(-10.0 / 15.0):.3f}" in PAGE


def test_the_table_by_system_has_no_row_for_a_command_node_which_launches_nothing() -> None:
    campaign = airdef.run("command", replications=20, seed=1)
    assert "brigade" in campaign.by["system"]
    assert [row[0] for row in key_table(campaign, "system").rows] == ["long", "medium"]
