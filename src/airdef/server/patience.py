"""How long a connection may be idle, and how many there may be: before anything is known of who is there.

A connection is *idle* while no request is under way: before the first, between two, and while a request's head has not
all come, however slowly it drips. One that is idle for `idle_s` (`settings.Limits`) is closed, within twice that. One
whose client takes nothing of an answer for so long is broken off. When there are as many as are taken, the one that is
idle longest makes room for the next (those first that never asked anything); if none is idle the next is told so and
closed.

The service's own limit keeps it from running out of descriptors; should it do so all the same (workers and files take
some), the event loop accepts nothing for a second at a time, and that is told once a minute (`quiet`).
"""

from __future__ import annotations

import asyncio
import errno
import logging
import os
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from uvicorn.protocols.http.h11_impl import H11Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

RESERVE: Final = 48
"""Descriptors kept for workers (pipes), the files of a workspace and the interpreter."""

LEAST: Final = 8
"""Connections that are taken however few descriptors there are."""

TOLD_S: Final = 60.0
"""Seconds between two words about the same trouble."""

EXHAUSTED: Final = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM})

FULL: Final = b'{"error": "too many connections; usual fix: close some, or ask again in a moment"}'
REFUSAL: Final = (
    b"HTTP/1.1 503 Service Unavailable\r\ncontent-type: application/json\r\nretry-after: 1\r\nconnection: close\r\n"
    b"content-length: " + str(len(FULL)).encode() + b"\r\n\r\n" + FULL
)


class Patient(H11Protocol):
    """HTTP/1.1 with limits; `most` connections are taken, and each may be idle for `wait_s`."""

    most = 100
    wait_s = 10.0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Take a connection, or make room for it, or refuse it.

        Parameters
        ----------
        transport
            The transport of the connection.
        """
        super().connection_made(transport)
        self._since = self.loop.time()
        self._looked: tuple[object, int] = (self.cycle, 0)
        self._timer: asyncio.TimerHandle | None = None
        if len(self.connections) > self.most and not self._room():
            transport.write(REFUSAL)
            transport.close()
            return
        self._timer = self.loop.call_later(self.wait_s, self._look)

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget a connection.

        Parameters
        ----------
        exc
            Why it was lost; None if it was closed.
        """
        if self._timer is not None:
            self._timer.cancel()
        super().connection_lost(exc)

    @property
    def idle(self) -> bool:
        """Whether no request is under way."""
        return self.cycle is None or self.cycle.response_complete

    def _room(self) -> bool:
        """Close the connection that is idle longest; tell whether there was one."""
        idle = [c for c in self.connections if isinstance(c, Patient) and c is not self and c.idle]
        if not idle:
            return False
        gone = min(idle, key=lambda c: (c.cycle is not None, c._since))
        self.connections.discard(gone)  # it may take a moment until the loop tells that it is lost
        gone.transport.abort()
        return True

    def _look(self) -> None:
        """Close the connection if nothing has come of it since the last look."""
        seen = (self.cycle, self.transport.get_write_buffer_size())
        still, self._looked = seen == self._looked, seen
        if still and (self.idle or seen[1]):
            self.transport.abort()
        elif not self.transport.is_closing():
            self._timer = self.loop.call_later(self.wait_s, self._look)


def patient(most: int, wait_s: float) -> type[Patient]:
    """Return the protocol with limits of its own.

    Parameters
    ----------
    most
        The most connections at once.
    wait_s
        Seconds that a connection may be idle.

    Returns
    -------
    type[Patient]
        The protocol with limits of its own.
    """
    return type("Patient", (Patient,), {"most": most, "wait_s": wait_s})


def connections(wanted: int) -> int:
    """Return how many connections may be taken: no more than wanted, and than there are descriptors for.

    The process's soft limit is raised towards its hard one as far as that is needed.

    Parameters
    ----------
    wanted
        How many are wanted.

    Returns
    -------
    int
        How many connections may be taken: no more than wanted, and than there are descriptors for.
    """
    if os.name == "nt":
        return wanted
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY:
        return wanted
    need = wanted + _open_now() + RESERVE
    if soft < need:
        with suppress(OSError, ValueError):
            more = need if hard == resource.RLIM_INFINITY else min(need, hard)
            resource.setrlimit(resource.RLIMIT_NOFILE, (more, hard))
            soft = more
    return min(wanted, max(LEAST, soft - _open_now() - RESERVE))


def _open_now() -> int:
    """Return how many descriptors are open."""
    for folder in ("/proc/self/fd", "/dev/fd"):
        with suppress(OSError):
            return len(list(Path(folder).iterdir()))
    return 32


def quiet(told: Callable[[str], Any] = lambda text: print(text, file=sys.stderr, flush=True)) -> Callable[..., None]:
    """Return what an event loop tells its exceptions to: out of descriptors once a minute, others as ever.

    Parameters
    ----------
    told
        Told of an exception; by default nobody.

    Returns
    -------
    Callable[..., None]
        What an event loop tells its exceptions to: out of descriptors once a minute, others as ever.
    """
    last = [-TOLD_S]

    def handle(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        if not (isinstance(error, OSError) and error.errno in EXHAUSTED):
            loop.default_exception_handler(context)
            return
        now = time.monotonic()
        if now - last[0] >= TOLD_S:
            last[0] = now
            told(f"airdef: {error.strerror}: new connections wait; usual fix: a higher limit of open files (ulimit -n)")

    return handle


LINES: Final = 20
"""Lines of a log in `TOLD_S` at most: what any client can cause must not fill a disk."""


def sparing() -> Callable[[logging.LogRecord], bool]:
    """Return a filter of a log that lets `LINES` lines through in `TOLD_S`.

    Returns
    -------
    Callable[[logging.LogRecord], bool]
        A filter of a log that lets `LINES` lines through in `TOLD_S`.
    """
    begun, count = -TOLD_S, 0

    def let_through(_: logging.LogRecord) -> bool:
        nonlocal begun, count
        now = time.monotonic()
        if now - begun >= TOLD_S:
            begun, count = now, 0
        count += 1
        return count <= LINES

    return let_through
