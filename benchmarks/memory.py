"""Peak memory of a whole process that runs a campaign, against its number of replications."""

from __future__ import annotations

import json
import subprocess
import sys

from .measure import ROOT, Curve, Findings, Line, Say

SCENARIO = "ideal-salvo"
"""A small scenario, so that many replications take little time."""

CONSTANT = 1.1
"""Largest over smallest peak that still counts as constant: a tenth for the allocator and the thread pool, assumed
(rows kept in memory would be many times the smallest peak)."""

_CHILD = """
import json, sys
import airdef
campaign = airdef.run(sys.argv[1], int(sys.argv[2]), threads=2)
from benchmarks.measure import peak_memory
peak = peak_memory()
columns = len(campaign.statistics.columns)
print(json.dumps({"peak": peak, "columns": columns, "seconds": campaign.timing.simulate_s}))
"""


def measure(quick: bool, say: Say) -> Findings:
    sizes = (2_000, 20_000) if quick else (10_000, 100_000, 1_000_000, 10_000_000, 100_000_000)
    say(f"one campaign each of {', '.join(f'{n:,}' for n in sizes)} replications of {SCENARIO}")
    _campaign(1)  # a process that compiles takes more memory than one that finds the code in the cache
    taken = [_campaign(n) for n in sizes]
    peaks = tuple(child["peak"] / 2**20 for child in taken)
    largest = sizes[-1]
    return Findings(
        lines=[
            Line(
                f"peak memory of {largest:,} replications over that of {sizes[0]:,}",
                "times",
                (peaks[-1] / peaks[0],),
                ("<=", CONSTANT),
            ),
            Line(f"peak memory of {largest:,} replications of {SCENARIO}", "MiB", (peaks[-1],)),
            Line(
                f"{largest:,} replications of {SCENARIO}, two threads",
                "replications/s",
                (largest / taken[-1]["seconds"],),
            ),
        ],
        curves=[Curve("memory", "replications", "peak memory, MiB", sizes, peaks)],
        figures={"rows_would_take_mib": largest * taken[-1]["columns"] * 8 / 2**20},
    )


def _campaign(replications: int) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, "-c", _CHILD, SCENARIO, str(replications)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        message = f"a campaign of {replications} replications failed: {done.stderr[-500:]}"
        raise RuntimeError(message)
    result: dict[str, float] = json.loads(done.stdout)
    return result
