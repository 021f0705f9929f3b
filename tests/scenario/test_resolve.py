"""The whole: order, hash, what does and does not change it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from airdef.scenario import ScenarioError, loads
from airdef.scenario.resolve import scenario_hash

from .broken import GOOD


def test_the_same_meaning_has_the_same_hash() -> None:
    base = loads(GOOD)
    assert loads(GOOD.replace("# ", "") + "# a comment\n").scenario_hash == base.scenario_hash
    assert loads(GOOD.replace("radius: 1 km", "radius: 1000 m")).scenario_hash == base.scenario_hash
    assert loads(GOOD.replace("A small raid.", "Another text.")).scenario_hash == base.scenario_hash
    assert loads(GOOD, file="elsewhere.yaml").scenario_hash == base.scenario_hash
    assert len(base.scenario_hash) == 64


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("raid.0.count", "5"),
        ("raid.0.altitude", "9.001 km"),
        ("defence.0.overrides.missile.sspk.drone", "0.123"),
        ("defence.0.doctrine.priority", "nearest"),
        ("assets.0.value", "11"),
        ("environment.gases", "false"),
        ("jammers.0.density", "6 W/MHz"),
        ("raid.1.at_time", "420.001 s"),
    ],
)
def test_any_change_of_substance_changes_the_hash(path: str, value: str) -> None:
    assert loads(GOOD, {path: value}).scenario_hash != loads(GOOD).scenario_hash


def test_the_hash_is_of_content_not_of_identity() -> None:
    scenario = loads(GOOD)
    assert scenario_hash(replace(scenario, text="", path="", adopted_values=())) == scenario.scenario_hash


def test_a_defence_or_a_raid_may_be_missing() -> None:
    assert loads("name: x\ndefence:\n  - {system: S-400, at: [0, 0]}\n").threats == ()
    assert loads("name: x\nraid:\n  - {threat: drone, from: [1, 1], to: [0, 0]}\n").systems == ()


def test_problems_of_the_defence_come_before_the_raid_that_aims_at_it() -> None:
    with pytest.raises(ScenarioError) as caught:
        loads(GOOD.replace("S-300PMU-2", "S-500").replace("aims_at: depot", "aims_at: dept"))
    assert [p.path for p in caught.value.problems] == ["defence.0.system"]


def test_twenty_thousand_threats_load() -> None:
    text = "name: x\nraid:\n  - {threat: drone, count: 20000, spacing: 1 s, from: [1, 1], to: [0, 0]}\n"
    assert len(loads(text).threats) == 20_000
