"""Child processes that end with the one that started them, however that ends: by a signal that kills it, too.

On Linux the system ends them (PR_SET_PDEATHSIG); everywhere they also watch a pipe of which the other end closes when
the parent is gone. They leave Ctrl-C to their parent, which ends them. And a wait for another thread that Ctrl-C ends
(`result_of`).
"""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import signal
import sys
import threading
from concurrent import futures
from contextlib import contextmanager
from functools import partial
from multiprocessing.connection import wait
from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from concurrent.futures import Future

T = TypeVar("T")

PIECE_S: Final = 0.2
"""How long a wait for another thread may be before signals are looked for."""

_PR_SET_PDEATHSIG = 1


def _tie(parent: int, gone: Callable[[], object]) -> None:
    """End this process when the one numbered `parent` has ended, of which `gone()` waits for the sign."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)

    def watch() -> None:
        gone()
        os._exit(1)

    threading.Thread(target=watch, name="lifeline", daemon=True).start()
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:  # it ended before the system was asked
            os._exit(1)


def tie_worker() -> None:
    """Tie a process of `multiprocessing` to its parent: what a pool of processes runs first in each of them."""
    parent = multiprocessing.parent_process()
    assert parent is not None  # this is a child
    assert parent.pid is not None
    _tie(parent.pid, partial(wait, [parent.sentinel]))


def tie_to_input(parent: int) -> None:
    """Tie this process to the one numbered `parent`, which holds the other end of its standard input.

    Parameters
    ----------
    parent
        Number of the parent process.
    """
    _tie(parent, partial(os.read, sys.stdin.fileno(), 1))


def quiet_tracker() -> None:
    """Start the process in which `multiprocessing` keeps track of semaphores, told to say nothing of those it removes.

    It removes them when this process ends at once, and would warn of it on stderr.
    """
    if os.name != "posix":
        return
    from multiprocessing import resource_tracker

    option = "ignore::UserWarning:multiprocessing.resource_tracker"
    sys.warnoptions.append(option)
    try:
        resource_tracker.ensure_running()
    finally:
        sys.warnoptions.remove(option)


def result_of(future: Future[T]) -> T:
    """Wait for a result so that Ctrl-C ends the waiting, whenever it comes.

    A signal that reaches the main thread just before it begins to wait for a lock does not wake it. So it waits in
    pieces of PIECE_S, between which Python looks for signals.

    Parameters
    ----------
    future
        What another thread works on.

    Returns
    -------
    T
        Its result.

    Raises
    ------
    BaseException
        What the other thread raised; KeyboardInterrupt at Ctrl-C.
    """
    while not futures.wait([future], timeout=PIECE_S).done:
        pass
    return future.result()


@contextmanager
def shielded() -> Iterator[None]:
    """Processes and threads started meanwhile do not take Ctrl-C: it waits for this one, and is not lost.

    Yields
    ------
    None
        Nothing.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
