"""What a measure can be at least and at most in a replication of a scenario: no interval reaches beyond."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from airdef.engine.breakdown import BY_NAME, targets

if TYPE_CHECKING:
    from collections.abc import Iterable

    from airdef.engine.breakdown import Dimension, Target
    from airdef.scenario.plan import FireUnitPlan, MissilePlan, Scenario, ThreatPlan

Bounds = tuple[float, float]
"""Least and greatest value; where they are equal the measure is a constant."""

ANY: Bounds = (0.0, math.inf)


class _Scope(NamedTuple):
    """What one key of a dimension takes in: threats, missile types by unit, units, and what threats aim at there."""

    threats: list[ThreatPlan]
    weapons: list[tuple[MissilePlan, int]]
    units: list[int]
    aimed: set[int]


@dataclass(frozen=True)
class Limits:
    """The bounds of the measures of one scenario."""

    scenario: Scenario

    @cached_property
    def _targets(self) -> list[Target]:
        return targets(self.scenario)

    @cached_property
    def _units(self) -> list[tuple[FireUnitPlan, int]]:
        return list(self.scenario.units())

    @cached_property
    def _scopes(self) -> dict[tuple[str, str], _Scope]:
        return {}

    def of(self, measure: str, dimension: str = "", key: str = "") -> Bounds:
        """Return the bounds of a measure, by the name of its column: of a key of a dimension, or of everything."""
        scope = self._scopes.get((dimension, key))
        if scope is None:
            scope = self._scopes[dimension, key] = self._scope(BY_NAME.get(dimension), key)
        threats = scope.threats
        arriving = sum(t.target >= 0 for t in threats)
        released = sum(t.parent >= 0 for t in threats)
        if measure == "threats":
            return len(threats) - released, len(threats)
        if measure == "draws":
            return ANY
        if measure.startswith("peak_"):
            fire = self._fire(scope)[measure == "peak_missiles"]
            return 0.0, min(self._peak(measure, scope.units), fire)
        if measure.startswith("first_"):
            ranges = [max(m.max_range) for m, _ in scope.weapons]
            return (0.0, max(ranges, default=0.0)) if measure.endswith("_range") else ANY
        if measure.endswith("_lost"):
            hit = [k for k in scope.aimed if measure in self._targets[k].losses]
            values = [self.scenario.assets[k].value for k in hit] if measure == "asset_value_lost" else [1.0] * len(hit)
            return 0.0, sum(values)
        if measure == "leakers" or measure.startswith("reason:"):
            return 0.0, sum(t.target in scope.aimed for t in threats)
        engagements, missiles = self._fire(scope)
        most: dict[str, float] = {
            "kills": min(len(threats), missiles),
            "gone": len(threats) - arriving,
            "never_existed": released,
            "engagements": engagements,
        }
        return 0.0, most.get(measure, missiles)

    def _scope(self, d: Dimension | None, key: str) -> _Scope:
        s, units, systems = self.scenario, range(len(self._units)), range(len(self.scenario.systems))
        threats = [t for t in s.threats if d is None or not d.threat or d.threat(s, t) == key]
        weapons = [(m, u) for m, u in s.weapons() if d is None or not d.weapon or d.weapon(s, u, m.name) == key]
        aimed = {t.target for t in threats if t.target >= 0}
        if d is None or not (d.unit or d.system):
            return _Scope(threats, weapons, list(units), aimed)
        of_units = [u for u in units if d.unit and d.unit(s, u) == key]
        of_systems = [i for i in systems if d.system and d.system(s, i) == key]
        own = {k for k in aimed if self._targets[k].unit in of_units or self._targets[k].system in of_systems}
        return _Scope(threats, weapons, [u for u in units if u in of_units or self._units[u][1] in of_systems], own)

    def _fire(self, scope: _Scope) -> tuple[float, float]:
        """Return the most engagements and missiles at threats of a scope by weapons of it.

        That is what is in stock; or what doctrine leaves, where it bounds the engagements of a threat and nothing aims
        at the system (a threat whose unit is lost may be engaged anew).
        """
        by_system: dict[int, float] = {}
        for weapon in scope.weapons:
            s = self._units[weapon[1]][1]
            by_system[s] = by_system.get(s, 0.0) + self._rounds([weapon])
        attacked = {self._targets[t.target].system for t in self.scenario.threats if t.target >= 0}
        engagements = missiles = 0.0
        for s, stock in by_system.items():
            system = self.scenario.systems[s]
            d = system.doctrine
            rounds, groups = d.rounds, 1 if d.coordination == "central" else len(system.units)
            of_threats = stock if not rounds or s in attacked else float(groups * rounds * len(scope.threats))
            salvos = [sum(d.salvo[t.looks_like][min(k, len(d.salvo[t.looks_like]) - 1)] for k in range(rounds))
                      for t in scope.threats]  # fmt: skip
            engagements += min(stock, of_threats) if scope.threats else 0.0
            missiles += min(stock, stock if of_threats == stock else groups * sum(salvos)) if scope.threats else 0.0
        return engagements, missiles

    def _rounds(self, weapons: Iterable[tuple[MissilePlan, int]]) -> float:
        """Return the missiles in stock of missile types of units, reloads included."""
        stock = 0
        for missile, u in weapons:
            unit = self._units[u][0]
            own = [k for k in unit.launchers if unit.missiles[k.missile] is missile]
            stock += sum(k.rounds * (1 + k.reloads) for k in own)
        return stock

    def _peak(self, measure: str, units: Iterable[int]) -> float:
        """Return the channels of units of one system, or of the system among them that has most."""
        by_system: Counter[int] = Counter()
        for u in units:
            unit, s = self._units[u]
            targets_at_once = min(unit.target_channels, len(self.scenario.threats))
            by_system[s] += targets_at_once if measure == "peak_targets" else unit.missile_channels
        return max(by_system.values(), default=0)
