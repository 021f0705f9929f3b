"""The parts of a campaign under pytest-benchmark: pytest benchmarks --benchmark-only."""

from __future__ import annotations

import json

import pytest

from airdef import engine, opportunity
from airdef.engine.rng import rng_only_sum
from airdef.measures import CONTINUOUS
from airdef.outcome.statistics import Statistics
from airdef.outcome.wire import statistics_of_plain, statistics_to_plain

from .raids import generated, reference
from .simpy_baseline import geometry, simulate_replications

CHUNK = 1024


@pytest.fixture(scope="module")
def raid():
    return reference()


def test_a_chunk_of_replications(benchmark, raid):
    assert benchmark(raid.rows, 0, CHUNK).shape == (CHUNK, len(raid.kernel.columns))


def test_a_campaign_of_a_chunk(benchmark, raid):
    assert benchmark(raid.campaign, CHUNK, 1).replications == CHUNK


def test_the_random_numbers_of_a_chunk(benchmark, raid):
    draws = round(float(raid.rows(0, CHUNK)[:, raid.kernel.columns.index("draws")].mean()))
    assert benchmark(rng_only_sum, 1, 0, CHUNK, draws) > 0.0


def test_a_replication_by_simpy(benchmark):
    geometry()
    _, leakers = benchmark(simulate_replications, 0, 1)
    assert len(leakers) == 1


def test_the_statistics_of_a_chunk(benchmark, raid):
    rows = raid.rows(0, CHUNK)
    assert benchmark(Statistics.of, raid.kernel.columns, CONTINUOUS, rows).replications == CHUNK


def test_merging_statistics(benchmark, raid):
    part = Statistics.of(raid.kernel.columns, CONTINUOUS, raid.rows(0, CHUNK))
    assert benchmark(part.merge, part).replications == 2 * CHUNK


def test_statistics_to_text_and_back(benchmark, raid):
    part = Statistics.of(raid.kernel.columns, CONTINUOUS, raid.rows(0, CHUNK))

    def there_and_back():
        return statistics_of_plain(json.loads(json.dumps(statistics_to_plain(part))))

    assert benchmark(there_and_back).digest() == part.digest()


def test_the_opportunities_of_the_reference_raid(benchmark, raid):
    assert benchmark(opportunity.compute, raid.scenario).key == raid.opportunities.key


def test_a_kernel_from_opportunities(benchmark, raid):
    assert benchmark(engine.prepare, raid.scenario, raid.opportunities).columns == raid.kernel.columns


def test_loading_a_raid_of_a_hundred(benchmark):
    assert len(benchmark(generated, 100, 2).threats) == 100
