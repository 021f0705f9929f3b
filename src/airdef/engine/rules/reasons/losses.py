"""Conditions of what was destroyed: fire units, radars, command posts."""

from __future__ import annotations

import math

from airdef.engine.memory.layout import BY_LOSS, HELD, State, Tables
from airdef.engine.rules.disguise import engages
from airdef.engine.rules.reasons.known import EVER_READY, known_from, last_assignment
from airdef.jit import compiled


@compiled
def launched_by_the_destroyed(tb: Tables, st: State, j: int) -> bool:
    """Tell whether missiles at threat j were aborted because their unit was destroyed."""
    return st.threat[j].launched > 0 and st.threat[j].radar_lost


@compiled
def unknown_and_blinded(tb: Tables, st: State, j: int) -> bool:
    """Tell whether threat j was never known because the defence was blinded."""
    return known_from(tb, st, j) == math.inf and blinded(tb, st, j)


@compiled
def destroyed_before_its_windows(tb: Tables, st: State, j: int) -> bool:
    """Tell whether no unit was ready, and one was destroyed whose windows were to come when threat j became known."""
    known, found = known_from(tb, st, j), False
    for u in range(tb.unit.shape[0]):
        if not st.unit[u].alive and engages(tb, st, u, j) and last_assignment(tb, st, u, j) >= known:
            found = True
    return found and st.threat[j].ready == math.inf


@compiled
def not_ready_and_blinded(tb: Tables, st: State, j: int) -> bool:
    """Tell whether no unit was ready for threat j, and the defence was blinded to it."""
    return st.threat[j].ready == math.inf and blinded(tb, st, j)


@compiled
def none_stands(tb: Tables, st: State, j: int) -> bool:
    """Tell whether all units that were ready for threat j are destroyed."""
    standing = 0
    for u in range(tb.unit.shape[0]):
        if st.ready[u, j] & EVER_READY and st.unit[u].alive:
            standing += 1
    return standing == 0


@compiled
def ended_and_blinded(tb: Tables, st: State, j: int) -> bool:
    """Tell whether an engagement of threat j ended before its first launch, and the defence was blinded to it."""
    return st.threat[j].broken and blinded(tb, st, j)


@compiled
def blinded(tb: Tables, st: State, j: int) -> bool:
    """Tell whether a loss kept the units from a track of threat j.

    A radar now destroyed had a firm track of it or would have had one before its arrival; or a surveillance radar has
    one now that no unit hears, for lack of a command post; or it was cut off by the loss of one.
    """
    if st.threat[j].cut & BY_LOSS:
        return True
    arrival = tb.threat[j].end + st.threat[j].offset
    for r in range(tb.radar.shape[0]):
        track = st.track[j, r]
        if not st.radar[r].alive:
            if track.firm < arrival:
                return True
        elif tb.radar[r].unit < 0 and not st.system[tb.radar[r].system].post and track.held == HELD:
            return True
    return False
