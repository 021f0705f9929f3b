import json
import math

import numpy as np
import pytest

import airdef
from airdef.measures import CONTINUOUS
from airdef.outcome.statistics import Statistics
from airdef.outcome.wire import scenario_of_json, scenario_to_json, statistics_of_plain, statistics_to_plain
from airdef.scenario import names
from airdef.scenario.resolve import scenario_hash
from outcome.fakes import COLUMNS, simulate


def test_statistics_come_back_bit_for_bit():
    s = Statistics.of(COLUMNS, CONTINUOUS, simulate(0, 3_000))
    again = statistics_of_plain(json.loads(json.dumps(statistics_to_plain(s))))
    assert again.digest() == s.digest()
    more = Statistics.of(COLUMNS, CONTINUOUS, simulate(3_000, 500))
    assert again.merge(more).digest() == s.merge(more).digest()


def test_statistics_without_any_event_come_back():
    rows = simulate(0, 10)
    rows[:, COLUMNS.index("first_kill_range")] = np.nan
    s = Statistics.of(COLUMNS, CONTINUOUS, rows)
    assert statistics_of_plain(statistics_to_plain(s)).digest() == s.digest()


@pytest.mark.parametrize("name", names())
def test_a_scenario_comes_back_whole(name):
    s = airdef.load(name)
    text = scenario_to_json(s)
    json.loads(text, parse_constant=lambda word: pytest.fail(f"{word} is no JSON"))
    again = scenario_of_json(text)
    assert again == s
    assert scenario_hash(again) == s.scenario_hash


def test_what_is_no_scenario_is_refused():
    with pytest.raises(ValueError, match="validation error"):
        scenario_of_json('{"name": "x"}')


GOOD = {"n": 1, "zeros": 0, "total": "1", "squares": "1", "ends": [1.0, 1.0]}
"""The statistics of a column of measured values, as they are stored."""


@pytest.mark.parametrize(
    "data",
    [
        {},
        [],
        {"replications": 1, "columns": []},
        {"replications": 1, "columns": {"a": []}},
        {"replications": 1, "columns": {"a": {"histogram": {}}}},
        {"replications": 1, "columns": {"a": {"histogram": "bm9uZQ=="}}},
        {"replications": 1, "columns": {"a": {}}},
        {"replications": 1, "columns": {"a": GOOD | {"total": 1}}},
        {"replications": 1, "columns": {"a": GOOD | {"n": "1"}}},
        {"replications": 1, "columns": {"a": GOOD | {"zeros": -1}}},
        {"replications": 1, "columns": {"a": GOOD | {"ends": [math.nan, 1.0]}}},
    ],
)
def test_statistics_that_no_campaign_wrote_are_refused_in_words(data):
    with pytest.raises(ValueError, match="statistics"):
        statistics_of_plain(data)
