"""How far the channels were used."""

from __future__ import annotations

from airdef.measures.definition import Definition, Kind

PEAK_TARGETS = Definition(
    "peak_targets",
    "Most target channels in use",
    "Most target channels of one system in use at the same time.",
    Kind.COUNT,
    "peak_targets",
    lambda scope: (0.0, min(scope.target_channels, scope.engagements)),
)
PEAK_MISSILES = Definition(
    "peak_missiles",
    "Most missile channels in use",
    "Most missile channels of one system in use at the same time.",
    Kind.COUNT,
    "peak_missiles",
    lambda scope: (0.0, min(scope.missile_channels, scope.missiles)),
)

MEASURES = (PEAK_TARGETS, PEAK_MISSILES)
