"""Files of a cache: whole, and as they were written, or as good as not there.

    airdef kept 1 <newline> checksum (32 bytes) content

The checksum is BLAKE2b of the file's name and content, keyed where a key is given: then only who has the key can have
written it. Files are written under another name and renamed, so that readers and other writers never see half a one.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import stat
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from airdef.places import is_own, own_folders, warn
from airdef.writing import NO_LINKS, put

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

HEAD: Final = b"airdef kept 1\n"
CHECKSUM_BYTES: Final = 32
HALF: Final = ".half"
"""Ending of a file being written; who writes next clears those that a process which died left behind."""

STALE_S: Final = 3600.0
"""Age at which such a file is no longer being written (assumed: a file of a cache takes seconds)."""


def _checksum(name: str, content: bytes | memoryview, key: bytes) -> bytes:
    h = hashlib.blake2b(name.encode() + b"\0", key=key, digest_size=CHECKSUM_BYTES)
    h.update(content)
    return h.digest()


def read(file: Path, key: bytes = b"") -> memoryview | None:
    """Return the content of a file of this user's; None if there is none, or it is not as it was written.

    Parameters
    ----------
    file
        The file.
    key
        The key of this user.

    Returns
    -------
    memoryview | None
        The content of a file of this user's.
    """
    try:
        handle = os.open(file, os.O_RDONLY | NO_LINKS)
        with open(handle, "rb") as opened:
            status = os.fstat(handle)
            whole = opened.read() if stat.S_ISREG(status.st_mode) and is_own(status) else b""
    except FileNotFoundError:
        return None
    except OSError:
        whole = b""
    start = len(HEAD) + CHECKSUM_BYTES
    content = memoryview(whole)[start:]
    if whole[: len(HEAD)] == HEAD and hmac.compare_digest(whole[len(HEAD) : start], _checksum(file.name, content, key)):
        return content
    warn(f"{file.parent}: holds a damaged file, which is made again")
    return None


def write(root: Path, names: Sequence[str], content: bytes | memoryview, key: bytes = b"") -> None:
    """Keep a file in folders below `root` that are closed to others. Where that fails (a full disk) nothing is kept.

    A failure is no error, since all that is kept can be made again; it is told once.

    Parameters
    ----------
    root
        The folder that is above.
    names
        Names of the folders and the file.
    content
        The bytes to write.
    key
        The key of this user.
    """
    file = root.joinpath(*names)
    half = file.with_name(f"{file.name}-{secrets.token_hex(8)}{HALF}")
    try:
        if not own_folders(root, *names[:-1]):
            raise PermissionError(0, "belongs to another user, is a link or cannot be made")
        _clear(file.parent)
        put(file, half, b"".join((HEAD, _checksum(file.name, content, key), content)), mode=0o600)
    except OSError as error:
        warn(f"{file.parent}: {error.strerror or error}; nothing more is kept there, and the run goes on")


def _clear(folder: Path) -> None:
    """Remove what processes that died left half written."""
    for half in folder.glob(f"*{HALF}"):
        with suppress(OSError):
            if time.time() - half.lstat().st_mtime > STALE_S:
                half.unlink()
