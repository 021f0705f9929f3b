"""What radars hold: a process for each radar and threat, look by look."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .clock import Kind
from .counts import jammed_changes, track_changes
from .links import changed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .clock import Steps
    from .world import Radar, Threat, World


def begin_count(world: World, radar: Radar, threat: Threat) -> None:
    """Begin a count of detections, and a process that follows the threat."""
    number = radar.counts.get(threat.index, 0)
    radar.counts[threat.index] = number + 1
    radar.followed[threat.index] = radar.radiates_since, number
    world.clock.process(follow(world, radar, threat, radar.spell))


def follow(world: World, radar: Radar, threat: Threat, spell: int) -> Steps:
    """Process: one radar follows one threat until either is no more, or the radar switches."""
    firm = False
    for time, changes in looks(world, radar, threat):
        if not (changes and radar.jammers):
            yield world.clock.at(time, Kind.TRACK, threat.index, radar.index)
        if not (threat.flies and radar.stands and radar.spell == spell):
            return
        if not changes:
            continue
        firm = not firm
        if firm:
            becomes_firm(world, radar, threat)
        else:
            threat.track_dropped = True
            radar.counts[threat.index] += 1
            drop(world, radar, threat)


def looks(world: World, radar: Radar, threat: Threat) -> Iterator[tuple[float, bool]]:
    """Yield when the track changes; of a radar that formations may jam all looks, each before its probability is asked.

    What changes at a look that has been yielded is yielded once more.
    """
    if radar.jammers:
        yield from jammed_changes(world, radar, threat, *radar.followed[threat.index])
    else:
        yield from ((time, True) for time in track_changes(world, radar, threat))


def becomes_firm(world: World, radar: Radar, threat: Threat) -> None:
    """Hold a firm track, or let it wait for a place."""
    if threat.index in radar.held:
        return  # kept through a silence, which only a fault allows
    if radar.plan.track_capacity and len(radar.held) >= radar.plan.track_capacity:
        radar.waiting.append(threat.index)
    else:
        hold(world, radar, threat)


def hold(world: World, radar: Radar, threat: Threat) -> None:
    """Take up a firm track; whoever hears the radar knows the threat from now on."""
    units = radar.system.units if radar.system.post_stands else world.units_of(radar)
    news = [unit for unit in units if threat.index not in unit.known()]
    radar.held.add(threat.index)
    radar.system.held[threat.index] = radar.system.held.get(threat.index, 0) + 1
    changed(world, radar.system, threat.index)
    heard = radar.system.units if radar.system.post_stands else radar.unit >= 0
    if heard:
        threat.becomes_known(radar.system, world.clock.now)
    world.changed(*news)
    for tell in world.when_held:
        tell(world, radar, threat)


def drop(world: World, radar: Radar, threat: Threat) -> None:
    """Drop a firm track, held or waiting, and take up the one that waited longest in its place."""
    if threat.index in radar.waiting:
        radar.waiting.remove(threat.index)
        world.changed(*(radar.system.units if radar.system.post_stands else world.units_of(radar)))
    if threat.index not in radar.held:
        return
    forget(world, radar, threat.index)
    if radar.waiting:
        hold(world, radar, world.threats[radar.waiting.pop(0)])
    world.command.ring()


def forget(world: World, radar: Radar, j: int) -> None:
    """Strike a track off the radar's list and off its system's count."""
    units = radar.system.units if radar.system.post_stands else world.units_of(radar)
    radar.held.remove(j)
    held = radar.system.held
    held[j] -= 1
    if held[j] == 0:
        del held[j]
        changed(world, radar.system, j)
    world.changed(*units)
