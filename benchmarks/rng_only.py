"""The RNG-only baseline: merely drawing as many random numbers as a campaign uses, with the same generator.

Both sides use two threads, cut alike. The RNG-only baseline sums its numbers, so that they cannot be optimised away.
How many numbers a replication uses is counted by the engine (column `draws`).
"""

from __future__ import annotations

import numba

from airdef.engine.rng import rng_only_sum

from .measure import Findings, Line, Say, interleaved, spent
from .raids import in_chunks, reference

# The package's own `rng_only_sum` holds Python's lock while it runs; compiled so, two threads draw at once.
_draw = numba.njit(nogil=True)(rng_only_sum.py_func)


def measure(quick: bool, say: Say) -> Findings:
    rounds, count = (2, 2048) if quick else (9, 16384)
    raid = reference()
    draws = round(float(raid.rows(0, 1024)[:, raid.kernel.columns.index("draws")].mean()))
    _draw(1, 0, 1, 1)
    say(f"rounds: {rounds}; {count:,} replications, and {draws:,} numbers for each of as many")
    taken = interleaved(
        rounds,
        lambda: spent(lambda: raid.campaign(count, threads=2)),
        lambda: spent(lambda: raid.rows(0, count, threads=2)),
        lambda: spent(lambda: in_chunks(lambda first, n: _draw(1, first, n, draws), count, 2)),
    )
    return Findings(
        lines=[
            Line(
                "campaign over the RNG-only baseline",
                "times",
                tuple(a.wall / c.wall for a, _, c in taken),
                ("<=", 10.0),
                tuple(a.processor / c.processor for a, _, c in taken),
            ),
            Line(
                "engine alone (no statistics) over that baseline",
                "times",
                tuple(b.wall / c.wall for _, b, c in taken),
                None,
                tuple(b.processor / c.processor for _, b, c in taken),
            ),
            Line("the RNG-only baseline, two threads", "replications/s", tuple(count / c.wall for *_, c in taken)),
            Line("random numbers a replication uses", "numbers", (float(draws),)),
        ]
    )
