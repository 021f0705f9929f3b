import numpy as np

from airdef.measures import CONTINUOUS
from airdef.outcome.parts import Task, local_simulator, plain_parts, simulate_task
from airdef.outcome.rowfile import row_format
from airdef.outcome.statistics import Statistics
from outcome.fakes import COLUMNS, scenario, simulate


def digest(first, count):
    return Statistics.of(COLUMNS, CONTINUOUS, simulate(first, count)).digest()


def test_a_task_gives_statistics_and_rows_of_its_replications():
    s = row_format(COLUMNS, scenario())
    for threads in (1, 3):
        simulated = simulate_task(simulate, COLUMNS, Task(4096, 3_000), s, threads)
        assert simulated.whole.digest() == simulated.fresh.digest() == digest(4096, 3_000)
        assert simulated.rows == s.encode([s.pack(simulate(4096, 3_000))], 4096)
    assert simulate_task(simulate, COLUMNS, Task(0, 10)).rows is None


def test_what_was_told_of_before_is_skipped_in_the_fresh_statistics():
    simulated = simulate_task(simulate, COLUMNS, Task(0, 5_000, skip=2048))
    assert simulated.whole.digest() == digest(0, 5_000)
    assert simulated.fresh.digest() == digest(2048, 2_952)


def test_plain_parts_cover_the_replications_once():
    seen = []

    def spied(first, count):
        seen.append(np.arange(first, first + count))
        return simulate(first, count)

    parts = plain_parts(local_simulator(spied, COLUMNS, None, 1), 2048)
    done = [statistics.replications for statistics, _ in parts(1024, 7_000)]
    assert done == [2048, 2048, 1880]
    assert np.array_equal(np.concatenate(seen), np.arange(1024, 7_000))
