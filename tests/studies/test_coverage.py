"""Coverage studies: areas of the smooth Earth in closed form, the ground's shadow, files that read back."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
import rasterio

from airdef.physics.constants import EARTH_RADIUS_MEAN
from airdef.physics.refraction import line_of_sight_range
from airdef.scenario import load
from airdef.studies.coverage.answer import rows
from airdef.studies.coverage.approach import LIMITS, approaches
from airdef.studies.coverage.files import polygons, write_geojson, write_geotiff, write_kml, write_lowest
from airdef.studies.coverage.grid import distances
from airdef.studies.coverage.question import Question, single_look
from airdef.studies.coverage.study import coverage

EARTH = 4.0 / 3.0 * EARTH_RADIUS_MEAN


@pytest.fixture(scope="module")
def island():
    return load("island")


@pytest.fixture(scope="module")
def seen(island):
    return coverage(island, Question((100.0, 3000.0), 1.0), radius=60e3, cell=1000.0)


def test_smooth_earth_is_a_disc_to_the_horizon() -> None:
    s = load("island", {"environment.terrain": "smooth"})
    study = coverage(s, Question((100.0,), 1e4), radius=80e3, cell=500.0)  # so large that only the horizon counts
    radar = s.systems[0].surveillance[0]
    part = study.parts[0]
    reach = float(line_of_sight_range(radar.antenna_height, 100.0, EARTH))
    area = float((study.cell_areas() * part.covered[0]).sum())
    # cells of 500 m on a disc of 50 km and more; nothing nearer than the least range or above the greatest elevation
    assert area == pytest.approx(math.pi * reach**2, rel=0.02)


def test_ground_takes_away_and_height_gives_back(island, seen) -> None:
    flat = coverage(load("island", {"environment.terrain": "smooth"}), seen.question, radius=60e3, cell=1000.0)
    area = [float((s.cell_areas() * (s.count()[0] > 0)).sum()) for s in (seen, flat)]
    assert 0.1 * area[1] < area[0] < 0.9 * area[1]
    assert (seen.parts[0].covered[1] >= seen.parts[0].covered[0]).mean() > 0.999
    assert seen.ground.max() > 1500.0


def test_table_adds_up(seen) -> None:
    table = rows(seen)
    assert len(table) == 2 * (len(seen.parts) + 1)
    for row in table:
        assert row["gap_km2"] == pytest.approx((1.0 - row["ring_covered"]) * row["ring_km2"])
    whole = table[len(seen.parts)]
    assert whole["part"] == "defence"
    assert whole["twice_km2"] <= whole["covered_km2"] <= sum(r["covered_km2"] for r in table[: len(seen.parts)])


def test_measures_ask_more_and_more(island) -> None:
    radar = island.systems[0].surveillance[0]
    detection, track = (single_look(radar, Question((0.0,), 1.0, m)) for m in ("detection", "track"))  # type: ignore[arg-type]
    looks = int(60.0 / radar.scan_period)
    assert 1.0 - (1.0 - detection) ** looks == pytest.approx(0.9, abs=1e-9)
    assert detection < track < 1.0
    engaged = coverage(island, Question((3000.0,), 1.0, "engagement"), radius=60e3, cell=2000.0)
    assert [p.name for p in engaged.parts] == ["S-300PMU-2/north", "S-300PMU-2/south"]
    south = engaged.parts[1]
    near = distances(engaged.nodes, south.latitude, south.longitude)
    least = min(m.min_range for u in island.systems[0].units for m in u.missiles)
    assert south.covered[0].any()
    assert not south.covered[0][near < 0.5 * least].any()


def test_files_read_back_where_they_belong(seen, tmp_path: Path) -> None:
    write_geotiff(seen, tmp_path / "c.tif")
    write_lowest(seen, tmp_path / "l.tif")
    write_geojson(seen, tmp_path / "c.geojson")
    write_kml(seen, tmp_path / "c.kml")
    with rasterio.open(tmp_path / "c.tif") as file:
        assert file.crs.to_epsg() == 4326
        assert np.array_equal(file.read(), seen.count())
        row, column = 20, 31
        x = file.transform.c + (column + 0.5) * file.transform.a
        y = file.transform.f + (row + 0.5) * file.transform.e
        assert y == pytest.approx(math.degrees(seen.nodes.north - row * seen.nodes.dlat), abs=1e-9)
        assert x == pytest.approx(math.degrees(seen.nodes.west + column * seen.nodes.dlon), abs=1e-9)
    with rasterio.open(tmp_path / "l.tif") as file:
        assert file.descriptions[0] == "any"
        assert file.read(1).min() >= 0.0
    features = json.loads((tmp_path / "c.geojson").read_text())["features"]
    assert len(features) == 2 * (len(seen.parts) + 1)
    points = [p for f in features for shape in f["geometry"]["coordinates"] for ring in shape for p in ring]
    assert all(-26.0 < lon < -24.0 and -1.0 < lat < 1.0 for lon, lat in points)
    space = "{http://www.opengis.net/kml/2.2}"
    assert len(list(ElementTree.parse(tmp_path / "c.kml").iter(f"{space}Placemark"))) == len(features)


def test_outlines_enclose_the_mask(seen) -> None:
    mask = seen.parts[0].covered[0]

    def area(ring):
        return 0.5 * sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring))

    cell = math.degrees(seen.nodes.dlat) * math.degrees(seen.nodes.dlon)
    total = sum(area(ring) for shape in polygons(mask, seen.nodes) for ring in shape)  # holes turn the other way
    assert total == pytest.approx(mask.sum() * cell, rel=1e-6)


def test_refusals(island) -> None:
    for question, words in (
        (Question((), 1.0), "altitudes: "), (Question((10.0,), -1.0), "rcs: "),
        (Question((10.0,), 1.0, probability=1.5), "probability: "),
    ):  # fmt: skip
        with pytest.raises(ValueError, match=words):
            coverage(island, question)
    with pytest.raises(ValueError, match="without a defence"):
        coverage(replace(island, systems=()), Question((10.0,), 1.0))
    with pytest.raises(ValueError, match="nearest: 'harbour'"):
        approaches(island, 100.0, 1.0, asset="harbor")


def test_approach_knows_what_limits_it(island) -> None:
    found = approaches(island, 100.0, 1.0, azimuths=4)
    north, _, _, west = found
    assert north.detection_limit == "horizon"
    reach = float(line_of_sight_range(island.systems[0].post.height + 10.0, 100.0, EARTH))
    assert 0.5 * reach < north.detection < 1.3 * reach
    assert west.detection_limit == "terrain"
    assert west.detection < 0.7 * north.detection
    for a in found:
        assert a.detection_limit in LIMITS
        assert a.engagement_limit in LIMITS
        if a.engagements:
            assert a.last_intercept <= a.first_intercept < a.track <= a.detection
        else:
            assert math.isnan(a.first_intercept)
