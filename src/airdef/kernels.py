"""How kernels are compiled, where they are kept, and when they are stale.

Numba keys a cached kernel by the file its function stands in. Ours call each other across files, so a change
in one would leave stale machine code of its callers behind. For the functions of this package (and no others)
the stamp is therefore the hash of all its compiled layers; the kernels lie in the user's cache folder.
"""

from __future__ import annotations

import hashlib
import os
from functools import cache
from pathlib import Path
from typing import Any

import numba
import platformdirs
from numba.core.caching import CacheImpl, _CacheLocator

from airdef.parts import Part

_PACKAGE = Path(__file__).resolve().parent
_LAYERS = ("physics", "opportunity", "engine", "kernels.py", "parts.py")


def cache_folder() -> Path:
    """Return the folder of everything airdef keeps between runs: AIRDEF_CACHE_DIR, or the user's cache folder."""
    return Path(os.environ.get("AIRDEF_CACHE_DIR") or platformdirs.user_cache_dir("airdef"))


@cache
def source_stamp(layers: tuple[str, ...] = _LAYERS) -> str:
    """Return the hash of the sources of these layers (all compiled ones) and of the compiler's version."""
    digest = hashlib.sha256(numba.__version__.encode())
    for layer in layers:
        folder = _PACKAGE / layer
        for path in sorted(folder.glob("*.py")) or [folder]:
            digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


def kernel_folder() -> Path:
    """Return the folder of the kernels compiled from these very sources."""
    return cache_folder() / "kernels" / source_stamp()[:16]


def are_cached(layer: str, function: str) -> bool:
    """Tell whether a kernel of a layer was compiled before (or is kept where only Numba knows)."""
    return "NUMBA_CACHE_DIR" in os.environ or any((kernel_folder() / layer).glob(f"*.{function}-*.nbi"))


class _PackageCacheLocator(_CacheLocator):
    """Numba's hook: claims this package's functions and leaves all others to Numba."""

    def __init__(self, function: Any, path: Path) -> None:
        self._line = function.__code__.co_firstlineno
        self._layer = path.parent.name

    def get_cache_path(self) -> str:
        return str(kernel_folder() / self._layer)

    def get_source_stamp(self) -> str:
        return source_stamp()

    def get_disambiguator(self) -> str:
        return str(self._line)

    @classmethod
    def from_function(cls, py_func: Any, py_file: str) -> _PackageCacheLocator | None:
        path = Path(py_file).resolve()
        if path.parent.parent != _PACKAGE or "NUMBA_CACHE_DIR" in os.environ:
            return None
        locator = cls(py_func, path)
        try:
            locator.ensure_cache_path()  # type: ignore[no-untyped-call]
        except OSError:
            return None
        return locator


if _PackageCacheLocator not in CacheImpl._locator_classes:
    CacheImpl._locator_classes.insert(0, _PackageCacheLocator)

# Without Numba's memory runtime nothing can be allocated and nothing is reference-counted. Numba's own types
# do not know the option, hence the dictionary. Nobody calls an entry from C.
_WITHOUT_RUNTIME: dict[str, Any] = {"_nrt": False, "error_model": "numpy", "no_cfunc_wrapper": True}


def part(function: Any) -> Any:
    """Compile a function that compiled code calls, as a part of what calls it (`parts.Part`)."""
    return Part(function)


def compiled(function: Any) -> Any:
    """The same for a kernel that allocates nothing: without the memory runtime."""
    return Part(function, **_WITHOUT_RUNTIME)


def inlined(function: Any) -> Any:
    """The same for small services, and for rules called from one place, that belong into their callers."""
    return Part(function, forceinline=True, **_WITHOUT_RUNTIME)


entry = numba.njit(nogil=True, cache=True, **_WITHOUT_RUNTIME)
"""Compile a kernel for Python to call, and keep it on disk; other threads go on meanwhile."""
