"""Where fire units and radars that move stand, and when: through their positions, as a replication recorded it.

While it is torn down something stands at the position that it leaves, while it is set up at the one that it goes to
(docs/model/engagement.md, "Movement"). On the road, where the engine has it nowhere, it is drawn on the straight line
between the two at constant speed. What is destroyed stays where it was.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np

from airdef.formats.positions import Way
from airdef.physics.geodesy import geodetic_to_ecef_array

if TYPE_CHECKING:
    from collections.abc import Sequence

    from airdef.engine import Event
    from airdef.scenario.plan import MovementPlan, Place, RadarPlan

STEP: Final = 10e3
"""Most metres of a road without a sample: a straight line of 10 km is 2 m below the ground at its middle."""

_MOVES: Final = ("moving", "in-place")
_MOMENT: Final = 1e-3
"""Times are written to a millisecond [s]: samples are that far apart."""

Knot = tuple[float, int]
"""A time [s], and the number of the position where it is then."""


def marched(
    radar: RadarPlan, number: int, events: Sequence[Event], end: float, lost: float | None, above: float = 0.0
) -> tuple[Place, Way | None]:
    """Return where a radar stands first, and the way on which it moves in a replication.

    Parameters
    ----------
    radar
        The radar; a fire unit goes with its engagement radar.
    number
        Its number in `Scenario.radars()`.
    events
        Events of the replication, in order.
    end
        Last instant of the replication [s].
    lost
        When it was destroyed [s]; None if it was not.
    above
        Height above the ground [m] at which it is drawn.

    Returns
    -------
    tuple[Place, Way | None]
        Its place at the beginning; the way from then to the end, None if it stays there.
    """
    places = (radar.place, *(position.place for position in radar.movement.positions))
    own = [e for e in events if e.radar == number and e.kind in _MOVES]
    if not own:
        return radar.place, None
    knots = _knots(radar.movement, own)
    if len({position for _, position in knots}) == 1:
        return places[knots[0][1]], None
    begin = min(0.0, own[0].time)
    way = _road(places, knots, begin, max(end, begin + _MOMENT), above)
    return places[knots[0][1]], way if lost is None else _halted(way, lost)


def _knots(movement: MovementPlan, own: Sequence[Event]) -> list[Knot]:
    """Return when it is where: from knot to knot it stays, or is on the road."""
    first = own[0]
    at = int(first.value)
    knots: list[Knot] = []
    if first.kind == "moving":
        begun = _begun(movement, own)
        if begun is None:
            knots.append((first.time, at))  # when it left nobody has recorded: it is drawn where it goes to
        else:
            knots += _move(movement, begun[1], at, begun[0])
    else:
        knots.append((first.time, at))
    for e in own[1:]:
        if e.kind == "moving":
            knots += _move(movement, at, int(e.value), e.time)
            at = int(e.value)
    return knots


def _move(movement: MovementPlan, leaves: int, goes_to: int, begun: float) -> list[Knot]:
    """Return when the road of a move begins and ends."""
    left = begun + movement.tear_down
    return [(left, leaves), (left + movement.march[leaves][goes_to], goes_to)]


def _begun(movement: MovementPlan, own: Sequence[Event]) -> tuple[float, int] | None:
    """Return when a move that is under way at the beginning began [s], and from where; None where that is not known."""
    goes_to, start = int(own[0].value), own[0].time
    if movement.plan:
        earlier = [journey for journey in movement.plan if journey[0] < start]
        leaves = earlier[-2][1] if len(earlier) > 1 else 0
        return (earlier[-1][0], leaves) if earlier else None
    if len(own) < 2:
        return None
    leaves = (goes_to - 1) % movement.count
    return own[1].time - movement.duration(leaves, goes_to), leaves


def _road(places: Sequence[Place], knots: Sequence[Knot], begin: float, end: float, above: float) -> Way:
    """Return the samples of a way through knots from a time to a time [s]."""
    rows: list[tuple[float, float, float, float]] = []

    def add(time: float, latitude: float, longitude: float, height: float) -> None:
        rows.append((max(time, rows[-1][0] + _MOMENT) if rows else time, latitude, longitude, height + above))

    add(knots[0][0], *_spot(places[knots[0][1]]))
    for (t0, a), (t1, b) in pairwise(knots):
        if a == b:
            add(t1, *_spot(places[b]))
            continue
        p, q = np.array(_spot(places[a])), np.array(_spot(places[b]))
        length = float(np.linalg.norm(np.subtract(*geodetic_to_ecef_array(*np.stack([p, q], axis=1)))))
        pieces = max(1, int(np.ceil(length / STEP)))
        for k in range(1, pieces + 1):
            add(t0 + (t1 - t0) * k / pieces, *(p + (q - p) * k / pieces))
    times, latitudes, longitudes, heights = np.array(rows).T
    whole = Way(times, geodetic_to_ecef_array(latitudes, longitudes, heights))
    inside = (times > begin + _MOMENT / 2) & (times < end - _MOMENT / 2)
    ecef = np.concatenate([whole.at(begin)[None], whole.ecef[inside], whole.at(end)[None]])
    return Way(np.concatenate([[begin], times[inside], [end]]), ecef)


def _spot(place: Place) -> tuple[float, float, float]:
    return place.latitude, place.longitude, place.height


def _halted(way: Way, time: float) -> Way:
    """Return a way that ends where it is at a time [s], and stays there until its end."""
    time = min(max(time, float(way.times[0]) + _MOMENT), float(way.times[-1]) - _MOMENT)
    inside = way.times < time - _MOMENT / 2
    times = np.concatenate([way.times[inside], [time, way.times[-1]]])
    return Way(times, np.concatenate([way.ecef[inside], np.repeat(way.at(time)[None], 2, axis=0)]))
