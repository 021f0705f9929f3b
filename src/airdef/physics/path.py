"""Motion along waypoints: geodesic legs at given altitude and speed, with turns of finite rate."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from airdef.physics.constants import EARTH_RADIUS_MEAN, GRAVITY
from airdef.physics.geodesy import geodesic_direct, geodesic_inverse, geodetic_to_ecef_array
from airdef.physics.trajectory import Trajectory, node_count

F64 = NDArray[np.float64]
GroundHeight = Callable[[F64, F64], F64]
"""Height of the ground above sea level [m] at latitudes and longitudes [rad], vectorised."""


@dataclass(frozen=True)
class _Turn:
    """A fly-by arc at a waypoint: half the angle turned [rad, right > 0]; radius, cut of each leg [m]."""

    half_angle: float
    radius: float
    cut: float

    @property
    def half_length(self) -> float:
        return self.radius * abs(self.half_angle)


_NO_TURN = _Turn(0.0, 0.0, 0.0)


@dataclass(frozen=True, eq=False)
class _Route:
    """Waypoints with what is derived from them; leg i goes from waypoint i to i + 1.

    latitude, longitude, altitude: waypoints [rad, rad, m]; distance: geodesic length of each leg [m];
    azimuth_out, azimuth_in: azimuth of each leg at its start and at its end [rad];
    turns: one per waypoint; length: ground length flown in each leg, half arcs included [m];
    start: time after the first waypoint at which each leg begins, and the end of the last [s].
    """

    latitude: F64
    longitude: F64
    altitude: F64
    distance: F64
    azimuth_out: F64
    azimuth_in: F64
    turns: tuple[_Turn, ...]
    length: F64
    start: F64


def turn_radius(speed: float, load_factor: float) -> float:
    """Return the radius of a level coordinated turn, r = v^2 / (g sqrt(n^2 - 1)).

    Validity: level flight, no wind.

    Parameters
    ----------
    speed
        Speed [m/s].
    load_factor
        Load factor n [1], above 1.

    Returns
    -------
    float
        The radius [m].

    Raises
    ------
    ValueError
        For n <= 1 (no turn can be flown).

    References
    ----------
    Elementary mechanics of the banked turn (lift n m g, vertical part m g).
    """
    if not load_factor > 1.0:
        msg = f"turn_radius: got a load factor of {load_factor} g, expected one above 1 g (0: no turn limit)"
        raise ValueError(msg)
    return speed * speed / (GRAVITY * math.sqrt(load_factor * load_factor - 1.0))


def waypoint_path(
    waypoints: Sequence[tuple[float, float]],
    altitude: Sequence[float],
    speed: Sequence[float],
    *,
    t0: float = 0.0,
    dt: float = 1.0,
    max_load_factor: float = 0.0,
    height_of_ground: GroundHeight | None = None,
) -> Trajectory:
    """Return the trajectory along waypoints joined by geodesics.

    Legs are flown at constant speed along the path; the altitude changes linearly with the way made. With a
    load factor limit each corner is cut by a circular arc tangent to both legs, of the radius of
    `turn_radius` at the faster leg's speed, drawn in the azimuthal equidistant plane at the waypoint (in
    which both legs are straight); the waypoint's altitude is reached in the middle of the arc. Without a
    limit the corner is sharp, and the interpolation of the trajectory rounds it within about one step, as
    it rounds steps of speed and of rate of climb.

    Parameters
    ----------
    waypoints
        Latitude, longitude [rad], at least two.
    altitude
        One per waypoint [m]: above sea level, or above ground with `height_of_ground`.
    speed
        One per leg, above zero, along the path [m/s]. The ground's own slopes, if the altitude is above ground, do
        not slow the body.
    t0, dt
        Time at the first waypoint, node spacing [s].
    max_load_factor
        Limit in turns [g], above 1; 0: none.
    height_of_ground
        Height of the ground above sea level [m] at latitude, longitude arrays [rad].

    Returns
    -------
    Trajectory
        `t_end` is the exact time of arrival at the last waypoint; the nodes after it lie on the last leg continued.

    Raises
    ------
    ValueError
        For bad numbers, a leg of no length, or one too short for its turns.

    Notes
    -----
    Validity: distances are those on the ellipsoid, scaled by 1 + h / R (R the mean radius) at altitude: good
    to 0.6 % of h / R.
    """
    _check(waypoints, altitude, speed, dt)
    route = _route(waypoints, altitude, speed, max_load_factor)
    duration = float(route.start[-1])
    times = np.arange(node_count(duration, dt)) * dt
    latitude, longitude, heights = np.empty_like(times), np.empty_like(times), np.empty_like(times)
    leg = np.clip(np.searchsorted(route.start, times, side="right") - 1, 0, len(speed) - 1)
    for i in range(len(speed)):
        now = leg == i
        latitude[now], longitude[now], heights[now] = _along_leg(route, i, times[now])
    if height_of_ground is not None:
        heights += height_of_ground(latitude, longitude)
    return Trajectory(t0, dt, t0 + duration, geodetic_to_ecef_array(latitude, longitude, heights))


def _check(
    waypoints: Sequence[tuple[float, float]], altitude: Sequence[float], speed: Sequence[float], dt: float
) -> None:
    if len(waypoints) < 2:
        msg = f"waypoint path: got {len(waypoints)} waypoints, expected at least 2"
        raise ValueError(msg)
    if len(altitude) != len(waypoints) or len(speed) != len(waypoints) - 1:
        msg = (
            f"waypoint path: got {len(altitude)} altitudes and {len(speed)} speeds for {len(waypoints)} "
            f"waypoints, expected {len(waypoints)} (one a waypoint) and {len(waypoints) - 1} (one a leg)"
        )
        raise ValueError(msg)
    for i, v in enumerate(speed):
        if not 0.0 < v < math.inf:
            msg = f"waypoint path: the speed of leg {i + 1} is {v} m/s, expected a finite one above 0 m/s"
            raise ValueError(msg)
    if not dt > 0.0:
        msg = f"waypoint path: dt is {dt} s, expected a step above 0 s"
        raise ValueError(msg)


def _route(
    waypoints: Sequence[tuple[float, float]], altitude: Sequence[float], speed: Sequence[float], limit: float
) -> _Route:
    lat, lon = np.array(waypoints, dtype=np.float64).T
    h = np.array(altitude, dtype=np.float64)
    v = np.array(speed, dtype=np.float64)
    distance, azimuth_out, azimuth_in = geodesic_inverse(lat[:-1], lon[:-1], lat[1:], lon[1:])
    turns = [_NO_TURN] * len(lat)
    if limit != 0.0:
        for k in range(1, len(lat) - 1):
            if distance[k - 1] > 0.0 and distance[k] > 0.0:
                radius = turn_radius(max(v[k - 1], v[k]), limit)
                turns[k] = _turn(float(azimuth_out[k] - azimuth_in[k - 1]), radius)
    length = np.empty_like(v)
    for i in range(len(v)):
        straight = distance[i] - turns[i].cut - turns[i + 1].cut
        if straight < 0.0:
            msg = (
                f"waypoint path: leg {i + 1} is {distance[i]:.0f} m long, but its turns at {v[i]:.0f} m/s "
                f"and {limit} g need {turns[i].cut + turns[i + 1].cut:.0f} m of it; move the waypoints "
                "apart, slow down, or raise the load factor limit"
            )
            raise ValueError(msg)
        length[i] = straight + turns[i].half_length + turns[i + 1].half_length
    flown = np.hypot(length * (1.0 + (h[:-1] + h[1:]) / (2.0 * EARTH_RADIUS_MEAN)), np.diff(h))
    if not np.all(flown > 0.0):
        msg = f"waypoint path: leg {int(np.argmin(flown)) + 1} has no length; remove one of its waypoints"
        raise ValueError(msg)
    start = np.concatenate(([0.0], np.cumsum(flown / v)))
    return _Route(lat, lon, h, distance, azimuth_out, azimuth_in, tuple(turns), length, start)


def _turn(change: float, radius: float) -> _Turn:
    """Return the arc for a change of azimuth [rad] at a radius [m]; a reversal cuts legs without end."""
    half = math.remainder(change, 2.0 * math.pi) / 2.0
    return _Turn(half, radius, radius * math.tan(abs(half)))


def _along_leg(route: _Route, leg: int, times: F64) -> tuple[F64, F64, F64]:
    """Return latitude, longitude [rad] and altitude [m] at times within a leg (or past the last one) [s]."""
    fraction = (times - route.start[leg]) / (route.start[leg + 1] - route.start[leg])
    made = fraction * route.length[leg]
    before, after = route.turns[leg], route.turns[leg + 1]
    latitude, longitude, _ = geodesic_direct(
        route.latitude[leg],
        route.longitude[leg],
        route.azimuth_out[leg],
        made - before.half_length + before.cut,
    )
    turning = made < before.half_length
    if np.any(turning):
        angle = made[turning] / before.radius
        latitude[turning], longitude[turning] = _on_arc(route, leg, before, angle)
    turning = made > route.length[leg] - after.half_length
    if after.half_length > 0.0 and np.any(turning):
        angle = (made[turning] - route.length[leg]) / after.radius
        latitude[turning], longitude[turning] = _on_arc(route, leg + 1, after, angle)
    h0, h1 = route.altitude[leg], route.altitude[leg + 1]
    return latitude, longitude, h0 + fraction * (h1 - h0)


def _on_arc(route: _Route, waypoint: int, turn: _Turn, angle: F64) -> tuple[F64, F64]:
    """Return the points of a turn at angles [rad] round its centre, counted from the middle of the arc.

    In the plane at the waypoint (x to the right of the middle heading, y along it) the arc's centre lies at
    (side * radius / cos(half), 0) and the middle of the arc a radius nearer to the waypoint.
    """
    side = math.copysign(1.0, turn.half_angle)
    heading = route.azimuth_in[waypoint - 1] + turn.half_angle
    x = side * turn.radius * (1.0 / math.cos(turn.half_angle) - np.cos(angle))
    y = turn.radius * np.sin(angle)
    latitude, longitude, _ = geodesic_direct(
        route.latitude[waypoint], route.longitude[waypoint], heading + np.arctan2(x, y), np.hypot(x, y)
    )
    return latitude, longitude
