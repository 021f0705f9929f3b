"""Formations that turn back at a loss threshold (docs/model/engagement.md, "Turning back")."""

from __future__ import annotations

import math

from airdef.engine.memory.columns import T_TURNED_BACK, TURNED_BACK_COUNT
from airdef.engine.memory.heap import EV_TURN_BACK, event, push
from airdef.engine.memory.layout import FLYING, TURNED_BACK, State, Tables
from airdef.engine.memory.record import TURNED_BACK as TURNED_BACK_EVENT
from airdef.engine.memory.record import Array
from airdef.engine.rules.events import count, record_event
from airdef.engine.rules.jamming import end_jamming
from airdef.engine.rules.tracks import forget
from airdef.jit import compiled


@compiled
def lose_member(tb: Tables, st: State, f: int, t: float) -> None:
    """A member of formation f that may turn back is destroyed: at the threshold the others are ordered back.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    f
        Number of the formation among those that may turn back.
    t
        Time of the scenario [s].
    """
    formation = tb.turning[f]
    st.losses[f] += 1
    if st.losses[f] == formation.losses:
        push(tb, st, t + formation.delay, event(EV_TURN_BACK, formation.first, f))


@compiled
def on_turn_back(tb: Tables, st: State, out: Array, f: int, t: float) -> None:
    """Formation f turns back: none of its members flies any more.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    out
        The row of counts of the replication, f64[columns]; it is filled.
    f
        Number of the formation among those that may turn back.
    t
        Time of the scenario [s].
    """
    formation = tb.turning[f]
    for j in range(formation.first, formation.first + formation.members):
        if st.threat[j].status != FLYING:
            continue
        st.threat[j].status = TURNED_BACK
        out[TURNED_BACK_COUNT] += 1
        count(st, tb.threat[j].tally + T_TURNED_BACK)
        record_event(st, t, TURNED_BACK_EVENT, j, -1, -1, -1, -1, math.nan)
        forget(tb, st, j, t)
        end_jamming(tb, st, j, t)
