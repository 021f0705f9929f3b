"""The share of statistics in a campaign, and what merging the parts of a large one costs."""

from __future__ import annotations

import json
import statistics
from typing import TYPE_CHECKING

from airdef.measures import CONTINUOUS
from airdef.outcome.statistics import Statistics
from airdef.outcome.wire import statistics_to_plain

from .measure import Findings, Line, Say, interleaved, spent
from .raids import Raid, reference

if TYPE_CHECKING:
    import numpy as np


def measure(quick: bool, say: Say) -> Findings:
    rounds, chunks, merges = (2, 1, 10) if quick else (9, 8, 100)
    raid = reference()
    size = 1024
    rows = raid.rows(0, size)
    whole = _part(raid, 4 if quick else 64)
    say(f"rounds: {rounds}; {chunks} x {size} replications simulated, their statistics, {merges} merges of parts")

    def reduce() -> None:
        total = _statistics(raid, rows)
        for _ in range(chunks - 1):
            total = total.merge(_statistics(raid, rows))

    def merge() -> None:
        total = whole
        for _ in range(merges):
            total = total.merge(whole)

    taken = interleaved(
        rounds,
        lambda: spent(lambda: raid.rows(0, chunks * size)),
        lambda: spent(reduce),
        lambda: spent(merge),
    )
    share = tuple(100.0 * b.processor / (a.processor + b.processor) for a, b, _ in taken)
    return Findings(
        lines=[
            Line("statistics, share of a campaign's processor time", "%", share),
            Line("merging the statistics of one part", "ms", tuple(1e3 * c.processor / merges for *_, c in taken)),
        ],
        figures={
            "part_replications": float(whole.replications),
            "part_bytes": float(len(json.dumps(statistics_to_plain(whole)))),
            "merge_s": statistics.median(c.processor / merges for *_, c in taken),
        },
    )


def _statistics(raid: Raid, rows: np.ndarray) -> Statistics:
    return Statistics.of(raid.kernel.columns, CONTINUOUS, rows)


def _part(raid: Raid, chunks: int) -> Statistics:
    """Return the statistics of one part of a campaign: what a worker of a cluster sends back."""
    total = _statistics(raid, raid.rows(0, 1024))
    for k in range(1, chunks):
        total = total.merge(_statistics(raid, raid.rows(1024 * k, 1024)))
    return total
