"""Tiles joined: resolutions, void values and units of their own, gaps, overlaps, VRTs."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
import rasterio

from airdef import limits
from airdef.scenario import ScenarioError
from airdef.scenario import load as load_scenario
from airdef.terrain import Declared, DemError, load
from terrain.rasters import affine, around, hill, places, worst, write, write_hill

STEP = 1.0 / 120.0
AT = (11.0, 0.5)
BILINEAR = 1.75
"""Metres by which bilinear ground may miss the hill, as in test_heights."""
FINE = 0.3
"""The same for cells of 200 m that are resampled: twice 0.08 m of curvature (standard deviation 11 km), and the
steepest slope, 0.055, times the hundredth of a cell by which GDAL may misplace (0.11 m)."""


@pytest.mark.parametrize("names", [("a", "b"), ("b", "a")])
def test_the_finest_resolution_counts_whatever_the_names(tmp_path: Path, names: tuple[str, str]) -> None:
    fine = np.zeros((600, 600), np.float32)
    fine[:, 299:301] = 900.0  # a ridge of two fine cells, 370 m
    write(tmp_path / f"{names[0]}.tif", fine, "EPSG:4326", affine(11.0, 1.0, 1 / 600))
    write_hill(tmp_path / f"{names[1]}.tif", "EPSG:4326", affine(10.0, 1.0, 1 / 200), (10.5, 0.5), (200, 200))
    dem = load(tmp_path)
    assert dem.ground.dlon == pytest.approx(math.radians(1 / 600))
    assert dem.height(math.radians(0.5), math.radians(11.5)) == 900.0
    assert worst(dem, (10.5, 0.5)) < BILINEAR
    assert not dem.voids.any()
    assert dem.outside is None


def test_tiles_whose_spacing_changes_with_latitude(tmp_path: Path) -> None:
    # as DTED and Copernicus have them: the same steps in latitude, wider ones in longitude from 50 N on
    at = (10.5, 50.0)
    write_hill(tmp_path / "N49.tif", "EPSG:4326", affine(10.0 - STEP / 2, 50.0 + STEP / 2, STEP), at)
    wide = 1.5 * STEP
    write_hill(tmp_path / "N50.tif", "EPSG:4326", affine(10.0 - wide / 2, 51.0 + STEP / 2, wide, STEP), at, (120, 80))
    dem = load(tmp_path)
    assert dem.ground.heights.shape == (240, 120)
    # resampled: twice bilinear; beside the seam half a row of 900 m is level, where the hill falls by 4 m a row at most
    assert worst(dem, at) < 2 * BILINEAR + 2.0
    assert not dem.voids[:, :-1].any()


def test_each_tile_has_its_own_void_value_scale_and_unit(tmp_path: Path) -> None:
    west, east = affine(10.0, 1.0, STEP), affine(11.0, 1.0, STEP)
    numbers = hill(*places("EPSG:4326", west, (120, 120)), AT).astype(np.float32)
    numbers[5:9, 5:9] = 0.0
    write(tmp_path / "a.tif", numbers, "EPSG:4326", west, nodata=0.0)
    others = np.rint(hill(*places("EPSG:4326", east, (120, 120)), AT) / 0.3048 * 2.0).astype(np.int32)
    others[:, 60:] = 0  # the sea
    others[0, 0] = -1
    write(tmp_path / "b.tif", others, "EPSG:4326", east, nodata=-1, scale=0.5, unit="ft")
    dem = load(tmp_path)
    assert dem.voids.sum() == 17
    assert dem.height(math.radians(0.5), math.radians(11.75)) == 0.0
    assert not dem.in_void(math.radians(0.5), math.radians(11.75))
    assert worst(dem, AT) < BILINEAR + 0.1  # half feet
    assert dem.notes[:2] == ("heights are the file's numbers times 0.5 plus 0, as its band says",
                             "heights in ft brought to metres (times 0.3048)")  # fmt: skip


def test_of_tiles_that_overlap_the_first_height_counts(tmp_path: Path) -> None:
    first = np.full((10, 20), 100.0, np.float32)
    first[2, 15] = -9999.0
    write(tmp_path / "a.tif", first, "EPSG:4326", affine(10.0, 1.0, 0.1), nodata=-9999.0)
    write(tmp_path / "b.tif", np.full((10, 20), 200.0, np.float32), "EPSG:4326", affine(11.0, 1.0, 0.1))
    dem = load(tmp_path)
    assert dem.ground.heights.shape == (10, 30)
    assert (dem.ground.heights[:, 20:] == 200.0).all()
    assert dem.ground.heights[2, 15] == 200.0
    assert (dem.ground.heights[:, :20] == 100.0).sum() == 199


SCENARIO = """name: Gap
defence:
  - {{system: S-300PMU-2, at: [0.5, 10.5], fire_units: 1, surveillance: [64N6E2]}}
raid:
  - {{threat: cruise-missile, route: [[0.5, 12.5], [0.5, 10.6]], altitude: 6 km, speed: 240 m/s}}
environment:
  terrain: {{dem: {dem}{more}}}
"""


@pytest.fixture
def gap(tmp_path: Path) -> Path:
    """Return a folder with tiles of 100 m at 10 to 11 and 12 to 13 E, and nothing between."""
    for west in (10.0, 12.0):
        write(tmp_path / "tiles" / f"{west:.0f}.tif", np.full((60, 60), 100.0, np.float32), "EPSG:4326",
              affine(west, 1.0, 1 / 60))  # fmt: skip
    return tmp_path


def test_what_no_tile_covers_is_beyond_the_model(gap: Path) -> None:
    dem = load(gap / "tiles")
    inside, between = (math.radians(0.5), math.radians(10.5)), (math.radians(0.5), math.radians(11.5))
    assert dem.contains(*inside)
    assert not dem.contains(*between)
    assert dem.height(*between) == 0.0
    assert not dem.voids.any()
    assert dem.notes[0] == "3,600 cells in the frame that no file covers count as beyond the model"
    text = gap / "raid.yaml"
    text.write_text(SCENARIO.format(dem="tiles", more=""))
    with pytest.raises(ScenarioError, match="a route over a part of the elevation model without heights") as caught:
        load_scenario(text)
    assert "outside: sea" in str(caught.value)
    text.write_text(SCENARIO.format(dem="tiles", more=", outside: sea"))
    assert load_scenario(text).threats


def vrt(path: Path, sources: list[str], size: tuple[int, int] = (180, 60), step: float = 1 / 60) -> Path:
    """Write a VRT of tiles of 60 by 60 cells side by side with nothing between them."""
    root = ElementTree.Element("VRTDataset", rasterXSize=str(size[0]), rasterYSize=str(size[1]))
    ElementTree.SubElement(root, "SRS").text = "EPSG:4326"
    ElementTree.SubElement(root, "GeoTransform").text = f"10.0, {step!r}, 0.0, 1.0, 0.0, {-step!r}"
    band = ElementTree.SubElement(root, "VRTRasterBand", dataType="Float32", band="1")
    for i, name in enumerate(sources):
        source = ElementTree.SubElement(band, "SimpleSource")
        ElementTree.SubElement(source, "SourceFilename", relativeToVRT="1").text = name
        ElementTree.SubElement(source, "SourceBand").text = "1"
        ElementTree.SubElement(source, "SrcRect", xOff="0", yOff="0", xSize="60", ySize="60")
        ElementTree.SubElement(source, "DstRect", xOff=str(120 * i), yOff="0", xSize="60", ySize="60")
    ElementTree.ElementTree(root).write(path)
    return path


def test_a_vrt_is_read_and_its_gaps_are_beyond_the_model(gap: Path) -> None:
    dem = load(vrt(gap / "a.vrt", ["tiles/10.tif", "tiles/12.tif"]))
    tiles = load(gap / "tiles")
    assert np.array_equal(dem.ground.heights, tiles.ground.heights)
    assert dem.outside is not None
    assert np.array_equal(dem.outside, tiles.outside)
    assert load(vrt(gap / "b.vrt", ["a.vrt"], (60, 60))).ground.top == 100.0


def test_a_warped_vrt_is_read(tmp_path: Path) -> None:
    import warnings

    import rasterio
    from rasterio.shutil import copy
    from rasterio.vrt import WarpedVRT

    from terrain.rasters import around

    at = (9.0, 48.0)
    write_hill(tmp_path / "utm.tif", "EPSG:32632", around("EPSG:32632", at, 900.0), at)
    with warnings.catch_warnings(), rasterio.open(tmp_path / "utm.tif") as file:
        warnings.simplefilter("ignore", PendingDeprecationWarning)
        with WarpedVRT(file, crs="EPSG:4326", resampling=rasterio.enums.Resampling.bilinear, nodata=-9999.0) as warped:
            copy(warped, tmp_path / "a.vrt", driver="VRT")
    assert worst(load(tmp_path / "a.vrt"), at) < 3 * BILINEAR  # its cells are longer to the north, shorter to the east


def test_a_changed_source_of_a_vrt_is_read_again(gap: Path) -> None:
    path = vrt(gap / "a.vrt", ["tiles/10.tif", "tiles/12.tif"])
    assert load(path).ground.top == 100.0
    write(gap / "tiles" / "12.tif", np.full((60, 60), 300.0, np.float32), "EPSG:4326", affine(12.0, 1.0, 1 / 60))
    assert load(path).ground.top == 300.0


def test_tiles_far_apart_are_too_many_cells(tmp_path: Path) -> None:
    for west in (-170.0, 0.0):
        write(
            tmp_path / f"{west:.0f}.tif",
            np.ones((10, 10), np.float32),
            "EPSG:4326",
            affine(west, 60.0 + west / 3, 1 / 300),
        )
    with pytest.raises(DemError, match="cells given, at most 100,000,000 cells"):
        load(tmp_path)


def test_a_file_of_several_bands_or_variables(tmp_path: Path) -> None:
    import rasterio
    from scipy.io import netcdf_file

    heights = hill(*places("EPSG:4326", affine(10.0, 1.0, STEP), (120, 120)), (10.5, 0.5)).astype(np.float32)
    profile = {"driver": "GTiff", "height": 120, "width": 120, "crs": "EPSG:4326", "transform": affine(10.0, 1.0, STEP)}
    with rasterio.open(tmp_path / "two.tif", "w", count=2, dtype="float32", **profile) as file:
        file.write(np.array([heights, heights * 0.0 + 5.0]))
    dem = load(tmp_path / "two.tif")
    assert worst(dem, (10.5, 0.5)) < BILINEAR
    assert dem.notes[0] == "the first of 2 bands taken as the heights"
    with rasterio.open(tmp_path / "photo.tif", "w", count=3, dtype="uint8", photometric="RGB", **profile) as file:
        file.write(np.ones((3, 120, 120), np.uint8))
    with pytest.raises(DemError, match="a picture and no heights"):
        load(tmp_path / "photo.tif")
    with netcdf_file(tmp_path / "two.nc", "w") as file:
        for name in ("lat", "lon"):
            file.createDimension(name, 4)
            file.createVariable(name, "d", (name,))[:] = np.arange(4.0)
        for name in ("elevation", "quality"):
            file.createVariable(name, "h", ("lat", "lon"))[:] = 1
    with pytest.raises(DemError, match=r"of several variables \(elevation, quality\)"):
        load(tmp_path / "two.nc")


def test_the_cache_of_models_is_bounded_in_bytes(tmp_path: Path, monkeypatch) -> None:
    from airdef.kept import Kept
    from airdef.terrain import dem as module

    paths = [write(tmp_path / f"{i}.tif", np.full((100, 100), i, np.float32), "EPSG:4326", affine(10, 1, 0.01))
             for i in range(4)]  # fmt: skip
    monkeypatch.setattr(module, "_models", Kept(120_000, module._bytes))  # two models of 50,000 bytes
    made = [load(p) for p in paths]
    assert module._models.bytes == 100_000
    assert load(paths[3]) is made[3]
    assert load(paths[0]) is not made[0]
    assert load(paths[3], Declared(unit="ft")).ground.top == pytest.approx(3.0 * 0.3048)


@pytest.mark.parametrize("names", [("a", "b"), ("b", "a")])
def test_tiles_of_two_projections_make_one_model(tmp_path: Path, names: tuple[str, str]) -> None:
    # zones 32 and 33 of UTM, 30 m, on both sides of the meridian between them: the hill stands on it
    at, step, rows = (12.0, 50.0), 200.0, 300
    for name, crs, columns in ((names[0], "EPSG:32632", slice(0, 152)), (names[1], "EPSG:32633", slice(148, 300))):
        t = around(crs, at, step, rows // 2)
        t = affine(t.c + columns.start * step, t.f, step)
        write_hill(tmp_path / f"{name}.tif", crs, t, at, (rows, columns.stop - columns.start))
    dem = load(tmp_path)
    assert worst(dem, at, 0.1) < FINE
    assert dem.ground.spacing == pytest.approx(step, rel=0.005)  # on the sphere of the mean radius
    assert "brought from 'WGS 84 / UTM zone 32N' to WGS 84 latitude and longitude (bilinear)" in dem.notes
    assert "brought from 'WGS 84 / UTM zone 33N' to WGS 84 latitude and longitude (bilinear)" in dem.notes
    told = "tiles of 2 resolutions or phases in 2 coordinate systems brought to the finest (bilinear)"
    assert told in dem.notes


def test_a_map_within_tiles_in_degrees(tmp_path: Path) -> None:
    at = (10.5, 0.5)
    write_hill(tmp_path / "deg" / "n00.tif", "EPSG:4326", affine(10.0, 1.0, STEP), at)
    t = around("EPSG:32632", at, 100.0)
    write_hill(tmp_path / "fine.tif", "EPSG:32632", t, at, (120, 120), factor=2.0)  # 12 km around the middle
    dem = load(tmp_path)
    assert dem.ground.spacing == pytest.approx(100.0, rel=0.002)
    assert dem.height(math.radians(0.5), math.radians(10.5)) == pytest.approx(2100.0, abs=2.0)  # the finest counts
    assert dem.height(math.radians(0.6), math.radians(10.6)) == pytest.approx(hill(10.6, 0.6, at), abs=4.0)
    assert dem.bounds() == pytest.approx((0.0, 10.0, 1.0, 11.0), abs=STEP)
    assert not dem.voids.any()


def test_tiles_of_two_projections_across_the_180th_meridian(tmp_path: Path) -> None:
    at, step = (180.0, -20.0), 200.0
    for crs, columns in (("EPSG:32760", slice(0, 152)), ("EPSG:32701", slice(148, 300))):
        t = around(crs, at, step, 150)
        t = affine(t.c + columns.start * step, t.f, step)
        write_hill(tmp_path / f"{crs[-2:]}.tif", crs, t, at, (300, columns.stop - columns.start))
    dem = load(tmp_path)
    assert worst(dem, at, 0.1) < FINE
    assert dem.ground.heights.size < 2 * 300 * 300


@pytest.mark.parametrize(
    ("first", "second", "fix"),
    [
        ("EPSG:4326+5773", "EPSG:32632", "or write 'heights: geoid' beside 'dem'"),
        ("EPSG:4326+5773", "EPSG:4326+3855", "or write 'heights: geoid' beside 'dem'"),
        ("EPSG:4979", "EPSG:4326", "EPSG:4326\\+5773`$"),
    ],
)
def test_heights_that_count_from_different_things_are_refused(
    tmp_path: Path, first: str, second: str, fix: str
) -> None:
    for name, crs in (("a", first), ("b", second)):
        flat = "EPSG:32632" if crs == "EPSG:32632" else "EPSG:4326"
        t = around(flat, (9.5, 0.5), 900.0) if flat != "EPSG:4326" else affine(9.0, 1.0, STEP)
        write_hill(tmp_path / f"{name}.tif", flat, t, (9.5, 0.5))
        with rasterio.open(tmp_path / f"{name}.tif", "r+") as file:
            file.crs = rasterio.CRS.from_user_input(crs)
    with pytest.raises(DemError, match=f"tiles of one vertical coordinate system expected; usual fix: .*{fix}"):
        load(tmp_path)
    if "geoid" in fix:
        assert worst(load(tmp_path, Declared(heights="geoid")), (9.5, 0.5)) < 2 * BILINEAR


def test_a_folder_is_searched_as_its_producer_ships_it(tmp_path: Path) -> None:
    # DTED: a folder for each degree of longitude; what is hidden (._ of other systems) and other files are left out
    for lon in (10, 11):
        write_hill(tmp_path / f"e0{lon}" / "n00.tif", "EPSG:4326", affine(lon, 1.0, STEP), AT)
    (tmp_path / "e010" / "._n00.tif").write_bytes(b"\0\5\x16\7")
    (tmp_path / ".old").mkdir()
    (tmp_path / ".old" / "n00.tif").write_bytes(b"nothing")
    (tmp_path / "DMED").write_text("a table of contents")
    dem = load(tmp_path)
    assert dem.ground.heights.shape == (120, 240)
    assert worst(dem, AT) < BILINEAR
    write_hill(tmp_path / "e012" / "n00.tif", "EPSG:4326", affine(12.0, 1.0, STEP), AT)
    assert load(tmp_path).ground.heights.shape == (120, 360)  # a new tile in a folder is noticed


def test_folders_in_a_folder_have_their_limits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    deep = tmp_path / "/".join("abcdefgh")
    deep.mkdir(parents=True)
    with pytest.raises(DemError, match=r"'a/b/c/d/e/f/g/h' given, at most 8 levels of folders expected; usual fix"):
        load(tmp_path)
    deep.rmdir()
    with pytest.raises(DemError, match="without tiles"):
        load(tmp_path)
    tile = write_hill(tmp_path / "a" / "n00.tif", "EPSG:4326", affine(10.0, 1.0, STEP), AT)
    assert load(tmp_path).ground.heights.shape == (120, 120)
    for name, most in (("DEM_ENTRIES", 5), ("DEM_FILES", 1)):
        for k in range(2):
            (tmp_path / f"{k}.tif").write_bytes(tile.read_bytes())
        with monkeypatch.context() as patched:
            patched.setattr(limits, name, replace(getattr(limits, name), most=most))
            with pytest.raises(DemError, match=f"at most {most} "):
                load(tmp_path)
    (tmp_path / "b").symlink_to("/")
    with pytest.raises(DemError, match="'b', a link to a folder given"):
        load(tmp_path)


def test_few_cells_are_not_spread_over_a_large_grid(tmp_path: Path) -> None:
    for lon in (10.0, 40.0):
        write_hill(tmp_path / f"{lon:g}.tif", "EPSG:4326", affine(lon, 1.0, STEP), (lon + 0.5, 0.5), (60, 60))
    assert load(tmp_path).ground.heights.size == 60 * 3660  # fewer than a million
    write_hill(tmp_path / "north.tif", "EPSG:4326", affine(10.0, 41.0, STEP), (10.5, 40.5), (60, 60))
    with pytest.raises(DemError, match="10,800 cells that a grid of 17,787,600 would have to hold given"):
        load(tmp_path)
