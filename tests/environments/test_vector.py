"""Many environments at once: the same episodes as one by one, for any number of threads and environments."""

from __future__ import annotations

import hashlib
import pickle

import gymnasium
import numpy as np
import pytest
from gymnasium.vector import AutoresetMode

from airdef import engine
from airdef.environments import ID, FireControl, FireControlVector
from environments.stepping import chosen, same


def trajectory(env: FireControlVector, seeds: list[int], steps: int) -> list[tuple[bytes, ...]]:
    """Return all that is seen and paid in each environment, as bytes; what is chosen hangs on the seed alone."""
    chance = [np.random.default_rng(seed) for seed in seeds]
    shown, info = env.reset(seed=seeds)
    told: list[list[bytes]] = [[] for _ in seeds]
    for _ in range(steps):
        actions = chosen(info["action_mask"], np.array([each.random() for each in chance]))
        shown, reward, ended, cut, info = env.step(actions)
        assert not cut.any()
        for i in range(len(seeds)):
            parts = [shown[name][i].tobytes() for name in shown] + [info["action_mask"][i].tobytes()]
            told[i].append(
                b"".join([*parts, reward[i].tobytes(), ended[i].tobytes(), info["replication"][i].tobytes()])
            )
    return [tuple(each) for each in told]


@pytest.mark.parametrize("mode", [AutoresetMode.NEXT_STEP, AutoresetMode.SAME_STEP])
def test_the_same_bits_for_any_number_of_threads_and_any_partition(mode):
    seeds = list(range(100, 112))
    whole = trajectory(FireControlVector("port-raid", 12, autoreset_mode=mode), seeds, 120)
    for threads in (2, 3):
        assert trajectory(FireControlVector("port-raid", 12, threads=threads, autoreset_mode=mode), seeds, 120) == whole
    for size in (1, 5):
        parts = []
        for first in range(0, 12, size):
            own = seeds[first : first + size]
            parts += trajectory(FireControlVector("port-raid", len(own), autoreset_mode=mode), own, 120)
        assert parts == whole


def test_so_they_do_where_a_thread_takes_up_many_stretches(monkeypatch):
    monkeypatch.setattr("airdef.environments.batch.PIECES", 20)
    seeds = list(range(40))
    many = trajectory(FireControlVector("island", 40, threads=2), seeds, 60)
    monkeypatch.undo()
    assert trajectory(FireControlVector("island", 40), seeds, 60) == many


def test_each_environment_is_the_single_one_of_its_seed():
    vector = FireControlVector("port-raid", 4, autoreset_mode="SameStep")
    singles = [FireControl("port-raid") for _ in range(4)]
    _, info = vector.reset(seed=20)
    for i, single in enumerate(singles):
        single.reset(seed=20 + i)
    chance, finished = np.random.default_rng(0), 0
    for _ in range(150):
        actions = chosen(info["action_mask"], chance.random(4))
        shown, rewards, ended, _, info = vector.step(actions)
        for i, single in enumerate(singles):
            own, reward, over, _, own_info = single.step(int(actions[i]))
            assert (reward, over) == (rewards[i], ended[i])
            assert info["_final_obs"][i] == over if "final_obs" in info else not over
            if over:
                finished += 1
                assert same(info["final_obs"][i], own)
                assert info["final_info"]["replication"][i] == own_info["replication"]
                assert info["final_info"]["_replication"][i]
                own, own_info = single.reset()
            assert same({name: array[i] for name, array in shown.items()}, own)
            assert (info["action_mask"][i] == own_info["action_mask"]).all()
            assert info["replication"][i] == own_info["replication"]
    assert finished > 6


def test_next_step_begins_without_reward_and_reads_no_action():
    env = FireControlVector("ideal-depth-of-fire", 3)
    _, info = env.reset(seed=1)
    before = np.zeros(3, bool)
    begun = 0
    for _ in range(60):
        actions = info["doctrine"].copy()
        actions[before] = 10**6  # not read
        numbers = info["replication"]
        _, rewards, ended, _, info = env.step(actions)
        assert (rewards[before] == 0.0).all()
        assert not ended[before].any()
        assert (info["replication"] == numbers + before).all()
        begun += int(before.sum())
        before = ended
    assert begun > 10


def test_disabled_waits_for_a_reset_of_those_that_ended():
    env = FireControlVector("ideal-depth-of-fire", 3, autoreset_mode=AutoresetMode.DISABLED)
    _, info = env.reset(seed=1)
    ended = np.zeros(3, bool)
    while not ended.any():
        shown, _, ended, _, info = env.step(info["doctrine"])
    with pytest.raises(RuntimeError, match=r"in environments \["):
        env.step(info["doctrine"])
    again, info = env.reset(options={"reset_mask": ended})
    assert (info["replication"] == ended).all()
    for name in again:
        assert (again[name][~ended] == shown[name][~ended]).all()
    env.step(info["doctrine"])


def test_the_doctrine_s_answers_give_the_campaign_s_rows():
    env = FireControlVector("port-raid", 8, threads=2, reward={"leakers": -1.0}, autoreset_mode="Disabled")
    _, info = env.reset(seed=[7] * 8)
    for place in range(8):
        env._batch.begin(place, 7, place)
    env._advance_fresh(np.ones(8, bool))
    info = env._info()
    rows = engine.simulate(env.game.kernel, 7, 0, 8)
    paid = np.zeros(8)
    while not env._over.any():
        _, rewards, ended, _, info = env.step(info["doctrine"])
        paid += rewards
        for place in np.flatnonzero(ended):
            assert env.rows[place].tobytes() == rows[place].tobytes()
            assert paid[place] == -rows[place, env.columns.index("leakers")]


def test_an_illegal_action_is_told_and_nothing_has_happened():
    env = FireControlVector("port-raid", 3)
    _, info = env.reset(seed=1)
    wrong = info["doctrine"].copy()
    wrong[1] = int(np.flatnonzero(info["action_mask"][1] == 0)[0])
    states = env._batch.asked._memory.copy()
    with pytest.raises(ValueError, match=r"environment 1: action: .* nearest: "):
        env.step(wrong)
    assert (env._batch.asked._memory == states).all()
    for actions in (np.zeros(2, int), np.zeros((3, 1), int)):
        with pytest.raises(ValueError, match="expected"):
            env.step(actions)


def test_a_saved_episode_goes_on_in_another_place():
    one, two = FireControlVector("port-raid", 2, copy=False), FireControlVector("port-raid", 3, flat=True)
    _, info = one.reset(seed=6)
    for _ in range(9):
        _, _, _, _, info = one.step(info["doctrine"])
    two.reset(seed=1)
    shown, other = two.restore(one.save(1), 2)
    assert shown.shape == two.observation_space.shape
    for _ in range(12):
        _, rewards, _, _, info = one.step(info["doctrine"])
        shown, again, _, _, other = two.step(other["doctrine"])
        assert rewards[1] == again[2]
        assert (info["action_mask"][1] == other["action_mask"][2]).all()
    assert two.observation_space.contains(shown)


PLACES, EACH = 40, 25
"""A thousand episodes: so many side by side, so many of each seed."""


def digests(threads: tuple[int, ...], moves: np.random.Generator | None) -> dict[tuple[int, int], str]:
    """Return, for each seed and replication, a digest of all that was seen and paid to its end, and of its row.

    What is answered hangs on seed, replication and step alone. With `moves` all are saved at random moments and
    go on in other places of another of the vector environments, which have `threads` each.
    """
    every = [FireControlVector("port-raid", PLACES, threads=n, autoreset_mode="Disabled") for n in threads]
    seeds = np.arange(500, 500 + PLACES)
    for env in every:
        _, info = env.reset(seed=seeds.tolist())
    now, place = 0, np.arange(PLACES)  # which environment; where each seed's episode is in it
    found: dict[tuple[int, int], str] = {}
    parts = [hashlib.sha256() for _ in seeds]
    chance = [np.random.default_rng((int(seed), 0)) for seed in seeds]
    while len(found) < PLACES * EACH or any((int(seed), EACH - 1) not in found for seed in seeds):
        env = every[now]
        actions = np.zeros(PLACES, np.int64)
        numbers = np.array([each.random() for each in chance])
        actions[place] = chosen(info["action_mask"][place], numbers)
        shown, rewards, ended, _, info = env.step(actions)
        for i, at in enumerate(place):
            for name in shown:
                parts[i].update(shown[name][at].tobytes())
            parts[i].update(info["action_mask"][at].tobytes() + rewards[at].tobytes())
            if ended[at]:
                replication = int(info["replication"][at])
                parts[i].update(env.rows[at].tobytes())
                found[int(seeds[i]), replication] = parts[i].hexdigest()
                parts[i], chance[i] = hashlib.sha256(), np.random.default_rng((int(seeds[i]), replication + 1))
        if ended.any():
            _, info = env.reset(options={"reset_mask": ended})
        if moves is not None and moves.random() < 0.03:
            kept = pickle.dumps([env.save(at) for at in place])
            now, place = int(moves.integers(len(every))), moves.permutation(PLACES)
            for at, saved in zip(place, pickle.loads(kept), strict=True):
                _, info = every[now].restore(saved, int(at))
    return {key: found[key] for key in found if key[1] < EACH}


@pytest.mark.slow
def test_a_thousand_episodes_are_the_same_saved_and_restored_at_random_moments_in_any_number_of_threads():
    plain = digests((1,), None)
    moved = digests((1, 2, 3), np.random.default_rng(8))
    assert len(plain) == len(set(plain.values())) == PLACES * EACH
    assert moved == plain


def test_gymnasium_makes_it():
    env = gymnasium.make_vec(ID, num_envs=2, vectorization_mode="vector_entry_point", scenario="island")
    assert isinstance(env.unwrapped, FireControlVector)
    shown, info = env.reset(seed=3)
    assert env.observation_space.contains(shown)
    assert env.single_action_space.n == info["action_mask"].shape[1]
    for key in ("action_mask", "doctrine", "replication"):
        assert info[f"_{key}"].all()
    kept = {name: array.copy() for name, array in shown.items()}
    env.step(info["doctrine"])
    assert same(kept, shown)  # what was returned stays


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"num_envs": 0}, "num_envs: 0 given"),
        ({"threads": 0}, "threads: 0 given"),
        ({"autoreset_mode": "Same"}, "nearest: 'SameStep'"),
        ({"render_mode": "ansi"}, "usual fix: FireControl"),
    ],
)
def test_an_argument_that_cannot_be_is_told(arguments, message):
    with pytest.raises(ValueError, match=message):
        FireControlVector("island", **arguments)
