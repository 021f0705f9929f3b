"""A progress bar for studies, whose stages count different things."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

from airdef.cli.ending import now
from airdef.cli.progress import QUIET_S, bar

if TYPE_CHECKING:
    from types import TracebackType

    from rich.progress import Progress, TaskID


class StudyBar:
    """Bars on stderr, one a stage, for what takes more than a second, where stderr is a terminal.

    Call it as bar(stage, done, goal), or take `bar.of(stage)` for what knows of no stages.
    """

    def __init__(self) -> None:
        self._started = time.monotonic()
        self._bar: Progress | None = None
        self._tasks: dict[str, TaskID] = {}

    def __call__(self, stage: str, done: int, goal: int) -> None:
        """Show that `done` of `goal` are simulated in a stage. Raises KeyboardInterrupt if the command is to end."""
        if self._bar is None and time.monotonic() - self._started >= QUIET_S and sys.stderr.isatty():
            self._bar = bar()
            self._bar.start()
        if self._bar is not None:
            if stage not in self._tasks:
                self._tasks[stage] = self._bar.add_task(stage, total=goal)
            self._bar.update(self._tasks[stage], completed=done, total=goal)
        now().at(stage, done, goal)

    def of(self, stage: str) -> _Stage:
        """Return what shows one stage, called as progress(done, goal).

        Parameters
        ----------
        stage
            What is being done, in words.

        Returns
        -------
        _Stage
            What shows one stage, called as progress(done, goal).
        """
        return _Stage(self, stage)

    def __enter__(self) -> StudyBar:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._bar is not None:
            self._bar.stop()


class _Stage:
    """One stage of a bar."""

    def __init__(self, bar: StudyBar, stage: str) -> None:
        self._bar, self._stage = bar, stage

    def __call__(self, done: int, goal: int) -> None:
        self._bar(self._stage, done, goal)
