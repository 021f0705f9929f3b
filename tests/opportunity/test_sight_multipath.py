"""Multipath over a calm sea: off unless asked for, F^4 low down, nothing over ground or far above the beam."""

from __future__ import annotations

import math

import numpy as np
import pytest

from airdef.opportunity.looks import looks
from airdef.opportunity.sight import Sensor, nose_on, observe, received, sea_factor, sensor, signal_to_noise, target
from airdef.opportunity.trajectories import bodies
from airdef.physics.geodesy import geodesic_direct, geodetic_to_ecef
from airdef.physics.multipath import echo_factor, reflection_point
from airdef.physics.radar import wavelength
from airdef.physics.terrain import Ground
from airdef.scenario import load
from airdef.scenario.plan import Environment, Place

from .builders import ideal_radar, radial, real_radar, scenario, threat

STEP = math.radians(1.0 / 1200.0)
CLEAR, CALM = Environment(gases=False), Environment(gases=False, multipath=True)
BODY = nose_on(1.0, 1)


def flat(height: float) -> Ground:
    """Ground of one height 0.5 degrees around the radar."""
    return Ground(np.full((1201, 1201), height, np.float32), 600 * STEP, -600 * STEP, STEP, STEP, height, 92.6)


def factor(s: Sensor, distance: float, height: float) -> float:
    """What the sea makes of the echo of a body to the north."""
    latitude, longitude, _ = geodesic_direct(0.0, 0.0, 0.0, distance)
    x, y, z = geodetic_to_ecef(float(latitude), float(longitude), height)
    at = (*(observe(s, x, y, z)[k] for k in (0, 3)), x, y, z)
    return received(s, BODY, 1.0, *at) / signal_to_noise(s, BODY, 1.0, *at)


def test_off_by_default_and_for_perfect_radars() -> None:
    assert factor(sensor(real_radar(), CLEAR, ()), 10e3, 30.0) == 1.0
    assert sensor(ideal_radar(), CALM, ()).wave == 0.0
    assert not load("low-level").environment.multipath
    assert load("low-level", {"environment.multipath": "true"}).environment.multipath


def test_close_in_it_is_the_law_of_the_flat_earth() -> None:
    radar = real_radar(antenna_height=10.0)
    s = sensor(radar, CALM, ())
    for distance, height in ((3e3, 5.0), (5e3, 3.0), (5e3, 12.0)):
        expected = echo_factor(distance, 10.0, height, wavelength(radar.frequency))
        # the Earth falls by up to 0.7 m on the way, and the beam takes some off a reflection a quarter degree away
        assert factor(s, distance, height) == pytest.approx(expected, rel=0.25, abs=0.3)


def test_it_goes_to_nought_towards_the_horizon_and_to_one_high_up() -> None:
    s = sensor(real_radar(antenna_height=10.0), CALM, ())
    horizon = math.sqrt(2.0 * s.earth_radius * 10.0) + math.sqrt(2.0 * s.earth_radius * 50.0)
    assert factor(s, 0.99 * horizon, 50.0) < 1e-3
    assert factor(s, 20e3, 3e3) == pytest.approx(1.0, abs=1e-6)  # the reflection is 8 degrees below, far off the beam
    factors = [factor(s, d, 50.0) for d in np.linspace(5e3, 30e3, 400)]
    assert max(factors) > 10.0
    assert min(factors) < 0.05
    assert max(factors) <= 16.0


def test_ground_above_the_sea_reflects_nothing_and_the_sea_of_a_model_does() -> None:
    radar = real_radar(antenna_height=20.0)
    smooth, sea, land = (sensor(radar, CALM, (), *ground) for ground in ((), (flat(0.0),), (flat(5.0),)))
    assert factor(sea, 12e3, 30.0) == factor(smooth, 12e3, 30.0) != 1.0
    assert factor(land, 12e3, 30.0) == 1.0


def test_looks_at_a_low_flyer_have_lobes() -> None:
    radar = real_radar(40e3, antenna_height=10.0, scan_period=0.5, min_elevation=math.radians(-5.0))
    b = target(bodies(scenario((), (threat(radial(altitude=50.0)),)))[0][0])
    plain, lobed = (looks(radar, sensor(radar, air, ()), b) for air in (CLEAR, CALM))
    assert lobed.pd[0] < 0.1 * plain.pd[0]  # near the horizon the two rays cancel
    shared = np.intersect1d(plain.time, lobed.time)
    p, q = (k.pd[np.isin(k.time, shared)] for k in (plain, lobed))
    assert (q > p + 0.01).any()
    assert (q < p - 0.01).any()


@pytest.mark.parametrize("height", [0.0, -5.0])
def test_nothing_comes_from_the_surface_itself(height: float) -> None:
    assert factor(sensor(real_radar(antenna_height=20.0), CALM, ()), 8e3, height) == 0.0
    assert factor(sensor(real_radar(antenna_height=height), CALM, ()), 8e3, 20.0) == 0.0


@pytest.mark.parametrize("away", [0.0, 1.5e3])
def test_ground_counts_where_the_sea_would_reflect(away: float) -> None:
    # From 20 m to 60 m at 12 km: heights over the touching plane in the ratio of the distances, a quarter of the way.
    latitude, longitude, azimuth = 0.6, 0.9, 0.8
    radar = real_radar(antenna_height=20.0, place=Place(latitude, longitude))
    smooth = sensor(radar, CALM, ())
    there = [float(v) for v in geodesic_direct(latitude, longitude, azimuth, 12e3)[:2]]
    at, *_ = reflection_point(12e3, 20.0, 60.0, smooth.earth_radius)
    assert at == pytest.approx(3e3, rel=0.05)  # the Earth falls by a fiftieth of the heights
    hill = [float(v) for v in geodesic_direct(latitude, longitude, azimuth, at + away)[:2]]
    rows, columns = 600 - round((hill[0] - latitude) / STEP), 600 + round((hill[1] - longitude) / STEP)
    heights = np.zeros((1201, 1201), np.float32)
    heights[rows - 3 : rows + 4, columns - 3 : columns + 4] = 4.0  # 650 m across
    ground = Ground(heights, latitude + 600 * STEP, longitude - 600 * STEP, STEP, STEP, 4.0, 76.0)
    s = sensor(radar, CALM, (), ground)
    x, y, z = geodetic_to_ecef(*there, 60.0)
    slant_range = observe(s, x, y, z)[0]
    on_sea, got = (sea_factor(k, slant_range, 60.0, x, y, z) for k in (smooth, s))
    assert got == (on_sea if away else 1.0)
    assert on_sea != 1.0


def test_half_a_metre_over_the_sea_is_not_the_surface() -> None:
    # 2 sin(2 pi 10 x 0.5 / (0.1 x 1000)) = 0.62 to the fourth power, 0.15, by the law of the flat Earth
    assert 0.05 < factor(sensor(real_radar(antenna_height=10.0), CALM, ()), 1e3, 0.5) < 0.5
