"""The numbers of docs/point-defence.md are those of the program."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import airdef

pytestmark = pytest.mark.slow

PAGE = (Path(__file__).parents[1] / "docs" / "point-defence.md").read_text(encoding="utf-8")
NUMBER = r"([\d.]+)"
ROW = re.compile(rf"^\| ([^|]+) \| {NUMBER} \({NUMBER} to {NUMBER}\) \| {' [|] '.join([NUMBER] * 4)} \|$", re.MULTILINE)
GUARD, LONG = "defence.guard", "defence.long"
ONE = [{"name": "west", "at": [0.05, 0.04]}]
LABELS = {
    "as declared": {},
    "no guard": {f"{GUARD}.doctrine.engage": []},
    "one unit": {f"{GUARD}.fire_units": ONE},
    "it guards nothing": {f"{GUARD}.guards": []},
    "it guards radar and port": {f"{GUARD}.guards": ["long", "port"]},
    "guarded: only": {f"{GUARD}.doctrine.guarded": "only"},
    "one unit, guarded: only": {f"{GUARD}.fire_units": ONE, f"{GUARD}.doctrine.guarded": "only"},
    "one magazine": {f"{GUARD}.magazine": "common"},
    "autonomous": {f"{GUARD}.doctrine.coordination": "autonomous"},
    "autonomous, one magazine": {f"{GUARD}.doctrine.coordination": "autonomous", f"{GUARD}.magazine": "common"},
    **{
        f"silent until a bearing within {reach} km": {
            "raid.hunters.emits": True,
            f"{LONG}.direction_finders": [{"range": f"{reach} km"}],
            f"{LONG}.emission": {"engagement_radar": {"silent_until": {"bearing": True}}},
        }
        for reach in (300, 60, 30)
    },
}


def row(label: str) -> list[str]:
    """Return the numbers of a row."""
    campaign = airdef.run("point-defence", 10_000, 1, overrides=LABELS[label])
    of = {name: found["leakers"] for name, found in campaign.by["formation"].items()}
    long = campaign.by["system"]["long"]
    found = (of["strike"].mean, *of["strike"].ci95, of["drones"].mean, of["hunters/arm"].mean)
    return [f"{x:.3f}" for x in (*found, long["radars_lost"].mean, campaign.measures["asset_value_lost"].mean)]


def test_there_are_as_many_rows_as_the_page_shows():
    assert [found[0] for found in ROW.findall(PAGE)] == list(LABELS)


@pytest.mark.parametrize("found", ROW.findall(PAGE), ids=lambda found: found[0])
def test_the_tables_are_what_comes_out(found):
    assert row(found[0]) == list(found[1:])


if __name__ == "__main__":  # writes the rows
    for label in LABELS:
        m, low, high, *rest = row(label)
        print(f"| {label} | {m} ({low} to {high}) | {' | '.join(rest)} |", flush=True)
