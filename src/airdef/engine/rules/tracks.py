"""Tracks: from what a radar holds to what its system knows."""

from __future__ import annotations

import math

from airdef.engine.memory.heap import EV_READY, EV_TRACK, event, push
from airdef.engine.memory.layout import ASKING, FLYING, FREE, HELD, NOTHING, WAITING, State, Tables
from airdef.engine.memory.record import DROPPED, FIRM
from airdef.engine.preparation.track_load import count, pass_over, watched
from airdef.engine.rules.cues import tell_of_track
from airdef.engine.rules.disguise import engages, expect_try
from airdef.engine.rules.draws import next_track
from airdef.engine.rules.events import known_to, mark_for_decision, record_event
from airdef.engine.rules.links import gain, lose
from airdef.engine.rules.windows import next_ready
from airdef.jit import compiled, inlined, prefetch


@compiled
def outdated(tb: Tables, st: State, r: int, j: int, dropped: bool, t: float) -> bool:
    """Tell whether a change of a track that was to come now has been overtaken: by silence, or the end of a jammer.

    Parameters
    ----------
    dropped
        Whether the track is to be dropped, or to become firm.
    """
    track = st.track[j, r]
    if dropped:
        return bool(track.held == NOTHING or track.lost != t)
    return bool(track.held != NOTHING or track.firm != t)


@inlined
def start_track(tb: Tables, st: State, r: int, j: int) -> None:
    """Put radar r's next track of threat j on the heap.

    Tracks that begin and end while nobody can act on them (before the threat's `quiet` time) change nothing
    but how full the radar is: they are recorded and passed over without an event each, unless the radar is
    watched then because it could be full.
    """
    track, threat = st.track[j, r], st.threat[j]
    quiet = tb.threat[j].quiet + threat.offset
    if st.n[ASKING]:
        quiet = tb.span[4]  # whoever decides sees every track from then on
    counted = -1
    while next_track(tb, st, r, j):
        if track.lost > quiet or track.lost == math.inf:  # quiet is inf too if nobody can ever act on it
            push(tb, st, track.firm, event(EV_TRACK, j, 2 * r))
            return
        if tb.radar[r].capacity < tb.threat.shape[0]:
            if watched(tb, st, r, track.firm, track.lost):
                push(tb, st, track.firm, event(EV_TRACK, j, 2 * r))
                return
            counted = pass_over(tb, st, r, track.firm, track.lost, counted)
        s = tb.radar[r].system
        st.since[s, j] = min(st.since[s, j], track.firm)
        threat.dropped = 1
        record_event(st, track.firm, FIRM, j, -1, r, -1, -1, math.nan)
        record_event(st, track.lost, DROPPED, j, -1, r, -1, -1, math.nan)


@inlined
def make_ready(tb: Tables, st: State, u: int, j: int, t: float) -> None:
    """If threat j is known and free for unit u, queue the moment from which the unit can react to it."""
    if st.threat[j].status != FLYING or not st.unit[u].alive:
        return
    if st.cell[st.unit[u].cell, j] != FREE or not engages(tb, st, u, j) or not known_to(tb, st, u, j):
        return
    offset = st.threat[j].offset
    when = next_ready(tb, st, u, st.unit[u].facing, j, t - offset) + offset
    if tb.unit[u].facings > 1:
        mark_for_decision(tb, st, u)
    if when < st.pending[u, j]:
        st.pending[u, j] = when
        push(tb, st, max(when, t), event(EV_READY, j, u))


@inlined
def hold(tb: Tables, st: State, r: int, j: int, t: float) -> None:
    """Radar r takes up a firm track of threat j: the units that hear it may come to know the threat."""
    radar = tb.radar[r]
    s = radar.system
    st.track[j, r].held = HELD
    st.radar[r].held += 1
    st.known[s, j] += 1
    gain(tb, st, s, j, t)
    record_event(st, t, FIRM, j, -1, r, -1, -1, math.nan)
    tell_of_track(tb, st, s, j, t)
    if radar.tells and tb.threat[j].disguised:
        expect_try(tb, st, r, j, t)
    system = tb.system[s]
    if st.system[s].post:
        if st.known[s, j] == 1 and system.units > 0:
            st.since[s, j] = min(st.since[s, j], t)
            for u in range(system.first_unit, system.first_unit + system.units):
                make_ready(tb, st, u, j, t)
    elif radar.unit >= 0 and st.unit[radar.unit].alive:
        st.since[s, j] = min(st.since[s, j], t)
        make_ready(tb, st, radar.unit, j, t)


@compiled
def wait(tb: Tables, st: State, r: int, j: int) -> None:
    """Let a track of radar r wait for a place, behind those that wait already."""
    radar, track = st.radar[r], st.track[j, r]
    track.held, track.before, track.after = WAITING, radar.last, -1
    if radar.last >= 0:
        st.track[radar.last, r].after = j
    else:
        radar.first = j
    radar.last = j
    radar.waiting += 1


@inlined
def leave(tb: Tables, st: State, r: int, j: int) -> None:
    """Take a track of radar r out of those that wait."""
    radar, track = st.radar[r], st.track[j, r]
    if track.before >= 0:
        st.track[track.before, r].after = track.after
    else:
        radar.first = track.after
    if track.after >= 0:
        st.track[track.after, r].before = track.before
    else:
        radar.last = track.before
    radar.waiting -= 1


@inlined
def release(tb: Tables, st: State, r: int, j: int, t: float) -> None:
    """Radar r stops holding threat j; a track that waited for the place is taken up."""
    track, radar = st.track[j, r], st.radar[r]
    was = track.held
    if was == NOTHING:
        return
    count(tb, st, r, j, t, -1)
    if was == WAITING:
        leave(tb, st, r, j)
    else:
        radar.held -= 1
        st.known[tb.radar[r].system, j] -= 1
        lose(tb, st, tb.radar[r].system, j, t)
    track.held = NOTHING
    if was != HELD or radar.waiting == 0 or not radar.alive:
        return
    first = radar.first
    leave(tb, st, r, first)
    hold(tb, st, r, first, t)


@inlined
def on_track(tb: Tables, st: State, r: int, j: int, dropped: bool, t: float) -> None:
    """Let radar r's track of threat j become firm, or be dropped and begin again.

    Parameters
    ----------
    dropped
        Whether the track is dropped; else it becomes firm.
    """
    if st.threat[j].status != FLYING or not st.radar[r].alive:
        return
    if tb.radar[r].counts_anew and outdated(tb, st, r, j, dropped, t):
        return
    track = st.track[j, r]
    if dropped:
        prefetch(tb.chance, tb.looks[j, r].chance + track.at, 0)  # the next one begins there
        record_event(st, t, DROPPED, j, -1, r, -1, -1, math.nan)
        st.threat[j].dropped = 1
        release(tb, st, r, j, t)
        start_track(tb, st, r, j)
        system = tb.system[tb.radar[r].system]
        for u in range(system.first_unit, system.first_unit + system.units):
            if tb.unit[u].facings > 1:
                mark_for_decision(tb, st, u)  # another threat may now be the first to turn to
        return
    if track.lost < math.inf:
        push(tb, st, track.lost, event(EV_TRACK, j, 2 * r + 1))
    count(tb, st, r, j, t, 1)
    if st.radar[r].held >= tb.radar[r].capacity:
        wait(tb, st, r, j)
    else:
        hold(tb, st, r, j, t)


@compiled
def forget(tb: Tables, st: State, j: int, t: float) -> None:
    """Threat j flies no more: every radar that held it has a place free again, and units may turn to another."""
    if tb.facing.shape[1] > 1:
        for u in range(tb.unit.shape[0]):
            if tb.unit[u].facings > 1 and known_to(tb, st, u, j):
                mark_for_decision(tb, st, u)
    for r in range(tb.radar.shape[0]):
        if st.track[j, r].held != NOTHING:
            release(tb, st, r, j, t)
