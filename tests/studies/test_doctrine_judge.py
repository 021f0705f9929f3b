"""Who is judged."""

import pytest

from airdef.studies.doctrine.judge import candidates, simulate
from airdef.studies.doctrine.search import SearchResult
from airdef.studies.doctrine.simulate import OBJECTIVES, Arena
from airdef.studies.doctrine.space import space


@pytest.fixture
def made():
    # One unit only, so that coordination changes nothing; declared are salvos of two and central coordination.
    return space("ideal-salvo", ["doctrine.salvo.aircraft=1,2,3", "doctrine.coordination=autonomous,central"])


def judged(made, ended):
    arena = Arena(made.runner, 1, 1)
    idle = made.runner.scenario({"defence.0.doctrine.engage": ()})
    found = SearchResult(tried=[(0, 0)], alive=[(0, 0)], replications=200)
    return [c.choice for c in candidates(made, arena, OBJECTIVES["value-per-missile"], idle, found, ended)]


def test_a_setting_that_changes_nothing_goes_back_and_neighbours_come_along(made):
    # (0, 0) becomes (0, 1), which no rung has tried; its neighbours are (1, 1), the declared one, and (0, 0).
    assert judged(made, ended=False) == [(0, 1), (1, 1), (0, 0)]


def test_when_the_user_waits_only_what_was_simulated_is_judged(made):
    assert judged(made, ended=True) == [(0, 0), None]  # and the declared doctrine, to hold it against


def test_all_have_as_many_fresh_replications_when_ctrl_c_comes(made):
    jury = Arena(made.runner, 2, 1)
    scenarios = [made.scenario((k, 1)) for k in range(3)]

    def stop(done, goal):
        assert done <= goal == 3 * 1500
        if done > 3 * 512:  # in the second round
            raise KeyboardInterrupt

    assert simulate(jury, scenarios, 1500, stop) == (512, True)
    assert all(jury.known(s) >= 512 for s in scenarios)
    assert simulate(jury, scenarios, 1500, None) == (1500, False)
