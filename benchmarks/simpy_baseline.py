"""The honest baseline: the same model as SimPy processes (tests/reference), in worker processes of its own."""

from __future__ import annotations

import time
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from multiprocessing import get_context
from typing import TYPE_CHECKING

import airdef
from airdef.opportunity import compute_cached
from tests.reference.simpy_engine import Geometry, simulate_replication

from .measure import Spent
from .raids import REFERENCE

if TYPE_CHECKING:
    from types import TracebackType


@cache
def geometry() -> Geometry:
    """Return the geometry as SimPy's side reads it: settled once in a process, before anything is timed."""
    scenario = airdef.load(REFERENCE)
    return Geometry(scenario, compute_cached(scenario))


def simulate_replications(first: int, count: int) -> tuple[float, list[float]]:
    """Simulate replications; return the processor time of this process [s] and the leakers of each."""
    settled = geometry()
    begun = time.process_time()
    rows = [simulate_replication(settled, 1, k, frozenset()) for k in range(first, first + count)]
    return time.process_time() - begun, [row["leakers"] for row in rows]


class SimPy:
    """Two worker processes with everything prepared; `simulate_replication` uses one or both."""

    def __init__(self) -> None:
        self.leakers: list[float] = []
        self._next = 0
        self._pools = [ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=geometry) for _ in range(2)]
        for pool in self._pools:
            pool.submit(simulate_replications, 0, 1).result()

    def simulate_replication(self, processes: int, each: int) -> Spent:
        """Simulate `each` replications in each of so many processes at once; return what that took."""
        wall = time.perf_counter()
        waiting = [
            pool.submit(simulate_replications, self._next + k * each, each)
            for k, pool in enumerate(self._pools[:processes])
        ]
        done = [future.result() for future in waiting]
        taken = time.perf_counter() - wall
        self._next += processes * each
        for _, leakers in done:
            self.leakers += leakers
        return Spent(taken, sum(processor for processor, _ in done))

    def __enter__(self) -> SimPy:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for pool in self._pools:
            pool.shutdown()
