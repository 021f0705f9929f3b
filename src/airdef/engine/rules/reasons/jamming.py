"""Conditions of jamming: what radars and units would have done but for support jammers."""

from __future__ import annotations

import math

from airdef.engine.memory.layout import State, Tables
from airdef.engine.rules.disguise import engages
from airdef.engine.rules.draws import stream_of
from airdef.engine.rules.mixed_looks import held_but_for_jamming
from airdef.engine.rules.reasons.known import known_from, last_assignment
from airdef.engine.rules.windows import EPS, last_close_of, positions_of
from airdef.jit import compiled


@compiled
def unknown_and_jammed(tb: Tables, st: State, j: int) -> bool:
    """Tell whether threat j was never known because formations jam."""
    if st.jammer_end.shape[0] == 0 or known_from(tb, st, j) < math.inf:
        return False
    for r in range(tb.radar.shape[0]):
        number, _ = stream_of(tb, st, r, j, 0)
        if held_but_for_jamming(tb, st, r, j, number) < tb.threat[j].end + st.threat[j].offset:
            return True
    return False


@compiled
def in_time_but_for_jamming(tb: Tables, st: State, j: int) -> bool:
    """Tell whether no unit was ready for threat j, and but for formations that jam one had been in time.

    It had been known earlier to a unit with a window to come; or a unit that knew of it had a window to come.
    """
    if st.jammer_end.shape[0] == 0 or st.threat[j].ready < math.inf:
        return False
    for r in range(tb.radar.shape[0]):
        s = tb.radar[r].system
        number, _ = stream_of(tb, st, r, j, 0)
        when = held_but_for_jamming(tb, st, r, j, number)
        if when >= st.since[s, j]:
            continue
        for u in range(tb.system[s].first_unit, tb.system[s].first_unit + tb.system[s].units):
            if st.unit[u].alive and engages(tb, st, u, j) and last_assignment(tb, st, u, j) >= when:
                return True
    out_of_reach = False
    for u in range(tb.unit.shape[0]):
        if not st.unit[u].alive or not engages(tb, st, u, j):
            continue
        since = st.since[tb.unit[u].system, j]
        cases = positions_of(tb, u) >> tb.radar[tb.unit[u].radar].jammers
        first = st.radar[tb.unit[u].radar].ended * cases
        late = last_close_of(tb, u, j, first, first + cases) - tb.unit[u].reaction_time + EPS + st.threat[j].offset
        if late >= since:
            return False
        out_of_reach |= last_assignment(tb, st, u, j) >= since
    return out_of_reach
