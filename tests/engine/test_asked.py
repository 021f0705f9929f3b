"""Decisions that somebody else takes: the doctrine's own answers give the campaign's rows, and a state can be kept."""

from __future__ import annotations

import pickle

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import airdef
from airdef import engine, opportunity
from airdef.engine.asked import AnswerError, DecisionBatch
from airdef.engine.memory.layout import ASSIGNMENT, CLOSE, HOLD, REENGAGEMENT
from airdef.scenario.library import names
from engine import plans


def to_the_end(asked: DecisionBatch) -> int:
    """Leave the doctrine's answers until nothing goes on; return the decisions."""
    decisions = 0
    while asked.going.any():
        asked.advance()
        decisions += int(asked.going.sum())
    return decisions


def begun(kernel: engine.Kernel, seed: int, first: int, count: int, record: int = 0) -> DecisionBatch:
    asked = DecisionBatch(kernel, count, record)
    for place in range(count):
        asked.begin(place, seed, first + place)
    return asked


@pytest.mark.parametrize("name", names())
def test_the_doctrine_s_own_answers_give_the_campaign_s_rows(name):
    scenario = airdef.load(name)
    kernel = engine.prepare(scenario, opportunity.compute_cached(scenario))
    asked = begun(kernel, 7, 5, 150)
    assert to_the_end(asked) > 150  # every bundled scenario has something to decide
    assert asked.rows.tobytes() == engine.simulate(kernel, 7, 5, 150).tobytes()


@settings(max_examples=60, deadline=None)
@given(plans.features(), st.integers(0, 2**32 - 1), st.integers(0, 2**63 - 1))
def test_so_they_do_with_every_rule_of_the_model(features, seed, stream):
    hand = plans.engagement(features, seed)
    kernel = engine.prepare(hand.plan, hand.build())
    asked = begun(kernel, stream, 0, 16)
    to_the_end(asked)
    assert asked.rows.tobytes() == engine.simulate(kernel, stream, 0, 16).tobytes()


@settings(max_examples=25, deadline=None)
@given(plans.features(), st.integers(0, 2**32 - 1), st.integers(0, 2**63 - 1))
def test_the_record_is_that_of_a_replay(features, seed, stream):
    hand = plans.engagement(features, seed)
    kernel = engine.prepare(hand.plan, hand.build())
    asked = begun(kernel, stream, 3, 1, record=1 << 14)
    to_the_end(asked)
    told = sorted(map(str, asked.events(0)))
    assert told == sorted(map(str, engine.replay(kernel, stream, 3)[1]))


def anyhow(asked: DecisionBatch, chance: np.random.Generator) -> None:
    """Answer every open decision by chance: doctrine, hold for a while, another salvo, release or close."""
    for place in np.flatnonzero(asked.decisions["kind"] > 0):
        decision = asked.decisions[place]
        u = chance.random()
        if u < 0.3:
            decision["unit"] = HOLD
            decision["review"] = decision["time"] + chance.choice([0.5, 7.0, np.inf])
        elif u < 0.5 and decision["kind"] == REENGAGEMENT:
            decision["unit"] = CLOSE
        elif u < 0.7:
            decision["salvo"] = 1


def finish(asked: DecisionBatch, seed: int) -> np.ndarray:
    chance = np.random.default_rng(seed)
    while asked.going.any():
        asked.advance()
        anyhow(asked, chance)
    return asked.rows.copy()


@pytest.fixture(scope="module")
def kernel() -> engine.Kernel:
    hand = plans.engagement(plans.ALL, 11)
    return engine.prepare(hand.plan, hand.build())


def test_a_thousand_episodes_saved_and_restored_at_random_moments_end_as_they_would_have(kernel):
    chance = np.random.default_rng(1)
    differing = 0
    for episode in range(1000):
        asked = begun(kernel, 3, episode, 1)
        for _ in range(int(chance.integers(1, 12))):
            asked.advance()
            if not asked.going.any():
                break
            anyhow(asked, chance)
        saved = pickle.loads(pickle.dumps(asked.save(0)))
        rows = finish(asked, episode)
        other = DecisionBatch(kernel, 2)
        other.begin(1, 9, 9)  # what is there is given up
        other.advance()
        other.restore(saved, 1)
        again = finish(other, episode)
        assert again[1].tobytes() == rows[0].tobytes()
        differing += again[1].tobytes() != engine.simulate(kernel, 3, episode, 1).tobytes()
    assert differing > 500  # the answers of chance are not the doctrine's


def test_a_copy_goes_its_own_way(kernel):
    asked = begun(kernel, 5, 0, 2)
    asked.advance()
    asked.copy(0, 1)
    asked.decisions[1]["unit"] = HOLD
    asked.decisions[1]["review"] = np.inf
    to_the_end(asked)
    alone = engine.simulate(kernel, 5, 0, 1)
    assert asked.rows[0].tobytes() == alone.tobytes()
    assert asked.rows[1].tobytes() != alone.tobytes()


def test_what_is_given_up_leaves_nothing_behind(kernel):
    asked = begun(kernel, 5, 0, 1)
    for _ in range(4):
        asked.advance()
    asked.begin(0, 5, 1)
    to_the_end(asked)
    assert asked.rows.tobytes() == engine.simulate(kernel, 5, 1, 1).tobytes()


def test_a_saved_replication_of_another_scenario_is_refused(kernel):
    hand = plans.engagement(plans.Features(), 2)
    other = DecisionBatch(engine.prepare(hand.plan, hand.build()), 1)
    with pytest.raises(ValueError, match="of another scenario"):
        other.restore(begun(kernel, 5, 0, 1).save(0), 0)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("unit", 10_000),
        ("unit", -3),
        ("threat", 10_000),
        ("threat", -1),
        ("interceptor", 10_000),
        ("interceptor", -1),
        ("salvo", 0),
        ("salvo", 10_000),
    ],
)
def test_an_answer_that_the_rules_do_not_allow_changes_nothing(kernel, field, value):
    asked = begun(kernel, 5, 0, 1)
    asked.advance()
    kept = asked.decisions[0].copy()
    assert kept["kind"] == ASSIGNMENT
    asked.decisions[0][field] = value
    with pytest.raises(AnswerError, match=str(value)):
        asked.advance()
    asked.decisions[0] = kept
    to_the_end(asked)
    assert asked.rows.tobytes() == engine.simulate(kernel, 5, 0, 1).tobytes()


def test_a_review_must_lie_ahead(kernel):
    asked = begun(kernel, 5, 0, 1)
    asked.advance()
    asked.decisions[0]["unit"], asked.decisions[0]["review"] = HOLD, asked.decisions[0]["time"]
    with pytest.raises(AnswerError):
        asked.advance()


def test_who_always_holds_launches_nothing_and_is_said_to_have_held(kernel):
    asked = begun(kernel, 5, 0, 40)
    asked.advance()
    while asked.going.any():
        asked.decisions["unit"] = HOLD
        asked.advance()
    counts = dict(zip(kernel.columns, asked.rows.sum(axis=0), strict=True))
    assert counts["missiles_used"] == counts["kills"] == 0
    assert counts["reason:held-fire"] > 0
    assert counts["reason:missed"] == counts["reason:no-channel"] == counts["reason:no-missile"] == 0
    assert sum(v for k, v in counts.items() if k.startswith("reason:") and "/" not in k) >= counts["leakers"]


def test_no_result_depends_on_the_size_of_the_batch(kernel):
    one = np.concatenate([finish(begun(kernel, 5, i, 1), 0) for i in range(12)])
    asked, answers = begun(kernel, 5, 0, 12), [np.random.default_rng(0) for _ in range(12)]
    while asked.going.any():
        asked.advance()
        for place in range(12):
            kind = asked.decisions["kind"].copy()
            asked.decisions["kind"] = np.where(np.arange(12) == place, kind, 0)
            anyhow(asked, answers[place])
            asked.decisions["kind"] = kind
    assert asked.rows.tobytes() == one.tobytes()
