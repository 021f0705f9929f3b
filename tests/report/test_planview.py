"""The plan view's geometry."""

import math

import pytest

from airdef.report.planview import _box, _flat, _heights, flown_altitude
from airdef.scenario import load
from airdef.scenario.plan import Place


def test_east_and_north_have_their_signs():
    east, north = _flat(Place(0.0, 0.0), [0.0, math.radians(1.0)], [math.radians(1.0), 0.0])
    # On WGS-84 a degree is 111.32 km along the equator and 110.57 km along the meridian there.
    assert east == pytest.approx([111.32, 0.0], abs=0.01)
    assert north == pytest.approx([0.0, 110.57], abs=0.01)


def test_box_is_square_and_holds_all():
    west, east, south, north = _box([(-10.0, 0.0), (30.0, 5.0)])
    assert east - west == pytest.approx(north - south)
    assert west < -10.0 < 30.0 < east
    assert south < 0.0
    assert north > 5.0


def test_altitudes_are_those_flown_at():
    scenario = load("port-raid")
    lowest = min(h for h in map(flown_altitude, scenario.threats) if h is not None)
    assert _heights(scenario)[0] == round(lowest) == 50
    assert [flown_altitude(t) for t in scenario.threats if t.threat_class == "srbm"] == [None] * 4
    # The weapons of the anti-radiation kind end at the ground; that is where they hit, not where they fly.
    assert all(h > 1.0 for h in _heights(load("first-1979")))
