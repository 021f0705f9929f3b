"""How often the printed 95 % intervals hold the truth: `python -m benchmarks.coverage` from the checkout.

500 independent campaigns of small scenarios, each with its own seed. The truth is a closed form, or the mean of
10^7 other replications. Also the bias that stopping at a precision makes. Results go to
docs/validation/results/coverage.json.
"""

from __future__ import annotations

import argparse
import math
from functools import partial
from typing import Any

import numpy as np
from scipy.stats import binom

from airdef import api, engine
from airdef.outcome import Precision, collect
from airdef.outcome.measures import MEASURED, measures
from airdef.outcome.statistics import Statistics
from benchmarks import results
from tests.reference.scenarios import named

RAIDERS = 10  # of the bundled scenario ideal-salvo
TRUTH_SEED = 1 << 40
TRUTH_BLOCK = 100_000
CONTINUOUS = "first_intercept_time_s"
"""Continuous, since that raid comes at random times: the quantiles of counts sit on whole numbers."""
PROBABILITIES = (0.05, 0.5, 0.95)


def play(kernel: engine.Kernel, seed: int, replications: int) -> Statistics:
    """Play one campaign and return its statistics."""
    return Statistics.of(kernel.columns, MEASURED, engine.simulate(kernel, seed, 0, replications))


def salvo(sspk: float) -> tuple[Any, engine.Kernel]:
    """Return the ideal salvo of two at each of ten raiders with this SSPK."""
    plan = api.load("ideal-salvo", {"defence.0.overrides": {"missile.sspk": sspk}})
    return plan, api.prepare(plan)


def entry(what: str, origin: str, truth: float, intervals: list[tuple[float, float]], n: int) -> dict[str, Any]:
    """Return how often the intervals hold the truth. A missing end (NaN) bounds nothing."""
    held = [(math.isnan(low) or low <= truth) and (math.isnan(high) or truth <= high) for low, high in intervals]
    return {"what": what, "truth_from": origin, "truth": truth, "replications": n, "coverage": float(np.mean(held))}


def closed_forms(campaigns: int, replications: int) -> list[dict[str, Any]]:
    """Return the coverage on the ideal salvo: each of ten raiders leaks with probability (1 - p)^2."""
    entries = []
    # Near 0 and 1 no interval of a share covers evenly before some events are expected: 10 are, of 10,000 histories.
    for sspk, n in ((0.7, replications), (0.99, 10 * replications), (0.35, replications)):
        plan, kernel = salvo(sspk)
        leak = (1.0 - sspk) ** 2
        found = [measures(play(kernel, seed, n), plan) for seed in range(1, campaigns + 1)]
        name = f"ideal salvo, SSPK {sspk:g}"
        leakers = [m["leakers"].ci95 for m in found]
        none = [m["probability_no_leaker"].ci95 for m in found]
        entries.append(entry(f"mean leakers, {name}", "closed form", RAIDERS * leak, leakers, n))
        entries.append(entry(f"probability of no leaker, {name}", "closed form", (1.0 - leak) ** RAIDERS, none, n))
        truth = float(binom.ppf(0.5, RAIDERS, leak))
        quantiles = [m["leakers"].quantiles[0.5].ci95 for m in found]
        entries.append(entry(f"median of leakers, {name}", "closed form", truth, quantiles, n))
    return entries


def long_run(campaigns: int, n: int, truth_replications: int) -> list[dict[str, Any]]:
    """Return the coverage on the scenario of several facings, whose raid comes at random times."""
    plan, opportunities = named("facings")
    kernel = engine.prepare(plan, opportunities)
    total: Statistics | None = None
    ranges = []
    for first in range(0, truth_replications, TRUTH_BLOCK):
        rows = engine.simulate(kernel, TRUTH_SEED, first, min(TRUTH_BLOCK, truth_replications - first))
        part = Statistics.of(kernel.columns, MEASURED, rows)
        total = total.merge(part) if total else part
        ranges.append(rows[:, kernel.columns.index("first_intercept_time")])
    assert total is not None
    truths = measures(total, plan)
    found = [measures(play(kernel, seed, n), plan) for seed in range(1, campaigns + 1)]
    origin = f"{truth_replications:.0e} replications"
    entries = []
    for name in ("leakers", "probability_no_leaker", "missiles_used", "asset_value_lost", CONTINUOUS):
        intervals = [m[name].ci95 for m in found]
        entries.append(entry(f"mean of {name}, facings", origin, truths[name].mean, intervals, n))
    exact = np.concatenate(ranges)
    for q in PROBABILITIES:
        truth = float(np.nanquantile(exact, q))
        intervals = [m[CONTINUOUS].quantiles[q].ci95 for m in found]
        entries.append(entry(f"quantile {q:g} of {CONTINUOUS}, facings", origin, truth, intervals, n))
    return entries


def stopping(
    what: str, plan: Any, kernel: engine.Kernel, truth: tuple[float, float], width: float, campaigns: int
) -> dict[str, Any]:
    """Return the bias of the mean leakers, in standard errors, when each campaign stops at a precision.

    `truth` is the true mean and the replications that it rests on (infinity for a closed form).
    """
    offs, lengths = [], []
    for seed in range(1, campaigns + 1):
        campaign = collect(
            partial(engine.simulate, kernel, 10_000_000 + seed),
            kernel.columns,
            plan,
            seed,
            1,
            precision=Precision(width, "leakers"),
        )
        m = campaign.measures["leakers"]
        offs.append((m.mean - truth[0]) / (m.sd / math.sqrt(m.n)))
        lengths.append(campaign.replications)
    return {
        "what": what,
        "half_width": width,
        "mean_replications": float(np.mean(lengths)),
        "bias": float(np.mean(offs)),
        # that of the campaigns, and that of the truth, in standard errors of a campaign
        "error": math.hypot(float(np.std(offs, ddof=1)) / math.sqrt(campaigns), math.sqrt(np.mean(lengths) / truth[1])),
    }


def main() -> None:
    """Measure, write the results, and print them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--campaigns", type=int, default=500)
    parser.add_argument("--replications", type=int, default=1_000, help="of each campaign")
    parser.add_argument("--truth", type=int, default=10_000_000, help="replications for the truth without closed form")
    given = parser.parse_args()
    intervals = closed_forms(given.campaigns, given.replications)
    intervals += long_run(given.campaigns, given.replications, given.truth)
    plan, kernel = salvo(0.7)
    channels, opportunities = named("channel-limited")
    limited = engine.prepare(channels, opportunities)
    at = limited.columns.index("leakers")
    blocks = [
        engine.simulate(limited, TRUTH_SEED, k, TRUTH_BLOCK)[:, at].mean() for k in range(0, given.truth, TRUTH_BLOCK)
    ]
    leakers = float(np.mean(blocks))
    stops = [
        stopping("leakers, ideal salvo", plan, kernel, (RAIDERS * 0.09, math.inf), 0.02, given.campaigns),
        stopping("leakers, channel-limited", channels, limited, (leakers, given.truth), 0.03, given.campaigns),
    ]
    data = {"campaigns": given.campaigns, "intervals": intervals, "stopping": stops}
    path = results.write("coverage", data)
    for line in data["intervals"] + stops:
        print(line)
    print(path)


if __name__ == "__main__":
    main()
