import dataclasses

import pytest

import airdef
from airdef import api, cluster
from airdef.cluster.worker import simulate
from airdef.outcome.parts import Task


@pytest.fixture(scope="module")
def order():
    scenario = airdef.load("ideal-salvo")
    return cluster.job(scenario, api.prepare(scenario), 7, encode=True)


def test_a_worker_gives_the_bits_of_a_thread_here(order):
    simulated = simulate(order, Task(2048, 1_500))
    assert simulated.rows is not None
    before = airdef.run("ideal-salvo", 2048, seed=7).statistics
    assert before.merge(simulated.whole).digest() == airdef.run("ideal-salvo", 3548, seed=7).statistics.digest()


def test_without_a_store_no_rows_are_sent(order):
    assert simulate(dataclasses.replace(order, encode=False), Task(0, 10)).rows is None


def test_a_worker_of_other_code_refuses(order):
    with pytest.raises(cluster.WorkerError, match="another airdef or Numba"):
        simulate(dataclasses.replace(order, engine="0" * 64), Task(0, 10))


def test_a_worker_of_other_geometry_refuses(order):
    with pytest.raises(cluster.WorkerError, match=r"last bits .* AIRDEF_CACHE_DIR"):
        simulate(dataclasses.replace(order, geometry="0" * 64), Task(0, 10))


def test_what_all_tasks_share_is_as_small_as_the_scenario(order):
    # No geometry in it: the tables of this smallest scenario alone take more.
    assert len(order.scenario) < 50_000
