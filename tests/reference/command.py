"""Decisions: which threat is assigned to which unit, and when a unit turns. Taken at the end of an instant."""

from __future__ import annotations

from math import pi
from typing import TYPE_CHECKING

from .cells import kept_from, rank
from .clock import Kind
from .fire import engagement
from .geometry import threatens
from .world import Hold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .clock import Steps
    from .world import Group, Threat, Unit, World

Pair = tuple["Unit", "Threat"]
TURN = 2 * pi


def command(world: World) -> Steps:
    """Process: whenever something has happened, let each group decide once the instant is over.

    Units are asked whether to turn where something has changed for their group, and not because time has passed.
    """
    while True:
        yield world.command.waiting
        for group in world.groups:
            while decide(world, group):
                pass
            for unit in group.units if group.changed else ():
                consider_turning(world, unit)
            group.changed = False


def candidates(world: World, unit: Unit) -> Iterator[Threat]:
    """Yield the threats that fly, known to the unit, free for its group and engaged by its doctrine."""
    for j in unit.known():
        if is_free(unit, world.threats[j]):
            yield world.threats[j]


def is_free(unit: Unit, threat: Threat) -> bool:
    """Tell whether a threat flies, is free for a unit's group and engaged by its doctrine."""
    return threat.flies and unit.group.hold[threat.index] is Hold.FREE and unit.engages(threat)


def is_ready(world: World, unit: Unit, threat: Threat) -> bool:
    """Tell whether a launch after the reaction time would fall into a window; take note if so.

    A unit that is turning is turned to no facing, and so has no windows. For one that is bound to move, or on the move,
    nothing is ready; take note of what passes it.
    """
    if unit.turning:
        return False
    time, windows = world.clock.now + unit.lead - threat.shift, world.geometry
    for w in range(unit.weapon, unit.weapon + len(unit.plan.missiles)):
        if windows.in_window(w, unit.facing, threat.index, time):
            if not unit.in_place:
                threat.passed = True
                return False
            threat.ready_for.add(unit.index)
            threat.first_ready = min(threat.first_ready, world.clock.now)
            threat.lost_again = False
            return True
    return False


def note_passing(world: World, unit: Unit, news: Threat | None) -> None:
    """Take note of the threats but `news` that pass a unit as it begins to move: those ready for it, or all but.

    A window that opens at this very instant is not open yet: readiness comes after moves.
    """
    types = range(unit.weapon, unit.weapon + len(unit.plan.missiles))
    for threat in candidates(world, unit):
        if threat is news:
            continue
        time = world.clock.now + unit.lead - threat.shift
        if not unit.turning and any(world.geometry.has_opened(w, unit.facing, threat.index, time) for w in types):
            threat.passed = True


def ready_pairs(world: World, group: Group) -> Iterator[Pair]:
    """Yield the pairs of a unit and a threat that is ready for it and that it can take."""
    now = world.clock.now
    for unit in group.units:
        if not unit.stands:
            continue
        reserve_for, rounds = unit.system.plan.doctrine.reserve_for, [unit.may_fire(e) for e in (False, True)]
        able = unit.free_targets > 0 and not unit.turning and unit.in_place and any(rounds[True])
        for threat in candidates(world, unit):
            if not able and unit.in_place and unit.index in threat.ready_for and not threat.lost_again:
                continue  # it can take nothing, and that this threat was ready is on record
            ready = is_ready(world, unit, threat)
            if able and ready:
                may_fire = rounds[reserve_for[unit.looks_like(threat)]]
                due = now + unit.lead
                kind = world.choose_type(unit, threat, due, may_fire, in_silence=True)
                if kind is None or kept_from(world, unit, threat):
                    continue
                if world.choose_type(unit, threat, due, may_fire) is not None:
                    yield unit, threat
                else:
                    threat.denied = True


def priority(world: World, pair: Pair) -> tuple[float, ...]:
    """Return what orders threats: the least goes first; the index of the threat breaks ties."""
    unit, threat = pair
    second = "guarded-not-first" in world.faults or not threatens(unit.system.plan, threat.plan)
    return (second, *declared_priority(world, unit, threat))


def declared_priority(world: World, unit: Unit, threat: Threat) -> tuple[float, ...]:
    """Return the same without what is guarded: the declared priority."""
    rule, arrival = unit.system.plan.doctrine.priority, world.arrival(threat)
    if rule == "nearest":
        return (world.geometry.closest[unit.place][threat.index] + threat.shift, threat.index)
    if rule == "most-value":
        return (-value_aimed_at(world, threat), arrival, threat.index)
    if rule == "marginal-value":
        return (-value_saved(world, unit, threat), arrival, threat.index)
    return (arrival, threat.index)


def value_aimed_at(world: World, threat: Threat) -> float:
    """Return the value of the asset aimed at (0: the threat is aimed at no asset)."""
    assets, target = world.scenario.assets, threat.plan.target
    return assets[target].value if 0 <= target < len(assets) else 0.0


def value_saved(world: World, unit: Unit, threat: Threat) -> float:
    """Return the value that a first salvo of the unit is expected to save, with the first type that has any window.

    Priority goes by what the threat looked like at first.
    """
    category, facings = threat.plan.looks_like, range(len(unit.plan.facings))
    for kind, missile in enumerate(unit.plan.missiles):
        rows = [world.geometry.row(unit.weapon + kind, facing, threat.index) for facing in facings]
        if any(world.geometry.opens[row] for row in rows):
            size = unit.system.plan.doctrine.salvo[category][0]
            return value_aimed_at(world, threat) * (1.0 - (1.0 - missile.sspk[category]) ** size)
    return 0.0


def decide(world: World, group: Group) -> bool:
    """Assign the first threat in priority to the best unit; return False if there is nothing to assign."""
    pairs = list(ready_pairs(world, group))
    if not pairs:
        return False
    now = world.clock.now
    _, threat = min(pairs, key=lambda pair: priority(world, pair))
    units = [u for u, t in pairs if t is threat]
    unit = min(
        units,
        key=lambda u: (rank(world, u, threat), max(now + u.lead, u.interval_over), -u.free_targets, u.index),
    )
    assign(world, unit, threat)
    return True


def assign(world: World, unit: Unit, threat: Threat) -> None:
    """Take a target channel at once and start the engagement."""
    due = world.clock.now + unit.lead
    kind = world.choose_type(unit, threat, due, world.may_fire(unit, threat))
    assert kind is not None, "ready_pairs offers only threats with a round to fire"
    channel = unit.targets.request()
    unit.group.hold[threat.index] = Hold.ENGAGED
    threat.assigned = True
    world.tally.peaks(unit)
    size = world.promise(unit, threat, kind)
    process = world.clock.process(engagement(world, unit, threat, channel, (kind, size, due)))
    unit.engaging[threat.index] = process


def consider_turning(world: World, unit: Unit) -> None:
    """Turn an idle unit for which nothing is ready to where the first threat will be ready earliest."""
    facings = len(unit.plan.facings)
    if facings < 2 or unit.targets.count or unit.turning or not unit.stands or not unit.in_place:
        return
    threats = list(candidates(world, unit))
    if any(is_ready(world, unit, threat) for threat in threats):
        return
    for threat in sorted(threats, key=lambda threat: priority(world, (unit, threat))):
        times = [ready_from(world, unit, threat, facing) for facing in range(facings)]
        if min(times) < float("inf"):
            if times[unit.facing] == float("inf"):
                world.clock.process(turn(world, unit, times.index(min(times))))
            return


def ready_from(world: World, unit: Unit, threat: Threat, facing: int) -> float:
    """Return from when on the threat would be ready for a unit that stood turned to `facing` (inf: never)."""
    now, shift = world.clock.now, threat.shift
    types = range(unit.weapon, unit.weapon + len(unit.plan.missiles))
    time = now + unit.lead - shift
    opens = min(world.geometry.next_open(w, facing, threat.index, time) for w in types)
    return max(now, opens + shift - unit.lead)


def turn(world: World, unit: Unit, facing: int) -> Steps:
    """Process: the unit uses the windows of its new facing from now on, and takes nothing until it has turned."""
    old, new = unit.plan.facings[unit.facing], unit.plan.facings[facing]
    angle = abs((new - old + TURN / 2) % TURN - TURN / 2)
    unit.facing, unit.turning = facing, True
    if unit.plan.slew_rate == 0:
        return  # it never gets there
    turned = world.clock.now + angle / unit.plan.slew_rate
    yield world.clock.at(turned, Kind.INTERVAL, 0, unit.index)
    unit.turning = False
    world.changed(unit)
