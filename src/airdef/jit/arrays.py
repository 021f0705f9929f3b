"""Which arrays a handle takes, compiled or plain."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

DIMENSIONS: Final = 3
"""The most that an array may have."""


def check(arrays: NamedTuple) -> None:
    """Raise ValueError unless all arrays of a named tuple are C-contiguous and of at most `DIMENSIONS` dimensions."""
    each: Any
    for name, each in zip(arrays._fields, arrays, strict=True):
        if not each.flags.c_contiguous or each.ndim > DIMENSIONS:
            message = f"{name}: expected a C-contiguous array of at most {DIMENSIONS} dimensions"
            raise ValueError(message)
