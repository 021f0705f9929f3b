"""Multipath over a flat, smooth surface: the lobing of the propagation factor.

The direct and the reflected ray differ in length by about 2 ha ht / R; with a real reflection coefficient
rho they interfere to the one-way propagation factor

    F^2 = |1 + rho exp(-i d)|^2 = (1 + rho)^2 - 4 rho sin^2(d / 2),     d = 4 pi ha ht / (lambda R)

For rho = -1 (low grazing angle, horizontal polarisation, calm sea): F = 2 |sin(2 pi ha ht / (lambda R))|.
The echo power changes by F^4: at most 16 (+12.04 dB), with nulls at ha ht = i lambda R / 2.

Valid while ha and ht are much less than R, R well inside the radio horizon (flat Earth), the surface smooth
against the wavelength at the grazing angle, and the beam covers both rays alike. Beyond the horizon, over
rough ground or with a beam clear of the surface it does not hold: use F = 1 there. Not applied by default.

Over the sphere of effective radius Re the heights count from the plane that touches it where the ray is reflected,
at d1 from the antenna and d2 = d - d1 from the target, where both grazing angles are equal:

    ha' = ha - d1^2 / (2 Re),  ht' = ht - d2^2 / (2 Re),  ha' / d1 = ht' / d2

Towards the horizon both go to nought, and with them F (for rho = -1): optics alone, without the little that
diffraction fills in there, and without the spreading of the beam by the curved surface (divergence, taken as 1).

The functions are compiled: they take floats in compiled code, and floats or NumPy arrays (which broadcast)
elsewhere.

Reference: elementary two-ray geometry; that the echo takes F^4, and the factor from a computed loss: NRL
SIMDIS SDK, simCore/EM/Propagation (https://github.com/USNavalResearchLaboratory/simdissdk).
"""

from __future__ import annotations

# mypy: disable-error-code="no-any-return"
# (NumPy's functions of a float, and compiled functions, are untyped to mypy)
import numpy as np

from airdef.jit import part


@part
def reflection_point(
    ground_range: float, antenna_height: float, target_height: float, earth_radius: float
) -> tuple[float, float, float]:
    """Return where the sea reflects: distance from the antenna [m], and both heights over the touching plane [m].

    By bisection, to 1e-9 of the range. Beyond the horizon the heights come out below 0. Raises nothing.

    Parameters
    ----------
    ground_range
        Distance over the ground, above 0 [m].
    antenna_height, target_height
        Heights above the sea, not below it [m].
    earth_radius
        Effective Earth radius [m].

    Returns
    -------
    tuple[float, float, float]
        Where the sea reflects.
    """
    low, high = 0.0, 1.0
    curve = 0.5 * ground_range / earth_radius
    for _ in range(30):
        part = 0.5 * (low + high)
        near = antenna_height / (part * ground_range) - part * curve
        far = target_height / ((1.0 - part) * ground_range) - (1.0 - part) * curve
        low, high = (part, high) if near > far else (low, part)
    part = 0.5 * (low + high)
    distance = part * ground_range
    rest = ground_range - distance
    return (
        distance,
        antenna_height - 0.5 * distance**2 / earth_radius,
        target_height - 0.5 * rest**2 / earth_radius,
    )


@part
def propagation_factor(
    slant_range: float,
    antenna_height: float,
    target_height: float,
    wavelength: float,
    reflection: float = -1.0,
) -> float:
    """Return the one-way propagation factor F (of the field, linear, 0 to 1 + |rho|) over a flat surface.

    `slant_range`, heights above the surface and `wavelength` in [m]; `reflection` rho, real, -1 to 1
    (0: no reflected ray, F = 1).

    Parameters
    ----------
    slant_range
        Slant range [m].
    antenna_height, target_height
        Heights above the surface [m].
    wavelength
        Wavelength [m].
    reflection
        Reflection coefficient rho, real, -1 to 1 (0: no reflected ray).

    Returns
    -------
    float
        The one-way propagation factor F (of the field, linear, 0 to 1 + |rho|) over a flat surface.
    """
    sine = np.sin(2.0 * np.pi * antenna_height * target_height / (wavelength * slant_range))
    return np.sqrt((1.0 + reflection) ** 2 - 4.0 * reflection * sine**2)


@part
def echo_factor(
    slant_range: float,
    antenna_height: float,
    target_height: float,
    wavelength: float,
    reflection: float = -1.0,
) -> float:
    """Return F^4, the factor (linear) on the echo power or the SNR; arguments as `propagation_factor`.

    Parameters
    ----------
    slant_range
        Slant range [m].
    antenna_height, target_height
        Heights above the surface [m].
    wavelength
        Wavelength [m].
    reflection
        Reflection coefficient rho, real, -1 to 1 (0: no reflected ray).

    Returns
    -------
    float
        F^4, the factor (linear) on the echo power or the SNR.
    """
    return propagation_factor(slant_range, antenna_height, target_height, wavelength, reflection) ** 4


@part
def factor_from_loss(loss: float, slant_range: float, wavelength: float) -> float:
    """Return F in decibels from a computed one-way propagation loss [dB]: 20 log10(2 k0 R) - loss.

    Parameters
    ----------
    loss
        Computed one-way propagation loss [dB].
    slant_range
        Slant range [m].
    wavelength
        Wavelength [m].

    Returns
    -------
    float
        F in decibels from a computed one-way propagation loss [dB].
    """
    return 20.0 * np.log10(4.0 * np.pi * slant_range / wavelength) - loss
