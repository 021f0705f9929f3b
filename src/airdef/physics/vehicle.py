"""A point mass that burns, sheds mass, and feels the air: the forces of every missile's flight.

    m dv/dt = T cos a - q (Cd0 S + CNa S a^2)  - m g sin(gamma)
    m v dgamma/dt = T sin a + q CNa S a - m g cos(gamma)               q = rho v^2 / 2
    T = T0 + (p0 - p) Ae,   dm/dt = -flow

over a round Earth that does not turn, in the plane of launch and target. T0 is the thrust at an outer pressure p0, Ae
the nozzle's exit area, a the angle of attack, g = g0 (R / r)^2. A vehicle is a list of phases (boost, sustain, coast, a
stage that has dropped its booster), each with its own thrust, flow of mass, drag and lift.

Not modelled: wind, rotation of the Earth, turning about the centre of mass, lag of the controls.
Reference: P. Zarchan, Tactical and Strategic Missile Guidance (6th ed. 2012), chapters 2 and 13; equations of
motion as in any text, e.g. P. H. Zipfel, Modeling and Simulation of Aerospace Vehicle Dynamics (2nd ed. 2007), ch. 8.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from airdef.jit import part
from airdef.physics.airframe import (
    BAND,
    MACH_STEP,
    Airframe,
    drag_areas,
    mach_grid,
    normal_force_slope,
)
from airdef.physics.atmosphere import profile
from airdef.physics.constants import EARTH_RADIUS_MEAN, GRAVITY

F64 = NDArray[np.float64]

AIR_STEP: Final = 50.0
AIR_TOP: Final = 150_000.0
"""The air is tabled every 50 m up to 150 km; linear in between misses density by 1e-5 of itself."""


class Vehicle(NamedTuple):
    """A vehicle in compiled form; phase k lasts from the end of phase k - 1 to `ends[k]`, the last one for ever.

    launch_mass           [kg]
    ends                  f64[k] end of each phase after launch [s], ascending; inf for the last
    thrust, flow          f64[k] thrust at the outer pressure `pressure` [N], mass flow [kg/s]; both 0: coasting
    exit_area             f64[k] nozzle exit area [m^2], used while the flow is above zero
    dropped               f64[k] mass left behind at the end of the phase [kg]
    drag                  f64[k, MACH_NODES, bands] Cd0 S [m^2] by Mach number and altitude
    slope                 f64[k, MACH_NODES] CNa S [m^2/rad] by Mach number
    normal                f64[k] greatest CN S [m^2]
    pressure              outer pressure at which `thrust` holds [Pa]; 0: thrust in a vacuum
    air                   f64[n, 3] density [kg/m^3], pressure [Pa], speed of sound [m/s] every AIR_STEP
    """

    launch_mass: float
    ends: F64
    thrust: F64
    flow: F64
    exit_area: F64
    dropped: F64
    drag: F64
    slope: F64
    normal: F64
    pressure: float
    air: F64


def air_table() -> F64:
    """Return the standard atmosphere as `Vehicle.air` wants it.

    Returns
    -------
    F64
        The standard atmosphere as `Vehicle.air` wants it.
    """
    state = profile(np.arange(0.0, AIR_TOP + AIR_STEP, AIR_STEP))
    return np.ascontiguousarray(np.stack((state.density, state.pressure, state.speed_of_sound), axis=1))


_AIR: Final = air_table()


class Propulsion(NamedTuple):
    """How a missile burns.

    Specific impulse at sea level [s]; boost and sustain [s]; the share of the propellant that the sustainer burns [1];
    the mass of a booster that falls off after the boost [kg], without its propellant, and its diameter [m]; 0: that of
    the missile.
    """

    specific_impulse: float
    boost_time: float
    sustain_time: float = 0.0
    sustain_share: float = 0.0
    booster_mass: float = 0.0
    booster_diameter: float = 0.0


def missile_vehicle(
    airframe: Airframe, propulsion: Propulsion, launch_mass: float, propellant: float, max_normal_force: float
) -> Vehicle:
    """Return a boost(-sustain)-coast missile as a vehicle.

    Parameters
    ----------
    airframe
        The missile's body and fins.
    propulsion
        The motor.
    launch_mass
        Mass at launch [kg].
    propellant
        Mass of propellant [kg].
    max_normal_force
        Greatest normal-force coefficient [1].

    Returns
    -------
    Vehicle
        A boost(-sustain)-coast missile as a vehicle.
    """
    share = propulsion.sustain_share if propulsion.sustain_time > 0.0 else 0.0
    flows = [propellant * (1.0 - share) / propulsion.boost_time]
    ends = [propulsion.boost_time]
    if share > 0.0:
        flows.append(propellant * share / propulsion.sustain_time)
        ends.append(propulsion.boost_time + propulsion.sustain_time)
    flow = np.array([*flows, 0.0])
    count = flow.size
    wide = propulsion.booster_diameter or airframe.diameter
    bodies = [replace(airframe, diameter=wide), *[airframe] * (count - 1)]
    areas = np.array([body.area for body in bodies])
    return Vehicle(
        launch_mass=float(launch_mass),
        ends=np.array([*ends, math.inf]),
        thrust=flow * propulsion.specific_impulse * GRAVITY,
        flow=flow,
        exit_area=airframe.nozzle_ratio * areas,
        dropped=np.array([propulsion.booster_mass, *[0.0] * (count - 1)]),
        drag=np.stack([drag_areas(body, burning=f > 0.0) for body, f in zip(bodies, flow, strict=True)]),
        slope=normal_force_slope(mach_grid()) * areas[:, None],
        normal=max_normal_force * areas,
        pressure=float(_AIR[0, 1]),
        air=_AIR,
    )


@part
def mass_at(vehicle: Vehicle, phase: int, t: float) -> float:
    """Return the mass [kg] at a time t [s] of a phase.

    Parameters
    ----------
    vehicle
        The missile.
    phase
        Phase of the motor.
    t
        Time in the phase [s].

    Returns
    -------
    float
        The mass [kg] at a time t [s] of a phase.
    """
    mass, begin = vehicle.launch_mass, 0.0
    for k in range(phase):
        mass -= vehicle.flow[k] * (vehicle.ends[k] - begin) + vehicle.dropped[k]
        begin = vehicle.ends[k]
    return mass - vehicle.flow[phase] * (t - begin)


@part
def air_at(air: F64, altitude: float) -> tuple[float, float, float]:
    """Return density [kg/m^3], pressure [Pa], speed of sound [m/s]; below sea level those of sea level.

    Parameters
    ----------
    air
        By `air_table`.
    altitude
        Height above sea level [m].

    Returns
    -------
    tuple[float, float, float]
        Density [kg/m^3], pressure [Pa], speed of sound [m/s]; below sea level those of sea level.
    """
    at = min(max(altitude / AIR_STEP, 0.0), air.shape[0] - 1.001)
    i = int(at)
    f = at - i
    return (
        air[i, 0] + f * (air[i + 1, 0] - air[i, 0]),
        air[i, 1] + f * (air[i + 1, 1] - air[i, 1]),
        air[i, 2] + f * (air[i + 1, 2] - air[i, 2]),
    )


@part
def _coefficients(vehicle: Vehicle, phase: int, mach: float, altitude: float) -> tuple[float, float]:
    """Return Cd0 S [m^2] and CNa S [m^2/rad]."""
    drag, slope = vehicle.drag, vehicle.slope
    x = min(mach / MACH_STEP, drag.shape[1] - 1.001)
    i = int(x)
    f = x - i
    y = min(max(altitude / BAND, 0.0), drag.shape[2] - 1.001)
    j = int(y)
    g = y - j
    low = drag[phase, i, j] + f * (drag[phase, i + 1, j] - drag[phase, i, j])
    high = drag[phase, i, j + 1] + f * (drag[phase, i + 1, j + 1] - drag[phase, i, j + 1])
    return low + g * (high - low), slope[phase, i] + f * (slope[phase, i + 1] - slope[phase, i])


@part
def acceleration(
    vehicle: Vehicle, phase: int, mass: float, wanted: float, ground: float,
    x: float, z: float, vx: float, vz: float,
) -> tuple[float, float]:  # fmt: skip
    """Return the acceleration [m/s^2] of a vehicle that wants a certain normal acceleration.

    The angle of attack is what gives the wanted acceleration, by lift and by the thrust that leans with the body,
    or the greatest one, whichever is less. Nothing is raised.

    Parameters
    ----------
    vehicle, phase
        The missile, and which phase of its flight it is in.
    mass
        Its mass now [kg].
    wanted
        Acceleration across the flight path that the missile asks for [m/s^2], left of the direction of flight positive,
        gravity's part included; NaN: none asked for, it flies without lift.
    ground
        Distance of the launch point from the Earth's centre [m].
    x, z, vx, vz
        Place [m] and velocity [m/s] in the plane of flight, from the launch point, z upwards.

    Returns
    -------
    tuple of float
        Acceleration along x and z [m/s^2].
    """
    up = ground + z
    radius = math.sqrt(x * x + up * up)
    gravity = GRAVITY * (EARTH_RADIUS_MEAN / radius) ** 2 / radius
    gx, gz = -gravity * x, -gravity * up
    v = max(math.sqrt(vx * vx + vz * vz), 1e-3)
    tx, tz = vx / v, vz / v
    altitude = radius - EARTH_RADIUS_MEAN
    density, pressure, sound = air_at(vehicle.air, altitude)
    drag, slope = _coefficients(vehicle, phase, v / sound, altitude)
    q = 0.5 * density * v * v
    most = vehicle.normal[phase] / slope
    asked = not math.isnan(wanted)
    needed = mass * (wanted - (gz * tx - gx * tz)) if asked else 0.0
    if vehicle.flow[phase] > 0.0:
        thrust = max(vehicle.thrust[phase] + (vehicle.pressure - pressure) * vehicle.exit_area[phase], 0.0)
        angle = min(max(needed / (q * slope + thrust + 1e-9), -most), most)
        along = (thrust * math.cos(angle) - q * (drag + slope * angle * angle)) / mass
        across = (thrust * math.sin(angle) + q * slope * angle) / mass
    else:
        angle = min(max(needed / (q * slope + 1e-9), -most), most)
        along = -q * (drag + slope * angle * angle) / mass
        across = q * slope * angle / mass
    return gx + along * tx - across * tz, gz + along * tz + across * tx
