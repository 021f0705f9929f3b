"""Cells without a height: holes, the sea written as void, and what a scenario says of them."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from airdef.scenario import ScenarioError
from airdef.scenario import load as load_scenario
from airdef.terrain import Declared, load
from airdef.terrain.voids import EDGE_REACH, FILL_REACH
from terrain.rasters import affine, write

STEP = 1.0 / 600.0


def island(path: Path, sea: float, **profile: object) -> Path:
    """Write an island with cliffs of 100 m, a lagoon and two holes of 3 cells a side; `sea` stands where water is."""
    north, east = np.meshgrid(np.arange(600) - 300, np.arange(600) - 300, indexing="ij")
    away = np.hypot(north, east)
    heights = np.where(away < 150, 100.0 + 0.5 * (150 - away), sea)
    heights[290:310, 250:270] = sea  # a lagoon of 20 cells
    heights[330:333, 330:333] = -9999.0
    return write(path, heights.astype(np.float32), "EPSG:4326", affine(10.0, 1.0, STEP), nodata=-9999.0, **profile)


def at(row: int, column: int) -> tuple[float, float]:
    return math.radians(1.0 - (row + 0.5) * STEP), math.radians(10.0 + (column + 0.5) * STEP)


def test_the_sea_written_as_void_is_beyond_the_model(tmp_path: Path) -> None:
    zero = load(island(tmp_path / "zero.tif", 0.0))
    void = load(island(tmp_path / "void.tif", -9999.0))
    lagoon = np.zeros((600, 600), bool)
    lagoon[290:310, 250:270] = True
    assert np.array_equal(void.ground.heights[~lagoon], zero.ground.heights[~lagoon])
    assert not void.contains(*at(10, 10))
    assert not void.contains(*at(300, 500))
    assert zero.contains(*at(10, 10))
    water = int((zero.ground.heights == 0.0).sum()) - 400
    assert void.notes[:2] == (
        "409 void cells filled from the heights around them (inverse distance)",
        f"{water:,} cells without a height in regions at the edge more than {EDGE_REACH} cells deep count as beyond "
        "the model; 'voids: sea' makes them sea",
    )
    assert void.in_void(*at(331, 331))
    assert void.in_void(*at(300, 260))  # the lagoon is filled unless the scenario says what it is


def test_a_scenario_says_that_void_is_sea(tmp_path: Path) -> None:
    zero = load(island(tmp_path / "zero.tif", 0.0), Declared(voids="sea"))
    void = load(island(tmp_path / "void.tif", -9999.0), Declared(voids="sea"))
    assert void.digest == zero.digest
    assert void.contains(*at(10, 10))
    assert not void.voids.any()
    assert void.outside is None
    cells = int((void.ground.heights == 0.0).sum())
    assert void.notes[0] == f"{cells:,} cells without a height count as sea, as the scenario says"


def test_a_wide_hole_counts_as_sea_and_a_shallow_edge_is_filled(tmp_path: Path) -> None:
    heights = np.full((400, 400), 300.0, np.float32)
    heights[100 : 101 + 2 * FILL_REACH, 100 : 101 + 2 * FILL_REACH] = -9999.0  # its middle is 101 cells from any
    heights[:EDGE_REACH, 50:80] = -9999.0  # as deep as is filled
    dem = load(write(tmp_path / "a.tif", heights, "EPSG:4326", affine(10.0, 1.0, STEP), nodata=-9999.0))
    assert (dem.ground.heights == 0.0).sum() == (2 * FILL_REACH + 1) ** 2
    assert dem.ground.heights[0, 60] == pytest.approx(300.0)
    assert dem.outside is None
    assert f"{(2 * FILL_REACH + 1) ** 2:,} cells without a height in enclosed regions" in dem.notes[1]
    heights[100, 100] = 300.0  # one cell less deep at one corner changes nothing
    heights[100 : 101 + 2 * FILL_REACH, 100] = 300.0  # one column less: all can be filled
    dem = load(write(tmp_path / "b.tif", heights, "EPSG:4326", affine(10.0, 1.0, STEP), nodata=-9999.0))
    assert dem.ground.heights.min() > 299.0


def test_a_strip_of_sea_at_the_edge_is_beyond_the_model(tmp_path: Path) -> None:
    heights = np.full((100, 100), 300.0, np.float32)
    heights[:, : EDGE_REACH + 1] = -9999.0
    dem = load(write(tmp_path / "a.tif", heights, "EPSG:4326", affine(10.0, 1.0, STEP), nodata=-9999.0))
    assert (dem.ground.heights == 0.0).sum() == 100 * (EDGE_REACH + 1)
    assert dem.outside is not None
    assert dem.outside[:, : EDGE_REACH + 1].all()
    assert not dem.voids.any()


SCENARIO = """name: Island
defence:
  - {{system: S-300PMU-2, at: [0.5, 10.6], fire_units: 1, surveillance: [64N6E2]}}
raid:
  - {{threat: cruise-missile, route: [[0.95, 10.9], [0.5, 10.6]], altitude: 6 km, speed: 240 m/s}}
environment:
  terrain: {{dem: void.tif{}}}
"""


def test_the_choices_of_a_scenario(tmp_path: Path) -> None:
    island(tmp_path / "void.tif", -9999.0)
    text = tmp_path / "raid.yaml"
    text.write_text(SCENARIO.format(""))
    with pytest.raises(
        ScenarioError, match=r"waypoint 1 outside the elevation model .* 'terrain: \{dem: \.\.\., outside: sea\}'"
    ):
        load_scenario(text)
    for more in (", outside: sea", ", voids: sea"):
        text.write_text(SCENARIO.format(more))
        s = load_scenario(text)
        assert s.systems[0].post.height > 100.0
        assert any("without a height" in r.reason for r in s.adopted_values if r.subject == "terrain")
    text.write_text(SCENARIO.format(", voids: land"))
    with pytest.raises(ScenarioError, match="one of fill, sea expected"):
        load_scenario(text)
