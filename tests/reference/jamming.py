"""Formations that jam for others: whose looks and windows change when a jammer ends, and what would have been seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from airdef.scenario.positions import jammed_rows, jammers_of

from .counts import Chain, Looks, number

if TYPE_CHECKING:
    from .world import Radar, Threat, Unit, World


def start_jamming(world: World) -> None:
    """Let each radar know its jammers and the rows of each set of them that may have ended. Moves have begun."""
    rows = jammed_rows(world.scenario)
    for r, jammers in jammers_of(world.scenario).items():
        radar = world.radars[r]
        bases = [r] if radar.mover is None else [row.radar for row in radar.mover.rows]
        radar.jammers, radar.jammed = jammers, {base: rows[base] for base in bases}
        radar.ended_at_first = (1 << len(jammers)) - 1 if "never-jams" in world.faults else 0
        if radar.unit >= 0:
            unit = world.units[radar.unit]
            further = (row.interceptor for base in bases for row in rows[base][1:])
            unit.weapons = (*unit.weapons, *further)
            unit.weapon = radar.present(radar.row).interceptor


def jammer_ends(world: World, threat: Threat) -> None:
    """From now on a jammer jams nobody: looks to come and windows change, tracks do not."""
    if threat.plan.support is None or "jams-for-ever" in world.faults:
        return
    for radar in world.radars:
        if threat.index not in radar.jammers:
            continue
        ended = radar.endings[-1][1] if radar.endings else radar.ended_at_first
        radar.endings.append((world.clock.now, ended | 1 << radar.jammers.index(threat.index)))
        if radar.unit >= 0 and "windows-as-at-first" not in world.faults:
            unit = world.units[radar.unit]
            unit.weapon = radar.present(radar.row).interceptor
            world.changed(unit)


# --- why it leaked ------------------------------------------------------------------------------------------


def would_hold_unjammed(world: World, radar: Radar, threat: Threat) -> float:
    """Return when a radar that stands would have had a firm track had all of its jammers ended (inf: not in time)."""
    if not (radar.stands and radar.jammers) or "jamming-no-reason" in world.faults:
        return float("inf")
    looks, chain = Looks(world, radar, threat, radar.row), Chain(radar.plan)
    everyone, u = (1 << len(radar.jammers)) - 1, number(world, radar, threat, 0)
    for look in range(looks.first, looks.end):
        if u < chain.after(looks.pd(look, everyone)):
            firm = looks.time(look)
            return firm if firm < world.arrival(threat) else float("inf")
    return float("inf")


def present_weapons(unit: Unit) -> tuple[int, ...]:
    """Return a unit's first interceptors at all of its positions for the jammers that have ended by now."""
    radar = unit.radar
    return tuple(radar.present(base).interceptor for base in radar.jammed) if radar.jammed else unit.weapons
