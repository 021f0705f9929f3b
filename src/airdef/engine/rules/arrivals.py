"""Arrivals: threats that leak or pass, and the damage that they do."""

from __future__ import annotations

import math

from airdef.engine import rng
from airdef.engine.memory.columns import (
    ASSETS_LOST,
    EXITED_COUNT,
    LAUNCHERS_LOST,
    LEAKERS,
    POSTS_LOST,
    RADARS_LOST,
    REASON,
    S_POSTS,
    T_ASSETS,
    T_EXITED,
    T_LAUNCHERS,
    T_LEAKERS,
    T_POSTS,
    T_RADARS,
    T_REASON,
    T_UNITS,
    T_VALUE,
    U_LAUNCHERS,
    U_LEAKERS,
    U_RADARS,
    U_UNITS,
    UNITS_LOST,
    VALUE_LOST,
)
from airdef.engine.memory.layout import ASSET, EXITED, FLYING, LEAKED, POST, RADAR_TARGET, State, Tables
from airdef.engine.memory.record import DAMAGE, JAMMING_ENDS, LEAK, Array
from airdef.engine.memory.record import DESTROYED as DESTROYED_EVENT
from airdef.engine.memory.record import EXITED as EXITED_EVENT
from airdef.engine.rules.attacks import mover_at, stands_at
from airdef.engine.rules.events import count, draw, record_event
from airdef.engine.rules.losses import lose_launcher, lose_post, lose_radar
from airdef.engine.rules.reasons.judged import reason_of
from airdef.engine.rules.tracks import forget
from airdef.jit import compiled


@compiled
def on_arrive(tb: Tables, st: State, out: Array, j: int, t: float) -> None:
    """Threat j ends its motion: it leaks and does its damage, or it passes on."""
    if st.threat[j].status != FLYING:
        return
    threat = tb.threat[j]
    if not threat.arrives:
        st.threat[j].status = EXITED
        out[EXITED_COUNT] += 1
        count(st, threat.tally + T_EXITED)
        record_event(st, t, EXITED_EVENT, j, -1, -1, -1, -1, math.nan)
        if threat.jammer >= 0:
            record_event(st, t, JAMMING_ENDS, j, -1, -1, -1, -1, math.nan)
        forget(tb, st, j, t)
        return
    reason = reason_of(tb, st, j)
    st.threat[j].status = LEAKED
    out[LEAKERS] += 1
    out[REASON + reason] += 1
    count(st, threat.tally + T_LEAKERS)
    count(st, threat.tally + T_REASON + reason)
    record_event(st, t, LEAK, j, -1, -1, -1, threat.target, float(reason))
    if threat.jammer >= 0:
        record_event(st, t, JAMMING_ENDS, j, -1, -1, -1, -1, math.nan)
    forget(tb, st, j, t)
    target = tb.target[threat.target]
    count_at_owner(tb, st, threat.target, U_LEAKERS)
    p = threat.hit_probability
    if hits_nothing(tb, st, j, t):
        return
    if threat.homing and target.kind == RADAR_TARGET:
        radar = st.radar[target.index]
        if not radar.alive or not radar.emitted:
            return
        if not radar.emits:
            p *= remembered(tb, j, t - max(radar.last_on, threat.start + st.threat[j].offset))
    if p < 1.0 and draw(tb, st, j, rng.DAMAGE, 0) >= p:
        return
    damage(tb, st, out, threat.target, threat.hits, j, t)


@compiled
def hits_nothing(tb: Tables, st: State, j: int, t: float) -> bool:
    """Tell whether what threat j is aimed at has left the place, or is set up there and draws no homing weapon."""
    threat = tb.threat[j]
    m = mover_at(tb, threat.target)
    if m < 0:  # it never leaves its first position
        return bool(threat.aim != 0)
    if stands_at(tb, st, m, t) != threat.aim:
        return True
    mover = st.mover[m]
    return bool(threat.homing and mover.moving and t >= mover.there)


@compiled
def remembered(tb: Tables, j: int, unheard: float) -> float:
    """Return the factor on the hit probability of homing weapon j that has not heard its radar for a time [s].

    It goes on to where it last knew the radar, with an error that is normal in each of two axes and grows with that
    time; it hits within its lethal radius: 1 - exp(-L^2 / (2 (drift x time)^2)), Rayleigh's distribution.

    Parameters
    ----------
    unheard
        Time for which it has not heard the radar [s].
    """
    error = tb.threat[j].memory_drift * unheard
    return 1.0 if error <= 0.0 else -math.expm1(-0.5 * (tb.threat[j].lethal_radius / error) ** 2)


@compiled
def damage(tb: Tables, st: State, out: Array, target: int, hits: int, j: int, t: float) -> None:
    """Let a target take hits: assets lose value in shares, anything else is destroyed at its limit.

    Parameters
    ----------
    hits
        Hits that it takes.
    j
        Number of the threat that does the damage.
    """
    entry = tb.target[target]
    before = st.target_hits[target]
    after = min(before + hits, entry.hits)
    if after == before:
        return
    st.target_hits[target] = after
    record_event(st, t, DAMAGE, j, -1, -1, -1, target, float(hits))
    threat = tb.threat[j]
    if entry.kind == ASSET:
        lost = entry.value * (after - before) / entry.hits
        out[VALUE_LOST] += lost
        st.tally[threat.tally + T_VALUE] += lost
    if after < entry.hits:
        return
    record_event(st, t, DESTROYED_EVENT, j, -1, -1, -1, target, math.nan)
    if entry.kind == ASSET:
        out[ASSETS_LOST] += 1
        count(st, threat.tally + T_ASSETS)
    elif entry.kind == POST:
        out[POSTS_LOST] += 1
        count(st, threat.tally + T_POSTS)
        count(st, tb.system[entry.index].tally + S_POSTS)
        lose_post(tb, st, entry.index, t)
    elif entry.kind == RADAR_TARGET:
        out[RADARS_LOST] += 1
        count(st, threat.tally + T_RADARS)
        count_at_owner(tb, st, target, U_RADARS)
        if tb.radar[entry.index].unit >= 0:
            out[UNITS_LOST] += 1
            count(st, threat.tally + T_UNITS)
            count_at_owner(tb, st, target, U_UNITS)
        lose_radar(tb, st, entry.index, t)
    else:
        out[LAUNCHERS_LOST] += 1
        count(st, threat.tally + T_LAUNCHERS)
        count_at_owner(tb, st, target, U_LAUNCHERS)
        lose_launcher(tb, st, entry.index, t)


@compiled
def count_at_owner(tb: Tables, st: State, target: int, counter: int) -> None:
    """Add one to a counter of the unit and of the system that a target belongs to, if it does.

    Parameters
    ----------
    counter
        Number of the counter.
    """
    entry = tb.target[target]
    if entry.kind == ASSET:
        return
    u, s = -1, entry.index
    if entry.kind == RADAR_TARGET:
        u, s = tb.radar[entry.index].unit, tb.radar[entry.index].system
    elif entry.kind != POST:
        u = tb.launcher[entry.index].unit
        s = tb.unit[u].system
    if u >= 0:
        count(st, tb.unit[u].tally + counter)
    count(st, tb.system[s].tally + counter)
