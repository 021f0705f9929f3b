"""Scenarios over an elevation model: heights of sites, refusals, what is written down, and what is hashed."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from airdef.scenario import ScenarioError, load, loads
from airdef.scenario.land import dem_of

SCENE = """
name: Scene
defence:
  - {{system: S-300PMU-2, at: {at}, fire_units: [{{at: {unit}}}]{height}}}
assets:
  - {{name: port, at: [0.34, -24.9]}}
raid:
  - {{threat: cruise-missile, route: [{start}, [0.34, -24.9]], speed: 240 m/s, altitude: {altitude}, above: {above},
     aims_at: port}}
environment:
  terrain: {terrain}
"""


def scene(**parts: str) -> str:
    usual = {
        "at": "[0.345, -24.92]", "unit": "[0.36, -24.945]", "height": "", "start": "[0.10, -25.10]", "altitude": "60 m",
        "above": "ground", "terrain": "{dem: island}",
    }  # fmt: skip
    return SCENE.format(**(usual | parts))


def test_sites_stand_on_the_ground_and_notes_are_assumptions() -> None:
    s = loads(scene())
    dem = dem_of(s)
    assert dem is not None
    assert s.environment.terrain == f"dem {dem.digest}"
    for radar, _, _ in s.radars():
        assert radar.place.height == dem.height(radar.place.latitude, radar.place.longitude) > 50.0
    assert s.assets[0].place.height == dem.height(math.radians(0.34), math.radians(-24.9))
    reasons = [r.reason for r in s.adopted_values if r.subject == "terrain"]
    assert any("void" in reason for reason in reasons)
    smooth = loads(scene(terrain="smooth"))
    assert dem_of(smooth) is None
    assert {radar.place.height for radar, _, _ in smooth.radars()} == {0.0}
    assert smooth.scenario_hash != s.scenario_hash


def test_sea_is_allowed_only_if_the_scenario_says_so() -> None:
    allowed = loads(scene(at="[0.0, -24.2]", terrain="{dem: island, outside: sea}"))
    assert allowed.systems[0].post.height == 0.0
    assert any("stands beyond the model" in r.reason for r in allowed.adopted_values)


@pytest.mark.parametrize(
    ("parts", "path", "words"),
    [
        ({"at": "[0.0, -24.2]"}, "defence.0.at", "outside the elevation model"),
        ({"at": "[0.05, -24.95]"}, "defence.0.at", "over the sea"),
        ({"unit": "[3.0, 3.0]"}, "defence.0.fire_units.0.at", "outside the elevation model"),
        ({"start": "[-1.0, -26.0]"}, "raid.0.route", "waypoint 1 outside"),
        ({"above": "sea"}, "raid.0.altitude", "into the ground"),
        ({"height": ", height: 20 m"}, "defence.0.height", "remove 'height'"),
        ({"terrain": "{dem: isalnd}"}, "environment.terrain.dem", "nearest: island"),
        ({"terrain": "{outside: sea}"}, "environment.terrain", "{dem: path}"),
    ],
)
def test_one_clear_error(parts: dict[str, str], path: str, words: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        loads(scene(**parts))
    assert [p.path for p in caught.value.problems] == [path]
    assert words in str(caught.value)


def test_site_in_a_void() -> None:
    dem = dem_of(loads(scene()))
    assert dem is not None
    # any void that filling put above the sea
    g = dem.ground
    row, column = next((int(i), int(j)) for i, j in zip(*dem.voids.nonzero(), strict=True) if g.heights[i, j] > 0)
    at = [math.degrees(g.north - row * g.dlat), math.degrees(g.west + column * g.dlon)]
    with pytest.raises(ScenarioError, match="in a void"):
        loads(scene(at=str(at)))


def test_path_is_looked_for_beside_the_scenario(tmp_path: Path) -> None:
    import airdef.terrain

    island = Path(airdef.terrain.__file__).parent / "data" / "island.tif"
    (tmp_path / "mine.tif").write_bytes(island.read_bytes())
    (tmp_path / "scene.yaml").write_text(scene(terrain="{dem: mine.tif}"))
    # the content counts, not the path
    assert load(tmp_path / "scene.yaml").scenario_hash == loads(scene()).scenario_hash
