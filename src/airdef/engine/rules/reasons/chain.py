"""Conditions of the kill chain itself: windows, tracks, readiness, rounds and channels."""

from __future__ import annotations

import math

from airdef.engine.memory.layout import State, Tables
from airdef.engine.rules.disguise import engages
from airdef.engine.rules.reasons.known import EVER_READY, has_round, known_from, last_assignment
from airdef.jit import compiled


@compiled
def without_window(tb: Tables, st: State, j: int) -> bool:
    """Tell whether no unit ever had a window for threat j."""
    return not tb.threat[j].reachable


@compiled
def was_reached(tb: Tables, st: State, j: int) -> bool:
    """Tell whether a missile reached threat j."""
    return st.threat[j].attempts > 0


@compiled
def was_launched_at(tb: Tables, st: State, j: int) -> bool:
    """Tell whether missiles were launched at threat j."""
    return st.threat[j].launched > 0


@compiled
def never_known(tb: Tables, st: State, j: int) -> bool:
    """Tell whether threat j was never known to any unit."""
    return known_from(tb, st, j) == math.inf


@compiled
def known_too_late(tb: Tables, st: State, j: int) -> bool:
    """Tell whether no unit was ready, and none that stands had a window to come when threat j became known to it."""
    if st.threat[j].ready != math.inf:
        return False
    for u in range(tb.unit.shape[0]):
        s = tb.unit[u].system
        engaged = st.unit[u].alive and engages(tb, st, u, j)
        if engaged and last_assignment(tb, st, u, j) >= st.since[s, j]:
            return False
    return True


@compiled
def not_ready_and_dropped(tb: Tables, st: State, j: int) -> bool:
    """Tell whether no unit was ready for threat j, and a firm track of it was dropped."""
    return st.threat[j].ready == math.inf and st.threat[j].dropped


@compiled
def never_ready(tb: Tables, st: State, j: int) -> bool:
    """Tell whether no unit was ever ready for threat j."""
    return st.threat[j].ready == math.inf


@compiled
def was_held(tb: Tables, st: State, j: int) -> bool:
    """Tell whether fire was held against threat j when a unit could take it, and it was never assigned to one."""
    return st.threat[j].held == 1 and st.threat[j].engagements == 0


@compiled
def ended_unknown(tb: Tables, st: State, j: int) -> bool:
    """Tell whether an engagement of threat j ended before its first launch because the threat was not known."""
    return st.threat[j].broken


@compiled
def without_round(tb: Tables, st: State, j: int) -> bool:
    """Tell whether no unit that stands and was ready has a round for threat j."""
    for u in range(tb.unit.shape[0]):
        if st.ready[u, j] & EVER_READY and st.unit[u].alive and has_round(tb, st, u, j):
            return False
    return True


@compiled
def crowded(tb: Tables, st: State, j: int) -> bool:
    """Tell whether threat j was assigned, or a unit with a round for it has or had all target channels in use."""
    if st.threat[j].engagements > 0:
        return True
    for u in range(tb.unit.shape[0]):
        unit = st.unit[u]
        if not st.ready[u, j] & EVER_READY or not unit.alive:
            continue
        if (unit.free_channels == 0 or unit.full > st.threat[j].ready) and has_round(tb, st, u, j):
            return True
    return False


@compiled
def always(tb: Tables, st: State, j: int) -> bool:
    """Return True."""
    return True
