"""Lowest visible heights over some 20 million cells, for four radars, beside one `gdal_viewshed` for one height.

    python benchmarks/viewshed.py [--side 4800]

Seeded fractal ground (spectral synthesis) of 400 x 400 km at 3 arc-seconds. Prints seconds, the greatest memory of
the process and the exponent of the cost in cells; needs gdal_viewshed (Debian: gdal-bin) for the comparison.
"""

from __future__ import annotations

import argparse
import math
import os
import resource
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import numpy as np
import rasterio

from airdef.physics.constants import EARTH_RADIUS_MEAN
from airdef.physics.terrain import Ground, ground_height
from airdef.physics.viewshed import lowest_visible_height

STEP = math.radians(1.0 / 1200.0)
EARTH = 4.0 / 3.0 * EARTH_RADIUS_MEAN
PLACES = ((0.5, 0.5), (0.3, 0.6), (0.7, 0.2), (0.15, 0.85))


def fractal(side: int, seed: int = 1) -> Ground:
    """Ground of a spectrum that falls with the cube of the wave number, in tiles of float32 to spare memory."""
    draw = np.random.default_rng(seed)
    spectrum = np.fft.rfft2(draw.standard_normal((side, side), dtype=np.float32)).astype(np.complex64)
    ky = np.fft.fftfreq(side).astype(np.float32)[:, None]
    kx = np.fft.rfftfreq(side).astype(np.float32)[None, :]
    spectrum *= (np.float32(1.0 / side**2) + kx**2 + ky**2) ** np.float32(-0.9)
    heights = np.fft.irfft2(spectrum, (side, side)).astype(np.float32)
    heights = np.maximum(heights * np.float32(500.0 / heights.std()) + np.float32(300.0), np.float32(0.0))
    return Ground(np.ascontiguousarray(heights), 0.5 * side * STEP, -0.5 * side * STEP, STEP, STEP,
                  float(heights.max()), EARTH_RADIUS_MEAN * STEP)  # fmt: skip


def ours(g: Ground, places: tuple[tuple[float, float], ...]) -> tuple[float, float]:
    """Seconds for these radars, one after the other, all processors at work; and seconds of processors."""
    started, used = time.perf_counter(), time.process_time()
    for down, right in places:
        lat, lon = g.north - down * g.heights.shape[0] * g.dlat, g.west + right * g.heights.shape[1] * g.dlon
        lowest_visible_height(g, lat, lon, ground_height(g, lat, lon) + 25.0, EARTH)
    return time.perf_counter() - started, time.process_time() - used


def theirs(g: Ground, folder: Path) -> tuple[float, float]:
    """Seconds of the whole gdal_viewshed process for one radar and one height; and seconds of processors."""
    rows, columns = g.heights.shape
    metres = g.spacing
    path = folder / "dem.tif"
    transform = rasterio.Affine(metres, 0.0, 0.0, 0.0, -metres, rows * metres)
    with rasterio.open(path, "w", driver="GTiff", dtype="float32", count=1, height=rows, width=columns,
                       crs="EPSG:3395", transform=transform) as file:  # fmt: skip
        file.write(g.heights, 1)
    started = time.perf_counter()
    middle = 0.5 * columns * metres
    subprocess.run(
        ["gdal_viewshed", "-q", "-ox", str(middle), "-oy", str(middle), "-oz", "25", "-tz", "100", "-md", "1e7",
         "-cc", "0.25", str(path), str(folder / "seen.tif")], check=True,
    )  # fmt: skip
    use = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.perf_counter() - started, use.ru_utime + use.ru_stime


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--side", type=int, default=4800)
    side = parser.parse_args().side
    small = fractal(side // 4)
    ours(small, PLACES[:1])  # compiles, or loads the code
    few = ours(small, PLACES)
    g = fractal(side)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    one, four = ours(g, PLACES[:1]), ours(g, PLACES)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(f"{side**2 / 1e6:.1f} million cells, {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}")
    print(f"one radar {one[0]:.2f} s ({one[1]:.2f} s of processors); four radars {four[0]:.2f} s ({four[1]:.2f} s)")
    print(f"memory {peak:.2f} GB ({before:.2f} GB once the ground was made)")
    in_cells, in_radars = math.log(four[1] / few[1]) / math.log(16.0), math.log(four[1] / one[1]) / math.log(4.0)
    print(f"exponent of the processors' time in cells {in_cells:.2f}, in radars {in_radars:.2f}")
    if shutil.which("gdal_viewshed"):
        with tempfile.TemporaryDirectory() as folder:
            wall, used = theirs(g, Path(folder))
            print(f"gdal_viewshed, one height, whole process: {wall:.2f} s ({used:.2f} s of processors)")


if __name__ == "__main__":
    main()
