"""The event queue and the queues of ready threats, on flat arrays.

The event queue is a row of buckets of equal width over the scenario's time, each an unsorted list, and a
binary heap of the events of the present bucket: adding an event costs a few stores, and sorting is left to
the few events that are next. However many fall into one bucket, the heap keeps them in n log n.

An event is (time, code); the code holds kind, threat and detail, most significant first, so that plain
comparison gives the order of docs/model/engagement.md, "Time and ties".
"""

from __future__ import annotations

import numpy as np

from airdef.engine.memory.layout import (
    BUCKET,
    ERROR,
    EVENTS,
    FAR,
    FREE_NODE,
    HEAP,
    HEAP_FULL,
    USED_NODES,
    State,
    Tables,
)
from airdef.jit import compiled, inlined, prefetch, trailing_zeros

(
    EV_INTERCEPT,
    EV_TURN_BACK,
    EV_ARRIVE,
    EV_ASSESS,
    EV_APPEAR,
    EV_EMISSION,
    EV_MOVE,
    EV_LINK,
    EV_TRACK,
    EV_SHARE,
    EV_TRY,
    EV_READY,
    EV_LAUNCH_DUE,
    EV_LAUNCH_INTERVAL,
    EV_RELOAD,
    EV_TURNED,
    EV_IDLE,
    EV_REVIEW,
) = range(18)
"""Kinds of event, in the order in which they happen at one instant."""

_KIND_SHIFT, _THREAT_SHIFT, _MASK = 56, 28, (1 << 28) - 1


@inlined
def event(kind: int, threat: int, detail: int) -> int:
    """Pack an event's code; threat and detail are below 2**28.

    Parameters
    ----------
    kind
        Kind of the event.
    threat
        Number of the threat, below 2^28.
    detail
        What the event is about besides, below 2^28.

    Returns
    -------
    int
        The code of the event.
    """
    return (kind << _KIND_SHIFT) | (threat << _THREAT_SHIFT) | detail


@inlined
def unpack(code: int) -> tuple[int, int, int]:
    """Return kind, threat and detail of an event's code.

    Parameters
    ----------
    code
        Code of the event (`memory.heap.event`).

    Returns
    -------
    tuple[int, int, int]
        Kind, threat and detail of an event's code.
    """
    return code >> _KIND_SHIFT, (code >> _THREAT_SHIFT) & _MASK, code & _MASK


@inlined
def bucket_of(tb: Tables, time: float) -> int:
    """Return the bucket of a time; what lies beyond either end goes into the first or the last.

    Parameters
    ----------
    tb
        The tables of the scenario.
    time
        Time [s].

    Returns
    -------
    int
        The bucket of a time; what lies beyond either end goes into the first or the last.
    """
    last = tb.span[2]
    x = (time - tb.span[0]) * tb.span[1]
    return int(min(max(x, 0.0), last))


@inlined
def push(tb: Tables, st: State, time: float, code: int) -> None:
    """Queue an event; a full queue is reported as an error, never dropped silently.

    Events of the present bucket go on the heap, later ones onto their bucket's list: most events are then
    never compared with one another, and the heap holds a handful.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    time
        Time [s].
    code
        Code of the event (`memory.heap.event`).
    """
    st.n[EVENTS] += 1
    b = bucket_of(tb, time)
    if b <= st.n[BUCKET]:
        _sift_up(st, time, code)
        return
    i = st.n[FREE_NODE] - 1
    if i >= 0:
        st.n[FREE_NODE] = st.node_next[i]
    else:
        i = st.n[USED_NODES]
        if i >= st.node.shape[0]:
            st.n[ERROR] = HEAP_FULL
            st.n[EVENTS] -= 1
            return
        st.n[USED_NODES] = i + 1
    st.node[i].time, st.node[i].code = time, code
    word, bit = b >> 6, np.uint64(1) << np.uint64(b & 63)
    if st.occupied[word] & bit:
        st.node_next[i] = st.bucket[b]
    else:
        st.node_next[i] = -1
        st.occupied[word] |= bit
    st.bucket[b] = i


@inlined
def _sift_up(st: State, time: float, code: int) -> None:
    """Put an event on the heap."""
    times, codes = st.heap_time, st.heap_code
    i = st.n[HEAP]
    if i >= times.shape[0]:
        st.n[ERROR] = HEAP_FULL
        st.n[EVENTS] -= 1
        return
    st.n[HEAP] = i + 1
    while i > 0:
        up = (i - 1) >> 1
        if times[up] < time or (times[up] == time and codes[up] < code):
            break
        times[i], codes[i] = times[up], codes[up]
        i = up
    times[i], codes[i] = time, code


@inlined
def is_far(st: State) -> bool:
    """Tell whether so much memory is in use that it is worth asking for it before it is needed.

    Parameters
    ----------
    st
        The state of the replication.

    Returns
    -------
    bool
        Whether there are more than `FAR` tracks.
    """
    return bool(st.track_words.shape[0] > FAR)


@inlined
def prefetch_bucket(st: State, b: int) -> None:
    """Begin to load all events of a bucket: their memory is asked for at once, and comes together.

    Parameters
    ----------
    st
        The state of the replication.
    b
        Number of the bucket; it holds something.
    """
    i = st.bucket[b]
    while i >= 0:
        prefetch(st.node, i, 0)
        i = st.node_next[i]


@inlined
def prefetch_track(tb: Tables, st: State, code: int) -> None:
    """Begin to load the track that an event changes, which comes soon: such events are most of all.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    code
        Code of the event (`memory.heap.event`).
    """
    kind, threat, detail = unpack(code)
    if kind == EV_TRACK:
        prefetch(st.track, threat, detail >> 1)
        if detail & 1:  # dropped: the next one is drawn then
            prefetch(tb.looks, threat, detail >> 1)


@inlined
def next_time(tb: Tables, st: State) -> float:
    """Return the time of the first event; there must be one. Brings the next bucket onto the heap if need be.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.

    Returns
    -------
    float
        The time of the first event; there must be one.
    """
    if st.n[HEAP] == 0:
        b = st.n[BUCKET] + 1
        word = b >> 6
        bits = st.occupied[word] >> np.uint64(b & 63)
        while bits == 0:
            word += 1
            b = word << 6
            bits = st.occupied[word]
        b += np.int64(trailing_zeros(bits))
        st.n[BUCKET] = b
        st.occupied[word] &= ~(np.uint64(1) << np.uint64(b & 63))
        i = st.bucket[b]
        far = is_far(st)
        if far:
            prefetch_bucket(st, b)
        while i >= 0:
            after, event = st.node_next[i], st.node[i]
            if far:
                prefetch_track(tb, st, event.code)
            _sift_up(st, event.time, event.code)
            st.node_next[i] = st.n[FREE_NODE]
            st.n[FREE_NODE] = i + 1
            i = after
    return float(st.heap_time[0])


@inlined
def another(st: State, time: float) -> bool:
    """Tell whether the first event is at this time, which is that of the last one taken off.

    Events of one time share a bucket, so that it is on the heap if there is one.

    Parameters
    ----------
    st
        The state of the replication.
    time
        Time [s].

    Returns
    -------
    bool
        Whether the first event is at this time, which is that of the last one taken off.
    """
    return st.n[HEAP] > 0 and st.heap_time[0] == time


@inlined
def pop(st: State) -> int:
    """Take the first event off and return its code; `next_time` must have been asked before.

    Parameters
    ----------
    st
        The state of the replication.

    Returns
    -------
    int
        Its code.
    """
    times, codes = st.heap_time, st.heap_code
    first = codes[0]
    size = st.n[HEAP] - 1
    st.n[HEAP] = size
    st.n[EVENTS] -= 1
    time, code = times[size], codes[size]
    i = 0
    while True:
        down = 2 * i + 1
        if down >= size:
            break
        right = down + 1
        if right < size and (
            times[right] < times[down] or (times[right] == times[down] and codes[right] < codes[down])
        ):
            down = right
        if time < times[down] or (time == times[down] and code < codes[down]):
            break
        times[i], codes[i] = times[down], codes[down]
        i = down
    times[i], codes[i] = time, code
    return first


@inlined
def before(a: float, b: float, j: float, x: float, y: float, k: float) -> bool:
    """Tell whether the key (a, b, j) comes before (x, y, k).

    Parameters
    ----------
    a
        Primary key of the first.
    b
        Secondary key of the first.
    j
        Number of the first threat.
    x
        Primary key of the second.
    y
        Secondary key of the second.
    k
        Number of the second threat.

    Returns
    -------
    bool
        Whether the key (a, b, j) comes before (x, y, k).
    """
    if a != x:
        return a < x
    if b != y:
        return b < y
    return j < k


@compiled
def enqueue(st: State, base: int, size: int, primary_key: float, secondary_key: float, threat: int) -> None:
    """Put a threat into the queue that starts at `base` and holds `size` entries.

    Parameters
    ----------
    st
        The state of the replication.
    base
        Place of the queue's first entry.
    size
        Number of entries.
    primary_key
        Primary priority key.
    secondary_key
        Secondary priority key.
    threat
        Number of the threat.
    """
    q = st.queue
    i = size
    j = float(threat)
    while i > 0:
        up = (i - 1) >> 1
        p = base + up
        if before(q[p, 0], q[p, 1], q[p, 2], primary_key, secondary_key, j):
            break
        q[base + i, 0], q[base + i, 1], q[base + i, 2] = q[p, 0], q[p, 1], q[p, 2]
        i = up
    q[base + i, 0], q[base + i, 1], q[base + i, 2] = primary_key, secondary_key, j


@compiled
def dequeue(st: State, base: int, size: int) -> None:
    """Remove the first of the queue that starts at `base` and holds `size` entries.

    Parameters
    ----------
    st
        The state of the replication.
    base
        Place of the queue's first entry.
    size
        Number of entries.
    """
    q = st.queue
    last = base + size - 1
    a, b, j = q[last, 0], q[last, 1], q[last, 2]
    size -= 1
    i = 0
    while True:
        down = 2 * i + 1
        if down >= size:
            break
        d = base + down
        if down + 1 < size and before(q[d + 1, 0], q[d + 1, 1], q[d + 1, 2], q[d, 0], q[d, 1], q[d, 2]):
            down += 1
            d += 1
        if before(a, b, j, q[d, 0], q[d, 1], q[d, 2]):
            break
        q[base + i, 0], q[base + i, 1], q[base + i, 2] = q[d, 0], q[d, 1], q[d, 2]
        i = down
    q[base + i, 0], q[base + i, 1], q[base + i, 2] = a, b, j
