"""The Python interface: load a scenario, run a campaign, replay one history of it."""

from __future__ import annotations

import time
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from airdef import scenario as scenario_layer
from airdef.scenario.plan import Scenario

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from airdef.engine import Kernel
    from airdef.outcome import Campaign
    from airdef.outcome.history import History
    from airdef.studies.coverage import Coverage, Measure


def load(name_or_path: str | Path, overrides: Mapping[str, object] | None = None) -> Scenario:
    """Load a bundled scenario by name, or a file by path, with `{path: value}` replaced in it.

    Example: `load("port-raid", {"raid.0.count": 12})`. Raises `ScenarioError` with one message that says
    what is wrong, where, and the usual fix.
    """
    return scenario_layer.load(name_or_path, overrides=overrides)


def prepare(scenario: Scenario | str | Path) -> Kernel:
    """Settle the geometry of a scenario and lay out the engine's tables (cached on disk)."""
    from airdef import engine, opportunity
    from airdef.engine.warm import warming

    resolved = _resolved(scenario)
    with warming():
        found = opportunity.compute_cached(resolved)
    return engine.prepare(resolved, found)


def _resolved(scenario: Scenario | str | Path) -> Scenario:
    return scenario if isinstance(scenario, Scenario) else load(scenario)


def run(
    scenario: Scenario | str | Path | None,
    replications: int | None = None,
    seed: int | None = None,
    *,
    threads: int | None = None,
    precision: float | None = None,
    precision_of: str = "leakers",
    progress: Callable[[int, int], None] | None = None,
    rows: bool = False,
    out: str | Path | None = None,
    resume: bool = False,
    part: int | None = None,
    dask: str | None = None,
) -> Campaign:
    """Play a scenario many times and return what happened, with confidence intervals.

    Parameters
    ----------
    scenario : a scenario, or the name or path of one; None with `resume`: the one in the directory `out`
    replications : how many histories, 10,000 by default; with `precision`, the most (10,000,000 by default)
    seed : which luck, 0 to 2^63 - 1, 1 by default; the same seed gives the same bits, for any number of threads
    threads : how many to use; all the process may by default
    precision : run until the half-width of the 95 % interval of the measure `precision_of` is this small
    progress : called as progress(done, goal) while it runs
    rows : keep one row a replication in `Campaign.rows` (memory grows with the replications)
    out : a directory to store rows and statistics in, part by part (docs/campaigns.md)
    resume : go on with the campaign in `out`; what is not given is taken from there
    part : replications a stored file, and a task of a cluster: a multiple of 1,024, by default 32,768
    dask : address of a Dask scheduler, or `local` for processes here (docs/cluster.md)

    Raises `ScenarioError`, ValueError for an argument out of range and a directory that is not what it should
    be (`StoreError`), `ClusterError`, and `Interrupted` (a KeyboardInterrupt that holds the campaign so far)
    when the user ends it.
    """
    from airdef import engine
    from airdef.campaigns import ordered, supplied
    from airdef.engine.warm import beside
    from airdef.limits import KEPT_ROWS_BYTES
    from airdef.outcome import collect

    order = ordered(replications, seed, threads, precision, precision_of, out, resume, part, dask, rows)
    started = time.perf_counter()
    with beside():
        resolved = _resolved(scenario) if scenario is not None else order.scenario
        kernel = prepare(resolved)
    play = partial(engine.simulate, kernel, order.seed)
    play(0, 1)  # compiles or loads the code, once and before threads ask for it together
    with ExitStack() as stack:
        supply = supplied(stack, order, resolved, kernel, play)
        if rows:
            most = order.precision.limit if order.precision else supply.goal
            KEPT_ROWS_BYTES.check("rows", 8 * len(kernel.columns) * most)
        return collect(
            play,
            kernel.columns,
            resolved,
            order.seed,
            supply.goal,
            threads=order.threads,
            precision=order.precision,
            progress=progress,
            keep_rows=rows,
            prepare_s=time.perf_counter() - started,
            parts=supply.parts,
            planned=supply.planned,
        )


def results(out: str | Path) -> Campaign | None:
    """Return the campaign stored in a directory, of the parts that are whole; None if there are none yet.

    Its numbers are those that `run` gave, bit for bit; its timing is not known (NaN). Nothing is written.
    Raises `StoreError` if the directory holds no campaign.
    """
    from airdef.outcome.store import Store

    return Store.read(Path(out)).campaign()


def replay(scenario: Scenario | str | Path, seed: int = 1, replication: int = 0) -> History:
    """Play one replication alone and return every event of it: the same history as in the campaign."""
    from airdef import engine
    from airdef.campaigns import REPLICATION_LIMIT, SEED_LIMIT, whole
    from airdef.engine.breakdown import breakdown
    from airdef.engine.warm import beside
    from airdef.outcome.history import History

    whole("seed", seed, 0, SEED_LIMIT)
    whole("replication", replication, 0, REPLICATION_LIMIT)
    with beside():
        resolved = _resolved(scenario)
        kernel = prepare(resolved)
    row, events = engine.replay(kernel, seed, replication)
    counts = dict(zip(kernel.columns, (float(x) for x in row), strict=True))
    counts |= {name: counts[column] for name, column in breakdown(resolved).copies.items()}
    return History(resolved, seed, replication, counts, tuple(events))


def coverage(
    scenario: Scenario | str | Path,
    altitudes: Sequence[float] = (50.0, 100.0, 500.0, 1e3, 5e3, 10e3),
    rcs: float = 1.0,
    measure: Measure = "detection",
    *,
    probability: float = 0.9,
    dwell: float = 60.0,
    category: str = "aircraft",
    radius: float | None = None,
    cell: float | None = None,
    threads: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Coverage:
    """Work out where the defence of a scenario sees, tracks or engages a target.

    Parameters
    ----------
    altitudes : heights of the target above ground [m]; rcs : its radar cross-section [m^2]
    measure : "detection" or "track" (with this probability within this dwell [s]), or "engagement": a shot exists
    category : the kind of threat whose envelope counts
    radius : half the side of the map [m], by default as far as it matters; cell : side of a cell [m]

    Raises `ScenarioError`, and ValueError for an argument out of range.
    """
    from airdef.studies import coverage as study

    question = study.Question(tuple(altitudes), rcs, measure, probability, dwell, study.category(category))
    return study.coverage(_resolved(scenario), question, radius, cell, progress, threads)
