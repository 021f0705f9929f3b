"""How threats end, and what their hits do to the defence."""

from __future__ import annotations

from math import exp
from typing import TYPE_CHECKING

from .emission import post_lost
from .jamming import jammer_ends
from .links import settle
from .measures import leak_reason
from .movers import stands_where_aimed
from .tracks import drop, forget
from .turning import lost
from .world import Fate, Hold

if TYPE_CHECKING:
    from .magazines import Launcher
    from .world import Radar, System, Threat, Unit, World

FATE_MEASURES = {
    Fate.DESTROYED: "kills",
    Fate.LEAKED: "leakers",
    Fate.GONE: "exited",
    Fate.NEVER: "not_released",
    Fate.TURNED_BACK: "turned_back",
}


def end_threat(world: World, threat: Threat, fate: Fate) -> None:
    """End a threat: count it, and free its places on the radars."""
    threat.fate = fate
    world.changed(*(unit for unit in world.units if threat.index in unit.known()))
    measure = FATE_MEASURES[fate]
    world.tally[measure] += 1
    if fate in {Fate.DESTROYED, Fate.LEAKED}:
        world.tally[f"{measure}:{threat.plan.threat_class}"] += 1
    for radar in world.radars:
        drop(world, radar, threat)
    if fate in {Fate.DESTROYED, Fate.TURNED_BACK}:
        jammer_ends(world, threat)
    if fate is Fate.DESTROYED and "never-turns-back" not in world.faults:
        lost(world, threat, end_threat)
    world.command.ring()


def arrive(world: World, threat: Threat) -> None:
    """A threat that still flies reaches what it is aimed at: a leaker, with a reason, that may hit."""
    reason = leak_reason(world, threat)
    if reason == "on-the-move" and "moves-no-reason" in world.faults:
        reason = "missed"
    world.tally[f"reason:{reason}"] += 1
    end_threat(world, threat, Fate.LEAKED)
    plan, radar = threat.plan, world.homed_on(threat)
    if not stands_where_aimed(world, threat):
        return
    if radar is not None and not (radar.stands and radar.has_radiated and radar.position == plan.aim):
        return
    p = plan.hit_probability if radar is None else plan.hit_probability * memory(world, threat, radar)
    if world.rng.random() < p:
        strike(world, plan.target, plan.hits)


def memory(world: World, threat: Threat, radar: Radar) -> float:
    """Return by what a homing weapon's hit probability falls if its radar is silent when it arrives."""
    if radar.radiates or "memory-without-error" in world.faults:
        return 1.0
    since = max(radar.silent_since, threat.plan.start_time + threat.shift)
    error = threat.plan.memory_drift * (world.clock.now - since)
    return 1.0 - exp(-(threat.plan.lethal_radius**2) / (2 * error**2)) if error > 0 else 1.0


def strike(world: World, target: int, hits: int) -> None:
    """Let the flattened target take hits: assets, then posts, radars, launchers."""
    if target < len(world.asset_hits):
        strike_asset(world, target, hits)
        return
    target -= len(world.asset_hits)
    if target < len(world.systems):
        strike_post(world, world.systems[target], hits)
        return
    target -= len(world.systems)
    if target < len(world.radars):
        strike_radar(world, world.radars[target], hits)
        return
    target -= len(world.radars)
    strike_launcher(world, world.launchers[target], hits)


def strike_asset(world: World, a: int, hits: int) -> None:
    """An asset loses value / hits_to_destroy with each hit until nothing is left."""
    plan, before = world.scenario.assets[a], world.asset_hits[a]
    after = world.asset_hits[a] = min(before + hits, plan.hits_to_destroy)
    world.tally["asset_value_lost"] += plan.value * (after - before) / plan.hits_to_destroy
    world.tally["assets_lost"] += before < after == plan.hits_to_destroy


def strike_post(world: World, system: System, hits: int) -> None:
    """A system that loses its post falls apart into units that hear only their own radars; its links work no more."""
    system.post_hits += hits
    if not system.post_stands or system.post_hits < system.plan.post_hits_to_destroy:
        return
    system.post_stands = False
    post_lost(world, system)
    world.tally["posts_lost"] += 1
    settle(world, system.links)
    world.changed(*system.units)


def strike_radar(world: World, radar: Radar, hits: int) -> None:
    """A destroyed radar loses its tracks; the unit of an engagement radar is out."""
    radar.hits += hits
    if not radar.stands or radar.hits < radar.plan.hits_to_destroy:
        return
    radar.stands, radar.lost_at = False, world.clock.now
    world.tally["radars_lost"] += 1
    radar.waiting.clear()
    for j in sorted(radar.held):
        forget(world, radar, j)
    if radar.unit >= 0:
        lose_unit(world, world.units[radar.unit])
        world.changed(world.units[radar.unit])
    world.command.ring()


def lose_unit(world: World, unit: Unit) -> None:
    """A unit that is out launches no more; what it engaged is free again for its group."""
    world.tally["units_lost"] += 1
    unit.queue.clear()
    unit.promised = [0] * len(unit.promised)
    for j, process in unit.engaging.items():
        process.interrupt()
        if not unit.group.others_engage(unit, j):
            unit.group.hold[j] = Hold.FREE
    unit.engaging.clear()


def strike_launcher(world: World, launcher: Launcher, hits: int) -> None:
    """A launcher is lost with its rounds."""
    magazine = launcher.unit.magazine
    launcher.hits += hits
    if not launcher.stands or launcher.hits < launcher.plan.hits_to_destroy:
        return
    magazine.take_out(launcher)
    launcher.stands, launcher.rounds = False, 0
    world.tally["launchers_lost"] += 1
    magazine.ring()
    world.command.ring()
