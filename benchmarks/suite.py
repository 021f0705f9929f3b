"""All benchmarks by name, and a run of them as plain data."""

from __future__ import annotations

import difflib
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from importlib import import_module
from typing import Any

from .machine import machine, versions
from .measure import Findings, Say
from .table import COLUMNS, closing, rows

__all__ = ["COLUMNS", "NAMES", "chosen", "closing", "rows", "run"]

NAMES = ("throughput", "rng_only", "startup", "scaling", "memory", "large", "precision", "reduction", "decisions")
"""Benchmarks, each a module of this package with `measure(quick, say)`."""


def chosen(names: Sequence[str]) -> tuple[str, ...]:
    """Return the benchmarks to run: all if none is named. Raises ValueError for a name that is none."""
    for name in names:
        if name not in NAMES:
            near = difflib.get_close_matches(name, NAMES, 1)
            fix = f"; usual fix: --only {near[0]}" if near else ""
            message = f"bench --only {name}: expected one of {', '.join(NAMES)}{fix}"
            raise ValueError(message)
    return tuple(name for name in NAMES if not names or name in names)


def run(names: Sequence[str], quick: bool, say: Say) -> dict[str, Any]:
    """Run the benchmarks of these names and return machine, versions and what was found, as JSON data."""
    result: dict[str, Any] = {
        "date": datetime.now(UTC).strftime("%Y-%m-%d"),
        "quick": quick,
        "machine": machine(),
        "versions": versions(),
        "benchmarks": {},
    }
    for name in names:
        started = time.perf_counter()
        measure: Callable[[bool, Say], Findings] = import_module(f"{__package__}.{name}").measure
        found = measure(quick, partial(_prefixed, say, name))
        result["benchmarks"][name] = found.to_dict() | {"seconds": time.perf_counter() - started}
    return result


def _prefixed(say: Say, name: str, text: str) -> None:
    say(f"{name}: {text}")
