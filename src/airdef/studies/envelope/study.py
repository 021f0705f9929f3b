"""The envelope of a missile as an answer: how far it reaches at which altitude, and what limits it there.

Energy limits a missile where no allowed flight arrives with the speed and the load it needs (`physics.reach`); print
limits it at its published range, ceiling and least range; the Earth at the horizon of its engagement radar's antenna;
and the radar at the range from which it can guide on a target of a radar cross-section.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from airdef import catalogue as catalogue_layer
from airdef.catalogue.book import folded
from airdef.numbers import quantity
from airdef.opportunity.shots import launch_level, missile_figures
from airdef.opportunity.sight import Sensor, Target, nose_on, sensor, signal_to_noise
from airdef.physics.constants import EARTH_RADIUS_MEAN
from airdef.physics.detection import required_snr
from airdef.physics.reach import flyout_table
from airdef.physics.refraction import line_of_sight_range
from airdef.requests.argument import asks
from airdef.requests.places import Envelope as EnvelopeRequest
from airdef.scenario.errors import nearest
from airdef.scenario.library import load
from airdef.scenario.own import catalogue_of
from airdef.scenario.plan import CATEGORIES, Scenario
from airdef.showing import Shown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pyarrow as pa
    from numpy.typing import NDArray

    from airdef.catalogue import Catalogue, Claim
    from airdef.physics.flyout import FlyoutTable
    from airdef.scenario.plan import FireUnitPlan, MissilePlan, RadarPlan
    from airdef.showing import Brief

    F64 = NDArray[np.float64]

BASE: Final = "claim-150km"
"""The bundled scenario whose fire unit stands for a missile that is asked for by name."""

SWERLING: Final = 1
"""Fluctuation of the target that the radar guides on: slow, as of an aircraft."""

NODES: Final = (72, 24)
"""Nodes of the table behind an envelope: finer than that of a run, for it is looked at."""

LIMITS: Final = ("energy", "published range", "ceiling", "horizon", "radar")
"""What may limit a missile at an altitude, in the order in which a tie is named."""


@dataclass(frozen=True, eq=False, repr=False)
class Envelope(Shown):
    """How far one missile reaches, by altitude of the target.

    Arrays are float64[n]; slant ranges are from the fire unit [m].

    Attributes
    ----------
    missile, system
        Names of the catalogue, or of the scenario.
    category
        Category of the target.
    altitude
        Altitudes above sea level [m], ascending, all below the ceiling.
    energy
        Reach that the energy allows; the table's end where it is farther (`energy_is_least`).
    published_range, min_range
        Published greatest and least range against the category [m].
    ceiling, floor
        Published greatest and least altitude [m].
    horizon
        Line of sight of the engagement radar's antenna, by its height above the ground [m].
    radar
        Range from which the radar guides on a target, by its radar cross-section [m^2].
    reach
        The least of energy, published range, the first horizon and the first radar range.
    limited_by
        Which of `LIMITS` that is.
    time_of_flight, speed
        Time of flight to the reach [s], and speed there [m/s].
    flights
        The fly-out table behind it.
    points
        Statements about ranges and altitudes of this missile, to be drawn over it.
    """

    missile: str
    system: str
    category: str
    altitude: F64
    energy: F64
    energy_is_least: bool
    published_range: float
    min_range: float
    ceiling: float
    floor: float
    horizon: dict[float, F64]
    radar: dict[float, F64]
    reach: F64
    limited_by: tuple[str, ...]
    time_of_flight: F64
    speed: F64
    flights: FlyoutTable
    points: tuple[Claim, ...]

    _plot = "plot_envelope"

    def headline(self) -> str:
        """Return how far the missile reaches at its best altitude, and what limits it there."""
        i = int(np.argmax(self.reach))
        best = f"{quantity(float(self.reach[i]), 'm')} at {quantity(float(self.altitude[i]), 'm')}"
        return f"{self.missile} of {self.system} against {self.category}: {best}, limited by {self.limited_by[i]}"

    def brief(self) -> Brief:
        """Return the reach at some altitudes, with what limits it and the time of flight."""
        rows = []
        for h in np.geomspace(max(self.floor, 10.0), self.ceiling, 8):
            reach, limit = self.at(float(h))
            time = float(np.interp(h, self.altitude, self.time_of_flight))
            rows.append((quantity(float(h), "m"), quantity(reach, "m"), limit, f"{time:.0f} s"))
        return ("altitude", "reach", "limited by", "time of flight"), rows

    def table(self) -> pa.Table:
        """Return one row an altitude as an Arrow table: reach, limits [m], time of flight [s], speed [m/s]."""
        import pyarrow as pa

        columns = {
            "altitude_m": self.altitude, "reach_m": self.reach, "limited_by": list(self.limited_by),
            "energy_m": self.energy, "time_of_flight_s": self.time_of_flight, "speed_m_s": self.speed,
        }  # fmt: skip
        columns |= {f"horizon_{mast:g}m_m": values for mast, values in self.horizon.items()}
        return pa.table(columns | {f"radar_{area:g}m2_m": values for area, values in self.radar.items()})

    def to_dict(self) -> dict[str, Any]:
        """Return plain data in SI; keys carry their units."""
        return {
            "study": "envelope",
            "missile": self.missile,
            "system": self.system,
            "category": self.category,
            "published_range_m": self.published_range,
            "min_range_m": self.min_range,
            "ceiling_m": self.ceiling,
            "floor_m": self.floor,
            "propellant_kg": self.flights.propellant,
            "altitude_m": self.altitude.tolist(),
            "reach_m": self.reach.tolist(),
            "limited_by": list(self.limited_by),
            "energy_m": self.energy.tolist(),
            "energy_is_least": self.energy_is_least,
            "time_of_flight_s": self.time_of_flight.tolist(),
            "speed_m_s": self.speed.tolist(),
            "horizon_m": {f"{mast:g}": values.tolist() for mast, values in self.horizon.items()},
            "radar_m": {f"{area:g}": values.tolist() for area, values in self.radar.items()},
            "published": [{"claim": c.claim, "attribute": c.attribute, "source": c.source} for c in self.points],
        }

    def at(self, altitude: float) -> tuple[float, str]:
        """Return the reach at an altitude, and what limits it.

        Parameters
        ----------
        altitude
            Altitude of the target above sea level [m].

        Returns
        -------
        tuple of float and str
            Slant range [m], and one of `LIMITS`; 0 and the ceiling above the ceiling.
        """
        if altitude > self.ceiling:
            return 0.0, "ceiling"
        i = int(np.argmin(np.abs(self.altitude - altitude)))
        return float(np.interp(altitude, self.altitude, self.reach)), self.limited_by[i]


@asks(EnvelopeRequest)
def envelope(
    name: str,
    *,
    scenario: Scenario | str | None = None,
    overrides: Mapping[str, object] | None = None,
    category: str = "aircraft",
    masts: Sequence[float] = (),
    rcs: Sequence[float] = (),
    catalogue: Catalogue | None = None,
) -> Envelope:
    """Return the envelope of a missile, or of the first missile of a system.

    Parameters
    ----------
    name
        A missile or a system of the catalogue, or of the scenario's own.
    scenario
        The scenario whose fire unit it is. By default: one by the sea. It is a fire unit of the first system
        that has the missile.
    overrides
        Values of the scenario that are replaced, by path, e.g. raid.0.count=12.
    category
        Category of the target.
    masts
        Heights of the engagement radar's antenna above the ground [m]. By default its own.
    rcs
        Radar cross-sections that are guided on [m^2]. Targets are nose on and fluctuate slowly. The first
        limits the reach.
    catalogue
        The catalogue to take figures from, the packaged one by default.

    Returns
    -------
    Envelope
        Reach by altitude and what limits it, with the table of fly-outs behind it.

    Raises
    ------
    ValueError
        If a name is unknown (the message has the nearest known one), or the missile is an idealised one of constant
        speed, which has no energy to run out of.
    ScenarioError
        If the scenario cannot be run.

    Notes
    -----
    The reach at an altitude is the least of what the missile's energy, the published range, the horizon of the antenna
    and the range of the radar allow.
    """
    if category not in CATEGORIES:
        close = nearest(category, CATEGORIES)
        message = f"envelope: category '{category}' given, one of {', '.join(CATEGORIES)} expected"
        raise ValueError(message + (f"; nearest: '{close[0]}'" if close else ""))
    book = catalogue or catalogue_layer.load()
    plan = scenario if isinstance(scenario, Scenario) else _scenario(name, scenario, overrides, book)
    book = catalogue_of(plan, book)
    unit, system, missile = _found(plan, name)
    if missile.constant_speed > 0.0:
        what = "an idealised missile or a gun's burst has no envelope of energy"
        message = f"envelope: {missile.name} flies at constant speed: {what}"
        raise ValueError(message)
    return worked_out(plan, unit, system, missile, category, masts, rcs, book)


def _scenario(name: str, scenario: str | None, overrides: Mapping[str, object] | None, book: Catalogue) -> Scenario:
    """Return the scenario in which a missile stands."""
    settings = dict(overrides or {})
    if scenario is None:
        settings = {"defence.0.system": _system_of(name, book), **settings}
    return load(scenario or BASE, settings, book)


def _system_of(name: str, book: Catalogue) -> str:
    """Return the first system of the catalogue that has a missile; a system's name stands for itself."""
    entry = book.entry(name)
    if entry.kind == "system":
        return entry.name
    if entry.missing:
        what = f"too little is published of it to be simulated; missing: {entry.missing}"
        message = f"envelope: '{entry.name}' given: {what}; the nearest that can be: '{entry.nearest}'"
        raise ValueError(message)
    if entry.kind == "missile":
        for system in book.entries("system"):
            if any(part.name == entry.name for part in system.parts.get("missile", ())):
                return system.name
    message = f"envelope: '{name}' is a {entry.kind}, a missile that a system has or a system expected"
    raise ValueError(message)


def _found(plan: Scenario, name: str) -> tuple[FireUnitPlan, str, MissilePlan]:
    """Return the first fire unit that has a missile, its system's name, and the missile."""
    wanted = folded(name)
    known = []
    for system in plan.systems:
        for unit in system.units:
            for missile in unit.missiles:
                known.append(missile.name)
                if folded(missile.name) == wanted:
                    return unit, system.name, missile
    for system in plan.systems:  # the name of a system, or of what the scenario calls it
        if system.units and system.units[0].missiles:
            return system.units[0], system.name, system.units[0].missiles[0]
    message = f"envelope: '{name}' given, one of {', '.join(dict.fromkeys(known))} expected"
    raise ValueError(message)


def worked_out(
    plan: Scenario,
    unit: FireUnitPlan,
    system: str,
    missile: MissilePlan,
    category: str,
    masts: Sequence[float],
    rcs: Sequence[float],
    book: Catalogue,
) -> Envelope:
    """Return the envelope of a missile of a fire unit.

    Parameters
    ----------
    plan
        The scenario.
    unit
        The fire unit: its ground, and the antenna whose horizon limits.
    system
        Name of its system.
    missile
        The missile.
    category
        Category of the target, one of `CATEGORIES`.
    masts, rcs
        As for `envelope`.
    book
        The catalogue that published figures are taken from.

    Returns
    -------
    Envelope
        Reach by altitude and what limits it.
    """
    c = CATEGORIES.index(category)
    published, ceiling = missile.max_range[c], missile.max_altitude[c]
    table = flyout_table(
        missile_figures(missile),
        max_range=max(2.0 * published, 1.2 * max(missile.max_range)),
        max_altitude=1.15 * max(missile.max_altitude),
        launch_altitude=launch_level(unit.radar.place.height),
        nodes=NODES,
        threads=None,
    )
    low = max(missile.min_altitude, 10.0)
    altitude = np.unique(
        np.concatenate([np.geomspace(low, max(ceiling, 1.01 * low), 40), np.linspace(low, ceiling, 40)])
    )
    energy = np.interp(altitude, table.altitude, table.reach)
    earth = plan.environment.effective_earth_factor * EARTH_RADIUS_MEAN
    base, antenna = unit.radar.place.height, unit.radar.antenna_height
    horizon = {
        float(mast): np.array([line_of_sight_range(base + mast, float(h), earth) for h in altitude])
        for mast in (masts or (antenna,))
    }
    radar = {float(area): _guided(plan, unit.radar, float(area), altitude) for area in rcs}
    limits = [energy, np.full(altitude.size, published), np.full(altitude.size, np.inf), next(iter(horizon.values()))]
    limits.append(next(iter(radar.values())) if radar else np.full(altitude.size, np.inf))
    least = np.argmin(limits, axis=0)
    reach = np.maximum(np.min(limits, axis=0), 0.0)
    times = [_between(table, table.time_of_flight, r, h) for r, h in zip(reach, altitude, strict=True)]
    speeds = [_between(table, table.speed_at_intercept, r, h) for r, h in zip(reach, altitude, strict=True)]
    return Envelope(
        missile=missile.name,
        system=system,
        category=category,
        altitude=altitude,
        energy=energy,
        energy_is_least=bool((energy >= 0.999 * table.slant_range[-1]).any()),
        published_range=published,
        min_range=missile.min_range,
        ceiling=ceiling,
        floor=missile.min_altitude,
        horizon=horizon,
        radar=radar,
        reach=reach,
        limited_by=tuple(LIMITS[i] for i in least),
        time_of_flight=np.array(times),
        speed=np.array(speeds),
        flights=table,
        points=_points(missile.name, book),
    )


def _between(table: FlyoutTable, values: F64, slant_range: float, altitude: float) -> float:
    """Return a value of the table at a point."""
    i = int(np.clip(np.searchsorted(table.slant_range, slant_range) - 1, 0, table.slant_range.size - 2))
    share = (slant_range - table.slant_range[i]) / (table.slant_range[i + 1] - table.slant_range[i])
    with np.errstate(invalid="ignore"):  # where no flight gets, the time is infinite
        column = values[i] + min(max(share, 0.0), 1.0) * (values[i + 1] - values[i])
    known = np.isfinite(column)
    return float(np.interp(altitude, table.altitude[known], column[known])) if known.any() else float("nan")


def _guided(plan: Scenario, radar: RadarPlan, rcs: float, altitude: F64) -> F64:
    """Return the slant range [m] up to which a radar guides on a target, by altitude, horizon left out."""
    seen, body = sensor(radar, plan.environment, ()), nose_on(rcs, SWERLING)
    needed = 0.0 if radar.perfect else float(required_snr(radar.guidance_pd, radar.pfa, radar.pulses, SWERLING))
    nearest = [abs(float(h) - radar.antenna_height) + 1.0 for h in altitude]
    return np.array(
        [
            strong_within(seen, body, needed, float(h), low, max(radar.instrumented_range, low))
            for h, low in zip(altitude, nearest, strict=True)
        ]
    )


def strong_within(seen: Sensor, body: Target, needed: float, height: float, low: float, high: float) -> float:
    """Return the greatest slant range [m] from low to high at which a signal to noise is enough, to some centimetres.

    The signal falls with range: bisection.

    Parameters
    ----------
    seen
        The radar in compiled form, without jammers.
    body
        The target, nose on.
    needed
        The signal-to-noise ratio that counts as seeing (linear).
    height
        Height above sea level [m].
    low
        The lower end.
    high
        The upper end.

    Returns
    -------
    float
        The greatest slant range [m] from low to high at which a signal to noise is enough, to some
        centimetres.
    """
    for _ in range(24):
        middle = 0.5 * (low + high)
        # nose on (aspect 1); the position only matters to jammers, of which this sensor has none
        if signal_to_noise(seen, body, 1.0, middle, height, 0.0, 0.0, 0.0) >= needed:
            low = middle
        else:
            high = middle
    return low


def _points(missile: str, book: Catalogue) -> tuple[Claim, ...]:
    """Return what is published of a missile's ranges and altitudes."""
    try:
        claims = book.claims(missile)
    except ValueError:  # the scenario's own
        return ()
    wanted = ("max_range", "min_range", "max_altitude", "min_altitude", "apogee")
    return tuple(c for c in claims if c.attribute.startswith(wanted) and (c.value or c.high or c.low))
