"""Each fire unit an agent: PettingZoo's checks, conflicts, agents that die."""

from __future__ import annotations

import numpy as np
import pytest
from pettingzoo.test import api_test, parallel_api_test, parallel_seed_test, seed_test

from airdef.environments import aec_env, parallel_env

SCENARIOS = ("port-raid", "first-1979")


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_pettingzoo_s_checks_find_nothing(scenario):
    parallel_api_test(parallel_env(scenario), num_cycles=200)
    api_test(aec_env(scenario), num_cycles=200)
    seed_test(lambda: aec_env(scenario), num_cycles=60)
    parallel_seed_test(lambda: parallel_env(scenario), num_cycles=60)


def step(env, choose):
    infos = {agent: {"action_mask": env.action_mask(agent)} for agent in env.agents}
    return env.step({agent: choose(agent, infos[agent]["action_mask"]) for agent in env.agents})


def first_track(_, mask):
    """Engage the first track that is possible, else hold."""
    return int(np.flatnonzero(mask)[0])


def test_of_two_that_want_one_track_the_earlier_unit_gets_it():
    env = parallel_env("port-raid")
    env.reset(seed=1)
    conflicts = 0
    while env.agents:
        masks = {agent: env.action_mask(agent) for agent in env.agents}
        wanted = {agent: first_track(agent, mask) for agent, mask in masks.items()}
        before = len(env.core.save().answers)
        conflict = len(set(wanted.values())) == 1 and wanted["unit_0"] < env._own
        env.step(wanted)
        answers = env.core.save().answers[before:]
        if conflict and env.agents:
            conflicts += 1
            assert [int(answer["unit"]) for answer in answers] == [0]
    assert conflicts > 3


def test_the_agents_play_what_one_agent_may_play():
    """The answers of a parallel episode, given to the engine, are that episode: its record is whole."""
    env = parallel_env("port-raid", reward={"leakers": -1.0, "kills": 0.5})
    env.reset(seed=3)
    chance, paid = np.random.default_rng(1), 0.0
    while env.agents:
        _, rewards, *_ = step(env, lambda _, mask: int(chance.choice(np.flatnonzero(mask))))
        assert len(set(rewards.values())) == 1
        paid += next(iter(rewards.values()))
    counts = env.replication().counts
    assert paid == pytest.approx(-counts["leakers"] + 0.5 * counts["kills"])
    kinds = {event.kind for event in env.replication().events}
    assert {"launch", "assign"} <= kinds


def test_an_agent_dies_with_its_fire_unit_and_the_others_go_on():
    died_before_the_end = 0
    env = parallel_env("first-1979")  # anti-radiation missiles fly at the radar of the first unit
    for seed in range(12):
        env.reset(seed=seed)
        while env.agents:
            acted = list(env.agents)
            seen, _, over, cut, _ = step(env, lambda agent, mask: len(mask) - 2)  # all hold
            assert set(seen) == set(over) == set(cut) == set(acted)
            gone = {agent for agent in acted if over[agent]}
            assert set(env.agents) == set(acted) - gone
            for agent in gone if env.agents else ():
                died_before_the_end += 1
                assert not env._stands(agent)
    assert died_before_the_end > 0


def test_an_action_that_a_mask_does_not_allow_is_to_hold_or_told():
    lenient, strict = parallel_env("port-raid"), parallel_env("port-raid", illegal="raise")
    lenient.reset(seed=1)
    strict.reset(seed=1)
    wrong = {agent: int(np.flatnonzero(strict.action_mask(agent) == 0)[0]) for agent in strict.agents}
    with pytest.raises(ValueError, match=r"action of unit_0: .* nearest: \["):
        strict.step(wrong)
    seen = lenient.step(wrong)[0]
    expected = strict.step(dict.fromkeys(strict.agents, strict._own))[0]
    assert all(seen[agent].tobytes() == expected[agent].tobytes() for agent in seen)


def test_a_saved_episode_goes_on_as_it_would_have():
    env = parallel_env("port-raid")
    env.reset(seed=8)
    chance = np.random.default_rng(1)
    for _ in range(10):
        step(env, lambda _, mask: int(chance.choice(np.flatnonzero(mask))))
    saved, ends = env.save(), []
    for _ in range(2):
        env.restore(saved)
        while env.agents:
            step(env, first_track)
        ends.append(env.core.batch.asked.rows.tobytes())
    assert ends[0] == ends[1]
