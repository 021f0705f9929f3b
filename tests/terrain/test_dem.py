"""Elevation models: what is read, what is done to the heights, and one clear error for each bad file."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio

from airdef.terrain import DemError, load

STEP = 1.0 / 1200.0


def write(path: Path, heights: np.ndarray, **profile: Any) -> Path:
    """Write a small raster whose north-western node is 0.1 N 25 W."""
    usual = {
        "driver": "GTiff", "dtype": heights.dtype, "count": 1, "height": heights.shape[0], "width": heights.shape[1],
        "crs": "EPSG:4326", "transform": rasterio.Affine(STEP, 0.0, -25.0 - STEP / 2, 0.0, -STEP, 0.1 + STEP / 2),
        "nodata": -32768,
    }  # fmt: skip
    with rasterio.open(path, "w", **(usual | profile)) as file:
        file.write(heights, 1)
    return path


def slope(rows: int = 30, columns: int = 40) -> np.ndarray:
    return (10 * np.arange(columns)[None, :] + np.arange(rows)[:, None]).astype(np.int16)


def test_heights_and_places(tmp_path: Path) -> None:
    dem = load(write(tmp_path / "a.tif", slope()))
    assert dem.bounds() == pytest.approx((0.1 - 29 * STEP, -25.0, 0.1, -25.0 + 39 * STEP), abs=1e-9)
    lat, lon = math.radians(0.1 - 2 * STEP), math.radians(-25.0 + 3.5 * STEP)
    assert dem.height(lat, lon) == pytest.approx(37.0, abs=1e-6)  # row 2, half-way between columns 3 and 4
    assert dem.contains(lat, lon)
    assert not dem.contains(math.radians(0.2), lon)
    assert dem.ground.spacing == pytest.approx(6_371_000.0 * math.radians(STEP), rel=1e-5)
    assert dem.notes == ("heights taken as above the geoid",)


def test_content_tells_models_apart(tmp_path: Path) -> None:
    first = load(write(tmp_path / "a.tif", slope()))
    again = load(write(tmp_path / "b.tif", slope()))
    other = load(write(tmp_path / "c.tif", slope() + np.int16(1)))
    assert first.digest == again.digest != other.digest


def test_voids_are_filled_and_said(tmp_path: Path) -> None:
    heights = slope() + np.int16(5)
    heights[10:13, 10:13] = -32768
    dem = load(write(tmp_path / "a.tif", heights))
    # filled by distance from a ring of 113 to 147 m
    assert 113.0 < dem.ground.heights[11, 11] < 147.0
    assert dem.notes[0] == "9 void cells filled from the heights around them (inverse distance)"
    assert dem.in_void(math.radians(0.1 - 11 * STEP), math.radians(-25.0 + 11 * STEP))
    assert not dem.in_void(math.radians(0.1 - 5 * STEP), math.radians(-25.0 + 5 * STEP))


def test_below_the_sea_is_sea(tmp_path: Path) -> None:
    dem = load(write(tmp_path / "a.tif", slope() - np.int16(20)))
    assert dem.ground.heights.min() == 0.0
    assert any("below sea level" in note for note in dem.notes)


def test_projected_file_is_brought_to_latitude_and_longitude(tmp_path: Path) -> None:
    # Web Mercator at the equator: 92.77 m is 3 arc-seconds
    metre = 20_037_508.342789244 / 180.0
    transform = rasterio.Affine(
        STEP * metre, 0.0, (-25.0 - STEP / 2) * metre, 0.0, -STEP * metre, (0.1 + STEP / 2) * metre
    )
    dem = load(write(tmp_path / "a.tif", slope(), crs="EPSG:3857", transform=transform))
    lat, lon = math.radians(0.1 - 15 * STEP), math.radians(-25.0 + 20 * STEP)
    assert dem.height(lat, lon) == pytest.approx(215.0, abs=1.5)  # resampled: a tenth of a cell


def test_folder_of_tiles(tmp_path: Path) -> None:
    whole = slope(30, 40)
    west = rasterio.Affine(STEP, 0.0, -25.0 - STEP / 2, 0.0, -STEP, 0.1 + STEP / 2)
    east = rasterio.Affine(STEP, 0.0, -25.0 + 19.5 * STEP, 0.0, -STEP, 0.1 + STEP / 2)
    write(tmp_path / "w.tif", whole[:, :20].copy(), transform=west)
    write(tmp_path / "e.tif", whole[:, 20:].copy(), transform=east)
    assert np.array_equal(load(tmp_path).ground.heights, whole)


def mercator(first_column: int) -> rasterio.Affine:
    """Web Mercator at the equator, where 92.77 m is 3 arc-seconds."""
    metre = 20_037_508.342789244 / 180.0
    west, north = -25.0 + (first_column - 0.5) * STEP, 0.1 + STEP / 2
    return rasterio.Affine(STEP * metre, 0.0, west * metre, 0.0, -STEP * metre, north * metre)


def test_folder_of_projected_tiles(tmp_path: Path) -> None:
    whole = slope(30, 40)
    (tmp_path / "tiles").mkdir()
    write(tmp_path / "tiles" / "w.tif", whole[:, :20].copy(), crs="EPSG:3857", transform=mercator(0))
    write(tmp_path / "tiles" / "e.tif", whole[:, 20:].copy(), crs="EPSG:3857", transform=mercator(20))
    joined = load(tmp_path / "tiles")
    lat, lon = math.radians(0.1 - 15 * STEP), math.radians(-25.0 + 20 * STEP)  # on the seam
    assert joined.height(lat, lon) == pytest.approx(215.0, abs=1.5)  # resampled: a tenth of a cell
    one = load(write(tmp_path / "whole.tif", whole, crs="EPSG:3857", transform=mercator(0)))
    inner = (slice(2, -2), slice(2, -2))  # GDAL's two ways differ on the outermost cells, which lie half outside
    assert joined.ground.heights[inner] == pytest.approx(one.ground.heights[inner], abs=0.5)


class Geoid:
    """A geoid 17 m above the ellipsoid everywhere, as PROJ would have it from a grid; or none."""

    grids = True

    def __init__(self, source: str, target: str, **_: object) -> None:
        assert (source, target) == ("EPSG:4979", "EPSG:4326+3855")  # above the ellipsoid; above EGM2008
        self.transformers = [self] if self.grids else []
        self.definition = "+proj=vgridshift +grids=us_nga_egm08_25.tif"

    def transform(self, lon: np.ndarray, lat: np.ndarray, height: np.ndarray) -> tuple[np.ndarray, ...]:
        assert abs(lat - 0.1).max() < 0.1
        assert abs(lon + 25.0).max() < 0.1
        return lon, lat, height - 17.0


def test_heights_above_the_ellipsoid_are_brought_to_the_geoid(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr("pyproj.transformer.TransformerGroup", Geoid)
    dem = load(write(tmp_path / "a.tif", slope() + np.int16(20), crs="EPSG:4979"))
    assert np.array_equal(dem.ground.heights, (slope() + 3).astype(np.float32))
    assert dem.notes == ("heights above the ellipsoid brought to the geoid (EGM2008)",)


def test_without_a_geoid_grid_heights_stay_and_that_is_said(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(Geoid, "grids", False)
    monkeypatch.setattr("pyproj.transformer.TransformerGroup", Geoid)
    dem = load(write(tmp_path / "a.tif", slope(), crs="EPSG:4979"))
    assert np.array_equal(dem.ground.heights, slope())
    assert dem.notes == (
        "heights are above the ellipsoid; no geoid grid is installed for PROJ, so they are not corrected "
        "(the two differ by up to 107 m)",
    )


def test_proj_itself_is_asked_without_a_warning(tmp_path: Path) -> None:
    # warnings are errors here; which of the two it says depends on the grids of the machine
    note = load(write(tmp_path / "a.tif", slope(), crs="EPSG:4979")).notes[0]
    assert "no geoid grid is installed" in note or "brought to the geoid" in note


def test_bundled_island() -> None:
    dem = load("island")
    assert dem.ground.top == 1979.0
    south, west, north, east = dem.bounds()
    assert -0.01 < south < north < 0.5
    assert -25.2 < west < east < -24.8


def test_each_bad_file_has_one_clear_error(tmp_path: Path) -> None:
    text = tmp_path / "text.tif"
    text.write_text("no raster")
    whole = write(tmp_path / "whole.tif", np.random.default_rng(1).integers(0, 900, (300, 300)).astype(np.int16))
    cut = tmp_path / "cut.tif"
    cut.write_bytes(whole.read_bytes()[:60_000])
    empty = tmp_path / "empty"
    empty.mkdir()
    void = write(tmp_path / "void.tif", np.full((20, 20), -32768, np.int16))
    feet = write(tmp_path / "high.tif", slope() * np.int16(50))
    bare = write(tmp_path / "bare.tif", slope(), crs=None)
    cases = (
        (tmp_path / "missing.tif", "does not exist"),
        (text, "cannot be read"),
        (cut, "cannot be read"),
        (empty, "without tiles"),
        (void, "without a single height"),
        (feet, "convert the file to metres"),
        (bare, "without a coordinate system"),
    )
    for path, words in cases:
        with pytest.raises(DemError, match=words) as caught:
            load(path)
        assert "usual fix: " in str(caught.value)
        assert "\n" not in str(caught.value)


def test_huge_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    # sparse: a hundred and twenty million cells that are never written
    path = tmp_path / "huge.tif"
    profile = {
        "driver": "GTiff", "dtype": "int16", "count": 1, "height": 12_000, "width": 10_000, "crs": "EPSG:4326",
        "transform": rasterio.Affine(1e-3, 0.0, -25.0, 0.0, -1e-3, 6.0), "SPARSE_OK": "TRUE",
    }  # fmt: skip
    with rasterio.open(path, "w", **profile):
        pass
    with pytest.raises(DemError, match="at most 100,000,000 cells"):
        load(path)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # GDAL's words with bytes that are none
def test_damaged_files_are_read_or_refused(tmp_path: Path) -> None:
    whole = write(tmp_path / "whole.tif", slope() + np.int16(5)).read_bytes()
    rng = np.random.default_rng(11)
    outcomes = {"read": 0, "refused": 0}
    for k in range(150):
        data = bytearray(whole)
        for place in rng.integers(0, len(whole) if k % 2 else 400, 4):  # the head, more often than its share
            data[place] = rng.integers(0, 256)
        (tmp_path / "a.tif").write_bytes(data)
        try:
            dem = load(tmp_path / "a.tif")
        except DemError:
            outcomes["refused"] += 1
        else:
            outcomes["read"] += 1
            assert np.isfinite(dem.ground.heights).all()
            assert dem.ground.spacing >= 0.1
    assert min(outcomes.values()) > 10


def test_names_that_no_file_can_have(tmp_path: Path) -> None:
    for name in ("a" * 900, "a\0b", "", "~/none.tif"):
        with pytest.raises(DemError):
            load(name if name else tmp_path / "none.tif")
