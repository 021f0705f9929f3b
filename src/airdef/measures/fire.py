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

MEASURES = (MISSILES_USED, INTERCEPT_ATTEMPTS, ABORTED, ENGAGEMENTS)
