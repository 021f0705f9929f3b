"""Units of the catalogue's files, and what they are in the units used inside (SI and radians).

A table and not a units library: the catalogue is read at every start of the command, and these are all
the units its files may use. Mach numbers are published without a temperature; `Mach0` takes the speed
of sound at sea level and `Mach11` that of the isothermal layer above 11 km, both of the standard
atmosphere (ISO 2533), and a claim's row says which of the two fits what it speaks of.
"""

from __future__ import annotations

import math
from typing import Final

UNITS: Final[dict[str, tuple[str, float]]] = {
    "1": ("1", 1.0),
    "probability": ("1", 1.0),
    "%": ("1", 0.01),
    "g": ("1", 1.0),
    "m": ("m", 1.0),
    "km": ("m", 1000.0),
    "m2": ("m2", 1.0),
    "m/s": ("m/s", 1.0),
    "km/h": ("m/s", 1.0 / 3.6),
    "Mach0": ("m/s", 340.294),
    "Mach11": ("m/s", 295.069),
    "s": ("s", 1.0),
    "min": ("s", 60.0),
    "h": ("s", 3600.0),
    "deg": ("rad", math.pi / 180.0),
    "deg/s": ("rad/s", math.pi / 180.0),
    "Hz": ("Hz", 1.0),
    "GHz": ("Hz", 1e9),
    "kg/m2": ("kg/m2", 1.0),
    "kg": ("kg", 1.0),
    "W/Hz": ("W/Hz", 1.0),
    "dB": ("dB", 1.0),
    "K": ("K", 1.0),
    "targets": ("1", 1.0),
    "missiles": ("1", 1.0),
    "canisters": ("1", 1.0),
    "launchers": ("1", 1.0),
    "fire units": ("1", 1.0),
    "factor": ("1", 1.0),
}
"""Unit in a file: (unit inside, factor). Counts of things are plain numbers inside.

A load factor in `g` stays a multiple of standard gravity, a level in `dB` a level in decibels: its spread is one of
decibels, and who computes with it turns it into a ratio.
"""

UNCONVERTED: Final = frozenset(
    {
        *("date", "event", "year", "years", "Mach", "million USD", "countries", "sites", "pieces", "attacks"),
        *("strikes", "battalions", "batteries", "battery/battalion", "divisions", "regiments", "regiment sets"),
        *("sets", "squadrons", "systems", "systems (batteries)", "systems(launchers)", "TELAR", "units"),
        *("rounds", "rounds/min", "radars", "aircraft", "persons", "km2", "million EUR"),
        *("W", "kW", "MHz", "dBW", "dBi"),
    }
)
"""Units a claim may have though no adopted value uses them."""


def si_unit(unit: str) -> str:
    """Return the unit used inside for a unit of the files.

    Parameters
    ----------
    unit
        The unit of the catalogue.

    Returns
    -------
    str
        The unit used inside for a unit of the files.

    Raises
    ------
    KeyError
        For a unit not in the table.
    """
    return UNITS[unit][0]


def to_si(value: float, unit: str) -> float:
    """Return a value of a file's unit in the unit used inside.

    Parameters
    ----------
    value
        A value.
    unit
        The unit of the catalogue.

    Returns
    -------
    float
        A value of a file's unit in the unit used inside.

    Raises
    ------
    KeyError
        As `si_unit` does.
    """
    return value * UNITS[unit][1]


def from_si(value: float, unit: str) -> float:
    """Return a value inside in one of the units of the files, e.g. to show it. The inverse of `to_si`.

    Parameters
    ----------
    value
        A value.
    unit
        The unit of the catalogue.

    Returns
    -------
    float
        A value inside in one of the units of the files, e.g. to show it. The inverse of `to_si`.
    """
    return value / UNITS[unit][1]
