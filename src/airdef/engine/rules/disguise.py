"""What threats look like to whom, and when a radar tries to tell one apart (see `telling` for what follows)."""

from __future__ import annotations

from airdef.engine.memory.heap import EV_TRY, event, push
from airdef.engine.memory.layout import State, Tables
from airdef.jit import compiled, inlined
from airdef.scenario.plan import CATEGORIES

DECOY = CATEGORIES.index("decoy")


@inlined
def seen_as(tb: Tables, st: State, u: int, j: int) -> int:
    """Return the category that threat j looks like to unit u now.

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

    Returns
    -------
    int
        Index of the category that threat j looks like to unit u now.
    """
    threat = tb.threat[j]
    if not threat.disguised:
        return threat.looks_like
    s = tb.unit[u].system
    told = st.told[s if st.system[s].post else tb.system.shape[0] + u, j]
    return threat.category if told else threat.looks_like


@inlined
def engages(tb: Tables, st: State, u: int, j: int) -> bool:
    """Tell whether the doctrine of unit u engages the category that threat j looks like to it now.

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

    Returns
    -------
    bool
        Whether the doctrine of unit u engages the category that threat j looks like to it now.
    """
    return bool(tb.engage[tb.unit[u].system, seen_as(tb, st, u, j)] == 1)


@inlined
def hears(tb: Tables, st: State, r: int) -> int:
    """Return who comes to know what radar r tells apart: its system, or its unit without a post; -1 for nobody.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    r
        Number of the radar.

    Returns
    -------
    int
        Row of `State.told`: a system, or systems + a unit; -1 for nobody.
    """
    s, u = tb.radar[r].system, tb.radar[r].unit
    if st.system[s].post:
        return s
    return tb.system.shape[0] + u if u >= 0 else -1


@compiled
def keep_told(tb: Tables, st: State, s: int) -> None:
    """The post of system s is destroyed: each of its units goes on knowing what was told apart.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    s
        Number of the system.
    """
    for u in range(tb.system[s].first_unit, tb.system[s].first_unit + tb.system[s].units):
        for j in range(st.told.shape[1]):
            st.told[tb.system.shape[0] + u, j] = st.told[s, j]


@compiled
def is_full_of_decoys(tb: Tables, st: State, u: int, ending: int = -1) -> bool:
    """Tell whether all target channels of unit u are in use, one of them by the engagement of a decoy.

    Only where its system can tell decoys apart.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    u
        Number of the fire unit.
    ending
        Number of an engagement that has just ended, and still counts; -1 for none.

    Returns
    -------
    bool
        Whether all target channels of unit u are in use, one of them by the engagement of a decoy.
    """
    unit = tb.unit[u]
    if not tb.system[unit.system].tells_decoys or st.unit[u].free_channels > 0:
        return False
    for e in range(unit.first_engagement, unit.first_engagement + unit.target_channels):
        eng = st.engagement[e]
        if (eng.active or e == ending) and tb.threat[eng.threat].category == DECOY:
            return True
    return False


@compiled
def expect_try(tb: Tables, st: State, r: int, j: int, t: float) -> None:
    """Radar r holds threat j from time t on: queue its first try to tell it apart, if it can and need be.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    r
        Number of the radar.
    j
        Number of the threat.
    t
        Time of the scenario [s].
    """
    i = r * tb.threat.shape[0] + j
    if tb.tell_start[i] == tb.tell_start[i + 1]:
        return
    trying = st.trying[i]
    trying.since, trying.made = t, 0
    if not trying.queued:  # one that is left of an earlier track is put off when it comes
        trying.queued = 1
        push(tb, st, t + tb.radar[r].dwell, event(EV_TRY, j, r))


@compiled
def chance_to_tell(tb: Tables, i: int, own: float) -> float:
    """Return the probability of a try of radar and threat i = r T + j at a time of the threat's own clock [s].

    Parameters
    ----------
    tb
        The tables of the scenario.
    i
        Number of radar and threat.
    own
        Time of the threat's own clock [s].

    Returns
    -------
    float
        The probability that the try succeeds.
    """
    k, end = tb.tell_start[i], tb.tell_start[i + 1]
    while k + 1 < end and tb.tell_time[k + 1] <= own:
        k += 1
    return float(tb.tell_chance[k])
