import math

import numpy as np
import pytest

from airdef.measures import CONTINUOUS, MEASURES, NAMES
from airdef.measures.raid import NO_LEAKER
from airdef.outcome.bounds import Limits
from airdef.outcome.measures import (
    by_class,
    leak_reasons,
    measure,
    measures,
)
from airdef.outcome.statistics import Statistics
from outcome.fakes import COLUMNS, FIGHTERS, SRBMS, scenario, simulate

N = 20_000
ROWS = simulate(0, N)
STATISTICS = Statistics.of(COLUMNS, CONTINUOUS, ROWS)


def column(name):
    return ROWS[:, COLUMNS.index(name)]


def test_every_column_of_the_engine_is_accounted_for():
    # `draws` is the engine's own measure of work and is not printed.
    plain = {c for c in COLUMNS if ":" not in c}
    assert {d.column for d in MEASURES} == plain - {"draws"}
    assert plain >= CONTINUOUS


def test_means_hold_the_truth():
    m = measures(STATISTICS, scenario())
    threats, p = FIGHTERS + SRBMS, 0.1
    assert m["leakers"].ci95[0] <= threats * p <= m["leakers"].ci95[1]
    assert m[NO_LEAKER.name].ci95[0] <= (1 - p) ** threats <= m[NO_LEAKER.name].ci95[1]
    assert m["leakers"].mean + m["kills"].mean == pytest.approx(threats, rel=1e-12)
    assert m["leakers"].sd == pytest.approx(column("leakers").std(ddof=1), rel=1e-12)


def test_measures_rest_on_the_replications_that_have_the_event():
    x = measure(STATISTICS, scenario(), "first_intercept_range_km")
    has = ~np.isnan(column("first_intercept_range"))
    assert x.n == has.sum() < N
    assert x.unit == "km"
    assert x.mean == pytest.approx(column("first_intercept_range")[has].mean() / 1e3, rel=1e-12)
    assert x.quantiles[0.5].value == pytest.approx(np.median(column("first_intercept_range")[has]) / 1e3, rel=1e-3)
    assert x.quantiles[0.5].ci95[0] < x.quantiles[0.5].value < x.quantiles[0.5].ci95[1]


def test_an_event_that_never_happens_is_not_known():
    rows = simulate(0, 50)
    rows[:, COLUMNS.index("first_kill_range")] = np.nan
    x = measure(Statistics.of(COLUMNS, CONTINUOUS, rows), scenario(), "first_kill_range_km")
    assert x.n == 0
    assert all(math.isnan(v) for v in (x.mean, x.sd, *x.ci95, x.quantiles[0.5].value))


def test_nothing_exceeds_its_ceiling():
    limits = Limits(scenario())
    assert limits.of("leakers") == (0, FIGHTERS + SRBMS)
    assert limits.of("kills", "class", "srbm") == (0, 0)  # nobody shoots
    assert limits.of("leakers", "class", "srbm") == (0, SRBMS)
    m = measures(Statistics.of(COLUMNS, CONTINUOUS, simulate(0, 100, p_leak=1.0)), scenario())
    assert m["leakers"].ci95[1] == FIGHTERS + SRBMS
    assert m["leakers"].ci95[0] < FIGHTERS + SRBMS
    assert m[NO_LEAKER.name].ci95[0] == 0.0
    assert 0 < m[NO_LEAKER.name].ci95[1] < 0.05


def test_value_never_lost_may_still_be_lost_at_once():
    x = measure(Statistics.of(COLUMNS, CONTINUOUS, simulate(0, 1_000, p_leak=0.0)), scenario(), "asset_value_lost")
    assert x.mean == 0.0
    # All of the port's 4 points, with the probability that none in 1,000 leaves: 3.84 / 1,003.84.
    assert x.ci95[1] == pytest.approx(4 * 3.8415 / 1003.8415, rel=1e-4)


def test_by_class_adds_up():
    classes = by_class(STATISTICS, scenario())
    assert list(classes) == ["fighter", "srbm"]
    assert classes["fighter"].threats == FIGHTERS
    assert sum(c.leakers for c in classes.values()) == pytest.approx(column("leakers").mean(), rel=1e-12)
    assert all(c.passed == 0.0 for c in classes.values())
    low, high = classes["srbm"].leakers_ci95
    assert low < classes["srbm"].leakers < high


def test_leak_reasons_sum_to_the_leakers():
    reasons = leak_reasons(STATISTICS, scenario())
    assert sum(mean for mean, _ in reasons.values()) == pytest.approx(column("leakers").mean(), rel=1e-12)
    assert reasons["outside-the-envelope"][0] > 0


def test_a_leaker_without_a_reason_is_refused():
    rows = simulate(0, 10)
    rows[0, COLUMNS.index("leakers")] += 1
    with pytest.raises(ValueError, match="have a leak reason"):
        leak_reasons(Statistics.of(COLUMNS, CONTINUOUS, rows), scenario())


def test_an_unknown_measure_names_the_nearest():
    with pytest.raises(ValueError, match="nearest: 'leakers'"):
        measure(STATISTICS, scenario(), "leekers")
    assert len(set(NAMES)) == len(NAMES)
