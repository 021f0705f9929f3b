"""Which arrays a handle takes, compiled or plain."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

DIMENSIONS: Final = 3
"""The most that an array may have."""


def check(arrays: NamedTuple) -> None:
    """Check that a handle can take the arrays of a named tuple.

    Parameters
    ----------
    arrays
        Arrays of any dtype.

    Raises
    ------
    ValueError
        If one is not C-contiguous, or has more than `DIMENSIONS` dimensions; the message names its field.
    """
    each: Any
    for name, each in zip(arrays._fields, arrays, strict=True):
        if not each.flags.c_contiguous or each.ndim > DIMENSIONS:
            message = f"{name}: expected a C-contiguous array of at most {DIMENSIONS} dimensions"
            raise ValueError(message)
