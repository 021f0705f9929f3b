"""Formations that jam for others, on hand-made cases without chance on which both engines give the same."""

from __future__ import annotations

import pytest

from airdef.scenario.movement_plan import SupportPlan

from .builders import Hand, missile, radar, scenario, system, threat, unit
from .cases import one

STAYS = 99


def screened(band=(0.0, 1e12), killer=0.0):
    """A jammer that is shot at from 2 s on and hit at 3 s, and a threat that it screens. Rows: 0, and 1 for its end."""
    fires = unit(radar=radar(drop_misses=STAYS), missiles=(missile(1.0 - killer),))
    escort = threat(0, jammer_density=1.0, support=SupportPlan(band))
    plan = scenario(system(fires), threats=[escort, threat(1, formation_index=1)])
    hand = Hand(plan, [500.0, 500.0])
    times = [float(t) for t in range(1, 60, 2)]
    for row in (0, 1):
        hand.looks[row, 0] = [(1.0, 1.0)]
        hand.looks[row, 1] = [(t, float(row)) for t in times]
        hand.windows |= {(row, 0, 0): [(2.0, 30.0)], (row, 0, 1): [(2.0, 90.0)]}
    return plan, hand


@pytest.mark.parametrize(("killed", "first"), [(True, 3.0), (False, None)])
def test_what_has_ended_jams_no_more(killed, first):
    # The jammer is hit at 3 s, and the look at that very instant is not jammed any more.
    plan, hand = screened(killer=0.0 if killed else 1.0)
    got = one(plan, hand)
    assert got["kills"] == 2 * killed
    assert got["reason:jammed"] == 1 - killed
    if killed:
        broken = one(plan, hand, "jams-for-ever")
        assert (broken["kills"], broken["reason:jammed"]) == (1, 1)
        assert got["first_intercept_time"] == first
    else:
        assert one(plan, hand, "jamming-no-reason")["reason:undetected"] == 1


def test_windows_are_those_of_the_jammers_that_have_ended():
    plan, hand = screened()
    hand.looks |= {(row, 1): [(1.0, 1.0)] for row in (0, 1)}
    hand.windows[0, 0, 1] = []
    hand.windows[1, 0, 1] = [(20.0, 30.0)]
    got = one(plan, hand)
    assert got["kills"] == 2
    broken = one(plan, hand, "windows-as-at-first")
    assert (broken["kills"], broken["leakers"]) == (1, 1)


def test_a_known_threat_without_a_window_for_jamming_is_jammed():
    plan, hand = screened(killer=1.0)
    hand.looks |= {(row, 1): [(1.0, 1.0)] for row in (0, 1)}
    hand.windows[0, 0, 1] = []
    hand.windows[1, 0, 1] = [(20.0, 30.0)]
    assert one(plan, hand)["reason:jammed"] == 1
    assert one(plan, hand, "jamming-no-reason")["reason:jammed"] == 0


def test_tracks_go_on_when_a_jammer_ends():
    # Two detections of three: one before the jammer ends, by the jammed probability, one after.
    plan, hand = screened()
    sees = radar(confirm_m=2, confirm_n=2, drop_misses=STAYS)
    plan = scenario(system(unit(radar=sees)), threats=list(plan.threats))
    hand.plan = plan
    for row in (0, 1):
        hand.looks[row, 0] = [(0.5, 1.0), (1.0, 1.0)]
        hand.looks[row, 1] = [(2.5, 1.0), (4.0, float(row)), (50.0, float(row))]
    hand.windows[1, 0, 1] = [(4.0, 10.0)]
    got = one(plan, hand)
    assert got["kills"] == 2


def test_a_radar_out_of_the_band_is_not_jammed():
    plan, hand = screened(band=(1e6, 1e7))
    hand.looks = {(0, 0): [(1.0, 1.0)], (0, 1): [(1.0, 1.0)]}
    hand.windows = {(0, 0, 0): [(2.0, 30.0)], (0, 0, 1): [(2.0, 90.0)]}
    assert one(plan, hand)["kills"] == 2
