"""From actions to answers, and from open decisions to observations, masks and rewards, many at once. Compiled."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from airdef.decisions.view import add_options, number_tracks, write_tracks, write_units
from airdef.engine.advance import simulate_many
from airdef.engine.memory.columns import MISSILES_USED, W_USED
from airdef.engine.memory.layout import ASSIGNMENT, CLOSE, HOLD, NONE, NUMBERED, OPEN, State, Tables
from airdef.engine.rules.asking import may_take, most, units_of
from airdef.jit import compiled, entry, handle_at, inlined, prefetch

if TYPE_CHECKING:
    from airdef.decisions.picture import Picture
    from airdef.engine.memory.record import Array


class Board(NamedTuple):
    """What is shown of each replication of a batch, and what is paid; B of them, A actions."""

    decision: Array  # f4[B, fields]
    units: Array  # f4[B, U, fields]
    tracks: Array  # f4[B, T, fields]
    pairs: Array  # f4[B, U * T, fields]
    pair: Array  # i4[B, U * T] those of `pairs` that are written
    written: Array  # i4[B] how many
    mask: Array  # i1[B, A]
    doctrine: Array  # i8[B] the action nearest to the doctrine's answer
    options: Array  # OPTION[B, types] scratch
    reward: Array  # f8[B] of the last step
    paid: Array  # f8[B] since the replication began
    columns: Array  # i8[counts] columns that are paid for
    weights: Array  # f8[counts]
    track_line: Array  # f4[B, T * fields] the memory of `tracks`, and its bounds
    low_track: Array  # f4[T * fields]
    high_track: Array  # f4[T * fields]
    high_unit: Array  # f4[fields]
    high_pair: Array  # f4[fields]
    states: Array  # i8[B] addresses of the states
    rows: Array  # f8[B, columns] counts so far
    actions: Array  # i8[B]
    going: Array  # u1[B] replications that have begun and not ended
    fresh: Array  # u1[B] those that have just begun: nothing is paid
    chosen: Array  # u1[B] those that are looked at
    ahead: Array  # i8[lines] where the memory is that a decision needs, in words from a state's tracks
    limits: Array  # f8[3] most missiles of a salvo; seconds to the review of a HOLD; bound of times


@entry
def first_illegal(board: Board) -> int:
    """Return the first place whose action its mask does not allow, of those not `fresh`; -1 if there is none."""
    for b in range(board.actions.shape[0]):
        a = board.actions[b]
        if not board.fresh[b] and (a < 0 or a >= board.mask.shape[1] or board.mask[b, a] == 0):
            return b
    return -1


@entry
def write_answers(tb: Tables, like: State, board: Board, first: int, last: int) -> None:
    """Write the actions of places `first` to before `last` as answers. What a mask does not allow is to hold."""
    for b in range(first, last):
        write_answer(tb, handle_at(like, board.states[b]), board, b)


@compiled
def write_answer(tb: Tables, st: State, board: Board, b: int) -> None:
    """Write the action of place b as the answer to its decision, if one is open."""
    K, T = int(board.limits[0]), tb.threat.shape[0]
    hold = tb.unit.shape[0] * T * K
    decision = st.decision[0]
    if decision.kind == NONE:
        return
    a = board.actions[b]
    if a < 0 or a >= board.mask.shape[1] or board.mask[b, a] == 0:
        a = hold
    if a == hold:
        decision.unit, decision.review = HOLD, decision.time + board.limits[1]
    elif a == hold + 1:
        decision.unit = CLOSE
    else:
        assign(tb, st, a // (T * K), a // K % T + 1, a % K + 1)


@compiled
def assign(tb: Tables, st: State, u: int, track: int, n: int) -> None:
    """Answer: unit u, the track of a number, n missiles of the unit's first type of which so many may be launched."""
    decision = st.decision[0]
    for j in range(tb.threat.shape[0]):
        if st.number[j] == track:
            launch = decision.time + (tb.unit[u].reaction_time if decision.kind == ASSIGNMENT else 0.0)
            first, last = tb.unit[u].first_interceptor, tb.unit[u].first_interceptor + tb.unit[u].interceptors - 1
            for w in range(first, last + 1):
                if w == last or most(tb, st, u, j, w, launch) >= n:  # the mask says that one of them has so many
                    decision.unit, decision.threat, decision.interceptor, decision.salvo = u, j, w, n
                    return


@compiled
def pay(tb: Tables, st: State, row: Array, board: Board, b: int) -> None:
    """Pay what the counts have changed by since it was last paid."""
    worth = 0.0
    for k in range(board.columns.shape[0]):
        count = row[board.columns[k]]
        if board.columns[k] == MISSILES_USED:
            count = 0.0
            for w in range(tb.interceptor.shape[0]):
                count += st.tally[tb.interceptor[w].tally + W_USED]
        worth += board.weights[k] * count
    board.reward[b] = worth - board.paid[b]
    board.paid[b] = worth


@inlined
def within(low: float, high: float, value: float) -> float:
    """Return a value, or the bound that it lies beyond."""
    return min(max(value, low), high)


@compiled
def bound_tracks(st: State, board: Board, b: int) -> None:
    """Bring the tracks that have a number within their bounds; the rows behind them are empty."""
    line, low, high = board.track_line[b], board.low_track, board.high_track
    for k in range(st.n[NUMBERED] * board.tracks.shape[2]):
        line[k] = min(max(line[k], low[k]), high[k])


@compiled
def add_pair(tb: Tables, st: State, board: Board, b: int, u: int, j: int, reaction: float) -> None:
    """Write what unit u may launch at threat j, and the actions that this allows."""
    t = st.decision[0].time
    row = st.number[j] - 1
    count = add_options(tb, st, u, j, reaction, t, board.options[b], 0)
    if count == 0 or row < 0:
        return
    place = u * tb.threat.shape[0] + row
    board.pair[b, board.written[b]] = place
    board.written[b] += 1
    pair, option = board.pairs[b, place], board.options[b, 0]
    longest = 0
    for k in range(count):
        longest = max(longest, board.options[b, k].most)
    pair[0] = longest
    pair[1], pair[2], pair[3], pair[4] = option.time_of_flight, option.slant_range, option.sspk, option.closes
    for k in range(pair.shape[0]):
        pair[k] = within(0.0, board.high_pair[k], pair[k])
    K = int(board.limits[0])
    action = (u * tb.threat.shape[0] + row) * K
    for n in range(min(longest, K)):
        board.mask[b, action + n] = 1


@compiled
def write_pairs(tb: Tables, st: State, board: Board, b: int) -> None:
    """Write what may be assigned at the open decision."""
    decision = st.decision[0]
    if decision.kind != ASSIGNMENT:
        add_pair(tb, st, board, b, decision.unit, decision.threat, 0.0)
        return
    g, t = decision.cell, decision.time
    first, last = units_of(tb, g)
    for u in range(first, last):
        if st.unit[u].alive and st.unit[u].free_channels > 0:
            for j in range(tb.threat.shape[0]):
                if st.ready[u, j] & 1 and may_take(tb, st, g, u, j, t):
                    add_pair(tb, st, board, b, u, j, tb.unit[u].reaction_time)


@compiled
def nearest_to_doctrine(tb: Tables, st: State, board: Board, b: int) -> int:
    """Return the action that is the doctrine's answer, or of its salvo the longest part that there is an action for."""
    decision = st.decision[0]
    K, T = int(board.limits[0]), tb.threat.shape[0]
    hold = tb.unit.shape[0] * T * K
    if decision.unit == CLOSE:
        return hold + 1
    if decision.unit < 0 or st.number[decision.threat] == 0:
        return hold
    return int((decision.unit * T + st.number[decision.threat] - 1) * K + min(decision.salvo, K) - 1)


@compiled
def show(tb: Tables, st: State, pic: Picture, board: Board, b: int) -> None:
    """Write what is seen at the open decision of place b."""
    decision = st.decision[0]
    hold = tb.unit.shape[0] * tb.threat.shape[0] * int(board.limits[0])
    head = board.decision[b]
    head[0], head[1] = decision.kind, within(-board.limits[2], board.limits[2], decision.time)
    head[2] = head[3] = head[4] = 0.0
    board.mask[b, :] = 0
    board.mask[b, hold] = 1
    for k in range(board.written[b]):
        board.pairs[b, board.pair[b, k], :] = 0.0
    board.written[b] = 0
    if decision.kind == NONE:
        board.tracks[b, :, :] = 0.0
        board.units[b, :, :] = 0.0
        board.doctrine[b] = hold
        return
    g, t = decision.cell, decision.time
    s = g if g < tb.system.shape[0] else tb.unit[g - tb.system.shape[0]].system
    head[2] = s + 1
    number_tracks(tb, st, g, s)
    if decision.kind != ASSIGNMENT:
        head[3], head[4] = decision.unit + 1, st.number[decision.threat]
        board.mask[b, hold + 1] = 1
    write_tracks(tb, st, pic, g, s, t, board.tracks[b])
    bound_tracks(st, board, b)
    write_units(tb, st, g, t, board.units[b])
    for u in range(tb.unit.shape[0]):
        for k in range(board.high_unit.shape[0]):
            board.units[b, u, k] = within(0.0, board.high_unit[k], board.units[b, u, k])
    write_pairs(tb, st, board, b)
    board.doctrine[b] = nearest_to_doctrine(tb, st, board, b)


@entry
def look(tb: Tables, like: State, pic: Picture, board: Board, first: int, last: int) -> None:
    """Write what is seen in places `first` to before `last` that are `chosen`, pay, and note which have ended."""
    for b in range(first, last):
        if board.chosen[b]:
            look_at(tb, handle_at(like, board.states[b]), pic, board, b)


@compiled
def look_at(tb: Tables, st: State, pic: Picture, board: Board, b: int) -> None:
    """Write what is seen in place b, pay, and note whether it has ended."""
    if st.decision[0].kind == NONE:
        board.going[b] = 0
    if board.fresh[b]:
        board.reward[b] = 0.0
    else:
        pay(tb, st, board.rows[b], board, b)
    show(tb, st, pic, board, b)


@compiled
def fetch_ahead(st: State, board: Board) -> None:
    """Begin to load what a decision needs, while that of another replication is taken."""
    for k in range(board.ahead.shape[0]):
        prefetch(st.track_words, 0, board.ahead[k])


@entry
def simulate_all(
    tb: Tables,
    like: State,
    pic: Picture,
    board: Board,
    states: Array,
    rows: Array,
    streams: Array,
    still: Array,
    first: int,
    last: int,
) -> int:
    """Answer, let go on and show the places `first` to before `last` that are `chosen`, one after the other.

    Where `still` (u1[B]) is set nothing goes on. Return 0, or the code of what went wrong.
    """
    for b in range(first, last):
        if not board.chosen[b]:
            continue
        if b + 1 < last:
            fetch_ahead(handle_at(like, states[b + 1]), board)
        if not still[b]:
            if not board.fresh[b]:
                write_answer(tb, handle_at(like, states[b]), board, b)
            code = simulate_many(tb, like, states[b : b + 1], rows[b : b + 1], streams[b : b + 1], still[b : b + 1])
            if code not in (0, OPEN):
                return code
        look_at(tb, handle_at(like, states[b]), pic, board, b)
    return 0
