"""The hash of sources: what was made from other ones is stale."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from airdef.jit.modes import MODE
from airdef.jit.versions import installed

PACKAGE = Path(__file__).resolve().parents[1]
"""The folder of airdef's sources."""

COMPILED = ("physics", "opportunity", "engine", "jit")
"""The packages of which code is compiled, and the one that compiles it."""


@cache
def source_stamp(layers: tuple[str, ...] = COMPILED, mode: str = MODE) -> str:
    """Return the hash of the sources of these packages (all that are compiled), of the compiler's version and the mode.

    The mode counts because nobody promises that Numba and Python have the same sine to the last bit. The hash is taken
    once in a process: sources that change later do not change it.

    Parameters
    ----------
    layers
        Names of packages below `airdef`, in order; of a name that there is not nothing enters the hash.
    mode
        One of `modes.MODES`.

    Returns
    -------
    str
        SHA-256, 64 hexadecimal digits.
    """
    digest = hashlib.sha256(f"{installed('numba')} {mode}".encode())
    for layer in layers:
        folder = PACKAGE / layer
        for path in sorted(folder.rglob("*.py")):
            digest.update(path.relative_to(folder).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()
