"""The numbers of docs/decoys.md are those of the program."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import airdef

pytestmark = pytest.mark.slow

PAGE = (Path(__file__).parents[1] / "docs" / "decoys.md").read_text(encoding="utf-8")
NUMBER = r"([\d.]+)"
INTERVAL = rf"{NUMBER} \({NUMBER} to {NUMBER}\)"
BAR = r" \| "
DECOYS = re.compile(rf"^\| ([^|]+) \| {INTERVAL} \| {BAR.join([NUMBER] * 4)} \|$", re.MULTILINE)
BACK = re.compile(rf"^\| ([^|]+) \| {INTERVAL} \| {BAR.join([NUMBER] * 3)} \|$", re.MULTILINE)
TELLS = "defence.0.tells_apart"


def telling(label: str) -> dict[str, object]:
    """Return what a row of the first table replaces in the scenario `decoys`."""
    if label == "as declared":
        return {}
    if label == "no decoys":
        return {"raid.decoys.count": 0}
    if label == "not told apart":
        return {TELLS: {}}
    if label == "told apart and shot at":
        return {"defence.0.doctrine.ignore": []}
    if label == "told apart at once":
        return {TELLS: {"all": {"dwell": "1 s", "ranges": [{"within": "1000 km", "probability": 1.0}]}}}
    dwell = re.findall(r"dwell (\d+ s)", label)
    return {f"{TELLS}.engagement_radar.dwell": dwell[0]}


def turning(label: str) -> dict[str, object]:
    """Return what a row of the second table replaces in the scenario `turn-back`."""
    if label == "never":
        return {"raid.west.turns_back": None, "raid.south.turns_back": None}
    losses, delay = re.findall(r"(\d+) losses, (\d+ s) later", label)[0]
    back = {"losses": int(losses), "delay": delay}
    return {"raid.west.turns_back": back, "raid.south.turns_back": back}


def mean(campaign: airdef.Campaign, name: str) -> float:
    return campaign.measures[name].mean if name in campaign.measures else 0.0


def strike_mean(campaign: airdef.Campaign, name: str) -> float:
    strike = campaign.by["formation"]["strike"]
    return strike[name].mean if name in strike else 0.0


def decoys_row(label: str) -> list[str]:
    campaign = airdef.run("decoys", 10_000, 1, overrides=telling(label))
    strike = campaign.by["formation"]["strike"]["leakers"]
    found = (strike.mean, *strike.ci95, mean(campaign, "told_apart"), mean(campaign, "missiles_on_decoys"))
    lost, spent = campaign.measures["asset_value_lost"].mean, strike_mean(campaign, "reason:spent-on-decoys")
    return [f"{x:.3f}" for x in (*found, lost, spent)]


def turning_row(label: str) -> list[str]:
    campaign = airdef.run("turn-back", 10_000, 1, overrides=turning(label))
    leakers = campaign.measures["leakers"]
    names = ("kills", "turned_back", "missiles_used")
    return [f"{x:.3f}" for x in (leakers.mean, *leakers.ci95, *(mean(campaign, name) for name in names))]


def test_there_are_as_many_rows_as_the_page_shows():
    assert (len(DECOYS.findall(PAGE)), len(BACK.findall(PAGE))) == (8, 7)


@pytest.mark.parametrize("row", DECOYS.findall(PAGE), ids=lambda row: row[0])
def test_the_table_of_decoys_is_what_comes_out(row):
    assert decoys_row(row[0]) == list(row[1:])


@pytest.mark.parametrize("row", BACK.findall(PAGE), ids=lambda row: row[0])
def test_the_table_of_turning_back_is_what_comes_out(row):
    assert turning_row(row[0]) == list(row[1:])


if __name__ == "__main__":  # writes the rows
    for label in ("no decoys", "as declared", "not told apart", "told apart and shot at", "told apart at once",
                  "dwell 5 s", "dwell 20 s", "dwell 60 s"):  # fmt: skip
        m, low, high, *rest = decoys_row(label)
        print(f"| {label} | {m} ({low} to {high}) | {' | '.join(rest)} |", flush=True)
    for label in ("never", "12 losses, 20 s later", "8 losses, 20 s later", "6 losses, 20 s later",
                  "4 losses, 20 s later", "8 losses, 0 s later", "8 losses, 60 s later"):  # fmt: skip
        m, low, high, *rest = turning_row(label)
        print(f"| {label} | {m} ({low} to {high}) | {' | '.join(rest)} |", flush=True)
