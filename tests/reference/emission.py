"""When radars radiate: duty cycles, silence until a cue, and the shut-down of doctrine."""

from __future__ import annotations

from math import floor
from typing import TYPE_CHECKING

from airdef.scenario.plan import CATEGORIES

from .clock import Kind
from .geometry import EPSILON
from .tracks import begin_count, forget
from .world import Fate

if TYPE_CHECKING:
    from .clock import Steps
    from .world import Radar, System, Threat, World

ANTI_RADIATION = CATEGORIES.index("anti_radiation")


def start_emission(world: World) -> None:
    """Set how every radar begins, and start the processes of those that do not always radiate."""
    world.when_held.append(track_taken_up)
    for radar in world.radars:
        emission = radar.plan.emission
        if emission.on > 0:
            world.clock.process(cycle(world, radar, begin_cycle(world, radar)))
        elif emission.silent:
            radar.radiates = radar.has_radiated = False
            radar.silent_since = float("-inf")
            world.clock.process(wait_for_time(world, radar, emission.time))
            for threat in world.threats:
                if emission.categories[threat.plan.looks_like]:
                    wait_for_threat(world, radar, threat)


# --- duty cycles ----------------------------------------------------------------------------------------


def begin_cycle(world: World, radar: Radar) -> float:
    """Draw the phase, let the radar radiate if its cycle says so, and return when the present turn began."""
    emission = radar.plan.emission
    period, now = emission.on + emission.off, world.clock.now
    phase = 0.0 if "cycles-in-step" in world.faults else float(world.rng.random())
    turn = (floor(now / period + phase) - phase) * period
    radar.radiates = radar.cycle_on = now < turn + emission.on
    radar.silent_since = turn + emission.on
    return turn


def cycle(world: World, radar: Radar, turn: float) -> Steps:
    """Process: radiating and silent by turns, as far as no shut-down keeps it silent."""
    emission, clock, number = radar.plan.emission, world.clock, 0
    while True:
        began = turn + number * (emission.on + emission.off)
        if began > clock.now:
            yield clock.at(began, Kind.SWITCH_ON, 0, radar.index)
            if world.over or not radar.stands:
                return
            radar.cycle_on = True
            if clock.now >= radar.shut_until:
                to_switch_on(world, radar)
        if began + emission.on > clock.now:
            yield clock.at(began + emission.on, Kind.SWITCH_OFF, 0, radar.index)
            if world.over or not radar.stands:
                return
            radar.cycle_on = False
            if radar.radiates:
                fall_silent(world, radar)
        number += 1


# --- cues -----------------------------------------------------------------------------------------------


def wait_for_time(world: World, radar: Radar, time: float) -> Steps:
    """Process: a time is a cue."""
    if time < float("inf"):
        yield world.clock.at(time, Kind.CUE, 0, radar.index)
        cue(world, radar)


def wait_for_threat(world: World, radar: Radar, threat: Threat) -> None:
    """Start the processes that watch when a threat comes within the ranges of the radar's cues."""
    emission, comes_within = radar.plan.emission, world.geometry.comes_within
    if emission.range > 0:
        time = comes_within(radar.plan, threat.index, emission.range) + threat.shift
        world.clock.process(within_range(world, radar, threat, time))
    if emission.bearing and "deaf" not in world.faults:
        facings = world.units[radar.unit].plan.facings if radar.unit >= 0 else (radar.plan.facing,)
        for post in world.systems:
            for finder in post.plan.direction_finders:
                time = world.geometry.first_heard(finder, radar.plan, facings, threat.index)
                world.clock.process(heard(world, radar, post, threat, time))
    if emission.track > 0 and "cue-from-anywhere" in world.faults:
        radar.reached.add(threat.index)
    elif emission.track > 0:
        time = comes_within(radar.plan, threat.index, emission.track) + threat.shift
        world.clock.process(within_reach(world, radar, threat, time))


def within_range(world: World, radar: Radar, threat: Threat, time: float) -> Steps:
    """Process: a flying threat within the range is a cue, whoever sees it."""
    if time < float("inf"):
        yield world.clock.at(time, Kind.CUE, threat.index, radar.index)
        if threat.flies:
            cue(world, radar)


def heard(world: World, radar: Radar, post: System, threat: Threat, time: float) -> Steps:
    """Process: a flying threat that a direction finder hears in the radar's sector is a cue while the post stands."""
    if time < float("inf"):
        yield world.clock.at(time + threat.shift, Kind.CUE, threat.index, radar.index)
        if threat.flies and (post.post_stands or "heard-without-post" in world.faults):
            cue(world, radar)


def within_reach(world: World, radar: Radar, threat: Threat, time: float) -> Steps:
    """Process: a threat within reach is a cue if a radar of the defence holds a firm track of it, now or later."""
    if time < float("inf"):
        yield world.clock.at(time, Kind.CUE, threat.index, radar.index)
        radar.reached.add(threat.index)
        if any(threat.index in other.held for other in world.radars):
            cue(world, radar)


def post_lost(world: World, system: System) -> None:
    """The loss of its post is a cue for a radar that waits for a track or a bearing."""
    for radar in world.radars:
        emission = radar.plan.emission
        if radar.system is system and (emission.track > 0 or emission.bearing):
            cue(world, radar)


def cue(world: World, radar: Radar) -> None:
    """End a radar's silence: it radiates one switch-on time later."""
    if radar.cued or not radar.stands or world.over:
        return
    radar.cued, radar.cued_at = True, world.clock.now
    world.clock.process(switch_on_at(world, radar, world.clock.now + switch_on_time(world, radar)))


def switch_on_time(world: World, radar: Radar) -> float:
    """Return from the order to radiate to the first look [s]."""
    return 0.0 if "on-at-once" in world.faults else radar.plan.emission.switch_on_time


def switch_on_at(world: World, radar: Radar, time: float) -> Steps:
    """Process: a radar whose silence a cue has ended switches on."""
    yield world.clock.at(time, Kind.SWITCH_ON, 0, radar.index)
    to_switch_on(world, radar)


# --- shut-down ------------------------------------------------------------------------------------------


def warn(world: World, threat: Threat) -> None:
    """Start the process that asks the radar of a homing weapon when the weapon is near."""
    radar = world.homed_on(threat)
    if radar is not None and radar.system.plan.doctrine.shut_down > 0:
        world.clock.process(warning(world, radar, threat))


def warning(world: World, radar: Radar, threat: Threat) -> Steps:
    """Process: when a homing weapon is the warning time from its arrival, its radar is asked."""
    time = world.arrival(threat) - radar.system.plan.doctrine.shut_down_warning
    if time < float("inf"):
        yield world.clock.at(time, Kind.SWITCH_OFF, threat.index, radar.index)
        ask(world, radar)


def track_taken_up(world: World, holder: Radar, threat: Threat) -> None:
    """A firm track of a threat within reach is a cue; one of a homing weapon asks its radar."""
    for radar in world.radars:
        if threat.index in radar.reached:
            cue(world, radar)
    radar = world.homed_on(threat)
    if radar is not None and (radar is holder or (radar.system is holder.system and holder.system.post_stands)):
        ask(world, radar)


def ask(world: World, radar: Radar) -> None:
    """Shut down a radar that radiates if a homing weapon is near."""
    if radar.stands and radar.radiates and weapon_near(world, radar):
        shut_down(world, radar)


def weapon_near(world: World, radar: Radar) -> bool:
    """Tell whether doctrine would have the radar be silent."""
    doctrine, now = radar.system.plan.doctrine, world.clock.now
    if doctrine.shut_down <= 0 or "never-shut-down" in world.faults:
        return False
    known = radar.system.known() if radar.system.post_stands else radar.held
    return any(
        world.homed_on(threat) is radar
        and threat.plan.aim == radar.position
        and threat.plan.looks_like == ANTI_RADIATION
        and threat.flies
        and world.arrival(threat) - now <= doctrine.shut_down_warning + EPSILON
        for threat in (world.threats[j] for j in known)
    )


def shut_down(world: World, radar: Radar) -> None:
    """Keep a radar silent for the time of doctrine and its switch-on time, from now on."""
    radar.shut_until = world.clock.now + radar.system.plan.doctrine.shut_down + switch_on_time(world, radar)
    if radar.radiates:
        fall_silent(world, radar)
    world.clock.process(end_shut_down(world, radar, radar.shut_until))


def end_shut_down(world: World, radar: Radar, time: float) -> Steps:
    """Process: at the end of a shut-down the radar switches on, one with a duty cycle if that says so."""
    yield world.clock.at(time, Kind.SWITCH_ON, 0, radar.index)
    if radar.plan.emission.on == 0 or radar.cycle_on:
        to_switch_on(world, radar)


# --- on and off -----------------------------------------------------------------------------------------


def would_radiate_now(world: World, radar: Radar) -> bool:
    """Tell whether a radar's emission has it radiate at this moment."""
    emission = radar.plan.emission
    if emission.on > 0:
        return radar.cycle_on
    return not emission.silent or radar.cued_at + switch_on_time(world, radar) <= world.clock.now


def to_switch_on(world: World, radar: Radar) -> None:
    """Switch a radar on, unless a homing weapon is near: then it is shut down, from now on."""
    if radar.radiates or not radar.stands or world.over or radar.moving:
        return
    if weapon_near(world, radar) and "on-unasked" not in world.faults:
        shut_down(world, radar)
    else:
        switch_on(world, radar)


def switch_on(world: World, radar: Radar) -> None:
    """Radiate from now on, and begin a new count of detections for each threat that has not ended."""
    radar.radiates = radar.has_radiated = True
    radar.radiates_since = world.clock.now
    radar.spell += 1
    for threat in world.threats:
        awaited = threat.fate is Fate.TO_COME and threat.plan.parent < 0 and world.clock.now >= world.begins
        if threat.flies or awaited:
            begin_count(world, radar, threat)
    world.changed(*world.units_of(radar))


def fall_silent(world: World, radar: Radar, moving: bool = False) -> None:
    """Lose all tracks; launches that need the radar are cancelled as they come first in their queue.

    `moving`: because it begins to move.
    """
    radar.radiates, radar.silent_since = False, world.clock.now
    if "tracks-kept-in-silence" not in world.faults:
        radar.spell += 1
        for j in radar.held:
            world.threats[j].left_behind |= moving
            world.threats[j].given_up |= not moving
        radar.waiting.clear()
        for j in sorted(radar.held):
            forget(world, radar, j)
    radar.followed.clear()
    if radar.unit >= 0:
        world.units[radar.unit].bell.ring()
    world.command.ring()
