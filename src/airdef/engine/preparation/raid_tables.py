"""What telling decoys apart and turning back need beside the records: once for every replication."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from airdef.physics.geodesy import geodetic_to_ecef
from airdef.scenario.plan import CATEGORIES
from airdef.scenario.telling import told_categories

if TYPE_CHECKING:
    from collections.abc import Sequence

    from airdef.engine.memory.record import Array
    from airdef.opportunity.tables import Tracks
    from airdef.scenario.plan import RadarPlan, Scenario, ThreatPlan

DECOY = CATEGORIES.index("decoy")


def disguised(scenario: Scenario) -> list[bool]:
    """Return, for each threat, whether it looks like what it is not and some radar of the defence can tell that.

    Parameters
    ----------
    scenario
        The scenario.

    Returns
    -------
    list of bool
        One for each threat.
    """
    able = told_categories(scenario)
    return [threat.looks_like != threat.category and threat.category in able for threat in scenario.threats]


def turning_of(threats: Sequence[ThreatPlan]) -> list[int]:
    """Return the number of each threat's formation among those that may turn back; -1 for none.

    Parameters
    ----------
    threats
        The threats.

    Returns
    -------
    list of int
        One for each threat.
    """
    numbers: dict[int, int] = {}
    return [numbers.setdefault(t.formation_index, len(numbers)) if t.losses_to_turn_back > 0 else -1 for t in threats]


def tells(scenario: Scenario, tracks: Tracks) -> dict[str, Array]:
    """Return with what probability each radar's tries at each threat succeed, and from when on.

    Parameters
    ----------
    scenario
        The scenario.
    tracks
        Positions of all threats.

    Returns
    -------
    dict
        `tell_start` i8[R T + 1], the parts of radar and threat; `tell_time` f8, when each begins on the threat's own
        clock [s]; `tell_chance` f8. All but empty where no radar tells anything apart.
    """
    hidden = disguised(scenario)
    start, times, chances = [0], [], []
    if any(hidden):
        for radar, _, _ in scenario.radars():
            known: dict[tuple[bytes, int], tuple[Array, Array]] = {}  # members of a formation fly alike
            for j, threat in enumerate(scenario.threats):
                if hidden[j] and radar.telling.able(threat.category):
                    path = tracks.ecef[tracks.start[j] : tracks.start[j + 1]]
                    key = (path.tobytes(), threat.category)
                    if key not in known:
                        known[key] = parts_of(path, radar, threat.category)
                    times.append(tracks.t0[j] + known[key][0] * tracks.dt[j])
                    chances.append(known[key][1])
                    start.append(start[-1] + len(times[-1]))
                else:
                    start.append(start[-1])
    return {
        "tell_start": np.array(start, np.int64),
        "tell_time": np.concatenate(times) if times else np.zeros(0),
        "tell_chance": np.concatenate(chances) if chances else np.zeros(0),
    }


def parts_of(path: Array, radar: RadarPlan, category: int) -> tuple[Array, Array]:
    """Return the parts of a way in which a try succeeds with the same probability.

    It flies straight from node to node. On a piece |p + x d|^2 = limit^2 is a quadratic in x; its roots in [0, 1) are
    where it crosses the range.

    Parameters
    ----------
    path
        Nodes of the way, f8[N, 3], ECEF [m].
    radar
        The radar; distances are those from its antenna.
    category
        Category that the threat is.

    Returns
    -------
    tuple[Array, Array]
        Where each part begins, in nodes from the first, and its probability; f8 both.
    """
    place, plan = radar.place, radar.telling
    origin = np.array(geodetic_to_ecef(place.latitude, place.longitude, place.height + radar.antenna_height))
    way = path - origin
    step = np.diff(way, axis=0)
    a, b, square = (step**2).sum(axis=1), (way[:-1] * step).sum(axis=1), (way**2).sum(axis=1)
    found = [np.zeros(1)]
    with np.errstate(invalid="ignore", divide="ignore"):
        for limit in plan.ranges:
            root = np.sqrt(b**2 - a * (square[:-1] - limit**2))
            for x in ((-b - root) / a, (-b + root) / a):
                k = np.flatnonzero((x >= 0.0) & (x < 1.0))
                found.append(k + x[k])
    begins = np.unique(np.concatenate(found))
    middle = (begins + np.append(begins[1:], max(len(path) - 1.0, begins[-1]))) / 2.0
    node = np.minimum(middle.astype(np.int64), max(len(step) - 1, 0))
    at = way[node] + ((middle - node)[:, None] * step[node] if len(step) else 0.0)
    distance = np.sqrt((at**2).sum(axis=1))
    row = np.searchsorted(np.array(plan.ranges), distance, side="left")
    by_range = np.array([*(chance[category] for chance in plan.chances), 0.0])
    return begins, by_range[row]
