"""Tracks: from a radar's looks to what its system knows, with one draw for each change."""

from __future__ import annotations

import math

from airdef.engine import rng
from airdef.engine.events import draw, known_to, note, touch
from airdef.engine.heap import EV_READY, EV_TRACK, event, push
from airdef.engine.layout import FLYING, FREE, HELD, NOTHING, WAITING, State, Tables
from airdef.engine.record import DROPPED, FIRM
from airdef.engine.windows import next_ready
from airdef.kernels import compiled
from airdef.physics.tracking import sample_firm, walk_drop, walk_firm

TRACKS_PER_RADAR = 64
"""Luck is keyed by 64 * radar + track number; a threat tracked more often by one radar reuses the last."""


@compiled
def next_track(tb: Tables, st: State, r: int, j: int) -> bool:
    """Draw when radar r's next track of threat j becomes firm and when it is dropped; False if never firm."""
    i = r * tb.threat.shape[0] + j
    first, last = tb.look_start[i], tb.look_start[i + 1]
    track, radar = st.track[i], tb.radar[r]
    track.held = NOTHING
    track.firm, track.lost = math.inf, math.inf
    if first == last or tb.firm_cdf[last - 1] <= 0.0:
        return False
    begin = track.at
    key = r * TRACKS_PER_RADAR + min(track.count, TRACKS_PER_RADAR - 1)
    u = draw(tb, st, j, rng.FIRM, key)
    if begin == 0:
        k = sample_firm(tb.firm_cdf[first:last], u)
    else:
        k = walk_firm(tb.chance[first:last, 0], begin, radar.m, radar.n, u, st.chain)
    if k < 0:
        return False
    offset = st.threat[j].offset
    track.firm = tb.look_time[first + k] + offset
    track.count += 1
    later = tb.chance[first + k, 2]
    if later > 0.0:
        v = draw(tb, st, j, rng.DROP, key)
        if v < later:
            chance = tb.chance[first:last]
            d = walk_drop(chance[:, 0], chance[:, 1], chance[:, 2], k, radar.drop, v, st.chain)
            if d >= 0:
                track.lost = tb.look_time[first + d] + offset
                track.at = d + 1
    return True


@compiled
def start_track(tb: Tables, st: State, r: int, j: int) -> None:
    """Put radar r's next track of threat j on the heap.

    Tracks that begin and end while nobody can act on them (before the threat's `quiet` time, on a radar that
    cannot be full) change nothing: they are recorded and passed over without an event each.
    """
    track, threat = st.track[r * tb.threat.shape[0] + j], st.threat[j]
    quiet = tb.threat[j].quiet + threat.offset
    if tb.radar[r].capacity < tb.threat.shape[0]:
        quiet = -math.inf
    while next_track(tb, st, r, j):
        if track.lost > quiet or track.lost == math.inf:  # quiet is inf too if nobody can ever act on it
            push(tb, st, track.firm, event(EV_TRACK, j, 2 * r))
            return
        threat.known = min(threat.known, track.firm)
        note(st, track.firm, FIRM, j, -1, r, -1, -1, math.nan)
        note(st, track.lost, DROPPED, j, -1, r, -1, -1, math.nan)


@compiled
def make_ready(tb: Tables, st: State, u: int, j: int, t: float) -> None:
    """If threat j is known and free for unit u, queue the moment from which the unit can react to it."""
    if st.threat[j].status != FLYING or not st.unit[u].alive:
        return
    s = tb.unit[u].system
    g = s if st.system[s].central else tb.system.shape[0] + u
    if st.group[g, j] != FREE or tb.engage[s, tb.threat[j].looks_like] == 0 or not known_to(tb, st, u, j):
        return
    offset = st.threat[j].offset
    when = next_ready(tb, u, st.unit[u].facing, j, t - offset) + offset
    if tb.unit[u].facings > 1:
        touch(tb, st, u)
    if when < st.pending[u, j]:
        st.pending[u, j] = when
        push(tb, st, max(when, t), event(EV_READY, j, u))


@compiled
def hold(tb: Tables, st: State, r: int, j: int, t: float) -> None:
    """Radar r takes up a firm track of threat j: the units that hear it may come to know the threat."""
    radar = tb.radar[r]
    s = radar.system
    st.track[r * tb.threat.shape[0] + j].held = HELD
    st.radar[r].held += 1
    st.known[s, j] += 1
    note(st, t, FIRM, j, -1, r, -1, -1, math.nan)
    system = tb.system[s]
    if st.system[s].post:
        if st.known[s, j] == 1:
            st.threat[j].known = min(st.threat[j].known, t)
            for u in range(system.unit, system.unit + system.units):
                make_ready(tb, st, u, j, t)
    elif radar.unit >= 0 and st.unit[radar.unit].alive:
        st.threat[j].known = min(st.threat[j].known, t)
        make_ready(tb, st, radar.unit, j, t)


@compiled
def release(tb: Tables, st: State, r: int, j: int, t: float) -> None:
    """Radar r stops holding threat j; a track that waited for the place is taken up."""
    T = tb.threat.shape[0]
    track = st.track[r * T + j]
    if track.held == WAITING:
        st.radar[r].waiting -= 1
    elif track.held == HELD:
        st.radar[r].held -= 1
        st.known[tb.radar[r].system, j] -= 1
    was = track.held
    track.held = NOTHING
    if was != HELD or st.radar[r].waiting == 0 or not st.radar[r].alive:
        return
    best, since = -1, math.inf
    for i in range(T):
        other = st.track[r * T + i]
        if other.held == WAITING and other.firm < since:
            best, since = i, other.firm
    st.radar[r].waiting -= 1
    hold(tb, st, r, best, t)


@compiled
def on_track(tb: Tables, st: State, r: int, j: int, dropped: bool, t: float) -> None:
    """Let radar r's track of threat j become firm, or be dropped and begin anew."""
    if st.threat[j].status != FLYING or not st.radar[r].alive:
        return
    track = st.track[r * tb.threat.shape[0] + j]
    if dropped:
        note(st, t, DROPPED, j, -1, r, -1, -1, math.nan)
        release(tb, st, r, j, t)
        start_track(tb, st, r, j)
        system = tb.system[tb.radar[r].system]
        for u in range(system.unit, system.unit + system.units):
            if tb.unit[u].facings > 1:
                touch(tb, st, u)  # another threat may now be the first to turn to
        return
    if track.lost < math.inf:
        push(tb, st, track.lost, event(EV_TRACK, j, 2 * r + 1))
    if st.radar[r].held >= tb.radar[r].capacity:
        track.held = WAITING
        st.radar[r].waiting += 1
    else:
        hold(tb, st, r, j, t)


@compiled
def forget(tb: Tables, st: State, j: int, t: float) -> None:
    """Threat j flies no more: every radar that held it has a place free again."""
    T = tb.threat.shape[0]
    for r in range(tb.radar.shape[0]):
        if st.track[r * T + j].held != NOTHING:
            release(tb, st, r, j, t)
