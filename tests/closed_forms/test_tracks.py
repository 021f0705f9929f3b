"""Time to a firm track: the engine's one draw against `firm_cdf`, closed forms and look-by-look simulate."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from airdef import engine, opportunity
from airdef.physics.tracking import firm_cdf
from opportunity import builders as plans
from reference.builders import Hand, doctrine, missile, radar, scenario, system, threat, unit

REPLICATIONS = 100_000
RISING = np.array([0.05, 0.1, 0.2, 0.3, 0.5, 0.6, 0.7, 0.8, 0.9, 0.9])
"""Probabilities of detection of a target that comes nearer."""


def firm_look(pd, m, n, replications=REPLICATIONS):
    """Return the look at which the track became firm in each replication, -1 for never.

    Looks are 1 s apart, the window is always open, the flight takes 1 s and nothing else takes time: the
    first intercept comes 1 s after the firm look.
    """
    sees = radar(confirm_m=m, confirm_n=n, drop_misses=16)
    shooter = unit(radar=sees, missiles=(missile(),))
    plan = scenario(system(shooter, doctrine=doctrine(rounds=1)), threats=[threat()])
    looks = [(1.0 + i, float(p)) for i, p in enumerate(pd)]
    hand = Hand(plan, [100.0]).seen_by_all(looks).open_to_all([(0.0, 90.0)])
    kernel = engine.prepare(plan, hand.build())
    rows = engine.simulate(kernel, 5, 0, replications)
    first = rows[:, kernel.columns.index("first_intercept_time")]
    return np.where(np.isnan(first), -1, np.nan_to_num(first) - 2.0).astype(int)


def fits(looks, cdf):
    """Chi-square test of firm looks against a cumulative distribution; missed by chance once in 1,000 seeds."""
    share = np.diff(cdf, prepend=0.0)
    counts = np.append(np.bincount(looks[looks >= 0], minlength=len(cdf)), (looks < 0).sum())
    expected = np.append(share, 1.0 - cdf[-1]) * len(looks)
    possible = expected > 1e-9
    assert counts[~possible].sum() == 0
    return stats.chisquare(counts[possible], expected[possible]).pvalue > 1e-3


LAW = {"module": "engine", "kind": "closed form"}
TRACK = LAW | {"law": "time to a firm track (Tracks)", "unit": "firm by then"}


def by_look(looks, count):
    """Return the share of tracks that are firm by each look."""
    return np.cumsum(np.bincount(looks[looks >= 0], minlength=count)) / len(looks)


def bound(replications):
    """How far a share by look may be off: Dvoretzky, Kiefer and Wolfowitz, beyond it once in 1,000 seeds at most."""
    return np.sqrt(np.log(2.0 / 1e-3) / (2.0 * replications))


def play_looks(pd, m, n, replications, rng):
    """Draw every look and slide the window over them: the process that the chain sums up."""
    hits = rng.random((replications, len(pd))) < pd
    firm = np.full(replications, -1)
    for i in range(len(pd) - 1, -1, -1):
        firm[hits[:, max(0, i + 1 - n) : i + 1].sum(axis=1) >= m] = i
    return firm


@pytest.mark.parametrize(("m", "n"), [(1, 1), (2, 3), (3, 5), (2, 2), (4, 8), (5, 12)])
def test_the_engine_draws_the_exact_distribution(m, n, validated):
    looks = firm_look(RISING, m, n)
    exact = firm_cdf(RISING.astype(np.float32).astype(float), m, n)  # the tables hold single precision
    assert fits(looks, exact)
    simulated = play_looks(RISING, m, n, REPLICATIONS, np.random.default_rng(8))
    assert fits(simulated, exact)
    share = by_look(looks, len(exact))
    validated(share, exact, against="first m of n in Markov's chain", abs=bound(REPLICATIONS), **TRACK)
    # two samples of this size are as far apart as one of half of it from the truth
    validated(
        share, by_look(simulated, len(exact)), against="simulation of every look", abs=bound(REPLICATIONS / 2), **TRACK
    )


@pytest.mark.parametrize(("p", "count", "detected"), [(0.5, 5, 0.96875), (0.3, 10, 0.9717524751)])
def test_cumulative_detection(p, count, detected, validated):
    found = (firm_look([p] * count, 1, 1) >= 0).mean()
    # 3.5 standard errors; 0.3 in single precision is off by 1e-8
    error = 3.5 * np.sqrt(detected * (1 - detected) / REPLICATIONS)
    validated(found, detected, law="cumulative detection (Tracks)", against="1 - (1 - p)^n", abs=error, **LAW)


@pytest.mark.parametrize(
    ("m", "n", "p", "confirmed"),
    [(2, 3, 0.3, 0.216), (2, 3, 0.7, 0.784), (3, 5, 0.5, 0.5), (2, 4, 0.5, 0.6875), (4, 5, 0.9, 0.91854)],
)
def test_m_of_n(m, n, p, confirmed, validated):
    found = (firm_look([p] * n, m, n) >= 0).mean()
    error = 3.5 * np.sqrt(confirmed * (1 - confirmed) / REPLICATIONS)
    validated(found, confirmed, law="m of n (Tracks)", against="binomial sums", abs=error, **LAW)


def test_a_real_radar_through_geometry_and_engine(validated):
    # A head-on fighter, a radar that scans every 10 s: pd rises from nothing to nearly one. 3,000 records.
    sees = plans.real_radar(150e3, scan_period=10.0)
    shooter = plans.ideal_unit(plans.ideal_radar(instrumented_range=1e3))
    plan = plans.scenario(
        (plans.system(shooter, surveillance=(sees,)),), (plans.threat(plans.radial(begin=250e3), target=0),)
    )
    chances = opportunity.compute(plan, threads=1)
    first, last = chances.looks.start[:2]
    times, pd = chances.looks.time[first:last], chances.looks.pd[first:last].astype(float)
    assert pd.min() < 0.05
    assert pd.max() > 0.9
    kernel = engine.prepare(plan, chances)
    firm = []
    for k in range(3_000):
        events = engine.replay(kernel, 5, k)[1]
        firm.append(next((e.time for e in events if e.kind == "firm" and e.radar == 0), -1.0))
    looks = np.where(np.array(firm) < 0, -1, np.searchsorted(times, firm))
    cdf = firm_cdf(pd, sees.confirm_m, sees.confirm_n)
    # Looks with fewer than 5 expected are joined with the one before them.
    expected = np.diff(cdf, prepend=0.0) * len(looks)
    edges = [0]
    for i in range(len(cdf)):
        if expected[edges[-1] : i + 1].sum() >= 5 and expected[i + 1 :].sum() >= 5:
            edges.append(i + 1)
    groups = np.searchsorted(edges, np.arange(len(cdf)), side="right") - 1
    joined = np.array([cdf[groups == g][-1] for g in range(len(edges))])
    assert len(joined) > 5
    assert (looks >= 0).mean() > 0.99
    assert fits(np.where(looks < 0, -1, groups[np.maximum(looks, 0)]), np.append(joined[:-1], 1.0))
    against = "first m of n in Markov's chain, through geometry"
    validated(by_look(looks, len(cdf)), cdf, against=against, abs=bound(len(looks)), **TRACK)
