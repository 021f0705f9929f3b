"""The tree of command in time: tracks that come by links, links that are lost and restored, and cells that change.

The rules are those of docs/model/engagement.md, "Command".
"""

from __future__ import annotations

import math

from airdef.engine import rng
from airdef.engine.memory.columns import EXITED_COUNT, KILLS, LEAKERS, NEVER_COUNT, TURNED_BACK_COUNT
from airdef.engine.memory.heap import EV_LINK, event, push
from airdef.engine.memory.layout import CLOSED, DRAWS, ENGAGED, FREE, State, Tables
from airdef.engine.memory.record import GIVEN_UP, LINK_LOST, LINK_RESTORED, RECEIVED, Array
from airdef.engine.rules.events import mark_for_decision, record_event
from airdef.engine.rules.links import begin_to_work, cease_to_work, has_command, lose_links, mark_system, offer_all
from airdef.engine.rules.tracks import make_ready
from airdef.jit import compiled


@compiled
def record_link(tb: Tables, st: State, c: int, what: int, t: float) -> None:
    """Record that link c is lost, or restored.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    c
        Number of the link: of the system or node at its lower end.
    what
        0: it is lost; 1: it is restored.
    t
        Time of the scenario [s].
    """
    kind = LINK_RESTORED if what else LINK_LOST
    above = tb.system[tb.link[c].above].target
    record_event(st, t, kind, -1, -1, -1, -1, tb.system[c].target, float(above))


@compiled
def begin_command(tb: Tables, st: State) -> None:
    """Let links work, or not, as they do at the beginning of a replication, and units be in their cells.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    """
    if not has_command(tb):
        return
    st.sources[:], st.sending[:], st.received[:] = 0, 0, 0
    begin = tb.span[0]
    for c in range(tb.link.shape[0]):
        plan, link = tb.link[c], st.link[c]
        link.absent, link.lost, link.epoch, link.sent_up, link.sent_down, link.waits = 0, 0, 0, 0, 0, 0
        link.works = 1 if plan.above >= 0 else 0
        if plan.above < 0:
            continue
        if plan.absent > 0.0:
            st.n[DRAWS] += 1
            if rng.uniform(st.stream[0], st.stream[1], c, rng.LINK_ABSENT, 0) < plan.absent:
                link.absent, link.works = 1, 0
                record_link(tb, st, c, 0, begin)
                continue
        _expect(tb, st, c, begin)
    for u in range(tb.unit.shape[0]):
        _find_cell(tb, st, u)


@compiled
def _expect(tb: Tables, st: State, c: int, begin: float) -> None:
    """Draw when link c is lost and restored, and queue that; what is due before the beginning has happened.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    c
        Number of the link: of the system or node at its lower end.
    begin
        When the replication begins [s].
    """
    plan, link = tb.link[c], st.link[c]
    lost = plan.lost_at
    if plan.lost_mean > 0.0:
        st.n[DRAWS] += 1
        lost = rng.exponential(rng.uniform(st.stream[0], st.stream[1], c, rng.LINK_LOST, 0), plan.lost_mean)
    if lost == math.inf:
        return
    restored = lost + plan.restored_after
    if plan.restored_mean > 0.0:
        st.n[DRAWS] += 1
        u = rng.uniform(st.stream[0], st.stream[1], c, rng.LINK_RESTORED, 0)
        restored = lost + rng.exponential(u, plan.restored_mean)
    if restored < begin:
        return
    if lost < begin:
        link.lost, link.works = 1, 0
        record_link(tb, st, c, 0, begin)
    else:
        push(tb, st, lost, event(EV_LINK, 0, c))
    if restored < math.inf:
        push(tb, st, restored, event(EV_LINK, 1, c))


@compiled
def _find_cell(tb: Tables, st: State, u: int) -> None:
    """Find the cell of unit u: of the highest node that allocates and that its system's order can come from.

    Else that of its system, or its own.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    u
        Number of the fire unit.
    """
    s = tb.unit[u].system
    unit = st.unit[u]
    unit.order_delay = 0.0
    if not st.system[s].central:
        unit.cell = tb.system.shape[0] + u
        return
    unit.cell = s
    delay, c = 0.0, s
    while st.link[c].works:
        delay += tb.link[c].delay
        c = tb.link[c].above
        if tb.link[c].allocates:
            unit.cell, unit.order_delay = c, delay


@compiled
def regroup(tb: Tables, st: State, t: float) -> None:
    """Find the cells anew; those that have other units than before take over what their units' cells held.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    t
        Time of the scenario [s].
    """
    T = tb.threat.shape[0]
    st.regrouped[:] = 0
    changed = False
    for u in range(tb.unit.shape[0]):
        unit = st.unit[u]
        unit.was = unit.cell
        _find_cell(tb, st, u)
        if unit.cell != unit.was:
            st.regrouped[unit.cell], st.regrouped[unit.was] = 1, 1
            changed = True
    if not changed:
        return
    for g in range(st.regrouped.shape[0]):
        for j in range(T):
            st.cell_before[g, j], st.made_before[g, j] = st.cell[g, j], st.engagements_made[g, j]
    for g in range(st.regrouped.shape[0]):
        if st.regrouped[g]:
            for j in range(T):
                st.cell[g, j], st.engagements_made[g, j] = FREE, 0
    for u in range(tb.unit.shape[0]):
        g, was = st.unit[u].cell, st.unit[u].was
        if st.regrouped[g]:
            for j in range(T):
                if st.cell_before[was, j] == CLOSED:
                    st.cell[g, j] = CLOSED
                st.engagements_made[g, j] = max(st.engagements_made[g, j], st.made_before[was, j])
    for u in range(tb.unit.shape[0]):
        g = st.unit[u].cell
        if st.regrouped[g]:
            for e in range(tb.unit[u].first_engagement, tb.unit[u].first_engagement + tb.unit[u].target_channels):
                if st.engagement[e].active:
                    st.cell[g, st.engagement[e].threat] = ENGAGED
    for u in range(tb.unit.shape[0]):
        if st.regrouped[st.unit[u].cell]:
            for j in range(T):
                make_ready(tb, st, u, j, t)
            mark_for_decision(tb, st, u)


@compiled
def lose_command(tb: Tables, st: State, s: int, t: float) -> None:
    """The post of a system or node is destroyed: what stood below it, or by it, falls back.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    s
        Number of the system or command node.
    t
        Time of the scenario [s].
    """
    lose_links(tb, st, s, t)
    regroup(tb, st, t)


@compiled
def on_link(tb: Tables, st: State, out: Array, what: int, c: int, t: float) -> None:
    """Link c is lost, or restored; nothing of it when all threats have ended.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    out
        The row of counts of the replication, f64[columns].
    what
        0: it is lost; 1: it is restored.
    c
        Number of the link: of the system or node at its lower end.
    t
        Time of the scenario [s].
    """
    if out[LEAKERS] + out[KILLS] + out[EXITED_COUNT] + out[NEVER_COUNT] + out[TURNED_BACK_COUNT] >= tb.threat.shape[0]:
        return
    link = st.link[c]
    stand = st.system[c].post and st.system[tb.link[c].above].post
    link.lost = 1 - what
    record_link(tb, st, c, what, t)
    if not stand:
        return
    link.works = what
    if what:
        begin_to_work(tb, st, c, t)
    else:
        cease_to_work(tb, st, c, t)
    regroup(tb, st, t)


@compiled
def on_share(tb: Tables, st: State, j: int, detail: int, t: float) -> None:
    """Threat j is received by a link from now on, or no more; not if the link was lost meanwhile.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    j
        Number of the threat.
    detail
        Direction of the link and its epoch, as `links.begin_sending` packs them.
    t
        Time of the scenario [s].
    """
    d = detail >> 1
    c = d >> 1
    if not st.link[c].works or st.link[c].epoch != detail & 1:
        return
    b, other = tb.link[c].above, c
    if d & 1:
        b, other = c, b
    now = 1 - st.received[d, j]
    st.received[d, j] = now
    st.sources[b, j] += 2 * now - 1
    kind = RECEIVED if now else GIVEN_UP
    record_event(st, t, kind, j, -1, -1, -1, tb.system[b].target, float(tb.system[other].target))
    if d & 1 and tb.link[c].remote:
        st.known[c, j] += 2 * now - 1
        _known_by_link(tb, st, c, j, now == 1, t)
    offer_all(tb, st, b, j, t)


@compiled
def _known_by_link(tb: Tables, st: State, s: int, j: int, known: bool, t: float) -> None:
    """Let the units of system s come to know threat j by its link, or no more.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    s
        Number of the system or command node.
    j
        Number of the threat.
    known
        Whether they come to know it; else no more.
    t
        Time of the scenario [s].
    """
    if not known:
        mark_system(tb, st, s)
        return
    if st.known[s, j] == 1:
        st.since[s, j] = min(st.since[s, j], t)
        for u in range(tb.system[s].first_unit, tb.system[s].first_unit + tb.system[s].units):
            make_ready(tb, st, u, j, t)
