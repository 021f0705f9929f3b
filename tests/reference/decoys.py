"""Decoys, and whatever looks like what it is not: how radars tell them apart, and who knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from airdef.scenario.plan import CATEGORIES

from .clock import Kind

if TYPE_CHECKING:
    from .clock import Steps
    from .world import Radar, Threat, Unit, World

DECOY = CATEGORIES.index("decoy")


def start_telling(world: World) -> None:
    """Let radars try whenever they take up a firm track."""
    world.when_held.append(taken_up)


def taken_up(world: World, radar: Radar, threat: Threat) -> None:
    """Begin to try to tell a threat apart that looks like what it is not."""
    plan = radar.plan.telling
    if plan.dwell <= 0.0 or threat.plan.looks_like == threat.plan.category:
        return
    serial = radar.taken_up[threat.index] = radar.taken_up.get(threat.index, 0) + 1
    world.clock.process(tries(world, radar, threat, serial))


def tries(world: World, radar: Radar, threat: Threat, serial: int) -> Steps:
    """Process: one try each time that this track, the radar's of number `serial`, has been held for a further dwell."""
    held_from, dwell, number = world.clock.now, radar.plan.telling.dwell, 0
    while True:
        number += 1
        yield world.clock.at(held_from + number * dwell, Kind.APART, threat.index, radar.index)
        if threat.index not in radar.held or radar.taken_up[threat.index] != serial:
            return
        if not known_already(radar, threat, world) and succeeds(world, radar, threat):
            told_apart(world, radar, threat)
            return


def known_already(radar: Radar, threat: Threat, world: World) -> bool:
    """Tell whether whoever would learn it knows what the threat is."""
    if radar.system.post_stands:
        return threat.index in radar.system.told
    return radar.unit >= 0 and threat.index in world.units[radar.unit].told


def succeeds(world: World, radar: Radar, threat: Threat) -> bool:
    """Tell whether a try succeeds, by the first range that is no shorter than the distance now."""
    plan, number = radar.plan.telling, world.rng.random()
    ranges = sorted(
        (within, chances[threat.plan.category]) for within, chances in zip(plan.ranges, plan.chances, strict=True)
    )
    best = max((p for _, p in ranges), default=0.0)
    if number >= best or "told-at-any-range" in world.faults:
        return bool(number < best)
    distance = world.geometry.slant_range(radar.plan, threat.index, world.clock.now - threat.shift)
    return bool(number < next((p for within, p in ranges if distance <= within), 0.0))


def told_apart(world: World, radar: Radar, threat: Threat) -> None:
    """Let the system know what a threat is, or the radar's own unit if the post is lost."""
    if "never-told-apart" in world.faults:
        return
    own = [world.units[radar.unit]] if radar.unit >= 0 else []
    units = radar.system.units if radar.system.post_stands and "told-to-its-unit-alone" not in world.faults else own
    if radar.system.post_stands:
        radar.system.told.add(threat.index)
    if units and not threat.told_apart:
        threat.told_apart = True
        world.tally["told_apart"] += 1
    for unit in units:
        unit.told.add(threat.index)
    world.changed(*units)


def able(world: World, unit: Unit, category: int) -> bool:
    """Tell whether a radar of the unit's system can tell what is of a category apart."""
    return any(radar.plan.telling.able(category) for radar in world.radars if radar.system is unit.system)


def spent(world: World, standing: list[Unit], armed: list[Unit], threat: Threat) -> bool:
    """Tell whether decoys had what would have been fired at the threat: the rounds, or the channels."""
    if "decoys-no-reason" in world.faults:
        return False
    if not armed and any(
        other.fired_at_decoy and able(world, other, DECOY) for unit in standing for other in unit.magazine.units
    ):
        return True
    full = (unit for unit in armed if able(world, unit, DECOY))
    return not threat.assigned and any(
        full_by_decoy(world, unit) or unit.full_by_decoy_until > threat.first_ready for unit in full
    )


def full_by_decoy(world: World, unit: Unit) -> bool:
    """Tell whether all target channels of a unit are in use, one of them by the engagement of a decoy."""
    return unit.free_targets <= 0 and any(world.threats[j].plan.category == DECOY for j in unit.engaging)


def note_full(world: World, unit: Unit) -> None:
    """Take note, before a channel is given back, until when all of them were in use."""
    if unit.free_targets <= 0:
        unit.full_until = world.clock.now
    if full_by_decoy(world, unit):
        unit.full_by_decoy_until = world.clock.now
