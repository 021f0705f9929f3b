"""Physical and geodetic constants, SI.

References: c and k are exact by definition of the SI. The WGS-84 defining constants are those listed at
http://in-dubio-pro-geo.de/?file=register/wgs84&english=1. Standard gravity: ICAO Doc 7488/3 (1993).
"""

from __future__ import annotations

from typing import Final

C: Final = 299_792_458.0
"""Speed of light in vacuum [m/s], exact."""

BOLTZMANN: Final = 1.380649e-23
"""Boltzmann constant [J/K], exact."""

WGS84_A: Final = 6_378_137.0
"""Semi-major axis of the WGS-84 ellipsoid [m]."""

WGS84_F: Final = 1.0 / 298.257223563
"""Flattening of the WGS-84 ellipsoid [1]."""

EARTH_MU: Final = 3.986004418e14
"""Gravitational parameter of the Earth, atmosphere included [m^3/s^2]."""

EARTH_RATE: Final = 7.292115e-5
"""Rate of rotation of the Earth [rad/s]."""

EARTH_RADIUS_MEAN: Final = 6_371_000.0
"""Radius of the spherical Earth used for refraction and for ballistic closed forms [m]."""

GRAVITY: Final = 9.80665
"""Standard acceleration of gravity [m/s^2]."""
