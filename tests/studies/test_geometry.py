"""Opportunities put together from pairs are those of the whole, bit for bit."""

from dataclasses import fields

import numpy as np
import pytest

from airdef import opportunity, scenario
from airdef.studies.bench import Bench
from airdef.studies.geometry import Geometry


def assert_same(found, wanted):
    for part in ("tracks", "looks", "shots"):
        for f in fields(getattr(wanted, part)):
            a, b = getattr(getattr(found, part), f.name), getattr(getattr(wanted, part), f.name)
            assert np.asarray(a).dtype == np.asarray(b).dtype, f.name
            assert np.asarray(a).tobytes() == np.asarray(b).tobytes(), f"{part}.{f.name}"
    assert np.array_equal(found.arrival, wanted.arrival)
    assert np.array_equal(found.closest, wanted.closest)
    assert (found.facings, found.key) == (wanted.facings, wanted.key)


@pytest.mark.parametrize(
    ("name", "overrides"),
    [
        ("port-raid", {}),
        ("s400", {}),  # several weapons a unit, a jammer
        ("low-level", {"defence.0.facings": ["180 deg", "270 deg"]}),
        ("ideal-erlang", {}),
        ("port-raid", {"raid.0.count": 0}),
    ],
)
def test_pairs_make_the_whole(name, overrides):
    s = scenario.load(name, overrides)
    assert_same(Geometry().of(s), opportunity.compute(s))


def test_units_with_different_facings():
    units = [{"facings": ["180 deg", "270 deg", "0 deg"]}, {"facing": "225 deg"}]
    s = scenario.load("low-level", {"defence.0.fire_units": units})
    assert_same(Geometry().of(s), opportunity.compute(s))


def test_only_what_a_change_touches_is_worked_out():
    bench = Bench("port-raid")
    bench.geometry.of(bench.scenario())
    whole = bench.geometry.computed
    bench.geometry.of(bench.scenario({"defence.0.overrides.missile.sspk.aircraft": 0.5}))
    assert bench.geometry.computed == whole  # chance only
    bench.geometry.of(bench.scenario({"raid.salvo.overrides.threat.rcs": "0.2 m2"}))
    # one body of eight, against two surveillance radars and two units
    assert bench.geometry.computed == whole + 4
    bench.geometry.of(bench.scenario())
    assert bench.geometry.computed == whole + 4  # met before
