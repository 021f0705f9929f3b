"""Quantities with units."""

from __future__ import annotations

import math
import re

import pint
import pytest
from hypothesis import given
from hypothesis import strategies as st

from airdef.scenario.quantities import EXAMPLES, UNITS, Quantity, QuantityError, dimension_of, parse, spelt

PINT_NAMES = {"m2": "m**2", "nmi": "nautical_mile", "kn": "knot", "kg/m2": "kg/m**2", "mm/h": "mm/hour", "h": "hour"}
PINT_SI = {"rain rate": "m/s", "angle": "rad", "angular rate": "rad/s", "power density": "W/Hz", "area": "m**2"}


@pytest.fixture(scope="module")
def registry() -> pint.UnitRegistry:
    return pint.UnitRegistry()


@pytest.mark.parametrize(("dimension", "unit"), [(d, u) for d, units in UNITS.items() for u in units])
def test_factors_against_pint(registry: pint.UnitRegistry, dimension: str, unit: str) -> None:
    si = PINT_SI.get(dimension, PINT_NAMES.get(next(iter(UNITS[dimension])), next(iter(UNITS[dimension]))))
    expected = registry.Quantity(1.0, PINT_NAMES.get(unit, unit)).to(si).magnitude
    # Both tables hold exact definitions; what differs is the rounding of a few multiplications.
    assert UNITS[dimension][unit] == pytest.approx(expected, rel=1e-14)


@pytest.mark.parametrize(
    ("text", "dimension", "si"),
    [
        ("150 km", "length", 150e3),
        ("150km", "length", 150e3),
        ("  1.5e2   km ", "length", 150e3),
        ("-.5 deg", "angle", -math.pi / 360.0),
        ("4 mm/h", "rain rate", 4e-3 / 3600.0),
        ("20 min", "time", 1200.0),
        ("0.02 m2", "area", 0.02),
    ],
)
def test_parse(text: str, dimension: str, si: float) -> None:
    assert parse(text, dimension) == pytest.approx(si, rel=1e-15)


NO_LENGTHS = [5, 5.0, math.nan, math.inf, True, None, [], "", "km", "5", "5 5 km", "5 furlong", "nan km", "1e999 km"]


@pytest.mark.parametrize("value", NO_LENGTHS)
def test_what_is_not_a_length(value: object) -> None:
    with pytest.raises(QuantityError):
        parse(value, "length")


@given(st.floats(1e-3, 1e6), st.sampled_from(sorted(UNITS)))
def test_spelt_is_read_back(value: float, dimension: str) -> None:
    # `spelt` keeps six digits.
    assert parse(spelt(value, dimension), dimension) == pytest.approx(value, rel=1e-5)


def test_limits_are_inclusive_and_named() -> None:
    altitude = Quantity("length", 0.0, 1e5)
    assert altitude.read("100 km") == 1e5
    assert altitude.span == "between 0 m and 100 km"


@pytest.mark.parametrize("dimension", UNITS)
def test_published_pattern_takes_what_is_taken(dimension: str) -> None:
    pattern = Quantity(dimension, 0.0, 1.0).__get_pydantic_json_schema__(None, None)["pattern"]
    assert re.search(pattern, EXAMPLES[dimension])
    for unit in UNITS[dimension]:
        assert re.search(pattern, f"2.5 {unit}")
    assert not re.search(pattern, "2.5")
    assert not re.search(pattern, "2.5 parsec")


def test_dimension_of_si_units() -> None:
    assert dimension_of("m/s") == "speed"
    assert dimension_of("1") == ""
