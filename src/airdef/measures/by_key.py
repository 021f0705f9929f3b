"""Measures that only the keys of a dimension have: how many threats came, and why they leaked."""

from __future__ import annotations

from airdef.engine import LEAK_REASONS
from airdef.measures.definition import Definition, Kind

THREATS = Definition(
    "threats",
    "Threats that came",
    "Threats that flew: those not released are not counted.",
    Kind.COUNT,
    "threats",
    lambda scope: (scope.threats - scope.released, scope.threats),
)

MEASURES = (
    THREATS,
    *(
        Definition(
            f"reason:{reason.key}",
            f"Leakers: {reason.title.lower()}",
            f"Leakers by leak reason. {reason.sentence}",
            Kind.COUNT,
            f"reason:{reason.key}",
            lambda scope: (0.0, scope.aimed),
        )
        for reason in LEAK_REASONS
    ),
)
