"""Support jammers that end, by hand and against closed forms: tracks, windows, reasons (docs/model/engagement.md)."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from airdef import engine
from airdef.scenario.movement_plan import PositionPlan
from airdef.scenario.plan import MovementPlan, Place, SupportPlan
from airdef.scenario.positions import jammed_rows, jammers_of, rows_of, with_positions
from reference.builders import Hand, chain, radar, scenario, system, threat, unit

from .test_reasons import reasons, simulate
from .test_rules_by_hand import told

JAMMER, TARGET = 0, 1
EYE, GUIDE, CLEARED = 0, 1, 2
"""Radars: one that is jammed, the perfect one of the unit, and the first without its jammer."""
STEP = 10.0
REPLICATIONS = 4000
ALL_BANDS = SupportPlan()
SIGMAS = 4.5
"""Of the mean of the replications: wrong once in 150,000 checks."""


def looks(*pd):
    """Looks every 10 s, the first at 10 s."""
    return [(STEP * (k + 1), p) for k, p in enumerate(pd)]


def jammed(before, after, *, killed=None, windows=(), arrival=500.0, eye=None, support=ALL_BANDS, **changes):
    """A jammer that is destroyed at a time, and a threat that one radar sees with and without it."""
    own = replace(radar(name="eye", scan_period=STEP), **(eye or {}))
    station = unit(radar=radar(name="guide", perfect=True), **changes)
    plan = scenario(
        system(station, surveillance=(own,)),
        threats=[threat(0, target=-1, jammer_density=1e-6, support=support), threat(1)],
    )
    hand = Hand(plan, [math.inf, arrival], ends=[450.0, arrival])
    hand.looks = {(EYE, TARGET): before, (CLEARED, TARGET): after}
    if killed is not None:
        hand.looks[GUIDE, JAMMER] = [(1.0, 1.0)]
        hand.windows[0, 0, JAMMER] = [(killed - 1.0, killed - 1.0)]
    hand.windows[0, 0, TARGET] = list(windows)
    return plan, hand


def tracks(plan, hand, *kinds):
    return [(e.kind, e.time) for e in told(plan, hand, *(kinds or ("firm", "dropped"))) if e.threat == TARGET]


def first_firm(plan, hand, replication):
    kernel = engine.prepare(plan, hand.build())
    events = engine.replay(kernel, 5, replication)[1]
    return min((e.time for e in events if e.kind == "firm" and e.threat == TARGET), default=math.inf)


# --- geometry, once for each set ----------------------------------------------------------------------------------


def test_a_radar_has_a_row_for_each_set_of_its_jammers_at_each_position():
    moves = MovementPlan(
        (PositionPlan("wood", Place(0.0, 0.001)),), 1.0, 1.0, ((0.0, 1.0), (1.0, 0.0)), plan=((9.0, 1),)
    )
    own = unit(radar=radar(name="guide", movement=moves))
    band = SupportPlan((2e9, 4e9))
    plan = scenario(
        system(own, surveillance=(radar(name="other", frequency=1e9), radar(name="sure", perfect=True))),
        threats=[threat(m, support=band) for m in range(2)] + [threat(2)],
    )
    assert jammers_of(plan) == {2: (0, 1)}
    wide = [r for r, _, _ in with_positions(plan).radars()]
    assert [r.radar for r in rows_of(plan)[2]] == [2, 3]
    rows = jammed_rows(plan)
    assert [row.radar for row in rows[2]] == [2, 4, 5, 6]
    assert [row.radar for row in rows[3]] == [3, 7, 8, 9]
    assert [wide[row.radar].jammers for row in rows[3]] == [(0, 1), (1,), (0,), ()]
    assert {wide[row.radar].place for row in rows[3]} == {Place(0.0, 0.001)}
    assert [row.unit for row in rows[2]] == [0, 2, 3, 4]
    assert [r.jammers for r in wide[:2]] == [(), ()]


def test_without_support_jammers_nothing_is_copied():
    plan = scenario(system(), threats=[threat(0, jammer_density=1e-6)])
    assert with_positions(plan) is plan


# --- tracks -------------------------------------------------------------------------------------------------------


def test_looks_from_the_end_of_the_jammer_on_are_not_jammed():
    clear, noisy = looks(*[1.0] * 20), looks(*[0.0] * 20)
    assert tracks(*jammed(noisy, clear)) == []
    assert tracks(*jammed(noisy, clear, killed=42.0)) == [("firm", 50.0)]
    assert tracks(*jammed(noisy, clear, killed=50.0)) == [("firm", 50.0)]  # at that very instant it jams no more
    assert told(*jammed(noisy, clear, killed=42.0), "jamming-ends")[0].time == 42.0


def test_detections_before_the_end_count_and_a_firm_track_stays():
    rule = {"confirm_m": 2, "confirm_n": 3, "drop_misses": 2}
    noisy, clear = looks(0.0, 1.0, *[0.0] * 18), looks(*[1.0] * 20)
    assert tracks(*jammed(noisy, clear, killed=25.0, eye=rule)) == [("firm", 30.0)]
    noisy = looks(1.0, 1.0, *[0.0] * 18)  # firm at 20 s, dropped at 40 s
    assert tracks(*jammed(noisy, clear, eye=rule)) == [("firm", 20.0), ("dropped", 40.0)]
    assert tracks(*jammed(noisy, clear, killed=35.0, eye=rule)) == [("firm", 20.0)]  # one miss, then a detection
    assert tracks(*jammed(noisy, clear, killed=40.5, eye=rule)) == [("firm", 20.0), ("dropped", 40.0), ("firm", 60.0)]


@pytest.mark.parametrize("rule", [(1, 1, 1), (2, 3, 2), (3, 5, 3)])
def test_where_a_jammer_changes_nothing_everything_is_as_without_it(rule):
    m, n, misses = rule
    eye = {"confirm_m": m, "confirm_n": n, "drop_misses": misses}
    numbers = np.random.default_rng(3)
    for k in range(6):
        some = looks(*numbers.uniform(0.2, 0.9, 30))
        windows = [(50.0, 200.0)]
        plain, hand = jammed(some, some, killed=45.0 + 20.0 * k, eye=eye, support=None, windows=windows)
        hand.looks.pop((CLEARED, TARGET))
        plan, other = jammed(some, some, killed=45.0 + 20.0 * k, eye=eye, windows=windows)
        shown = ("firm", "dropped", "assign", "launch", "hit", "leak")
        assert repr(told(plan, other, *shown)) == repr(told(plain, hand, *shown))  # nan equals nan there


def mixed(before, after, killed):
    return np.array([a if t < killed else b for (t, a), (_, b) in zip(before, after, strict=True)])


@pytest.mark.parametrize("killed", [25.0, 62.0])
def test_a_track_becomes_firm_as_the_looks_that_were_and_are_have_it(killed):
    rule = {"confirm_m": 2, "confirm_n": 3}
    before, after = looks(*[0.2] * 20), looks(*[0.6] * 20)
    plan, hand = jammed(before, after, killed=killed, eye=rule)
    kernel = engine.prepare(plan, hand.build())
    times = []
    for k in range(REPLICATIONS):
        events = engine.replay(kernel, 1, k)[1]
        times.append(min((e.time for e in events if e.kind == "firm" and e.threat == TARGET), default=math.inf))
    exact = chain(mixed(before, after, killed), radar(**rule))
    for (t, _), p in zip(before, exact, strict=True):
        spread = math.sqrt(max(p * (1.0 - p), 1e-6) / REPLICATIONS)
        assert abs(np.mean(np.array(times) <= t) - p) <= SIGMAS * spread, t


def test_a_firm_track_is_dropped_as_the_looks_that_were_and_are_have_it():
    """One miss drops: after the first look, sure, the track lives through each with its probability of detection."""
    before, after = looks(1.0, *[0.5] * 10), looks(1.0, *[0.9] * 10)
    plan, hand = jammed(before, after, killed=35.0)
    kernel = engine.prepare(plan, hand.build())
    held = np.zeros(11)
    for k in range(REPLICATIONS):
        events = engine.replay(kernel, 2, k)[1]
        lost = min((e.time for e in events if e.kind == "dropped" and e.threat == TARGET), default=math.inf)
        held += [lost > t for t, _ in before]
    exact = np.cumprod(np.append(1.0, mixed(before, after, 35.0)[1:]))
    spread = np.sqrt(np.maximum(exact * (1.0 - exact), 1e-6) / REPLICATIONS)
    assert (np.abs(held / REPLICATIONS - exact) <= SIGMAS * spread).all()


def test_a_jammer_that_ends_earlier_never_makes_a_track_later():
    rule = {"confirm_m": 2, "confirm_n": 3, "drop_misses": 3}
    numbers = np.random.default_rng(11)
    for _ in range(5):
        noise = numbers.uniform(0.0, 0.5, 25)
        before, after = looks(*noise), looks(*(noise + numbers.uniform(0.0, 0.5, 25)))
        for k in range(20):
            firm = [first_firm(*jammed(before, after, killed=t, eye=rule), k) for t in (15.0, 40.0, 90.0, 160.0, None)]
            assert firm == sorted(firm)


def test_two_jammers_end_one_after_the_other():
    plan, hand = jammed(looks(*[0.0] * 20), looks(*[1.0] * 20), killed=42.0)
    two = replace(plan, threats=(plan.threats[0], threat(1), threat(2, target=-1, support=SupportPlan())))
    hand = replace(hand, plan=two, arrivals=[math.inf, 500.0, math.inf], ends=[450.0, 500.0, 450.0])
    hand.looks = {(EYE, TARGET): looks(*[0.0] * 20), (GUIDE, 0): [(1.0, 1.0)], (GUIDE, 2): [(1.0, 1.0)]}
    hand.windows |= {(0, 0, 2): [(98.0, 98.0)]}
    first, second, both = 2, 3, 4  # rows without the first, without the second, without both
    hand.looks |= {(first, TARGET): looks(*[0.0] * 20), (second, TARGET): looks(*[1.0] * 20)}
    hand.looks[both, TARGET] = looks(*[1.0] * 20)
    assert tracks(two, hand) == [("firm", 100.0)]
    hand.looks[first, TARGET] = looks(*[1.0] * 20)
    assert tracks(two, hand) == [("firm", 50.0)]


# --- how it ends --------------------------------------------------------------------------------------------------


def test_a_formation_that_turns_back_jams_no_more():
    plan, hand = jammed(looks(*[0.0] * 20), looks(*[1.0] * 20), killed=42.0)
    back = {"losses_to_turn_back": 1, "turn_back_delay": 20.0, "formation_index": 1, "target": -1}
    threats = (threat(0, support=SupportPlan(), **back), threat(0), threat(1, **back))
    # The one that is shot is no jammer: its loss has the jammer turn back.
    plan = replace(plan, threats=(threats[0], replace(threats[2], member=1), replace(threat(0), formation_index=2)))
    hand = replace(hand, plan=plan, arrivals=[math.inf, math.inf, 500.0], ends=[450.0, 450.0, 500.0])
    hand.looks = {(GUIDE, 1): [(1.0, 1.0)], (EYE, 2): looks(*[0.0] * 20), (CLEARED, 2): looks(*[1.0] * 20)}
    hand.windows = {(0, 0, 1): [(41.0, 41.0)]}
    found = [(e.kind, e.time, e.threat) for e in told(plan, hand, "firm", "jamming-ends", "turned-back")]
    assert found == [("firm", 1.0, 1), ("turned-back", 62.0, 0), ("jamming-ends", 62.0, 0), ("firm", 70.0, 2)]


def test_a_jammer_that_leaves_is_told_of_and_changes_no_list():
    plan, hand = jammed(looks(*[0.0] * 48), looks(*[1.0] * 48))
    assert [(e.time, e.threat) for e in told(plan, hand, "jamming-ends")] == [(450.0, JAMMER)]
    assert tracks(plan, hand) == []


# --- windows ------------------------------------------------------------------------------------------------------


def reach(before, after, killed):
    """Two units: one that kills the jammer, and one whose engagement radar is jammed, with windows as they are then."""
    killer = unit(name="killer", radar=radar(name="guide", perfect=True))
    other = unit(name="other", radar=radar(name="jammed"))
    plan = scenario(system(killer, other), threats=[threat(0, target=-1, support=SupportPlan()), threat(1)])
    hand = Hand(plan, [math.inf, 500.0], ends=[450.0, 500.0])
    hand.looks = {(0, JAMMER): [(1.0, 1.0)], (0, TARGET): [(5.0, 1.0)]}
    hand.windows = {(1, 0, TARGET): before, (2, 0, TARGET): after}
    if killed is not None:
        hand.windows[0, 0, JAMMER] = [(killed - 1.0, killed - 1.0)]
    return plan, hand


def test_windows_are_those_of_the_jammers_that_jam():
    def launches(*args):
        return [e.time for e in told(*reach(*args), "launch") if e.threat == TARGET]

    assert launches([(200.0, 300.0)], [(100.0, 300.0)], None) == [200.0]
    assert launches([(200.0, 300.0)], [(100.0, 300.0)], 42.0) == [100.0]
    assert launches([(200.0, 300.0)], [(100.0, 300.0)], 150.0) == [150.0]  # at that instant its cell decides again
    assert launches([], [(100.0, 300.0)], 150.0) == [150.0]
    assert launches([], [(100.0, 300.0)], None) == []


# --- reasons ------------------------------------------------------------------------------------------------------


def test_reasons():
    noisy, clear = looks(*[0.0] * 20), looks(*[1.0] * 20)
    late = looks(*[0.0] * 14, *[1.0] * 6)
    wide = [(10.0, 400.0)]
    never = jammed(noisy, clear, windows=wide)
    assert reasons(*never) == {"jammed": 1}
    assert reasons(*jammed(noisy, noisy, windows=wide)) == {"undetected": 1}
    assert reasons(*jammed(noisy, clear, windows=[])) == {"outside-the-envelope": 1}
    assert reasons(*jammed(late, clear, windows=[(10.0, 60.0)])) == {"jammed": 1}  # known at 150 s, and at 10 s without
    assert reasons(*jammed(late, late, windows=[(10.0, 60.0)])) == {"detected-too-late": 1}
    assert reasons(*reach([], [(100.0, 300.0)], None)) == {"jammed": 1}  # known in time, and out of reach for noise
    # Judged by the set at the arrival, when the jammer has ended: there was a window, and nobody was ready.
    assert reasons(*reach([], [(100.0, 300.0)], 350.0)) == {"detected-too-late": 1}
    assert simulate(*never)["leakers"] == 1


def test_a_jammer_outside_the_band_jams_nobody():
    support = SupportPlan((5e9, 6e9))
    plan, hand = jammed(looks(*[1.0] * 20), [], killed=42.0, support=support)
    assert len(list(with_positions(plan).radars())) == 2
    hand.looks.pop((CLEARED, TARGET))
    assert tracks(plan, hand) == [("firm", 10.0)]
    assert [e.time for e in told(plan, hand, "jamming-ends")] == [42.0]
