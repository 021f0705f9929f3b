"""A declared emission with the catalogue's figures: when a radar radiates, and what it costs to switch it on."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from airdef.scenario.emission_schema import ALL, RadarEmission, ShutDown
from airdef.scenario.errors import nearest, shown
from airdef.scenario.plan import CATEGORIES, EmissionPlan
from airdef.scenario.quantities import spelt

if TYPE_CHECKING:
    from collections.abc import Mapping

    from airdef.catalogue import Entry
    from airdef.scenario import schema
    from airdef.scenario.context import Context
    from airdef.scenario.errors import Path
    from airdef.scenario.figures import Overrides

Found = tuple["Path", RadarEmission | None]
"""Where the emission of a radar is declared, and what is; None for nothing."""

SHORTEST: Final = 1.0
"""Least time of a shut-down, and of either part of a duty cycle [s]: what is shorter is no matter of a mission."""


def emission_of(declared: schema.System, path: Path, name: str, role: str) -> Found:
    """Return what a system says of a radar's emission: by its name, else by its role, else for all.

    Parameters
    ----------
    declared
        The system, as declared.
    path
        Where it stands in the document.
    name
        The radar's entry.
    role
        Its role, as in overrides.

    Returns
    -------
    tuple
        Where the emission is declared, and what is; None for nothing.
    """
    given = declared.emission
    key = next((k for k in (name, role, ALL) if k in given), ALL)
    return (*path, "emission", key), given.get(key)


def check_names(context: Context, given: Mapping[str, object], radars: list[str], path: Path) -> None:
    """Refuse the emission of radars that a system does not have.

    Parameters
    ----------
    context
        Where the scenario is being resolved.
    given
        What the system says, by radar.
    radars
        The entries of its radars.
    path
        Where the system stands in the document.
    """
    known = [ALL, "engagement_radar", "radar", *dict.fromkeys(radars)]
    for key in given:
        if key not in known:
            close = nearest(key, known)
            raise context.refuse(
                (*path, "emission", key),
                f"an emission of {shown(key)}",
                f"one of {', '.join(known)}",
                f"write '{close[0]}'" if close else "name a radar of the system",
                close,
            )


def check_shut_down(context: Context, declared: ShutDown | None, path: Path) -> None:
    """Refuse a shut-down that is too short.

    Parameters
    ----------
    context
        Where the scenario is being resolved.
    declared
        The shut-down, as declared.
    path
        Where it stands in the document.
    """
    if declared is not None and declared.time < SHORTEST:
        raise context.refuse(
            (*path, "time"),
            spelt(declared.time, "time"),
            f"at least {SHORTEST:g} s",
            "shut down for longer, or remove 'shut_down'",
        )


def emission_plan(
    context: Context, found: Found, entry: Entry, overrides: Overrides, scopes: tuple[str, ...], shuts_down: bool
) -> EmissionPlan:
    """Return when a radar radiates.

    Its switch-on time is read where it acts: silent until a cue, with a duty cycle, or shut down by the doctrine.

    Parameters
    ----------
    context
        Where the scenario is being resolved.
    found
        Where its emission is declared, and what is.
    entry
        The radar's entry of the catalogue.
    overrides
        What the system replaces.
    scopes
        Prefixes under which overrides of the radar stand, the nearest first.
    shuts_down
        Whether the doctrine may shut it down.

    Returns
    -------
    EmissionPlan
        When it radiates.

    Raises
    ------
    ScenarioError
        If it is refused; the message says where and why.
    """
    path, declared = found
    silent = declared.silent_until if declared else None
    cycle = declared.duty_cycle if declared else None
    if silent is None and cycle is None and not shuts_down:
        overrides.find(scopes, entry, "switch_on_time")  # a known figure, which does not act here
        return EmissionPlan()
    takes = context.figures.value(entry, "switch_on_time", overrides, scopes)
    if silent is not None and cycle is not None:
        raise context.refuse(path, "'silent_until' and 'duty_cycle' together", "one of the two", "remove one of them")
    if cycle is not None:
        for name, time in (("on", cycle.on), ("off", cycle.off)):
            if time < SHORTEST:
                raise context.refuse(
                    (*path, "duty_cycle", name), spelt(time, "time"), f"at least {SHORTEST:g} s", "take a longer time"
                )
        if cycle.off < takes:
            raise context.refuse(
                (*path, "duty_cycle", "off"),
                spelt(cycle.off, "time"),
                f"at least {spelt(takes, 'time')}, the switch-on time of {entry.name}",
                "be silent for longer, or override radar.switch_on_time",
            )
        return EmissionPlan(on=cycle.on, off=cycle.off, switch_on_time=takes)
    if silent is None:
        return EmissionPlan(switch_on_time=takes)
    if not (silent.track or silent.bearing) and silent.range is None and silent.time is None:
        cues = "'track: true', 'bearing: true', 'range' or 'time'"
        raise context.refuse((*path, "silent_until"), "no cue", cues, "say what ends the silence")
    if silent.within is not None and not silent.track:
        raise context.refuse(
            (*path, "silent_until", "within"), "'within' without 'track: true'", "both", "add 'track: true'"
        )
    reach = silent.within
    if silent.track and reach is None:
        reach = context.figures.value(entry, "detection_range", overrides, scopes)
    return EmissionPlan(
        silent=True,
        track=reach or 0.0,
        range=silent.range or 0.0,
        bearing=silent.bearing,
        categories=tuple(silent.categories is None or c in silent.categories for c in CATEGORIES),
        time=math.inf if silent.time is None else silent.time,
        switch_on_time=takes,
    )
