"""Losses: what follows when a launcher, a radar or a command post is destroyed."""

from __future__ import annotations

import math

from airdef.engine.memory.layout import CLOSED, DESTROYED, ENGAGED, FLYING, FREE, NOTHING, State, Tables
from airdef.engine.rules.cues import tell_of_lost_post
from airdef.engine.rules.disguise import keep_told
from airdef.engine.rules.engagements import free_channel
from airdef.engine.rules.events import mark_for_decision, mark_sharers
from airdef.engine.rules.fire import service_sharers
from airdef.engine.rules.links import has_command, lose
from airdef.engine.rules.sharing import lose_command
from airdef.engine.rules.tracks import make_ready
from airdef.jit import compiled


@compiled
def lose_launcher(tb: Tables, st: State, k: int, t: float) -> None:
    """A launcher is lost with its rounds; a launch that counted on it is cancelled when it is first."""
    launcher = st.launcher[k]
    launcher.alive = 0
    st.interceptor[tb.launcher[k].pool].rounds -= launcher.rounds
    launcher.rounds = 0
    if has_command(tb):
        mark_sharers(tb, st, tb.launcher[k].unit)
    service_sharers(tb, st, tb.launcher[k].unit, t)


@compiled
def lose_radar(tb: Tables, st: State, r: int, t: float) -> None:
    """A radar loses its tracks; with its engagement radar a unit is out and its threats are free again."""
    T = tb.threat.shape[0]
    st.radar[r].alive = 0
    st.radar[r].waiting, st.radar[r].first, st.radar[r].last = 0, -1, -1
    st.radar[r].off_at = math.inf  # it stays as it is
    m = tb.radar[r].mover
    if m >= 0 and st.mover[m].moving and t < st.mover[m].left:
        st.mover[m].left = math.inf  # and where it is
    s = tb.radar[r].system
    for j in range(T):
        track = st.track[j, r]
        if track.held == 1:
            st.known[s, j] -= 1
            lose(tb, st, s, j, t)
        track.held = NOTHING
    u = tb.radar[r].unit
    if u < 0:
        return
    unit = st.unit[u]
    unit.alive = 0
    if has_command(tb) or tb.unit[u].magazine >= 0:
        mark_sharers(tb, st, u)
    unit.launches_queued = 0
    st.system[s].missiles -= tb.unit[u].missile_channels - unit.free_missiles
    for e in range(tb.unit[u].first_engagement, tb.unit[u].first_engagement + tb.unit[u].target_channels):
        eng = st.engagement[e]
        if eng.active:
            st.interceptor[tb.interceptor[eng.interceptor].pool].promised -= eng.remaining
            eng.remaining = 0
            if eng.flying > 0 and tb.interceptor[eng.interceptor].needs_radar:
                st.threat[eng.threat].radar_lost = 1
            ended = st.threat[eng.threat].status in (FLYING, DESTROYED)
            free_channel(tb, st, e, FREE if ended else CLOSED, t)


@compiled
def lose_post(tb: Tables, st: State, s: int, t: float) -> None:
    """Without its post every unit of a system is a fire-control cell of its own and hears only its own radar."""
    state, system = st.system[s], tb.system[s]
    was_central = state.central
    state.post, state.central = 0, 0
    keep_told(tb, st, s)
    S, T = tb.system.shape[0], tb.threat.shape[0]
    if has_command(tb):
        lose_command(tb, st, s, t)
    elif was_central:
        for u in range(system.first_unit, system.first_unit + system.units):
            st.unit[u].cell = S + u
            for j in range(T):
                st.cell[S + u, j] = CLOSED if st.cell[s, j] == CLOSED else FREE
                st.engagements_made[S + u, j] = st.engagements_made[s, j]
            for e in range(tb.unit[u].first_engagement, tb.unit[u].first_engagement + tb.unit[u].target_channels):
                if st.engagement[e].active:
                    st.cell[S + u, st.engagement[e].threat] = ENGAGED
    tell_of_lost_post(tb, st, s, t)
    for u in range(system.first_unit, system.first_unit + system.units):
        for j in range(T):
            if st.track[j, tb.unit[u].radar].held == 1:
                st.since[s, j] = min(st.since[s, j], t)
            st.pending[u, j] = math.inf
            make_ready(tb, st, u, j, t)
        mark_for_decision(tb, st, u)
