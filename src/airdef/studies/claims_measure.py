"""What a claim counts in each history."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from airdef import engine
from airdef.scenario.plan import CATEGORIES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from airdef.engine import Event, Kernel
    from airdef.scenario.plan import Scenario
    from airdef.studies.claims import Measurement

KM = 1e3
SAME_TIME = 1e-3
"""Times of flight are kept to some microseconds: an intercept within this [s] of a launch's is that launch's."""


def values(
    measure: Measurement, scenario: Scenario, kernel: Kernel, seed: int, first: int, count: int
) -> NDArray[np.float64]:
    """Return the measure in `count` histories from number `first`, float64[count], in the claim's unit."""
    if measure.name == "engaged_at_once":
        wanted = CATEGORIES.index(measure.category)
        of_category = {j for j, threat in enumerate(scenario.threats) if threat.category == wanted}
        histories = (engine.replay(kernel, seed, k)[1] for k in range(first, first + count))
        return np.array([engaged_at_once(h, of_category, measure.distance) for h in histories], np.float64)
    rows = engine.simulate(kernel, seed, first, count)
    column = rows[:, kernel.columns.index(measure.name)]
    if measure.name == "first_intercept_range":
        return np.nan_to_num(column, nan=0.0) / KM
    return column.copy()


def engaged_at_once(events: list[Event], threats: set[int], beyond: float) -> int:
    """Return the most different threats under fire at once by missiles that reach them far enough out.

    A missile is under way from its launch to its intercept. Only those count that reach one of `threats` at a
    slant range of `beyond` [m] or more, whether they then hit or miss. Of missiles that end and begin in the
    same instant the end comes first.
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
