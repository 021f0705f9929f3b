"""Why a leaker leaked: one reason, judged at its arrival."""

from __future__ import annotations

import math

from airdef.engine.memory.columns import (
    DEFENDER_DESTROYED,
    MISSED,
    NO_CHANNEL,
    NO_MISSILE,
    OUTSIDE,
    TOO_LATE,
    TRACK_LOST,
    UNDETECTED,
)
from airdef.engine.memory.layout import HELD, State, Tables
from airdef.engine.rules.windows import EPS, last_close, rounds_for
from airdef.jit import compiled

_EVER_READY = 2


@compiled
def reason_of(tb: Tables, st: State, j: int) -> int:
    """Return the code of the first reason of docs/model/engagement.md, "Why it leaked", that fits threat j."""
    threat = st.threat[j]
    if not tb.threat[j].reachable:
        return OUTSIDE
    if threat.tries > 0:
        return MISSED
    if threat.launched > 0:
        return DEFENDER_DESTROYED if threat.radar_lost else MISSED
    known = math.inf
    for s in range(tb.system.shape[0]):
        known = min(known, st.since[s, j])
    if known == math.inf:
        return DEFENDER_DESTROYED if _blinded(tb, st, j) else UNDETECTED
    return _never_ready(tb, st, j, known) if threat.ready == math.inf else _not_launched_at(tb, st, j)


@compiled
def _never_ready(tb: Tables, st: State, j: int, known: float) -> int:
    """Return the reason for a threat that was first known at time `known`, but ready for no unit."""
    offset = st.threat[j].offset
    in_time = False
    for u in range(tb.unit.shape[0]):
        last = last_close(tb, u, j) - tb.unit[u].reaction_time + EPS + offset
        s = tb.unit[u].system
        if not st.unit[u].alive:
            if last >= known:
                return DEFENDER_DESTROYED
        elif tb.engage[s, tb.threat[j].looks_like] == 1 and last >= st.since[s, j]:
            in_time = True
    if not in_time:
        return TOO_LATE
    if _blinded(tb, st, j):
        return DEFENDER_DESTROYED
    return TRACK_LOST if st.threat[j].dropped else TOO_LATE


@compiled
def _not_launched_at(tb: Tables, st: State, j: int) -> int:
    """Return the reason for a threat that was ready for some unit, but that no missile was launched at."""
    threat = st.threat[j]
    standing = has_round = crowded = False
    for u in range(tb.unit.shape[0]):
        unit = st.unit[u]
        if not st.ready[u, j] & _EVER_READY or not unit.alive:
            continue
        standing = True
        if _has_round(tb, st, u, j):
            has_round = True
            if unit.free_channels == 0 or unit.full > threat.ready:
                crowded = True
    if not standing:
        return DEFENDER_DESTROYED
    if threat.broken:
        return DEFENDER_DESTROYED if _blinded(tb, st, j) else TRACK_LOST
    return NO_CHANNEL if has_round and (crowded or threat.engagements > 0) else NO_MISSILE


@compiled
def _has_round(tb: Tables, st: State, u: int, j: int) -> bool:
    """Tell whether unit u has a round, of a missile type that ever had a window, that it may fire at threat j."""
    unit = tb.unit[u]
    K, T = tb.facing.shape[1], tb.threat.shape[0]
    for w in range(unit.first_weapon, unit.first_weapon + unit.weapons):
        if rounds_for(tb, st, u, w, j) <= 0:
            continue
        for k in range(unit.facings):
            i = (w * K + k) * T + j
            if tb.window_start[i + 1] > tb.window_start[i]:
                return True
    return False


@compiled
def _blinded(tb: Tables, st: State, j: int) -> bool:
    """Tell whether a loss kept the units from a track of threat j.

    A radar now destroyed had a firm track of it or would have had one before its arrival; or a surveillance radar has
    one now that no unit hears, for want of a command post.
    """
    T = tb.threat.shape[0]
    arrival = tb.threat[j].end + st.threat[j].offset
    for r in range(tb.radar.shape[0]):
        track = st.track[r * T + j]
        if not st.radar[r].alive:
            if track.firm < arrival:
                return True
        elif tb.radar[r].unit < 0 and not st.system[tb.radar[r].system].post and track.held == HELD:
            return True
    return False
