"""What became of the threats."""

from __future__ import annotations

from airdef.measures.definition import Definition, Kind

LEAKERS = Definition(
    "leakers",
    "Leakers",
    "Threats that arrive at what they are aimed at.",
    Kind.COUNT,
    "leakers",
    lambda scope: (0.0, scope.aimed),
    prominence=2,
)
NO_LEAKER = Definition(
    "probability_no_leaker",
    "Probability that nothing leaks",
    "Probability that a replication has no leaker.",
    Kind.PROBABILITY,
    "leakers",
    LEAKERS.bounds,
    when=lambda leakers: leakers == 0.0,
    prominence=2,
)
KILLS = Definition(
    "kills",
    "Threats destroyed",
    "Threats destroyed by missiles.",
    Kind.COUNT,
    "kills",
    lambda scope: (0.0, min(scope.threats, scope.missiles)),
    prominence=2,
)
EXITED = Definition(
    "exited",
    "Threats that passed",
    "Threats aimed at nothing that ended their motion undestroyed.",
    Kind.COUNT,
    "exited",
    lambda scope: (0.0, scope.passing),
)
NOT_RELEASED = Definition(
    "not_released",
    "Threats not released",
    "Weapons whose carrier was destroyed, or turned back, before it released them.",
    Kind.COUNT,
    "not_released",
    lambda scope: (0.0, scope.released),
)

TURNED_BACK = Definition(
    "turned_back",
    "Threats that turned back",
    "Threats whose formation turned back, at its loss threshold, before they ended otherwise.",
    Kind.COUNT,
    "turned_back",
    lambda scope: (0.0, scope.turning),
)
TOLD_APART = Definition(
    "told_apart",
    "Threats told apart",
    "Threats that looked like something else and were told apart to at least one fire unit.",
    Kind.COUNT,
    "told_apart",
    lambda scope: (0.0, scope.disguised),
)

MEASURES = (LEAKERS, NO_LEAKER, KILLS, EXITED, NOT_RELEASED, TURNED_BACK, TOLD_APART)
