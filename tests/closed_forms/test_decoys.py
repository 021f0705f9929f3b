"""Decoys that take a share of the target channels: who comes first is chance, and so how many real ones are engaged.

Real raiders R and decoys D that look alike come one by one at independent exponential times; each takes one of c target
channels while there is one, and none is free again. The number of real ones among the first c is hypergeometric.
"""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from airdef import engine
from airdef.scenario.plan import CATEGORIES
from reference.builders import Hand, doctrine, scenario, system, threat, unit

DECOY = CATEGORIES.index("decoy")
N = 20_000
SIGMAS = 4.0
"""With two comparisons in each of four cases a true form fails once in two thousand seeds; the seed is fixed."""


@pytest.mark.parametrize(("raiders", "decoys", "channels"), [(6, 0, 4), (6, 3, 4), (4, 12, 5), (3, 9, 1)])
def test_decoys_take_their_share_of_the_channels(raiders, decoys, channels, validated):
    threats = [threat(0, formation_index=m, gap_mean=40.0) for m in range(raiders + decoys)]
    threats[raiders:] = [replace(t, category=DECOY, target=-1) for t in threats[raiders:]]
    station = unit(target_channels=channels)
    plan = scenario(system(station, doctrine=doctrine(rounds=1)), threats=threats)
    # In the window for one second each, from its own look on; the missiles fly for longer than the raid lasts.
    arrivals = [5000.0] * raiders + [math.inf] * decoys
    hand = Hand(plan, arrivals, ends=[5000.0] * len(threats), flight=4000.0)
    hand = hand.seen_by_all([(10.0, 1.0)]).open_to_all([(10.0, 11.0)])
    kernel = engine.prepare(plan, hand.build())
    rows = dict(zip(kernel.columns, engine.simulate(kernel, 9, 0, N).T, strict=True))
    every = raiders + decoys
    engaged = channels * raiders / every  # of the real ones
    variance = engaged * decoys / every * (every - channels) / (every - 1)
    assert (rows["missiles_used"] == channels).all()
    for found, truth in (
        (rows["missiles_on_decoys"], channels - engaged),
        (rows["leakers"], raiders - engaged),
    ):
        validated(
            found.mean(), truth, law="channels taken by decoys (Decisions)", against="hypergeometric mean",
            kind="closed form", abs=SIGMAS * math.sqrt(variance / N) + 1e-12, module="engine",
        )  # fmt: skip
