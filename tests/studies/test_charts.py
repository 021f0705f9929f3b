"""Pictures for teaching: the numbers behind them."""

from __future__ import annotations

import math

import numpy as np
import pytest

from airdef.catalogue import UnknownEntryError
from airdef.studies.envelope.charts import chart


def test_detection_is_one_half_at_the_published_range():
    c = chart("64N6E2")
    # calibrated at 300 km on its reference target in clear air; at 10 km altitude and pd 0.5 the range comes back
    r = c.radar
    ranges = np.linspace(50e3, r.instrumented_range, 400)
    found = c.detection(ranges, 10e3, 1.0)
    assert (np.diff(found) <= 1e-12).all()
    more = c.detection(ranges, 10e3, 16.0)
    half, farther = (ranges[p >= 0.5][-1] for p in (found, more))
    # sixteen times the cross-section, twice the range, but for gases and the instrumented range
    assert farther == pytest.approx(min(2.0 * half, r.instrumented_range), rel=0.06)


def test_nothing_is_detected_beyond_the_horizon():
    c = chart("64N6E2")
    horizon = 4.12e3 * (math.sqrt(c.antenna) + math.sqrt(100.0))
    before, beyond = c.detection(np.array([0.98 * horizon, 1.02 * horizon]), 100.0, 100.0)
    assert before > 0.5
    assert beyond == 0.0


def test_rays_of_a_blake_chart():
    c = chart("30N6E2")
    # by hand over 8,495 km: 100 km at 1 deg rise 1.745 km, and the Earth falls by 100^2 / (2 * 8,495) = 0.589 km
    assert c.height(np.array([100e3]), math.radians(1.0))[0] == pytest.approx(c.antenna + 1745.2 + 588.6, abs=2.0)
    assert c.height(np.array([0.0]), 0.3)[0] == pytest.approx(c.antenna)


def test_hills_hide_what_the_sea_does_not():
    island = chart("S-300PMU-2/north/radar", "island")
    distance = np.linspace(1e3, 60e3, 60)
    land, lowest = island.lowest_visible(distance, math.radians(200.0))
    assert (lowest >= land).all()
    assert lowest[-1] > 2000.0
    c = chart("64N6E2")
    _, sea = c.lowest_visible(distance, 0.0)
    # beyond the horizon the sea hides (d - sqrt(2 Re ha))^2 / (2 Re)
    by_hand = (60e3 - math.sqrt(2.0 * c.earth * c.antenna)) ** 2 / (2.0 * c.earth)
    assert sea[-1] == pytest.approx(by_hand, rel=0.01)


@pytest.mark.parametrize(
    ("radar", "scenario", "words"),
    [
        ("30N6E9", None, "did you mean"),
        ("48N6E2", None, "is a missile"),
        ("36D6", "island", "expected"),
    ],
)
def test_a_radar_that_is_not_there_is_refused(radar, scenario, words):
    with pytest.raises((ValueError, UnknownEntryError), match=words):
        chart(radar, scenario)
