"""The rules as plain Python: the names of `airdef.jit` for a process in which nothing is compiled.

Functions stay what they are, so that a debugger steps through a rule. A handle has its arrays as attributes, and a
record of an array has its fields as attributes, as in compiled code. Slow: a replication of 40 threats takes 0.2 s.

Two things differ from compiled code. Python has no limit to whole numbers, where compiled ones wrap at 64 bits; no
rule reaches it. And a division of Python's floats by zero raises ZeroDivisionError where a kernel goes on with inf.
"""

from __future__ import annotations

from contextlib import nullcontext
from functools import cache, wraps
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple
from weakref import WeakValueDictionary

import numpy as np

from airdef.jit.arrays import check

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

uint32, uint64 = np.uint32, np.uint64

np.seterr(over="ignore")  # words wrap as they do in compiled code; other threads: see `entry`


def part(function: Any) -> Any:
    """Return the function itself; it is its own `py_func`, as of a compiled one."""
    function.py_func = function
    return function


compiled = inlined = part


def entry(function: Any) -> Any:
    """Return the function for callers in Python: they give arrays of records as NumPy has them."""

    @wraps(function)
    def called(*arguments: Any) -> Any:
        with np.errstate(all="ignore"):
            return function(*(_with_fields(each) for each in arguments))

    called.py_func = function
    return called


def entry_with(**_: Any) -> Callable[[Any], Any]:
    """Return `entry`: the options are the compiler's."""
    return entry


def direct(kernel: Any, *_: Any) -> Any:
    """Return the function itself."""
    return kernel


def are_cached(layer: str, function: str) -> bool:
    """Return True: there is nothing to compile."""
    return True


def prefetch(array: Any, row: int, column: int) -> None:
    """Do nothing: a hint to the processor."""


def trailing_zeros(word: Any) -> int:
    """Return how many of the lowest bits of a positive whole number are 0."""
    return (int(word) & -int(word)).bit_length() - 1


class Compiling:
    """What is being compiled: nothing."""

    done = total = 0
    at_work = in_background = False


def watched(told: Callable[[Compiling], object]) -> AbstractContextManager[Compiling]:
    """Return a context in which there is nothing to tell."""
    return nullcontext(Compiling())


def names_told() -> AbstractContextManager[None]:
    """Return a context in which there is nothing to tell."""
    return nullcontext()


class Handle:
    """The arrays of a named tuple as attributes. Raises ValueError for what compiled code could not take."""

    def __init__(self, arrays: NamedTuple) -> None:
        check(arrays)
        self.arrays = arrays
        self.address = id(self)
        _handles[self.address] = self
        for name, array in zip(arrays._fields, arrays, strict=True):
            setattr(self, name, _with_fields(array))


_handles: WeakValueDictionary[int, Handle] = WeakValueDictionary()


def handle_at(_: Handle, address: int) -> Handle:
    """Return the handle with an address (`Handle.address`)."""
    return _handles[int(address)]


def _with_fields(array: Any) -> Any:
    """Return a view of an array of records whose records have their fields as attributes; anything else as it is."""
    if not isinstance(array, np.ndarray) or array.dtype.names is None:
        return array
    return array.view(_with_attributes(array.dtype))


@cache
def _with_attributes(dtype: np.dtype[Any]) -> np.dtype[Any]:
    """Return the type of the same records, with fields as attributes: before those that NumPy's records have."""
    taken = {name: property(itemgetter(name)) for name in dtype.names or () if hasattr(np.record, name)}
    return np.dtype((type("Record", (np.record,), taken), dtype))
