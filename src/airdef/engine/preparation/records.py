"""The engine's tables of things: a record for each system, radar, fire unit, missile type, launcher, target, threat.

Records are filled by the names of their fields, those of catalogue and scenario, so that `grep launch_interval` leads
from the YAML to the rule.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from airdef.engine.memory import layout
from airdef.engine.memory.record import Array
from airdef.engine.preparation.jammer_tables import jammer_of
from airdef.engine.preparation.magazines import drawn_from, pools_of
from airdef.engine.preparation.raid_tables import DECOY, disguised, turning_of
from airdef.scenario.behaviours import BEHAVIOURS
from airdef.scenario.positions import jammers_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from airdef.engine import breakdown as bd
    from airdef.scenario.plan import EmissionPlan, RadarPlan, Scenario

MEMBERS = 1 << 16
"""Members a group, and groups a raid, may have: random stream is keyed by group * MEMBERS + member."""


def records(dtype: np.dtype[Any], rows: Sequence[Mapping[str, float]]) -> Array:
    """Return records filled by name.

    Parameters
    ----------
    dtype
        The type of the records.
    rows
        Values by the names of the fields.

    Returns
    -------
    Array
        The records, one a row.

    Raises
    ------
    ValueError
        For a row whose names are not the fields of the type.
    """
    names = dtype.names or ()
    for row in rows:
        if row.keys() != set(names):
            message = f"fields {sorted(row.keys() ^ set(names))} are in the row or in the record, and not in both"
            raise ValueError(message)
    return np.array([tuple(row[name] for name in names) for row in rows], dtype)


def systems(scenario: Scenario, parts: bd.Parts) -> Array:
    """Return the records of systems, of `layout.SYSTEM`.

    Parameters
    ----------
    scenario
        The scenario.
    parts
        Where the columns of each thing begin.

    Returns
    -------
    Array
        The records of systems, of `layout.SYSTEM`.
    """
    rows = []
    radar = unit = 0
    for s, system in enumerate(scenario.systems):
        d = system.doctrine
        radars, units = len(system.surveillance) + len(system.units), len(system.units)
        rows.append(
            {
                "first_radar": radar,
                "radars": radars,
                "first_unit": unit,
                "units": units,
                "central": d.coordination == "central",
                "rounds": d.rounds,
                "assessment_exponential": d.assessment_exponential,
                "assessment_delay": d.assessment_delay,
                "alive_given_dead": d.alive_given_dead,
                "dead_given_alive": d.dead_given_alive,
                "salvo_reliability": d.salvo_reliability,
                "shut_down": d.shut_down,
                "shut_down_warning": d.shut_down_warning,
                "reserve": d.reserve,
                "reload_when_idle": d.reload == "when-idle",
                "tells_decoys": any(r.telling.able(DECOY) for r, of, _ in scenario.radars() if of == s),
                "target": len(scenario.assets) + s,
                "tally": parts.system[s],
            }
        )
        radar, unit = radar + radars, unit + units
    return records(layout.SYSTEM, rows)


def radars(scenario: Scenario) -> Array:
    """Return the records of radars, of `layout.RADAR`.

    Parameters
    ----------
    scenario
        The scenario.

    Returns
    -------
    Array
        The records of radars, of `layout.RADAR`.
    """
    first = len(scenario.assets) + len(scenario.systems)
    moving = {r: m for m, (r, *_) in enumerate(scenario.movers())}
    jammers = jammers_of(scenario)
    rows = [
        {
            "system": s,
            "unit": u,
            "mover": moving.get(r, -1),
            "jammers": len(jammers.get(r, ())),
            "counts_anew": _hushes(scenario, radar, s) or r in moving or r in jammers,
            "capacity": radar.track_capacity or 1 << 40,
            "target": first + r,
            "emission": _emission(radar.emission),
            "falls_silent": _hushes(scenario, radar, s) or r in moving,
            "hushes": _hushes(scenario, radar, s),
            "switch_on_time": radar.emission.switch_on_time,
            "tells": radar.telling.dwell > 0.0,
            "dwell": radar.telling.dwell,
            "on": radar.emission.on,
            "off": radar.emission.off,
        }
        for r, (radar, s, u) in enumerate(scenario.radars())
    ]
    return records(layout.RADAR, rows)


def _hushes(scenario: Scenario, radar: RadarPlan, s: int) -> bool:
    return radar.emission.restricted or scenario.systems[s].doctrine.shut_down > 0.0


def _emission(plan: EmissionPlan) -> int:
    return layout.UNTIL_CUED if plan.silent else layout.BY_TURNS if plan.on > 0.0 else layout.ALWAYS


def units(scenario: Scenario, salvo_limit: int, parts: bd.Parts) -> Array:
    """Return the records of fire units, of `layout.UNIT`.

    Parameters
    ----------
    scenario
        The scenario.
    salvo_limit
        The largest salvo of any doctrine.
    parts
        Where the columns of each thing begin.

    Returns
    -------
    Array
        The records of fire units, of `layout.UNIT`.
    """
    threats = max(len(scenario.threats), 1)
    moving = {r for r, *_ in scenario.movers()}
    radar_of = {u: r for r, (_, _, u) in enumerate(scenario.radars()) if u >= 0}
    rows, drawing = [], drawn_from(scenario)
    interceptor = launcher = engagement = missile = 0
    for u, (unit, s) in enumerate(scenario.units()):
        target_channels = min(unit.target_channels, threats)
        missile_channels = unit.missile_channels
        if radar_of[u] not in moving:  # what moves may leave missiles in flight at threats that it engages anew
            missile_channels = min(missile_channels, threats * salvo_limit)
        rows.append(
            {
                "system": s,
                "radar": radar_of[u],
                "first_interceptor": interceptor,
                "interceptors": len(unit.missiles),
                "first_launcher": launcher,
                "launchers": len(unit.launchers),
                "target_channels": target_channels,
                "missile_channels": missile_channels,
                "spare_target_channels": unit.target_channels - target_channels,
                "magazine": drawing[u].magazine,
                "first_drawn": drawing[u].first,
                "drawn": drawing[u].launchers,
                "first_engagement": engagement,
                "first_missile": missile,
                "facings": len(unit.facings),
                "reaction_time": unit.reaction_time,
                "launch_interval": unit.launch_interval,
                "slew_rate": unit.slew_rate,
                "tally": parts.unit[u],
            }
        )
        interceptor, launcher = interceptor + len(unit.missiles), launcher + len(unit.launchers)
        engagement, missile = engagement + target_channels, missile + missile_channels
    return records(layout.UNIT, rows)


def interceptors(scenario: Scenario, parts: bd.Parts) -> Array:
    """Return the records of interceptor types, of `layout.INTERCEPTOR`.

    Parameters
    ----------
    scenario
        The scenario.
    parts
        Where the columns of each thing begin.

    Returns
    -------
    Array
        The records of interceptor types, of `layout.INTERCEPTOR`.
    """
    types, pools, units = list(scenario.interceptors()), pools_of(scenario), [unit for unit, _ in scenario.units()]
    rows = [
        {
            "unit": u,
            "pool": pools[w],
            "channels": sum(
                units[v].missile_channels for (_, v), pool in zip(types, pools, strict=True) if pool == pools[w]
            ),
            "needs_radar": missile.needs_radar,
            "range_factor": missile.range_factor,
            "range_knee": missile.range_knee,
            "tally": parts.interceptor[w],
            "actor": parts.interceptor_actor[w],
        }
        for w, (missile, u) in enumerate(types)
    ]
    return records(layout.INTERCEPTOR, rows)


def launchers(scenario: Scenario) -> Array:
    """Return the records of launchers, of `layout.LAUNCHER`.

    Parameters
    ----------
    scenario
        The scenario.

    Returns
    -------
    Array
        The records of launchers, of `layout.LAUNCHER`.
    """
    rows, pools = [], pools_of(scenario)
    interceptor = 0
    target = len(scenario.assets) + len(scenario.systems) + sum(1 for _ in scenario.radars())
    for u, (unit, s) in enumerate(scenario.units()):
        reloads = scenario.systems[s].doctrine.reload != "never"
        for launcher in unit.launchers:
            rows.append(
                {
                    "unit": u,
                    "interceptor": interceptor + launcher.missile,
                    "pool": pools[interceptor + launcher.missile],
                    "rounds": launcher.rounds,
                    "reloads": launcher.reloads if reloads else 0,
                    "launcher_interval": launcher.interval,
                    "reload_time": launcher.reload_time,
                    "target": target,
                }
            )
            target += 1
        interceptor += len(unit.missiles)
    return records(layout.LAUNCHER, rows)


def targets(scenario: Scenario) -> Array:
    """Return the records of what can be hit, of `layout.TARGET`.

    Parameters
    ----------
    scenario
        The scenario.

    Returns
    -------
    Array
        The records of what can be hit, of `layout.TARGET`.
    """
    parts: list[tuple[int, list[tuple[int, float]]]] = [
        (layout.ASSET, [(a.hits_to_destroy, a.value) for a in scenario.assets]),
        (layout.POST, [(s.post_hits_to_destroy, 0.0) for s in scenario.systems]),
        (layout.RADAR_TARGET, [(r.hits_to_destroy, 0.0) for r, _, _ in scenario.radars()]),
        (layout.LAUNCHER_TARGET, [(k.hits_to_destroy, 0.0) for unit, _ in scenario.units() for k in unit.launchers]),
    ]
    return records(
        layout.TARGET,
        [
            {"kind": kind, "index": i, "hits": hits, "value": value}
            for kind, of_kind in parts
            for i, (hits, value) in enumerate(of_kind)
        ],
    )


def turning(scenario: Scenario) -> Array:
    """Return the formations that may turn back, of `layout.TURNING`.

    Parameters
    ----------
    scenario
        The scenario.

    Returns
    -------
    Array
        The records, in the order of the raid.

    Raises
    ------
    ValueError
        If members of such a formation do not follow one another.
    """
    numbers = turning_of(scenario.threats)
    rows = []
    for f in range(max(numbers, default=-1) + 1):
        members = [j for j, number in enumerate(numbers) if number == f]
        first = scenario.threats[members[0]]
        if members != list(range(members[0], members[0] + len(members))):
            message = f"threat {first.name}: members of a formation that may turn back must follow one another"
            raise ValueError(message)
        losses, delay = first.losses_to_turn_back, first.turn_back_delay
        rows.append({"first": members[0], "members": len(members), "losses": losses, "delay": delay})
    return records(layout.TURNING, rows)


def threats(scenario: Scenario, end: Array, quiet: Array, reachable: Array, parts: bd.Parts) -> Array:
    """Return the records of threats, of `layout.THREAT`.

    Parameters
    ----------
    scenario
        The scenario.
    end
        When the motion of each threat ends [s], f64[threats].
    quiet
        Until when nothing can happen to each threat [s], f64[threats].
    reachable
        Whether any interceptor type has a window for each threat, bool[threats].
    parts
        Where the columns of each thing begin.

    Returns
    -------
    Array
        The records of threats, of `layout.THREAT`.
    """
    rows = []
    hidden, turns, jams = disguised(scenario), turning_of(scenario.threats), jammer_of(scenario.threats)
    for j, threat in enumerate(scenario.threats):
        if not (0 <= threat.formation_index < MEMBERS and 0 <= threat.member < MEMBERS and threat.parent < j):
            msg = f"threat {threat.name}: group and member must be below {MEMBERS} and a carrier must come first"
            raise ValueError(msg)
        before = scenario.threats[j - 1] if j else None
        chained = (
            before is not None
            and before.formation_index == threat.formation_index
            and before.member == threat.member - 1
        )
        if threat.gap_mean > 0.0 and threat.member > 0 and not chained:
            msg = f"threat {threat.name}: members of a group with random gaps must follow one another"
            raise ValueError(msg)
        rows.append(
            {
                "key": threat.formation_index * MEMBERS + threat.member,
                "parent": threat.parent,
                "category": threat.category,
                "looks_like": threat.looks_like,
                "target": threat.target,
                "homing": threat.homing,
                "behaviours": sum(b.shown_by(threat) << k for k, b in enumerate(BEHAVIOURS)),
                "hits": threat.hits,
                "hit_probability": threat.hit_probability,
                "gap_mean": threat.gap_mean,
                "chained": chained,
                "reachable": reachable[j],
                "arrives": threat.target >= 0,
                "start": threat.start_time,
                "end": end[j],
                "quiet": quiet[j],
                "memory_drift": threat.memory_drift,
                "lethal_radius": threat.lethal_radius,
                "disguised": hidden[j],
                "turning": turns[j],
                "jammer": jams[j],
                "aim": threat.aim,
                "tally": parts.threat[j],
                "actor": parts.threat_actor[j],
            }
        )
    return records(layout.THREAT, rows)
