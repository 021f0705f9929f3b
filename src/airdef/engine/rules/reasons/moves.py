"""Conditions of movement: units and radars on the move."""

from __future__ import annotations

import math

from airdef.engine.memory.layout import State, Tables
from airdef.engine.rules.disguise import engages
from airdef.engine.rules.reasons.known import known_from, last_assignment
from airdef.jit import compiled


@compiled
def launched_by_the_moving(tb: Tables, st: State, j: int) -> bool:
    """Tell whether missiles at threat j were aborted because their unit had begun to move."""
    return st.threat[j].launched > 0 and st.threat[j].deserted


@compiled
def unknown_and_away(tb: Tables, st: State, j: int) -> bool:
    """Tell whether threat j was never known, and a radar on the move would have come to hold it."""
    if known_from(tb, st, j) < math.inf:
        return False
    arrival = tb.threat[j].end + st.threat[j].offset
    earliest = math.inf
    for s in range(st.away.shape[0]):
        earliest = min(earliest, st.away[s, j])
    return earliest < arrival


@compiled
def passed_or_away(tb: Tables, st: State, j: int) -> bool:
    """Tell whether no unit was ready for threat j, and but for moves one would have been, or had it known in time."""
    if st.threat[j].ready < math.inf:
        return False
    if st.threat[j].passed:
        return True
    for s in range(st.away.shape[0]):
        when = st.away[s, j]
        if when >= st.since[s, j]:
            continue
        for u in range(tb.system[s].first_unit, tb.system[s].first_unit + tb.system[s].units):
            if st.unit[u].alive and engages(tb, st, u, j) and last_assignment(tb, st, u, j) >= when:
                return True
    return False


@compiled
def not_ready_and_left(tb: Tables, st: State, j: int) -> bool:
    """Tell whether no unit was ready for threat j, and a radar that began to move gave up a firm track of it."""
    return st.threat[j].ready == math.inf and st.threat[j].left


@compiled
def was_passed(tb: Tables, st: State, j: int) -> bool:
    """Tell whether threat j was never launched at since a unit moved: its engagement ended, or it was taken by none."""
    return st.threat[j].uprooted or (st.threat[j].passed and st.threat[j].engagements == 0)


@compiled
def ended_and_left(tb: Tables, st: State, j: int) -> bool:
    """Tell whether an engagement of threat j ended as it was not known, and a radar that moved had given it up."""
    return st.threat[j].broken and st.threat[j].left
