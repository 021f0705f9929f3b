"""Noise jamming of one radar: what its antenna takes in, by the angle between each jammer and the body looked at.

A radar points its beam at the body. A jammer in the direction d, a off the direction of the body as seen from the
radar, adds the jam-to-noise ratio

    jnr = jnr1 D / R^2 g(a)

with jnr1 that of 1 W/Hz in the main beam at 1 m (`physics.jamming`), D its effective radiated power density, R its
distance, g the antenna's relative gain (`physics.antenna`): 1 on the bearing of the body, the side lobes beside it,
the back lobe behind the radar. A threat's own jammer is on the axis; those of other threats do not screen it.
A stand-off jammer counts where it stands above the radar's horizon and no ground hides it; support jammers, which
move, are those of `support`. Jamming suffers no loss in
the air: jammers are taken as strong as the scenario says at any range.

A radar's calibration constant says nothing of gain and noise apart: gain, side lobes and noise temperature are figures
of the catalogue, assumed for every radar in it, and act on nothing else but multipath.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from airdef.jit import part
from airdef.opportunity.support import CLOSEST, NO_SUPPORT, Support
from airdef.opportunity.tables import F64
from airdef.physics.antenna import relative_gain
from airdef.physics.geodesy import ecef_to_enu, geodetic_to_ecef
from airdef.physics.jamming import jam_to_noise
from airdef.physics.radar import wavelength
from airdef.physics.refraction import line_of_sight_range
from airdef.physics.terrain import Ground, clear

if TYPE_CHECKING:
    from airdef.scenario.plan import JammerPlan, RadarPlan


class Jamming(NamedTuple):
    """What jams a radar, as compiled code wants it.

    unit       jam-to-noise ratio of 1 W/Hz in the main beam at 1 m [m^2 Hz/W]; 0: nothing jams it (a perfect radar)
    gain, sidelobe, backlobe   of the antenna, linear, as in `physics.antenna`
    direction  f64[J, 3] unit vectors to the stand-off jammers, ENU
    main       f64[J] jam-to-noise ratio of each in the main beam; 0 where it is out of sight
    support    support jammers, which move
    """

    unit: float
    gain: float
    sidelobe: float
    backlobe: float
    direction: F64
    main: F64
    support: Support


def jamming(
    radar: RadarPlan,
    jammers: tuple[JammerPlan, ...],
    origin: F64,
    rotation: F64,
    height: float,
    earth_radius: float,
    ground: Ground,
    support: Support = NO_SUPPORT,
) -> Jamming:
    """Return what jams a radar.

    Parameters
    ----------
    radar
        The radar.
    jammers
        The stand-off jammers.
    origin
        Place of the antenna, float64[3], ECEF [m].
    rotation
        From ECEF to east, north, up at the antenna, float64[3, 3].
    height
        Height of the antenna above sea level [m].
    earth_radius
        Effective earth radius [m].
    ground
        The ground; None for the smooth Earth.
    support
        The support jammers.

    Returns
    -------
    Jamming
        What jams a radar.
    """
    a = radar.antenna
    unit = 0.0
    if not radar.perfect:
        unit = float(jam_to_noise(1.0, a.gain, wavelength(radar.frequency), a.noise_temperature, 1.0))
    direction, main = np.zeros((len(jammers), 3)), np.zeros(len(jammers))
    for i, jammer in enumerate(jammers):
        ecef = geodetic_to_ecef(jammer.place.latitude, jammer.place.longitude, jammer.altitude)
        enu = np.array(ecef_to_enu(*ecef, origin, rotation))
        distance = max(float(np.linalg.norm(enu)), CLOSEST)
        direction[i] = enu / distance
        above = distance <= line_of_sight_range(height, jammer.altitude, earth_radius)
        antenna = (origin[0], origin[1], origin[2])
        if above and clear(ground, antenna, height, ecef, jammer.altitude, earth_radius):
            main[i] = unit * jammer.density / distance**2
    return Jamming(unit, a.gain, a.sidelobe, a.backlobe, direction, main, support)


@part
def jam_noise(
    j: Jamming, own: float, slant_range: float, x: float, y: float, z: float, origin: F64, rotation: F64
) -> float:
    """Return the jam-to-noise ratio [1] of a look at a body at (x, y, z), ECEF [m]: its own and stand-off jammers.

    `own` density of the body's jammer [W/Hz]; `slant_range` of the body [m]; `origin` and `rotation` as in `jamming`.

    Parameters
    ----------
    j
        What jams the radar.
    own
        Density of the jammer that the body itself carries [W/Hz].
    slant_range
        Slant range [m].
    x, y, z
        Place of the body, ECEF [m].
    origin
        Place of the antenna, float64[3], ECEF [m].
    rotation
        From ECEF to east, north, up at the antenna, float64[3, 3].

    Returns
    -------
    float
        The jam-to-noise ratio [1] of a look at a body at (x, y, z), ECEF [m]: its own and stand-off
        jammers.
    """
    jnr = j.unit * own / slant_range**2
    if j.main.size > 0:
        east, north, up = ecef_to_enu(x, y, z, origin, rotation)
        for i in range(j.main.size):
            d = j.direction[i]
            cosine = (east * d[0] + north * d[1] + up * d[2]) / slant_range
            angle = math.acos(min(max(cosine, -1.0), 1.0))
            jnr += j.main[i] * relative_gain(angle, j.gain, j.sidelobe, j.backlobe)
    return jnr
