"""The numbers of docs/emission.md are those of the program."""

from __future__ import annotations

import math
import re
from pathlib import Path

import pytest

import airdef

pytestmark = pytest.mark.slow

PAGE = (Path(__file__).parents[1] / "docs" / "emission.md").read_text(encoding="utf-8")
ROW = re.compile(
    r"^\| ([^|]+) \| ([\d.]+) \(([\d.]+) to ([\d.]+)\) \| ([\d.]+) \| ([\d.]+) \| ([\d.]+) \|$", re.MULTILINE
)
EMISSION = "defence.0.emission"
WITHIN = f"{EMISSION}.engagement_radar.silent_until.within"


def changes(label: str) -> dict[str, object]:
    """Return what a row of the table replaces in the scenario."""
    if label.startswith("always"):
        shut = {"defence.0.doctrine.shut_down": {"time": "60 s", "warning": "25 s"}} if "shut" in label else {}
        return {EMISSION: "always"} | shut
    if label.startswith("duty"):
        return {EMISSION: {"engagement_radar": {"duty_cycle": {"on": "30 s", "off": "60 s"}}}}
    found: dict[str, object] = {WITHIN: re.findall(r"until (\d+ km)", label)[0]}
    for takes in re.findall(r"switch-on (\d+ s)", label):
        found["defence.0.overrides"] = {"engagement_radar.switch_on_time": takes}
    return found


def test_there_are_as_many_rows_as_the_page_shows():
    assert len(ROW.findall(PAGE)) == 12


@pytest.mark.parametrize("row", ROW.findall(PAGE), ids=lambda row: row[0])
def test_the_table_is_what_comes_out(row):
    campaign = airdef.run("silent", 10_000, 1, overrides=changes(row[0]))
    strike = campaign.by["formation"]["strike"]["leakers"]
    lost = campaign.measures.get("units_lost")
    found = (strike.mean, *strike.ci95, lost.mean if lost else 0.0, campaign.measures["asset_value_lost"].mean)
    assert [f"{x:.3f}" for x in (*found, campaign.leak_reasons["kept-silent"])] == list(row[1:])


def test_the_sentences_too():
    lines = airdef.compare("silent", changes=[{EMISSION: "always"}], replications=10_000, seed=1).headline()
    assert "3.778 [3.746, 3.810] more through" in lines
    without = airdef.run("silent", 10_000, 1, overrides={"raid.hunters.count": 0, EMISSION: "always"})
    assert f"lets {without.measures['leakers'].mean:.3f} through" in PAGE
    for t, share in ((5.0, "86"), (10.0, "39"), (30.0, "5")):
        assert f"{100 * (1 - math.exp(-0.5 * (30.0 / (3.0 * t)) ** 2)):.0f} %" == f"{share} %"
        assert f"{share} % after {t:.0f} s" in PAGE
