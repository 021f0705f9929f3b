"""The numbers of docs/patriot-like.md are those of the program."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import airdef

pytestmark = pytest.mark.slow

PAGE = (Path(__file__).parents[1] / "docs" / "patriot-like.md").read_text(encoding="utf-8")
ROW = re.compile(
    r"^\| ([^|]+) \| ([\d.]+) \(([\d.]+) to ([\d.]+)\) \| ([\d.]+) \| ([\d.]+) \| ([\d.]+) \|$", re.MULTILINE
)
FORMATION = re.compile(r"^\| ([^|]+) \| [^|]+ \| ([\d.]+) \| ([\d.]+) \|$", re.MULTILINE)

CHANGES: dict[str, dict[str, object]] = {
    "as it is": {},
    "`Patriot-GEM-T`": {"defence.0.system": "Patriot-GEM-T"},
    "`Patriot-MSE`": {"defence.0.system": "Patriot-MSE"},
    "two missiles, then look (`salvo": {"defence.0.doctrine.salvo": 2},
    "turned by 60 deg (`facing": {"defence.0.facing": "285 deg"},
    "two batteries (`fire_units": {"defence.0.fire_units": 2},
}


def test_there_are_as_many_rows_as_the_page_shows() -> None:
    assert [row[0].split(":")[0] for row in ROW.findall(PAGE)] == list(CHANGES)
    assert len(FORMATION.findall(PAGE)) == 5


@pytest.mark.parametrize("row", ROW.findall(PAGE), ids=lambda row: row[0])
def test_the_table_is_what_comes_out(row: tuple[str, ...]) -> None:
    m = airdef.run("patriot-like", 10_000, 1, overrides=CHANGES[row[0].split(":")[0]]).measures
    leakers = (m["leakers"].mean, *m["leakers"].ci95, m["asset_value_lost"].mean)
    told = [f"{x:.3f}" for x in leakers] + [f"{m['missiles_used'].mean:.1f}", f"{m['units_lost'].mean:.3f}"]
    assert told == list(row[1:])


def test_the_table_of_formations_too() -> None:
    found = airdef.run("patriot-like", 10_000, 1).by["formation"]
    for name, leakers, missiles in FORMATION.findall(PAGE):
        measures = found[{"anti-radiation missiles": "hunters/arm"}.get(name, name)]
        assert f"{measures['leakers'].mean:.3f}" == leakers
        assert f"{measures['missiles_used'].mean:.1f}" == missiles
