"""One guided flight of a missile to a point: climb, proportional navigation, coast, arrival.

The missile leaves the launcher along a climb angle, holds it for HOLD, and then turns by proportional navigation

    a = N v dlambda/dt

lambda being the direction to the point and N the navigation constant, with gravity made up for. A climb steeper than
the line of sight makes a loft; N = 2 is an arc of constant curvature, a larger N turns early and ends straight. What
is wanted is what the missile gets as far as its lift goes (`vehicle.acceleration`): in thin air it flies almost
ballistically and comes back to its course in the dive.

Runge-Kutta steps of fourth order: STEP_BURN while the motor burns; later a quarter of what is left, between STEP_LEAST
and STEP_MOST; and never longer than the velocity takes to turn, or to shrink, by the share TURN_MOST of itself. Without
that limit a light missile that turned hard behind a short burn gained energy from its steps. Against steps 16 times
finer, the flights that the catalogue's missiles choose have errors of at most 2 % in time and 5 % in speed (tests).

Reference: P. Zarchan, Tactical and Strategic Missile Guidance (6th ed. 2012), chapter 2.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

from airdef.jit import part
from airdef.physics.constants import EARTH_RADIUS_MEAN
from airdef.physics.vehicle import Vehicle, acceleration, mass_at

F64 = NDArray[np.float64]

HOLD: Final = 2.0
"""Time for which the climb angle is held after launch [s]: footage of the 48N6 shows its turn done after about 2 s."""

LAUNCH_SPEED: Final = 25.0
"""Speed at the launcher [m/s]: a cold launch throws the missile some 30 m high; any value below 50 changes times by
less than 0.1 s."""

STEP_BURN: Final = 2.0
STEP_LEAST: Final = 1.0
STEP_MOST: Final = 8.0

TURN_MOST: Final = 0.3
"""Greatest change of direction [rad], or loss of speed as a share of it, in one step of a guided flight. With 0.35 the
flights of the catalogue's missiles have the same errors, with 0.4 they begin to grow (8 % in speed)."""

STRAIGHT: Final = 2.0
"""The last seconds of the flight are straight: the direction to the point turns without bound as it is passed."""

SLOWEST: Final = 60.0
"""A missile that coasts below this speed [m/s] gets nowhere any more."""

LONGEST: Final = 1_500.0
"""No flight lasts longer [s]."""

MISS: Final = 0.002
"""A flight has arrived if it passes the point within this share of its range: a tenth of a grid cell of the tables."""


@part
def end_point(slant_range: float, altitude: float, launch_altitude: float) -> tuple[float, float]:
    """Return horizontal and vertical coordinates [m] of a point at a slant range and altitude (sphere).

    A point higher above the launch point than the slant range does not exist: straight up then.

    Parameters
    ----------
    slant_range
        Slant range [m].
    altitude
        Height above sea level [m].
    launch_altitude
        Altitude of the launch point [m].

    Returns
    -------
    tuple[float, float]
        Horizontal and vertical coordinates [m] of a point at a slant range and altitude (sphere).
    """
    ground = EARTH_RADIUS_MEAN + launch_altitude
    rise = altitude - launch_altitude
    z = (rise * (2.0 * ground + rise) - slant_range * slant_range) / (2.0 * ground)
    z = min(max(z, -slant_range), slant_range)
    return math.sqrt(max(slant_range * slant_range - z * z, 0.0)), z


@part
def _step(coasting: bool, t: float, left: float, v: float, vx: float, vz: float, ax: float, az: float) -> float:
    """Return the length of a step [s] by the time left to the point, and by how fast the flight turns and slows."""
    step = min(max(0.25 * left, STEP_LEAST), STEP_MOST) if coasting else STEP_BURN
    if left > STRAIGHT:  # no guided step goes up to the point, where the direction to it turns without bound
        step = min(step, 0.5 * left)
    if t >= HOLD:
        change = abs(vx * az - vz * ax) + max(-(vx * ax + vz * az), 0.0)  # across the path and against it, times v
        if change * step > TURN_MOST * v * v:
            step = TURN_MOST * v * v / change
    return step


@part
def fly(
    vehicle: Vehicle, launch_altitude: float, x_end: float, z_end: float, climb: float, navigation: float,
    finer: float, trace: F64,
) -> tuple[float, float, float, float]:  # fmt: skip
    """Return time of flight [s], speed at the end [m/s], highest altitude [m] and miss distance [m] of one flight.

    The flight ends where the missile is nearest to the point. Nothing is raised.

    Parameters
    ----------
    vehicle
        The missile.
    launch_altitude
        Of the launch point above sea level [m].
    x_end, z_end
        The point, in the plane of flight [m] (`end_point`).
    climb
        Angle of the path at launch above the horizontal [rad].
    navigation
        Navigation constant N [1], 2 or more.
    finer
        All steps are divided by this [1].
    trace
        f64[n, 4]: time [s], x, z [m], speed [m/s] after each step are written there, as far as it goes; rows not
        reached keep what they hold; n = 0 for none.

    Returns
    -------
    tuple of float
        Time of flight [s], speed at the end [m/s], highest altitude [m], miss distance [m]. The time is inf if the
        missile falls to the ground, stalls or flies away first; the miss then tells how near it came.
    """
    ground = EARTH_RADIUS_MEAN + launch_altitude
    x, z = 0.0, 0.0
    vx, vz = LAUNCH_SPEED * math.cos(climb), LAUNCH_SPEED * math.sin(climb)
    ax, az = acceleration(vehicle, 0, vehicle.launch_mass, 0.0, ground, x, z, vx, vz)
    t, phase, highest, row = 0.0, 0, launch_altitude, 0
    distance = math.sqrt(x_end * x_end + z_end * z_end)
    while t < LONGEST:
        v = math.sqrt(vx * vx + vz * vz)
        closing = (vx * (x_end - x) + vz * (z_end - z)) / distance
        if closing <= 0.0 and distance < 0.5 * v:  # just passed, in a step that a phase's end cut
            along = closing * distance / v
            return t + along / v, v, highest, math.sqrt(max(distance * distance - along * along, 0.0))
        if closing <= 0.0 or (v < SLOWEST and vehicle.flow[phase] == 0.0):
            return math.inf, 0.0, highest, distance
        gain = (ax * (x_end - x) + az * (z_end - z)) / distance
        left = 2.0 * distance / (closing + math.sqrt(max(closing * closing + 2.0 * gain * distance, 0.0)))
        step = _step(vehicle.flow[phase] == 0.0, t, left, v, vx, vz, ax, az) / finer
        last = step >= left
        if last:
            step = left
        if t + step > vehicle.ends[phase]:
            step, last = vehicle.ends[phase] - t, False
        if t < HOLD < t + step:
            step, last = HOLD - t, False
        sx, sz, sax, saz = 0.0, 0.0, 0.0, 0.0
        px, pz, ux, uz, at = x, z, vx, vz, t
        for stage in range(4):
            dx, dz = x_end - px, z_end - pz
            wanted = 0.0
            if at >= HOLD and left > STRAIGHT:
                wanted = navigation * math.sqrt(ux * ux + uz * uz) * (dz * ux - dx * uz) / (dx * dx + dz * dz + 1.0)
            ax, az = acceleration(vehicle, phase, mass_at(vehicle, phase, at), wanted, ground, px, pz, ux, uz)
            weight = 1.0 if stage in (0, 3) else 2.0
            sx, sz, sax, saz = sx + weight * ux, sz + weight * uz, sax + weight * ax, saz + weight * az
            part_of = 0.5 * step if stage < 2 else step
            px, pz, ux, uz, at = x + part_of * ux, z + part_of * uz, vx + part_of * ax, vz + part_of * az, t + part_of
        x, z = x + step / 6.0 * sx, z + step / 6.0 * sz
        vx, vz = vx + step / 6.0 * sax, vz + step / 6.0 * saz
        t += step
        if t >= vehicle.ends[phase]:
            phase += 1
        altitude = math.sqrt(x * x + (ground + z) ** 2) - EARTH_RADIUS_MEAN
        highest = max(highest, altitude)
        distance = math.sqrt((x_end - x) ** 2 + (z_end - z) ** 2)
        if row < trace.shape[0]:
            trace[row, 0], trace[row, 1], trace[row, 2] = t, x, z
            trace[row, 3] = math.sqrt(vx * vx + vz * vz)
            row += 1
        if last:
            v = math.sqrt(vx * vx + vz * vz)
            along = ((x_end - x) * vx + (z_end - z) * vz) / v
            return t + along / v, v, highest, abs((x_end - x) * vz - (z_end - z) * vx) / v
        if altitude < launch_altitude - 500.0 and altitude < 0.0:
            return math.inf, 0.0, highest, distance
    return math.inf, 0.0, highest, distance
