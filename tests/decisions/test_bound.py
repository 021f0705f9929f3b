"""The clairvoyant bound: no policy comes below it, and where the best is known it is that."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from airdef import engine
from airdef.decisions.bound import Clairvoyant
from airdef.decisions.policies.rules import RULES
from airdef.decisions.programme import shots_of
from airdef.engine.asked import DecisionBatch
from airdef.scenario.library import names
from decisions.conftest import player_of, prepared
from engine import plans
from engine.test_asked import anyhow


@pytest.mark.parametrize("name", names())
@pytest.mark.parametrize("rule", ["as-doctrine", "best-shot"])
def test_no_rule_leaks_less_in_any_replication(name, rule):
    _, kernel, _ = prepared(name)
    rows = player_of(name, RULES[rule]).simulate(1, 0, 20)
    clairvoyant = Clairvoyant(kernel)
    bounds = [clairvoyant.leakers(1, i) for i in range(20)]
    assert (rows[:, kernel.columns.index("leakers")] >= bounds).all()


@settings(max_examples=60, deadline=None)
@given(plans.features(), st.integers(0, 2**32 - 1), st.integers(0, 2**32 - 1))
def test_nor_do_answers_of_chance_with_every_rule_of_the_model(features, seed, stream):
    hand = plans.engagement(features, seed)
    kernel = engine.prepare(hand.plan, hand.build())
    clairvoyant = Clairvoyant(kernel)
    bounds = np.array([clairvoyant.leakers(stream, i) for i in range(4)])
    for luck in range(4):
        chance, asked = np.random.default_rng(luck), DecisionBatch(kernel, 4)
        for place in range(4):
            asked.begin(place, stream, place)
        while asked.going.any():
            asked.advance()
            if luck:  # the first time: doctrine
                anyhow(asked, chance)
        assert (asked.rows[:, kernel.columns.index("leakers")] >= bounds).all()


def served_by(channels: int, calls: list[tuple[float, float]]) -> int:
    """Return how many calls of (begin, end) so many channels can serve at most: the earliest end first, best fit.

    The greatest set of intervals of which no more than k overlap (Faigle and Nawijn, "Note on scheduling intervals
    on-line", Discrete Applied Mathematics 58, 1995, 13-17): taken in order of their beginning, of too many at once the
    one that ends last is dropped.
    """
    held: list[float] = []
    dropped = 0
    for begin, end in sorted(calls):
        held = [other for other in held if other > begin]
        held.append(end)
        if len(held) > channels:
            held.remove(max(held))
            dropped += 1
    return len(calls) - dropped


def test_a_loss_system_has_the_bound_of_interval_scheduling():
    """Erlang's loss system: threats that must be engaged at once, each for a time that chance decides."""
    _, kernel, _ = prepared("ideal-erlang")
    clairvoyant = Clairvoyant(kernel)
    tb = kernel.tables
    channels, mean = int(tb.unit[0]["target_channels"]), float(tb.system[0]["assessment_delay"])
    for replication in range(10):
        foresight = clairvoyant.foresight(1, replication)
        shots = shots_of(kernel, clairvoyant.chances, foresight)
        assert len(shots) == len(tb.threat)
        assert max(shot.last - shot.first for shot in shots) < 0.01 * mean  # all but at once
        ends = [(s.last, s.first + s.quickest + mean * foresight.delay[s.threat]) for s in shots]
        best = len(ends) - served_by(channels, ends)
        assert clairvoyant.leakers(1, replication) == pytest.approx(best, abs=1)  # times of launch move by < 0.01 mean
        assert best > 5


def test_more_rounds_channels_and_better_missiles_never_raise_the_bound():
    _, kernel, _ = prepared("port-raid")
    plain = Clairvoyant(kernel)
    fewer = kernel.tables.launcher.copy()
    fewer["rounds"], fewer["reloads"] = 2, 0
    poorer = Clairvoyant(engine.Kernel(kernel.tables._replace(launcher=fewer), kernel.columns, kernel.missiles))
    worse = Clairvoyant(
        engine.Kernel(kernel.tables._replace(sspk=kernel.tables.sspk * 0.5), kernel.columns, kernel.missiles)
    )
    for i in range(8):
        bound = plain.leakers(2, i)
        assert poorer.leakers(2, i) >= 36 - 24 >= 12 > bound  # 24 rounds stop 24 at most
        assert worse.leakers(2, i) >= bound
