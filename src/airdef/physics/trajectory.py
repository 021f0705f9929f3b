"""The motion of a body as positions on an even time grid, and what lies between the nodes.

Between nodes the position is the cubic (Lagrange) polynomial through the four nearest nodes: for a motion
with fourth derivative s [m/s^4] the error is below 3/128 s dt^4 between inner nodes and below s dt^4 / 24 in
the first and last interval. Linear interpolation would be wrong by a dt^2 / 8, more than 20 m for a
ballistic re-entry at dt = 1 s. Where the motion has a corner (velocity changes by |dv| in no time) the
cubic rounds it, off by at most 0.19 |dv| dt.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from airdef.jit import part

F64 = NDArray[np.float64]

MIN_NODES = 4


@dataclass(frozen=True, eq=False)
class Trajectory:
    """Positions of a body from `t0` to `t_end`.

    t0    : time of the first node [s]
    dt    : node spacing [s], above zero
    t_end : exact time at which the motion ends (arrival, or leaving) [s]
    ecef  : float64[n, 3], n >= 4, C-contiguous; node i is the position at t0 + i * dt [m]

    The nodes cover [t0, t_end]: the last one is at or after `t_end`, on the motion continued beyond its end
    so that interpolation holds in the whole interval. Raises ValueError if they do not.
    """

    t0: float
    dt: float
    t_end: float
    ecef: F64

    def __post_init__(self) -> None:
        if self.ecef.ndim != 2 or self.ecef.shape[1] != 3 or self.ecef.shape[0] < MIN_NODES:
            msg = f"Trajectory: ecef has shape {self.ecef.shape}, expected (n, 3) with n >= {MIN_NODES}"
            raise ValueError(msg)
        if not self.dt > 0.0:
            msg = f"Trajectory: dt is {self.dt} s, expected a step above 0 s"
            raise ValueError(msg)
        last = self.t0 + (self.ecef.shape[0] - 1) * self.dt
        if not self.t0 <= self.t_end <= last:
            msg = f"Trajectory: t_end is {self.t_end} s, expected one within the nodes, {self.t0} to {last} s"
            raise ValueError(msg)

    @property
    def duration(self) -> float:
        """Time from the first node to the end of the motion [s]."""
        return self.t_end - self.t0

    def position_at(self, time: ArrayLike) -> F64:
        """Return positions float64[..., 3] [m, ECEF] at times [s] in [t0, t_end]; ValueError outside.

        Parameters
        ----------
        time
            Times [s] in [t0, t_end], any shape.

        Returns
        -------
        F64
            Positions float64[..., 3] [m, ECEF] at times [s] in [t0, t_end]; ValueError outside.

        Raises
        ------
        ValueError
            For a time outside.
        """
        return self._sample(time, derivative=False)

    def velocity_at(self, time: ArrayLike) -> F64:
        """Return velocities float64[..., 3] [m/s, ECEF] at times [s] in [t0, t_end]; ValueError outside.

        Parameters
        ----------
        time
            Times [s] in [t0, t_end], any shape.

        Returns
        -------
        F64
            Velocities float64[..., 3] [m/s, ECEF] at times [s] in [t0, t_end]; ValueError outside.

        Raises
        ------
        ValueError
            For a time outside.
        """
        return self._sample(time, derivative=True)

    def _sample(self, time: ArrayLike, derivative: bool) -> F64:
        times = np.asarray(time, dtype=np.float64)
        if times.size and not (times.min() >= self.t0 and times.max() <= self.t_end):
            msg = (
                f"Trajectory: got times {times.min()} to {times.max()} s, expected times within "
                f"{self.t0} to {self.t_end} s; select the times at which the body moves first"
            )
            raise ValueError(msg)
        flat = _sample_flat(self.ecef, self.t0, self.dt, times.ravel(), derivative)
        return np.asarray(flat.reshape((*times.shape, 3)))


def node_count(duration: float, dt: float) -> int:
    """Return how many nodes, `dt` [s] apart, cover a motion of `duration` [s]: at least four.

    Parameters
    ----------
    duration
        Duration of the motion [s].
    dt
        Time between nodes [s].

    Returns
    -------
    int
        How many nodes, `dt` [s] apart, cover a motion of `duration` [s].
    """
    return max(MIN_NODES, math.ceil(duration / dt) + 1)


@part
def position(ecef: F64, t0: float, dt: float, time: float) -> tuple[float, float, float]:
    """Return the position at a time: the cubic through the four nearest nodes.

    Parameters
    ----------
    ecef
        Nodes float64[n, 3], n at least 4 [m].
    t0
        Time of the first node [s].
    dt
        Time between nodes [s].
    time
        Time [s].

    Returns
    -------
    tuple[float, float, float]
        x, y, z [m]. Outside the nodes the outermost cubic is continued, unchecked: callers keep to [t0, t_end].
    """
    u = (time - t0) / dt
    i = min(max(math.floor(u) - 1, 0), ecef.shape[0] - 4)
    u -= i
    a, b, c = u - 1.0, u - 2.0, u - 3.0
    w0, w1, w2, w3 = -a * b * c / 6.0, u * b * c / 2.0, -u * a * c / 2.0, u * a * b / 6.0
    return (
        w0 * ecef[i, 0] + w1 * ecef[i + 1, 0] + w2 * ecef[i + 2, 0] + w3 * ecef[i + 3, 0],
        w0 * ecef[i, 1] + w1 * ecef[i + 1, 1] + w2 * ecef[i + 2, 1] + w3 * ecef[i + 3, 1],
        w0 * ecef[i, 2] + w1 * ecef[i + 1, 2] + w2 * ecef[i + 2, 2] + w3 * ecef[i + 3, 2],
    )


@part
def velocity(ecef: F64, t0: float, dt: float, time: float) -> tuple[float, float, float]:
    """Return the velocity at a time: the derivative of `position`.

    Parameters
    ----------
    ecef
        Nodes float64[n, 3], n at least 4 [m].
    t0
        Time of the first node [s].
    dt
        Time between nodes [s].
    time
        Time [s].

    Returns
    -------
    tuple[float, float, float]
        vx, vy, vz [m/s], relative to the rotating Earth.
    """
    u = (time - t0) / dt
    i = min(max(math.floor(u) - 1, 0), ecef.shape[0] - 4)
    u -= i
    a, b, c = u - 1.0, u - 2.0, u - 3.0
    w0 = -(a * b + a * c + b * c) / (6.0 * dt)
    w1 = (u * b + u * c + b * c) / (2.0 * dt)
    w2 = -(u * a + u * c + a * c) / (2.0 * dt)
    w3 = (u * a + u * b + a * b) / (6.0 * dt)
    return (
        w0 * ecef[i, 0] + w1 * ecef[i + 1, 0] + w2 * ecef[i + 2, 0] + w3 * ecef[i + 3, 0],
        w0 * ecef[i, 1] + w1 * ecef[i + 1, 1] + w2 * ecef[i + 2, 1] + w3 * ecef[i + 3, 1],
        w0 * ecef[i, 2] + w1 * ecef[i + 1, 2] + w2 * ecef[i + 2, 2] + w3 * ecef[i + 3, 2],
    )


@part
def _sample_flat(ecef: F64, t0: float, dt: float, times: F64, derivative: bool) -> F64:
    out = np.empty((times.size, 3))
    for k in range(times.size):
        if derivative:
            out[k, 0], out[k, 1], out[k, 2] = velocity(ecef, t0, dt, times[k])
        else:
            out[k, 0], out[k, 1], out[k, 2] = position(ecef, t0, dt, times[k])
    return out
