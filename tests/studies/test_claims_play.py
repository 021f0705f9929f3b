"""Cases of a claim: simulated until they are clear, once for what the rules cannot tell apart, and figures moved."""

import numpy as np
import pytest

from airdef.scenario import ScenarioError
from airdef.studies.claims import play as claims_play
from airdef.studies.claims.play import Bench, Shared
from airdef.studies.claims.search import FIRST, MOST

from .claims_built import KNOWN, ONE, claim, written

CHANNELS = ("S-300PMU-2", "target_channels")


@pytest.fixture(scope="module")
def battery(tmp_path_factory):
    return written(tmp_path_factory.mktemp("one"), ONE)


@pytest.fixture
def bench(battery):
    ticks = []
    return Bench(claim(battery, "peak_targets", 5), KNOWN, 1, lambda: ticks.append(1)), ticks


def test_a_clear_case_is_played_briefly_and_once(bench):
    played, ticks = bench
    case = played.case({})
    assert (case.met, case.n, len(ticks)) == (True, FIRST, 1)
    assert played.case({}) is case
    assert len(ticks) == 1


def test_more_replications_begin_with_the_same_ones(bench):
    played, _ = bench
    assert played.case({}, at_least=200).n == 200
    few, many = (played.measured({}, {}, n) for n in (FIRST, 200))
    assert np.array_equal(few, many[:FIRST])


def test_an_open_case_is_played_to_the_end(bench, monkeypatch):
    played, _ = bench
    monkeypatch.setattr(Bench, "measured", lambda self, overrides, moved, n: 10.0 * (np.arange(n) % 2.0))
    case = played.case({})
    assert (case.met, case.n, case.share) == (None, MOST, 0.5)


def test_a_figure_moved_is_as_if_the_scenario_had_set_it(bench):
    played, _ = bench
    by_hand = played.measured({"defence.0.overrides.system.target_channels": 4}, {}, FIRST)
    assert np.array_equal(played.measured({}, {CHANNELS: 4.0}, FIRST), by_hand)
    assert played.case({}, {CHANNELS: 4.0}).met is False


def test_what_the_rules_cannot_tell_apart_is_simulated_once(bench, monkeypatch):
    played, _ = bench
    played.case({})
    simulated = []
    monkeypatch.setattr(claims_play, "recorded", lambda *a: simulated.append(a) or pytest.fail("simulated again"))
    # no ballistic missile flies: what a missile may reach of them decides nothing
    moved = played.case({}, {("48N6E2", "sspk.ballistic"): 0.9})
    assert moved.mean == played.case({}).mean
    assert simulated == []


def test_claims_about_the_same_scenario_share_what_was_simulated(battery, monkeypatch):
    shared = Shared()
    first = Bench(claim(battery, "peak_targets", 5), KNOWN, 1, lambda: None, shared)
    first.case({})
    alone = Bench(claim(battery, "peak_missiles", 5), KNOWN, 1, lambda: None).case({})
    monkeypatch.setattr(claims_play, "recorded", lambda *a: pytest.fail("simulated again"))
    second = Bench(claim(battery, "peak_missiles", 5), KNOWN, 1, lambda: None, shared)
    assert second.case({}).estimate == alone.estimate


def test_a_figure_that_makes_no_scenario_is_not_met_and_an_override_raises(bench):
    played, _ = bench
    few = played.case({"defence.0.fire_units": 3}, {("S-300PMU-2", "max_fire_units"): 2.0})
    assert few.met is False
    assert "at most 2 fire units" in few.refused
    with pytest.raises(ScenarioError):
        played.case({"defence.0.fire_units": 99})


def test_a_count_has_no_interval_beyond_what_there_is(bench):
    played, _ = bench
    low, high = played.case({}, at_least=200).mean_ci95
    assert 0.0 <= low <= high <= 6.0
