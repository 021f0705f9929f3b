"""A scenario with a copy of what geometry depends on more than once: settled beforehand, for each case.

What moves stands at each of its further positions; and a radar that support jammers may jam (with its unit, if it is an
engagement radar) is there once for each set of them that has ended, at each of its positions.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from airdef.scenario.plan import MovementPlan

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from airdef.scenario.plan import FireUnitPlan, RadarPlan, Scenario


@dataclass(frozen=True)
class Row:
    """Where the geometry of a radar in one case stands: among radars, units and interceptors (-1: no unit)."""

    radar: int
    unit: int
    interceptor: int


def with_positions(scenario: Scenario) -> Scenario:
    """Return the scenario with copies for further positions and for jammers that have ended; itself, if it needs none.

    The copies stand in systems of their own behind all others, so that whatever is in the scenario keeps its number:
    first those at further positions, then those with jammers ended.

    Parameters
    ----------
    scenario
        The scenario.

    Returns
    -------
    Scenario
        The scenario with the copies. It is fit for geometry, and for nothing else.
    """
    return _with_jamming(_moved(scenario))


def _moved(scenario: Scenario) -> Scenario:
    """Return the scenario with copies of what moves at its further positions."""
    moving = {r for r, *_ in scenario.movers()}
    return _copied(scenario, "positions", lambda r, radar: _at_positions(radar) if r in moving else iter(()))


def _with_jamming(scenario: Scenario) -> Scenario:
    """Return a scenario, positions included, with its radars as jammed, and copies for jammers that have ended."""
    jammers = jammers_of(scenario)
    if not jammers:
        return scenario

    def ended(r: int, radar: RadarPlan) -> Iterator[RadarPlan]:
        own = jammers.get(r, ())
        for number in range(1, 1 << len(own)):
            yield replace(radar, jammers=tuple(j for k, j in enumerate(own) if not number >> k & 1))

    wide = _copied(scenario, "jamming", ended)
    systems, r = [], 0
    for system in scenario.systems:
        seen = len(system.surveillance)
        radars = tuple(replace(x, jammers=jammers.get(r + i, ())) for i, x in enumerate(system.surveillance))
        units = tuple(
            replace(x, radar=replace(x.radar, jammers=jammers.get(r + seen + i, ())))
            for i, x in enumerate(system.units)
        )
        systems.append(replace(system, surveillance=radars, units=units))
        r += seen + len(system.units)
    return replace(wide, systems=(*systems, *wide.systems[len(systems) :]))


def _copied(scenario: Scenario, name: str, copies: Callable[[int, RadarPlan], Iterator[RadarPlan]]) -> Scenario:
    """Return a scenario with copies of its radars, those of units with the unit, behind all others."""
    further, r = [], 0
    for system in scenario.systems:
        seen = len(system.surveillance)
        radars = tuple(x for i, radar in enumerate(system.surveillance) for x in copies(r + i, radar))
        units = tuple(_unit(unit, x) for i, unit in enumerate(system.units) for x in copies(r + seen + i, unit.radar))
        r += seen + len(system.units)
        further.append(replace(system, name=f"{system.name}/{name}", surveillance=radars, units=units))
    if not any(system.surveillance or system.units for system in further):
        return scenario
    return replace(scenario, systems=(*scenario.systems, *further))


def _at_positions(radar: RadarPlan) -> Iterator[RadarPlan]:
    """Yield copies of a radar at its further positions."""
    for position in radar.movement.positions:
        yield replace(radar, place=position.place, movement=MovementPlan())


def _unit(unit: FireUnitPlan, radar: RadarPlan) -> FireUnitPlan:
    """Return a copy of a fire unit with a copy of its radar; its launchers stand where that does, if it has moved."""
    if radar.place == unit.radar.place:
        return replace(unit, radar=radar)
    launchers = tuple(replace(launcher, place=radar.place) for launcher in unit.launchers)
    return replace(unit, radar=radar, launchers=launchers)


def jammers_of(scenario: Scenario) -> dict[int, tuple[int, ...]]:
    """Return which support jammers may jam each radar: those whose band has its frequency.

    Parameters
    ----------
    scenario
        The scenario.

    Returns
    -------
    dict
        Numbers of threats, ascending, by the number of the radar; without the radars that none may jam, perfect ones
        and sights among them.
    """
    carriers = [(j, threat.support.band) for j, threat in enumerate(scenario.threats) if threat.support is not None]
    if not carriers:
        return {}
    found = {}
    for r, (radar, _, _) in enumerate(scenario.radars()):
        own = tuple(j for j, (low, high) in carriers if low <= radar.frequency <= high)
        if own and not radar.perfect and not radar.passive:
            found[r] = own
    return found


def rows_of(scenario: Scenario) -> dict[int, tuple[Row, ...]]:
    """Return where the geometry of each mover stands, in `with_positions`, at each of its positions in order.

    Parameters
    ----------
    scenario
        The scenario.

    Returns
    -------
    dict
        The rows, by the number of the mover's radar; no jammer has ended.
    """
    at = _rows(scenario)
    copies = iter(range(sum(1 for _ in scenario.radars()), len(at)))
    found: dict[int, tuple[Row, ...]] = {}
    for r, _, movement, _ in scenario.movers():  # system by system, surveillance radars first, as the copies stand
        found[r] = (at[r], *(at[next(copies)] for _ in movement.positions))
    return found


def jammed_rows(scenario: Scenario) -> dict[int, tuple[Row, ...]]:
    """Return where the geometry of each radar that may be jammed stands, in `with_positions`, by the jammers ended.

    Parameters
    ----------
    scenario
        The scenario.

    Returns
    -------
    dict
        The rows by the number of the set of jammers that have ended: the sum of 2^k over the k-th jammers of the radar
        (`jammers_of`). The key is the number of the radar, and where it moves the `radar` of each row of `rows_of`.
    """
    moved, at = _moved(scenario), _rows(scenario)
    copies = iter(range(sum(1 for _ in moved.radars()), len(at)))
    jammers = jammers_of(moved)
    found: dict[int, tuple[Row, ...]] = {}
    for r, own in jammers.items():
        found[r] = (at[r], *(at[next(copies)] for _ in range(1, 1 << len(own))))
    return found


def _rows(scenario: Scenario) -> list[Row]:
    """Return the row of each radar of `with_positions`."""
    wide = with_positions(scenario)
    first, count = [], 0
    for unit, _ in wide.units():
        first.append(count)
        count += len(unit.missiles)
    return [Row(k, u, first[u] if u >= 0 else -1) for k, (_, _, u) in enumerate(wide.radars())]
