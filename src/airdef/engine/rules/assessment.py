"""Kill assessment: what is judged of a salvo, and what follows."""

from __future__ import annotations

import math

from airdef.engine import rng
from airdef.engine.memory.layout import CLOSED, DESTROYED, FLYING, FREE, REENGAGEMENT, State, Tables
from airdef.engine.memory.record import CLOSED as CLOSED_EVENT
from airdef.engine.memory.record import JUDGED_ALIVE, JUDGED_DEAD
from airdef.engine.rules.asking import asks, leave_open
from airdef.engine.rules.attacks import takes_none
from airdef.engine.rules.disguise import engages
from airdef.engine.rules.engagements import begin, free_channel, salvo_size
from airdef.engine.rules.events import cell_of, draw, record_event, record_trial
from airdef.engine.rules.windows import interceptor_for
from airdef.jit import compiled, inlined


@inlined
def assessment_error(tb: Tables, s: int, dead: bool) -> float:
    """Return the probability that system s judges a target wrongly that is dead, or alive.

    Parameters
    ----------
    s
        Number of the system that judges.
    dead
        Whether the target is destroyed.
    """
    return float(tb.system[s].alive_given_dead if dead else tb.system[s].dead_given_alive)


@compiled
def on_assess(tb: Tables, st: State, e: int, t: float) -> None:
    """Judge the result of engagement e: end it, or engage the same threat again on the same channel."""
    eng = st.engagement[e]
    if not eng.active or eng.next != t:  # that of an engagement before, which a move ended
        return
    u, j = eng.unit, eng.threat
    s = tb.unit[u].system
    system = tb.system[s]
    status = st.threat[j].status
    if status not in (FLYING, DESTROYED):
        record_event(st, t, CLOSED_EVENT, j, u, -1, -1, -1, math.nan)
        free_channel(tb, st, e, CLOSED, t)
        return
    dead = status == DESTROYED
    error = assessment_error(tb, s, dead)
    number = draw(tb, st, j, rng.ASSESS, eng.ordinal) if error > 0.0 else math.nan
    wrong = number < error
    record_trial(st, number, 0.0, -1, j, s, dead, wrong)
    judged_alive = dead == wrong
    record_event(st, t, JUDGED_ALIVE if judged_alive else JUDGED_DEAD, j, u, -1, -1, -1, math.nan)
    g = cell_of(tb, st, u)
    if not judged_alive or (system.rounds > 0 and st.engagements_made[g, j] >= system.rounds):
        free_channel(tb, st, e, CLOSED, t)
        return
    takes = engages(tb, st, u, j) and not (tb.mover.shape[0] > 0 and takes_none(tb, st, u))
    w = interceptor_for(tb, st, u, j, t) if takes else -1
    if w >= 0:
        eng.dead_target = 1 if dead else 0
        n = salvo_size(tb, st, g, u, j, w)
        if asks(st):
            leave_open(st, REENGAGEMENT, g, e, u, j, w, n, t)
        else:
            begin(tb, st, e, w, n, t)
    else:
        free_channel(tb, st, e, CLOSED if dead else FREE, t)
