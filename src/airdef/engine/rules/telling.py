"""Telling decoys apart: tries, and what follows from one that succeeds (docs/model/engagement.md)."""

from __future__ import annotations

import math

from airdef.engine import rng
from airdef.engine.memory.columns import T_TOLD_APART
from airdef.engine.memory.heap import EV_TRY, event, push
from airdef.engine.memory.layout import FLYING, HELD, State, Tables
from airdef.engine.memory.record import TOLD_APART
from airdef.engine.rules.disguise import chance_to_tell, hears
from airdef.engine.rules.events import count, draw, mark_for_decision, record_event
from airdef.engine.rules.tracks import make_ready
from airdef.jit import compiled

TRIES_PER_RADAR = 8192
"""Random stream is keyed by 8192 * radar + number of the try; later ones of a threat reuse the last."""


@compiled
def on_try(tb: Tables, st: State, r: int, j: int, t: float) -> None:
    """Radar r has held threat j for another dwell time, unless it lost it meanwhile: it tries to tell it apart.

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
    trying, dwell = st.trying[i], tb.radar[r].dwell
    trying.queued = 0
    if st.threat[j].status != FLYING or st.track[j, r].held != HELD:
        return
    due = trying.since + (trying.made + 1) * dwell
    if t >= due:
        who = hears(tb, st, r)
        if who >= 0 and st.told[who, j]:
            return
        chance = chance_to_tell(tb, i, t - st.threat[j].offset)
        number = min(trying.number, TRIES_PER_RADAR - 1)
        trying.number += 1
        trying.made += 1
        if chance > 0.0 and draw(tb, st, j, rng.APART, r * TRIES_PER_RADAR + number) < chance:
            tell(tb, st, r, j, who, t)
            return
        due = trying.since + (trying.made + 1) * dwell
    trying.queued = 1
    push(tb, st, due, event(EV_TRY, j, r))


@compiled
def tell(tb: Tables, st: State, r: int, j: int, who: int, t: float) -> None:
    """Radar r has told threat j apart: to those that hear it the threat looks like what it is.

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
    who
        Who hears it (`disguise.hears`).
    t
        Time of the scenario [s].
    """
    if who < 0:
        return
    st.told[who, j] = 1
    if not st.threat[j].told:
        st.threat[j].told = 1
        count(st, tb.threat[j].tally + T_TOLD_APART)
    record_event(st, t, TOLD_APART, j, -1, r, -1, -1, math.nan)
    system = tb.system[tb.radar[r].system]
    for u in range(system.first_unit, system.first_unit + system.units):
        if who < tb.system.shape[0] or u == tb.radar[r].unit:
            make_ready(tb, st, u, j, t)
            mark_for_decision(tb, st, u)
