"""Two-body motion: the arc between two points, its apogee, and propagation along it.

Inertial frame, point-mass gravity (no J2, no air). Reference: elementary two-body mechanics (the orbit
equation, the vis-viva equation and Kepler's equation); checked against numerical integration in the tests.
"""

from __future__ import annotations

import math

from airdef.jit import part
from airdef.physics.constants import EARTH_MU


@part
def _stumpff(z: float) -> tuple[float, float]:
    """Return c(z) = (1 - cos(sqrt z)) / z and s(z) = (sqrt z - sin(sqrt z)) / z^1.5, continued to z <= 0."""
    if abs(z) < 1.0:
        c, s, term = 0.0, 0.0, 1.0
        for k in range(10):  # the first term left out is below 1e-21
            c += term / 2.0
            s += term / (2.0 * (2 * k + 3))
            term *= -z / ((2 * k + 3) * (2 * k + 4))
        return c, s
    root = math.sqrt(abs(z))
    if z > 0.0:
        return (1.0 - math.cos(root)) / z, (root - math.sin(root)) / (z * root)
    return (1.0 - math.cosh(root)) / z, (math.sinh(root) - root) / (-z * root)


@part
def lambert(
    x1: float, y1: float, z1: float, x2: float, y2: float, z2: float, time: float
) -> tuple[float, float, float]:
    """Return the velocity that carries a body from point 1 to point 2 in a given time (Lambert's problem).

    In the universal variable z (the square of the change of eccentric anomaly), with the Stumpff functions
    c and s, A = sqrt(r1 r2 (1 + cos(theta))) and y = r1 + r2 + A (z s - 1) / sqrt(c):
        sqrt(mu) time = (y / c)^1.5 s + A sqrt(y),  v = (P2 - (1 - y / r1) P1) / (A sqrt(y / mu)),
    solved by bisection: the time only grows with z. Less than one revolution, the short way round.

    Validity: any points but opposite ones (theta = pi, nan), vertical paths and escape speeds included. Nothing is
    raised.

    Parameters
    ----------
    x1, y1, z1
        Point 1 in an inertial frame [m].
    x2, y2, z2
        Point 2 in an inertial frame [m].
    time
        Time [s].

    Returns
    -------
    tuple[float, float, float]
        vx, vy, vz at point 1 [m/s].
    """
    r1 = math.sqrt(x1 * x1 + y1 * y1 + z1 * z1)
    r2 = math.sqrt(x2 * x2 + y2 * y2 + z2 * z2)
    big_a = math.sqrt(max(r1 * r2 + x1 * x2 + y1 * y2 + z1 * z2, 0.0))
    if big_a < 1e-9 * r1:
        return math.nan, math.nan, math.nan
    wanted = math.sqrt(EARTH_MU) * time
    low, high = -400.0, 4.0 * math.pi * math.pi
    y = 0.0
    for _ in range(120):
        z = 0.5 * (low + high)
        c, s = _stumpff(z)
        y = r1 + r2 + big_a * (z * s - 1.0) / math.sqrt(c)
        if y <= 0.0 or (y / c) ** 1.5 * s + big_a * math.sqrt(y) < wanted:
            low = z
        else:
            high = z
        if high - low < 1e-16 * max(1.0, abs(z)):
            break
    if y <= 0.0:
        return math.nan, math.nan, math.nan
    f = 1.0 - y / r1
    g = big_a * math.sqrt(y / EARTH_MU)
    return (x2 - f * x1) / g, (y2 - f * y1) / g, (z2 - f * z1) / g


@part
def apogee(x: float, y: float, z: float, vx: float, vy: float, vz: float) -> tuple[float, float]:
    """Return the time to apogee [s] (negative: that since the last one, if it falls) and its radius [m].

    Unbound orbits: (inf, inf).

    Parameters
    ----------
    x, y, z
        ECEF position [m].
    vx, vy, vz
        Velocity in an inertial frame [m/s].

    Returns
    -------
    tuple[float, float]
        The time to apogee [s] (negative.
    """
    r = math.sqrt(x * x + y * y + z * z)
    inverse_a = 2.0 / r - (vx * vx + vy * vy + vz * vz) / EARTH_MU
    if not inverse_a > 0.0:
        return math.inf, math.inf
    a = 1.0 / inverse_a
    root = math.sqrt(EARTH_MU * a)
    e_sin = (x * vx + y * vy + z * vz) / root
    e_cos = 1.0 - r * inverse_a
    # The anomaly counted from apogee, negative before it.
    past = math.atan2(-e_sin, -e_cos)
    return (e_sin - past) * a * root / EARTH_MU, a * (1.0 + math.hypot(e_sin, e_cos))


@part
def propagate(
    x: float, y: float, z: float, vx: float, vy: float, vz: float, time: float
) -> tuple[float, float, float, float, float, float]:
    """Return position and velocity on an elliptic orbit a time later (or earlier).

    f and g functions with the change of eccentric anomaly E from Kepler's equation
        t sqrt(mu/a^3) = E + (r.v)/sqrt(mu a) (1 - cos E) - (1 - r/a) sin E,
    solved by Newton's method kept inside the bracket that Kepler's equation gives.

    Validity: bound orbits (specific energy below zero); for others every returned value is nan. Nothing is raised.

    Parameters
    ----------
    x, y, z
        ECEF position [m].
    vx, vy, vz
        Velocity in an inertial frame [m/s].
    time
        Time [s].

    Returns
    -------
    tuple[float, float, float, float, float, float]
        x, y, z [m], vx, vy, vz [m/s].
    """
    r = math.sqrt(x * x + y * y + z * z)
    inverse_a = 2.0 / r - (vx * vx + vy * vy + vz * vz) / EARTH_MU
    if not inverse_a > 0.0:
        return math.nan, math.nan, math.nan, math.nan, math.nan, math.nan
    a = 1.0 / inverse_a
    root = math.sqrt(EARTH_MU * a)
    e_sin = (x * vx + y * vy + z * vz) / root
    e_cos = 1.0 - r * inverse_a
    anomaly = time * EARTH_MU / (a * root)
    # E - mean anomaly change = e (sin(E0 + E) - sin(E0)), within twice the eccentricity (below one).
    low, high = anomaly - 2.0, anomaly + 2.0
    target = anomaly
    for _ in range(100):
        s, c = math.sin(anomaly), math.cos(anomaly)
        miss = anomaly + e_sin * (1.0 - c) - e_cos * s - target
        if miss > 0.0:
            high = anomaly
        else:
            low = anomaly
        moved = anomaly - miss / (1.0 + e_sin * s - e_cos * c)
        if not low < moved < high:
            moved = 0.5 * (low + high)
        if abs(moved - anomaly) < 1e-15 * max(1.0, abs(moved)):
            anomaly = moved
            break
        anomaly = moved
    s, c = math.sin(anomaly), math.cos(anomaly)
    f = 1.0 - a / r * (1.0 - c)
    g = time - a * root / EARTH_MU * (anomaly - s)
    x2, y2, z2 = f * x + g * vx, f * y + g * vy, f * z + g * vz
    r2 = math.sqrt(x2 * x2 + y2 * y2 + z2 * z2)
    f_rate = -root / (r * r2) * s
    g_rate = 1.0 - a / r2 * (1.0 - c)
    return x2, y2, z2, f_rate * x + g_rate * vx, f_rate * y + g_rate * vy, f_rate * z + g_rate * vz
