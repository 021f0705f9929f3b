"""The hash of sources: what was made from other ones is stale."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

import numba

PACKAGE = Path(__file__).resolve().parent
_LAYERS = ("physics", "opportunity", "engine", "kernels.py", "parts.py")


@cache
def source_stamp(layers: tuple[str, ...] = _LAYERS) -> str:
    """Return the hash of the sources of these layers (all compiled ones) and of the compiler's version."""
    digest = hashlib.sha256(numba.__version__.encode())
    for layer in layers:
        folder = PACKAGE / layer
        for path in sorted(folder.glob("*.py")) or [folder]:
            digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()
