"""How things are measured: wall-clock and processor time, taken in turns (A B A B ...), and what is kept.

Rivals take turns within a round, so that whatever else the machine does meets both. A ratio is formed within
each round; medians and extremes are of the rounds. Processor time (of all threads, user and system) is kept
beside the wall clock: on a machine with other work it is the fairer one.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
"""The checkout."""

Say = Callable[[str], None]
"""Tells the user what is being measured."""


@dataclass(frozen=True)
class Spent:
    """Seconds that something took: by the wall clock, and of processor time."""

    wall: float
    processor: float


@dataclass(frozen=True)
class Line:
    """One row of the table: a figure measured in every round.

    `target` is (">=" or "<=", bound), None for a figure without one. `processor` holds the same figure by
    processor time where that says the same thing more fairly.
    """

    what: str
    unit: str
    values: tuple[float, ...]
    target: tuple[str, float] | None = None
    processor: tuple[float, ...] = ()

    @property
    def median(self) -> float:
        return statistics.median(self.values)

    @property
    def met(self) -> bool | None:
        """Whether the median is within target; None without one."""
        if self.target is None:
            return None
        sign, bound = self.target
        return self.median >= bound if sign == ">=" else self.median <= bound

    def to_dict(self) -> dict[str, Any]:
        summary = {"median": self.median, "min": min(self.values), "max": max(self.values), "met": self.met}
        if self.processor:
            summary["processor_median"] = statistics.median(self.processor)
        return asdict(self) | summary


@dataclass(frozen=True)
class Curve:
    """A cost against a size: medians of the rounds, and the exponent of the power law fitted to them."""

    name: str
    x_label: str
    y_label: str
    x: tuple[float, ...]
    y: tuple[float, ...]
    exponent: float | None = None


@dataclass
class Findings:
    """What a benchmark found: rows of the table, curves, and figures that the documents' arithmetic needs."""

    lines: list[Line] = field(default_factory=list)
    curves: list[Curve] = field(default_factory=list)
    figures: dict[str, float] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        return {
            "lines": [line.to_dict() for line in self.lines],
            "curves": [asdict(curve) for curve in self.curves],
            "figures": self.figures,
        }


def spent(work: Callable[[], object]) -> Spent:
    """Do the work once and return what it took in this process."""
    wall, processor = time.perf_counter(), time.process_time()
    work()
    return Spent(time.perf_counter() - wall, time.process_time() - processor)


def interleaved(rounds: int, *works: Callable[[], Spent]) -> list[tuple[Spent, ...]]:
    """Let the works take turns, `rounds` times; return what each took in each round."""
    return [tuple(work() for work in works) for _ in range(rounds)]


def process(arguments: Sequence[str], environment: dict[str, str] | None = None) -> Spent:
    """Run a Python command (`-m airdef ...`) as a whole process and return what it took, children included.

    Raises RuntimeError with the end of its output if it fails.
    """
    before = os.times()
    wall = time.perf_counter()
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=os.environ | (environment or {}),
        capture_output=True,
        text=True,
        check=False,
    )
    taken = time.perf_counter() - wall
    after = os.times()
    if done.returncode:
        message = f"{' '.join(arguments)} ended with {done.returncode}: {done.stderr[-500:] or done.stdout[-500:]}"
        raise RuntimeError(message)
    processor = after.children_user - before.children_user + after.children_system - before.children_system
    return Spent(taken, processor)


def exponent(x: Sequence[float], y: Sequence[float]) -> float:
    """Return b of y = a x^b, fitted by least squares on the logarithms."""
    slope, _ = np.polyfit(np.log(x), np.log(y), 1)
    return float(slope)


def medians(rounds: Sequence[Sequence[float]]) -> tuple[float, ...]:
    """Return the median over the rounds at each size."""
    return tuple(statistics.median(column) for column in zip(*rounds, strict=True))


def peak_memory() -> int:
    """Return the peak memory of this process so far [bytes].

    On Linux it is the process's own (VmHWM): what getrusage tells there begins with the peak of whoever started it.
    """
    try:
        with Path("/proc/self/status").open(encoding="ascii") as status:
            return next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmHWM"))
    except OSError:
        import resource  # not everywhere

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
