"""A bin of the workspace: what was deleted lies here under its name, until it is restored or has to make room."""

from __future__ import annotations

import os
import re
import shutil
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from airdef.server.refused import Refused

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class Deleted:
    """Something in a bin: its name, when it was deleted [s since 1970], and its bytes."""

    name: str
    when: float
    bytes: int


def size_of(path: Path) -> int:
    """Return the bytes of a file, or of the files in a folder. What is not there, or goes meanwhile, has none.

    Parameters
    ----------
    path
        The path.

    Returns
    -------
    int
        The bytes of a file, or of the files in a folder.
    """
    total = 0
    with suppress(OSError):
        if not os.path.isdir(path) or os.path.islink(path):
            return os.lstat(path).st_size
        for place, _, names in os.walk(path):
            for name in names:
                with suppress(OSError):
                    total += os.lstat(os.path.join(place, name)).st_size
    return total


class Bin:
    """A folder of files or folders that were deleted; no link in it is followed. Methods may be called from any thread.

    Parameters: `folder` where they lie, `named` the pattern of their names, `most` how many are kept: the one that was
    deleted first makes room for another.
    """

    def __init__(self, folder: Path, named: str, most: int) -> None:
        self.folder = folder
        self.most = most
        self._lock = threading.RLock()
        self._held: dict[str, Deleted] = {}
        folder.mkdir(parents=True, exist_ok=True)
        for path in folder.iterdir():
            if re.match(named, path.name):
                with suppress(OSError):
                    self._held[path.name] = Deleted(path.name, os.lstat(path).st_mtime, size_of(path))

    def all(self) -> list[Deleted]:
        """Return what lies in it, deleted last first."""
        return sorted(list(self._held.values()), key=lambda d: (d.when, d.name), reverse=True)  # noqa: C414 (a copy)

    @property
    def bytes(self) -> int:
        """Bytes of all that lies in it."""
        return sum(d.bytes for d in list(self._held.values()))

    def put(self, path: Path) -> None:
        """Move a file or folder into the bin; what lay there under its name goes.

        Parameters
        ----------
        path
            The path.

        Raises
        ------
        OSError
            If a file cannot be read or written.
        """
        with self._lock:
            if path.name in self._held:
                self.drop(path.name)
            while self._held and len(self._held) >= self.most:
                self.drop_oldest()
            target = self.folder / path.name
            os.rename(path, target)
            now = time.time()
            with suppress(OSError, NotImplementedError):  # a link whose times this system cannot set
                os.utime(target, (now, now), follow_symlinks=False)
            self._held[path.name] = Deleted(path.name, now, size_of(target))

    def restore(self, name: str, to: Path) -> None:
        """Move something out of the bin, to where nothing is.

        Parameters
        ----------
        name
            Name of the file or folder.
        to
            Where it goes.

        Raises
        ------
        Refused
            With the status 404, 409.
        OSError
            If a file cannot be read or written.
        """
        with self._lock:
            if name not in self._held:
                raise Refused(404, "bin: nothing of this name; GET /api/bin lists what is in it")
            if os.path.lexists(to):
                raise Refused(409, f"bin: there is another '{name}' meanwhile; usual fix: delete or rename that first")
            os.rename(self.folder / name, to)
            del self._held[name]

    def drop(self, name: str) -> None:
        """Delete something for good.

        Parameters
        ----------
        name
            Name of the file or folder.

        Raises
        ------
        Refused
            With the status 404.
        """
        with self._lock:
            if self._held.pop(name, None) is None:
                raise Refused(404, "bin: nothing of this name; GET /api/bin lists what is in it")
            path = self.folder / name
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path, ignore_errors=True)
            else:
                with suppress(OSError):
                    path.unlink()

    def drop_oldest(self) -> bool:
        """Delete for good what was deleted first; tell whether there was anything."""
        with self._lock:
            if not self._held:
                return False
            self.drop(min(self._held.values(), key=lambda d: (d.when, d.name)).name)
            return True
