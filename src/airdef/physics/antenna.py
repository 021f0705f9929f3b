"""The pattern of a pencil-beam antenna: beam width from gain, main lobe, side lobes, far and back lobes.

The gain relative to that of the beam's axis, at an angle a off it, is the greater of lobes and floor:

    a <= as   exp(-G a^2 / 4)             main lobe: a Gaussian beam, -12 (a / width)^2 dB
    a >  as   s (as / a)^2.5              side lobes, falling by 25 dB a decade
    floor     b / G                       far side lobes and back lobe

with G the gain over isotropic, s the level of the first side lobe below the beam, b that of the far lobes over
isotropic, and as = 2 sqrt(ln(1 / s) / G) the angle at which the main lobe has fallen to s. The width (between
half-power points, all ratios linear, angles in radians) follows from the gain, since a Gaussian beam that holds all
the power radiated has

    G pi width^2 / (4 ln 2) = 4 pi    =>    width = 4 sqrt(ln 2 / G)

(40 dB: 1.91 degrees). What side and far lobes radiate is not taken from the beam: with the lobes of the catalogue
the pattern sums to 1.11 times the power fed, at the ends of their spreads to 1.01 and 1.61 times. It is continuous,
symmetric about the axis, never rises with the angle, and is the envelope of the lobes: nulls are left out.

Valid for a pencil beam of 20 dB or more, steered by moderate angles off the antenna's own axis (widening and grating
lobes of a phased array are left out). Outside it still evaluates. Nothing is raised.

References: main lobe -12 (a / width)^2 dB and a floor, Rec. ITU-R F.1336 and 3GPP TR 38.901, table 7.3-1; side lobes
that fall by 25 log a from the first to a constant far lobe, Rec. ITU-R M.1652-1 and S.465. Between the patterns of
Recs. ITU-R M.1652-1 (by gain) and M.1851-2 (tapered apertures) where these differ.
"""

from __future__ import annotations

# mypy: disable-error-code="no-any-return"
# (NumPy's functions of a float, and compiled functions, are untyped to mypy)
import math

from airdef.jit import part


@part
def beam_width(gain: float) -> float:
    """Return the main beam's width between half-power points [rad] from its gain (linear): 4 sqrt(ln 2 / G).

    Parameters
    ----------
    gain
        Gain on the axis over isotropic, linear.

    Returns
    -------
    float
        The main beam's width between half-power points [rad] from its gain (linear).
    """
    return 4.0 * math.sqrt(math.log(2.0) / gain)


@part
def main_lobe(angle: float, gain: float) -> float:
    """Return the main lobe's gain relative to its axis (linear) at an angle off it [rad]: exp(-G a^2 / 4).

    Parameters
    ----------
    angle
        Angle off the axis [rad], 0 to pi.
    gain
        Gain on the axis over isotropic, linear.

    Returns
    -------
    float
        The main lobe's gain relative to its axis (linear) at an angle off it [rad].
    """
    return math.exp(-0.25 * gain * angle * angle)


@part
def relative_gain(angle: float, gain: float, sidelobe: float, backlobe: float) -> float:
    """Return the gain relative to that on the axis (linear, 0 to 1) at an angle off the axis [rad, 0 to pi].

    `gain` of the axis over isotropic; `sidelobe` level of the first side lobe relative to the axis, between 0 and 1;
    `backlobe` level of far and back lobes over isotropic; all linear. See the module for the law.

    Parameters
    ----------
    angle
        Angle off the axis [rad], 0 to pi.
    gain
        Gain on the axis over isotropic, linear.
    sidelobe
        Level of the first side lobe relative to the axis, linear, between 0 and 1.
    backlobe
        Level of the far and back lobes over isotropic, linear.

    Returns
    -------
    float
        The gain relative to that on the axis (linear, 0 to 1) at an angle off the axis [rad, 0 to pi].
    """
    first = 2.0 * math.sqrt(math.log(1.0 / sidelobe) / gain)
    lobe = main_lobe(angle, gain) if angle <= first else sidelobe * (first / angle) ** 2.5
    return max(lobe, min(backlobe / gain, 1.0))
