"""The approach seen from an asset: along every azimuth, where it is detected, tracked, and can be engaged.

A target flies straight at the asset along each azimuth, at one speed and one height above the ground. Its looks and
launch windows are those of `opportunity.compute`, as in a campaign. From them

detection   the first look at which the probability of any detection so far, by any radar, reaches `probability`
track       the first look at which some radar's track is firm with that probability
launch      possible from the reaction time of the unit after the track on, within its launch windows
engagements as many as follow one another, each by the unit that meets the target first, with the assessment delay
            between an intercept and the next launch

and what limits each of them there (`LIMITS`): the first of horizon, terrain, sector and the radar's own coverage
that holds for the radar concerned just before; radar power, if the looks grow good only by and by; `envelope`
where the missile does not reach farther, or not fast enough. Where the unit could have met the target farther
out had the track come earlier, what limits the detection limits the engagement; `channel time`, if reaction and
flight leave no time.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from airdef.arguments import ArgumentError
from airdef.opportunity import Opportunities, compute
from airdef.opportunity.looks import USELESS
from airdef.opportunity.sight import (
    Sensor,
    covered,
    in_sector,
    nose_on,
    observe,
    received,
    sensor,
    unmasked,
    visible,
)
from airdef.physics.detection import required_snr
from airdef.physics.geodesy import ecef_to_geodetic_array, geodesic_direct, geodesic_inverse
from airdef.physics.terrain import SMOOTH
from airdef.physics.trajectory import Trajectory
from airdef.scenario.land import dem_of
from airdef.scenario.plan import FireUnitPlan, Scenario, ThreatPlan, WaypointMotion
from airdef.studies.coverage.question import SWERLING

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from airdef.scenario.plan import AssetPlan, Place, RadarPlan

LIMITS: Final = ("horizon", "terrain", "radar power", "sector", "coverage", "envelope", "channel time", "nothing")
"""What may limit: `coverage` is a radar's own least and greatest range and elevation."""

SUDDEN: Final = 0.1
"""A first look at least this good was kept from being earlier by something other than power, assumed."""

_MARGIN: Final = 2.0
"""Seconds before an event at which it is asked what stands against it."""


@dataclass(frozen=True)
class Approach:
    """One azimuth; ranges over the ground from the asset [m], NaN where it does not happen."""

    azimuth: float
    detection: float
    track: float
    first_intercept: float
    last_intercept: float
    engagements: int
    detection_limit: str
    engagement_limit: str


def approaches(
    scenario: Scenario,
    altitude: float,
    rcs: float,
    *,
    asset: str | None = None,
    speed: float = 250.0,
    category: int = 0,
    probability: float = 0.9,
    azimuths: int = 36,
    distance: float = 400e3,
) -> list[Approach]:
    """Return the approach to an asset (the first by default; without assets the first command post) by azimuth.

    Parameters
    ----------
    scenario
        The scenario.
    altitude
        Height of the target above ground [m].
    rcs
        Radar cross-section [m^2].
    asset
        Name of the asset; by default the first one.
    speed
        Speed [m/s].
    category
        Category of the target, as an index into `CATEGORIES`.
    probability
        Probability that is asked for.
    azimuths
        How many azimuths, evenly spaced from north.
    distance
        Distance from which it comes [m].

    Returns
    -------
    list[Approach]
        The approach to an asset (the first by default; without assets the first command post) by azimuth.

    Raises
    ------
    ValueError
        For an unknown asset and numbers out of range.
    """
    if not 1 <= azimuths <= 360 or not speed > 0.0:
        msg = f"approach: {azimuths} azimuths at {speed:g} m/s given, 1 to 360 at a speed above 0 expected"
        raise ArgumentError(msg)
    goal = _goal(scenario, asset)
    bearings = np.arange(azimuths) * 2.0 * math.pi / azimuths
    threats = tuple(
        _threat(goal, float(b), altitude, rcs, speed, category, distance, k) for k, b in enumerate(bearings)
    )
    asked = replace(scenario, threats=threats)
    found = compute(asked)
    dem = dem_of(scenario)
    sensors = [(r, sensor(r, scenario.environment, (), SMOOTH if dem is None else dem.ground))
               for r, _, _ in scenario.radars()]  # fmt: skip
    return [_approach(asked, found, sensors, goal, j, float(b), probability) for j, b in enumerate(bearings)]


def _goal(scenario: Scenario, asset: str | None) -> Place:
    from airdef.scenario.errors import nearest

    known: dict[str, AssetPlan] = {a.name: a for a in scenario.assets}
    if asset is None:
        return scenario.assets[0].place if scenario.assets else scenario.systems[0].post
    if asset in known:
        return known[asset].place
    close = nearest(asset, known)
    msg = f"‹asset›: '{asset}' given, one of {', '.join(known) or '(none)'} expected"
    raise ArgumentError(msg + (f"; nearest: '{close[0]}'" if close else ""))


def _threat(
    goal: Place, bearing: float, altitude: float, rcs: float, speed: float, category: int, distance: float, k: int
) -> ThreatPlan:
    latitude, longitude, _ = geodesic_direct(goal.latitude, goal.longitude, bearing, distance)
    way = ((float(latitude), float(longitude)), (goal.latitude, goal.longitude))
    return ThreatPlan(
        name=f"azimuth {math.degrees(bearing):.0f}", formation_index=k, member=0, threat_class="", category=category,
        looks_like=category, motion=WaypointMotion(way, (altitude, altitude), (speed,), above_ground=True),
        start_time=0.0, gap_mean=0.0, parent=-1, rcs=(rcs, rcs, rcs), swerling=SWERLING, target=0, hit_probability=1.0,
        hits=1, homing=False, manoeuvring=False, jammer_density=0.0,
    )  # fmt: skip


def _approach(
    scenario: Scenario,
    found: Opportunities,
    sensors: list[tuple[RadarPlan, Sensor]],
    goal: Place,
    j: int,
    bearing: float,
    probability: float,
) -> Approach:
    own = slice(found.tracks.start[j], found.tracks.start[j + 1])
    path = Trajectory(0.0, float(found.tracks.dt[j]), float(found.tracks.end[j]), found.tracks.ecef[own])
    detected, by = _first_detection(found, len(sensors), j, probability)
    firm = _first_firm(found, len(sensors), j, probability)
    launches = _engagements(scenario, found, j, firm)
    meets = [t + tau for t, tau, _ in launches]
    if by >= 0:
        detection_limit = _detection_limit(found, sensors[by], by, path, j, detected)
    else:
        highest = max(sensors, key=lambda r: r[1].height)
        detection_limit = _against(highest[1], (highest[0].facing,), path, path.t_end - _MARGIN)
    return Approach(
        azimuth=bearing,
        detection=_range(path, goal, detected),
        track=_range(path, goal, firm),
        first_intercept=_range(path, goal, meets[0]) if meets else math.nan,
        last_intercept=_range(path, goal, meets[-1]) if meets else math.nan,
        engagements=len(launches),
        detection_limit=detection_limit,
        engagement_limit=_engagement_limit(scenario, found, sensors, path, j, firm, launches, detection_limit),
    )


def _looks(found: Opportunities, radar: int, j: int) -> slice:
    return found.looks.within(radar * len(found.arrival) + j)


def _times(found: Opportunities, radar: int, j: int) -> NDArray[np.float64]:
    return found.looks.times(radar * len(found.arrival) + j)


def _first_detection(found: Opportunities, radars: int, j: int, probability: float) -> tuple[float, int]:
    """Return when the target is detected with the probability, by all radars together, and by whose look; NaN, -1."""
    looks = [(float(t), float(p), r) for r in range(radars) for own in [_looks(found, r, j)]
             for t, p in zip(_times(found, r, j), found.looks.pd[own], strict=True)]  # fmt: skip
    missed = 1.0
    for t, p, r in sorted(looks):
        missed *= 1.0 - p
        if 1.0 - missed >= probability:
            return t, r
    return math.nan, -1


def _detection_limit(
    found: Opportunities, radar: tuple[RadarPlan, Sensor], r: int, path: Trajectory, j: int, detected: float
) -> str:
    """Return what kept a radar from detecting earlier: what hid the target until looks were good, else its power."""
    plan, s = radar
    own = _looks(found, r, j)
    times, pd = _times(found, r, j), found.looks.pd[own]
    before = np.flatnonzero((times < detected) & (pd < USELESS))
    entry = int(before[-1]) + 1 if before.size else 0
    if pd[entry] < SUDDEN:
        return "radar power"
    return _against(s, (plan.facing,), path, float(times[entry]) - plan.scan_period)


def _first_firm(found: Opportunities, radars: int, j: int, probability: float) -> float:
    """Return when some radar's track is firm with the probability; NaN for never."""
    times = [math.inf]
    for r in range(radars):
        own = _looks(found, r, j)
        firm = np.flatnonzero(found.looks.firm_cdf[own] >= probability)
        if firm.size:
            times.append(float(_times(found, r, j)[firm[0]]))
    return min(times) if min(times) < math.inf else math.nan


def _windows(scenario: Scenario, found: Opportunities, j: int) -> list[tuple[float, float, int, int]]:
    """Return the launch windows against a target: open, close, interceptor type, unit."""
    T, K = len(found.arrival), found.facings
    windows = []
    for w, (_, unit) in enumerate(scenario.interceptors()):
        for k in range(K):
            index = (w * K + k) * T + j
            for v in range(found.shots.window_start[index], found.shots.window_start[index + 1]):
                windows.append((float(found.shots.window_open[v]), float(found.shots.window_close[v]), w, unit))
    return windows


def _flight(found: Opportunities, w: int, j: int, t: float) -> float:
    """Return the time of flight [s] of a launch at t, linear on the grid."""
    index = w * len(found.arrival) + j
    own = found.shots.grid(index)
    times = found.shots.grid_t0[index] + found.shots.dt * np.arange(own.stop - own.start)
    return float(np.interp(t, times, found.shots.time_of_flight[own]))


def _engagements(scenario: Scenario, found: Opportunities, j: int, firm: float) -> list[tuple[float, float, int]]:
    """Return the launches that can follow one another: time, time of flight, unit."""
    if math.isnan(firm):
        return []
    units = list(scenario.units())
    windows = _windows(scenario, found, j)
    launches: list[tuple[float, float, int]] = []
    after = firm
    while len(launches) < 100:
        best: tuple[float, float, int] | None = None
        for opened, closed, w, unit in windows:
            t = max(opened, after + units[unit][0].reaction_time)
            if t <= closed:
                tau = _flight(found, w, j, t)
                if best is None or t + tau < best[0] + best[1]:
                    best = (t, tau, unit)
        if best is None:
            break
        launches.append(best)
        after = best[0] + best[1] + scenario.systems[units[best[2]][1]].doctrine.assessment_delay
    return launches


def _engagement_limit(
    scenario: Scenario,
    found: Opportunities,
    sensors: list[tuple[RadarPlan, Sensor]],
    path: Trajectory,
    j: int,
    firm: float,
    launches: list[tuple[float, float, int]],
    detection_limit: str,
) -> str:
    """Return what keeps the first intercept from being farther out."""
    radars = [k for k, (_, _, u) in enumerate(scenario.radars()) if u >= 0]
    units = [unit for unit, _ in scenario.units()]
    if math.isnan(firm):
        return detection_limit
    if not launches:
        if _windows(scenario, found, j):
            return "channel time"
        if not radars:
            return "envelope"
        return _against(sensors[radars[0]][1], units[0].facings, path, path.t_end - _MARGIN, last="envelope")
    t, tau, unit = launches[0]
    opened = max((o for o, c, _, u in _windows(scenario, found, j) if u == unit and o <= t <= c), default=t)
    if opened < t - _MARGIN:
        return "channel time" if detection_limit == "nothing" else detection_limit
    rcs = scenario.threats[j].rcs[0]
    return _sight_or_envelope(sensors[radars[unit]], units[unit], path, opened - _MARGIN, tau, rcs)


def _sight_or_envelope(
    radar: tuple[RadarPlan, Sensor], unit: FireUnitPlan, path: Trajectory, t: float, tau: float, rcs: float
) -> str:
    """Return why a launch at t is too early: what the radar lacks on the missile's way; if nothing, the envelope."""
    plan, s = radar
    needed = 0.0 if plan.perfect else float(required_snr(plan.guidance_pd, plan.pfa, plan.pulses, SWERLING))
    body = nose_on(rcs, SWERLING)
    for moment in np.linspace(t, t + tau, 50):
        against = _against(s, unit.facings, path, float(moment), last="")
        if against:
            return against
        x, y, z = (float(v) for v in path.position_at(np.array([moment]))[0])
        slant, _, _, height = observe(s, x, y, z)
        if not plan.perfect and received(s, body, 1.0, slant, height, x, y, z) < needed:
            return "radar power"
    return "envelope"


def _against(s: Sensor, facings: tuple[float, ...], path: Trajectory, t: float, last: str = "radar power") -> str:
    """Return what stands against a radar's sight of the target at a time; `last` if nothing of geometry does."""
    if t <= 0.0:
        return "nothing"
    x, y, z = (float(v) for v in path.position_at(np.array([t]))[0])
    slant, azimuth, elevation, height = observe(s, x, y, z)
    if not visible(slant, s.height, height, s.earth_radius):
        return "horizon"
    if not unmasked(s, height, x, y, z):
        return "terrain"
    if not any(in_sector(azimuth, f, s.half_sector) for f in facings):
        return "sector"
    if not covered(s, slant, elevation, height):
        return "coverage"
    return last


def _range(path: Trajectory, goal: Place, t: float) -> float:
    """Return the range over the ground [m] from the asset at a time; NaN for never."""
    if math.isnan(t):
        return math.nan
    latitude, longitude, _ = ecef_to_geodetic_array(path.position_at(np.array([min(t, path.t_end)])))
    return float(geodesic_inverse(goal.latitude, goal.longitude, latitude, longitude)[0][0])


def table(found: list[Approach]) -> list[dict[str, object]]:
    """Return the approaches as rows, ranges in km.

    Parameters
    ----------
    found
        The approaches, by azimuth.

    Returns
    -------
    list[dict[str, object]]
        The approaches as rows, ranges in km.
    """
    return [
        {
            "azimuth_deg": math.degrees(a.azimuth), "detection_km": a.detection / 1e3, "track_km": a.track / 1e3,
            "first_intercept_km": a.first_intercept / 1e3, "last_intercept_km": a.last_intercept / 1e3,
            "engagements": a.engagements, "detection_limit": a.detection_limit,
            "engagement_limit": a.engagement_limit,
        }
        for a in found
    ]  # fmt: skip
