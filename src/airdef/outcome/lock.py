"""One writer at a time in a directory, and no trace that could mislead when a writer dies."""

from __future__ import annotations

import json
import os
import socket
import sys
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class LockedError(ValueError):
    """The directory is being written by another process."""


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


def _holder(file: IO[str]) -> tuple[int, str]:
    """Return pid and host written in a lock file; 0 and '' if none are."""
    file.seek(0)
    try:
        content = json.loads(file.read())
        return int(content["pid"]), str(content["host"])
    except (ValueError, KeyError, TypeError, OSError):
        return 0, ""


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock file at `path` (created if missing) while the context lasts.

    Another live holder on this machine raises LockedError. So does the trace of a holder on another machine,
    whose life cannot be told from here where a file system does not carry locks across. What a dead process
    of this machine left behind is taken over: the system dropped its lock.
    """
    with path.open("a+", encoding="utf-8") as file:
        free = _try_lock(file)
        pid, host = _holder(file)
        if not free:
            who = f"process {pid} on {host}" if pid else "another process"
            message = f"{path.parent}: {who} is writing this campaign; expected one writer; usual fix: wait for its end"
            raise LockedError(message)
        here = socket.gethostname()
        if pid and host != here:
            message = (
                f"{path.parent}: process {pid} on {host} has not released this campaign, and this is {here}; "
                f"usual fix: if that process has ended, delete {path}"
            )
            raise LockedError(message)
        file.truncate(0)
        json.dump({"pid": os.getpid(), "host": here}, file)
        file.flush()
        try:
            yield
        finally:
            file.truncate(0)  # the file itself stays: deleting it would race with the next writer
