"""Elevation models: small rasters of any kind, their bytes damaged, and files that are none."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
import rasterio
from hypothesis import strategies as st
from rasterio._err import CPLE_BaseError
from rasterio.errors import RasterioError

import airdef
from airdef.scenario import ScenarioError
from airdef.terrain import DemError, load
from fuzz.watch import Finding, watched

STEP = 1.0 / 1200.0
SYSTEMS = ["EPSG:4326", "EPSG:4269", "EPSG:32626", "EPSG:3857", "EPSG:5041", "EPSG:4979", "EPSG:4807", None, "",
           'LOCAL_CS["x",UNIT["metre",1]]', "EPSG:4326+5773"]  # fmt: skip
SAMPLES = ["int16", "uint8", "uint16", "int32", "float32", "float64", "int8", "complex64"]
NOTHING = [-32768, 0, 9999, math.nan, -3.4e38, 3.4e38, -9999, 1e300, None]
ORIGINS = [
    (0.1, -25.0),
    (0.1, -25.0),
    (0.1, 179.98),
    (0.1, -180.0),
    (89.99, 0.0),
    (-89.9, 10.0),
    (0.01, 359.9),
    (0.0, 0.0),
    (200.0, 0.0),
]
STEPS = [STEP, STEP, 1.0, 30.0, 1e-9, 0.0, -STEP, 100.0, math.nan]
SCENARIO = "name: x\nraid: [{{threat: fighter, from: [{lat}, {lon}], to: [{lat2}, {lon}], altitude: 8 km}}]\n" \
           "environment: {{terrain: {{dem: {name}, outside: sea}}}}\n"  # fmt: skip


@st.composite
def rasters(draw: st.DrawFn) -> dict[str, Any]:
    """Return what a raster is made with."""
    lat, lon = draw(st.sampled_from(ORIGINS))
    return {
        "rows": draw(st.integers(1, 24)), "columns": draw(st.integers(1, 24)), "dtype": draw(st.sampled_from(SAMPLES)),
        "crs": draw(st.sampled_from(SYSTEMS)), "nodata": draw(st.sampled_from(NOTHING)), "lat": lat, "lon": lon,
        "dx": draw(st.sampled_from(STEPS)), "dy": draw(st.sampled_from(STEPS)), "turn": draw(st.sampled_from([0, 0,
        0, 1e-4])),
        "count": draw(st.sampled_from([1, 1, 1, 2])), "seed": draw(st.integers(0, 99)),
        "low": draw(st.sampled_from([-500, 0, 0, -1e6])),
        "high": draw(st.sampled_from([900, 3000, 1e5, 1e38])), "scale": draw(st.sampled_from([1, 1, 0.1, 0, -1,
        math.nan])),
        "offset": draw(st.sampled_from([0, 0, 100, math.inf])), "unit": draw(st.sampled_from(["", "", "m", "ft",
        "cm", "furlong"])),
        "driver": draw(st.sampled_from(["GTiff", "GTiff", "GTiff", "PNG", "HFA", "ENVI"])),
    }  # fmt: skip


TEXTS = [
    "ncols 3\nnrows 3\nxllcorner -25\nyllcorner 0\ncellsize 0.001\nNODATA_value -9999\n1 2 3\n4 5 6\n7 8 9\n",
    "ncols 99999999\nnrows 99999999\nxllcorner -25\nyllcorner 0\ncellsize 0.001\n1 2 3\n",
    "ncols 0\nnrows -1\ncellsize nan\n",
    '<VRTDataset rasterXSize="9" rasterYSize="9"><VRTRasterBand dataType="Int16" band="1"><SimpleSource>'
    "<SourceFilename>/etc/passwd</SourceFilename></SimpleSource></VRTRasterBand></VRTDataset>",
    "<GDAL_WMS><Service name=\"TMS\"><ServerUrl>http://192.0.2.1/</ServerUrl></Service></GDAL_WMS>",
    "", "name: x\n", "II*\x00", "MM\x00*",
]  # fmt: skip
NAMES = [
    "a.tif",
    "a.tif",
    "a.asc",
    "a.vrt",
    "a.xml",
    "N00W025.hgt",
    "a.dt2",
    "a",
    "a.nc",
    "a.png",
    "tiles/a.tif",
    "tiles/N00W025.hgt",
]


def inputs() -> st.SearchStrategy[dict[str, Any]]:
    """Return files: what they are made of, what is done to their bytes, what they are called."""
    flips = st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), max_size=6)
    return st.fixed_dictionaries(
        {
            "files": st.lists(
                st.fixed_dictionaries(
                    {
                        "of": st.one_of(rasters(), rasters(), rasters(), st.sampled_from(TEXTS),
                        st.binary(max_size=40)),
                        "flips": st.one_of(st.just([]), flips),
                        "cut": st.one_of(st.none(), st.none(), st.none(), st.floats(0, 1)),
                        "name": st.sampled_from(NAMES),
                    }
                ),
                min_size=1,
                max_size=3,
            ),
        }
    )  # fmt: skip


def _raster(path: Path, of: dict[str, Any]) -> bool:
    """Write a raster and return whether there could be such a one."""
    rng = np.random.default_rng(of["seed"])
    with np.errstate(all="ignore"):
        heights = rng.uniform(of["low"], of["high"], (of["count"], of["rows"], of["columns"])).astype(of["dtype"])
    transform = rasterio.Affine(of["dx"], of["turn"], of["lon"], of["turn"], -of["dy"], of["lat"])
    try:
        with rasterio.open(path, "w", driver=of["driver"], dtype=of["dtype"], count=of["count"], height=of["rows"],
                           width=of["columns"], crs=of["crs"], transform=transform,
                           nodata=of["nodata"]) as file:  # fmt: skip
            file.write(heights)
            file.scales, file.offsets = (of["scale"],) * of["count"], (of["offset"],) * of["count"]
            if of["unit"]:
                file.units = (of["unit"],) * of["count"]
    except (RasterioError, CPLE_BaseError, ValueError, TypeError, OverflowError):
        return False
    return path.exists()


def _write(path: Path, of: Any) -> bool:
    path.parent.mkdir(exist_ok=True)
    if isinstance(of, dict):
        return _raster(path, of)
    path.write_bytes(of if isinstance(of, bytes) else of.encode("latin-1"))
    return True


def simulate(given: dict[str, Any], folder: Path) -> None:
    """Read a model, ask it for heights, and fly over it."""
    names = []
    for k, file in enumerate(given["files"]):
        path = folder / (file["name"] if k == 0 else file["name"].replace("a.", f"b{k}.").replace("W025", f"W02{k}"))
        if not _write(path, file["of"]):
            continue
        held = bytearray(path.read_bytes())
        for where, value in file["flips"]:
            if held:
                held[int(where * len(held))] = value
        if file["cut"] is not None:
            del held[int(file["cut"] * len(held)) :]
        path.write_bytes(held)
        names.append(path.parent if path.parent != folder else path)
    for path in dict.fromkeys(names):
        model = None
        with watched(DemError):
            model = load(path)
        lat, lon = 0.05, -25.0
        if model is not None:
            with watched():
                south, west, north, east = model.bounds()
                lat, lon = (south + north) / 2, (west + east) / 2
                for a, b in ((south, west), (north, east), (lat, lon)):
                    if model.contains(math.radians(a), math.radians(b)):
                        height = model.height(math.radians(a), math.radians(b))
                        if not (math.isfinite(height) and abs(height) < 1e4):
                            raise Finding("number", f"a height of {height} m")
        text = SCENARIO.format(
            lat=lat, lat2=min(lat + 0.2, 89.0), lon=max(min(lon, 180.0), -180.0), name=path.relative_to(folder)
        )
        (folder / "raid.yaml").write_text(text, encoding="utf-8")
        with watched(ScenarioError):
            airdef.load(folder / "raid.yaml")
