"""Where threats are, for those who decide: paths as arrays that compiled code reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from airdef.physics.geodesy import ecef_to_geodetic_array, enu_rotation, geodetic_to_ecef

if TYPE_CHECKING:
    from airdef.engine.memory.record import Array
    from airdef.opportunity.tables import Opportunities
    from airdef.scenario.plan import Scenario


class Picture(NamedTuple):
    """The paths of all threats, as each system sees them: T threats with N nodes in all, S systems.

    Attributes
    ----------
    start : int64[T + 1]
        First node of each threat's path; the last entry is N.
    t0 : float64[T]
        Time of its first node, of a threat that starts on schedule [s].
    dt : float64[T]
        Time between its nodes [s].
    node : float32[S, N, 6]
        For each system: position east and north of its command post and altitude above sea level [m]; their rates from
        there to the next node [m/s].
    value : float64[T]
        Value of the asset that a threat is aimed at; 0 for anything else.
    """

    start: Array
    t0: Array
    dt: Array
    node: Array
    value: Array


def picture_of(scenario: Scenario, opportunities: Opportunities) -> Picture:
    """Return the picture of a scenario.

    Parameters
    ----------
    scenario
        The scenario.
    opportunities
        Its geometry.

    Returns
    -------
    Picture
        Paths, in single precision as they are shown. A scenario without threats has none.
    """
    tracks = opportunities.tracks
    altitude = ecef_to_geodetic_array(tracks.ecef)[2] if len(tracks.ecef) else np.zeros(0)
    node = np.zeros((len(scenario.systems), len(altitude), 6), np.float32)
    within = np.ones(len(altitude), bool)
    within[np.asarray(tracks.start[1:], np.int64) - 1] = False  # nothing follows the last node of a path
    step = np.repeat(tracks.dt, np.diff(tracks.start))[within]
    for s, system in enumerate(scenario.systems):
        post = system.post
        origin = geodetic_to_ecef(post.latitude, post.longitude, post.height)
        x, y, z = (np.reshape(tracks.ecef, (-1, 3)) - origin).T
        east, north, _ = enu_rotation(post.latitude, post.longitude)
        place = np.column_stack([axis[0] * x + axis[1] * y + axis[2] * z for axis in (east, north)] + [altitude])
        node[s, :, :3] = place
        node[s, within, 3:] = np.diff(place, axis=0, append=0.0)[within] / step[:, None]
    value = [
        scenario.assets[threat.target].value if 0 <= threat.target < len(scenario.assets) else 0.0
        for threat in scenario.threats
    ]
    return Picture(
        np.ascontiguousarray(tracks.start, np.int64),
        np.ascontiguousarray(tracks.t0, np.float64),
        np.ascontiguousarray(tracks.dt, np.float64),
        node,
        np.array(value, np.float64),
    )
