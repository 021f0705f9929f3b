"""Word of what takes time: bars for campaigns and for compiling."""

from __future__ import annotations

import sys
import threading
import time
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from airdef.cli.ending import now
from airdef.cli.output import note

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType

    from rich.progress import Progress, ProgressColumn

    from airdef.jit import Compiling

QUIET_S = 1.0
"""Nothing is shown of what takes less than this."""

REFRESHED = 4
"""Times a second that a bar is drawn: what it tells of needs the processor."""

COMPILING = "compiling the engine, once"


class CompileBar:
    """Word of what is compiled, on stderr: a bar while it lasts on a terminal, elsewhere one line in a command."""

    def __init__(self) -> None:
        self._bar: Progress | None = None
        self._over = False
        self._lock = threading.Lock()

    def __call__(self, seen: Compiling) -> None:
        """Show how many functions are compiled, of how many."""
        now().compiling = seen.at_work
        with self._lock:
            if self._bar is None and seen.at_work:
                self._begin(seen)
            if self._bar is not None:
                task = self._bar.task_ids[0]
                self._bar.update(task, completed=seen.done, total=seen.total, visible=seen.at_work)

    def _begin(self, seen: Compiling) -> None:
        at = now()
        if sys.stderr.isatty() and not self._over and not at.bar_began:
            from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn

            name, of = TextColumn("{task.description}"), TextColumn("functions")
            self._bar = _bar(name, BarColumn(), MofNCompleteColumn(), of, TimeElapsedColumn())
            self._bar.add_task(COMPILING, total=seen.total)
            self._bar.start()
            at.compile_bar = self
        elif not at.compile_bar and not at.told_compiling:
            note(f"{COMPILING} for this version and processor")
            at.told_compiling = True

    def stop(self) -> None:
        """Take the bar away, for good."""
        with self._lock:
            self._over = True
            if self._bar is not None:
                self._bar.stop()
                self._bar = None


@contextmanager
def announce_compiling(engine: bool = False) -> Iterator[None]:
    """Show on stderr if code is compiled meanwhile; with `engine` that one is compiled beside, from now on.

    Parameters
    ----------
    engine
        Starts the compilation of the engine beside; None for none.

    Yields
    ------
    None
        Nothing.
    """
    from airdef import jit

    with ExitStack() as stack:
        shown = CompileBar()
        stack.callback(shown.stop)
        seen = stack.enter_context(jit.watched(shown))
        if engine:
            from airdef.engine.warm import compile_in_background

            stack.enter_context(compile_in_background(seen))
        yield


class CampaignBar:
    """A progress bar on stderr for campaigns of more than a second, where stderr is a terminal.

    It is what `airdef.run` takes as `progress`, and a context that removes the bar at the end.
    """

    def __init__(self) -> None:
        self._started = time.monotonic()
        self._bar: Progress | None = None

    def __call__(self, done: int, goal: int) -> None:
        """Show that `done` of `goal` replications are simulated. Raises KeyboardInterrupt if the command is to end."""
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
    """Return a bar on stderr that goes away when it is done, in the place of one that tells of compiling.

    Returns
    -------
    Progress
        A bar on stderr that goes away when it is done, in the place of one that tells of compiling.
    """
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn

    at = now()
    at.bar_began = True
    if at.compile_bar is not None:
        at.compile_bar.stop()
    return _bar(TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())


def _bar(*columns: ProgressColumn) -> Progress:
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    return Progress(*columns, console=console, transient=True, refresh_per_second=REFRESHED, redirect_stdout=False)
