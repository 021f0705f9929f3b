"""Comparisons under common random numbers."""

import numpy as np
import pytest

import airdef
from airdef.studies.compare import compare, variants_of


def test_the_difference_is_that_of_two_campaigns_of_the_same_stream():
    found = compare("ideal-salvo", changes=["raid.0.count=9"], replications=500, seed=3)
    d = found.pairs[0].differences["leakers"]
    rows = [
        airdef.run(airdef.load("ideal-salvo", o), 500, seed=3, rows=True).rows["leakers"].to_numpy()
        for o in ({}, {"raid.0.count": 9})
    ]
    assert d.mean == pytest.approx(np.mean(rows[1] - rows[0]), rel=1e-12)
    assert d.sd == pytest.approx(np.std(rows[1] - rows[0], ddof=1), rel=1e-12)
    assert found.base_label == "ideal-salvo"
    told = found.to_dict()
    for side, own in zip((told["base"], told["variants"][0]), rows, strict=True):
        values, counts = np.unique(own, return_counts=True)
        bins = side["distributions"]["leakers"]
        assert [(b["value"], b["count"]) for b in bins] == list(zip(values, counts, strict=True))


def test_common_stream_saves_replications():
    # The same raid with one member more: all others keep their random stream, so most of the noise cancels.
    found = compare("port-raid", changes=[{"raid.flight-1.count": 9}], replications=300)
    assert found.pairs[0].differences["leakers"].reduction > 5


def test_three_systems_on_one_raid_in_one_go():
    found = compare("port-raid", changes=["defence.0.system=S-300PT", "defence.0.system=S-400"], replications=100)
    old, new = (p.differences["leakers"] for p in found.pairs)
    assert old.ci95[0] > 0 > new.ci95[1]
    assert "more through than port-raid." in found.sentences()[0]
    assert "fewer through than port-raid." in found.sentences()[1]


def test_threads_change_nothing():
    one, two = (
        compare("ideal-salvo", changes=["raid.0.count=9"], replications=3000, threads=n).to_dict() for n in (1, 2)
    )
    assert one == two


def test_a_precision_is_reached():
    found = compare("ideal-salvo", changes=["raid.0.count=9"], precision=0.02, seed=2)
    assert found.pairs[0].differences["leakers"].half_width <= 0.02
    assert found.replications % 4096 == 0


def test_what_cannot_be_told_is_said_so():
    found = compare("ideal-salvo", changes=["defence.0.doctrine.priority=nearest"], replications=50)
    assert "inconclusive" in found.sentences()[0]
    same = compare("ideal-salvo", "ideal-salvo", replications=50)
    assert "exactly as many" in same.sentences()[0]


def test_labels_are_unique():
    labels = [v.label for v in variants_of(["a"], ["x.n=1; y.m=2", {"z.n": 1}, "x.n=1"])]
    assert labels == ["a", "n=1; m=2", "n=1", "n=1 (2)"]
    assert [v.label for v in variants_of(["a", "b", "a"])] == ["a (1)", "b", "a (3)"]


def test_by_keys_the_differences_are_those_of_two_campaigns():
    change = {"raid.flight-1.count": 9}
    found = compare("port-raid", changes=[change], replications=300, seed=3, by=["formation,missile", "class"])
    by = found.pairs[0].by
    assert list(by) == ["formation", "missile", "class"]
    base, other = (airdef.run(airdef.load("port-raid", o), 300, seed=3).by for o in ({}, change))
    held = 0
    for dimension, keys in by.items():
        assert set(keys) == set(base[dimension]) & set(other[dimension])
        for key, own in keys.items():
            assert set(own) == set(base[dimension][key]) & set(other[dimension][key])
            for name, d in own.items():
                before, after = base[dimension][key][name], other[dimension][key][name]
                if d.n == before.n == after.n:  # in replications that lack it in one, both are left out
                    assert (d.a, d.b) == tuple(pytest.approx(m.mean, nan_ok=True) for m in (before, after)), name
                    held += 1
    assert held > 100
    assert by["formation"]["flight-1"]["threats"].mean == 1.0
    table = found.table_by()
    assert set(table.column("dimension").to_pylist()) == set(by)
    assert table.num_rows == sum(len(own) for keys in by.values() for own in keys.values())
    assert found.to_dict()["variants"][0]["by"]["class"]["srbm"]["leakers"]["n"] == 300


def test_what_one_variant_alone_has_is_left_out():
    found = compare("port-raid", changes=["defence.0.system=S-300PT"], replications=64, by=["missile", "asset"])
    assert found.pairs[0].by["missile"] == {}
    assert list(found.pairs[0].by["asset"]) == ["port"]


def test_an_unknown_dimension_is_refused():
    with pytest.raises(
        ValueError, match=r"by: 'asse' given, one of class, formation, .* or all expected; usual fix: by=asset"
    ):
        compare("port-raid", "s400", by=["asse"])
    assert compare("ideal-salvo", "ideal-salvo", replications=8, by=["all"]).pairs[0].by.keys() >= {"class", "asset"}
