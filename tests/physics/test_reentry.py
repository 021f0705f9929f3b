"""The fall through the atmosphere, by itself."""

from __future__ import annotations

import math

import numpy as np
import pytest

from airdef.physics.atmosphere import density
from airdef.physics.constants import EARTH_MU, WGS84_A
from airdef.physics.kepler import propagate
from airdef.physics.reentry import fall


def drop(height, speed, beta, ground=0.0, earth_rate=0.0, nodes=2000):
    """Fall straight down at the equator; returns time, state at impact, and the nodes at 1 s."""
    state = np.array([WGS84_A + height, 0.0, 0.0, -speed, 0.0, 0.0])
    grid = np.full((nodes, 3), np.nan)
    time, count = fall(state, 0.0, 1.0, ground, beta, earth_rate, grid)
    return time, state, grid[:count]


def test_without_air_it_is_kepler(validated):
    time, state, nodes = drop(80e3, 500.0, math.inf)
    x, _, _, vx, _, _ = propagate(WGS84_A + 80e3, 0.0, 0.0, -500.0, 0.0, 0.0, time)
    # rounding of a thousand steps
    validated(
        (state[0], state[3]), (x, vx), law="fall without air", against="Kepler's orbit", kind="closed form", abs=1e-5
    )
    assert x == pytest.approx(WGS84_A, abs=1e-5)
    assert nodes[10, 0] == pytest.approx(propagate(WGS84_A + 80e3, 0, 0, -500.0, 0, 0, 10.0)[0], abs=1e-6)


def test_a_slow_body_falls_at_terminal_speed():
    beta = 200.0
    _, state, _ = drop(30e3, 100.0, beta)
    g = EARTH_MU / WGS84_A**2
    terminal = math.sqrt(2.0 * beta * g / density(0.0))
    # The balance lags behind the thickening air by v^2 / (2 g H), about 2 %, of which half shows in v.
    assert -state[3] == pytest.approx(terminal, rel=0.03)
    assert -state[3] > terminal


def test_speed_law_of_a_fast_vertical_entry(validated):
    # At many times the weight, ln(v0 / v) = (mass of air met) / (2 beta), the air's mass being its pressure
    # over g; falling for some 15 s adds 150 m/s, 2 % of the speed.
    beta, v0 = 5000.0, 7000.0
    _, state, _ = drop(80e3, v0, beta)
    g = EARTH_MU / WGS84_A**2
    validated(
        math.log(v0 / -state[3]),
        101_325.0 / g / (2.0 * beta),
        law="speed lost in a fast vertical entry",
        against="mass of air met over 2 beta",
        kind="closed form",
        rel=0.03,
    )


def test_it_ends_at_the_stated_height_with_nodes_beyond():
    time, state, nodes = drop(20e3, 1000.0, 3000.0, ground=1500.0)
    assert state[0] - WGS84_A == pytest.approx(1500.0, abs=1e-4)  # 1e-9 s of a step at 1 km/s
    assert len(nodes) - 1 == math.ceil(time)
    assert nodes[-1, 0] < state[0] < nodes[-2, 0]
    assert np.isnan(nodes[0]).all()  # nodes up to the start are the caller's


def test_the_turning_earth_deflects_a_fall_eastward():
    # d = (1/3) w g t^3 in a uniform field (elementary); the field falls off by 0.6 % over 20 km.
    rate = 7.292115e-5
    time, state, _ = drop(20e3, 0.0, math.inf, earth_rate=rate)
    g = EARTH_MU / (WGS84_A + 10e3) ** 2
    assert state[1] == pytest.approx(rate * g * time**3 / 3.0, rel=0.01)


def test_too_few_nodes_are_reported():
    time, _, nodes = drop(80e3, 100.0, 1.0, nodes=50)
    assert (time, len(nodes)) == (-1.0, 0)
