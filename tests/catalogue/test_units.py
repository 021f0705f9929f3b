from __future__ import annotations

import math

import pytest
from ambiance import Atmosphere

from airdef.catalogue.units import UNCONVERTED, UNITS, from_si, si_unit, to_si


@pytest.mark.parametrize(
    ("value", "unit", "si"),
    [(150, "km", 150e3), (90, "deg", math.pi / 2), (20, "min", 1200), (2800, "km/h", 2800 / 3.6), (3, "GHz", 3e9)],
)
def test_values_in_si(value: float, unit: str, si: float) -> None:
    assert to_si(value, unit) == pytest.approx(si, rel=1e-15)  # one product


@pytest.mark.parametrize("unit", UNITS)
def test_back_and_forth(unit: str) -> None:
    assert from_si(to_si(1.7, unit), unit) == pytest.approx(1.7, rel=1e-15)  # a product and a quotient
    if si_unit(unit) in UNITS:
        assert UNITS[si_unit(unit)] == (si_unit(unit), 1.0)
    else:
        assert si_unit(unit) in {"rad", "rad/s"}  # the files give angles in degrees


@pytest.mark.parametrize(("unit", "altitude"), [("Mach0", 0.0), ("Mach11", 15e3)])
def test_mach_is_that_of_the_standard_atmosphere(unit: str, altitude: float) -> None:
    # Tables print the speed of sound to the millimetre a second.
    assert to_si(1.0, unit) == pytest.approx(Atmosphere(altitude).speed_of_sound[0], abs=1e-3)


def test_no_unit_is_both_usable_and_not() -> None:
    assert not UNCONVERTED & set(UNITS)
