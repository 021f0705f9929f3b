"""Word of what takes time: a bar for campaigns, and a line when code is being compiled."""

from __future__ import annotations

import sys
import time
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from numba.core.event import Event, Listener, install_listener

from airdef.cli.ending import now
from airdef.cli.output import note

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType

    from rich.progress import Progress

QUIET_S = 1.0
"""Nothing is shown of what takes less than this."""

COMPILE_S = 40
"""Rough time of the first compile, as announced (35 s measured on two cores of a server; one core takes a minute)."""


class _Announcer(Listener):
    """Say once that code is being compiled. Numba sends this event for true compiles, not for cached code."""

    def __init__(self) -> None:
        self.told = False

    def on_start(self, event: Event) -> None:
        """Announce the first compile."""
        now().compiling.append(None)
        if not self.told:
            self.told = True
            note(f"compiling the engine, once: about {COMPILE_S} s")

    def on_end(self, event: Event) -> None:
        """Say nothing."""
        if now().compiling:
            now().compiling.pop()


@contextmanager
def announce_compiling(engine: bool = False) -> Iterator[None]:
    """Announce on stderr if code is compiled meanwhile; with `engine` that one is compiled beside, from now on."""
    with ExitStack() as stack:
        stack.enter_context(install_listener("numba:compile", _Announcer()))
        if engine:
            from airdef.engine.warm import beside

            stack.enter_context(beside())
        yield


class CampaignBar:
    """A progress bar on stderr for campaigns of more than a second, where stderr is a terminal.

    It is what `airdef.run` takes as `progress`, and a context that removes the bar at the end.
    """

    def __init__(self) -> None:
        self._started = time.monotonic()
        self._bar: Progress | None = None

    def __call__(self, done: int, goal: int) -> None:
        """Show that `done` of `goal` replications are played. Raises KeyboardInterrupt if the command is to end."""
        if self._bar is None and self._is_due() and done < goal:
            self._bar = bar()
            self._bar.start()
            self._bar.add_task("replications", total=goal)
        if self._bar is not None:
            self._bar.update(self._bar.task_ids[0], completed=done, total=goal)
        now().at("replications", done, goal)

    def _is_due(self) -> bool:
        return time.monotonic() - self._started >= QUIET_S and sys.stderr.isatty()

    def __enter__(self) -> CampaignBar:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._bar is not None:
            self._bar.stop()


def bar() -> Progress:
    """Return a bar on stderr that goes away when it is done."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    )
