"""The content hash of what geometry depends on: equal keys mean equal opportunities."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Hashable, Mapping
from typing import Any, Final

from airdef.jit import MODE, source_stamp
from airdef.scenario.plan import (
    Environment,
    FireUnitPlan,
    JammerPlan,
    MissilePlan,
    RadarPlan,
    Scenario,
    ThreatPlan,
)
from airdef.scenario.positions import with_positions

VERSION: Final = 1
"""Raised when the layout of the tables changes; older cache entries are then ignored."""

WITHOUT: Final[Mapping[type, frozenset[str]]] = {
    RadarPlan: frozenset(("name", "track_capacity", "hits_to_destroy", "emission", "passive", "telling", "movement")),
    MissilePlan: frozenset(
        ("name", "needs_radar", "sspk", "range_factor", "range_knee", "manoeuvre_factor", "jamming_factor")
    ),
    FireUnitPlan: frozenset(
        ("name", "radar", "launchers", "target_channels", "missile_channels", "reaction_time", "launch_interval")
        + ("slew_rate", "magazine")
    ),
    ThreatPlan: frozenset(
        (
            "name",
            "formation_index",
            "member",
            "threat_class",
            "looks_like",
            "gap_mean",
            "parent",
            "hit_probability",
            "hits",
        )
        + ("homing", "manoeuvring", "formation", "target", "behaviours", "memory_drift", "lethal_radius", "aim")
        + ("losses_to_turn_back", "turn_back_delay", "emits")
    ),
    JammerPlan: frozenset(("name",)),
    Environment: frozenset(),
}
"""Fields that geometry does not depend on; all others count, so that a new one is never forgotten.

Of a threat's `target` it counts whether there is one; a unit's radar counts among the radars.
"""


def counted(part: object) -> dict[str, Any]:
    """Return the fields of a part of a plan that geometry depends on, by name.

    Parameters
    ----------
    part
        The part of a plan.

    Returns
    -------
    dict[str, Any]
        The fields of a part of a plan that geometry depends on, by name.
    """
    without = WITHOUT[type(part)]
    return {name: value for name, value in vars(part).items() if name not in without}


def radar_part(radar: RadarPlan) -> tuple[Any, ...]:
    """Return what geometry depends on of a radar.

    Parameters
    ----------
    radar
        The radar.

    Returns
    -------
    tuple[Any, ...]
        What geometry depends on of a radar.
    """
    return tuple(counted(radar).values())


def missile_part(missile: MissilePlan) -> tuple[Any, ...]:
    """Return what geometry depends on of a missile.

    Parameters
    ----------
    missile
        The missile type.

    Returns
    -------
    tuple[Any, ...]
        What geometry depends on of a missile.
    """
    return tuple(counted(missile).values())


def geometry_parts(scenario: Scenario) -> tuple[Hashable, ...]:
    """Return what `geometry_key` digests, as it is: quicker where both scenarios are at hand.

    Parameters
    ----------
    scenario
        The scenario.

    Returns
    -------
    tuple[Hashable, ...]
        What `geometry_key` digests, as it is: quicker where both scenarios are at hand.
    """
    scenario = with_positions(scenario)
    return (
        tuple((radar_part(radar), unit >= 0) for radar, _, unit in scenario.radars()),
        tuple((unit.facings, *map(missile_part, unit.missiles)) for unit, _ in scenario.units()),
        tuple((type(t.motion), *counted(t).values(), t.target >= 0) for t in scenario.threats),
        tuple(tuple(counted(jammer).values()) for jammer in scenario.jammers),
        scenario.environment,
    )


def _threat(threat: ThreatPlan) -> dict[str, Any]:
    return {**counted(threat), "kind": type(threat.motion).__name__, "aimed": threat.target >= 0}


def _unit(unit: FireUnitPlan) -> dict[str, Any]:
    return {**counted(unit), "missiles": [counted(missile) for missile in unit.missiles]}


def geometry_key(scenario: Scenario, mode: str = MODE) -> str:
    """Return the SHA-256 (64 hexadecimal digits) of what the opportunities of a scenario depend on.

    That is: radars (coverage, calibration, confirmation rule), facings and envelopes of the units, the threats'
    motions, signatures and start times, jammers, environment, `VERSION`, the sources of the laws, and the `mode` in
    which they run. Not in it: SSPK and its factors, doctrine, channels, rounds, values, hits, capacities, names. The
    environment has the content hash of its elevation model. Floats enter with all their digits, and the order of
    entities counts, for the tables are in that order.

    Parameters
    ----------
    scenario
        The scenario.
    mode
        `native` or `plain`: how the geometry is worked out.

    Returns
    -------
    str
        The SHA-256 (64 hexadecimal digits) of what the opportunities of a scenario depend on.
    """
    scenario = with_positions(scenario)
    content = {
        "version": VERSION,
        "code": source_stamp(("physics", "terrain", "opportunity", "jit"), mode),
        "radars": [[counted(radar), unit >= 0] for radar, _, unit in scenario.radars()],
        "units": [_unit(unit) for unit, _ in scenario.units()],
        "threats": [_threat(threat) for threat in scenario.threats],
        "jammers": [counted(jammer) for jammer in scenario.jammers],
        "environment": counted(scenario.environment),
    }
    # what JSON does not know are frozen dataclasses, which are their fields
    text = json.dumps(content, default=vars, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
