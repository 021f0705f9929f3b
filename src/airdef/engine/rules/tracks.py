"""Tracks: from a radar's looks to what its system knows, with one draw for each change."""

from __future__ import annotations

import math

from airdef.engine import rng
from airdef.engine.memory.heap import EV_READY, EV_TRACK, event, push
from airdef.engine.memory.layout import (
    ASKING,
    DRAWS,
    FLYING,
    FREE,
    GUIDE,
    HELD,
    LINE,
    NOTHING,
    PRESAMPLED,
    WAITING,
    State,
    Tables,
)
from airdef.engine.memory.record import DROPPED, FIRM
from airdef.engine.preparation.track_load import count, pass_over, watched
from airdef.engine.rules.cues import tell_of_track
from airdef.engine.rules.disguise import engages, expect_try
from airdef.engine.rules.events import draw_two, known_to, mark_for_decision, record_event
from airdef.engine.rules.links import gain, lose
from airdef.engine.rules.windows import next_ready
from airdef.jit import compiled, inlined, prefetch
from airdef.physics.tracking import sample_firm, walk_drop, walk_firm

TRACKS_PER_RADAR = 64
"""Random stream is keyed by 64 * radar + track number; a threat tracked more often by one radar reuses the last."""

COUNTS_PER_RADAR = 8192
"""The same for the counts of a radar that does not always radiate, from the 64th on (`rng.FIRM_AGAIN`)."""

GUIDE_LINE = LINE // 4
"""Steps of a guide in one cache line."""

STAYS, SURELY = -1, -2
"""Instead of a look at which a track is dropped: chance has it stay; it stays (or never is) without a draw for that."""


@inlined
def time_of(tb: Tables, i: int, k: int) -> float:
    """Return the time of look k of list i, for a threat that starts on schedule.

    Parameters
    ----------
    tb
        The tables of the scenario.
    i
        Number of the list of looks.
    k
        Number of the look in the list.

    Returns
    -------
    float
        The time of look k of list i, for a threat that starts on schedule.
    """
    looks = tb.looks[i]
    return looks.begin + k * looks.step if looks.step > 0.0 else tb.look_time[looks.time + k]


@inlined
def stream_of(tb: Tables, st: State, r: int, j: int, number: int) -> tuple[float, float]:
    """Return the numbers that decide when radar r's track of threat j, counted from 0, becomes firm and is dropped.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    r
        Number of the radar.
    j
        Number of the threat.
    number
        Number of the track among those of radar and threat, from 0.

    Returns
    -------
    tuple[float, float]
        The numbers that decide when radar r's track of threat j, counted from 0, becomes firm and is dropped.
    """
    return draw_two(tb, st, j, rng.FIRM, rng.DROP, r * TRACKS_PER_RADAR + min(number, TRACKS_PER_RADAR - 1))


@compiled
def prefetch_looks(tb: Tables, st: State, r: int, j: int) -> None:
    """Draw the random stream of radar r's first track of threat j, and begin to load what it leads to.

    The looks of a large raid lie far off in memory: asked for by all radars at once, they come while the first one's
    are worked on. So does the next threat's guide.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    r
        Number of the radar.
    j
        Number of the threat.
    """
    i = r * tb.threat.shape[0] + j
    looks = tb.looks[i]
    if looks.ever <= 0.0 or st.n[PRESAMPLED] >= 0 or tb.radar[r].falls_silent:
        return
    u, v = stream_of(tb, st, r, j, 0)
    st.first[r, 0], st.first[r, 1] = u, v
    for step in range(0, GUIDE + 1, GUIDE_LINE):
        prefetch(tb.guide, i + 1, step)
    g = int(u * GUIDE)
    prefetch(tb.chance, looks.chance + ((tb.guide[i, g] + tb.guide[i, g + 1] + 1) >> 1), 0)


@inlined
def draw_track(tb: Tables, st: State, i: int, u: float, v: float, begin: int) -> tuple[int, int]:
    """Return the next track on list i of looks, begun from nothing at look `begin`, as the numbers u and v have it.

    Returns the look at which it becomes firm, -1 for never; and the look at which it is dropped, `STAYS` if it is
    not, `SURELY` if that was no matter of chance.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    i
        Number of the list of looks.
    u
        Uniform number in [0, 1) that decides when the track becomes firm.
    v
        Uniform number in [0, 1) that decides when it is dropped.
    begin
        Look at which the track begins.

    Returns
    -------
    tuple[int, int]
        The look at which the track becomes firm, -1 for never, and that at which it is dropped.
    """
    looks = tb.looks[i]
    chance = tb.chance[looks.chance : looks.chance + looks.size]
    if begin > 0:
        k = walk_firm(chance[:, 0], begin, tb.confirm[looks.rule : looks.rule + looks.states], u, st.chain)
    elif u < looks.ever:
        g = int(u * GUIDE)
        first, last = tb.guide[i, g], min(tb.guide[i, g + 1] + 1, looks.size)
        k = first + sample_firm(chance[first:last, 3], u)
    else:
        k = -1
    if k < 0:
        return -1, SURELY
    later = chance[k, 2]
    if later <= 0.0:
        return k, SURELY
    st.n[DRAWS] += 1
    if v >= later:
        return k, STAYS
    return k, walk_drop(chance[:, 0], chance[:, 1], chance[:, 2], k, looks.drop, v, st.chain)


@compiled
def first_look(tb: Tables, i: int, offset: float, t: float) -> int:
    """Return the first look of list i at time t or later, of a threat whose times are shifted by `offset`.

    Parameters
    ----------
    tb
        The tables of the scenario.
    i
        Number of the list of looks.
    offset
        By how much the threat is late [s].
    t
        Time of the scenario [s].

    Returns
    -------
    int
        The first look of list i at time t or later, of a threat whose times are shifted by `offset`.
    """
    low, high = 0, tb.looks[i].size
    while low < high:
        middle = (low + high) >> 1
        if time_of(tb, i, middle) + offset >= t:
            high = middle
        else:
            low = middle + 1
    return low


@compiled
def next_count(tb: Tables, st: State, r: int, j: int) -> bool:
    """Settle the same for a radar that does not always radiate: its count begins when it does, and ends with it.

    Counts are numbered as they are begun, whether a track comes of them or not.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    r
        Number of the radar.
    j
        Number of the threat.

    Returns
    -------
    bool
        Whether a track comes of it.
    """
    T = tb.threat.shape[0]
    radar, track, offset = st.radar[r], st.track[r * T + j], st.threat[j].offset
    i = radar.row * T + j
    if tb.looks[i].ever <= 0.0 or not radar.emits:
        return False
    begin = max(track.at, first_look(tb, i, offset, radar.on_since))
    if begin >= tb.looks[i].size:
        return False
    number = track.count
    track.count += 1
    if time_of(tb, i, begin) + offset >= radar.off_at:
        return False
    if number < TRACKS_PER_RADAR:
        u, v = stream_of(tb, st, r, j, number)
    else:
        u, v = draw_two(
            tb, st, j, rng.FIRM_AGAIN, rng.DROP_AGAIN, r * COUNTS_PER_RADAR + min(number, COUNTS_PER_RADAR - 1)
        )
    k, d = draw_track(tb, st, i, u, v, begin)
    if k < 0 or time_of(tb, i, k) + offset >= radar.off_at:
        return False
    track.firm = time_of(tb, i, k) + offset
    if d >= 0:
        track.lost = time_of(tb, i, d) + offset
        track.at = d + 1
    return True


@compiled
def outdated(tb: Tables, st: State, r: int, j: int, dropped: bool, t: float) -> bool:
    """Tell whether a change of a track that was to come now has been overtaken: its radar fell silent meanwhile.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    r
        Number of the radar.
    j
        Number of the threat.
    dropped
        Whether the track is to be dropped, or to become firm.
    t
        Time of the scenario [s].

    Returns
    -------
    bool
        Whether a change of a track that was to come now has been overtaken: its radar fell silent meanwhile.
    """
    track = st.track[r * tb.threat.shape[0] + j]
    if dropped:
        return bool(track.held == NOTHING or track.lost != t)
    return bool(track.held != NOTHING or track.firm != t)


@inlined
def next_track(tb: Tables, st: State, r: int, j: int) -> bool:
    """Settle when radar r's next track of threat j becomes firm and when it is dropped; False if never firm.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    r
        Number of the radar.
    j
        Number of the threat.

    Returns
    -------
    bool
        Whether it ever becomes firm.
    """
    i = r * tb.threat.shape[0] + j
    track = st.track[i]
    track.held = NOTHING
    track.firm, track.lost = math.inf, math.inf
    if tb.radar[r].falls_silent:
        return next_count(tb, st, r, j)
    if tb.looks[i].ever <= 0.0:
        return False
    if st.n[PRESAMPLED] >= 0:
        a = tb.presampled_start[st.n[PRESAMPLED], i] + track.count
        k, d = tb.presampled[a, 0], tb.presampled[a, 1]
        st.n[DRAWS] += 1 + (d != SURELY)
    else:
        if track.count == 0:
            u, v = st.first[r, 0], st.first[r, 1]
        else:
            u, v = stream_of(tb, st, r, j, track.count)
        k, d = draw_track(tb, st, i, u, v, track.at)
    if k < 0:
        return False
    offset = st.threat[j].offset
    track.firm = time_of(tb, i, k) + offset
    track.count += 1
    if d >= 0:
        track.lost = time_of(tb, i, d) + offset
        track.at = d + 1
    return True


@inlined
def start_track(tb: Tables, st: State, r: int, j: int) -> None:
    """Put radar r's next track of threat j on the heap.

    Tracks that begin and end while nobody can act on them (before the threat's `quiet` time) change nothing
    but how full the radar is: they are recorded and passed over without an event each, unless the radar is
    watched then because it could be full.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    r
        Number of the radar.
    j
        Number of the threat.
    """
    track, threat = st.track[r * tb.threat.shape[0] + j], st.threat[j]
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


@compiled
def make_ready(tb: Tables, st: State, u: int, j: int, t: float) -> None:
    """If threat j is known and free for unit u, queue the moment from which the unit can react to it.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    u
        Number of the fire unit.
    j
        Number of the threat.
    t
        Time of the scenario [s].
    """
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


@compiled
def hold(tb: Tables, st: State, r: int, j: int, t: float) -> None:
    """Radar r takes up a firm track of threat j: the units that hear it may come to know the threat.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    r
        Number of the radar.
    j
        Number of the threat.
    t
        Time of the scenario [s].
    """
    radar = tb.radar[r]
    s = radar.system
    st.track[r * tb.threat.shape[0] + j].held = HELD
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
    """Let a track of radar r wait for a place, behind those that wait already.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    r
        Number of the radar.
    j
        Number of the threat.
    """
    base = r * tb.threat.shape[0]
    radar, track = st.radar[r], st.track[base + j]
    track.held, track.before, track.after = WAITING, radar.last, -1
    if radar.last >= 0:
        st.track[base + radar.last].after = j
    else:
        radar.first = j
    radar.last = j
    radar.waiting += 1


@compiled
def leave(tb: Tables, st: State, r: int, j: int) -> None:
    """Take a track of radar r out of those that wait.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    r
        Number of the radar.
    j
        Number of the threat.
    """
    base = r * tb.threat.shape[0]
    radar, track = st.radar[r], st.track[base + j]
    if track.before >= 0:
        st.track[base + track.before].after = track.after
    else:
        radar.first = track.after
    if track.after >= 0:
        st.track[base + track.after].before = track.before
    else:
        radar.last = track.before
    radar.waiting -= 1


@compiled
def release(tb: Tables, st: State, r: int, j: int, t: float) -> None:
    """Radar r stops holding threat j; a track that waited for the place is taken up.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    r
        Number of the radar.
    j
        Number of the threat.
    t
        Time of the scenario [s].
    """
    track, radar = st.track[r * tb.threat.shape[0] + j], st.radar[r]
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


@compiled
def on_track(tb: Tables, st: State, r: int, j: int, dropped: bool, t: float) -> None:
    """Let radar r's track of threat j become firm, or be dropped and begin again.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    r
        Number of the radar.
    j
        Number of the threat.
    dropped
        Whether the track is dropped; else it becomes firm.
    t
        Time of the scenario [s].
    """
    if st.threat[j].status != FLYING or not st.radar[r].alive:
        return
    if tb.radar[r].falls_silent and outdated(tb, st, r, j, dropped, t):
        return
    track = st.track[r * tb.threat.shape[0] + j]
    if dropped:
        prefetch(tb.chance, tb.looks[r * tb.threat.shape[0] + j].chance + track.at, 0)  # the next one begins there
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
    """Threat j flies no more: every radar that held it has a place free again.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    j
        Number of the threat.
    t
        Time of the scenario [s].
    """
    T = tb.threat.shape[0]
    for r in range(tb.radar.shape[0]):
        if st.track[r * T + j].held != NOTHING:
            release(tb, st, r, j, t)
