"""Refraction by an effective Earth radius: horizon, line of sight, heights, ranges and elevations.

In air whose refractive index falls linearly with height (dn/dh), rays curve; drawn over a sphere of radius
k R with k = 1 / (1 + R dn/dh) they are straight. Heights are above the smooth sphere, ranges along the ray
(slant) or along the sphere (ground). The functions are compiled: they take floats in compiled code, and
floats or NumPy arrays (which broadcast) elsewhere.

Valid for a standard, well-mixed lower atmosphere (k = 4/3 by convention) and rays that stay within some
kilometres of the ground for most of their way; for high, distant targets k = 4/3 bends rays too much.
Ducting is not modelled. Heights below zero count as zero in the horizon.

References: https://uk.mathworks.com/help/radar/ref/effearthradius.html,
https://ww2.mathworks.cn/help/radar/ref/height2range.html and height2grndrange (worked examples, to 1 m).
"""

from __future__ import annotations

# mypy: disable-error-code="no-any-return"
# (NumPy's functions of a float, and compiled functions, are untyped to mypy)
import numpy as np

from airdef.jit import part
from airdef.physics.constants import EARTH_RADIUS_MEAN


@part
def effective_factor(gradient: float, radius: float = EARTH_RADIUS_MEAN) -> float:
    """Return k = 1 / (1 + R dn/dh) [1] for a gradient of the refractive index [1/m].

    The standard -39e-9 1/m gives 1.3306. At or beyond -1/R (a duct) there is no effective Earth: the
    result is infinite or negative.

    Parameters
    ----------
    gradient
        Gradient of the refractive index [1/m].
    radius
        Radius of the Earth [m].

    Returns
    -------
    float
        k = 1 / (1 + R dn/dh) [1] for a gradient of the refractive index [1/m].
    """
    return 1.0 / (1.0 + radius * gradient)


@part
def effective_radius(gradient: float, radius: float = EARTH_RADIUS_MEAN) -> float:
    """Return the effective Earth radius k R [m] for a gradient of the refractive index [1/m].

    Parameters
    ----------
    gradient
        Gradient of the refractive index [1/m].
    radius
        Radius of the Earth [m].

    Returns
    -------
    float
        The effective Earth radius k R [m] for a gradient of the refractive index [1/m].
    """
    return radius * effective_factor(gradient, radius)


@part
def horizon_distance(height: float, effective_radius: float) -> float:
    """Return the distance [m] from a height [m] to the smooth horizon: sqrt(2 Re h + h^2).

    Parameters
    ----------
    height
        Height [m].
    effective_radius
        Effective Earth radius [m].

    Returns
    -------
    float
        The distance [m] from a height [m] to the smooth horizon.
    """
    above = np.maximum(height, 0.0)
    return np.sqrt(above * (2.0 * effective_radius + above))


@part
def line_of_sight_range(antenna_height: float, target_height: float, effective_radius: float) -> float:
    """Return the slant range [m] at which the ray between two heights [m] grazes the smooth Earth.

    Beyond it the target is below the horizon: in line of sight means slant range <= this.

    Parameters
    ----------
    antenna_height
        Height of the antenna [m].
    target_height
        Height of the target [m].
    effective_radius
        Effective Earth radius [m].

    Returns
    -------
    float
        The slant range [m] at which the ray between two heights [m] grazes the smooth Earth.
    """
    return horizon_distance(antenna_height, effective_radius) + horizon_distance(target_height, effective_radius)


@part
def slant_range_at_height(
    target_height: float, antenna_height: float, elevation: float, effective_radius: float
) -> float:
    """Return the slant range [m] at which a ray reaches a height: the law of cosines.

        R = sqrt(r^2 sin^2 el + (ht - ha) (2 Re + ht + ha)) - r sin el,   r = Re + ha

    `elevation` at the antenna [rad], positive upwards. A rising ray must reach the height from below
    (ht >= ha); with ht < ha and el < 0 this is the far crossing. NaN where the ray never gets there.

    Parameters
    ----------
    target_height
        Height of the target [m].
    antenna_height
        Height of the antenna [m].
    elevation
        Elevation at the antenna [rad], positive upwards.
    effective_radius
        Effective Earth radius [m].

    Returns
    -------
    float
        The slant range [m] at which a ray reaches a height.
    """
    rise = (effective_radius + antenna_height) * np.sin(elevation)
    gain = (target_height - antenna_height) * (2.0 * effective_radius + target_height + antenna_height)
    return np.sqrt(rise**2 + gain) - rise


@part
def ground_range_at_height(
    target_height: float, antenna_height: float, elevation: float, effective_radius: float
) -> float:
    """Return the ground range [m], along the sphere, of `slant_range_at_height`; same arguments.

    Parameters
    ----------
    target_height
        Height of the target [m].
    antenna_height
        Height of the antenna [m].
    elevation
        Elevation at the antenna [rad], positive upwards.
    effective_radius
        Effective Earth radius [m].

    Returns
    -------
    float
        The ground range [m], along the sphere, of `slant_range_at_height`.
    """
    slant = slant_range_at_height(target_height, antenna_height, elevation, effective_radius)
    across = slant * np.cos(elevation)
    up = effective_radius + antenna_height + slant * np.sin(elevation)
    return effective_radius * np.arctan2(across, up)


@part
def elevation_angle(slant_range: float, antenna_height: float, target_height: float, effective_radius: float) -> float:
    """Return the elevation [rad] at the antenna of a target at a slant range [m] and height [m].

        sin el = ((ht - ha) (2 Re + ht + ha) - R^2) / (2 R (Re + ha))

    Where no such triangle exists (|ht - ha| > R) the target counts as straight overhead or underfoot.

    Parameters
    ----------
    slant_range
        Slant range [m].
    antenna_height
        Height of the antenna [m].
    target_height
        Height of the target [m].
    effective_radius
        Effective Earth radius [m].

    Returns
    -------
    float
        The elevation [rad] at the antenna of a target at a slant range [m] and height [m].
    """
    gain = (target_height - antenna_height) * (2.0 * effective_radius + target_height + antenna_height)
    sine = (gain - slant_range**2) / (2.0 * slant_range * (effective_radius + antenna_height))
    return np.arcsin(np.minimum(np.maximum(sine, -1.0), 1.0))  # rounding may take it past 1 at the zenith


@part
def slant_range_over_ground(
    ground_range: float, antenna_height: float, target_height: float, effective_radius: float
) -> float:
    """Return the slant range [m] between two heights [m] a ground range [m] apart.

    R^2 = (ht - ha)^2 + 4 (Re + ha) (Re + ht) sin^2(G / (2 Re))

    Parameters
    ----------
    ground_range
        Distance over the ground [m].
    antenna_height
        Height of the antenna [m].
    target_height
        Height of the target [m].
    effective_radius
        Effective Earth radius [m].

    Returns
    -------
    float
        The slant range [m] between two heights [m] a ground range [m] apart.
    """
    half = np.sin(ground_range / (2.0 * effective_radius))
    product = (effective_radius + antenna_height) * (effective_radius + target_height)
    return np.sqrt((target_height - antenna_height) ** 2 + 4.0 * product * half**2)
