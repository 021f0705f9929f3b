"""Maps near the edges of latitude and longitude: the 180th meridian is none, and a pole is kept away from."""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from airdef.arguments import ArgumentError
from airdef.physics.constants import EARTH_RADIUS_MEAN

OFF_POLE: Final = 2.0
"""Least distance of a map's middle from a pole, in radii of the map, assumed. Rows of a map are lines of latitude,
which a straight line must cross once and which must not shrink to a point. At this distance the fan of rays is right in
98 % of cells or more, judged by finely sampled rays; farther away in 99 %."""


def beside(longitude: ArrayLike, other: float) -> NDArray[np.float64]:
    """Return longitudes [rad] moved by turns of the Earth to within half a turn of another.

    Parameters
    ----------
    longitude
        Longitude [rad].
    other
        The other one.

    Returns
    -------
    NDArray[np.float64]
        Longitudes [rad] moved by turns of the Earth to within half a turn of another.
    """
    found = np.asarray(longitude, np.float64)
    return np.asarray(found - 2.0 * math.pi * np.round((found - other) / (2.0 * math.pi)))


def check_off_pole(where: str, latitude: float, radius: float) -> None:
    """Raise ValueError for a map of a radius [m] around a latitude [rad] that comes too near to a pole.

    Parameters
    ----------
    where
        Where, in words.
    latitude
        Latitude [rad].
    radius
        Radius [m].
    """
    away = EARTH_RADIUS_MEAN * (0.5 * math.pi - abs(latitude))
    if OFF_POLE * radius > away:
        most = away / OFF_POLE
        msg = (
            f"{where}: a map of {radius / 1e3:.4g} km around {math.degrees(latitude):.4g} N given, {away / 1e3:.4g} km "
            f"from the pole; a radius of at most {most / 1e3:.4g} km expected; usual fix: a smaller radius"
        )
        raise ArgumentError(msg)


def columns_of_disc(latitude: float, radius: float, step: float) -> int:
    """Return the steps in longitude [rad] to each side that a disc of a radius [m] around a latitude [rad] takes.

    A disc is widest in longitude towards the pole: sin(half its width) = sin(radius / R) / cos(latitude).

    Parameters
    ----------
    latitude
        Latitude [rad].
    radius
        Radius [m].
    step
        Step in longitude [rad].

    Returns
    -------
    int
        The steps in longitude [rad] to each side that a disc of a radius [m] around a latitude [rad] takes.
    """
    wide = math.sin(radius / EARTH_RADIUS_MEAN) / math.cos(latitude)
    return math.floor(math.asin(min(wide, 1.0)) / step)
