"""Envelopes: what limits a missile where, and that each limit acts where it should."""

from __future__ import annotations

import numpy as np
import pytest

import airdef
from airdef.catalogue import UnknownEntryError
from airdef.studies.envelope.study import LIMITS, envelope


@pytest.fixture(scope="module")
def e():
    return envelope("48N6E2", masts=(16.0, 40.0), rcs=(1.0,))


def test_the_reach_is_the_least_of_all_limits(e):
    limits = np.stack([e.energy, np.full_like(e.energy, e.published_range), e.horizon[16.0], e.radar[1.0]])
    assert np.allclose(e.reach, limits.min(axis=0))
    assert set(e.limited_by) <= set(LIMITS)
    assert e.limited_by[0] == "horizon"  # at its lowest altitude
    assert e.at(e.ceiling + 1.0) == (0.0, "ceiling")


def test_a_mast_helps_against_low_targets_and_not_against_high_ones(e):
    low, high = (envelope("48N6E2", masts=(mast,), rcs=(1.0,)) for mast in (6.0, 40.0))
    assert high.at(50.0)[0] > low.at(50.0)[0] + 10e3
    assert high.at(10e3)[0] == pytest.approx(low.at(10e3)[0], rel=1e-3)
    # horizon over the 4/3 Earth, 4.12 (sqrt h1 + sqrt h2) km
    assert low.at(50.0)[0] == pytest.approx(4.12e3 * (6.0**0.5 + 50.0**0.5), rel=0.01)


def test_an_aerostat_sees_far_over_the_sea():
    high = envelope("48N6E2", overrides={"defence.0.overrides.engagement_radar.antenna_height": "3 km"})
    horizon = high.horizon[3000.0]
    # 4.12 (sqrt h1 + sqrt h2) km, to the per cent that the rule is good for at such heights
    assert horizon[high.altitude >= 50.0][0] == pytest.approx(4.12e3 * (3000.0**0.5 + 50.0**0.5), rel=0.02)
    assert high.at(50.0)[1] == "published range"


def test_print_ends_where_energy_does_not_and_the_other_way_round():
    far, near = envelope("48N6E2"), envelope("5V55K")
    assert far.at(10e3) == (pytest.approx(200e3), "published range")
    assert np.interp(10e3, far.altitude, far.energy) > 220e3
    assert near.at(1e3)[1] == "energy"  # hardly a loft: 47 km are printed
    assert near.at(20e3) == (pytest.approx(47e3), "published range")


def test_overrides_and_own_scenarios_reach_the_missile():
    slow = envelope("48N6E2", overrides={"defence.0.overrides.missile.max_speed": "1300 m/s"})
    usual = envelope("S-300PMU-2")
    assert usual.missile == slow.missile == "48N6E2"
    assert (slow.energy <= usual.energy).all()
    own = airdef.load("claim-150km", {"defence.0.overrides.missile.max_range.aircraft": "120 km"})
    assert envelope("48N6E2", scenario=own).published_range == 120e3


def test_published_figures_are_named_with_their_claims(e):
    assert {"c005"} <= {c.claim for c in e.points}
    assert all(c.source for c in e.points)


@pytest.mark.parametrize(
    ("name", "options", "words"),
    [
        ("48N6X", {}, "did you mean '48N6'"),
        ("36D6", {}, "is a radar, a missile that a system has or a system expected"),
        ("48N6E2", {"category": "cruse"}, "nearest: 'cruise'"),
        ("ideal-missile", {}, "constant speed"),
    ],
)
def test_what_has_no_envelope_is_refused(name, options, words):
    with pytest.raises((ValueError, UnknownEntryError), match=words):
        envelope(name, **options)
