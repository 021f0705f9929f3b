"""Reloading: when a launcher goes to reload, and with how many rounds (docs/model/engagement.md, "Reloading").

A launcher that is being reloaded holds no rounds here: `coming` are those that it will hold.
"""

from __future__ import annotations

import math

from airdef.engine.memory.heap import EV_IDLE, EV_RELOAD, event, push
from airdef.engine.memory.layout import State, Tables
from airdef.engine.memory.record import RELOADING
from airdef.engine.rules.attacks import on_the_move
from airdef.engine.rules.events import mark_sharers, record_event
from airdef.engine.rules.links import has_command
from airdef.jit import compiled, inlined


@inlined
def patience(tb: Tables, k: int) -> float:
    """Return how long launcher k must have been idle to be reloaded when partly empty: the time of one round [s].

    Parameters
    ----------
    tb
        The tables of the scenario.
    k
        Number of the launcher.

    Returns
    -------
    float
        How long launcher k must have been idle to be reloaded when partly empty: the time of one round [s].
    """
    return float(tb.launcher[k].reload_time / tb.launcher[k].rounds)


@compiled
def _go(tb: Tables, st: State, k: int, t: float) -> None:
    """Launcher k goes to reload: its rounds are out of action, those it lacks leave the stock."""
    launcher, plan = st.launcher[k], tb.launcher[k]
    interceptor = st.interceptor[plan.pool]
    loaded = min(plan.rounds - launcher.rounds, interceptor.stock)
    record_event(st, t, RELOADING, -1, plan.unit, -1, plan.interceptor, -1, float(launcher.rounds))
    interceptor.stock -= loaded
    interceptor.rounds -= launcher.rounds
    launcher.coming = launcher.rounds + loaded
    launcher.rounds, launcher.idle = 0, math.inf
    if has_command(tb):
        mark_sharers(tb, st, plan.unit)
    launcher.due = t + plan.reload_time * (loaded / plan.rounds)
    push(tb, st, launcher.due, event(EV_RELOAD, 0, k))


@compiled
def go_or_wait(tb: Tables, st: State, k: int, t: float) -> None:
    """Launcher k has just launched, and there is stock: if empty it goes to reload, else its idle time begins.

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
    if launcher.rounds == 0:
        _go(tb, st, k, t)
    elif tb.system[tb.unit[tb.launcher[k].unit].system].reload_when_idle:
        launcher.idle = t + patience(tb, k)
        if not launcher.watched:
            launcher.watched = 1
            push(tb, st, launcher.idle, event(EV_IDLE, 0, k))


@compiled
def _ask(tb: Tables, st: State, k: int, t: float) -> None:
    """Launcher k has been idle for long: if it is partly empty and not needed, it goes to reload."""
    launcher, plan = st.launcher[k], tb.launcher[k]
    interceptor = st.interceptor[plan.pool]
    if tb.mover.shape[0] > 0 and on_the_move(tb, st, plan.unit):
        return
    if not launcher.alive or not 0 < launcher.rounds < plan.rounds or interceptor.stock == 0:
        return
    if interceptor.rounds - launcher.rounds - interceptor.promised >= tb.interceptor[plan.pool].channels:
        _go(tb, st, k, t)


@compiled
def on_idle(tb: Tables, st: State, k: int, t: float) -> None:
    """Launcher k may have been idle long enough, unless it has launched since.

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
    if launcher.idle > t and launcher.rounds > 0:
        push(tb, st, launcher.idle, event(EV_IDLE, 0, k))
        return
    launcher.watched = 0
    _ask(tb, st, k, t)


@compiled
def ask_others(tb: Tables, st: State, k: int, t: float) -> None:
    """Launcher k has been reloaded: others of its missile type that have been idle for long may go now.

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
    unit, pool = tb.unit[tb.launcher[k].unit], tb.launcher[k].pool
    if not tb.system[unit.system].reload_when_idle:
        return
    for other in range(unit.first_drawn, unit.first_drawn + unit.drawn):
        if other != k and tb.launcher[other].pool == pool and st.launcher[other].idle <= t:
            _ask(tb, st, other, t)


@compiled
def ask_idle(tb: Tables, st: State, u: int, t: float) -> None:
    """Unit u is in place again: its launchers that have been idle for long may go to reload.

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
    unit = tb.unit[u]
    for k in range(unit.first_launcher, unit.first_launcher + unit.launchers):
        if st.launcher[k].idle <= t and tb.system[unit.system].reload_when_idle:
            _ask(tb, st, k, t)
