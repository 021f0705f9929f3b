"""Decoys that are told apart and formations that turn back, by hand and against closed forms."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from airdef import engine
from airdef.engine.preparation.raid_tables import parts_of
from airdef.scenario.plan import CATEGORIES, TellingPlan
from reference.builders import C, Hand, doctrine, launcher, missile, radar, raid, scenario, system, threat, unit

from .test_reasons import reasons, simulate
from .test_rules_by_hand import told

DECOY = CATEGORIES.index("decoy")
EVERYWHERE = 1e9
"""A slant range that every place of a hand-made track is within."""
LOOKS = [(float(t), 1.0) for t in range(5, 500, 5)]
NO_DECOYS = tuple(c != DECOY for c in range(C))
REPLICATIONS = 4000
SIGMAS = 4.5
"""Of the mean of the replications: wrong once in 150,000 checks."""


def telling(p, dwell=10.0, within=EVERYWHERE):
    return TellingPlan(dwell, (within,), ((p,) * C,))


def sorting(p=1.0, dwell=10.0, **changes):
    """A unit whose radar tells apart, of a system whose doctrine leaves decoys alone."""
    own = unit(radar=radar(telling=telling(p, dwell)), **changes)
    return system(own, doctrine=doctrine(engage=NO_DECOYS))


def decoys(size, *systems, looks=LOOKS, **changes):
    """So many decoys that look like aircraft."""
    return raid(size, *systems, looks=looks, category=DECOY, looks_like=0, **changes)


def events_of(plan, hand, *kinds):
    return [(e.kind, e.time) for e in told(plan, hand, *kinds)]


def rows(plan, hand, count=REPLICATIONS):
    kernel = engine.prepare(plan, hand.build())
    return dict(zip(kernel.columns, engine.simulate(kernel, 1, 0, count).T, strict=True))


def close(values, expected):
    """The mean of the values agrees with the probability or mean expected."""
    spread = max(values.std(), 1.0 / len(values)) / math.sqrt(len(values))
    return abs(values.mean() - expected) <= SIGMAS * spread


# --- telling apart ------------------------------------------------------------------------------------------------


def test_a_track_held_for_the_dwell_time_is_told_apart_and_its_launch_is_cancelled():
    plan, hand = decoys(1, sorting(reaction_time=20.0))
    kinds = ("firm", "assign", "told-apart", "launch", "cancel", "leak")
    assert events_of(plan, hand, *kinds) == [
        ("firm", 5.0),
        ("assign", 5.0),
        ("told-apart", 15.0),
        ("cancel", 25.0),
        ("leak", 500.0),
    ]
    n = simulate(plan, hand)
    assert (n["told_apart"], n["missiles_used"], n["missiles_on_decoys"]) == (1, 0, 0)
    assert reasons(plan, hand) == {"outside-the-envelope": 1}


def test_one_told_apart_before_it_is_ready_takes_no_channel():
    plan, hand = decoys(1, sorting(), windows=[(100.0, 400.0)])
    assert events_of(plan, hand, "told-apart", "assign") == [("told-apart", 15.0)]


def test_what_is_in_flight_flies_on_and_it_is_not_engaged_again():
    plan, hand = decoys(1, sorting(missiles=(missile(0.0),)))
    hand.flight = 20.0
    kinds = ("launch", "told-apart", "miss", "judged-alive", "assign")
    assert events_of(plan, hand, *kinds) == [
        ("assign", 5.0),
        ("launch", 5.0),
        ("told-apart", 15.0),
        ("miss", 25.0),
        ("judged-alive", 25.0),
    ]
    assert reasons(plan, hand) == {"missed": 1}
    assert simulate(plan, hand)["missiles_on_decoys"] == 1


def test_a_doctrine_that_engages_decoys_takes_the_salvo_for_what_they_are():
    salvo = tuple((3,) if c == DECOY else (1,) for c in range(C))
    own = unit(radar=radar(telling=telling(1.0)), missiles=(missile(0.0),))
    plan, hand = decoys(1, system(own, doctrine=replace(doctrine(rounds=2), salvo=salvo)))
    hand.flight = 20.0
    assert [e.time for e in told(plan, hand, "launch")] == [5.0, 25.0, 25.0, 25.0]


def test_one_that_looks_like_a_decoy_and_is_none_is_engaged_once_it_is_told_apart():
    plan, hand = raid(1, sorting(), looks=LOOKS, looks_like=DECOY)
    assert events_of(plan, hand, "told-apart", "assign", "hit") == [
        ("told-apart", 15.0),
        ("assign", 15.0),
        ("hit", 16.0),
    ]
    blind, hand = raid(1, sorting(0.0), looks=LOOKS, looks_like=DECOY)
    assert reasons(blind, hand) == {"outside-the-envelope": 1}


def test_a_lost_track_has_the_dwell_begin_again_and_a_try_at_its_loss_is_none():
    looks = [(5.0, 1.0), (15.0, 0.0), (20.0, 1.0), (25.0, 1.0), (29.0, 0.0), (40.0, 1.0), (49.0, 1.0), (60.0, 1.0)]
    plan, hand = decoys(1, sorting(), looks=looks, windows=[])
    assert events_of(plan, hand, "told-apart") == [("told-apart", 50.0)]


def test_one_that_waits_for_a_place_is_not_tried():
    own = unit(radar=radar(telling=telling(1.0), track_capacity=1))
    plan, hand = decoys(2, system(own, doctrine=doctrine(engage=NO_DECOYS)), windows=[])
    hand.arrivals = [100.0, 500.0]
    assert [(e.threat, e.time) for e in told(plan, hand, "told-apart")] == [(0, 15.0), (1, 110.0)]


def test_what_looks_like_itself_is_never_tried():
    plan, hand = raid(1, sorting(), looks=LOOKS)
    assert events_of(plan, hand, "told-apart") == []
    assert simulate(plan, hand)["draws"] == simulate(*raid(1, sorting(0.0), looks=LOOKS))["draws"]


def test_who_knows_without_a_post():
    """What the system knew its units go on knowing; what one radar tells apart afterwards, its unit alone."""
    units = [unit(name=name, radar=radar(telling=telling(1.0, dwell)), reaction_time=300.0) for name, dwell in
             (("a", 10.0), ("b", 40.0))]  # fmt: skip
    own = system(*units, doctrine=doctrine(engage=NO_DECOYS))
    plan = scenario(own, threats=[threat(0, category=DECOY), threat(1, category=DECOY), threat(2, target=1)])
    hand = Hand(plan, [500.0, 500.0, 30.0])
    hand.looks = {(r, j): LOOKS if j == 0 else LOOKS[4:] for r in range(2) for j in range(2)}
    hand.open_to_all([(2.0, 480.0)])
    hand.windows = {key: v for key, v in hand.windows.items() if key[2] < 2}
    # The post is lost at 30 s, after a told the first apart (at 15 s). Of the second each unit knows by its own radar.
    found = [(e.radar, e.threat, e.time) for e in told(plan, hand, "told-apart")]
    assert found == [(0, 0, 15.0), (0, 1, 35.0), (1, 1, 65.0)]
    assert simulate(plan, hand)["told_apart"] == 2


def test_a_surveillance_radar_without_a_post_tells_nobody():
    own = replace(sorting(0.0), surveillance=(radar(name="eye", telling=telling(1.0, 40.0)),))
    plan = scenario(own, threats=[threat(0, category=DECOY), threat(1, target=1)])
    hand = Hand(plan, [500.0, 30.0]).open_to_all([])
    hand.looks = {(0, 0): LOOKS}
    assert events_of(plan, hand, "told-apart") == []
    hand.arrivals = [500.0, 50.0]
    assert events_of(plan, hand, "told-apart") == [("told-apart", 45.0)]


def test_ranges_are_those_of_the_way_flown():
    # A straight pass at 3 km beside the antenna, 1 km a node: within 5 km for 4 km before and behind.
    x = np.array([6378137.0 + 10.0, 0.0, 0.0])
    path = np.array([x + [3e3, y, 0.0] for y in np.arange(-10e3, 11e3, 1e3)])
    plan = TellingPlan(10.0, (3.1e3, 5e3), ((0.5,) * C, (0.2,) * C))
    begins, chances = parts_of(path, radar(telling=plan), DECOY)
    half = math.sqrt(3.1**2 - 3.0**2)
    assert begins == pytest.approx([0.0, 6.0, 10.0 - half, 10.0 + half, 14.0])
    assert list(chances) == [0.0, 0.2, 0.5, 0.2, 0.0]
    for limit, chance in ((EVERYWHERE, 0.5), (1.0, 0.0)):
        begins, chances = parts_of(path, radar(telling=TellingPlan(1.0, (limit,), ((0.5,) * C,))), DECOY)
        assert (list(begins), list(chances)) == ([0.0], [chance])
    begins, chances = parts_of(path[:1], radar(telling=plan), DECOY)
    assert (list(begins), list(chances)) == ([0.0], [0.0])


def test_the_range_at_the_time_of_the_try_counts_late_starts_included():
    """The threat is near from 60 s of its own clock on; it starts late by its gap."""
    plan, hand = decoys(1, sorting(1.0), windows=[], gap_mean=30.0)
    built = hand.build()
    x = np.array([6378137.0 + 10.0, 0.0, 0.0])
    path = np.array([x + [0.0, 4e5, 0.0], x + [0.0, 1e5, 0.0]])
    own = replace(plan.systems[0].units[0], radar=radar(telling=telling(1.0, within=3.4e5)))
    plan = replace(plan, systems=(replace(plan.systems[0], units=(own,)),))
    built = replace(built, tracks=replace(built.tracks, ecef=path, t0=np.array([0.0]), dt=np.array([300.0])))
    for k in range(5):
        events = engine.replay(engine.prepare(plan, built), 1, k)[1]
        offset = next(e.time for e in events if e.kind == "appear")
        at = next(e.time for e in events if e.kind == "told-apart")
        assert at == pytest.approx(offset + 65.0)  # the first try is made at 15 s


@pytest.mark.parametrize(("p", "held"), [(0.1, 100.0), (0.35, 45.0), (0.02, 480.0)])
def test_the_share_told_apart_by_dwell(p, held):
    """1 - (1 - p)^n with n = held / dwell, rounded down."""
    looks = [look for look in LOOKS if look[0] < 5.0 + held] + [(5.5 + held, 0.0)]
    found = rows(*decoys(1, sorting(p), looks=looks, windows=[]))["told_apart"]
    assert close(found, 1.0 - (1.0 - p) ** math.floor(held / 10.0))


def test_two_radars_try_independently():
    own = replace(sorting(0.1), surveillance=(radar(name="eye", telling=telling(0.3, 30.0)),))
    looks = [look for look in LOOKS if look[0] < 100.0] + [(100.0, 0.0)]
    found = rows(*decoys(1, own, looks=looks, windows=[]))["told_apart"]
    assert close(found, 1.0 - 0.9**9 * 0.7**3)


def crowd(count, p, *, channels=1000, rounds=1000):
    """Decoys and one threat behind them, ready when each decoy has been tried three times; engagements never end."""
    own = unit(
        radar=radar(telling=telling(p)), target_channels=channels, launchers=(launcher(rounds),), missile_channels=1000
    )
    plan = scenario(
        system(own, doctrine=doctrine(engage=NO_DECOYS)),
        threats=[*(threat(j, category=DECOY, threat_class="decoy") for j in range(count)), threat(count)],
    )
    hand = Hand(plan, [500.0] * (count + 1)).seen_by_all(LOOKS).open_to_all([(36.0, 400.0)])
    hand.flight = 480.0  # no engagement of a decoy ends in time
    hand.flyouts = {(0, count): (0.0, [10.0], [1e4])}
    return plan, hand


def leaks_of_the_last(plan, hand, count=REPLICATIONS):
    found = rows(plan, hand, count)
    assert (found["leakers:raider"] == found["class:raider:reason:spent-on-decoys"]).all() or not plan_tells(plan)
    return found["leakers:raider"]


def plan_tells(plan):
    return any(r.telling.able(DECOY) for r, _, _ in plan.radars())


@pytest.mark.parametrize(("p", "kept"), [(0.1, 4), (0.3, 2), (0.2, 5)])
def test_decoys_take_a_share_of_the_channels(p, kept):
    """The one threat finds a channel if fewer decoys than channels are left: binomial of those not told apart."""
    left = (1.0 - p) ** 3
    expected = sum(math.comb(6, k) * left**k * (1.0 - left) ** (6 - k) for k in range(kept, 7))
    for limits in ({"channels": kept}, {"rounds": kept}):
        plan, hand = crowd(6, p, **limits)
        assert close(leaks_of_the_last(plan, hand), expected)


def test_better_telling_never_lets_more_through_in_any_replication():
    """Provable here: a greater probability tells the same decoys apart and more, each no later."""
    worse = None
    for p in (0.0, 0.05, 0.2, 0.5, 1.0):
        found = leaks_of_the_last(*crowd(6, p, channels=3), 500)
        assert worse is None or (found <= worse).all()
        worse = found
    assert not worse.any()


def test_where_nobody_can_tell_decoys_apart_the_reasons_are_as_ever():
    plan, hand = crowd(6, 0.0, channels=3)
    assert reasons(plan, hand)["no-channel"] == 4
    plan, hand = crowd(6, 1e-9, channels=3)
    assert reasons(plan, hand)["spent-on-decoys"] == 4


# --- turning back -------------------------------------------------------------------------------------------------


def strike(count, losses, p, delay=0.0, **changes):
    """Threats one after the other, 100 s apart, each shot at once; one arrives before the next is shot at."""
    own = system(unit(missiles=(missile(p),)), doctrine=doctrine(rounds=1))
    plan, hand = raid(count, own, looks=[(1.0, 1.0)], losses_to_turn_back=losses, turn_back_delay=delay, **changes)
    hand.arrivals = [50.0 + 100.0 * j for j in range(count)]
    hand.windows = {(0, 0, j): [(10.0 + 100.0 * j, 20.0 + 100.0 * j)] for j in range(count)}
    return plan, hand


def arriving(count, losses, p, late=0):
    """(1 - p) times the sum over all members of P(fewer than the threshold killed before it turns back)."""
    total = 0.0
    for i in range(count):
        before = max(i - late, 0)
        total += sum(math.comb(before, k) * p**k * (1.0 - p) ** (before - k) for k in range(min(losses, before + 1)))
    return (1.0 - p) * total


def test_a_formation_turns_back_at_its_threshold():
    plan, hand = strike(4, 2, 1.0, delay=30.0)
    kinds = ("hit", "turned-back", "leak")
    assert events_of(plan, hand, *kinds) == [("hit", 11.0), ("hit", 111.0), *[("turned-back", 141.0)] * 2]
    n = simulate(plan, hand)
    assert (n["kills"], n["turned_back"], n["leakers"], n["missiles_used"]) == (2, 2, 0, 2)


@pytest.mark.parametrize(("count", "losses", "p"), [(10, 1, 0.3), (10, 3, 0.5), (6, 6, 0.9), (8, 2, 0.05)])
def test_expected_arrivals_with_a_threshold(count, losses, p):
    found = rows(*strike(count, losses, p))
    assert close(found["leakers"], arriving(count, losses, p))
    assert (found["leakers"] + found["kills"] + found["turned_back"] == count).all()
    assert close(rows(*strike(count, losses, p, delay=150.0))["leakers"], arriving(count, losses, p, late=1))


def test_a_lower_threshold_never_lets_more_through_in_any_replication():
    """Provable for one formation: until the threshold is reached nothing differs, and then nothing arrives."""
    worse = None
    for losses in (0, 8, 4, 2, 1):
        found = rows(*strike(8, losses, 0.4), 500)["leakers"]
        assert worse is None or (found <= worse).all()
        worse = found


def test_turning_back_comes_after_the_intercepts_of_its_instant_and_before_its_arrivals():
    plan, hand = strike(2, 1, 1.0)
    hand.arrivals = [50.0, 11.0]  # the second arrives when the first is hit
    hand.windows[0, 0, 1] = []
    assert events_of(plan, hand, "hit", "turned-back", "leak") == [("hit", 11.0), ("turned-back", 11.0)]
    hand.windows[0, 0, 1] = [(9.0, 20.0)]
    hand.arrivals = [50.0, 50.0]
    hand.flyouts = {(0, 1): (0.0, [2.0], [1e4])}  # both are hit at 11 s
    assert events_of(plan, hand, "hit", "turned-back") == [("hit", 11.0), ("hit", 11.0)]


def test_missiles_at_what_turned_back_are_aborted_and_the_channel_is_free():
    plan, hand = strike(2, 1, 1.0)
    hand.arrivals = [50.0, 500.0]
    hand.windows[0, 0, 1] = [(10.0, 400.0)]
    hand.flyouts = {(0, 1): (0.0, [40.0], [1e4])}
    kinds = ("launch", "hit", "turned-back", "abort", "closed", "judged-alive", "cancel")
    assert events_of(plan, hand, *kinds)[2:] == [
        ("hit", 11.0),
        ("turned-back", 11.0),
        ("abort", 50.0),
        ("closed", 50.0),
    ]


def test_what_a_carrier_has_not_released_when_it_turns_back_is_not_released():
    plan, hand = strike(2, 1, 1.0)
    for start, released in ((10.0, 1), (11.0, 0), (12.0, 0)):
        weapon = threat(0, formation_index=1, parent=1, start_time=start)
        own = replace(plan, threats=(*plan.threats, weapon))
        late = replace(hand, plan=own, arrivals=[*hand.arrivals, 300.0])
        late.windows = hand.windows | {(0, 0, 2): []}
        n = simulate(own, late)
        assert (n["not_released"], n["leakers"], n["turned_back"]) == (1 - released, released, 1)


def test_members_yet_to_start_turn_back_too_and_other_formations_do_not():
    plan, hand = strike(3, 1, 1.0)
    threats = (plan.threats[0], replace(plan.threats[1], start_time=100.0), replace(plan.threats[2], formation_index=1))
    plan = replace(plan, threats=threats)
    hand = replace(hand, plan=plan)
    hand.windows[0, 0, 2] = []
    n = simulate(plan, hand)
    assert (n["kills"], n["turned_back"], n["leakers"]) == (1, 1, 1)
    assert [e.threat for e in told(plan, hand, "appear")] == [0, 2]


def test_a_formation_split_in_two_cannot_turn_back():
    plan, hand = strike(3, 1, 1.0)
    threats = (plan.threats[0], replace(plan.threats[1], formation_index=1), plan.threats[2])
    with pytest.raises(ValueError, match="must follow one another"):
        engine.prepare(replace(plan, threats=threats), hand.build())
