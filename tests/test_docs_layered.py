"""The numbers of docs/layered.md are those of the program."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import airdef

pytestmark = pytest.mark.slow

PAGE = (Path(__file__).parents[1] / "docs" / "layered.md").read_text(encoding="utf-8")
NUMBER = r"([\d.]+)"
INTERVAL = rf"{NUMBER} \({NUMBER} to {NUMBER}\)"
ROW = re.compile(rf"^\| ([^|]+) \| {INTERVAL} \| {' [|] '.join([NUMBER] * 5)} \|$", re.MULTILINE)
SENTENCE = re.compile(r"^emission=always: .*$", re.MULTILINE)

MEDIUM, LONG = "defence.medium.emission", "defence.long.emission"
SHUT = {"time": "60 s", "warning": "25 s"}
AT_PORT = ("bombers/bombs", "cruise", "drones")


def none_of(system: str, units: int) -> dict[str, object]:
    """Return what takes all launchers from a system, its radars left."""
    return {f"defence.{system}.fire_units.{unit}.launchers": 0 for unit in range(units)}


def long_until(km: int) -> dict[str, object]:
    """Return what keeps the long-range engagement radar silent until aircraft are within a range."""
    cue = {"track": True, "within": f"{km} km", "categories": ["aircraft"]}
    return {LONG: {"engagement_radar": {"silent_until": cue}}}


CHANGES: dict[str, dict[str, object]] = {
    "as declared": {},
    "no command node": {"command": []},
    "no long-range missiles": none_of("long", 1),
    "no medium-range missiles": none_of("medium", 2),
    "no short-range missiles": none_of("short", 1),
    "no guns": none_of("guns", 2),
    "no guard of the radar": none_of("guard", 1),
    "no decoys": {"raid.decoys.count": 0},
    "no hunters": {"raid.hunters.count": 0},
    "medium always radiates": {MEDIUM: "always"},
    "medium always radiates, no hunters": {MEDIUM: "always", "raid.hunters.count": 0},
    "medium always radiates, shuts down for 60 s": {MEDIUM: "always", "defence.medium.doctrine.shut_down": SHUT},
    **{
        f"medium silent until {km} km": {f"{MEDIUM}.engagement_radar.silent_until.within": f"{km} km"}
        for km in (90, 60, 30, 15)
    },
    "long silent until 120 km": long_until(120),
    "long silent until 70 km": long_until(70),
    "long shuts down for 60 s": {"defence.long.doctrine.shut_down": SHUT},
    **{f"allocation {name}": {"command.brigade.allocation": name} for name in ("zone", "earliest-launch", "none")},
}
"""What each row replaces in the scenario `layered`, in the order of the page, where the first stands in each table."""


def row(label: str) -> list[str]:
    campaign = airdef.run("layered", 2_000, 1, overrides=CHANGES[label])
    lost, lost_units = campaign.measures["asset_value_lost"], campaign.measures["units_lost"]
    by, systems = campaign.by["formation"], campaign.by["system"]
    rest = (
        sum(by[name]["leakers"].mean for name in AT_PORT),
        by["bombers/bombs"]["threats"].mean,
        lost_units.mean,
        systems["long"]["missiles_used"].mean,
        systems["medium"]["missiles_used"].mean,
    )
    return [f"{x:.3f}" for x in (lost.mean, *lost.ci95)] + [f"{x:.2f}" for x in rest]


def sentence() -> str:
    """Return what silence is worth, from paired differences."""
    found = airdef.compare("layered", changes=["defence.medium.emission=always"], replications=2_000)
    d = found.pairs[0].differences
    lost, units = d["asset_value_lost"], d["units_lost"]
    return (
        f"emission=always: {lost.mean:+.3f} [{lost.ci95[0]:+.3f}, {lost.ci95[1]:+.3f}] of the port's value, "
        f"{units.mean:+.3f} [{units.ci95[0]:+.3f}, {units.ci95[1]:+.3f}] fire units"
    )


def test_there_are_as_many_rows_as_the_page_shows() -> None:
    assert list(dict.fromkeys(found[0] for found in ROW.findall(PAGE))) == list(CHANGES)


@pytest.mark.parametrize("found", sorted(set(ROW.findall(PAGE))), ids=lambda found: found[0])
def test_the_table_is_what_comes_out(found: tuple[str, ...]) -> None:
    assert row(found[0]) == list(found[1:])


def test_the_paired_difference_is_what_comes_out() -> None:
    assert SENTENCE.findall(PAGE) == [sentence()]


if __name__ == "__main__":  # writes the rows
    for label in CHANGES:
        m, low, high, *rest = row(label)
        print(f"| {label} | {m} ({low} to {high}) | {' | '.join(rest)} |", flush=True)
    print(sentence())
