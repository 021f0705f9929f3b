"""How kernels are compiled: the options of each kind, and which of them are kept on disk (`cache`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from airdef.jit.cache import entry_with
from airdef.jit.device import DeviceFunction

if TYPE_CHECKING:
    from collections.abc import Callable

# Without Numba's memory runtime nothing can be allocated and nothing is reference-counted. Numba's own types
# do not know the option, hence the dictionary. Nobody calls an entry from C.
_WITHOUT_RUNTIME: dict[str, Any] = {"_nrt": False, "error_model": "numpy", "no_cfunc_wrapper": True}


def part(function: Any) -> Any:
    """Compile a function that compiled code calls, as a part of what calls it (`device.DeviceFunction`).

    Nothing is compiled here: a variant for each set of argument types is made when a compiled caller needs it.

    Parameters
    ----------
    function
        A Python function that Numba can compile in nopython mode; it may allocate memory.

    Returns
    -------
    DeviceFunction
        What compiled code calls. Python can call it too: it is then compiled as a kernel of its own. Numba's
        `TypingError` for code that cannot be compiled comes with the first call.
    """
    return DeviceFunction(function)


def compiled(function: Any) -> Any:
    """Compile a device function as `part` does, without Numba's memory runtime.

    Parameters
    ----------
    function
        A Python function that Numba can compile in nopython mode. It must allocate nothing: no new array, list, or
        string.

    Returns
    -------
    DeviceFunction
        What compiled code, and Python, call. A division of floats by zero gives inf or NaN, and raises nothing.
    """
    return DeviceFunction(function, **_WITHOUT_RUNTIME)


def inlined(function: Any) -> Any:
    """Compile a device function as `compiled` does, and put its code into that of each caller.

    It is for small services, and for rules that are called from one place.

    Parameters
    ----------
    function
        A Python function as `compiled` takes it.

    Returns
    -------
    DeviceFunction
        What compiled code, and Python, call.
    """
    return DeviceFunction(function, forceinline=True, **_WITHOUT_RUNTIME)


entry: Callable[[Any], Any] = entry_with(nogil=True, **_WITHOUT_RUNTIME)
"""Compile a kernel for Python to call, and keep it on disk; other threads go on meanwhile."""


def direct(kernel: Any, *arguments: Any) -> Callable[..., Any]:
    """Return what calls a kernel with arguments of these very types, compiled for them if it was not.

    A call of the kernel itself asks for the type of each argument, which takes 2 us for a handle. What is returned asks
    for none: arguments of other types would be read wrongly.

    Parameters
    ----------
    kernel
        A kernel that Python calls, as `entry` or `entry_with` makes it.
    *arguments
        One value for each parameter of the kernel, in order. Only their types count: arrays by dtype, dimensions and
        layout, a `Handle` by the names and types of its arrays.

    Returns
    -------
    callable
        Takes as many arguments, by position, and returns what the kernel returns. It checks neither their number of
        dimensions nor their dtypes.
    """
    called: Callable[..., Any] = kernel.compile(tuple(kernel.typeof_pyval(each) for each in arguments))
    return called
