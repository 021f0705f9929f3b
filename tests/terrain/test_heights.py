"""What the numbers of a raster mean: void values, masks, scale, offset, unit, depths, the ellipsoid."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio

from airdef.scenario import load as load_scenario
from airdef.terrain import Declared, DemError, load
from terrain.rasters import affine, hill, places, worst, write, write_hill

STEP = 1.0 / 120.0
AT = (10.5, 0.5)
CELLS = affine(10.0, 1.0, STEP)
BILINEAR = 1.75
"""Metres by which bilinear ground may miss the hill: (step / width)^2 / 8 of its height each way: 1.74 m at its top."""


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("nodata", [-9999.0, -3.4028234663852886e38, 3.4028234663852886e38, -32768.0, 0.0, math.nan])
@pytest.mark.parametrize("folder", [False, True])
def test_void_values_of_every_size(tmp_path: Path, dtype: str, nodata: float, folder: bool) -> None:
    path = tmp_path / "tiles" / "a.tif"
    write_hill(path, "EPSG:4326", CELLS, AT, dtype=dtype, nodata=nodata)
    with rasterio.open(path, "r+") as file:
        numbers = file.read(1)
        numbers[10:12, 10:12] = nodata
        file.write(numbers, 1)
    dem = load(path.parent if folder else path)
    assert worst(dem, AT) < BILINEAR
    assert dem.voids.sum() == 4
    assert dem.voids[10:12, 10:12].all()


@pytest.mark.parametrize("nodata", [-1.7976931348623157e308, 1.7976931348623157e308])
def test_void_values_of_double_precision(tmp_path: Path, nodata: float) -> None:
    write_hill(tmp_path / "a.tif", "EPSG:4326", CELLS, AT, dtype="float64", nodata=nodata)
    with rasterio.open(tmp_path / "a.tif", "r+") as file:
        numbers = file.read(1)
        numbers[3, 4] = nodata
        file.write(numbers, 1)
    dem = load(tmp_path / "a.tif")
    assert np.argwhere(dem.voids).tolist() == [[3, 4]]
    assert worst(dem, AT) < BILINEAR


def test_masks_and_alpha_bands_tell_voids(tmp_path: Path) -> None:
    numbers = hill(*places("EPSG:4326", CELLS, (120, 120)), AT).astype(np.float32)
    hidden = np.full((120, 120), 255, np.uint8)
    hidden[20:23, 30:33] = 0
    numbers[hidden == 0] = 7777.0
    write(tmp_path / "mask.tif", numbers, "EPSG:4326", CELLS)
    with rasterio.open(tmp_path / "mask.tif", "r+") as file:
        file.write_mask(hidden)
    with rasterio.open(tmp_path / "alpha.tif", "w", driver="GTiff", dtype="float32", count=2, height=120, width=120,
                       crs="EPSG:4326", transform=CELLS) as file:  # fmt: skip
        file.colorinterp = [rasterio.enums.ColorInterp.gray, rasterio.enums.ColorInterp.alpha]
        file.write(numbers, 1)
        file.write(hidden.astype(np.float32), 2)
    for name in ("mask.tif", "alpha.tif"):
        dem = load(tmp_path / name)
        assert dem.voids.sum() == 9, name
        assert worst(dem, AT) < BILINEAR
        assert not any("bands" in note for note in dem.notes)


@pytest.mark.parametrize(
    ("void", "dtype"),
    [(-9999.0, "float32"), (-32768, "int16"), (-32767, "int16"), (-9999, "int16"), (-3.4e38, "float32"),
     (9.96921e36, "float32"), (math.inf, "float32")],
)  # fmt: skip
def test_undeclared_void_values_are_told(tmp_path: Path, void: float, dtype: str) -> None:
    path = write_hill(tmp_path / "a.tif", "EPSG:4326", CELLS, AT, dtype=dtype)
    with rasterio.open(path, "r+") as file:
        numbers = file.read(1)
        numbers[5, 5:8] = void
        file.write(numbers, 1)
    dem = load(path)
    assert dem.voids.sum() == 3
    if math.isfinite(void):
        assert dem.notes[0] == "3 cells of a void value that no file declares count as void"
    assert worst(dem, AT) < BILINEAR + 0.5  # whole metres of int16


@pytest.mark.parametrize(
    ("band", "factor"),
    [({"scale": 0.5}, 2.0), ({"scale": 0.1, "offset": 100.0}, None), ({"unit": "ft"}, 1 / 0.3048),
     ({"unit": "feet"}, 1 / 0.3048), ({"unit": "foot"}, 1 / 0.3048), ({"unit": "US survey foot"}, 3937 / 1200),
     ({"unit": "cm"}, 100.0), ({"unit": "centimetres"}, 100.0), ({"unit": "dm"}, 10.0), ({"unit": "Meters"}, 1.0),
     ({"unit": "metre"}, 1.0), ({"unit": "ft", "scale": 0.5}, 2 / 0.3048)],
)  # fmt: skip
def test_scale_offset_and_unit_of_a_band(tmp_path: Path, band: dict[str, Any], factor: float | None) -> None:
    if factor is None:
        heights = hill(*places("EPSG:4326", CELLS, (120, 120)), AT)
        numbers = np.rint((heights - 100.0) / 0.1).astype(np.int32)
        write(tmp_path / "a.tif", numbers, "EPSG:4326", CELLS, **band)
    else:
        write_hill(tmp_path / "a.tif", "EPSG:4326", CELLS, AT, factor=factor, dtype="int32", **band)
    dem = load(tmp_path / "a.tif")
    assert worst(dem, AT) < BILINEAR + 0.5  # whole numbers of the file
    said = " ".join(dem.notes)
    assert ("times 0.5" in said) == (band.get("scale") == 0.5)
    assert ("brought to metres" in said) == (band.get("unit", "m").casefold() not in {"m", "meters", "metre"})


def test_a_void_value_is_compared_before_scale_and_offset(tmp_path: Path) -> None:
    numbers = np.full((60, 60), 400, np.int16)
    numbers[30, 30] = -1
    write(tmp_path / "a.tif", numbers, "EPSG:4326", CELLS, scale=0.5, offset=20.0, nodata=-1)
    dem = load(tmp_path / "a.tif")
    assert np.argwhere(dem.voids).tolist() == [[30, 30]]
    assert dem.ground.heights.min() == dem.ground.top == 220.0


@pytest.mark.parametrize(
    ("crs", "factor", "name"),
    [("EPSG:4326+5703", 1.0, "NAVD88 height"), ("EPSG:4326+6360", 3937 / 1200, "NAVD88 height (ftUS)"),
     ("EPSG:4269+8228", 1 / 0.3048, "NAVD88 height (ft)"), ("EPSG:4326+5715", -1.0, "MSL depth"),
     ("EPSG:4326+5773", 1.0, "EGM96 height")],
)  # fmt: skip
def test_vertical_coordinate_systems(tmp_path: Path, crs: str, factor: float, name: str) -> None:
    dem = load(write_hill(tmp_path / "a.tif", crs, CELLS, AT, factor=factor))
    assert worst(dem, AT) < BILINEAR
    assert f"heights taken as above the geoid ('{name}')" in dem.notes


def test_what_cannot_be_guessed_is_refused_and_can_be_declared(tmp_path: Path) -> None:
    cases: list[tuple[str, dict[str, Any], str, str]] = [
        ("EPSG:4326", {"unit": "degC"}, "a unit of length", "'degC'"),
        ("EPSG:4326+8228", {"unit": "m"}, "one unit", "a band in 'm' and a vertical coordinate system in 'foot'"),
        ("EPSG:4326", {"scale": 0.0}, "a scale other than 0", "a band scale of 0"),
    ]
    for crs, band, expected, given in cases:
        path = write_hill(tmp_path / f"{len(given)}.tif", crs, CELLS, AT, **band)
        with pytest.raises(DemError) as caught:
            load(path)
        assert given in caught.value.given
        assert expected in caught.value.expected
    path = write_hill(tmp_path / "feet.tif", "EPSG:4326", CELLS, AT, factor=1 / 0.3048, unit="degC")
    dem = load(path, Declared(unit="ft"))
    assert worst(dem, AT) < BILINEAR
    assert "as the scenario says" in dem.notes[0]


def test_a_map_in_feet_must_give_the_unit_of_its_heights(tmp_path: Path) -> None:
    crs = "EPSG:2263"  # in US survey feet
    (x,), (y,) = rasterio.warp.transform("EPSG:4326", crs, [-74.0], [40.7])
    cells = affine(x - 180_000.0, y + 180_000.0, 3000.0)
    at = (-74.0, 40.7)
    metres = write_hill(tmp_path / "metres.tif", crs, cells, at)
    feet = write_hill(tmp_path / "feet.tif", crs, cells, at, factor=1 / 0.3048)
    said = write_hill(tmp_path / "said.tif", f"{crs}+6360", cells, at, factor=3937 / 1200)
    with pytest.raises(DemError, match="does not give the unit of its heights"):
        load(metres)
    resampled = 3.0  # twice bilinear: cells of 914 m are 0.011 deg of longitude
    assert worst(load(metres, Declared(unit="m")), at) < resampled
    assert worst(load(feet, Declared(unit="ft")), at) < resampled
    assert worst(load(said), at) < resampled


def test_heights_of_two_dimensions_may_be_declared_ellipsoidal(tmp_path: Path, monkeypatch) -> None:
    from terrain.test_dem import Geoid

    monkeypatch.setattr("pyproj.transformer.TransformerGroup", Geoid)
    numbers = np.full((30, 30), 117, np.int16)
    path = write(tmp_path / "a.tif", numbers, "EPSG:4326", affine(-25.1, 0.15, 1 / 1200))
    assert load(path).ground.top == 117.0
    dem = load(path, Declared(heights="ellipsoid"))
    assert dem.ground.top == 100.0
    assert dem.notes == ("heights above the ellipsoid (the scenario says so) brought to the geoid (EGM2008)",)
    above = write(tmp_path / "b.tif", numbers, "EPSG:4979", affine(-25.1, 0.15, 1 / 1200))
    assert load(above).ground.top == 100.0
    assert load(above, Declared(heights="geoid")).ground.top == 117.0


def test_another_ellipsoid_is_refused(tmp_path: Path) -> None:
    path = write_hill(tmp_path / "a.tif", "EPSG:4277", affine(-2.5, 52.5, STEP), (-2.0, 52.0))
    assert load(path).ground.top > 1000.0
    with pytest.raises(DemError, match="heights above the ellipsoid 'Airy 1830'"):
        load(path, Declared(heights="ellipsoid"))


SCENARIO = """name: Declared
defence:
  - {{system: S-300PMU-2, at: [0.5, 10.5], fire_units: 1, surveillance: [64N6E2]}}
environment:
  terrain: {{dem: a.tif, {}}}
"""


def test_a_scenario_declares_it(tmp_path: Path) -> None:
    write_hill(tmp_path / "a.tif", "EPSG:4326", CELLS, AT, factor=1 / 0.3048)
    (tmp_path / "raid.yaml").write_text(SCENARIO.format("unit: ft, heights: geoid"))
    s = load_scenario(tmp_path / "raid.yaml")
    assert s.systems[0].post.height == pytest.approx(1050.0, abs=BILINEAR)
    told = [r.reason for r in s.adopted_values if r.subject == "terrain"]
    assert told == ["heights in ft brought to metres (times 0.3048), as the scenario says",
                    "heights taken as above the geoid, as the scenario says"]  # fmt: skip
    from airdef.scenario.land import dem_of

    again = dem_of(s)  # what later layers read is the same model, read with the same declaration
    assert again is not None
    assert again.height(math.radians(0.5), math.radians(10.5)) == pytest.approx(1050.0, abs=BILINEAR)
