"""What pictures for teaching show: one radar's detection by range, by range and height, and what hides from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from airdef import catalogue as catalogue_layer
from airdef.catalogue.book import folded
from airdef.opportunity.sight import nose_on, sensor, signal_to_noise
from airdef.physics.constants import EARTH_RADIUS_MEAN
from airdef.physics.detection import probability_of_detection_array
from airdef.physics.geodesy import geodesic_direct
from airdef.physics.refraction import line_of_sight_range
from airdef.physics.terrain import SMOOTH, ground_height
from airdef.physics.viewshed import lowest_visible_at
from airdef.scenario.land import dem_of
from airdef.scenario.library import load
from airdef.scenario.own import catalogue_of
from airdef.scenario.plan import Scenario
from airdef.studies.envelope.study import BASE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from airdef.catalogue import Catalogue
    from airdef.scenario.plan import RadarPlan

    F64 = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Chart:
    """A radar and where it stands: what the pictures are worked out from."""

    scenario: Scenario
    radar: RadarPlan

    @property
    def earth(self) -> float:
        """The effective Earth radius [m]."""
        return self.scenario.environment.effective_earth_factor * EARTH_RADIUS_MEAN

    @property
    def antenna(self) -> float:
        """The height of the antenna above sea level [m]."""
        return self.radar.place.height + self.radar.antenna_height

    def detection(self, slant_range: F64, altitude: float, rcs: float, swerling: int = 1) -> F64:
        """Return the probability of detection in one look, by slant range [m]; 0 beyond the horizon.

        Gases and rain of the scenario count, jammers do not. Ranges nearer than the difference of the heights are NaN:
        there is no such point.

        Parameters
        ----------
        slant_range
            Slant ranges [m].
        altitude
            Altitude of the target above sea level [m].
        rcs
            Radar cross-section [m^2].
        swerling
            Swerling case, 0 to 4.

        Returns
        -------
        F64
            The probability of detection in one look, by slant range [m].
        """
        radar = self.radar
        seen, body = sensor(radar, self.scenario.environment, ()), nose_on(rcs, swerling)
        snr = np.array([signal_to_noise(seen, body, 1.0, float(r), altitude, 0.0, 0.0, 0.0) for r in slant_range])
        found = probability_of_detection_array(snr, radar.pfa, radar.pulses, swerling)
        hidden = slant_range > line_of_sight_range(self.antenna, altitude, self.earth)
        found = np.where(hidden | (slant_range > radar.instrumented_range), 0.0, found)
        return np.where(slant_range < abs(altitude - self.antenna), np.nan, found)

    def height(self, slant_range: F64, elevation: float) -> F64:
        """Return the height above sea level [m] of a straight ray over the effective Earth, by slant range [m].

        (Re + h)^2 = (Re + ha)^2 + R^2 + 2 R (Re + ha) sin(elevation): the range-height-angle chart of L. V. Blake,
        Prediction of Radar Range, in M. I. Skolnik (ed.), Radar Handbook (1970), chapter 2.

        Parameters
        ----------
        slant_range
            Slant ranges [m].
        elevation
            Elevation over the effective Earth [rad].

        Returns
        -------
        F64
            The height above sea level [m] of a straight ray over the effective Earth, by slant range [m].
        """
        base = self.earth + self.antenna
        square = base**2 + slant_range**2 + 2.0 * slant_range * base * np.sin(elevation)
        return np.asarray(np.sqrt(square) - self.earth)

    def lowest_visible(self, distance: F64, azimuth: float) -> tuple[F64, F64]:
        """Return the height of the ground and the lowest height that is seen [m], by distance over the ground [m].

        The ground is that of the scenario's elevation model; without one it is smooth sea. `azimuth` [rad].

        Parameters
        ----------
        distance
            Distances over the ground [m].
        azimuth
            Azimuth [rad].

        Returns
        -------
        tuple[F64, F64]
            The height of the ground and the lowest height that is seen [m], by distance over the ground [m].
        """
        place = self.radar.place
        dem = dem_of(self.scenario)
        ground = SMOOTH if dem is None else dem.ground
        points = [geodesic_direct(place.latitude, place.longitude, azimuth, float(d))[:2] for d in distance]
        latitude, longitude = np.array([p[0] for p in points]), np.array([p[1] for p in points])
        lowest = lowest_visible_at(
            ground, place.latitude, place.longitude, self.antenna, self.earth, latitude, longitude
        )  # fmt: skip
        land = np.array([ground_height(ground, a, b) for a, b in zip(latitude, longitude, strict=True)])
        return land, lowest


def chart(
    radar: str,
    scenario: str | Scenario | None = None,
    overrides: Mapping[str, object] | None = None,
    catalogue: Catalogue | None = None,
) -> Chart:
    """Return a radar of the catalogue, or of a scenario, ready to be drawn.

    Parameters
    ----------
    radar
        Name of the radar.
    scenario
        The scenario that it stands in; by default one by the sea.
    overrides
        Settings of that scenario.
    catalogue
        The catalogue that figures and sources are taken from.

    Returns
    -------
    Chart
        A radar of the catalogue, or of a scenario, ready to be drawn.

    Raises
    ------
    ValueError
        For a radar that the scenario does not have, naming those that it has, and as the catalogue and the
        scenario do.
    """
    book = catalogue or catalogue_layer.load()
    if isinstance(scenario, Scenario):
        plan = scenario
    else:
        settings = dict(overrides or {})
        if scenario is None:
            settings = {"defence.0.system": _system_of(radar, book), **settings}
        plan = load(scenario or BASE, settings, book)
    book = catalogue_of(plan, book)
    wanted = folded(radar)
    radars = [r for r, _, _ in plan.radars()]
    for held in radars:
        if wanted in {folded(held.name), folded(held.name.rpartition("/")[2])}:
            return Chart(plan, held)
    engages = any(
        part.name == book.entry(radar).name
        for system in book.entries("system")
        for part in system.parts.get("engagement_radar", ())
    )
    for held, _, unit in plan.radars():  # a fire unit's radar bears its unit's name
        if engages and scenario is None and unit >= 0:
            return Chart(plan, held)
    message = f"radar '{radar}' given, one of {', '.join(dict.fromkeys(r.name for r in radars))} expected"
    raise ValueError(message)


def _system_of(radar: str, book: Catalogue) -> str:
    """Return the first system of the catalogue that has a radar."""
    entry = book.entry(radar)
    for system in book.entries("system"):
        for role in ("surveillance", "engagement_radar"):
            if any(part.name == entry.name for part in system.parts.get(role, ())):
                return system.name
    message = f"'{radar}' is a {entry.kind}, a radar that a system has expected"
    raise ValueError(message)
