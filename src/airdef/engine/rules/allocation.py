"""Allocation by a command node: the rank of systems for a threat, and what is kept for the best of them."""

from __future__ import annotations

from airdef.engine.memory.layout import State, Tables
from airdef.engine.rules.disguise import engages
from airdef.engine.rules.events import known_to
from airdef.engine.rules.windows import EPS, can_guide, reaction_of, rounds_for
from airdef.jit import compiled, inlined


@inlined
def ranked(tb: Tables, g: int) -> bool:
    """Tell whether cell g is that of a command node that allocates by ranks.

    Parameters
    ----------
    tb
        The tables of the scenario.
    g
        Number of the fire-control cell.

    Returns
    -------
    bool
        Whether cell g is that of a command node that allocates by ranks.
    """
    return bool(g < tb.link.shape[0] and tb.link[g].allocates == 2)


@inlined
def rank_of(tb: Tables, g: int, s: int, j: int) -> float:
    """Return the rank of system s for threat j in cell g; 0 where there are no ranks.

    Parameters
    ----------
    tb
        The tables of the scenario.
    g
        Number of the fire-control cell.
    s
        Number of the system or command node.
    j
        Number of the threat.

    Returns
    -------
    float
        The rank of system s for threat j in cell g; 0 where there are no ranks.
    """
    if not ranked(tb, g):
        return 0.0
    return float(tb.rank[g - (tb.rank.shape[1] - tb.rank.shape[0]), s, j])


@compiled
def could_take(tb: Tables, st: State, u: int, j: int, t: float) -> bool:
    """Tell whether unit u could take threat j, now or in a window to come.

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
    bool
        Whether unit u could take threat j, now or in a window to come.
    """
    unit = st.unit[u]
    if not unit.alive or unit.turned > t or unit.free_channels == 0 or not known_to(tb, st, u, j):
        return False
    if not engages(tb, st, u, j):
        return False
    launch = t + reaction_of(tb, st, u) - st.threat[j].offset
    for w in range(tb.unit[u].first_interceptor, tb.unit[u].first_interceptor + tb.unit[u].interceptors):
        i = ((w + unit.shift) * tb.facing.shape[1] + unit.facing) * tb.threat.shape[0] + j
        last = tb.window_start[i + 1] - 1
        if last < tb.window_start[i] or launch > tb.window_close[last] + EPS:
            continue
        if can_guide(tb, st, u, w) and rounds_for(tb, st, u, w, j) > 0:
            return True
    return False


@inlined
def is_kept(tb: Tables, st: State, g: int, u: int, j: int, t: float) -> bool:
    """Tell whether threat j is kept from unit u for another system of its cell, one of lower rank.

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
        Whether threat j is kept from unit u for another system of its cell, one of lower rank.
    """
    if not ranked(tb, g):
        return False
    rank = rank_of(tb, g, tb.unit[u].system, j)
    for v in range(tb.unit.shape[0]):
        if st.unit[v].cell == g and rank_of(tb, g, tb.unit[v].system, j) < rank and could_take(tb, st, v, j, t):
            return True
    return False
