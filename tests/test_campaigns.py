"""What a campaign is campaign_request to be."""

import pytest

from airdef.campaigns import PART, REPLICATIONS, SEED, available_threads, campaign_request
from airdef.outcome import Precision
from outcome.stored import SIZE, header, run

NOTHING = {
    "replications": None,
    "seed": None,
    "threads": None,
    "precision": None,
    "precision_of": "leakers",
    "out": None,
    "resume": False,
    "part": None,
    "dask": None,
    "rows": False,
}


def request(**given):
    return campaign_request(**{**NOTHING, **given})


def test_defaults():
    o = request()
    assert (o.goal, o.seed, o.part, o.threads) == (REPLICATIONS, SEED, PART, available_threads())
    assert o.precision is o.out is o.found is o.dask is None


def test_with_a_precision_the_replications_are_the_most():
    assert request(precision=0.1, replications=50).precision == Precision(0.1, "leakers", 50)


def test_what_is_not_given_is_taken_from_the_directory(tmp_path):
    run(tmp_path / "c", header(seed=9))
    o = request(out=tmp_path / "c", resume=True)
    assert (o.goal, o.seed, o.part) == (5_000, 9, SIZE)
    assert o.scenario.scenario_hash == header().scenario.scenario_hash
    assert request(out=tmp_path / "c", resume=True, seed=0).seed == 0
    assert request(out=tmp_path / "c", resume=True, replications=7).goal == 7
    assert request(out=tmp_path / "c").found is None  # without resume nothing is taken


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"resume": True}, "resume: no directory given"),
        ({"rows": True, "out": "x"}, "rows: kept in memory here only"),
        ({"rows": True, "dask": "local"}, "rows: kept in memory here only"),
        ({"part": 1000}, "part: 1000 given, a whole number from 1024"),
        ({"part": 5000}, "part: 5000 given, a multiple of 1024 expected; the nearest is 5120"),
        ({"replications": 0}, "replications: 0 given"),
        ({"seed": -1}, "seed: -1 given"),
    ],
)
def test_what_cannot_be_is_refused(given, words):
    with pytest.raises(ValueError, match=words):
        request(**given)


def test_without_a_scenario_there_must_be_a_stored_one(tmp_path):
    with pytest.raises(ValueError, match="scenario: none given"):
        _ = request(out=tmp_path, resume=True).scenario
