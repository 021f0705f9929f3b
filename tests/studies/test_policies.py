"""Policies side by side, with the bound."""

from __future__ import annotations

import numpy as np
import pytest

import airdef
from airdef.arguments import ArgumentError
from airdef.decisions.answers import Hold
from airdef.decisions.policies.rules import RULES
from airdef.studies.policies import share_of


def test_who_never_fires_stops_nothing_and_the_doctrine_s_own_answers_differ_in_nothing():
    found = airdef.policies("first-1979", {"never": lambda _: Hold(), "as it is": lambda _: None}, 40, 3)
    doctrine, never, same = found.standings
    assert [s.name for s in found.standings] == ["doctrine", "never", "as it is"]
    assert never.leakers[0] == found.arriving
    assert (never.share, never.missiles) == (0.0, 0.0)
    assert same.leakers == doctrine.leakers
    assert same.against_doctrine.mean == 0.0
    campaign = airdef.run("first-1979", 40, 3)
    assert doctrine.leakers[0] == pytest.approx(campaign.measures["leakers"].mean, abs=1e-12)
    assert doctrine.missiles == pytest.approx(campaign.measures["missiles_used"].mean, abs=1e-12)


def test_all_rules_are_held_against_the_bound():
    found = airdef.policies("port-raid", replications=40)
    assert [s.name for s in found.standings[1:]] == [name for name in RULES if name != "as-doctrine"]
    assert found.bound[0] <= min(s.leakers[0] for s in found.standings)
    for s in found.standings:
        low, high = s.share_ci95
        assert 0.0 <= low <= s.share <= high <= 1.0
    assert found.table().num_rows == len(RULES)
    assert "nobody could do with fewer than" in found.headline()
    assert found.to_dict()["policies"][1]["policy"] == "earliest-impact"


def test_the_interval_of_the_share_covers_the_true_ratio():
    """2,000 samples of 60, the one binomial drawn from the other: 95 % intervals hold the ratio 0.7 in 93 to 97 %."""
    chance = np.random.default_rng(4)
    held = 0
    for _ in range(2000):
        could = chance.binomial(40, 0.9, 60).astype(float)
        stopped = chance.binomial(could.astype(int), 0.7).astype(float)
        _, (low, high) = share_of(stopped, could)
        held += low <= 0.7 <= high
    assert 0.93 < held / 2000 < 0.97  # four standard errors of 0.5 % either way


def test_where_nothing_could_be_stopped_all_of_it_was():
    assert share_of(np.zeros(5), np.zeros(5)) == (1.0, (1.0, 1.0))


def test_an_unknown_rule_is_refused():
    with pytest.raises(ArgumentError, match="nearest: 'most-value'"):
        airdef.policies("port-raid", ["mostvalue"], 4)
