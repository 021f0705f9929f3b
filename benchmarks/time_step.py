"""What the time grid does to every measure of the reference raid: `python -m benchmarks.time_step`.

The raid is simulated on grids of 2, 1 (the default), 0.5 and 0.25 s with common random numbers. The error of the
default grid is the paired difference from the finest; it should stay below half the 95 % interval of 100,000
replications. Results go to docs/validation/results/time_step.json.
"""

from __future__ import annotations

import argparse
import os
from typing import Any

import numpy as np

from airdef import api, engine
from airdef.measures import MEASURES
from airdef.outcome.intervals import Z
from benchmarks import results

SCENARIO = "port-raid"
STEPS = (2.0, 1.0, 0.5, 0.25)
DEFAULT = 1.0
REFERENCE = 100_000
"""Replications whose Monte Carlo error the discretisation error is held against."""


def columns(step: float, replications: int, threads: int) -> dict[str, np.ndarray]:
    """Simulate the raid on one grid and return its columns."""
    kernel = api.prepare(api.load(SCENARIO, {"environment.time_step": f"{step:g} s"}))
    rows = engine.simulate(kernel, 1, 0, replications, threads)
    return dict(zip(kernel.columns, rows.T, strict=True))


def series(data: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Return what is compared: every measure in its printed unit, every leak reason, leakers and kills by class."""
    found = {d.name: d.of(data[d.column]) for d in MEASURES}
    return found | {name: values for name, values in data.items() if ":" in name}


def compared(name: str, means: list[float], default: np.ndarray, finest: np.ndarray) -> dict[str, Any]:
    """Return one line: the means by grid, and the error of the default grid against its Monte Carlo error."""
    both = ~(np.isnan(default) | np.isnan(finest))
    off = default[both] - finest[both]
    half = Z * float(np.nanstd(default, ddof=1)) / np.sqrt(REFERENCE * float((~np.isnan(default)).mean()))
    paired = Z * float(off.std(ddof=1)) / np.sqrt(len(off))
    error = float(off.mean())
    return {
        "name": name,
        "means": means,
        "error": error,
        "paired_half_width": paired,
        "half_width": float(half),
        "below": bool(abs(error) <= half),
    }


def main() -> None:
    """Run, write the results, and print the measures whose error is not below."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--replications", type=int, default=100_000)
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1)
    given = parser.parse_args()
    runs = [series(columns(step, given.replications, given.threads)) for step in STEPS]
    default, finest = runs[STEPS.index(DEFAULT)], runs[-1]
    names = [name for name in default if np.isfinite(default[name]).any() and np.isfinite(finest[name]).any()]
    lines = [
        compared(name, [float(np.nanmean(run[name])) for run in runs], default[name], finest[name])
        for name in names
        if any(np.nanstd(run[name]) > 0 for run in runs)
    ]
    path = results.write(
        "time_step",
        {
            "scenario": SCENARIO,
            "replications": given.replications,
            "steps": list(STEPS),
            "default": DEFAULT,
            "measures": lines,
        },
    )
    for line in lines:
        print(f"{line['name']:40s} {line['error']:+.3g} of {line['half_width']:.3g} {'' if line['below'] else 'ABOVE'}")
    print(path)


if __name__ == "__main__":
    main()
