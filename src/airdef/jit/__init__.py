"""All that extends Numba, behind one door: other packages import from `airdef.jit` itself and from no module in it.

For a rule, a law or a kernel, as decorators:

- `part`: a function that compiled code calls (Python may call it too);
- `compiled`: a device function that allocates nothing; `inlined`: the same, put into its callers;
- `entry`: a kernel that Python calls, which allocates nothing and is kept on disk;
- `entry_with(**options)`: a kernel that Python calls, with Numba's own options, kept likewise;
- `direct(kernel, *arguments)`: what calls a kernel often with arguments of the same types.

For what they work on:

- `Handle(arrays)`: a named tuple of arrays, handed to compiled code as one pointer;
- `handle_at(like, address)`: the handle with that address, in compiled code: one of many alike;
- `prefetch(array, row, column)`: a hint to load memory, in compiled code;
- `trailing_zeros(word)`, `uint32(x)`, `uint64(x)`: machine words, in compiled code.

For what is known of the compiled code:

- `MODE`: how rules run in this process, one of `ON` and `OFF` (`AIRDEF_JIT`);
- `source_stamp(layers)`: the hash of the sources it is made from, of the compiler's version and of the mode;
- `are_cached(layer, function)`: whether a kernel lies on disk;
- `watched(told)`: a context in which `told` hears of what is being compiled; `names_told()` for another process.

Importing it raises `VersionError` where Numba, llvmlite or NumPy is of a version that it does not work with.

What stands behind the door: `versions` (which are supported), `kernels` (options), `device` (functions
optimised with their callers), `memory` and `forward` (handles, and arrays indexed from the front), `intrinsics`,
`cache` (code on disk), `stamp`; and `plain`, which has the same names for the rules as plain Python (`modes`).
docs/design/0003 and 0010 have the reasons.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from airdef.jit.modes import MODE, OFF, ON
from airdef.jit.stamp import source_stamp
from airdef.jit.versions import VersionError, check

if MODE == ON:
    check()  # before Numba is imported
if TYPE_CHECKING or MODE == ON:
    from airdef.jit.cache import are_cached, entry_with
    from airdef.jit.compiling import Compiling, names_told, watched
    from airdef.jit.intrinsics import prefetch, trailing_zeros, uint32, uint64
    from airdef.jit.kernels import compiled, direct, entry, inlined, part
    from airdef.jit.memory import Handle, handle_at
else:
    from airdef.jit.plain import (
        Compiling,
        Handle,
        are_cached,
        compiled,
        direct,
        entry,
        entry_with,
        handle_at,
        inlined,
        names_told,
        part,
        prefetch,
        trailing_zeros,
        uint32,
        uint64,
        watched,
    )

__all__ = [
    "MODE",
    "OFF",
    "ON",
    "Compiling",
    "Handle",
    "VersionError",
    "are_cached",
    "compiled",
    "direct",
    "entry",
    "entry_with",
    "handle_at",
    "inlined",
    "names_told",
    "part",
    "prefetch",
    "source_stamp",
    "trailing_zeros",
    "uint32",
    "uint64",
    "watched",
]
