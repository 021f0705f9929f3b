import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from airdef.physics import radar

db, undb = radar.to_decibels, radar.from_decibels
GHZ = 1e9


def test_decibels_round_trip():
    assert undb(3.0) == pytest.approx(1.9952623149688795, rel=1e-15)
    assert db(undb(-17.3)) == pytest.approx(-17.3, rel=1e-14)


@pytest.mark.parametrize(
    ("frequency", "slant_range", "power", "width", "gain", "rcs", "temperature", "loss", "expected"),
    [
        (1 * GHZ, 50e3, 1e6, 0.2e-6, 20, 1.0, 290, 0, 5.5868),
        (10 * GHZ, 100e3, 1e6, 1e-6, 40, 0.5, 300, 3, 14.3778),
    ],
)
def test_mathworks_snr(validated, frequency, slant_range, power, width, gain, rcs, temperature, loss, expected):
    # https://uk.mathworks.com/help/radar/ref/radareqsnr.html; 1e-4 dB is the print precision
    value = radar.snr(
        power, width, undb(gain), undb(gain), radar.wavelength(frequency), rcs, temperature, slant_range, undb(loss)
    )
    validated(
        db(value),
        expected,
        law="radar range equation: SNR",
        against="MathWorks radareqsnr",
        kind="print",
        abs=1e-4,
        unit="dB",
    )


@pytest.mark.parametrize(
    ("snr", "slant_range", "frequency", "rcs", "gain", "temperature", "loss", "expected"),
    [
        (6, 50e3, 1 * GHZ, 1.0, 20, 290, 0, 219962.92),
        (10, 50e3, 10 * GHZ, 0.5, 30, 300, 3, 2280881.57),
    ],
)
def test_mathworks_power(validated, snr, slant_range, frequency, rcs, gain, temperature, loss, expected):
    # https://mathworks.com/help/radar/ref/radareqpow.html prints five digits; the recomputed value has 1e-2 W
    value = radar.required_power(
        undb(snr),
        1e-6,
        undb(gain),
        undb(gain),
        radar.wavelength(frequency),
        rcs,
        temperature,
        slant_range,
        undb(loss),
    )
    validated(
        value,
        expected,
        law="radar range equation: power",
        against="MathWorks radareqpow, recomputed",
        kind="print",
        abs=1e-2,
        unit="W",
    )


def test_mathworks_maximum_range(validated):
    # https://ww2.mathworks.cn/help/radar/ref/radareqrng.html prints 4.1057e4; recomputed to 1e-2 m
    value = radar.maximum_range(undb(6), 1e6, 10e-6, undb(20), undb(20), radar.wavelength(10 * GHZ), 1.0, 290.0)
    validated(
        value,
        41056.57,
        law="radar range equation: range",
        against="MathWorks radareqrng, recomputed",
        kind="print",
        abs=1e-2,
        unit="m",
    )


def test_nawc_received_powers(validated):
    # NRL SIMDIS SDK Testing/SimCore/EMTest.cpp on NAWC handbook pp. 4-4.7 and 4-3.9; its tolerance, 0.05 dB
    five, seven = radar.wavelength(5 * GHZ), radar.wavelength(7 * GHZ)
    two_way = radar.two_way_power(1e4, undb(45), undb(40), five, 9.0, 31e3, undb(5))
    one_way = [radar.one_way_power(1e4, undb(45), 1.0, length, 31e3, undb(5)) for length in (five, seven)]
    source = {"against": "NAWC EW handbook, through NRL SIMDIS", "kind": "print", "abs": 0.05, "unit": "dB"}
    validated(db(two_way), -107.52, law="two-way received power", **source)
    validated([db(p) for p in one_way], [-56.25, -59.17], law="one-way received power", **source)
    # the inverse, from a power printed to 1e-3 dB: 1e-3 dB is 6e-5 of the range; c in air adds 4e-5
    validated(
        radar.two_way_range(1e4, undb(45), undb(40), five, 9.0, undb(-107.534), undb(5)),
        31000.0,
        law="range of a two-way received power",
        against="NAWC EW handbook, through NRL SIMDIS",
        kind="print",
        rel=3e-4,
    )


def test_nawc_esm_range(validated):
    # same source, with c in air, 299 702 547.2358 m/s. Its own tolerance is 0.05 dB; its rounded constants put it
    # 0.002 dB (2.4e-4 of the range) from the closed form, so 0.005 dB is asked
    length = 299_702_547.2358 / 5.5e9
    slant_range = radar.one_way_range(1e6, undb(35), 1.0, length, undb(-90.0 - 30.0))
    validated(
        slant_range,
        243_905.9e3,
        law="range of a one-way received power",
        against="NAWC EW handbook, through NRL SIMDIS",
        kind="print",
        rel=6e-4,
    )
    assert db(radar.free_space_loss(length, slant_range)) == pytest.approx(215.0, abs=1e-9)


def test_nawc_unambiguous_range(validated):
    # same source, printed to 1e-4 m, c in air
    validated(
        radar.unambiguous_range(1000.0, 0.0, 299_702_547.2358),
        149_851.2736,
        law="unambiguous range",
        against="NAWC EW handbook, through NRL SIMDIS",
        kind="print",
        abs=1e-4,
        unit="m",
    )
    assert radar.unambiguous_range(1000.0, 1e-4) == pytest.approx(0.9 * radar.unambiguous_range(1000.0))


positive = st.floats(1e-3, 1e3)


@settings(deadline=None)  # the first example compiles
@given(positive, positive, positive, positive)
def test_range_scales_with_the_fourth_root(rcs, power, width, loss):
    base = radar.maximum_range(10.0, 1e3, 1e-6, 1e3, 1e3, 0.1, 1.0, 290.0, 1.0)
    scaled = radar.maximum_range(10.0, 1e3 * power, 1e-6 * width, 1e3, 1e3, 0.1, rcs, 290.0, loss)
    # exact law, rounding only
    assert scaled == pytest.approx(base * (rcs * power * width / loss) ** 0.25, rel=1e-12)


def test_quoted_range_factors():
    constant = radar.calibrate(150e3, 1.0, 20.0)
    assert radar.calibrated_range(constant, 16.0, 20.0) == pytest.approx(300e3, rel=1e-14)
    # 0.8414 is printed to four digits
    assert radar.calibrated_range(constant, undb(-3.0), 20.0) / 150e3 == pytest.approx(0.8414, abs=5e-5)


@settings(deadline=None)  # the first example compiles
@given(st.floats(1e3, 1e6), st.floats(1e-4, 1e3), st.floats(0.1, 1e3), st.floats(1e3, 1e6))
def test_calibration_meets_the_published_range(published, rcs, snr_required, other):
    constant = radar.calibrate(published, rcs, snr_required)
    assert radar.calibrated_snr(constant, rcs, published) == pytest.approx(snr_required, rel=1e-12)
    assert radar.calibrated_range(constant, rcs, radar.calibrated_snr(constant, rcs, other)) == pytest.approx(
        other, rel=1e-12
    )


def test_calibration_is_the_range_equation():
    arguments = (2e5, 5e-6, 5e3, 4e3, 0.1)
    constant = radar.calibrate(radar.maximum_range(15.0, *arguments, 2.5, 400.0, 1.5), 2.5, 15.0)
    assert radar.calibrated_snr(constant, 0.3, 80e3) == pytest.approx(
        radar.snr(*arguments, 0.3, 400.0, 80e3, 1.5), rel=1e-12
    )


def test_required_power_inverts_snr():
    rest = (5e-6, 5e3, 4e3, 0.1, 2.5, 400.0, 90e3, 1.5)
    assert radar.snr(radar.required_power(12.0, *rest), *rest) == pytest.approx(12.0, rel=1e-13)


def test_one_way_power_with_gains_and_losses_by_hand():
    # 1 kW, gains of 100 and 20, 0.1 m, a loss of 2, at 10 km: 2e4 / (2 (4 pi 1e4)^2)
    received = 2e4 / (2.0 * (4e4 * np.pi) ** 2)
    assert radar.one_way_power(1e3, 100.0, 20.0, 0.1, 1e4, 2.0) == pytest.approx(received, rel=1e-14)
    assert radar.one_way_range(1e3, 100.0, 20.0, 0.1, received, 2.0) == pytest.approx(1e4, rel=1e-14)


def test_bistatic_follows_the_product_of_ranges():
    rest = (2e5, 5e-6, 5e3, 4e3, 0.1, 2.5, 400.0)
    monostatic = radar.snr(*rest, 60e3, 1.5)
    assert radar.bistatic_snr(*rest, 60e3, 60e3, 1.5) == monostatic
    # the ovals of Cassini: equal product of ranges, equal SNR
    assert radar.bistatic_snr(*rest, 30e3, 120e3, 1.5) == pytest.approx(monostatic, rel=1e-14)
    assert radar.bistatic_snr(*rest, 120e3, 120e3, 1.5) == pytest.approx(monostatic / 16.0, rel=1e-14)


def test_arrays_broadcast_and_equal_scalars():
    ranges = np.array([[50e3], [100e3]])
    rcs = np.array([0.1, 1.0, 10.0])
    table = radar.calibrated_snr(1e20, rcs, ranges)
    assert table.shape == (2, 3)
    assert table[1, 2] == radar.calibrated_snr(1e20, 10.0, 100e3)


def test_stonesoup_radar_agrees(validated):
    from datetime import datetime

    from stonesoup.models.measurement.nonlinear import CartesianToElevationBearingRange
    from stonesoup.sensor.radar.beam_pattern import StationaryBeam
    from stonesoup.sensor.radar.beam_shape import Beam2DGaussian
    from stonesoup.sensor.radar.radar import AESARadar
    from stonesoup.types.groundtruth import GroundTruthState

    sensor = AESARadar(
        position=np.zeros((3, 1)),
        measurement_model=CartesianToElevationBearingRange(
            ndim_state=3, mapping=(0, 1, 2), noise_covar=np.diag([1.0, 1.0, 1.0])
        ),
        beam_shape=Beam2DGaussian(peak_power=50e3),
        beam_transition_model=StationaryBeam(centre=(0.0, 0.0)),
        number_pulses=10,
        duty_cycle=0.18,
        band_width=30e6,
        receiver_noise=5.0,
        frequency=10 * GHZ,
        antenna_gain=30.0,
        beam_width=np.deg2rad(3.0),
        loss=8.0,
        rcs=10.0,
        probability_false_alarm=1e-6,
    )
    target = GroundTruthState([10e3, 0.0, 0.0], timestamp=datetime(2026, 1, 1))
    theirs = sensor.gen_probability(target)[1]
    # its pulse energy is power x duty cycle / bandwidth, its noise temperature 290 K x the noise figure
    ours = 10 * radar.snr(
        50e3, 0.18 / 30e6, 1e3, 1e3, radar.wavelength(10 * GHZ), 10.0, 290.0 * undb(5.0), 10e3, undb(8.0)
    )
    validated(ours, theirs, law="radar range equation: SNR", against="Stone Soup AESARadar", kind="program", rel=1e-12)
