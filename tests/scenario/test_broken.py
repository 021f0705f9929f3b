"""Every broken scenario gives one error that a user can act on, and never anything else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from airdef.scenario import ScenarioError, load, loads

from .broken import GOOD, WHOLE, Broken
from .broken_sense import FORM, NAMES, SENSE
from .broken_values import NUMBERS, UNITS

if TYPE_CHECKING:
    from pathlib import Path

CHANGED = UNITS + NUMBERS + NAMES + SENSE + FORM
LINE = re.compile(r".+, line (\d+), column \d+: .+: .+ given, .+ expected.*; usual fix: .+")


def test_the_good_one_loads() -> None:
    scenario = loads(GOOD)
    assert len(scenario.threats) == 4 + 1 + 1 + 2


def test_there_are_a_hundred() -> None:
    assert len({b.name for b in CHANGED} | set(WHOLE)) >= 100


@pytest.mark.parametrize("broken", CHANGED, ids=lambda b: b.name)
def test_changed(broken: Broken) -> None:
    with pytest.raises(ScenarioError) as caught:
        loads(broken.text, file="raid.yaml")
    problems = caught.value.problems
    assert len(problems) == 1, str(caught.value)
    message = str(caught.value)
    assert LINE.fullmatch(message), message
    assert message.startswith("raid.yaml, line ")
    assert problems[0].path == broken.path, message
    assert problems[0].line == broken.line, message
    for word in broken.words:
        assert word in message
    assert len(message) < 700


@pytest.mark.parametrize("name", WHOLE)
def test_whole(name: str, tmp_path: Path) -> None:
    raw, words = WHOLE[name]
    file = tmp_path / "raid.yaml"
    file.write_bytes(raw)
    with pytest.raises(ScenarioError) as caught:
        load(file)
    message = str(caught.value)
    assert "\n" not in message
    assert message.startswith(str(file))
    assert " given, " in message
    assert "usual fix: " in message
    for word in words:
        assert word in message
