"""Where threats are, at any time, and as few samples of it as other programs need to draw it.

The positions are those of the opportunity layer (`opportunity.trajectories.bodies`): the cubic through its nodes,
ECEF, which radars and missiles meet as well. Nothing is worked out again.

Viewers draw a straight line (in ECEF: Cesium interpolates sampled positions there, linearly) from sample to sample
at constant speed. `thinned` keeps the samples from which that line stays within `TOLERANCE` of the position at every
time, Earth's curvature included: a chord of 22 km sags 10 m, so that level flight needs a sample every 20 km or so
and a re-entry one a second.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from airdef.opportunity.trajectories import Body, bodies
from airdef.physics.geodesy import ecef_to_geodetic_array

if TYPE_CHECKING:
    from airdef.physics.trajectory import Trajectory
    from airdef.scenario.plan import Scenario

F64 = NDArray[np.float64]

TOLERANCE: Final = 10.0
"""How far [m] a straight line between kept samples may be from the position."""

_KEPT_WITHIN: Final = 4.0
"""Tolerance [m] at the instants looked at. Where a motion is cut short (a threat is destroyed) the last line can be
off by twice that; 2 m are left for what lies between the instants, a dt^2 / 8 (250 m/s^2 at 0.25 s)."""

_PER_NODE: Final = 4
"""Instants looked at in each step of the trajectory's grid."""


@dataclass(frozen=True, eq=False)
class Way:
    """Samples of a motion: `times` float64[n] [s], ascending; `ecef` float64[n, 3] [m]."""

    times: F64
    ecef: F64

    def at(self, time: float) -> F64:
        """Return the position [m] that a viewer draws at a time [s]: on the straight line between samples.

        Parameters
        ----------
        time
            Time [s].

        Returns
        -------
        F64
            The position [m] that a viewer draws at a time [s]: on the straight line between samples.
        """
        return np.array([np.interp(time, self.times, self.ecef[:, k]) for k in range(3)])

    def degrees(self) -> list[tuple[float, float, float, float]]:
        """Return (time [s], longitude [deg], latitude [deg], height [m]) of every sample, rounded.

        To a millisecond, 1e-6 deg (0.1 m) and 0.1 m: a threat flies 1 m or so in a millisecond.
        """
        latitude, longitude, height = ecef_to_geodetic_array(self.ecef)
        columns = (
            np.round(self.times, 3),
            np.round(np.degrees(longitude), 6),
            np.round(np.degrees(latitude), 6),
            np.round(height, 1) + 0.0,  # no negative zero
        )
        return [(float(t), float(x), float(y), float(h)) for t, x, y, h in zip(*columns, strict=True)]


class Motions:
    """The motions of all threats of a scenario, thinned once for each different body."""

    def __init__(self, scenario: Scenario) -> None:
        self._bodies, self._of = bodies(scenario)
        self._thinned: dict[int, Way] = {}

    @property
    def bytes(self) -> int:
        """About how many bytes all motions take, thinned ones included."""
        nodes = sum(body.trajectory.ecef.nbytes + 1024 for body in self._bodies)
        return nodes + sum(way.ecef.nbytes + way.times.nbytes for way in self._thinned.values())

    def trajectory(self, threat: int) -> Trajectory:
        """Return the motion of a threat from time 0, the start of its own motion.

        Parameters
        ----------
        threat
            Number of the threat.

        Returns
        -------
        Trajectory
            The motion of a threat from time 0, the start of its own motion.
        """
        body: Body = self._bodies[self._of[threat]]
        return body.trajectory

    def position(self, threat: int, since: float) -> F64:
        """Return the position [m, ECEF] of a threat `since` [s] the start of its motion; within its motion.

        Parameters
        ----------
        threat
            Number of the threat.
        since
            Time since the start of the motion [s].

        Returns
        -------
        F64
            The position [m, ECEF] of a threat `since` [s] the start of its motion; within its motion.
        """
        path = self.trajectory(threat)
        return path.position_at(min(max(since, path.t0), path.t_end))

    def way(self, threat: int, begin: float, end: float | None = None) -> Way:
        """Return the samples of a threat that starts its motion at `begin` [s] and is there until `end` [s].

        Without `end`, until its motion ends.

        Parameters
        ----------
        threat
            Number of the threat.
        begin
            When the motion starts [s].
        end
            Until when it is there [s]; None for the end of its motion.

        Returns
        -------
        Way
            The samples of a threat that starts its motion at `begin` [s] and is there until `end` [s].
        """
        path = self.trajectory(threat)
        body = int(self._of[threat])
        if body not in self._thinned:
            self._thinned[body] = thinned(path)
        known = self._thinned[body]
        last = path.t_end if end is None else min(max(end - begin, path.t0), path.t_end)
        inside = known.times < last
        times = np.append(known.times[inside], last)
        ecef = np.concatenate([known.ecef[inside], path.position_at(last)[None]])
        return Way(times + begin, ecef)


def thinned(path: Trajectory, tolerance: float = _KEPT_WITHIN) -> Way:
    """Return the samples of a trajectory from which straight lines stay within `tolerance` [m] of it at all times.

    Douglas and Peucker's way, with the distance taken at the same time and not across the line: of every stretch the
    instant that is farthest off is kept, until none is too far.

    Parameters
    ----------
    path
        The trajectory.
    tolerance
        The most that a straight line may depart [m].

    Returns
    -------
    Way
        The samples of a trajectory from which straight lines stay within `tolerance` [m] of it at all
        times.
    """
    step = path.dt / _PER_NODE
    times = np.append(np.arange(path.t0, path.t_end - 1e-9, step), path.t_end)
    ecef = path.position_at(times)
    keep = np.zeros(len(times), bool)
    keep[[0, -1]] = True
    waiting = [(0, len(times) - 1)]
    while waiting:
        first, last = waiting.pop()
        if last - first < 2:
            continue
        share = (times[first + 1 : last] - times[first]) / (times[last] - times[first])
        line = ecef[first] + share[:, None] * (ecef[last] - ecef[first])
        off = np.linalg.norm(ecef[first + 1 : last] - line, axis=1)
        worst = int(np.argmax(off))
        if off[worst] > tolerance:
            middle = first + 1 + worst
            keep[middle] = True
            waiting += [(first, middle), (middle, last)]
    return Way(times[keep], ecef[keep])
