"""Support jammers, in the engine's layout: which radar each may jam, and where geometry without some of them stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from airdef.scenario.positions import jammed_rows, jammers_of, rows_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from airdef.engine.memory.record import Array
    from airdef.scenario.plan import Scenario, ThreatPlan


def jammer_of(threats: Sequence[ThreatPlan]) -> list[int]:
    """Return the number of each threat's jammer among the support jammers; -1 for none.

    Parameters
    ----------
    threats
        The threats.

    Returns
    -------
    list of int
        One for each threat.
    """
    count, found = 0, []
    for threat in threats:
        found.append(count if threat.support is not None else -1)
        count += threat.support is not None
    return found


def jammers(scenario: Scenario) -> dict[str, Array]:
    """Return what support jammers jam.

    Parameters
    ----------
    scenario
        The scenario.

    Returns
    -------
    dict
        `radar_jammer` i8[R, J], which of the radar's jammers each is (-1: none of them), and `jammed_row`
        i8[rows, sets, 3], by the row of a radar that may be jammed and the set of its jammers that have ended: rows of
        radar and unit, shift of the unit's windows. No rows in either where no radar may be jammed.
    """
    numbers, of = jammer_of(scenario.threats), jammers_of(scenario)
    J, rows = max(numbers, default=-1) + 1, jammed_rows(scenario)
    if not of:
        return {"radar_jammer": np.zeros((0, J), np.int64), "jammed_row": np.zeros((0, 1, 3), np.int64)}
    which = np.full((sum(1 for _ in scenario.radars()), J), -1, np.int64)
    for r, own in of.items():
        for k, j in enumerate(own):
            which[r, numbers[j]] = k
    table = np.full((max(rows) + 1, 1 << max(len(own) for own in of.values()), 3), -1, np.int64)
    first = {row.radar: own[0].interceptor for own in rows_of(scenario).values() for row in own}  # of what moves
    for r, sets in rows.items():
        base = first.get(r, sets[0].interceptor)
        for number, row in enumerate(sets):
            table[r, number] = row.radar, row.unit, row.interceptor - base
    return {"radar_jammer": which, "jammed_row": table}
