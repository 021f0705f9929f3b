"""The numbers of docs/jammers.md are those of the program."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import airdef

pytestmark = pytest.mark.slow

PAGE = (Path(__file__).parents[1] / "docs" / "jammers.md").read_text(encoding="utf-8")
NUMBER = r"([\d.]+)"
INTERVAL = rf"{NUMBER} \({NUMBER} to {NUMBER}\)"
ROW = re.compile(rf"^\| ([^|]+) \| {INTERVAL} \| {NUMBER} \| {NUMBER} \| {NUMBER} km \|$", re.MULTILINE)
ESCORT, STAND_OFF = "raid.escort.jammer", "raid.stand-off.jammer"
CHANGES: dict[str, dict[str, object]] = {
    "as declared": {},
    "no jammers": {ESCORT: None, STAND_OFF: None},
    "jammers that screen themselves only": {ESCORT: {"density": "0.5 W/MHz"}, STAND_OFF: {"density": "20 W/MHz"}},
    "no stand-off jammer": {STAND_OFF: None},
    "escort left alone": {"raid.escort.looks_like": "decoy", "defence.0.doctrine.ignore": ["decoy"]},
    "escort of 2 W/MHz": {f"{ESCORT}.density": "2 W/MHz"},
    "escort of 20 W/MHz": {f"{ESCORT}.density": "20 W/MHz"},
    "stand-off jammer of 500 W/MHz": {f"{STAND_OFF}.density": "500 W/MHz"},
}


def row(label: str) -> list[str]:
    campaign = airdef.run("escort", 10_000, 1, overrides=CHANGES[label])
    by, leakers = campaign.by["formation"], campaign.measures["leakers"]
    found = (leakers.mean, *leakers.ci95, by["strike"]["kills"].mean, by["escort"]["kills"].mean)
    return [f"{x:.3f}" for x in found] + [f"{campaign.measures['first_intercept_range_km'].mean:.1f}"]


def test_every_row_is_on_the_page() -> None:
    assert {found[0] for found in ROW.findall(PAGE)} == set(CHANGES)


@pytest.mark.parametrize("found", ROW.findall(PAGE), ids=lambda found: found[0])
def test_the_table_is_what_comes_out(found: tuple[str, ...]) -> None:
    assert row(found[0]) == list(found[1:])
