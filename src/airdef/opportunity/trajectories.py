"""From threats to bodies and tracks: every different motion is worked out once.

A *body* is what geometry sees of a threat: a motion that begins at time 0 and what a radar or a missile meets
along it (radar cross section, category, jammer). Members of a formation that differ only in their start time
share one body, so that a raid of a thousand in ten formations costs ten bodies, not a thousand. Where support jammers
fly it matters when each starts, for they are elsewhere then: only those that start together share one.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from airdef.opportunity.memo import Memo, NoCache
from airdef.opportunity.tables import F64, I64, Tracks
from airdef.physics.ballistics import minimum_energy_arc
from airdef.physics.path import GroundHeight, waypoint_path
from airdef.physics.trajectory import Trajectory
from airdef.scenario.land import dem_of
from airdef.scenario.plan import BallisticMotion, Scenario, ThreatPlan, WaypointMotion


@dataclass(frozen=True, eq=False)
class Body:
    """A motion from time 0 with its signature; `trajectory.t0` is 0.

    rcs            : m^2, seen from nose, side, tail
    swerling       : fluctuation case, 0 to 4
    category       : index into CATEGORIES, what the envelopes are stated for
    jammer_density : effective radiated power density of its own jammer [W/Hz]
    aspect_sector  : half the sector in which the cross-sections from nose and tail hold [rad]
    start_time     : when it begins [s]; of a raid without support jammers 0, for it then does not matter
    number         : of the threat, if it carries a support jammer; else -1
    """

    trajectory: Trajectory
    rcs: tuple[float, float, float]
    swerling: int
    category: int
    jammer_density: float
    aspect_sector: float
    start_time: float = 0.0
    number: int = -1


def trajectory_of(
    motion: WaypointMotion | BallisticMotion, dt: float, ground: GroundHeight | None = None
) -> Trajectory:
    """Return the motion as positions `dt` [s] apart, from time 0 to its end.

    Altitudes above ground follow `ground`; over the smooth Earth (None) the ground lies at sea level.

    Parameters
    ----------
    motion
        The motion.
    dt
        Time step [s].
    ground
        The ground; None for the smooth Earth.

    Returns
    -------
    Trajectory
        The motion as positions `dt` [s] apart, from time 0 to its end.
    """
    if isinstance(motion, BallisticMotion):
        launch, impact = motion.launch, motion.impact
        return minimum_energy_arc(
            (launch.latitude, launch.longitude, launch.height),
            (impact.latitude, impact.longitude, impact.height),
            dt=dt,
            apogee_factor=motion.loft,
            ballistic_coefficient=motion.ballistic_coefficient,
        )
    return waypoint_path(
        motion.waypoints,
        motion.altitude,
        motion.speed,
        dt=dt,
        max_load_factor=motion.max_load_factor,
        height_of_ground=ground if motion.above_ground else None,
    )


def _signature(threat: ThreatPlan, j: int, supported: bool) -> tuple[Any, ...]:
    """Return all that geometry depends on: of the start time only where support jammers fly meanwhile."""
    shown = threat.rcs, threat.swerling, threat.category, threat.jammer_density, threat.aspect_sector
    if not supported:
        return threat.motion, *shown
    return threat.motion, *shown, threat.start_time, j if threat.support is not None else -1


def bodies(scenario: Scenario, parts: Memo | None = None) -> tuple[list[Body], I64]:
    """Return the different bodies of a raid, in order of first appearance, and each threat's index among them.

    `parts` may hold trajectories and bodies that were worked out before.

    Parameters
    ----------
    scenario
        The scenario.
    parts
        Trajectories and bodies worked out before; None for none.

    Returns
    -------
    tuple[list[Body], I64]
        The different bodies of a raid, in order of first appearance, and each threat's index among them.
    """
    parts = parts or NoCache()
    dt, terrain = scenario.environment.time_step, scenario.environment.terrain
    dem = dem_of(scenario)
    ground = None if dem is None else dem.heights
    index: dict[tuple[Any, ...], int] = {}
    paths: dict[WaypointMotion | BallisticMotion, Trajectory] = {}
    found: list[Body] = []
    of = np.empty(len(scenario.threats), np.int64)
    supported = any(threat.support is not None for threat in scenario.threats)
    for j, threat in enumerate(scenario.threats):
        key, motion = _signature(threat, j, supported), threat.motion
        if key not in index:
            if motion not in paths:
                paths[motion] = parts.of(
                    "trajectory", (motion, dt, terrain), partial(trajectory_of, motion, dt, ground)
                )
            path = paths[motion]
            make = partial(Body, path, *key[1:])
            index[key] = len(found)
            found.append(parts.of("body", (path, *key[1:]), make))
        of[j] = index[key]
    return found, of


def tracks(found: list[Body], of: I64, start_time: F64) -> Tracks:
    """Return the tracks of all threats: each body's nodes, shifted to the threat's start.

    Parameters
    ----------
    found
        The different bodies of the raid.
    of
        Index of each threat's body, int64[threats].
    start_time
        When each threat starts [s].

    Returns
    -------
    Tracks
        The tracks of all threats: each body's nodes, shifted to the threat's start.
    """
    sizes = np.array([len(found[b].trajectory.ecef) for b in of], np.int64)
    start = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    ecef = np.empty((int(start[-1]), 3))
    for j, b in enumerate(of):
        ecef[start[j] : start[j + 1]] = found[b].trajectory.ecef
    return Tracks(
        start=start,
        t0=start_time.copy(),
        dt=np.array([found[b].trajectory.dt for b in of], np.float64),
        end=start_time + np.array([found[b].trajectory.t_end for b in of], np.float64),
        ecef=ecef,
    )


def arrivals(scenario: Scenario, end: F64) -> F64:
    """Return when each threat reaches what it is aimed at [s]; inf for one that only passes.

    Parameters
    ----------
    scenario
        The scenario.
    end
        End of each threat's motion [s].

    Returns
    -------
    F64
        When each threat reaches what it is aimed at [s]; inf for one that only passes.
    """
    aimed = np.array([threat.target >= 0 for threat in scenario.threats], bool)
    return np.where(aimed, end, np.inf)
