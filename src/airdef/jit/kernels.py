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
    """Compile a function that compiled code calls, as a part of what calls it (`device functions.DeviceFunction`)."""
    return DeviceFunction(function)


def compiled(function: Any) -> Any:
    """The same for a kernel that allocates nothing: without the memory runtime."""
    return DeviceFunction(function, **_WITHOUT_RUNTIME)


def inlined(function: Any) -> Any:
    """The same for small services, and for rules called from one place, that belong into their callers."""
    return DeviceFunction(function, forceinline=True, **_WITHOUT_RUNTIME)


entry: Callable[[Any], Any] = entry_with(nogil=True, **_WITHOUT_RUNTIME)
"""Compile a kernel for Python to call, and keep it on disk; other threads go on meanwhile."""


def direct(kernel: Any, *arguments: Any) -> Callable[..., Any]:
    """Return what calls a kernel with arguments of these very types, compiled for them if it was not.

    A call of the kernel itself asks for the type of each argument, which takes 2 us for a handle. What is returned
    asks for none: arguments of other types would be read wrongly.
    """
    called: Callable[..., Any] = kernel.compile(tuple(kernel.typeof_pyval(each) for each in arguments))
    return called
