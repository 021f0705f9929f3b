"""When and where the first of something happened; a replication without one counts for no such measure."""

from __future__ import annotations

import math

from airdef.measures.definition import Bounds, Definition, Kind, Scope


def _range(scope: Scope) -> Bounds:
    return 0.0, scope.reach


INTERCEPT_TIME = Definition(
    "first_intercept_time_s",
    "First intercept at",
    "Time at which a missile first reached a threat, from the start of the scenario.",
    Kind.TIME,
    "first_intercept_time",
    lambda scope: (0.0, math.inf),
    unit="s",
)
INTERCEPT_RANGE = Definition(
    "first_intercept_range_km",
    "Range of the first intercept",
    "Slant range from the fire unit at which a missile first reached a threat.",
    Kind.RANGE,
    "first_intercept_range",
    _range,
    unit="km",
    scale=1e3,
    prominence=1,
)
KILL_RANGE = Definition(
    "first_kill_range_km",
    "Range of the first kill",
    "Slant range from the fire unit at which a missile first destroyed a threat.",
    Kind.RANGE,
    "first_kill_range",
    _range,
    unit="km",
    scale=1e3,
)

MEASURES = (INTERCEPT_TIME, INTERCEPT_RANGE, KILL_RANGE)
