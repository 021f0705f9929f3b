"""Noise jamming: jam-to-noise and jam-to-signal ratios, the jammed SNR, and burn-through ranges.

A jammer of effective radiated power density D [W/Hz] towards the radar, at range Rj, puts

    J0 = D Gr lambda^2 / ((4 pi Rj)^2 L)              [W/Hz]

into the receiver, which adds to the noise density k Ts. The echo is compared with the sum:

    jam-to-noise  jnr = J0 / (k Ts),    jammed SNR = snr / (1 + jnr),    jam-to-signal = jnr / snr

A self-screening jammer is in the target and in the main beam: jnr goes as R^-2 while snr goes as R^-4, so
that at some burn-through range the echo wins. A stand-off jammer keeps its distance; its jnr is constant
and the detection range shrinks by (1 + jnr)^(1/4).

The functions are compiled: they take floats in compiled code, and floats or NumPy arrays (which broadcast)
elsewhere. Ratios are linear. Valid for barrage noise that is flat over the receiver's band, in free space
and, for `snr`, behind a matched filter. Deception jamming is not modelled.

Reference: the two lines above follow from the one-way and two-way equations of `radar` (NAWC Electronic
Warfare and Radar Systems Engineering Handbook, pp. 4-3.9 and 4-4.7,
https://apps.dtic.mil/sti/tr/pdf/ADA617071.pdf). No printed jamming example has been found to check against:
tested for consistency with `radar` only.
"""

from __future__ import annotations

# mypy: disable-error-code="no-any-return"
# (NumPy's functions of a float, and compiled functions, are untyped to mypy)
import numpy as np

from airdef.jit import part
from airdef.physics.constants import BOLTZMANN
from airdef.physics.radar import one_way_power


@part
def jam_to_noise(
    density: float,
    receive_gain: float,
    wavelength: float,
    temperature: float,
    jammer_range: float,
    loss: float = 1.0,
) -> float:
    """Return the jam-to-noise ratio J0 / (k Ts) (linear) at the radar's receiver.

    `density` effective radiated power density towards the radar [W/Hz]; `receive_gain` of the radar towards
    the jammer (main beam or side lobe, linear); `wavelength` [m]; `temperature` Ts [K]; `jammer_range` [m];
    `loss` one-way, linear.

    Parameters
    ----------
    density
        Effective radiated power density towards the radar [W/Hz].
    receive_gain
        Gain of the radar towards the jammer (main beam or side lobe), linear.
    wavelength
        Wavelength [m].
    temperature
        System noise temperature [K].
    jammer_range
        Distance of the jammer [m].
    loss
        One-way loss, linear.

    Returns
    -------
    float
        The jam-to-noise ratio J0 / (k Ts) (linear) at the radar's receiver.
    """
    received = one_way_power(density, 1.0, receive_gain, wavelength, jammer_range, loss)
    return received / (BOLTZMANN * temperature)


@part
def jam_to_signal(snr: float, jnr: float) -> float:
    """Return the jam-to-signal ratio (linear) from the SNR without jamming and the jam-to-noise ratio.

    Parameters
    ----------
    snr
        Signal-to-noise ratio of one pulse, linear.
    jnr
        Jam-to-noise ratio, linear, the sum over all jammers.

    Returns
    -------
    float
        The jam-to-signal ratio (linear) from the SNR without jamming and the jam-to-noise ratio.
    """
    return jnr / snr


@part
def jammed_snr(snr: float, jnr: float) -> float:
    """Return the signal to noise-plus-jamming ratio (linear); `jnr` is the sum over all jammers.

    Parameters
    ----------
    snr
        Signal-to-noise ratio of one pulse, linear.
    jnr
        Jam-to-noise ratio, linear, the sum over all jammers.

    Returns
    -------
    float
        The signal to noise-plus-jamming ratio (linear); `jnr` is the sum over all jammers.
    """
    return snr / (1.0 + jnr)


@part
def self_screening_range(constant: float, rcs: float, snr_required: float, jnr_at_one_metre: float) -> float:
    """Return the range [m] at which the echo of a self-screening jammer reaches the required SNR.

    With snr = K rcs / R^4 and jnr = A / R^2, snr / (1 + jnr) = s has the one positive root

        R^2 = 2 q / (A + sqrt(A^2 + 4 q)),    q = K rcs / s

    which is the unjammed range for A = 0 and the burn-through range sqrt(q / A) for strong jamming.
    `constant` K from `radar.calibrate` [m^2]; `rcs` [m^2]; `snr_required` s, linear; `jnr_at_one_metre`
    the jam-to-noise ratio A that `jam_to_noise` gives at 1 m [m^2].

    Parameters
    ----------
    constant
        The radar's constant K by `radar.calibrate` [m^2].
    rcs
        Radar cross-section [m^2].
    snr_required
        SNR that the detection needs, linear.
    jnr_at_one_metre
        Jam-to-noise ratio that `jam_to_noise` gives at 1 m [m^2].

    Returns
    -------
    float
        The range [m] at which the echo of a self-screening jammer reaches the required SNR.
    """
    q = constant * rcs / snr_required
    return np.sqrt(2.0 * q / (jnr_at_one_metre + np.sqrt(jnr_at_one_metre**2 + 4.0 * q)))


@part
def burn_through_range(constant: float, rcs: float, jam_to_signal: float, jnr_at_one_metre: float) -> float:
    """Return the range [m] at which a self-screening jammer's jam-to-signal ratio falls to a value.

        J/S = (A / R^2) / (K rcs / R^4)   =>   R = sqrt(J/S K rcs / A)

    Receiver noise is left out; arguments as `self_screening_range`.

    Parameters
    ----------
    constant
        The radar's constant K by `radar.calibrate` [m^2].
    rcs
        Radar cross-section [m^2].
    jam_to_signal
        Jam-to-signal ratio, linear.
    jnr_at_one_metre
        Jam-to-noise ratio that `jam_to_noise` gives at 1 m [m^2].

    Returns
    -------
    float
        The range [m] at which a self-screening jammer's jam-to-signal ratio falls to a value.
    """
    return np.sqrt(jam_to_signal * constant * rcs / jnr_at_one_metre)


@part
def stand_off_range(constant: float, rcs: float, snr_required: float, jnr: float) -> float:
    """Return the detection range [m] under a constant jam-to-noise ratio: (K rcs / (s (1 + jnr)))^(1/4).

    Arguments as `self_screening_range`; `jnr` linear, the sum over the stand-off jammers.

    Parameters
    ----------
    constant
        The radar's constant K by `radar.calibrate` [m^2].
    rcs
        Radar cross-section [m^2].
    snr_required
        SNR that the detection needs, linear.
    jnr
        Jam-to-noise ratio, linear, the sum over all jammers.

    Returns
    -------
    float
        The detection range [m] under a constant jam-to-noise ratio.
    """
    return np.sqrt(np.sqrt(constant * rcs / (snr_required * (1.0 + jnr))))
