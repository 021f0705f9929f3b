"""Numbers as people read them: digits follow the interval, units are those of people."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from airdef.numbers import decimals, estimate, interval, mean, number, percent, quantity, span


@pytest.mark.parametrize(
    ("value", "half", "text"),
    [
        (3.14159, 0.021, "3.142"),
        (3.14159, 0.21, "3.14"),
        (3.14159, 2.1, "3.1"),
        (314.159, 21.0, "314"),
        (1234.5, 30.0, "1,234"),
        (0.00012345, 0.000012, "0.000123"),
        (12.5, math.nan, "12.5"),
        (123456.0, math.nan, "123,456"),
        (2.0, 0.0, "2"),
        (-0.0004, 0.1, "0.00"),
        (math.nan, 0.1, "-"),
    ],
)
def test_digits_are_those_the_interval_carries(value, half, text):
    assert number(value, half) == text


@given(st.floats(1e-6, 1e6))
def test_an_interval_carries_the_first_two_digits_of_its_half_width(half):
    # One unit of the last decimal is a tenth to a hundredth of the half-width, or no decimal is needed.
    step = 10.0 ** -decimals(half)
    assert step <= half / 9.99 or decimals(half) == 0
    assert step >= half / 100.01 or decimals(half) == 0


def test_ends_on_a_bound_are_written_as_such():
    assert interval(11.9963, 12.0) == "11.9963 to 12"
    assert interval(0.0, 0.00382) == "0 to 0.0038"
    assert interval(15.82, 15.91) == "15.820 to 15.910"
    assert interval(math.nan, 1.0) == "-"
    assert interval(0.9634, 1.0, 100.0) == "96.3 to 100"


def test_a_constant_has_no_interval():
    assert interval(4.0, 4.0) == "constant"
    assert estimate(4.0, 4.0, 4.0) == "4"
    assert mean(4.0, 4.0, 4.0) == "4"


def test_an_estimate_and_a_share():
    assert estimate(3.99, 3.902, 3.999) == "3.990 (3.902 to 3.999)"
    assert percent(0.4567) == "45.7 %"
    assert percent(0.1567, 0.12, 0.19) == "15.7 %"
    assert percent(math.nan) == "-"


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (2.0 * math.pi, "rad", "360 deg"),
        (0.0, "rad", "0 deg"),
        (2e9, "Hz", "2 GHz"),
        (1.5e8, "Hz", "150 MHz"),
        (150e3, "m", "150 km"),
        (999.0, "m", "999 m"),
        (0.5, "m", "0.5 m"),
        (0.0, "m", "0 m"),
        (1e-8, "W/Hz", "0.01 W/MHz"),
        (math.radians(10.0), "rad/s", "10 deg/s"),
        (90.0, "s", "90 s"),
        (7200.0, "s", "2 h"),
        (0.001, "m2", "0.001 m2"),
        (5000.0, "kg/m2", "5000 kg/m2"),
        (1e-6, "1", "1e-06"),
        (12.0, "1", "12"),
        (1e12, "1", "1,000,000,000,000"),
    ],
)
def test_units_are_those_that_people_read(value, unit, text):
    assert quantity(value, unit) == text


def test_both_ends_of_a_span_have_one_unit():
    assert span(1_000.0, 150e3, "m") == "1 to 150 km"
    assert span(0.0, math.pi, "rad") == "0 to 180 deg"
    assert span(5.0, 5.0, "s") == "5 s"
