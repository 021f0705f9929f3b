"""What several conditions ask: when a threat became known, which windows and rounds were left."""

from __future__ import annotations

import math

from airdef.engine.memory.layout import State, Tables
from airdef.engine.rules.windows import EPS, last_close, positions_of, rounds_for, shift_at
from airdef.jit import compiled

EVER_READY = 2


@compiled
def known_from(tb: Tables, st: State, j: int) -> float:
    """Return the time at which threat j first became known to any unit; infinite if it never was."""
    known = math.inf
    for s in range(tb.system.shape[0]):
        known = min(known, st.since[s, j])
    return known


@compiled
def last_assignment(tb: Tables, st: State, u: int, j: int) -> float:
    """Return the last time at which threat j could be assigned to unit u for its last window to be used."""
    return last_close(tb, u, j) - tb.unit[u].reaction_time + EPS + st.threat[j].offset


@compiled
def has_round(tb: Tables, st: State, u: int, j: int) -> bool:
    """Tell whether unit u has a round, of a missile type that ever had a window, that it may fire at threat j."""
    unit = tb.unit[u]
    K, T = tb.facing.shape[1], tb.threat.shape[0]
    for w in range(unit.first_interceptor, unit.first_interceptor + unit.interceptors):
        if rounds_for(tb, st, u, w, j) <= 0:
            continue
        for p in range(positions_of(tb, u)):
            for k in range(unit.facings):
                i = ((w + shift_at(tb, u, p)) * K + k) * T + j
                if tb.window_start[i + 1] > tb.window_start[i]:
                    return True
    return False
