"""Numbers in words."""

import math

import pytest

from airdef.report.numbers import between, number, percent


@pytest.mark.parametrize(
    ("value", "half_width", "text"),
    [(15.866, 0.04, "15.87"), (1234.5, 30.0, "1,234"), (0.5, math.nan, "0.5"), (math.nan, 1.0, "-"), (2.0, 0.0, "2")],
)
def test_number_has_the_digits_its_interval_bears_out(value, half_width, text):
    assert number(value, half_width) == text


def test_between_and_percent():
    assert between((15.82, 15.91)) == "15.82 to 15.91"
    assert between((math.nan, 1.0)) == "not known"
    assert percent(0.4567) == "45.7 %"
    assert percent(math.nan) == "-"
