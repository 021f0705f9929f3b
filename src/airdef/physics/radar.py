"""Radar range equation: signal-to-noise ratio, power, range, and calibration on a published range.

    SNR = Pt tau Gt Gr lambda^2 sigma / ((4 pi)^3 k Ts Rt^2 Rr^2 L)

All ratios (gains, losses, SNR) are linear; `from_decibels` and `to_decibels` convert. The functions are
compiled: they take floats in compiled code, and floats or NumPy arrays (which broadcast) elsewhere.

Valid in free space, in the far field, with a matched filter. Zero range gives an infinite SNR.

References: range equation and its worked examples, https://uk.mathworks.com/help/radar/ref/radareqsnr.html;
received powers, NAWC Electronic Warfare and Radar Systems Engineering Handbook, pp. 4-3.9 and 4-4.7
(https://apps.dtic.mil/sti/tr/pdf/ADA617071.pdf). Validated against both (print precision).
"""

from __future__ import annotations

# mypy: disable-error-code="no-any-return"
# (NumPy's functions of a float, and compiled functions, are untyped to mypy)
import numpy as np

from airdef.jit import part
from airdef.physics.constants import BOLTZMANN, C

_FOUR_PI = 4.0 * np.pi


@part
def to_decibels(ratio: float) -> float:
    """Return a power ratio (linear, > 0) in decibels.

    Parameters
    ----------
    ratio
        Power ratio, linear, above 0.

    Returns
    -------
    float
        A power ratio (linear, > 0) in decibels.
    """
    return 10.0 * np.log10(ratio)


@part
def from_decibels(decibels: float) -> float:
    """Return the linear power ratio of a value in decibels.

    Parameters
    ----------
    decibels
        Power ratio [dB].

    Returns
    -------
    float
        The linear power ratio of a value in decibels.
    """
    return 10.0 ** (decibels / 10.0)


@part
def wavelength(frequency: float) -> float:
    """Return the wavelength [m] in vacuum of a frequency [Hz].

    Parameters
    ----------
    frequency
        Frequency [Hz].

    Returns
    -------
    float
        The wavelength [m] in vacuum of a frequency [Hz].
    """
    return C / frequency


@part
def bistatic_snr(
    power: float,
    pulse_width: float,
    transmit_gain: float,
    receive_gain: float,
    wavelength: float,
    rcs: float,
    temperature: float,
    transmit_range: float,
    receive_range: float,
    loss: float = 1.0,
) -> float:
    """Return the SNR (linear) of one pulse for a transmitter and a receiver at two places.

    `power` peak [W]; `pulse_width` [s]; gains linear; `wavelength` [m]; `rcs` bistatic radar cross-section
    [m^2]; `temperature` system noise temperature [K]; ranges to the target [m]; `loss` linear, >= 1.

    Parameters
    ----------
    power
        Peak power [W].
    pulse_width
        Pulse width [s].
    transmit_gain
        Gain of the transmitting antenna, linear.
    receive_gain
        Gain of the receiving antenna, linear.
    wavelength
        Wavelength [m].
    rcs
        Radar cross-section [m^2].
    temperature
        System noise temperature [K].
    transmit_range
        Distance from transmitter to target [m].
    receive_range
        Distance from target to receiver [m].
    loss
        Loss, linear, 1 at least.

    Returns
    -------
    float
        The SNR (linear) of one pulse for a transmitter and a receiver at two places.
    """
    energy = power * pulse_width * transmit_gain * receive_gain * wavelength**2 * rcs
    return energy / (_FOUR_PI**3 * BOLTZMANN * temperature * transmit_range**2 * receive_range**2 * loss)


@part
def snr(
    power: float,
    pulse_width: float,
    transmit_gain: float,
    receive_gain: float,
    wavelength: float,
    rcs: float,
    temperature: float,
    slant_range: float,
    loss: float = 1.0,
) -> float:
    """Return the SNR (linear) of one pulse of a monostatic radar; arguments as `bistatic_snr`.

    Parameters
    ----------
    power
        Peak power [W].
    pulse_width
        Pulse width [s].
    transmit_gain
        Gain of the transmitting antenna, linear.
    receive_gain
        Gain of the receiving antenna, linear.
    wavelength
        Wavelength [m].
    rcs
        Radar cross-section [m^2].
    temperature
        System noise temperature [K].
    slant_range
        Slant range [m].
    loss
        Loss, linear, 1 at least.

    Returns
    -------
    float
        The SNR (linear) of one pulse of a monostatic radar.
    """
    return bistatic_snr(
        power,
        pulse_width,
        transmit_gain,
        receive_gain,
        wavelength,
        rcs,
        temperature,
        slant_range,
        slant_range,
        loss,
    )


@part
def required_power(
    snr_required: float,
    pulse_width: float,
    transmit_gain: float,
    receive_gain: float,
    wavelength: float,
    rcs: float,
    temperature: float,
    slant_range: float,
    loss: float = 1.0,
) -> float:
    """Return the peak power [W] that gives an SNR (linear) at a range [m]; arguments as `bistatic_snr`.

    Parameters
    ----------
    snr_required
        SNR that the detection needs, linear.
    pulse_width
        Pulse width [s].
    transmit_gain
        Gain of the transmitting antenna, linear.
    receive_gain
        Gain of the receiving antenna, linear.
    wavelength
        Wavelength [m].
    rcs
        Radar cross-section [m^2].
    temperature
        System noise temperature [K].
    slant_range
        Slant range [m].
    loss
        Loss, linear, 1 at least.

    Returns
    -------
    float
        The peak power [W] that gives an SNR (linear) at a range [m].
    """
    return snr_required / snr(
        1.0,
        pulse_width,
        transmit_gain,
        receive_gain,
        wavelength,
        rcs,
        temperature,
        slant_range,
        loss,
    )


@part
def maximum_range(
    snr_required: float,
    power: float,
    pulse_width: float,
    transmit_gain: float,
    receive_gain: float,
    wavelength: float,
    rcs: float,
    temperature: float,
    loss: float = 1.0,
) -> float:
    """Return the range [m] at which the SNR falls to `snr_required`; arguments as `bistatic_snr`.

    Parameters
    ----------
    snr_required
        SNR that the detection needs, linear.
    power
        Peak power [W].
    pulse_width
        Pulse width [s].
    transmit_gain
        Gain of the transmitting antenna, linear.
    receive_gain
        Gain of the receiving antenna, linear.
    wavelength
        Wavelength [m].
    rcs
        Radar cross-section [m^2].
    temperature
        System noise temperature [K].
    loss
        Loss, linear, 1 at least.

    Returns
    -------
    float
        The range [m] at which the SNR falls to `snr_required`.
    """
    at_one_metre = snr(
        power,
        pulse_width,
        transmit_gain,
        receive_gain,
        wavelength,
        rcs,
        temperature,
        1.0,
        loss,
    )
    return np.sqrt(np.sqrt(at_one_metre / snr_required))


@part
def calibrate(slant_range: float, rcs: float, snr_required: float) -> float:
    """Return the radar's constant K [m^2] in snr = K rcs / range^4 from one published detection range.

    `slant_range` [m] at which a target of `rcs` [m^2] is detected with the Pd and Pfa that need
    `snr_required` (linear; see `detection.required_snr`). Power, gains, wavelength, noise and losses of
    the range equation are all in K; whatever loss the published range contains is in it too.

    Parameters
    ----------
    slant_range
        Published detection range [m].
    rcs
        Cross-section of the target it is for [m^2].
    snr_required
        SNR, linear, that its Pd and Pfa need (`detection.required_snr`).

    Returns
    -------
    float
        The radar's constant K [m^2] in snr = K rcs / range^4 from one published detection range.
    """
    return snr_required * slant_range**4 / rcs


@part
def calibrated_snr(constant: float, rcs: float, slant_range: float) -> float:
    """Return snr = K rcs / range^4 (linear) for K from `calibrate`, rcs [m^2], range [m].

    Parameters
    ----------
    constant
        The radar's constant K by `radar.calibrate` [m^2].
    rcs
        Radar cross-section [m^2].
    slant_range
        Slant range [m].

    Returns
    -------
    float
        snr = K rcs / range^4 (linear) for K from `calibrate`, rcs [m^2], range [m].
    """
    return constant * rcs / slant_range**4


@part
def calibrated_range(constant: float, rcs: float, snr_required: float) -> float:
    """Return the range [m] at which a radar of constant K sees a target of `rcs` with `snr_required`.

    Parameters
    ----------
    constant
        The radar's constant K by `radar.calibrate` [m^2].
    rcs
        Radar cross-section [m^2].
    snr_required
        SNR that the detection needs, linear.

    Returns
    -------
    float
        The range [m] at which a radar of constant K sees a target of `rcs` with `snr_required`.
    """
    return np.sqrt(np.sqrt(constant * rcs / snr_required))


@part
def free_space_loss(wavelength: float, slant_range: float) -> float:
    """Return the one-way loss (4 pi R / lambda)^2 (linear) between isotropic antennas.

    Parameters
    ----------
    wavelength
        Wavelength [m].
    slant_range
        Slant range [m].

    Returns
    -------
    float
        The one-way loss (4 pi R / lambda)^2 (linear) between isotropic antennas.
    """
    return (_FOUR_PI * slant_range / wavelength) ** 2


@part
def one_way_power(
    power: float,
    transmit_gain: float,
    receive_gain: float,
    wavelength: float,
    slant_range: float,
    loss: float = 1.0,
) -> float:
    """Return the power [W] received over one way: Pt Gt Gr lambda^2 / ((4 pi R)^2 L).

    Parameters
    ----------
    power
        Peak power [W].
    transmit_gain
        Gain of the transmitting antenna, linear.
    receive_gain
        Gain of the receiving antenna, linear.
    wavelength
        Wavelength [m].
    slant_range
        Slant range [m].
    loss
        Loss, linear, 1 at least.

    Returns
    -------
    float
        The power [W] received over one way.
    """
    return power * transmit_gain * receive_gain / (free_space_loss(wavelength, slant_range) * loss)


@part
def one_way_range(
    power: float,
    transmit_gain: float,
    receive_gain: float,
    wavelength: float,
    received: float,
    loss: float = 1.0,
) -> float:
    """Return the range [m] at which `one_way_power` falls to `received` [W] (an ESM receiver's range).

    Parameters
    ----------
    power
        Peak power [W].
    transmit_gain
        Gain of the transmitting antenna, linear.
    receive_gain
        Gain of the receiving antenna, linear.
    wavelength
        Wavelength [m].
    received
        Power received [W].
    loss
        Loss, linear, 1 at least.

    Returns
    -------
    float
        The range [m] at which `one_way_power` falls to `received` [W] (an ESM receiver's range).
    """
    return wavelength / _FOUR_PI * np.sqrt(power * transmit_gain * receive_gain / (received * loss))


@part
def two_way_power(
    power: float,
    transmit_gain: float,
    receive_gain: float,
    wavelength: float,
    rcs: float,
    slant_range: float,
    loss: float = 1.0,
) -> float:
    """Return the echo power [W]: Pt Gt Gr lambda^2 sigma / ((4 pi)^3 R^4 L).

    Parameters
    ----------
    power
        Peak power [W].
    transmit_gain
        Gain of the transmitting antenna, linear.
    receive_gain
        Gain of the receiving antenna, linear.
    wavelength
        Wavelength [m].
    rcs
        Radar cross-section [m^2].
    slant_range
        Slant range [m].
    loss
        Loss, linear, 1 at least.

    Returns
    -------
    float
        The echo power [W].
    """
    echo = power * transmit_gain * receive_gain * wavelength**2 * rcs
    return echo / (_FOUR_PI**3 * slant_range**4 * loss)


@part
def two_way_range(
    power: float,
    transmit_gain: float,
    receive_gain: float,
    wavelength: float,
    rcs: float,
    received: float,
    loss: float = 1.0,
) -> float:
    """Return the range [m] at which `two_way_power` falls to `received` [W].

    Parameters
    ----------
    power
        Peak power [W].
    transmit_gain
        Gain of the transmitting antenna, linear.
    receive_gain
        Gain of the receiving antenna, linear.
    wavelength
        Wavelength [m].
    rcs
        Radar cross-section [m^2].
    received
        Power received [W].
    loss
        Loss, linear, 1 at least.

    Returns
    -------
    float
        The range [m] at which `two_way_power` falls to `received` [W].
    """
    at_one_metre = two_way_power(power, transmit_gain, receive_gain, wavelength, rcs, 1.0, loss)
    return np.sqrt(np.sqrt(at_one_metre / received))


@part
def unambiguous_range(repetition_frequency: float, pulse_width: float = 0.0, propagation_speed: float = C) -> float:
    """Return the greatest range [m] whose echo ends before the next pulse: c (1/PRF - tau) / 2.

    Parameters
    ----------
    repetition_frequency
        Pulse repetition frequency [Hz].
    pulse_width
        Pulse width [s].
    propagation_speed
        Speed of propagation [m/s].

    Returns
    -------
    float
        The greatest range [m] whose echo ends before the next pulse.
    """
    return propagation_speed * (1.0 / repetition_frequency - pulse_width) / 2.0
