"""Coverage and siting at the 180th meridian and beside the poles: cut, right, or refused."""

from __future__ import annotations

import json
import math
import re
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
import rasterio
from pyproj import Geod

from airdef.limits import LimitError
from airdef.physics.constants import EARTH_RADIUS_MEAN
from airdef.physics.terrain import Ground
from airdef.physics.viewshed import Nodes, lowest_visible_at, lowest_visible_height
from airdef.report.coverage import _flat, coverage_map
from airdef.scenario import load
from airdef.studies.coverage.answer import Coverage
from airdef.studies.coverage.edges import OFF_POLE, beside
from airdef.studies.coverage.files import polygons, transform, write_geojson, write_geotiff, write_kml
from airdef.studies.coverage.grid import distances, nodes_of, places
from airdef.studies.coverage.question import Question
from airdef.studies.coverage.study import coverage
from airdef.studies.siting.places import Ground as SiteGround
from airdef.studies.siting.places import grid

SCENARIO = """name: Edge
defence:
  - {{system: S-300PMU-2, name: W, at: [{lat}, {lon}], fire_units: 1, surveillance: [64N6E2]}}
assets:
  - {{name: port, at: [{port_lat}, {port_lon}]}}
"""


def at(folder: Path, lat: float, lon: float, port: tuple[float, float] | None = None):
    port_lat, port_lon = port or (lat, lon)
    path = folder / f"{lat}{lon}.yaml"
    path.write_text(SCENARIO.format(lat=lat, lon=lon, port_lat=port_lat, port_lon=port_lon))
    return load(path)


def area(ring: list[tuple[float, float]]) -> float:
    return 0.5 * sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring))


@pytest.mark.parametrize("west", [178.97, 179.0, -181.0, -180.46, 170.0, -179.95, 178.4])
def test_outlines_are_cut_at_the_180th_meridian(west: float) -> None:
    step = math.radians(0.1)
    nodes = Nodes(math.radians(1.95), math.radians(west + 0.05), step, step, 20, 20)
    mask = np.ones((20, 20), bool)
    mask[5:8, 9:14] = False  # a hole, which the cut goes through in some
    shapes = polygons(mask, nodes)
    for rings in shapes:
        lons = [x for ring in rings for x, _ in ring]
        assert -180.0 <= min(lons) < max(lons) <= 180.0
        assert max(lons) - min(lons) < 2.001
        assert area(rings[0]) > 0.0
        assert all(area(ring) < 0.0 for ring in rings[1:])
        assert all(ring[0] == ring[-1] for ring in rings)
    total = sum(area(ring) for rings in shapes for ring in rings)
    assert total == pytest.approx(mask.sum() * 0.01, rel=1e-9)
    edge = (west + 180.0) % 360.0
    crosses = edge + 2.0 > 360.0 + 1e-9
    lons = [x for rings in shapes for ring in rings for x, _ in ring]
    assert (max(lons) == 180.0 and min(lons) == -180.0) == crosses
    assert len(shapes) == (2 if crosses else 1)
    assert -180.0 <= transform(nodes).c < 180.0


@pytest.fixture(scope="module")
def dateline(tmp_path_factory) -> Coverage:
    s = at(tmp_path_factory.mktemp("dateline"), 10.05, 179.90, (10.0, -179.95))
    return coverage(s, Question((1000.0,), 1.0), cell=2000.0)


def test_files_at_the_180th_meridian(dateline: Coverage, tmp_path: Path) -> None:
    write_geotiff(dateline, tmp_path / "c.tif")
    write_geojson(dateline, tmp_path / "c.geojson")
    write_kml(dateline, tmp_path / "c.kml")
    found = json.loads((tmp_path / "c.geojson").read_text(encoding="utf-8"))["features"]
    for feature in found:
        shapes = feature["geometry"]["coordinates"]
        sides = {x > 0.0 for rings in shapes for ring in rings for x, _ in ring if abs(x) < 180.0}
        assert sides == {True, False}
        for rings in shapes:
            lons = [x for ring in rings for x, _ in ring]
            assert -180.0 <= min(lons) < max(lons) <= 180.0
            assert max(lons) - min(lons) < 4.0  # none goes round the Earth
    cell = math.degrees(dateline.nodes.dlat) * math.degrees(dateline.nodes.dlon)
    total = sum(area(ring) for rings in found[0]["geometry"]["coordinates"] for ring in rings)
    assert total == pytest.approx(dateline.parts[0].covered[0].sum() * cell, rel=1e-6)
    texts = [e.text or "" for e in ElementTree.parse(tmp_path / "c.kml").iter() if e.tag.endswith("coordinates")]
    lons = [float(x) for text in texts for x in re.findall(r"(\S+?),\S+", text)]
    assert min(lons) == -180.0
    assert max(lons) == 180.0
    with rasterio.open(tmp_path / "c.tif") as file:
        assert np.array_equal(file.read(), dateline.count())
        west, _, east, _ = file.bounds
        assert 178.0 < west < 180.0 < east < 182.0
        assert 0.5 * (west + east) == pytest.approx(179.90)


def test_a_map_at_the_180th_meridian_draws_both_sides(dateline: Coverage) -> None:
    east, north = _flat(dateline.nodes, math.radians(10.05), math.radians(-179.95))
    assert east == pytest.approx(EARTH_RADIUS_MEAN / 1e3 * math.radians(0.15) * math.cos(math.radians(10.05)), rel=1e-3)
    assert north == pytest.approx(0.0, abs=0.1)
    axes = coverage_map(dateline).axes[1]
    x = [float(line.get_xdata()[0]) for line in axes.lines if line.get_marker() == "*"]
    assert x == [pytest.approx(16.4, abs=0.2)]


def test_longitudes_beside_another() -> None:
    found = np.degrees(beside(np.radians([-179.0, 179.0, 0.0, 540.0]), math.radians(180.0)))
    assert found == pytest.approx([181.0, 179.0, 0.0, 180.0])
    assert float(beside(0.25, 0.1)) == 0.25


@pytest.mark.parametrize("lat", [0.0, 45.0, -60.0, 80.0, 85.0, -88.0])
def test_areas_and_discs_up_to_the_poles(tmp_path: Path, lat: float) -> None:
    s = at(tmp_path, lat, 30.0)
    radius = min(200e3, 0.98 * EARTH_RADIUS_MEAN * math.radians(90.0 - abs(lat)) / OFF_POLE)
    nodes = nodes_of(s, radius, radius / 150.0)
    study = Coverage(s, Question((0.0,), 1.0), nodes, np.zeros((nodes.rows, nodes.columns)), ())
    sizes = study.cell_areas()
    geod = Geod(ellps="WGS84")
    for i in (0, nodes.rows // 2, nodes.rows - 1):
        y = math.degrees(nodes.north - i * nodes.dlat) + np.array([-0.5, -0.5, 0.5, 0.5]) * math.degrees(nodes.dlat)
        x = np.array([-0.5, 0.5, 0.5, -0.5]) * math.degrees(nodes.dlon)
        own = abs(geod.polygon_area_perimeter(x, y)[0])
        # sides of a cell are lines of latitude and not geodesics
        assert sizes[i, 0] == pytest.approx(own, rel=2e-3)
    inner = 0.98 * radius
    disc = distances(nodes, math.radians(lat), math.radians(30.0)) <= inner
    bearings = np.arange(0.0, 360.0, 1.0)
    edge = geod.fwd(np.full(360, 30.0), np.full(360, lat), bearings, np.full(360, inner))
    whole = abs(geod.polygon_area_perimeter(edge[0], edge[1])[0])
    # cells on the edge of a disc of 300 across are in or out whole: some 1,000 of 70,000, half of them either way
    assert float((sizes * disc).sum()) == pytest.approx(whole, rel=3e-3)
    assert not disc[:, [0, -1]].any()  # the disc is on the map


@pytest.mark.parametrize(("degrees", "share"), [(85.0, 0.25), (85.0, 0.5), (-88.0, 0.5)])
def test_the_fan_beside_a_pole_is_right(degrees: float, share: float) -> None:
    from scipy.ndimage import gaussian_filter

    lat = math.radians(degrees)
    radius = 0.99 * share * EARTH_RADIUS_MEAN * math.radians(90.0 - abs(degrees))
    step = radius / 100.0 / EARTH_RADIUS_MEAN
    wide = step / math.cos(lat)
    over = Nodes(lat + 100 * step, -110 * wide, step, wide, 201, 221)
    hills = gaussian_filter(np.random.default_rng(3).standard_normal((301, 301)), 6)
    hills = ((hills - hills.min()) / np.ptp(hills) * 900.0).astype(np.float32)
    ground = Ground(hills, lat + 150 * step, -150 * wide, step, wide, 900.0, step * EARTH_RADIUS_MEAN)
    fan = lowest_visible_height(ground, lat, 0.003 * wide, 1200.0, 8.5e6, over=over, threads=1)
    y, x = places(over)
    fine = ground._replace(spacing=0.1 * ground.spacing)  # rays sampled ten times a cell are the judge
    rays = lowest_visible_at(fine, lat, 0.003 * wide, 1200.0, 8.5e6, y.ravel(), x.ravel()).reshape(y.shape)
    disc = distances(over, lat, 0.0) <= radius
    for height in (400.0, float(np.median(rays[disc]))):
        alike = (fan <= height) == (rays <= height)
        assert alike[disc].mean() > (0.98 if share > 0.25 else 0.99)  # what `edges.OFF_POLE` promises


@pytest.mark.parametrize("lat", [89.5, -89.5])
def test_a_map_that_comes_too_near_to_a_pole_is_refused(tmp_path: Path, lat: float) -> None:
    s = at(tmp_path, lat, 0.0)
    question = Question((1000.0,), 1.0)
    with pytest.raises(ValueError, match=r"55\.6 km from the pole; a radius of at most 27\.8 km expected"):
        coverage(s, question)
    study = coverage(s, question, radius=27e3, cell=500.0)
    assert abs(math.degrees(study.nodes.north)) < 90.0
    assert study.count().max() > 0


def test_a_radar_too_near_to_a_pole_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(
        "name: Edge\ndefence:\n  - {system: S-300PMU-2, at: [84.0, 0.0], surveillance: [64N6E2],\n"
        "     fire_units: [{at: [89.0, 0.0]}]}\n"
    )
    with pytest.raises(ValueError, match="around 89 N given"):
        coverage(load(path), Question((1000.0,), 1.0), radius=300e3)


def test_more_nodes_than_are_taken_are_refused_before_they_are_made(island_like) -> None:
    for radius, cell, most in ((None, 1.0, "nodes on a side"), (None, 10.0, "nodes on a side"), (50e3, 1.0, "nodes")):
        with pytest.raises(LimitError, match=f"cell: .* {most}.* usual fix: a cell of"):
            coverage(island_like, Question((100.0,), 1.0), radius=radius, cell=cell)
    with pytest.raises(LimitError, match=r"GiB given, at most 4 GiB"):
        coverage(island_like, Question(tuple(range(90)), 1.0), radius=100e3, cell=41.0)
    with pytest.raises(LimitError, match="altitudes: 101 heights given"):
        coverage(island_like, Question(tuple(range(101)), 1.0))


@pytest.fixture
def island_like(tmp_path: Path):
    return at(tmp_path, 0.05, 0.1)


def test_a_grid_of_sites_across_the_180th_meridian() -> None:
    around = [(math.radians(10.0), math.radians(179.95)), (math.radians(10.0), math.radians(-179.95))]
    found = grid(SiteGround(None, True), around, 5e3, 20e3)
    lons = np.array([c.longitude for c in found])
    assert (lons > 179.0).sum() > 10
    assert (lons < -179.0).sum() > 10
    assert (np.abs(lons) > 179.0).all()
    with pytest.raises(ValueError, match=r"grid: a map of 20 km around 89\.9 N given"):
        grid(SiteGround(None, True), [(math.radians(89.9), 0.0)], 5e3, 20e3)
