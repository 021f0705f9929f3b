"""What a measure can be at least and at most in a replication of a scenario: no interval reaches beyond."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from airdef.engine.breakdown import BY_NAME, targets
from airdef.measures import BY_KEY, MEASURES
from airdef.scenario.plan import CATEGORIES
from airdef.scenario.telling import told_categories

if TYPE_CHECKING:
    from collections.abc import Iterable

    from airdef.engine.breakdown import Dimension, Target
    from airdef.measures import Bounds
    from airdef.scenario.plan import DoctrinePlan, FireUnitPlan, MissilePlan, Scenario, ThreatPlan

ANY: Bounds = (0.0, math.inf)
DECOY = CATEGORIES.index("decoy")


BY_COLUMN = {definition.column: definition for definition in (*BY_KEY, *MEASURES)}
"""A measure of each column: of several, which share its bounds, the last."""


@dataclass(frozen=True)
class _Scope:
    """What one key of a dimension takes in (`airdef.measures.Scope`)."""

    limits: Limits
    raid: list[ThreatPlan]
    interceptors: list[tuple[MissilePlan, int]]
    units: list[int]
    targets: set[int]
    """What threats aim at there."""

    @property
    def threats(self) -> int:
        return len(self.raid)

    @property
    def released(self) -> int:
        return sum(t.parent >= 0 for t in self.raid)

    @property
    def passing(self) -> int:
        return sum(t.target < 0 for t in self.raid)

    @property
    def turning(self) -> int:
        return sum(t.losses_to_turn_back > 0 for t in self.raid)

    @property
    def disguised(self) -> int:
        return sum(t.looks_like != t.category and t.category in self.limits.told for t in self.raid)

    @property
    def decoys(self) -> int:
        return sum(t.category == DECOY for t in self.raid)

    @property
    def aimed(self) -> int:
        return sum(t.target in self.targets for t in self.raid)

    @cached_property
    def _fire(self) -> tuple[float, float]:
        return self.limits.fire(self)

    @property
    def engagements(self) -> float:
        return self._fire[0]

    @property
    def missiles(self) -> float:
        return self._fire[1]

    @property
    def reach(self) -> float:
        return max((max(m.max_range) for m, _ in self.interceptors), default=0.0)

    @property
    def target_channels(self) -> float:
        return self.limits.channels(self.units, of_targets=True)

    @property
    def movers(self) -> int:
        return sum(1 for _ in self.limits.scenario.movers())

    @property
    def missile_channels(self) -> float:
        return self.limits.channels(self.units, of_targets=False)

    def _lost(self, column: str) -> list[int]:
        return [k for k in self.targets if column in self.limits.places[k].losses]

    def hit(self, column: str) -> int:
        return len(self._lost(column))

    def worth(self, column: str) -> float:
        return sum(self.limits.scenario.assets[k].value for k in self._lost(column))


@dataclass(frozen=True)
class Limits:
    """The bounds of the measures of one scenario."""

    scenario: Scenario

    @cached_property
    def places(self) -> list[Target]:
        """What can be destroyed, in flattened order."""
        return targets(self.scenario)

    @cached_property
    def told(self) -> frozenset[int]:
        """The categories that a radar of the defence can tell apart."""
        return told_categories(self.scenario)

    @cached_property
    def _units(self) -> list[tuple[FireUnitPlan, int]]:
        return list(self.scenario.units())

    @cached_property
    def _scopes(self) -> dict[tuple[str, str], _Scope]:
        return {}

    def of(self, measure: str, dimension: str = "", key: str = "") -> Bounds:
        """Return the bounds of a measure, by the name of its column: of a key of a dimension, or of everything.

        Parameters
        ----------
        measure
            Name of the measure's column.
        dimension
            Name of the dimension.
        key
            Key of the dimension; empty for everything.

        Returns
        -------
        Bounds
            The bounds of a measure, by the name of its column: of a key of a dimension, or of everything.
        """
        scope = self._scopes.get((dimension, key))
        if scope is None:
            scope = self._scopes[dimension, key] = self._scope(BY_NAME.get(dimension), key)
        definition = BY_COLUMN.get(measure)
        return ANY if definition is None else definition.bounds(scope)

    def _scope(self, d: Dimension | None, key: str) -> _Scope:
        s, units, systems = self.scenario, range(len(self._units)), range(len(self.scenario.systems))
        threats = [t for t in s.threats if d is None or not d.threat or d.threat(s, t) == key]
        interceptors = [
            (m, u) for m, u in s.interceptors() if d is None or not d.interceptor or d.interceptor(s, u, m.name) == key
        ]
        aimed = {t.target for t in threats if t.target >= 0}
        if d is None or not (d.unit or d.system):
            return _Scope(self, threats, interceptors, list(units), aimed)
        of_units = [u for u in units if d.unit and d.unit(s, u) == key]
        of_systems = [i for i in systems if d.system and d.system(s, i) == key]
        own = {k for k in aimed if self.places[k].unit in of_units or self.places[k].system in of_systems}
        return _Scope(
            self, threats, interceptors, [u for u in units if u in of_units or self._units[u][1] in of_systems], own
        )

    def fire(self, scope: _Scope) -> tuple[float, float]:
        """Return the most engagements and missiles at threats of a scope by interceptors of it.

        That is what is in stock; or what doctrine leaves, where it bounds the engagements of a threat and nothing aims
        at the system (a threat whose unit is lost may be engaged again).

        Parameters
        ----------
        scope
            What it is about.

        Returns
        -------
        tuple[float, float]
            The most engagements and missiles at threats of a scope by interceptors of it.
        """
        pools: dict[int, dict[tuple[str, str | int], float]] = {}  # rounds that units share are counted once
        for missile, u in scope.interceptors:
            unit, s = self._units[u]
            pools.setdefault(s, {})[missile.name, unit.magazine or u] = self._rounds(missile, u)
        by_system = {s: sum(own.values()) for s, own in pools.items()}
        stocked = float(sum({pool: stock for own in pools.values() for pool, stock in own.items()}.values()))
        attacked = {self.places[t.target].system for t in self.scenario.threats if t.target >= 0}
        engagements = missiles = 0.0
        for s, stock in by_system.items():
            system = self.scenario.systems[s]
            d = system.doctrine
            rounds, cells = d.rounds, 1 if d.coordination == "central" else len(system.units)
            of_threats = stock if not rounds or s in attacked else float(cells * rounds * scope.threats)
            salvos = [sum(self._salvo(d, t, k) for k in range(rounds)) for t in scope.raid]
            engagements += min(stock, of_threats) if scope.threats else 0.0
            missiles += min(stock, stock if of_threats == stock else cells * sum(salvos)) if scope.threats else 0.0
        return min(engagements, stocked), min(missiles, stocked)

    def _salvo(self, d: DoctrinePlan, threat: ThreatPlan, k: int) -> int:
        """Return the missiles of engagement k of a threat, the most where it may be told apart."""
        seen = {threat.looks_like} | ({threat.category} & self.told)
        return max(d.salvo[c][min(k, len(d.salvo[c]) - 1)] for c in seen)

    def _rounds(self, missile: MissilePlan, u: int) -> float:
        """Return the missiles of a type that a unit has, or shares with others; reloads included."""
        magazine = self._units[u][0].magazine
        sharing = [unit for unit, _ in self._units if magazine and unit.magazine == magazine] or [self._units[u][0]]
        stock = 0
        for unit in sharing:
            own = [k for k in unit.launchers if unit.missiles[k.missile].name == missile.name]
            stock += sum(k.rounds * (1 + k.reloads) for k in own)
        return stock

    def channels(self, units: Iterable[int], of_targets: bool) -> float:
        """Return the target or missile channels of units of one system, or of the system among them that has most.

        Parameters
        ----------
        units
            Numbers of the fire units.
        of_targets
            Whether target channels are meant, and not missile channels.

        Returns
        -------
        float
            The target or missile channels of units of one system, or of the system among them that has most.
        """
        by_system: Counter[int] = Counter()
        for u in units:
            unit, s = self._units[u]
            targets_at_once = min(unit.target_channels, len(self.scenario.threats))
            by_system[s] += targets_at_once if of_targets else unit.missile_channels
        return max(by_system.values(), default=0)
