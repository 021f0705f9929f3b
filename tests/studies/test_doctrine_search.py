"""The rungs, and what Optuna is allowed to say."""

import warnings

import optuna
import pytest

from airdef.studies.doctrine.search import FACTOR, FEWEST, LAST, Rung, explore, rungs
from airdef.studies.doctrine.simulate import OBJECTIVES, Arena
from airdef.studies.doctrine.space import space


@pytest.mark.parametrize(("doctrines", "budget"), [(2, 1000), (16, 5000), (17, 5000), (120, 100_000), (1000, 10**6)])
def test_rungs_spend_the_budget_and_no_more(doctrines, budget):
    steps = rungs(doctrines, budget)
    spent, before = 0, 0
    for step in steps:
        spent += step.doctrines * (step.replications - before)
        before = step.replications
    # The first rung's replications are rounded down, so that less than one replication of each rung's worth is left.
    assert budget - spent < doctrines * FACTOR ** len(steps)
    assert spent <= budget
    assert steps[0].doctrines == doctrines
    assert steps[-1].doctrines <= max(LAST, 2)


def test_a_budget_too_small_is_refused_with_the_least_that_would_do():
    with pytest.raises(ValueError, match="expected at least") as error:
        rungs(120, 100)
    least = int(str(error.value).split("at least ")[1].split(";")[0].replace(",", ""))
    assert rungs(120, least)[0].replications == FEWEST
    with pytest.raises(ValueError, match="expected at least"):
        rungs(120, least - 1)


def proposals(seed, threads=1):
    made = space("ideal-salvo", ["doctrine.salvo.aircraft=1,2,3,4,5,6", "doctrine.reserve=0:40:4",
                                 "doctrine.priority=nearest,most-value,earliest-impact"])  # fmt: skip
    idle = made.runner.scenario({"defence.0.doctrine.engage": ()})
    arena = Arena(made.runner, seed, threads)
    steps = (Rung(20, 64), Rung(16, 192))
    *_, found = explore(made, arena, OBJECTIVES["leakers"], idle, steps)
    return found


def test_proposals_are_new_each_time_and_the_seed_decides():
    found = proposals(7)
    assert len(found.tried) == len(set(found.tried)) == 20
    assert len(found.alive) <= 16
    assert set(found.alive) <= set(found.tried)
    assert proposals(7, threads=2) == found
    assert found.tried[0] == (1, 0, 2), "the declared doctrine: salvos of two, no reserve, the earliest impact"
    assert proposals(8).tried != found.tried


def test_optuna_says_nothing_and_is_left_as_it_was(capfd):
    optuna.logging.set_verbosity(optuna.logging.INFO)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        proposals(1)
    said = capfd.readouterr()
    assert (said.out, said.err) == ("", "")
    assert optuna.logging.get_verbosity() == optuna.logging.INFO
