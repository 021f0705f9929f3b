"""Emission: when radars radiate, by cue, by turns, and under homing weapons (docs/model/engagement.md, "Emission")."""

from __future__ import annotations

import math

from airdef.engine import rng
from airdef.engine.memory.columns import EXITED_COUNT, KILLS, LEAKERS, NEVER_COUNT, TURNED_BACK_COUNT
from airdef.engine.memory.heap import EV_EMISSION, event, push
from airdef.engine.memory.layout import BY_TURNS, DRAWS, FLYING, HELD, NOTHING, UNTIL_CUED, State, Tables
from airdef.engine.memory.record import DROPPED, EMITTING, SILENT, Array
from airdef.engine.rules.cues import CUED, SWITCH_ON, TURN_OFF, TURN_ON, cue, hear
from airdef.engine.rules.events import mark_for_decision, record_event
from airdef.engine.rules.links import has_command, lose, own_tracks
from airdef.engine.rules.tracks import start_track
from airdef.jit import compiled
from airdef.scenario.plan import CATEGORIES

_ANTI_RADIATION = CATEGORIES.index("anti_radiation")


@compiled
def begin_emission(tb: Tables, st: State) -> None:
    """Let every radar radiate, or not, as it does at the beginning of a replication.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    """
    t = tb.span[0]
    for r in range(tb.radar.shape[0]):
        radar, plan = st.radar[r], tb.radar[r]
        radar.emits, radar.emitted, radar.cued, radar.turn, radar.turns, radar.told = 1, 1, 0, 1, 0, 1
        radar.on_since, radar.off_at, radar.last_on, radar.shut = -math.inf, math.inf, -math.inf, -math.inf
        if plan.emission == BY_TURNS:
            st.n[DRAWS] += 1
            period = plan.on + plan.off
            phase = rng.uniform(st.stream[0], st.stream[1], r, rng.PHASE, 0)
            radar.turns = math.floor(t / period + phase)
            began = (radar.turns - phase) * period
            radar.off_at = began + plan.on
            if radar.off_at > t:
                radar.on_since = began
                push(tb, st, radar.off_at, event(EV_EMISSION, TURN_OFF, r))
            else:
                radar.turn, radar.emits, radar.last_on = 0, 0, radar.off_at
                push(tb, st, began + period, event(EV_EMISSION, TURN_ON, r))
        elif plan.emission == UNTIL_CUED:
            radar.emits, radar.emitted, radar.told = 0, 0, 0
    for c in range(tb.cue.shape[0]):
        if tb.cue[c].time < math.inf:
            r = tb.cue[c].radar
            on = tb.cue[c].time + tb.radar[r].switch_on_time
            if on < t:  # it radiates before anything happens
                st.radar[r].emits, st.radar[r].emitted, st.radar[r].on_since = 1, 1, on
                st.radar[r].told = 1
            else:
                push(tb, st, on, event(EV_EMISSION, SWITCH_ON, r))


@compiled
def tell_emission(tb: Tables, st: State) -> None:
    """Record which radars radiate at the beginning of a replication, of those that do not always.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    """
    t = tb.span[0]
    for r in range(tb.radar.shape[0]):
        if tb.radar[r].falls_silent:
            record_event(st, t, EMITTING if st.radar[r].emits else SILENT, -1, -1, r, -1, -1, math.nan)


@compiled
def switch_on(tb: Tables, st: State, r: int, t: float) -> None:
    """Radar r begins to radiate: it counts its detections of every threat anew, and its unit may fire again.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    r
        Number of the radar.
    t
        Time of the scenario [s].
    """
    radar = st.radar[r]
    radar.emits, radar.emitted, radar.on_since = 1, 1, t
    record_event(st, t, EMITTING, -1, -1, r, -1, -1, math.nan)
    for j in range(tb.threat.shape[0]):
        if st.threat[j].status == FLYING:
            st.track[j, r].at = 0
            start_track(tb, st, r, j)
    u = tb.radar[r].unit
    if u >= 0:
        mark_for_decision(tb, st, u)


@compiled
def switch_off(tb: Tables, st: State, r: int, moves: bool, t: float) -> None:
    """Radar r falls silent: it holds nothing any more, and what it was about to hold does not come.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    r
        Number of the radar.
    moves
        Whether it does so because it begins to move.
    t
        Time of the scenario [s].
    """
    T = tb.threat.shape[0]
    radar = st.radar[r]
    s = tb.radar[r].system
    radar.emits, radar.last_on = 0, t
    radar.held, radar.waiting, radar.first, radar.last = 0, 0, -1, -1
    record_event(st, t, SILENT, -1, -1, r, -1, -1, math.nan)
    for j in range(T):
        track = st.track[j, r]
        if track.held == HELD:
            st.known[s, j] -= 1
            lose(tb, st, s, j, t)
            if moves:
                st.threat[j].left = 1
            else:
                st.threat[j].hushed = 1
            record_event(st, t, DROPPED, j, -1, r, -1, -1, math.nan)
        track.held, track.firm, track.lost = NOTHING, math.inf, math.inf
    for u in range(tb.system[s].first_unit, tb.system[s].first_unit + tb.system[s].units):
        if tb.unit[u].facings > 1 or has_command(tb):
            mark_for_decision(tb, st, u)  # another threat may now be the first to turn to


@compiled
def is_near(tb: Tables, st: State, r: int, j: int, t: float) -> bool:
    """Tell whether threat j is a homing weapon that radar r is to be shut down for, as its system knows.

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

    Returns
    -------
    bool
        Whether threat j is a homing weapon that radar r is to be shut down for, as its system knows.
    """
    threat = tb.threat[j]
    s = tb.radar[r].system
    if not threat.homing or threat.target != tb.radar[r].target or threat.looks_like != _ANTI_RADIATION:
        return False
    m = tb.radar[r].mover
    if threat.aim != (st.mover[m].position if m >= 0 else 0) or (m >= 0 and st.mover[m].moving):
        return False
    if st.threat[j].status != FLYING or tb.system[s].shut_down <= 0.0:
        return False
    if t < max(threat.end - tb.system[s].shut_down_warning, threat.start) + st.threat[j].offset:
        return False
    if st.system[s].post:
        return bool(st.known[s, j] > 0)
    return bool(st.track[j, r].held == HELD)


@compiled
def shut_down(tb: Tables, st: State, r: int, t: float) -> None:
    """Radar r is shut down from now on, or for longer.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    r
        Number of the radar.
    t
        Time of the scenario [s].
    """
    radar = st.radar[r]
    radar.shut = t + tb.system[tb.radar[r].system].shut_down + tb.radar[r].switch_on_time
    push(tb, st, radar.shut, event(EV_EMISSION, SWITCH_ON, r))
    if radar.emits:
        switch_off(tb, st, r, False, t)


@compiled
def try_on(tb: Tables, st: State, r: int, t: float) -> None:
    """Radar r is to radiate now: it does, unless it does so already, is shut down, moves, or a homing weapon is near.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    r
        Number of the radar.
    t
        Time of the scenario [s].
    """
    radar = st.radar[r]
    if radar.emits or not radar.turn or t < radar.shut:
        return
    if tb.radar[r].mover >= 0 and st.mover[tb.radar[r].mover].moving:
        return
    for j in range(tb.threat.shape[0]):
        if is_near(tb, st, r, j, t):
            shut_down(tb, st, r, t)
            return
    switch_on(tb, st, r, t)


@compiled
def on_turn(tb: Tables, st: State, r: int, on: bool, t: float) -> None:
    """The duty cycle of radar r has it radiate, or be silent, until its next turn.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    r
        Number of the radar.
    on
        Whether it is to radiate.
    t
        Time of the scenario [s].
    """
    radar, plan = st.radar[r], tb.radar[r]
    phase = rng.uniform(st.stream[0], st.stream[1], r, rng.PHASE, 0)
    if on:
        radar.turn = 1
        radar.turns += 1
        radar.off_at = (radar.turns - phase) * (plan.on + plan.off) + plan.on
        push(tb, st, radar.off_at, event(EV_EMISSION, TURN_OFF, r))
        try_on(tb, st, r, t)
        return
    radar.turn = 0
    push(tb, st, (radar.turns + 1 - phase) * (plan.on + plan.off), event(EV_EMISSION, TURN_ON, r))
    if radar.emits:
        switch_off(tb, st, r, False, t)


@compiled
def on_emission(tb: Tables, st: State, out: Array, what: int, i: int, t: float) -> None:
    """A radar is to radiate or to be silent, or there may be a reason for it; nothing when all threats have ended.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    out
        The row of the replication.
    what
        Kind of the event.
    i
        Number of the radar; of cue, or radar, and threat together where these are meant.
    t
        Time of the scenario [s].
    """
    T = tb.threat.shape[0]
    if out[LEAKERS] + out[KILLS] + out[EXITED_COUNT] + out[NEVER_COUNT] + out[TURNED_BACK_COUNT] >= T:
        return
    if what in (SWITCH_ON, TURN_ON, TURN_OFF):
        if not st.radar[i].alive:
            return
        if what == SWITCH_ON:
            st.radar[i].told = 1
            try_on(tb, st, i, t)
        else:
            on_turn(tb, st, i, what == TURN_ON, t)
        return
    n, j = i // T, i % T
    if what == CUED:
        offset = st.threat[j].offset
        if st.threat[j].status != FLYING:
            return
        if t >= tb.cue_range[n, j] + offset:
            cue(tb, st, n, t)
        elif t >= tb.cue_reach[n, j] + offset:
            for s in range(tb.system.shape[0]):
                if own_tracks(tb, st, s, j) > 0:
                    cue(tb, st, n, t)
        hear(tb, st, n, j, t)
    elif st.radar[n].alive and st.radar[n].emits and is_near(tb, st, n, j, t):
        shut_down(tb, st, n, t)
