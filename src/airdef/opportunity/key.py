"""The content hash of what geometry depends on: equal keys mean equal opportunities."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Hashable
from typing import Any, Final

from airdef.kernels import source_stamp
from airdef.scenario.plan import FireUnitPlan, MissilePlan, RadarPlan, Scenario, ThreatPlan

VERSION: Final = 1
"""Raised when the layout of the tables changes; older cache entries are then ignored."""

_MISSILE_WITHOUT: Final = frozenset(
    ("name", "needs_radar", "sspk", "range_factor", "range_knee", "manoeuvre_factor", "jamming_factor")
)
"""Fields that geometry does not depend on; all others count, so that a new one is never forgotten."""

_RADAR_WITHOUT: Final = ("name", "track_capacity", "hits_to_destroy")


def _radar(radar: RadarPlan) -> dict[str, Any]:
    return {name: value for name, value in vars(radar).items() if name not in _RADAR_WITHOUT}


def radar_part(radar: RadarPlan) -> tuple[Any, ...]:
    """Return what geometry depends on of a radar."""
    return tuple(_radar(radar).values())


def geometry_parts(scenario: Scenario) -> tuple[Hashable, ...]:
    """Return what `geometry_key` digests, as it is: quicker where both scenarios are at hand."""
    return (
        tuple((radar_part(radar), unit >= 0) for radar, _, unit in scenario.radars()),
        tuple((unit.facings, *map(missile_part, unit.missiles)) for unit, _ in scenario.units()),
        tuple(tuple(_threat(threat)) for threat in scenario.threats),
        tuple((j.place, j.altitude, j.density) for j in scenario.jammers),
        scenario.environment,
    )


def _unit(unit: FireUnitPlan) -> dict[str, Any]:
    return {"facings": unit.facings, "missiles": [missile_part(missile) for missile in unit.missiles]}


def missile_part(missile: MissilePlan) -> tuple[Any, ...]:
    """Return what geometry depends on of a missile."""
    return tuple(value for name, value in vars(missile).items() if name not in _MISSILE_WITHOUT)


def _threat(threat: ThreatPlan) -> list[Any]:
    return [
        type(threat.motion).__name__,
        threat.motion,
        threat.start_time,
        threat.rcs,
        threat.swerling,
        threat.category,
        threat.jammer_density,
        threat.aspect_sector,
        threat.target >= 0,
    ]


def geometry_key(scenario: Scenario) -> str:
    """Return the SHA-256 (64 hexadecimal digits) of what the opportunities of a scenario depend on.

    That is: radars (coverage, calibration, confirmation rule), facings and envelopes of the units, the
    threats' motions, signatures and start times, jammers, environment, `VERSION`, and the sources of the
    laws. Not in it: SSPK and its factors, doctrine, channels, rounds, values, hits, capacities, names.
    The environment has the content hash of its elevation model.
    Floats enter with all their digits, and the order of entities counts, for the tables are in that order.
    """
    content = {
        "version": VERSION,
        "code": source_stamp(("physics", "terrain", "opportunity")),
        "radars": [[_radar(radar), unit >= 0] for radar, _, unit in scenario.radars()],
        "units": [_unit(unit) for unit, _ in scenario.units()],
        "threats": [_threat(threat) for threat in scenario.threats],
        "jammers": [[j.place, j.altitude, j.density] for j in scenario.jammers],
        "environment": scenario.environment,
    }
    # what JSON does not know are frozen dataclasses, which are their fields
    text = json.dumps(content, default=vars, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
