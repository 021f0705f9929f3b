"""What missiles and threats do when they get there: kills, assessments, leaks, damage."""

from __future__ import annotations

import math

from airdef.engine import rng
from airdef.engine.memory.columns import (
    ABORTED,
    ASSETS_LOST,
    EXITED_COUNT,
    FIRST_INTERCEPT_RANGE,
    FIRST_INTERCEPT_TIME,
    FIRST_KILL_RANGE,
    INTERCEPT_ATTEMPTS,
    KILLS,
    LAUNCHERS_LOST,
    LEAKERS,
    POSTS_LOST,
    RADARS_LOST,
    REASON,
    S_POSTS,
    T_ABORTED,
    T_ASSETS,
    T_ATTEMPTS,
    T_EXITED,
    T_KILLS,
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
    W_ABORTED,
    W_ATTEMPTS,
    W_KILLS,
)
from airdef.engine.memory.layout import (
    ASSET,
    CLOSED,
    DESTROYED,
    ENGAGED,
    EXITED,
    F_INTERCEPT,
    F_KILL,
    FLYING,
    FREE,
    LEAKED,
    NOTHING,
    POST,
    RADAR_TARGET,
    REENGAGEMENT,
    State,
    Tables,
)
from airdef.engine.memory.record import (
    ABORT,
    DAMAGE,
    HIT,
    JUDGED_ALIVE,
    JUDGED_DEAD,
    LEAK,
    MISS,
    Array,
)
from airdef.engine.memory.record import CLOSED as CLOSED_EVENT
from airdef.engine.memory.record import DESTROYED as DESTROYED_EVENT
from airdef.engine.memory.record import EXITED as EXITED_EVENT
from airdef.engine.rules.asking import asks, leave_open
from airdef.engine.rules.attacks import mover_at, mover_of, stands_at, takes_none
from airdef.engine.rules.cues import tell_of_lost_post
from airdef.engine.rules.disguise import engages, keep_told
from airdef.engine.rules.events import cell_of, count, draw, mark_for_decision, met, record_event, record_trial
from airdef.engine.rules.fire import begin, free_channel, resolve_salvo, salvo_size, service_launch_queue
from airdef.engine.rules.links import has_command, lose
from airdef.engine.rules.reasons import reason_of
from airdef.engine.rules.sharing import lose_command
from airdef.engine.rules.tracks import forget, make_ready
from airdef.engine.rules.turning_back import lose_member
from airdef.engine.rules.windows import interceptor_for
from airdef.jit import compiled, inlined


@compiled
def on_intercept(tb: Tables, st: State, out: Array, m: int, t: float) -> None:
    """A missile arrives where its target should be: hit, miss, or nothing left to try.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    out
        The row of counts of the replication, f64[columns]; it is filled.
    m
        Number of the missile in flight.
    t
        Time of the scenario [s].
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
    tb
        The tables of the scenario.
    st
        The state of the replication.
    u
        Number of the fire unit.
    launched
        Time of the launch [s].

    Returns
    -------
    bool
        Whether unit u has begun to move at that time or later.
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


@inlined
def assessment_error(tb: Tables, s: int, dead: bool) -> float:
    """Return the probability that system s judges a target wrongly that is dead, or alive.

    Parameters
    ----------
    tb
        The tables of the scenario.
    s
        Number of the system that judges.
    dead
        Whether the target is destroyed.

    Returns
    -------
    float
        The probability that system s judges a target wrongly that is dead, or alive.
    """
    return float(tb.system[s].alive_given_dead if dead else tb.system[s].dead_given_alive)


@compiled
def on_assess(tb: Tables, st: State, e: int, t: float) -> None:
    """Judge the result of engagement e: end it, or engage the same threat again on the same channel.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    e
        Number of the engagement.
    t
        Time of the scenario [s].
    """
    eng = st.engagement[e]
    if not eng.active or eng.next != t:  # that of an engagement before, which a move ended
        return
    u, j = eng.unit, eng.threat
    s = tb.unit[u].system
    system = tb.system[s]
    status = st.threat[j].status
    if status not in (FLYING, DESTROYED):
        record_event(st, t, CLOSED_EVENT, j, u, -1, -1, -1, math.nan)
        free_channel(tb, st, e, CLOSED, t)
        return
    dead = status == DESTROYED
    error = assessment_error(tb, s, dead)
    number = draw(tb, st, j, rng.ASSESS, eng.ordinal) if error > 0.0 else math.nan
    wrong = number < error
    record_trial(st, number, 0.0, -1, j, s, dead, wrong)
    judged_alive = dead == wrong
    record_event(st, t, JUDGED_ALIVE if judged_alive else JUDGED_DEAD, j, u, -1, -1, -1, math.nan)
    g = cell_of(tb, st, u)
    if not judged_alive or (system.rounds > 0 and st.engagements_made[g, j] >= system.rounds):
        free_channel(tb, st, e, CLOSED, t)
        return
    takes = engages(tb, st, u, j) and not (tb.mover.shape[0] > 0 and takes_none(tb, st, u))
    w = interceptor_for(tb, st, u, j, t) if takes else -1
    if w >= 0:
        eng.dead_target = 1 if dead else 0
        n = salvo_size(tb, st, g, u, j, w)
        if asks(st):
            leave_open(st, REENGAGEMENT, g, e, u, j, w, n, t)
        else:
            begin(tb, st, e, w, n, t)
    else:
        free_channel(tb, st, e, CLOSED if dead else FREE, t)


@compiled
def on_arrive(tb: Tables, st: State, out: Array, j: int, t: float) -> None:
    """Threat j ends its motion: it leaks and does its damage, or it passes on.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    out
        The row of counts of the replication, f64[columns]; it is filled.
    j
        Number of the threat.
    t
        Time of the scenario [s].
    """
    if st.threat[j].status != FLYING:
        return
    threat = tb.threat[j]
    if not threat.arrives:
        st.threat[j].status = EXITED
        out[EXITED_COUNT] += 1
        count(st, threat.tally + T_EXITED)
        record_event(st, t, EXITED_EVENT, j, -1, -1, -1, -1, math.nan)
        forget(tb, st, j, t)
        return
    reason = reason_of(tb, st, j)
    st.threat[j].status = LEAKED
    out[LEAKERS] += 1
    out[REASON + reason] += 1
    count(st, threat.tally + T_LEAKERS)
    count(st, threat.tally + T_REASON + reason)
    record_event(st, t, LEAK, j, -1, -1, -1, threat.target, float(reason))
    forget(tb, st, j, t)
    target = tb.target[threat.target]
    count_at_owner(tb, st, threat.target, U_LEAKERS)
    p = threat.hit_probability
    if tb.mover.shape[0] > 0 and hits_nothing(tb, st, j, t):
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
    """Tell whether what threat j is aimed at has left the place, or is being set up there and draws no homing weapon.

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

    Returns
    -------
    bool
        Whether threat j hits nothing since its target moves.
    """
    threat = tb.threat[j]
    m = mover_at(tb, threat.target)
    if m < 0:
        return False
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
    tb
        The tables of the scenario.
    j
        Number of the threat.
    unheard
        Time for which it has not heard the radar [s].

    Returns
    -------
    float
        The factor on the hit probability of homing weapon j that has not heard its radar for a time [s].
    """
    error = tb.threat[j].memory_drift * unheard
    return 1.0 if error <= 0.0 else -math.expm1(-0.5 * (tb.threat[j].lethal_radius / error) ** 2)


@compiled
def damage(tb: Tables, st: State, out: Array, target: int, hits: int, j: int, t: float) -> None:
    """Let a target take hits: assets lose value in shares, anything else is destroyed at its limit.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    out
        The row of counts of the replication, f64[columns]; it is filled.
    target
        Number of the target; -1 for none.
    hits
        Hits that it takes.
    j
        Number of the threat that does the damage.
    t
        Time of the scenario [s].
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
    tb
        The tables of the scenario.
    st
        The state of the replication.
    target
        Number of the target; -1 for none.
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


@compiled
def lose_launcher(tb: Tables, st: State, k: int, t: float) -> None:
    """A launcher is lost with its rounds; a launch that counted on it is cancelled when it is first.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    k
        Number of the launcher.
    t
        Time of the scenario [s].
    """
    launcher = st.launcher[k]
    launcher.alive = 0
    st.interceptor[tb.launcher[k].interceptor].rounds -= launcher.rounds
    launcher.rounds = 0
    if has_command(tb):
        mark_for_decision(tb, st, tb.launcher[k].unit)
    service_launch_queue(tb, st, tb.launcher[k].unit, t)


@compiled
def lose_radar(tb: Tables, st: State, r: int, t: float) -> None:
    """A radar loses its tracks; with its engagement radar a unit is out and its threats are free again.

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
    T = tb.threat.shape[0]
    st.radar[r].alive = 0
    st.radar[r].waiting, st.radar[r].first, st.radar[r].last = 0, -1, -1
    st.radar[r].off_at = math.inf  # it stays as it is
    m = tb.radar[r].mover
    if m >= 0 and st.mover[m].moving and t < st.mover[m].left:
        st.mover[m].left = math.inf  # and where it is
    s = tb.radar[r].system
    for j in range(T):
        track = st.track[r * T + j]
        if track.held == 1:
            st.known[s, j] -= 1
            lose(tb, st, s, j, t)
        track.held = NOTHING
    u = tb.radar[r].unit
    if u < 0:
        return
    unit = st.unit[u]
    unit.alive = 0
    if has_command(tb):
        mark_for_decision(tb, st, u)
    unit.launches_queued = 0
    st.system[s].missiles -= tb.unit[u].missile_channels - unit.free_missiles
    for e in range(tb.unit[u].first_engagement, tb.unit[u].first_engagement + tb.unit[u].target_channels):
        eng = st.engagement[e]
        if eng.active:
            st.interceptor[eng.interceptor].promised -= eng.remaining
            eng.remaining = 0
            ended = st.threat[eng.threat].status in (FLYING, DESTROYED)
            free_channel(tb, st, e, FREE if ended else CLOSED, t)


@compiled
def lose_post(tb: Tables, st: State, s: int, t: float) -> None:
    """Without its post every unit of a system is a fire-control cell of its own and hears only its own radar.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    s
        Number of the system.
    t
        Time of the scenario [s].
    """
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
            if st.track[tb.unit[u].radar * T + j].held == 1:
                st.since[s, j] = min(st.since[s, j], t)
            st.pending[u, j] = math.inf
            make_ready(tb, st, u, j, t)
        mark_for_decision(tb, st, u)
