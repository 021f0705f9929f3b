"""Policies: what they see, what they may answer, and what their replications are."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

import airdef
from airdef import engine
from airdef.arguments import ArgumentError
from airdef.decisions.answers import Assign, Close, Hold
from airdef.decisions.policies.rules import RULES
from airdef.decisions.session import Session
from airdef.engine.asked import AnswerError
from airdef.scenario.library import names
from airdef.scenario.plan import CATEGORIES
from decisions.conftest import player_of, prepared

RULE_OF = {"earliest-impact": "earliest-impact", "most-value": "most-value"}


OTHER_ORDER = {"s400", "point-defence"}
"""Scenarios whose doctrine takes first what no rule of these does: the nearest, and what threatens what is guarded."""


def but_for_ties(rule, decided: Counter):
    """Return a rule that leaves tracks expected at one time to the doctrine, and counts what it decides.

    Of such tracks the doctrine takes the lower threat, and a rule the lower track, for it sees no threats: in `escort`
    and `layered` several fighters that aim at nothing are expected never.
    """

    def decide(observation: airdef.Observation):
        arrivals = {option.track: observation.track(option.track).to_arrival for option in observation.options}
        tied = list(arrivals.values()).count(min(arrivals.values())) > 1
        decided["tied" if tied else "alone"] += 1
        return None if tied else rule(observation)

    return decide


@pytest.mark.parametrize("name", [name for name in names() if name not in OTHER_ORDER])
def test_the_doctrine_decided_again_from_what_is_observed_gives_its_rows(name):
    scenario, kernel, _ = prepared(name)
    (priority,) = {system.doctrine.priority for system in scenario.systems}
    decided: Counter = Counter()
    rule = but_for_ties(RULES[RULE_OF[priority]], decided)
    rows = player_of(name, rule).simulate(7, 0, 40)
    assert rows.tobytes() == engine.simulate(kernel, 7, 0, 40).tobytes()
    assert decided["tied"] < decided["alone"] / 3, decided


def seen_by(name: str, policy=None, replications: int = 3, overrides=None) -> list[airdef.Observation]:
    """Return every observation of some replications."""
    seen = []

    def watching(observation):
        seen.append(observation)
        return policy(observation) if policy else None

    airdef.run(name, replications, 1, policy=watching, overrides=overrides)
    return seen


def test_an_observation_is_what_an_expert_expects():
    seen = seen_by("port-raid")
    assert len(seen) > 60
    for observation in seen:
        assert observation.options
        units = {unit.unit: unit for unit in observation.units}
        for track in observation.tracks:
            assert 50.0 < np.hypot(track.east_speed, track.north_speed) < 3000.0
            assert -100.0 < track.altitude < (200_000.0 if track.category == "ballistic" else 40_000.0)
            assert track.to_arrival >= 0.0
            assert track.age >= 0.0
            assert track.held or track.state == "engaged"
        for option in observation.options:
            track = observation.track(option.track)
            assert 1 <= option.most <= units[option.unit].rounds
            assert 0.0 < option.sspk <= 1.0
            assert option.closes >= 0.0
            assert 0.0 < option.time_of_flight < 400.0
            assert observation.kind == "re-engagement" or track.state == "free"
            # The target cannot have flown farther from where it is than its speed allows until the missile meets it
            # (a ballistic one gains speed). The unit is not the post: 100 km are more than any two lie apart.
            flown = (option.launch + option.time_of_flight) * 2.0 * np.hypot(track.east_speed, track.north_speed)
            assert option.slant_range < np.hypot(track.east, track.north) + track.altitude + flown + 100e3


@pytest.mark.parametrize("overrides", [None, {"command.0.radars": []}])
def test_a_node_that_decides_sees_each_track_that_it_or_a_unit_below_it_has(overrides):
    seen = seen_by("command", RULES["best-shot"], overrides=overrides)
    assert {observation.system for observation in seen} == {"brigade"}
    for observation in seen:
        for option in observation.options:
            track = observation.track(option.track)  # each option has a track
            assert track.held
            assert track.age >= 0.0
            assert np.isfinite(track.age)
    assert {option.unit for observation in seen for option in observation.options} == {0, 1, 2}
    assert any(len(observation.tracks) > 5 for observation in seen)


def test_where_a_node_s_links_are_lost_systems_decide_and_see_their_own():
    lost = {"command.0.links.0.lost": {"at": "14 min"}}
    seen = seen_by("command", RULES["best-shot"], overrides=lost)
    assert {observation.system for observation in seen} >= {"brigade", "long"}
    for observation in seen:
        below = {unit.name.split("/")[0] for unit in observation.units}
        assert below <= ({"long", "medium"} if observation.system == "brigade" else {observation.system})
        if observation.system == "brigade" and observation.time > 840.0:
            assert below == {"medium"}
        assert all(option.track > 0 for option in observation.options)


def test_tracks_are_numbered_in_the_order_of_becoming_known_and_not_of_the_raid():
    orders = set()
    scenario, kernel, picture = prepared("port-raid")
    for seed in range(1, 6):
        session = Session(scenario, kernel, picture, 1)
        session.begin(0, seed, 0)
        while not session.advance().any():
            session.look()
        number = session.states[0].number
        assert sorted(number[number > 0]) == list(range(1, int(number.max()) + 1))
        orders.add(tuple(number.tolist()))
    assert len(orders) == 5  # chance decides the order


def first_decisions(kernel, count: int) -> list[bytes]:
    scenario, _, picture = prepared("port-raid")
    session = Session(scenario, kernel, picture, 1)
    session.begin(0, 1, 0)
    seen = []
    for _ in range(count):
        assert not session.advance().any()
        session.look()
        options = session.options[0, : session.counts[0]]
        seen.append(session.tracks.tobytes() + session.units.tobytes() + options.tobytes())
    return seen


def test_what_a_threat_really_is_cannot_be_seen():
    _, kernel, _ = prepared("port-raid")
    threats = kernel.tables.threat.copy()
    threats["category"] = (threats["category"] + 1) % len(CATEGORIES)
    threats["behaviours"] = 3
    threats["hits"] += 1
    other = replace(kernel, tables=kernel.tables._replace(threat=threats))
    assert first_decisions(other, 4) == first_decisions(kernel, 4)  # nothing has been hit, or missed, until then
    threats["looks_like"] = threats["category"]
    assert first_decisions(other, 4) != first_decisions(kernel, 4)


def test_a_hold_is_asked_again_when_it_said_so():
    times = []

    def waits(observation):
        if observation.kind == "assignment" and observation.time < 200.0:
            times.append(observation.time)
            return Hold(seconds=4.0)
        return None

    airdef.run("ideal-salvo", 1, 1, policy=waits)
    gaps = np.diff(np.unique(times))
    assert len(gaps) >= 1
    assert gaps.max() <= 4.0 + 1e-9


def test_a_replay_under_a_policy_is_that_replication_of_its_campaign():
    campaign = airdef.run("port-raid", 6, 4, policy="best-shot", rows=True)
    assert campaign.policy == "best-shot"
    replayed = airdef.replay("port-raid", 4, 5, policy="best-shot")
    assert replayed.counts["leakers"] == campaign.rows["leakers"][5].as_py()
    assert replayed.counts["missiles_used"] == campaign.rows["missiles_used"][5].as_py()
    plain = airdef.replay("port-raid", 4, 5)
    assert plain.timeline() != replayed.timeline()


def test_a_batch_policy_that_leaves_the_doctrine_s_answers_gives_its_rows():
    class Leaves:
        def decide(self, session):
            assert session.counts.max() > 0

    _, kernel, _ = prepared("port-raid")
    rows = player_of("port-raid", Leaves()).simulate(3, 0, 150)
    assert rows.tobytes() == engine.simulate(kernel, 3, 0, 150).tobytes()


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (Assign(99, 1), r"not possible now; \(unit, track\) may be"),
        (Assign(0, 999), "not possible now"),
        (Assign(0, 1, salvo=1000), "a salvo of 1 to"),
        (Assign(0, 1, salvo=0), "a salvo of 1 to"),
        (Assign(0, 1, missile="48N6E9"), "nearest: '48N6E"),
        (Hold(seconds=0.0), "above 0 s"),
        (Hold(seconds=float("nan")), "above 0 s"),
        (Close(), "given to an assignment"),
        ("shoot", "'shoot' given, Assign, Hold, Close or None expected"),
    ],
)
def test_an_answer_that_cannot_be_is_refused_in_words(answer, said):
    def policy(observation):
        if isinstance(answer, Assign) and answer.unit == 0 and answer.track == 1:
            first = observation.options[0]
            return Assign(first.unit, first.track, answer.salvo, answer.missile)
        return answer

    with pytest.raises(AnswerError, match=said):
        airdef.run("ballistic", 3, 1, policy=policy)


def test_what_is_no_policy_is_refused_with_the_nearest_name():
    with pytest.raises(ArgumentError, match="nearest: 'best-shot'"):
        airdef.run("port-raid", 3, policy="bestshot")
    with pytest.raises(ArgumentError, match="3 given"):
        airdef.run("port-raid", 3, policy=3)


def test_a_policy_is_not_stored(tmp_path):
    with pytest.raises(ArgumentError, match="given with policy"):
        airdef.run("port-raid", 3, policy="best-shot", out=tmp_path / "x")


def test_a_policy_is_told_of_each_replication():
    told = []

    class Counts:
        def begin(self, seed, replication):
            told.append((seed, replication))

        def __call__(self, observation):
            return None

    airdef.run("ideal-salvo", 4, 9, policy=Counts())
    assert told[-4:] == [(9, 0), (9, 1), (9, 2), (9, 3)]
