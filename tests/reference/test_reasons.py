"""Corners of why a threat leaked, on hand-made cases without chance on which both engines give the same."""

from __future__ import annotations

from dataclasses import replace

import pytest

from airdef.scenario.plan import EmissionPlan, TellingPlan

from .builders import C, Hand, doctrine, launcher, missile, radar, scenario, system, threat, unit
from .cases import one
from .scenarios import DECOY
from .test_moves import moving, planned

STAYS = 99
EARLY = [(1.0, 1.0)]
BUT_DECOYS = tuple(category != DECOY for category in range(C))


def telling(*categories, dwell=10.0):
    """What tells threats of some categories apart at the first try, however far they are."""
    return TellingPlan(dwell, (5e7,), (tuple(float(c in categories) for c in range(C)),))


# --- a destroyed unit ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("dwell", "looks_like", "reason"),
    [
        (10.0, DECOY, "defender-destroyed"),  # told apart at 11 s, before the unit is destroyed at 50 s
        (55.0, DECOY, "defender-destroyed"),  # at 56 s, after it
        (300.0, DECOY, "detected-too-late"),  # never: the unit would not have engaged it
        (300.0, 0, "defender-destroyed"),  # it looks like what it is
    ],
)
def test_a_destroyed_unit_counts_if_its_doctrine_engages_what_the_threat_looks_like(dwell, looks_like, reason):
    sees = radar(drop_misses=STAYS, telling=telling(0, dwell=dwell))
    fires = unit(radar=radar(drop_misses=STAYS))
    own = system(fires, surveillance=(sees,), doctrine=doctrine(engage=BUT_DECOYS))
    plan = scenario(own, threats=[threat(0, looks_like=looks_like), threat(1, target=3)])  # its engagement radar
    hand = Hand(plan, [200.0, 50.0])
    hand.looks = {(0, 0): EARLY}
    hand.windows = {(0, 0, 0): [(60.0, 100.0)]}
    got = one(plan, hand)
    assert (got["units_lost"], got[f"reason:{reason}"]) == (1, 1)


# --- what passes a unit -------------------------------------------------------------------------------------


def bound(capacity, first=0.5):
    """A unit that moves when it has hit the first threat, at 3 s. Its radar is silent until 0.8 s.

    It would hold the second threat from `first` on, and does from 1 s on, or from when a place falls free.
    """
    emission = EmissionPlan(silent=True, time=0.8, switch_on_time=0.0)
    sees = radar(track_capacity=capacity, emission=emission)
    fires = moving(unit(radar=sees, reaction_time=0.0, target_channels=1))
    plan = scenario(system(fires, doctrine=doctrine(move_after=1)), threats=[threat(), threat(1)])
    hand = Hand(plan, [500.0, 500.0])
    hand.looks = {(0, 0): EARLY, (0, 1): EARLY, (1, 1): [(first, 1.0)]}
    hand.windows = {(0, 0, 0): [(2.0, 3.0)], (0, 0, 1): [(2.5, 60.0)]}
    return plan, hand


def test_what_is_known_when_a_bound_unit_begins_to_move_passes_it():
    assert one(*bound(capacity=0))["reason:on-the-move"] == 1


def test_what_becomes_known_at_the_instant_at_which_a_bound_unit_begins_to_move_passes_it():
    assert one(*bound(capacity=1))["reason:on-the-move"] == 1


def turning_and_moving(known):
    """A unit that turns from 1 to 21 s for the first threat, and moves from 5 to 15 s; a window for the second."""
    fires = planned(unit(facings=(0.0, 1.0, 2.0), slew_rate=0.1, reaction_time=0.0), at=5.0)
    plan = scenario(system(fires, surveillance=(radar(drop_misses=STAYS),)), threats=[threat(), threat(1)])
    hand = Hand(plan, [500.0, 500.0], facings=3)
    hand.looks = {(0, 0): EARLY, (0, 1): [(known, 1.0)]}
    hand.windows = {(0, 2, 0): [(2.0, 100.0)], (1, 2, 0): [(2.0, 100.0)], (0, 2, 1): [(2.0, 12.0)]}
    return plan, hand


@pytest.mark.parametrize("known", [1.0, 3.0, 7.0])
def test_nothing_passes_a_unit_that_is_turning(known):
    got = one(*turning_and_moving(known))
    assert (got["kills"], got["reason:on-the-move"], got["reason:detected-too-late"]) == (1, 0, 1)


# --- decoys and shared magazines ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("launches", "able", "spent"),
    [
        (0, (), False),
        (0, (0,), True),
        (0, (1,), False),
        (0, (0, 1), True),
        (1, (), False),
        (1, (0,), False),
        (1, (1,), True),
        (1, (0, 1), True),
    ],
)
def test_the_system_that_launched_at_a_decoy_is_the_one_that_could_have_told_it_apart(launches, able, spent):
    """Two systems of one magazine; one launches both of its rounds at decoys, the fighter is ready for the first."""
    units = [
        unit(
            radar=radar(drop_misses=STAYS, telling=telling(DECOY, dwell=300.0) if k in able else TellingPlan()),
            magazine="common",
            missiles=(missile(name="a"),),
            launchers=(launcher(1),),
        )
        for k in (0, 1)
    ]
    decoy = threat(0, category=DECOY, looks_like=0, threat_class="decoy")
    plan = scenario(*(system(fires) for fires in units), threats=[decoy, replace(decoy, member=1), threat(2)])
    hand = Hand(plan, [500.0] * 3)
    hand.looks = {(r, j): EARLY for r in (0, 1) for j in range(3)}
    hand.windows = {(launches, 0, 0): [(2.0, 3.0)], (launches, 0, 1): [(2.0, 3.0)], (0, 0, 2): [(10.0, 20.0)]}
    got = one(plan, hand)
    assert (got["missiles_on_decoys"], got["reason:spent-on-decoys"], got["reason:no-missile"]) == (2, spent, not spent)
