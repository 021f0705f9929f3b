"""What requests have worked out, in threads beside the event loop.

Reading a scenario and simulating a replication take processor time that requests share with all others. So only a few
of each kind are worked on at once; the others wait in the order they came, without a thread, and those of one kind do
not wait for those of another. When the service is to end nobody waits for a thread: the request is answered with 503,
and what the thread would have given is dropped.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final, Literal, TypeVar

from anyio import CapacityLimiter
from anyio.to_thread import run_sync

from airdef.limits import QUICK_REQUESTS, READING_REQUESTS, SIMULATING_REQUESTS, WAITING_REQUESTS
from airdef.server.refused import Refused

if TYPE_CHECKING:
    from collections.abc import Callable

    from airdef.server.ending import Ending

T = TypeVar("T")
Kind = Literal["quick", "reading", "simulating"]

ENDING: Final = "the service is ending; usual fix: ask again when it has started"
AT_ONCE: Final = {"quick": QUICK_REQUESTS, "reading": READING_REQUESTS, "simulating": SIMULATING_REQUESTS}


class Work:
    """Threads for requests, until the service is to end."""

    def __init__(self, ending: Ending) -> None:
        self.ending = ending
        self._limiters = {kind: CapacityLimiter(most) for kind, most in AT_ONCE.items()}
        self._asked = dict.fromkeys(AT_ONCE, 0)

    async def quick(self, make: Callable[[], T]) -> T:
        """Return what a look into the workspace gives. Raises what that raises, and Refused as `reading`.

        Parameters
        ----------
        make
            What makes it.

        Returns
        -------
        T
            What a look into the workspace gives.
        """
        return await self._made("quick", make)

    async def reading(self, make: Callable[[], T]) -> T:
        """Return what is made of a scenario that is read for it.

        Raises what that raises, Refused where too many wait already (429) and when the service ends (503).

        Parameters
        ----------
        make
            What makes it.

        Returns
        -------
        T
            What is made of a scenario that is read for it.
        """
        return await self._made("reading", make)

    async def simulating(self, make: Callable[[], T]) -> T:
        """Return what is made of stored or simulated replications. Raises as `reading`.

        Parameters
        ----------
        make
            What makes it.

        Returns
        -------
        T
            What is made of stored or simulated replications.
        """
        return await self._made("simulating", make)

    async def _made(self, kind: Kind, make: Callable[[], T]) -> T:
        if self.ending:
            raise Refused(503, ENDING)
        if self._asked[kind] >= AT_ONCE[kind] + WAITING_REQUESTS:
            raise Refused(429, f"busy: {WAITING_REQUESTS} requests wait already; usual fix: ask again in a moment")
        self._asked[kind] += 1
        made = asyncio.ensure_future(run_sync(make, abandon_on_cancel=True, limiter=self._limiters[kind]))
        told = asyncio.ensure_future(self.ending.wait())
        try:
            await asyncio.wait({made, told}, return_when=asyncio.FIRST_COMPLETED)
            if made.done():
                return made.result()
            raise Refused(503, ENDING)
        finally:
            self._asked[kind] -= 1
            told.cancel()
            if not made.done():
                made.cancel()
