"""How a command ends before its time: by Ctrl-C (SIGINT), by SIGTERM, or with the terminal it runs in (SIGHUP).

One place for all commands. The last line on stderr says what was done and what is kept, and the exit code is 128 and
the number of the signal: 130 after Ctrl-C, 143 after SIGTERM, 129 after SIGHUP.

Python alone would raise KeyboardInterrupt wherever the main thread happens to be: in a compiler, in an import, in a
destructor, which make other errors of it or lose it; and not before compiled code has come to its end. Here a thread
of its own takes the signals, and

- a command that has nothing to show ends at once, whatever it is doing; its processes end with it;
- a command that shows what was done by then (`showing`) gets a KeyboardInterrupt where that is safe: at its next word
  of progress, or where it waits. If it has not come that far in time, or takes too long to end, it ends at once as
  well; so it does at a second signal.
"""

from __future__ import annotations

import atexit
import glob
import os
import signal
import sys
import threading
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, Final, NoReturn

from airdef import writing
from airdef.characters import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

PATIENCE_S: Final = 10.0
"""Time in which a command that shows what was done is to come to a place where it can be told to end."""

ENDING_S: Final = 60.0
"""Time in which it is to have shown it then: a report takes seconds, on a loaded machine more."""

WORDS: Final = {"SIGINT": "interrupted", "SIGTERM": "terminated", "SIGHUP": "hung up"}
NOTHING: Final = "nothing is kept"

_WAITING: Final = ("threading", "subprocess", "selectors", "queue", "concurrent.futures", "multiprocessing.connection")
"""Modules of the standard library that wait, and may be left by an exception while they do."""

_UNSAFE: Final = ("numba", "llvmlite", "importlib", "_frozen_importlib", "_frozen_importlib_external")
"""Modules that may not: an exception would be taken for an error of what they compile or import."""


class Ending:
    """What is known of a command for the case that it ends before its time.

    `done` says what was done; if it is empty, the last word of progress does. `kept` says what is kept.
    """

    def __init__(self) -> None:
        self.done = ""
        self.kept: str | Callable[[], str] = NOTHING
        self.compiling = False  # now
        self.told_compiling = self.bar_began = False  # what stands on stderr
        self.compile_bar: Any = None  # the one that was shown last
        self.signal = 0
        self.left = False
        """Whether the signals were left to what the command runs."""
        self._at: tuple[str, int, int] | None = None
        self._shows = False
        self._from: str | None = None  # the stage that alone has something to show
        self._told = False  # the command has been told to end
        self._over = False
        self._last = threading.Lock()  # held by whoever ends the process, for good

    @property
    def code(self) -> int:
        """The exit code of a command that ended before its time."""
        return 128 + (self.signal or int(signal.SIGINT))

    def line(self) -> str:
        """Return the last line: how it ended, what was done, what is kept."""
        how = WORDS.get(signal.Signals(self.signal).name if self.signal else "SIGINT", "ended")
        done = self.done
        if not done and self._at is not None:
            stage, count, goal = self._at
            done = f"{stage}: {count:,} of {goal:,} complete"
        if not done:
            done = "the engine was being compiled" if self.compiling else "nothing was complete"
        kept = self.kept if isinstance(self.kept, str) else self.kept()
        return visible(f"airdef: {how}; {done}; {kept}", lines=False)

    def at(self, stage: str, done: int, goal: int) -> None:
        """Note a word of progress.

        Parameters
        ----------
        stage
            What is being done, in words.
        done
            How far the work is.
        goal
            How far it goes.

        Raises
        ------
        KeyboardInterrupt
            Once, in a command that was asked to end and shows.
        """
        self._at = (stage, done, goal)
        if self.signal and not self._told and threading.current_thread() is threading.main_thread():
            self._told = True
            raise KeyboardInterrupt

    @contextmanager
    def showing(self, kept: str | Callable[[], str] = NOTHING, stage: str | None = None) -> Iterator[None]:
        """While the body runs, a signal makes a KeyboardInterrupt of it as soon as anything is done.

        The body is to take it and to show what was done, or to let it through. With a `stage`, by the beginning of its
        name, only that has something to show, from its first word on.

        Parameters
        ----------
        kept
            What is kept if it ends early, in words.
        stage
            What is being done, in words.

        Yields
        ------
        None
            Nothing.
        """
        self.kept, self._shows, self._from = kept, True, stage
        try:
            yield
        finally:
            self._shows = False

    @contextmanager
    def writing(self, where: Any) -> Iterator[None]:
        """While the body runs, files are written to a folder, of which those written by then stay.

        Parameters
        ----------
        where
            The folder.

        Yields
        ------
        None
            Nothing.
        """
        before = self.done, self.kept
        self.done, self.kept = "all was worked out", f"what was written to {where} by then is kept"
        try:
            yield
        finally:
            if not self.signal:
                self.done, self.kept = before

    def take_signals(self) -> None:
        """Take the signals of this process from now on. Those that it was started to ignore stay ignored."""
        if threading.current_thread() is not threading.main_thread():
            return
        names = [name for name in WORDS if hasattr(signal, name)]
        taken = [s for s in (getattr(signal, name) for name in names) if signal.getsignal(s) is not signal.SIG_IGN]
        self._read, write = os.pipe()
        os.set_blocking(write, False)
        signal.set_wakeup_fd(write, warn_on_full_buffer=False)
        threading.Thread(target=self._watch, args=(taken,), name="ending", daemon=True).start()
        for s in taken:
            signal.signal(s, self._handle)
            # Python's own last steps would give the signal its default back, and a command that is done another code.
            atexit.register(signal.signal, s, signal.SIG_IGN)
        sys.unraisablehook = self._unraisable

    def leave_signals(self) -> None:
        """Leave the signals to what the command runs, which ends by itself; nothing is said of its end."""
        self.left = True
        if not hasattr(self, "_read"):
            return
        signal.set_wakeup_fd(-1)
        for name, action in (("SIGINT", signal.default_int_handler), ("SIGTERM", signal.SIG_DFL)):
            if signal.getsignal(getattr(signal, name)) == self._handle:
                signal.signal(getattr(signal, name), action)
        if hasattr(signal, "SIGHUP") and signal.getsignal(signal.SIGHUP) == self._handle:
            signal.signal(signal.SIGHUP, signal.SIG_DFL)

    def quit(self) -> NoReturn:
        """End the process now that all is shown: threads that still simulate are not waited for."""
        for stream in (sys.stdout, sys.stderr):
            with suppress(OSError, ValueError):
                stream.flush()
        os._exit(self.code)

    def over(self) -> None:
        """Note that all is done and told: a first signal from now on would only spoil it."""
        self._over = True

    def _gracious(self) -> bool:
        """Tell whether the command is to show what was done, and not to end at once."""
        if self._told or not self._shows or self._at is None:
            return self._told
        return self._at[1] > 0 if self._from is None else self._at[0].startswith(self._from)

    def _handle(self, number: int, frame: FrameType | None) -> None:
        """Do what a signal asks for, in the main thread, as soon as that is back in Python."""
        if self._over:
            return
        self.signal = self.signal or number
        if not self._gracious():
            self.end()
        if not self._told and _waits(frame):
            self._told = True
            raise KeyboardInterrupt

    def _watch(self, taken: list[int]) -> None:
        """Do what a signal asks for where the main thread does not get to it."""
        asked = 0
        while True:
            number = os.read(self._read, 1)[0]
            if number not in taken:
                continue
            asked += 1
            if self._over:
                self._over = False  # a second one ends what does not end by itself
                continue
            self.signal = self.signal or number
            if asked > 1 or not self._gracious():
                self.end()
            threading.Thread(target=self._wait, name="ending at last", daemon=True).start()

    def _wait(self) -> None:
        """Wait until the command has been told to end, and has ended; then it ends at once."""
        last = time.monotonic() + PATIENCE_S
        while not self._told and time.monotonic() < last:
            time.sleep(0.05)
        if self._told:
            time.sleep(ENDING_S)
        self.end()

    def _unraisable(self, found: Any) -> None:
        """Take note of what Python cannot raise (in a destructor, ...): a KeyboardInterrupt is raised once more."""
        if self.signal and issubclass(found.exc_type, KeyboardInterrupt):
            self._told = False
        else:
            sys.__unraisablehook__(found)

    def end(self) -> NoReturn:
        """End the process at once, from any thread: with its last line, and with nothing half written left."""
        self._last.acquire()
        for child in _children():
            with suppress(OSError):
                os.kill(child, signal.SIGTERM)
        with suppress(OSError):
            for half in list(writing.HALVES):
                half.unlink(missing_ok=True)
        with suppress(OSError):
            clear = "\r\x1b[2K\x1b[?25h" if os.isatty(2) else ""  # a bar may stand there, and have hidden the cursor
            os.write(2, f"{clear}{self.line()}\n".encode(errors="replace"))
        os._exit(self.code)


def _children() -> list[int]:
    """Return the processes that this one started and that still run, where the system tells (Linux)."""
    found = []
    for entry in glob.glob("/proc/[0-9]*/stat"):
        with suppress(OSError), open(entry, encoding="utf-8", errors="replace") as opened:
            state, parent = opened.read().rpartition(")")[2].split()[:2]  # behind the name, which may hold anything
            if int(parent) == os.getpid() and state != "Z":
                found.append(int(entry.split("/")[2]))
    return found


def _waits(frame: FrameType | None) -> bool:
    """Tell whether the main thread waits, and nothing that called it would take an exception for an error."""
    if frame is None or not _named(frame, _WAITING):
        return False
    while frame is not None:
        if _named(frame, _UNSAFE) or frame.f_code.co_name == "__del__":
            return False
        frame = frame.f_back
    return True


def _named(frame: FrameType, modules: tuple[str, ...]) -> bool:
    name = frame.f_globals.get("__name__", "")
    return any(name == module or name.startswith(f"{module}.") for module in modules)


class _Now:
    """The ending of the command that runs: there is one of each in a process."""

    ending = Ending()


def now() -> Ending:
    """Return the ending of the command that runs.

    Returns
    -------
    Ending
        The ending of the command that runs.
    """
    return _Now.ending


def begin() -> Ending:
    """Return the ending of a command that begins.

    Returns
    -------
    Ending
        The ending of a command that begins.
    """
    _Now.ending = Ending()
    return _Now.ending
