"""Tracks before anybody can act, on radars that can be full:

passed over, simulated or pre-sampled, they are the same.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from airdef import engine
from airdef.opportunity import Memo
from reference.builders import Hand, missile, radar, scenario, system, threat, unit

from .test_track_load import simulated_in_full

SEED, REPLICATIONS = 5, 5


def crowd(capacity, size=7, scan=2.0, **looks):
    """A raid in two systems of a radar each, on which nobody can act before 60 s; tracks come and go from 1 s on."""
    rules = {"confirm_m": 2, "confirm_n": 3, "drop_misses": 2, "track_capacity": capacity, "scan_period": scan}
    own = unit(radar=radar(**rules), missiles=(missile(0.5),), target_channels=2)
    plan = scenario(system(own), system(own, name="other"), threats=[threat(m) for m in range(size)])
    hand = Hand(plan, [150.0 + 3.0 * j for j in range(size)]).open_to_all([(60.0, 140.0)])
    for r in range(2):
        for j in range(size):
            begin = 1.0 + 4.0 * j + 30.0 * r
            hand.looks[r, j] = [(begin + 2.0 * k, 0.7 if k < 30 else 0.4) for k in range(50)]
    return plan, hand


def rows(kernel):
    return engine.simulate(kernel, SEED, 0, REPLICATIONS)


@pytest.mark.parametrize("capacity", [1, 2, 4, 6, 7])
def test_passing_over_changes_nothing(capacity):
    plan, hand = crowd(capacity)
    kernel = engine.prepare(plan, hand.build())
    assert rows(kernel).tobytes() == rows(simulated_in_full(kernel)).tobytes()
    for k in range(2):
        short, full = (engine.replay(each, SEED, k)[1] for each in (kernel, simulated_in_full(kernel)))
        assert sorted(map(str, short)) == sorted(map(str, full))


@pytest.mark.parametrize("capacity", [2, 7])
def test_drawn_ahead_they_are_the_same(capacity):
    plan, hand = crowd(capacity)
    found = hand.build()
    found = replace(found, look_lists=tuple(range(len(found.looks.start) - 1)))
    kernel = engine.prepare(plan, found)
    ahead = engine.presample_tracks(kernel, plan, found, SEED, 1, REPLICATIONS - 2, Memo())
    wanted = rows(kernel)
    assert rows(ahead).tobytes() == wanted.tobytes()
    assert len(set(wanted[:, kernel.columns.index("draws")])) > 1  # and counted as if they were drawn now
