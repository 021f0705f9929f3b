"""From scenario and opportunities to the engine's tables: the one place where both meet."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from airdef.engine import breakdown as bd
from airdef.engine.memory import layout
from airdef.engine.memory.layout import Tables
from airdef.engine.memory.record import Array
from airdef.engine.preparation.look_tables import look_tables, rules_of
from airdef.opportunity.memo import NoCache
from airdef.scenario.behaviours import BEHAVIOURS, factor_of
from airdef.scenario.plan import CATEGORIES, Scenario

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from airdef.opportunity.memo import Memo
    from airdef.opportunity.tables import Opportunities, Shots

MEMBERS = 1 << 16
"""Members a group, and groups a raid, may have: random stream is keyed by group * MEMBERS + member."""


@dataclass(frozen=True)
class Kernel:
    """A scenario ready to be simulated: tables, the names of the result's columns, labels for the record."""

    tables: Tables
    columns: tuple[str, ...]
    missiles: tuple[str, ...]


def _table(dtype: np.dtype[Any], rows: Sequence[Mapping[str, float]]) -> Array:
    """Return records filled by name. Raises ValueError for a row whose names are not the fields of the type."""
    names = dtype.names or ()
    for row in rows:
        if row.keys() != set(names):
            message = f"fields {sorted(row.keys() ^ set(names))} are in the row or in the record, and not in both"
            raise ValueError(message)
    return np.array([tuple(row[name] for name in names) for row in rows], dtype)


def _systems(scenario: Scenario, parts: bd.Parts) -> Array:
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
                "reserve": d.reserve,
                "reload_when_idle": d.reload == "when-idle",
                "target": len(scenario.assets) + s,
                "tally": parts.system[s],
            }
        )
        radar, unit = radar + radars, unit + units
    return _table(layout.SYSTEM, rows)


def _radars(scenario: Scenario) -> Array:
    first = len(scenario.assets) + len(scenario.systems)
    rows = [
        {"system": s, "unit": u, "capacity": radar.track_capacity or 1 << 40, "target": first + r}
        for r, (radar, s, u) in enumerate(scenario.radars())
    ]
    return _table(layout.RADAR, rows)


def _units(scenario: Scenario, salvo_limit: int, parts: bd.Parts) -> Array:
    """Channels are bounded by what the raid can use: one engagement a threat, the longest salvo each."""
    threats = max(len(scenario.threats), 1)
    radar_of = {u: r for r, (_, _, u) in enumerate(scenario.radars()) if u >= 0}
    rows = []
    interceptor = launcher = engagement = missile = 0
    for u, (unit, s) in enumerate(scenario.units()):
        target_channels = min(unit.target_channels, threats)
        missile_channels = min(unit.missile_channels, threats * salvo_limit)
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
                "declared_missile_channels": unit.missile_channels,
                "spare_target_channels": unit.target_channels - target_channels,
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
    return _table(layout.UNIT, rows)


def _interceptors(scenario: Scenario, parts: bd.Parts) -> Array:
    rows = [
        {
            "unit": u,
            "needs_radar": missile.needs_radar,
            "range_factor": missile.range_factor,
            "range_knee": missile.range_knee,
            "tally": parts.interceptor[w],
            "actor": parts.interceptor_actor[w],
        }
        for w, (missile, u) in enumerate(scenario.interceptors())
    ]
    return _table(layout.INTERCEPTOR, rows)


def _launchers(scenario: Scenario) -> Array:
    rows = []
    interceptor = 0
    target = len(scenario.assets) + len(scenario.systems) + sum(1 for _ in scenario.radars())
    for u, (unit, s) in enumerate(scenario.units()):
        reloads = scenario.systems[s].doctrine.reload != "never"
        for launcher in unit.launchers:
            rows.append(
                {
                    "unit": u,
                    "interceptor": interceptor + launcher.missile,
                    "rounds": launcher.rounds,
                    "reloads": launcher.reloads if reloads else 0,
                    "launcher_interval": launcher.interval,
                    "reload_time": launcher.reload_time,
                    "target": target,
                }
            )
            target += 1
        interceptor += len(unit.missiles)
    return _table(layout.LAUNCHER, rows)


def _targets(scenario: Scenario) -> Array:
    parts: list[tuple[int, list[tuple[int, float]]]] = [
        (layout.ASSET, [(a.hits_to_destroy, a.value) for a in scenario.assets]),
        (layout.POST, [(s.post_hits_to_destroy, 0.0) for s in scenario.systems]),
        (layout.RADAR_TARGET, [(r.hits_to_destroy, 0.0) for r, _, _ in scenario.radars()]),
        (layout.LAUNCHER_TARGET, [(k.hits_to_destroy, 0.0) for unit, _ in scenario.units() for k in unit.launchers]),
    ]
    return _table(
        layout.TARGET,
        [
            {"kind": kind, "index": i, "hits": hits, "value": value}
            for kind, of_kind in parts
            for i, (hits, value) in enumerate(of_kind)
        ],
    )


def _threats(scenario: Scenario, end: Array, quiet: Array, reachable: Array, parts: bd.Parts) -> Array:
    rows = []
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
                "tally": parts.threat[j],
                "actor": parts.threat_actor[j],
            }
        )
    return _table(layout.THREAT, rows)


def _doctrine(scenario: Scenario) -> tuple[Array, Array, Array]:
    """Return salvo sizes by system, category and engagement; categories engaged; categories with reserve."""
    S, C = len(scenario.systems), len(CATEGORIES)
    longest = max((len(row) for s in scenario.systems for row in s.doctrine.salvo), default=1)
    salvo = np.ones((S, C, longest), np.int64)
    engage = np.ones((S, C), np.int64)
    reserve_for = np.ones((S, C), np.int64)
    for s, system in enumerate(scenario.systems):
        d = system.doctrine
        for c in range(C):
            row = d.salvo[c]
            salvo[s, c] = list(row) + [row[-1]] * (longest - len(row))
        engage[s] = d.engage
        reserve_for[s] = d.reserve_for if d.reserve > 0 else 1
    return salvo, engage, reserve_for


def _span(scenario: Scenario, end: Array, quiet: Array) -> Array:
    """Return `Tables.span`: event buckets, stretches, and when something can first be decided."""
    begin = min((t.start_time for t in scenario.threats), default=0.0)
    length = max(float(end.max(initial=begin)) - begin, 1.0)
    buckets = layout.buckets_for(len(scenario.threats))
    first = float(quiet.min(initial=np.inf))  # random timing only delays
    return np.array([begin, (buckets - 2) / length, buckets - 1, (layout.STRETCHES - 1) / length, first])


def _quiet(scenario: Scenario, arrival: Array, window_start: Array, window_open: Array, facings: int) -> Array:
    """Return, for each threat, a time before which nobody can act on its tracks.

    No unit can begin to react before its first window less its reaction time; and the radars and posts stand
    at least until the first threat aimed at one arrives. Units with several facings may turn at any time.
    The time shifts with a threat whose start is random; that arrival does not, so with one there is no such time.
    """
    T = len(scenario.threats)
    if facings > 1:
        return np.full(T, -np.inf)
    aimed = [a for a, t in zip(arrival, scenario.threats, strict=True) if t.target >= len(scenario.assets)]
    quiet = np.full(T, min(aimed, default=np.inf))
    if aimed:
        shifts: list[bool] = []
        for t in scenario.threats:
            shifts.append(t.gap_mean > 0.0 or (t.parent >= 0 and shifts[t.parent]))
        quiet[shifts] = -np.inf
    for w, (_, u) in enumerate(scenario.interceptors()):
        reaction = [unit.reaction_time for unit, _ in scenario.units()][u]
        for j in range(T):
            first = window_start[w * T + j]
            if window_start[w * T + j + 1] > first:
                quiet[j] = min(quiet[j], window_open[first] - reaction)
    return quiet


def _priority(
    scenario: Scenario, arrival: Array, closest: Array, window_start: Array, salvo: Array, sspk: Array
) -> tuple[Array, Array]:
    """Return the two priority keys of every unit and threat, smaller first."""
    U, T = closest.shape
    last = 1e15  # a threat that never arrives counts as last
    times = np.where(np.isfinite(arrival), arrival, last)
    primary_key, secondary_key = np.zeros((U, T)), np.tile(times, (U, 1))
    values = [
        -scenario.assets[j.target].value if 0 <= j.target < len(scenario.assets) else 0.0 for j in scenario.threats
    ]
    for u, (_, s) in enumerate(scenario.units()):
        priority = scenario.systems[s].doctrine.priority
        if priority == "most-value":
            primary_key[u] = values
        elif priority == "nearest":
            secondary_key[u] = closest[u]
        elif priority == "marginal-value":
            primary_key[u] = np.array(values) * _first_salvos(scenario, u, s, window_start, salvo, sspk)
    return primary_key, secondary_key


def _first_salvos(scenario: Scenario, u: int, s: int, window_start: Array, salvo: Array, sspk: Array) -> Array:
    """Return the probability that a first salvo of unit u kills what each threat looks like: 1 - (1 - p)^n."""
    T = len(scenario.threats)
    unit_of = [unit for _, unit in scenario.interceptors()]
    own = [w for w, unit in enumerate(unit_of) if unit == u]
    if T == 0:
        return np.zeros(0)
    windows = np.diff(window_start).reshape(len(unit_of), -1, T).sum(axis=1)
    kills = np.zeros(T)
    for j, threat in enumerate(scenario.threats):
        first = next((w for w in own if windows[w, j] > 0), None)
        if first is not None:
            kills[j] = 1.0 - (1.0 - sspk[first, threat.looks_like]) ** salvo[s, threat.looks_like, 0]
    return kills


def _narrowed(scenario: Scenario, shots: Shots, facings: int) -> tuple[Array, Array, Array]:
    """Return the windows as doctrine leaves them: launch times whose intercept lies within the hold-fire range."""
    limits = [
        scenario.systems[s].doctrine.hold_fire_range for (_, s), n in _unit_interceptors(scenario) for _ in range(n)
    ]
    if all(np.isinf(limits)):
        return shots.window_start, shots.window_open, shots.window_close
    T = len(scenario.threats)
    start, opens, closes = [0], [], []
    for i in range(len(shots.window_start) - 1):
        w, j = i // (facings * T), i % T
        g = slice(shots.grid_start[w * T + j], shots.grid_start[w * T + j + 1])
        times = shots.grid_t0[w * T + j] + shots.dt * np.arange(g.stop - g.start)
        for v in range(shots.window_start[i], shots.window_start[i + 1]):
            for a, b in _below(times, shots.slant_range[g], limits[w], shots.window_open[v], shots.window_close[v]):
                opens.append(a)
                closes.append(b)
        start.append(len(opens))
    return np.array(start, np.int64), np.array(opens), np.array(closes)


def _unit_interceptors(scenario: Scenario) -> list[tuple[tuple[object, int], int]]:
    return [((unit, s), len(unit.missiles)) for unit, s in scenario.units()]


def _below(times: Array, reach: Array, limit: float, a: float, b: float) -> list[tuple[float, float]]:
    """Return the parts of [a, b] in which the piecewise linear `reach` is at most `limit`."""
    inside = (times > a) & (times < b)
    t = np.concatenate(([a], times[inside], [b]))
    y = np.interp(t, times, reach) - limit
    parts: list[tuple[float, float]] = []
    begin = a if y[0] <= 0 else None
    for k in range(1, len(t)):
        if (y[k - 1] <= 0) == (y[k] <= 0):
            continue
        cross = t[k - 1] + (t[k] - t[k - 1]) * y[k - 1] / (y[k - 1] - y[k])
        if begin is None:
            begin = cross
        else:
            parts.append((begin, cross))
            begin = None
    if begin is not None:
        parts.append((begin, b))
    return parts


def _reachable(scenario: Scenario, window_start: Array, facings: int, engage: Array) -> Array:
    """Tell for each threat whether any unit that engages what it looks like has any window for it."""
    T = len(scenario.threats)
    interceptors = [u for _, u in scenario.interceptors()]
    system = [s for _, s in scenario.units()]
    looks = np.array([t.looks_like for t in scenario.threats], np.int64)
    counts = np.diff(window_start).reshape(len(interceptors), facings, T).sum(axis=1)
    reachable = np.zeros(T, bool)
    for w, u in enumerate(interceptors):
        reachable |= (counts[w] > 0) & (engage[system[u]][looks] == 1)
    return reachable


def prepare(scenario: Scenario, opportunities: Opportunities, memo: Memo | None = None) -> Kernel:
    """Return the kernel of a scenario: its tables in the engine's layout.

    `memo` has the tables of looks that were made for other scenarios with the same ones, and takes new ones.
    Nothing of chance is in them. Raises ValueError if random stream cannot be keyed (more than 65,536 groups or
    members).
    """
    shots, looks = opportunities.shots, opportunities.looks
    K = opportunities.facings
    down = bd.breakdown(scenario)
    sum_start, sum_place, first_start, first_actor = bd.tables(down)
    salvo, engage, reserve_for = _doctrine(scenario)
    salvo_limit = int(salvo.max()) if salvo.size else 1
    window_start, window_open, window_close = _narrowed(scenario, shots, K)
    reachable = _reachable(scenario, window_start, K, engage)
    quiet = _quiet(scenario, opportunities.arrival, window_start, window_open, K)
    missiles = [(m, u) for m, u in scenario.interceptors()]
    sspk = np.array([m.sspk for m, _ in missiles], np.float64).reshape(-1, len(CATEGORIES))
    primary_key, secondary_key = _priority(
        scenario, opportunities.arrival, opportunities.closest, window_start, salvo, sspk
    )
    parts = NoCache() if memo is None else memo
    seen = parts.of("look tables", (looks, rules_of(scenario)), partial(look_tables, scenario, looks))
    facing = np.zeros((len(primary_key), K))
    for u, (unit, _) in enumerate(scenario.units()):
        facing[u, : len(unit.facings)] = unit.facings
    tables = Tables(
        threat=_threats(scenario, opportunities.tracks.end, quiet, reachable, down.parts),
        radar=_radars(scenario),
        unit=_units(scenario, salvo_limit, down.parts),
        interceptor=_interceptors(scenario, down.parts),
        launcher=_launchers(scenario),
        system=_systems(scenario, down.parts),
        target=_targets(scenario),
        sspk=sspk,
        max_range=np.array([m.max_range for m, _ in missiles], np.float64).reshape(-1, len(CATEGORIES)),
        behaviour_factor=np.array(
            [[factor_of(b, m, scenario) for b in BEHAVIOURS] for m, _ in missiles], np.float64
        ).reshape(-1, len(BEHAVIOURS)),
        salvo=salvo,
        engage=engage,
        reserve_for=reserve_for,
        primary_key=primary_key,
        secondary_key=secondary_key,
        facing=facing,
        looks=seen.looks,
        look_time=seen.look_time,
        guide=seen.guide,
        chance=seen.chance,
        confirm=seen.confirm,
        presampled_of=np.zeros(0, np.uint64),
        presampled_start=np.zeros((0, 0), np.int32),
        presampled=np.zeros((0, 2), np.int32),
        window_start=window_start,
        window_open=window_open,
        window_close=window_close,
        grid_start=shots.grid_start,
        grid_t0=shots.grid_t0,
        flight=np.stack((shots.time_of_flight, shots.slant_range), axis=1),
        step=np.array([shots.dt]),
        sum_start=sum_start,
        sum_place=sum_place,
        first_start=first_start,
        first_actor=first_actor,
        counters=np.array([down.parts.counters, down.parts.actors]),
        span=_span(scenario, opportunities.tracks.end, quiet),
    )
    return Kernel(tables, down.columns, tuple(m.name for m, _ in missiles))
