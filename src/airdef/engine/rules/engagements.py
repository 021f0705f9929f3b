"""Engagements: target channels and salvos, from the assignment to the last missile."""

from __future__ import annotations

from airdef.engine import rng
from airdef.engine.memory.columns import U_PEAK_TARGETS
from airdef.engine.memory.heap import EV_ASSESS, EV_LAUNCH_DUE, event, push
from airdef.engine.memory.layout import ENGAGED, FREE, State, Tables
from airdef.engine.memory.record import ASSIGN
from airdef.engine.rules.attacks import may_leave
from airdef.engine.rules.disguise import is_full_of_decoys, seen_as
from airdef.engine.rules.events import cell_of, draw, mark_for_decision, mark_sharers, peak, record_event, units_of
from airdef.engine.rules.links import has_command
from airdef.engine.rules.tracks import make_ready
from airdef.engine.rules.windows import reaction_of, rounds_for
from airdef.jit import compiled


@compiled
def salvo_size(tb: Tables, st: State, g: int, u: int, j: int, w: int) -> int:
    """Return the missiles of the next salvo at threat j: doctrine, bounded by channels and rounds."""
    row = tb.salvo[tb.unit[u].system, seen_as(tb, st, u, j)]
    wanted = row[min(st.engagements_made[g, j], row.shape[0] - 1)]
    return min(wanted, min(tb.unit[u].missile_channels, rounds_for(tb, st, u, w, j)))


@compiled
def begin(tb: Tables, st: State, e: int, w: int, n: int, first_launch: float) -> None:
    """Begin an engagement on slot e (its unit and threat are set) with a salvo of n: promise them, queue the launch.

    Parameters
    ----------
    first_launch
        Time of the first launch [s].
    """
    eng = st.engagement[e]
    j = eng.threat
    eng.interceptor, eng.remaining, eng.launched, eng.flying = w, n, 0, 0
    eng.ordinal = st.threat[j].engagements
    st.threat[j].engagements += 1
    st.interceptor[tb.interceptor[w].pool].promised += n
    if tb.unit[eng.unit].magazine >= 0 and has_command(tb):
        mark_sharers(tb, st, eng.unit)  # what was kept for another may be so no more
    eng.next = first_launch
    push(tb, st, first_launch, event(EV_LAUNCH_DUE, j, e))


@compiled
def assign(tb: Tables, st: State, g: int, u: int, j: int, w: int, n: int, t: float) -> None:
    """Give threat j to unit u, with n missiles of interceptor w:

    a target channel is taken now, the first launch falls due after the reaction.
    """
    unit = st.unit[u]
    unit.free_channels -= 1
    e = st.free_engagement[tb.unit[u].first_engagement + unit.free_channels]
    eng = st.engagement[e]
    eng.active, eng.unit, eng.threat, eng.dead_target = 1, u, j, 0
    st.cell[g, j] = ENGAGED
    st.threat[j].engaged += 1
    system = st.system[tb.unit[u].system]
    system.channels += 1
    system.peak_channels = max(system.peak_channels, system.channels)
    peak(st, tb.unit[u].tally + U_PEAK_TARGETS, tb.unit[u].target_channels - unit.free_channels)
    begin(tb, st, e, w, n, t + reaction_of(tb, st, u))
    node = tb.system[g].target if g < tb.link.shape[0] and tb.link[g].allocates else -1
    record_event(st, t, ASSIGN, j, u, -1, w, node, float(eng.remaining))


@compiled
def still_engaged(tb: Tables, st: State, g: int, j: int) -> bool:
    """Tell whether a unit of cell g is engaged with threat j."""
    for u in range(tb.unit.shape[0]):
        if st.unit[u].cell != g:
            continue
        for e in range(tb.unit[u].first_engagement, tb.unit[u].first_engagement + tb.unit[u].target_channels):
            if st.engagement[e].active and st.engagement[e].threat == j:
                return True
    return False


@compiled
def free_channel(tb: Tables, st: State, e: int, holds: int, t: float) -> None:
    """End engagement e: its channel is free, and the fire-control cell holds the threat as `holds` (FREE or CLOSED).

    Parameters
    ----------
    holds
        How the cell holds the threat then: FREE or CLOSED.
    """
    eng = st.engagement[e]
    u, j = eng.unit, eng.threat
    eng.active = 0
    unit = st.unit[u]
    if unit.free_channels == 0:
        unit.full = t
        if is_full_of_decoys(tb, st, u, e):
            unit.full_of_decoys = t
    st.free_engagement[tb.unit[u].first_engagement + unit.free_channels] = e
    unit.free_channels += 1
    s = tb.unit[u].system
    st.system[s].channels -= 1
    st.threat[j].engaged -= 1
    g = cell_of(tb, st, u)
    if has_command(tb) and st.threat[j].engaged > 0 and still_engaged(tb, st, g, j):
        holds = ENGAGED
    st.cell[g, j] = holds
    mark_for_decision(tb, st, u)
    if tb.mover.shape[0] > 0:
        may_leave(tb, st, u, t)
    if holds != FREE:
        return
    first, last = units_of(tb, g)
    for v in range(first, last):
        if st.unit[v].cell == g:
            make_ready(tb, st, v, j, t)


@compiled
def resolve_salvo(tb: Tables, st: State, e: int, t: float) -> None:
    """When no launch of engagement e is left and nothing of it flies, begin its assessment or end it."""
    eng = st.engagement[e]
    if not eng.active or eng.remaining > 0 or eng.flying > 0:
        return
    if eng.launched == 0:
        free_channel(tb, st, e, FREE, t)
        return
    system = tb.system[tb.unit[eng.unit].system]
    delay = system.assessment_delay
    if system.assessment_exponential:
        delay = rng.exponential(draw(tb, st, eng.threat, rng.DELAY, eng.ordinal), delay)
    eng.next = t + delay
    push(tb, st, eng.next, event(EV_ASSESS, eng.threat, e))
