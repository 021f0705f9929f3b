"""Standard output and standard error, whatever they are: a terminal, a pipe whose reader leaves, closed, a full disk.

A reader that leaves is nobody's error: what is written after that is dropped, the command goes on (files that were
asked for are written), and `Streams.left` tells that it happened. A stream that is closed from the start takes nothing.
"""

from __future__ import annotations

import io
import os
import sys
from contextlib import suppress
from typing import IO, TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from types import TracebackType


class _Descriptor(io.RawIOBase):
    """The descriptor of a standard stream; after its first failure what is written is dropped."""

    def __init__(self, number: int, name: str, raises: bool) -> None:
        super().__init__()
        self.number, self.name, self.raises = number, name, raises
        self.left = self.failed = False

    def writable(self) -> bool:
        """Return that it takes output."""
        return True

    def fileno(self) -> int:
        """Return the number of the descriptor."""
        return self.number

    def isatty(self) -> bool:
        """Return whether it is a terminal."""
        return os.isatty(self.number)

    def write(self, data: Any) -> int:
        """Write, or drop what nobody reads. Raises OSError, named, once for what is wrong with a file."""
        if self.left or self.failed:
            return len(data)
        try:
            return os.write(self.number, data)
        except BrokenPipeError:
            self.left = True
        except OSError as error:
            self.failed = True
            if self.raises:
                raise OSError(error.errno, error.strerror, self.name) from None
        return len(data)


class Streams:
    """A context in which the standard streams are safe; those that a program has put in their place are left alone."""

    def __init__(self) -> None:
        self._out: _Descriptor | None = None
        self._kept: tuple[Any, Any] = (None, None)

    @property
    def left(self) -> bool:
        """Whether the reader of standard output has gone away."""
        return self._out is not None and self._out.left

    def __enter__(self) -> Streams:
        _fill()
        self._kept = (sys.stdout, sys.stderr)
        if sys.stdout is sys.__stdout__:
            self._out = _Descriptor(1, "standard output", raises=True)
            sys.stdout = _wrapped(self._out, sys.stdout)
        if sys.stderr is sys.__stderr__:
            sys.stderr = _wrapped(_Descriptor(2, "standard error", raises=False), sys.stderr)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for stream, kept in zip((sys.stdout, sys.stderr), self._kept, strict=True):
            if stream is not kept:
                with suppress(OSError):  # it has been told, or there is nobody to tell
                    stream.flush()
        sys.stdout, sys.stderr = self._kept


def _fill() -> None:
    """Open what is closed of the three descriptors: a file of the command would get its number, and its output."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)


def _wrapped(raw: _Descriptor, old: IO[str] | None) -> IO[str]:
    """Return a text stream over a descriptor that fails on no character; of the old one's encoding, if there is one."""
    encoding = getattr(old, "encoding", None) or "utf-8"
    terminal = raw.isatty() or raw.number == 2
    stream = io.TextIOWrapper(
        io.BufferedWriter(cast("Any", raw)), encoding, "backslashreplace", line_buffering=terminal
    )
    if old is not None:
        old.flush()
    return stream
