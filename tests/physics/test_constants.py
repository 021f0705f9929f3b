import pymap3d
import pytest
from scipy import constants as codata

from airdef.physics import constants


def test_exact_constants_agree_with_scipy(validated):
    validated(
        [constants.C, constants.BOLTZMANN, constants.GRAVITY],
        [codata.c, codata.k, codata.g],
        law="exact constants",
        against="SciPy's CODATA table",
        kind="program",
        abs=0.0,
    )


def test_ellipsoid_agrees_with_pymap3d():
    wgs84 = pymap3d.Ellipsoid.from_name("wgs84")
    assert wgs84.semimajor_axis == constants.WGS84_A
    # pymap3d derives its flattening from a minor axis printed to 0.1 mm: 1e-4 / 6.4e6 of the axis
    assert pytest.approx(wgs84.flattening, abs=2e-11) == constants.WGS84_F


def test_earth_rate_is_one_turn_a_sidereal_day():
    # mean sidereal day 86164.0905 s; the WGS-84 rate is rounded to its seventh digit
    assert pytest.approx(2.0 * codata.pi / 86164.0905, rel=1e-6) == constants.EARTH_RATE


def test_mean_radius_is_the_ellipsoids():
    a, f = constants.WGS84_A, constants.WGS84_F
    # (2 a + b) / 3 is 6 371 008.8 m; the sphere is that to the nearest kilometre
    assert pytest.approx((2.0 * a + a * (1.0 - f)) / 3.0, abs=500.0) == constants.EARTH_RADIUS_MEAN
