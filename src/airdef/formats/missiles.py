"""The way of a missile: the path that its time of flight stands for, from its fire unit to its intercept point."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from airdef.formats.positions import Way
from airdef.opportunity.shots import launch_level, missile_figures
from airdef.physics.geodesy import ecef_height, geodetic_to_ecef
from airdef.physics.reach import flight_path, vehicle_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from airdef.physics.reach import FlightPath, MissileFigures
    from airdef.physics.vehicle import Vehicle
    from airdef.scenario.plan import MissilePlan, Place

    F64 = NDArray[np.float64]


class Missiles:
    """Draws missiles; what is worked out for a missile type is kept."""

    def __init__(self) -> None:
        self._known: dict[MissilePlan, tuple[MissileFigures, Vehicle]] = {}

    def way(self, missile: MissilePlan, place: Place, begin: float, end: float, goal: F64) -> Way:
        """Return the way of a missile that is launched at `begin` and at its goal at `end` [s].

        The path's times are stretched to the time of flight of the engine, which interpolates a table (a per cent or
        so). A missile of constant speed, and one whose goal no flight gets to, is drawn straight.

        Parameters
        ----------
        missile
            Name of the missile type.
        place
            Where it is launched from.
        begin
            Time of the launch [s].
        end
            Time at the goal [s].
        goal
            The goal, float64[3], ECEF [m].

        Returns
        -------
        Way
            The way of a missile that is launched at `begin` and at its goal at `end` [s].
        """
        origin = np.array(geodetic_to_ecef(place.latitude, place.longitude, place.height))
        path = None if missile.constant_speed > 0.0 else self._path(missile, place, origin, goal)
        if path is None:
            return Way(np.array([begin, end]), np.stack([origin, goal]))
        times = begin + path.times / path.times[-1] * (end - begin)
        up = _up(place)
        flat = goal - origin - ((goal - origin) @ up) * up
        forward = flat / np.linalg.norm(flat)
        ecef = origin + path.x[:, None] * forward + path.z[:, None] * up
        # the flight is over a sphere and the scenario's Earth is none: what is missing at the goal is spread evenly
        ecef += (np.arange(len(times)) / (len(times) - 1))[:, None] * (goal - ecef[-1])
        return Way(times, ecef)

    def _path(self, missile: MissilePlan, place: Place, origin: F64, goal: F64) -> FlightPath | None:
        if missile not in self._known:
            figures = missile_figures(missile)
            self._known[missile] = figures, vehicle_of(figures)
        figures, vehicle = self._known[missile]
        slant, height = float(np.linalg.norm(goal - origin)), float(ecef_height(*goal))
        if slant < 1.0:
            return None
        return flight_path(vehicle, figures.demand, slant, height, launch_level(place.height))


def _up(place: Place) -> F64:
    """Return the unit vector away from the ground, ECEF."""
    latitude, longitude = place.latitude, place.longitude
    return np.array(
        [
            np.cos(latitude) * np.cos(longitude),
            np.cos(latitude) * np.sin(longitude),
            np.sin(latitude),
        ]
    )
