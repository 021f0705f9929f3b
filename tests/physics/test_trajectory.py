"""Interpolation between nodes."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from airdef.physics.trajectory import Trajectory, node_count, position, velocity


def cubic_motion(n: int = 12, dt: float = 0.5, t0: float = 3.0):
    coefficients = np.random.default_rng(11).normal(size=(4, 3)) * np.array([[1e6], [1e3], [10.0], [1.0]])
    times = t0 + dt * np.arange(n)
    powers = (times - t0)[:, None] ** np.arange(4)
    return coefficients, Trajectory(t0, dt, times[-1], powers @ coefficients)


@settings(deadline=None)  # the first call compiles
@given(st.floats(0.0, 5.5))
def test_a_cubic_motion_is_reproduced(elapsed):
    coefficients, trajectory = cubic_motion()
    at = trajectory.t0 + elapsed
    # 1e-8 m and 1e-6 m/s: rounding of positions of 1e6 m, over half a second for the velocity
    assert trajectory.position_at(at) == pytest.approx(elapsed ** np.arange(4) @ coefficients, abs=1e-8)
    rate = np.arange(1, 4) * elapsed ** np.arange(3) @ coefficients[1:]
    assert trajectory.velocity_at(at) == pytest.approx(rate, abs=1e-6)


def test_nodes_are_met():
    _, trajectory = cubic_motion()
    times = trajectory.t0 + trajectory.dt * np.arange(12)
    assert trajectory.position_at(times) == pytest.approx(trajectory.ecef, abs=1e-9)


def test_error_bounds_of_the_docstring(validated):
    w, dt = 0.8, 1.0  # fourth derivative of sin(w t) is at most w^4
    t = np.arange(40) * dt
    trajectory = Trajectory(0.0, dt, 39.0, np.stack([np.sin(w * t)] * 3, axis=1))
    fine = np.linspace(0.0, 39.0, 4000)
    error = np.abs(trajectory.position_at(fine)[:, 0] - np.sin(w * fine))
    inner = (fine >= 1.0) & (fine <= 38.0)
    validated(
        error[inner].max(),
        0.0,
        law="cubic interpolation",
        against="error bound of the cubic, 3/128 of d4x/dt4",
        kind="closed form",
        abs=3.0 / 128.0 * w**4,
    )
    assert error.max() < w**4 / 24.0
    assert error[inner].max() > 0.2 * 3.0 / 128.0 * w**4  # the bound is not idle


def test_a_corner_is_rounded_within_the_stated_bound():
    t = np.arange(20.0)
    worst = 0.0
    fine = np.linspace(0.0, 19.0, 20_001)
    for corner in np.linspace(9.0, 10.0, 21):
        ecef = np.zeros((20, 3))
        ecef[:, 0] = np.maximum(t - corner, 0.0)  # velocity steps by 1 m/s
        error = Trajectory(0.0, 1.0, 19.0, ecef).position_at(fine)[:, 0] - np.maximum(fine - corner, 0.0)
        worst = max(worst, np.abs(error).max())
    assert 0.18 < worst < 0.19


def test_compiled_scalars_equal_the_arrays():
    _, trajectory = cubic_motion()
    times = np.array([[3.0, 4.2], [5.1, 8.5]])
    got, rate = trajectory.position_at(times), trajectory.velocity_at(times)
    assert got.shape == (2, 2, 3)
    arrays = trajectory.ecef, trajectory.t0, trajectory.dt
    assert tuple(got[1, 0]) == position(*arrays, 5.1)
    assert tuple(rate[1, 0]) == velocity(*arrays, 5.1)


@pytest.mark.parametrize(("duration", "dt", "count"), [(0.5, 1.0, 4), (9.0, 1.0, 10), (9.1, 1.0, 11)])
def test_node_count_covers_the_motion(duration, dt, count):
    assert node_count(duration, dt) == count


def test_bad_trajectories_are_refused():
    ecef = np.zeros((5, 3))
    with pytest.raises(ValueError, match="n >= 4"):
        Trajectory(0.0, 1.0, 1.0, ecef[:3])
    with pytest.raises(ValueError, match="dt is 0"):
        Trajectory(0.0, 0.0, 0.0, ecef)
    with pytest.raises(ValueError, match=r"t_end is 4\.5"):
        Trajectory(0.0, 1.0, 4.5, ecef)
    with pytest.raises(ValueError, match="expected times within"):
        Trajectory(0.0, 1.0, 3.5, ecef).position_at([1.0, 3.6])
