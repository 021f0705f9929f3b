"""Conditions of emission: radars that stand and were silent."""

from __future__ import annotations

import math

from airdef.engine.memory.layout import State, Tables
from airdef.engine.rules.disguise import engages
from airdef.engine.rules.draws import first_firm
from airdef.engine.rules.reasons.known import known_from, last_assignment
from airdef.jit import compiled


@compiled
def launched_by_the_silent(tb: Tables, st: State, j: int) -> bool:
    """Tell whether missiles at threat j were aborted because their unit's engagement radar fell silent."""
    return st.threat[j].launched > 0 and st.threat[j].silenced


@compiled
def unknown_and_silent(tb: Tables, st: State, j: int) -> bool:
    """Tell whether threat j was never known because radars that stand were silent."""
    if known_from(tb, st, j) < math.inf:
        return False
    earliest = math.inf
    for r in range(tb.radar.shape[0]):
        earliest = min(earliest, kept_back(tb, st, r, j))
    return earliest < tb.threat[j].end + st.threat[j].offset


@compiled
def in_time_but_for_silence(tb: Tables, st: State, j: int) -> bool:
    """Tell whether no unit was ready for threat j, and but for silence it had been known to one in time."""
    if st.threat[j].ready < math.inf:
        return False
    for r in range(tb.radar.shape[0]):
        s = tb.radar[r].system
        when = kept_back(tb, st, r, j)
        if when >= st.since[s, j]:
            continue
        for u in range(tb.system[s].first_unit, tb.system[s].first_unit + tb.system[s].units):
            if st.unit[u].alive and engages(tb, st, u, j) and last_assignment(tb, st, u, j) >= when:
                return True
    return False


@compiled
def not_ready_and_hushed(tb: Tables, st: State, j: int) -> bool:
    """Tell whether no unit was ready for threat j, and a radar that fell silent gave up a firm track of it."""
    return st.threat[j].ready == math.inf and st.threat[j].hushed


@compiled
def was_muted(tb: Tables, st: State, j: int) -> bool:
    """Tell whether threat j was never launched at for the silence of an engagement radar.

    A launch was cancelled for it, or there was no engagement and a unit that could take it else.
    """
    return st.threat[j].muted >= 2 or (st.threat[j].muted == 1 and st.threat[j].engagements == 0)


@compiled
def ended_and_hushed(tb: Tables, st: State, j: int) -> bool:
    """Tell whether an engagement of threat j ended as it was not known, and a silent radar had given it up."""
    return st.threat[j].broken and st.threat[j].hushed


@compiled
def kept_back(tb: Tables, st: State, r: int, j: int) -> float:
    """Return when radar r, which stands, would have held threat j had it radiated always; infinite for never.

    By its looks and the random stream of its first track. Infinite too for a radar that never falls silent.
    """
    if not tb.radar[r].hushes or not st.radar[r].alive:
        return math.inf
    return first_firm(tb, st, r, j)
