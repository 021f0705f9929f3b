"""Pre-sampled tracks give the same replications bit for bit, whatever was kept of them and whatever is simulated."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from airdef import engine, opportunity
from airdef.opportunity import Memo
from airdef.studies.variants.runner import VariantRunner

from .test_track_load import with_capacity

pytestmark = pytest.mark.slow

SEED, FIRST, COUNT = 7, 30, 40


def presampled_place(plan, parts, stream=(SEED, FIRST, COUNT)):
    """A kernel without and one with the tracks of some replications."""
    found = opportunity.compute(plan, memo=parts)
    kernel = engine.prepare(plan, found, parts)
    return kernel, engine.presample_tracks(kernel, plan, found, *stream, parts)


@pytest.mark.parametrize(
    "name",
    ["port-raid", "low-level", "s400", "island", "silent", "command", "moving", "ideal-erlang", "ideal-annihilation"],
)
def test_every_replication_is_the_same(name):
    plain, ahead = presampled_place(VariantRunner(name).scenario(), Memo())
    # Before the replications pre-sampled, across both of their ends, and with other random stream.
    for seed, first, count in ((SEED, 0, FIRST + COUNT + 20), (SEED, FIRST, COUNT), (SEED + 1, FIRST, 8)):
        wanted = engine.simulate(plain, seed, first, count)
        assert engine.simulate(ahead, seed, first, count).tobytes() == wanted.tobytes()


@pytest.mark.parametrize("capacity", [4, 9])
def test_radars_that_are_full(capacity):
    plain, ahead = presampled_place(with_capacity(VariantRunner("port-raid").scenario(), capacity), Memo())
    wanted = engine.simulate(plain, SEED, FIRST, COUNT)
    assert engine.simulate(ahead, SEED, FIRST, COUNT).tobytes() == wanted.tobytes()


def test_what_was_drawn_is_read():
    _, ahead = presampled_place(VariantRunner("port-raid").scenario(), Memo())
    late = ahead.tables.presampled.copy()
    late[:, 0] = np.where(late[:, 0] >= 0, late[:, 0] + 1, -1)
    other = replace(ahead, tables=ahead.tables._replace(presampled=late))
    ends = (SEED, FIRST, COUNT), (SEED, FIRST + COUNT, COUNT)
    same = [engine.simulate(ahead, *stream).tobytes() == engine.simulate(other, *stream).tobytes() for stream in ends]
    assert same == [False, True]


def test_only_lists_that_were_not_met_are_drawn():
    bench, parts = VariantRunner("port-raid"), Memo()

    def made(overrides):
        parts.made.clear()
        plain, ahead = presampled_place(bench.scenario(overrides), parts)
        wanted = engine.simulate(plain, SEED, FIRST, COUNT)
        assert engine.simulate(ahead, SEED, FIRST, COUNT).tobytes() == wanted.tobytes()
        return parts.made["presampled tracks"]

    assert made({}) == 4 * 40  # radars x threats
    assert made({"defence.0.overrides.missile.sspk.aircraft": 0.5}) == 0
    assert made({"raid.salvo.overrides.threat.rcs": "0.2 m2"}) == 4 * 4  # four missiles
    assert made({}) == 0


def test_what_is_forgotten_is_drawn_anew():
    bench, parts = VariantRunner("port-raid"), Memo(1 << 18)  # less than the tracks of one scenario take
    for rcs in (0.1, 0.2, 0.1):
        plan = bench.scenario({"raid.salvo.overrides.threat.rcs": f"{rcs} m2"})
        plain, ahead = presampled_place(plan, parts)
        wanted = engine.simulate(plain, SEED, FIRST, COUNT)
        assert engine.simulate(ahead, SEED, FIRST, COUNT).tobytes() == wanted.tobytes()


def test_opportunities_without_keys_are_left_as_they_are():
    plan, parts = VariantRunner("ballistic").scenario(), Memo()
    found = replace(opportunity.compute(plan, memo=parts), look_lists=())
    kernel = engine.prepare(plan, found)
    assert engine.presample_tracks(kernel, plan, found, SEED, FIRST, COUNT, parts) is kernel
