"""Opportunities kept on disk by content, so that the same geometry is worked out once on a machine.

One uncompressed `.npz` file per key, in the user's cache folder or in `AIRDEF_CACHE_DIR`. Files are written
under another name and renamed, so that readers and other writers never see half a file; a file that cannot
be read is ignored and written anew. When the folder outgrows its bound the files used longest ago go.
"""

from __future__ import annotations

import os
import tempfile
import zipfile
from contextlib import suppress
from dataclasses import fields
from pathlib import Path
from typing import Any, Final

import numpy as np
import platformdirs

from airdef.opportunity.tables import Looks, Opportunities, Shots, Tracks

SIZE_LIMIT: Final = 1 << 30
"""Most bytes kept on disk: 1 GiB, assumed to be what a user will not miss."""

_PARTS: Final = {"tracks": Tracks, "looks": Looks, "shots": Shots}


def folder() -> Path:
    """Return where opportunities are kept: `AIRDEF_CACHE_DIR` if set, else the user's cache folder."""
    chosen = os.environ.get("AIRDEF_CACHE_DIR", "")
    root = Path(chosen) if chosen else Path(platformdirs.user_cache_dir("airdef"))
    return root / "opportunities"


def path_of(key: str) -> Path:
    """Return the file in which the opportunities of a key are kept."""
    return folder() / f"{key}.npz"


def read(key: str) -> Opportunities | None:
    """Return the opportunities kept under a key, or None if there are none, or none that can be read."""
    path = path_of(key)
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as data:
            content = {name: data[name] for name in data.files}
        found = _unpack(content)
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return None
    if found.key != key:
        return None
    with suppress(OSError):  # a folder that is read-only still serves
        os.utime(path)
    return found


def write(found: Opportunities, limit: int = SIZE_LIMIT) -> None:
    """Keep opportunities under their key, then forget those used longest ago beyond `limit` bytes.

    A folder that cannot be written is no error: nothing is kept then.
    """
    path = path_of(found.key)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix="writing-", suffix=".tmp", dir=path.parent)
    except OSError:
        return
    try:
        with os.fdopen(handle, "wb") as file:
            np.savez(file, **_pack(found))
        Path(name).replace(path)
    except OSError:
        with suppress(OSError):
            Path(name).unlink()
        return
    _forget(path.parent, limit)


def _pack(found: Opportunities) -> dict[str, Any]:
    content: dict[str, Any] = {
        f"{part}.{field.name}": getattr(getattr(found, part), field.name)
        for part, kind in _PARTS.items()
        for field in fields(kind)
    }
    content |= {"arrival": found.arrival, "closest": found.closest}
    content |= {"facings": np.int64(found.facings), "key": np.array(found.key)}
    return content


def _unpack(content: dict[str, Any]) -> Opportunities:
    parts: dict[str, Any] = {
        part: {field.name: content[f"{part}.{field.name}"] for field in fields(kind)} for part, kind in _PARTS.items()
    }
    parts["shots"]["dt"] = float(parts["shots"]["dt"])
    return Opportunities(
        arrival=content["arrival"],
        closest=content["closest"],
        tracks=Tracks(**parts["tracks"]),
        looks=Looks(**parts["looks"]),
        shots=Shots(**parts["shots"]),
        facings=int(content["facings"]),
        key=str(content["key"]),
    )


def _forget(where: Path, limit: int) -> None:
    """Delete the files used longest ago until the rest fit; others may be deleting at the same time."""
    known = []
    for path in where.glob("*.npz"):
        with suppress(OSError):
            status = path.stat()
            known.append((status.st_mtime_ns, status.st_size, path))
    total = sum(size for _, size, _ in known)
    for _, size, path in sorted(known):
        if total <= limit:
            break
        with suppress(OSError):
            path.unlink()
        total -= size
