"""Files written whole, or not at all, into folders that may be another's.

A file is written beside its place under a name that nobody else has, and then takes its place. So no link is followed:
neither one that somebody planted under the name to be written, which is replaced, nor one under the other name, for
that file is new. Nothing is truncated that was not made here, and no reader sees half a file.
"""

from __future__ import annotations

import errno
import os
import stat
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

NO_LINKS: Final = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
"""Flags of every opening: a symbolic link is refused, no other program inherits the file."""

HALVES: Final[set[Path]] = set()
"""Files being written: whoever ends this process at once removes them."""

HALF: Final = ".tmp"
"""Ending of the name under which a file is written."""

_LIVE: Final = (Path("/dev"), Path("/proc"))


def save(path: Path, content: bytes | memoryview | str) -> None:
    """Write a file, text as UTF-8; what stood there before is replaced, and stands if this fails.

    What is no file of a disk (a terminal, a pipe, `/dev/stdout`) is written to as it is.

    Parameters
    ----------
    path
        The file.
    content
        The text or bytes.

    Raises
    ------
    OSError
        If it is refused; the message says where and why.
    """
    data = content.encode() if isinstance(content, str) else content
    if _is_live(path):
        with open(os.open(path, os.O_WRONLY | os.O_APPEND), "wb") as opened:
            opened.write(data)
        return
    if path.exists() and not path.is_symlink() and not os.access(path, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
    try:
        put(path, _half(path), data)
    except OSError as error:
        error.filename = str(path)  # the other name means nothing to who asked for this one
        error.filename2 = None
        raise


def put(
    path: Path, half: Path, data: bytes | memoryview, *, mode: int = 0o666, links: bool = True, sync: bool = False
) -> None:
    """Write a file by way of `half` beside it, which must not be there. Raises OSError; then `half` is not there.

    The folder is opened once and both names are looked up in it, so that nobody can put another in its place meanwhile;
    without `links` it must be no symbolic link itself. With `sync` a crash of the machine keeps the file.

    Parameters
    ----------
    path
        The file.
    half
        File that the content is written to first.
    data
        The bytes.
    mode
        The mode of the file.
    links
        Whether the folder may be a symbolic link.
    sync
        Whether the disk is waited for.
    """
    with _new(path, half, mode, links, sync) as opened:
        opened.write(data)


@contextmanager
def streamed(path: Path) -> Iterator[IO[bytes]]:
    """Yield a new file to write to, which takes the name of `path` when the body ends well.

    Parameters
    ----------
    path
        The file.

    Yields
    ------
    IO[bytes]
        A new file to write to, which takes the name of `path` when the body ends well.

    Raises
    ------
    OSError
        If it is refused; the message says where and why.
    """
    with _new(path, _half(path), 0o666, True, False) as opened:
        yield opened


def _half(path: Path) -> Path:
    return path.with_name(f".airdef-{os.urandom(8).hex()}{HALF}")


@contextmanager
def _new(path: Path, half: Path, mode: int, links: bool, sync: bool) -> Iterator[IO[bytes]]:
    HALVES.add(half)
    try:
        with _opened(path.parent, links) as folder:
            begun, last = (half, path) if folder is None else (Path(half.name), Path(path.name))
            handle = os.open(begun, os.O_WRONLY | os.O_CREAT | os.O_EXCL | NO_LINKS, mode, dir_fd=folder)
            try:
                with open(handle, "wb") as opened:
                    yield opened
                    opened.flush()
                    if sync:
                        os.fsync(handle)
                os.replace(begun, last, src_dir_fd=folder, dst_dir_fd=folder)
            except BaseException:
                with suppress(OSError):
                    os.unlink(begun, dir_fd=folder)
                raise
            if sync and folder is not None:
                os.fsync(folder)
    finally:
        HALVES.discard(half)


@contextmanager
def _opened(folder: Path, links: bool) -> Iterator[int | None]:
    """Yield a folder's handle; None where the system has none (Windows)."""
    if os.open not in os.supports_dir_fd:
        yield None
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | (0 if links else NO_LINKS))
    try:
        yield handle
    finally:
        os.close(handle)


def _is_live(path: Path) -> bool:
    """Tell whether a path names no file of a disk, but a device, a pipe or a socket."""
    above = path.absolute().parents
    if any(live in above for live in _LIVE):
        return Path("/dev/shm") not in above
    try:
        mode = path.lstat().st_mode
    except OSError:
        return False
    return stat.S_ISCHR(mode) or stat.S_ISFIFO(mode)
