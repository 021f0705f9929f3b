"""Opportunities put together from pairs are those of the whole, bit for bit."""

import pickle
from dataclasses import fields

import numpy as np
import pytest

from airdef import opportunity, scenario
from airdef.studies.uncertainty.samples import Model
from airdef.studies.variants.geometry import Geometry
from airdef.studies.variants.runner import VariantRunner


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
    runner = VariantRunner("port-raid")
    geometry = runner.geometry

    def made(overrides):
        geometry.parts.made.clear()
        s = runner.scenario(overrides)
        assert_same(geometry.of(s), opportunity.compute(s))
        return {kind: n for kind, n in geometry.parts.made.items() if kind not in ("all looks", "pairs")}

    whole = made({})
    # Eight bodies, two surveillance radars and two fire units with one missile type between them.
    assert whole["body"] == 8
    assert whole["looks"] == 8 * 4
    assert whole["seen"] == whole["shots"] == 8 * 2
    assert whole["interceptor"] == 1
    assert made({"defence.0.overrides.missile.sspk.aircraft": 0.5}) == {}  # chance only
    # One body, the same path: what four radars see of it; windows only where the fire units see it otherwise.
    rcs = made({"raid.salvo.overrides.threat.rcs": "0.2 m2"})
    assert rcs.pop("shots", 0) <= 2
    assert rcs == {"body": 1, "looks": 4, "seen": 2}
    # A missile's own figure: its fly-out and its windows, nothing of the radars.
    assert made({"defence.0.overrides.missile.max_speed": "2100 m/s"}) == {"interceptor": 1, "shots": 16}
    # A surveillance radar's: its looks.
    assert made({"defence.0.overrides.radar.64N6E2.min_radial_speed": "51 m/s"}) == {"sensor": 1, "looks": 8}
    assert made({}) == {}  # met before


def test_sent_to_another_process_it_begins_anew():
    geometry = Geometry()
    geometry.of(scenario.load("ballistic"))
    again = pickle.loads(pickle.dumps(geometry))
    assert again.parts.made == {}
    assert len(pickle.dumps(geometry)) < 1000  # it goes with every task


def test_a_model_is_sent_without_what_it_simulated():
    model = Model(VariantRunner("ideal-salvo"), (), "leakers", 1, 20)
    mean = model.mean(model.nominal)
    sent = pickle.loads(pickle.dumps(model))
    assert sent.mean(sent.nominal) == mean
    assert (model.simulated, sent.simulated) == (1, 2)  # it had to simulate again
