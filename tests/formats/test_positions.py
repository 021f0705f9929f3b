"""Positions are the engine's, and straight lines between the samples kept stay within 10 m of them."""

from functools import partial

import numpy as np
import pytest

import airdef
from airdef import opportunity
from airdef.formats.positions import TOLERANCE, Motions, Way, thinned
from airdef.physics.geodesy import geodetic_to_ecef_array
from airdef.physics.path import waypoint_path
from airdef.physics.trajectory import Trajectory


def farthest(way, where, begin, end, count=4001):
    """Return the greatest distance [m] between what is drawn and where the threat is, at many times."""
    times = np.append(np.linspace(begin, end, count), way.times)
    drawn = np.stack([np.interp(times, way.times, way.ecef[:, k]) for k in range(3)], axis=1)
    return float(np.linalg.norm(drawn - where(times), axis=1).max())


def within(path, times):
    """Return positions at times that rounding may have put an instant beyond the end."""
    return path.position_at(np.clip(times, path.t0, path.t_end))


@pytest.mark.parametrize("name", ["port-raid", "ballistic", "island", "low-level"])
def test_lines_between_samples_stay_near_the_engines_positions(name):
    scenario = airdef.load(name)
    tracks = opportunity.compute_cached(scenario).tracks  # what the engine simulates over
    motions = Motions(scenario)
    for j, plan in enumerate(scenario.threats):
        way = motions.way(j, plan.start_time)
        nodes = np.ascontiguousarray(tracks.ecef[tracks.start[j] : tracks.start[j + 1]])
        engine = Trajectory(tracks.t0[j], tracks.dt[j], tracks.end[j], nodes)
        where = partial(within, engine)
        assert way.times[0] == tracks.t0[j]
        assert way.times[-1] == pytest.approx(tracks.end[j], abs=1e-9)
        assert farthest(way, where, way.times[0], way.times[-1], 1501) <= TOLERANCE


@pytest.mark.parametrize("share", [0.013, 0.27, 0.501, 0.76, 0.999])
def test_a_motion_cut_short_stays_near_as_well(share):
    scenario = airdef.load("ballistic")
    motions = Motions(scenario)
    path = motions.trajectory(0)
    way = motions.way(0, 100.0, 100.0 + share * path.t_end)
    assert way.times[-1] == 100.0 + share * path.t_end
    assert farthest(way, lambda t: path.position_at(t - 100.0), 100.0, way.times[-1]) <= TOLERANCE


def test_few_samples_are_kept_of_straight_flight_and_more_where_it_curves():
    def kept(points, altitude):
        return len(
            thinned(waypoint_path(points, (altitude,) * len(points), (250.0,) * (len(points) - 1), dt=1.0)).times
        )

    straight = kept(((0.0, 0.0), (0.03, 0.0)), 9e3)
    turning = kept(((0.0, 0.0), (0.015, 0.0), (0.015, 0.015)), 9e3)
    # 191 km: a chord sags d^2 / 8 R, 4 m at 14.3 km, so at least 14 stretches; halving needs at most twice that.
    assert 14 <= straight <= 30
    assert turning > straight


def test_degrees_are_rounded_to_decimetres():
    way = Way(np.array([0.12345, 1.0]), geodetic_to_ecef_array(0.1, [0.2, -0.2], [100.0, 0.0]))
    time, lon, lat, height = way.degrees()[0]
    assert (time, height) == (0.123, 100.0)
    back = geodetic_to_ecef_array(np.radians(lat), np.radians(lon), height)
    assert np.linalg.norm(back - way.ecef[0]) < 0.15  # 0.5e-6 deg are 0.06 m, in both directions and in height


def test_the_drawn_position_is_linear_between_samples():
    way = Way(np.array([0.0, 10.0]), np.array([[0.0, 0.0, 0.0], [10.0, 20.0, -30.0]]))
    assert way.at(2.5) == pytest.approx([2.5, 5.0, -7.5])
