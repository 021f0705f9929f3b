"""Attenuation by atmospheric gases (ITU-R P.676-12) and by rain (ITU-R P.838-3), and its loss on a path.

Specific attenuations are in [dB/m], losses in [dB]. Gases: the specific attenuation at sea level of the
standard atmosphere (1013.25 hPa, 288.15 K, 7.5 g/m^3 of water vapour) comes from a packaged table that
tools/build_gaseous_attenuation.py computed line by line, and falls off exponentially with height,

    gamma(h) = gamma_o exp(-h / ho) + gamma_w exp(-h / hw)

with ho, hw the equivalent heights, so that the zenith loss is exact. Against the line-by-line profile the
exponentials are within 12 % up to 8 km and 15 % at 12 km, where little is left. Rain fills the air evenly
from the ground to the rain height.

Losses are integrated along the straight ray over the effective Earth (see `refraction`), whose height at
the fraction t of a slant range R from radius r1 to r2 is sqrt((1-t) r1^2 + t r2^2 - t (1-t) R^2) - Re
(Stewart's theorem). They are two-way. Look up the specific attenuation once per radar in Python; the path
functions are compiled scalars.

References: ITU-R P.676-12 (values: ITU validation table in https://github.com/inigodelportillo/ITU-Rpy,
test/test_data/676, met to 1e-8); ITU-R P.838-3 (http://www.mydoc123.com/d-792291.html; ITU validation table
in test/test_data/838, met to 1e-7).
"""

from __future__ import annotations

# mypy: disable-error-code="no-any-return"
# (what a compiled function returns is untyped to mypy)
import math
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from airdef.jit import part

_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(16)
_FRACTIONS = 0.5 * (_NODES + 1.0)
_SHARES = 0.5 * _WEIGHTS

# P.838-3: a, b, c of the Gaussian terms in log10(f / GHz), then slope and intercept.
_LOG_K_H = (
    (-5.33980, -0.35351, -0.23789, -0.94158),
    (-0.10008, 1.26970, 0.86036, 0.64552),
    (1.13098, 0.45400, 0.15354, 0.16817),
    -0.18961,
    0.71147,
)
_LOG_K_V = (
    (-3.80595, -3.44965, -0.39902, 0.50167),
    (0.56934, -0.22911, 0.73042, 1.07319),
    (0.81061, 0.51059, 0.11899, 0.27195),
    -0.16398,
    0.63297,
)
_ALPHA_H = (
    (-0.14318, 0.29591, 0.32177, -5.37610, 16.1721),
    (1.82442, 0.77564, 0.63773, -0.96230, -3.29980),
    (-0.55187, 0.19822, 0.13164, 1.47828, 3.43990),
    0.67849,
    -1.95537,
)
_ALPHA_V = (
    (-0.07771, 0.56727, -0.20238, -48.2991, 48.5833),
    (2.33840, 0.95545, 1.14520, 0.791669, 0.791459),
    (-0.76284, 0.54039, 0.26809, 0.116226, 0.116479),
    -0.053739,
    0.83433,
)
_Fit = tuple[tuple[float, ...], tuple[float, ...], tuple[float, ...], float, float]

_MM_PER_HOUR = 3.6e6  # in one m/s


class Gases(NamedTuple):
    """Gaseous attenuation at one frequency: at sea level [dB/m] and equivalent height [m], by constituent."""

    oxygen: float
    vapour: float
    oxygen_height: float
    vapour_height: float


@cache
def _gas_table() -> NDArray[np.float64]:
    """Return the packaged table, one row per frequency: Hz, dB/m, dB/m, m, m."""
    text = files("airdef.physics").joinpath("data/gaseous_attenuation.csv").read_text(encoding="utf-8")
    table = np.loadtxt(text.splitlines(), delimiter=",", skiprows=2) * (1e9, 1e-3, 1e-3, 1e3, 1e3)
    table.flags.writeable = False
    return np.asarray(table, dtype=np.float64)


def gases(frequency: float) -> Gases:
    """Return the gaseous attenuation at a frequency [Hz], linear between table rows 0.1 GHz apart.

    Valid from 1 GHz (the recommendation's limit) to 100 GHz. About the oxygen lines, 50 to 70 GHz, the exponentials are
    rough above a few kilometres, and the loss on any path of a radar is hundreds of decibels there. The table goes down
    to 0.5 GHz; below it the value at 0.5 GHz stands as an upper bound: the attenuation falls with frequency there.

    Parameters
    ----------
    frequency
        Frequency [Hz].

    Returns
    -------
    Gases
        The gaseous attenuation at a frequency [Hz], linear between table rows 0.1 GHz apart.

    Raises
    ------
    ValueError
        For a frequency that is not positive or above 100 GHz.
    """
    table = _gas_table()
    if not 0.0 < frequency <= table[-1, 0]:
        msg = (
            f"attenuation.gases: frequency is {frequency} Hz, expected above 0 up to {table[-1, 0]:.0f} Hz "
            "(the table ends at 100 GHz); is it in Hz?"
        )
        raise ValueError(msg)
    return Gases(*(float(np.interp(frequency, table[:, 0], table[:, i])) for i in range(1, 5)))


@part
def gas_loss(
    oxygen: float,
    vapour: float,
    oxygen_height: float,
    vapour_height: float,
    slant_range: float,
    first_height: float,
    second_height: float,
    effective_radius: float,
) -> float:
    """Return the two-way loss [dB] by gases between two heights; symmetric in them.

    The first four arguments are a `Gases`, in order; slant range, heights above sea level and effective
    Earth radius in [m]. 16-point Gauss-Legendre quadrature, good to 1e-5 for paths up to 500 km (tested).

    Parameters
    ----------
    oxygen, vapour, oxygen_height, vapour_height
        Fields of `Gases`, in its order.
    slant_range
        Slant range [m].
    first_height, second_height
        Heights of the two ends above sea level [m].
    effective_radius
        Effective Earth radius [m].

    Returns
    -------
    float
        The two-way loss [dB] by gases between two heights; symmetric in them.
    """
    first = (effective_radius + first_height) ** 2
    second = (effective_radius + second_height) ** 2
    total = 0.0
    for i in range(len(_FRACTIONS)):
        t = _FRACTIONS[i]
        square = (1.0 - t) * first + t * second - t * (1.0 - t) * slant_range**2
        height = math.sqrt(square) - effective_radius
        total += _SHARES[i] * (oxygen * math.exp(-height / oxygen_height) + vapour * math.exp(-height / vapour_height))
    return 2.0 * total * slant_range


def _fit(terms: _Fit, log_frequency: float) -> float:
    a, b, c, slope, intercept = terms
    bells = sum(ai * math.exp(-(((log_frequency - bi) / ci) ** 2)) for ai, bi, ci in zip(a, b, c, strict=True))
    return bells + slope * log_frequency + intercept


def rain_coefficients(frequency: float, elevation: float = 0.0, tilt: float = 0.0) -> tuple[float, float]:
    """Return (k, alpha) of ITU-R P.838-3, gamma [dB/km] = k (rain rate [mm/h])^alpha.

        k = (kH + kV + (kH - kV) cos^2(el) cos(2 tilt)) / 2
        alpha = (kH aH + kV aV + (kH aH - kV aV) cos^2(el) cos(2 tilt)) / (2 k)

    `frequency` [Hz]; `elevation` of the path [rad]; `tilt` of the polarisation from the horizontal [rad]
    (0 horizontal, pi/2 vertical, pi/4 circular). Valid from 1 to 1000 GHz; below 1 GHz the coefficients of
    1 GHz stand as an upper bound (some thousandths of a decibel per kilometre in heavy rain).

    Parameters
    ----------
    frequency
        Frequency [Hz].
    elevation
        Elevation of the path [rad].
    tilt
        Tilt of the polarisation from the horizontal [rad]: 0 horizontal, pi/2 vertical, pi/4 circular.

    Returns
    -------
    tuple[float, float]
        (k, alpha) of ITU-R P.838-3, gamma [dB/km] = k (rain rate [mm/h])^alpha.

    Raises
    ------
    ValueError
        For a frequency that is not positive or above 1000 GHz.
    """
    if not 0.0 < frequency <= 1e12:
        msg = (
            f"attenuation.rain_coefficients: frequency is {frequency} Hz, expected above 0 up to 1e12 Hz; is it in Hz?"
        )
        raise ValueError(msg)
    log_f = max(math.log10(frequency / 1e9), 0.0)
    k_h, k_v = 10.0 ** _fit(_LOG_K_H, log_f), 10.0 ** _fit(_LOG_K_V, log_f)
    ka_h, ka_v = k_h * _fit(_ALPHA_H, log_f), k_v * _fit(_ALPHA_V, log_f)
    turn = math.cos(elevation) ** 2 * math.cos(2.0 * tilt)
    k = (k_h + k_v + (k_h - k_v) * turn) / 2.0
    return k, (ka_h + ka_v + (ka_h - ka_v) * turn) / (2.0 * k)


def rain_attenuation(frequency: float, rain_rate: float, elevation: float = 0.0, tilt: float = 0.0) -> float:
    """Return the specific attenuation by rain [dB/m] at a rain rate [m/s] (1 mm/h = 2.78e-7 m/s).

    Other arguments, validity and errors as `rain_coefficients`.

    Parameters
    ----------
    frequency
        Frequency [Hz].
    rain_rate
        Rain rate [m/s] (1 mm/h = 2.78e-7 m/s).
    elevation
        Elevation [rad].
    tilt
        Tilt of the polarisation from the horizontal [rad]: 0 horizontal, pi/2 vertical, pi/4 circular.

    Returns
    -------
    float
        The specific attenuation by rain [dB/m] at a rain rate [m/s] (1 mm/h = 2.78e-7 m/s).

    Raises
    ------
    ValueError
        For a negative rate, and as `rain_coefficients`.
    """
    if not rain_rate >= 0.0:
        msg = f"attenuation.rain_attenuation: rain_rate is {rain_rate} m/s, expected 0 or more"
        raise ValueError(msg)
    k, alpha = rain_coefficients(frequency, elevation, tilt)
    return float(1e-3 * k * (rain_rate * _MM_PER_HOUR) ** alpha)


@part
def rain_loss(
    specific: float,
    rain_height: float,
    slant_range: float,
    first_height: float,
    second_height: float,
    effective_radius: float,
) -> float:
    """Return the two-way loss [dB] by even rain of `specific` attenuation [dB/m] up to `rain_height` [m].

    Other arguments as `gas_loss`. The part of the ray in the rain is exact: the squared radius is a
    parabola in the fraction of the path, so the ray is below the rain height between its two roots.

    Parameters
    ----------
    specific
        Specific attenuation [dB/m].
    rain_height
        Height up to which it rains [m].
    slant_range
        Slant range [m].
    first_height, second_height
        Heights of the two ends above sea level [m].
    effective_radius
        Effective Earth radius [m].

    Returns
    -------
    float
        The two-way loss [dB] by even rain of `specific` attenuation [dB/m] up to `rain_height` [m].
    """
    if slant_range <= 0.0:
        return 0.0
    # in units of length along the ray, s = t R:  s^2 + 2 h s + c <= 0, cancellation-free differences
    change = (second_height - first_height) * (2.0 * effective_radius + first_height + second_height)
    half = 0.5 * (change / slant_range - slant_range)
    excess = (first_height - rain_height) * (2.0 * effective_radius + first_height + rain_height)
    discriminant = half * half - excess
    if discriminant <= 0.0:
        return 0.0
    root = math.sqrt(discriminant)
    start = max(-half - root, 0.0)
    end = min(-half + root, slant_range)
    return 2.0 * specific * max(end - start, 0.0)
