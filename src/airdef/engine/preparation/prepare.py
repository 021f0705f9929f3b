"""From scenario and opportunities to the engine's tables: the one place where both meet."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from airdef.engine import breakdown as bd
from airdef.engine.memory import layout
from airdef.engine.memory.allocate import buckets_for
from airdef.engine.memory.layout import Tables
from airdef.engine.memory.record import Array
from airdef.engine.preparation import records
from airdef.engine.preparation.command_tables import command
from airdef.engine.preparation.cue_tables import cues
from airdef.engine.preparation.guarding import left_alone, threatening
from airdef.engine.preparation.jammer_tables import jammers
from airdef.engine.preparation.look_tables import look_tables, rules_of
from airdef.engine.preparation.mover_tables import movers
from airdef.engine.preparation.raid_tables import disguised, tells
from airdef.opportunity.memo import NoCache
from airdef.scenario.behaviours import BEHAVIOURS, factor_of
from airdef.scenario.plan import CATEGORIES, Scenario
from airdef.scenario.positions import with_positions

if TYPE_CHECKING:
    from airdef.opportunity.memo import Memo
    from airdef.opportunity.tables import Opportunities, Shots


@dataclass(frozen=True)
class Kernel:
    """A scenario ready to be simulated: tables, the names of the result's columns, labels for the record."""

    tables: Tables
    columns: tuple[str, ...]
    missiles: tuple[str, ...]


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
    buckets = buckets_for(len(scenario.threats))
    first = float(quiet.min(initial=np.inf))  # random timing only delays
    return np.array([begin, (buckets - 2) / length, buckets - 1, (layout.STRETCHES - 1) / length, first])


def _quiet(scenario: Scenario, arrival: Array, window_start: Array, window_open: Array, facings: int) -> Array:
    """Return, for each threat, a time before which nobody can act on its tracks.

    No unit can begin to react before its first window less its reaction time; and the radars and posts stand
    at least until the first threat aimed at one arrives. Units with several facings may turn at any time, and where
    radars fall silent, or move, or are jammed by what may be shot down, any track may matter; and with command nodes
    tracks are passed on. A formation that may turn back ends with the loss of others: its members have one such time.
    The time shifts with a threat whose start is random; that arrival does not, so with one there is no such time.
    """
    T = len(scenario.threats)
    silent = any(r.emission.restricted or scenario.systems[s].doctrine.shut_down > 0.0 for r, s, _ in scenario.radars())
    command = any(system.command is not None for system in scenario.systems)
    jammed = any(threat.support is not None for threat in scenario.threats)
    if facings > 1 or silent or command or jammed or any(scenario.movers()):
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
    turning: dict[int, list[int]] = {}
    for j, t in enumerate(scenario.threats):
        if t.losses_to_turn_back > 0 and t.parent < 0:
            turning.setdefault(t.formation_index, []).append(j)
    for members in turning.values():
        apart = any(scenario.threats[j].gap_mean > 0.0 for j in members)
        quiet[members] = -np.inf if apart else quiet[members].min()
    quiet[disguised(scenario)] = -np.inf  # any track of theirs may tell them apart
    return quiet


def _priority(
    scenario: Scenario, arrival: Array, closest: Array, window_start: Array, salvo: Array, sspk: Array
) -> tuple[Array, Array]:
    """Return the two priority keys of every unit and threat, smaller first.

    What threatens something that is guarded comes before the rest: then the primary keys are the places in that order.
    """
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
    rest = ~threatening(scenario)
    if rest.size and not rest.all():
        _, place = np.unique(np.stack((rest.ravel(), primary_key.ravel()), axis=1), axis=0, return_inverse=True)
        primary_key = place.reshape(U, T).astype(np.float64)
    return primary_key, secondary_key


def _windows(scenario: Scenario, window_start: Array) -> Array:
    """Return how many windows each interceptor type has for each threat, in any facing, i8[W, T]."""
    W, T = sum(1 for _ in scenario.interceptors()), len(scenario.threats)
    if W == 0 or T == 0:
        return np.zeros((W, T), np.int64)
    return np.asarray(np.diff(window_start).reshape(W, -1, T).sum(axis=1))


def _first_salvos(scenario: Scenario, u: int, s: int, window_start: Array, salvo: Array, sspk: Array) -> Array:
    """Return the probability that a first salvo of unit u kills what each threat looks like: 1 - (1 - p)^n."""
    T = len(scenario.threats)
    unit_of = [unit for _, unit in scenario.interceptors()]
    own = [w for w, unit in enumerate(unit_of) if unit == u]
    if T == 0:
        return np.zeros(0)
    windows = _windows(scenario, window_start)
    kills = np.zeros(T)
    for j, threat in enumerate(scenario.threats):
        first = next((w for w in own if windows[w, j] > 0), None)
        if first is not None:
            kills[j] = 1.0 - (1.0 - sspk[first, threat.looks_like]) ** salvo[s, threat.looks_like, 0]
    return kills


def _narrowed(scenario: Scenario, shots: Shots, facings: int) -> tuple[Array, Array, Array]:
    """Return the windows as doctrine leaves them: intercepts within the hold-fire range, and threats not left alone."""
    limits = [
        scenario.systems[s].doctrine.hold_fire_range for (_, s), n in _unit_interceptors(scenario) for _ in range(n)
    ]
    alone = left_alone(scenario)
    if all(np.isinf(limits)) and not alone.any():
        return shots.window_start, shots.window_open, shots.window_close
    T = len(scenario.threats)
    start: list[int] = [0]
    opens: list[float] = []
    closes: list[float] = []
    for i in range(len(shots.window_start) - 1):
        w, j = i // (facings * T), i % T
        if alone[w, j]:
            start.append(len(opens))
            continue
        g = shots.grid(w * T + j)
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
    """Tell for each threat whether any unit that engages what it looks like, or may be told to, has a window for it."""
    T = len(scenario.threats)
    interceptors = [u for _, u in scenario.interceptors()]
    system = [s for _, s in scenario.units()]
    looks, own = np.array([(t.looks_like, t.category) for t in scenario.threats], np.int64).reshape(T, 2).T
    able = np.zeros((len(scenario.systems), len(CATEGORIES)), bool)  # what a system's radars can tell apart
    for radar, s, _ in scenario.radars():
        able[s] |= [radar.telling.able(c) for c in range(len(CATEGORIES))]
    counts = np.diff(window_start).reshape(len(interceptors), facings, T).sum(axis=1)
    reachable = np.zeros(T, bool)
    for w, u in enumerate(interceptors):
        engaged = engage[system[u]][looks] == 1
        engaged |= able[system[u]][own] & (engage[system[u]][own] == 1) & (own != looks)
        reachable |= (counts[w] > 0) & engaged
    return reachable


def _factors(scenario: Scenario) -> Array:
    """Return by how much each behaviour changes the SSPK of each interceptor type, f64[types, behaviours]."""
    factors = [[factor_of(b, missile, scenario) for b in BEHAVIOURS] for missile, _ in scenario.interceptors()]
    return np.array(factors, np.float64).reshape(-1, len(BEHAVIOURS))


def _facings(scenario: Scenario, most: int) -> Array:
    """Return the bearings that each unit may turn to, f8[U, most]; zeros behind its last."""
    facing = np.zeros((sum(1 for _ in scenario.units()), most))
    for u, (unit, _) in enumerate(scenario.units()):
        facing[u, : len(unit.facings)] = unit.facings
    return facing


def _of_the_raid(scenario: Scenario, opportunities: Opportunities) -> dict[str, Array]:
    """Return the tables of cues, of telling decoys apart, of turning back and of support jammers, by name."""
    tracks = opportunities.tracks
    own = {"turning": records.turning(scenario), **jammers(scenario)}
    return {**own, **tells(scenario, tracks), **cues(scenario, tracks)}


def prepare(scenario: Scenario, opportunities: Opportunities, memo: Memo | None = None) -> Kernel:
    """Return the kernel of a scenario: its tables in the engine's layout.

    `memo` has the tables of looks that were made for other scenarios with the same ones, and takes new ones.
    Nothing of chance is in them.

    Parameters
    ----------
    scenario
        The scenario.
    opportunities
        The opportunities of the scenario.
    memo
        Tables of looks that were made for other scenarios; it takes new ones. None: no memory.

    Returns
    -------
    Kernel
        The kernel of a scenario: its tables in the engine's layout.

    Raises
    ------
    ValueError
        If random stream cannot be keyed (more than 65,536 groups or members).
    """
    shots, looks = opportunities.shots, opportunities.looks
    K, wide = opportunities.facings, with_positions(scenario)  # at each position, for all jammers ended
    down = bd.breakdown(scenario)
    sum_start, sum_place, first_start, first_actor = bd.tables(down)
    salvo, engage, reserve_for = _doctrine(wide)
    salvo_limit = int(salvo.max()) if salvo.size else 1
    window_start, window_open, window_close = _narrowed(wide, shots, K)
    reachable = _reachable(wide, window_start, K, engage)
    quiet = _quiet(scenario, opportunities.arrival, window_start, window_open, K)
    missiles = [(m, u) for m, u in scenario.interceptors()]
    sspk = np.array([m.sspk for m, _ in wide.interceptors()], np.float64).reshape(-1, len(CATEGORIES))
    keys = _priority(wide, opportunities.arrival, opportunities.closest, window_start, salvo, sspk)
    S = len(scenario.systems)
    parts = NoCache() if memo is None else memo
    seen = parts.of("look tables", (looks, rules_of(scenario)), partial(look_tables, scenario, looks))
    tables = Tables(
        threat=records.threats(scenario, opportunities.tracks.end, quiet, reachable, down.parts),
        radar=records.radars(scenario),
        **_of_the_raid(scenario, opportunities),
        **movers(scenario, opportunities.tracks),
        **command(scenario, _windows(wide, window_start)[: len(missiles)], sspk, salvo),
        unit=records.units(scenario, salvo_limit, down.parts),
        interceptor=records.interceptors(scenario, down.parts),
        launcher=records.launchers(scenario),
        system=records.systems(scenario, down.parts),
        target=records.targets(scenario),
        sspk=sspk[: len(missiles)],
        max_range=np.array([m.max_range for m, _ in missiles], np.float64).reshape(-1, len(CATEGORIES)),
        behaviour_factor=_factors(scenario),
        salvo=salvo[:S],
        engage=engage[:S],
        reserve_for=reserve_for[:S],
        primary_key=keys[0],
        secondary_key=keys[1],
        facing=_facings(scenario, K),
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
        grid_start=shots.grid_start[shots.grid_of],
        grid_size=np.diff(shots.grid_start)[shots.grid_of],
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
