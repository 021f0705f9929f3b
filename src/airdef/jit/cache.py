"""Compiled code kept on disk, one file for each function and types of arguments.

Numba keys a kept kernel by the file its function stands in. Ours call each other across files, so a change in one
would leave stale machine code of its callers behind; the name of our files holds the hash of all compiled layers. And
Numba believes what it finds: kernels are pickles, which run code when they are read, and a damaged one ends the
process. Ours are read only if their checksum, which takes the user's key, is right (`sealed`, `places.secret`).
"""

from __future__ import annotations

import hashlib
import pickle
import sys
import warnings
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import llvmlite
import numba
from numba.core.caching import _Cache
from numba.core.compiler import CompileResult
from numba.core.errors import NumbaWarning
from numba.core.serialize import dumps

from airdef import sealed
from airdef.jit.stamp import COMPILED, PACKAGE, source_stamp
from airdef.places import KERNELS, places, secret, warn

if TYPE_CHECKING:
    from collections.abc import Callable

ENDING = ".nbc"


@cache
def _names(key: bytes, layer: str) -> tuple[str, ...]:
    """Return the folders below the cache's in which the kernels of a user and of these very sources lie.

    A package beside the model's has its own sources among them, and the model's kernels stay when those change.
    """
    layers = COMPILED if layer in COMPILED else (*COMPILED, layer)
    whose = hashlib.blake2b(key, person=b"airdef whose", digest_size=8).hexdigest()
    return KERNELS, whose, source_stamp(layers)[:16], layer


def are_cached(layer: str, function: str) -> bool:
    """Tell whether a kernel of a layer was compiled before; or is of no use to another process, as nothing is kept.

    Parameters
    ----------
    layer
        Name of the package below `airdef` that the kernel stands in: `engine`.
    function
        The kernel's qualified name, without its module: `simulate_many`.

    Returns
    -------
    bool
        True if a file for any argument types is there that was made from the present sources, or if no folder can be
        written to or the user has no key. The file's content is not read.
    """
    key, found = secret(), places()
    if key is None or found.write is None:
        return True
    files = f"*.{function}-*{ENDING}"
    return any(any(root.joinpath(*_names(key, layer)).glob(files)) for root in found.read)


class KernelCache(_Cache):
    """What Numba asks for kept code of one function of this package.

    Parameters
    ----------
    function
        The Python function; its file stands below `stamp.PACKAGE`.
    """

    def __init__(self, function: Any) -> None:
        self._function = function
        self._layer = Path(function.__code__.co_filename).resolve().relative_to(PACKAGE).parts[0]
        self._on = True

    @property
    def cache_path(self) -> str:
        """The folder that is written to, for Numba's own account."""
        return str(places().write or "")

    def _name(self, signature: Any, codegen: Any) -> str:
        """Return the name of the file: what the code was made from and for."""
        made = (str(signature), repr(codegen.magic_tuple()), numba.__version__, llvmlite.__version__)
        code = self._function.__code__
        of = hashlib.sha256(repr((*made, sys.implementation.cache_tag)).encode() + code.co_code).hexdigest()[:16]
        module = Path(code.co_filename).stem
        return f"{module}.{self._function.__qualname__}-{code.co_firstlineno}-{of}{ENDING}"

    def load_overload(self, sig: Any, target_context: Any) -> Any:
        """Return the compiled code for a signature, None if there is none that can be believed.

        Parameters
        ----------
        sig
            Numba's signature: the types of the arguments.
        target_context
            Numba's target context, which takes up the code.

        Returns
        -------
        CompileResult or None
            None if no file of that name is there, its checksum is wrong, or it cannot be taken up; of the last a
            warning tells.
        """
        target_context.refresh()
        key = secret()
        if not self._on or key is None:
            return None
        name = self._name(sig, target_context.codegen())
        for root in places().read:
            content = sealed.read(root.joinpath(*_names(key, self._layer), name), key)
            if content is None:
                continue
            try:
                signature, *payload = pickle.loads(content)
                if signature == sig:
                    return CompileResult._rebuild(target_context, *payload)
            except Exception as error:  # as it was written, and yet of no use to these libraries
                warn(f"{root}: code kept there is made again ({type(error).__name__}: {error})")
        return None

    def save_overload(self, sig: Any, data: Any) -> None:
        """Keep the compiled code for a signature, if it can be kept.

        Where no folder can be written to, or there is no key, nothing happens. Of code that holds addresses of this
        process Numba's `NumbaWarning` tells, and it is not kept.

        Parameters
        ----------
        sig
            Numba's signature: the types of the arguments.
        data
            Numba's `CompileResult`.
        """
        key, root = secret(), places().write
        if not self._on or key is None or root is None:
            return
        if data.library.has_dynamic_globals or data.lifted:
            message = f"{self._function.__qualname__}: cannot be kept: it holds addresses of this process"
            warnings.warn(message, NumbaWarning, stacklevel=2)
            return
        name = self._name(sig, data.codegen)
        sealed.write(root, (*_names(key, self._layer), name), dumps((sig, *data._reduce())), key)

    def enable(self) -> None:
        """Keep code."""
        self._on = True

    def disable(self) -> None:
        """Keep none."""
        self._on = False

    def flush(self) -> None:
        """Forget nothing: what is stale has another name."""


def entry_with(**options: Any) -> Callable[[Any], Any]:
    """Return a decorator that compiles a function for Python to call, with Numba's options, and keeps it on disk.

    Of functions outside this package nothing is kept.

    Parameters
    ----------
    **options
        Options of `numba.njit`, such as `nogil=True`; `cache` is not needed.

    Returns
    -------
    callable
        Takes a Python function and returns Numba's dispatcher, which compiles at the first call with arguments of new
        types.
    """

    def decorate(function: Any) -> Any:
        dispatcher = numba.njit(**options)(function)
        if Path(function.__code__.co_filename).resolve().is_relative_to(PACKAGE):
            dispatcher._cache = KernelCache(function)
        return dispatcher

    return decorate
