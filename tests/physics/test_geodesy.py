"""Geodesy against printed values (GeographicLib, pymap3d, NGA Gold data) and two independent libraries."""

from __future__ import annotations

import math

import numpy as np
import pymap3d
import pytest
from geographiclib.geodesic import Geodesic
from hypothesis import given, settings
from hypothesis import strategies as st

from airdef.physics import geodesy

LATITUDES = st.floats(-math.pi / 2, math.pi / 2)
LONGITUDES = st.floats(-math.pi, math.pi)
HEIGHTS = st.floats(-1e4, 4e6)

# Printed to the micrometre; the closed forms agree to 5e-7 m, the last printed digit.
GOLD = [
    (-60, 180, -40_000, (-3177104.586924, 0.0, -5465836.117787)),
    (74, 0, 1e6, (2039152.983916, 0.0, 7070200.396837)),
    (44, 0, 49_600, (4631155.609709, 0.0, 4442546.667619)),
    (89, 0, 2_320_000, (152177.777290, 0.0, 8675424.279402)),
    (-1, 0, 1300, (6378471.882432, 0.0, -110591.462953)),
]


@pytest.mark.parametrize(("latitude", "longitude", "height", "ecef"), GOLD)
def test_nga_gold_points(validated, latitude, longitude, height, ecef):
    got = geodesy.geodetic_to_ecef(math.radians(latitude), math.radians(longitude), height)
    validated(
        got,
        ecef,
        law="geodetic to ECEF",
        against="NGA Gold data v6.2, through NRL SIMDIS",
        kind="print",
        abs=6e-7,
        unit="m",
    )
    lat, lon, h = geodesy.ecef_to_geodetic(*ecef)
    # The printed microradians of a metre limit the way back to a micrometre, 2e-13 rad.
    assert lat == pytest.approx(math.radians(latitude), abs=3e-13)
    assert math.cos(lon - math.radians(longitude)) == pytest.approx(1.0, abs=1e-15)
    assert h == pytest.approx(height, abs=1e-6)


def test_pymap3d_printed_values(validated):
    # pymap3d test suite, https://github.com/geospace-code/pymap3d; stated tolerance 1e-4 m.
    lat, lon = math.radians(42), math.radians(-82)
    origin = np.array(geodesy.geodetic_to_ecef(lat, lon, 200.0))
    source = {"against": "pymap3d's test suite", "kind": "print", "abs": 1e-4, "unit": "m"}
    validated(origin, [660675.2518247, -4700948.68316, 4245737.66222], law="geodetic to ECEF", **source)
    rotation = geodesy.enu_rotation(lat, lon)
    enu = geodesy.aer_to_enu(math.radians(33), math.radians(70), 1000.0)
    validated(enu, (186.2775, 286.8422, 939.6926), law="azimuth, elevation and range to ENU", **source)
    ecef = geodesy.enu_to_ecef(*enu, origin, rotation)
    validated(ecef, (660930.19276, -4701424.22296, 4246579.60463), law="ENU to ECEF", **source)
    enu77 = geodesy.aer_to_enu(math.radians(33), math.radians(77), 1000.0)
    lat2, lon2, h2 = geodesy.ecef_to_geodetic(*geodesy.enu_to_ecef(*enu77, origin, rotation))
    # Printed to 1e-10 and 1e-5 degrees.
    assert math.degrees(lat2) == pytest.approx(42.0016981935, abs=1e-9)
    assert math.degrees(lon2) == pytest.approx(-81.99852, abs=5e-6)
    assert h2 == pytest.approx(1174.374035, abs=1e-4)


def test_against_pymap3d_on_random_points(validated):
    rng = np.random.default_rng(3)
    lat, lon = np.arcsin(rng.uniform(-1, 1, 500)), rng.uniform(-math.pi, math.pi, 500)
    h = rng.uniform(-1e4, 1e6, 500)
    ecef = geodesy.geodetic_to_ecef_array(lat, lon, h)
    peer = np.stack(pymap3d.geodetic2ecef(lat, lon, h, deg=False), axis=-1)
    # a few spacings of doubles at 7000 km
    validated(
        ecef, peer, law="geodetic to ECEF", against="pymap3d on random points", kind="program", abs=5e-9, unit="m"
    )
    for k in range(0, 500, 10):
        origin, rotation = ecef[k], geodesy.enu_rotation(lat[k], lon[k])
        other = ecef[(k + 7) % 500]
        enu = geodesy.ecef_to_enu(*other, origin, rotation)
        peer_enu = pymap3d.ecef2enu(*other, lat[k], lon[k], h[k], deg=False)
        assert enu == pytest.approx(peer_enu, abs=1e-7)  # a difference of 7000 km numbers
        assert geodesy.enu_to_aer(*enu) == pytest.approx(pymap3d.enu2aer(*peer_enu, deg=False), rel=1e-9)


@settings(deadline=None)  # the first call compiles
@given(LATITUDES, LONGITUDES, HEIGHTS)
def test_round_trip(latitude, longitude, height):
    ecef = geodesy.geodetic_to_ecef(latitude, longitude, height)
    back = geodesy.geodetic_to_ecef(*geodesy.ecef_to_geodetic(*ecef))
    # 1e-8 m: some ten roundings at 1.9e-9 m, the spacing of doubles at 10 000 km.
    assert back == pytest.approx(ecef, abs=1e-8)
    assert geodesy.ecef_height(*ecef) == pytest.approx(height, abs=1e-8)


def test_poles_and_centre_are_no_special_cases():
    b = 6_356_752.314245  # semi-minor axis, printed with WGS-84
    assert geodesy.ecef_to_geodetic(0.0, 0.0, b + 5.0) == pytest.approx((math.pi / 2, 0.0, 5.0), abs=1e-6)
    assert geodesy.ecef_to_geodetic(0.0, 0.0, -b)[0] == pytest.approx(-math.pi / 2, abs=1e-15)
    assert all(math.isfinite(v) for v in geodesy.ecef_to_geodetic(0.0, 0.0, 0.0))


@settings(deadline=None)  # the first call compiles
@given(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6), st.floats(-1e6, 1e6))
def test_aer_round_trip_and_ranges(east, north, up):
    azimuth, elevation, slant = geodesy.enu_to_aer(east, north, up)
    assert 0.0 <= azimuth < 2 * math.pi
    assert abs(elevation) <= math.pi / 2
    assert geodesy.aer_to_enu(azimuth, elevation, slant) == pytest.approx((east, north, up), abs=1e-8)


@settings(deadline=None)  # the first call compiles
@given(LATITUDES, LONGITUDES)
def test_rotation_is_orthonormal(latitude, longitude):
    r = geodesy.enu_rotation(latitude, longitude)
    assert r @ r.T == pytest.approx(np.eye(3), abs=1e-15 * 4)  # a few roundings
    assert np.linalg.det(r) == pytest.approx(1.0, abs=1e-14)


# GeographicLib test suite (https://zenodo.org/records/32156): point 1, point 2, azimuths [deg], metres.
INVERSE = [
    (35.60777, -139.44815, -11.17491, -69.95921, 111.098748429560326, 129.289270889708762, 8935244.5604818305),
    (55.52454, 106.05087, 77.03196, 197.18234, 22.020059880982801, 109.112041110671519, 4105086.1713924406),
]


@pytest.mark.parametrize("case", INVERSE)
def test_geographiclib_printed_inverse(validated, case):
    distance, azimuth1, azimuth2 = geodesy.geodesic_inverse(*np.radians(case[:4]))
    # the accuracy stated for the test set
    validated(
        distance,
        case[6],
        law="geodesic: distance",
        against="GeographicLib test suite",
        kind="print",
        abs=1e-8,
        unit="m",
    )
    # 1e-12 deg: double rounding of degrees to radians and back
    validated(
        np.degrees([azimuth1, azimuth2]),
        case[4:6],
        law="geodesic: azimuths",
        against="GeographicLib test suite",
        kind="print",
        abs=1e-12,
        unit="deg",
    )


def test_jfk_to_cdg_and_direct(validated):
    distance, azimuth1, azimuth2 = geodesy.geodesic_inverse(*np.radians([40.6, -73.8, 49.01666667, 2.55]))
    assert distance == pytest.approx(5853226.0, abs=0.5)  # printed to the metre
    assert np.degrees([azimuth1, azimuth2]) == pytest.approx([53.47022, 111.59367], abs=5e-6)
    direct = geodesy.geodesic_direct(*np.radians([40.63972222, -73.77888889, 53.5]), 5_850_000.0)
    # as printed
    validated(
        np.degrees(direct),
        [49.01467, 2.56106, 111.62947],
        law="geodesic: direct problem",
        against="GeographicLib test suite",
        kind="print",
        abs=5e-6,
        unit="deg",
    )


def test_one_degree_on_the_equator():
    distance, _, _ = geodesy.geodesic_inverse(0.0, 0.0, 0.0, math.radians(1.0))
    assert distance == pytest.approx(111319.490793, abs=1e-6)


def test_against_geographiclib_on_random_points(validated):
    rng = np.random.default_rng(5)
    lat = np.degrees(np.arcsin(rng.uniform(-1, 1, (2, 200))))
    lon = rng.uniform(-180, 180, (2, 200))
    got = geodesy.geodesic_inverse(*np.radians([lat[0], lon[0], lat[1], lon[1]]))
    for k in range(200):
        peer = Geodesic.WGS84.Inverse(lat[0, k], lon[0, k], lat[1, k], lon[1, k])
        # Degrees to radians moves a point by up to 1e-9 m; an azimuth turns by that over the distance.
        validated(
            got[0][k],
            peer["s12"],
            law="geodesic: distance",
            against="GeographicLib on random points",
            kind="program",
            abs=2e-8,
            unit="m",
        )
        assert math.remainder(np.degrees(got[1][k]) - peer["azi1"], 360) == pytest.approx(0.0, abs=1e-10)
        assert math.remainder(np.degrees(got[2][k]) - peer["azi2"], 360) == pytest.approx(0.0, abs=1e-10)


def test_points_along_end_at_the_second_point():
    ends = np.radians([10.0, 20.0, -5.0, 50.0])
    distance, _, _ = geodesy.geodesic_inverse(*ends)
    lat, lon = geodesy.geodesic_points(*ends, distance * np.array([[0.0], [1.0]]))
    assert lat.shape == (2, 1)
    assert [lat[0, 0], lon[0, 0], lat[1, 0], lon[1, 0]] == pytest.approx(ends, abs=1e-14)


def test_arrays_equal_scalars_and_broadcast():
    lat, h = np.array([[0.1], [0.7]]), np.array([0.0, 1e4, 5e4])
    ecef = geodesy.geodetic_to_ecef_array(lat, 0.3, h)
    assert ecef.shape == (2, 3, 3)
    assert tuple(ecef[1, 2]) == geodesy.geodetic_to_ecef(0.7, 0.3, 5e4)
    back = geodesy.ecef_to_geodetic_array(ecef)
    assert tuple(v[1, 2] for v in back) == geodesy.ecef_to_geodetic(*ecef[1, 2])


def test_wrong_shape_is_refused():
    with pytest.raises(ValueError, match=r"expected \(\.\.\., 3\)"):
        geodesy.ecef_to_geodetic_array(np.zeros((3, 2)))
