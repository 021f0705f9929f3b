"""Where rasters lie: other coordinate systems, the 180th meridian, poles, mirrored and rotated rasters, wide ones."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
import rasterio
from rasterio.crs import CRS

from airdef.physics.geodesy import geodetic_to_ecef
from airdef.physics.terrain import clear, row_column
from airdef.physics.viewshed import Nodes, lowest_visible_at, lowest_visible_height
from airdef.terrain import Dem, DemError, load
from terrain.rasters import affine, around, worst, write, write_hill

STEP = 1.0 / 120.0
BILINEAR = 1.75
"""Metres by which bilinear ground may miss the hill, as in test_heights."""
RESAMPLED = 2.0 * BILINEAR + 0.25
"""The same once more for the resampling, and a hundredth of a cell on the steepest slope (60 m a cell: 0.6 m, not at
the top, where the bilinear error is)."""


def wkt(unit: str) -> CRS:
    return CRS.from_wkt(
        f'GEOGCS["x",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563]],PRIMEM["Greenwich",0],UNIT[{unit}]]'
    )


@pytest.mark.parametrize(
    ("crs", "at", "west", "north", "step"),
    [
        (wkt('"grad",0.015707963267949'), (10.5, 51.5), 10.0 / 0.9, 52.0 / 0.9, STEP / 0.9),
        (wkt('"radian",1'), (10.5, 51.5), math.radians(10.0), math.radians(52.0), math.radians(STEP)),
        ("EPSG:4817", (11.2, 60.0), 0.0, 60.5, STEP),  # Oslo
        ("EPSG:4807", (6.837, 45.0), 4.45, 50.55, STEP / 0.9),  # Paris, grads, Clarke 1880
        ("EPSG:4805", (16.3, 47.0), 33.5, 47.5, STEP),  # Ferro
        ("EPSG:4267", (-100.0, 40.0), -100.5, 40.5, STEP),  # NAD27
        ("EPSG:4301", (138.0, 36.0), 137.5, 36.5, STEP),  # Tokyo: 450 m away
    ],
)  # fmt: skip
def test_prime_meridians_angular_units_and_datums(tmp_path: Path, crs, at, west, north, step) -> None:
    dem = load(write_hill(tmp_path / "a.tif", crs, affine(west, north, step), at))
    assert worst(dem, at) < RESAMPLED
    assert any("to WGS 84 latitude and longitude" in note for note in dem.notes)


@pytest.mark.parametrize("crs", ["EPSG:4269", "EPSG:4258", "EPSG:4326"])
def test_what_proj_leaves_in_its_place_is_read_as_it_is(tmp_path: Path, crs: str) -> None:
    at = (-100.0, 40.0) if crs == "EPSG:4269" else (5.0, 50.0)
    dem = load(write_hill(tmp_path / "a.tif", crs, affine(at[0] - 0.5, at[1] + 0.5, STEP), at))
    with rasterio.open(tmp_path / "a.tif") as file:
        assert np.array_equal(dem.ground.heights, file.read(1))


@pytest.mark.parametrize(
    ("crs", "at", "cell"),
    [("EPSG:27700", (-2.0, 52.0), 900.0), ("EPSG:2154", (3.0, 46.5), 900.0), ("EPSG:5514", (15.0, 49.8), 900.0),
     ("EPSG:3035", (10.0, 52.0), 900.0), ("EPSG:3995", (40.0, 75.0), 900.0), ("EPSG:3031", (-120.0, -78.0), 900.0),
     ("EPSG:32632", (9.0, 48.0), 900.0), ("EPSG:3857", (9.0, 48.0), 1350.0)],
)  # fmt: skip
def test_projections(tmp_path: Path, crs: str, at: tuple[float, float], cell: float) -> None:
    dem = load(write_hill(tmp_path / "a.tif", crs, around(crs, at, cell), at))
    assert worst(dem, at) < RESAMPLED
    side = dem.ground.dlon * math.cos(math.radians(at[1])), dem.ground.dlat
    assert max(side) == pytest.approx(min(side), rel=0.02)  # cells stay square on the ground, where the file's are


@pytest.mark.parametrize("west", [179.5, -180.5])
def test_a_raster_across_the_180th_meridian(tmp_path: Path, west: float) -> None:
    at = (180.0, 10.0)
    dem = load(write_hill(tmp_path / "a.tif", "EPSG:4326", affine(west, 10.5, STEP), at))
    assert worst(dem, at) < BILINEAR
    assert dem.area().endswith("E (across the 180th meridian)")


@pytest.mark.parametrize("crs", ["EPSG:32660", "EPSG:3832", "EPSG:3460", "EPSG:3571"])
def test_a_projected_raster_across_the_180th_meridian(tmp_path: Path, crs: str) -> None:
    at = (180.0, {"EPSG:3460": -17.0, "EPSG:3571": 66.0}.get(crs, 10.0))
    dem = load(write_hill(tmp_path / "a.tif", crs, around(crs, at, 900.0), at))
    assert worst(dem, at) < RESAMPLED
    assert dem.ground.heights.shape[1] < 250  # not once round the Earth


def test_tiles_across_the_180th_meridian(tmp_path: Path) -> None:
    at = (180.0, 10.0)
    write_hill(tmp_path / "E179.tif", "EPSG:4326", affine(179.0, 10.5, STEP), at)
    write_hill(tmp_path / "W180.tif", "EPSG:4326", affine(-180.0, 10.5, STEP), at)
    dem = load(tmp_path)
    assert worst(dem, at) < BILINEAR
    south, west, _, east = dem.bounds()
    assert (south, west, east) == pytest.approx((9.5 + STEP / 2, 179.0 + STEP / 2, 181.0 - STEP / 2))


def test_the_two_ends_of_a_map_of_the_world_lie_side_by_side(tmp_path: Path) -> None:
    at, half = (180.0, 0.0), 20_037_508.342789244
    cell = half / 22_264.0  # 900 m, and whole cells round the Earth: one sheet, most of it empty
    write_hill(tmp_path / "e.tif", "EPSG:3857", affine(half - 60 * cell, 60 * cell, cell), at, (120, 60))
    write_hill(tmp_path / "w.tif", "EPSG:3857", affine(-half, 60 * cell, cell), at, (120, 60))
    dem = load(tmp_path)
    assert worst(dem, at) < RESAMPLED + 0.5 * 4.0  # half a cell beside the seam is level: 0.5 x 4 m a cell there
    assert dem.ground.heights.shape[1] < 250


def test_over_a_pole_is_refused(tmp_path: Path) -> None:
    for crs, pole in (("EPSG:3413", "north"), ("EPSG:3031", "south")):
        path = write(tmp_path / f"{pole}.tif", np.ones((100, 120), np.float32), crs, affine(-3e5, 3e5, 5000.0))
        with pytest.raises(DemError, match=f"which lies over the {pole} pole given"):
            load(path)


def test_places_that_are_none_are_refused(tmp_path: Path) -> None:
    one = np.ones((30, 40), np.float32)
    local = CRS.from_wkt('LOCAL_CS["quarry",UNIT["metre",1]]')
    cases = (
        (write(tmp_path / "a.tif", one, local, affine(0.0, 0.0, 10.0)), r"in 'quarry' \(Engineering CRS\)"),
        (write(tmp_path / "b.tif", one, "EPSG:4978", affine(0.0, 0.0, 10.0)), "Geocentric"),
        (write(tmp_path / "c.tif", one, "EPSG:4326", affine(5e5, 4e6, 10.0)), "with latitudes of"),
        (write(tmp_path / "d.tif", one, "EPSG:4326", affine(5e5, 40.0, 0.1)), "with longitudes of"),
        (write(tmp_path / "e.tif", one, "EPSG:4326", affine(-180.0, 40.0, 10.0, 1.0)), "with longitudes of"),
    )
    for path, words in cases:
        with pytest.raises(DemError, match=words) as caught:
            load(path)
        assert "usual fix: " in str(caught.value)


@pytest.mark.parametrize(("a", "e"), [(-1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)])
@pytest.mark.parametrize("folder", [False, True])
def test_mirrored_rasters(tmp_path: Path, a: float, e: float, folder: bool) -> None:
    at = (10.4, 0.6)
    upright = load(write_hill(tmp_path / "upright.tif", "EPSG:4326", affine(10.0, 1.0, STEP), at))
    cells = rasterio.Affine(a * STEP, 0.0, 10.0 if a > 0 else 11.0, 0.0, e * STEP, 1.0 if e < 0 else 0.0)
    path = write_hill(tmp_path / "tiles" / "a.tif", "EPSG:4326", cells, at)
    mirrored = load(path.parent if folder else path)
    assert mirrored.ground.heights == pytest.approx(upright.ground.heights, abs=1e-3)
    assert worst(mirrored, at) < BILINEAR
    assert mirrored.ground.spacing == pytest.approx(upright.ground.spacing)


def test_rotated_raster(tmp_path: Path) -> None:
    c, s, half = math.cos(0.5) * STEP, math.sin(0.5) * STEP, 60.0
    cells = rasterio.Affine(c, s, 10.0 - half * (c + s), s, -c, 5.0 - half * (s - c))
    dem = load(write_hill(tmp_path / "a.tif", "EPSG:4326", cells, (10.0, 5.0)))
    assert worst(dem, (10.0, 5.0)) < RESAMPLED
    assert not dem.contains(math.radians(5.6), math.radians(9.4))  # a corner of the frame


def world(path: Path, west: float, columns: int, hills: np.ndarray, step: float = 0.5) -> Dem:
    """Return seeded hills [rows, 720] of the whole Earth as a raster from a meridian on."""
    first = round((west + 180.0) / step)
    wanted = (first + np.arange(columns)) % hills.shape[1]
    return load(write(path, np.ascontiguousarray(hills[:, wanted]), "EPSG:4326", affine(west, 20.0, step)))


@pytest.fixture(scope="module")
def worlds(tmp_path_factory) -> list[Dem]:
    folder = tmp_path_factory.mktemp("worlds")
    hills = np.random.default_rng(7).uniform(0.0, 900.0, (80, 720)).astype(np.float32)
    return [world(folder / "a.tif", -180.0, 720, hills), world(folder / "b.tif", 0.0, 720, hills),
            world(folder / "c.tif", -180.0, 721, hills), world(folder / "d.tif", -90.0, 600, hills)]  # fmt: skip


def test_all_the_way_round(worlds: list[Dem]) -> None:
    rng = np.random.default_rng(8)
    lat, lon = np.radians(rng.uniform(-19.0, 19.0, 3000)), np.radians(rng.uniform(-360.0, 360.0, 3000))
    first = worlds[0].heights(lat, lon)
    assert first.std() > 100.0
    for other in worlds[1:3]:
        assert other.ground.heights.shape == (80, 721)
        assert other.heights(lat, lon) == pytest.approx(first, abs=1e-3)  # of single precision
        assert other.area() == "-19.750 to 19.750 N, all longitudes"
    part = worlds[3]  # 300 deg from 90 W to 150 W by way of the 180th meridian
    on = (np.degrees(lon) - (-90.0)) % 360.0 < 299.5
    inner = on & ((np.degrees(lon) - (-90.0)) % 360.0 > 0.5)
    assert part.heights(lat, lon)[inner] == pytest.approx(first[inner], abs=1e-3)
    for degrees, within in (
        (-89.0, True),
        (179.0, True),
        (-170.0, True),
        (-151.0, True),
        (-149.0, False),
        (-120.0, False),
    ):
        assert part.contains(0.1, math.radians(degrees)) == within


def test_sight_lines_know_no_seam(worlds: list[Dem]) -> None:
    rng = np.random.default_rng(9)
    seen = []
    for _ in range(1500):
        middle = rng.choice([-180.0, 180.0, 0.0])  # the seams of the first three worlds
        lat, lon = np.radians(rng.uniform(-15.0, 15.0, 2)), np.radians(middle + rng.uniform(-6.0, 6.0, 2))
        lat[1] = lat[0] + math.radians(rng.uniform(-3.0, 3.0))
        high = [float(h) + x for h, x in zip(worlds[0].heights(lat, lon), rng.uniform(10.0, 20_000.0, 2), strict=True)]
        a, b = (geodetic_to_ecef(lat[i], lon[i], high[i]) for i in (0, 1))
        seen.append([clear(w.ground, a, high[0], b, high[1], 8.5e6) for w in worlds[:3]])
    table = np.array(seen)
    assert 0.1 < table[:, 0].mean() < 0.9
    # rounding at the very edge of a hill may decide otherwise; a seam would show in one line of ten
    assert (table == table[:, :1]).mean() > 0.998


def test_the_fan_knows_no_seam(worlds: list[Dem]) -> None:
    for middle in (180.0, 0.0, -100.0):
        at, step = (math.radians(3.0), math.radians(middle + 0.07)), math.radians(0.1)
        over = Nodes(math.radians(6.01), at[1] - 30.3 * step, step, step, 61, 61)
        fans = [lowest_visible_height(w.ground, *at, 1500.0, 8.5e6, over=over, threads=1) for w in worlds[:3]]
        assert np.ptp(fans[0]) > 1000.0
        for fan in fans[1:]:
            assert fan == pytest.approx(fans[0], abs=0.5)  # of single precision, at heights of kilometres
        lat, lon = np.meshgrid(over.north - np.arange(61) * step, over.west + np.arange(61) * step, indexing="ij")
        rays = [lowest_visible_at(w.ground, *at, 1500.0, 8.5e6, lat.ravel(), lon.ravel()) for w in worlds[:3]]
        for ray in rays[1:]:
            assert ray == pytest.approx(rays[0], abs=1e-2)


def test_sight_lines_beside_a_pole(tmp_path: Path) -> None:
    # a ring of hills round the pole at 88.5 N: whoever looks over the pole has two of its sides in the way
    numbers = np.zeros((100, 720), np.float32)
    numbers[14:17] = 3000.0
    dem = load(write(tmp_path / "a.tif", numbers, "EPSG:4326", affine(-180.0, 90.0, 0.5, 0.1)))
    assert row_column(dem.ground, math.radians(88.45), 0.0)[0] == pytest.approx(15.0)
    for lon in (0.0, 37.0, 120.0, -90.0):
        a = geodetic_to_ecef(math.radians(87.5), math.radians(lon), 2000.0)
        over = geodetic_to_ecef(math.radians(87.5), math.radians(lon + 180.0), 2000.0)
        inside = geodetic_to_ecef(math.radians(89.9), math.radians(lon), 2000.0)
        beside = geodetic_to_ecef(math.radians(87.5), math.radians(lon + 20.0), 2000.0)
        within = geodetic_to_ecef(math.radians(89.8), math.radians(lon + 180.0), 2000.0)
        assert not clear(dem.ground, a, 2000.0, over, 2000.0, 8.5e6)
        assert not clear(dem.ground, a, 2000.0, inside, 2000.0, 8.5e6)
        assert clear(dem.ground, a, 2000.0, beside, 2000.0, 8.5e6)
        assert clear(dem.ground, inside, 2000.0, within, 2000.0, 8.5e6)  # across the pole, within the ring


def test_cells_too_small_to_sample_are_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "a.tif", np.ones((30, 30), np.float32), "EPSG:4326", affine(10.0, 50.0, 1e-8))
    with pytest.raises(DemError, match=r"with cells of 0\.0007\d* m given, cells of at least 0\.1 m expected"):
        load(path)
    near = write(tmp_path / "b.tif", np.ones((4, 720), np.float32), "EPSG:4326", affine(-180.0, 90.0, 0.5, 1e-4))
    assert load(near).ground.spacing > 10.0  # a ring of 44 m round the pole
