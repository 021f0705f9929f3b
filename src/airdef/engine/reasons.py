"""Why a leaker leaked: one reason, judged at its arrival."""

from __future__ import annotations

from airdef.engine.columns import (
    DEFENDER_DESTROYED,
    MISSED,
    NO_CHANNEL,
    NO_MISSILE,
    OUTSIDE,
    TOO_LATE,
    UNDETECTED,
)
from airdef.engine.layout import State, Tables
from airdef.engine.windows import EPS, last_close, rounds_for
from airdef.kernels import compiled

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
    if threat.known == float("inf"):
        return DEFENDER_DESTROYED if _lost_track(tb, st, j) else UNDETECTED
    ever = False
    standing = False
    for u in range(tb.unit.shape[0]):
        if st.ready[u, j] & _EVER_READY:
            ever = True
            if st.unit[u].alive:
                standing = True
                if _has_round(tb, st, u, j):
                    return NO_CHANNEL
    if ever:
        return NO_MISSILE if standing else DEFENDER_DESTROYED
    return DEFENDER_DESTROYED if _lost_shot(tb, st, j) else TOO_LATE


@compiled
def _has_round(tb: Tables, st: State, u: int, j: int) -> bool:
    """Tell whether unit u has a round, of a missile type that ever had a window, that it may fire at threat j."""
    unit = tb.unit[u]
    K, T = tb.facing.shape[1], tb.threat.shape[0]
    for w in range(unit.weapon, unit.weapon + unit.weapons):
        if rounds_for(tb, st, u, w, j) <= 0:
            continue
        for k in range(unit.facings):
            i = (w * K + k) * T + j
            if tb.window_start[i + 1] > tb.window_start[i]:
                return True
    return False


@compiled
def _lost_track(tb: Tables, st: State, j: int) -> bool:
    """Tell whether a radar now destroyed would have had a firm track of threat j before its arrival."""
    arrival = tb.threat[j].end + st.threat[j].offset
    for r in range(tb.radar.shape[0]):
        if not st.radar[r].alive and st.track[r * tb.threat.shape[0] + j].firm < arrival:
            return True
    return False


@compiled
def _lost_shot(tb: Tables, st: State, j: int) -> bool:
    """Tell whether a unit now destroyed had windows still to come when threat j became known."""
    known = st.threat[j].known - st.threat[j].offset
    for u in range(tb.unit.shape[0]):
        if not st.unit[u].alive and last_close(tb, u, j) - tb.unit[u].reaction + EPS >= known:
            return True
    return False
