"""What is said of a search: sentences, table, data."""

from dataclasses import replace

import pytest

from airdef.studies.doctrine.result import NAMED
from airdef.studies.doctrine.study import doctrine
from airdef.studies.threshold import Estimate


@pytest.fixture(scope="module")
def found():
    return doctrine("ideal-salvo", ["doctrine.salvo.aircraft=1,2,3"], budget=300, replications=400)


def with_gain(found, mean, low, high):
    best = replace(found.best, gain=Estimate(mean, (low, high), 400))
    return replace(found, options=(best, *found.options[1:])).sentences()[1]


def test_the_gain_is_called_what_its_interval_bears_out(found):
    assert found.best.label == "salvo.aircraft=1"
    assert found.sentences()[0].startswith("Best found for asset value defended per missile: salvo.aircraft=1: 0.")
    assert with_gain(found, 0.2, 0.1, 0.3).startswith("Against the declared doctrine: +0.20 [+0.10, +0.30] asset value")
    assert with_gain(found, 0.2, -0.1, 0.5).startswith(
        "Inconclusive whether that is better than the declared doctrine: "
    )
    assert with_gain(found, -0.2, -0.3, -0.1).startswith("The declared doctrine is better than that: -0.20")


def test_many_ties_are_counted_and_the_first_are_named(found):
    tie = replace(found.options[1], alike=False, behind=Estimate(0.1, (-0.1, 0.3), 400))
    (warning,) = replace(found, options=(found.best, *[tie] * 9)).warnings()
    assert warning.startswith("The best cannot be told from 9 of the 9 others judged")
    assert warning.count(tie.label) == NAMED
    assert "and 3 more" in warning


def test_a_best_at_the_edge_of_what_was_tried_is_said(found):
    assert not any("edge" in w for w in found.warnings()), "there is no salvo below one"
    value = doctrine("ideal-salvo", ["doctrine.salvo.aircraft=1,2,3"], objective="value", budget=300, replications=400)
    assert any("edge of the values tried (doctrine.salvo.aircraft=3)" in w for w in value.warnings())


def test_the_front_is_in_order_and_nobody_on_it_is_beaten(found):
    costs = [(o.missiles.mean, o.loss.mean) for o in found.front]
    assert costs == sorted(costs)
    assert [loss for _, loss in costs] == sorted((loss for _, loss in costs), reverse=True)


def test_table_has_a_row_a_doctrine(found):
    table = found.table()
    assert table.num_rows == len(found.options) == 3
    rows = {r["doctrine"]: r for r in table.to_pylist()}
    best = rows["salvo.aircraft=1"]
    assert best["doctrine.salvo.aircraft"] == "1"
    assert (best["best"], best["declared"], best["n"]) == (True, False, 400)
    assert best["worth_ci95_low"] < best["worth"] < best["worth_ci95_high"]
    assert best["gain_over_declared"] == pytest.approx(best["worth"] - rows["as declared"]["worth"])


def test_data_says_how_it_was_come_by(found):
    data = found.to_dict()
    assert data["rungs"] == [{"doctrines": 3, "replications": 100}]
    assert "3 of 3 doctrines tried, all; replications of seed 1: 3 x 100." in data["provenance"]
    assert "400 fresh replications, which had no part in choosing, of seed 2" in data["provenance"]
    assert data["loss_if_no_missile_is_fired"] == 10.0
    assert data["doctrines"][0]["best"] is True
