"""WGS-84 positions: geodetic, ECEF, ENU, azimuth and elevation; and geodesics on the ellipsoid.

Frames
    geodetic  latitude, longitude [rad], height above the ellipsoid [m]; it stands for the altitude above
              sea level throughout (the geoid undulation, at most about 100 m, is not modelled)
    ECEF      Earth-centred Earth-fixed Cartesian x, y, z [m]
    ENU       east, north, up [m] at an origin
    polar     azimuth clockwise from north in [0, 2 pi), elevation [rad], slant range [m], from ENU

The scalar functions are compiled and may be called from compiled code. Geodesics go through PROJ
(GeographicLib) and work by broadcasting.

Validated against pymap3d, geographiclib and the points of the NGA Gold data v6.2 printed in the tests.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray
from pyproj import Geod

from airdef.jit import part
from airdef.physics.constants import WGS84_A, WGS84_F

F64 = NDArray[np.float64]

_B: Final = WGS84_A * (1.0 - WGS84_F)
_E2: Final = WGS84_F * (2.0 - WGS84_F)
_EP2: Final = _E2 / (1.0 - _E2)
_GEOD: Final = Geod(a=WGS84_A, rf=1.0 / WGS84_F)


@part
def geodetic_to_ecef(latitude: float, longitude: float, height: float) -> tuple[float, float, float]:
    """Return the ECEF position of a geodetic point.

    x = (N + h) cos(lat) cos(lon), y = (N + h) cos(lat) sin(lon), z = (N (1 - e^2) + h) sin(lat),
    N = a / sqrt(1 - e^2 sin^2(lat)).

    Valid for any finite input; nothing is raised.

    Parameters
    ----------
    latitude
        Geodetic latitude in [-pi/2, pi/2] [rad].
    longitude
        Longitude [rad].
    height
        Height above the ellipsoid [m].

    Returns
    -------
    tuple[float, float, float]
        x, y, z [m].

    References
    ----------
    Standard closed form of WGS-84, as in pymap3d (https://github.com/geospace-code/pymap3d).
    """
    s = math.sin(latitude)
    n = WGS84_A / math.sqrt(1.0 - _E2 * s * s)
    p = (n + height) * math.cos(latitude)
    return p * math.cos(longitude), p * math.sin(longitude), (n * (1.0 - _E2) + height) * s


@part
def _meridian(p: float, z: float) -> tuple[float, float, float]:
    """Return sin(lat), cos(lat) and height [m] of a point at distance p >= 0 from the axis [m].

    tan(lat) = (z + e'^2 b sin^3(beta)) / (p - e^2 a cos^3(beta)) with tan(beta) = (b/a) tan(lat), started
    at the parametric latitude tan(beta) = (a/b) z/p and repeated until the parametric latitude stands still
    (twice or three times); written with sines and cosines so that poles and equator are no special cases.
    """
    sb, cb = WGS84_A * z, _B * p
    norm = math.hypot(sb, cb)
    if norm == 0.0:
        return 0.0, 1.0, -WGS84_A
    sb /= norm
    cb /= norm
    s, c = sb, cb
    for _ in range(8):
        s, c = z + _EP2 * _B * sb * sb * sb, p - _E2 * WGS84_A * cb * cb * cb
        norm = math.hypot(s, c)
        s /= norm
        c /= norm
        sb_new, cb_new = _B * s, WGS84_A * c
        norm = math.hypot(sb_new, cb_new)
        sb_new /= norm
        cb_new /= norm
        moved = abs(sb_new - sb) + abs(cb_new - cb)
        sb, cb = sb_new, cb_new
        if moved < 1e-15:
            break
    return s, c, p * c + z * s - WGS84_A * math.sqrt(1.0 - _E2 * s * s)


@part
def ecef_to_geodetic(x: float, y: float, z: float) -> tuple[float, float, float]:
    """Return the geodetic coordinates of an ECEF position.

    Bowring's formula for the latitude, repeated until it stands still; the height is
    h = p cos(lat) + z sin(lat) - a sqrt(1 - e^2 sin^2(lat)), well conditioned at every latitude.

    Validity: everywhere but within about 50 km of the Earth's centre (where the nearest point of the ellipsoid is not
    unique); there the result is finite and meaningless. Nothing is raised. The round trip closes to a few nm (the
    spacing of doubles at the Earth's radius is 0.9 nm).

    Parameters
    ----------
    x, y, z
        ECEF position [m].

    Returns
    -------
    tuple[float, float, float]
        Latitude in [-pi/2, pi/2] [rad], longitude in (-pi, pi] [rad], height [m].

    References
    ----------
    The iteration is self-checking (the round trip is tested); peers: pymap3d.
    """
    s, c, height = _meridian(math.hypot(x, y), z)
    return math.atan2(s, c), math.atan2(y, x), height


@part
def ecef_height(x: float, y: float, z: float) -> float:
    """Return the height above the ellipsoid [m] of an ECEF position [m]: the third of `ecef_to_geodetic`.

    Parameters
    ----------
    x, y, z
        ECEF position [m].

    Returns
    -------
    float
        The height above the ellipsoid [m] of an ECEF position [m].
    """
    return _meridian(math.hypot(x, y), z)[2]


@part
def enu_rotation(latitude: float, longitude: float) -> F64:
    """Return the rotation from ECEF to ENU at a geodetic point: rows are the east, north and up unit vectors.

    Valid everywhere; at a pole the longitude says where north points. Nothing is raised.

    Parameters
    ----------
    latitude
        Geodetic latitude in [-pi/2, pi/2] [rad].
    longitude
        Longitude [rad].

    Returns
    -------
    F64
        float64[3, 3], orthonormal.
    """
    sa, ca = math.sin(latitude), math.cos(latitude)
    so, co = math.sin(longitude), math.cos(longitude)
    return np.array([[-so, co, 0.0], [-sa * co, -sa * so, ca], [ca * co, ca * so, sa]])


@part
def ecef_to_enu(x: float, y: float, z: float, origin: F64, rotation: F64) -> tuple[float, float, float]:
    """Return the ENU coordinates [m] of an ECEF position.

    Parameters
    ----------
    x, y, z
        ECEF position [m].
    origin
        Origin of the local frame, float64[3], ECEF [m].
    rotation
        float64[3, 3] by `enu_rotation`.

    Returns
    -------
    tuple[float, float, float]
        The ENU coordinates [m] of an ECEF position.
    """
    dx, dy, dz = x - origin[0], y - origin[1], z - origin[2]
    return (
        rotation[0, 0] * dx + rotation[0, 1] * dy + rotation[0, 2] * dz,
        rotation[1, 0] * dx + rotation[1, 1] * dy + rotation[1, 2] * dz,
        rotation[2, 0] * dx + rotation[2, 1] * dy + rotation[2, 2] * dz,
    )


@part
def enu_to_ecef(east: float, north: float, up: float, origin: F64, rotation: F64) -> tuple[float, float, float]:
    """Return the ECEF position [m] of an ENU one; the inverse of `ecef_to_enu`.

    Parameters
    ----------
    east, north, up
        Local position [m].
    origin
        Origin of the local frame, float64[3], ECEF [m].
    rotation
        float64[3, 3] by `enu_rotation`.

    Returns
    -------
    tuple[float, float, float]
        The ECEF position [m] of an ENU one.
    """
    return (
        origin[0] + rotation[0, 0] * east + rotation[1, 0] * north + rotation[2, 0] * up,
        origin[1] + rotation[0, 1] * east + rotation[1, 1] * north + rotation[2, 1] * up,
        origin[2] + rotation[0, 2] * east + rotation[1, 2] * north + rotation[2, 2] * up,
    )


@part
def enu_to_aer(east: float, north: float, up: float) -> tuple[float, float, float]:
    """Return azimuth in [0, 2 pi) [rad], elevation [rad] and slant range [m] of an ENU position [m].

    Straight overhead the azimuth is 0; at the origin all three are 0. Nothing is raised.

    Parameters
    ----------
    east, north, up
        Local position [m].

    Returns
    -------
    tuple[float, float, float]
        Azimuth in [0, 2 pi) [rad], elevation [rad] and slant range [m] of an ENU position [m].
    """
    horizontal = math.hypot(east, north)
    azimuth = math.atan2(east, north)
    if azimuth < 0.0:
        azimuth += 2.0 * math.pi
    if azimuth >= 2.0 * math.pi:  # a tiny negative angle rounds up to 2 pi
        azimuth = 0.0
    return azimuth, math.atan2(up, horizontal), math.hypot(horizontal, up)


@part
def aer_to_enu(azimuth: float, elevation: float, slant_range: float) -> tuple[float, float, float]:
    """Return east, north, up [m] of an azimuth [rad], elevation [rad] and slant range [m].

    Parameters
    ----------
    azimuth
        Azimuth from north, clockwise [rad].
    elevation
        Elevation [rad].
    slant_range
        Slant range [m].

    Returns
    -------
    tuple[float, float, float]
        East, north, up [m] of an azimuth [rad], elevation [rad] and slant range [m].
    """
    horizontal = slant_range * math.cos(elevation)
    return horizontal * math.sin(azimuth), horizontal * math.cos(azimuth), slant_range * math.sin(elevation)


@part
def _geodetic_to_ecef_flat(latitude: F64, longitude: F64, height: F64) -> F64:
    ecef = np.empty((latitude.size, 3))
    for i in range(latitude.size):
        ecef[i, 0], ecef[i, 1], ecef[i, 2] = geodetic_to_ecef(latitude[i], longitude[i], height[i])
    return ecef


@part
def _ecef_to_geodetic_flat(ecef: F64) -> F64:
    geodetic = np.empty((ecef.shape[0], 3))
    for i in range(ecef.shape[0]):
        geodetic[i, 0], geodetic[i, 1], geodetic[i, 2] = ecef_to_geodetic(ecef[i, 0], ecef[i, 1], ecef[i, 2])
    return geodetic


def geodetic_to_ecef_array(latitude: ArrayLike, longitude: ArrayLike, height: ArrayLike) -> F64:
    """Return ECEF positions float64[..., 3] [m] of geodetic points [rad, rad, m], by broadcasting.

    Parameters
    ----------
    latitude
        Geodetic latitude in [-pi/2, pi/2] [rad].
    longitude
        Longitude [rad].
    height
        Height above the ellipsoid [m].

    Returns
    -------
    F64
        ECEF positions float64[..., 3] [m] of geodetic points [rad, rad, m], by broadcasting.
    """
    lat, lon, h = np.broadcast_arrays(*(np.asarray(v, dtype=np.float64) for v in (latitude, longitude, height)))
    flat = _geodetic_to_ecef_flat(lat.ravel(), lon.ravel(), h.ravel())
    return np.asarray(flat.reshape((*lat.shape, 3)))


def ecef_to_geodetic_array(ecef: ArrayLike) -> tuple[F64, F64, F64]:
    """Return latitude, longitude [rad] and height [m] of ECEF positions float64[..., 3] [m].

    Parameters
    ----------
    ecef
        Positions float64[..., 3], ECEF [m].

    Returns
    -------
    tuple[F64, F64, F64]
        Latitude, longitude [rad] and height [m] of ECEF positions float64[..., 3] [m].
    """
    points = np.asarray(ecef, dtype=np.float64)
    if points.ndim == 0 or points.shape[-1] != 3:
        msg = f"ecef_to_geodetic_array: got an array of shape {points.shape}, expected (..., 3)"
        raise ValueError(msg)
    flat = _ecef_to_geodetic_flat(np.ascontiguousarray(points).reshape(-1, 3))
    shape = points.shape[:-1]
    return flat[:, 0].reshape(shape), flat[:, 1].reshape(shape), flat[:, 2].reshape(shape)


def geodesic_inverse(
    latitude1: ArrayLike, longitude1: ArrayLike, latitude2: ArrayLike, longitude2: ArrayLike
) -> tuple[F64, F64, F64]:
    """Return the shortest way between points on the ellipsoid.

    Valid everywhere (nearly antipodal points included); the azimuth of coincident points is arbitrary.

    Parameters
    ----------
    latitude1, longitude1, latitude2, longitude2
        Points 1 and 2 [rad].

    Returns
    -------
    tuple[F64, F64, F64]
        Distance [m], forward azimuth at point 1 and at point 2 [rad, in (-pi, pi]].

    References
    ----------
    Karney's algorithms as in PROJ; test values: GeographicLib test suite, https://zenodo.org/records/32156.
    """
    lat1, lon1, lat2, lon2 = (
        np.array(v, dtype=np.float64) for v in np.broadcast_arrays(latitude1, longitude1, latitude2, longitude2)
    )
    azimuth1, azimuth2, distance = _GEOD.inv(lon1, lat1, lon2, lat2, radians=True, return_back_azimuth=False)
    return np.asarray(distance), np.asarray(azimuth1), np.asarray(azimuth2)


def geodesic_direct(
    latitude: ArrayLike, longitude: ArrayLike, azimuth: ArrayLike, distance: ArrayLike
) -> tuple[F64, F64, F64]:
    """Return where one gets by following a geodesic.

    Valid everywhere.

    Parameters
    ----------
    latitude, longitude
        Start [rad].
    azimuth
        Azimuth at the start [rad].
    distance
        Distance [m]; negative: back. All broadcast.

    Returns
    -------
    tuple[F64, F64, F64]
        Latitude, longitude [rad], forward azimuth there [rad].

    References
    ----------
    As `geodesic_inverse`.
    """
    lat, lon, azi, dist = (
        np.array(v, dtype=np.float64) for v in np.broadcast_arrays(latitude, longitude, azimuth, distance)
    )
    lon2, lat2, azi2 = _GEOD.fwd(lon, lat, azi, dist, radians=True, return_back_azimuth=False)
    return np.asarray(lat2), np.asarray(lon2), np.asarray(azi2)


def geodesic_points(
    latitude1: float, longitude1: float, latitude2: float, longitude2: float, distance: ArrayLike
) -> tuple[F64, F64]:
    """Return the points at given distances along the geodesic from point 1 to point 2.

    Parameters
    ----------
    latitude1, longitude1, latitude2, longitude2
        Points 1 and 2 [rad].
    distance
        Distance along the geodesic [m], any shape; may lie beyond point 2.

    Returns
    -------
    tuple[F64, F64]
        Latitude, longitude [rad], of the shape of `distance`.
    """
    _, azimuth, _ = geodesic_inverse(latitude1, longitude1, latitude2, longitude2)
    lat, lon, _ = geodesic_direct(latitude1, longitude1, azimuth, distance)
    return lat, lon
