"""The parts of a campaign that can be simulated anywhere: in threads here, or by workers of a cluster."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from airdef.outcome.collect import chunks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from concurrent.futures import Future

    from airdef.outcome.collect import Simulate
    from airdef.outcome.rowfile import Packed, RowFormat
    from airdef.outcome.statistics import Statistics

PART = 32_768
"""Replications in a part by default: seconds of work, and some 0.2 MB of Parquet."""


class Task(NamedTuple):
    """Replications to simulate, from number `first`.

    The first `skip` of them, a multiple of 1,024, were told of before.
    """

    first: int
    replications: int
    skip: int = 0


@dataclass(frozen=True)
class Simulated:
    """What a task gave: `fresh` statistics leave its first `skip` replications out, `whole` do not.

    `rows` is the Parquet file of the whole, if it was asked for.
    """

    fresh: Statistics
    whole: Statistics
    rows: bytes | None = None


if TYPE_CHECKING:
    Simulator = Callable[[Iterable[Task]], Iterator[Simulated]]
    """Simulates tasks and yields what they gave, in their order; takes tasks from the iterable as it needs them."""


def simulate_task(
    simulate: Simulate, columns: tuple[str, ...], task: Task, rows: RowFormat | None = None, threads: int = 1
) -> Simulated:
    """Simulate one task, with its rows as Parquet where a format is given. The bits depend on the task alone.

    Parameters
    ----------
    simulate
        Simulates: (first, count) to rows.
    columns
        Names of the columns.
    task
        The replications that are to be simulated.
    rows
        The format in which rows are kept; None for no rows.
    threads
        How many threads work; all processors if None.

    Returns
    -------
    Simulated
        The statistics, and the rows as Parquet where a format is given.
    """
    return _written(*_simulated(simulate, columns, task, rows, threads), task, rows)


def _simulated(
    simulate: Simulate, columns: tuple[str, ...], task: Task, rows: RowFormat | None, threads: int
) -> tuple[Statistics, Statistics, list[Packed]]:
    """Simulate one task:

    statistics of what was not told of before, of the whole, and its rows if they are to be kept.
    """
    whole: Statistics | None = None
    fresh: Statistics | None = None
    kept = []
    done = 0
    keep = rows.pack if rows else None
    for statistics, packed in chunks(simulate, columns, task.first, task.first + task.replications, threads, keep):
        whole = whole.merge(statistics) if whole else statistics
        if done >= task.skip:
            fresh = fresh.merge(statistics) if fresh else statistics
        done += statistics.replications
        if packed is not None:
            kept.append(packed)
    assert whole is not None  # a task is never empty
    assert fresh is not None
    return fresh, whole, kept


def _written(fresh: Statistics, whole: Statistics, kept: list[Packed], task: Task, rows: RowFormat | None) -> Simulated:
    return Simulated(fresh, whole, rows.encode(kept, task.first) if rows else None)


def local_simulator(simulate: Simulate, columns: tuple[str, ...], rows: RowFormat | None, threads: int) -> Simulator:
    """Return a simulator that works in threads of this process, one task after the other.

    The rows of a task are written while the next is simulated: that takes a thread of its own, and no time of theirs.

    Parameters
    ----------
    simulate
        Simulates: (first, count) to rows.
    columns
        Names of the columns.
    rows
        The format in which rows are kept; None for no rows.
    threads
        How many threads work; all processors if None.

    Returns
    -------
    Simulator
        A simulator that works in threads of this process, one task after the other.
    """

    def simulator(tasks: Iterable[Task]) -> Iterator[Simulated]:
        if rows is None or threads <= 1:
            yield from (simulate_task(simulate, columns, task, rows, threads) for task in tasks)
            return
        with ThreadPoolExecutor(1) as writer:
            before: Future[Simulated] | None = None
            for task in tasks:
                now = _simulated(simulate, columns, task, rows, threads)
                written = before.result() if before else None
                before = writer.submit(_written, *now, task, rows)
                if written:
                    yield written
            if before:
                yield before.result()

    return simulator


def plain_parts(simulator: Simulator, size: int) -> Callable[[int, int], Iterator[tuple[Statistics, None]]]:
    """Return a source for `collect` that simulates parts of `size` replications and stores nothing.

    Parameters
    ----------
    simulator
        Simulates tasks and yields what came of them, in order.
    size
        Replications of a part.

    Returns
    -------
    Callable[[int, int], Iterator[tuple[Statistics, None]]]
        A source for `collect` that simulates parts of `size` replications and stores nothing.
    """

    def parts(first: int, last: int) -> Iterator[tuple[Statistics, None]]:
        tasks = (Task(begin, min(size, last - begin)) for begin in range(first, last, size))
        return ((simulated.fresh, None) for simulated in simulator(tasks))

    return parts
