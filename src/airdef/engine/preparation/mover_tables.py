"""What moves, in the engine's layout: positions, times on the road, plans; and how many events it may leave behind."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from airdef.engine.memory import layout
from airdef.engine.preparation.records import records
from airdef.scenario.events_size import events_of_moves, moves_at_most
from airdef.scenario.plan import CATEGORIES
from airdef.scenario.positions import rows_of

if TYPE_CHECKING:
    from airdef.engine.memory.record import Array
    from airdef.opportunity.tables import Tracks
    from airdef.scenario.plan import Scenario


def movers(scenario: Scenario, tracks: Tracks) -> dict[str, Array]:
    """Return what moves.

    Parameters
    ----------
    scenario
        The scenario.
    tracks
        Positions of all threats.

    Returns
    -------
    dict
        Tables by name: the records of `layout.MOVER`, `layout.POSITION` and `layout.JOURNEY`; the times on the road
        [s], f8[positions, P]; and which categories' attacks make each mover move, i8[movers, C].
    """
    rows = rows_of(scenario)
    units = [unit for unit, _ in scenario.units()]
    length = tracks.end - tracks.t0
    plans: list[dict[str, float]] = []
    positions: list[dict[str, float]] = []
    journeys: list[dict[str, float]] = []
    flees: list[list[bool]] = []
    most = max((movement.count for _, _, movement, _ in scenario.movers()), default=0)
    march = np.zeros((sum(len(own) for own in rows.values()), most))
    for m, (r, u, movement, doctrine) in enumerate(scenario.movers()):
        own = rows[r]
        march[len(positions) : len(positions) + len(own), : len(own)] = movement.march
        follows = not movement.own
        moves = moves_at_most(scenario, m, length)
        plans.append(
            {
                "radar": r,
                "unit": u,
                "positions": len(own),
                "first": len(positions),
                "planned": len(journeys),
                "plans": len(movement.plan),
                "after": doctrine.move_after if follows and u >= 0 else 0,
                "tear_down": movement.tear_down,
                "set_up": movement.set_up,
                "stay": movement.stay,
                "warning": doctrine.move_warning if follows else 0.0,
                "room": events_of_moves(moves, units[u].target_channels if u >= 0 else 0),
            }
        )
        positions += [{"radar": k.radar, "unit": k.unit, "shift": k.interceptor - own[0].interceptor} for k in own]
        journeys += [{"to": to, "time": time} for time, to in movement.plan]
        flees.append([follows and category for category in doctrine.move_categories])
    return {
        "mover": records(layout.MOVER, plans),
        "position": records(layout.POSITION, positions),
        "march": march,
        "journey": records(layout.JOURNEY, journeys),
        "flees": np.array(flees, np.int64).reshape(-1, len(CATEGORIES)),
    }
