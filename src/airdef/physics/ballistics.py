"""Ballistic arcs: closed forms of least energy, and arcs over the rotating Earth with a drag re-entry.

The boost is not modelled: the body leaves its launch point at burnout speed. That misplaces it during the
first minute or so, when it is near its launch point. Gravity is that of a point mass (no J2). The ascent is
without drag; the descent has drag, below a stated altitude, if a ballistic coefficient is given.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from airdef.jit import part
from airdef.physics.constants import EARTH_MU, EARTH_RADIUS_MEAN, EARTH_RATE
from airdef.physics.geodesy import ecef_height, ecef_to_geodetic, geodetic_to_ecef
from airdef.physics.kepler import apogee, lambert, propagate
from airdef.physics.reentry import fall
from airdef.physics.trajectory import Trajectory, node_count

F64 = NDArray[np.float64]
Point = tuple[float, float, float]

LONGEST_FALL = 3600.0
"""Time [s] beyond the airless flight that a re-entry may take before it is called an error; assumed."""

LONGEST_FLIGHT = 4.0 * 3600.0
"""Longest airless flight [s] looked for; assumed. Beyond it the Earth turns a target too far."""


class MinimumEnergy(NamedTuple):
    """Least-energy arc: speed [m/s], launch angle above the horizon [rad], apogee [m], time [s]."""

    speed: F64
    angle: F64
    apogee: F64
    time: F64


class Arc(NamedTuple):
    """An airless arc in the inertial frame that coincides with ECEF at launch.

    velocity float64[3] at launch [m/s]; time of flight [s]; time to the highest point [s] and its radius [m].
    """

    velocity: F64
    time: float
    to_apogee: float
    apogee_radius: float


def minimum_energy(distance: ArrayLike) -> MinimumEnergy:
    """Return the minimum-energy ballistic arc between two points on a sphere at rest.

    phi = distance / R, s = sin(phi/2): v^2 = (2 mu / R) s / (1 + s); angle = (pi - phi) / 4;
    apogee = R/2 (sin(phi/2) + cos(phi/2) - 1); the time by Kepler's equation.

    Validity: no air, no rotation, burnout at the surface. Flat-Earth limit: v = sqrt(g distance), apogee = distance /
    4.

    Parameters
    ----------
    distance
        Distance along the surface in [0, pi R] [m], any shape; R is the mean Earth radius, 6371 km.

    Returns
    -------
    MinimumEnergy
        Arrays of that shape.

    Raises
    ------
    ValueError
        Outside the range.

    References
    ----------
    Journal of Space Flight (transcription), https://diyhistory.lib.uiowa.edu/transcribe/5077/158800.
    """
    d = np.asarray(distance, dtype=np.float64)
    if not np.all((d >= 0.0) & (d <= math.pi * EARTH_RADIUS_MEAN)):
        msg = (
            f"minimum_energy: got distances {d.min()} to {d.max()} m, expected 0 to "
            f"{math.pi * EARTH_RADIUS_MEAN:.0f} m (half the Earth's circumference)"
        )
        raise ValueError(msg)
    phi = d / EARTH_RADIUS_MEAN
    s = np.sin(phi / 2.0)
    speed = np.sqrt(2.0 * EARTH_MU / EARTH_RADIUS_MEAN * s / (1.0 + s))
    angle = (math.pi - phi) / 4.0
    height = EARTH_RADIUS_MEAN / 2.0 * (s + np.cos(phi / 2.0) - 1.0)
    a = EARTH_RADIUS_MEAN * (1.0 + s) / 2.0
    e_sin = EARTH_RADIUS_MEAN * speed * np.sin(angle) / np.sqrt(EARTH_MU * a)
    # Eccentric anomaly from launch to apogee; written so that the circle (e = 0) gives a right angle.
    half = math.pi / 2.0 - np.arctan2((1.0 - s) / (1.0 + s), e_sin)
    return MinimumEnergy(speed, angle, height, 2.0 * np.sqrt(a**3 / EARTH_MU) * (half + e_sin))


def aimed_arc(launch: F64, target: F64, apogee_factor: float = 1.0, earth_rate: float = EARTH_RATE) -> Arc:
    """Return the airless arc that meets a target point carried round by the Earth.

    For each flight time the target's place at arrival is known and Lambert's problem gives the arc. Of these
    the one is taken whose launch speed relative to the turning Earth is least; with an apogee factor k other
    than 1, the one whose apogee lies k times as high above launch (above 1 lofted, below 1 depressed).
    On a sphere at rest the first is `minimum_energy`.

    Parameters
    ----------
    launch
        Launch point, float64[3], ECEF [m].
    target
        Target point, float64[3], ECEF [m].
    apogee_factor
        Height of the apogee over that of least energy [1], above zero.
    earth_rate
        Rate of the Earth's rotation [rad/s].

    Returns
    -------
    Arc
        The airless arc that meets a target point carried round by the Earth.

    Raises
    ------
    ValueError
        For points that coincide, stand one above the other or are opposite on the Earth, or when no arc of less
        than `LONGEST_FLIGHT` has that apogee.

    References
    ----------
    Elementary two-body mechanics, as `airdef.physics.kepler`.
    """
    from scipy.optimize import minimize_scalar  # slow to import, and most runs take their geometry from the cache

    angle = math.atan2(float(np.linalg.norm(np.cross(launch, target))), float(launch @ target))
    if not 1e-7 < angle < math.pi - 1e-3:
        msg = (
            f"ballistic arc: launch and target are {angle * EARTH_RADIUS_MEAN:.3g} m apart along the surface; "
            "expected distinct points that are not opposite on the Earth; move one of them"
        )
        raise ValueError(msg)
    surface = earth_rate * np.array([-launch[1], launch[0], 0.0])

    def relative_speed(time: float) -> float:
        return float(np.linalg.norm(_arc(launch, target, earth_rate, time).velocity - surface))

    guess = float(minimum_energy(angle * EARTH_RADIUS_MEAN).time)
    least = minimize_scalar(
        relative_speed, bounds=(guess / 4.0, 4.0 * guess), method="bounded", options={"xatol": 1e-9 * guess}
    )
    arc = _arc(launch, target, earth_rate, float(least.x))
    if apogee_factor == 1.0:
        return arc
    return _with_apogee(launch, target, earth_rate, arc, apogee_factor)


def _arc(launch: F64, target: F64, earth_rate: float, time: float) -> Arc:
    """Return the arc of a given flight time [s]; its apogee is the highest point flown."""
    end = _rotated(target, earth_rate * time)
    velocity = lambert(launch[0], launch[1], launch[2], end[0], end[1], end[2], time)
    to_apogee, radius = apogee(launch[0], launch[1], launch[2], velocity[0], velocity[1], velocity[2])
    r1, r2 = float(np.linalg.norm(launch)), float(np.linalg.norm(end))
    if to_apogee <= 0.0 or to_apogee >= time:
        to_apogee, radius = (0.0, r1) if r1 >= r2 else (time, r2)
    return Arc(np.array(velocity), time, to_apogee, radius)


def _with_apogee(launch: F64, target: F64, earth_rate: float, least: Arc, factor: float) -> Arc:
    """Return the arc whose apogee lies `factor` times as high above launch as that of the arc `least`."""
    from scipy.optimize import brentq

    r1 = float(np.linalg.norm(launch))
    wanted = factor * (least.apogee_radius - r1)

    def surplus(time: float) -> float:
        return _arc(launch, target, earth_rate, time).apogee_radius - r1 - wanted

    # The longer the flight, the higher the apogee.
    if factor > 1.0:
        low, high = least.time, 2.0 * least.time
        while high < LONGEST_FLIGHT and surplus(high) < 0.0:
            low, high = high, 2.0 * high
    else:
        low, high = 0.02 * least.time, least.time
    if not (0.0 < factor < math.inf and surplus(low) <= 0.0 <= surplus(high)):
        msg = (
            f"ballistic arc: got apogee factor {factor}; no arc between these points has an apogee of "
            f"{wanted:.0f} m above launch; use a factor nearer to 1"
        )
        raise ValueError(msg)
    return _arc(launch, target, earth_rate, float(brentq(surplus, low, high, xtol=1e-12, rtol=1e-14)))


def _rotated(point: F64, angle: float) -> F64:
    c, s = math.cos(angle), math.sin(angle)
    return np.array([c * point[0] - s * point[1], s * point[0] + c * point[1], point[2]])


@part
def _ecef_state(launch: F64, velocity: F64, earth_rate: float, time: float, out: F64) -> None:
    """Write ECEF position and Earth-relative velocity on an airless arc, `time` after launch, into out[6]."""
    x, y, z, vx, vy, vz = propagate(launch[0], launch[1], launch[2], velocity[0], velocity[1], velocity[2], time)
    c, s = math.cos(earth_rate * time), math.sin(earth_rate * time)
    out[0], out[1], out[2] = c * x + s * y, -s * x + c * y, z
    out[3] = c * vx + s * vy + earth_rate * out[1]
    out[4] = -s * vx + c * vy - earth_rate * out[0]
    out[5] = vz


@part
def _airless_nodes(launch: F64, velocity: F64, earth_rate: float, dt: float, nodes: F64) -> None:
    state = np.empty(6)
    for i in range(nodes.shape[0]):
        _ecef_state(launch, velocity, earth_rate, i * dt, state)
        nodes[i, 0], nodes[i, 1], nodes[i, 2] = state[0], state[1], state[2]


def _descent_start(launch: F64, arc: Arc, earth_rate: float, altitude: float) -> float:
    """Return the time after launch [s] from which drag acts: past apogee, at or below the altitude."""
    from scipy.optimize import brentq

    state = np.empty(6)

    def above(time: float) -> float:
        _ecef_state(launch, arc.velocity, earth_rate, time, state)
        return float(ecef_height(state[0], state[1], state[2])) - altitude

    if above(arc.to_apogee) <= 0.0:
        return arc.to_apogee
    if above(arc.time) >= 0.0:
        return arc.time
    return float(brentq(above, arc.to_apogee, arc.time, xtol=1e-9))


def minimum_energy_arc(
    launch: Point,
    target: Point,
    *,
    t0: float = 0.0,
    dt: float = 1.0,
    apogee_factor: float = 1.0,
    ballistic_coefficient: float = math.inf,
    drag_altitude: float = 80_000.0,
    earth_rate: float = EARTH_RATE,
) -> Trajectory:
    """Return the trajectory of a ballistic body from a launch point to a target point on the rotating Earth.

    An airless arc of least launch speed relative to the Earth, or with its apogee height multiplied by
    `apogee_factor` (`aimed_arc`). With a finite ballistic coefficient the body falls through the standard
    atmosphere from `drag_altitude` down (from apogee if that is lower), and the aim is shifted until it lands
    on the target.

    Parameters
    ----------
    launch, target
        Latitude [rad], longitude [rad], height above the ellipsoid [m].
    t0, dt
        Time of launch, node spacing [s].
    apogee_factor
        Apogee height over that of least energy [1]; above 1 lofted, below depressed.
    ballistic_coefficient
        m / (Cd A) [kg/m^2], above zero; inf: no drag at all.
    drag_altitude
        Altitude below which the falling body has drag [m]; 80 km: the top of the standard atmosphere (ICAO Doc 7488/3).
        From 120 km on a body of 5,000 kg/m^2 falls 1 ms longer.
    earth_rate
        Rate of rotation of the Earth [rad/s]; 0 for an Earth at rest.

    Returns
    -------
    Trajectory
        `t_end` is the time of impact, within 1 m of the target.

    Raises
    ------
    ValueError
        For impossible arcs, and when drag keeps the body from reaching the target.

    Notes
    -----
    Validity: no boost, no J2, no wind (see the module). Closed form as `minimum_energy`; the rest is checked against
    numerical integration.
    """
    if not (dt > 0.0 and ballistic_coefficient > 0.0):
        msg = (
            f"ballistic arc: got dt {dt} s and ballistic coefficient {ballistic_coefficient} kg/m^2, "
            "expected both above zero"
        )
        raise ValueError(msg)
    start = np.array(geodetic_to_ecef(*launch))
    goal = np.array(geodetic_to_ecef(*target))
    aim = goal
    for _ in range(60):
        arc = aimed_arc(start, aim, apogee_factor, earth_rate)
        if math.isinf(ballistic_coefficient):
            nodes = np.empty((node_count(arc.time, dt), 3))
            _airless_nodes(start, arc.velocity, earth_rate, dt, nodes)
            return Trajectory(t0, dt, t0 + arc.time, nodes)
        time, impact, nodes = _drag_descent(start, arc, earth_rate, drag_altitude, dt, target[2], ballistic_coefficient)
        miss = goal - impact
        if float(np.linalg.norm(miss)) < 0.1:  # a tenth of the metre promised
            return Trajectory(t0, dt, t0 + time, nodes)
        latitude, longitude, _ = ecef_to_geodetic(*(aim + miss))
        aim = np.array(geodetic_to_ecef(latitude, longitude, target[2]))
    msg = (
        f"ballistic arc: with a ballistic coefficient of {ballistic_coefficient} kg/m^2 the body cannot be "
        f"made to land on the target (still {float(np.linalg.norm(miss)):.0f} m off); use a larger one"
    )
    raise ValueError(msg)


def _drag_descent(
    start: F64, arc: Arc, earth_rate: float, drag_altitude: float, dt: float, height: float, beta: float
) -> tuple[float, F64, F64]:
    """Return time after launch [s] and place of impact [m], and the nodes of the whole flight."""
    begin = _descent_start(start, arc, earth_rate, drag_altitude)
    nodes = np.empty((node_count(arc.time + LONGEST_FALL, dt), 3))
    state = np.empty(6)
    _ecef_state(start, arc.velocity, earth_rate, begin, state)
    time, count = fall(state, begin, dt, height, beta, earth_rate, nodes)
    if count == 0:
        msg = (
            f"ballistic arc: with a ballistic coefficient of {beta} kg/m^2 the body still falls "
            f"{LONGEST_FALL:.0f} s after it should have landed; use a larger one"
        )
        raise ValueError(msg)
    _airless_nodes(start, arc.velocity, earth_rate, dt, nodes[: int(begin // dt) + 1])
    return time, state[:3].copy(), nodes[:count].copy()
