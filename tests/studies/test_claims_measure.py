"""Under fire at once: counted by hand on small replications, and against the engine's own count."""

import numpy as np
import pytest

from airdef.api import load, prepare
from airdef.engine import Event
from airdef.studies.claims.definitions import Measurement
from airdef.studies.claims.measure import engaged_at_once, values


def event(time, kind, threat, value, unit=0):
    return Event(time, kind, threat, unit, -1, "m", -1, value)


def shot(threat, begin, end, reach, unit=0):
    """Return launch and intercept of one missile."""
    return [event(begin, "launch", threat, end - begin, unit), event(end, "hit", threat, reach, unit)]


def in_order(*shots):
    return sorted((e for s in shots for e in s), key=lambda e: e.time)


def test_overlapping_missiles_at_different_threats_count():
    replication = in_order(shot(0, 0, 10, 150e3), shot(1, 5, 15, 140e3), shot(2, 12, 20, 150e3))
    assert engaged_at_once(replication, {0, 1, 2}, 135e3) == 2


def test_two_missiles_at_one_threat_count_once():
    assert engaged_at_once(in_order(shot(0, 0, 10, 150e3), shot(0, 3, 12, 149e3)), {0}, 135e3) == 1


def test_near_intercepts_and_other_threats_do_not_count():
    replication = in_order(shot(0, 0, 10, 150e3), shot(1, 0, 10, 134e3), shot(2, 0, 10, 150e3))
    assert engaged_at_once(replication, {0, 1}, 135e3) == 1


def test_an_end_comes_before_a_beginning():
    assert engaged_at_once(in_order(shot(0, 0, 10, 150e3), shot(1, 10, 20, 150e3)), {0, 1}, 135e3) == 1


def test_two_units_on_one_threat_are_told_apart():
    replication = in_order(shot(0, 0, 10, 150e3), shot(0, 1, 12, 150e3, unit=1), shot(1, 11, 20, 150e3))
    assert engaged_at_once(replication, {0, 1}, 135e3) == 2


def test_nothing_happened():
    assert engaged_at_once([], {0}, 0.0) == 0


@pytest.fixture(scope="module")
def simulated():
    scenario = load("claim-150km")
    return scenario, prepare(scenario)


def test_at_once_stays_below_the_missile_channels(simulated):
    scenario, kernel = simulated
    anywhere = Measurement(name="engaged_at_once", category="aircraft", beyond="0 km")
    most = values(Measurement(name="peak_missiles"), scenario, kernel, 3, 0, 20)
    at_once = values(anywhere, scenario, kernel, 3, 0, 20)
    assert (at_once > 0).all()
    assert (at_once <= most).all()


def test_values_do_not_depend_on_where_they_begin(simulated):
    scenario, kernel = simulated
    reach = Measurement(name="first_intercept_range")
    whole = values(reach, scenario, kernel, 3, 0, 10)
    assert np.array_equal(whole[4:], values(reach, scenario, kernel, 3, 4, 6))
    assert (whole > 1.0).all()
    assert (whole < 200.0).all(), "in km, within the published range"
