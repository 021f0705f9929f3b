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
from airdef.engine.rules.links import begin_to_work, cease_to_work, ends_of, has_command, lose_links, offer_all, receive
from airdef.engine.rules.tracks import make_ready
from airdef.jit import compiled


@compiled
def record_link(tb: Tables, st: State, c: int, what: int, t: float) -> None:
    """Record that link c is lost, or restored.

    Parameters
    ----------
    what
        0: it is lost; 1: it is restored.
    """
    kind = LINK_RESTORED if what else LINK_LOST
    above = tb.system[tb.link[c].above].target
    record_event(st, t, kind, -1, -1, -1, -1, tb.system[c].target, float(above))


@compiled
def begin_command(tb: Tables, st: State) -> None:
    """Let links work, or not, as they do at the beginning of a replication, and units be in their cells."""
    if not has_command(tb):
        return
    st.sources[:], st.sending[:], st.received[:], st.sent[:] = 0, 0, 0, 0
    begin = tb.span[0]
    for c in range(tb.link.shape[0]):
        plan, link = tb.link[c], st.link[c]
        link.absent, link.lost, link.epoch, link.waits = 0, 0, 0, 0
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
    """Find the cells anew; those that have other units than before take over what their units' cells held."""
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
    """The post of a system or node is destroyed: what stood below it, or by it, falls back."""
    lose_links(tb, st, s, t)
    regroup(tb, st, t)


@compiled
def on_link(tb: Tables, st: State, out: Array, what: int, c: int, t: float) -> None:
    """Link c is lost, or restored; nothing of it when all threats have ended.

    Parameters
    ----------
    out
        The row of counts of the replication, f64[columns].
    what
        0: it is lost; 1: it is restored.
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
    detail
        Direction of the link and its epoch, as `links.change_sending` packs them.
    """
    d = detail >> 1
    c = d >> 1
    if not st.link[c].works or st.link[c].epoch != detail & 1:
        return
    sender, post = ends_of(tb, d)
    now = receive(tb, st, d, j, t)
    kind = RECEIVED if now else GIVEN_UP
    record_event(st, t, kind, j, -1, -1, -1, tb.system[post].target, float(tb.system[sender].target))
    if now and d & 1 and tb.link[c].remote and st.known[c, j] == 1:
        st.since[c, j] = min(st.since[c, j], t)
        for u in range(tb.system[c].first_unit, tb.system[c].first_unit + tb.system[c].units):
            make_ready(tb, st, u, j, t)
    offer_all(tb, st, post, j, t)
