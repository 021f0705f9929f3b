"""Time to choose places for four fire units among 200 candidates for 2,000 demand cells on the bundled island.

    python benchmarks/siting.py [--overlap 1] [--time-limit 60] [--gap 0.01]

Prints the seconds that the covers of all candidates take and those of the solver, the value of both choices, and
the proven gap.
"""

from __future__ import annotations

import argparse
import os
import time
from dataclasses import replace

from airdef.scenario import load
from airdef.studies.coverage.question import Question
from airdef.studies.siting.study import Search, sited

FOUR = {"defence.0.fire_units": "4", "defence.0.facings": "[0 deg, 90 deg, 180 deg, 270 deg]"}
STEP = 1920.0
"""Step of the grid [m] that leaves 200 places on the island."""


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--overlap", type=int, default=1)
    parser.add_argument("--time-limit", type=float, default=60.0)
    parser.add_argument("--gap", type=float, default=0.01)
    asked = parser.parse_args()
    question = Question((50.0, 100.0, 300.0, 1000.0), 1.0, "engagement")
    search = Search(question, overlap=asked.overlap, grid=STEP, rings=(10e3, 15e3, 20e3, 25e3, 30e3), azimuths=100,
                    time_limit=asked.time_limit, gap=asked.gap)  # fmt: skip
    sited(load("island", FOUR), replace(search, grid=9e3, time_limit=1.0))  # compiles, or loads the code
    started, used = time.perf_counter(), time.process_time()
    found = sited(load("island", FOUR), search)
    wall, used = time.perf_counter() - started, time.process_time() - used
    print(f"{len(found.options)} candidates x {found.choosing.weight.size} cells x {sum(found.choosing.counts)} units, "
          f"overlap {asked.overlap}; {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}")  # fmt: skip
    print(f"all {wall:.1f} s ({used:.1f} s of processors), of it the solver {found.best.seconds:.1f} s")
    print(f"value {found.best.value:.4f} of {found.whole:g}, at most {found.best.bound:.4f}: gap {found.best.gap:.2%}"
          f"{' (time limit)' if found.best.stopped else ''}; greedy {found.greedy.value:.4f}")  # fmt: skip


if __name__ == "__main__":
    main()
