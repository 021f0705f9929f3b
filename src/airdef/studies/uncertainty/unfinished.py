"""Samples of a study that was ended before its time, kept so that the same study goes on with them.

They lie in the user's cache folder (`places`), one file for each set of points, under the hash of everything that their
values depend on: sources, scenario, catalogue, geometry to the last bit, points, seed. A study that goes on gives the
bits of one that was never ended. Blocks are added as they are worked out, each with its checksum, so that a process
that dies at any moment loses what it was working on and nothing else. When the study is done its files go.
"""

from __future__ import annotations

import hashlib
import os
import struct
from contextlib import suppress
from typing import TYPE_CHECKING, Final

import numpy as np

from airdef import limits, writing
from airdef.places import is_own, own_folders, places, warn

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from numpy.typing import NDArray

UNFINISHED: Final = "unfinished"
"""Folder of the cache."""

_HEAD: Final = struct.Struct("<QQ16s")
"""Of a block: where it begins among the points, its bytes, and the checksum of both and its content."""


class Unfinished:
    """What one start of a study keeps; `going_on` is called once with the number of states that are there already."""

    def __init__(self, going_on: Callable[[int], None] = lambda _: None) -> None:
        self.samples = 0
        """States that are on the disk."""
        self._found = 0
        self._going_on = going_on
        self._files: list[Path] = []

    def of(self, key: str, points: int, block: int, width: int) -> Blocks:
        """Return the blocks of a set of points.

        Parameters
        ----------
        key
            Hash of all that the values depend on.
        points
            Number of points of the design.
        block
            Samples of one task.
        width
            Values of each sample.

        Returns
        -------
        Blocks
            The blocks of a set of points.
        """
        root = places().write
        file = None if root is None else root / UNFINISHED / f"{key}.samples"
        blocks = Blocks(self, file, points, block, width)
        if root is not None and file is not None and own_folders(root, UNFINISHED):
            self._files.append(file)
            _forget(file, limits.UNFINISHED_BYTES - blocks.expected)
            blocks.begin()
        found = sum(len(values) for values in blocks.known.values())
        self.samples += found
        if found and not self._found:
            self._going_on(found)
        self._found += found
        return blocks

    def told(self) -> str:
        """Return in words what is kept; nothing if nothing is."""
        if not self.samples:
            return ""
        return f"{self.samples:,} samples are kept, with which the same command goes on"

    def done(self) -> None:
        """Remove the files of a study that is done."""
        for file in self._files:
            with suppress(OSError):
                file.unlink()
        self.samples = 0


class Blocks:
    """The blocks of one set of points: `known` holds those that were on the disk, by where they begin."""

    def __init__(self, study: Unfinished, file: Path | None, points: int, block: int, width: int) -> None:
        self.known: dict[int, NDArray[np.float64]] = {}
        self._study, self._file = study, file
        self._points, self._block, self._width = points, block, width
        self._handle = -1
        self._bytes = 0

    @property
    def expected(self) -> int:
        """The bytes that all blocks take."""
        return -(-self._points // self._block) * _HEAD.size + 8 * self._points * self._width

    def begin(self) -> None:
        """Read what is there, and write it again: what a process that died left half written goes."""
        assert self._file is not None
        content = _read(self._file)
        whole = self._take(content)
        try:
            half = self._file.with_name(f".{os.urandom(8).hex()}{writing.HALF}")
            writing.put(self._file, half, content[:whole], mode=0o600)
            self._handle = os.open(self._file, os.O_WRONLY | os.O_APPEND | writing.NO_LINKS)
            self._bytes = whole
        except OSError as error:
            self._stop(error)

    def _take(self, content: bytes) -> int:
        """Take over the blocks of a file and return how many of its bytes are whole blocks."""
        at = 0
        while len(content) - at >= _HEAD.size:
            begin, size, checksum = _HEAD.unpack_from(content, at)
            data = content[at + _HEAD.size : at + _HEAD.size + size]
            rows = min(self._block, self._points - begin)
            fits = begin < self._points and begin % self._block == 0 and size == 8 * rows * self._width == len(data)
            if not fits or _checksum(begin, data) != checksum:
                break
            values = np.frombuffer(data, "<f8").astype(np.float64)
            self.known[begin] = values.reshape(rows, self._width) if self._width > 1 else values
            at += _HEAD.size + size
        return at

    def add(self, begin: int, values: NDArray[np.float64]) -> None:
        """Keep the values of a block of points; where that fails (a full disk) no more is kept.

        Parameters
        ----------
        begin
            Where it begins: a time [s], or the number of the first.
        values
            The values.
        """
        if self._handle < 0:
            return
        data = np.ascontiguousarray(values, "<f8").tobytes()
        record = _HEAD.pack(begin, len(data), _checksum(begin, data)) + data
        if self._bytes + len(record) > limits.UNFINISHED_BYTES:
            self._stop(None)
            return
        try:
            written = os.write(self._handle, record)
            if written < len(record):
                raise OSError(0, "no room")
        except OSError as error:
            self._stop(error)
        else:
            self._bytes += written
            self._study.samples += len(values)

    def close(self) -> None:
        """Close the file, which stays."""
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1

    def _stop(self, error: OSError | None) -> None:
        self.close()
        if error is not None and self._file is not None:
            warn(f"{self._file.parent}: {error.strerror or error}; nothing more is kept there, and the study goes on")


def _read(file: Path) -> bytes:
    try:
        with open(limits.opened(file, limits.Limit(limits.UNFINISHED_BYTES, "bytes", "delete it")), "rb") as opened:
            own = is_own(os.fstat(opened.fileno())) and not file.is_symlink()
            return opened.read() if own else b""
    except (OSError, ValueError):
        return b""


def _checksum(begin: int, data: bytes) -> bytes:
    return hashlib.blake2b(data, key=struct.pack("<Q", begin), digest_size=16).digest()


def _forget(own: Path, limit: int) -> None:
    """Delete the files used longest ago, but for one's own, until the others fit into a number of bytes."""
    known = []
    for path in own.parent.glob("*.samples"):
        with suppress(OSError):
            status = path.lstat()
            known.append((status.st_mtime_ns, status.st_size, path))
    others = sorted(each for each in known if each[2] != own)
    total = sum(size for _, size, _ in others)
    for _, size, path in others:
        if total <= limit:
            break
        with suppress(OSError):
            path.unlink()
        total -= size
