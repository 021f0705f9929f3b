"""What the defence fired."""

from __future__ import annotations

from airdef.measures.definition import Bounds, Definition, Kind, Scope


def _missiles(scope: Scope) -> Bounds:
    return 0.0, scope.missiles


MISSILES_USED = Definition(
    "missiles_used",
    "Missiles launched",
    "Missiles launched.",
    Kind.COUNT,
    "missiles_used",
    _missiles,
    prominence=2,
)
INTERCEPT_ATTEMPTS = Definition(
    "intercept_attempts",
    "Intercept attempts",
    "Missiles that reached a threat while it flew, whether they destroyed it or not.",
    Kind.COUNT,
    "intercept_attempts",
    _missiles,
)
ABORTED = Definition(
    "aborted",
    "Missiles aborted",
    "Missiles in flight that were left without a target or without guidance.",
    Kind.COUNT,
    "aborted",
    _missiles,
)
ENGAGEMENTS = Definition(
    "engagements",
    "Engagements",
    "Assignments of a threat to a fire unit with at least one launch.",
    Kind.COUNT,
    "engagements",
    lambda scope: (0.0, scope.engagements),
)
DUPLICATES = Definition(
    "duplicates",
    "Duplicate engagements",
    "Engagements whose first launch was made while another fire unit was engaged with the same threat.",
    Kind.COUNT,
    "duplicates",
    lambda scope: (0.0, scope.engagements),
)
REMOTE_LAUNCHES = Definition(
    "remote_launches",
    "Launches on tracks of others",
    "Missiles launched at a threat of which no radar of the unit's own system held a firm track.",
    Kind.COUNT,
    "remote_launches",
    _missiles,
)

MISSILES_ON_DECOYS = Definition(
    "missiles_on_decoys",
    "Missiles launched at decoys",
    "Missiles launched at threats of the category decoy.",
    Kind.COUNT,
    "missiles_on_decoys",
    lambda scope: (0.0, scope.missiles if scope.decoys else 0.0),
)

MEASURES = (
    MISSILES_USED,
    MISSILES_ON_DECOYS,
    INTERCEPT_ATTEMPTS,
    ABORTED,
    ENGAGEMENTS,
    DUPLICATES,
    REMOTE_LAUNCHES,
)
