"""The scenarios on which the two engines are compared, each chosen to exercise other rules.

All but the last go through the real layers: loader, physics, opportunities. They are small, so that a
replication takes the slow engine 2 to 15 ms (the reference raid some 50 ms).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache, partial
from typing import TYPE_CHECKING

from airdef import scenario as loader
from airdef.opportunity import compute_cached
from airdef.scenario.movement_plan import MovementPlan, PositionPlan
from airdef.scenario.plan import CATEGORIES, EmissionPlan, TellingPlan
from airdef.scenario.positions import with_positions

from . import commanded
from .builders import HERE, doctrine, launcher, missile, radar, scenario, system, threat, unit
from .builders import Hand as HandMade
from .texts import BACK, ESCORT, FLEES, GUARDS, LAYERS, NODE, SPENT, TOLD, TURNS

if TYPE_CHECKING:
    from collections.abc import Callable

    from airdef.opportunity.tables import Opportunities
    from airdef.scenario.plan import Scenario

    Case = tuple[Scenario, Opportunities]

ARM, DECOY = CATEGORIES.index("anti_radiation"), CATEGORIES.index("decoy")
ASSET = "assets: [{name: port, at: [0.0, 0.0], radius: 1 km, value: 10, hits_to_destroy: 20}]"

CHANNEL_LIMITED = f"""
name: Channels
defence:
  - system: S-300PMU-2
    at: [0.03, 0.03]
    fire_units: 1
    facing: 225 deg
    doctrine: {{policy: shoot-look-shoot, assessment: {{delay: 2 s}}}}
    overrides: {{system.target_channels: 1, system.missile_channels: 3, system.reaction_time: 2 s, missile.sspk: 0.6,
      missile.constant_speed: 3 km/s, missile.max_range: 60 km}}
{ASSET}
raid:
  - {{threat: fighter, count: 10, route: [[-1.2, -1.0], [0, 0]], speed: 500 m/s, altitude: 7 km, spacing: 2 s,
     aims_at: port}}
"""
"""The time from one engagement to the next is short, so that a second more of assessment shows."""

MAGAZINE_LIMITED = f"""
name: Magazines
defence:
  - system: S-300PMU-2
    at: [0.03, 0.03]
    fire_units: [{{facing: 225 deg, launchers: 2}}, {{facing: 225 deg, launchers: 1}}]
    doctrine: {{policy: shoot-shoot-look, priority: nearest,
      assessment: {{delay: 5 s, distribution: exponential}}}}
    overrides: {{system.missiles_per_launcher: 2, system.reload_time: 90 s, system.reloads: 1, missile.sspk: 0.5,
      system.launcher_interval: 7 s}}
{ASSET}
raid:
  - {{threat: fighter, count: 8, route: [[-1.2, -1.0], [0, 0]], speed: 260 m/s, altitude: 7 km, spacing: 20 s,
     aims_at: port}}
"""

IDLE_RELOADS = f"""
name: Reloads while idle
defence:
  - system: S-300PMU-2
    at: [0.03, 0.03]
    fire_units: [{{facing: 225 deg, launchers: 3}}]
    doctrine: {{policy: salvo, salvo: 1, reload: when-idle}}
    overrides: {{system.missiles_per_launcher: 3, system.reload_time: 90 s, system.reloads: 1, missile.sspk: 0.8,
      system.target_channels: 6, system.missile_channels: 6}}
{ASSET}
raid:
  - {{threat: fighter, name: single, count: 2, route: [[-1.2, -1.0], [0, 0]], speed: 280 m/s, altitude: 7 km,
     spacing: 45 s, aims_at: port}}
  - {{threat: fighter, name: burst, count: 14, route: [[-1.2, -1.0], [0, 0]], speed: 1500 m/s, altitude: 7 km,
     at_time: 5 min, spacing: 1 s, aims_at: port}}
"""
"""Two come one after the other, with time to load what they cost; then more than the loaded rounds can stop."""

PHANTOMS = f"""
name: Wrong assessments
defence:
  - system: S-300PMU-2
    at: [0.03, 0.03]
    fire_units: 2
    facing: 225 deg
    doctrine: {{policy: shoot-look-shoot, rounds: 3,
      assessment: {{delay: 3 s, alive_given_dead: 0.4, dead_given_alive: 0.25}}}}
    overrides: {{system.target_channels: 2, missile.sspk: 0.6}}
{ASSET}
raid:
  - {{threat: fighter, count: 8, route: [[-1.2, -1.0], [0, 0]], speed: 300 m/s, altitude: 7 km, spacing: 4 s,
     aims_at: port, max_load_factor: 4, manoeuvring: true}}
"""

FACINGS = """
name: Three facings
defence:
  - system: S-300PMU-2
    at: [0.0, 0.0]
    fire_units: 2
    facings: [225 deg, 45 deg, 315 deg]
    doctrine: {policy: shoot-look-shoot, priority: most-value}
    overrides: {system.slew_rate: 4 deg/s, missile.sspk: 0.7}
assets:
  - {name: port, at: [0.0, 0.0], radius: 1 km, value: 10, hits_to_destroy: 20}
  - {name: depot, at: [0.02, 0.02], radius: 1 km, value: 3, hits_to_destroy: 2}
raid:
  - {threat: fighter, name: south, count: 3, route: [[-1.2, -1.0], [0, 0]], speed: 300 m/s, altitude: 7 km,
     arrivals: poisson, spacing: 15 s, aims_at: port}
  - {threat: fighter, name: north, count: 3, route: [[1.0, 1.2], [0.02, 0.02]], speed: 300 m/s, altitude: 6 km,
     arrivals: poisson, spacing: 15 s, at_time: 20 s, aims_at: depot}
  - {threat: cruise-missile, name: west, count: 2, route: [[0.6, -0.6], [0, 0]], speed: 240 m/s, altitude: 60 m,
     spacing: 40 s, at_time: 60 s, aims_at: port}
"""

TRACK_CAPACITY = f"""
name: Few tracks
defence:
  - system: S-300PMU-2
    at: [0.03, 0.03]
    fire_units: 1
    facing: 225 deg
    surveillance: [64N6E2]
    overrides: {{radar.64N6E2.track_capacity: 3, engagement_radar.track_capacity: 2, system.drop_misses: 2,
      missile.sspk: 0.6, radar.64N6E2.detection_range: 90 km, engagement_radar.detection_range: 50 km}}
{ASSET}
raid:
  - {{threat: lo-fighter, name: faint, count: 5, route: [[-0.9, -0.8], [0, 0]], speed: 250 m/s, altitude: 8 km,
     spacing: 5 s, aims_at: port}}
  - {{threat: fighter, name: bright, count: 4, route: [[-1.0, -0.7], [-0.2, -0.1], [-1.0, 0.2]], speed: 280 m/s,
     altitude: 8 km, spacing: 6 s}}
"""

SALVO_LISTS = f"""
name: Salvo lists
defence:
  - system: S-300PMU-2
    name: north
    at: [0.05, 0.03]
    fire_units: [{{facing: 225 deg, launchers: 2}}, {{facing: 225 deg, launchers: 2}}]
    doctrine: {{salvo: {{aircraft: [1, 2, 3], ballistic: [3, 1]}}, rounds: 3, reserve: 3, reserve_for: [ballistic],
      salvo_reliability: 0.85, hold_fire_range: 90 km}}
    overrides: {{missile.sspk: 0.6}}
  - system: S-300PS
    name: south
    at: [-0.03, 0.03]
    fire_units: 1
    facing: 225 deg
    doctrine: {{policy: salvo, salvo: 2, ignore: [ballistic], salvo_reliability: 0.9}}
{ASSET}
raid:
  - {{threat: fighter, count: 8, route: [[-1.0, -0.9], [0, 0]], speed: 280 m/s, altitude: 8 km, arrivals: poisson,
     spacing: 6 s, aims_at: port}}
  - {{threat: srbm, count: 2, from: [-2.0, -2.0], at_time: 120 s, spacing: 10 s, aims_at: port}}
"""

LOSSES = """
name: The defence is hit
defence:
  - system: S-300PMU-2
    at: [0.0, 0.0]
    fire_units: [{at: [0.03, 0.0], facing: 225 deg}, {at: [-0.03, 0.0], facing: 225 deg}]
    doctrine: {policy: shoot-look-shoot, priority: nearest}
    overrides: {missile.sspk: 0.45, system.target_channels: 2}
assets: [{name: port, at: [0.0, 0.05], radius: 1 km, value: 10, hits_to_destroy: 20}]
raid:
  - threat: fighter
    name: hunters
    count: 2
    route: [[-1.4, -0.9], [-0.7, -0.5], [-1.4, -0.6]]
    speed: 300 m/s
    altitude: 8 km
    spacing: 4 s
    releases: [{threat: arm, at_range: 100 km, aims_at: unit-1/radar, overrides: {threat.hit_probability: 0.7}}]
  - {threat: cruise-missile, name: at-post, count: 2, route: [[-0.6, -0.5], [0, 0]], speed: 240 m/s, altitude: 80 m,
     spacing: 5 s, aims_at: S-300PMU-2/post, overrides: {threat.hit_probability: 0.7}}
  - {threat: fighter, name: raid, count: 4, route: [[-1.2, -1.0], [0.0, 0.05]], speed: 280 m/s, altitude: 7 km,
     spacing: 8 s, at_time: 90 s, aims_at: port}
  - {threat: cruise-missile, name: at-launcher, count: 2, route: [[-0.7, -0.6], [-0.03, 0.0]], speed: 240 m/s,
     altitude: 80 m, spacing: 5 s, aims_at: unit-2/launcher-1}
"""

MARGINAL = """
name: What a salvo saves
defence:
  - system: S-300PMU-2
    at: [0.03, 0.03]
    fire_units: [{facing: 225 deg, launchers: 2}, {facing: 225 deg, launchers: 2}]
    doctrine: {salvo: {aircraft: [1, 2], ballistic: [2]}, priority: marginal-value, assessment: {delay: 4 s}}
    overrides: {system.target_channels: 1, system.missile_channels: 2, missile.sspk.aircraft: 0.8,
      missile.sspk.cruise: 0.35, missile.sspk.ballistic: 0.25}
assets:
  - {name: port, at: [0.0, 0.0], radius: 1 km, value: 10, hits_to_destroy: 4}
  - {name: depot, at: [0.02, 0.0], radius: 1 km, value: 6, hits_to_destroy: 2}
  - {name: mast, at: [0.0, 0.02], radius: 1 km, value: 2, hits_to_destroy: 1}
raid:
  - {threat: fighter, name: at-mast, count: 4, route: [[-1.1, -0.9], [0.0, 0.02]], speed: 500 m/s, altitude: 7 km,
     spacing: 6 s, aims_at: mast}
  - {threat: fighter, name: at-depot, count: 4, route: [[-1.2, -1.0], [0.02, 0.0]], speed: 500 m/s, altitude: 7 km,
     spacing: 6 s, at_time: 2 s, aims_at: depot}
  - {threat: cruise-missile, name: at-port, count: 4, route: [[-0.7, -0.6], [0, 0]], speed: 240 m/s, altitude: 1 km,
     spacing: 8 s, at_time: 60 s, aims_at: port}
  - {threat: srbm, name: over, count: 2, from: [-1.5, -1.5], at_time: 100 s, spacing: 10 s, aims_at: port}
"""
"""What is worth most is hit least, so that neither value nor time orders the threats as what a salvo saves does."""

SILENT = """
name: Silent until cued
defence:
  - system: S-300PMU-2
    at: [0.0, 0.0]
    surveillance: [64N6E2]
    fire_units: [{name: one, at: [0.03, 0.0], facing: 225 deg}, {name: two, at: [-0.03, 0.0], facing: 225 deg}]
    emission: {engagement_radar: {silent_until: {track: true, within: 60 km, categories: [aircraft]}},
      64N6E2: {silent_until: {range: 110 km, time: 260 s}}}
    doctrine: {policy: shoot-look-shoot, assessment: {delay: 4 s}}
    overrides: {missile.sspk: 0.6, system.target_channels: 2, engagement_radar.switch_on_time: 25 s,
      radar.switch_on_time: 10 s, radar.64N6E2.detection_range: 90 km}
assets: [{name: port, at: [0.0, 0.05], radius: 1 km, value: 10, hits_to_destroy: 20}]
raid:
  - threat: fighter
    name: hunters
    count: 2
    route: [[-1.4, -0.9], [-0.4, -0.3], [-1.4, -0.6]]
    speed: 300 m/s
    altitude: 8 km
    arrivals: poisson
    spacing: 10 s
    releases:
      - {threat: arm, name: first, at_range: 60 km, aims_at: one/radar}
      - {threat: arm, name: second, at_range: 55 km, aims_at: two/radar}
  - {threat: cruise-missile, name: low, count: 3, route: [[-0.5, -0.4], [0.0, 0.05]], speed: 240 m/s, altitude: 80 m,
     arrivals: poisson, spacing: 15 s, aims_at: port}
  - {threat: lo-fighter, name: raid, count: 4, route: [[-1.2, -1.0], [0.0, 0.05]], speed: 280 m/s, altitude: 7 km,
     spacing: 8 s, at_time: 120 s, aims_at: port}
"""
"""Some of the homing weapons arrive before their radars have radiated, some after."""

DUTY = f"""
name: By turns
defence:
  - system: S-300PMU-2
    at: [0.03, 0.03]
    surveillance: [64N6E2]
    fire_units: 2
    facing: 225 deg
    emission: {{engagement_radar: {{duty_cycle: {{on: 40 s, off: 30 s}}}},
      radar: {{duty_cycle: {{on: 15 s, off: 50 s}}}}}}
    doctrine: {{policy: shoot-look-shoot, assessment: {{delay: 3 s}}}}
    overrides: {{missile.sspk: 0.6, system.target_channels: 2, engagement_radar.switch_on_time: 10 s,
      radar.64N6E2.switch_on_time: 10 s, radar.64N6E2.detection_range: 80 km, engagement_radar.detection_range: 50 km,
      missile.constant_speed: 2 km/s}}
{ASSET}
raid:
  - {{threat: fighter, name: raid, count: 6, route: [[-1.0, -0.8], [0, 0]], speed: 400 m/s, altitude: 7 km,
     spacing: 6 s, aims_at: port}}
  - {{threat: cruise-missile, name: low, count: 2, route: [[-0.3, -0.3], [0, 0]], speed: 240 m/s, altitude: 60 m,
     spacing: 10 s, at_time: 60 s, aims_at: port}}
  - threat: fighter
    name: hunter
    count: 1
    route: [[-1.4, -0.9], [-0.4, -0.3], [-1.4, -0.6]]
    speed: 300 m/s
    altitude: 8 km
    releases: [{{threat: arm, at_range: 65 km, aims_at: unit-1/radar, overrides: {{threat.memory_drift: 1.5 m/s}}}}]
"""

SHUT_DOWN = """
name: Shut-down
defence:
  - system: S-300PMU-2
    at: [0.0, 0.0]
    fire_units: [{name: one, at: [0.03, 0.0], facing: 225 deg}, {name: two, at: [-0.03, 0.0], facing: 225 deg}]
    emission: {64N6E2: {duty_cycle: {on: 60 s, off: 30 s}}}
    doctrine: {policy: shoot-look-shoot, priority: nearest, ignore: [anti_radiation],
      shut_down: {time: 20 s, warning: 15 s}}
    overrides: {missile.sspk: 0.45, missile.max_range: 60 km, system.target_channels: 2,
      engagement_radar.switch_on_time: 8 s, radar.switch_on_time: 8 s}
assets: [{name: port, at: [0.0, 0.05], radius: 1 km, value: 10, hits_to_destroy: 20}]
raid:
  - threat: fighter
    name: hunters
    count: 3
    route: [[-1.4, -0.9], [-0.5, -0.4], [-1.4, -0.6]]
    speed: 300 m/s
    altitude: 8 km
    arrivals: poisson
    spacing: 15 s
    releases:
      - {threat: arm, name: at-one, at_range: 75 km, aims_at: one/radar,
         overrides: {threat.memory_drift: 3 m/s, threat.hit_probability: 0.8}}
      - {threat: arm, name: at-two, at_range: 72 km, aims_at: two/radar, overrides: {threat.hit_probability: 0.8}}
  - {threat: cruise-missile, name: at-post, count: 1, route: [[-0.6, -0.5], [0, 0]], speed: 240 m/s, altitude: 80 m,
     aims_at: S-300PMU-2/post, overrides: {threat.hit_probability: 0.9}}
  - {threat: fighter, name: raid, count: 6, route: [[-1.2, -1.0], [0.0, 0.05]], speed: 280 m/s, altitude: 7 km,
     spacing: 12 s, at_time: 90 s, aims_at: port}
"""


@dataclass(frozen=True)
class Compared:
    """A scenario of the comparison: its name, what it exercises, the rules of engagement.md, and how to make it."""

    name: str
    exercises: str
    rules: str
    make: Callable[[], Case]


def _bundled(name: str, **overrides: object) -> Callable[[], Case]:
    def make() -> Case:
        plan = loader.load(name, {path.replace("__", "."): value for path, value in overrides.items()})
        return plan, compute_cached(plan)

    return cache(make)


def _text(text: str) -> Callable[[], Case]:
    def make() -> Case:
        plan = loader.loads(text)
        return plan, compute_cached(plan)

    return cache(make)


def everything() -> tuple[Scenario, HandMade]:
    """Two systems, losses of every kind, released weapons, re-engagements of dead targets, reserves, reloads, random
    starts, by hand."""
    sees = radar(confirm_m=2, confirm_n=3, drop_misses=3, track_capacity=6)
    fires = unit(
        radar=sees,
        missiles=(missile(0.5), missile(0.4, needs_radar=False)),
        launchers=(launcher(4, reloads=1, reload_time=30.0, interval=3.0), launcher(3, missile=1)),
        target_channels=3,
        missile_channels=4,
        reaction_time=4.0,
        launch_interval=2.0,
    )
    rules = doctrine((2, 1), rounds=3, reserve=1, assessment_delay=2.0, alive_given_dead=0.2, dead_given_alive=0.1)
    systems = (
        system(fires, fires, surveillance=(sees,), doctrine=rules),
        system(fires, doctrine=rules),
    )
    # targets: 0 asset; 1, 2 posts; 3 surveillance, 4, 5, 6 engagement radars; 7.. launchers
    aims = [0, 1, 2, 3, 4, 5, 6, 7, 8, -1, 0, 0]
    raiders = [
        threat(m, target=aim, threat_class="one" if m % 2 else "two", gap_mean=2.0, hit_probability=0.8)
        for m, aim in enumerate(aims)
    ]
    weapons = [
        threat(m, formation_index=1, target=aim, homing=True, parent=parent, start_time=40.0)
        for m, (aim, parent) in enumerate([(4, 0), (5, 1), (0, 9)])
    ]
    plan = scenario(*systems, threats=raiders + weapons)
    arrivals = [60.0 + 3 * j for j in range(9)] + [float("inf"), 70.0, 71.0] + [80.0, 90.0, 100.0]
    ends = [a if a < float("inf") else 75.0 for a in arrivals]
    hand = HandMade(plan, arrivals, ends, flight=5.0)
    hand.seen_by_all([(5.0 + i, 0.5) for i in range(100)])
    hand.open_to_all([(10.0, 40.0), (45.0, 95.0)])
    return plan, hand


@cache
def _by_hand() -> Case:
    plan, hand = everything()
    return plan, hand.build()


@cache
def _by_hand_in_silence() -> Case:
    """Everything at once, with radars that wait, change by turns, and are shut down for the homing weapons."""
    plan, hand = everything()
    first, second = plan.systems
    turns, waits = EmissionPlan(on=13.0, off=7.0, switch_on_time=2.0), EmissionPlan(silent=True, time=12.0)
    rules = replace(first.doctrine, shut_down=6.0, shut_down_warning=8.0)
    units = tuple(
        replace(u, radar=replace(u.radar, emission=e))
        for u, e in zip(
            first.units, (EmissionPlan(switch_on_time=2.0), replace(waits, switch_on_time=3.0)), strict=True
        )
    )
    far = tuple(replace(u, radar=replace(u.radar, emission=turns)) for u in second.units)
    systems = (replace(first, units=units, doctrine=rules), replace(second, units=far))
    arms = [
        replace(t, category=ARM, looks_like=ARM, memory_drift=10.0, lethal_radius=30.0) if t.homing else t
        for t in plan.threats
    ]
    hand.plan = plan = replace(plan, systems=systems, threats=tuple(arms))
    return plan, hand.build()


@cache
def _by_hand_in_disguise() -> Case:
    """Everything at once, with decoys told apart at whole seconds, and a formation that turns back."""
    plan, hand = everything()
    first, second = plan.systems
    chances = [tuple(p * (c == DECOY) for c in range(len(CATEGORIES))) for p in (1.0, 0.2)]
    tells = TellingPlan(4.0, (5e6, 7e6), tuple(chances))  # by hand all is some 6.4e6 m away
    looks = replace(first.surveillance[0], telling=tells)
    units = tuple(replace(u, radar=replace(u.radar, telling=tells)) for u in first.units)
    rules = replace(first.doctrine, engage=tuple(c != DECOY for c in range(len(CATEGORIES))))
    systems = (replace(first, surveillance=(looks,), units=units, doctrine=rules), second)
    raid = {"losses_to_turn_back": 6, "turn_back_delay": 20.0}
    threats = [
        replace(t, **raid, **({"category": DECOY, "threat_class": "decoy"} if t.member % 3 == 0 else {}))
        if t.formation_index == 0
        else t
        for t in plan.threats
    ]
    hand.plan = plan = replace(plan, systems=systems, threats=tuple(threats))
    return plan, hand.build()


@cache
def _by_hand_on_the_move() -> Case:
    """Everything at once, with units and a radar that move by plan, by turns, and as doctrine says."""
    plan, hand = everything()
    first, second = plan.systems
    road = ((0.0, 3.0, 4.0), (3.0, 0.0, 2.0), (4.0, 2.0, 0.0))
    goes = MovementPlan((PositionPlan("a", HERE), PositionPlan("b", HERE)), set_up=2.0, tear_down=1.0, march=road)
    turns = EmissionPlan(on=13.0, off=7.0, switch_on_time=2.0)
    waits = EmissionPlan(silent=True, time=18.0, switch_on_time=2.0)
    looks = replace(first.surveillance[0], movement=replace(goes, stay=14.0))
    by_plan = replace(goes, plan=((20.0, 1), (40.0, 2), (50.0, 0)))
    radars = [
        replace(u.radar, movement=m, emission=e)
        for u, m, e in zip(first.units, (by_plan, goes), (waits, EmissionPlan()), strict=True)
    ]
    flees = {"move_after": 3, "move_warning": 9.0, "move_categories": (True,) * len(CATEGORIES)}
    rules = replace(first.doctrine, shut_down=6.0, shut_down_warning=8.0, reload="when-idle", **flees)
    units = tuple(replace(u, radar=r) for u, r in zip(first.units, radars, strict=True))
    far = tuple(
        replace(u, radar=replace(u.radar, movement=replace(goes, stay=11.0), emission=turns)) for u in second.units
    )
    systems = (replace(first, surveillance=(looks,), units=units, doctrine=rules), replace(second, units=far))
    threats = [
        replace(t, aim=t.member % 2, memory_drift=10.0, lethal_radius=30.0) if t.target >= 3 else t
        for t in plan.threats
    ]
    threats = [replace(t, category=ARM, looks_like=ARM) if t.homing else t for t in threats]
    hand.plan = plan = replace(plan, systems=systems, threats=tuple(threats))
    before = set(hand.windows)
    hand.seen_by_all([(5.0 + i, 0.5) for i in range(100)])
    for w, _ in enumerate(with_positions(plan).interceptors()):
        for j in range(len(plan.threats)):
            if (w, 0, j) not in before:
                hand.windows[w, 0, j] = [(12.0, 42.0), (50.0, 90.0)]
    return plan, hand.build()


SCENARIOS = (
    Compared(
        "port-raid",
        "the reference raid: releases, reserve, shoot-look-shoot",
        "Threats, Tracks, Intercept, Counts",
        _bundled("port-raid"),
    ),
    Compared(
        "channel-limited",
        "one channel, a short cycle, one shot before the look",
        "Decisions, Launching, Assessment",
        _text(CHANNEL_LIMITED),
    ),
    Compared(
        "magazine-limited",
        "few rounds, reloads, launcher intervals, random assessment, nearest first",
        "Launching, Assessment, Why it leaked",
        _text(MAGAZINE_LIMITED),
    ),
    Compared(
        "idle-reloads",
        "launchers topped up while they are idle, two missile types, stock drawn by the round",
        "Reloading, Launching",
        _text(IDLE_RELOADS),
    ),
    Compared(
        "re-engagements of dead targets",
        "assessment errors, bounded rounds, manoeuvre",
        "Assessment, Intercept",
        _text(PHANTOMS),
    ),
    Compared(
        "facings",
        "several facings with slewing, random gaps, most value first",
        "Ready, Decisions, Threats",
        _text(FACINGS),
    ),
    Compared("few-tracks", "track capacity, drops, threats that only pass", "Tracks, Ready", _text(TRACK_CAPACITY)),
    Compared(
        "salvo-lists",
        "salvo lists, reserve, hold fire, salvo reliability, two systems",
        "Decisions, Intercept",
        _text(SALVO_LISTS),
    ),
    Compared(
        "losses",
        "anti-radiation missiles; a post and a launcher lost",
        "Arrivals, Who decides, Why it leaked",
        _text(LOSSES),
    ),
    Compared(
        "low-level",
        "autonomous units, masts, drones and decoys",
        "Who decides, Tracks",
        _bundled("low-level", raid__0__count=4, raid__1__count=4, raid__2__count=3),
    ),
    Compared(
        "s400",
        "mixed missile types, a post lost, stand-off jamming",
        "Who decides, Arrivals",
        _bundled("s400"),
    ),
    Compared(
        "marginal-value",
        "the threat first of which a first salvo saves most",
        "Decisions, Arrivals",
        _text(MARGINAL),
    ),
    Compared(
        "silent",
        "radars silent until a track, a range or a time; homing weapons at radars that have not radiated",
        "Emission, Arrivals, Why it leaked",
        _text(SILENT),
    ),
    Compared(
        "duty-cycles",
        "duty cycles of random phase; tracks lost and guidance broken by silence",
        "Emission, Tracks, Intercept, Why it leaked",
        _text(DUTY),
    ),
    Compared(
        "shut-down",
        "radars shut down for homing weapons, again and again; memory of a silent radar; a post lost",
        "Emission, Arrivals, Intercept",
        _text(SHUT_DOWN),
    ),
    Compared(
        "told-apart",
        "decoys told apart by all radars of a system, what looks like a decoy and is none, a post lost",
        "Telling decoys apart, Who decides, Why it leaked",
        _text(TOLD),
    ),
    Compared(
        "spent-on-decoys",
        "rounds and channels that decoys cost, salvos and a reserve by what is known, two systems",
        "Telling decoys apart, Decisions, Why it leaked",
        _text(SPENT),
    ),
    Compared(
        "turning-back",
        "formations that turn back, by number and by share; released weapons; late members",
        "Turning back, Threats, Assessment",
        _text(BACK),
    ),
    Compared(
        "by-turns",
        "units and a radar that move by turns and by plan; homing weapons aimed at their positions",
        "Movement, Arrivals, Why it leaked",
        _text(TURNS),
    ),
    Compared(
        "moves-of-doctrine",
        "units that move after so many engagements or when attacked; reloads while idle, shut-downs",
        "Movement, Arrivals, Reloading, Emission",
        _text(FLEES),
    ),
    Compared(
        "point-defence",
        "units of one magazine that guard a silent battery; a node hears for it, and its post is attacked",
        "Guarding, Magazines, Emission",
        _text(GUARDS),
    ),
    Compared(
        "escort",
        "an escort that jams until it is shot, a stand-off jammer that stays, weapons that are released screened",
        "Jamming formations, Why it leaked",
        _text(ESCORT),
    ),
    Compared(
        "layered",
        "four layers and a guard below a node: decoys, a silent layer, released weapons, a link that is lost",
        "Command, Telling decoys apart, Emission, Guarding, Why it leaked",
        _text(LAYERS),
    ),
    Compared(
        "node-on-the-move",
        "units below a node that move by turns, after engagements and when attacked; launches on the node's tracks",
        "Command, Movement, Why it leaked",
        _text(NODE),
    ),
    *(
        Compared(
            f"layers, {sector}, {brigade}",
            f"three layers below two nodes, allocation {sector} and {brigade}; links full, lost, restored; posts lost",
            "Command, Why it leaked, Counts",
            partial(commanded.layered, sector, brigade),
        )
        for sector, brigade in commanded.ALLOCATIONS
    ),
    Compared("by-hand", "everything at once, events at equal times", "Time and ties, Counts", _by_hand),
    Compared(
        "by-hand-in-silence",
        "the same with radars that wait, change by turns and are shut down",
        "Time and ties, Emission, Who decides",
        _by_hand_in_silence,
    ),
    Compared(
        "by-hand-in-disguise",
        "the same with decoys told apart at whole seconds, and a formation that turns back",
        "Time and ties, Telling decoys apart, Turning back",
        _by_hand_in_disguise,
    ),
    Compared(
        "by-hand-on-the-move",
        "the same with moves by plan, by turns and of doctrine, duty cycles, shut-downs and waiting for a time",
        "Time and ties, Movement, Emission, Reloading",
        _by_hand_on_the_move,
    ),
)
"""Every scenario of the comparison."""


def named(name: str) -> Case:
    """Return one of them by name: its scenario and its opportunities."""
    return next(case for case in SCENARIOS if case.name == name).make()
