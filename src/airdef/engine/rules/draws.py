"""When tracks become firm and are dropped, as looks and random stream have it."""

from __future__ import annotations

import math

from airdef.engine import rng
from airdef.engine.memory.heap import is_far
from airdef.engine.memory.layout import DRAWS, GUIDE, NOTHING, PRESAMPLED, State, Tables
from airdef.engine.rules.events import draw_two
from airdef.engine.rules.mixed_looks import mixed_drop, mixed_firm, time_of
from airdef.jit import compiled, inlined, prefetch
from airdef.physics.tracking import sample_firm, walk_drop, walk_firm

TRACKS_PER_RADAR = 64
"""Random stream is keyed by 64 * radar + track number; a threat tracked more often by one radar reuses the last."""

COUNTS_PER_RADAR = 8192
"""The same for the counts of a radar that `counts_anew`, from the 64th on (`rng.FIRM_AGAIN`)."""

STAYS, SURELY = -1, -2
"""Instead of a look at which a track is dropped: chance has it stay; it stays (or never is) without a draw for that."""


@inlined
def stream_of(tb: Tables, st: State, r: int, j: int, number: int) -> tuple[float, float]:
    """Return the numbers that decide when radar r's track of threat j, counted from 0, becomes firm and is dropped.

    Parameters
    ----------
    number
        Number of the track among those of radar and threat, from 0.
    """
    return draw_two(tb, st, j, rng.FIRM, rng.DROP, r * TRACKS_PER_RADAR + min(number, TRACKS_PER_RADAR - 1))


@inlined
def draw_first(tb: Tables, st: State, r: int, j: int) -> None:
    """Draw the random stream of radar r's first track of threat j, and begin to load the step of the guide it leads to.

    The looks of a large raid lie far off in memory: asked for by all radars at once, they come while the first one's
    are worked on (`prefetch_looks`). Not where there is no track to draw, or it is drawn in another way.
    """
    st.first[r, 0] = -1.0
    if tb.looks[j, r].ever > 0.0 and st.n[PRESAMPLED] < 0 and not tb.radar[r].counts_anew:
        u, v = stream_of(tb, st, r, j, 0)
        st.first[r, 0], st.first[r, 1] = u, v
        prefetch(tb.guide[j], r, int(u * GUIDE))


@inlined
def prefetch_looks(tb: Tables, st: State, r: int, j: int) -> None:
    """Begin to load the looks that radar r's first track of threat j leads to, as `draw_first` has drawn it."""
    if st.first[r, 0] >= 0.0:
        guide, g = tb.guide[j], int(st.first[r, 0] * GUIDE)
        prefetch(tb.chance, tb.looks[j, r].chance + ((guide[r, g] + guide[r, g + 1] + 1) >> 1), 0)


@inlined
def draw_track(tb: Tables, st: State, row: int, j: int, u: float, v: float, begin: int) -> tuple[int, int]:
    """Return the next track on a row's looks at threat j, begun from nothing at look `begin`, as u and v have it.

    Returns the look at which it becomes firm, -1 for never; and the look at which it is dropped, `STAYS` if it is
    not, `SURELY` if that was no matter of chance.

    Parameters
    ----------
    row
        Row of looks: of the radar where it is, with the jammers that have ended.
    u
        Uniform number in [0, 1) that decides when the track becomes firm.
    v
        Uniform number in [0, 1) that decides when it is dropped.
    begin
        Look at which the track begins.

    Returns
    -------
    tuple[int, int]
        The look at which the track becomes firm, -1 for never, and that at which it is dropped.
    """
    looks = tb.looks[j, row]
    chance = tb.chance[looks.chance : looks.chance + looks.size]
    if begin > 0:
        k = walk_firm(chance[:, 0], begin, tb.confirm[looks.rule : looks.rule + looks.states], u, st.chain)
    elif u < looks.ever:
        g = int(u * GUIDE)
        first, last = tb.guide[j, row, g], min(tb.guide[j, row, g + 1] + 1, looks.size)
        k = first + sample_firm(chance[first:last, 3], u)
    else:
        k = -1
    if k < 0:
        return -1, SURELY
    later = chance[k, 2]
    if later <= 0.0:
        return k, SURELY
    st.n[DRAWS] += 1
    if v >= later:
        return k, STAYS
    return k, walk_drop(chance[:, 0], chance[:, 1], chance[:, 2], k, looks.drop, v, st.chain)


@compiled
def first_look(tb: Tables, row: int, j: int, offset: float, t: float) -> int:
    """Return the first of a row's looks at threat j at time t or later, if its times are shifted by `offset`.

    Parameters
    ----------
    row
        Row of looks.
    offset
        By how much the threat is late [s].
    """
    low, high = 0, tb.looks[j, row].size
    while low < high:
        middle = (low + high) >> 1
        if time_of(tb, row, j, middle) + offset >= t:
            high = middle
        else:
            low = middle + 1
    return low


@compiled
def numbers_of(tb: Tables, st: State, r: int, j: int, number: int) -> tuple[float, float]:
    """Return the same as `stream_of` for a radar that `counts_anew`: it may count a threat more often.

    Parameters
    ----------
    number
        Number of the count among those of radar and threat, from 0.
    """
    if number < TRACKS_PER_RADAR:
        return stream_of(tb, st, r, j, number)
    return draw_two(tb, st, j, rng.FIRM_AGAIN, rng.DROP_AGAIN, r * COUNTS_PER_RADAR + min(number, COUNTS_PER_RADAR - 1))


@compiled
def next_count(tb: Tables, st: State, r: int, j: int) -> bool:
    """Settle the same for a radar that does not always radiate, or may be jammed: its count begins when it radiates.

    It ends when the radar falls silent. Counts are numbered as they are begun, whether a track comes of them or not.

    Returns
    -------
    bool
        Whether a track comes of it.
    """
    T = tb.threat.shape[0]
    radar, track, offset = st.radar[r], st.track[j, r], st.threat[j].offset
    row = radar.row
    jammed = tb.radar[r].jammers > 0
    if jammed:
        st.counting[r * T + j].number = -1
    if (tb.looks[j, row].ever <= 0.0 and not jammed) or not radar.emits:
        return False
    begin = max(track.at, first_look(tb, row, j, offset, radar.on_since))
    if begin >= tb.looks[j, row].size:
        return False
    number = track.count
    track.count += 1
    if time_of(tb, row, j, begin) + offset >= radar.off_at:
        return False
    u, v = numbers_of(tb, st, r, j, number)
    if jammed:
        count = st.counting[r * T + j]
        count.begin, count.number = begin, number
        k = mixed_firm(tb, st, r, j, begin, u)
        d = mixed_drop(tb, st, r, j, k, v) if k >= 0 else SURELY
        count.firm = k
    else:
        k, d = draw_track(tb, st, row, j, u, v, begin)
    if k < 0 or time_of(tb, row, j, k) + offset >= radar.off_at:
        return False
    track.firm = time_of(tb, row, j, k) + offset
    if d >= 0:
        track.lost = time_of(tb, row, j, d) + offset
        track.at = d + 1
    return True


@inlined
def next_track(tb: Tables, st: State, r: int, j: int) -> bool:
    """Settle when radar r's next track of threat j becomes firm and when it is dropped; False if never firm.

    Returns
    -------
    bool
        Whether it ever becomes firm.
    """
    row, track = r, st.track[j, r]
    track.held = NOTHING
    track.firm, track.lost = math.inf, math.inf
    if tb.radar[r].counts_anew:
        return next_count(tb, st, r, j)
    if tb.looks[j, row].ever <= 0.0:
        return False
    if st.n[PRESAMPLED] >= 0:
        a = tb.presampled_start[st.n[PRESAMPLED], r * tb.threat.shape[0] + j] + track.count
        k, d = tb.presampled[a, 0], tb.presampled[a, 1]
        st.n[DRAWS] += 1 + (d != SURELY)
    else:
        if track.count == 0 and is_far(st):
            u, v = st.first[r, 0], st.first[r, 1]
        else:
            u, v = stream_of(tb, st, r, j, track.count)
        k, d = draw_track(tb, st, row, j, u, v, track.at)
    if k < 0:
        return False
    offset = st.threat[j].offset
    track.firm = time_of(tb, row, j, k) + offset
    track.count += 1
    if d >= 0:
        track.lost = time_of(tb, row, j, d) + offset
        track.at = d + 1
    return True


@compiled
def first_firm(tb: Tables, st: State, r: int, j: int) -> float:
    """Return when radar r, where it is, would hold threat j had it radiated always; infinite for never.

    By its looks and the random stream of its first track.

    Returns
    -------
    float
        When its first track would become firm [s].
    """
    row = st.radar[r].row
    if tb.looks[j, row].ever <= 0.0:
        return math.inf
    u, v = stream_of(tb, st, r, j, 0)
    if tb.radar[r].jammers > 0:
        k = mixed_firm(tb, st, r, j, 0, u)
    else:
        k, _ = draw_track(tb, st, row, j, u, v, 0)
    return math.inf if k < 0 else time_of(tb, row, j, k) + st.threat[j].offset
