"""How often fire units and radars moved, and for how long."""

from __future__ import annotations

import math

from airdef.measures.definition import Bounds, Definition, Kind, Scope


def _bounds(scope: Scope) -> Bounds:
    return 0.0, math.inf if scope.movers else 0.0


MOVES = Definition(
    "moves",
    "Moves",
    "Moves of fire units and radars that begin from the replication's start on.",
    Kind.COUNT,
    "moves",
    _bounds,
)
TIME_MOVING = Definition(
    "time_moving_min",
    "Time on the move",
    "Sum of the durations of these moves, each in full: tear-down, march and set-up.",
    Kind.VALUE,
    "time_moving",
    _bounds,
    unit="min",
    scale=60.0,
)

MEASURES = (MOVES, TIME_MOVING)
