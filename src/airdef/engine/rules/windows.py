"""Questions to the opportunities: may this interceptor be launched now, when next, with what flight?"""

from __future__ import annotations

import math

from airdef.engine.memory.layout import State, Tables
from airdef.engine.rules.disguise import seen_as
from airdef.jit import compiled, inlined

EPS = 1e-6
"""Slack [s] at window ends, so that a launch planned for the very end of a window is not lost to rounding."""


@inlined
def in_window(tb: Tables, w: int, facing: int, j: int, t: float) -> bool:
    """Tell whether launch time `t` (the threat's own time) lies in a window of interceptor w.

    Parameters
    ----------
    tb
        The tables of the scenario.
    w
        Number of the interceptor type; of one that moves, with the shift of its unit.
    facing
        Number of the unit's facing.
    j
        Number of the threat.
    t
        Launch time [s] of the threat's own clock.

    Returns
    -------
    bool
        Whether launch time `t` (the threat's own time) lies in a window of interceptor w.
    """
    i = (w * tb.facing.shape[1] + facing) * tb.threat.shape[0] + j
    for v in range(tb.window_start[i], tb.window_start[i + 1]):
        if t < tb.window_open[v] - EPS:
            return False
        if t <= tb.window_close[v] + EPS:
            return True
    return False


@inlined
def can_guide(tb: Tables, st: State, u: int, w: int) -> bool:
    """Tell whether unit u's engagement radar lets it launch interceptor w: it radiates, or is not needed.

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

    Returns
    -------
    bool
        Whether unit u's engagement radar lets it launch interceptor w: it radiates, or is not needed.
    """
    return bool(st.radar[tb.unit[u].radar].emits or not tb.interceptor[w].needs_radar)


@inlined
def reaction_of(tb: Tables, st: State, u: int) -> float:
    """Return the time [s] from the assignment of a threat to unit u to its first launch, the way of the order included.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    u
        Number of the fire unit.

    Returns
    -------
    float
        The time [s] from the assignment of a threat to unit u to its first launch.
    """
    return float(tb.unit[u].reaction_time + st.unit[u].order_delay)


@inlined
def next_ready(tb: Tables, st: State, u: int, facing: int, j: int, t: float) -> float:
    """Return the earliest time >= t (the threat's own time) at which unit u could begin to react; inf if none.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    u
        Number of the fire unit.
    facing
        Number of the unit's facing.
    j
        Number of the threat.
    t
        Launch time [s] of the threat's own clock.

    Returns
    -------
    float
        The earliest time >= t (the threat's own time) at which unit u could begin to react; inf if none.
    """
    unit = tb.unit[u]
    reaction = reaction_of(tb, st, u)
    shift = st.unit[u].shift
    best = math.inf
    for w in range(unit.first_interceptor, unit.first_interceptor + unit.interceptors):
        i = ((w + shift) * tb.facing.shape[1] + facing) * tb.threat.shape[0] + j
        for v in range(tb.window_start[i], tb.window_start[i + 1]):
            if t + reaction <= tb.window_close[v] + EPS:
                best = min(best, max(t, tb.window_open[v] - reaction))
                break
    return best


@compiled
def next_opening(tb: Tables, st: State, u: int, facing: int, j: int, t: float) -> float:
    """Return the earliest time > t (the threat's own time) at which a window opens for unit u to react; inf if none.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    u
        Number of the fire unit.
    facing
        Number of the unit's facing.
    j
        Number of the threat.
    t
        Launch time [s] of the threat's own clock.

    Returns
    -------
    float
        The earliest time > t (the threat's own time) at which a window opens for unit u to react; inf if
        none.
    """
    unit = tb.unit[u]
    reaction = reaction_of(tb, st, u)
    shift = st.unit[u].shift
    best = math.inf
    for w in range(unit.first_interceptor, unit.first_interceptor + unit.interceptors):
        i = ((w + shift) * tb.facing.shape[1] + facing) * tb.threat.shape[0] + j
        for v in range(tb.window_start[i], tb.window_start[i + 1]):
            if tb.window_open[v] - reaction > t + EPS:
                best = min(best, tb.window_open[v] - reaction)
                break
    return best


@inlined
def positions_of(tb: Tables, u: int) -> int:
    """Return for how many cases windows of unit u stand: its positions, times the sets of jammers that have ended.

    Parameters
    ----------
    tb
        The tables of the scenario.
    u
        Number of the fire unit.

    Returns
    -------
    int
        How many; 1 if it stays where it is and no formation may jam its radar.
    """
    m = tb.radar[tb.unit[u].radar].mover
    return int(tb.mover[m].positions if m >= 0 else 1) << tb.radar[tb.unit[u].radar].jammers


@inlined
def shift_at(tb: Tables, u: int, p: int) -> int:
    """Return how far the windows of unit u in a case are from those at its first position, with no jammer ended.

    Parameters
    ----------
    tb
        The tables of the scenario.
    u
        Number of the fire unit.
    p
        Number of the case: the position, behind (with less weight) the set of jammers.

    Returns
    -------
    int
        The difference of interceptor rows; 0 for the first case.
    """
    r = tb.unit[u].radar
    m, ended = tb.radar[r].mover, 0
    positions = tb.mover[m].positions if m >= 0 else 1
    if tb.radar[r].jammers > 0:
        ended, p = p // positions, p % positions
        return int(tb.jammed_row[tb.position[tb.mover[m].first + p].radar if m >= 0 else r, ended, 2])
    return int(tb.position[tb.mover[m].first + p].shift) if m >= 0 else 0


@compiled
def last_close(tb: Tables, u: int, j: int) -> float:
    """Return the latest launch time (the threat's own time) of unit u, in any facing and case; -inf if none.

    Parameters
    ----------
    tb
        The tables of the scenario.
    u
        Number of the fire unit.
    j
        Number of the threat.

    Returns
    -------
    float
        The latest launch time (the threat's own time) of unit u, at any position, whatever jammers have ended;
        -inf if none.
    """
    return last_close_of(tb, u, j, 0, positions_of(tb, u))


@compiled
def last_close_of(tb: Tables, u: int, j: int, first: int, behind: int) -> float:
    """Return the same for some of the cases of unit u (`shift_at`).

    Parameters
    ----------
    tb
        The tables of the scenario.
    u
        Number of the fire unit.
    j
        Number of the threat.
    first, behind
        The first case, and the one behind the last.

    Returns
    -------
    float
        The latest launch time; -inf if none.
    """
    unit = tb.unit[u]
    latest = -math.inf
    K, T = tb.facing.shape[1], tb.threat.shape[0]
    for p in range(first, behind):
        shift = shift_at(tb, u, p)
        for w in range(unit.first_interceptor + shift, unit.first_interceptor + shift + unit.interceptors):
            for k in range(unit.facings):
                i = (w * K + k) * T + j
                if tb.window_start[i + 1] > tb.window_start[i]:
                    latest = max(latest, tb.window_close[tb.window_start[i + 1] - 1])
    return latest


@inlined
def flight(tb: Tables, w: int, j: int, t: float) -> tuple[float, float]:
    """Return time of flight [s] and slant range at intercept [m] for launch time t (the threat's own time).

    Parameters
    ----------
    tb
        The tables of the scenario.
    w
        Number of the interceptor type.
    j
        Number of the threat.
    t
        Launch time [s] of the threat's own clock.

    Returns
    -------
    tuple[float, float]
        Time of flight [s] and slant range at intercept [m] for launch time t (the threat's own time).
    """
    i = w * tb.threat.shape[0] + j
    first = tb.grid_start[i]
    count = tb.grid_size[i]
    if count == 1:
        return float(tb.flight[first, 0]), float(tb.flight[first, 1])
    x = (t - tb.grid_t0[i]) / tb.step[0]
    k = min(max(int(x), 0), count - 2)
    f = min(max(x - k, 0.0), 1.0)
    a = first + k
    tof = tb.flight[a, 0] * (1.0 - f) + tb.flight[a + 1, 0] * f
    slant_range = tb.flight[a, 1] * (1.0 - f) + tb.flight[a + 1, 1] * f
    return tof, slant_range


@inlined
def free_rounds(tb: Tables, st: State, u: int) -> int:
    """Return the rounds of unit u's magazine, of its types, on standing launchers that are not promised.

    Counted by interceptor: after the loss of a launcher more rounds of one type may be promised than are left.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    u
        Number of the fire unit.

    Returns
    -------
    int
        The rounds of unit u's magazine, of its types, on standing launchers that are not promised.
    """
    unit = tb.unit[u]
    free = 0
    for w in range(unit.first_interceptor, unit.first_interceptor + unit.interceptors):
        pool = st.interceptor[tb.interceptor[w].pool]
        free += max(pool.rounds - pool.promised, 0)
    return free


@inlined
def rounds_for(tb: Tables, st: State, u: int, w: int, j: int) -> int:
    """Return how many rounds of interceptor w unit u may fire at threat j (docs/model/engagement.md, "Decisions").

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
    j
        Number of the threat.

    Returns
    -------
    int
        How many rounds of interceptor w unit u may fire at threat j (docs/model/engagement.md, "Decisions").
    """
    pool = st.interceptor[tb.interceptor[w].pool]
    stock = pool.rounds - pool.promised
    s = tb.unit[u].system
    if tb.reserve_for[s, seen_as(tb, st, u, j)] == 0:
        stock = min(stock, free_rounds(tb, st, u) - tb.system[s].reserve)
    return stock


@inlined
def interceptor_for(tb: Tables, st: State, u: int, j: int, t: float) -> int:
    """Return the first interceptor of unit u with a window at scenario time t and a round to fire at j; -1 if none.

    That there is one but for its silent radar is noted of the threat.

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

    Returns
    -------
    int
        The first interceptor of unit u with a window at scenario time t and a round to fire at j; -1 if none.
    """
    unit = tb.unit[u]
    own = t - st.threat[j].offset
    for w in range(unit.first_interceptor, unit.first_interceptor + unit.interceptors):
        if rounds_for(tb, st, u, w, j) > 0 and in_window(tb, w + st.unit[u].shift, st.unit[u].facing, j, own):
            if can_guide(tb, st, u, w):
                return w
            st.threat[j].muted |= 1
    return -1
