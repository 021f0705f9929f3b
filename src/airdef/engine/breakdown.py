"""By what the counts of a replication are broken down: class, formation, asset, system, fire unit, missile type.

The engine counts in the finest parts that any dimension tells apart: sorts of threat (alike in class, formation and
asset), interceptors, fire units, systems. A detail column is the sum of one counter over the parts that belong to it,
or the first in time of theirs. So a new dimension is a new entry of `DIMENSIONS` and touches no rule.

A column is named `dimension:key:measure` (`asset:port:leakers`); those by class that came first in airdef are named
`leakers:fighter`, `kills:fighter`, `threats:fighter`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from airdef.engine.leak_reasons import REASONS
from airdef.engine.memory.columns import (
    COUNTS,
    FIRSTS,
    INTERCEPTOR_COUNTERS,
    SYSTEM_COUNTERS,
    THREAT_COUNTERS,
    UNIT_COUNTERS,
)
from airdef.engine.memory.record import Array
from airdef.scenario.plan import Scenario, ThreatPlan
from airdef.scenario.telling import told_categories

MOST_KEYS = 64
"""Keys of a dimension that is broken down: one of more (a raid of hundreds of formations) is left out, so that a
replication's row stays small."""

Key = str | None


@dataclass(frozen=True)
class Dimension:
    """One way to break counts down.

    `label` is what it is called in tables.
    `threat(scenario, threat)`, `interceptor(scenario, u, name)`, `unit(scenario, u)` and `system(scenario, s)` give the
    key that a threat, a missile type of unit u, unit u or system s belongs to (None: to none); what is not given has
    no part in the dimension. `keys(scenario)` gives all keys in printing order.
    """

    name: str
    label: str
    keys: Callable[[Scenario], Iterable[str]]
    threat: Callable[[Scenario, ThreatPlan], Key] | None = None
    interceptor: Callable[[Scenario, int, str], Key] | None = None
    unit: Callable[[Scenario, int], Key] | None = None
    system: Callable[[Scenario, int], Key] | None = None


def formation_of(threat: ThreatPlan) -> str:
    """Return the name of a threat's formation: its group of the raid, or what released it and as what.

    Parameters
    ----------
    threat
        The threat.

    Returns
    -------
    str
        The name of a threat's formation: its group of the raid, or what released it and as what.
    """
    return threat.formation or f"group-{threat.formation_index + 1}"


def _asset_of(scenario: Scenario, threat: ThreatPlan) -> Key:
    return scenario.assets[threat.target].name if 0 <= threat.target < len(scenario.assets) else None


def _unit_names(scenario: Scenario) -> list[str]:
    return [unit.name for unit, _ in scenario.units()]


def _system_of_unit(scenario: Scenario, u: int) -> str:
    return scenario.systems[[s for _, s in scenario.units()][u]].name


DIMENSIONS = (
    Dimension("class", "Class", lambda s: (t.threat_class for t in s.threats), threat=lambda _, t: t.threat_class),
    Dimension("formation", "Formation", lambda s: map(formation_of, s.threats), threat=lambda _, t: formation_of(t)),
    Dimension("asset", "Asset", lambda s: (a.name for a in s.assets), threat=_asset_of),
    Dimension(
        "system",
        "System",
        lambda s: (system.name for system in s.systems),
        interceptor=lambda s, u, _: _system_of_unit(s, u),
        system=lambda s, i: s.systems[i].name,
    ),
    Dimension(
        "unit",
        "Fire unit",
        _unit_names,
        interceptor=lambda s, u, _: _unit_names(s)[u],
        unit=lambda s, u: _unit_names(s)[u],
    ),
    Dimension(
        "missile",
        "Missile type",
        lambda s: (m.name for m, _ in s.interceptors()),
        interceptor=lambda _s, _u, name: name,
    ),
)
"""Every dimension, in printing order."""

BY_NAME = {d.name: d for d in DIMENSIONS}

LEGACY = ("leakers", "kills", "threats")
"""Measures whose columns by class are named `measure:class`."""

MEASURES = tuple(dict.fromkeys((*THREAT_COUNTERS, *INTERCEPTOR_COUNTERS, *SYSTEM_COUNTERS, *FIRSTS)))
"""All that is broken down, in the order of a key's columns."""

TOTALS = (*COUNTS, *(f"reason:{r}" for r in REASONS))
"""Columns of a whole replication; the engine's first."""


class Detail(NamedTuple):
    """One measure of one key of a dimension, and the column that holds it.

    That is the column of its own `name`, or another that is equal in every replication: of a formation that alone
    makes up its class the class's, of the only missile type the total.
    """

    name: str
    dimension: str
    key: str
    measure: str
    column: str


class Parts(NamedTuple):
    """Places of the finest parts: the first counter of each in the tally, and the numbers of those that have firsts."""

    threat: tuple[int, ...]
    """Of each threat, the first counter of its sort."""
    threat_actor: tuple[int, ...]
    interceptor: tuple[int, ...]
    interceptor_actor: tuple[int, ...]
    unit: tuple[int, ...]
    system: tuple[int, ...]
    counters: int
    actors: int


Places = tuple[int, ...]
"""Where a column comes from: counters to be added, or actors whose first is taken."""


@dataclass(frozen=True)
class Breakdown:
    """How the counts of a scenario are broken down.

    `keys` are those of each dimension that is broken down, `left_out` the number of keys of those that are not
    (`MOST_KEYS`). Of the columns behind the totals `sums` add counters up, and then `firsts` take the first of actors,
    which is one entry for the columns of all `FIRSTS`.
    """

    keys: Mapping[str, tuple[str, ...]]
    left_out: Mapping[str, int]
    details: tuple[Detail, ...]
    parts: Parts
    sums: Mapping[str, Places]
    firsts: Mapping[tuple[str, ...], Places]

    @property
    def copies(self) -> dict[str, str]:
        """The names that no column has of its own, each with the column that holds the same."""
        return {d.name: d.column for d in self.details if d.name != d.column}

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of all columns of a replication, in order."""
        return (*TOTALS, *self.sums, *(name for names in self.firsts for name in names))


def column_name(dimension: str, key: str, measure: str) -> str:
    """Return the name of a detail column.

    Parameters
    ----------
    dimension
        What the count is broken down by.
    key
        What of the dimension: a class, a system.
    measure
        Name of the measure.

    Returns
    -------
    str
        The name of a detail column.
    """
    if dimension == "class" and measure in LEGACY:
        return f"{measure}:{key}"
    return f"{dimension}:{key}:{measure}"


def breakdown(scenario: Scenario) -> Breakdown:
    """Return how the counts of a scenario are broken down.

    A counter that can never be other than zero (leakers at a system that nothing aims at) makes no column, and of
    columns that are equal by construction there is one.

    Parameters
    ----------
    scenario
        The scenario.

    Returns
    -------
    Breakdown
        How the counts of a scenario are broken down.
    """
    every = {d.name: tuple(dict.fromkeys(d.keys(scenario))) for d in DIMENSIONS}
    kept = [d for d in DIMENSIONS if len(every[d.name]) <= MOST_KEYS]
    parts, members = _members(scenario, kept)
    details: list[Detail] = []
    sums: dict[str, Places] = {}
    firsts: dict[tuple[str, ...], Places] = {}
    stored = _totals(parts)
    for d in kept:
        for key in every[d.name]:
            belonging = members[d.name].get(key, ())
            for measure in MEASURES:
                name = column_name(d.name, key, measure)
                if measure in FIRSTS:
                    places = tuple(m.actor for m in belonging if m.actor >= 0)
                else:
                    places = tuple(m.place + m.counters.index(measure) for m in belonging if measure in m.possible)
                if not places:
                    continue
                column = stored.setdefault((measure in FIRSTS, measure, places), name)
                if d.name == "class" and measure in LEGACY:
                    column = name
                if column == name and measure not in FIRSTS:
                    sums[name] = places
                elif column == name and measure == FIRSTS[0]:
                    firsts[tuple(column_name(d.name, key, f) for f in FIRSTS)] = places
                details.append(Detail(name, d.name, key, measure, column))
    left_out = {name: len(keys) for name, keys in every.items() if len(keys) > MOST_KEYS}
    return Breakdown({d.name: every[d.name] for d in kept}, left_out, tuple(details), parts, sums, firsts)


def _totals(parts: Parts) -> dict[tuple[bool, str, Places], str]:
    """Return the totals by what they would be made from: of all sorts of threat, interceptors, systems."""
    found: dict[tuple[bool, str, Places], str] = {}
    sorts, actors = tuple(dict.fromkeys(parts.threat)), tuple(dict.fromkeys(parts.threat_actor))
    for first, counters in (
        (sorts, THREAT_COUNTERS),
        (parts.interceptor, INTERCEPTOR_COUNTERS),
        (parts.system, SYSTEM_COUNTERS),
    ):
        for k, measure in enumerate(counters):
            whole = first is not parts.system or measure.endswith("_lost") or len(first) == 1
            if measure in TOTALS and whole and (first is not parts.system or measure != "leakers"):
                found[False, measure, tuple(place + k for place in first)] = measure
    for measure in FIRSTS:
        found[True, measure, actors] = found[True, measure, parts.interceptor_actor] = measure
    return found


@dataclass(frozen=True)
class _Member:
    """A finest part: the names of its counters, the place of the first, those that can be other than zero.

    `actor` is its number among those that have firsts, -1 if it has none.
    """

    counters: tuple[str, ...]
    place: int
    possible: frozenset[str]
    actor: int = -1


def _members(scenario: Scenario, kept: list[Dimension]) -> tuple[Parts, dict[str, dict[str, list[_Member]]]]:
    """Return the places of the finest parts, and by dimension and key the parts that belong to it."""
    belongs: dict[str, dict[str, list[_Member]]] = {d.name: {} for d in kept}

    def put(member: _Member, keys: Iterable[tuple[Dimension, Key]]) -> None:
        for d, key in keys:
            if key is not None:
                belongs[d.name].setdefault(key, []).append(member)

    by_threat = [d for d in kept if d.threat]
    keyed = [tuple(d.threat(scenario, t) for d in by_threat if d.threat) for t in scenario.threats]
    sorts: dict[tuple[Key, ...], list[ThreatPlan]] = {}
    for key, threat in zip(keyed, scenario.threats, strict=True):
        sorts.setdefault(key, []).append(threat)
    aims, shooting = targets(scenario), any(True for _ in scenario.interceptors())
    told = told_categories(scenario)
    place = 0
    sort_of = {}
    for actor, (keys, threats) in enumerate(sorts.items()):
        sort_of[keys] = (place, actor)
        put(
            _Member(THREAT_COUNTERS, place, _of_threats(threats, aims, shooting, told), actor),
            zip(by_threat, keys, strict=True),
        )
        place += len(THREAT_COUNTERS)
    interceptor = []
    for w, (missile, u) in enumerate(scenario.interceptors()):
        keys_w = [(d, d.interceptor(scenario, u, missile.name)) for d in kept if d.interceptor]
        put(_Member(INTERCEPTOR_COUNTERS, place, frozenset(INTERCEPTOR_COUNTERS), len(sorts) + w), keys_w)
        interceptor.append(place)
        place += len(INTERCEPTOR_COUNTERS)
    unit = []
    aimed = [aims[t.target] for t in scenario.threats if t.target >= 0]
    for u, _ in enumerate(scenario.units()):
        hit = _of_targets(t for t in aimed if t.unit == u)
        put(_Member(UNIT_COUNTERS, place, hit), ((d, d.unit(scenario, u)) for d in kept if d.unit))
        unit.append(place)
        place += len(UNIT_COUNTERS)
    system = []
    for s, _ in enumerate(scenario.systems):
        hit = _of_targets(t for t in aimed if t.system == s)
        put(_Member(SYSTEM_COUNTERS, place, hit), ((d, d.system(scenario, s)) for d in kept if d.system))
        system.append(place)
        place += len(SYSTEM_COUNTERS)
    parts = Parts(
        threat=tuple(sort_of[key][0] for key in keyed),
        threat_actor=tuple(sort_of[key][1] for key in keyed),
        interceptor=tuple(interceptor),
        interceptor_actor=tuple(range(len(sorts), len(sorts) + len(interceptor))),
        unit=tuple(unit),
        system=tuple(system),
        counters=place,
        actors=len(sorts) + len(interceptor),
    )
    return parts, belongs


class Target(NamedTuple):
    """What a target is counted as when it is lost, and whose it is (-1: nobody's)."""

    losses: tuple[str, ...]
    system: int = -1
    unit: int = -1


def targets(scenario: Scenario) -> list[Target]:
    """Return the targets in flattened order.

    Parameters
    ----------
    scenario
        The scenario.

    Returns
    -------
    list[Target]
        The targets in flattened order.
    """
    found = [Target(("asset_value_lost", "assets_lost")) for _ in scenario.assets]
    found += [Target(("posts_lost",), s) for s, _ in enumerate(scenario.systems)]
    found += [Target(("radars_lost", "units_lost")[: 1 + (u >= 0)], s, u) for _, s, u in scenario.radars()]
    for u, (unit, s) in enumerate(scenario.units()):
        found += [Target(("launchers_lost",), s, u) for _ in unit.launchers]
    return found


def _of_threats(
    threats: Iterable[ThreatPlan], targets: list[Target], shooting: bool, told: frozenset[int]
) -> frozenset[str]:
    """Return the counters of threats that can be other than zero."""
    possible = {*LEGACY, *(("missiles_used", "intercept_attempts", "aborted", "engagements") if shooting else ())}
    for t in threats:
        if t.target >= 0:
            possible |= {"leakers", *(f"reason:{r}" for r in REASONS), *targets[t.target].losses}
        else:
            possible.add("exited")
        if t.parent >= 0:
            possible.add("not_released")
        if t.losses_to_turn_back > 0:
            possible.add("turned_back")
        if t.category in told and t.looks_like != t.category:
            possible.add("told_apart")
    return frozenset(possible)


def _of_targets(aimed: Iterable[Target]) -> frozenset[str]:
    """Return the counters of a unit or a system that can be other than zero, of what threats aim at of its own."""
    possible = {"peak_targets", "peak_missiles"}
    for target in aimed:
        possible |= {"leakers", *target.losses}
    return frozenset(possible)


def tables(down: Breakdown) -> tuple[Array, Array, Array, Array]:
    """Return starts and places of the sums, then of the firsts: those of entry c are places[start[c]:start[c + 1]].

    Parameters
    ----------
    down
        How the counts are broken down.

    Returns
    -------
    tuple[Array, Array, Array, Array]
        Starts and places of the sums, then starts and actors of the firsts.
    """

    def flat(entries: Iterable[Places]) -> tuple[Array, Array]:
        places = list(entries)
        start = np.cumsum([0, *(len(p) for p in places)]).astype(np.int64)
        return start, np.array([k for p in places for k in p], np.int64)

    return (*flat(down.sums.values()), *flat(down.firsts.values()))
