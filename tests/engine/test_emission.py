"""Emission by hand: when radars radiate, what a silent one cannot do, and what homing weapons make of it."""

from __future__ import annotations

import itertools
import math
from dataclasses import replace

import numpy as np
import pytest

from airdef import engine
from airdef.engine.preparation.cue_tables import first_within
from airdef.scenario.plan import CATEGORIES, EmissionPlan
from reference.builders import (
    HERE,
    Hand,
    chain,
    doctrine,
    launcher,
    missile,
    radar,
    raid,
    scenario,
    system,
    threat,
    unit,
)

from .test_reasons import reasons
from .test_rules_by_hand import told

EVERYWHERE = 1e9
"""A slant range that every place of a hand-made track is within."""
LOOKS = [(float(t), 1.0) for t in range(5, 400, 5)]
LONG = [(2.0, 480.0)]


def silent(**cues):
    return EmissionPlan(silent=True, **cues)


def emitting(emission, **changes):
    """One threat that arrives at 500 s, against a unit whose radar looks every 5 s."""
    own = unit(radar=radar(emission=emission), **changes)
    return raid(1, system(own), looks=LOOKS, windows=LONG)


def switchings(plan, hand, r=0):
    return [(e.time, e.kind) for e in told(plan, hand, "emitting", "silent") if e.radar == r]


# --- when it radiates ---------------------------------------------------------------------------------------------


def test_a_radar_that_is_told_before_anything_happens_radiates_from_the_beginning():
    plan, hand = emitting(silent(time=20.0, switch_on_time=13.0))
    plan = replace(plan, threats=tuple(replace(t, start_time=100.0) for t in plan.threats))
    assert switchings(plan, hand) == [(100.0, "emitting")]


def test_silent_until_a_time_and_its_switch_on_time():
    plan, hand = emitting(silent(time=50.0, switch_on_time=13.0))
    assert switchings(plan, hand) == [(0.0, "silent"), (63.0, "emitting")]
    assert [e.time for e in told(plan, hand, "firm", "assign", "launch")] == [65.0, 65.0, 65.0]


def test_the_look_at_the_moment_of_switching_on_counts_and_that_of_switching_off_does_not():
    plan, hand = emitting(silent(time=50.0, switch_on_time=15.0))
    assert told(plan, hand, "firm")[0].time == 65.0
    # With u for the phase, on from (k - u) 100 s for 30 s: a look at the end of the second turn is none.
    plan, hand = emitting(EmissionPlan(on=30.0, off=70.0), launchers=(launcher(0),))
    off = next(t for t, kind in switchings(plan, hand) if kind == "silent" and t > 100.0)
    hand.looks = {(0, 0): [(off, 1.0)]}
    assert told(plan, hand, "firm") == []
    hand.looks = {(0, 0): [(off - 30.0, 1.0)]}
    assert [e.time for e in told(plan, hand, "firm")] == [off - 30.0]


def test_a_track_of_another_radar_is_a_cue_once_the_threat_is_within_reach():
    own = unit(radar=radar(emission=silent(track=2e5, switch_on_time=10.0)))
    eye = radar(name="eye")
    plan, hand = raid(1, system(own, surveillance=(eye,)), looks=[(20.0, 1.0)], windows=LONG)
    hand.looks[1, 0] = [(t, 1.0) for t in np.arange(0.0, 400.0, 1.0)]

    def approached(distance):
        """The threat comes from 400 km straight to the radar, at 1 km/s from 100 s on."""
        built = hand.build()
        x = np.array([6378137.0 + 10.0, 0.0, 0.0])
        path = np.array([x + [0.0, 4e5, 0.0], x + [0.0, 4e5 - distance, 0.0]])
        return replace(
            built, tracks=replace(built.tracks, ecef=path, t0=np.array([100.0]), dt=np.array([distance / 1e3]))
        )

    def on(chances):
        events = engine.replay(engine.prepare(plan, chances), 1, 0)[1]
        return [(e.kind, e.time) for e in events if e.radar == 1 and e.kind in ("silent", "emitting", "firm")]

    # It is within 200 km at 300 s; the eye has held it all the time.
    assert on(approached(4e5)) == [
        ("silent", 0.0),
        ("emitting", pytest.approx(310.0)),
        ("firm", pytest.approx(310.0, abs=1.0)),
    ]
    assert on(approached(1.5e5)) == [("silent", 0.0)]  # it comes no nearer than 250 km
    # Seen only from 330 s on: that is then the cue. Not held when it comes within reach, and never after: no cue.
    hand.looks[0, 0] = [(330.0, 1.0), (331.0, 0.0)]
    assert on(approached(4e5))[1] == ("emitting", 340.0)
    hand.looks[0, 0] = [(20.0, 1.0), (30.0, 0.0)]
    assert on(approached(4e5)) == [("silent", 0.0)]


def test_when_a_threat_first_comes_within_a_range():
    # A straight pass at 3 km beside the antenna, 100 m/s: within 5 km from 4 km before the closest point.
    x = np.array([6378137.0 + 10.0, 0.0, 0.0])
    path = np.array([x + [3e3, y, 0.0] for y in np.arange(-10e3, 10e3, 1e3)])
    _, hand = raid(1)
    tracks = replace(
        hand.build().tracks, start=np.array([0, len(path)]), ecef=path, t0=np.array([7.0]), dt=np.array([10.0])
    )
    assert first_within(tracks, radar(), 5e3) == pytest.approx([7.0 + 60.0])
    assert first_within(tracks, radar(), 2.9e3) == [math.inf]
    assert first_within(tracks, radar(), 2e4) == [7.0]
    assert first_within(tracks, radar(), 0.0) == [math.inf]
    assert first_within(replace(tracks, end=np.array([50.0])), radar(), 5e3) == [math.inf]  # it ended before


def test_a_threat_within_a_range_is_a_cue_whoever_sees_it():
    plan, hand = emitting(silent(range=EVERYWHERE, switch_on_time=10.0))
    plan = replace(plan, threats=(threat(start_time=33.0),))
    assert switchings(plan, replace(hand, plan=plan)) == [(33.0, "silent"), (43.0, "emitting")]


def test_only_threats_that_look_like_a_category_are_cues():
    nothing = tuple(c == "drone" for c in CATEGORIES)
    plan, hand = emitting(silent(range=EVERYWHERE, track=EVERYWHERE, categories=nothing), launchers=(launcher(0),))
    assert switchings(plan, hand) == [(0.0, "silent")]
    like = (threat(looks_like=CATEGORIES.index("drone")),)
    plan = replace(plan, threats=like)
    assert switchings(plan, replace(hand, plan=plan)) == [(0.0, "silent"), (0.0, "emitting")]


def test_the_first_cue_counts():
    plan, hand = emitting(silent(time=200.0, range=EVERYWHERE, switch_on_time=10.0))
    assert switchings(plan, hand) == [(0.0, "silent"), (10.0, "emitting")]


@pytest.mark.parametrize(
    ("cue", "expected"),
    [({"track": EVERYWHERE}, [(0.0, "silent"), (47.0, "emitting")]), ({"time": 1e5}, [(0.0, "silent")])],
)
def test_the_loss_of_the_post_is_a_cue_for_those_who_wait_to_be_told(cue, expected):
    own = system(unit(radar=radar(emission=silent(switch_on_time=7.0, **cue))))
    plan = scenario(own, threats=[threat(target=1), threat(1)])
    hand = Hand(plan, [40.0, 500.0])
    assert switchings(plan, hand) == expected


def test_a_duty_cycle_goes_on_to_the_end_and_its_phase_is_the_radars():
    plan, hand = emitting(EmissionPlan(on=30.0, off=70.0), launchers=(launcher(0),))
    kernel = engine.prepare(plan, hand.build())
    phases = []
    for k in range(400):
        times = [(e.time, e.kind) for e in engine.replay(kernel, 3, k)[1] if e.kind in ("emitting", "silent")]
        starts = [t for t, kind in times[1:] if kind == "emitting"]
        assert len(starts) == 5
        assert np.allclose(np.diff(starts), 100.0)
        ends = [t for t, kind in times[1:] if kind == "silent" and t > starts[0]]
        assert np.allclose(np.array(ends[:4]) - starts[:4], 30.0)
        phases.append(1.0 - starts[0] / 100.0)
    # Uniform: the greatest distance of the distribution from a straight line stays below its 99.9 % point (Kolmogorov).
    assert np.abs(np.sort(phases) - np.arange(400) / 400).max() < 1.95 / 20.0


# --- what comes of looks ------------------------------------------------------------------------------------------


def leak_share(hand, replications=20_000, seed=11):
    kernel = engine.prepare(hand.plan, hand.build())
    return engine.simulate(kernel, seed, 0, replications)[:, kernel.columns.index("leakers")].mean()


@pytest.mark.parametrize(
    ("rule", "on", "off", "spacing", "count", "p"),
    [
        ((1, 1), 20.0, 60.0, 300.0, 1, 1.0),  # one sure look: on / (on + off)
        ((1, 1), 20.0, 60.0, 10.0, 4, 0.5),
        ((1, 1), 35.0, 15.0, 7.0, 9, 0.3),
        ((2, 3), 20.0, 15.0, 4.0, 14, 0.6),
        ((3, 5), 50.0, 20.0, 6.0, 20, 0.5),
    ],
)
def test_detection_under_a_duty_cycle_is_its_closed_form(rule, on, off, spacing, count, p, validated):
    """P = 1 - mean over the phase of prod over turns (1 - F(looks in the turn)), F of m-of-n from nothing.

    Between two phases at which a look comes into a turn or goes out nothing changes: the mean is a sum.
    """
    own = radar(confirm_m=rule[0], confirm_n=rule[1], drop_misses=1000, emission=EmissionPlan(on=on, off=off))
    # What is once held is shot down, whatever its radar does then.
    _, hand = raid(1, system(unit(radar=own, missiles=(missile(needs_radar=False),))), windows=[(2.0, 490.0)])
    times = 100.0 + spacing * np.arange(count)
    hand.looks = {(0, 0): [(float(t), p) for t in times]}
    period = on + off
    firm = chain(np.full(count, p), own)  # by the number of looks from nothing
    edges = np.unique(np.concatenate([[0.0, period], times % period, (times - on) % period]))
    never = 0.0
    for low, high in itertools.pairwise(edges):
        began = 0.5 * (low + high)  # a turn begins here, and every period
        turn = np.floor((times - began) / period)
        within = (times - began) % period < on
        looks = [int((within & (turn == k)).sum()) for k in np.unique(turn)]
        never += (high - low) / period * np.prod([1.0 - firm[n - 1] if n else 1.0 for n in looks])
    assert 0.05 < never < 0.95
    # 3.5 standard errors, and the seed is fixed.
    validated(
        leak_share(hand), never, law="not detected under a duty cycle (Emission)",
        against="sum over the phases of the cycle", kind="closed form",
        abs=3.5 * math.sqrt(never * (1.0 - never) / 20_000), module="engine",
    )  # fmt: skip


def test_a_count_begins_anew_at_every_switch_on():
    # Two of two, one look in each turn: never firm. With a radar that always radiates it is, at the second look.
    own = radar(confirm_m=2, confirm_n=2, emission=EmissionPlan(on=30.0, off=70.0))
    _, hand = raid(1, system(unit(radar=own)), windows=LONG)
    hand.looks = {(0, 0): [(100.0, 1.0), (200.0, 1.0), (300.0, 1.0)]}
    assert leak_share(hand, 200) == 1.0
    _, hand = raid(1, system(unit(radar=replace(own, emission=EmissionPlan()))), windows=LONG)
    hand.looks = {(0, 0): [(100.0, 1.0), (200.0, 1.0), (300.0, 1.0)]}
    assert leak_share(hand, 200) == 0.0


def test_each_count_has_a_number_of_its_own():
    # One look of probability 0.3 in each of 300 turns; were a number used twice, the outcomes would be alike.
    own = radar(emission=EmissionPlan(on=5.0, off=5.0), drop_misses=1)
    plan, hand = raid(1, system(unit(radar=own)), arrival=3100.0, windows=[])
    hand.looks = {(0, 0): [(10.0 * k + d, 0.3) for k in range(300) for d in (0.0, 5.0)]}
    kernel = engine.prepare(plan, hand.build())
    firm = np.zeros((200, 301), bool)
    for k in range(200):
        for e in engine.replay(kernel, 5, k)[1]:
            if e.kind == "firm":
                firm[k, int(e.time // 10.0)] = True
    found = firm[:, :299]
    assert abs(found.mean() - 0.3) < 3.5 * math.sqrt(0.21 / found.size)
    later = found[:, 70:]
    alike = (later[:, :-1] & later[:, 1:]).mean()
    assert abs(alike - 0.09) < 3.5 * math.sqrt(0.09 * 0.91 / later[:, 1:].size) + 0.005  # neighbours overlap in it


# --- guidance -----------------------------------------------------------------------------------------------------


def hunted(own, *, weapon_arrives=100.0, flight=30.0, warning=30.0, shut=40.0, **changes):
    """A raider, and a homing weapon on the unit's radar that an eye which always radiates sees; doctrine shuts down."""
    looks = CATEGORIES.index("anti_radiation")
    eye = radar(name="eye")
    rules = doctrine(
        shut_down=shut, shut_down_warning=warning, engage=tuple(c != looks for c in range(len(CATEGORIES)))
    )
    defence = system(own, surveillance=(eye,), doctrine=rules)
    homing = {"target": 3, "homing": True, "looks_like": looks, "hit_probability": 0.0} | changes
    plan = scenario(defence, threats=[threat(0), threat(1, **homing)])
    hand = Hand(plan, [500.0, weapon_arrives], flight=flight).seen_by_all(LOOKS)
    hand.windows = {(0, 0, 0): LONG}
    return plan, hand


def test_a_radar_shuts_down_for_a_homing_weapon_and_comes_back():
    plan, hand = hunted(unit(radar=radar(emission=EmissionPlan(switch_on_time=9.0)), launchers=(launcher(0),)))
    assert switchings(plan, hand, 1) == [(0.0, "emitting"), (70.0, "silent"), (119.0, "emitting")]
    # It is asked again when it is to come back: the homing weapon is still on its way.
    plan, hand = hunted(unit(launchers=(launcher(0),)), shut=20.0)
    assert switchings(plan, hand, 1) == [(0.0, "emitting"), (70.0, "silent"), (110.0, "emitting")]
    # Known late: when it is.
    hand.looks = {(0, 1): [(83.0, 1.0)]}
    assert switchings(plan, hand, 1) == [(0.0, "emitting"), (83.0, "silent"), (103.0, "emitting")]
    hand.looks = {}
    assert switchings(plan, hand, 1) == [(0.0, "emitting")]  # nobody knows of it


def test_a_radar_that_is_shut_down_switches_on_for_no_turn_of_its_cycle():
    plan, hand = hunted(unit(radar=radar(emission=EmissionPlan(on=3.0, off=3.0)), launchers=(launcher(0),)))
    on = [t for t, kind in switchings(plan, hand, 1) if kind == "emitting"]
    # Near from 70 s on: it is shut down then, or when it is next to switch on, within 3 s; then for 40 s.
    assert not [t for t in on if 70.0 < t < 110.0]
    assert [t for t in on if 64.0 <= t <= 70.0]
    assert [t for t in on if 110.0 <= t <= 119.0]


def test_what_a_silence_overtook_does_not_come_when_the_radar_is_back():
    # Two of two: the first count would be firm at 120 s; the radar is silent from 70 to 110 s and counts anew.
    plan, hand = hunted(unit(radar=radar(confirm_m=2, confirm_n=2), launchers=(launcher(0),)), shut=20.0)
    hand.looks = {(1, 0): [(65.0, 1.0), (120.0, 1.0), (130.0, 1.0)], (0, 1): LOOKS}
    assert switchings(plan, hand, 1)[1:] == [(70.0, "silent"), (110.0, "emitting")]
    assert [e.time for e in told(plan, hand, "firm") if e.radar == 1] == [130.0]


def test_a_missile_in_flight_is_lost_when_its_radar_falls_silent_though_it_comes_back_in_time():
    own = unit(launchers=(launcher(1),))
    plan, hand = hunted(own, flight=200.0)
    hand.windows = {(0, 0, 0): [(60.0, 64.0)]}
    assert [(e.kind, e.time) for e in told(plan, hand, "launch", "abort")] == [("launch", 60.0), ("abort", 260.0)]
    assert reasons(plan, hand)["kept-silent"] == 1
    # A missile that needs no radar goes on.
    plan, hand = hunted(replace(own, missiles=(missile(needs_radar=False),)), flight=200.0)
    hand.windows = {(0, 0, 0): [(60.0, 64.0)]}
    assert [e.kind for e in told(plan, hand, "launch", "abort", "hit")] == ["launch", "hit"]


def test_a_silent_unit_takes_nothing_with_a_missile_that_needs_its_radar():
    both = (missile(name="guided"), missile(name="seeking", needs_radar=False))
    own = unit(radar=radar(emission=silent(time=90.0)), missiles=both, launchers=(launcher(9), launcher(9, missile=1)))
    plan, hand = raid(1, system(own, surveillance=(radar(),)), looks=LOOKS, windows=LONG)
    assert [(e.time, e.missile) for e in told(plan, hand, "launch")] == [(5.0, "seeking")]
    plan, hand = raid(
        1, system(replace(own, missiles=both[:1], launchers=(launcher(9),)), surveillance=(radar(),)), looks=LOOKS
    )
    assert [(e.time, e.missile) for e in told(plan, hand, "launch")] == [(90.0, "guided")]


def test_a_launch_that_is_due_while_the_radar_is_silent_is_cancelled():
    plan, hand = hunted(unit(reaction_time=8.0))
    hand.windows = {(0, 0, 0): [(74.0, 76.0)]}
    assert [(e.kind, e.time) for e in told(plan, hand, "assign", "launch", "cancel")] == [
        ("assign", 66.0),
        ("cancel", 74.0),
    ]
    assert reasons(plan, hand)["kept-silent"] == 1


# --- homing weapons -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("drift", "shut", "unheard"), [(1.0, 40.0, 30.0), (0.5, 40.0, 30.0), (1.0, 4.0, 30.0)])
def test_a_homing_weapon_remembers_where_the_radar_was(drift, shut, unheard):
    # Silent from 70 s on, hit at 100 s or not: 0.9 (1 - exp(-L^2 / 2 (drift 30 s)^2)). Shut down again and again alike.
    plan, hand = hunted(
        unit(launchers=(launcher(0),)), shut=shut, hit_probability=0.9, memory_drift=drift, lethal_radius=20.0
    )
    kernel = engine.prepare(plan, hand.build())
    lost = engine.simulate(kernel, 2, 0, 20_000)[:, kernel.columns.index("radars_lost")]
    p = 0.9 * (1.0 - math.exp(-0.5 * (20.0 / (drift * unheard)) ** 2))
    assert lost.mean() == pytest.approx(p, abs=3.5 * math.sqrt(p * (1.0 - p) / 20_000))  # standard errors


def test_a_weapon_released_at_a_silent_radar_has_flown_unheard_since_its_release():
    # The radar is silent from 70 s on; the homing weapon starts at 80 s and arrives at 100 s.
    own = unit(launchers=(launcher(0),))
    plan, hand = hunted(own, shut=400.0, memory_drift=1.0, lethal_radius=20.0, hit_probability=1.0)
    late = replace(plan.threats[1], member=2, start_time=80.0, looks_like=0)
    plan = replace(plan, threats=(plan.threats[1], late))
    hand = Hand(plan, [100.0, 100.0], looks={(0, 0): LOOKS})
    kernel = engine.prepare(replace(plan, threats=(replace(plan.threats[0], hit_probability=0.0), late)), hand.build())
    lost = engine.simulate(kernel, 2, 0, 20_000)[:, kernel.columns.index("radars_lost")]
    p = 1.0 - math.exp(-0.5 * (20.0 / 20.0) ** 2)
    assert lost.mean() == pytest.approx(p, abs=3.5 * math.sqrt(p * (1.0 - p) / 20_000))


@pytest.mark.parametrize(
    ("emission", "lost"), [(EmissionPlan(), 1.0), (silent(time=90.0), 1.0), (silent(time=1e5), 0.0)]
)
def test_a_radar_that_never_radiated_is_no_target_of_a_homing_weapon(emission, lost):
    plan, hand = hunted(unit(radar=radar(emission=emission), launchers=(launcher(0),)), shut=0.0, hit_probability=1.0)
    kernel = engine.prepare(plan, hand.build())
    row = engine.simulate(kernel, 1, 0, 1)[0]
    assert row[kernel.columns.index("radars_lost")] == lost
    assert row[kernel.columns.index("leakers")] == 2.0


# --- why it leaked ------------------------------------------------------------------------------------------------


def test_kept_silent_and_never_known():
    plan, hand = emitting(silent(time=1e5))
    assert reasons(plan, hand) == {"kept-silent": 1}
    hand.looks = {(0, 0): [(5.0, 0.0)]}
    assert reasons(plan, hand) == {"undetected": 1}  # it would not have seen it either


def test_kept_silent_and_known_too_late():
    plan, hand = emitting(silent(time=300.0))
    hand.windows = {(0, 0, 0): [(2.0, 200.0)]}
    assert reasons(plan, hand) == {"kept-silent": 1}
    hand.windows = {(0, 0, 0): [(2.0, 4.0)]}
    assert reasons(plan, hand) == {"detected-too-late": 1}  # it would have come too late anyway


@pytest.mark.parametrize(("look", "reason"), [(8.0, "kept-silent"), (50.0, "track-lost")])
def test_kept_silent_only_before_it_was_known_to_the_system(look, reason):
    # Known by another radar from 10 to 20 s; the window comes later.
    own = unit(radar=radar(emission=silent(time=1e5)))
    plan, hand = raid(1, system(own, surveillance=(radar(),)), windows=[(100.0, 200.0)])
    hand.looks = {(0, 0): [(10.0, 1.0), (20.0, 0.0)], (1, 0): [(look, 1.0)]}
    assert reasons(plan, hand) == {reason: 1}


def test_kept_silent_and_given_up():
    # Held by the unit's radar alone until it shuts down at 70 s; the window comes while it is silent.
    plan, hand = hunted(unit())
    hand.looks = {(1, 0): [(20.0, 1.0)], (0, 1): LOOKS}
    hand.windows = {(0, 0, 0): [(80.0, 90.0)]}
    assert reasons(plan, hand) == {"kept-silent": 1, "outside-the-envelope": 1}


def test_kept_silent_and_known_through_another_radar():
    own = unit(radar=radar(emission=silent(time=1e5)))
    plan, hand = raid(1, system(own, surveillance=(radar(),)), looks=LOOKS, windows=LONG)
    assert reasons(plan, hand) == {"kept-silent": 1}
    # Without a round it is that which is lacking, silent or not.
    plan, hand = raid(
        1, system(replace(own, launchers=(launcher(0),)), surveillance=(radar(),)), looks=LOOKS, windows=LONG
    )
    assert reasons(plan, hand) == {"no-missile": 1}


# --- more never harms ---------------------------------------------------------------------------------------------


def test_a_shorter_switch_on_never_lets_more_leak():
    """In every replication: one threat, tracks that stay, missiles enough.

    With the same numbers an earlier count is firm no later, so that the same attempts, and more, are made. With several
    threats, or tracks that are dropped, it holds of the mean alone, as of other means (test_monotone).
    """
    found = []
    for takes in (0.0, 20.0, 60.0, 100.0, 200.0):
        own = radar(confirm_m=2, confirm_n=3, drop_misses=1000, emission=silent(time=50.0, switch_on_time=takes))
        plan, hand = raid(
            1, system(unit(radar=own, missiles=(missile(0.3),)), doctrine=doctrine(assessment_delay=20.0)), looks=[]
        )
        hand.looks = {(0, 0): [(t, 0.25) for t in np.arange(0.0, 280.0, 6.0)]}
        hand.windows, hand.flight = {(0, 0, 0): [(2.0, 290.0)]}, 30.0
        kernel = engine.prepare(plan, hand.build())
        found.append(engine.simulate(kernel, 4, 0, 4000)[:, kernel.columns.index("leakers")])
    assert all((a <= b).all() for a, b in itertools.pairwise(found))
    assert found[-1].mean() - found[0].mean() > 0.2


def test_a_shorter_switch_on_lets_no_more_leak_on_average():
    def leakers(takes):
        own = radar(confirm_m=2, confirm_n=3, drop_misses=2, emission=silent(time=30.0, switch_on_time=takes))
        rules = doctrine((2, 1), assessment_delay=4.0)
        station = unit(
            radar=own, missiles=(missile(0.6),), launchers=(launcher(14),), target_channels=2, reaction_time=5.0
        )
        arrivals = [150.0 + 10.0 * m for m in range(12)]
        plan = scenario(system(station, doctrine=rules), threats=[threat(m) for m in range(12)])
        looks = {(0, j): [(t, 0.6) for t in np.arange(a - 150.0, a, 4.0)] for j, a in enumerate(arrivals)}
        windows = {(0, 0, j): [(a - 120.0, a - 12.0)] for j, a in enumerate(arrivals)}
        kernel = engine.prepare(plan, Hand(plan, arrivals, looks=looks, windows=windows, flight=10.0).build())
        return engine.simulate(kernel, 4, 0, 2000)[:, kernel.columns.index("leakers")]

    simulated = [leakers(takes) for takes in (0.0, 30.0, 60.0, 90.0, 140.0)]
    for more, less in itertools.pairwise(simulated):
        gain = less - more
        assert gain.mean() >= -3.5 * gain.std(ddof=1) / math.sqrt(2000)  # standard errors, as in test_monotone
    assert (simulated[-1] - simulated[0]).mean() > 0.5


def test_the_place_of_an_antenna_is_above_its_ground():
    x = np.array([[6378137.0 + 1010.0, 0.0, 0.0], [6378137.0 + 1010.0, 0.0, 1.0]])
    _, hand = raid(1)
    tracks = replace(hand.build().tracks, ecef=x)
    high = radar(place=replace(HERE, height=1000.0))
    assert first_within(tracks, high, 0.5)[0] == 0.0
    assert first_within(tracks, radar(), 0.5)[0] == math.inf
