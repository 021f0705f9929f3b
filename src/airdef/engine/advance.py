"""The state machine: simulate events in order, instant by instant, until nothing is left to happen."""

from __future__ import annotations

import math

import numpy as np

from airdef.engine import rng
from airdef.engine.memory.columns import (
    DETAIL,
    DRAWS_COUNT,
    DUPLICATES_COUNT,
    ENGAGEMENTS_COUNT,
    FIRST_INTERCEPT_RANGE,
    FIRST_INTERCEPT_TIME,
    FIRST_KILL_RANGE,
    MISSILES_ON_DECOYS,
    MISSILES_USED,
    NEVER_COUNT,
    PEAK_MISSILES,
    PEAK_TARGETS,
    REMOTE_COUNT,
    T_NEVER,
    T_THREATS,
    TOLD_APART_COUNT,
    U_PEAK_MISSILES,
    U_PEAK_TARGETS,
    W_USED,
)
from airdef.engine.memory.heap import (
    EV_APPEAR,
    EV_ARRIVE,
    EV_ASSESS,
    EV_EMISSION,
    EV_IDLE,
    EV_INTERCEPT,
    EV_LAUNCH_DUE,
    EV_LAUNCH_INTERVAL,
    EV_LINK,
    EV_MOVE,
    EV_READY,
    EV_RELOAD,
    EV_REVIEW,
    EV_SHARE,
    EV_TRACK,
    EV_TRY,
    EV_TURN_BACK,
    another,
    event,
    is_far,
    next_time,
    pop,
    push,
    unpack,
)
from airdef.engine.memory.layout import (
    ASKING,
    DESTROYED,
    DRAWS,
    DUPLICATES,
    ENGAGEMENTS,
    ERROR,
    EVENTS,
    F_INTERCEPT,
    F_KILL,
    FLYING,
    NONE,
    NOT_ALLOWED,
    NOT_RELEASED,
    OPEN,
    OVERLOADED,
    PENDING,
    PRESAMPLED,
    REMOTE,
    TRIALS,
    TURNED_BACK,
    State,
    Tables,
)
from airdef.engine.memory.record import APPEAR, Array
from airdef.engine.preparation.track_load import check, clear_counts
from airdef.engine.rules.arrivals import on_arrive
from airdef.engine.rules.asking import allowed, answer, on_review
from airdef.engine.rules.assessment import on_assess
from airdef.engine.rules.attacks import expect_attack
from airdef.engine.rules.cues import expect
from airdef.engine.rules.disguise import DECOY
from airdef.engine.rules.doctrine import on_ready, on_turned, settle
from airdef.engine.rules.draws import draw_first, prefetch_looks
from airdef.engine.rules.emission import begin_emission, on_emission, tell_emission
from airdef.engine.rules.events import count, draw, record_event
from airdef.engine.rules.fire import on_launch_due, on_launch_interval, on_reload
from airdef.engine.rules.intercepts import on_intercept
from airdef.engine.rules.movement import away_at_start, begin_movement, on_move
from airdef.engine.rules.reload import on_idle
from airdef.engine.rules.sharing import begin_command, on_link, on_share
from airdef.engine.rules.telling import on_try
from airdef.engine.rules.tracks import on_track, start_track
from airdef.engine.rules.turning_back import on_turn_back
from airdef.jit import compiled, entry, handle_at, inlined


@compiled
def presampled_place(tb: Tables, seed: np.uint64, replication: np.uint64) -> int:
    """Return the place of a replication among those whose tracks were pre-sampled; -1 if it is none of them.

    Parameters
    ----------
    tb
        The tables of the scenario.
    seed
        Seed of the random streams.
    replication
        Number of the replication.

    Returns
    -------
    int
        The place of a replication among those whose tracks were pre-sampled; -1 if it is none of them.
    """
    if tb.presampled_of.shape[0] == 0 or seed != tb.presampled_of[0] or replication < tb.presampled_of[1]:
        return -1
    place = replication - tb.presampled_of[1]
    return int(place) if place < tb.presampled_of[2] else -1


@compiled
def reset(tb: Tables, st: State, out: Array, seed: np.uint64, replication: np.uint64) -> None:
    """Make the state ready for a replication: everything whole, every launcher full, nothing known.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    out
        The row of counts of the replication, f64[columns]; it is filled.
    seed
        Seed of the random streams.
    replication
        Number of the replication.
    """
    st.stream[0], st.stream[1] = seed, replication
    trials = st.n[TRIALS]  # those of the replications before stay
    asking = st.n[ASKING]
    st.n[:] = 0
    st.n[TRIALS], st.n[ASKING] = trials, asking
    st.n[PRESAMPLED] = presampled_place(tb, seed, replication)
    out[:] = 0.0
    out[FIRST_INTERCEPT_TIME] = out[FIRST_INTERCEPT_RANGE] = out[FIRST_KILL_RANGE] = math.nan
    st.target_hits[:] = 0
    st.tally[:] = 0.0
    st.earliest[:] = math.inf
    st.cell[:] = 0
    st.engagements_made[:] = 0
    st.known[:] = 0
    st.since[:] = math.inf
    st.away[:] = math.inf
    st.ready[:] = 0
    st.pending[:] = math.inf
    st.dirty[:] = 0
    st.review[:] = math.inf
    st.number[:] = 0
    st.track_words[:] = 0
    st.losses[:] = 0
    st.told[:] = 0
    st.jammer_end[:] = math.inf
    for i in range(st.counting.shape[0]):
        st.counting[i].number = -1
    for i in range(st.trying.shape[0]):
        st.trying[i].number, st.trying[i].queued = 0, 0
    clear_counts(tb, st)
    for r in range(tb.radar.shape[0]):
        radar = st.radar[r]
        radar.alive, radar.held, radar.waiting, radar.first, radar.last = 1, 0, 0, -1, -1
        radar.row, radar.place, radar.ended = r, r, 0
    for s in range(tb.system.shape[0]):
        system = st.system[s]
        system.post, system.central = 1, tb.system[s].central
        system.channels, system.missiles, system.peak_channels, system.peak_missiles = 0, 0, 0, 0
    reset_units(tb, st)
    begin_emission(tb, st)
    begin_movement(tb, st)
    tell_emission(tb, st)
    begin_command(tb, st)


@compiled
def reset_units(tb: Tables, st: State) -> None:
    """Fill every launcher and free every channel.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    """
    for w in range(tb.interceptor.shape[0]):
        st.interceptor[w].rounds, st.interceptor[w].promised, st.interceptor[w].stock = 0, 0, 0
    for u in range(tb.unit.shape[0]):
        unit, plan = st.unit[u], tb.unit[u]
        unit.alive, unit.facing, unit.queued, unit.launches_queued, unit.launch_queue_head = 1, 0, 0, 0, 0
        unit.cell = plan.system if tb.system[plan.system].central else tb.system.shape[0] + u
        unit.order_delay = 0.0
        unit.row, unit.shift = u, 0
        unit.free_channels, unit.free_missiles = plan.target_channels, plan.missile_channels
        unit.next_launch, unit.turned, unit.slewed = -math.inf, -math.inf, -math.inf
        unit.next_launch_event, unit.full = -math.inf, -math.inf
        unit.at_decoys, unit.full_of_decoys = 0, -math.inf
        for i in range(plan.target_channels):
            st.free_engagement[plan.first_engagement + i] = plan.first_engagement + plan.target_channels - 1 - i
            st.engagement[plan.first_engagement + i].active = 0
        for i in range(plan.missile_channels):
            st.free_missile[plan.first_missile + i] = plan.first_missile + plan.missile_channels - 1 - i
    for k in range(tb.launcher.shape[0]):
        launcher, full = st.launcher[k], tb.launcher[k]
        launcher.alive, launcher.rounds, launcher.coming, launcher.watched = 1, full.rounds, 0, 0
        launcher.ready, launcher.idle = -math.inf, math.inf
        st.interceptor[full.pool].rounds += full.rounds
        st.interceptor[full.pool].stock += full.rounds * full.reloads


@compiled
def raise_raid(tb: Tables, st: State, out: Array) -> None:
    """Draw the raid's timing and put every threat's beginning and end on the heap.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    out
        The row of counts of the replication, f64[columns]; it is filled.
    """
    for j in range(tb.threat.shape[0]):
        threat, state = tb.threat[j], st.threat[j]
        state.status, state.attempts, state.launched, state.engagements, state.radar_lost = PENDING, 0, 0, 0, 0
        state.told = 0
        state.dropped, state.broken, state.held, state.silenced, state.muted, state.hushed = 0, 0, 0, 0, 0, 0
        state.engaged, state.cut = 0, 0
        state.deserted, state.uprooted, state.passed, state.left = 0, 0, 0, 0
        state.offset, state.ready, state.cut_at = 0.0, math.inf, math.inf
        if threat.parent >= 0:
            state.offset = st.threat[threat.parent].offset
        elif threat.gap_mean > 0.0:
            state.offset = rng.exponential(draw(tb, st, j, rng.GAP, 0), threat.gap_mean)
            if threat.chained:
                state.offset += st.threat[j - 1].offset
        if threat.parent >= 0:
            push(tb, st, threat.start + state.offset, event(EV_APPEAR, j, 0))
        else:
            appear(tb, st, out, j, threat.start + state.offset)


@compiled
def appear(tb: Tables, st: State, out: Array, j: int, t: float) -> None:
    """Threat j begins to fly (a released weapon only if its carrier was not destroyed before).

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
    threat = tb.threat[j]
    if threat.parent >= 0:
        carrier = st.threat[threat.parent].status
        if carrier in (DESTROYED, NOT_RELEASED, TURNED_BACK):
            st.threat[j].status = NOT_RELEASED
            out[NEVER_COUNT] += 1
            count(st, threat.tally + T_NEVER)
            return
    st.threat[j].status = FLYING
    count(st, threat.tally + T_THREATS)
    record_event(st, t, APPEAR, j, -1, -1, -1, -1, math.nan)
    if is_far(st):
        for r in range(tb.radar.shape[0]):
            draw_first(tb, st, r, j)
        for r in range(tb.radar.shape[0]):
            prefetch_looks(tb, st, r, j)
    for r in range(tb.radar.shape[0]):
        start_track(tb, st, r, j)
    push(tb, st, threat.end + st.threat[j].offset, event(EV_ARRIVE, j, 0))
    expect(tb, st, j)
    if tb.mover.shape[0] > 0:
        expect_attack(tb, st, j)


@inlined
def happen(tb: Tables, st: State, out: Array, code: int, t: float) -> None:
    """Let one event happen.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    out
        The row of counts of the replication, f64[columns]; it is filled.
    code
        Code of the event (`memory.heap.event`).
    t
        Time of the scenario [s].
    """
    kind, j, detail = unpack(code)
    if kind == EV_READY:
        on_ready(tb, st, detail, j, t)
    elif kind == EV_TRACK:
        on_track(tb, st, detail >> 1, j, (detail & 1) == 1, t)
    elif kind == EV_INTERCEPT:
        on_intercept(tb, st, out, detail, t)
    elif kind == EV_LAUNCH_DUE:
        on_launch_due(tb, st, detail, t)
    elif kind == EV_ASSESS:
        on_assess(tb, st, detail, t)
    elif kind == EV_LAUNCH_INTERVAL:
        on_launch_interval(tb, st, detail, t)
    elif kind == EV_ARRIVE:
        on_arrive(tb, st, out, j, t)
    elif kind == EV_APPEAR:
        appear(tb, st, out, j, t)
    elif kind == EV_RELOAD:
        on_reload(tb, st, detail, t)
    elif kind == EV_IDLE:
        on_idle(tb, st, detail, t)
    elif kind == EV_EMISSION:
        on_emission(tb, st, out, j, detail, t)
    elif kind == EV_SHARE:
        on_share(tb, st, j, detail, t)
    elif kind == EV_LINK:
        on_link(tb, st, out, j, detail, t)
    elif kind == EV_TRY:
        on_try(tb, st, detail, j, t)
    elif kind == EV_TURN_BACK:
        on_turn_back(tb, st, out, detail, t)
    elif kind == EV_MOVE:
        on_move(tb, st, out, j, detail, t)
    elif kind == EV_REVIEW:
        on_review(tb, st, detail, t)
    else:
        on_turned(tb, st, detail, t)


@compiled
def empty(tb: Tables, st: State) -> None:
    """Take all off the event queue, and an open decision back, so that the state can be `reset`.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    """
    st.decision[0].kind = NONE
    while st.n[EVENTS] > 0:
        next_time(tb, st)
        pop(st)


@compiled
def add_up(tb: Tables, st: State, out: Array) -> None:
    """Add to the counts of a replication what is known at its end.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    out
        The row of counts of the replication, f64[columns]; it is filled.
    """
    for w in range(tb.interceptor.shape[0]):
        out[MISSILES_USED] += st.tally[tb.interceptor[w].tally + W_USED]
    for j in range(tb.threat.shape[0]):
        if tb.threat[j].category == DECOY:
            out[MISSILES_ON_DECOYS] += st.threat[j].launched
    for j in range(st.told.shape[1]):
        out[TOLD_APART_COUNT] += st.threat[j].told
    out[ENGAGEMENTS_COUNT] = st.n[ENGAGEMENTS]
    out[DRAWS_COUNT] = st.n[DRAWS]
    out[DUPLICATES_COUNT], out[REMOTE_COUNT] = st.n[DUPLICATES], st.n[REMOTE]
    for s in range(tb.system.shape[0]):
        out[PEAK_TARGETS] = max(out[PEAK_TARGETS], st.system[s].peak_channels)
        out[PEAK_MISSILES] = max(out[PEAK_MISSILES], st.system[s].peak_missiles)
        st.tally[tb.system[s].tally + U_PEAK_TARGETS] = st.system[s].peak_channels
        st.tally[tb.system[s].tally + U_PEAK_MISSILES] = st.system[s].peak_missiles
    break_down(tb, st, out)


@compiled
def break_down(tb: Tables, st: State, out: Array) -> None:
    """Fill the detail columns: sums of counters, then the firsts (`breakdown`).

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    out
        The row of counts of the replication, f64[columns]; it is filled.
    """
    at = DETAIL
    for c in range(tb.sum_start.shape[0] - 1):
        total = 0.0
        for k in range(tb.sum_start[c], tb.sum_start[c + 1]):
            total += st.tally[tb.sum_place[k]]
        out[at + c] = total
    at += tb.sum_start.shape[0] - 1
    for c in range(tb.first_start.shape[0] - 1):
        intercept, kill = math.inf, math.inf
        out[at], out[at + 1], out[at + 2] = math.nan, math.nan, math.nan
        for k in range(tb.first_start[c], tb.first_start[c + 1]):
            own = st.earliest[tb.first_actor[k]]
            if own[F_INTERCEPT] < intercept:
                intercept, out[at], out[at + 1] = own[F_INTERCEPT], own[F_INTERCEPT + 1], own[F_INTERCEPT + 2]
            if own[F_KILL] < kill:
                kill, out[at + 2] = own[F_KILL], own[F_KILL + 2]
        at += 3


@entry
def simulate_many(tb: Tables, like: State, states: Array, out: Array, streams: Array, known: Array) -> int:
    """Simulate the replications of `streams` into the rows of `out`; return 0, or the code of what kept it from that.

    With one address in `states` the replications are simulated one after the other in that state, with i8[rows] each in
    one of its own. Rows that are `known` (u1, one each, or none at all) stay as they are.

    Where somebody else than the doctrine decides, a row's replication stays at its next open decision, and goes on
    from there at the next call, with what is then the answer: `OPEN` is returned while any stays. `NOT_ALLOWED`: the
    answer of a row is not; its replication is as it was before, the rows behind it have not gone on. All of the engine
    hangs on this one function: for each further one between it and the rules the compiler would go through everything
    once more. A replication that has to be simulated again is so before its first decision is left open.

    Parameters
    ----------
    tb
        The tables of the scenario.
    like
        A state with arrays of the same shapes.
    states
        Addresses of the states, i8[1] or i8[rows].
    out
        The rows of counts, f64[rows, columns]; they are filled.
    streams
        Seed and replication of each row, u8[rows, 2].
    known
        Which rows are known already, u1[rows] or empty.

    Returns
    -------
    int
        0, or the code of what kept it from that.
    """
    outcome = 0
    for i in range(out.shape[0]):
        if known.shape[0] > 0 and known[i]:
            continue
        st = handle_at(like, states[i if states.shape[0] > 1 else 0])
        row = out[i]
        trials = st.n[TRIALS]
        simulated = False
        while not simulated:
            answered, deciding, t = st.decision[0].kind != NONE, False, st.decision[0].time
            began = not answered
            if answered:
                if not allowed(tb, st):
                    return NOT_ALLOWED
                deciding = answer(tb, st)
            else:
                st.n[TRIALS] = trials
                reset(tb, st, row, streams[i, 0], streams[i, 1])
                raise_raid(tb, st, row)
                away_at_start(tb, st)
            while answered or st.n[EVENTS] > 0:
                if answered:
                    answered = False
                else:
                    t = next_time(tb, st)
                    happen(tb, st, row, pop(st), t)
                if st.decision[0].kind == NONE and (deciding or not another(st, t)):
                    settle(tb, st, t)  # decisions are taken when the whole instant has happened
                    deciding = False
                if st.decision[0].kind != NONE:
                    break
            if began:
                check(tb, st)
                if st.n[OVERLOADED] != 0:  # a radar has to be watched that was not: once more
                    empty(tb, st)
                    continue
            if st.decision[0].kind != NONE:
                outcome = OPEN
                break
            simulated = True
        if simulated:
            add_up(tb, st, row)
        if st.n[ERROR] != 0:
            return st.n[ERROR]
    return outcome
