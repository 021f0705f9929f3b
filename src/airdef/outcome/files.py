"""Files that are whole or not there: written under another name, brought to the disk, renamed, sealed."""

from __future__ import annotations

import hashlib
import json
import os
from contextlib import suppress
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

HALF = ".tmp"
"""Ending of a file being written; a process that dies leaves it behind, and the next writer clears it."""


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that its name never stands for less than all of it, and a crash of the machine keeps it.

    Raises OSError (a full disk, ...); then the half file is removed and what stood there before still stands.
    """
    half = path.with_name(path.name + HALF)
    try:
        with half.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        half.replace(path)
    except OSError:
        with suppress(OSError):
            half.unlink()
        raise
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    """Bring a folder's names to the disk, where the system can (Windows opens no folders)."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def digest(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _seal(data: dict[str, Any]) -> str:
    text = json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def write_sealed(path: Path, data: dict[str, Any]) -> None:
    """Write JSON data with the checksum of its own content under `seal`."""
    sealed = {**data, "seal": _seal(data)}
    write_whole(path, (json.dumps(sealed, indent=1, ensure_ascii=False, allow_nan=False) + "\n").encode())


def read_sealed(path: Path) -> dict[str, Any]:
    """Return the data of a sealed file. Raises ValueError if it is damaged, OSError if it cannot be read."""
    data = json.loads(path.read_bytes())
    if not isinstance(data, dict) or data.pop("seal", None) != _seal(data):
        message = f"{path}: damaged: its content and its checksum differ"
        raise ValueError(message)
    return data
