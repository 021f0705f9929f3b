"""Intercepts: a missile arrives, and kills, fails or is aborted."""

from __future__ import annotations

import math

from airdef.engine import rng
from airdef.engine.memory.columns import (
    ABORTED,
    FIRST_INTERCEPT_RANGE,
    FIRST_INTERCEPT_TIME,
    FIRST_KILL_RANGE,
    INTERCEPT_ATTEMPTS,
    KILLS,
    T_ABORTED,
    T_ATTEMPTS,
    T_KILLS,
    W_ABORTED,
    W_ATTEMPTS,
    W_KILLS,
)
from airdef.engine.memory.layout import DESTROYED, F_INTERCEPT, F_KILL, FLYING, State, Tables
from airdef.engine.memory.record import ABORT, HIT, MISS, Array
from airdef.engine.rules.attacks import mover_of
from airdef.engine.rules.engagements import resolve_salvo
from airdef.engine.rules.events import count, draw, met, record_event, record_trial
from airdef.engine.rules.fire import service_launch_queue
from airdef.engine.rules.jamming import end_jamming
from airdef.engine.rules.tracks import forget
from airdef.engine.rules.turning_back import lose_member
from airdef.jit import compiled, inlined


@compiled
def on_intercept(tb: Tables, st: State, out: Array, m: int, t: float) -> None:
    """A missile arrives where its target should be: hit, miss, or nothing left to try.

    Parameters
    ----------
    m
        Number of the missile in flight.
    """
    missile = st.missile[m]
    u, j, w, e = missile.unit, missile.threat, missile.interceptor, missile.engagement
    unit = st.unit[u]
    s = tb.unit[u].system
    st.free_missile[tb.unit[u].first_missile + unit.free_missiles] = m
    unit.free_missiles += 1
    if unit.alive:
        st.system[s].missiles -= 1
    eng = st.engagement[e]
    own = eng.threat == j and eng.ordinal == missile.ordinal  # else a move ended its engagement
    if own:
        eng.flying -= 1
    guided = not tb.interceptor[w].needs_radar or (unit.alive and _radiated(tb, st, u, missile.launched))
    threat, interceptor = tb.threat[j], tb.interceptor[w]
    if st.threat[j].status == FLYING and guided:
        out[INTERCEPT_ATTEMPTS] += 1
        count(st, threat.tally + T_ATTEMPTS)
        count(st, interceptor.tally + W_ATTEMPTS)
        if math.isnan(out[FIRST_INTERCEPT_TIME]):
            out[FIRST_INTERCEPT_TIME], out[FIRST_INTERCEPT_RANGE] = t, missile.slant_range
        met(st, threat.actor, F_INTERCEPT, out[INTERCEPT_ATTEMPTS], t, missile.slant_range)
        met(st, interceptor.actor, F_INTERCEPT, out[INTERCEPT_ATTEMPTS], t, missile.slant_range)
        if _kills(tb, st, m):
            out[KILLS] += 1
            count(st, threat.tally + T_KILLS)
            count(st, interceptor.tally + W_KILLS)
            if math.isnan(out[FIRST_KILL_RANGE]):
                out[FIRST_KILL_RANGE] = missile.slant_range
            met(st, threat.actor, F_KILL, out[KILLS], t, missile.slant_range)
            met(st, interceptor.actor, F_KILL, out[KILLS], t, missile.slant_range)
            st.threat[j].status = DESTROYED
            if threat.turning >= 0:
                lose_member(tb, st, threat.turning, t)
            record_event(st, t, HIT, j, u, -1, w, -1, missile.slant_range)
            forget(tb, st, j, t)
            end_jamming(tb, st, j, t)
        else:
            record_event(st, t, MISS, j, u, -1, w, -1, missile.slant_range)
    else:
        out[ABORTED] += 1
        count(st, threat.tally + T_ABORTED)
        count(st, interceptor.tally + W_ABORTED)
        if not guided and unit.alive and moved_since(tb, st, u, missile.launched):
            st.threat[j].deserted = 1
        elif not guided and unit.alive:
            st.threat[j].silenced = 1
        elif not guided:
            st.threat[j].radar_lost = 1
        record_event(st, t, ABORT, j, u, -1, w, -1, missile.slant_range)
    if own:
        resolve_salvo(tb, st, e, t)
    service_launch_queue(tb, st, u, t)


@inlined
def moved_since(tb: Tables, st: State, u: int, launched: float) -> bool:
    """Tell whether a unit has begun to move since a launch.

    Parameters
    ----------
    launched
        Time of the launch [s].
    """
    m = mover_of(tb, u)
    return m >= 0 and bool(st.mover[m].began >= launched)


@inlined
def _radiated(tb: Tables, st: State, u: int, launched: float) -> bool:
    """Tell whether unit u's engagement radar has radiated from a launch until now without a break."""
    radar = st.radar[tb.unit[u].radar]
    return bool(radar.emits and radar.on_since <= launched)


@compiled
def _kills(tb: Tables, st: State, m: int) -> bool:
    """Draw whether the missile in slot m kills; counts the try."""
    missile = st.missile[m]
    j = missile.threat
    attempts = st.threat[j].attempts
    st.threat[j].attempts = attempts + 1
    reliability = tb.system[tb.unit[missile.unit].system].salvo_reliability
    number = draw(tb, st, j, rng.KILL, attempts)
    hit = number < missile.sspk
    record_trial(st, number, missile.slant_range, missile.interceptor, j, -1, False, hit)
    if hit and reliability < 1.0:
        hit = draw(tb, st, j, rng.SALVO, missile.ordinal) < reliability
    return hit
