"""Each term of the drag by its formula, worked out by hand at chosen Mach numbers."""

from __future__ import annotations

import math

import numpy as np
import pytest

from airdef.physics import airframe
from airdef.physics.airframe import Airframe

BODY = Airframe(diameter=0.5, length=7.0, fin_drag=0.08, nozzle_ratio=0.4, drag_factor=1.2)


def test_the_cross_section():
    assert BODY.area == pytest.approx(math.pi * 0.25**2)


def plate(reynolds):
    return 1.0 / (1.5 * math.log(reynolds) - 5.6) ** 2


@pytest.mark.parametrize("reynolds", [1e5, 1e7, 1e9])
@pytest.mark.parametrize(
    ("mach", "factor"),
    [
        (0.0, 1.0),
        (0.5, 0.975),
        (0.89, 1.0 - 0.1 * 0.7921),
        (2.0, 1.6**-0.58),
        (4.0, 3.4**-0.58),
        # half way from Mach 0.9 to 1.1, and a quarter of it
        (1.0, 0.5 * (1.0 - 0.081) + 0.5 * 1.1815**-0.58),
        (0.95, 0.75 * (1.0 - 0.081) + 0.25 * 1.1815**-0.58),
    ],
)
def test_friction(mach, factor, reynolds):
    assert float(airframe.friction_coefficient(mach, reynolds)) == pytest.approx(factor * plate(reynolds), rel=1e-12)


def test_friction_of_hardly_any_air_is_that_at_1e4():
    assert float(airframe.friction_coefficient(0.0, 1.0)) == pytest.approx(plate(1e4), rel=1e-12)


@pytest.mark.parametrize("at", [0.9, 1.1])
def test_friction_has_no_step(at):
    below, above = (float(airframe.friction_coefficient(at + d, 1e7)) for d in (-1e-7, 1e-7))
    assert below == pytest.approx(above, rel=1e-6)


def test_base_drag():
    machs = [0.0, 0.5, 0.999, 1.0, 2.0, 5.0, 8.0]
    # from Mach 5.71 on the base can have no less than a vacuum: 2 / (1.4 M^2)
    expected = [0.12, 0.1525, 0.12 + 0.13 * 0.998001, 0.25, 0.125, 0.05, 1.0 / 44.8]
    assert airframe.base_drag(np.array(machs)) == pytest.approx(expected, rel=1e-12)


def test_wave_drag():
    nose = math.atan(0.2) ** 1.69  # fineness 2.5
    machs = [0.5, 0.8, 0.95, 1.1, 2.0, 4.0]
    at_the_top = 1.59 + 1.83 / 1.21
    expected = [0.0, 0.0, 0.5 * at_the_top, at_the_top, 1.59 + 1.83 / 4.0, 1.59 + 1.83 / 16.0]
    assert airframe.wave_drag(np.array(machs)) == pytest.approx(nose * np.array(expected), rel=1e-12)
    assert float(airframe.wave_drag(2.0, 4.0)) == pytest.approx((1.59 + 0.4575) * math.atan(0.125) ** 1.69, rel=1e-12)


@pytest.mark.parametrize(
    ("altitude", "density", "sound", "viscosity"),
    # US Standard Atmosphere 1976, tables I and III
    [(0.0, 1.2250, 340.29, 1.7894e-5), (10_000.0, 0.41351, 299.53, 1.4577e-5), (20_000.0, 0.088910, 295.07, 1.4216e-5)],
)
def test_reynolds_numbers_of_the_printed_atmosphere(altitude, density, sound, viscosity):
    # the tables give five digits, by geometric altitude, which is what `profile` takes
    got = float(airframe.reynolds_number(1.5, altitude, 7.0))
    assert got == pytest.approx(density * 1.5 * sound * 7.0 / viscosity, rel=5e-4)


@pytest.mark.parametrize("mach", [0.0, 0.6, 1.3, 3.0])
def test_the_terms_add_up(mach):
    # friction: 3.8 l d of side surface over the section, 10 % more for roughness; at a Mach number of 0.05 at least
    skin = 1.1 * 3.8 * 14.0 * airframe.friction_coefficient(mach, airframe.reynolds_number(max(mach, 0.05), 3e3, 7.0))
    rest = airframe.wave_drag(mach) + 0.08
    base = airframe.base_drag(mach)
    coasting, burning = (float(airframe.drag_coefficient(BODY, mach, 3e3, burning=on)) for on in (False, True))
    assert coasting == pytest.approx(1.2 * float(skin + rest + base), rel=1e-12)
    assert burning == pytest.approx(1.2 * float(skin + rest + 0.6 * base), rel=1e-12)


def test_normal_force_slopes_of_the_wind_tunnel():
    machs = [0.0, 0.4, 0.8, 0.9, 1.0, 1.1, 1.2, 1.5, 1.8, 2.3, 3.0, 4.0, 4.5, 5.0, 9.0]
    expected = [12.5, 12.5, 12.5, 14.75, 17.0, 17.0, 17.0, 14.0, 12.8, 10.4, 9.5, 8.4, 8.3, 8.2, 8.2]
    assert airframe.normal_force_slope(np.array(machs)) == pytest.approx(expected)


@pytest.mark.parametrize("burning", [False, True])
def test_tables_run_over_mach_numbers_and_altitudes(burning):
    areas = airframe.drag_areas(BODY, burning=burning)
    assert areas.shape == (81, 11)
    assert (airframe.mach_grid()[0], airframe.mach_grid()[-1]) == (0.0, 10.0)
    for i, k in ((0, 0), (16, 3), (80, 10)):
        cd = float(airframe.drag_coefficient(BODY, 0.125 * i, 5e3 * k, burning=burning))
        assert areas[i, k] == pytest.approx(cd * math.pi / 16.0, rel=1e-12)
