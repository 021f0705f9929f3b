"""The event queue and the queues of the ready, against the standard library's heapq."""

from __future__ import annotations

import heapq
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import airdef
from airdef import engine, opportunity
from airdef.engine.memory import allocate, heap
from airdef.engine.memory.layout import BUCKETS, COUNTERS, ERROR, EVENTS, HEAP_FULL, LOOKS, QUEUED_EVENT, TRACK_STATE
from airdef.jit import Handle

ROOM = 64


class _Tables(NamedTuple):
    span: np.ndarray
    looks: np.ndarray


class _Queue(NamedTuple):
    n: np.ndarray
    heap_time: np.ndarray
    heap_code: np.ndarray
    node: np.ndarray
    node_next: np.ndarray
    bucket: np.ndarray
    occupied: np.ndarray
    queue: np.ndarray
    track: np.ndarray
    track_words: np.ndarray


def _make() -> tuple[Handle, Handle, _Queue]:
    """Return tables (buckets over 100 s from time 0) and an empty queue of room for ROOM events."""
    queue = _Queue(
        np.zeros(COUNTERS, np.int64),
        np.zeros(ROOM),
        np.zeros(ROOM, np.int64),
        np.zeros(ROOM, QUEUED_EVENT),
        np.zeros(ROOM, np.int32),
        np.zeros(BUCKETS, np.int64),
        np.zeros(BUCKETS // 64, np.uint64),
        np.zeros((ROOM, 3)),
        np.zeros((1, 1), TRACK_STATE),
        np.zeros((1, 1), np.int64),
    )
    tables = Handle(_Tables(np.array([0.0, (BUCKETS - 2) / 100.0, BUCKETS - 1.0]), np.zeros((1, 1), LOOKS)))
    handle = Handle(queue)
    return tables, handle, queue


# Times before, in and far beyond the span, many of them equal or in one bucket; codes small, so that ties happen.
TIMES = st.one_of(st.sampled_from([-5.0, 0.0, 1.0, 1.01, 99.9, 100.0]), st.floats(-10.0, 1e4))
STEPS = st.lists(st.tuples(st.booleans(), TIMES, st.integers(0, 5)), max_size=ROOM)


@settings(max_examples=200, deadline=None)
@given(STEPS)
def test_events_come_out_in_order(steps):
    tables, handle, queue = _make()
    expected: list[tuple[float, int]] = []
    now = -np.inf
    for take, time, code in steps:
        if take and expected:
            now = heap.next_time(tables, handle)
            assert (now, heap.pop(handle)) == heapq.heappop(expected)
        else:
            later = max(time, now)  # the engine never queues an event for the past
            heap.push(tables, handle, later, code)
            heapq.heappush(expected, (later, code))
        assert queue.n[EVENTS] == len(expected)
    while expected:
        assert (heap.next_time(tables, handle), heap.pop(handle)) == heapq.heappop(expected)
    assert queue.n[ERROR] == 0


@pytest.mark.parametrize("time", [1.0, 50.0])
def test_a_full_queue_is_an_error(time):
    tables, handle, queue = _make()
    for i in range(ROOM + 1):
        heap.push(tables, handle, time, i)
    assert queue.n[ERROR] == HEAP_FULL


def test_codes_pack_kind_threat_and_detail():
    for parts in ((0, 0, 0), (9, 2**28 - 1, 2**28 - 1), (4, 123_456, 77)):
        assert heap.unpack(heap.event(*parts)) == parts
    assert heap.event(1, 0, 0) > heap.event(0, 2**28 - 1, 2**28 - 1)
    assert heap.event(1, 1, 0) > heap.event(1, 0, 2**28 - 1)


KEYS = st.lists(st.tuples(st.sampled_from([0.0, -1.0, 2.0]), st.floats(0, 3), st.integers(0, 9)), max_size=ROOM)


@settings(max_examples=100, deadline=None)
@given(KEYS)
def test_the_ready_come_out_by_priority(keys):
    _, handle, queue = _make()
    for size, (primary_key, secondary_key, threat) in enumerate(keys):
        heap.enqueue(handle, 0, size, primary_key, secondary_key, threat)
    out = []
    for size in range(len(keys), 0, -1):
        out.append(tuple(queue.queue[0]))
        heap.dequeue(handle, 0, size)
    assert out == sorted(out)
    assert sorted(out) == sorted((a, b, float(j)) for a, b, j in keys)


@pytest.mark.parametrize(("a_threat", "buckets"), [(0, 1 << 11), (100, 1 << 12), (10**6, 1 << 14)])
def test_no_bit_depends_on_how_many_buckets_there_are(monkeypatch, a_threat, buckets):
    plan = airdef.load("port-raid")
    found = opportunity.compute_cached(plan)
    rows = engine.simulate(engine.prepare(plan, found), 1, 0, 200)
    monkeypatch.setattr(allocate, "BUCKETS_PER_THREAT", a_threat)
    kernel = engine.prepare(plan, found)
    assert allocate.buckets_for(len(plan.threats)) == kernel.tables.span[2] + 1 == buckets
    assert len(allocate.allocate(kernel.tables).bucket) == buckets
    assert engine.simulate(kernel, 1, 0, 200).tobytes() == rows.tobytes()
