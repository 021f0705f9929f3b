"""The scene: what stands and what comes, before any chance. Angles in degrees: this is an edge."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING, Any

import numpy as np

from airdef.formats.playback import watts_per_megahertz
from airdef.formats.positions import Motions
from airdef.limits import TERRAIN_POSTS
from airdef.outcome.sspk import effective_sspk, words
from airdef.scenario.land import dem_of
from airdef.scenario.plan import CATEGORIES

if TYPE_CHECKING:
    from airdef.formats.playback import Playback
    from airdef.scenario import Scenario
    from airdef.scenario.plan import FireUnitPlan, JammerPlan, Place, RadarPlan, ThreatPlan
    from airdef.terrain import Dem

MARGIN = 0.05
"""Added to each side of the bounds, as a share of their size."""


def scene(scenario: Scenario, motions: Motions | None = None) -> dict[str, Any]:
    """Return the scene of a scenario as plain data, in the shape of docs/design/0007-globe.md.

    Parameters
    ----------
    scenario
        The scenario.
    motions
        Motions that are worked out already; None for none.

    Returns
    -------
    dict[str, Any]
        The scene of a scenario as plain data, in the shape of docs/design/0007-globe.md.
    """
    motions = motions or Motions(scenario)
    threats = _threats(scenario, motions)
    units = [unit for unit, _ in scenario.units()]
    sites = {
        "assets": [{"name": a.name, **_place(a.place), "value": a.value} for a in scenario.assets],
        "posts": [
            {"name": s.name, **_place(s.post), "commands": any(x.above == i for x in scenario.systems)}
            for i, s in enumerate(scenario.systems)
        ],
        "radars": [
            _radar(radar, scenario.systems[s].name, units[u].name if u >= 0 else None)
            for radar, s, u in scenario.radars()
        ],
        "units": [_unit(unit, scenario.systems[s].name) for unit, s in scenario.units()],
        "jammers": [_jammer(j) for j in scenario.jammers],
    }
    dem = dem_of(scenario)
    return {
        "duration_s": max((t["end_s"] for t in threats), default=0.0),
        "bounds": _bounds(sites, threats),
        "terrain": None if dem is None else dem.digest,
        **sites,
        "links": [{"above": scenario.systems[s.above].name, "below": s.name} for s in scenario.systems if s.above >= 0],
        "threats": threats,
    }


def ground(dem: Dem) -> dict[str, Any]:
    """Return the heights of an elevation model as plain data, to whole metres and at most `TERRAIN_POSTS` a side.

    Parameters
    ----------
    dem
        The elevation model.

    Returns
    -------
    dict[str, Any]
        The heights of an elevation model as plain data, to whole metres and at most `TERRAIN_POSTS` a side.
    """
    heights = dem.ground.heights
    rows, columns = (min(n, TERRAIN_POSTS) for n in heights.shape)
    south, west, north, east = dem.bounds()
    latitudes = np.radians(np.linspace(north, south, rows))
    longitudes = np.radians(np.linspace(west, east, columns))
    lat, lon = (a.ravel() for a in np.meshgrid(latitudes, longitudes, indexing="ij"))
    found = np.rint(dem.heights(lat, lon)).astype(int)
    edges = {"west": west, "south": south, "east": east, "north": north}
    return {**edges, "rows": rows, "columns": columns, "heights_m": found.tolist()}


def shots(playback: Playback) -> list[dict[str, Any]]:
    """Return every missile in order of launch: at whom, on which path, and the effective SSPK of its intercept.

    Parameters
    ----------
    playback
        The replication, ready to be drawn.

    Returns
    -------
    list[dict[str, Any]]
        Every missile in order of launch: at whom, on which path, and the effective SSPK of its intercept.
    """
    scenario = playback.scenario
    systems = [scenario.systems[s].name for _, s in scenario.units()]
    rows = {(r.system, r.missile, r.threat_class, r.category, r.behaviours): r for r in effective_sspk(scenario)}
    found = []
    for flight in playback.flights:
        threat = scenario.threats[flight.threat]
        row = rows[
            systems[flight.unit], flight.missile, threat.threat_class, CATEGORIES[threat.category], words(threat)
        ]
        found.append(
            {
                "unit": flight.unit_name,
                "number": flight.number,
                "missile": flight.missile,
                "threat": threat.name,
                "launch": flight.begin,
                "arrival": flight.end,
                "result": flight.result,
                "range_m": flight.slant_range,
                "sspk": row.at(flight.slant_range),
                "path": [list(sample) for sample in flight.way.degrees()],
            }
        )
    return found


def moves(playback: Playback) -> list[dict[str, Any]]:
    """Return the ways of the radars that move, and of their fire units with them, in the order of the radars.

    Parameters
    ----------
    playback
        The replication, ready to be drawn.

    Returns
    -------
    list[dict[str, Any]]
        Of each radar that is not where it is declared all the time its name and its path.
    """
    found = []
    for number, (radar, _, _) in enumerate(playback.scenario.radars()):
        place, way = playback.site(number)
        if way is not None:
            found.append({"radar": radar.name, "path": [list(sample) for sample in way.degrees()]})
        elif place != radar.place:
            at = _place(place)
            found.append({"radar": radar.name, "path": [[0.0, at["lon"], at["lat"], at["height_m"]]]})
    return found


def _place(place: Place) -> dict[str, float]:
    return {
        "lon": round(math.degrees(place.longitude), 6),
        "lat": round(math.degrees(place.latitude), 6),
        "height_m": place.height,
    }


def _radar(radar: RadarPlan, system: str, unit: str | None) -> dict[str, Any]:
    return {
        "name": radar.name,
        "system": system,
        "unit": unit,
        **_place(radar.place),
        "antenna_m": radar.antenna_height,
        "facing_deg": _bearing(radar.facing),
        "sector_deg": min(360.0, round(math.degrees(radar.sector_width), 3)),
        "range_m": radar.calibration_range or radar.instrumented_range,
        "kind": "surveillance" if unit is None else "engagement",
        "silent": radar.emission.silent,
        "positions": [{"name": p.name, **_place(p.place)} for p in radar.movement.positions],
    }


def _unit(unit: FireUnitPlan, system: str) -> dict[str, Any]:
    rounds = [0] * len(unit.missiles)
    for launcher in unit.launchers:
        rounds[launcher.missile] += launcher.rounds
    return {
        "name": unit.name,
        "system": system,
        **_place(unit.radar.place),
        "facing_deg": _bearing(unit.radar.facing),
        "target_channels": unit.target_channels,
        "missile_channels": unit.missile_channels,
        "missiles": [
            {"name": m.name, "rounds": n, "max_range_m": max(m.max_range)}
            for m, n in zip(unit.missiles, rounds, strict=True)
        ],
    }


def _jammer(jammer: JammerPlan) -> dict[str, Any]:
    where = _place(jammer.place) | {"height_m": jammer.altitude}
    return {"name": jammer.name, **where, "w_per_mhz": watts_per_megahertz(jammer.density)}


def _bearing(angle: float) -> float:
    return round(math.degrees(angle) % 360.0, 3)


def _threats(scenario: Scenario, motions: Motions) -> list[dict[str, Any]]:
    targets = scenario.target_names()
    members = Counter((t.formation_index, t.parent) for t in scenario.threats)
    formations: list[str] = []
    found = []
    for j, plan in enumerate(scenario.threats):
        numbered = members[plan.formation_index, plan.parent] > 1
        formations.append(_formation(scenario, plan, numbered, formations))
        way = motions.way(j, plan.start_time).degrees()
        found.append(
            {
                "name": plan.name,
                "formation": formations[-1],
                "group": formations[-1],
                "class": plan.threat_class,
                "category": CATEGORIES[plan.category],
                "manoeuvring": plan.manoeuvring,
                "jammer_w_per_mhz": watts_per_megahertz(plan.jammer_density),
                "jams_for_others": plan.support is not None,
                "start_s": way[0][0],
                "end_s": way[-1][0],
                "carrier": scenario.threats[plan.parent].name if plan.parent >= 0 else None,
                "aims_at": targets[plan.target] if plan.target >= 0 else None,
                "path": [list(sample) for sample in way],
            }
        )
    return found


def _formation(scenario: Scenario, plan: ThreatPlan, numbered: bool, formations: list[str]) -> str:
    """Return the name of a threat's formation: its own without its number, behind its carrier's if it is released."""
    name = plan.name.rpartition("-")[0] if numbered else plan.name
    if plan.parent < 0:
        return name
    return formations[plan.parent] + name.removeprefix(scenario.threats[plan.parent].name)


def _bounds(sites: dict[str, list[dict[str, Any]]], threats: list[dict[str, Any]]) -> list[float]:
    """Return west, south, east, north [deg] around everything, with a margin."""
    points = [(p["lon"], p["lat"]) for places in sites.values() for p in places]
    points += [(lon, lat) for t in threats for _, lon, lat, _ in t["path"]]
    if not points:
        return [-1.0, -1.0, 1.0, 1.0]
    lons, lats = zip(*points, strict=True)
    dx, dy = (max(0.01, MARGIN * (max(v) - min(v))) for v in (lons, lats))
    return [
        max(-180.0, min(lons) - dx), max(-90.0, min(lats) - dy),
        min(180.0, max(lons) + dx), min(90.0, max(lats) + dy),
    ]  # fmt: skip
