import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from airdef.physics import multipath
from airdef.physics.radar import to_decibels, wavelength


@pytest.mark.parametrize(
    ("slant_range", "antenna", "target", "frequency", "factor", "echo_db"),
    [(10e3, 10.0, 3.0, 3e9, 0.375019, -17.038), (20e3, 15.0, 50.0, 1e9, 1.414982, 6.0300)],
)
def test_lobing(validated, slant_range, antenna, target, frequency, factor, echo_db):
    length = wavelength(frequency)
    # printed to 1e-6 and 1e-3 dB
    source = {"against": "flat-Earth lobing, reflection -1", "kind": "closed form"}
    validated(
        multipath.propagation_factor(slant_range, antenna, target, length),
        factor,
        law="propagation factor",
        abs=1e-6,
        **source,
    )
    echo = multipath.echo_factor(slant_range, antenna, target, length)
    validated(to_decibels(echo), echo_db, law="echo factor F^4", abs=1e-3, unit="dB", **source)


def test_maximum_and_nulls():
    length, slant_range, antenna = 0.1, 20e3, 10.0
    null = length * slant_range / (2.0 * antenna)
    assert multipath.echo_factor(slant_range, antenna, 1.5 * null, length) == pytest.approx(16.0, rel=1e-12)
    assert to_decibels(16.0) == pytest.approx(12.04, abs=2e-3)
    for i in (0, 1, 2):
        assert multipath.propagation_factor(slant_range, antenna, i * null, length) == pytest.approx(0.0, abs=1e-12)


def test_areps_check(validated):
    # SIMDIS SDK simCore/EM/Propagation test: -9.5 dB +- 0.04
    validated(
        multipath.factor_from_loss(107.5, 631.364, wavelength(3e9)),
        -9.5,
        law="propagation factor from a loss",
        against="AREPS, through NRL SIMDIS",
        kind="program",
        abs=0.04,
        unit="dB",
    )


@settings(deadline=None)  # the first example compiles
@given(st.floats(1e3, 1e5), st.floats(1.0, 50.0), st.floats(1.0, 1e3), st.floats(-1.0, 1.0))
def test_two_rays_summed_as_phasors(slant_range, antenna, target, reflection):
    length = 0.23
    phase = 4.0 * math.pi * antenna * target / (length * slant_range)
    expected = abs(1.0 + reflection * np.exp(-1j * phase))
    # near a null the phasor sum itself cancels to 1e-16; its square root is 1e-8
    assert multipath.propagation_factor(slant_range, antenna, target, length, reflection) == pytest.approx(
        expected, abs=1e-7
    )


def test_no_reflection_is_free_space():
    assert multipath.propagation_factor(20e3, 10.0, 50.0, 0.1, 0.0) == 1.0


def test_reflection_point_of_the_flat_earth_and_of_equal_heights():
    at, antenna, target = multipath.reflection_point(20e3, 10.0, 40.0, 1e15)
    assert (at, antenna, target) == pytest.approx(
        (4e3, 10.0, 40.0), rel=1e-6
    )  # 2^-30 of the range, and Re for infinity
    assert multipath.reflection_point(20e3, 25.0, 25.0, 8.5e6)[0] == pytest.approx(10e3, rel=1e-8)


@settings(deadline=None)
@given(st.floats(5.0, 100.0), st.floats(5.0, 3000.0), st.floats(0.05, 0.95))
def test_both_grazing_angles_are_equal_and_vanish_at_the_horizon(antenna, target, part):
    radius = 4.0 / 3.0 * 6_371_000.0
    horizon = math.sqrt(2.0 * radius * antenna) + math.sqrt(2.0 * radius * target)
    d = part * horizon
    at, near, far = multipath.reflection_point(d, antenna, target, radius)
    assert near > 0.0
    assert far > 0.0
    # the bisection's 1e-9 of the range, against angles of at least 1e-5
    assert near / at == pytest.approx(far / (d - at), rel=1e-3)
    _, near, far = multipath.reflection_point(horizon, antenna, target, radius)
    assert abs(near) + abs(far) < 1e-3 * (antenna + target)
