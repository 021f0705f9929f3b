"""From actions to answers, and from open decisions to observations, masks and rewards, many at once. Compiled."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from airdef.decisions.view import add_options, number_tracks, write_tracks, write_units
from airdef.engine.advance import simulate_many
from airdef.engine.memory.columns import MISSILES_USED, W_USED
from airdef.engine.memory.layout import ASSIGNMENT, CLOSE, HOLD, NONE, NUMBERED, OPEN, State, Tables
from airdef.engine.rules.asking import may_take, most
from airdef.engine.rules.events import units_of
from airdef.engine.rules.windows import reaction_of
from airdef.jit import compiled, entry, handle_at, inlined, prefetch

if TYPE_CHECKING:
    from airdef.decisions.picture import Picture
    from airdef.engine.memory.record import Array


class Board(NamedTuple):
    """What is shown of each replication of a batch, and what is paid.

    B replications, U fire units, T threats (as many tracks), K missiles of a salvo at most, A = U x T x K + 2 actions.
    The columns of what is shown are those of `spaces.FIELDS`.

    Attributes
    ----------
    decision : float32[B, 5]
        The open decision.
    units : float32[B, U, 7]
        Fire units.
    tracks : float32[B, T, 15]
        Tracks.
    pairs : float32[B, U * T, 5]
        What may be assigned: of a unit and a row of `tracks`.
    pair : int32[B, U * T]
        The places of `pairs` that are written.
    written : int32[B]
        How many.
    mask : int8[B, A]
        1 where an action is legal.
    doctrine : int64[B]
        The action nearest to the doctrine's answer.
    options : OPTION[B, types]
        Scratch: options of one unit and track.
    reward : float64[B]
        Paid for the last step.
    paid : float64[B]
        Paid since the replication began.
    columns : int64[counts]
        Columns of `rows` that are paid for.
    weights : float64[counts]
        What is paid for one of each.
    track_line : float32[B, T * 15]
        The memory of `tracks`.
    low_track, high_track : float32[T * 15]
        Bounds of `track_line`.
    high_unit : float32[7]
        Upper bounds of `units`; the lower ones are 0.
    high_pair : float32[5]
        Upper bounds of `pairs`; the lower ones are 0.
    states : int64[B]
        Addresses of the states.
    rows : float64[B, columns]
        Counts so far.
    actions : int64[B]
        What was chosen.
    going : uint8[B]
        1 for replications that have begun and not ended.
    fresh : uint8[B]
        1 for those that have just begun: nothing is paid.
    chosen : uint8[B]
        1 for those that are taken up and looked at.
    ahead : int64[lines]
        Where the memory is that a decision needs, in words from a state's tracks.
    limits : float64[3]
        K; time to the review of a HOLD [s]; bound of times [s].
    """

    decision: Array
    units: Array
    tracks: Array
    pairs: Array
    pair: Array
    written: Array
    mask: Array
    doctrine: Array
    options: Array
    reward: Array
    paid: Array
    columns: Array
    weights: Array
    track_line: Array
    low_track: Array
    high_track: Array
    high_unit: Array
    high_pair: Array
    states: Array
    rows: Array
    actions: Array
    going: Array
    fresh: Array
    chosen: Array
    ahead: Array
    limits: Array


@entry
def first_illegal(board: Board) -> int:
    """Return the first place whose action its mask does not allow, of those not `fresh`.

    Parameters
    ----------
    board
        The batch's arrays; `actions`, `mask` and `fresh` are read.

    Returns
    -------
    int
        The place, from 0; -1 if there is none. An action that is below 0, or beyond the mask, is not allowed.
    """
    for b in range(board.actions.shape[0]):
        a = board.actions[b]
        if not board.fresh[b] and (a < 0 or a >= board.mask.shape[1] or board.mask[b, a] == 0):
            return b
    return -1


@entry
def write_answers(tb: Tables, like: State, board: Board, first: int, last: int) -> None:
    """Write the actions of some places as answers to their open decisions. What a mask does not allow is to hold.

    Parameters
    ----------
    tb
        The tables of the scenario.
    like
        A state with arrays of the same shapes.
    board
        The batch's arrays.
    first, last
        Places from `first` to before `last`.
    """
    for b in range(first, last):
        write_answer(tb, handle_at(like, board.states[b]), board, b)


@compiled
def write_answer(tb: Tables, st: State, board: Board, b: int) -> None:
    """Write the action of place b as the answer to its decision, if one is open.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication; its decision is written.
    board
        The batch's arrays; `actions` and `mask` are read.
    b
        Place in the batch, from 0.
    """
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
    """Answer: unit u, the track of a number, n missiles of the unit's first type of which so many may be launched.

    A number that no threat has leaves the answer as it is.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication; its decision is written.
    u
        Index of the fire unit, from 0.
    track
        Number of the track, from 1.
    n
        Missiles of the salvo, from 1. If no type has so many, the unit's last is written; the mask excludes that.
    """
    decision = st.decision[0]
    for j in range(tb.threat.shape[0]):
        if st.number[j] == track:
            launch = decision.time + (reaction_of(tb, st, u) if decision.kind == ASSIGNMENT else 0.0)
            first, last = tb.unit[u].first_interceptor, tb.unit[u].first_interceptor + tb.unit[u].interceptors - 1
            for w in range(first, last + 1):
                if w == last or most(tb, st, u, j, w, launch) >= n:  # the mask says that one of them has so many
                    decision.unit, decision.threat, decision.interceptor, decision.salvo = u, j, w, n
                    return


@compiled
def pay(tb: Tables, st: State, row: Array, board: Board, b: int) -> None:
    """Pay what the counts have changed by since it was last paid.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication, from whose tallies missiles are counted when they are launched.
    row
        f8[columns], its counts so far.
    board
        The batch's arrays; `reward[b]` and `paid[b]` are written.
    b
        Place in the batch, from 0.
    """
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
    """Return a value, or the bound that it lies beyond.

    Parameters
    ----------
    low, high
        The bounds, in the unit of the value.
    value
        A number; inf becomes `high`.

    Returns
    -------
    float
        A number from `low` to `high`.
    """
    return min(max(value, low), high)


@compiled
def bound_tracks(st: State, board: Board, b: int) -> None:
    """Bring the tracks that have a number within their bounds; the rows behind them are empty.

    Parameters
    ----------
    st
        The state of the replication, which knows how many numbers were given.
    board
        The batch's arrays; `track_line[b]`, the memory of `tracks[b]`, is written.
    b
        Place in the batch, from 0.
    """
    line, low, high = board.track_line[b], board.low_track, board.high_track
    for k in range(st.n[NUMBERED] * board.tracks.shape[2]):
        line[k] = min(max(line[k], low[k]), high[k])


@compiled
def add_pair(tb: Tables, st: State, board: Board, b: int, u: int, j: int, reaction: float) -> None:
    """Write what unit u may launch at threat j, and the actions that this allows; nothing where it may launch none.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    board
        The batch's arrays; `pairs`, `pair`, `written` and `mask` of place b are written.
    b
        Place in the batch, from 0.
    u
        Index of the fire unit, from 0.
    j
        Index of the threat, from 0.
    reaction
        Time until the first launch falls due [s].
    """
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
    """Write what may be assigned at the open decision.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication; its decision is open.
    board
        The batch's arrays; `pairs`, `pair`, `written` and `mask` of place b are written.
    b
        Place in the batch, from 0.
    """
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
                    add_pair(tb, st, board, b, u, j, reaction_of(tb, st, u))


@compiled
def nearest_to_doctrine(tb: Tables, st: State, board: Board, b: int) -> int:
    """Return the action that is the doctrine's answer, or of its salvo the longest part that there is an action for.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication; nothing is written over the doctrine's answer in its decision.
    board
        The batch's arrays.
    b
        Place in the batch, from 0; not read.

    Returns
    -------
    int
        The action's number; HOLD where doctrine assigns nothing, or a threat without a track number.
    """
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
    """Write what is seen at the open decision of place b.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication; threats that are seen for the first time get their track numbers.
    pic
        The paths of all threats.
    board
        The batch's arrays; what is shown of place b is written. Where no decision is open all is 0 but the time, and
        only HOLD is legal.
    b
        Place in the batch, from 0.
    """
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
    """Write what is seen in some places, of those that are `chosen`, pay, and note which have ended.

    Parameters
    ----------
    tb
        The tables of the scenario.
    like
        A state with arrays of the same shapes.
    pic
        The paths of all threats.
    board
        The batch's arrays.
    first, last
        Places from `first` to before `last`.
    """
    for b in range(first, last):
        if board.chosen[b]:
            look_at(tb, handle_at(like, board.states[b]), pic, board, b)


@compiled
def look_at(tb: Tables, st: State, pic: Picture, board: Board, b: int) -> None:
    """Write what is seen in place b, pay, and note whether it has ended.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    pic
        The paths of all threats.
    board
        The batch's arrays; `going[b]`, `reward[b]`, `paid[b]` and what is shown of b are written. Of a `fresh` place
        the reward is 0 and `paid` stays.
    b
        Place in the batch, from 0.
    """
    if st.decision[0].kind == NONE:
        board.going[b] = 0
    if board.fresh[b]:
        board.reward[b] = 0.0
    else:
        pay(tb, st, board.rows[b], board, b)
    show(tb, st, pic, board, b)


@compiled
def fetch_ahead(st: State, board: Board) -> None:
    """Begin to load what a decision needs, while that of another replication is taken.

    Parameters
    ----------
    st
        The state of the replication that is taken up next.
    board
        The batch's arrays; `ahead` says where the memory is.
    """
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
    """Answer, let go on and show some places, of those that are `chosen`, one after the other.

    Parameters
    ----------
    tb
        The tables of the scenario.
    like
        A state with arrays of the same shapes.
    pic
        The paths of all threats.
    board
        The batch's arrays.
    states
        Addresses of the B states, i8[B].
    rows
        Counts so far, f8[B, columns]; written.
    streams
        Seed and number of each replication, u8[B, 2].
    still
        u1[B]; where it is set nothing goes on, and the place is only shown and paid.
    first, last
        Places from `first` to before `last`.

    Returns
    -------
    int
        0, or the code of what went wrong (`layout.HEAP_FULL`, `layout.NOT_ALLOWED`): the places behind it were not
        taken up.
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
