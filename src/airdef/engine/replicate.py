"""Simulate replications: many in parallel, or one with its record."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import numpy as np

from airdef.engine.advance import simulate_many
from airdef.engine.memory.allocate import allocate
from airdef.engine.memory.layout import HEAP_FULL, RECORDED, State
from airdef.engine.memory.record import Event, decode
from airdef.jit import Handle

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from airdef.engine.preparation.prepare import Kernel

NONE_KNOWN = np.zeros(0, np.uint8)
"""For `simulate_into`: all rows are to be simulated."""

CHUNK = 1024
"""Replications a thread simulates in one go; results do not depend on it."""


class EngineError(RuntimeError):
    """The kernel met a state it should never reach: a bug, to be reported with scenario and seed."""


def simulate_into(
    kernel: Kernel, state: State, out: NDArray[np.float64], seed: int, first: int, known: NDArray[np.uint8] = NONE_KNOWN
) -> None:
    """Simulate len(out) replications into `out`, but for those whose rows are known.

    Parameters
    ----------
    kernel
        The kernel of the scenario.
    state
        The state to simulate in.
    out
        The rows of counts, f64[rows, columns]; they are filled.
    seed
        Seed of the random streams.
    first
        Number of the first replication.
    known
        Which rows are known already, u1[rows] or empty.
    """
    streams = np.empty((len(out), 2), np.uint64)
    streams[:, 0], streams[:, 1] = seed, np.arange(len(out), dtype=np.uint64) + np.uint64(first)
    whole = Handle(state)
    error = simulate_many(Handle(kernel.tables), whole, np.array([whole.address]), out, streams, known)
    if error == HEAP_FULL:
        msg = f"the event heap overflowed (seed {seed}, replications from {first})"
        raise EngineError(msg)


def simulate(kernel: Kernel, seed: int, first: int, count: int, threads: int = 1) -> NDArray[np.float64]:
    """Simulate `count` replications from number `first` and return one row of counts for each.

    Row i belongs to replication first + i and is a pure function of (kernel, seed, first + i): neither the
    number of threads nor the way a campaign is cut changes a bit. float64[count, len(kernel.columns)].

    Parameters
    ----------
    kernel
        The kernel of the scenario.
    seed
        Seed of the random streams.
    first
        Number of the first replication.
    count
        How many replications.
    threads
        How many threads work.

    Returns
    -------
    NDArray[np.float64]
        One row of counts for each replication, float64[count, columns].
    """
    out = np.empty((count, len(kernel.columns)))
    cuts = range(0, count, CHUNK)

    def part(i: int) -> None:
        simulate_into(kernel, allocate(kernel.tables), out[i : i + CHUNK], seed, first + i)

    if threads <= 1 or len(cuts) <= 1:
        for i in cuts:
            part(i)
        return out
    with ThreadPoolExecutor(threads) as pool:
        for _ in pool.map(part, cuts):
            pass
    return out


ROOM = 1024
"""Events of a replication that room is made for at first."""


def replay(kernel: Kernel, seed: int, replication: int) -> tuple[NDArray[np.float64], list[Event]]:
    """Simulate one replication with its record: its row of counts and every event in order.

    Parameters
    ----------
    kernel
        The kernel of the scenario.
    seed
        Seed of the random streams.
    replication
        Number of the replication.

    Returns
    -------
    tuple[NDArray[np.float64], list[Event]]
        Its row of counts, and every event in order of time.
    """
    return next(replays(kernel, seed, replication, 1))


def replays(kernel: Kernel, seed: int, first: int, count: int) -> Iterator[tuple[NDArray[np.float64], list[Event]]]:
    """Yield each of `count` replications from number `first` with its record, as `replay` returns it.

    Parameters
    ----------
    kernel
        The kernel of the scenario.
    seed
        Seed of the random streams.
    first
        Number of the first replication.
    count
        How many replications.

    Yields
    ------
    tuple[NDArray[np.float64], list[Event]]
        The row of counts of each replication, and its events in order of time.
    """
    room = ROOM
    state = allocate(kernel.tables, record=room)
    missiles = list(kernel.missiles)
    for replication in range(first, first + count):
        out = np.empty((1, len(kernel.columns)))
        simulate_into(kernel, state, out, seed, replication)
        while state.n[RECORDED] >= room:  # the record was full: again with more room, which gives the same replication
            room *= 4
            state = allocate(kernel.tables, record=room)
            simulate_into(kernel, state, out, seed, replication)
        yield out[0], decode(state.record[: state.n[RECORDED]], missiles)
