"""Word that the service is to end: told once, from any thread or a signal handler, and heard at once."""

from __future__ import annotations

import asyncio
from contextlib import suppress


class Ending:
    """What everything that waits in the service waits for as well. It is true once it was told."""

    def __init__(self) -> None:
        self._told = False
        self._heard: tuple[asyncio.AbstractEventLoop, asyncio.Event] | None = None

    def __bool__(self) -> bool:
        return self._told

    def listen(self) -> None:
        """Let those wait who run in this event loop. Called in it, before the first of them waits."""
        self._heard = asyncio.get_running_loop(), asyncio.Event()
        if self._told:
            self._heard[1].set()

    def tell(self) -> None:
        """Tell everyone. Takes no lock, so that a signal handler may call it."""
        self._told = True
        if self._heard is not None:
            loop, event = self._heard
            with suppress(RuntimeError):  # the loop is closed, and nobody waits any more
                loop.call_soon_threadsafe(event.set)

    async def wait(self) -> None:
        """Wait until it is told."""
        assert self._heard is not None  # `listen` comes first
        await self._heard[1].wait()
