"""The engine's state in memory: allocated once, every array on cache lines of its own."""

from __future__ import annotations

import numpy as np

from airdef.engine.memory.layout import (
    BUCKETS,
    BUCKETS_PER_THREAT,
    COUNT_STATE,
    COUNTERS,
    DECISION,
    ENGAGEMENT,
    F_SIZE,
    INTERCEPTOR_STATE,
    LAUNCHER_STATE,
    LINE,
    LINK_STATE,
    MISSILE,
    MOST_BUCKETS,
    MOVER_STATE,
    QUEUED_EVENT,
    RADAR_STATE,
    STRETCHES,
    SYSTEM_STATE,
    THREAT_STATE,
    TRACK_STATE,
    TRY_STATE,
    UNIT_STATE,
    State,
    Tables,
)
from airdef.engine.memory.record import EVENT, TRIAL, Array
from airdef.physics.tracking import scratch_for

UNDER_WAY = 6
"""Changes of one threat that are under way on one link in one direction at once, on an average of all."""


def buckets_for(threats: int) -> int:
    """Return how many event buckets a raid of so many threats gets: a power of two.

    Parameters
    ----------
    threats
        How many threats.

    Returns
    -------
    int
        How many event buckets a raid of so many threats gets: a power of two.
    """
    wanted = min(max(BUCKETS, BUCKETS_PER_THREAT * threats), MOST_BUCKETS)
    return 1 << (wanted - 1).bit_length()


def allocate(t: Tables, record: int = 0, trials: int = 0) -> State:
    """Allocate the state for scenarios of this size, with room for `record` events and `trials`.

    Parameters
    ----------
    t
        The tables of the scenario.
    record
        Room for so many events.
    trials
        Room for so many trials.

    Returns
    -------
    State
        The state, with nothing in it.
    """
    return allocate_many(t, 1, record, trials)[0][0]


def allocate_many(t: Tables, count: int, record: int = 0, trials: int = 0) -> tuple[list[State], Array]:
    """Allocate `count` states; return them and their memory, u1[count, bytes]: to copy a row is to copy a state.

    Parameters
    ----------
    t
        The tables of the scenario.
    count
        How many states.
    record
        Room for so many events.
    trials
        Room for so many trials.

    Returns
    -------
    tuple[list[State], Array]
        The states, and their memory, u1[count, bytes].
    """
    T, R, U, S = len(t.threat), len(t.radar), len(t.unit), len(t.system)
    slots = int(t.unit["target_channels"].sum()) if U else 0
    missiles = int(t.unit["missile_channels"].sum()) if U else 0
    events = 2 * R * T + 3 * U * T + slots * 2 + missiles + 2 * T + 2 * len(t.launcher) + 3 * U + S + 64
    tellers = t.tell_start[-1] > 0
    events += events_of_emission(t) + events_of_command(t)
    track = np.zeros((T, R), TRACK_STATE)
    apart = State(
        n=np.zeros(COUNTERS, np.int64),
        stream=np.zeros(2, np.uint64),
        threat=np.zeros(T, THREAT_STATE),
        losses=np.zeros(len(t.turning), np.int64),
        trying=np.zeros(R * T if tellers else 0, TRY_STATE),
        told=np.zeros((S + U, T if tellers else 0), np.int8),
        track=track,
        track_words=_words(track),
        first=np.zeros((R, 2)),
        passed=np.zeros((R, STRETCHES + 1), np.int32),
        simulated=np.zeros((R, STRETCHES + 1), np.int32),
        watch=np.zeros((R, STRETCHES), np.int8),
        unit=np.zeros(U, UNIT_STATE),
        interceptor=np.zeros(len(t.interceptor), INTERCEPTOR_STATE),
        launcher=np.zeros(len(t.launcher), LAUNCHER_STATE),
        engagement=np.zeros(slots, ENGAGEMENT),
        missile=np.zeros(missiles, MISSILE),
        system=np.zeros(S, SYSTEM_STATE),
        radar=np.zeros(R, RADAR_STATE),
        **(_command(t, S + U) | _jamming(t)),
        mover=np.zeros(len(t.mover), MOVER_STATE),
        decision=np.zeros(1, DECISION),
        review=np.zeros(S + U),
        number=np.zeros(T, np.int32),
        target_hits=np.zeros(len(t.target), np.int64),
        tally=np.zeros(int(t.counters[0])),
        earliest=np.zeros((int(t.counters[1]), F_SIZE)),
        cell=np.zeros((S + U, T), np.int8),
        engagements_made=np.zeros((S + U, T), np.int16),
        known=np.zeros((S, T), np.int16),
        since=np.zeros((S, T)),
        away=np.zeros((S if len(t.mover) else 0, T)),
        ready=np.zeros((U, T), np.int8),
        pending=np.zeros((U, T)),
        dirty=np.zeros(S + U, np.int8),
        queue=np.zeros((U * T, 3)),
        launch_queue=np.zeros(slots, np.int64),
        free_engagement=np.zeros(slots, np.int64),
        free_missile=np.zeros(missiles, np.int64),
        heap_time=np.zeros(events),
        heap_code=np.zeros(events, np.int64),
        node=np.zeros(events, QUEUED_EVENT),
        node_next=np.zeros(events, np.int32),
        bucket=np.zeros(buckets_for(T), np.int32),
        occupied=np.zeros(buckets_for(T) // 64, np.uint64),
        record=np.zeros(record, EVENT),
        trial=np.zeros(trials, TRIAL),
        chain=np.zeros(scratch_for(int(t.looks["states"].max(initial=1)), int(t.looks["drop"].max(initial=1)))),
    )
    return _side_by_side(apart, count)


def _jamming(t: Tables) -> dict[str, Array]:
    """Return what the state holds of support jammers: next to nothing without radars that any may jam."""
    jammed = len(t.jammed_row) > 0
    longest = int(t.looks["size"].max(initial=0)) if jammed else 0
    return {
        "jammer_end": np.zeros(t.radar_jammer.shape[1]),
        "counting": np.zeros(len(t.radar) * len(t.threat) if jammed else 0, COUNT_STATE),
        "mixed": np.zeros((longest, 4), np.float32),
    }


def _command(t: Tables, cells: int) -> dict[str, Array]:
    """Return what the state holds of command nodes: nothing without them."""
    C, T = len(t.link), len(t.threat)
    return {
        "link": np.zeros(C, LINK_STATE),
        "sources": np.zeros((C, T), np.int16),
        "sending": np.zeros((2 * C, T), np.int8),
        "received": np.zeros((2 * C, T), np.int8),
        "sent": np.zeros(2 * C, np.int64),
        "waiting": np.zeros((2 * C, T), np.int32),
        "cell_before": np.zeros((cells if C else 0, T), np.int8),
        "made_before": np.zeros((cells if C else 0, T), np.int16),
        "regrouped": np.zeros(cells if C else 0, np.int8),
    }


def events_of_emission(t: Tables) -> int:
    """Return how many more events emission, tries, turning back and moves may have queued at once.

    Cues by each threat, switchings, warnings; and for each shut-down a track's event of each threat that holds no more.
    A shut-down needs a homing weapon that is near, and lasts.

    Parameters
    ----------
    t
        The tables of the scenario.

    Returns
    -------
    int
        How many more events emission may have queued at once.
    """
    T, cues = len(t.threat), len(t.cue)
    room = (
        2 * cues * T
        + int(np.isfinite(t.cue_heard).sum())
        + cues
        + 4 * int(t.radar["falls_silent"].sum())
        + len(t.radar)
        + T
    )
    for r, radar in enumerate(t.radar):
        system = t.system[int(radar["system"])]
        if system["shut_down"] > 0.0:
            homing = int(((t.threat["target"] == t.radar["target"][r]) & (t.threat["homing"] == 1)).sum())
            room += T * homing * (int(system["shut_down_warning"] / system["shut_down"]) + 2)
    room += len(t.turning) + int((np.diff(t.tell_start) > 0).sum())
    room += 3 * T * int(t.radar["jammers"].sum())  # when one ends: changes of tracks once more, and readiness
    return room + int(t.mover["room"].sum())


def events_of_command(t: Tables) -> int:
    """Return how many more events command nodes may have queued at once.

    Losses and restorations; threats under way on links, which come and go no faster than radars look; and where a cell
    falls back once more readiness of each threat.

    Parameters
    ----------
    t
        The tables of the scenario.

    Returns
    -------
    int
        How many more events command nodes may have queued at once.
    """
    C, T = len(t.link), len(t.threat)
    if C == 0:
        return 0
    under_way = 2 * C * T * UNDER_WAY
    depth = 0
    for c in range(C):
        at, steps = c, 0
        while int(t.link["above"][at]) >= 0:
            at, steps = int(t.link["above"][at]), steps + 1
        depth = max(depth, steps)
    return 2 * C + under_way + (depth + 1) * len(t.unit) * T


def _words(track: Array) -> Array:
    """Return the memory of track states as integers, one row a track."""
    return track.view(np.int64).reshape(track.size, TRACK_STATE.itemsize // 8)


def _side_by_side(apart: State, count: int) -> tuple[list[State], Array]:
    """Return copies of the state in one stretch of memory each, every array beginning a cache line of its own.

    Two threads that write to one line would slow each other down, and arrays scattered over memory need more pages.
    """
    sizes = [-(-array.nbytes // LINE) * LINE for array in apart]
    stretch = sum(sizes)
    room = np.zeros(count * stretch + 2 * LINE, np.uint8)
    begin = -room.ctypes.data % LINE
    memory = room[begin : begin + count * stretch].reshape(count, stretch)
    states = []
    for row in memory:
        at, placed = 0, []
        for array, size in zip(apart, sizes, strict=True):
            here = row[at : at + array.nbytes].view(array.dtype).reshape(array.shape)
            here[...] = array
            placed.append(here)
            at += size
        state = State(*placed)
        states.append(state._replace(track_words=_words(state.track)))
    return states, memory
