"""What a decider sees, written into arrays: tracks, fire units and options of each open decision. Compiled.

Only what the defence knows is written: tracks that the cell that decides has, from a radar or by a link, and targets
that it engages, where they are expected to be. What a threat is, as far as it differs from what it looks like, is not
in it.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from airdef.engine.memory.layout import ASSIGNMENT, ENGAGED, NONE, NUMBERED, State, Tables
from airdef.engine.rules.asking import may_take, most
from airdef.engine.rules.events import cell_of, known_to, units_of
from airdef.engine.rules.sspk import sspk_at
from airdef.engine.rules.windows import EPS, flight, free_rounds, reaction_of
from airdef.jit import compiled, entry, handle_at, inlined

if TYPE_CHECKING:
    from airdef.decisions.picture import Picture
    from airdef.engine.memory.record import Array

TRACK_FIELDS = (
    *("number", "east", "north", "altitude", "east_speed", "north_speed", "climb", "age", "held", "state"),
    *("engagements", "missiles", "category", "to_arrival", "value"),
)
"""Columns of a track: its number from 1 (0: no track in this row); position in the frame of the system's command post
(east and north in its horizontal plane, altitude above sea level) [m] and its rates [m/s]; seconds since the threat was
first known; 1 while the cell has it, 0 where it is expected to be; 0 free, 1 engaged, 2 closed for the cell;
engagements the cell has made of it; missiles of the cell on their way to it; the category it looks like; seconds until
it is expected to arrive (inf: never) and the value of the asset it is expected to be aimed at."""
UNIT_FIELDS = (*("able", "free_channels", "free_missile_channels", "rounds", "stock", "until_launch", "until_turned"),)
"""Columns of a fire unit: 1 if it stands and belongs to the cell that decides; free target and missile channels; rounds
on launchers in action that are not promised, rounds in stock; seconds until its launch interval ends, and until it has
turned."""
OPTION = np.dtype(
    [
        *((name, np.int32) for name in ("unit", "track", "interceptor", "most")),
        *((name, np.float32) for name in ("launch", "time_of_flight", "slant_range", "sspk", "closes")),
    ],
    align=True,
)
"""What may be answered: a unit, a track's number, an interceptor and the longest salvo of it; seconds until the first
launch falls due, time of flight [s] and slant range at intercept [m] of a launch then, the SSPK against what the track
looks like, and seconds until the window ends."""


@compiled
def place_of(tb: Tables, pic: Picture, s: int, j: int, own: float, row: Array) -> None:
    """Write position and rates of threat j at its own time, in the frame of system s.

    Before and behind its path a threat is at the path's first or last node.

    Parameters
    ----------
    tb
        The tables of the scenario; not read.
    pic
        The paths of all threats.
    s
        Index of the system, from 0.
    j
        Index of the threat, from 0.
    own
        The threat's own time [s]: scenario time less its delay.
    row
        Columns of a track, f4[len(TRACK_FIELDS)]; columns 1 to 6 are written: `east`, `north`, `altitude` [m] and their
        rates [m/s].
    """
    last = pic.start[j + 1] - 1 - pic.start[j]
    x = min(max((own - pic.t0[j]) / pic.dt[j], 0.0), float(last))
    k = min(int(x), max(last - 1, 0))
    node = pic.node[s, pic.start[j] + k]
    since = (x - k) * pic.dt[j]
    for i in range(3):
        row[1 + i] = node[i] + since * node[3 + i]
        row[4 + i] = node[3 + i]


@compiled
def held_by(tb: Tables, st: State, g: int, j: int) -> bool:
    """Tell whether fire-control cell g has a track of threat j, from a radar or by a link.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    g
        Number of the fire-control cell: of a system or command node, or the number of both plus the index of a fire
        unit that decides for itself.
    j
        Index of the threat, from 0.

    Returns
    -------
    bool
        Of a system whose post stands: whether the post knows the threat. Of a command node: whether its post does, or
        one of the units of its cell. Of any other cell: whether one of its units does.
    """
    first, last = units_of(tb, g)
    S = tb.system.shape[0]
    if g < S and st.system[g].post:
        if st.known[g, j] > 0:
            return True
        if tb.system[g].units > 0:
            return False
    for u in range(first, last):
        if (g >= S or tb.system[g].units > 0 or cell_of(tb, st, u) == g) and known_to(tb, st, u, j):
            return True
    return False


@compiled
def first_known(tb: Tables, st: State, g: int, s: int, j: int) -> float:
    """Return when threat j was first known to cell g.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    g
        Number of the fire-control cell.
    s
        Index of its system or command node, from 0.
    j
        Index of the threat, from 0.

    Returns
    -------
    float
        Time of the scenario [s] at which system s, or of a command node's cell the first of the node and the systems
        whose units are of it, came to know the threat; inf: never.
    """
    since = float(st.since[s, j])
    if tb.system[s].units == 0:
        for u in range(tb.unit.shape[0]):
            if cell_of(tb, st, u) == g:
                since = min(since, float(st.since[tb.unit[u].system, j]))
    return since


@compiled
def number_tracks(tb: Tables, st: State, g: int, s: int) -> None:
    """Give numbers to the threats that cell g sees for the first time, in the order of their becoming known.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication; `st.number` (0: none yet) and the count of numbers given are written.
    g
        Number of the fire-control cell.
    s
        Index of its system or command node, from 0. When a threat was first known (`first_known`) makes the order; of
        equal times the lower index comes first.
    """
    more = True
    while more:
        more = False
        next_one, since = -1, math.inf
        for j in range(tb.threat.shape[0]):
            if st.number[j] == 0 and held_by(tb, st, g, j):
                known = first_known(tb, st, g, s, j)
                if known == math.inf:
                    continue
                more = next_one >= 0
                if known < since:
                    next_one, since = j, known
        if next_one >= 0:
            st.n[NUMBERED] += 1
            st.number[next_one] = st.n[NUMBERED]


@compiled
def write_tracks(tb: Tables, st: State, pic: Picture, g: int, s: int, t: float, tracks: Array) -> None:
    """Write the tracks that cell g sees at time t, each in the row of its number.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication, after `number_tracks`.
    pic
        The paths of all threats.
    g
        Number of the fire-control cell.
    s
        Index of its system, from 0.
    t
        Time of the scenario [s].
    tracks
        f4[T, len(TRACK_FIELDS)]; all of it is written, rows without a track with 0.
    """
    tracks[:, :] = 0.0
    for j in range(tb.threat.shape[0]):
        if st.number[j] == 0:
            continue
        held = held_by(tb, st, g, j)
        if not held and st.cell[g, j] != ENGAGED:
            continue
        row = tracks[st.number[j] - 1]
        own = t - st.threat[j].offset
        row[0] = st.number[j]
        place_of(tb, pic, s, j, own, row)
        row[7] = t - first_known(tb, st, g, s, j)
        row[8] = held
        row[9] = st.cell[g, j]
        row[10] = st.engagements_made[g, j]
        row[12] = tb.threat[j].looks_like
        row[13] = max(tb.threat[j].end - own, 0.0) if tb.threat[j].arrives else math.inf
        row[14] = pic.value[j]
    first, last = units_of(tb, g)
    for u in range(first, last):
        if cell_of(tb, st, u) != g:
            continue
        for e in range(tb.unit[u].first_engagement, tb.unit[u].first_engagement + tb.unit[u].target_channels):
            eng = st.engagement[e]
            if eng.active and st.number[eng.threat] > 0:
                tracks[st.number[eng.threat] - 1, 11] += eng.flying


@compiled
def write_units(tb: Tables, st: State, g: int, t: float, units: Array) -> None:
    """Write the fire units as cell g has them at time t.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    g
        Number of the fire-control cell.
    t
        Time of the scenario [s].
    units
        f4[U, len(UNIT_FIELDS)], in the scenario's order; all of it is written, rows of other cells' units with 0.
    """
    units[:, :] = 0.0
    first, last = units_of(tb, g)
    for u in range(first, last):
        if cell_of(tb, st, u) != g:
            continue
        unit, row = st.unit[u], units[u]
        row[0] = unit.alive
        row[1] = unit.free_channels + tb.unit[u].spare_target_channels
        row[2] = unit.free_missiles
        row[3] = free_rounds(tb, st, u)
        for w in range(tb.unit[u].first_interceptor, tb.unit[u].first_interceptor + tb.unit[u].interceptors):
            row[4] += st.interceptor[tb.interceptor[w].pool].stock
        row[5], row[6] = max(unit.next_launch - t, 0.0), max(unit.turned - t, 0.0)


@compiled
def add_options(tb: Tables, st: State, u: int, j: int, reaction: float, t: float, options: Array, count: int) -> int:
    """Add the options of unit u against threat j, one for each missile type that is possible.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    u
        Index of the fire unit, from 0.
    j
        Index of the threat, from 0.
    reaction
        Time until the first launch falls due [s].
    t
        Time of the scenario [s].
    options
        OPTION[most]; entries from `count` on are written. Options that it has no room for are left out.
    count
        How many options it holds already.

    Returns
    -------
    int
        How many it holds then.
    """
    unit = tb.unit[u]
    own = t + reaction - st.threat[j].offset
    for w in range(unit.first_interceptor, unit.first_interceptor + unit.interceptors):
        longest = most(tb, st, u, j, w, t + reaction)
        if longest == 0 or count == options.shape[0]:
            continue
        option = options[count]
        option.unit, option.track, option.interceptor, option.most = u, st.number[j], w, longest
        tof, slant_range = flight(tb, w + st.unit[u].shift, j, own)
        option.launch, option.time_of_flight, option.slant_range = reaction, tof, slant_range
        option.sspk = sspk_at(tb, w, tb.threat[j].looks_like, slant_range)
        option.closes = closing(tb, w + st.unit[u].shift, st.unit[u].facing, j, own) - own
        count += 1
    return count


@inlined
def closing(tb: Tables, w: int, facing: int, j: int, own: float) -> float:
    """Return when the window of interceptor w that holds a launch ends.

    Parameters
    ----------
    tb
        The tables of the scenario.
    w
        Index of the interceptor type, from 0.
    facing
        Index of the facing that its unit has, from 0.
    j
        Index of the threat, from 0.
    own
        Launch time, the threat's own [s].

    Returns
    -------
    float
        The threat's own time [s] at which the window closes; `own` if no window holds the launch.
    """
    i = (w * tb.facing.shape[1] + facing) * tb.threat.shape[0] + j
    for v in range(tb.window_start[i], tb.window_start[i + 1]):
        if own <= tb.window_close[v] + EPS:
            return max(float(tb.window_close[v]), own)
    return own


@compiled
def write_options(tb: Tables, st: State, t: float, options: Array) -> int:
    """Write what may be answered to the open decision.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication; its decision is open.
    t
        Time of the scenario [s].
    options
        OPTION[most]; written from the front, in the order of units, threats and missile types.

    Returns
    -------
    int
        How many options were written, at most `most`.
    """
    decision = st.decision[0]
    g = decision.cell
    if decision.kind != ASSIGNMENT:
        return add_options(tb, st, decision.unit, decision.threat, 0.0, t, options, 0)
    count = 0
    first, last = units_of(tb, g)
    for u in range(first, last):
        if not st.unit[u].alive or st.unit[u].free_channels == 0:
            continue
        for j in range(tb.threat.shape[0]):
            if st.ready[u, j] & 1 and may_take(tb, st, g, u, j, t):
                count = add_options(tb, st, u, j, reaction_of(tb, st, u), t, options, count)
    return count


@entry
def observe(
    tb: Tables, like: State, states: Array, pic: Picture, tracks: Array, units: Array, options: Array, counts: Array
) -> None:
    """Write what is seen at the open decision of each state; nothing where none is open.

    The tracks of a threat get their number here, at the first decision that sees it.

    Parameters
    ----------
    tb
        The tables of the scenario.
    like
        A state with arrays of the same shapes.
    states
        Addresses of the B states, i8[B].
    pic
        The paths of all threats.
    tracks
        f4[B, T, len(TRACK_FIELDS)]; written.
    units
        f4[B, U, len(UNIT_FIELDS)]; written.
    options
        OPTION[B, most]; written.
    counts
        i4[B], how many options there are; written, with 0 where no decision is open.
    """
    for b in range(states.shape[0]):
        st = handle_at(like, states[b])
        decision = st.decision[0]
        if decision.kind == NONE:
            counts[b] = 0
            continue
        g, t = decision.cell, decision.time
        s = g if g < tb.system.shape[0] else tb.unit[g - tb.system.shape[0]].system
        number_tracks(tb, st, g, s)
        write_tracks(tb, st, pic, g, s, t, tracks[b])
        write_units(tb, st, g, t, units[b])
        counts[b] = write_options(tb, st, t, options[b])
