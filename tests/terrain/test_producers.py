"""Likenesses, made here, of the files that elevation models come as, read end to end through a scenario."""

from __future__ import annotations

import math
import struct
import warnings
from pathlib import Path

import numpy as np
import pytest
import rasterio
from rasterio.shutil import copy
from scipy.io import netcdf_file

from airdef.scenario import load as load_scenario
from airdef.terrain import load
from terrain.rasters import affine, hill, places, worst, write, write_hill

ARC3, ARC30 = 1.0 / 1200.0, 1.0 / 120.0
AT = (6.5, 0.5)
FINE = 0.55
"""Bilinear at 3 arc-seconds errs by 0.02 m; whole metres by 0.5 m."""
COARSE = 1.75
"""Bilinear at 30 arc-seconds: (step / width)^2 / 8 of 1000 m each way."""

SCENARIO = """name: Hill
defence:
  - {{system: S-300PMU-2, at: [{lat}, {lon}], fire_units: 1, surveillance: [64N6E2]}}
environment:
  terrain: {{dem: {dem}}}
"""


def post(folder: Path, dem: str, at: tuple[float, float]) -> float:
    """Return the height [m] of a command post on a scenario's ground."""
    (folder / "raid.yaml").write_text(SCENARIO.format(lat=at[1], lon=at[0], dem=dem))
    return load_scenario(folder / "raid.yaml").systems[0].post.height


def degree(step: float, dtype: str = "int16") -> np.ndarray:
    """Return the hill on nodes from 6 to 7 E, 1 to 0 N, edges included."""
    size = round(1.0 / step) + 1
    return np.rint(hill(*places("EPSG:4326", affine(6.0 - step / 2, 1.0 + step / 2, step), (size, size)), AT)).astype(
        dtype
    )


def srtm(path: Path, numbers: np.ndarray) -> Path:
    """Write an SRTM tile: big-endian numbers from the north-west and nothing else; the name says where."""
    path.write_bytes(numbers.astype(">i2").tobytes())
    return path


def dted(path: Path, numbers: np.ndarray) -> Path:
    """Write a DTED level 1 tile, with its headers and checksums, through GDAL."""
    t = affine(6.0 - ARC3 / 2, 1.0 + ARC3 / 2, ARC3)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", PendingDeprecationWarning)
        copy(write(path.with_suffix(".tif"), numbers, "EPSG:4326", t, nodata=-32767), path, driver="DTED")
    path.with_suffix(".tif").unlink()
    Path(f"{path}.aux.xml").unlink(missing_ok=True)
    return path


def test_srtm(tmp_path: Path) -> None:
    numbers = degree(ARC3)
    numbers[100:103, 100:103] = -32768
    dem = load(srtm(tmp_path / "N00E006.hgt", numbers))
    assert worst(dem, AT) < FINE
    assert dem.voids.sum() == 9
    assert dem.bounds() == pytest.approx((0.0, 6.0, 1.0, 7.0))
    srtm(tmp_path / "N01E006.hgt", np.zeros((1201, 1201)))  # the row between them stands in both
    (tmp_path / "N00E006.hgt").rename(tmp_path / "N00E006.HGT")
    assert load(tmp_path).ground.heights.shape == (2401, 1201)
    assert post(tmp_path, ".", AT) == pytest.approx(1050.0, abs=FINE)


def test_dted(tmp_path: Path) -> None:
    numbers = degree(ARC3)
    numbers[1100:1103, 100:103] = -32767
    numbers[600, 600] = -12  # DTED has sign and magnitude, no two's complement
    dem = load(dted(tmp_path / "n00.dt1", numbers))
    assert dem.voids.sum() == 9
    assert dem.height(math.radians(0.5), math.radians(6.5)) == pytest.approx(0.0, abs=1e-6)
    assert dem.notes[-1] == "1 cell below sea level counts as sea level"
    numbers[600, 600] = 1050
    dted(tmp_path / "n00.dt1", numbers)
    assert worst(load(tmp_path / "n00.dt1"), AT) < FINE
    assert post(tmp_path, "n00.dt1", AT) == pytest.approx(1050.0, abs=FINE)


def test_copernicus(tmp_path: Path) -> None:
    # GLO-30's kind: single precision, nodes on whole degrees, no void value, sea at 0, wider steps from 50 N on
    at = (10.5, 50.0)
    for south, wide in ((49, ARC30), (50, 1.5 * ARC30)):
        t = affine(10.0 - wide / 2, south + 1.0 + ARC30 / 2, wide, ARC30)
        write_hill(tmp_path / "tiles" / f"Copernicus_DSM_COG_10_N{south}_00_E010_00_DEM.tif", "EPSG:4326", t, at,
                   (120, round(1.0 / wide)), tiled=True, blockxsize=16, blockysize=16, compress="deflate", predictor=3,
                   AREA_OR_POINT="Point")  # fmt: skip
    assert worst(load(tmp_path / "tiles"), at) < 2.0 * COARSE + 2.0  # beside the seam, as in test_mosaic
    assert post(tmp_path, "tiles", (10.5, 49.75)) == pytest.approx(hill(10.5, 49.75, at), abs=COARSE)


def test_a_geotiff_of_points(tmp_path: Path) -> None:
    t = affine(6.0, 1.0, ARC30)
    path = write_hill(tmp_path / "area.tif", "EPSG:4326", t, AT)
    data = bytearray(path.read_bytes())
    # GTRasterTypeGeoKey (1025) from area (1) to point (2): the tie point is the middle of a cell now
    key = data.index(struct.pack("<HHHH", 1025, 0, 1, 1))
    data[key : key + 8] = struct.pack("<HHHH", 1025, 0, 1, 2)
    (tmp_path / "point.tif").write_bytes(data)
    area, point = load(path), load(tmp_path / "point.tif")
    assert np.array_equal(area.ground.heights, point.ground.heights)
    assert math.degrees(area.ground.west - point.ground.west) == pytest.approx(ARC30 / 2)
    assert math.degrees(point.ground.north - area.ground.north) == pytest.approx(ARC30 / 2)


def gebco(path: Path, west: float, at: tuple[float, float], crs: bool = True, scale: float | None = None) -> Path:
    """Write a NetCDF grid by the CF conventions from the south up, with the sea floor 4,000 m below its land."""
    lat, lon = ARC30 * (np.arange(120) + 0.5), west + ARC30 * (np.arange(120) + 0.5)
    east, north = np.meshgrid(lon, lat)
    heights = hill(east, north, at)
    heights = np.where(heights > 60.0, heights, -4000.0 - heights)
    with netcdf_file(path, "w") as file:
        for name, values, unit in (("lat", lat, b"degrees_north"), ("lon", lon, b"degrees_east")):
            file.createDimension(name, 120)
            axis = file.createVariable(name, "d", (name,))
            axis[:], axis.units, axis.standard_name = values, unit, (b"latitude" if name == "lat" else b"longitude")
        data = file.createVariable("elevation", "h", ("lat", "lon"))
        data[:] = np.rint(heights / (scale or 1.0)).astype("i2")
        data.units, data.standard_name = b"m", b"height_above_mean_sea_level"
        if scale:
            data.scale_factor = scale
        if crs:
            grid = file.createVariable("crs", "i", ())
            grid.grid_mapping_name, grid.semi_major_axis, grid.inverse_flattening = (
                b"latitude_longitude", 6378137.0, 298.257223563,
            )  # fmt: skip
            data.grid_mapping = b"crs"
    return path


@pytest.mark.parametrize("crs", [False, True])
@pytest.mark.parametrize(("west", "scale"), [(10.0, None), (10.0, 0.5), (359.5, None), (179.5, None), (-180.0, None)])
def test_gebco_netcdf(tmp_path: Path, crs: bool, west: float, scale: float | None) -> None:
    at = (west + 0.5, 0.5)
    dem = load(gebco(tmp_path / "gebco.nc", west, at, crs, scale))
    assert worst(dem, at, 0.1) < COARSE + 0.5  # whole metres
    assert dem.height(math.radians(0.95), math.radians(west + 0.05)) == 0.0
    below = int((dem.ground.heights == 0.0).sum())
    assert dem.notes[-1] == f"{below:,} cells below sea level count as sea level"
    site = ((at[0] + 180.0) % 360.0 - 180.0, at[1])
    assert post(tmp_path, "gebco.nc", site) == pytest.approx(1050.0, abs=COARSE + 0.5)


def test_gebco_geotiff_with_the_deepest_sea(tmp_path: Path) -> None:
    heights = hill(*places("EPSG:4326", affine(142.0, 12.0, ARC30), (120, 120)), (142.5, 11.5))
    numbers = np.where(heights > 60.0, heights, -10_920.0).astype(np.int16)
    dem = load(write(tmp_path / "g.tif", numbers, "EPSG:4326", affine(142.0, 12.0, ARC30), nodata=-32767))
    assert dem.ground.heights.min() == 0.0
    assert dem.ground.top == pytest.approx(1048.0, abs=2.5)  # no node stands on the top


def test_3dep(tmp_path: Path) -> None:
    # a third of an arc-second's kind: NAD83, single precision, a void value of -999999
    at = (-104.5, 40.5)
    t = affine(-105.0 - 6 * ARC30, 41.0 + 6 * ARC30, ARC30)  # six cells of overlap on each side
    path = write_hill(tmp_path / "USGS_13_n41w105.tif", "EPSG:4269", t, at, (132, 132), nodata=-999999.0)
    with rasterio.open(path, "r+") as file:
        numbers = file.read(1)
        numbers[0:2, 0:2] = -999999.0
        file.write(numbers, 1)
    dem = load(path)
    assert worst(dem, at) < COARSE
    assert dem.voids.sum() == 4
    assert post(tmp_path, path.name, at) == pytest.approx(1050.0, abs=COARSE)


def test_3dep_in_feet(tmp_path: Path) -> None:
    # a state's survey: State Plane and NAVD88, both in US survey feet
    at, foot = (-105.0, 39.75), 3937.0 / 1200.0
    (x,), (y,) = rasterio.warp.transform("EPSG:4326", "EPSG:2232", [at[0]], [at[1]])
    t = affine(x - 60 * 900.0 * foot, y + 60 * 900.0 * foot, 900.0 * foot)
    path = write_hill(tmp_path / "denver.tif", "EPSG:2232+6360", t, at, factor=foot, nodata=-3.4028234663852886e38)
    dem = load(path)
    assert worst(dem, at) < 2.0 * COARSE
    assert dem.notes[0] == "heights in US survey foot brought to metres (times 0.304801)"
    assert post(tmp_path, "denver.tif", at) == pytest.approx(1050.0, abs=2.0 * COARSE)


def test_esri_text_and_binary_grids(tmp_path: Path) -> None:
    numbers = hill(*places("EPSG:4326", affine(6.0, 1.0, ARC30), (120, 120)), AT)
    numbers[3, 3] = -9999.0
    rows = "\n".join(" ".join(f"{v:.2f}" for v in row) for row in numbers)
    head = "ncols 120\nnrows 120\nxllcorner 6.0\nyllcorner 0.0\ncellsize 0.008333333\nNODATA_value -9999\n"
    (tmp_path / "a.asc").write_text(head + rows)
    (tmp_path / "b.hdr").write_text(head + "byteorder LSBFIRST\n")
    (tmp_path / "b.flt").write_bytes(numbers.astype("<f4").tobytes())
    for name in "ab":
        (tmp_path / f"{name}.prj").write_text(
            'GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],'
            'PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]'
        )
    for name in ("a.asc", "b.flt"):
        dem = load(tmp_path / name)
        assert worst(dem, AT) < COARSE
        assert np.argwhere(dem.voids).tolist() == [[3, 3]]


def test_erdas_imagine(tmp_path: Path) -> None:
    write_hill(tmp_path / "a.img", "EPSG:4269", affine(-105.0, 41.0, ARC30), (-104.5, 40.5), driver="HFA",
               nodata=-3.4028234663852886e38)  # fmt: skip
    assert worst(load(tmp_path / "a.img"), (-104.5, 40.5)) < COARSE
