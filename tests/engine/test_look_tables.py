"""The looks as the engine reads them: the times, the guide and what the members of a formation share."""

from __future__ import annotations

import numpy as np
import pytest

import airdef
from airdef import engine, opportunity
from airdef.engine.memory.layout import GUIDE
from reference.builders import Hand, radar, scenario, system, threat, unit

from . import plans

pytestmark = pytest.mark.slow


def read_times(tables):
    """The times of all looks, list by list, radar by radar, as the engine takes them."""
    found = []
    for row in tables.looks.T.ravel():
        k = np.arange(row["size"])
        even = row["begin"] + k * row["step"]
        found.append(even if row["step"] > 0.0 else tables.look_time[row["time"] + k])
    return np.concatenate(found)


@pytest.mark.parametrize("name", ["port-raid", "ideal-erlang"])
def test_the_times_of_a_raid(name):
    plan = airdef.load(name)
    looks = opportunity.compute(plan).looks
    times = np.concatenate([looks.times(i) for i in range(len(looks.of))])
    tables = engine.prepare(plan, opportunity.compute(plan)).tables
    assert read_times(tables).tobytes() == times.tobytes()


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
    for row, guide in zip(tables.looks.ravel()[::17], tables.guide.reshape(-1, GUIDE + 1)[::17], strict=True):
        cdf = tables.chance[row["chance"] : row["chance"] + row["size"], 3]
        inside = u[u < row["ever"]]
        g = (inside * GUIDE).astype(int)
        wanted = np.searchsorted(cdf, inside, side="right")
        assert (guide[g] <= wanted).all()
        assert (wanted <= guide[g + 1]).all()


def test_members_of_a_formation_share_their_chances():
    plan = airdef.load("port-raid")
    tables = engine.prepare(plan, opportunity.compute(plan)).tables
    first = tables.looks[:8, 0]  # the first flight, as the first radar sees it
    assert len(set(first["chance"].tolist())) == 1
    assert len(set(first["begin"].tolist())) == 8


@pytest.mark.parametrize(("m", "n"), [(2, 3), (5, 8), (5, 12), (20, 20)])
def test_a_second_track_goes_by_the_radars_own_rule(m, n):
    # Two radars with rules of their own: m detections make a track firm, three misses drop it, m more make the next.
    rules = {"drop_misses": 3, "confirm_m": m, "confirm_n": n}
    eye = radar(name="eye", confirm_m=3, confirm_n=9, drop_misses=2)
    plan = scenario(system(unit(radar=radar(**rules)), surveillance=(eye,)), threats=[threat()])
    seen = [1.0] * m + [0.0] * (n + 3) + [0.0, *[1.0] * m]
    hand = Hand(plan, [500.0], looks={(0, 0): [], (1, 0): [(float(i), p) for i, p in enumerate(seen)]})
    hand.looks[0, 0] = [(float(i), p) for i, p in enumerate([1.0] * 3 + [0.0] * 9 + [1.0, 0.0] * 3)]
    hand.windows = {(0, 0, 0): [(450.0, 460.0)]}
    kernel = engine.prepare(plan, hand.build())
    events = [e for e in engine.replay(kernel, 1, 0)[1] if e.kind in {"firm", "dropped"}]
    own = [(e.kind, e.time) for e in events if e.radar == 1]
    assert own == [("firm", m - 1.0), ("dropped", m + 2.0), ("firm", len(seen) - 1.0)]
    assert [(e.kind, e.time) for e in events if e.radar == 0] == [("firm", 2.0), ("dropped", 4.0), ("firm", 16.0)]
