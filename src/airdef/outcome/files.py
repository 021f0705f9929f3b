"""Files that are whole or not there: written under another name, brought to the disk, renamed, sealed."""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from airdef import writing
from airdef.limits import ROWS_BYTES, STATISTICS_BYTES, Limit, opened, read_file

if TYPE_CHECKING:
    from pathlib import Path

HALF = writing.HALF
"""Ending of a file being written; a process that dies leaves it behind, and the next writer clears it."""


def write_whole(path: Path, content: bytes, *, links: bool = False) -> None:
    """Write a file so that its name never stands for less than all of it, and a crash of the machine keeps it.

    No link is followed (`writing`); the folder itself may be one only with `links`. Raises OSError (a full disk, ...);
    then the half file is removed and what stood there before still stands.

    Parameters
    ----------
    path
        The path.
    content
        The bytes to write.
    links
        Whether the folder may be a symbolic link.
    """
    half = path.with_name(path.name + HALF)
    with suppress(FileNotFoundError):
        half.unlink()  # of a process that died, or planted: the link goes and not what it leads to
    writing.put(path, half, content, links=links, sync=True)


def digest(path: Path) -> str:
    """Return the SHA-256 of a regular file.

    Parameters
    ----------
    path
        The path.

    Returns
    -------
    str
        The SHA-256 of a regular file.

    Raises
    ------
    LimitError
        For one that is larger than any that is written.
    """
    with open(opened(path, ROWS_BYTES), "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _seal(data: dict[str, Any]) -> str:
    text = json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def write_sealed(path: Path, data: dict[str, Any], most: Limit = STATISTICS_BYTES, *, links: bool = False) -> None:
    """Write JSON data with the checksum of its own content under `seal`, as `write_whole` writes.

    Parameters
    ----------
    path
        The path.
    data
        What is written, as JSON has it.
    most
        The most that is allowed.
    links
        Whether the folder may be a symbolic link.

    Raises
    ------
    LimitError
        With nothing written, for more than could be read again.
    """
    sealed = {**data, "seal": _seal(data)}
    content = (json.dumps(sealed, indent=1, ensure_ascii=False, allow_nan=False) + "\n").encode()
    most.check(str(path), len(content))
    write_whole(path, content, links=links)


def read_sealed(path: Path, most: Limit = STATISTICS_BYTES) -> dict[str, Any]:
    """Return the data of a sealed file of no more bytes than a limit.

    Parameters
    ----------
    path
        The path.
    most
        The most that is allowed.

    Returns
    -------
    dict[str, Any]
        The data of a sealed file of no more bytes than a limit.

    Raises
    ------
    ValueError
        If it is damaged or larger.
    OSError
        If it cannot be read.
    """
    try:
        data = json.loads(read_file(path, most))
    except RecursionError:
        message = f"{path}: damaged: nested too deeply"
        raise ValueError(message) from None
    if not isinstance(data, dict) or data.pop("seal", None) != _seal(data):
        message = f"{path}: damaged: its content and its checksum differ"
        raise ValueError(message)
    return data
