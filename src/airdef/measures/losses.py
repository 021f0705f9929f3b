"""What was lost on the ground."""

from __future__ import annotations

from airdef.measures.definition import Definition, Kind


def _lost(column: str, label: str, sentence: str) -> Definition:
    return Definition(column, label, sentence, Kind.COUNT, column, lambda scope: (0.0, scope.hit(column)))


VALUE_LOST = Definition(
    "asset_value_lost",
    "Asset value lost",
    "Sum of the values of the assets destroyed, in the unit in which the scenario states them.",
    Kind.VALUE,
    "asset_value_lost",
    lambda scope: (0.0, scope.worth("asset_value_lost")),
    prominence=1,
)

MEASURES = (
    VALUE_LOST,
    _lost("assets_lost", "Assets destroyed", "Assets that took as many hits as destroy them."),
    _lost("radars_lost", "Radars destroyed", "Radars destroyed, surveillance and engagement radars alike."),
    _lost("units_lost", "Fire units out of action", "Fire units whose engagement radar is destroyed."),
    _lost("launchers_lost", "Launchers destroyed", "Launchers destroyed."),
    _lost("posts_lost", "Command posts destroyed", "Command posts destroyed."),
)
