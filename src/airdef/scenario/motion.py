"""How threats move: declared routes, arcs and releases as the plan's motions."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from airdef.kept import Kept
from airdef.limits import MOTION_CACHE_BYTES
from airdef.physics.constants import EARTH_RADIUS_MEAN
from airdef.physics.geodesy import ecef_to_geodetic_array, geodesic_direct, geodesic_inverse
from airdef.physics.path import waypoint_path
from airdef.scenario.plan import WaypointMotion

if TYPE_CHECKING:
    from airdef.physics.path import GroundHeight
    from airdef.physics.trajectory import Trajectory

POINT_BLANK = 100.0
"""Two points nearer than this [m] are taken as one."""

Point = tuple[float, float]
"""Latitude and longitude [rad]."""


def distance(a: Point, b: Point) -> float:
    """Return the geodesic distance of two points [m].

    Parameters
    ----------
    a, b
        A point.

    Returns
    -------
    float
        The geodesic distance of two points [m].
    """
    return float(geodesic_inverse(a[0], a[1], b[0], b[1])[0])


def bearing(a: Point, b: Point) -> float:
    """Return the azimuth from a to b [rad], 0 to 2 pi.

    Parameters
    ----------
    a
        Where from.
    b
        Where to.

    Returns
    -------
    float
        The azimuth from a to b [rad], 0 to 2 pi.
    """
    return float(geodesic_inverse(a[0], a[1], b[0], b[1])[1]) % (2.0 * math.pi)


def trajectory(motion: WaypointMotion, step: float, ground: GroundHeight | None = None) -> Trajectory:
    """Return the flown path from time 0; over the smooth Earth without `ground`.

    Parameters
    ----------
    motion
        The motion.
    step
        Time between positions [s].
    ground
        The ground; None for the smooth Earth.

    Returns
    -------
    Trajectory
        The flown path from time 0; over the smooth Earth without `ground`.

    Raises
    ------
    ValueError
        If not flyable.
    """
    if ground is None or not motion.above_ground:
        return _over_sea(motion, step)
    return _flown(motion, step, ground)


def _flown(motion: WaypointMotion, step: float, ground: GroundHeight | None) -> Trajectory:
    return waypoint_path(
        motion.waypoints,
        motion.altitude,
        motion.speed,
        dt=step,
        max_load_factor=motion.max_load_factor,
        height_of_ground=ground,
    )


def _over_sea(motion: WaypointMotion, step: float) -> Trajectory:
    """Return the path over the smooth Earth. Studies resolve thousands of variants whose threats fly alike."""
    return _FLOWN.get((motion, step), lambda: _flown(motion, step, None))


def _bytes(path: Trajectory) -> int:
    """Return about how much memory a path and the motion that is its key take."""
    return path.ecef.nbytes + 2048


_FLOWN: Kept[tuple[WaypointMotion, float], Trajectory] = Kept(MOTION_CACHE_BYTES, _bytes)


def duration(motion: WaypointMotion) -> float:
    """Return the time the motion takes [s].

    Parameters
    ----------
    motion
        The motion.

    Returns
    -------
    float
        The time the motion takes [s].

    Raises
    ------
    ValueError
        If it cannot be flown.
    """
    # The end of the path does not depend on the node spacing: a coarse one is enough and costs little.
    return trajectory(motion, 600.0).t_end


def time_at_waypoint(motion: WaypointMotion, waypoint: int) -> float:
    """Return the time [s] to fly to a waypoint (0: the first) along the legs, corners not cut.

    Ground distances are scaled to the altitude as `physics.path` does.

    Parameters
    ----------
    motion
        The motion.
    waypoint
        Number of the waypoint, from 0.

    Returns
    -------
    float
        The time [s] to fly to a waypoint (0: the first) along the legs, corners not cut.
    """
    total = 0.0
    for i in range(waypoint):
        ground = distance(motion.waypoints[i], motion.waypoints[i + 1])
        h0, h1 = motion.altitude[i], motion.altitude[i + 1]
        flown = math.hypot(ground * (1.0 + (h0 + h1) / (2.0 * EARTH_RADIUS_MEAN)), h1 - h0)
        total += flown / motion.speed[i]
    return total


def time_at_range(path: Trajectory, target: Point, ground_range: float) -> tuple[float, float]:
    """Return the first time [s] at which a path is within a ground range [m] of a point, inf if never.

    Also returns the nearest it comes [m]. Between nodes the range is taken as linear in time.

    Parameters
    ----------
    path
        The flown path.
    target
        The point.
    ground_range
        Distance over the ground [m].

    Returns
    -------
    tuple[float, float]
        The first time [s] at which a path is within a ground range [m] of a point, inf if never.
    """
    times = path.t0 + path.dt * np.arange(len(path.ecef))
    times = times[times <= path.t_end]
    latitude, longitude, _ = ecef_to_geodetic_array(path.position_at(times))
    ranges = geodesic_inverse(latitude, longitude, target[0], target[1])[0]
    nearest = float(np.min(ranges))
    inside = np.flatnonzero(ranges <= ground_range)
    if not inside.size:
        return math.inf, nearest
    i = int(inside[0])
    if i == 0:
        return float(times[0]), nearest
    part = (ranges[i - 1] - ground_range) / (ranges[i - 1] - ranges[i])
    return float(times[i - 1] + part * path.dt), nearest


def point_at(path: Trajectory, time: float) -> tuple[Point, float]:
    """Return the point and altitude [m] of a path at a time [s] within it.

    Parameters
    ----------
    path
        The flown path.
    time
        Time [s].

    Returns
    -------
    tuple[Point, float]
        The point and altitude [m] of a path at a time [s] within it.
    """
    latitude, longitude, height = ecef_to_geodetic_array(path.position_at(np.array([time])))
    return (float(latitude[0]), float(longitude[0])), max(0.0, float(height[0]))


def released_weapon_path(
    start: Point, altitude: float, end: Point, cruise: float | None, speed: float, gradient: float, share: float
) -> WaypointMotion:
    """Return the motion of a released weapon.

    Straight down to the target if it has no cruising altitude (homing weapons); else to its cruising altitude at a
    slope of `gradient`, and level from there. If that takes more than `share` of the way it goes straight to the target
    at its cruising altitude. Angles [rad], lengths [m], speed [m/s].

    Parameters
    ----------
    start
        Where the carrier is at the release.
    altitude
        Altitude at the release [m].
    end
        The point that it is aimed at.
    cruise
        Cruising altitude [m]; None for a released weapon that goes straight down.
    speed
        Speed [m/s].
    gradient
        Slope of the descent [1].
    share
        Part of the whole, 0 to 1.

    Returns
    -------
    WaypointMotion
        The motion of a released weapon.
    """
    if cruise is None:
        return WaypointMotion((start, end), (altitude, 0.0), (speed,))
    way = distance(start, end)
    needed = abs(altitude - cruise) / gradient
    if needed == 0.0 or needed > share * way:
        return WaypointMotion((start, end), (altitude, cruise), (speed,))
    latitude, longitude, _ = geodesic_direct(start[0], start[1], bearing(start, end), needed)
    level = (float(latitude), float(longitude))
    return WaypointMotion((start, level, end), (altitude, cruise, cruise), (speed, speed))
