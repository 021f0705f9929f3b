"""Pre-sampled tracks: for many variants of a scenario that simulate the same replications.

When the tracks of a radar on a threat become firm and are dropped depends on that list of looks, on the radar's rules
and on the random stream of the two, and on nothing that anybody does. Variants that differ in what happens afterwards
(kill probabilities, doctrine, missiles) share all of it; one that changes a radar or a signature shares the other
lists. So the tracks of each list are drawn once for a number of replications (`draws.draw_track`, as in simulate), and
the kernels of all variants read them. A replication is the same bit for bit with and without; a third of its time is
saved.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from airdef.engine.memory.allocate import allocate
from airdef.engine.memory.layout import State, Tables
from airdef.engine.preparation.look_tables import rules_of
from airdef.engine.rules.draws import draw_track, stream_of
from airdef.jit import Handle, entry

if TYPE_CHECKING:
    from airdef.engine.memory.record import Array
    from airdef.engine.preparation.prepare import Kernel
    from airdef.opportunity.memo import Memo
    from airdef.opportunity.tables import Opportunities
    from airdef.scenario.plan import Scenario

ROOM = 4
"""Tracks of a list and a replication that room is made for at first."""


@entry
def _draw(tb: Tables, st: State, lists: Array, seed: np.uint64, first: np.uint64, start: Array, tracks: Array) -> int:
    """Draw the tracks of some lists in the replications from number `first` on; return how many there are.

    If that is more than `tracks` has room for, it is to be done again with more.
    """
    T = tb.threat.shape[0]
    st.stream[0] = seed
    n = 0
    for x in range(lists.shape[0]):
        r, j = lists[x] // T, lists[x] % T
        for h in range(start.shape[1] - 1):
            st.stream[1] = first + np.uint64(h)
            start[x, h] = n
            count, begin = 0, 0
            while begin >= 0 and tb.looks[j, r].ever > 0.0:
                u, v = stream_of(tb, st, r, j, count)
                k, d = draw_track(tb, st, r, j, u, v, begin)
                if n < tracks.shape[0]:
                    tracks[n, 0], tracks[n, 1] = k, d
                n += 1
                count += 1
                begin = d + 1 if d >= 0 else -1
        start[x, start.shape[1] - 1] = n
    return n


def presample_tracks(
    kernel: Kernel, scenario: Scenario, found: Opportunities, seed: int, first: int, count: int, memo: Memo
) -> Kernel:
    """Return a kernel that has the tracks of `count` replications, from number `first` of `seed`, ready.

    It simulates every replication as the one given does, bit for bit. `found` must be what that was prepared from;
    without keys for its lists (read from a file) the kernel is returned as it is. `memo` keeps the tracks list by list.

    Parameters
    ----------
    kernel
        The kernel of the scenario.
    scenario
        The scenario.
    found
        The opportunities that the kernel was prepared from.
    seed
        Seed of the random streams.
    first
        Number of the first replication.
    count
        How many replications.
    memo
        Tables of looks that were made for other scenarios; it takes new ones. None: no memory.

    Returns
    -------
    Kernel
        A kernel that has the tracks of `count` replications, from number `first` of `seed`, ready.
    """
    if not found.look_lists:
        return kernel
    tables = kernel.tables
    stream = (seed, first, count)
    T = len(tables.threat)
    rules, threats = rules_of(scenario), [int(key) for key in tables.threat["key"]]
    keys = [(each, rules[i // T], i // T, threats[i % T], stream) for i, each in enumerate(found.look_lists)]

    def make() -> tuple[Array, Array]:
        own = [memo.get("presampled tracks", key) for key in keys]
        missing = [i for i, each in enumerate(own) if each is None]
        for i, each in zip(missing, _drawn(kernel, missing, stream), strict=True):
            own[i] = memo.of("presampled tracks", keys[i], partial(_same, each))
        return _joined(own, count)

    start, tracks = memo.of("all presampled", tuple(keys), make)
    whole = tables._replace(presampled_of=np.array(stream, np.uint64), presampled_start=start, presampled=tracks)
    return replace(kernel, tables=whole)


def _same(each: tuple[Array, Array]) -> tuple[Array, Array]:
    return each


def _drawn(kernel: Kernel, lists: list[int], stream: tuple[int, int, int]) -> list[tuple[Array, Array]]:
    """Return of each list where the tracks of each replication begin, i4[count + 1], and the tracks, [n, 2]."""
    seed, first, count = stream
    start = np.zeros((len(lists), count + 1), np.int32)
    tb, state = Handle(kernel.tables), allocate(kernel.tables)
    room = ROOM * start.size + 1
    while True:
        tracks = np.empty((room, 2), np.int32)
        n = _draw(tb, Handle(state), np.array(lists, np.int64), np.uint64(seed), np.uint64(first), start, tracks)
        if n <= room:
            break
        room = n
    small = np.int16 if np.max(tracks[:n], initial=0) < 1 << 15 else np.int32  # there are many to keep
    return [(own - own[0], tracks[own[0] : own[-1]].astype(small)) for own in start]


def _joined(parts: list[tuple[Array, Array]], count: int) -> tuple[Array, Array]:
    """Return the tables of all lists together, replication by replication: what is read in turn lies side by side."""
    if not parts:
        return np.zeros((count, 0), np.int32), np.zeros((0, 2), np.int32)
    start = np.array([own for own, _ in parts])
    size = np.diff(start, axis=1)
    base = np.cumsum([0] + [len(tracks) for _, tracks in parts[:-1]])
    whole = np.concatenate([tracks for _, tracks in parts])
    joined, at = np.empty((len(whole), 2), np.int32), np.empty((count, len(parts)), np.int32)
    _by_replication(start + base[:, None], size, whole.astype(np.int32), at, joined)
    return at, joined


@entry
def _by_replication(start: Array, size: Array, tracks: Array, at: Array, joined: Array) -> None:
    """Copy the tracks of each list and replication, `size` from `start` on, replication by replication;

    note where they begin.
    """
    n = 0
    for h in range(at.shape[0]):
        for i in range(at.shape[1]):
            at[h, i] = n
            for k in range(start[i, h], start[i, h] + size[i, h]):
                joined[n, 0], joined[n, 1] = tracks[k, 0], tracks[k, 1]
                n += 1
