"""What one radar sees of one body at one instant: geometry, coverage, radar cross section, noise, jamming.

All looks and all visibility are made from the functions of this module, so that "seen" means one thing.
The Earth between radar and body has an effective radius; over an elevation model `unmasked` looks along the
ray for ground that stands in it, last of all, for that takes longest.

Signal-to-noise ratio (linear, of one pulse)

    snr = K rcs / range^4 / L / (1 + jnr)

with K the radar's calibration constant, rcs by aspect, L the two-way loss through gases and rain along the
path and jnr the jam-to-noise ratio (see `jamming`). A published detection range was met in clear air, so that K has
the gas loss of that range in it and L is relative to it; the target of the published range is taken to have stood
the radar's `reference_height` over the antenna (at most half the range, and not below the horizon). Rain is counted
in full, in all the air below the environment's `rain_height`, for the radar's `polarisation`. Nose and tail aspects end
at the threat's `aspect_sector` off the direction of flight; the side lies between.

Multipath (`Environment.multipath`, off by default) multiplies the echo by F^4 of `physics.multipath`: direct ray and
reflection interfere, with the heights over the plane that touches the effective Earth at the reflection point. The
sea is calm (rho = -1, times the square root of the beam's one-way power pattern towards the reflection, see
`physics.antenna`); ground above sea level at the reflection point reflects nothing. Ground in the reflected ray is not
looked at, jamming has no lobes, and lobes narrower than a step of the grid may go unnoticed in launch windows.
"""

from __future__ import annotations

import math
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from airdef.jit import entry_with, part
from airdef.opportunity.jamming import Jamming, jam_noise, jamming
from airdef.opportunity.support import CLOSEST, NO_SUPPORT, Support, support_noise
from airdef.opportunity.tables import F64
from airdef.opportunity.trajectories import Body
from airdef.physics import attenuation, detection
from airdef.physics.antenna import main_lobe
from airdef.physics.constants import EARTH_RADIUS_MEAN
from airdef.physics.geodesy import (
    ecef_height,
    ecef_to_enu,
    ecef_to_geodetic,
    enu_rotation,
    enu_to_aer,
    geodetic_to_ecef,  # fmt: skip
)
from airdef.physics.jamming import jammed_snr
from airdef.physics.multipath import echo_factor, reflection_point
from airdef.physics.radar import calibrated_snr, from_decibels, wavelength
from airdef.physics.refraction import elevation_angle, line_of_sight_range
from airdef.physics.terrain import SMOOTH, Ground, clear, ground_height
from airdef.physics.trajectory import position, velocity
from airdef.scenario.plan import Environment, JammerPlan, RadarPlan

NO_GASES: Final = attenuation.Gases(0.0, 0.0, 1.0, 1.0)
"""No loss at all: a radar that is perfect, or air without gases."""


class Sensor(NamedTuple):
    """A radar as compiled code wants it.

    origin f64[3] antenna, ECEF [m]; rotation f64[3, 3] to ENU; height of the antenna above sea level [m];
    earth_radius effective [m]; half_sector [rad], pi or more: all round; elevations [rad]; ranges [m];
    constant K, the gas loss of the published range taken out [m^2]; threshold and pulses of the detector;
    min_radial_speed [m/s]; gas: specific attenuations [dB/m] and equivalent heights [m] of oxygen and vapour;
    rain specific attenuation [dB/m] below rain_height [m]; jam: antenna and jammers;
    ground: heights of the ground, no rows: smooth; wave: length [m] that a calm sea reflects, 0: no multipath
    """

    origin: F64
    rotation: F64
    height: float
    earth_radius: float
    half_sector: float
    min_elevation: float
    max_elevation: float
    min_range: float
    max_range: float
    constant: float
    threshold: float
    pulses: int
    min_radial_speed: float
    perfect: bool
    gas: attenuation.Gases
    rain: float
    rain_height: float
    jam: Jamming
    ground: Ground
    wave: float


class Target(NamedTuple):
    """A body as compiled code wants it: its trajectory from time 0, its signature; aspect: cosine of its sector.

    start, number: as those of `Body`.
    """

    ecef: F64
    dt: float
    end: float
    nose: float
    side: float
    tail: float
    swerling: int
    jam: float
    aspect: float
    start: float = 0.0
    number: int = -1


def target(body: Body) -> Target:
    """Return a body in compiled form.

    Parameters
    ----------
    body
        The body.

    Returns
    -------
    Target
        A body in compiled form.
    """
    path = body.trajectory
    signature = (*body.rcs, body.swerling, body.jammer_density, math.cos(body.aspect_sector))
    return Target(
        np.ascontiguousarray(path.ecef), path.dt, path.t_end, *signature, float(body.start_time), int(body.number)
    )


def nose_on(rcs: float, swerling: int) -> Target:
    """Return a body that is nowhere, with a cross-section [m^2] from the nose: to ask at which range it is seen.

    Parameters
    ----------
    rcs
        Radar cross-section [m^2].
    swerling
        Swerling case, 0 to 4.

    Returns
    -------
    Target
        A body that is nowhere, with a cross-section [m^2] from the nose: to ask at which range it is seen.
    """
    return Target(np.zeros((2, 3)), 1.0, 1.0, rcs, rcs, rcs, swerling, 0.0, 1.0, 0.0, -1)


def sensor(
    radar: RadarPlan,
    environment: Environment,
    jammers: tuple[JammerPlan, ...],
    ground: Ground = SMOOTH,
    support: Support = NO_SUPPORT,
) -> Sensor:
    """Return a radar in compiled form, over the smooth Earth or `ground`; weather and jamming spare a perfect one.

    Parameters
    ----------
    radar
        The radar.
    environment
        The environment: weather, refraction, ground.
    jammers
        The stand-off jammers.
    ground
        The ground; None for the smooth Earth.
    support
        The support jammers.

    Returns
    -------
    Sensor
        A radar in compiled form, over the smooth Earth or `ground`; weather and jamming spare a perfect
        one.

    Raises
    ------
    ValueError
        For a scan period that is not above zero, and as the physics does for a frequency outside the tables
        of attenuation.
    """
    if not radar.scan_period > 0.0:
        msg = (
            f"radar '{radar.name}': scan_period is {radar.scan_period} s, expected a time above 0 s; "
            "a radar that sees at once is one with perfect detection"
        )
        raise ValueError(msg)
    place = radar.place
    height = place.height + radar.antenna_height
    origin = np.array(geodetic_to_ecef(place.latitude, place.longitude, height))
    rotation = enu_rotation(place.latitude, place.longitude)
    earth_radius = environment.effective_earth_factor * EARTH_RADIUS_MEAN
    gas, gain, rain, threshold = NO_GASES, 1.0, 0.0, 0.0
    if not radar.perfect:
        if environment.gases:
            gas = attenuation.gases(radar.frequency)
            gain = _calibration_gain(radar, gas, height, earth_radius)
        rain = attenuation.rain_attenuation(radar.frequency, environment.rain_rate, tilt=radar.polarisation)
        threshold = detection.threshold(radar.pfa, radar.pulses)
    return Sensor(
        origin=origin,
        rotation=rotation,
        height=height,
        earth_radius=earth_radius,
        half_sector=radar.sector_width / 2.0,
        min_elevation=radar.min_elevation,
        max_elevation=radar.max_elevation,
        min_range=radar.min_range,
        max_range=radar.instrumented_range,
        constant=radar.snr_constant * gain,
        threshold=threshold,
        pulses=radar.pulses,
        min_radial_speed=radar.min_radial_speed,
        perfect=radar.perfect,
        gas=gas,
        rain=rain,
        rain_height=environment.rain_height,
        jam=jamming(radar, jammers, origin, rotation, height, earth_radius, ground, support),
        ground=ground,
        wave=wavelength(radar.frequency) if environment.multipath and not radar.perfect else 0.0,
    )


def _calibration_gain(radar: RadarPlan, gas: attenuation.Gases, height: float, earth_radius: float) -> float:
    """Return the two-way gas loss [1] that the published range contains (see the module)."""
    published = radar.calibration_range
    if published <= 0.0:
        return 1.0
    above = min(radar.reference_height, 0.5 * published)
    published = min(published, line_of_sight_range(height, height + above, earth_radius))
    return float(from_decibels(attenuation.gas_loss(*gas, published, height, height + above, earth_radius)))


@part
def visible(slant_range: float, antenna_height: float, height: float, earth_radius: float) -> bool:
    """Tell whether nothing of the smooth Earth stands between an antenna and a body (heights above sea level [m]).

    The slant range is at most the line-of-sight range of the two heights.

    Parameters
    ----------
    slant_range
        Slant range [m].
    antenna_height
        Height of the antenna above sea level [m].
    height
        Height of the body above sea level [m].
    earth_radius
        Effective earth radius [m].

    Returns
    -------
    bool
        Whether nothing of the smooth Earth stands between an antenna and a body (heights above sea level
        [m]).
    """
    return slant_range <= line_of_sight_range(antenna_height, height, earth_radius)


@part
def unmasked(s: Sensor, height: float, x: float, y: float, z: float) -> bool:
    """Tell whether no ground stands between the antenna and a body at (x, y, z) of that height [m].

    Parameters
    ----------
    s
        The radar in compiled form.
    height
        Height above sea level [m].
    x, y, z
        Place of the body, ECEF [m].

    Returns
    -------
    bool
        Whether no ground stands between the antenna and a body at (x, y, z) of that height [m].
    """
    if s.ground.heights.size == 0:
        return True
    antenna = (s.origin[0], s.origin[1], s.origin[2])
    return clear(s.ground, antenna, s.height, (x, y, z), height, s.earth_radius)


@part
def observe(s: Sensor, x: float, y: float, z: float) -> tuple[float, float, float, float]:
    """Return slant range [m], azimuth [rad], elevation over the effective Earth [rad] and height [m].

    Parameters
    ----------
    s
        The radar in compiled form.
    x, y, z
        Place of the body, ECEF [m].

    Returns
    -------
    tuple[float, float, float, float]
        Slant range [m], azimuth [rad], elevation over the effective Earth [rad] and height [m].
    """
    east, north, up = ecef_to_enu(x, y, z, s.origin, s.rotation)
    azimuth, _, slant_range = enu_to_aer(east, north, up)
    slant_range = max(slant_range, CLOSEST)
    height = ecef_height(x, y, z)
    return slant_range, azimuth, elevation_angle(slant_range, s.height, height, s.earth_radius), height


@part
def in_sector(azimuth: float, facing: float, half_sector: float) -> bool:
    """Tell whether an azimuth lies within half a sector of a facing [rad], the edges included.

    Parameters
    ----------
    azimuth
        Azimuth [rad].
    facing
        Facing of the radar or unit [rad].
    half_sector
        Half the width of the sector [rad].

    Returns
    -------
    bool
        Whether an azimuth lies within half a sector of a facing [rad], the edges included.
    """
    if half_sector >= math.pi:
        return True
    off = (azimuth - facing + math.pi) % (2.0 * math.pi) - math.pi
    return abs(off) <= half_sector


@part
def covered(s: Sensor, slant_range: float, elevation: float, height: float) -> bool:
    """Tell whether a body is in the radar's range and elevation coverage and above the horizon (any azimuth).

    Parameters
    ----------
    s
        The radar in compiled form.
    slant_range
        Slant range [m].
    elevation
        Elevation over the effective Earth [rad].
    height
        Height above sea level [m].

    Returns
    -------
    bool
        Whether a body is in the radar's range and elevation coverage and above the horizon (any azimuth).
    """
    return (
        s.min_range <= slant_range <= s.max_range
        and s.min_elevation <= elevation <= s.max_elevation
        and visible(slant_range, s.height, height, s.earth_radius)
    )


@part
def closing(s: Sensor, b: Target, t: float, x: float, y: float, z: float) -> tuple[float, float]:
    """Return the speed towards the radar [m/s] and the cosine of the aspect (1: nose on) of a body at (x, y, z).

    Parameters
    ----------
    s
        The radar in compiled form.
    b
        The body in compiled form.
    t
        Time [s].
    x, y, z
        Place of the body, ECEF [m].

    Returns
    -------
    tuple[float, float]
        The speed towards the radar [m/s] and the cosine of the aspect (1: nose on) of a body at (x, y, z).
    """
    vx, vy, vz = velocity(b.ecef, 0.0, b.dt, t)
    dx, dy, dz = s.origin[0] - x, s.origin[1] - y, s.origin[2] - z
    distance = max(math.sqrt(dx * dx + dy * dy + dz * dz), CLOSEST)
    towards = (vx * dx + vy * dy + vz * dz) / distance
    speed = math.sqrt(vx * vx + vy * vy + vz * vz)
    return towards, towards / speed if speed > 0.0 else 0.0


@part
def signal_to_noise(
    s: Sensor, b: Target, aspect: float, slant_range: float, height: float, x: float, y: float, z: float, t: float = 0.0
) -> float:
    """Return the signal to noise-plus-jamming ratio of one pulse (linear) of a body by the direct ray.

    `aspect` is the cosine from `closing`; slant range and height [m] are those of `observe` at (x, y, z).

    Parameters
    ----------
    s
        The radar in compiled form.
    b
        The body in compiled form.
    aspect
        Cosine of the angle between the body's nose and the line to the radar (1: nose on).
    slant_range
        Slant range [m].
    height
        Height above sea level [m].
    x, y, z
        Place of the body, ECEF [m].
    t
        Time since the body's start [s], which support jammers ask for.

    Returns
    -------
    float
        The signal to noise-plus-jamming ratio of one pulse (linear) of a body by the direct ray.
    """
    rcs = b.nose if aspect >= b.aspect else b.tail if aspect <= -b.aspect else b.side
    snr = calibrated_snr(s.constant, rcs, slant_range)
    loss = 0.0
    if s.gas.oxygen > 0.0:
        loss += attenuation.gas_loss(
            s.gas.oxygen, s.gas.vapour, s.gas.oxygen_height, s.gas.vapour_height,
            slant_range, s.height, height, s.earth_radius,
        )  # fmt: skip
    if s.rain > 0.0:
        loss += attenuation.rain_loss(s.rain, s.rain_height, slant_range, s.height, height, s.earth_radius)
    jnr = jam_noise(s.jam, b.jam, slant_range, x, y, z, s.origin, s.rotation)
    if s.jam.support.density.size > 0 and not s.perfect:
        east, north, up = ecef_to_enu(x, y, z, s.origin, s.rotation)
        jnr += support_noise(
            s.jam.support, s.jam.unit, s.jam.gain, s.jam.sidelobe, s.jam.backlobe, s.origin, s.rotation,
            s.height, s.earth_radius, s.ground, b.number, b.start + t, east, north, up,
        )  # fmt: skip
    return jammed_snr(snr / from_decibels(loss), jnr)


@part
def sea_factor(s: Sensor, slant_range: float, height: float, x: float, y: float, z: float) -> float:
    """Return F^4, the factor on the echo of a body at (x, y, z) by reflection from a calm sea (see the module).

    Parameters
    ----------
    s
        The radar in compiled form.
    slant_range
        Slant range [m].
    height
        Height above sea level [m].
    x, y, z
        Place of the body, ECEF [m].

    Returns
    -------
    float
        F^4, the factor on the echo of a body at (x, y, z) by reflection from a calm sea (see the module).
    """
    distance = math.sqrt(max(slant_range**2 - (height - s.height) ** 2, CLOSEST))
    if s.height <= 0.0 or height <= 0.0:
        return 0.0
    at, antenna_height, target_height = reflection_point(distance, s.height, height, s.earth_radius)
    if s.ground.heights.size > 0:
        p = at / distance
        ox, oy, oz = s.origin[0], s.origin[1], s.origin[2]
        latitude, longitude, _ = ecef_to_geodetic(ox + p * (x - ox), oy + p * (y - oy), oz + p * (z - oz))
        if ground_height(s.ground, latitude, longitude) > 0.0:
            return 1.0
    # the angle between the two rays at the antenna
    apart = (target_height - antenna_height) / distance + antenna_height / max(at, CLOSEST)
    reflection = -math.sqrt(main_lobe(apart, s.jam.gain))
    return echo_factor(slant_range, max(antenna_height, 0.0), max(target_height, 0.0), s.wave, reflection)


@part
def received(
    s: Sensor, b: Target, aspect: float, slant_range: float, height: float, x: float, y: float, z: float, t: float = 0.0
) -> float:
    """Return `signal_to_noise` times what a calm sea makes of it, where multipath is asked for.

    Parameters
    ----------
    s
        The radar in compiled form.
    b
        The body in compiled form.
    aspect
        Cosine of the angle between the body's nose and the line to the radar (1: nose on).
    slant_range
        Slant range [m].
    height
        Height above sea level [m].
    x, y, z
        Place of the body, ECEF [m].
    t
        Time since the body's start [s].

    Returns
    -------
    float
        `signal_to_noise` times what a calm sea makes of it, where multipath is asked for.
    """
    snr = signal_to_noise(s, b, aspect, slant_range, height, x, y, z, t)
    return snr * sea_factor(s, slant_range, height, x, y, z) if s.wave > 0.0 else snr


@part
def seen(s: Sensor, b: Target, needed: float, t: float) -> tuple[bool, float]:
    """Tell whether a radar sees a body at time t well enough to guide on it, and at what azimuth [rad].

    Seen: in coverage and line of sight (sector aside, which is the caller's) and, unless the radar is perfect, an SNR
    of at least `needed`. Minimum radial speed does not count here: a body that is being engaged is held through the
    instants at which it flies across.

    Parameters
    ----------
    s
        The radar in compiled form.
    b
        The body in compiled form.
    needed
        The signal-to-noise ratio that counts as seeing (linear).
    t
        Time [s].

    Returns
    -------
    tuple[bool, float]
        Whether a radar sees a body at time t well enough to guide on it, and at what azimuth [rad].
    """
    x, y, z = position(b.ecef, 0.0, b.dt, t)
    slant_range, azimuth, elevation, height = observe(s, x, y, z)
    if not covered(s, slant_range, elevation, height):
        return False, azimuth
    if not s.perfect:
        _, aspect = closing(s, b, t, x, y, z)
        if received(s, b, aspect, slant_range, height, x, y, z, t) < needed:
            return False, azimuth
    return unmasked(s, height, x, y, z), azimuth


@entry_with(nogil=True)
def strong(
    s: Sensor, b: Target, needed: float, latitude: F64, longitude: F64, height: F64
) -> tuple[NDArray[np.bool_], F64]:
    """Tell at which points f64[n] [rad, m] a radar has an SNR of `needed` on a body nose on, and at what azimuth [rad].

    In its range and elevation coverage and over the horizon; sector and ground are the caller's. bool[n], f64[n].

    Parameters
    ----------
    s
        The radar in compiled form.
    b
        The body in compiled form.
    needed
        The signal-to-noise ratio that counts as seeing (linear).
    latitude
        Latitudes [rad], float64[n].
    longitude
        Longitudes [rad], float64[n].
    height
        Heights above sea level [m], float64[n].

    Returns
    -------
    tuple[NDArray[np.bool_], F64]
        At which points f64[n] [rad, m] a radar has an SNR of `needed` on a body nose on, and at what
        azimuth [rad].
    """
    found = np.zeros(height.size, np.bool_)
    azimuths = np.empty(height.size)
    for k in range(height.size):
        x, y, z = geodetic_to_ecef(latitude[k], longitude[k], height[k])
        slant_range, azimuths[k], elevation, _ = observe(s, x, y, z)
        if covered(s, slant_range, elevation, height[k]):
            found[k] = s.perfect or received(s, b, 1.0, slant_range, height[k], x, y, z) >= needed
    return found, azimuths


@part
def detection_probability(s: Sensor, b: Target, facing: float, t: float) -> float:
    """Return the probability that a look at time t detects the body; 0 outside coverage or in the notch.

    Parameters
    ----------
    s
        The radar in compiled form.
    b
        The body in compiled form.
    facing
        Facing of the radar or unit [rad].
    t
        Time [s].

    Returns
    -------
    float
        The probability that a look at time t detects the body.
    """
    x, y, z = position(b.ecef, 0.0, b.dt, t)
    slant_range, azimuth, elevation, height = observe(s, x, y, z)
    if not (in_sector(azimuth, facing, s.half_sector) and covered(s, slant_range, elevation, height)):
        return 0.0
    if s.perfect:
        return 1.0 if unmasked(s, height, x, y, z) else 0.0
    towards, aspect = closing(s, b, t, x, y, z)
    if abs(towards) < s.min_radial_speed:
        return 0.0
    if not unmasked(s, height, x, y, z):
        return 0.0
    snr = received(s, b, aspect, slant_range, height, x, y, z, t)
    return detection.probability_of_detection(snr, s.threshold, s.pulses, b.swerling)
