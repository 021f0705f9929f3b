"""Windows shorter than the steps between judgements, and gaps in windows: closed forms, and fine steps."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from airdef.opportunity import compute
from airdef.scenario.plan import Environment, WaypointMotion

from .builders import ALL, along, dive, ideal_missile, ideal_radar, ideal_unit, real_missile, scenario, system, threat

EDGE = 2e-6  # s: ends are bisected to 1e-6 s from either side


def windows(missile, motion, step):
    """Return the windows of one weapon against one body, with the scenario's time step [s]."""
    unit = ideal_unit(ideal_radar(antenna_height=0.0), (missile,))
    air = Environment(gases=False, time_step=step)
    found = compute(scenario((system(unit),), (threat(motion),), environment=air))
    return list(zip(found.shots.window_open, found.shots.window_close, strict=True))


def slant(begin, end, speed, north=100e3, south=30e3):
    """Return a straight flight from the north to the south, past the launch point, from one altitude to another."""
    return WaypointMotion((along(0.0, north), along(math.pi, south)), (begin, end), (speed,))


def shell(low, high):
    """Return a straight missile of 900 m/s that may meet a body between two slant ranges."""
    return ideal_missile(max_range=(high,) * ALL, min_range=low)


@pytest.mark.parametrize("step", [0.5, 1.0, 7.0, 40.0])
@pytest.mark.parametrize("thick", [200.0, 20.0, 1.0])
@pytest.mark.parametrize("low", [2500.0, 2531.7])
def test_a_shell_thinner_than_a_step(step, thick, low):
    # The dive of 300 m/s is in it for at most two thirds of a second, and for a third of a hundredth.
    (found,) = windows(shell(low, low + thick), dive(101e3), step)
    # A launch when the body is at r meets it at r vm / (vm + vt).
    assert found == pytest.approx([(101e3 - r * 4.0 / 3.0) / 300.0 for r in (low + thick, low)], abs=EDGE)


@pytest.mark.parametrize("step", [1.0, 40.0])
def test_a_slice_of_altitude_thinner_than_a_step(step):
    missile = ideal_missile(max_altitude=(5_050.0,) * ALL, min_altitude=5_000.0)
    (found,) = windows(missile, dive(101e3), step)
    # A dive onto the launch point: altitude is slant range but for the flattening of the Earth, a millimetre here.
    assert found == pytest.approx([(101e3 - r * 4.0 / 3.0) / 300.0 for r in (5_050.0, 5_000.0)], abs=1e-3)


@pytest.mark.parametrize("step", [1.0, 5.0])
def test_a_gap_shorter_than_a_step(step):
    """A fast body passes within the least range, in less than a step: no launch is to meet it there."""
    low = 20e3

    def found(least):
        missile = ideal_missile(min_range=least, max_range=(60e3,) * ALL)
        return windows(missile, slant(low, low, 2_500.0, north=100.6e3, south=100e3), step)  # nearest at 40.24 s

    ((a, b),) = found(low - 5.0)
    one, other = found(low + 5.0)
    assert (one[0], other[1]) == pytest.approx((a, b), abs=EDGE)
    # Within 5 m of the nearest point, on a straight line, for sqrt((r + 5)^2 - r^2) / v on either side.
    half = math.sqrt((low + 5.0) ** 2 - low**2) / 2_500.0
    assert other[0] - one[1] == pytest.approx(2.0 * half, rel=0.01)


@settings(max_examples=25, deadline=None, derandomize=True)
@given(
    low=st.floats(5e3, 80e3),
    thick=st.floats(5.0, 300.0),
    floor=st.floats(0.0, 3e3),
    deep=st.floats(300.0, 20e3),
    speed=st.floats(200.0, 2_500.0),
    step=st.sampled_from([1.0, 4.0, 15.0]),
)
def test_a_coarse_step_finds_what_a_fine_one_finds(low, thick, floor, deep, speed, step):
    missile = real_missile(
        min_range=low, max_range=(low + thick,) * ALL, min_altitude=floor, max_altitude=(floor + deep,) * ALL
    )
    motion = slant(20e3, 1e3, speed)
    coarse, fine = windows(missile, motion, step), windows(missile, motion, 0.05)
    # The trajectory itself is another one, interpolated between nodes that far apart: for this motion no matter.
    assert len(coarse) == len(fine)
    assert np.ravel(coarse) == pytest.approx(np.ravel(fine), abs=1e-4)
