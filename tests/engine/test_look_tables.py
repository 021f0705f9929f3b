"""The looks as the engine reads them: the times, the guide and what the members of a formation share."""

from __future__ import annotations

import numpy as np
import pytest

import airdef
from airdef import engine, opportunity
from airdef.engine.layout import GUIDE

from . import plans


def read_times(tables):
    """The times of all looks, list by list, as the engine takes them."""
    found = []
    for row in tables.looks:
        k = np.arange(row["size"])
        even = row["begin"] + k * row["step"]
        found.append(even if row["step"] > 0.0 else tables.look_time[row["time"] + k])
    return np.concatenate(found)


@pytest.mark.parametrize("name", ["port-raid", "ideal-erlang"])
def test_the_times_of_a_raid(name):
    plan = airdef.load(name)
    looks = opportunity.compute(plan).looks
    tables = engine.prepare(plan, opportunity.compute(plan)).tables
    assert read_times(tables).tobytes() == looks.time.tobytes()


def test_even_looks_are_not_listed():
    plan = airdef.load("port-raid")
    tables = engine.prepare(plan, opportunity.compute(plan)).tables
    assert (tables.looks["step"][tables.looks["size"] > 0] > 0.0).all()
    assert tables.look_time.size == 0


def test_uneven_looks_are_listed():
    for seed in range(6):
        hand = plans.engagement(plans.Features(uncertain_looks=True), seed)
        found = hand.build()
        tables = engine.prepare(hand.plan, found).tables
        assert read_times(tables).tobytes() == found.looks.time.tobytes()


def test_the_guide_leads_to_the_first_look_that_is_firm():
    plan = airdef.load("port-raid")
    tables = engine.prepare(plan, opportunity.compute(plan)).tables
    u = np.random.default_rng(1).random(2000)
    for row, guide in zip(tables.looks[::17], tables.guide[::17], strict=True):
        cdf = tables.chance[row["chance"] : row["chance"] + row["size"], 3]
        inside = u[u < row["ever"]]
        g = (inside * GUIDE).astype(int)
        wanted = np.searchsorted(cdf, inside, side="right")
        assert (guide[g] <= wanted).all()
        assert (wanted <= guide[g + 1]).all()


def test_members_of_a_formation_share_their_chances():
    plan = airdef.load("port-raid")
    tables = engine.prepare(plan, opportunity.compute(plan)).tables
    first = tables.looks[:8]  # the first flight, as the first radar sees it
    assert len(set(first["chance"].tolist())) == 1
    assert len(set(first["begin"].tolist())) == 8
