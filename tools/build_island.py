"""Make the packaged elevation model: an island with real relief whose place is nobody's.

    python tools/build_island.py n00_e006_3arc_v2.dt1

The input is the tile N00 E006 of SRTM (version 2, 3 arc-seconds, public domain, USGS/NASA/NGA). The island is
cut out, moved along the equator into the open ocean near 0 N 25 W (latitudes stay, so that distances stay), and
written as a compressed GeoTIFF. Sea is 0; voids stay voids.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import rasterio
from rasterio.transform import from_origin

ROWS, COLUMNS = slice(690, 1201), slice(530, 938)
"""The island with a margin of sea."""

CENTRE_LONGITUDE = -25.0
OUT = Path(__file__).parents[1] / "src/airdef/terrain/data/island.tif"
VOID = -32768


def main(tile: str) -> None:
    """Write the island."""
    with rasterio.open(tile) as source:
        heights = source.read(1)[ROWS, COLUMNS]
        step, north = source.transform.a, source.transform.f - ROWS.start * source.transform.a
        heights[heights == source.nodata] = VOID
    west = round((CENTRE_LONGITUDE - 0.5 * step * heights.shape[1]) / step) * step
    profile = {
        "driver": "GTiff", "dtype": "int16", "count": 1, "height": heights.shape[0], "width": heights.shape[1],
        "crs": "EPSG:4326", "transform": from_origin(west, north, step, step), "nodata": VOID,
        "compress": "deflate", "predictor": 2, "zlevel": 9, "tiled": True, "blockxsize": 512, "blockysize": 512,
    }  # fmt: skip
    OUT.parent.mkdir(parents=True, exist_ok=True)
    with rasterio.open(OUT, "w", **profile) as target:
        target.write(heights.astype(np.int16), 1)
        target.update_tags(SOURCE="SRTM v2, 3 arc-seconds, public domain; the place is moved")
    print(f"{OUT}: {OUT.stat().st_size} bytes, {heights.shape}, highest {heights.max()} m")


if __name__ == "__main__":
    main(sys.argv[1])
