"""Fire control: channels, launches and the flight to the intercept."""

from __future__ import annotations

import math

from airdef.engine import rng
from airdef.engine.memory.columns import (
    T_ENGAGEMENTS,
    T_USED,
    U_PEAK_MISSILES,
    U_PEAK_TARGETS,
    W_ENGAGEMENTS,
    W_USED,
)
from airdef.engine.memory.heap import EV_ASSESS, EV_INTERCEPT, EV_LAUNCH_DUE, EV_LAUNCH_INTERVAL, EV_RELOAD, event, push
from airdef.engine.memory.layout import DUPLICATES, ENGAGED, ENGAGEMENTS, FLYING, FREE, REMOTE, State, Tables
from airdef.engine.memory.record import ASSIGN, CANCEL, LAUNCH, RELOAD
from airdef.engine.rules.attacks import may_leave, mover_of
from airdef.engine.rules.disguise import DECOY, engages, is_full_of_decoys, seen_as
from airdef.engine.rules.events import cell_of, count, draw, known_to, mark_for_decision, peak, record_event, units_of
from airdef.engine.rules.links import has_command, own_tracks
from airdef.engine.rules.reload import ask_others, go_or_wait
from airdef.engine.rules.tracks import make_ready
from airdef.engine.rules.windows import EPS, can_guide, flight, in_window, next_ready, reaction_of, rounds_for
from airdef.jit import compiled, inlined


@compiled
def salvo_size(tb: Tables, st: State, g: int, u: int, j: int, w: int) -> int:
    """Return the missiles of the next salvo at threat j: doctrine, bounded by channels and rounds.

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

    Returns
    -------
    int
        The missiles of the next salvo at threat j: doctrine, bounded by channels and rounds.
    """
    row = tb.salvo[tb.unit[u].system, seen_as(tb, st, u, j)]
    wanted = row[min(st.engagements_made[g, j], row.shape[0] - 1)]
    return min(wanted, min(tb.unit[u].missile_channels, rounds_for(tb, st, u, w, j)))


@compiled
def begin(tb: Tables, st: State, e: int, w: int, n: int, first_launch: float) -> None:
    """Begin an engagement on slot e (its unit and threat are set) with a salvo of n: promise them, queue the launch.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    e
        Number of the engagement.
    w
        Number of the interceptor type.
    n
        Missiles of the salvo.
    first_launch
        Time of the first launch [s].
    """
    eng = st.engagement[e]
    j = eng.threat
    eng.interceptor, eng.remaining, eng.launched, eng.flying = w, n, 0, 0
    eng.ordinal = st.threat[j].engagements
    st.threat[j].engagements += 1
    st.interceptor[w].promised += n
    eng.next = first_launch
    push(tb, st, first_launch, event(EV_LAUNCH_DUE, j, e))


@compiled
def assign(tb: Tables, st: State, g: int, u: int, j: int, w: int, n: int, t: float) -> None:
    """Give threat j to unit u, with n missiles of interceptor w:

    a target channel is taken now, the first launch falls due after the reaction.

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
    """Tell whether a unit of cell g is engaged with threat j.

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

    Returns
    -------
    bool
        Whether a unit of cell g is engaged with threat j.
    """
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
    tb
        The tables of the scenario.
    st
        The state of the replication.
    e
        Number of the engagement.
    holds
        How the cell holds the threat then: FREE or CLOSED.
    t
        Time of the scenario [s].
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
    """When no launch of engagement e is left and nothing of it flies, begin its assessment or end it.

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


@compiled
def on_launch_due(tb: Tables, st: State, e: int, t: float) -> None:
    """A launch of engagement e falls due: it waits its turn in the unit's queue.

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

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    u
        Number of the fire unit.
    w
        Number of the interceptor type.
    t
        Time of the scenario [s].

    Returns
    -------
    tuple[int, float]
        The launcher that the next round of interceptor w is launched from at time t, and when one is ready
        first.
    """
    best, when = -1, math.inf
    emptiest = -1
    few = st.interceptor[w].stock > 0
    for k in range(tb.unit[u].first_launcher, tb.unit[u].first_launcher + tb.unit[u].launchers):
        launcher = st.launcher[k]
        if tb.launcher[k].interceptor != w or not launcher.alive or launcher.rounds == 0:
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
    """Tell whether the launch whose turn has come is to be made, or cancelled.

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

    Returns
    -------
    bool
        Whether the launch whose turn has come is to be made, or cancelled.
    """
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
    """Cancel what is left of engagement e's salvo; the rounds promised to it are free.

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
    record_event(st, t, CANCEL, eng.threat, eng.unit, -1, eng.interceptor, -1, float(eng.remaining))
    st.interceptor[eng.interceptor].promised -= eng.remaining
    eng.remaining = 0
    mark_for_decision(tb, st, eng.unit)
    resolve_salvo(tb, st, e, t)


@compiled
def service_launch_queue(tb: Tables, st: State, u: int, t: float) -> None:
    """Launch, or cancel, what unit u has waiting, as far as interval, launchers and missile channels allow.

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
def kill_probability(tb: Tables, w: int, j: int, slant_range: float) -> float:
    """Return the SSPK of interceptor w against threat j at slant range `slant_range` [m], all stated factors applied.

    p = SSPK(category) x range factor x manoeuvre factor x jamming factor (x those of further behaviours,
    `scenario.behaviours`), see `sspk_at`.

    Parameters
    ----------
    tb
        The tables of the scenario.
    w
        Number of the interceptor type.
    j
        Number of the threat.
    slant_range
        Slant range [m].

    Returns
    -------
    float
        The SSPK of interceptor w against threat j at slant range `slant_range` [m], all stated factors
        applied.
    """
    threat = tb.threat[j]
    p = sspk_at(tb, w, threat.category, slant_range)
    if threat.behaviours:
        for b in range(tb.behaviour_factor.shape[1]):
            if threat.behaviours >> b & 1:
                p *= tb.behaviour_factor[w, b]
    return p


@inlined
def sspk_at(tb: Tables, w: int, category: int, slant_range: float) -> float:
    """Return the SSPK of interceptor w against a category at slant range `slant_range` [m], its range factor applied.

    The range factor is 1 up to `range_knee` of the maximum range for the category and falls linearly to
    `range_factor` at the maximum range.

    Parameters
    ----------
    tb
        The tables of the scenario.
    w
        Number of the interceptor type.
    category
        Index of the threat's category in `CATEGORIES`.
    slant_range
        Slant range [m].

    Returns
    -------
    float
        The SSPK of interceptor w against a category at slant range `slant_range` [m], its range factor
        applied.
    """
    interceptor = tb.interceptor[w]
    p = tb.sspk[w, category]
    most = tb.max_range[w, category]
    knee = interceptor.range_knee * most
    if slant_range > knee:
        p *= 1.0 - (1.0 - interceptor.range_factor) * min((slant_range - knee) / (most - knee), 1.0)
    return float(p)


@compiled
def launch(tb: Tables, st: State, e: int, k: int, t: float) -> None:
    """Launch one missile of engagement e from launcher k:

    round, launch interval timer, missile channel, time of flight.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    e
        Number of the engagement.
    k
        Number of the launcher.
    t
        Time of the scenario [s].
    """
    eng = st.engagement[e]
    u, j, w = eng.unit, eng.threat, eng.interceptor
    unit, launcher = st.unit[u], st.launcher[k]
    launcher.rounds -= 1
    launcher.ready = t + tb.launcher[k].launcher_interval
    st.interceptor[w].rounds -= 1
    st.interceptor[w].promised -= 1
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
    if st.interceptor[w].stock > 0:
        go_or_wait(tb, st, k, t)
    if eng.remaining > 0:
        eng.next = unit.next_launch
        push(tb, st, unit.next_launch, event(EV_LAUNCH_DUE, j, e))


@compiled
def count_engagement(tb: Tables, st: State, u: int, t: float) -> None:
    """Unit u has made an engagement: if that was the last before it moves, it is bound to move, and takes no threat.

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


@compiled
def on_launch_interval(tb: Tables, st: State, u: int, t: float) -> None:
    """Unit u's launch interval timer (or launcher) is ready: launch what waits.

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
    if st.unit[u].next_launch_event == t:
        st.unit[u].next_launch_event = -1.0
    service_launch_queue(tb, st, u, t)


@compiled
def on_reload(tb: Tables, st: State, k: int, t: float) -> None:
    """Launcher k is reloaded.

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
    if not launcher.alive:
        return
    if launcher.due > t:  # a move has put it off
        push(tb, st, launcher.due, event(EV_RELOAD, 0, k))
        return
    u, w = tb.launcher[k].unit, tb.launcher[k].interceptor
    record_event(st, t, RELOAD, -1, u, -1, w, -1, float(launcher.coming))
    launcher.rounds, launcher.coming = launcher.coming, 0
    launcher.ready = max(launcher.ready, t)
    st.interceptor[w].rounds += launcher.rounds
    service_launch_queue(tb, st, u, t)
    ask_others(tb, st, k, t)
    mark_for_decision(tb, st, u)
