import threading

import numpy as np
import pytest

from airdef.outcome import Interrupted, Precision, collect
from airdef.outcome.collect import CHUNK
from airdef.outcome.stopping import PILOT, PILOT_FIRST
from outcome.fakes import COLUMNS, scenario, simulate


def run(n, **options):
    return collect(options.pop("simulate", simulate), COLUMNS, scenario(), 1, n, **options)


def test_threads_do_not_change_a_bit():
    one, two, five = (run(5_000, threads=t) for t in (1, 2, 5))
    assert one.statistics.digest() == two.statistics.digest() == five.statistics.digest()
    assert one.replications == 5_000


def test_rows_are_the_replications_in_order():
    c = run(2_500, threads=2, keep_rows=True, first=100)
    assert c.rows.column("replication").to_pylist() == list(range(100, 2_600))
    truth = simulate(100, 2_500)
    assert np.array_equal(c.rows.column("leakers"), truth[:, COLUMNS.index("leakers")])
    # A replication without the event holds null, not NaN.
    assert c.rows.column("first_kill_range").null_count == np.isnan(truth[:, COLUMNS.index("first_kill_range")]).sum()
    assert run(10).rows is None


def test_progress_counts_to_the_goal():
    seen = []
    run(2_500, progress=lambda done, goal: seen.append((done, goal)))
    assert seen == [(1024, 2500), (2048, 2500), (2500, 2500)]


def test_only_a_few_chunks_are_under_way():
    most = 0
    under_way = 0
    lock = threading.Lock()

    def counted(first, count):
        nonlocal most, under_way
        with lock:
            under_way += 1
            most = max(most, under_way)
        rows = simulate(first, count)
        with lock:
            under_way -= 1
        return rows

    run(20 * CHUNK, simulate=counted, threads=2)
    assert most <= 2


@pytest.mark.parametrize("threads", [1, 2])
def test_an_interrupted_campaign_keeps_its_complete_chunks(threads):
    def stop(done, goal):
        if done >= 3 * CHUNK:
            raise KeyboardInterrupt

    with pytest.raises(Interrupted) as stopped:
        run(10 * CHUNK, threads=threads, progress=stop)
    c = stopped.value.campaign
    assert c.interrupted
    assert c.statistics.digest() == run(3 * CHUNK).statistics.digest()


def test_interrupted_before_the_first_chunk_there_is_no_campaign():
    def stop(first, count):
        raise KeyboardInterrupt

    with pytest.raises(Interrupted) as stopped:
        run(10, simulate=stop)
    assert stopped.value.campaign is None


def test_precision_is_reached_and_the_pilot_is_no_part_of_it():
    simulated = []

    def spied(first, count):
        simulated.append((first, count))
        return simulate(first, count)

    c = run(1, simulate=spied, precision=Precision(0.02))
    pilot = [p for p in simulated if p[0] >= PILOT_FIRST]
    assert sum(count for _, count in pilot) == PILOT
    assert c.measures["leakers"].half_width <= 0.02
    assert c.precision_reached
    assert c.ranges == ((0, c.replications),)
    assert c.statistics.digest() == run(c.replications).statistics.digest()
    # 12 threats of p = 0.1: variance 1.08, so (1.96 / 0.02)^2 x 1.08 = 10,372 and the margin.
    assert 10_000 < c.replications < 13_000


def test_precision_out_of_reach_says_so():
    c = run(1, precision=Precision(1e-4, limit=5_000))
    assert c.replications == 5_000
    assert c.precision_reached is False
    assert c.replications_for(1e-4) > 1e8


def test_the_sum_of_parts_is_the_whole():
    a, b = run(1_500), run(1_000, first=1_500)
    assert b.merge(a).statistics.digest() == run(2_500).statistics.digest()
