"""The search for the best loft, with costs of a closed form in place of flights: where it looks, and what it takes."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import pytest

from airdef.physics import lofts
from airdef.physics.constants import GRAVITY
from airdef.physics.lofts import Demand
from physics.flights import Phase, vehicle

DRAG = ((0.0, 0.0), (10.0, 0.0))
COST, SEARCH, BEST = (getattr(lofts, name).py_func for name in ("_cost", "_search", "best_flight"))
"""As plain Python, so that what they call can be put in place of it."""

TWO_STAGES = vehicle(
    900.0,
    [Phase(5.0, 0.0, 60.0, 1.0, DRAG, dropped=100.0), Phase(9.0, 0.0, 25.0, 1.0, DRAG), Phase(math.inf, 0, 0, 1, DRAG)],
)._replace(normal=np.array([1.0, 2.0, 0.4]))


@pytest.mark.parametrize("altitude", [0.0, 9e3, 30e3])
def test_the_speed_that_pulls_a_load(altitude):
    # burnt out: 900 - 5 x 60 - 100 - 4 x 25 = 400 kg, and CN S = 0.4 m^2
    air = TWO_STAGES.air[round(altitude / 50.0)]
    got = lofts.required_speed(TWO_STAGES, Demand(0.0, 1.0, 7.0), altitude)
    assert got == pytest.approx(math.sqrt(2.0 * 7.0 * 400.0 * GRAVITY / (float(air[0]) * 0.4)), rel=1e-9)
    assert lofts.required_speed(TWO_STAGES, Demand(0.0, got + 1.0, 7.0), altitude) == got + 1.0
    assert lofts.required_speed(TWO_STAGES, Demand(0.0, got - 1.0, 7.0), altitude) == got
    assert lofts.required_speed(TWO_STAGES, Demand(0.0, 300.0, 0.0), altitude) == 300.0


def test_a_missile_without_a_motor_has_its_launch_mass():
    alone = vehicle(900.0, [Phase(math.inf, 0.0, 0.0, 1.0, DRAG)])._replace(normal=np.array([0.4]))
    least = math.sqrt(2.0 * 3.0 * 900.0 * GRAVITY / (1.225 * 0.4))
    assert lofts.required_speed(alone, Demand(0.0, 1.0, 3.0), 0.0) == pytest.approx(least, rel=1e-6)


def test_a_missile_that_only_boosts_has_what_it_has_not_burnt():
    boosts = vehicle(900.0, [Phase(5.0, 0.0, 60.0, 1.0, DRAG), Phase(math.inf, 0.0, 0.0, 1.0, DRAG)])
    least = math.sqrt(2.0 * 3.0 * 600.0 * GRAVITY / (1.225 * 0.4))
    boosts = boosts._replace(normal=np.array([1.0, 0.4]))
    assert lofts.required_speed(boosts, Demand(0.0, 1.0, 3.0), 0.0) == pytest.approx(least, rel=1e-6)


def flown(monkeypatch, t=50.0, v=400.0, top=9e3, miss=0.0):
    """Let every flight end so, and return what the flights were asked."""
    asked = []
    monkeypatch.setattr(lofts, "fly", lambda *own: asked.append(own) or (t, v, top, miss))
    return asked


def cost(x=3e3, z=4e3, ceiling=10e3, speed=400.0):
    return COST("vehicle", 20.0, x, z, 0.7, 3.4, ceiling, speed)


def test_a_flight_is_asked_for_as_it_is_to_be_flown(monkeypatch):
    asked = flown(monkeypatch)
    assert cost() == (50.0, 50.0, 400.0, 9e3)
    ((*own, trace),) = asked
    assert own == ["vehicle", 20.0, 3e3, 4e3, 0.7, 3.4, 1.0]
    assert trace.shape == (0, 4)


@pytest.mark.parametrize(("miss", "arrives"), [(30.0, True), (30.001, False)])
def test_a_miss_of_a_share_of_the_range_and_20_m_is_an_arrival(monkeypatch, miss, arrives):
    # 5 km: 10 m and 20 m
    flown(monkeypatch, miss=miss)
    assert cost() == ((50.0, 50.0, 400.0, 9e3) if arrives else (1e6 + miss, math.inf, 0.0, 9e3))


def test_what_does_not_arrive_costs_by_how_much_it_misses(monkeypatch):
    flown(monkeypatch, t=math.inf, v=0.0, miss=5.0)
    assert cost() == (1e6 + 5.0, math.inf, 0.0, 9e3)


def test_speed_that_is_missing_costs_and_speed_to_spare_does_not(monkeypatch):
    flown(monkeypatch)
    assert cost(speed=399.0) == (50.0, 50.0, 400.0, 9e3)
    assert cost(speed=407.0) == (50.0 + 70.0, 50.0, 400.0, 9e3)


@pytest.mark.parametrize(("top", "time"), [(10_001.0, 50.0), (10_100.0, 50.0), (10_100.5, math.inf), (12e3, math.inf)])
def test_height_above_the_limit_costs_and_a_hundredth_of_it_is_forgiven(monkeypatch, top, time):
    flown(monkeypatch, top=top)
    assert cost() == (pytest.approx(50.0 + 0.02 * (top - 10e3)), time, 400.0 if time < math.inf else 0.0, top)


# --- the search over climb angles


class Searched(NamedTuple):
    """What a search returned, and the climb angles that it tried."""

    cost: float
    time: float
    speed: float
    climb: float
    top: float
    tried: list[float]


def searched(monkeypatch, function, begin, low=0.1, high=1.5, allowed=lambda climb: True):
    """Search the least of a function of the climb angle; flights that are not allowed take for ever."""
    tried = []

    def costs(*own):
        assert own[:4] == ("vehicle", 20.0, 3e3, 4e3)
        assert own[5:] == (3.4, 10e3, 400.0)
        tried.append(own[4])
        value = function(own[4])
        return (value, value - 1.0, 500.0 + own[4], 1e3 * own[4]) if allowed(own[4]) else (value, math.inf, 0.0, 0.0)

    monkeypatch.setattr(lofts, "_cost", costs)
    got = SEARCH("vehicle", 20.0, 3e3, 4e3, 3.4, 10e3, 400.0, begin, low, high)
    return Searched(*got, tried)


def one_of_its_own(found, function):
    """Check that a search returned the best flight that it tried, whole."""
    best = min(found.tried, key=function)
    assert found.climb == best
    assert found[:3] == (function(best), function(best) - 1.0, 500.0 + best)
    assert found.top == 1e3 * best


@pytest.mark.parametrize("least", [0.1, 0.11, 0.4, 0.77, 1.2, 1.49, 1.5])
@pytest.mark.parametrize("begin", [0.1, 0.3, 0.5, 0.9, 1.44, 1.46, 1.5])
def test_a_search_finds_the_least_within_its_bracket(monkeypatch, least, begin):
    def function(climb):
        return 7.0 + (climb - least) ** 2

    found = searched(monkeypatch, function, begin)
    one_of_its_own(found, function)
    assert abs(found.climb - least) <= 0.03
    assert all(0.1 <= climb <= 1.5 for climb in found.tried)
    assert (
        len(found.tried) <= 16
    )  # 7 by doubling from 0.06 rad to 1.4 rad, turned once, and 8 golden sections to 0.03 rad


def test_steps_double_downhill(monkeypatch):
    found = searched(monkeypatch, lambda climb: -climb, 0.1)
    # 0.06, 0.12, 0.24, 0.48 rad, then what is left of 0.96; behind that the bracket of the end
    assert found.tried[:6] == pytest.approx([0.1, 0.16, 0.28, 0.52, 1.0, 1.5])
    assert found.climb == 1.5
    back = searched(monkeypatch, lambda climb: climb, 1.5)
    assert back.tried[:6] == pytest.approx([1.5, 1.44, 1.32, 1.08, 0.6, 0.1])
    assert back.climb == 0.1


def test_a_search_that_begins_uphill_turns_once(monkeypatch):
    found = searched(monkeypatch, lambda climb: climb, 0.7)
    assert found.tried[:6] == pytest.approx([0.7, 0.76, 0.64, 0.52, 0.28, 0.1])
    # begins at the least: a step to either side, then golden sections of 0.12 rad, the longer part first
    found = searched(monkeypatch, lambda climb: abs(climb - 0.7), 0.7)
    assert found.tried[:3] == pytest.approx([0.7, 0.76, 0.64])
    assert found.climb == 0.7


@pytest.mark.parametrize(("begin", "first"), [(1.44, 1.5), (1.4401, 1.3801)])
def test_a_search_begins_upwards_where_a_step_has_room(monkeypatch, begin, first):
    found = searched(monkeypatch, lambda climb: (climb - 1.42) ** 2, begin)
    assert found.tried[1] == pytest.approx(first)


def test_golden_sections_cut_the_longer_part(monkeypatch):
    found = searched(monkeypatch, lambda climb: (climb - 0.65) ** 2, 0.3)
    # 0.48, 0.72, 1.2 hold the least; then 0.381966 of the longer part, from the middle, until 0.03 rad are left
    cuts = [0.9033, 0.6283, 0.5717, 0.6633, 0.6850, 0.6500, 0.6417]
    assert found.tried == pytest.approx([0.3, 0.36, 0.48, 0.72, 1.2, *cuts], abs=1e-4)
    assert found.climb == pytest.approx(0.65, abs=1e-4)
    # and as a mirror image: 1.02, 0.78, 0.3
    found = searched(monkeypatch, lambda climb: (climb - 0.85) ** 2, 1.2, low=0.0, high=1.25)
    assert found.tried == pytest.approx([1.2, 1.14, 1.02, 0.78, 0.3, *(1.5 - cut for cut in cuts)], abs=1e-4)


def test_what_is_not_allowed_shows_the_way_and_is_not_taken(monkeypatch):
    # the least is at 0.4, allowed is only what lies below 0.3: from 0.9 on the search comes down to it
    def function(climb):
        return (climb - 0.4) ** 2

    found = searched(monkeypatch, function, 0.9, allowed=lambda climb: climb < 0.4)
    inside = [climb for climb in found.tried if climb < 0.4]
    assert inside
    assert found.climb == min(inside, key=function)
    never = searched(monkeypatch, function, 0.9, allowed=lambda climb: False)
    assert never[:5] == (math.inf, math.inf, 0.0, 0.9, math.inf)
    assert min(abs(climb - 0.4) for climb in never.tried) <= 0.03


def test_the_first_flight_counts(monkeypatch):
    found = searched(monkeypatch, lambda climb: abs(climb - 0.7), 0.7)
    assert found[:5] == (0.0, -1.0, 500.7, 0.7, 700.0)


def test_of_equal_flights_the_one_it_begins_with_is_taken(monkeypatch):
    found = searched(monkeypatch, lambda climb: 3.0, 0.7)
    assert found.climb == 0.7
    # a step to either side; then the bracket closes around the middle
    assert found.tried[:5] == pytest.approx([0.7, 0.76, 0.64, 0.7229, 0.6771], abs=1e-4)


def test_a_range_of_no_width_has_one_flight(monkeypatch):
    found = searched(monkeypatch, lambda climb: 3.0, 0.5, low=0.5, high=0.5)
    assert found[:5] == (3.0, 2.0, 500.5, 0.5, 500.0)
    assert set(found.tried) == {0.5}


# --- the choice among navigation constants

ORDER = (2.4, 3.4, 4.6, 6.4, 1.8)
FREE, HELD = 5e3, 9e3
"""Highest altitudes of a flight that its ceiling of 10 km does not hold back, and of one that it does."""


def chosen(monkeypatch, flights, near=None, demand=None, slant=30e3, altitude=2e3, site=100.0):
    """Choose among flights by navigation constant: (cost, time, top) each; what is not named is not to be tried."""
    tried = []

    def search(v, launch, x, z, navigation, ceiling, speed, begin, low, high):
        assert (v, launch) == (TWO_STAGES, site)
        assert math.hypot(x, z) == pytest.approx(slant)
        assert low == math.atan2(z, x)
        assert high == 0.5 * math.pi
        assert ceiling == max(10e3 if demand is None else demand.loft_apogee, altitude) + 1.0
        assert speed == lofts.required_speed(TWO_STAGES, demand or Demand(10e3, 300.0, 3.0), altitude)
        tried.append((navigation, begin))
        cost, t, top = flights[navigation]
        return cost, t, 100.0 * navigation, begin + 0.01 * navigation, top

    monkeypatch.setattr(lofts, "_search", search)
    near = np.zeros(5) if near is None else near
    got = BEST(TWO_STAGES, site, demand or Demand(10e3, 300.0, 3.0), slant, altitude, near)
    return got, tried, near


def sight_of(slant=30e3, altitude=2e3, site=100.0):
    x, z = lofts.end_point(slant, altitude, site)
    return math.atan2(z, x)


def test_a_flight_that_nothing_holds_back_is_taken_at_once(monkeypatch):
    got, tried, near = chosen(monkeypatch, {2.4: (60.0, 60.0, FREE)})
    sight = sight_of()
    assert tried == [(2.4, sight)]
    assert got == (60.0, 240.0, pytest.approx(sight + 0.024), 2.4)
    assert near == pytest.approx([0.024, 0.0, 0.0, 0.0, 0.0])


@pytest.mark.parametrize(("top", "constants"), [(0.8 * 10_001.0 - 1e-6, 1), (0.8 * 10_001.0, 2)])
def test_a_flight_is_held_back_from_four_fifths_of_the_ceiling_on(monkeypatch, top, constants):
    _, tried, _ = chosen(monkeypatch, {2.4: (60.0, 60.0, top), 3.4: (61.0, 61.0, FREE)})
    assert [navigation for navigation, _ in tried] == list(ORDER[:constants])


def test_held_back_the_next_constants_are_tried_while_they_gain(monkeypatch):
    flights = {2.4: (60.0, 60.0, HELD), 3.4: (58.0, 58.0, HELD), 4.6: (59.0, 59.0, HELD)}
    got, tried, near = chosen(monkeypatch, flights, np.array([0.1, 0.2, 0.3, 0.4, 0.5]))
    sight = sight_of()
    assert [navigation for navigation, _ in tried] == [2.4, 3.4, 4.6]
    assert [begin for _, begin in tried] == pytest.approx([sight + 0.1, sight + 0.2, sight + 0.3])
    assert got == (58.0, 340.0, pytest.approx(sight + 0.2 + 0.034), 3.4)
    assert near == pytest.approx([0.124, 0.234, 0.346, 0.4, 0.5])


def test_equal_costs_are_no_gain(monkeypatch):
    got, tried, _ = chosen(monkeypatch, {2.4: (60.0, 60.0, HELD), 3.4: (60.0, 60.0, HELD)})
    assert got[3] == 2.4
    assert len(tried) == 2


def test_flights_that_gain_are_tried_to_the_last_early_one(monkeypatch):
    flights = {n: (60.0 - k, 60.0 - k, HELD) for k, n in enumerate(ORDER)}
    got, tried, _ = chosen(monkeypatch, flights)
    # the late dive is for those that are too slow: this one is not
    assert [navigation for navigation, _ in tried] == [2.4, 3.4, 4.6, 6.4]
    assert got[3] == 6.4


def test_a_flight_that_is_too_slow_has_all_constants_tried(monkeypatch):
    # what it is too slow by costs; that it is far below the ceiling does not help it
    flights = {n: (90.0 - k, 60.0, FREE) for k, n in enumerate(ORDER)}
    got, tried, _ = chosen(monkeypatch, flights)
    assert [navigation for navigation, _ in tried] == list(ORDER)
    assert got[3] == 1.8
    one_fast = flights | {6.4: (55.0, 55.0, FREE)}
    got, tried, _ = chosen(monkeypatch, one_fast)
    assert [navigation for navigation, _ in tried] == [2.4, 3.4, 4.6, 6.4]
    assert got[:2] == (55.0, 640.0)


@pytest.mark.parametrize("straight", [(50.0, 40.0, 250.0, 5e3), (1e6, math.inf, 0.0, 5e3)])
def test_where_no_search_finds_a_flight_the_line_of_sight_is_tried(monkeypatch, straight):
    asked = []
    monkeypatch.setattr(lofts, "_cost", lambda *own: asked.append(own) or straight)
    got, tried, near = chosen(monkeypatch, dict.fromkeys(ORDER, (math.inf, math.inf, math.inf)))
    assert [navigation for navigation, _ in tried] == list(ORDER)
    assert near == pytest.approx([0.01 * n for n in ORDER])
    assert got == (*straight[1:3], sight_of(), 1.8)
    ((v, site, x, z, climb, navigation, ceiling, speed),) = asked
    assert (v, site, climb, navigation, ceiling) == (TWO_STAGES, 100.0, sight_of(), 1.8, math.inf)
    assert (x, z) == lofts.end_point(30e3, 2e3, 100.0)
    assert speed == lofts.required_speed(TWO_STAGES, Demand(10e3, 300.0, 3.0), 2e3)


def test_a_search_begins_no_higher_than_straight_up(monkeypatch):
    _, tried, _ = chosen(monkeypatch, {2.4: (60.0, 60.0, FREE)}, np.full(5, 1.9))
    assert tried == [(2.4, 0.5 * math.pi)]


@pytest.mark.parametrize("loft", [0.0, -1.0])
def test_without_a_loft_one_flight_along_the_line_of_sight_is_flown(monkeypatch, loft):
    asked = []
    monkeypatch.setattr(lofts, "_cost", lambda *own: asked.append(own) or (50.0, 40.0, 600.0, 5e3))
    got, tried, near = chosen(monkeypatch, {}, demand=Demand(loft, 300.0, 3.0), near=np.full(5, 0.2))
    sight = sight_of()
    assert got == (40.0, 600.0, sight, 1.8)
    assert tried == []
    assert (near == 0.2).all()
    ((v, site, x, z, climb, navigation, ceiling, speed),) = asked
    assert (v, site, climb, navigation, ceiling) == (TWO_STAGES, 100.0, sight, 1.8, math.inf)
    assert (x, z) == lofts.end_point(30e3, 2e3, 100.0)
    assert speed == lofts.required_speed(TWO_STAGES, Demand(0.0, 300.0, 3.0), 2e3)


def test_the_least_loft_is_a_loft(monkeypatch):
    # a ceiling of the target's own height, and the constants as ever
    _, tried, _ = chosen(monkeypatch, {2.4: (60.0, 60.0, 1e3)}, demand=Demand(1e-3, 300.0, 3.0))
    assert [navigation for navigation, _ in tried] == [2.4]


@pytest.mark.parametrize(("off", "searches"), [(0.9e-3, 0), (1.1e-3, 1)])
def test_straight_up_there_is_no_loft_to_choose(monkeypatch, off, searches):
    monkeypatch.setattr(lofts, "_cost", lambda *own: (50.0, 40.0, 600.0, 5e3))
    monkeypatch.setattr(lofts, "end_point", lambda *own: (20e3 * math.sin(off), 20e3 * math.cos(off)))
    own = {"slant": 20e3, "altitude": 20e3, "demand": Demand(25e3, 300.0, 3.0)}
    got, tried, _ = chosen(monkeypatch, {2.4: (60.0, 60.0, 5e3)}, **own)
    assert len(tried) == searches
    assert got[0] == (60.0 if searches else 40.0)
