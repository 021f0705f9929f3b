"""Engagements generated from one number: several systems, every feature of the doctrine, ragged opportunities.

What there is (which features, how many) is drawn by Hypothesis, so that a failing case shrinks to the features
that matter; the figures inside come from a generator seeded by one more number.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from hypothesis import strategies as st

from airdef.scenario.movement_plan import PositionPlan
from airdef.scenario.plan import (
    CATEGORIES,
    DoctrinePlan,
    EmissionPlan,
    FireUnitPlan,
    MovementPlan,
    Place,
    RadarPlan,
    Scenario,
    SystemPlan,
    TellingPlan,
    ThreatPlan,
)
from airdef.scenario.positions import with_positions
from reference.builders import C, Hand, asset, doctrine, launcher, missile, radar, scenario, system, threat, unit

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True)
class Features:
    """What a generated engagement has."""

    systems: int = 1
    units: int = 2
    groups: int = 3
    autonomous: bool = False
    surveillance: bool = False
    uncertain_looks: bool = False
    track_capacity: bool = False
    second_missile: bool = False
    slow_launchers: bool = False
    reloads: bool = False
    topped_up: bool = False
    few_missile_channels: bool = False
    facings: bool = False
    long_salvos: bool = False
    rounds: bool = False
    reserve: bool = False
    left_alone: bool = False
    hold_fire: bool = False
    assessment_errors: bool = False
    random_assessment: bool = False
    common_mode: bool = False
    gaps: bool = False
    releases: bool = False
    strikes: bool = False
    passing: bool = False
    ties: bool = False
    emission: bool = False
    telling: bool = False
    turning: bool = False
    movement: bool = False


FLAGS = [f.name for f in fields(Features) if f.type == "bool"]
ALL = Features(**(dict.fromkeys(FLAGS, True) | {"ties": False}), systems=2)
"""Everything at once."""


@st.composite
def features(draw: Callable[..., Any], **fixed: Any) -> Features:
    """Draw features; those given by name are fixed."""
    chosen = {name: draw(st.booleans()) for name in FLAGS if name not in fixed}
    sizes = {"systems": st.integers(1, 2), "units": st.integers(1, 3), "groups": st.integers(0, 4)}
    chosen |= {name: draw(size) for name, size in sizes.items() if name not in fixed}
    return Features(**chosen, **fixed)


class _Maker:
    """Numbers from one generator; whole seconds if ties are wanted."""

    def __init__(self, f: Features, seed: int) -> None:
        self.f = f
        self.rng = np.random.default_rng(seed)

    def whole(self, low: int, high: int) -> int:
        return int(self.rng.integers(low, high, endpoint=True))

    def time(self, low: float, high: float) -> float:
        t = float(self.rng.uniform(low, high))
        return float(round(t)) if self.f.ties else t

    def one_of(self, *choices: Any) -> Any:
        return choices[int(self.rng.integers(len(choices)))]

    def flags(self) -> tuple[bool, ...]:
        return tuple(bool(x) for x in self.rng.random(C) < 0.6)


def engagement(f: Features, seed: int) -> Hand:
    """Return the engagement that belongs to these features and this number."""
    make = _Maker(f, seed)
    systems = tuple(_system(make, s) for s in range(f.systems))
    empty = scenario(*systems, threats=[], assets=(asset(value=3.0, hits_to_destroy=2), asset(value=7.0)))
    threats, arrivals, ends = _raid(make, empty)
    plan = replace(empty, threats=tuple(threats))
    if f.movement:
        plan = _moving(make, plan)
    hand = Hand(plan, arrivals, ends, facings=2 if f.facings else 1, dt=20.0)
    U, T = len(list(with_positions(plan).units())), len(threats)
    hand.closest = np.array([[make.time(0.0, 500.0) for _ in range(T)] for _ in range(U)]).reshape(U, T)
    _looks(make, hand)
    _shots(make, hand)
    if f.emission:
        hand.plan = _silent(make, plan)
    if f.telling:
        hand.plan = _sorting(make, hand.plan)
    if f.turning:
        hand.plan = _returning(make, hand.plan)
    return hand


def _sorting(make: _Maker, plan: Scenario) -> Scenario:
    """Return the plan with radars that tell threats apart, by category; every place is within the range, or none."""

    def radar_of(own: RadarPlan) -> RadarPlan:
        chances = tuple(float(p) for p in make.rng.choice([0.0, 0.1, 0.5, 1.0], C))
        by_range = TellingPlan(make.time(1.0, 40.0), (1e3, make.one_of(1e9, 1e6)), ((1.0,) * C, chances))
        return replace(own, telling=make.one_of(by_range, by_range, TellingPlan()))

    systems = []
    for own in plan.systems:
        units = tuple(replace(unit, radar=radar_of(unit.radar)) for unit in own.units)
        systems.append(replace(own, units=units, surveillance=tuple(radar_of(eye) for eye in own.surveillance)))
    return replace(plan, systems=tuple(systems))


def _returning(make: _Maker, plan: Scenario) -> Scenario:
    """Return the plan with formations that turn back at a loss threshold; what is released does not."""
    orders = {t.formation_index: (make.whole(0, 2), make.time(0.0, 60.0)) for t in plan.threats if t.parent < 0}
    threats = tuple(
        replace(t, losses_to_turn_back=orders[t.formation_index][0], turn_back_delay=orders[t.formation_index][1])
        if t.parent < 0
        else t
        for t in plan.threats
    )
    return replace(plan, threats=threats)


def _moving(make: _Maker, plan: Scenario) -> Scenario:
    """Return the plan with units and radars that move, by each cause, and threats aimed at each of their positions."""

    def radar_of(own: RadarPlan) -> RadarPlan:
        count = make.whole(2, 3)
        march = tuple(tuple(0.0 if a == b else make.time(1.0, 30.0) for b in range(count)) for a in range(count))
        places = tuple(PositionPlan(f"place {i}", Place(0.0, 0.001 * i)) for i in range(1, count))
        moves = MovementPlan(places, make.time(1.0, 20.0), make.time(0.0, 20.0), march)
        cause = make.whole(0, 3)
        if cause == 0:
            first = make.time(-50.0, 150.0)
            second = first + moves.duration(0, 1) + make.time(0.0, 60.0)
            moves = replace(moves, plan=((first, 1), (second, 0)))
        elif cause == 1:
            moves = replace(moves, stay=make.time(20.0, 120.0))
        return replace(own, movement=make.one_of(MovementPlan(), moves, moves))

    systems = []
    for own in plan.systems:
        near = make.time(10.0, 120.0) if make.rng.random() < 0.5 else 0.0
        rules = replace(own.doctrine, move_after=make.whole(0, 3), move_warning=near, move_categories=make.flags())
        units = tuple(replace(unit, radar=radar_of(unit.radar)) for unit in own.units)
        eyes = tuple(radar_of(eye) for eye in own.surveillance)
        systems.append(replace(own, doctrine=rules, units=units, surveillance=eyes))
    plan = replace(plan, systems=tuple(systems))
    counts = [1] * (len(plan.assets) + len(plan.systems)) + [r.movement.count for r, _, _ in plan.radars()]
    counts += [u.radar.movement.count for u, _ in plan.units() for _ in u.launchers]
    return replace(plan, threats=tuple(replace(t, aim=make.whole(0, counts[t.target] - 1)) for t in plan.threats))


def _silent(make: _Maker, plan: Scenario) -> Scenario:
    """Return the plan with radars that do not always radiate, shut-downs, and homing weapons that remember."""

    def radar_of(own: RadarPlan) -> RadarPlan:
        cues = make.rng.random(3) < (0.6, 0.3, 0.3)
        reach = make.one_of(1e9, 1e6)  # every place of a hand-made track is the Earth's centre
        silent = EmissionPlan(
            silent=bool(cues.any()),
            track=reach * cues[0],
            range=reach * cues[1],
            time=make.time(0.0, 200.0) if cues[2] else float("inf"),
            switch_on_time=make.time(0.0, 30.0),
        )
        by_turns = EmissionPlan(on=make.time(5.0, 60.0), off=make.time(31.0, 90.0), switch_on_time=30.0)
        return replace(own, emission=make.one_of(silent, by_turns, EmissionPlan(switch_on_time=make.time(0.0, 30.0))))

    systems = []
    for own in plan.systems:
        rules = replace(own.doctrine, shut_down=make.one_of(0.0, 20.0), shut_down_warning=make.time(10.0, 120.0))
        units = tuple(replace(unit, radar=radar_of(unit.radar)) for unit in own.units)
        eyes = tuple(radar_of(eye) for eye in own.surveillance)
        systems.append(replace(own, doctrine=rules, units=units, surveillance=eyes))
    looks = CATEGORIES.index("anti_radiation")
    threats = tuple(
        replace(t, looks_like=looks, memory_drift=1.0, lethal_radius=20.0) if t.homing else t for t in plan.threats
    )
    return replace(plan, systems=tuple(systems), threats=threats)


def _radar(make: _Maker, name: str) -> RadarPlan:
    f = make.f
    m, n = make.one_of((1, 1), (2, 3), (3, 5), (2, 2)) if f.uncertain_looks else (1, 1)
    return radar(
        name=name,
        confirm_m=m,
        confirm_n=n,
        drop_misses=make.whole(1, 3),
        track_capacity=make.whole(1, 4) if f.track_capacity else 0,
        hits_to_destroy=make.whole(1, 2),
    )


def _unit(make: _Maker, name: str) -> FireUnitPlan:
    f = make.f
    types = 2 if f.second_missile else 1
    missiles = tuple(
        replace(
            missile(),
            name=f"{name} missile {i + 1}",
            sspk=tuple(float(p) for p in make.rng.choice([0.0, 0.3, 0.6, 0.9, 1.0], C)),
            needs_radar=make.one_of(True, True, False),
            range_factor=make.one_of(1.0, 0.5),
            manoeuvre_factor=0.8,
            jamming_factor=0.7,
        )
        for i in range(types)
    )
    sort = [
        launcher(
            missile=i,
            rounds=make.whole(1, 5),
            interval=make.time(2.0, 20.0) if f.slow_launchers else 0.0,
            reloads=make.whole(0, 2) if f.reloads else 0,
            reload_time=make.time(5.0, 60.0),
        )
        for i in range(types)
    ]
    launchers = [sort[i] for i in range(types) for _ in range(make.whole(1, 3))]
    return unit(
        name=name,
        radar=_radar(make, f"{name} radar"),
        missiles=missiles,
        launchers=tuple(launchers),
        target_channels=make.whole(1, 3),
        missile_channels=make.whole(1, 3) if f.few_missile_channels else 8,
        reaction_time=make.time(0.0, 8.0),
        launch_interval=make.time(0.0, 5.0),
        facings=(0.0, 1.5) if f.facings else (0.0,),
        slew_rate=0.2,
    )


def _doctrine(make: _Maker) -> DoctrinePlan:
    f = make.f
    longest = 3 if f.long_salvos else 1
    return replace(
        doctrine(),
        priority=make.one_of("earliest-impact", "most-value", "nearest", "marginal-value"),
        coordination="autonomous" if f.autonomous else "central",
        salvo=tuple(tuple(make.whole(1, longest) for _ in range(make.whole(1, 3))) for _ in range(C)),
        rounds=make.whole(1, 3) if f.rounds else 0,
        engage=make.flags() if f.left_alone else (True,) * C,
        reload="when-idle" if f.topped_up else "when-empty",
        reserve=make.whole(1, 4) if f.reserve else 0,
        reserve_for=make.flags(),
        hold_fire_range=make.one_of(3e4, 6e4) if f.hold_fire else float("inf"),
        assessment_delay=make.time(0.0, 15.0),
        assessment_exponential=f.random_assessment,
        alive_given_dead=0.3 if f.assessment_errors else 0.0,
        dead_given_alive=0.2 if f.assessment_errors else 0.0,
        salvo_reliability=0.8 if f.common_mode else 1.0,
    )


def _system(make: _Maker, s: int) -> SystemPlan:
    units = tuple(_unit(make, f"unit {s + 1}.{k + 1}") for k in range(make.f.units))
    eyes = (_radar(make, f"eye {s + 1}"),) if make.f.surveillance else ()
    return system(*units, surveillance=eyes, doctrine=_doctrine(make), post_hits_to_destroy=make.whole(1, 2))


def _raid(make: _Maker, plan: Scenario) -> tuple[list[ThreatPlan], list[float], list[float]]:
    """Return threats with their arrivals and the ends of their motions; released ones behind their carriers."""
    f = make.f
    parts = len(plan.target_names())
    first_radar = len(plan.assets) + len(plan.systems)
    radars = range(first_radar, first_radar + len(list(plan.radars())))
    threats: list[ThreatPlan] = []
    arrivals: list[float] = []
    ends: list[float] = []
    for g in range(f.groups):
        size = make.whole(1, 4)
        carriers = len(threats)
        released = f.releases and g > 0 and make.rng.random() < 0.5
        category = make.whole(0, C - 1)
        gap = float(make.rng.uniform(5.0, 40.0)) if f.gaps and not released and make.rng.random() < 0.6 else 0.0
        passes = f.passing and make.rng.random() < 0.3
        target = make.whole(0, parts - 1) if f.strikes and make.rng.random() < 0.5 else make.whole(0, 1)
        for m in range(size):
            start = make.time(0.0, 100.0) if gap == 0.0 else 0.0
            parent = make.whole(0, carriers - 1) if released else -1
            if parent >= 0:
                start = threats[parent].start_time + make.time(1.0, 150.0)
            end = start + make.time(60.0, 400.0)
            plan_of = threat(
                m,
                formation_index=g,
                threat_class=f"class {category}",
                category=category,
                looks_like=make.one_of(category, make.whole(0, C - 1)),
                start_time=start,
                gap_mean=gap,
                parent=parent,
                target=-1 if passes else target,
                homing=target in radars and not passes,
                hits=make.whole(1, 2),
                hit_probability=make.one_of(1.0, 0.7),
                manoeuvring=make.one_of(True, False),
                jammer_density=make.one_of(0.0, 1.0),
            )
            threats.append(plan_of)
            ends.append(end)
            arrivals.append(float("inf") if passes else end)
    return threats, arrivals, ends


def _looks(make: _Maker, hand: Hand) -> None:
    assert hand.ends is not None
    for r in range(len(list(with_positions(hand.plan).radars()))):
        for j, t in enumerate(hand.plan.threats):
            if make.rng.random() < 0.15:
                continue
            count = make.whole(1, 10)
            times = sorted({make.time(t.start_time, hand.ends[j]) for _ in range(count)})
            chances = [0.0, 0.3, 0.7, 1.0] if make.f.uncertain_looks else [1.0]
            hand.looks[r, j] = [(time, float(make.rng.choice(chances))) for time in times]


def _shots(make: _Maker, hand: Hand) -> None:
    """Windows with gaps between them, fly-outs on a grid of 20 s from the start of the threat."""
    assert hand.ends is not None
    wide = with_positions(hand.plan)
    for w, (_, u) in enumerate(wide.interceptors()):
        facings = len([unit for unit, _ in wide.units()][u].facings)
        for j, t in enumerate(hand.plan.threats):
            nodes = int((hand.ends[j] - t.start_time) / hand.dt) + 2
            ranges = np.linspace(9e4, 5e3, nodes) * make.rng.uniform(0.5, 1.0)
            hand.flyouts[w, j] = (t.start_time, [float(x) for x in 2.0 + ranges / 2e3], [float(x) for x in ranges])
            for k in range(facings):
                edges = sorted(make.time(t.start_time, hand.ends[j]) for _ in range(2 * make.whole(0, 2)))
                pairs = list(zip(edges[::2], edges[1::2], strict=True))
                hand.windows[w, k, j] = [(a, b) for i, (a, b) in enumerate(pairs) if i == 0 or a > pairs[i - 1][1]]
