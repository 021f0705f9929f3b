"""What a campaign can be asked for. A measure is one `Definition` in a module of this package, which lists it.

Command line, JSON, Parquet, report, service, page and documentation read the measures here.
"""

from __future__ import annotations

import difflib
from importlib import import_module
from typing import Final

from airdef import oldnames
from airdef.measures.definition import Bounds, Definition, Kind, Scope

__all__ = [
    "BY_KEY",
    "CONTINUOUS",
    "MEASURES",
    "NAMES",
    "Bounds",
    "Definition",
    "Kind",
    "Scope",
    "definition_of",
    "unknown",
]

MODULES: Final = (
    "raid",
    "fire",
    "losses",
    "firsts",
    "channels",
    "moves",
)
"""The modules with measures, in printing order. Each declares `MEASURES`."""


def _declared(module: str) -> tuple[Definition, ...]:
    found: tuple[Definition, ...] = import_module(f"airdef.measures.{module}").MEASURES
    return found


MEASURES: Final = tuple(measure for module in MODULES for measure in _declared(module))
"""Every measure, in printing order."""

BY_KEY: Final = _declared("by_key")
"""Further measures of the keys of a dimension."""

NAMES: Final = tuple(measure.name for measure in MEASURES)
"""The name of every measure."""

_NAMED = {measure.name: measure for measure in MEASURES}

CONTINUOUS: Final = frozenset(measure.column for measure in MEASURES if measure.kind.continuous)
"""Columns that hold measured values; all others are counts."""


def unknown(name: str) -> str:
    """Return the message for a measure that does not exist.

    Parameters
    ----------
    name
        Name of the measure.

    Returns
    -------
    str
        The message for a measure that does not exist.
    """
    close = difflib.get_close_matches(name, NAMES, n=1, cutoff=0.4)
    nearest = f"; nearest: {close[0]!r}" if close else ""
    return f"measure {name!r} does not exist{nearest}; expected one of {', '.join(NAMES)}"


def definition_of(name: str) -> Definition:
    """Return a measure by its name.

    Parameters
    ----------
    name
        Name of the measure.

    Returns
    -------
    Definition
        A measure by its name.

    Raises
    ------
    ValueError
        With the nearest name for another.
    """
    name = oldnames.measure(name)
    if name not in _NAMED:
        raise ValueError(unknown(name))
    return _NAMED[name]
