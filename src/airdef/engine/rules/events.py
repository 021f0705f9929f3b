"""Small services every rule needs: draws, the event record, who is in which fire-control cell."""

from __future__ import annotations

import math

from airdef.engine import rng
from airdef.engine.memory.layout import DIRTY, DRAWS, RECORDED, TRIALS, State, Tables
from airdef.jit import compiled, inlined


@inlined
def draw(tb: Tables, st: State, j: int, purpose: int, index: int) -> float:
    """Return the number in [0, 1) that belongs to threat j, a purpose and an index in this replication.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    j
        Number of the threat.
    purpose
        Purpose of the draw.
    index
        Number of the draw among those of its purpose.

    Returns
    -------
    float
        The number in [0, 1) that belongs to threat j, a purpose and an index in this replication.
    """
    st.n[DRAWS] += 1
    return rng.uniform(st.stream[0], st.stream[1], tb.threat[j].key, purpose, index)


@inlined
def draw_two(tb: Tables, st: State, j: int, purpose: int, other: int, index: int) -> tuple[float, float]:
    """Return the numbers of two purposes: together they take little longer than one. The second counts when used.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    j
        Number of the threat.
    purpose
        Purpose of the draw.
    other
        The second purpose.
    index
        Number of the draw among those of its purpose.

    Returns
    -------
    tuple[float, float]
        The numbers of two purposes: together they take little longer than one.
    """
    st.n[DRAWS] += 1
    key = tb.threat[j].key
    seed, replication = st.stream[0], st.stream[1]
    return rng.uniform(seed, replication, key, purpose, index), rng.uniform(seed, replication, key, other, index)


@inlined
def record_event(
    st: State,
    time: float,
    kind: int,
    threat: int,
    unit: int,
    radar: int,
    interceptor: int,
    target: int,
    value: float,
) -> None:
    """Record an event if this replication is recorded (the record has room); campaigns record nothing.

    Parameters
    ----------
    st
        The state of the replication.
    time
        Time [s].
    kind
        Kind of the event.
    threat
        Number of the threat; -1 for none.
    unit
        Number of the fire unit; -1 for none.
    radar
        Number of the radar; -1 for none.
    interceptor
        Number of the interceptor type; -1 for none.
    target
        Number of the target; -1 for none.
    value
        What is recorded besides.
    """
    i = st.n[RECORDED]
    if i < st.record.shape[0]:
        row = st.record[i]
        row.time, row.kind, row.threat, row.unit = time, kind, threat, unit
        row.radar, row.interceptor, row.target, row.value = radar, interceptor, target, value
        st.n[RECORDED] = i + 1


@inlined
def record_trial(
    st: State, number: float, slant_range: float, w: int, j: int, s: int, dead: bool, outcome: bool
) -> None:
    """Note what chance decided (`record.TRIAL`) if that is wanted; campaigns note nothing.

    Parameters
    ----------
    st
        The state of the replication.
    number
        Number of the trial.
    slant_range
        Slant range [m].
    w
        Number of the interceptor type.
    j
        Number of the threat.
    s
        Number of the system.
    dead
        Whether the threat was destroyed before.
    outcome
        Whether it came out so.
    """
    if st.trial.shape[0] > 0:
        i = st.n[TRIALS]
        if i < st.trial.shape[0]:
            row = st.trial[i]
            row.replication, row.number, row.slant_range = st.stream[1], number, slant_range
            row.interceptor, row.threat, row.system, row.dead, row.outcome = w, j, s, dead, outcome
        st.n[TRIALS] = i + 1  # more than there is room for is counted, so that it can be told


@inlined
def count(st: State, counter: int) -> None:
    """Add one to a counter of the tally.

    Parameters
    ----------
    st
        The state of the replication.
    counter
        Number of the counter.
    """
    st.tally[counter] += 1.0


@inlined
def peak(st: State, counter: int, now: float) -> None:
    """Keep the greatest value of a counter of the tally.

    Parameters
    ----------
    st
        The state of the replication.
    counter
        Number of the counter.
    now
        The present value of what is counted.
    """
    st.tally[counter] = max(st.tally[counter], float(now))


@inlined
def met(st: State, actor: int, what: int, number: float, t: float, slant_range: float) -> None:
    """Keep the first intercept or kill (F_INTERCEPT, F_KILL) of an actor; it is the `number`-th of all.

    Parameters
    ----------
    st
        The state of the replication.
    actor
        Place of the unit, system or type among those that have a first intercept.
    what
        F_INTERCEPT or F_KILL.
    number
        Its number among all intercepts.
    t
        Time of the scenario [s].
    slant_range
        Slant range [m].
    """
    first = st.earliest[actor]
    if first[what] == math.inf:
        first[what], first[what + 1], first[what + 2] = number, t, slant_range


@inlined
def cell_of(tb: Tables, st: State, u: int) -> int:
    """Return the fire-control cell unit u decides with: its system while that coordinates, else the unit itself.

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
        The fire-control cell unit u decides with: its system while that coordinates, else the unit itself.
    """
    return int(st.unit[u].cell)


@inlined
def mark_for_decision(tb: Tables, st: State, u: int) -> None:
    """Mark unit u's fire-control cell as having something to decide.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    u
        Number of the fire unit.
    """
    g = cell_of(tb, st, u)
    if not st.dirty[g]:
        st.dirty[g] = 1
        st.n[DIRTY] += 1


@compiled
def mark_sharers(tb: Tables, st: State, u: int) -> None:
    """Mark the fire-control cells of unit u, and of all units that share its magazine, as having something to decide.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    u
        Number of the fire unit.
    """
    mark_for_decision(tb, st, u)
    magazine = tb.unit[u].magazine
    if magazine >= 0:
        for v in range(tb.unit.shape[0]):
            if tb.unit[v].magazine == magazine:
                mark_for_decision(tb, st, v)


@inlined
def known_to(tb: Tables, st: State, u: int, j: int) -> bool:
    """Tell whether a radar that unit u hears holds a firm track of threat j.

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
        Whether a radar that unit u hears holds a firm track of threat j.
    """
    unit = tb.unit[u]
    if st.system[unit.system].post:
        return st.known[unit.system, j] > 0
    return st.track[j, unit.radar].held == 1


@inlined
def units_of(tb: Tables, g: int) -> tuple[int, int]:
    """Return the first fire unit that may be of fire-control cell g, and the one behind its last.

    Parameters
    ----------
    tb
        The tables of the scenario.
    g
        Number of the fire-control cell.

    Returns
    -------
    tuple[int, int]
        The first fire unit that may be of fire-control cell g, and the one behind its last.
    """
    S = tb.system.shape[0]
    if g < S and tb.system[g].units == 0:  # a command node's: those whose cell it is
        return 0, tb.unit.shape[0]
    if g < S:
        return tb.system[g].first_unit, tb.system[g].first_unit + tb.system[g].units
    return g - S, g - S + 1
