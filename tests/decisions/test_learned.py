"""The learned policy and the rolling horizon: their answers are possible, and learning finds what there is."""

from __future__ import annotations

import numpy as np

from airdef.decisions.learned import FEATURES, Linear, features, train
from airdef.decisions.policies.rules import RULES
from airdef.decisions.session import Session
from decisions.conftest import player_of, prepared


def mean_leakers(name: str, policy, seed: int = 2, count: int = 120) -> float:
    _, kernel, _ = prepared(name)
    return float(player_of(name, policy).simulate(seed, 0, count)[:, kernel.columns.index("leakers")].mean())


def test_the_figures_of_options_are_finite_and_what_they_are_called():
    scenario, kernel, picture = prepared("port-raid")
    session = Session(scenario, kernel, picture, 8)
    for place in range(8):
        session.begin(place, 1, place)
    while session.going.any():
        session.advance()
        session.look()
        found = features(session)
        assert np.isfinite(found).all()
        for place in np.flatnonzero(session.counts):
            option = session.options[place, 0]
            own = dict(zip(FEATURES, found[place, 0], strict=True))
            assert own["sspk"] == option["sspk"]
            assert own["again"] == (session.decisions[place]["kind"] == 2)
            assert 0.0 < own["soon"] <= 1.0
            assert 0.0 <= own["rounds"] < 1.0


def test_what_is_learned_is_no_worse_than_where_it_began_and_the_same_for_the_same_seed():
    """In the S-400's raid pairs of missiles pay; learning begins with single ones."""
    player = player_of("s400", lambda _: None)
    trained = [train(player, seed=3, generations=12, pairs=8, replications=16) for _ in range(2)]
    assert trained[0].policy.weights.tobytes() == trained[1].policy.weights.tobytes()
    assert trained[0].curve == trained[1].curve
    begin = np.zeros((2, len(FEATURES)))
    begin[0, FEATURES.index("soon")], begin[1, 0] = 1.0, -1.0
    single, pairs = mean_leakers("s400", RULES["single-best-shot"]), mean_leakers("s400", RULES["paired-best-shot"])
    learned = mean_leakers("s400", trained[0].policy)
    assert pairs < 0.6 * single  # there is something to learn
    assert learned < 0.5 * (single + pairs)
    assert abs(mean_leakers("s400", Linear(begin)) - single) < 0.1 * single


def test_the_rolling_horizon_stops_about_what_the_best_shot_does():
    horizon, best = (mean_leakers("port-raid", RULES[name]) for name in ("rolling-horizon", "best-shot"))
    assert abs(horizon - best) < 0.6  # a plan for all channels cannot be far from the greedy one where rounds run out
