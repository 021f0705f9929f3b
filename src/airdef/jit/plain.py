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
    """Return the function itself; it is its own `py_func`, as of a compiled one.

    Parameters
    ----------
    function
        Any Python function; it is given the attribute `py_func`.

    Returns
    -------
    function
        The same object.
    """
    function.py_func = function
    return function


compiled = inlined = part


def entry(function: Any) -> Any:
    """Return the function for callers in Python: they give arrays of records as NumPy has them.

    Parameters
    ----------
    function
        A rule or kernel; it reads fields of records as attributes (`tb.unit[u].system`).

    Returns
    -------
    function
        Takes the same arguments by position, with NumPy's warnings of floating point off; `py_func` is the function
        itself.
    """

    @wraps(function)
    def called(*arguments: Any) -> Any:
        with np.errstate(all="ignore"):
            return function(*(_with_fields(each) for each in arguments))

    called.py_func = function
    return called


def entry_with(**_: Any) -> Callable[[Any], Any]:
    """Return `entry`: the options are the compiler's.

    Parameters
    ----------
    **_
        Numba's options; none is read.

    Returns
    -------
    callable
        `entry`, a decorator.
    """
    return entry


def direct(kernel: Any, *_: Any) -> Any:
    """Return the function itself.

    Parameters
    ----------
    kernel
        A function that `entry` made.
    *_
        Values of the types that it is to be called with; none is read.

    Returns
    -------
    function
        `kernel`, which takes arguments of any type.
    """
    return kernel


def are_cached(layer: str, function: str) -> bool:
    """Return True: there is nothing to compile.

    Parameters
    ----------
    layer
        Name of a package below `airdef`; not read.
    function
        Name of a kernel; not read.

    Returns
    -------
    bool
        True.
    """
    return True


def prefetch(array: Any, row: int, column: int) -> None:
    """Do nothing: a hint to the processor.

    Parameters
    ----------
    array
        Array of one dimension or two; not read.
    row, column
        Place in it, which may lie beyond its end; not read.
    """


def trailing_zeros(word: Any) -> int:
    """Return how many of the lowest bits of a positive whole number are 0.

    Parameters
    ----------
    word
        A whole number above 0, of Python or NumPy, as a word of at most 64 bits.

    Returns
    -------
    int
        From 0, for an odd number. 0 is not to be given: here it gives -1, in compiled code the bits of the word.
    """
    return (int(word) & -int(word)).bit_length() - 1


class Compiling:
    """What is being compiled: nothing.

    Attributes
    ----------
    done, total
        Functions compiled, and functions to compile: both 0.
    at_work, in_background
        Whether anything is being compiled here, or in another process: both False.
    """

    done = total = 0
    at_work = in_background = False


def watched(told: Callable[[Compiling], object]) -> AbstractContextManager[Compiling]:
    """Return a context in which there is nothing to tell.

    Parameters
    ----------
    told
        Would be called when a compilation begins or ends; it never is.

    Returns
    -------
    context manager of Compiling
        Its value is a `Compiling` that counts nothing.
    """
    return nullcontext(Compiling())


def names_told() -> AbstractContextManager[None]:
    """Return a context in which there is nothing to tell.

    Returns
    -------
    context manager of None
        It prints nothing.
    """
    return nullcontext()


class Handle:
    """The arrays of a named tuple as attributes, with the interface of the compiled handle.

    Parameters
    ----------
    arrays
        A named tuple of C-contiguous arrays of at most `arrays.DIMENSIONS` dimensions.

    Attributes
    ----------
    arrays
        The named tuple.
    address
        A number by which `handle_at` finds the handle as long as it lives.

    Raises
    ------
    ValueError
        If compiled code could not take one of the arrays; the message names it.
    """

    def __init__(self, arrays: NamedTuple) -> None:
        check(arrays)
        self.arrays = arrays
        self.address = id(self)
        _handles[self.address] = self
        for name, array in zip(arrays._fields, arrays, strict=True):
            setattr(self, name, _with_fields(array))


_handles: WeakValueDictionary[int, Handle] = WeakValueDictionary()


def handle_at(_: Handle, address: int) -> Handle:
    """Return the handle with an address (`Handle.address`).

    Parameters
    ----------
    _
        A handle of arrays of the same types, from which compiled code knows the type; not read.
    address
        `Handle.address` of a handle that is alive.

    Returns
    -------
    Handle
        The handle itself.

    Raises
    ------
    KeyError
        If no handle that is alive has the address. Compiled code does not check that.
    """
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
