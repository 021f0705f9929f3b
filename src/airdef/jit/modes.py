"""How the rules run in this process: compiled, compiled by Numba as it comes, or as plain Python (`AIRDEF_JIT`)."""

from __future__ import annotations

import os
from difflib import get_close_matches
from typing import Final

VARIABLE: Final = "AIRDEF_JIT"

ON: Final = "on"
"""Compiled, with all that this package adds to Numba: what is used where nothing is asked for."""

OFF: Final = "off"
"""Plain Python, in which a debugger steps through a rule. Numba is not imported."""

MODES: Final = (ON, OFF)


def asked() -> str:
    """Return the mode that the environment asks for.

    Returns
    -------
    str
        One of `MODES`: `AIRDEF_JIT` in lower case without blanks around it, `ON` where it is empty or not set.

    Raises
    ------
    ValueError
        If `AIRDEF_JIT` is anything else; the message names the nearest mode.
    """
    given = os.environ.get(VARIABLE, "").strip().lower() or ON
    if given not in MODES:
        near = get_close_matches(given, MODES, 1)
        meant = f"; nearest: {near[0]}" if near else ""
        message = f"{VARIABLE}: {given!r} given, one of {', '.join(MODES)} expected{meant}"
        raise ValueError(message)
    return given


MODE: Final = asked()
"""The mode of this process: rules are declared for it when they are imported, so that it does not change."""
