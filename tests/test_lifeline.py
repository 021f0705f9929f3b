"""Waiting for other threads so that Ctrl-C comes through."""

import _thread
import signal
import threading
from concurrent.futures import Future

import pytest

from airdef.lifeline import result_of


def test_ctrl_c_that_does_not_wake_a_wait_ends_it_all_the_same():
    # `interrupt_main` leaves the main thread a signal without waking it, as one that comes just before a wait does.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    never: Future[None] = Future()
    timer = threading.Timer(0.3, _thread.interrupt_main)
    last = threading.Timer(60.0, never.set_result, (None,))  # where a plain wait would end
    for each in (timer, last):
        each.daemon = True
        each.start()
    try:
        with pytest.raises(KeyboardInterrupt):
            result_of(never)
        assert not never.done()
    finally:
        last.cancel()
        signal.signal(signal.SIGINT, before)


def test_what_the_other_thread_has_is_returned_or_raised():
    found: Future[int] = Future()
    threading.Timer(0.5, found.set_result, (7,)).start()
    assert result_of(found) == 7
    failed: Future[int] = Future()
    failed.set_exception(ValueError("no"))
    with pytest.raises(ValueError, match="no"):
        result_of(failed)
