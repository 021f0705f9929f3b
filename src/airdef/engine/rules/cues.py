"""What ends a radar's silence, and what warns of a homing weapon: noticed here, acted on in `emission`."""

from __future__ import annotations

import math

from airdef.engine.memory.heap import EV_EMISSION, event, push
from airdef.engine.memory.layout import RADAR_TARGET, State, Tables
from airdef.engine.memory.record import HEARD
from airdef.engine.rules.attacks import tell_of_attack
from airdef.engine.rules.events import record_event
from airdef.jit import compiled

SWITCH_ON, TURN_ON, TURN_OFF, CUED, WARNED = range(5)
"""Events of emission, in the order of an instant: a radar is to radiate (after a cue, or a shut-down); a duty cycle has
it radiate, or be silent; a threat may be a cue; a homing weapon may be near."""


@compiled
def cue(tb: Tables, st: State, c: int, t: float) -> None:
    """Radar of cue c is told to radiate, unless it was told before: it does so one switch-on time later.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    c
        Number of the cue.
    t
        Time of the scenario [s].
    """
    r = tb.cue[c].radar
    radar = st.radar[r]
    if radar.cued or not radar.alive:
        return
    radar.cued = 1
    push(tb, st, t + tb.radar[r].switch_on_time, event(EV_EMISSION, SWITCH_ON, r))


@compiled
def tell_of_track(tb: Tables, st: State, s: int, j: int, t: float) -> None:
    """A radar of system s has taken up a firm track of threat j: it may be a cue, and a warning.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    s
        Number of the system.
    j
        Number of the threat.
    t
        Time of the scenario [s].
    """
    threat = tb.threat[j]
    offset = st.threat[j].offset
    for c in range(tb.cue.shape[0]):
        if tb.cue[c].track and t >= tb.cue_reach[c, j] + offset:
            cue(tb, st, c, t)
    if tb.mover.shape[0] > 0:
        tell_of_attack(tb, st, j, t)
    if tb.system[s].shut_down > 0.0 and threat.homing and threat.target >= 0:
        target = tb.target[threat.target]
        if target.kind == RADAR_TARGET and t >= threat.end + offset - tb.system[s].shut_down_warning:
            push(tb, st, t, event(EV_EMISSION, WARNED, target.index * tb.threat.shape[0] + j))


@compiled
def hear(tb: Tables, st: State, c: int, j: int, t: float) -> None:
    """A direction finder whose post stands may hear threat j by now, in the sector of the radar of cue c: a cue.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    c
        Number of the cue.
    j
        Number of the threat.
    t
        Time of the scenario [s].
    """
    r = tb.cue[c].radar
    for f in range(tb.hears.shape[0]):
        s = tb.hears[f]
        if t >= tb.cue_heard[c, f, j] + st.threat[j].offset and st.system[s].post:
            if not st.radar[r].cued and st.radar[r].alive:
                record_event(st, t, HEARD, j, -1, r, -1, tb.system[s].target, tb.cue_bearing[c, f, j])
            cue(tb, st, c, t)


@compiled
def expect(tb: Tables, st: State, j: int) -> None:
    """Threat j flies: queue the moments at which it may become a cue, and the one at which it may warn.

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
    T = tb.threat.shape[0]
    offset = st.threat[j].offset
    for c in range(tb.cue.shape[0]):
        if tb.cue[c].track and tb.cue_reach[c, j] < math.inf:
            push(tb, st, tb.cue_reach[c, j] + offset, event(EV_EMISSION, CUED, c * T + j))
        if tb.cue_range[c, j] < math.inf:
            push(tb, st, tb.cue_range[c, j] + offset, event(EV_EMISSION, CUED, c * T + j))
        for f in range(tb.hears.shape[0]):
            if tb.cue_heard[c, f, j] < math.inf:
                push(tb, st, tb.cue_heard[c, f, j] + offset, event(EV_EMISSION, CUED, c * T + j))
    if threat.homing and threat.target >= 0 and tb.target[threat.target].kind == RADAR_TARGET:
        r = tb.target[threat.target].index
        system = tb.system[tb.radar[r].system]
        if system.shut_down > 0.0:
            begin = max(threat.end - system.shut_down_warning, threat.start)
            push(tb, st, begin + offset, event(EV_EMISSION, WARNED, r * T + j))


@compiled
def tell_of_lost_post(tb: Tables, st: State, s: int, t: float) -> None:
    """The command post of system s is destroyed: its radars that wait to be told of something wait no longer.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    s
        Number of the system.
    t
        Time of the scenario [s].
    """
    for c in range(tb.cue.shape[0]):
        if (tb.cue[c].track or tb.cue[c].bearing) and tb.radar[tb.cue[c].radar].system == s:
            cue(tb, st, c, t)
