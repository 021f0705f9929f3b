"""`airdef/FireControl-v0`: Gymnasium's checks, the campaign's rows, masks, seeds, saved episodes, pictures."""

from __future__ import annotations

import dataclasses
import pickle
import subprocess
import sys
import tomllib
from importlib import import_module
from pathlib import Path

import gymnasium
import numpy as np
import pytest
from gymnasium.utils.env_checker import check_env

import airdef
from airdef import engine, formats
from airdef.api import prepare
from airdef.decisions.answers import Assign, Hold
from airdef.engine.asked import AnswerError, DecisionBatch
from airdef.environments import ID, FireControl
from airdef.environments.spaces import FIELDS, table
from airdef.scenario.library import names
from environments.stepping import chosen, same, to_the_end

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def env():
    return FireControl("port-raid", most_salvo=2, render_mode="ansi")


@pytest.mark.parametrize("flat", [False, True])
@pytest.mark.parametrize("render_mode", [None, "ansi", "rgb_array"])
def test_gymnasium_s_checks_find_nothing(flat, render_mode):
    made = gymnasium.make(ID, scenario="first-1979", flat=flat, illegal="hold", render_mode=render_mode)
    check_env(made.unwrapped)  # warnings are errors here


def test_gymnasium_finds_it_by_the_entry_point():
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["entry-points"]
    module, name = declared["gymnasium.envs"]["airdef"].split(":")
    gymnasium.registry.pop(ID)
    getattr(import_module(module), name)()
    getattr(import_module(module), name)()  # twice is once
    assert gymnasium.spec(ID).vector_entry_point == "airdef.environments.vector:FireControlVector"


@pytest.mark.parametrize("name", names())
def test_the_doctrine_s_answers_give_the_campaign_s_rows_and_the_reward_is_theirs(name):
    weights = {"leakers": -1.0, "missiles_used": -0.125, "kills": 2.0, "engagements": 0.5}
    env = FireControl(name, most_salvo=int(prepare(name).tables.salvo.max()), reward=weights)
    kernel = env.game.kernel
    rows = engine.simulate(kernel, 11, 0, 6)
    for replication in range(6):
        _, info = env.reset(seed=11) if replication == 0 else env.reset()
        assert info["replication"] == replication
        paid, _ = to_the_end(env, info, None)
        counts = env.counts
        assert np.array([counts[column] for column in kernel.columns]).tobytes() == rows[replication].tobytes()
        assert paid == pytest.approx(sum(w * counts[name] for name, w in weights.items()), abs=1e-12)


def test_missiles_are_paid_when_they_are_launched():
    env = FireControl("port-raid", reward={"missiles_used": 1.0})
    _, info = env.reset(seed=1)
    paid = []
    ended = False
    while not ended:
        _, reward, ended, _, info = env.step(info["doctrine"])
        paid.append(reward)
    assert sum(paid[:-1]) > 0.5 * sum(paid)
    assert sum(paid) == env.counts["missiles_used"]


def test_a_replication_in_which_nothing_is_asked_has_one_step():
    env = FireControl("port-raid", overrides={"raid": [{"threat": "decoy", "count": 2, "speed": "200 m/s",
                      "route": [[-3.0, 5.0], [-3.1, 5.1]], "altitude": "5 km"}]})  # fmt: skip
    shown, info = env.reset(seed=1)
    assert shown["decision"][0] == 0
    assert np.flatnonzero(info["action_mask"]).tolist() == [env.game.sizes.hold]
    shown, reward, ended, _, _ = env.step(env.game.sizes.hold)
    assert ended
    assert reward == 0.0
    with pytest.raises(RuntimeError, match=r"reset\(\)"):
        env.step(env.game.sizes.hold)


def test_seeds_and_replications_are_those_of_replay(env):
    env.reset(seed=5)
    _, info = env.reset(options={"replication": 3})
    to_the_end(env, info, None)
    assert sorted(told(env.replication())) == sorted(told(airdef.replay("port-raid", seed=5, replication=3)))
    assert env.replication().counts == pytest.approx(airdef.replay("port-raid", 5, 3).counts, nan_ok=True)
    _, info = env.reset()
    assert info["replication"] == 4


@pytest.mark.parametrize("scenario", ["port-raid", "s400", "low-level"])
def test_the_mask_is_exactly_what_is_accepted_and_what_the_rules_allow(scenario):
    env = FireControl(scenario, most_salvo=3)
    sizes, chance = env.game.sizes, np.random.default_rng(3)
    kinds = set()
    for episode in range(6):
        _, info = env.reset(seed=episode)
        for _ in range(int(chance.integers(0, 25))):
            _, _, ended, _, info = env.step(int(chosen(info["action_mask"][None], chance.random(1))[0]))
            if ended:
                break
        else:
            saved = env.save()
            kinds.add(int(env.batch.asked.decisions[0]["kind"]))
            for action in range(-1, sizes.actions + 1):
                legal = 0 <= action < sizes.actions and bool(info["action_mask"][action])
                assert legal == rules_allow(env, action), sizes.told(action)
                env.restore(saved)
                if legal:
                    env.step(action)
                    env.restore(saved)
                else:
                    with pytest.raises(ValueError, match="nearest: "):
                        env.step(action)
                    assert env.save() == saved
    assert 1 in kinds


def told(replication) -> list[str]:
    """Return the events of a replication as text."""
    return [str(event) for event in replication.events]


def rules_allow(env: FireControl, action: int) -> bool:
    """Tell whether the engine itself takes an action, with any of the unit's missile types."""
    sizes, kernel = env.game.sizes, env.game.kernel
    if not 0 <= action < sizes.actions:
        return False
    answers: list[tuple[str, int]] = []
    trial = DecisionBatch(kernel)
    trial.restore(env.save().replication[0], 0)
    decision = trial.decisions[0]
    if action in (sizes.hold, sizes.close):
        answers = [("unit", -1 if action == sizes.hold else -2)]
        types = range(1)
    else:
        unit, track, salvo = sizes.decode(action)
        threats = np.flatnonzero(trial.states[0].number == track)
        if not len(threats):
            return False
        answers = [("unit", unit), ("threat", int(threats[0])), ("salvo", salvo)]
        first = int(kernel.tables.unit[unit]["first_interceptor"])
        types = range(first, first + int(kernel.tables.unit[unit]["interceptors"]))
    for w in types:
        trial.restore(env.save().replication[0], 0)
        decision["interceptor"] = w
        for name, value in answers:
            decision[name] = value
        try:
            trial.advance()
        except AnswerError:
            continue
        return True
    return False


def test_an_illegal_action_may_count_as_hold(env):
    lenient = FireControl("port-raid", illegal="hold")
    _, info = lenient.reset(seed=2)
    env.reset(seed=2)
    wrong = int(np.flatnonzero(info["action_mask"] == 0)[0])
    shown, *rest, info = lenient.step(wrong)
    expected, *others, _ = env.step(env.game.sizes.hold)
    assert same(shown, expected)
    assert rest == others


def test_a_thousand_episodes_saved_and_restored_at_random_moments(env):
    """Each goes on in another environment to the very same end, from what was pickled."""
    other, chance = FireControl("port-raid"), np.random.default_rng(1)
    env.reset(seed=77)
    for episode in range(1000):
        _, info = env.reset()
        ended = False
        for _ in range(int(chance.integers(0, 40))):
            _, _, ended, _, info = env.step(int(chosen(info["action_mask"][None], chance.random(1))[0]))
            if ended:
                break
        saved = pickle.loads(pickle.dumps(env.save()))
        if ended:
            continue
        paid, seen = to_the_end(env, info, np.random.default_rng(episode))
        _, info = other.restore(saved)
        again, seen_again = to_the_end(other, info, np.random.default_rng(episode))
        assert again == paid
        assert all(same(a, b) for a, b in zip(seen, seen_again, strict=True))
        assert other.batch.asked.rows.tobytes() == env.batch.asked.rows.tobytes()


def test_a_clone_goes_its_own_way(env):
    _, info = env.reset(seed=4)
    for _ in range(5):
        _, _, _, _, info = env.step(info["doctrine"])
    other = env.clone()
    before = env.batch.observation(False, 0)
    to_the_end(other, {"action_mask": other.batch.shown.mask[0].copy()}, np.random.default_rng(0))
    assert same(env.batch.observation(False, 0), before)
    to_the_end(env, info, None)
    assert env.counts["draws"] == airdef.replay("port-raid", 4, 0).counts["draws"]


def test_an_episode_of_another_scenario_is_refused(env):
    env.reset(seed=1)
    with pytest.raises(ValueError, match="of another scenario"):
        FireControl("island").restore(env.save())


@pytest.mark.parametrize("scenario", names())
def test_what_is_seen_is_finite_and_within_its_bounds(scenario):
    env = FireControl(scenario, review=30.0)
    chance = np.random.default_rng(2)
    shown, info = env.reset(seed=9)
    assert env.observation_space.contains(shown)
    for _ in range(2):
        _, seen = to_the_end(env, info, chance)
        for each in seen:
            assert all(np.isfinite(array).all() for array in each.values())
            assert env.observation_space.contains(each)
        _, info = env.reset()


def test_a_threat_that_never_arrives_is_shown_at_the_bound():
    passing = {"threat": "fighter", "count": 2, "speed": "250 m/s", "altitude": "9 km", "spacing": "5 s"}
    raid = [passing | {"route": [[-1.9, 0.0], [1.9, 0.1]]},
            passing | {"route": [[-1.9, -1.6], [0.0, 0.0]], "aims_at": "port"}]  # fmt: skip
    env = FireControl("port-raid", overrides={"raid": raid})
    _, info = env.reset(seed=1)
    _, seen = to_the_end(env, info, None)
    to_arrival = [f.name for f in FIELDS["tracks"]].index("to_arrival")
    rows = np.concatenate([each["tracks"] for each in seen])
    held = rows[rows[:, 0] > 0]
    assert (held[:, to_arrival] == 1e5).any()
    assert (held[:, to_arrival] < 3600.0).any()


def test_a_number_of_the_observation_is_that_of_the_typed_one(env):
    """The same decision as `airdef.Observation` has it, field by field."""
    found = []

    def note(observation):
        found.append(observation)
        return Hold(10.0) if len(found) % 3 == 0 else None

    airdef.replay("port-raid", seed=1, replication=0, policy=note)
    shown, info = env.reset(seed=1)
    for k, expected in enumerate(found):
        assert shown["decision"][1] == np.float32(expected.time)
        numbers = {track.number for track in expected.tracks}
        assert {int(n) for n in shown["tracks"][:, 0] if n} == numbers
        for track in expected.tracks:
            row = shown["tracks"][track.number - 1]
            assert row[1:8].tolist() == list(track[1:8])
        for option in expected.options:
            pair = shown["pairs"][option.unit, option.track - 1]
            assert pair[0] == option.most
            assert pair[1:4].tolist() == [option.time_of_flight, option.slant_range, option.sspk]
        assert isinstance(expected.doctrine, Assign)
        action = env.game.sizes.hold if (k + 1) % 3 == 0 else info["doctrine"]
        shown, _, _, _, info = env.step(action)


def decoys_as_aircraft() -> tuple[airdef.Scenario, airdef.Scenario, set[int]]:
    """Return low-level as it is, and with decoys that are fighters in all but how they look and fly."""
    scenario = airdef.load("low-level")
    decoys = {j for j, threat in enumerate(scenario.threats) if threat.threat_class == "decoy"}
    threats = tuple(
        dataclasses.replace(threat, threat_class="fighter", category=0, manoeuvring=True, hits=4)
        if j in decoys
        else threat
        for j, threat in enumerate(scenario.threats)
    )
    return scenario, dataclasses.replace(scenario, threats=threats), decoys


def until_it_shows(one: FireControl, other: FireControl, seed: int, shows) -> tuple[int, bool]:
    """Step both with the same actions until `shows(events)` of either; return equal observations, whether it did."""
    shown, info = one.reset(seed=seed)
    shown_other, _ = other.reset(seed=seed)
    chance, equal, ended = np.random.default_rng(seed), 0, False
    while not ended:
        if shows(one.replication().raw) or shows(other.replication().raw):
            return equal, True
        assert same(shown, shown_other)
        equal += 1
        action = int(chosen(info["action_mask"][None], chance.random(1))[0])
        shown, _, ended, _, info = one.step(action)
        shown_other, _, ended_other, _, _ = other.step(action)
        assert ended == ended_other or shows(one.replication().raw) or shows(other.replication().raw)
    return equal, False


def test_what_a_decoy_really_is_does_not_show_before_it_matters():
    one, two, decoys = decoys_as_aircraft()
    assert len(decoys) == 6

    def shows(events):
        return any(e.threat in decoys and e.kind in ("hit", "miss", "leak", "destroyed", "damage") for e in events)

    found = [until_it_shows(FireControl(one), FireControl(two), seed, shows) for seed in range(6)]
    assert sum(equal for equal, _ in found) > 30
    assert any(shown for _, shown in found)


def test_a_threat_that_nobody_has_tracked_does_not_show():
    one = FireControl("port-raid")
    two = FireControl("port-raid", overrides={"raid.4.from": [-2.5, -2.4]})  # the ballistic missiles, 24 min on
    late = {j for j, threat in enumerate(one.game.scenario.threats) if threat.formation == "salvo"}
    assert len(late) == 4

    def shows(events):
        return any(e.threat in late and e.kind == "firm" for e in events)

    found = [until_it_shows(one, two, seed, shows) for seed in range(3)]
    assert sum(equal for equal, _ in found) > 20
    assert any(shown for _, shown in found)


def test_slots_follow_the_order_of_becoming_known_not_that_of_the_raid(env):
    _, info = env.reset(seed=1)
    to_the_end(env, info, None)
    number = env.batch.asked.states[0].number
    seen = np.flatnonzero(number)
    assert sorted(number[seen].tolist()) == list(range(1, len(seen) + 1))
    assert number[seen].tolist() != sorted(number[seen].tolist())


def test_the_timeline_the_picture_and_the_globe_show_what_has_happened(env):
    _, info = env.reset(seed=1)
    for _ in range(8):
        _, _, _, _, info = env.step(info["doctrine"])
    whole = airdef.replay("port-raid", 1, 0)
    so_far = env.replication()
    now = env.batch.asked.decisions[0]["time"]
    assert 0 < len(so_far.events) < len(whole.events)
    assert set(told(so_far)) <= set(told(whole))
    assert all(event.time <= now for event in so_far.events)
    before = {text for text, event in zip(told(whole), whole.events, strict=True) if event.time < now}
    assert before <= set(told(so_far))
    assert env.render() == so_far.timeline()
    with pytest.raises(ValueError, match="threats still fly given, one that has ended expected"):
        formats.written(so_far, "czml")
    to_the_end(env, info, None)
    assert formats.written(env.replication(), "czml") == formats.written(whole, "czml")
    drawn = FireControl("port-raid", render_mode="rgb_array")
    drawn.reset(seed=1)
    first = drawn.render()
    assert first.shape[2] == 3
    assert first.dtype == np.uint8
    drawn.step(drawn.game.sizes.hold)
    assert FireControl("port-raid").render() is None


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"most_salvo": 0}, "most_salvo: 0 given, a whole number from 1"),
        ({"review": 0.0}, "review: 0.0 given"),
        ({"reward": {"leaker": 1.0}}, "nearest: 'leakers'"),
        ({"reward": {"first_intercept_time": 1.0}}, "a count expected"),
        ({"reward": {"leakers": float("nan")}}, "finite"),
        ({"illegal": "rais"}, "nearest: 'raise'"),
        ({"render_mode": "human"}, "one of ansi, rgb_array"),
        ({"overrides": {"raid": []}}, "nothing to decide"),
    ],
)
def test_an_argument_that_cannot_be_is_told(arguments, message):
    with pytest.raises(ValueError, match=message):
        FireControl("port-raid", **arguments)


def test_the_docstring_s_tables_are_the_spaces():
    for name in FIELDS:
        lines = [" ".join(line.split()) for line in (FireControl.__doc__ or "").splitlines()]
        assert all(" ".join(line.split()) in lines for line in table(name).splitlines())


def test_without_the_extra_one_error_says_what_to_install():
    code = (
        "import sys; sys.modules['gymnasium'] = None\n"
        "try:\n    import airdef.environments\nexcept ImportError as e:\n    print(e)"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert told.strip() == (
        "airdef.environments: gymnasium is not installed; usual fix: pip install 'airdef[environments]'"
    )
