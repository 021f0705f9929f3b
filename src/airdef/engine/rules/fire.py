"""Launching: the launch queue of a fire unit, its launchers, and what a launch takes."""

from __future__ import annotations

import math

from airdef.engine.memory.columns import T_ENGAGEMENTS, T_USED, U_PEAK_MISSILES, W_ENGAGEMENTS, W_USED
from airdef.engine.memory.heap import EV_INTERCEPT, EV_LAUNCH_DUE, EV_LAUNCH_INTERVAL, EV_RELOAD, event, push
from airdef.engine.memory.layout import DUPLICATES, ENGAGEMENTS, FLYING, FREE, REMOTE, State, Tables
from airdef.engine.memory.record import CANCEL, LAUNCH, RELOAD
from airdef.engine.rules.attacks import mover_of
from airdef.engine.rules.disguise import DECOY, engages
from airdef.engine.rules.engagements import resolve_salvo
from airdef.engine.rules.events import cell_of, count, known_to, mark_for_decision, mark_sharers, peak, record_event
from airdef.engine.rules.links import has_command, own_tracks
from airdef.engine.rules.reload import ask_others, go_or_wait
from airdef.engine.rules.sspk import kill_probability
from airdef.engine.rules.tracks import make_ready
from airdef.engine.rules.windows import EPS, can_guide, flight, in_window, next_ready
from airdef.jit import compiled, inlined


@compiled
def on_launch_due(tb: Tables, st: State, e: int, t: float) -> None:
    """A launch of engagement e falls due: it waits its turn in the unit's queue."""
    eng = st.engagement[e]
    if not eng.active or eng.next != t:  # that of an engagement before, which a move ended
        return
    u = eng.unit
    base, slots = tb.unit[u].first_engagement, tb.unit[u].target_channels
    unit = st.unit[u]
    st.launch_queue[base + (unit.launch_queue_head + unit.launches_queued) % slots] = e
    unit.launches_queued += 1
    service_launch_queue(tb, st, u, t)


@inlined
def _before(st: State, k: int, other: int) -> bool:
    """Tell whether launcher k has fewer rounds than the other, or as many and is longer ready."""
    one, two = st.launcher[k], st.launcher[other]
    return bool(one.rounds < two.rounds or (one.rounds == two.rounds and one.ready < two.ready))


@compiled
def launcher_for(tb: Tables, st: State, u: int, w: int, t: float) -> tuple[int, float]:
    """Return the launcher that the next round of interceptor w is launched from at time t, and when one is ready first.

    It is the one longest ready; while there is stock, of those that are ready the one with the fewest rounds. -1 if
    none has a round. Launchers that are being reloaded hold none (see `reload`).
    """
    best, when = -1, math.inf
    emptiest = -1
    pool = tb.interceptor[w].pool
    few = st.interceptor[pool].stock > 0
    for k in range(tb.unit[u].first_drawn, tb.unit[u].first_drawn + tb.unit[u].drawn):
        launcher = st.launcher[k]
        if tb.launcher[k].pool != pool or not launcher.alive or launcher.rounds == 0:
            continue
        if launcher.ready < when:
            best, when = k, launcher.ready
        if few and launcher.ready <= t and (emptiest < 0 or _before(st, k, emptiest)):
            emptiest = k
    return best if emptiest < 0 else emptiest, when


@compiled
def _ready_for_another(tb: Tables, st: State, u: int, j: int, t: float) -> bool:
    """Tell whether threat j, which unit u is engaged with, is ready for a unit of another fire-control cell."""
    own = t - st.threat[j].offset
    for v in range(tb.unit.shape[0]):
        if v == u or not st.ready[v, j] & 1 or not st.unit[v].alive or st.unit[v].turned > t:
            continue
        free = st.cell[cell_of(tb, st, v), j] == FREE and known_to(tb, st, v, j) and engages(tb, st, v, j)
        if free and next_ready(tb, st, v, st.unit[v].facing, j, own) <= own + EPS:
            return True
    return False


@compiled
def may_launch(tb: Tables, st: State, e: int, t: float) -> bool:
    """Tell whether the launch whose turn has come is to be made, or cancelled."""
    eng = st.engagement[e]
    u, j = eng.unit, eng.threat
    if not engages(tb, st, u, j):
        return False  # it was told apart
    if not eng.dead_target:
        if st.threat[j].status != FLYING:
            return False
        if eng.launched == 0 and not known_to(tb, st, u, j):
            st.threat[j].broken = 0 if _ready_for_another(tb, st, u, j, t) else 1
            return False
    if not can_guide(tb, st, u, eng.interceptor):
        st.threat[j].muted |= 2
        return False
    return in_window(tb, eng.interceptor + st.unit[u].shift, st.unit[u].facing, j, t - st.threat[j].offset)


@compiled
def cancel(tb: Tables, st: State, e: int, t: float) -> None:
    """Cancel what is left of engagement e's salvo; the rounds promised to it are free."""
    eng = st.engagement[e]
    record_event(st, t, CANCEL, eng.threat, eng.unit, -1, eng.interceptor, -1, float(eng.remaining))
    st.interceptor[tb.interceptor[eng.interceptor].pool].promised -= eng.remaining
    eng.remaining = 0
    mark_sharers(tb, st, eng.unit)
    resolve_salvo(tb, st, e, t)


@compiled
def service_launch_queue(tb: Tables, st: State, u: int, t: float) -> None:
    """Launch, or cancel, what unit u has waiting, as far as interval, launchers and missile channels allow."""
    unit = st.unit[u]
    base, slots = tb.unit[u].first_engagement, tb.unit[u].target_channels
    while unit.launches_queued > 0 and unit.alive:
        e = st.launch_queue[base + unit.launch_queue_head]
        k, ready = launcher_for(tb, st, u, st.engagement[e].interceptor, t)
        if k >= 0:
            ready = max(ready, unit.next_launch)
            if ready > t:
                if unit.next_launch_event != ready:
                    unit.next_launch_event = ready
                    push(tb, st, ready, event(EV_LAUNCH_INTERVAL, 0, u))
                return
            if unit.free_missiles == 0:
                return
        unit.launch_queue_head = (unit.launch_queue_head + 1) % slots
        unit.launches_queued -= 1
        if k >= 0 and may_launch(tb, st, e, t):
            launch(tb, st, e, k, t)
        else:
            cancel(tb, st, e, t)


@compiled
def service_sharers(tb: Tables, st: State, u: int, t: float) -> None:
    """Service the launch queue of unit u, or of every unit that shares its magazine, the lowest index first."""
    magazine = tb.unit[u].magazine
    if magazine < 0:
        service_launch_queue(tb, st, u, t)
        return
    for v in range(tb.unit.shape[0]):
        if tb.unit[v].magazine == magazine:
            service_launch_queue(tb, st, v, t)


@compiled
def launch(tb: Tables, st: State, e: int, k: int, t: float) -> None:
    """Launch one missile of engagement e from launcher k:

    round, launch interval timer, missile channel, time of flight.
    """
    eng = st.engagement[e]
    u, j, w = eng.unit, eng.threat, eng.interceptor
    unit, launcher = st.unit[u], st.launcher[k]
    launcher.rounds -= 1
    launcher.ready = t + tb.launcher[k].launcher_interval
    pool = st.interceptor[tb.interceptor[w].pool]
    pool.rounds -= 1
    pool.promised -= 1
    unit.next_launch = t + tb.unit[u].launch_interval
    unit.free_missiles -= 1
    m = st.free_missile[tb.unit[u].first_missile + unit.free_missiles]
    tof, slant_range = flight(tb, w + unit.shift, j, t - st.threat[j].offset)
    missile = st.missile[m]
    missile.engagement, missile.unit, missile.threat, missile.interceptor = e, u, j, w
    missile.ordinal, missile.slant_range = eng.ordinal, slant_range
    missile.launched = t
    missile.sspk = kill_probability(tb, w, j, slant_range)
    if eng.launched == 0:
        st.n[ENGAGEMENTS] += 1
        st.n[DUPLICATES] += st.threat[j].engaged > 1
        count(st, tb.threat[j].tally + T_ENGAGEMENTS)
        count(st, tb.interceptor[w].tally + W_ENGAGEMENTS)
        st.engagements_made[cell_of(tb, st, u), j] += 1
        if tb.mover.shape[0] > 0:
            count_engagement(tb, st, u, t)
    if tb.threat[j].category == DECOY:
        unit.at_decoys += 1
    eng.launched += 1
    eng.flying += 1
    eng.remaining -= 1
    st.threat[j].launched += 1
    if has_command(tb) and st.threat[j].status == FLYING:
        st.n[REMOTE] += own_tracks(tb, st, tb.unit[u].system, j) == 0
    system = st.system[tb.unit[u].system]
    system.missiles += 1
    system.peak_missiles = max(system.peak_missiles, system.missiles)
    peak(st, tb.unit[u].tally + U_PEAK_MISSILES, tb.unit[u].missile_channels - unit.free_missiles)
    count(st, tb.threat[j].tally + T_USED)
    count(st, tb.interceptor[w].tally + W_USED)
    record_event(st, t, LAUNCH, j, u, -1, w, -1, tof)
    push(tb, st, t + tof, event(EV_INTERCEPT, j, m))
    if pool.stock > 0:
        go_or_wait(tb, st, k, t)
    if eng.remaining > 0:
        eng.next = unit.next_launch
        push(tb, st, unit.next_launch, event(EV_LAUNCH_DUE, j, e))


@compiled
def count_engagement(tb: Tables, st: State, u: int, t: float) -> None:
    """Unit u has made an engagement: if that was the last before it moves, it is bound to move, and takes no threat."""
    m = mover_of(tb, u)
    if m < 0 or tb.mover[m].after == 0 or st.mover[m].moving:
        return
    mover = st.mover[m]
    mover.made += 1
    if mover.made < tb.mover[m].after or mover.bound:
        return
    mover.bound = 1
    st.unit[u].turned = math.inf  # it takes none until it is in place again
    if has_command(tb):
        mark_for_decision(tb, st, u)  # nothing is kept for it any more
    for j in range(tb.threat.shape[0]):
        if st.ready[u, j] & 1 and st.threat[j].status == FLYING and st.cell[cell_of(tb, st, u), j] == FREE:
            own = t - st.threat[j].offset
            if known_to(tb, st, u, j) and next_ready(tb, st, u, st.unit[u].facing, j, own) <= own + EPS:
                st.threat[j].passed = 1
            else:  # it passes if a further window opens while the unit is bound
                st.ready[u, j] &= ~1
                make_ready(tb, st, u, j, t)


@compiled
def on_launch_interval(tb: Tables, st: State, u: int, t: float) -> None:
    """Unit u's launch interval timer (or launcher) is ready: launch what waits."""
    if st.unit[u].next_launch_event == t:
        st.unit[u].next_launch_event = -1.0
    service_launch_queue(tb, st, u, t)


@compiled
def on_reload(tb: Tables, st: State, k: int, t: float) -> None:
    """Launcher k is reloaded."""
    launcher = st.launcher[k]
    if not launcher.alive:
        return
    if launcher.due > t:  # a move has put it off
        push(tb, st, launcher.due, event(EV_RELOAD, 0, k))
        return
    u, w = tb.launcher[k].unit, tb.launcher[k].interceptor
    record_event(st, t, RELOAD, -1, u, -1, w, -1, float(launcher.coming))
    launcher.rounds, launcher.coming = launcher.coming, 0
    launcher.ready = max(launcher.ready, t)
    st.interceptor[tb.launcher[k].pool].rounds += launcher.rounds
    service_sharers(tb, st, u, t)
    ask_others(tb, st, k, t)
    mark_sharers(tb, st, u)
