"""Conditions of command: links that did not work, and allocation between systems."""

from __future__ import annotations

import math

from airdef.engine.memory.layout import BY_LINK, TAKEN, State, Tables
from airdef.engine.rules.disguise import engages
from airdef.engine.rules.reasons.known import EVER_READY, has_round, known_from, last_assignment
from airdef.jit import compiled


@compiled
def unknown_and_cut_off(tb: Tables, st: State, j: int) -> bool:
    """Tell whether threat j was never known, and a link that did not work cut it off."""
    return known_from(tb, st, j) == math.inf and st.threat[j].cut & BY_LINK


@compiled
def in_time_but_for_a_link(tb: Tables, st: State, j: int) -> bool:
    """Tell whether no unit was ready for threat j, and but for a link it had been known to one in time."""
    if st.threat[j].ready < math.inf or not st.threat[j].cut & BY_LINK:
        return False
    when = st.threat[j].cut_at
    for u in range(tb.unit.shape[0]):
        s = tb.unit[u].system
        if not tb.link[s].remote or when >= st.since[s, j] or not engages(tb, st, u, j):
            continue
        if st.unit[u].alive and last_assignment(tb, st, u, j) >= when:
            return True
    return False


@compiled
def not_ready_and_taken(tb: Tables, st: State, j: int) -> bool:
    """Tell whether no unit was ready for threat j, and a lost link had taken it from a system."""
    return st.threat[j].ready == math.inf and st.threat[j].cut & TAKEN


@compiled
def ended_and_taken(tb: Tables, st: State, j: int) -> bool:
    """Tell whether an engagement of threat j ended as it was not known, and a lost link had taken it from a system."""
    return st.threat[j].broken and st.threat[j].cut & TAKEN


@compiled
def kept_for_another(tb: Tables, st: State, j: int) -> bool:
    """Tell whether a unit that was ready for threat j, and has a round, stands below a node that allocates by ranks."""
    if tb.link.shape[0] == 0:
        return False
    for u in range(tb.unit.shape[0]):
        if not st.ready[u, j] & EVER_READY or not st.unit[u].alive or not has_round(tb, st, u, j):
            continue
        c = tb.unit[u].system
        while tb.link[c].above >= 0:
            c = tb.link[c].above
            if tb.link[c].allocates == 2:
                return True
    return False
