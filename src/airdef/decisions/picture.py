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
    """The paths of all threats, and the frames of the systems that see them."""

    start: Array  # i8[T + 1] first node of each threat's path
    t0: Array  # f8[T] time of its first node, of a threat that starts on schedule [s]
    dt: Array  # f8[T] between nodes [s]
    node: Array  # f8[N, 4] ECEF position, altitude above sea level [m]
    frame: Array  # f8[S, 12] ECEF position of the command post; rotation to its east, north and up, row by row
    value: Array  # f8[T] of the asset that a threat is aimed at, 0 for anything else


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
        Paths and frames, float64 and int64. A scenario without threats has none.
    """
    tracks = opportunities.tracks
    altitude = ecef_to_geodetic_array(tracks.ecef)[2] if len(tracks.ecef) else np.zeros(0)
    frame = np.zeros((len(scenario.systems), 12))
    for s, system in enumerate(scenario.systems):
        post = system.post
        frame[s, :3] = geodetic_to_ecef(post.latitude, post.longitude, post.height)
        frame[s, 3:] = enu_rotation(post.latitude, post.longitude).ravel()
    value = [
        scenario.assets[threat.target].value if 0 <= threat.target < len(scenario.assets) else 0.0
        for threat in scenario.threats
    ]
    return Picture(
        np.ascontiguousarray(tracks.start, np.int64),
        np.ascontiguousarray(tracks.t0, np.float64),
        np.ascontiguousarray(tracks.dt, np.float64),
        np.column_stack((tracks.ecef, altitude)).reshape(-1, 4).astype(np.float64),
        frame,
        np.array(value, np.float64),
    )
