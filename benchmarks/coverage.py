"""How often the printed 95 % intervals hold the truth: `python -m benchmarks.coverage` from the checkout.

2,000 independent campaigns a case (disjoint replications of one seed), through engine, statistics and intervals as
`airdef run` uses them. The truth is a closed form, or 3 million replications of another seed; what the interval
promises beyond "95 %" is worked out where theory gives it exactly. Then the bias that stopping at a precision makes.
Some minutes on one core. Results go to docs/validation/results/coverage.json.
"""

from __future__ import annotations

import argparse
import math
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.stats import binom

from airdef import api, engine
from airdef import measures as registry
from airdef.measures.raid import NO_LEAKER as NOTHING_LEAKS
from airdef.outcome import Precision, collect
from airdef.outcome.intervals import TAIL, Z, wilson
from airdef.outcome.measures import measure
from airdef.outcome.statistics import Counts, Statistics
from benchmarks import results
from tests.reference.scenarios import named

if TYPE_CHECKING:
    from collections.abc import Iterable

    from airdef.engine import Kernel
    from airdef.outcome.collect import Simulate
    from airdef.outcome.intervals import Interval
    from airdef.scenario.plan import Scenario

RAIDERS = 10  # of the bundled scenario ideal-salvo
SEED, TRUTH_SEED = 1, 1 << 40
BLOCK = 100_000
CONTINUOUS = "first_intercept_time_s"
"""Continuous, since that raid comes at random times: the quantiles of counts sit on whole numbers."""
BAND = (0.93, 0.97)
"""Where the share of intervals that hold the truth should lie."""
BIAS = 0.2
"""Standard errors that the bias of stopping must stay below."""
COLUMN = {d.name: d.column for d in registry.MEASURES}
NO_LEAKER = NOTHING_LEAKS.name


@dataclass(frozen=True)
class Printed:
    """An interval whose coverage is asked: of the mean of a measure, or of its `quantile`.

    `promised` is what theory says of the very procedure, NaN where it only says "about 95 %".
    """

    what: str
    measure: str
    origin: str
    truth: float
    quantile: float = math.nan
    promised: float = math.nan


def wilson_coverage(p: float, n: int) -> float:
    """Return how often Wilson's interval after n replications holds a probability p, exactly: a binomial sum."""
    k = np.arange(n + 1)
    weight = binom.pmf(k, n, p)
    likely = np.flatnonzero(weight > 1e-18)  # the rest adds up to less than 1e-13
    held = [low <= p <= high for low, high in (wilson(float(i), n) for i in likely)]
    return float(weight[likely][held].sum())


def quantile_coverage(below: float, up_to: float, q: float, n: int) -> float:
    """Return how often the interval by order statistics holds the q-quantile t, exactly.

    `below` = P(X < t) and `up_to` = P(X <= t) are both q for a continuous measure. The lower end is above t if fewer
    replications than its rank are up to t; the upper end is below t if as many as its rank are below t. On an atom
    up_to > q > below, so that both are rarer than the 2.5 % that the ranks are made for.
    """
    lower, upper = (int(binom.ppf(tail, n, q)) for tail in (TAIL, 1.0 - TAIL))
    above = binom.cdf(lower - 1, n, up_to) if lower >= 1 else 0.0
    return float(1.0 - above - binom.sf(upper, n, below))


def holds(interval: Interval, truth: float) -> bool:
    """Tell whether an interval holds the truth. A missing end (NaN) bounds nothing."""
    low, high = interval
    return (math.isnan(low) or low <= truth) and (math.isnan(high) or truth <= high)


def covered(plan: Scenario, kernel: Kernel, asked: list[Printed], campaigns: int, n: int) -> list[dict[str, Any]]:
    """Return how often the intervals of `campaigns` campaigns of n replications hold the truth."""
    held = [0] * len(asked)
    names = {a.measure for a in asked}
    for k in range(campaigns):
        rows = engine.simulate(kernel, SEED, k * n, n)
        statistics = Statistics.of(kernel.columns, registry.CONTINUOUS, rows)
        found = {name: measure(statistics, plan, name) for name in names}
        for i, a in enumerate(asked):
            m = found[a.measure]
            held[i] += holds(m.ci95 if math.isnan(a.quantile) else m.quantiles[a.quantile].ci95, a.truth)
    return [line(a, count / campaigns, n) for a, count in zip(asked, held, strict=True)]


def line(a: Printed, share: float, n: int) -> dict[str, Any]:
    """Return one result as plain data."""
    return {
        "what": a.what,
        "truth_from": a.origin,
        "truth": a.truth,
        "replications": n,
        "promised": None if math.isnan(a.promised) else a.promised,
        "coverage": share,
    }


def salvo(sspk: float) -> tuple[Scenario, Kernel]:
    """Return the ideal salvo of two at each of ten raiders with this SSPK."""
    plan = api.load("ideal-salvo", {"defence.0.overrides": {"missile.sspk": sspk}})
    return plan, api.prepare(plan)


def closed_forms(campaigns: int, n: int) -> Iterable[dict[str, Any]]:
    """Yield the coverage on the ideal salvo: each of ten raiders leaks with probability (1 - p)^2."""
    # No leaker in 39 %, 99.1 %, 99.9 %, 1.2 % and 0.4 % of the replications.
    for sspk in (0.7, 0.97, 0.99, 0.4, 0.35):
        leak = (1.0 - sspk) ** 2
        none = (1.0 - leak) ** RAIDERS
        name, origin = f"ideal salvo, SSPK {sspk:g}", "closed form"
        # Where two leakers in one replication are rarer than one in a million, the mean is the share of replications
        # with one.
        share = wilson_coverage(1.0 - none, n) if leak < 1.5e-4 else math.nan
        asked = [
            Printed(f"mean leakers, {name}", "leakers", origin, RAIDERS * leak, promised=share),
            Printed(f"probability of no leaker, {name}", NO_LEAKER, origin, none, promised=wilson_coverage(none, n)),
        ]
        for q in (0.5, 0.95):
            t = float(binom.ppf(q, RAIDERS, leak))
            promised = quantile_coverage(binom.cdf(t - 1, RAIDERS, leak), binom.cdf(t, RAIDERS, leak), q, n)
            asked.append(Printed(f"quantile {q:g} of leakers, {name}", "leakers", origin, t, q, promised))
        yield from covered(*salvo(sspk), asked, campaigns, n)


def long_run(campaigns: int, n: int, truth_replications: int) -> Iterable[dict[str, Any]]:
    """Yield the coverage on the scenario of several facings, whose raid comes at random times."""
    plan, opportunities = named("facings")
    kernel = engine.prepare(plan, opportunities)
    total: Statistics | None = None
    times = []
    for first in range(0, truth_replications, BLOCK):
        rows = engine.simulate(kernel, TRUTH_SEED, first, min(BLOCK, truth_replications - first))
        part = Statistics.of(kernel.columns, registry.CONTINUOUS, rows)
        total = total.merge(part) if total else part
        times.append(rows[:, kernel.columns.index(COLUMN[CONTINUOUS])])
    assert total is not None
    origin = f"{truth_replications / 1e6:g} million replications"
    asked = [
        Printed(f"mean of {name}, facings", name, origin, measure(total, plan, name).mean)
        for name in ("leakers", "missiles_used", "asset_value_lost", CONTINUOUS)
    ]
    none = measure(total, plan, NO_LEAKER).mean
    asked.append(
        Printed(f"{NO_LEAKER}, facings", NO_LEAKER, origin, none, promised=wilson_coverage(none, n)),
    )
    exact = np.concatenate(times)
    for q in (0.05, 0.5, 0.95):
        truth = float(np.nanquantile(exact, q))
        asked.append(
            Printed(
                f"quantile {q:g} of {CONTINUOUS}, facings", CONTINUOUS, origin, truth, q, quantile_coverage(q, q, q, n)
            )
        )
        for name in ("leakers", "missiles_used"):
            t, promised = atom(total[name], q, n)
            asked.append(Printed(f"quantile {q:g} of {name}, facings", name, origin, t, q, promised))
    yield from covered(plan, kernel, asked, campaigns, n)


def atom(statistic: Any, q: float, n: int) -> tuple[float, float]:
    """Return the q-quantile of a count, and how often its interval must hold it."""
    assert isinstance(statistic, Counts)
    cdf = np.cumsum(statistic.histogram) / statistic.n
    t = int(np.searchsorted(cdf, q))
    return float(t), quantile_coverage(float(cdf[t - 1]) if t else 0.0, float(cdf[t]), q, n)


# --- stopping at a precision ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Stop:
    """A measure of a scenario run to a half-width."""

    what: str
    plan: Scenario
    kernel: Kernel
    measure: str
    width: float


def drawn(pool: np.ndarray, seed: int) -> Simulate:
    """Return what simulates replications drawn from `pool` with replacement, each chunk by its own number alone."""

    def simulate(first: int, count: int) -> np.ndarray:
        return pool[np.random.default_rng((seed, first)).integers(len(pool), size=count)]

    return simulate


def stopping(stop: Stop, campaigns: int, replications: int) -> dict[str, Any]:
    """Return the bias of the mean, in standard errors, when each campaign stops at a precision.

    Campaigns are `collect`ed with the stopping rule as by `airdef run --precision`, pilot and all; only their
    replications are drawn from `replications` that the engine simulated once. So they are independent, their true mean
    is known exactly (that of the pool), and thousands of campaigns cost seconds.
    """
    column = COLUMN[stop.measure]
    at = [stop.kernel.columns.index(column)]
    pool = engine.simulate(stop.kernel, TRUTH_SEED, 0, replications)[:, at]
    truth = measure(Statistics.of((column,), registry.CONTINUOUS, pool), stop.plan, stop.measure)
    offs, lengths, held = [], [], 0
    for seed in range(campaigns):
        asked = Precision(stop.width, stop.measure)
        campaign = collect(drawn(pool, seed), (column,), stop.plan, seed, 1, precision=asked)
        m = measure(campaign.statistics, stop.plan, stop.measure)
        offs.append(m.mean - truth.mean)
        lengths.append(campaign.replications)
        held += holds(m.ci95, truth.mean)
    standard_error = float(np.mean(truth.sd / np.sqrt(lengths)))
    known_to = Z * float(np.std(offs, ddof=1)) / math.sqrt(campaigns) / standard_error
    bias = float(np.mean(offs)) / standard_error
    return {
        "what": stop.what,
        "half_width": stop.width,
        "campaigns": campaigns,
        "mean_replications": float(np.mean(lengths)),
        "bias": bias,
        "interval": [bias - known_to, bias + known_to],
        "within": abs(bias) + known_to < BIAS,
        "coverage": held / campaigns,
    }


def stops() -> Iterable[Stop]:
    """Yield what is run to a precision: frequent and rare leakers, values, a probability; thousands of replications."""
    for sspk, width in ((0.7, 0.02), (0.97, 0.0015), (0.99, 0.0007)):
        yield Stop(f"leakers, ideal salvo, SSPK {sspk:g}", *salvo(sspk), "leakers", width)
    for name, what, width in (
        ("channel-limited", "leakers", 0.03),
        ("facings", "asset_value_lost", 0.02),
        ("facings", NO_LEAKER, 0.006),
        ("facings", CONTINUOUS, 0.25),
    ):
        plan, opportunities = named(name)
        yield Stop(f"{what}, {name}", plan, engine.prepare(plan, opportunities), what, width)


def main() -> None:
    """Measure, write the results, and print them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--campaigns", type=int, default=2_000)
    parser.add_argument("--replications", type=int, default=1_000, help="of each campaign")
    parser.add_argument("--truth", type=int, default=3_000_000, help="replications for the truth without closed form")
    parser.add_argument("--stops", type=int, default=2_000, help="campaigns that stop at a precision")
    parser.add_argument("--pool", type=int, default=250_000, help="replications that their replications are drawn from")
    given = parser.parse_args()
    begun = time.process_time()
    found: dict[str, list[dict[str, Any]]] = {"intervals": [], "stopping": []}

    def take(kind: str, entries: Iterable[dict[str, Any]]) -> None:
        for entry in entries:
            found[kind].append(entry)
            print(f"{time.process_time() - begun:5.0f} s", entry, flush=True)

    take("intervals", closed_forms(given.campaigns, given.replications))
    take("intervals", long_run(given.campaigns, given.replications, given.truth))
    take("stopping", (stopping(stop, given.stops, given.pool) for stop in stops()))
    data = {"campaigns": given.campaigns, "band": BAND, "pool": given.pool, "bias_limit": BIAS}
    print(results.write("coverage", data | found))


if __name__ == "__main__":
    main()
