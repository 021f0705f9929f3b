"""Guarding, shared magazines and bearings as cues, by hand (docs/model/engagement.md)."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest

from airdef import engine
from airdef.scenario.plan import CATEGORIES, DirectionFinderPlan, EmissionPlan
from reference.builders import (
    HERE,
    Hand,
    asset,
    doctrine,
    launcher,
    missile,
    node,
    radar,
    scenario,
    system,
    threat,
    unit,
)

DECOY = CATEGORIES.index("decoy")


def story(hand, *kinds, replication=0):
    kernel = engine.prepare(hand.plan, hand.build())
    events = engine.replay(kernel, 1, replication)[1]
    return [(round(e.time, 3), e.kind, e.threat, e.unit) for e in events if e.kind in kinds]


def counts(hand, replications=1, seed=1):
    kernel = engine.prepare(hand.plan, hand.build())
    rows = engine.simulate(kernel, seed, 0, replications)
    return {name: rows[:, i] for i, name in enumerate(kernel.columns)}


def guarding(guards=(1,), rounds=1, channels=1000, assets=2, **rules):
    """Two assets, threat 0 at the first and earlier, threat 1 at the second; one unit with that many rounds."""
    own = unit(launchers=(launcher(rounds),), target_channels=channels)
    plan = scenario(
        system(own, doctrine=doctrine(**rules), guards=guards),
        threats=[threat(0, target=0), threat(1, target=1)],
        assets=tuple(asset(name=f"asset-{i}") for i in range(assets)),
    )
    return Hand(plan, [100.0, 110.0]).seen_by_all([(1.0, 1.0)]).open_to_all([(2.0, 90.0)])


@pytest.mark.parametrize(("guards", "first"), [((), 0), ((0,), 0), ((1,), 1), ((0, 1), 0)])
def test_what_threatens_the_guarded_comes_before_the_priority(guards, first):
    assert [e[2] for e in story(guarding(guards), "assign")] == [first]


@pytest.mark.parametrize("priority", ["earliest-impact", "most-value", "nearest", "marginal-value"])
def test_it_does_with_every_priority_and_the_priority_decides_within(priority):
    values = (9.0, 1.0, 5.0, 2.0)  # what each threat is aimed at; the last two are guarded
    plan = scenario(
        system(doctrine=doctrine(priority=priority), guards=(2, 3)),
        threats=[threat(m, target=m) for m in range(4)],
        assets=tuple(asset(name=f"asset-{i}", value=v) for i, v in enumerate(values)),
    )
    hand = Hand(plan, [100.0, 110.0, 130.0, 120.0]).seen_by_all([(1.0, 1.0)]).open_to_all([(2.0, 90.0)])
    taken = [e[2] for e in story(hand, "assign")]
    by_value = priority in ("most-value", "marginal-value")
    assert taken == ([2, 3, 0, 1] if by_value else [3, 2, 0, 1])


def test_only_engages_nothing_else_which_is_outside_the_envelope():
    found = counts(guarding(guarded="only", rounds=9))
    assert (found["kills"][0], found["leakers"][0], found["reason:outside-the-envelope"][0]) == (1, 1, 1)
    everything = counts(guarding(guards=(), guarded="only", rounds=9))  # it guards nothing: the field says nothing
    assert everything["kills"][0] == 2


def test_a_passing_threat_threatens_nothing():
    hand = guarding(guards=(0, 1), guarded="only", rounds=9)
    passing = replace(hand.plan, threats=(hand.plan.threats[0], replace(hand.plan.threats[1], target=-1)))
    hand = Hand(passing, [100.0, np.inf], ends=[100.0, 110.0]).seen_by_all([(1.0, 1.0)]).open_to_all([(2.0, 90.0)])
    assert [e[2] for e in story(hand, "assign")] == [0]


def test_no_engagement_is_broken_off():
    # One channel, and the threat to what is guarded is seen when the other is already engaged.
    hand = guarding(rounds=9, channels=1)
    hand.looks = {(0, 0): [(1.0, 1.0)], (0, 1): [(2.5, 1.0)]}
    assert [(e[0], e[2]) for e in story(hand, "launch")] == [(2.0, 0), (3.0, 1)]


def test_in_a_nodes_cell_the_system_that_guards_it_puts_it_first():
    def below(guards):
        systems = (
            system(unit(name="a/u", radar=replace(radar(), name="a/r"), launchers=(launcher(1),)), name="a", above=2),
            system(
                unit(name="b/u", radar=replace(radar(), name="b/r"), launchers=(launcher(0),)),
                name="b", above=2, guards=guards,
            ),
            node("earliest-launch", name="n"),
        )  # fmt: skip
        plan = scenario(*systems, threats=[threat(0, target=0), threat(1, target=1)],
                        assets=(asset(name="x"), asset(name="y")))  # fmt: skip
        return Hand(plan, [100.0, 110.0]).seen_by_all([(1.0, 1.0)]).open_to_all([(2.0, 90.0)])

    # The system that guards has no round: its units can take nothing, and so put nothing first.
    assert [e[2] for e in story(below((1,)), "assign")] == [0]
    with_rounds = below((1,))
    armed = replace(with_rounds.plan.systems[1], units=(
        replace(with_rounds.plan.systems[1].units[0], launchers=(launcher(1),)),))  # fmt: skip
    plan = replace(with_rounds.plan, systems=(with_rounds.plan.systems[0], armed, with_rounds.plan.systems[2]))
    hand = Hand(plan, [100.0, 110.0]).seen_by_all([(1.0, 1.0)]).open_to_all([(2.0, 90.0)])
    assert [e[2] for e in story(hand, "assign")] == [1, 0]


# --- shared magazines -----------------------------------------------------------------------------------


def station(name, rounds, **changes):
    own = {
        "name": name,
        "radar": replace(radar(), name=f"{name}/radar"),
        "launchers": tuple(launcher(n) for n in rounds),
        "magazine": "common",
    }
    return unit(**(own | changes))


def two(first=(0,), second=(2,), size=3, same=True, **rules):
    """Two units of one system; unless `same`, of two. The first sees everything, the second nothing."""
    units = (station("a", first), station("b", second))
    own = doctrine(**rules)
    systems = (
        (system(*units, doctrine=own),)
        if same
        else (system(units[0], doctrine=own, name="s0"), system(units[1], doctrine=own, name="s1"))
    )
    plan = scenario(*systems, threats=[threat(m) for m in range(size)])
    hand = Hand(plan, [100.0 + m for m in range(size)])
    hand.looks = {(0, j): [(1.0, 1.0)] for j in range(size)}
    hand.windows = {(0, 0, j): [(2.0, 90.0)] for j in range(size)}
    return hand


@pytest.mark.parametrize("same", [True, False])
def test_a_unit_launches_from_the_launchers_of_another(same):
    hand = two(same=same)
    assert [e[3] for e in story(hand, "launch")] == [0, 0]
    found = counts(hand)
    assert (found["kills"][0], found["reason:no-missile"][0]) == (2, 1)


def test_magazines_of_their_own_are_the_default():
    hand = two()
    units = tuple(replace(u, magazine="") for u in hand.plan.systems[0].units)
    hand.plan = replace(hand.plan, systems=(replace(hand.plan.systems[0], units=units),))
    assert counts(hand)["kills"][0] == 0


def test_types_are_the_same_by_name():
    hand = two()
    other = replace(hand.plan.systems[0].units[1], missiles=(replace(missile(), name="another"),))
    hand.plan = replace(
        hand.plan, systems=(replace(hand.plan.systems[0], units=(hand.plan.systems[0].units[0], other)),)
    )
    assert counts(hand)["kills"][0] == 0


def test_the_reserve_is_kept_once():
    # Six rounds in all and a reserve of two: four threats are engaged, whoever holds the rounds.
    hand = two((3,), (3,), 6, reserve=2)
    assert counts(hand)["kills"][0] == 4
    units = tuple(replace(u, magazine="") for u in hand.plan.systems[0].units)
    hand.plan = replace(hand.plan, systems=(replace(hand.plan.systems[0], units=units),))
    assert counts(hand)["kills"][0] == 1  # the first unit's three less its own reserve


def test_launchers_go_on_serving_when_their_unit_is_lost():
    hand = two((0,), (3,), 3)
    attack = threat(0, formation_index=1, target=2 + 1)  # asset, post, then the radars: that of the second unit
    plan = replace(hand.plan, threats=(*hand.plan.threats, attack))
    hand = Hand(plan, [100.0, 101.0, 102.0, 5.0])
    hand.looks = {(0, j): [(10.0, 1.0)] for j in range(3)}
    hand.windows = {(0, 0, j): [(2.0, 90.0)] for j in range(3)}
    found = counts(hand)
    assert (found["units_lost"][0], found["kills"][0]) == (1, 3)


def test_a_lost_launcher_is_lost_to_all():
    hand = two((1,), (2,), 3)
    attack = threat(0, formation_index=1, target=2 + 2 + 1)  # asset, post, two radars, then the launchers
    plan = replace(hand.plan, threats=(*hand.plan.threats, attack))
    hand = Hand(plan, [100.0, 101.0, 102.0, 5.0])
    hand.looks = {(0, j): [(10.0, 1.0)] for j in range(3)}
    hand.windows = {(0, 0, j): [(2.0, 90.0)] for j in range(3)}
    found = counts(hand)
    assert (found["launchers_lost"][0], found["kills"][0]) == (1, 1)


def test_the_interval_of_a_launcher_counts_whoever_launched():
    # One launcher, both units see one threat each; the second waits until the launcher's interval has passed.
    units = (station("a", (9,)), station("b", ()))
    units = (replace(units[0], launchers=(launcher(9, interval=7.0),)), units[1])
    plan = scenario(system(*units, doctrine=doctrine()), threats=[threat(m) for m in range(2)])
    hand = Hand(plan, [100.0, 101.0])
    hand.looks = {(r, j): [(1.0, 1.0)] for r in range(2) for j in range(2)}
    hand.windows = {(k, 0, k): [(2.0, 90.0)] for k in range(2)}
    assert [(e[0], e[3]) for e in story(hand, "launch")] == [(2.0, 0), (9.0, 1)]


def test_a_reloaded_launcher_serves_whoever_waits():
    # The one round of the magazine goes to the first unit's threat; the other becomes free again when it is reloaded.
    units = (station("a", ()), station("b", ()))
    units = (replace(units[0], launchers=(launcher(1, reloads=1, reload_time=30.0),)), units[1])
    plan = scenario(system(*units, doctrine=doctrine()), threats=[threat(m) for m in range(2)])
    hand = Hand(plan, [100.0, 101.0])
    hand.looks = {(r, j): [(1.0, 1.0)] for r in range(2) for j in range(2)}
    hand.windows = {(k, 0, k): [(2.0, 90.0)] for k in range(2)}
    assert [(e[0], e[3]) for e in story(hand, "launch")] == [(2.0, 0), (32.0, 1)]


def test_cancelled_rounds_are_free_for_the_other_unit():
    # The first unit's target is dropped before its launch is due: the round promised goes to the other unit's.
    units = (station("a", (1,), reaction_time=10.0), station("b", ()))
    plan = scenario(system(*units, doctrine=doctrine()), threats=[threat(m) for m in range(2)])
    hand = Hand(plan, [100.0, 101.0])
    hand.looks = {(0, 0): [(1.0, 1.0), (5.0, 0.0)], (1, 1): [(1.5, 1.0)]}
    hand.windows = {(0, 0, 0): [(2.0, 12.0)], (1, 0, 1): [(2.0, 90.0)]}
    assert [(e[0], e[2], e[3]) for e in story(hand, "launch")] == [(11.0, 1, 1)]


@pytest.mark.parametrize("seed", range(4))
def test_a_shared_magazine_holds_no_fewer_shots_than_separate_ones(seed):
    rng = np.random.default_rng(seed)
    for _ in range(25):
        rounds = [tuple(rng.integers(0, 4, rng.integers(1, 4))) for _ in range(2)]
        size = int(rng.integers(2, 14))
        seen = rng.integers(0, 2, size)
        launched = {}
        for magazine in ("common", ""):
            units = tuple(
                station(n, r, magazine=magazine, missiles=(missile(0.0),)) for n, r in zip("ab", rounds, strict=True)
            )
            rules = doctrine(coordination="autonomous", rounds=1)
            plan = scenario(system(*units, doctrine=rules), threats=[threat(m) for m in range(size)])
            hand = Hand(plan, [100.0 + m for m in range(size)])
            hand.looks = {(int(r), j): [(1.0, 1.0)] for j, r in enumerate(seen)}
            hand.windows = {(int(r), 0, j): [(2.0, 90.0)] for j, r in enumerate(seen)}
            launched[magazine] = counts(hand)["missiles_used"][0]
        assert launched["common"] == min(size, sum(map(sum, rounds)))
        assert launched["common"] >= launched[""]


# --- a further point-defence unit -----------------------------------------------------------------------


def test_one_more_point_defence_unit_never_lets_more_leak():
    # As elsewhere: the mean over replications with the same random streams, by more than 3.5 standard errors.
    leaks = []
    for extra in range(4):
        long = system(
            station("long", (12,), magazine="", missiles=(missile(0.6),), target_channels=2, reaction_time=5.0),
            name="long",
        )
        guards = tuple(
            station(f"g{i}", (4,), magazine="", missiles=(missile(0.5),), target_channels=2, reaction_time=2.0)
            for i in range(extra)
        )
        systems = (
            (long, system(*guards, name="guard", guards=(3,), doctrine=doctrine(guarded="only"))) if extra else (long,)
        )
        # Assets 0 and post(s), then the radar of `long` first among the radars.
        target = 1 + len(systems)
        systems = tuple(replace(s, guards=(target,) if s.guards else ()) for s in systems)
        threats = [threat(m, target=target if m % 2 else 0) for m in range(16)]
        plan = scenario(*systems, threats=threats)
        arrivals = [150.0 + 8.0 * m for m in range(16)]
        hand = Hand(plan, arrivals, flight=8.0)
        hand.looks = {(r, j): [(a - 60.0, 1.0)] for r in range(1 + extra) for j, a in enumerate(arrivals)}
        hand.windows = {(w, 0, j): [(a - 55.0, a - 10.0)] for w in range(1 + extra) for j, a in enumerate(arrivals)}
        leaks.append(counts(hand, 2000, 4)["leakers"])
    for less, more in itertools.pairwise(leaks):
        gain = less - more
        assert gain.mean() >= -3.5 * gain.std(ddof=1) / np.sqrt(len(gain))
    assert (leaks[0] - leaks[-1]).mean() > 0.5


# --- bearings -------------------------------------------------------------------------------------------


def listening(emits=True, finder=True, bearing=True, facing=np.pi / 2.0, width=2.0, **emission):
    """A threat flies from 1 degree east along the equator to the post; its track has a node each second."""
    plan_of = EmissionPlan(silent=True, bearing=bearing, switch_on_time=4.0, **emission)
    own = unit(radar=radar(emission=plan_of, facing=facing, sector_width=width), facings=(facing,))
    ears = (DirectionFinderPlan("ears", HERE, 20.0, 50e3),) if finder else ()
    plan = scenario(system(own, direction_finders=ears), threats=[threat(0, emits=emits)])
    hand = Hand(plan, [200.0])
    hand.looks = {(0, 0): [(float(t), 1.0) for t in range(1, 200)]}
    hand.windows = {(0, 0, 0): [(2.0, 190.0)]}
    from airdef.physics.geodesy import geodetic_to_ecef

    found = hand.build()
    longitude = np.radians(1.0) * (1.0 - np.arange(201) / 200.0)
    ecef = np.stack([geodetic_to_ecef(0.0, x, 5000.0) for x in longitude])
    tracks = replace(found.tracks, start=np.array([0, 201]), ecef=ecef)
    return plan, replace(found, tracks=tracks)


def switched(plan, chances, kind="emitting"):
    kernel = engine.prepare(plan, chances)
    return [e for e in engine.replay(kernel, 1, 0)[1] if e.kind == kind]


def test_a_bearing_switches_a_radar_on_one_switch_on_time_later():
    plan, chances = listening()
    heard = switched(plan, chances, "heard")
    # 50 km of 111.3 km in 200 s, 556.6 m a second: the first node within 50 km is the 111th.
    assert [(e.time, e.radar, e.target) for e in heard] == [(111.0, 0, 1)]
    assert heard[0].value == pytest.approx(np.pi / 2.0, abs=1e-6)
    assert [e.time for e in switched(plan, chances)] == [115.0]
    assert [e.time for e in switched(plan, chances, "firm")] == [115.0]  # and nothing was held before


@pytest.mark.parametrize(
    "changes",
    [
        {"emits": False},
        {"finder": False},
        {"bearing": False, "time": 1e4},
        {"facing": -np.pi / 2.0},
        {"categories": tuple(k == DECOY for k in range(len(CATEGORIES)))},
    ],
)
def test_and_none_does_else(changes):
    assert switched(*listening(**changes), "heard") == []
    assert switched(*listening(**changes)) == []


def test_a_jammer_is_heard_without_being_said_to_emit():
    plan, chances = listening(emits=False)
    plan = replace(plan, threats=(replace(plan.threats[0], jammer_density=1e-6),))
    assert [e.time for e in switched(plan, chances, "heard")] == [111.0]
