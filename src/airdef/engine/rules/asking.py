"""Decisions that somebody else than the doctrine takes: how one is left open, what may be answered, and the answer.

A decision is the content of `State.decision`. The doctrine writes its own answer into it; whoever is asked writes
another over it, or leaves it (docs/model/engagement.md, "Other deciders").
"""

from __future__ import annotations

import math

from airdef.engine.memory.heap import EV_READY, EV_REVIEW, event, push
from airdef.engine.memory.layout import (
    ASKING,
    ASSIGNMENT,
    CLOSE,
    CLOSED,
    DESTROYED,
    FLYING,
    FREE,
    HELD_FIRE,
    HOLD,
    NONE,
    State,
    Tables,
)
from airdef.engine.rules.allocation import is_kept
from airdef.engine.rules.disguise import engages
from airdef.engine.rules.engagements import assign, begin, free_channel
from airdef.engine.rules.events import known_to, mark_for_decision, units_of
from airdef.engine.rules.windows import EPS, can_guide, in_window, next_opening, next_ready, reaction_of, rounds_for
from airdef.jit import compiled, inlined


@inlined
def asks(st: State) -> bool:
    """Tell whether somebody else than the doctrine decides.

    Parameters
    ----------
    st
        The state of the replication.

    Returns
    -------
    bool
        Whether somebody else than the doctrine decides.
    """
    return bool(st.n[ASKING])


@compiled
def leave_open(st: State, kind: int, g: int, e: int, u: int, j: int, w: int, n: int, t: float) -> None:
    """Leave a decision open: cell g may give threat j to unit u, with n missiles of interceptor w; so says doctrine.

    Parameters
    ----------
    st
        The state of the replication.
    kind
        Kind of the decision.
    g
        Number of the fire-control cell.
    e
        Number of the engagement.
    u
        Number of the fire unit that doctrine picks.
    j
        Number of the threat.
    w
        Number of the interceptor type that doctrine picks.
    n
        Missiles that doctrine would launch.
    t
        Time of the scenario [s].
    """
    decision = st.decision[0]
    decision.kind, decision.cell, decision.engagement, decision.time = kind, g, e, t
    decision.unit, decision.threat, decision.interceptor, decision.salvo = u, j, w, n
    decision.review = math.inf


@compiled
def may_take(tb: Tables, st: State, g: int, u: int, j: int, t: float) -> bool:
    """Tell whether unit u, of cell g, may be given threat j now, if it has a round for it.

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
        Whether unit u, of cell g, may be given threat j now, if it has a round for it.
    """
    unit = st.unit[u]
    if unit.cell != g or not unit.alive or unit.free_channels == 0 or unit.turned > t or not st.ready[u, j] & 1:
        return False
    if st.threat[j].status != FLYING or st.cell[g, j] != FREE or not known_to(tb, st, u, j):
        return False
    if not engages(tb, st, u, j):
        return False
    own = t - st.threat[j].offset
    return bool(next_ready(tb, st, u, unit.facing, j, own) <= own + EPS and not is_kept(tb, st, g, u, j, t))


@compiled
def most(tb: Tables, st: State, u: int, j: int, w: int, launch: float) -> int:
    """Return the longest salvo of interceptor w that unit u may launch at threat j from time `launch` on; 0 if none.

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
    w
        Number of the interceptor type.
    launch
        Time of the first launch [s].

    Returns
    -------
    int
        The longest salvo of interceptor w that unit u may launch at threat j from time `launch` on; 0 if
        none.
    """
    if not can_guide(tb, st, u, w) or not in_window(
        tb, w + st.unit[u].shift, st.unit[u].facing, j, launch - st.threat[j].offset
    ):
        return 0
    return max(min(tb.unit[u].missile_channels, rounds_for(tb, st, u, w, j)), 0)


@compiled
def allowed(tb: Tables, st: State) -> bool:
    """Tell whether the answer to the open decision is one that the rules allow.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.

    Returns
    -------
    bool
        Whether the answer to the open decision is one that the rules allow.
    """
    decision = st.decision[0]
    u, j, w = decision.unit, decision.threat, decision.interceptor
    if decision.kind == ASSIGNMENT:
        if u == HOLD:
            return bool(decision.review > decision.time)
        first, last = units_of(tb, decision.cell)
        if not first <= u < last or not 0 <= j < tb.threat.shape[0]:
            return False
        if not may_take(tb, st, decision.cell, u, j, decision.time):
            return False
        launch = decision.time + reaction_of(tb, st, u)
    else:
        if u in (HOLD, CLOSE):
            return True
        eng = st.engagement[decision.engagement]
        if u != eng.unit or j != eng.threat:
            return False
        launch = decision.time
    unit = tb.unit[u]
    if not unit.first_interceptor <= w < unit.first_interceptor + unit.interceptors:
        return False
    return 1 <= decision.salvo <= most(tb, st, u, j, w, launch)


@compiled
def take(tb: Tables, st: State, g: int, u: int, j: int, w: int, n: int, t: float) -> None:
    """Give threat j to unit u of cell g: it is ready for none of the cell's units any more.

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
    w
        Number of the interceptor type.
    n
        Missiles of the salvo.
    t
        Time of the scenario [s].
    """
    first, last = units_of(tb, g)
    for v in range(first, last):
        if st.unit[v].cell == g:
            st.ready[v, j] &= ~1
    assign(tb, st, g, u, j, w, n, t)


@compiled
def hold_fire(tb: Tables, st: State, g: int, review: float, t: float) -> None:
    """Cell g assigns nothing more at this instant; it is asked again when something changes, or at time `review`.

    That a window opens again is a change too: a threat that is held stays ready, and nothing else would tell of it.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    g
        Number of the fire-control cell.
    review
        Time at which it is asked again [s].
    t
        Time of the scenario [s].
    """
    st.n[HELD_FIRE] = 1
    st.review[g] = review
    if review < math.inf:
        push(tb, st, review, event(EV_REVIEW, 0, g))
    first, last = units_of(tb, g)
    for u in range(first, last):
        for j in range(tb.threat.shape[0]):
            if not st.ready[u, j] & 1 or not may_take(tb, st, g, u, j, t):
                continue
            unit, offset = tb.unit[u], st.threat[j].offset
            when = next_opening(tb, st, u, st.unit[u].facing, j, t - offset) + offset
            if when < st.pending[u, j]:
                st.pending[u, j] = when
                push(tb, st, when, event(EV_READY, j, u))
            if not st.threat[j].held:
                for w in range(unit.first_interceptor, unit.first_interceptor + unit.interceptors):
                    if most(tb, st, u, j, w, t + reaction_of(tb, st, u)) > 0:
                        st.threat[j].held = 1


@compiled
def answer(tb: Tables, st: State) -> bool:
    """Let the answer to the open decision act; return whether the cell that took it goes on deciding.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.

    Returns
    -------
    bool
        Whether the cell that took the answer goes on deciding.
    """
    decision = st.decision[0]
    kind, g, u, j, t = decision.kind, decision.cell, decision.unit, decision.threat, decision.time
    decision.kind = NONE
    if kind == ASSIGNMENT:
        if u == HOLD:
            hold_fire(tb, st, g, decision.review, t)
        else:
            take(tb, st, g, u, j, decision.interceptor, decision.salvo, t)
        return True
    e = decision.engagement
    if u >= 0:
        begin(tb, st, e, decision.interceptor, decision.salvo, t)
    else:
        dead = st.threat[st.engagement[e].threat].status == DESTROYED
        free_channel(tb, st, e, CLOSED if dead or u == CLOSE else FREE, t)
    return False


@compiled
def on_review(tb: Tables, st: State, g: int, t: float) -> None:
    """Cell g, which held, is to be asked again, unless it was meanwhile and held until another time.

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
    if st.review[g] != t:
        return
    first, last = units_of(tb, g)
    for u in range(first, last):
        if st.unit[u].cell == g:
            mark_for_decision(tb, st, u)
