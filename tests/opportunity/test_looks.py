"""Looks: when, with what probability, and the chain of the track."""

from __future__ import annotations

import math

import numpy as np
import pytest

from airdef.opportunity import Opportunities, compute
from airdef.opportunity.looks import LookList, _perfect_looks, looks
from airdef.opportunity.sight import sensor, target
from airdef.opportunity.tables import look_times
from airdef.opportunity.trajectories import bodies
from airdef.physics.constants import EARTH_RADIUS_MEAN
from airdef.physics.geodesy import geodetic_to_ecef
from airdef.physics.refraction import line_of_sight_range
from airdef.physics.tracking import drop_bound, firm_cdf
from airdef.physics.trajectory import position
from airdef.scenario.plan import Environment, RadarPlan, ThreatPlan, WaypointMotion

from .builders import HERE, along, ideal_radar, ideal_unit, radial, real_radar, scenario, system, threat


def looks_of(radar: RadarPlan, plan: ThreatPlan) -> LookList:
    air = Environment(gases=False)
    found, _ = bodies(scenario((), (plan,), environment=air))
    return looks(radar, sensor(radar, air, ()), target(found[0]))


def slant_range(found: Opportunities, j: int, t: float, antenna_height: float = 10.0) -> float:
    a, b = found.tracks.start[j : j + 2]
    here = position(found.tracks.ecef[a:b], found.tracks.t0[j], found.tracks.dt[j], t)
    return math.dist(here, geodetic_to_ecef(0.0, 0.0, antenna_height))


@pytest.mark.parametrize(("altitude", "begin"), [(30.0, 60e3), (1000.0, 200e3), (10e3, 500e3)])
def test_first_look_at_the_horizon(altitude: float, begin: float) -> None:
    plan = scenario((system(ideal_unit()),), (threat(radial(0.3, begin, altitude=altitude)),))
    found = compute(plan, threads=1)
    expected = line_of_sight_range(10.0, altitude, EARTH_RADIUS_MEAN * 4.0 / 3.0)
    # The instant is refined to 1e-6 s, in which the target moves 0.3 mm; altitudes between nodes are true
    # to less than a millimetre, which at grazing moves the horizon by some centimetres: 0.1 m.
    assert slant_range(found, 0, found.looks.time[0]) == pytest.approx(expected, abs=0.1)
    assert np.diff(found.looks.time) == pytest.approx(1.0, abs=1e-9)
    assert np.all(found.looks.pd == 1.0)
    assert found.looks.firm_cdf[0] == 1.0


def crossing() -> WaypointMotion:
    """North of the radar, out to the east and back: in the northern sector, out of it, and in again."""
    points = (along(0.0, 60e3), along(math.radians(60.0), 90e3), along(0.0, 80e3))
    return WaypointMotion(points, (8e3,) * 3, (250.0,) * 2)


def test_perfect_radar_with_a_gap() -> None:
    radar = ideal_radar(sector_width=math.radians(60.0), scan_period=3.0)
    found = looks_of(radar, threat(crossing()))
    changes = np.flatnonzero(np.diff(found.pd))
    assert list(found.pd[[0, changes[0] + 1, changes[1] + 1]]) == [1.0, 0.0, 1.0]
    assert len(changes) == 2
    assert np.all(np.diff(found.time) > 0.0)
    back = changes[1] + 1  # the first look of the second coverage: on the sector's edge
    # 250 m/s seen at some 70 km turn the bearing by at most 4 mrad/s, times the 1e-6 s of refinement
    assert bearing(threat(crossing()), found.time[back]) == pytest.approx(math.radians(30.0), abs=1e-8)
    assert np.diff(found.time[:back]) == pytest.approx(3.0, abs=1e-9)
    assert np.diff(found.time[back:]) == pytest.approx(3.0, abs=1e-9)


def bearing(plan: ThreatPlan, t: float) -> float:
    """Azimuth from 0 N 0 E, 10 m up, in which east is y and north is z."""
    found, _ = bodies(scenario((), (plan,)))
    path = found[0].trajectory
    _, y, z = position(path.ecef, path.t0, path.dt, t)
    return math.atan2(y, z)


def test_nothing_outside_the_sector() -> None:
    radar = real_radar(sector_width=math.radians(60.0), facing=math.pi)
    assert looks_of(radar, threat(crossing())).time.size == 0
    assert looks_of(ideal_radar(sector_width=1.0, facing=math.pi), threat(crossing())).time.size == 0


def test_sector_radar_looks_from_the_start_and_only_in_its_sector() -> None:
    radar = real_radar(sector_width=math.radians(60.0), scan_period=2.0, drop_misses=2)
    found = looks_of(radar, threat(crossing()))
    assert found.time[0] == 0.0
    assert np.diff(found.time) == pytest.approx(2.0, abs=1e-9)
    for t, pd in zip(found.time, found.pd, strict=True):
        assert (pd > 0.0) == (bearing(threat(crossing()), t) <= math.radians(30.0))


@pytest.mark.parametrize("degrees", [0.0, 90.0, 225.0])
def test_rotating_radar_looks_when_the_beam_passes(degrees: float) -> None:
    radar = real_radar(scan_period=8.0)
    found = looks_of(radar, threat(radial(math.radians(degrees), 50e3, 10e3)))
    # The bearing is that of the geodesic at its far end, seen from 0 N: equal to well below 1e-6 rad here.
    assert found.time[0] == pytest.approx(8.0 * degrees / 360.0, abs=1e-5)
    assert np.diff(found.time) == pytest.approx(8.0, abs=1e-9)


def test_useless_looks_are_dropped_but_for_the_misses_that_drop_a_track() -> None:
    # Flies in at 200 m from beyond the horizon, over the radar and away below it again.
    motion = WaypointMotion((along(0.0, 120e3), along(math.pi, 120e3)), (200.0, 200.0), (300.0,))
    found = looks_of(real_radar(drop_misses=4, scan_period=1.0, max_elevation=0.5), threat(motion))
    assert found.pd[0] >= 1e-6
    assert np.all(found.pd[-4:] < 1e-6)
    assert found.pd[-5] >= 1e-6
    assert np.any(found.pd[1:-5] == 0.0)  # overhead, above the maximum elevation: misses in between are kept


def test_the_beam_is_where_it_meets_the_body_at_its_start() -> None:
    # Due east at its start, and across the beam at 3 degrees a second from then on.
    motion = WaypointMotion((along(0.5 * math.pi, 5e3), along(0.25 * math.pi, 30e3)), (2e3, 2e3), (300.0,))
    assert looks_of(real_radar(scan_period=8.0), threat(motion)).time[0] == pytest.approx(2.0, abs=1e-5)


def test_a_motion_that_ends_before_the_beam_comes_is_not_looked_at() -> None:
    # At 350 degrees, passed after 19.4 s of a turn of 20 s; it flies for 10 s.
    found = looks_of(real_radar(scan_period=20.0), threat(radial(math.radians(350.0), 50e3, 47.5e3, speed=250.0)))
    assert found.time.size == 0


def test_a_sector_of_355_degrees_is_looked_at_all_the_time() -> None:
    found = looks_of(real_radar(scan_period=8.0, sector_width=math.radians(355.0)), threat(radial(1.2, 50e3, 10e3)))
    assert found.time[0] == 0.0  # a rotating beam would pass it a fifth of a turn later


def test_looks_go_on_to_the_end_of_the_motion() -> None:
    plan = threat(radial(begin=120e3, end=50e3))
    (body,), _ = bodies(scenario((), (plan,)))
    found = looks_of(real_radar(sector_width=math.radians(60.0), scan_period=5.0), plan)
    last = math.floor(body.trajectory.t_end / 5.0) * 5.0
    assert found.time == pytest.approx(np.arange(0.0, last + 1.0, 5.0), abs=1e-9)


@pytest.mark.parametrize(("end", "last"), [(30.0, 29.2), (31.2, 31.2), (21.0, 20.2)])
def test_a_perfect_radar_looks_on_from_each_coverage_to_the_next(end: float, last: float) -> None:
    # Every second from 0 s, from 10 s, and from 20.2 s on; seen up to 2.5, 14 and 22.2 s.
    seen = np.array([[0.0, 2.5], [10.0, 14.0], [20.2, 22.2]])
    times, pd = _perfect_looks(seen, 1.0, end)
    wanted = np.array([*range(21), *np.arange(20.2, last + 0.1, 1.0)])
    assert times == pytest.approx(wanted, abs=1e-9)
    assert pd.tolist() == [float(t <= 2.5 or 10.0 <= t <= 14.0 or 20.1 < t < 22.3) for t in wanted]


@pytest.mark.parametrize("end", [5.0, 5.5])
def test_a_perfect_radar_looks_at_the_end_as_well(end: float) -> None:
    times, pd = _perfect_looks(np.array([[0.0, end]]), 1.0, end)
    assert times.tolist() == [0.0, 1.0, 2.0, 3.0, 4.0, 5.0]
    assert pd.tolist() == [1.0] * 6


@pytest.mark.parametrize(("period", "looks"), [(0.5, 21), (2.0, 6), (3.0, 4)])
def test_a_perfect_radar_looks_once_in_a_period(period: float, looks: int) -> None:
    times, _ = _perfect_looks(np.array([[4.0, 14.0]]), period, 14.0)
    assert times == pytest.approx(4.0 + period * np.arange(looks))


@pytest.mark.parametrize(("times", "step"), [([3.0, 5.0, 7.0], 2.0), ([3.0, 4.0, 7.0], 0.0), ([], 2.0)])
def test_times_count_from_the_start_of_the_threat(times: list[float], step: float) -> None:
    none = np.zeros(len(times))
    found = LookList(np.array(times), none.astype(np.float32), none, none, step)
    assert look_times(found.time, found.step, 100.0).tolist() == [100.0 + t for t in times]


def test_even_times_follow_from_the_first_to_the_bit() -> None:
    none = np.zeros(50)
    first, step = 0.1, 0.7
    found = LookList(first + step * np.arange(50), none.astype(np.float32), none, none, step)
    assert look_times(found.time, found.step, 1e5 + 0.3).tolist() == [
        (first + (1e5 + 0.3)) + k * step for k in range(50)
    ]


@pytest.mark.parametrize("degrees", [90.0, 225.0, 350.0])
def test_a_rotating_beam_looks_up_to_the_end_of_the_motion(degrees: float) -> None:
    plan = threat(radial(math.radians(degrees), 120e3, 60e3))
    (body,), _ = bodies(scenario((), (plan,)))
    found = looks_of(real_radar(scan_period=8.0), plan)
    assert body.trajectory.t_end - 8.0 < found.time[-1] <= body.trajectory.t_end
    assert found.step == 8.0
    assert looks_of(ideal_radar(scan_period=8.0), plan).step == 0.0


def test_a_list_of_looks_equals_nothing_but_itself() -> None:
    none = np.zeros(2)
    one, other = (LookList(none, none.astype(np.float32), none, none, 1.0) for _ in range(2))
    assert one != other
    assert {one: "one", other: "other"}[other] == "other"


def test_a_list_without_looks_is_empty() -> None:
    found = looks_of(real_radar(sector_width=1.0, facing=math.pi), threat(radial()))
    assert [a.size for a in (found.time, found.pd, found.firm_cdf, found.drop_bound)] == [0] * 4
    assert found.step == 0.0


def test_chain_is_that_of_the_listed_looks() -> None:
    radar = real_radar(confirm_m=3, confirm_n=5, drop_misses=3)
    found = looks_of(radar, threat(radial(begin=250e3, end=50e3)))
    # the same compiled functions on the same numbers: equal to the bit
    assert np.array_equal(found.firm_cdf, firm_cdf(found.pd.astype(np.float64), 3, 5))
    assert np.array_equal(found.drop_bound, drop_bound(found.pd.astype(np.float64), 3))
    assert 0.0 < found.firm_cdf[3] < found.firm_cdf[-1] <= 1.0


def test_scan_period_must_be_positive() -> None:
    with pytest.raises(ValueError, match=r"scan_period is 0\.0 s, expected a time above 0 s"):
        sensor(ideal_radar(scan_period=0.0), Environment(), ())


def test_engagement_and_surveillance_radars_in_flattened_order() -> None:
    short = real_radar(30e3, place=HERE)
    plan = scenario((system(ideal_unit(short), surveillance=(ideal_radar(),)),), (threat(radial()),))
    found = compute(plan, threads=1)
    counts = np.diff(found.looks.start)
    assert len(counts) == 2
    assert counts[0] > 900  # the ideal surveillance radar comes first: every second of the flight
    assert counts[1] < 200
