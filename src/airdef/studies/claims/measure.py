"""What a claim counts in each replication."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from airdef import engine
from airdef.outcome.bounds import Limits
from airdef.scenario.plan import CATEGORIES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from airdef.engine import Event, Kernel
    from airdef.scenario.plan import Scenario
    from airdef.studies.claims.definitions import Measurement

KM = 1e3
SAME_TIME = 1e-3
"""Times of flight are kept to some microseconds: an intercept within this [s] of a launch's is that launch's."""


def values(
    measure: Measurement, scenario: Scenario, kernel: Kernel, seed: int, first: int, count: int
) -> NDArray[np.float64]:
    """Return the measure in `count` replications from number `first`, float64[count], in the claim's unit.

    Parameters
    ----------
    measure
        The measure.
    scenario
        The scenario.
    kernel
        The tables of the scenario, ready for the engine.
    seed
        Seed of the random streams.
    first
        Number of the first replication.
    count
        How many replications.

    Returns
    -------
    NDArray[np.float64]
        The measure in `count` replications from number `first`, float64[count], in the claim's unit.
    """
    return taken(measure, kernel.columns, recorded(measure, scenario, kernel, seed, first, count))


def by_events(measure: Measurement) -> bool:
    """Return whether a measure is taken from events; all others are taken from the same rows of counts.

    Parameters
    ----------
    measure
        The measure.

    Returns
    -------
    bool
        Whether a measure is taken from events; all others are taken from the same rows of counts.
    """
    return measure.name == "engaged_at_once"


def recorded(
    measure: Measurement, scenario: Scenario, kernel: Kernel, seed: int, first: int, count: int
) -> NDArray[np.float64]:
    """Return what a measure is taken from, a row a replication: rows of counts, or the measure itself if by events.

    Parameters
    ----------
    measure
        The measure.
    scenario
        The scenario.
    kernel
        The tables of the scenario, ready for the engine.
    seed
        Seed of the random streams.
    first
        Number of the first replication.
    count
        How many replications.

    Returns
    -------
    NDArray[np.float64]
        What a measure is taken from, a row a replication: rows of counts, or the measure itself if by
        events.
    """
    if not by_events(measure):
        return engine.simulate(kernel, seed, first, count)
    wanted = CATEGORIES.index(measure.category)
    of_category = {j for j, threat in enumerate(scenario.threats) if threat.category == wanted}
    records = engine.replays(kernel, seed, first, count)
    return np.array([[engaged_at_once(events, of_category, measure.distance)] for _, events in records], np.float64)


def taken(measure: Measurement, columns: tuple[str, ...], rows: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the measure of each replication, float64[n], from what `recorded` returned; `columns` name the counts.

    Parameters
    ----------
    measure
        The measure.
    columns
        Names of the columns.
    rows
        Rows of replications, float64[replications, columns].

    Returns
    -------
    NDArray[np.float64]
        The measure of each replication, float64[n], from what `recorded` returned.
    """
    if by_events(measure):
        return rows[:, 0].copy()
    column = rows[:, columns.index(measure.name)]
    return np.nan_to_num(column, nan=0.0) / KM if measure.name == "first_intercept_range" else column.copy()


def most(measure: Measurement, scenario: Scenario) -> float:
    """Return the most that a measure can be in a replication of a scenario, in the claim's unit.

    Parameters
    ----------
    measure
        The measure.
    scenario
        The scenario.

    Returns
    -------
    float
        The most that a measure can be in a replication of a scenario, in the claim's unit.
    """
    if measure.name == "engaged_at_once":
        wanted = CATEGORIES.index(measure.category)
        return float(sum(threat.category == wanted for threat in scenario.threats))
    high = Limits(scenario).of(measure.name)[1]
    return high / KM if measure.name == "first_intercept_range" else high


def engaged_at_once(events: list[Event], threats: set[int], beyond: float) -> int:
    """Return the most different threats under fire at once by missiles that reach them far enough out.

    A missile is under way from its launch to its intercept. Only those count that reach one of `threats` at a slant
    range of `beyond` [m] or more, whether they then hit or miss. Of missiles that end and begin in the same instant the
    end comes first.

    Parameters
    ----------
    events
        What happened, in order; or how often.
    threats
        Numbers of the threats that count.
    beyond
        The least slant range that counts [m].

    Returns
    -------
    int
        The most different threats under fire at once by missiles that reach them far enough out.
    """
    launches: dict[tuple[int, int], list[tuple[float, float]]] = {}
    changes: list[tuple[float, int, int]] = []
    for e in events:
        if e.threat not in threats:
            continue
        if e.kind == "launch":
            launches.setdefault((e.unit, e.threat), []).append((e.time, e.time + e.value))
        elif e.kind in ("hit", "miss") and e.value >= beyond:
            own = launches.get((e.unit, e.threat), [])
            begin = next(begin for begin, end in own if abs(end - e.time) < SAME_TIME)
            changes += [(begin, 1, e.threat), (e.time, -1, e.threat)]
    under_fire: Counter[int] = Counter()
    most = 0
    for _, step, threat in sorted(changes):
        under_fire[threat] += step
        most = max(most, sum(1 for missiles in under_fire.values() if missiles > 0))
    return most
