"""Time of a whole sensitivity study of the reference raid, and what sharing parts among its variants gives.

    python -m benchmarks.weighing [--samples 1024] [--replications 200] [--processes 2] [--blocks 8]

First, in turns in one process, blocks of a Sobol design (variants that differ from one another in one figure) are
simulated as the study simulates them, and each variant by itself: its geometry, its kernel, its replications. The means
must be the same bits. Then the study: all figures one at a time, Morris screening, Sobol indices of the 20 heaviest.
"""

from __future__ import annotations

import argparse
import os
import statistics
import time
from typing import TYPE_CHECKING

import numpy as np

import airdef
from airdef import engine, opportunity
from airdef.studies.uncertainty.samples import LEVELS, Model
from airdef.studies.variants.runner import VariantRunner, by_replication
from airdef.studies.variants.uncertain_inputs import uncertain_inputs

if TYPE_CHECKING:
    from numpy.typing import NDArray

MEASURE = "leakers"
SEED = 1
WIDTH = 20
"""Figures varied in the blocks."""


def design(blocks: int, d: int) -> NDArray[np.float64]:
    """Return blocks of points in Saltelli's order: A, then A with one coordinate of B each, then B."""
    from scipy.stats import qmc

    balanced = 1 << (blocks - 1).bit_length()
    corners = qmc.Sobol(2 * d, rng=np.random.default_rng(SEED)).random(balanced)[:blocks].reshape(blocks, 2, d)
    points = np.repeat(corners[:, :1], d + 2, axis=1)
    for k in range(d):
        points[:, k + 1, k] = corners[:, 1, k]
    points[:, -1] = corners[:, 1]
    return points


def alone(model: Model, point: NDArray[np.float64]) -> float:
    """Return the mean at a point, worked out from nothing."""
    scenario = model.scenario(point)
    kernel = engine.prepare(scenario, opportunity.compute(scenario, threads=1))
    values = by_replication(kernel, engine.simulate(kernel, SEED, 0, model.replications), MEASURE)
    return float(np.nanmean(values))


def ratios(blocks: int, replications: int) -> list[float]:
    """Return for each block the time of its variants by themselves over that of the block."""
    runner = VariantRunner("port-raid")
    chosen = tuple(uncertain_inputs(runner.scenario(), runner.catalogue, None)[:WIDTH])
    model = Model(runner, chosen, MEASURE, SEED, replications, LEVELS)
    model.probe()
    found = []
    for k, points in enumerate(design(blocks + 1, len(chosen))):
        begin = time.process_time()
        together = model.means(points)
        middle = time.process_time()
        apart = np.array([alone(model, point) for point in points])
        end = time.process_time()
        if together.tobytes() != apart.tobytes():
            msg = f"block {k}: the means differ"
            raise AssertionError(msg)
        if k:  # the first one compiles, or loads the code
            found.append((end - middle) / (middle - begin))
    return found


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--samples", type=int, default=1024)
    parser.add_argument("--replications", type=int, default=200)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--blocks", type=int, default=8)
    asked = parser.parse_args()
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}")
    found = ratios(asked.blocks, asked.replications)
    print(f"a block of {WIDTH + 2} variants: each by itself takes {statistics.median(found):.1f} times as long "
          f"({min(found):.1f} to {max(found):.1f}; {len(found)} blocks, processor time, the same bits)")  # fmt: skip
    begin = time.perf_counter()
    s = airdef.sensitivity("port-raid", MEASURE, samples=asked.samples, replications=asked.replications,
                           processes=asked.processes)  # fmt: skip
    wall = time.perf_counter() - begin
    print(f"sensitivity: {len(s.ranked())} figures, N = {asked.samples:,}: {s.evaluations:,} variants x "
          f"{asked.replications} replications in {wall:.0f} s with {asked.processes} processes "
          f"({1e3 * wall / s.evaluations:.1f} ms a variant)")  # fmt: skip


if __name__ == "__main__":
    main()
