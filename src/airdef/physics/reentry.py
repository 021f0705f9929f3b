"""Fall through the standard atmosphere of a body with a ballistic coefficient, over the rotating Earth.

In the frame that turns with the Earth (the air turns with it, no wind):
    dv/dt = -mu r/|r|^3 - 2 w x v - w x (w x r) - rho(h) |v| v / (2 beta)
Lift, winds and changes of the drag coefficient with Mach number are not modelled. Integrated by the
classical fourth-order Runge-Kutta method at a fixed step.
Reference: elementary mechanics; checked against an adaptive integrator in the inertial frame in the tests.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

from airdef.jit import part
from airdef.physics.atmosphere import density
from airdef.physics.constants import EARTH_MU
from airdef.physics.geodesy import ecef_height
from airdef.physics.trajectory import MIN_NODES

F64 = NDArray[np.float64]

STEP: Final = 0.05
"""Longest integration step [s]; against an adaptive integrator it is good to 1 mm (see the tests)."""


@part
def _rate(state: F64, inverse_beta: float, earth_rate: float, out: F64) -> None:
    """Write the time derivative of state = (x, y, z, vx, vy, vz) into out."""
    x, y, z, vx, vy, vz = state
    r2 = x * x + y * y + z * z
    pull = -EARTH_MU / (r2 * math.sqrt(r2))
    drag = 0.0
    if inverse_beta > 0.0:
        drag = -0.5 * density(ecef_height(x, y, z)) * math.sqrt(vx * vx + vy * vy + vz * vz) * inverse_beta
    out[0], out[1], out[2] = vx, vy, vz
    out[3] = (pull + earth_rate * earth_rate) * x + 2.0 * earth_rate * vy + drag * vx
    out[4] = (pull + earth_rate * earth_rate) * y - 2.0 * earth_rate * vx + drag * vy
    out[5] = pull * z + drag * vz


@part
def _step(state: F64, step: float, inverse_beta: float, earth_rate: float, work: F64, out: F64) -> None:
    """Advance state by one Runge-Kutta step into out (they may not be the same array); work is [5, 6]."""
    k1, k2, k3, k4, s = work[0], work[1], work[2], work[3], work[4]
    _rate(state, inverse_beta, earth_rate, k1)
    for i in range(6):
        s[i] = state[i] + 0.5 * step * k1[i]
    _rate(s, inverse_beta, earth_rate, k2)
    for i in range(6):
        s[i] = state[i] + 0.5 * step * k2[i]
    _rate(s, inverse_beta, earth_rate, k3)
    for i in range(6):
        s[i] = state[i] + step * k3[i]
    _rate(s, inverse_beta, earth_rate, k4)
    for i in range(6):
        out[i] = state[i] + step / 6.0 * (k1[i] + 2.0 * k2[i] + 2.0 * k3[i] + k4[i])


@part
def _copy(source: F64, target: F64) -> None:
    """Copy one by one: for `target[:] = source` all of Numba's error messages are compiled, which takes 2 s."""
    for i in range(source.size):
        target[i] = source[i]


@part
def fall(
    state: F64, start: float, dt: float, height: float, beta: float, earth_rate: float, nodes: F64
) -> tuple[float, int]:
    """Integrate a descent down to a height, filling nodes of an even time grid on the way.

    Parameters
    ----------
    state
        float64[6], ECEF position [m] and velocity relative to the Earth [m/s] at `start`; overwritten by the state at
        impact.
    start
        Time of `state` [s], not negative; node i is at time i * dt.
    dt
        Node spacing [s].
    height
        Height above the ellipsoid at which the fall ends [m].
    beta
        Ballistic coefficient m / (Cd A) [kg/m^2], above zero; inf: no drag.
    earth_rate
        Rate of rotation of the Earth [rad/s]; 0 for an Earth at rest.
    nodes
        float64[n, 3], ECEF [m]; written from the first node after `start` up to the first one at or after impact
        (node 3 at least), continued with the acceleration at impact.

    Returns
    -------
    tuple of float and int
        Time of impact [s] and the number of nodes now valid; (-1.0, 0) if `nodes` is too short.

    Notes
    -----
    Validity: the atmosphere's; the air is that of `airdef.physics.atmosphere`. Nothing is raised.
    """
    work = np.empty((5, 6))
    after = np.empty(6)
    inverse_beta = 1.0 / beta
    time = start
    node = math.floor(start / dt) + 1
    while node < nodes.shape[0]:
        span = node * dt - time
        steps = max(1, math.ceil(span / STEP))
        step = span / steps
        for _ in range(steps):
            _step(state, step, inverse_beta, earth_rate, work, after)
            if ecef_height(after[0], after[1], after[2]) <= height:
                time += _last_step(state, step, height, inverse_beta, earth_rate, work, after)
                _copy(after, state)
                _rate(state, inverse_beta, earth_rate, work[0])
                last = max(node, MIN_NODES - 1)
                for k in range(node, last + 1):
                    tau = k * dt - time
                    for i in range(3):
                        nodes[k, i] = state[i] + tau * (state[3 + i] + 0.5 * tau * work[0, 3 + i])
                return time, last + 1
            _copy(after, state)
            time += step
        time = node * dt
        nodes[node, 0], nodes[node, 1], nodes[node, 2] = state[0], state[1], state[2]
        node += 1
    return -1.0, 0


@part
def _last_step(
    state: F64, step: float, height: float, inverse_beta: float, earth_rate: float, work: F64, after: F64
) -> float:
    """Return the part of the step [s] that ends at the height; `after` is left as the state there."""
    low, high = 0.0, step
    while high - low > 1e-9:
        middle = 0.5 * (low + high)
        _step(state, middle, inverse_beta, earth_rate, work, after)
        if ecef_height(after[0], after[1], after[2]) > height:
            low = middle
        else:
            high = middle
    _step(state, high, inverse_beta, earth_rate, work, after)
    return high
