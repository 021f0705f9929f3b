"""The judgement of a leaker step by step: in what order conditions are asked, and what single ones say."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from airdef.engine.leak_reasons import JUDGEMENT, LEAK_REASONS, Step
from airdef.engine.rules.reasons import chain, losses
from airdef.engine.rules.reasons import judged as judging


def judged(monkeypatch, count, *fits):
    """Judge by `count` steps of which those fit that are named: the code given, and the steps asked in order."""
    asked = []
    for k in range(count):
        monkeypatch.setattr(
            chain, f"step{k}", lambda tb, st, j, k=k: asked.append((k, tb, st, j)) or k in fits, raising=False
        )
    monkeypatch.setattr(judging, "compiled", lambda function: function)
    monkeypatch.setattr(judging, "_unjudged", lambda tb, st, j: -1)
    steps = tuple(Step(LEAK_REASONS[k % len(LEAK_REASONS)], f"step{k}", "") for k in range(count))
    code = judging._ladder(steps)("tables", "state", 7)
    assert {call[1:] for call in asked} == {("tables", "state", 7)}
    return code, [call[0] for call in asked]


@pytest.mark.parametrize("count", [1, 2, 5, 6, 7, 8, 11, 12, 13, 18, 19, len(JUDGEMENT)])
def test_steps_are_asked_once_and_in_order_up_to_the_first_that_fits(monkeypatch, count):
    for first in range(count):
        code, asked = judged(monkeypatch, count, first, count - 1)
        assert code == first % len(LEAK_REASONS)
        assert asked == list(range(first + 1))


def test_the_last_step_fits_always():
    assert JUDGEMENT[-1].condition == "always"
    assert chain.always.py_func(None, None, 0)


def state(**threat):
    """A state of one threat and of three units: the first stands and was ready, the second was not, the third fell."""
    units = [SimpleNamespace(alive=alive, free_channels=1, full=-np.inf) for alive in (True, True, False)]
    return SimpleNamespace(
        threat=[SimpleNamespace(**({"ready": 5.0, "engagements": 0, "held": 0} | threat))],
        unit=units,
        ready=np.array([[3], [0], [2]]),
    )


TABLES = SimpleNamespace(unit=np.zeros(3))


@pytest.mark.parametrize(
    ("rounds", "without"), [((), True), ((1,), True), ((2,), True), ((1, 2), True), ((0,), False), ((0, 1, 2), False)]
)
def test_only_rounds_of_a_unit_that_stands_and_was_ready_count(monkeypatch, rounds, without):
    monkeypatch.setattr(chain, "has_round", lambda tb, st, u, j: u in rounds)
    assert chain.without_round.py_func(TABLES, state(), 0) == without


@pytest.mark.parametrize(
    ("unit", "rounds", "changes", "crowded"),
    [
        (0, (0,), {"free_channels": 0}, True),
        (0, (), {"free_channels": 0}, False),  # no round
        (1, (1,), {"free_channels": 0}, False),  # never ready
        (2, (2,), {"free_channels": 0}, False),  # fallen
        (0, (0,), {"full": 5.1}, True),  # full once since the threat was ready
        (0, (0,), {"full": 5.0}, False),
        (0, (0,), {}, False),
    ],
)
def test_a_unit_is_crowded_that_could_have_fired(monkeypatch, unit, rounds, changes, crowded):
    monkeypatch.setattr(chain, "has_round", lambda tb, st, u, j: u in rounds)
    found = state()
    vars(found.unit[unit]).update(changes)
    assert chain.crowded.py_func(TABLES, found, 0) == crowded
    found.threat[0].engagements = 1
    assert chain.crowded.py_func(TABLES, found, 0)


@pytest.mark.parametrize(("held", "engagements", "told"), [(1, 0, True), (0, 0, False), (1, 1, False), (1, 2, False)])
def test_fire_was_held_against_what_was_never_assigned(held, engagements, told):
    assert chain.was_held.py_func(TABLES, state(held=held, engagements=engagements), 0) == told


@pytest.mark.parametrize(
    ("ready", "alive", "none"), [(3, True, False), (2, True, False), (1, True, True), (3, False, True)]
)
def test_none_stands_of_those_that_were_ready(ready, alive, none):
    found = state()
    found.unit[0].alive, found.ready[0, 0] = alive, ready
    assert losses.none_stands.py_func(TABLES, found, 0) == none


@pytest.mark.parametrize(("launched", "lost", "told"), [(0, 0, False), (1, 0, False), (0, 1, False), (1, 1, True)])
def test_missiles_of_a_destroyed_unit_were_launched_by_it(launched, lost, told):
    found = state(launched=launched, radar_lost=lost)
    assert bool(losses.launched_by_the_destroyed.py_func(TABLES, found, 0)) == told
    assert bool(chain.was_launched_at.py_func(TABLES, found, 0)) == (launched > 0)
