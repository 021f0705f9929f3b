"""The versions of Numba, llvmlite and NumPy that this package works with; `pyproject.toml` states the same.

Its modules use what Numba does not promise to keep: its dispatcher, its passes, its data models, its cache. So each
new version of Numba is tried before it is allowed, and another one is refused before it is imported.
"""

from __future__ import annotations

import re
from importlib import metadata
from typing import Final

SUPPORTED: Final = {"numba": ("0.61", "0.69"), "llvmlite": ("0.44", "0.51"), "numpy": ("2.1", "")}
"""The oldest version that is supported, and the first that is not any more ("": none is known)."""

PYTHONS: Final = ("3.11", "3.12", "3.13")
"""The versions of Python that the tests are run with; a newer one is not refused."""


class VersionError(ImportError, ValueError):
    """A library of a version that the compiled rules do not work with."""


def installed(name: str) -> str:
    """Return the installed version of a distribution; "" if there is none.

    Parameters
    ----------
    name
        Name of the distribution as `pip` knows it: `numba`.

    Returns
    -------
    str
        The version as its metadata state it: `0.61.0`.
    """
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""


def requirement(name: str) -> str:
    """Return what `pip install` takes for the supported versions of a distribution: `numba>=0.61,<0.69`.

    Parameters
    ----------
    name
        One of the names in `SUPPORTED`.

    Returns
    -------
    str
        Name, oldest supported version, and the first that is not supported, if one is known.

    Raises
    ------
    KeyError
        If `SUPPORTED` has no such name.
    """
    low, high = SUPPORTED[name]
    return f"{name}>={low}" + (f",<{high}" if high else "")


def check() -> None:
    """Check that the libraries are there, in versions that are supported.

    Raises
    ------
    VersionError
        If one is not there, or of another version; the message says which, what is expected, and the usual fix.
    """
    for name, (low, high) in SUPPORTED.items():
        found = installed(name)
        if found and _numbers(low) <= _numbers(found) and (not high or _numbers(found) < _numbers(high)):
            continue
        expected = f"{low} or newer" + (f" and older than {high}" if high else "")
        message = (
            f"{name} {found or 'is not'} installed, {expected} expected; usual fix: pip install '{requirement(name)}' "
            "(or AIRDEF_JIT=off, which runs the rules as plain Python and needs no compiler)"
        )
        raise VersionError(message)


def _numbers(version: str) -> tuple[int, ...]:
    """Return the numbers of a release, `0.61.0rc1` as (0, 61, 0): those of a preliminary one are its release's."""
    found = re.match(r"\d+(\.\d+)*", version)
    return tuple(map(int, found.group().split("."))) if found else ()
