"""Support jammers that end (docs/model/engagement.md, "Jamming formations"): radars see, and units reach, further."""

from __future__ import annotations

import math

from airdef.engine.memory.heap import EV_TRACK, event, push
from airdef.engine.memory.layout import FLYING, NOTHING, State, Tables
from airdef.engine.memory.record import JAMMING_ENDS
from airdef.engine.rules.doctrine import EVER
from airdef.engine.rules.draws import numbers_of
from airdef.engine.rules.events import mark_for_decision, record_event
from airdef.engine.rules.mixed_looks import mixed_drop, mixed_firm, time_of
from airdef.engine.rules.tracks import make_ready
from airdef.jit import compiled


@compiled
def take_set(tb: Tables, st: State, r: int) -> None:
    """Let a radar that may be jammed, and its unit, read the geometry for the jammers that have ended."""
    radar, u = st.radar[r], tb.radar[r].unit
    radar.row = tb.jammed_row[radar.place, radar.ended, 0]
    if u >= 0:
        st.unit[u].row = tb.jammed_row[radar.place, radar.ended, 1]
        st.unit[u].shift = tb.jammed_row[radar.place, radar.ended, 2]


@compiled
def end_jamming(tb: Tables, st: State, j: int, t: float) -> None:
    """Threat j has been destroyed or has turned back: if it carries a support jammer, that jams nobody any more."""
    a = tb.threat[j].jammer
    if a < 0:
        return
    st.jammer_end[a] = t
    record_event(st, t, JAMMING_ENDS, j, -1, -1, -1, -1, math.nan)
    for r in range(tb.radar_jammer.shape[0]):
        k = tb.radar_jammer[r, a]
        if k < 0:
            continue
        radar, u = st.radar[r], tb.radar[r].unit
        if not radar.alive:
            continue
        radar.ended |= 1 << k
        take_set(tb, st, r)
        if radar.emits:
            for i in range(tb.threat.shape[0]):
                if st.threat[i].status == FLYING:
                    see_further(tb, st, r, i)
        if u >= 0:
            reach_further(tb, st, u, t)


@compiled
def see_further(tb: Tables, st: State, r: int, j: int) -> None:
    """Settle anew when radar r's count of threat j becomes a firm track, or when its firm track is dropped."""
    row, offset = st.radar[r].row, st.threat[j].offset
    track, count = st.track[j, r], st.counting[r * tb.threat.shape[0] + j]
    if count.number < 0:
        return
    u, v = numbers_of(tb, st, r, j, count.number)
    firm, lost = track.firm, track.lost
    if track.held == NOTHING:
        count.firm = mixed_firm(tb, st, r, j, count.begin, u)
        track.firm, track.lost = math.inf, math.inf
        if count.firm < 0 or time_of(tb, row, j, count.firm) + offset >= st.radar[r].off_at:
            return
        track.firm = time_of(tb, row, j, count.firm) + offset
        if track.firm != firm:
            push(tb, st, track.firm, event(EV_TRACK, j, 2 * r))
    d = mixed_drop(tb, st, r, j, count.firm, v)
    track.lost = math.inf
    if d >= 0:
        track.lost, track.at = time_of(tb, row, j, d) + offset, d + 1
        if track.held != NOTHING and track.lost != lost:
            push(tb, st, track.lost, event(EV_TRACK, j, 2 * r + 1))


@compiled
def reach_further(tb: Tables, st: State, u: int, t: float) -> None:
    """Look anew for what is ready for unit u, whose windows have become more or longer."""
    if not st.unit[u].alive:
        return
    st.unit[u].queued = 0
    for j in range(tb.threat.shape[0]):
        st.ready[u, j] &= EVER
        make_ready(tb, st, u, j, t)
    mark_for_decision(tb, st, u)
