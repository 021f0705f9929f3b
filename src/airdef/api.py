"""The Python interface: load a scenario, run a campaign, replay one history of it."""

from __future__ import annotations

import os
import time
from functools import partial
from typing import TYPE_CHECKING

from airdef import scenario as scenario_layer
from airdef.scenario.plan import Scenario

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from airdef.engine import Kernel
    from airdef.outcome import Campaign
    from airdef.outcome.history import History

REPLICATIONS = 10_000
"""Replications of a campaign where neither a number nor a precision is given."""

_SEED_LIMIT = 1 << 63
_REPLICATION_LIMIT = 1 << 62


def load(name_or_path: str | Path, overrides: Mapping[str, object] | None = None) -> Scenario:
    """Load a bundled scenario by name, or a file by path, with `{path: value}` replaced in it.

    Example: `load("port-raid", {"raid.0.count": 12})`. Raises `ScenarioError` with one message that says
    what is wrong, where, and the usual fix.
    """
    return scenario_layer.load(name_or_path, overrides=overrides)


def prepare(scenario: Scenario | str | Path) -> Kernel:
    """Settle the geometry of a scenario and lay out the engine's tables (cached on disk)."""
    from airdef import engine, opportunity

    resolved = scenario if isinstance(scenario, Scenario) else load(scenario)
    return engine.prepare(resolved, opportunity.compute_cached(resolved))


def _whole(name: str, value: int, low: int, limit: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value < limit:
        message = f"{name}: {value!r} given, a whole number from {low} to {limit - 1} expected"
        raise ValueError(message)
    return value


def run(
    scenario: Scenario | str | Path,
    replications: int | None = None,
    seed: int = 1,
    *,
    threads: int | None = None,
    precision: float | None = None,
    precision_of: str = "leakers",
    progress: Callable[[int, int], None] | None = None,
    rows: bool = False,
) -> Campaign:
    """Play a scenario many times and return what happened, with confidence intervals.

    Parameters
    ----------
    scenario : a scenario, or the name or path of one
    replications : how many histories, 10,000 by default; with `precision`, the most (10,000,000 by default)
    seed : which luck, 0 to 2^63 - 1; the same seed gives the same bits, for any number of threads
    threads : how many to use; all the process may by default
    precision : run until the half-width of the 95 % interval of the measure `precision_of` is this small
    progress : called as progress(done, goal) while it runs
    rows : keep one row a replication in `Campaign.rows` (memory grows with the replications)

    Raises `ScenarioError`, ValueError for an argument out of range, and `Interrupted` (a
    KeyboardInterrupt that holds the campaign so far) when the user ends it.
    """
    from airdef import engine
    from airdef.outcome import Precision, collect
    from airdef.outcome.measures import NAMES, unknown_measure
    from airdef.outcome.stopping import DEFAULT_LIMIT

    stop = None
    if precision is not None:
        if precision_of not in NAMES:
            raise ValueError(unknown_measure(precision_of))
        most = DEFAULT_LIMIT if replications is None else _whole("replications", replications, 1, _REPLICATION_LIMIT)
        stop = Precision(precision, precision_of, most)
    goal = REPLICATIONS if replications is None else replications
    _whole("replications", goal, 1, _REPLICATION_LIMIT)
    _whole("seed", seed, 0, _SEED_LIMIT)
    workers = _whole("threads", threads, 1, 1025) if threads is not None else available_threads()
    started = time.perf_counter()
    resolved = scenario if isinstance(scenario, Scenario) else load(scenario)
    kernel = prepare(resolved)
    engine.simulate(kernel, seed, 0, 1)  # compiles or loads the code, once and before threads ask for it together
    return collect(
        partial(engine.simulate, kernel, seed),
        kernel.columns,
        resolved,
        seed,
        goal,
        threads=workers,
        precision=stop,
        progress=progress,
        keep_rows=rows,
        prepare_s=time.perf_counter() - started,
    )


def replay(scenario: Scenario | str | Path, seed: int = 1, replication: int = 0) -> History:
    """Play one replication alone and return every event of it: the same history as in the campaign."""
    from airdef import engine
    from airdef.outcome.history import History

    _whole("seed", seed, 0, _SEED_LIMIT)
    _whole("replication", replication, 0, _REPLICATION_LIMIT)
    resolved = scenario if isinstance(scenario, Scenario) else load(scenario)
    kernel = prepare(resolved)
    row, events = engine.replay(kernel, seed, replication)
    counts = dict(zip(kernel.columns, (float(x) for x in row), strict=True))
    return History(resolved, seed, replication, counts, tuple(events))


def available_threads() -> int:
    """Return how many threads this process may use at once."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
