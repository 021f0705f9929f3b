"""The parts of a campaign that can be played anywhere: in threads here, or by workers of a cluster."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from airdef.outcome.collect import chunks
from airdef.outcome.rowfile import encode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    import pyarrow as pa

    from airdef.outcome.collect import Play
    from airdef.outcome.statistics import Statistics

PART = 32_768
"""Replications in a part by default: seconds of work, and some 0.2 MB of Parquet."""


class Task(NamedTuple):
    """Replications to play, from number `first`.

    The first `skip` of them, a multiple of 1,024, were told of before.
    """

    first: int
    replications: int
    skip: int = 0


@dataclass(frozen=True)
class Played:
    """What a task gave: `fresh` statistics leave its first `skip` replications out, `whole` do not.

    `rows` is the Parquet file of the whole, if it was asked for.
    """

    fresh: Statistics
    whole: Statistics
    rows: bytes | None = None


if TYPE_CHECKING:
    Player = Callable[[Iterable[Task]], Iterator[Played]]
    """Plays tasks and yields what they gave, in their order; takes tasks from the iterable as it needs them."""


def play_task(
    play: Play, columns: tuple[str, ...], task: Task, schema: pa.Schema | None = None, threads: int = 1
) -> Played:
    """Play one task, with its rows as Parquet where a schema is given. The bits depend on the task alone."""
    whole: Statistics | None = None
    fresh: Statistics | None = None
    kept = []
    done = 0
    keep = schema is not None
    for statistics, rows in chunks(play, columns, task.first, task.first + task.replications, threads, keep):
        whole = whole.merge(statistics) if whole else statistics
        if done >= task.skip:
            fresh = fresh.merge(statistics) if fresh else statistics
        done += statistics.replications
        if rows is not None:
            kept.append(rows)
    assert whole is not None  # a task is never empty
    assert fresh is not None
    return Played(fresh, whole, encode(np.concatenate(kept), task.first, schema) if keep else None)


def local_player(play: Play, columns: tuple[str, ...], schema: pa.Schema | None, threads: int) -> Player:
    """Return a player that works in threads of this process, one task after the other."""

    def player(tasks: Iterable[Task]) -> Iterator[Played]:
        return (play_task(play, columns, task, schema, threads) for task in tasks)

    return player


def plain_parts(player: Player, size: int) -> Callable[[int, int], Iterator[tuple[Statistics, None]]]:
    """Return a source for `collect` that plays parts of `size` replications and stores nothing."""

    def parts(first: int, last: int) -> Iterator[tuple[Statistics, None]]:
        tasks = (Task(begin, min(size, last - begin)) for begin in range(first, last, size))
        return ((played.fresh, None) for played in player(tasks))

    return parts
