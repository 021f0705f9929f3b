"""The coverage picture's curves against the laws they are drawn from."""

from dataclasses import replace

import numpy as np
import pytest

from airdef.opportunity.sight import sensor
from airdef.physics.constants import EARTH_RADIUS_MEAN
from airdef.physics.detection import required_snr
from airdef.physics.radar import calibrated_range
from airdef.physics.refraction import line_of_sight_range, slant_range_over_ground
from airdef.report.heights import _detection, _ground
from airdef.scenario import load

EARTH = 4.0 / 3.0 * EARTH_RADIUS_MEAN


@pytest.fixture(scope="module")
def radar_and_threat():
    scenario = load("port-raid")
    return scenario, scenario.systems[0].surveillance[0], scenario.threats[0]


def test_detection_without_air_is_the_radar_equation(radar_and_threat):
    scenario, radar, threat = radar_and_threat
    heights = np.array([8_000.0, 10_000.0])
    s = sensor(radar, replace(scenario.environment, gases=False), ())
    found = _detection(s, radar, threat, heights, radar.antenna_height, np.full(2, 1e6))
    needed = required_snr(0.5, radar.pfa, radar.pulses, threat.swerling)
    # Bisection over some 300 km in 24 steps ends within 2 cm.
    assert found == pytest.approx(float(calibrated_range(s.constant, threat.rcs[0], needed)), abs=0.1)


def test_horizon_limits_detection(radar_and_threat):
    scenario, radar, threat = radar_and_threat
    horizon = np.array([line_of_sight_range(radar.antenna_height, 100.0, EARTH)])
    big = replace(threat, rcs=(1e4, 1e4, 1e4))
    s = sensor(radar, scenario.environment, ())
    found = _detection(s, radar, big, np.array([100.0]), radar.antenna_height, horizon)
    assert found == pytest.approx(horizon, abs=0.1)  # as above


def test_ground_range_inverts_the_slant_range():
    heights = np.array([0.0, 1e3, 2e4])
    slant = np.array([slant_range_over_ground(1e5, 8.0, h, EARTH) for h in heights])
    assert _ground(slant, 8.0, heights, EARTH) == pytest.approx(1e5, rel=1e-12)  # rounding only
    assert np.isnan(_ground(np.array([1e3]), 0.0, np.array([2e3]), EARTH)).all()
