"""When units with several facings turn, on hand-made cases without chance on which both engines give the same."""

from __future__ import annotations

import pytest

from .builders import Hand, doctrine, launcher, missile, radar, scenario, system, threat, unit
from .cases import one

EARLY = [(1.0, 1.0)]
"""One look, at 1 s, that detects."""
STAYS = 99


def turning(windows, looks=None, others=(), sizes=(0, 0), rules=None, misses=STAYS, **changes):
    """A unit that turns from 0 to 1 rad in 10 s and to 2 rad in 20 s. Keys of windows: weapon, facing, threat."""
    sees = radar(drop_misses=misses)
    fires = unit(radar=sees, facings=(0.0, 1.0, 2.0), slew_rate=0.1, reaction_time=0.0, **changes)
    count = 1 + max(j for _, _, j in windows)
    own = system(fires, doctrine=rules or doctrine())
    plan = scenario(own, *others, threats=[threat(j) for j in range(count)])
    hand = Hand(plan, [200.0] * count, facings=3, windows=windows)
    hand.looks = {(0, j): EARLY for j in range(count)} | (looks or {})
    return plan, hand


def first(plan, hand):
    """Return when the first missile is launched (None: none is)."""
    got = one(plan, hand)
    return got["first_intercept_time"] - hand.flight if got["intercept_attempts"] else None


# --- where to -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("windows", "launch"),
    [
        ({(0, 1, 0): [(2.0, 60.0)]}, 11.0),
        ({(0, 1, 0): [(2.0, 60.0)], (0, 0, 0): [(100.0, 110.0)]}, 100.0),  # its present facing will do
        ({(0, 2, 0): [(5.0, 60.0)], (0, 1, 0): [(15.0, 60.0)]}, 21.0),  # earliest, whatever the turn takes
        ({(0, 2, 0): [(5.0, 60.0)], (0, 1, 0): [(5.0, 60.0)]}, 11.0),  # of equals the first
        ({(0, 1, 0): [(2.0, 9.0)]}, None),  # in vain: closed when it has turned
    ],
)
def test_it_turns_to_where_the_threat_would_be_ready_earliest(windows, launch):
    assert first(*turning(windows)) == (None if launch is None else pytest.approx(launch, abs=1e-9))


def test_it_turns_without_a_round_too():
    # The only round is gone when the second threat becomes known; its launcher is reloaded as the unit turns.
    windows = {(0, 0, 0): [(2.0, 9.0)], (0, 1, 1): [(2.0, 60.0)]}
    fires = {"launchers": (launcher(1, reloads=1, reload_time=12.0),), "missiles": (missile(),)}
    plan, hand = turning(windows, **fires)
    # Launched at 2 s, reloaded at 14 s; free and turning at 3 s, turned at 13 s.
    hand.windows[0, 1, 1] = [(2.0, 14.0)]
    assert one(plan, hand)["kills"] == 2


# --- when it is asked ---------------------------------------------------------------------------------------


def test_it_is_asked_when_a_threat_becomes_known():
    windows = {(0, 0, 0): [(80.0, 90.0)], (0, 1, 1): [(2.0, 60.0)]}
    assert first(*turning({(0, 1, 0): [(2.0, 60.0)]}, {(0, 0): [(20.0, 1.0)]})) == 30.0
    # The first threat by priority decides, and for it the present facing will do.
    assert first(*turning(windows, {(0, 1): [(20.0, 1.0)]})) == 80.0


def test_it_is_asked_when_a_track_is_dropped():
    windows = {(0, 0, 0): [(80.0, 90.0)], (0, 1, 1): [(2.0, 60.0)]}
    looks = {(0, 0): [(1.0, 1.0), (21.0, 0.0)]}
    assert first(*turning(windows, looks, misses=1)) == 31.0


def test_it_is_asked_when_another_takes_the_threat():
    windows = {(0, 0, 0): [(80.0, 90.0)], (0, 1, 1): [(2.0, 60.0)], (1, 0, 0): [(15.0, 20.0)]}
    plan, hand = turning(windows)
    fires = unit(radar=radar(drop_misses=STAYS), reaction_time=0.0)
    hand.plan = plan = scenario(system(*plan.systems[0].units, fires), threats=list(plan.threats))
    assert one(plan, hand)["kills"] == 2
    hand.windows[0, 1, 1] = [(2.0, 24.9)]  # assigned at 15 s, turned at 25 s
    assert one(plan, hand)["kills"] == 1


@pytest.mark.parametrize("coordination", ["autonomous", "central"])
def test_it_is_asked_when_its_post_is_destroyed(coordination):
    # The surveillance radar holds the first threat, its own the second.
    windows = {(0, 0, 0): [(80.0, 90.0)], (0, 1, 1): [(2.0, 60.0)]}
    plan, hand = turning(windows)
    own = system(
        *plan.systems[0].units, surveillance=(radar(drop_misses=STAYS),), doctrine=doctrine(coordination=coordination)
    )
    hand.plan = plan = scenario(own, threats=[*plan.threats, threat(2, target=1)])
    hand.arrivals, hand.looks = [200.0, 200.0, 30.0], {(0, 0): EARLY, (1, 1): EARLY}
    assert first(plan, hand) == 40.0


def spent(looks):
    """No round for what the first threat is in the window of, from 2 to 10 s, in its present facing."""
    types = {"missiles": (missile(name="a"), missile(name="b")), "launchers": (launcher(1, missile=1),)}
    windows = {(0, 0, 0): [(2.0, 10.0)], (1, 1, 0): [(2.0, 60.0)]}
    plan, hand = turning(windows, **types)
    own = system(*plan.systems[0].units, surveillance=(radar(drop_misses=STAYS),) * 2)
    hand.plan = plan = scenario(own, threats=list(plan.threats))
    hand.looks = looks
    return plan, hand


def test_it_is_not_asked_because_time_has_passed_nor_for_a_second_track():
    # Ready until 10 s, when its window closes: nobody asks, nor when a second radar holds it from 20 s on.
    assert first(*spent({(0, 0): EARLY})) is None
    assert first(*spent({(0, 0): EARLY, (1, 0): [(20.0, 1.0)]})) is None
    assert first(*spent({(0, 0): [(12.0, 1.0)]})) == 22.0


@pytest.mark.parametrize("how", ["leaks", "killed by another cell"])
def test_it_is_asked_when_a_threat_ends(how):
    windows = {(0, 0, 0): [(80.0, 90.0)], (0, 1, 1): [(2.0, 60.0)]}
    plan, hand = turning(windows)
    if how == "leaks":
        hand.arrivals = [30.0, 200.0]
        assert first(plan, hand) == 40.0
        return
    other = system(unit(radar=radar(drop_misses=STAYS), reaction_time=0.0))
    hand.plan = plan = scenario(*plan.systems, other, threats=list(plan.threats))
    hand.looks[1, 0] = EARLY
    hand.windows[1, 0, 0] = [(15.0, 20.0)]
    assert one(plan, hand)["kills"] == 2


def test_what_was_ready_once_does_not_keep_a_unit_without_a_round_from_turning():
    # The round goes at 2 s; the second threat is ready until 10 s, the third becomes known at 20 s.
    windows = {(0, 0, 0): [(2.0, 9.0)], (0, 0, 1): [(2.0, 10.0)], (0, 1, 2): [(2.0, 60.0)]}
    fires = {"launchers": (launcher(1, reloads=1, reload_time=40.0),), "missiles": (missile(),)}
    plan, hand = turning(windows, {(0, 2): [(20.0, 1.0)]}, **fires)
    hand.windows[0, 1, 2] = [(2.0, 42.0)]
    assert one(plan, hand)["kills"] == 2


def test_nothing_is_ready_for_a_unit_that_is_turning():
    # It turns from 1 to 11 s, for the first threat. The second is known from 5 s on; its window there ends at 8 s.
    windows = {(0, 1, 0): [(2.0, 60.0)], (0, 1, 1): [(3.0, 8.0)]}
    got = one(*turning(windows, {(0, 1): [(5.0, 1.0)]}))
    assert (got["kills"], got["reason:detected-too-late"]) == (1, 1)
