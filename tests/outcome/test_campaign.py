import dataclasses
import math

import polars as pl
import pytest

from airdef.measures import NAMES
from airdef.outcome import MergeError, Precision, collect
from outcome.fakes import COLUMNS, Catalogue, scenario, simulate


def run(n, first=0, seed=1, **options):
    return collect(simulate, COLUMNS, scenario(), seed, n, first=first, **options)


def test_json_has_the_agreed_shape():
    c = run(3_000)
    d = c.to_dict(Catalogue())
    assert {
        "scenario",
        "scenario_hash",
        "catalogue_hash",
        "version",
        "seed",
        "replications",
        "measures",
        "by_class",
        "leak_reasons",
        "assumptions",
        "sources",
        "timing",
    } <= set(d)
    assert set(d["measures"]) == set(NAMES)
    for x in d["measures"].values():
        assert {"mean", "ci95", "sd", "quantiles"} <= set(x)
        assert len(x["ci95"]) == 2
    assert sum(d["leak_reasons"].values()) == pytest.approx(d["measures"]["leakers"]["mean"], rel=1e-12)
    assert set(d["timing"]) == {"prepare_s", "simulate_s", "replications_per_second"}
    assert d["timing"]["replications_per_second"] == pytest.approx(3_000 / d["timing"]["simulate_s"])
    assert d["by_class"]["srbm"]["threats"] == 4
    # Of two assumed figures one was replaced by the scenario, and its source is not asked for.
    assert [a["attribute"] for a in d["assumptions"]] == ["rcs_tail"]
    assert [a["attribute"] for a in d["overrides"]] == ["antenna_height"]
    assert [s["id"] for s in d["sources"]] == ["S1", "S2"]
    assert "precision" not in d


def test_json_tells_whether_the_precision_was_reached():
    d = run(1, precision=Precision(0.001, "kills", limit=2_000)).to_dict(Catalogue())
    assert d["precision"] == {"measure": "kills", "half_width": 0.001, "reached": False}


def test_table_goes_to_polars():
    t = run(2_000).table()
    frame = pl.from_arrow(t)
    assert frame["measure"].to_list()[:2] == ["leakers", "probability_no_leaker"]
    assert frame.filter(pl.col("measure") == "kills")["q50"].item() == 11.0
    assert frame.filter(pl.col("measure") == "probability_no_leaker")["q50"].item() is None


def test_half_width_scales_as_one_over_root_n():
    c = run(4_000)
    h = c.measures["leakers"].half_width
    assert c.replications_for(h / 2) == pytest.approx(16_000)
    assert c.replications_for(c.measures["kills"].half_width, "kills") == pytest.approx(4_000)
    with pytest.raises(KeyError, match="nearest"):
        c.replications_for(0.1, "kilns")


def test_merge_joins_ranges_and_rows():
    a, b = run(10, keep_rows=True), run(20, first=10, keep_rows=True)
    both = b.merge(a)
    assert both.ranges == ((0, 30),)
    assert both.rows.column("replication").to_pylist() == list(range(30))
    assert run(5).merge(run(5, first=10)).ranges == ((0, 5), (10, 5))
    assert run(5).merge(run(5, first=10)).rows is None


def test_merge_refuses_what_does_not_belong_together():
    a = run(10)
    with pytest.raises(MergeError, match="replication 9 is in both"):
        a.merge(run(10, first=9))
    with pytest.raises(MergeError, match="the seed differs: 1 and 2"):
        a.merge(run(10, first=10, seed=2))
    other = dataclasses.replace(run(10, first=10), scenario=dataclasses.replace(scenario(), scenario_hash="00"))
    with pytest.raises(MergeError, match="the scenario differs"):
        a.merge(other)
    with pytest.raises(MergeError, match="the version differs"):
        a.merge(dataclasses.replace(run(10, first=10), version="0.0.0"))


def test_one_replication_has_means_and_no_intervals():
    c = run(1)
    assert c.measures["leakers"].mean == float(int(c.measures["leakers"].mean))
    assert math.isnan(c.measures["leakers"].ci95[0])
