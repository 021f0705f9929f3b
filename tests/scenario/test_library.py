"""Bundled scenarios, found by name and loaded."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

import airdef.catalogue
from airdef.scenario import ScenarioError, find, load, names
from airdef.scenario.plan import CATEGORIES, BallisticMotion

WANTED = {
    "ballistic", "claim-150km", "command", "first-1979", "island", "low-level", "port-raid", "s400", "silent",
    "decoys", "turn-back", "patriot-like", "moving", "layered", "escort", "point-defence",
    "ideal-annihilation", "ideal-depth-of-fire", "ideal-erlang", "ideal-salvo", "ideal-shoot-look-shoot",
}  # fmt: skip


def test_all_are_there() -> None:
    assert set(names()) == WANTED


@pytest.mark.parametrize("name", sorted(WANTED))
def test_each_loads_in_the_open_ocean(name: str) -> None:
    scenario = load(name)
    assert scenario.description
    assert scenario.systems
    assert scenario.threats
    assert scenario.catalogue_hash == airdef.catalogue.load().content_hash
    for threat in scenario.threats:
        motion = threat.motion
        points = (
            [(motion.launch.latitude, motion.launch.longitude)]
            if isinstance(motion, BallisticMotion)
            else motion.waypoints
        )
        # 0 N 0 E, the nearest land some 570 km to the north: nobody's land within 10 degrees to the south and west.
        # The island lies at 0 N 25 W, in the middle of the ocean.
        west, east = (-27, -24.5) if name == "island" else (-10, 1)
        assert all(-10 <= math.degrees(lat) <= 0.5 and west <= math.degrees(lon) <= east for lat, lon in points)


@pytest.mark.parametrize("name", sorted(WANTED))
def test_editors_are_told_the_schema(name: str) -> None:
    assert find(name).read_text().startswith("# yaml-language-server: $schema=scenario.schema.json\n")


def test_the_reference_raid_is_what_is_published_of_it() -> None:
    raid = load("port-raid")
    kinds = [t.threat_class for t in raid.threats]
    assert len(kinds) == 40
    assert sum(CATEGORIES[t.category] in {"aircraft", "stealth"} for t in raid.threats) == 24
    assert kinds.count("cruise-missile") == 12
    assert kinds.count("srbm") == 4
    assert [len(s.units) for s in raid.systems] == [2]
    assert all(t.parent >= 0 for t in raid.threats if t.threat_class == "cruise-missile")
    unit = raid.systems[0].units[0]
    assert (unit.target_channels, unit.missile_channels) == (6, 12)


def test_ideal_scenarios_rest_on_no_claim_and_no_assumption_about_the_defence() -> None:
    for name in sorted(n for n in WANTED if n.startswith("ideal-")):
        parts = {"ideal-battery", "ideal-radar", "ideal-engagement-radar", "ideal-missile"}
        grades = {r.grade for r in load(name).adopted_values if r.subject in parts}
        assert grades <= {"defined", "scenario", "assumed"}, name


def test_a_path_is_taken_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text("name: x\nraid:\n  - {threat: fighter, from: [1, 1], to: [0, 0]}\n")
    assert load(file).name == load(str(file)).name == "x"


def test_unknown_names_give_the_nearest() -> None:
    with pytest.raises(ScenarioError, match="nearest: port-raid"):
        load("port-riad")
    with pytest.raises(ScenarioError, match="bundled scenario"):
        load("")
