"""Movement: what stands where, and when it moves on (docs/model/engagement.md, "Movement")."""

from __future__ import annotations

import math

from airdef.engine import rng
from airdef.engine.memory.columns import (
    EXITED_COUNT,
    KILLS,
    LEAKERS,
    MOVES,
    NEVER_COUNT,
    TIME_MOVING,
    TURNED_BACK_COUNT,
)
from airdef.engine.memory.heap import EV_MOVE, event, push
from airdef.engine.memory.layout import CLOSED, DESTROYED, DRAWS, FLYING, FREE, PENDING, State, Tables
from airdef.engine.memory.record import CANCEL, IN_PLACE, MOVING, Array
from airdef.engine.rules.attacks import ATTACKED, BEGIN, END, is_attack
from airdef.engine.rules.doctrine import EVER, READY, still_ready
from airdef.engine.rules.draws import first_firm
from airdef.engine.rules.emission import switch_off, try_on
from airdef.engine.rules.engagements import free_channel
from airdef.engine.rules.events import cell_of, known_to, mark_for_decision, record_event
from airdef.engine.rules.jamming import take_set
from airdef.engine.rules.links import has_command
from airdef.engine.rules.reload import ask_idle
from airdef.engine.rules.tracks import make_ready
from airdef.engine.rules.windows import EPS, next_ready
from airdef.jit import compiled


@compiled
def duration(tb: Tables, m: int, a: int, b: int) -> float:
    """Return how long mover m takes from one position to another.

    Parameters
    ----------
    tb
        The tables of the scenario.
    m
        Number of the mover.
    a
        Number of the position that it leaves.
    b
        Number of the position that it goes to.

    Returns
    -------
    float
        The duration of the move: tear-down, march and set-up [s].
    """
    plan = tb.mover[m]
    return float(plan.tear_down + tb.march[plan.first + a, b] + plan.set_up)


@compiled
def take_row(tb: Tables, st: State, m: int) -> None:
    """Let mover m's radar and unit read the geometry of the position where it is.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    m
        Number of the mover.
    """
    plan = tb.mover[m]
    row = tb.position[plan.first + st.mover[m].position]
    st.radar[plan.radar].row = st.radar[plan.radar].place = row.radar
    if plan.unit >= 0:
        st.unit[plan.unit].row, st.unit[plan.unit].shift = row.unit, row.shift
    if tb.radar[plan.radar].jammers > 0:
        take_set(tb, st, plan.radar)


@compiled
def begin_movement(tb: Tables, st: State) -> None:
    """Let everything that moves be where it is at the beginning of a replication.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    """
    for m in range(tb.mover.shape[0]):
        mover = st.mover[m]
        mover.position, mover.to, mover.moving, mover.bound, mover.made, mover.next = 0, 0, 0, 0, 0, 0
        mover.began, mover.left, mover.there, mover.until = -math.inf, -math.inf, -math.inf, -math.inf
        if tb.mover[m].stay > 0.0:
            begin_turns(tb, st, m)
        else:
            begin_plan(tb, st, m)
        take_row(tb, st, m)
        r, u = tb.mover[m].radar, tb.mover[m].unit
        if mover.moving:
            radar = st.radar[r]
            radar.emits, radar.last_on = 0, mover.began
            if u >= 0:
                st.unit[u].turned = mover.until
            push(tb, st, mover.until, event(EV_MOVE, END, m))
        where = mover.to if mover.moving else mover.position
        record_event(st, tb.span[0], MOVING if mover.moving else IN_PLACE, -1, u, r, -1, -1, float(where))


@compiled
def begin_plan(tb: Tables, st: State, m: int) -> None:
    """Let mover m be where its plan has it at the beginning of a replication.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    m
        Number of the mover.
    """
    plan, mover = tb.mover[m], st.mover[m]
    t = tb.span[0]
    while mover.next < plan.plans and tb.journey[plan.planned + mover.next].time < t:
        journey = tb.journey[plan.planned + mover.next]
        mover.next += 1
        start_off(tb, st, m, journey.to, journey.time)
        if mover.until <= t:
            mover.position, mover.moving = mover.to, 0
    if mover.next < plan.plans:
        push(tb, st, tb.journey[plan.planned + mover.next].time, event(EV_MOVE, BEGIN, m))


@compiled
def begin_turns(tb: Tables, st: State, m: int) -> None:
    """Let mover m be where its turns, with their random phase, have it at the beginning of a replication.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    m
        Number of the mover.
    """
    plan, mover = tb.mover[m], st.mover[m]
    t = tb.span[0]
    st.n[DRAWS] += 1
    phase = rng.uniform(st.stream[0], st.stream[1], plan.radar, rng.MARCH, 0)
    cycle = 0.0
    for p in range(plan.positions):
        cycle += plan.stay + duration(tb, m, p, (p + 1) % plan.positions)
    turns = t / cycle + phase
    since = (turns - math.floor(turns)) * cycle
    for p in range(plan.positions):
        mover.position = p
        if since < plan.stay:
            push(tb, st, t + plan.stay - since, event(EV_MOVE, BEGIN, m))
            return
        since -= plan.stay
        to = (p + 1) % plan.positions
        takes = duration(tb, m, p, to)
        if since < takes:
            start_off(tb, st, m, to, t - since)
            return
        since -= takes
    mover.position = 0
    push(tb, st, t + plan.stay, event(EV_MOVE, BEGIN, m))


@compiled
def start_off(tb: Tables, st: State, m: int, to: int, t: float) -> None:
    """Note that mover m moves to a position from a time on.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    m
        Number of the mover.
    to
        Number of the position that it goes to.
    t
        Time at which the move begins [s].
    """
    plan, mover = tb.mover[m], st.mover[m]
    mover.moving, mover.to, mover.bound, mover.made = 1, to, 0, 0
    mover.began = t
    mover.left = t + plan.tear_down
    mover.there = mover.left + tb.march[plan.first + mover.position, to]
    mover.until = t + duration(tb, m, mover.position, to)


@compiled
def away_at_start(tb: Tables, st: State) -> None:
    """Note of what is on the move at the beginning of a replication what it keeps from its radar.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    """
    for m in range(tb.mover.shape[0]):
        if st.mover[m].moving:
            note_away(tb, st, m)


@compiled
def note_away(tb: Tables, st: State, m: int) -> None:
    """Note which threats the radar of mover m, on the move, would have come to hold meanwhile, and when.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    m
        Number of the mover.
    """
    T = tb.threat.shape[0]
    mover = st.mover[m]
    r = tb.mover[m].radar
    s = tb.radar[r].system
    for j in range(T):
        if st.threat[j].status in (PENDING, FLYING):
            firm = first_firm(tb, st, r, j)
            if mover.began <= firm < mover.until:
                st.away[s, j] = min(st.away[s, j], firm)


@compiled
def note_passing(tb: Tables, st: State, u: int, bound: bool, t: float) -> None:
    """Note the threats that pass unit u, which begins to move: those ready for it, or just about to be.

    What became known at this very instant comes to be ready after the move has begun. A unit that was bound to move it
    passes, if its window was open before.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    u
        Number of the fire unit.
    bound
        Whether the unit was bound to move.
    t
        Time of the scenario [s].
    """
    g = cell_of(tb, st, u)
    for j in range(tb.threat.shape[0]):
        if st.ready[u, j] & READY and still_ready(tb, st, g, u, j, t):
            st.threat[j].passed = 1
        elif bound and st.pending[u, j] <= t and st.cell[g, j] == FREE and known_to(tb, st, u, j):
            before = t - st.threat[j].offset - 2.0 * EPS
            if next_ready(tb, st, u, st.unit[u].facing, j, before) == before:
                st.threat[j].passed = 1


@compiled
def leave_position(tb: Tables, st: State, out: Array, m: int, to: int, t: float) -> None:
    """Mover m begins to move: its radar is silent, a unit's engagements end, its reloads wait.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    out
        The row of the replication.
    m
        Number of the mover.
    to
        Number of the position that it goes to.
    t
        Time of the scenario [s].
    """
    r, u = tb.mover[m].radar, tb.mover[m].unit
    mover = st.mover[m]
    bound = bool(mover.bound)
    start_off(tb, st, m, to, t)
    takes = duration(tb, m, mover.position, to)
    out[MOVES] += 1
    out[TIME_MOVING] += takes
    record_event(st, t, MOVING, -1, u, r, -1, -1, float(to))
    if u >= 0:
        note_passing(tb, st, u, bound, t)
    if st.radar[r].emits:
        switch_off(tb, st, r, True, t)
    note_away(tb, st, m)
    push(tb, st, mover.until, event(EV_MOVE, END, m))
    if u < 0:
        return
    unit, plan = st.unit[u], tb.unit[u]
    unit.turned = max(unit.turned if unit.turned < math.inf else -math.inf, mover.until)
    unit.launches_queued = 0
    if has_command(tb):
        mark_for_decision(tb, st, u)  # nothing is kept for it any more
    for e in range(plan.first_engagement, plan.first_engagement + plan.target_channels):
        eng = st.engagement[e]
        if not eng.active:
            continue
        if eng.remaining > 0:
            record_event(st, t, CANCEL, eng.threat, u, -1, eng.interceptor, -1, float(eng.remaining))
        if eng.launched == 0:
            st.threat[eng.threat].uprooted = 1
        st.interceptor[tb.interceptor[eng.interceptor].pool].promised -= eng.remaining
        eng.remaining, eng.flying = 0, 0
        flies = st.threat[eng.threat].status in (FLYING, DESTROYED)
        free_channel(tb, st, e, FREE if flies else CLOSED, t)
    for k in range(plan.first_launcher, plan.first_launcher + plan.launchers):
        if st.launcher[k].coming > 0:
            st.launcher[k].due += takes


@compiled
def arrive_at_position(tb: Tables, st: State, m: int, t: float) -> None:
    """Mover m is in place: its radar radiates if it may, its unit looks for what is ready there.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    m
        Number of the mover.
    t
        Time of the scenario [s].
    """
    T = tb.threat.shape[0]
    plan, mover = tb.mover[m], st.mover[m]
    r, u = plan.radar, plan.unit
    mover.position, mover.moving = mover.to, 0
    take_row(tb, st, m)
    record_event(st, t, IN_PLACE, -1, u, r, -1, -1, float(mover.position))
    if plan.stay > 0.0:
        push(tb, st, t + plan.stay, event(EV_MOVE, BEGIN, m))
    st.radar[r].emitted = 0
    if u >= 0:
        st.unit[u].queued = 0
        for j in range(T):
            st.ready[u, j] &= EVER
    if st.radar[r].told:
        try_on(tb, st, r, t)
    if u >= 0:
        for j in range(T):
            make_ready(tb, st, u, j, t)
        ask_idle(tb, st, u, t)
        mark_for_decision(tb, st, u)
    for j in range(T):
        if is_attack(tb, st, m, j, t):
            push(tb, st, t, event(EV_MOVE, ATTACKED, m * T + j))
            return


@compiled
def on_move(tb: Tables, st: State, out: Array, what: int, i: int, t: float) -> None:
    """A move ends, or begins, or there may be a reason for one; nothing when all threats have ended.

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
        Number of the mover; of mover and threat together for an attack.
    t
        Time of the scenario [s].
    """
    T = tb.threat.shape[0]
    if out[LEAKERS] + out[KILLS] + out[EXITED_COUNT] + out[NEVER_COUNT] + out[TURNED_BACK_COUNT] >= T:
        return
    m = i // T if what == ATTACKED else i
    plan, mover = tb.mover[m], st.mover[m]
    if not st.radar[plan.radar].alive:
        return
    if what == END:
        arrive_at_position(tb, st, m, t)
        return
    if mover.moving:
        return
    to = (mover.position + 1) % plan.positions
    if what == ATTACKED:
        if not is_attack(tb, st, m, i % T, t):
            return
    elif mover.next < plan.plans:
        to = tb.journey[plan.planned + mover.next].to
        mover.next += 1
        if mover.next < plan.plans:
            push(tb, st, tb.journey[plan.planned + mover.next].time, event(EV_MOVE, BEGIN, m))
    elif plan.stay <= 0.0 and not mover.bound:
        return
    leave_position(tb, st, out, m, to, t)
