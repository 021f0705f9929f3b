"""Opportunities kept on disk by content, so that the same geometry is worked out once on a machine.

One file per key, an uncompressed `.npz` behind its checksum (`sealed`), in the user's folder (`places`). A file that
is not as it was written is told of, ignored and written again. When the folder outgrows its bound the files used
longest ago go.
"""

from __future__ import annotations

import io
import os
from contextlib import suppress
from dataclasses import fields
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from airdef import sealed
from airdef.opportunity.tables import Looks, Opportunities, Shots, Tracks
from airdef.places import GEOMETRY, places

if TYPE_CHECKING:
    from pathlib import Path

SIZE_LIMIT: Final = 1 << 30
"""Most bytes kept on disk: 1 GiB, assumed to be what a user will not miss."""

_PARTS: Final = {"tracks": Tracks, "looks": Looks, "shots": Shots}


def file_of(key: str) -> str:
    """Return the name of the file in which the opportunities of a key are kept.

    Parameters
    ----------
    key
        The key.

    Returns
    -------
    str
        The name of the file in which the opportunities of a key are kept.
    """
    return f"{key}.npz"


def read(key: str) -> Opportunities | None:
    """Return the opportunities kept under a key, or None if there are none, or none that can be read.

    Parameters
    ----------
    key
        The key.

    Returns
    -------
    Opportunities | None
        The opportunities kept under a key, or None if there are none, or none that can be read.
    """
    for root in places().read:
        path = root / GEOMETRY / file_of(key)
        content = sealed.read(path)
        if content is None:
            continue
        try:
            with np.load(io.BytesIO(content), allow_pickle=False) as data:
                found = _unpack({name: data[name] for name in data.files})
        except (OSError, ValueError, KeyError):  # as it was written, and yet not what these sources write
            continue
        if found.key == key:
            with suppress(OSError):  # a folder that is read-only still serves
                os.utime(path)
            return found
    return None


def write(found: Opportunities, limit: int = SIZE_LIMIT) -> None:
    """Keep opportunities under their key, then forget those used longest ago beyond `limit` bytes.

    A folder that cannot be written is no error: nothing is kept then.

    Parameters
    ----------
    found
        The opportunities.
    limit
        The most bytes that the folder is to hold.
    """
    root = places().write
    if root is None:
        return
    held = io.BytesIO()
    np.savez(held, **_pack(found))
    sealed.write(root, (GEOMETRY, file_of(found.key)), held.getbuffer())
    _forget(root / GEOMETRY, limit)


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
