"""One writer at a time in a directory, and no trace that could mislead when a writer dies."""

from __future__ import annotations

import errno
import json
import os
import socket
import stat
import sys
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING

from airdef.writing import NO_LINKS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MOST_BYTES = 4096
"""More than a lock file ever holds: process and machine."""

_BEGIN = '{"pid": '


class LockedError(ValueError):
    """The directory is being written by another process, or what should be its lock file is something else."""


def _opened(path: Path) -> IO[str]:
    """Open a lock file, made if missing. Raises LockedError for anything else under that name, which is not touched.

    No link is followed: what it leads to would be emptied. The same goes for a second name of a file elsewhere.
    """
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | NO_LINKS | getattr(os, "O_NONBLOCK", 0), 0o666)
    except OSError as error:
        if error.errno == errno.ELOOP or path.is_symlink():
            raise _no_lock(path, "a symbolic link") from None
        raise
    status = os.fstat(handle)
    if not stat.S_ISREG(status.st_mode) or status.st_nlink > 1 or path.is_symlink():
        os.close(handle)
        raise _no_lock(path, "no plain file of its own")
    return open(handle, "r+", encoding="utf-8", errors="replace")


def _no_lock(path: Path, what: str) -> LockedError:
    return LockedError(f"{path}: {what}; expected the lock file of a campaign; usual fix: move it elsewhere")


def _try_lock(file: IO[str]) -> bool:
    """Take the operating system's lock on a file: it falls away with the process, however that ends."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _holder(text: str) -> tuple[int, str]:
    """Return pid and host written in a lock file; 0 and '' if none are."""
    try:
        content = json.loads(text)
        return int(content["pid"]), str(content["host"])
    except (ValueError, KeyError, TypeError):
        return 0, ""


def _is_ours(text: str) -> bool:
    """Tell whether a lock file holds what one of ours may: a holder, the beginning of one, or what a crash left."""
    written = text.rstrip("\0\n")
    return len(text) < MOST_BYTES and (written.startswith(_BEGIN) or _BEGIN.startswith(written))


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock file at `path` (created if missing) while the context lasts.

    Another live holder on this machine raises LockedError. So does the trace of a holder on another machine, whose life
    cannot be told from here where a file system does not carry locks across; and so does a file under that name which
    is no lock of ours. What a dead process of this machine left behind is taken over: the system dropped its lock.

    Parameters
    ----------
    path
        The path.

    Yields
    ------
    None
        In order: hold the lock file at `path` (created if missing) while the context lasts.
    """
    with _opened(path) as file:
        free = _try_lock(file)
        text = file.read(MOST_BYTES)
        pid, host = _holder(text)
        if not free:
            who = f"process {pid} on {host}" if pid else "another process"
            message = f"{path.parent}: {who} is writing this campaign; expected one writer; usual fix: wait for its end"
            raise LockedError(message)
        if not _is_ours(text):
            raise _no_lock(path, "holds something else")
        here = socket.gethostname()
        if pid and host != here:
            message = (
                f"{path.parent}: process {pid} on {host} has not released this campaign, and this is {here}; "
                f"usual fix: if that process has ended, delete {path}"
            )
            raise LockedError(message)
        file.seek(0)
        file.truncate(0)
        json.dump({"pid": os.getpid(), "host": here}, file)
        file.flush()
        try:
            yield
        finally:
            file.seek(0)
            file.truncate(0)  # the file itself stays: deleting it would race with the next writer
