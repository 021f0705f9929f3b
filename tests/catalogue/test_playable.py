"""Every real system of the catalogue plays a duel, and every figure of it is sourced or assumed with a reason."""

from __future__ import annotations

import pytest

import airdef
from airdef.catalogue import load
from airdef.scenario.library import loads

SYSTEMS = [e.name for e in load().entries("system") if e.name != "ideal-battery"]

DUEL = """
name: duel
defence: [{{system: {system}, at: [0, 0], fire_units: 1, facing: 225 deg}}]
assets: [{{name: port, at: [0, 0]}}]
raid: [{{threat: fighter, count: 1, from: [-1.5, -1.5], speed: 250 m/s, altitude: 3 km, aims_at: port}}]
"""


@pytest.mark.parametrize("system", SYSTEMS)
def test_a_system_stops_most_single_fighters(system: str) -> None:
    campaign = airdef.run(loads(DUEL.format(system=system)), 60, 1)
    assert 0.0 <= campaign.measures["leakers"].mean < 0.5


@pytest.mark.parametrize("name", [e.name for e in load().entries() if not e.name.startswith("ideal-")])
def test_every_figure_is_sourced_or_assumed_with_a_reason(name: str) -> None:
    for adopted in load().entry(name).adopted_values.values():
        assert adopted.low <= adopted.nominal <= adopted.high
        assert adopted.sources if adopted.grade in "ABCD" else adopted.reason, adopted.attribute
