"""The printed intervals hold the truth, through engine and statistics, where the truth is a closed form.

`benchmarks/coverage.py` measures the same at length, with quantiles and with stopping at a precision.
"""

from __future__ import annotations

import pytest

from airdef import api, engine
from airdef.measures import CONTINUOUS
from airdef.outcome.measures import measure
from airdef.outcome.statistics import Statistics

RAIDERS = 10
CAMPAIGNS, REPLICATIONS = 500, 100


@pytest.mark.parametrize("sspk", [0.7, 0.9, 0.05])
def test_intervals_of_an_ideal_salvo_hold_the_truth(sspk, validated):
    # Each of ten raiders leaks with (1 - p)^2: no leaker with probability .39, .90 and 1e-10.
    plan = api.load("ideal-salvo", {"defence.0.overrides": {"missile.sspk": sspk}})
    kernel = api.prepare(plan)
    leak = (1.0 - sspk) ** 2
    truths = {
        "leakers": RAIDERS * leak,
        "kills": RAIDERS * (1.0 - leak),
        "probability_no_leaker": (1.0 - leak) ** RAIDERS,
    }
    held = dict.fromkeys(truths, 0)
    # Replications are independent: cut one long run into campaigns, which is faster than as many short ones.
    rows = engine.simulate(kernel, 1, 0, CAMPAIGNS * REPLICATIONS)
    for first in range(0, len(rows), REPLICATIONS):
        statistics = Statistics.of(kernel.columns, CONTINUOUS, rows[first : first + REPLICATIONS])
        for name, truth in truths.items():
            low, high = measure(statistics, plan, name).ci95
            held[name] += low <= truth <= high
    for name, count in held.items():
        # 95 % within three standard errors of 500 campaigns, 0.0097 each; Wilson's interval of an event that
        # never happens holds its probability always.
        certain = truths[name] < 1e-6
        validated(
            count / CAMPAIGNS,
            1.0 if certain else 0.95,
            law=f"95 % interval of {name}",
            against="closed form of the salvo",
            kind="closed form",
            abs=0.0 if certain else 0.03,
            unit="held the truth",
            module="outcome.intervals",
        )
