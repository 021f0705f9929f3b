"""Looks of a radar while support jammers end (docs/model/engagement.md, "Jamming formations").

A list of looks is there for each set of the radar's jammers that have ended, with the same times. A look has the
probability of the set at its time; so the list that a count goes by is put together from several.
"""

from __future__ import annotations

import math

from airdef.engine.memory.layout import DRAWS, State, Tables
from airdef.jit import compiled, inlined
from airdef.physics.tracking import walk_drop, walk_firm

SURE = 2.0
"""A bound of a probability that says nothing: no walk stops by it."""


@inlined
def time_of(tb: Tables, row: int, j: int, k: int) -> float:
    """Return the time of look k of a row at threat j, if that starts on schedule.

    Parameters
    ----------
    row
        Row of looks: of a radar at a position, with a set of jammers ended.
    k
        Number of the look in the list.

    Returns
    -------
    float
        The time [s] of the threat's own clock.
    """
    looks = tb.looks[j, row]
    return looks.begin + k * looks.step if looks.step > 0.0 else tb.look_time[looks.time + k]


@compiled
def ended_at(tb: Tables, st: State, r: int, t: float) -> int:
    """Return the set of radar r's jammers that have ended at a time or before, as far as is known now.

    Returns
    -------
    int
        The sum of 2^k over those of its jammers, numbered k.
    """
    found = 0
    for a in range(st.jammer_end.shape[0]):
        k = tb.radar_jammer[r, a]
        if k >= 0 and st.jammer_end[a] <= t:
            found |= 1 << k
    return found


@compiled
def mix(tb: Tables, st: State, r: int, j: int, begin: int) -> int:
    """Put together the looks of radar r at threat j, from look `begin` on, as its jammers have ended by now.

    Parameters
    ----------
    st
        The state of the replication; `mixed` is filled: probability of detection, and a bound that says nothing.
    begin
        Number of the first look.

    Returns
    -------
    int
        How many looks the list has.
    """
    radar = st.radar[r]
    place = radar.place
    size, offset = tb.looks[j, place].size, st.threat[j].offset
    changes = radar.ended != 0
    first = tb.looks[j, place].chance
    for k in range(begin, size):
        if changes:
            ended = ended_at(tb, st, r, time_of(tb, place, j, k) + offset)
            first = tb.looks[j, tb.jammed_row[place, ended, 0]].chance
        st.mixed[k, 0] = tb.chance[first + k, 0]
        st.mixed[k, 2] = SURE
    return int(size)


@compiled
def mixed_firm(tb: Tables, st: State, r: int, j: int, begin: int, u: float) -> int:
    """Return the look at which a count begun at look `begin` becomes a firm track, by its number; -1 for never.

    Parameters
    ----------
    begin
        Number of its first look.
    u
        Uniform number in [0, 1).

    Returns
    -------
    int
        Number of the look; -1 for never.
    """
    size = mix(tb, st, r, j, begin)
    looks = tb.looks[j, st.radar[r].place]
    return int(walk_firm(st.mixed[:size, 0], begin, tb.confirm[looks.rule : looks.rule + looks.states], u, st.chain))


@compiled
def mixed_drop(tb: Tables, st: State, r: int, j: int, firm: int, v: float) -> int:
    """Return the look at which a track that became firm at look `firm` is dropped, by its number; -1 for never.

    Parameters
    ----------
    firm
        Number of the look at which it became firm.
    v
        Uniform number in [0, 1).

    Returns
    -------
    int
        Number of the look; -1 for never.
    """
    size = mix(tb, st, r, j, firm)
    drop = tb.looks[j, st.radar[r].place].drop
    for k in range(firm + drop, size):
        misses = 1.0
        for m in range(k - drop + 1, k + 1):
            misses *= 1.0 - st.mixed[m, 0]
        st.mixed[k, 1] = misses
    st.n[DRAWS] += 1
    chance = st.mixed[:size]
    return int(walk_drop(chance[:, 0], chance[:, 1], chance[:, 2], firm, drop, v, st.chain))


@compiled
def held_but_for_jamming(tb: Tables, st: State, r: int, j: int, u: float) -> float:
    """Return when radar r, if it stands, would have held threat j had all its jammers ended; infinite for never.

    Infinite too for a radar that no formation may jam.

    Parameters
    ----------
    u
        The number of its first track.

    Returns
    -------
    float
        When its first track would have become firm [s].
    """
    if tb.radar[r].jammers == 0 or not st.radar[r].alive:
        return math.inf
    row = tb.jammed_row[st.radar[r].place, (1 << tb.radar[r].jammers) - 1, 0]
    looks = tb.looks[j, row]
    chance = tb.chance[looks.chance : looks.chance + looks.size]
    k = walk_firm(chance[:, 0], 0, tb.confirm[looks.rule : looks.rule + looks.states], u, st.chain)
    return math.inf if k < 0 else time_of(tb, row, j, k) + st.threat[j].offset
