"""Doctrine: who is shot at, by whom, with how many. Decisions are taken when an instant has happened."""

from __future__ import annotations

import math

from airdef.engine.memory.heap import EV_READY, EV_TURNED, before, dequeue, enqueue, event, push
from airdef.engine.memory.layout import ASSIGNMENT, DECIDING, DIRTY, FLYING, FREE, HELD_FIRE, NONE, State, Tables
from airdef.engine.memory.record import TURN
from airdef.engine.rules.allocation import is_kept, rank_of
from airdef.engine.rules.asking import asks, leave_open, take
from airdef.engine.rules.attacks import takes_none
from airdef.engine.rules.disguise import engages
from airdef.engine.rules.engagements import salvo_size
from airdef.engine.rules.events import known_to, mark_for_decision, record_event, units_of
from airdef.engine.rules.links import has_command
from airdef.engine.rules.tracks import make_ready
from airdef.engine.rules.windows import EPS, free_rounds, interceptor_for, next_opening, next_ready, reaction_of
from airdef.jit import compiled, inlined

READY, EVER, QUEUED = 1, 2, 4
"""Bits of `State.ready`."""


@inlined
def on_ready(tb: Tables, st: State, u: int, j: int, t: float) -> None:
    """Unit u could begin to react to threat j now: if that still holds, put it among the ready.

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
    st.pending[u, j] = math.inf
    if st.threat[j].status != FLYING or st.cell[st.unit[u].cell, j] != FREE or not known_to(tb, st, u, j):
        return
    if not engages(tb, st, u, j):
        return
    offset = st.threat[j].offset
    if not st.unit[u].alive or next_ready(tb, st, u, st.unit[u].facing, j, t - offset) + offset > t + EPS:
        make_ready(tb, st, u, j, t)
        return
    if st.unit[u].slewed > t:
        return  # `on_turned` looks again
    if tb.mover.shape[0] > 0 and takes_none(tb, st, u):
        st.threat[j].passed = 1
        return
    if not st.ready[u, j] & QUEUED:
        T, v = tb.threat.shape[0], st.unit[u].row
        enqueue(st, u * T, st.unit[u].queued, tb.primary_key[v, j], tb.secondary_key[v, j] + offset, j)
        st.unit[u].queued += 1
    st.ready[u, j] |= READY | EVER | QUEUED
    st.threat[j].broken = 0
    st.threat[j].ready = min(st.threat[j].ready, t)
    mark_for_decision(tb, st, u)


@inlined
def still_ready(tb: Tables, st: State, g: int, u: int, j: int, t: float) -> bool:
    """Tell whether a threat marked ready still is; if not, unmark it and look for its next window.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    g
        Number of the fire-control cell.
    u
        Number of the fire unit.
    j
        Number of the threat.
    t
        Time of the scenario [s].

    Returns
    -------
    bool
        Whether a threat marked ready still is; if not, unmark it and look for its next window.
    """
    if not st.ready[u, j] & READY:
        return False
    free = st.threat[j].status == FLYING and st.cell[g, j] == FREE
    if free and known_to(tb, st, u, j) and engages(tb, st, u, j):
        own = t - st.threat[j].offset
        if next_ready(tb, st, u, st.unit[u].facing, j, own) <= own + EPS:
            return True
        st.ready[u, j] &= ~READY
        make_ready(tb, st, u, j, t)
        return False
    st.ready[u, j] &= ~READY
    return False


@inlined
def first_of(tb: Tables, st: State, g: int, u: int, t: float) -> int:
    """Return the first by priority of the threats ready for unit u that it can take; -1 if none.

    Entries that are ready no more are removed. Those it cannot take for lack of a round are passed over
    and put back; a unit without any round is not searched at all.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    g
        Number of the fire-control cell.
    u
        Number of the fire unit.
    t
        Time of the scenario [s].

    Returns
    -------
    int
        The first by priority of the threats ready for unit u that it can take; -1 if none.
    """
    unit = st.unit[u]
    if not unit.alive or unit.free_channels == 0 or unit.turned > t or free_rounds(tb, st, u) == 0:
        return -1
    T = tb.threat.shape[0]
    base = u * T
    passed = 0
    found = -1
    launch = t + reaction_of(tb, st, u)
    while unit.queued > 0:
        j = int(st.queue[base, 2])
        ready = still_ready(tb, st, g, u, j, t)
        if ready and interceptor_for(tb, st, u, j, launch) >= 0 and not is_kept(tb, st, g, u, j, t):
            found = j
            break
        a, b = st.queue[base, 0], st.queue[base, 1]
        dequeue(st, base, unit.queued)
        unit.queued -= 1
        if ready:  # kept behind the heap's end, where the dequeue just made room, and put back below
            await_opening(tb, st, u, j, t)
            p = base + T - 1 - passed
            st.queue[p, 0], st.queue[p, 1], st.queue[p, 2] = a, b, float(j)
            passed += 1
        else:
            st.ready[u, j] &= ~QUEUED
    for i in range(passed):
        p = base + T - passed + i
        a, b, j = st.queue[p, 0], st.queue[p, 1], int(st.queue[p, 2])
        enqueue(st, base, unit.queued, a, b, j)
        unit.queued += 1
    return found


@compiled
def await_opening(tb: Tables, st: State, u: int, j: int, t: float) -> None:
    """Decide again when a further window opens for a threat that is ready, but for which unit u has no round now.

    A unit with several types of missile may be out of those whose windows are open, and have others. Nothing else would
    tell it that a window of these opens.

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
    if tb.unit[u].interceptors > 1:
        offset = st.threat[j].offset
        when = next_opening(tb, st, u, st.unit[u].facing, j, t - offset) + offset
        if when < st.pending[u, j]:
            st.pending[u, j] = when
            push(tb, st, when, event(EV_READY, j, u))


@compiled
def best_unit(tb: Tables, st: State, g: int, j: int, t: float) -> int:
    """Return the unit of fire-control cell g that takes threat j:

    lowest rank of its system, then earliest launch, then most free channels, then first.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    g
        Number of the fire-control cell.
    j
        Number of the threat.
    t
        Time of the scenario [s].

    Returns
    -------
    int
        The unit of fire-control cell g that takes threat j.
    """
    best, best_rank, best_launch, best_free = -1, math.inf, math.inf, -1
    first, last = units_of(tb, g)
    for u in range(first, last):
        unit = st.unit[u]
        if unit.cell != g or not unit.alive or unit.free_channels == 0 or unit.turned > t:
            continue
        if not st.ready[u, j] & READY or not still_ready(tb, st, g, u, j, t):
            continue
        launch = t + reaction_of(tb, st, u)
        if interceptor_for(tb, st, u, j, launch) < 0 or is_kept(tb, st, g, u, j, t):
            continue
        rank = rank_of(tb, g, tb.unit[u].system, j)
        launch = max(launch, unit.next_launch)
        free = unit.free_channels + tb.unit[u].spare_target_channels
        if rank < best_rank or (
            rank == best_rank and (launch < best_launch or (launch == best_launch and free > best_free))
        ):
            best, best_rank, best_launch, best_free = u, rank, launch, free
    return best


@inlined
def decide(tb: Tables, st: State, g: int, t: float) -> None:
    """Assign ready threats to units, the first by priority first, until nothing more can be assigned.

    Where somebody else decides, the first of these decisions is left open, unless the answer was to hold.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    g
        Number of the fire-control cell.
    t
        Time of the scenario [s].
    """
    first, last = units_of(tb, g)
    while st.n[HELD_FIRE] == 0:
        chosen, primary_key, secondary_key = -1, math.inf, math.inf
        for u in range(first, last):
            j = first_of(tb, st, g, u, t) if st.unit[u].cell == g else -1
            if j < 0:
                continue
            v = st.unit[u].row
            a, b = tb.primary_key[v, j], tb.secondary_key[v, j] + st.threat[j].offset
            if chosen < 0 or before(a, b, float(j), primary_key, secondary_key, float(chosen)):
                chosen, primary_key, secondary_key = j, a, b
        if chosen < 0:
            break
        u = best_unit(tb, st, g, chosen, t)
        w = interceptor_for(tb, st, u, chosen, t + reaction_of(tb, st, u))
        n = salvo_size(tb, st, g, u, chosen, w)
        if asks(st):
            leave_open(st, ASSIGNMENT, g, -1, u, chosen, w, n, t)
            return
        take(tb, st, g, u, chosen, w, n, t)
    st.n[HELD_FIRE] = 0
    for u in range(first, last):
        if tb.unit[u].facings > 1 and st.unit[u].cell == g:
            consider_turning(tb, st, g, u, t)


@compiled
def consider_turning(tb: Tables, st: State, g: int, u: int, t: float) -> None:
    """Turn an idle unit with several facings to the first threat that it could reach only from another.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    g
        Number of the fire-control cell.
    u
        Number of the fire unit.
    t
        Time of the scenario [s].
    """
    unit = st.unit[u]
    if not unit.alive or unit.turned > t or unit.free_channels < tb.unit[u].target_channels:
        return
    chosen, facing, primary_key, secondary_key = -1, -1, math.inf, math.inf
    for j in range(tb.threat.shape[0]):
        if st.threat[j].status != FLYING or st.cell[g, j] != FREE or not known_to(tb, st, u, j):
            continue
        if not engages(tb, st, u, j):
            continue
        if still_ready(tb, st, g, u, j, t):
            return
        offset = st.threat[j].offset
        a, b = tb.primary_key[unit.row, j], tb.secondary_key[unit.row, j] + offset
        if chosen >= 0 and not before(a, b, float(j), primary_key, secondary_key, float(chosen)):
            continue
        if next_ready(tb, st, u, unit.facing, j, t - offset) < math.inf:
            chosen, facing, primary_key, secondary_key = j, unit.facing, a, b
            continue
        best = math.inf
        for k in range(tb.unit[u].facings):
            when = next_ready(tb, st, u, k, j, t - offset)
            if when < best:
                best = when
                chosen, facing, primary_key, secondary_key = j, k, a, b
    if chosen < 0 or facing == unit.facing:
        return
    swing = abs(tb.facing[u, facing] - tb.facing[u, unit.facing]) % (2.0 * math.pi)
    swing = min(swing, 2.0 * math.pi - swing)
    unit.facing = facing
    unit.turned = unit.slewed = t + swing / tb.unit[u].slew_rate
    record_event(st, t, TURN, chosen, u, -1, -1, -1, swing / tb.unit[u].slew_rate)
    push(tb, st, unit.turned, event(EV_TURNED, 0, u))
    if has_command(tb):
        mark_for_decision(tb, st, u)


@compiled
def on_turned(tb: Tables, st: State, u: int, t: float) -> None:
    """Unit u has turned: look for what is ready in the new facing.

    Readiness pending from the old one is left: if it comes up too early, `on_ready` puts it off. To queue all
    again at every turn would fill the queue with what is far off.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    u
        Number of the fire unit.
    t
        Time of the scenario [s].
    """
    for j in range(tb.threat.shape[0]):
        make_ready(tb, st, u, j, t)
    mark_for_decision(tb, st, u)


@inlined
def settle(tb: Tables, st: State, t: float) -> None:
    """Take the decisions of this instant: systems first, then units thrown on their own.

    It ends early where one is left open, and then goes on with the same cell.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    t
        Time of the scenario [s].
    """
    begin = st.n[DECIDING] - 1
    while st.n[DIRTY] > 0 or begin >= 0:
        for g in range(max(begin, 0), st.dirty.shape[0]):
            if g != begin:
                if not st.dirty[g]:
                    continue
                st.dirty[g] = 0
                st.n[DIRTY] -= 1
            decide(tb, st, g, t)
            if st.decision[0].kind != NONE:
                st.n[DECIDING] = g + 1
                return
        begin = -1
    st.n[DECIDING] = 0
