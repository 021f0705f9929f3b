"""Throughput of the reference raid: airdef on two threads against the same model written as SimPy processes.

airdef simulates a campaign as `airdef run` does, with its statistics; SimPy simulates replications and keeps their
measures. Both have their geometry settled before the clock starts.
"""

from __future__ import annotations

import numpy as np

from .measure import Findings, Line, Say, interleaved, spent
from .raids import reference
from .simpy_baseline import SimPy


def measure(quick: bool, say: Say) -> Findings:
    rounds, ours, theirs = (2, 2048, 4) if quick else (7, 16384, 60)
    raid = reference()
    leakers: list[float] = []

    def airdef_campaign() -> None:
        leakers.append(raid.campaign(ours, threads=2).measures["leakers"].mean)

    say("two processes of SimPy start")
    with SimPy() as simpy:
        simpy.leakers.clear()
        say(f"rounds: {rounds}; replications: {ours:,} of airdef, {theirs} of one SimPy process, {2 * theirs} of two")
        taken = interleaved(
            rounds,
            lambda: spent(airdef_campaign),
            lambda: simpy.simulate_replication(1, theirs),
            lambda: simpy.simulate_replication(2, theirs),
        )
        same = np.array(simpy.leakers)
    rate = tuple(ours / a.wall for a, _, _ in taken)
    one = tuple(theirs / b.wall for _, b, _ in taken)
    two = tuple(2 * theirs / c.wall for _, _, c in taken)
    own_core = tuple(ours / a.processor for a, _, _ in taken)
    their_core = tuple(3 * theirs / (b.processor + c.processor) for _, b, c in taken)
    per_core = tuple(a / b for a, b in zip(own_core, their_core, strict=True))
    return Findings(
        lines=[
            Line("airdef, two threads", "replications/s", rate),
            Line("SimPy, one process", "replications/s", one),
            Line("SimPy, two processes", "replications/s", two),
            Line("airdef, two threads, over one SimPy process", "times", _ratio(rate, one), (">=", 500.0)),
            Line("airdef, two threads, over two SimPy processes", "times", _ratio(rate, two), None, per_core),
        ],
        figures={
            "replications_per_core_second": float(np.median(own_core)),
            "leakers_airdef": leakers[0],
            "leakers_simpy": float(same.mean()),
            "leakers_simpy_standard_error": float(same.std(ddof=1) / np.sqrt(len(same))),
        },
    )


def _ratio(a: tuple[float, ...], b: tuple[float, ...]) -> tuple[float, ...]:
    return tuple(x / y for x, y in zip(a, b, strict=True))
