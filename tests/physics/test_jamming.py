import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from airdef.physics import jamming, radar
from airdef.physics.constants import BOLTZMANN

PULSE = (1e5, 10e-6)  # W, s
GAIN, LENGTH, TEMPERATURE, RCS = 5e3, 0.1, 500.0, 2.0


def snr(slant_range):
    return radar.snr(*PULSE, GAIN, GAIN, LENGTH, RCS, TEMPERATURE, slant_range)


def test_jam_to_noise_by_hand(validated):
    # 10 W/Hz at 50 km into a gain of 5000 at 0.1 m and 500 K
    received = 10.0 * 5e3 * 0.1**2 / (4.0 * math.pi * 50e3) ** 2
    # roundings only
    validated(
        jamming.jam_to_noise(10.0, 5e3, 0.1, 500.0, 50e3),
        received / (BOLTZMANN * 500.0),
        law="jam to noise",
        against="one-way range equation by hand",
        kind="closed form",
        rel=1e-12,
    )
    assert jamming.jam_to_noise(10.0, 5e3, 0.1, 500.0, 50e3, 2.0) == pytest.approx(received / (BOLTZMANN * 1000.0))


@settings(deadline=None)  # the first example compiles
@given(st.floats(1e3, 1e6), st.floats(1e-3, 1e3))
def test_self_screening_jam_to_signal_closed_form(slant_range, density):
    jnr = jamming.jam_to_noise(density, GAIN, LENGTH, TEMPERATURE, slant_range)
    # J/S = 4 pi R^2 D / (Pt tau G sigma), independent of wavelength and temperature; rounding only
    expected = 4.0 * math.pi * slant_range**2 * density / (PULSE[0] * PULSE[1] * GAIN * RCS)
    assert jamming.jam_to_signal(snr(slant_range), jnr) == pytest.approx(expected, rel=1e-12)


@settings(deadline=None)
@given(st.floats(1e3, 1e6), st.floats(1e4, 1e6), st.floats(1e-4, 1.0))
def test_stand_off_jam_to_signal_closed_form(slant_range, jammer_range, side_lobe):
    jnr = jamming.jam_to_noise(100.0, GAIN * side_lobe, LENGTH, TEMPERATURE, jammer_range)
    expected = 4.0 * math.pi * slant_range**4 * 100.0 * side_lobe / (PULSE[0] * PULSE[1] * GAIN * RCS * jammer_range**2)
    assert jamming.jam_to_signal(snr(slant_range), jnr) == pytest.approx(expected, rel=1e-12)


@settings(deadline=None)
@given(st.floats(1e3, 1e6), st.floats(1e-3, 100.0), st.floats(1.0, 100.0), st.floats(0.0, 1e13))
def test_ranges_under_jamming_meet_the_required_snr(published, rcs, required, at_one_metre):
    constant = radar.calibrate(published, 1.0, required)
    seen = jamming.self_screening_range(constant, rcs, required, at_one_metre)
    jammed = jamming.jammed_snr(radar.calibrated_snr(constant, rcs, seen), at_one_metre / seen**2)
    assert jammed == pytest.approx(required, rel=1e-10)
    jnr = at_one_metre / published**2
    far = jamming.stand_off_range(constant, rcs, required, jnr)
    assert jamming.jammed_snr(radar.calibrated_snr(constant, rcs, far), jnr) == pytest.approx(required, rel=1e-10)


def test_limits_of_the_self_screening_range():
    constant = radar.calibrate(150e3, 1.0, 20.0)
    assert jamming.self_screening_range(constant, 1.0, 20.0, 0.0) == pytest.approx(150e3, rel=1e-12)
    # strong jamming: jnr 1e6 at 150 km drowns receiver noise at any shorter range, to 1e-6 relative and less
    strong = 1e6 * 150e3**2
    seen = jamming.self_screening_range(constant, 1.0, 20.0, strong)
    assert seen == pytest.approx(jamming.burn_through_range(constant, 1.0, 1.0 / 20.0, strong), rel=1e-6)
    assert seen == pytest.approx(150.0, rel=1e-6)


def test_burn_through_is_where_jam_to_signal_crosses():
    constant = radar.calibrate(150e3, 1.0, 20.0)
    at_one_metre = 50.0 * 100e3**2
    crossing = jamming.burn_through_range(constant, 3.0, 2.0, at_one_metre)
    ratio = jamming.jam_to_signal(radar.calibrated_snr(constant, 3.0, crossing), at_one_metre / crossing**2)
    assert ratio == pytest.approx(2.0, rel=1e-12)


def test_arrays_broadcast():
    ranges = jamming.self_screening_range(1e22, np.array([0.1, 1.0]), 20.0, np.array([[0.0], [1e12]]))
    assert ranges.shape == (2, 2)
    assert (np.diff(ranges, axis=1) > 0.0).all()
    assert (ranges[1] < ranges[0]).all()


def test_stand_off_jamming_as_another_program_has_it(validated):
    # B. Mahafza's program for fig. 3.17 (soj): 10 kW, 35 dB, 5.6 GHz, 10 m2, 500 kHz; a jammer of 1 kW and 30 dB at
    # 22.2 km in a side lobe of 10 dB, as wide as the receiver. It prints the range at which echo and jamming are
    # equal, (Pt G^2 s Lj Rj^2 / (4 pi Pj Gj G' L))^1/4: 1430.9 m; losses of 0.01 dB and 0.3 dB.
    power, gain, side, width, loss, jammer_loss = 1e4, 10**3.5, 10.0, 500e3, 10**0.001, 10**0.03
    length, rj = radar.wavelength(5.6e9), 22.2e3
    density = 1000.0 * 1000.0 / width
    jnr = float(jamming.jam_to_noise(density, side, length, 290.0, rj, jammer_loss))
    # K of the range equation with a pulse of 1 / bandwidth, per noise of 290 K
    constant = power * gain**2 * length**2 / ((4.0 * math.pi) ** 3 * BOLTZMANN * 290.0 * width * loss)
    got = float(jamming.stand_off_range(constant, 10.0, 1.0, jnr - 1.0))  # without receiver noise: s (1 + jnr) -> jnr
    validated(
        got,
        (power * gain**2 * 10.0 * jammer_loss * rj**2 / (4.0 * math.pi * 1e6 * side * loss)) ** 0.25,
        law="echo equal to stand-off jamming",
        against="Mahafza, MATLAB programs, fig. 3.17",
        kind="program",
        rel=1e-9,  # the same formula by another way: rounding
    )
    assert got == pytest.approx(1430.9, abs=0.05)
