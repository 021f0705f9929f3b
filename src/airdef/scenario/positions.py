"""A scenario with a copy of what moves at each of its further positions: for geometry, which is settled beforehand."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from airdef.scenario.plan import MovementPlan

if TYPE_CHECKING:
    from collections.abc import Iterator

    from airdef.scenario.plan import FireUnitPlan, RadarPlan, Scenario


@dataclass(frozen=True)
class Row:
    """Where the geometry of a mover at one position stands: among radars, units and interceptors (-1: no unit)."""

    radar: int
    unit: int
    interceptor: int


def with_positions(scenario: Scenario) -> Scenario:
    """Return the scenario with copies of what moves at its further positions; itself, if nothing does.

    The copies stand in systems of their own behind all others, so that whatever is in the scenario keeps its number.

    Parameters
    ----------
    scenario
        The scenario.

    Returns
    -------
    Scenario
        The scenario with the copies. It is fit for geometry, and for nothing else.
    """
    moving = {r for r, *_ in scenario.movers()}
    if not moving:
        return scenario
    copies, r = [], 0
    for system in scenario.systems:
        seen = len(system.surveillance)
        radars = [radar for i, radar in enumerate(system.surveillance) if r + i in moving]
        units = [unit for i, unit in enumerate(system.units) if r + seen + i in moving]
        r += seen + len(system.units)
        copies.append(
            replace(
                system,
                name=f"{system.name}/positions",
                surveillance=tuple(there for radar in radars for there in _radars(radar)),
                units=tuple(there for unit in units for there in _units(unit)),
            )
        )
    return replace(scenario, systems=(*scenario.systems, *copies))


def _radars(radar: RadarPlan) -> Iterator[RadarPlan]:
    """Yield copies of a radar at its further positions."""
    for position in radar.movement.positions:
        yield replace(radar, place=position.place, movement=MovementPlan())


def _units(unit: FireUnitPlan) -> Iterator[FireUnitPlan]:
    """Yield copies of a fire unit at its further positions."""
    for radar in _radars(unit.radar):
        launchers = tuple(replace(launcher, place=radar.place) for launcher in unit.launchers)
        yield replace(unit, radar=radar, launchers=launchers)


def rows_of(scenario: Scenario) -> dict[int, tuple[Row, ...]]:
    """Return where the geometry of each mover stands, in `with_positions`, at each of its positions in order.

    Parameters
    ----------
    scenario
        The scenario.

    Returns
    -------
    dict
        The rows, by the number of the mover's radar.
    """
    wide = with_positions(scenario)
    unit_of = [unit for _, _, unit in wide.radars()]
    first, count = [], 0
    for unit, _ in wide.units():
        first.append(count)
        count += len(unit.missiles)
    copies = iter(range(sum(1 for _ in scenario.radars()), len(unit_of)))
    found: dict[int, tuple[Row, ...]] = {}
    for r, _, movement, _ in scenario.movers():  # system by system, surveillance radars first, as the copies stand
        radars = [r, *(next(copies) for _ in movement.positions)]
        found[r] = tuple(Row(k, unit_of[k], first[unit_of[k]] if unit_of[k] >= 0 else -1) for k in radars)
    return found
