"""When threats come within the ranges that end a radar's silence: once for every replication, from the tracks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from airdef.engine.memory import layout
from airdef.engine.preparation.records import records
from airdef.opportunity.hearing import first_heard
from airdef.physics.geodesy import geodetic_to_ecef

if TYPE_CHECKING:
    from airdef.engine.memory.record import Array
    from airdef.opportunity.tables import Tracks
    from airdef.scenario.plan import RadarPlan, Scenario


def cues(scenario: Scenario, tracks: Tracks) -> dict[str, Array]:
    """Return the radars that are silent until cued, and when threats come near them.

    Parameters
    ----------
    scenario
        The scenario.
    tracks
        Positions of all threats.

    Returns
    -------
    dict
        Tables by name: the records of `layout.CUE`; f8[cues, T] when each threat comes within the radar's reach, and
        within the range that is a cue by itself, the threat's own time [s]; infinite for one that never does, or is no
        cue. Systems with direction finders, i8[F]; f8[cues, F, T] when they first hear each threat, likewise, and its
        bearing [rad].
    """
    waiting = [(r, radar) for r, (radar, _, _) in enumerate(scenario.radars()) if radar.emission.silent]
    rows = [
        {"radar": r, "track": p.emission.track > 0.0, "bearing": p.emission.bearing, "time": p.emission.time}
        for r, p in waiting
    ]
    reach, near = np.full((2, len(waiting), len(scenario.threats)), np.inf)
    for c, (_, p) in enumerate(waiting):
        able = [p.emission.categories[threat.looks_like] for threat in scenario.threats]
        for times, limit in ((reach, p.emission.track), (near, p.emission.range)):
            times[c] = np.where(able, first_within(tracks, p, limit), np.inf)
    hearing = first_heard(scenario, tracks)
    at = [c for c, (r, _) in enumerate(waiting) if r in hearing.radars]
    heard, bearing = np.full((2, len(waiting), *hearing.time.shape[1:]), np.inf)
    heard[at], bearing[at] = hearing.time, hearing.bearing
    ears = {"hears": np.array(hearing.systems, np.int64), "cue_heard": heard, "cue_bearing": bearing}
    return {"cue": records(layout.CUE, rows), "cue_reach": reach, "cue_range": near, **ears}


def first_within(tracks: Tracks, radar: RadarPlan, limit: float) -> Array:
    """Return when each threat first comes within a slant range of a radar's antenna.

    It flies straight from node to node of its track.

    Parameters
    ----------
    tracks
        Positions of all threats.
    radar
        The radar.
    limit
        The slant range [m]; zero is none.

    Returns
    -------
    Array
        f8[T], the threat's own time [s]; infinite for one that never does.
    """
    found = np.full(len(tracks.t0), np.inf)
    if limit <= 0.0:
        return found
    place = radar.place
    origin = np.array(geodetic_to_ecef(place.latitude, place.longitude, place.height + radar.antenna_height))
    known: dict[bytes, float] = {}  # members of a formation fly alike
    for j in range(len(found)):
        path = tracks.ecef[tracks.start[j] : tracks.start[j + 1]]
        key = path.tobytes()
        if key not in known:
            known[key] = _first_node(path - origin, limit)
        when = tracks.t0[j] + known[key] * tracks.dt[j]
        if when <= tracks.end[j]:
            found[j] = when
    return found


def _first_node(path: Array, limit: float) -> float:
    """Return where a path, f8[N, 3], is first within `limit` of the origin, in nodes from its first; inf for never."""
    square = (path**2).sum(axis=1) - limit**2
    if square[0] <= 0.0:
        return 0.0
    step = np.diff(path, axis=0)
    # On a piece |p + x d|^2 = limit^2 is a quadratic in x; the first root in [0, 1] is where it comes within.
    a = (step**2).sum(axis=1)
    b = (path[:-1] * step).sum(axis=1)
    under = b**2 - a * square[:-1]
    with np.errstate(invalid="ignore", divide="ignore"):
        x = (-b - np.sqrt(under)) / a
    crosses = np.flatnonzero((under >= 0.0) & (a > 0.0) & (x >= 0.0) & (x <= 1.0))
    return float(crosses[0] + x[crosses[0]]) if len(crosses) else np.inf
