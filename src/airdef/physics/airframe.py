"""Drag and normal force of a slender finned body, by Mach number: the aerodynamics of a missile nobody prints.

Coefficients refer to the body's cross-section S = pi d^2 / 4. With l/d the fineness ratio of the body, l_N/d that of
its nose, M the Mach number and Re_l the Reynolds number of the body's length:

    Cd0 = Cf + Cw + Cb + Cfin
    Cf  = 1.1 * 3.8 (l/d) cf     friction: side surface 3.8 l d for pi l d + nose, 10 % for roughness and fittings
    cf  = 1 / (1.5 ln Re_l - 5.6)^2 times 1 - 0.1 M^2 below Mach 0.9, (1 + 0.15 M^2)^-0.58 above 1.1, linear between
    Cw  = (1.59 + 1.83 / M^2) atan(0.5 / (l_N/d))^1.69     wave drag of the nose above Mach 1.1, zero below 0.8
    Cb  = 0.12 + 0.13 M^2 below Mach 1, 0.25 / M above     base; times 1 - Ae/S while the motor burns
    CNa = normal force by angle of attack [1/rad], a table by Mach number

The wave drag rises linearly from Mach 0.8 to 1.1, which hides the true shape of the drag rise: a missile is there for
a second or two. The drag of lift is CN^2 / CNa: the normal force leans back by the angle of attack.

Validity: l/d from 8 to 30, Mach 0 to 8, alpha up to about 0.5 rad; the tests compare with the sample rocket of
MIL-HDBK-762 (10 % from Mach 1.1 to 3.2). Outside, the formulas are continued; the base drag never exceeds that of
a vacuum at the base, 2 / (1.4 M^2).

References: S. F. Hoerner, Fluid-Dynamic Drag (1965), chapters 2, 3 and 16; E. A. Bonney, Engineering Supersonic
Aerodynamics (1950), and E. L. Fleeman, Tactical Missile Design (2nd ed. 2006), chapter 2, for the nose and the base;
NASA TN D-4013 and TN D-4014 (1967), wind tunnel, Arcas Robin with fins, for the normal force.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from airdef.physics.atmosphere import profile

F64 = NDArray[np.float64]

NOSE_FINENESS: Final = 2.5
"""Length of the nose over the diameter, assumed: noses of surface-to-air missiles lie between 2 and 4 (Fleeman 2006,
section 2.4). From 2 to 4 the drag at Mach 4 falls by a quarter, which the spread of `drag_factor` covers."""

_SLOPE_MACH: Final = (0.0, 0.8, 1.0, 1.2, 1.5, 1.8, 2.3, 3.0, 4.0, 5.0)
_SLOPE: Final = (12.5, 12.5, 17.0, 17.0, 14.0, 12.8, 10.4, 9.5, 8.4, 8.2)
"""Slope of the normal force [1/rad] by Mach number: NASA TN D-4013 and D-4014, plots read to 5 % at alpha 4 deg."""

MACH_STEP: Final = 0.125
MACH_NODES: Final = 81
"""Tables run from Mach 0 to 10 in steps of 0.125; the last value is kept above."""

BAND: Final = 5_000.0
BANDS: Final = 11
"""Drag is tabled every 5 km from sea level to 50 km: the friction depends on the air through the logarithm of the
Reynolds number alone, and a linear change within 5 km misses it by less than 1 % of the drag."""

_SUTHERLAND: Final = (1.458e-6, 110.4)
"""Viscosity mu = beta T^1.5 / (T + C), kg/(m s K^0.5) and K (ICAO Doc 7488/3)."""


@dataclass(frozen=True)
class Airframe:
    """What drag and lift of a missile depend on.

    Diameter and length [m], drag of the fins [1], nozzle exit area over cross-section [1], and the factor by which all
    drag without lift is multiplied [1].
    """

    diameter: float
    length: float
    fin_drag: float
    nozzle_ratio: float
    drag_factor: float = 1.0

    @property
    def area(self) -> float:
        """The cross-section [m^2]."""
        return 0.25 * math.pi * self.diameter**2


def mach_grid() -> F64:
    """Return the Mach numbers of the tables, float64[MACH_NODES].

    Returns
    -------
    F64
        The Mach numbers of the tables, float64[MACH_NODES].
    """
    return np.arange(MACH_NODES, dtype=np.float64) * MACH_STEP


def friction_coefficient(mach: F64 | float, reynolds: F64 | float) -> F64:
    """Return the mean turbulent friction coefficient [1] of a smooth surface (Hoerner; broadcasts).

    Below a Reynolds number of 1e4 that of 1e4: so little air that its drag does not matter.

    Parameters
    ----------
    mach
        Mach number [1], any shape.
    reynolds
        Reynolds number [1], any shape.

    Returns
    -------
    F64
        The mean turbulent friction coefficient [1] of a smooth surface (Hoerner; broadcasts).
    """
    mach, reynolds = np.asarray(mach, np.float64), np.maximum(np.asarray(reynolds, np.float64), 1e4)
    slow, fast = 1.0 - 0.1 * mach**2, (1.0 + 0.15 * mach**2) ** -0.58
    between = np.clip((mach - 0.9) / 0.2, 0.0, 1.0)
    low, high = 1.0 - 0.1 * 0.9**2, (1.0 + 0.15 * 1.1**2) ** -0.58
    factor = np.where(mach < 0.9, slow, np.where(mach > 1.1, fast, low + (high - low) * between))
    return np.asarray(factor / (1.5 * np.log(reynolds) - 5.6) ** 2)


def base_drag(mach: F64 | float) -> F64:
    """Return the drag coefficient of a whole base without a jet [1], on its own area (broadcasts).

    Parameters
    ----------
    mach
        Mach number [1], any shape.

    Returns
    -------
    F64
        The drag coefficient of a whole base without a jet [1], on its own area (broadcasts).
    """
    mach = np.asarray(mach, np.float64)
    with np.errstate(divide="ignore"):
        above = np.minimum(0.25 / mach, 2.0 / (1.4 * mach**2))
    return np.where(mach < 1.0, 0.12 + 0.13 * mach**2, above)


def wave_drag(mach: F64 | float, fineness: float = NOSE_FINENESS) -> F64:
    """Return the wave-drag coefficient of a nose [1] of a fineness l_N/d (broadcasts).

    Parameters
    ----------
    mach
        Mach number [1], any shape.
    fineness
        Length of the nose over its diameter [1].

    Returns
    -------
    F64
        The wave-drag coefficient of a nose [1] of a fineness l_N/d (broadcasts).
    """
    mach = np.asarray(mach, np.float64)
    rise = np.clip((mach - 0.8) / 0.3, 0.0, 1.0)
    at = np.maximum(mach, 1.1)
    return rise * (1.59 + 1.83 / at**2) * math.atan(0.5 / fineness) ** 1.69


def reynolds_number(mach: F64 | float, altitude: F64 | float, length: float) -> F64:
    """Return the Reynolds number of a length [m] at a Mach number and an altitude [m] (broadcasts).

    Parameters
    ----------
    mach
        Mach number [1], any shape.
    altitude
        Height above sea level [m].
    length
        Length [m].

    Returns
    -------
    F64
        The Reynolds number of a length [m] at a Mach number and an altitude [m] (broadcasts).
    """
    air = profile(altitude)
    viscosity = _SUTHERLAND[0] * air.temperature**1.5 / (air.temperature + _SUTHERLAND[1])
    return np.asarray(np.asarray(mach) * air.speed_of_sound * air.density * length / viscosity)


def drag_coefficient(
    airframe: Airframe,
    mach: F64 | float,
    altitude: F64 | float = 0.0,
    *,
    burning: bool = False,
    nose_fineness: float = NOSE_FINENESS,
) -> F64:
    """Return the drag coefficient without lift [1] on the cross-section (broadcasts over Mach number and altitude [m]).

    `burning`: the jet fills the nozzle's part of the base. The airframe's drag factor multiplies all.

    Parameters
    ----------
    airframe
        The missile's body and fins.
    mach
        Mach number [1], any shape.
    altitude
        Height above sea level [m].
    burning
        Whether the jet fills the nozzle's part of the base.
    nose_fineness
        Length of the nose over its diameter [1].

    Returns
    -------
    F64
        The drag coefficient without lift [1] on the cross-section (broadcasts over Mach number and altitude
        [m]).
    """
    mach = np.asarray(mach, np.float64)
    friction = 1.1 * 3.8 * airframe.length / airframe.diameter
    skin = friction * friction_coefficient(mach, reynolds_number(np.maximum(mach, 0.05), altitude, airframe.length))
    base = base_drag(mach) * ((1.0 - airframe.nozzle_ratio) if burning else 1.0)
    return np.asarray(airframe.drag_factor * (skin + wave_drag(mach, nose_fineness) + base + airframe.fin_drag))


def normal_force_slope(mach: F64 | float) -> F64:
    """Return the slope of the normal-force coefficient by angle of attack [1/rad] (broadcasts).

    Parameters
    ----------
    mach
        Mach number [1], any shape.

    Returns
    -------
    F64
        The slope of the normal-force coefficient by angle of attack [1/rad] (broadcasts).
    """
    return np.asarray(np.interp(mach, _SLOPE_MACH, _SLOPE))


def drag_areas(airframe: Airframe, *, burning: bool) -> F64:
    """Return Cd0 S [m^2] by Mach number and altitude band, float64[MACH_NODES, BANDS].

    Parameters
    ----------
    airframe
        The missile's body and fins.
    burning
        Whether the jet fills the nozzle's part of the base.

    Returns
    -------
    F64
        Cd0 S [m^2] by Mach number and altitude band, float64[MACH_NODES, BANDS].
    """
    mach, altitude = mach_grid()[:, None], np.arange(BANDS, dtype=np.float64)[None, :] * BAND
    return drag_coefficient(airframe, mach, altitude, burning=burning) * airframe.area
