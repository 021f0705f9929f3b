"""What makes something move: noticed here, acted on in `movement` (docs/model/engagement.md, "Movement")."""

from __future__ import annotations

from airdef.engine.memory.heap import EV_MOVE, event, push
from airdef.engine.memory.layout import FLYING, HELD, LAUNCHER_TARGET, RADAR_TARGET, State, Tables
from airdef.jit import compiled, inlined

END, BEGIN, ATTACKED = range(3)
"""Events of movement, in the order of an instant: a move ends, or begins; a threat may be an attack that begins one."""


@compiled
def mover_at(tb: Tables, target: int) -> int:
    """Return what moves a target.

    Parameters
    ----------
    tb
        The tables of the scenario.
    target
        Number of the target; -1 for none.

    Returns
    -------
    int
        Number of the mover whose radar or launcher the target is; -1 for none.
    """
    if target < 0 or tb.mover.shape[0] == 0:
        return -1
    entry = tb.target[target]
    if entry.kind == RADAR_TARGET:
        return int(tb.radar[entry.index].mover)
    if entry.kind == LAUNCHER_TARGET:
        return mover_of(tb, tb.launcher[entry.index].unit)
    return -1


@inlined
def mover_of(tb: Tables, u: int) -> int:
    """Return the mover that a fire unit is.

    Parameters
    ----------
    tb
        The tables of the scenario.
    u
        Number of the fire unit.

    Returns
    -------
    int
        Number of the mover that unit u is; -1 if it stays where it is.
    """
    return int(tb.radar[tb.unit[u].radar].mover)


@compiled
def on_the_move(tb: Tables, st: State, u: int) -> bool:
    """Tell whether a fire unit is on the move.

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
    bool
        Whether unit u is on the move.
    """
    m = mover_of(tb, u)
    return m >= 0 and bool(st.mover[m].moving)


@compiled
def takes_none(tb: Tables, st: State, u: int) -> bool:
    """Tell whether a fire unit takes no threat since it is bound to move, or on the move.

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
    bool
        Whether unit u is bound to move, or on the move.
    """
    m = mover_of(tb, u)
    return m >= 0 and bool(st.mover[m].moving or st.mover[m].bound)


@compiled
def may_leave(tb: Tables, st: State, u: int, t: float) -> None:
    """Unit u has ended an engagement: if it was its last and it is bound to move, it does so at once.

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
    if m >= 0 and st.mover[m].bound and st.unit[u].free_channels == tb.unit[u].target_channels:
        push(tb, st, t, event(EV_MOVE, BEGIN, m))


@compiled
def is_attack(tb: Tables, st: State, m: int, j: int, t: float) -> bool:
    """Tell whether threat j is an attack on mover m that is near, as its system knows.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    m
        Number of the mover.
    j
        Number of the threat.
    t
        Time of the scenario [s].

    Returns
    -------
    bool
        Whether threat j is an attack on mover m, where it is in place, that makes it move now.
    """
    plan, threat = tb.mover[m], tb.threat[j]
    if plan.warning <= 0.0 or not tb.flees[m, threat.looks_like] or st.threat[j].status != FLYING:
        return False
    if mover_at(tb, threat.target) != m or st.mover[m].moving or threat.aim != st.mover[m].position:
        return False
    if t < max(threat.end - plan.warning, threat.start) + st.threat[j].offset:
        return False
    s = tb.radar[plan.radar].system
    if st.system[s].post:
        return bool(st.known[s, j] > 0)
    return bool(st.track[j, plan.radar].held == HELD)


@compiled
def expect_attack(tb: Tables, st: State, j: int) -> None:
    """Threat j flies: queue the moment from which it may make what it is aimed at move.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    j
        Number of the threat.
    """
    threat = tb.threat[j]
    m = mover_at(tb, threat.target)
    if m >= 0 and tb.mover[m].warning > 0.0 and tb.flees[m, threat.looks_like]:
        begin = max(threat.end - tb.mover[m].warning, threat.start)
        push(tb, st, begin + st.threat[j].offset, event(EV_MOVE, ATTACKED, m * tb.threat.shape[0] + j))


@compiled
def tell_of_attack(tb: Tables, st: State, j: int, t: float) -> None:
    """A radar has taken up a firm track of threat j: what that is aimed at may move now.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    j
        Number of the threat.
    t
        Time of the scenario [s].
    """
    m = mover_at(tb, tb.threat[j].target)
    if m >= 0 and is_attack(tb, st, m, j, t):
        push(tb, st, t, event(EV_MOVE, ATTACKED, m * tb.threat.shape[0] + j))


@compiled
def stands_at(tb: Tables, st: State, m: int, t: float) -> int:
    """Return the position at which mover m stands: in place, being torn down, or being set up.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    m
        Number of the mover.
    t
        Time of the scenario [s].

    Returns
    -------
    int
        The number of the position; -1 for on the road.
    """
    mover = st.mover[m]
    if not mover.moving or t < mover.left:
        return int(mover.position)
    return int(mover.to) if t >= mover.there else -1
