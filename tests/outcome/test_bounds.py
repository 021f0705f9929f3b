"""No interval reaches beyond what is possible, and the intervals cover."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import stdtrit

import airdef
from airdef import engine
from airdef.api import prepare
from airdef.measures import CONTINUOUS
from airdef.outcome.bounds import Limits
from airdef.outcome.column import Counts
from airdef.outcome.intervals import bounded, mean_interval, student, wilson
from airdef.outcome.measures import by_dimension, measures
from airdef.outcome.statistics import Statistics


def test_the_ends_solve_the_equation():
    for mean, variance, n, low, high in ((3.99, 0.01, 50, 0, 4), (5, 100, 12, 0, math.inf), (-3, 4, 30, -12, 12)):
        t = float(stdtrit(n - 1, 0.975))
        for mu in bounded(mean, variance, n, low, high):
            above = (high - mu) / (high - mean) if math.isfinite(high) else 1.0
            v = variance * (mu - low) / (mean - low) * above
            assert (mean - mu) ** 2 == pytest.approx(t * t * v / n, rel=1e-9)


def test_of_zeros_and_ones_it_is_wilsons_with_t_and_far_from_the_bounds_students():
    # n - 1 in place of n, and t(0.975, 999) = 1.9623 in place of 1.9600: a difference of 0.12 % of the width.
    assert bounded(0.3, 0.21 * 1000 / 999, 1000, 0.0, 1.0) == pytest.approx(wilson(300, 1000), abs=0.0012 * 0.06)
    far, plain = bounded(500.0, 4.0, 40, 0.0, 1e4), student(500.0, 4.0, 40)
    assert far == pytest.approx(plain, abs=2e-3)  # t^2 s^2 / n / 1,000: the shift of the middle


@given(
    st.lists(st.integers(0, 7), min_size=2, max_size=60),
    st.sampled_from([(0, 7), (0, 9), (0, math.inf), (-3, 12)]),
)
def test_no_sample_gives_an_interval_beyond_its_bounds(values, bounds):
    x = np.array(values, np.int64)
    low, high = bounded(float(x.mean()), float(x.var(ddof=1)), len(x), *bounds)
    assert bounds[0] <= low <= x.mean() <= high <= bounds[1]
    low, high = mean_interval(Counts.of(x), max(bounds[1], 7), 1.0, min(bounds[0], 0))
    assert min(bounds[0], 0) <= low <= x.mean() + 1e-12
    assert x.mean() - 1e-12 <= high <= bounds[1]


def _covers(draw, truth, bounds, n, trials=3_000):
    rng = np.random.default_rng(11)
    held = 0
    for _ in range(trials):
        x = draw(rng, n)
        low, high = mean_interval(Counts.of(x), bounds[1], 1.0, bounds[0])
        held += low <= truth <= high
    return held / trials


@pytest.mark.parametrize(
    ("what", "draw", "truth", "bounds", "n"),
    [
        # Kills of 4, nearly always all of them: where Student's t reached 4.0004.
        ("near the ceiling", lambda r, n: r.binomial(4, 0.97, n), 3.88, (0, 4), 400),
        ("near the floor", lambda r, n: r.binomial(40, 0.005, n), 0.2, (0, 40), 400),
        ("in the middle", lambda r, n: r.binomial(12, 0.5, n), 6.0, (0, 12), 100),
        ("all or nothing", lambda r, n: 10 * r.binomial(1, 0.2, n), 2.0, (0, 10), 200),
        ("no ceiling known", lambda r, n: r.poisson(0.5, n), 0.5, (0, math.inf), 200),
        ("few replications", lambda r, n: r.binomial(4, 0.8, n), 3.2, (0, 4), 20),
    ],
)
def test_intervals_cover(what, draw, truth, bounds, n):
    # 0.004 is the sampling error of 3,000 trials at 0.95; the band is the one asked for of every interval here.
    assert 0.93 <= _covers(draw, truth, bounds, n) <= 0.97, what


def test_students_interval_would_reach_beyond():
    # The case above without bounds: of all replications but two 4 of 4.
    x = np.array([4] * 28 + [0, 1], np.int64)
    assert student(float(x.mean()), float(x.var(ddof=1)), len(x))[1] > 4.0
    assert bounded(float(x.mean()), float(x.var(ddof=1)), len(x), 0.0, 4.0)[1] < 4.0


@pytest.mark.parametrize("name", ["port-raid", "island", "ideal-salvo", "s400"])
def test_every_measure_of_every_key_stays_within_its_bounds(name):
    plan = airdef.load(name)
    kernel = prepare(plan)
    for n in (2, 7, 60):
        statistics = Statistics.of(kernel.columns, CONTINUOUS, engine.simulate(kernel, 3, 0, n))
        limits = Limits(plan)
        named = [("", "", x) for x in measures(statistics, plan).values()]
        named += [
            (d, k, x) for d, keys in by_dimension(statistics, plan).items() for k, v in keys.items() for x in v.values()
        ]
        for dimension, key, x in named:
            if x.name == "probability_no_leaker" or x.n < 2:
                continue
            column = {"first_intercept_time_s": "first_intercept_time"}.get(x.name, x.name.removesuffix("_km"))
            low, high = (v / (1e3 if x.unit == "km" else 1.0) for v in limits.of(column, dimension, key))
            # 1e-6: ranges stand in tables of single precision.
            assert low - 1e-9 <= x.ci95[0] <= x.ci95[1] <= high * (1 + 1e-6) + 1e-9, (dimension, key, x)


def test_rows_never_exceed_the_bounds():
    plan = airdef.load("port-raid")
    kernel = prepare(plan)
    rows = engine.simulate(kernel, 9, 0, 500)
    limits = Limits(plan)
    at = {name: k for k, name in enumerate(kernel.columns)}
    down = engine.breakdown.breakdown(plan)
    for d in down.details:
        column = rows[:, at[d.column]]
        low, high = limits.of(d.measure, d.dimension, d.key)
        assert np.nanmin(column, initial=low) >= low
        assert np.nanmax(column, initial=low) <= high * (1 + 1e-6), d


def test_doctrine_bounds_what_is_fired():
    plan = airdef.load("ideal-salvo")  # one engagement of two missiles at each of ten
    assert Limits(plan).of("engagements") == (0, 10)
    assert Limits(plan).of("missiles_used") == (0, 20)
    assert Limits(plan).of("peak_targets") == (0, 10)
    free = replace(plan.systems[0], doctrine=replace(plan.systems[0].doctrine, rounds=0))
    assert Limits(replace(plan, systems=(free,))).of("missiles_used")[1] > 20


def test_what_cannot_vary_is_a_constant_and_has_no_interval():
    plan = airdef.load("port-raid")
    kernel = prepare(plan)
    statistics = Statistics.of(kernel.columns, CONTINUOUS, engine.simulate(kernel, 3, 0, 50))
    bombers = by_dimension(statistics, plan)["formation"]["bombers"]
    assert bombers["threats"].constant
    assert bombers["threats"].interval_text == "constant"
    assert bombers["threats"].half_width == 0.0
    assert [x is None or math.isnan(x) for x in bombers["threats"].brief()["ci95"]] == [True, True]
    assert not bombers["missiles_used"].constant  # never fired at in fifty replications, but could be
