"""The plan view's geometry."""

import math

import pytest

from airdef import opportunity
from airdef.report.planview import JAMMER, _box, _flat, _heights, flown_altitude, plan_view
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


def drawn_jammers(scenario):
    axes = plan_view(scenario, opportunity.compute_cached(scenario)).axes[0]
    return [line.get_xydata()[0] for line in axes.lines if line.get_marker() == JAMMER["marker"]], axes


def test_jammers_are_drawn_where_they_stand_and_on_those_that_carry_them():
    (at,), axes = drawn_jammers(load("s400"))
    # 2.4 degrees south and west of the harbour: 265.4 km and 267.0 km along the ellipsoid, to a kilometre
    assert at == pytest.approx([-267.0, -265.4], abs=1.0)
    assert any("stand-off, 10 km" in text.get_text() for text in axes.texts)
    marks, axes = drawn_jammers(load("first-1979"))
    assert len(marks) == 1  # two escorts on one way
    assert marks[0][0] == pytest.approx(11.1, abs=0.5)  # 0.1 degrees east, on the way in
    assert drawn_jammers(load("port-raid"))[0] == []


def test_a_jammer_far_off_is_in_the_picture():
    scenario = load("s400", {"jammers.0.at": [8.0, 8.0]})
    (at,), axes = drawn_jammers(scenario)
    assert axes.get_xlim()[1] > at[0] > 800.0
    assert axes.get_ylim()[1] > at[1] > 800.0
