"""Cases of a claim: simulated until they are clear, once for what the rules cannot tell apart, and figures moved."""

import numpy as np
import pytest

from airdef.scenario import ScenarioError
from airdef.studies.claims import simulate as claims_simulate
from airdef.studies.claims.search import FIRST, MOST
from airdef.studies.claims.simulate import CaseRunner, Shared

from .claims_built import KNOWN, ONE, claim, written

CHANNELS = ("S-300PMU-2", "target_channels")


@pytest.fixture(scope="module")
def battery(tmp_path_factory):
    return written(tmp_path_factory.mktemp("one"), ONE)


@pytest.fixture
def runner(battery):
    ticks = []
    return CaseRunner(claim(battery, "peak_targets", 5), KNOWN, 1, lambda: ticks.append(1)), ticks


def test_a_clear_case_is_simulated_briefly_and_once(runner):
    simulated, ticks = runner
    case = simulated.case({})
    assert (case.met, case.n, len(ticks)) == (True, FIRST, 1)
    assert simulated.case({}) is case
    assert len(ticks) == 1


def test_more_replications_begin_with_the_same_ones(runner):
    simulated, _ = runner
    assert simulated.case({}, at_least=200).n == 200
    few, many = (simulated.measured({}, {}, n) for n in (FIRST, 200))
    assert np.array_equal(few, many[:FIRST])


def test_an_open_case_is_simulated_to_the_end(runner, monkeypatch):
    simulated, _ = runner
    monkeypatch.setattr(CaseRunner, "measured", lambda self, overrides, moved, n: 10.0 * (np.arange(n) % 2.0))
    case = simulated.case({})
    assert (case.met, case.n, case.share) == (None, MOST, 0.5)


def test_a_figure_moved_is_as_if_the_scenario_had_set_it(runner):
    simulated, _ = runner
    by_hand = simulated.measured({"defence.0.overrides.system.target_channels": 4}, {}, FIRST)
    assert np.array_equal(simulated.measured({}, {CHANNELS: 4.0}, FIRST), by_hand)
    assert simulated.case({}, {CHANNELS: 4.0}).met is False


def test_what_the_rules_cannot_tell_apart_is_simulated_once(runner, monkeypatch):
    simulated, _ = runner
    simulated.case({})
    again = []
    monkeypatch.setattr(claims_simulate, "recorded", lambda *a: again.append(a) or pytest.fail("simulated again"))
    # no ballistic missile flies: what a missile may reach of them decides nothing
    moved = simulated.case({}, {("48N6E2", "sspk.ballistic"): 0.9})
    assert moved.mean == simulated.case({}).mean
    assert again == []


def test_claims_about_the_same_scenario_share_what_was_simulated(battery, monkeypatch):
    shared = Shared()
    first = CaseRunner(claim(battery, "peak_targets", 5), KNOWN, 1, lambda: None, shared)
    first.case({})
    alone = CaseRunner(claim(battery, "peak_missiles", 5), KNOWN, 1, lambda: None).case({})
    monkeypatch.setattr(claims_simulate, "recorded", lambda *a: pytest.fail("simulated again"))
    second = CaseRunner(claim(battery, "peak_missiles", 5), KNOWN, 1, lambda: None, shared)
    assert second.case({}).estimate == alone.estimate


def test_a_figure_that_makes_no_scenario_is_not_met_and_an_override_raises(runner):
    simulated, _ = runner
    few = simulated.case({"defence.0.fire_units": 3}, {("S-300PMU-2", "max_fire_units"): 2.0})
    assert few.met is False
    assert "at most 2 fire units" in few.refused
    with pytest.raises(ScenarioError):
        simulated.case({"defence.0.fire_units": 99})


def test_a_count_has_no_interval_beyond_what_there_is(runner):
    simulated, _ = runner
    low, high = simulated.case({}, at_least=200).mean_ci95
    assert 0.0 <= low <= high <= 6.0
