"""What can be aimed at, and by which names."""

from __future__ import annotations

import pytest

from airdef.scenario import ScenarioError, loads
from airdef.scenario.targets import targets_of

FILE = """\
name: x
defence:
  - {system: S-300PMU-2, at: [0, 0], fire_units: 2}
  - {system: S-300PS, at: [0.2, 0], fire_units: 1}
assets:
  - {name: port, at: [0, 0]}
  - {name: unit-1, at: [0.1, 0.1]}
raid:
  - {threat: drone, from: [1, 1], aims_at: "%s"}
"""


def aimed(name: str) -> str:
    scenario = loads(FILE % name)
    return scenario.target_names()[scenario.threats[0].target]


@pytest.mark.parametrize(
    ("name", "full"),
    [
        ("port", "port"),
        ("S-300PMU-2/post", "S-300PMU-2/post"),
        ("s-300ps/post", "S-300PS/post"),
        ("S-300PMU-2/64N6E2", "S-300PMU-2/64N6E2"),
        ("64N6E2", "S-300PMU-2/64N6E2"),
        ("S-300PMU-2/radar-2", "S-300PMU-2/96L6E"),
        ("unit-2/radar", "S-300PMU-2/unit-2/radar"),
        ("S-300PS/unit-1/radar", "S-300PS/unit-1/radar"),
        ("unit-2/launcher-1", "S-300PMU-2/unit-2/launcher-1"),
        ("unit-1", "unit-1"),  # an asset's full name goes before anything else
    ],
)
def test_names(name: str, full: str) -> None:
    assert aimed(name) == full


@pytest.mark.parametrize("name", ["post", "unit-1/radar", "radar-1"])
def test_ends_that_several_share_are_refused(name: str) -> None:
    with pytest.raises(ScenarioError, match="write the full name"):
        aimed(name)


def test_places_stand_in_the_order_of_the_names() -> None:
    scenario = loads(FILE % "port")
    targets = targets_of(scenario)
    assert len(targets.names) == len(targets.places) == len(targets.radii)
    by_name = dict(zip(targets.names, targets.places, strict=True))
    assert by_name["S-300PS/post"] == scenario.systems[1].post
    assert by_name["S-300PMU-2/unit-2/radar"] == scenario.systems[0].units[1].radar.place
    assert by_name["S-300PMU-2/unit-2/launcher-1"] == scenario.systems[0].units[1].launchers[0].place
    assert by_name["unit-1"] == scenario.assets[1].place


def test_parts_of_the_same_name_are_refused() -> None:
    text = FILE % "port"
    with pytest.raises(ScenarioError, match="name systems, fire units and assets differently"):
        loads(text.replace("name: unit-1", "name: S-300PS/post"))
