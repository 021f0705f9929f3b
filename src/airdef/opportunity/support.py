"""Support jammers: noise that a look takes in from threats that fly elsewhere, as an escort or from a distance.

At a look at scenario time t a support jammer that has begun its motion and not ended it adds

    jnr = jnr1 D / R^2 g(a)

as in `jamming`, with its place at t. It does so where it is above the radar's horizon, no ground hides it, and the
radar lies within half the jammer's sector of its direction of flight. A threat's own jammer is not among them: that is
on the axis of its look, and counted by `jamming`.

In free space, with the jammer in the beam's direction at the distance R_j and K the radar's calibration constant, the
range R at which the signal-to-noise ratio is s follows from s = K rcs / R^4 / (1 + jnr1 D / R_j^2): the burn-through
range moves with the jammer.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from airdef.jit import part
from airdef.opportunity.tables import F64, I64
from airdef.physics.antenna import relative_gain
from airdef.physics.geodesy import ecef_height, ecef_to_enu
from airdef.physics.refraction import line_of_sight_range
from airdef.physics.terrain import Ground, clear
from airdef.physics.trajectory import position, velocity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from airdef.physics.trajectory import Trajectory
    from airdef.scenario.plan import ThreatPlan

CLOSEST = 1.0
"""Distances [m] below this count as this, so that what stands on a radar has a finite echo and a finite noise."""


class Support(NamedTuple):
    """The support jammers that a radar meets, as compiled code wants them.

    number   i64[J] numbers of their threats
    start    i64[J + 1] where the nodes of each begin in `ecef`
    ecef     f64[N, 3] positions [m, ECEF], nodes of even time grids
    t0, end  f64[J] when each begins and ends its motion [s, scenario time]
    dt       f64[J] step of its grid [s]
    density  f64[J] effective radiated power density [W/Hz]
    cosine   f64[J] cosine of half its sector
    """

    number: I64
    start: I64
    ecef: F64
    t0: F64
    end: F64
    dt: F64
    density: F64
    cosine: F64


def support(carriers: Sequence[tuple[int, ThreatPlan, Trajectory]]) -> Support:
    """Return support jammers in compiled form.

    Parameters
    ----------
    carriers
        Number, plan and trajectory (from its time 0) of each threat that carries one.

    Returns
    -------
    Support
        The jammers, in the same order.
    """
    plans = [plan for _, plan, _ in carriers]
    paths = [path for _, _, path in carriers]
    t0 = np.array([plan.start_time for plan in plans], np.float64)
    sectors = [plan.support.sector if plan.support is not None else 0.0 for plan in plans]
    return Support(
        number=np.array([number for number, _, _ in carriers], np.int64),
        start=np.concatenate([[0], np.cumsum([len(path.ecef) for path in paths])]).astype(np.int64),
        ecef=np.concatenate([np.zeros((0, 3)), *(path.ecef for path in paths)]),
        t0=t0,
        end=t0 + np.array([path.t_end for path in paths], np.float64),
        dt=np.array([path.dt for path in paths], np.float64),
        density=np.array([plan.jammer_density for plan in plans], np.float64),
        cosine=np.array([-2.0 if sector >= 2.0 * math.pi else math.cos(sector / 2.0) for sector in sectors]),
    )


NO_SUPPORT: Final = support(())
"""No support jammers."""


@part
def in_jammer_sector(
    ecef: NDArray[np.float64], dt: float, t: float, cosine: float, dx: float, dy: float, dz: float
) -> bool:
    """Tell whether a direction lies within a jammer's sector ahead of it.

    Parameters
    ----------
    ecef
        Nodes of the jammer's motion, float64[n, 3] [m].
    dt
        Their step [s].
    t
        Time since its start [s].
    cosine
        Cosine of half the sector.
    dx, dy, dz
        The direction: from the jammer to the radar, ECEF [m].

    Returns
    -------
    bool
        Whether it does; False for a jammer that does not move, unless its sector is all round.
    """
    if cosine < -1.0:
        return True
    vx, vy, vz = velocity(ecef, 0.0, dt, t)
    size = math.sqrt(vx * vx + vy * vy + vz * vz) * math.sqrt(dx * dx + dy * dy + dz * dz)
    return size > 0.0 and vx * dx + vy * dy + vz * dz >= cosine * size


@part
def support_noise(
    m: Support,
    unit: float,
    gain: float,
    sidelobe: float,
    backlobe: float,
    origin: F64,
    rotation: F64,
    antenna_height: float,
    earth_radius: float,
    ground: Ground,
    own: int,
    t: float,
    east: float,
    north: float,
    up: float,
) -> float:
    """Return the jam-to-noise ratio [1] that support jammers add to a look at scenario time t.

    Parameters
    ----------
    m
        The jammers.
    unit
        Jam-to-noise ratio of 1 W/Hz in the main beam at 1 m [m^2 Hz/W].
    gain, sidelobe, backlobe
        Of the antenna, linear.
    origin
        Place of the antenna, float64[3], ECEF [m].
    rotation
        From ECEF to east, north, up at the antenna, float64[3, 3].
    antenna_height
        Height of the antenna above sea level [m].
    earth_radius
        Effective earth radius [m].
    ground
        Heights of the ground.
    own
        Number of the threat looked at, if it carries one of the jammers: that is not counted here.
    t
        Time of the look [s, scenario time].
    east, north, up
        From the antenna to the body looked at [m].

    Returns
    -------
    float
        The jam-to-noise ratio [1].
    """
    jnr = 0.0
    distance = max(math.sqrt(east * east + north * north + up * up), CLOSEST)
    for k in range(m.density.size):
        if m.number[k] == own or t < m.t0[k] or t > m.end[k] or m.density[k] <= 0.0:
            continue
        nodes = m.ecef[m.start[k] : m.start[k + 1]]
        x, y, z = position(nodes, 0.0, m.dt[k], t - m.t0[k])
        e, n, u = ecef_to_enu(x, y, z, origin, rotation)
        away = max(math.sqrt(e * e + n * n + u * u), CLOSEST)
        height = ecef_height(x, y, z)
        if away > line_of_sight_range(antenna_height, height, earth_radius):
            continue
        if not in_jammer_sector(nodes, m.dt[k], t - m.t0[k], m.cosine[k], origin[0] - x, origin[1] - y, origin[2] - z):
            continue
        if not clear(ground, (origin[0], origin[1], origin[2]), antenna_height, (x, y, z), height, earth_radius):
            continue
        cosine = (east * e + north * n + up * u) / (distance * away)
        angle = math.acos(min(max(cosine, -1.0), 1.0))
        jnr += unit * m.density[k] / away**2 * relative_gain(angle, gain, sidelobe, backlobe)
    return jnr
