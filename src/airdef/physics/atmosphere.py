"""Standard atmosphere (ISO 2533 / ICAO Doc 7488): temperature, pressure, density, speed of sound.

    H = r0 h / (r0 + h)                        geopotential altitude, r0 = 6 356 766 m
    T = Tb + Lb (H - Hb)                       in the layer that starts at Hb
    p = pb (T / Tb)^(-g / (R Lb))              where Lb != 0
    p = pb exp(-g (H - Hb) / (R Tb))           where Lb == 0
    rho = p / (R T),  a = sqrt(1.4 R T),       R = 287.05287 J/(kg K)

The scalar functions are compiled and can be called from compiled loops; `profile` broadcasts over arrays.

Valid from -5 km to 80 km geopotential altitude (81 km geometric). Below -5 km the lowest layer is
continued; above 80 km the last temperature (196.65 K) is kept and pressure and density go on decaying
exponentially to zero: the right magnitude for drag there, where it hardly matters, and not a standard.

Reference: ICAO Doc 7488/3, Manual of the ICAO Standard Atmosphere extended to 80 kilometres (1993);
layers as listed at https://www.rubydoc.info/gems/atmospheric/Atmospheric/Isa/Algorithms. Validated against
the ICAO table (as held by the `ambiance` test suite) to 2e-5, and against `ambiance` over its whole range.
"""

from __future__ import annotations

# mypy: disable-error-code="no-any-return"
# (what a compiled function returns is untyped to mypy)
import math
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from airdef.jit import part
from airdef.physics.constants import GRAVITY

GAS_CONSTANT: Final = 287.05287
"""Specific gas constant of dry air [J/(kg K)] (ICAO Doc 7488/3)."""

HEAT_RATIO: Final = 1.4
"""Ratio of specific heats of air [1] (ICAO Doc 7488/3)."""

GEOPOTENTIAL_RADIUS: Final = 6_356_766.0
"""Earth radius in the geopotential altitude [m] (ICAO Doc 7488/3)."""

# Layer bases: geopotential altitude [m], lapse rate [K/m]. The last base continues upwards isothermally.
_BASES = (0.0, 11_000.0, 20_000.0, 32_000.0, 47_000.0, 51_000.0, 71_000.0, 80_000.0)
_LAPSES = (-6.5e-3, 0.0, 1.0e-3, 2.8e-3, 0.0, -2.8e-3, -2.0e-3, 0.0)
_SEA_LEVEL_TEMPERATURE = 288.15
_SEA_LEVEL_PRESSURE = 101_325.0


class Profile(NamedTuple):
    """State of the air: temperature [K], pressure [Pa], density [kg/m^3], speed of sound [m/s]; float64."""

    temperature: NDArray[np.float64]
    pressure: NDArray[np.float64]
    density: NDArray[np.float64]
    speed_of_sound: NDArray[np.float64]


@part
def _pressure_ratio(base_temperature: float, lapse: float, rise: float) -> float:
    """Return p / pb at a rise [m] above the base of a layer."""
    if lapse == 0.0:
        return math.exp(-GRAVITY * rise / (GAS_CONSTANT * base_temperature))
    return math.pow(1.0 + lapse * rise / base_temperature, -GRAVITY / (GAS_CONSTANT * lapse))


def _layer_table() -> NDArray[np.float64]:
    """Return rows (base altitude, lapse, base temperature, base pressure), integrated from sea level."""
    rows = [(_BASES[0], _LAPSES[0], _SEA_LEVEL_TEMPERATURE, _SEA_LEVEL_PRESSURE)]
    for base, lapse in zip(_BASES[1:], _LAPSES[1:], strict=True):
        below, below_lapse, base_temperature, base_pressure = rows[-1]
        rise = base - below
        ratio = _pressure_ratio(base_temperature, below_lapse, rise)
        rows.append((base, lapse, base_temperature + below_lapse * rise, base_pressure * ratio))
    return np.array(rows)


_LAYERS = _layer_table()


@part
def geopotential_altitude(altitude: float) -> float:
    """Return the geopotential altitude [m] of a geometric altitude above sea level [m].

    Parameters
    ----------
    altitude
        Geometric altitude above sea level [m].

    Returns
    -------
    float
        The geopotential altitude [m] of a geometric altitude above sea level [m].
    """
    return GEOPOTENTIAL_RADIUS * altitude / (GEOPOTENTIAL_RADIUS + altitude)


@part
def _layer(height: float) -> int:
    layer = 0
    while layer < len(_LAYERS) - 1 and height >= _LAYERS[layer + 1, 0]:
        layer += 1
    return layer


@part
def temperature(altitude: float) -> float:
    """Return the air temperature [K] at a geometric altitude above sea level [m].

    Parameters
    ----------
    altitude
        Geometric altitude above sea level [m].

    Returns
    -------
    float
        The air temperature [K] at a geometric altitude above sea level [m].
    """
    height = geopotential_altitude(altitude)
    base = _LAYERS[_layer(height)]
    return base[2] + base[1] * (height - base[0])


@part
def pressure(altitude: float) -> float:
    """Return the air pressure [Pa] at a geometric altitude above sea level [m].

    Parameters
    ----------
    altitude
        Geometric altitude above sea level [m].

    Returns
    -------
    float
        The air pressure [Pa] at a geometric altitude above sea level [m].
    """
    height = geopotential_altitude(altitude)
    base = _LAYERS[_layer(height)]
    return base[3] * _pressure_ratio(base[2], base[1], height - base[0])


@part
def density(altitude: float) -> float:
    """Return the air density [kg/m^3] at a geometric altitude above sea level [m].

    Parameters
    ----------
    altitude
        Geometric altitude above sea level [m].

    Returns
    -------
    float
        The air density [kg/m^3] at a geometric altitude above sea level [m].
    """
    return pressure(altitude) / (GAS_CONSTANT * temperature(altitude))


@part
def speed_of_sound(altitude: float) -> float:
    """Return the speed of sound [m/s] at a geometric altitude above sea level [m].

    Parameters
    ----------
    altitude
        Geometric altitude above sea level [m].

    Returns
    -------
    float
        The speed of sound [m/s] at a geometric altitude above sea level [m].
    """
    return math.sqrt(HEAT_RATIO * GAS_CONSTANT * temperature(altitude))


@part
def _fill(altitude: NDArray[np.float64], out: NDArray[np.float64]) -> None:
    for i in range(len(altitude)):
        out[0, i] = temperature(altitude[i])
        out[1, i] = pressure(altitude[i])
        out[2, i] = density(altitude[i])
        out[3, i] = speed_of_sound(altitude[i])


def profile(altitude: ArrayLike) -> Profile:
    """Return the state of the standard atmosphere at geometric altitudes above sea level [m], any shape.

    Parameters
    ----------
    altitude
        Geometric altitudes above sea level [m], any shape.

    Returns
    -------
    Profile
        The state of the standard atmosphere at geometric altitudes above sea level [m], any shape.
    """
    heights = np.asarray(altitude, dtype=np.float64)
    out = np.empty((4, heights.size))
    _fill(heights.ravel(), out)
    return Profile(*out.reshape((4, *heights.shape)))
