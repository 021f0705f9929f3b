"""Simulate a campaign chunk by chunk and add up its statistics."""

from __future__ import annotations

import time
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from airdef.engine.breakdown import breakdown
from airdef.measures import CONTINUOUS
from airdef.outcome import measures
from airdef.outcome.campaign import Campaign, Interrupted, Timing
from airdef.outcome.statistics import Statistics
from airdef.outcome.stopping import PILOT, PILOT_FIRST

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from concurrent.futures import Future

    import pyarrow as pa
    from numpy.typing import NDArray

    from airdef.outcome.stopping import Precision
    from airdef.scenario.plan import Scenario

    Simulate = Callable[[int, int], NDArray[np.float64]]
    Progress = Callable[[int, int], None]
    Parts = Callable[[int, int], Iterator[tuple[Statistics, NDArray[np.float64] | None]]]
    Keep = Callable[[NDArray[np.float64]], Any]

CHUNK = 1024
"""Replications in a unit of work. Results do not depend on it: the statistics are exact."""


@dataclass
class _Collector:
    """Statistics, and rows if they are kept, of the replications simulated so far."""

    columns: tuple[str, ...]
    keep_rows: bool
    copies: dict[str, str] = field(default_factory=dict)
    statistics: Statistics | None = None
    rows: list[NDArray[np.float64]] = field(default_factory=list)

    @property
    def done(self) -> int:
        return self.statistics.replications if self.statistics else 0

    def take(self, statistics: Statistics, rows: NDArray[np.float64] | None) -> None:
        self.statistics = self.statistics.merge(statistics) if self.statistics else statistics
        if rows is not None:
            self.rows.append(rows)

    def table(self, first: int) -> pa.Table | None:
        """Return the kept rows as Arrow: counts as int32, measured values as float64 (null: none)."""
        if not self.keep_rows:
            return None
        import pyarrow as pa

        data = np.concatenate(self.rows) if self.rows else np.zeros((0, len(self.columns)))
        columns: dict[str, Any] = {"replication": pa.array(np.arange(first, first + len(data)))}
        for k, name in enumerate(self.columns):
            if measures.is_measured(name):
                columns[name] = pa.array(data[:, k], from_pandas=True)
            else:
                columns[name] = pa.array(data[:, k].astype(np.int32))
        columns |= {name: columns[column] for name, column in self.copies.items() if column in columns}
        return pa.table(columns)


def chunks(
    simulate: Simulate, columns: tuple[str, ...], first: int, last: int, threads: int, keep: Keep | None = None
) -> Iterator[tuple[Statistics, Any]]:
    """Yield the statistics of replications `first` to `last` - 1, in order, and what `keep` makes of their rows.

    `simulate(first, count)` returns float64[count, columns] and may run in several threads at once. Only a few chunks
    are under way at a time, so that memory does not grow with the campaign.

    Parameters
    ----------
    simulate
        Simulates: (first, count) to rows.
    columns
        Names of the columns.
    first
        Number of the first replication.
    last
        Number behind that of the last replication.
    threads
        How many threads work; all processors if None.
    keep
        Makes of a chunk's rows what is kept of them; None for nothing.

    Yields
    ------
    tuple[Statistics, Any]
        The statistics of replications `first` to `last` - 1, in order, and what `keep` makes of their rows.
    """

    def work(begin: int) -> tuple[Statistics, Any]:
        rows = simulate(begin, min(CHUNK, last - begin))
        return Statistics.of(columns, CONTINUOUS, rows), keep(rows) if keep else None

    begins = iter(range(first, last, CHUNK))
    if threads <= 1:
        yield from map(work, begins)
        return
    pool = ThreadPoolExecutor(threads)
    waiting: deque[Future[tuple[Statistics, Any]]] = deque()
    try:
        for begin in begins:
            waiting.append(pool.submit(work, begin))
            if len(waiting) >= 2 * threads:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)  # a chunk of a large raid takes long: nobody waits for it
        raise
    pool.shutdown(wait=True)


def _pilot(simulate: Simulate, scenario: Scenario, columns: tuple[str, ...], precision: Precision, threads: int) -> int:
    """Return the length of the campaign, planned from replications that are not part of it."""
    collector = _Collector(columns, keep_rows=False)
    for statistics, rows in chunks(simulate, columns, PILOT_FIRST, PILOT_FIRST + PILOT, threads):
        collector.take(statistics, rows)
    assert collector.statistics is not None  # PILOT is not zero
    return precision.planned(measures.measure(collector.statistics, scenario, precision.measure).half_width)


def collect(
    simulate: Simulate,
    columns: tuple[str, ...],
    scenario: Scenario,
    seed: int,
    replications: int,
    *,
    first: int = 0,
    threads: int = 1,
    precision: Precision | None = None,
    progress: Progress | None = None,
    keep_rows: bool = False,
    prepare_s: float = 0.0,
    parts: Parts | None = None,
    planned: int = 0,
    policy: str = "",
) -> Campaign:
    """Simulate `replications` from number `first` (or as many as `precision` takes) and return the campaign.

    `parts(first, last)` yields the statistics (and rows) of replications `first` to `last` - 1 in order, from wherever
    they come; by default they are simulated here, in `threads`. `planned` is the length that an interrupted campaign
    had already planned for its precision (0: not yet). `progress(done, goal)` is called after every chunk. On
    KeyboardInterrupt raises `Interrupted` with the campaign of the chunks that were complete.

    Parameters
    ----------
    simulate
        Simulates: (first, count) to rows.
    columns
        Names of the columns.
    scenario
        The scenario.
    seed
        Seed of the random streams.
    replications
        Number of replications.
    first
        Number of the first replication.
    threads
        How many threads work; all processors if None.
    precision
        The precision at which the campaign ends; None for a fixed length.
    progress
        Told how far the work is; None for nobody.
    keep_rows
        Whether rows are kept in memory.
    prepare_s
        Seconds that the preparation took.
    parts
        Yields the statistics of stored parts; None for none.
    planned
        How many replications are planned.
    policy
        The name of who decided; empty for doctrine.

    Returns
    -------
    Campaign
        The campaign.
    """
    collector = _Collector(columns, keep_rows, breakdown(scenario).copies if keep_rows else {})
    source = parts or partial(chunks, simulate, columns, threads=threads, keep=np.asarray if keep_rows else None)
    started = time.perf_counter()

    def finished(interrupted: bool) -> Campaign:
        assert collector.statistics is not None
        return Campaign(
            scenario=scenario,
            seed=seed,
            ranges=((first, collector.done),),
            statistics=collector.statistics,
            timing=Timing(prepare_s, time.perf_counter() - started),
            precision=precision,
            interrupted=interrupted,
            rows=collector.table(first),
            policy=policy,
        )

    try:
        goal = planned or (_pilot(simulate, scenario, columns, precision, threads) if precision else replications)
        while True:
            for statistics, rows in source(first + collector.done, first + goal):
                collector.take(statistics, rows)
                if progress:
                    progress(collector.done, goal)
            if precision is None or goal >= precision.limit:
                break
            assert collector.statistics is not None
            h = measures.measure(collector.statistics, scenario, precision.measure).half_width
            if precision.reached(h):
                break
            goal = precision.prolonged(goal, h)
    except KeyboardInterrupt:
        raise Interrupted(finished(True) if collector.statistics else None) from None
    return finished(False)
