"""The plan view: where everything is, seen from above, around the defended asset.

Azimuthal equidistant about that point: distance and bearing from it are true along the ground.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, Wedge

from airdef.physics.constants import EARTH_RADIUS_MEAN
from airdef.physics.geodesy import ecef_to_geodetic_array, geodesic_inverse
from airdef.physics.refraction import line_of_sight_range
from airdef.report.style import BLACK, BLUE, CLASS_COLOURS, GREY, RED, SKY, end_labels, figure, settings
from airdef.scenario.plan import CATEGORIES, BallisticMotion, Place, WaypointMotion

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from numpy.typing import ArrayLike, NDArray

    from airdef.opportunity import Opportunities
    from airdef.scenario.plan import Scenario, ThreatPlan

KM = 1e3
MARGIN = 1.06
IDEAL = 1e4
"""Ranges [km] from which a missile counts as idealised: it has no envelope to draw."""

DIVING = 1.0
"""Altitudes [m] below this are where a released weapon hits, not where it flies."""

JAMMER: Final[dict[str, Any]] = {
    "marker": (6, 2, 0.0), "linestyle": "none", "markersize": 11.0, "markeredgewidth": 1.4
}  # fmt: skip
"""How a jammer is marked: a six-pointed asterisk, where it stands or on the way of the threat that carries it."""

LABEL_BEARINGS = tuple(math.radians(b) for b in (45, 135, 315))
"""Bearings [rad] at which the name of a horizon is tried, the first inside the picture taken."""


def plan_view(scenario: Scenario, found: Opportunities) -> Figure:
    """Return the plan view: tracks of the raid, fire units with their sectors, envelopes and horizons.

    Parameters
    ----------
    scenario
        The scenario.
    found
        The result.

    Returns
    -------
    Figure
        The plan view: tracks of the raid, fire units with their sectors, envelopes and horizons.
    """
    drawn = figure(11.0, 7.6)
    here = _centre(scenario)
    with settings():
        axes = drawn.subplots()
        axes.set_aspect("equal")
        corners = _tracks(axes, scenario, found, here) + _jammers(axes, scenario, here)
        _defence(axes, scenario, here)
        corners += _rings(axes, scenario, here)
        box = _box(corners)
        axes.set_xlim(box[0], box[1])
        axes.set_ylim(box[2], box[3])
        _horizons(axes, scenario, here, box)
        end_labels(axes, "east [km]", "north [km]", f"Plan view around {_centre_name(scenario)}")
        axes.text(
            0.985, 0.02, "EXERCISE", transform=axes.transAxes, ha="right", va="bottom", fontsize=17.0,
            fontweight="bold", color=RED, zorder=6, bbox={"boxstyle": "square,pad=0.15", "color": "white"},
        )  # fmt: skip
        _legend(drawn, scenario)
    return drawn


def _box(corners: list[tuple[float, float]]) -> tuple[float, float, float, float]:
    """Return the square that holds all points [km]: west, east, south, north."""
    low, high = np.min(corners, axis=0), np.max(corners, axis=0)
    half = MARGIN * float(np.max(high - low)) / 2.0
    east, north = (float(v) for v in (low + high) / 2.0)
    return east - half, east + half, north - half, north + half


def _centre(scenario: Scenario) -> Place:
    """Return the place of the first asset, else of the first command post, else where the raid starts."""
    if scenario.assets:
        return scenario.assets[0].place
    if scenario.systems:
        return scenario.systems[0].post
    if not scenario.threats:
        return Place(0.0, 0.0)
    motion = scenario.threats[0].motion
    return motion.launch if isinstance(motion, BallisticMotion) else Place(*motion.waypoints[0])


def _centre_name(scenario: Scenario) -> str:
    if scenario.assets:
        return scenario.assets[0].name
    if scenario.systems:
        return scenario.systems[0].name
    return scenario.threats[0].name if scenario.threats else scenario.name


def _flat(here: Place, latitude: ArrayLike, longitude: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return east and north [km] of points around `here`."""
    distance, bearing, _ = geodesic_inverse(here.latitude, here.longitude, latitude, longitude)
    return distance * np.sin(bearing) / KM, distance * np.cos(bearing) / KM


def _tracks(axes: Axes, scenario: Scenario, found: Opportunities, here: Place) -> list[tuple[float, float]]:
    """Draw each threat's way over the ground, once a formation; return the points [km] that must be in the picture."""
    colours = class_colours(scenario)
    corners, drawn = [(-10.0, -10.0), (10.0, 10.0)], set()
    for j, threat in enumerate(scenario.threats):
        same = (threat.formation_index, threat.motion)
        if same in drawn:
            continue
        drawn.add(same)
        ecef = found.tracks.ecef[found.tracks.start[j] : found.tracks.start[j + 1]]
        latitude, longitude, _ = ecef_to_geodetic_array(ecef)
        east, north = _flat(here, latitude, longitude)
        colour = colours[threat.threat_class]
        axes.plot(east, north, color=colour, linewidth=1.4, linestyle="-" if threat.parent < 0 else (0, (2, 1.5)))
        middle = len(east) // 3
        if len(east) > middle + 2:
            axes.annotate(
                "", (east[middle + 1], north[middle + 1]), (east[middle], north[middle]),
                arrowprops={"arrowstyle": "-|>", "color": colour},
            )  # fmt: skip
        axes.plot(east[0], north[0], "o", color=colour, markersize=4.0)
        if threat.jammer_density > 0.0:
            axes.plot(east[middle], north[middle], color=RED, zorder=5, **JAMMER)
        corners += [(float(east.min()), float(north.min())), (float(east.max()), float(north.max()))]
    return corners


def _jammers(axes: Axes, scenario: Scenario, here: Place) -> list[tuple[float, float]]:
    """Draw the stand-off jammers, each with its name; return where they stand [km]."""
    corners = []
    for jammer in scenario.jammers:
        east, north = (float(v) for v in _flat(here, jammer.place.latitude, jammer.place.longitude))
        axes.plot(east, north, color=RED, zorder=5, **JAMMER)
        axes.annotate(f"{jammer.name}, {_metres(jammer.altitude)}", (east, north), (7.0, 0.0), fontsize=8.0, color=RED,
                      textcoords="offset points", va="center", zorder=6,
                      bbox={"boxstyle": "square,pad=0.1", "color": "white", "alpha": 0.8})  # fmt: skip
        corners.append((east, north))
    return corners


def class_colours(scenario: Scenario) -> dict[str, str]:
    """Return the colour of each threat class of the raid.

    Parameters
    ----------
    scenario
        The scenario.

    Returns
    -------
    dict[str, str]
        The colour of each threat class of the raid.
    """
    classes = dict.fromkeys(t.threat_class for t in scenario.threats)
    return {name: CLASS_COLOURS[i % len(CLASS_COLOURS)] for i, name in enumerate(classes)}


def _defence(axes: Axes, scenario: Scenario, here: Place) -> None:
    """Draw assets, command posts and fire units."""
    for asset in scenario.assets:
        east, north = _flat(here, asset.place.latitude, asset.place.longitude)
        axes.plot(east, north, "*", color=RED, markersize=13.0, markeredgecolor="white", zorder=5)
    for system in scenario.systems:
        east, north = _flat(here, system.post.latitude, system.post.longitude)
        axes.plot(east, north, "s", color=BLACK, markersize=5.0, zorder=5)
    for unit, _ in scenario.units():
        east, north = _flat(here, unit.radar.place.latitude, unit.radar.place.longitude)
        axes.plot(east, north, "^", color=BLUE, markersize=7.0, markeredgecolor="white", zorder=5)


def _rings(axes: Axes, scenario: Scenario, here: Place) -> list[tuple[float, float]]:
    """Draw each unit's sector and its envelopes against what comes; return their corners [km]."""
    present = dict.fromkeys(t.category for t in scenario.threats)
    corners: list[tuple[float, float]] = []
    named: dict[tuple[float, str], tuple[float, float, list[str]]] = {}
    for unit, _ in scenario.units():
        east, north = (float(v) for v in _flat(here, unit.radar.place.latitude, unit.radar.place.longitude))
        longest = max((max(m.max_range) for m in unit.missiles), default=0.0) / KM
        for facing in unit.facings if unit.radar.sector_width < 2.0 * math.pi else ():
            half, middle = math.degrees(unit.radar.sector_width) / 2.0, 90.0 - math.degrees(facing)
            axes.add_patch(Wedge((east, north), longest, middle - half, middle + half, color=SKY, alpha=0.10))
        for missile in unit.missiles:
            spans: dict[float, list[str]] = {}
            for c in present:
                spans.setdefault(missile.max_range[c] / KM, []).append(CATEGORIES[c].replace("_", "-"))
            for reach, categories in spans.items():
                if not 0.0 < reach < IDEAL:
                    continue
                axes.add_patch(Circle((east, north), reach, fill=False, color=BLUE, linewidth=1.0))
                corners += [(east - reach, north - reach), (east + reach, north + reach)]
                _, _, names = named.setdefault((reach, ", ".join(categories)), (east, north + reach, []))
                if missile.name not in names:
                    names.append(missile.name)
    for (reach, against), (x, y, names) in named.items():
        text = f"{', '.join(names)}: {reach:.0f} km ({against})"
        box = {"boxstyle": "square,pad=0.1", "color": "white", "alpha": 0.8}
        axes.annotate(text, (x, y), (0.0, -3.0), textcoords="offset points", ha="center", va="top", fontsize=8.0,
                      color=BLUE, zorder=6, bbox=box)  # fmt: skip
    return corners


def _heights(scenario: Scenario) -> list[float]:
    """Return the lowest altitude of each part of the raid that flies level, ascending, without repeats [m]."""
    flown = {flown_altitude(t) for t in scenario.threats}
    return sorted({float(round(h)) for h in flown if h is not None})


def flown_altitude(threat: ThreatPlan) -> float | None:
    """Return the lowest altitude [m] that a threat flies at, the end of a dive left out; None for an arc.

    Parameters
    ----------
    threat
        The threat, or its number.

    Returns
    -------
    float | None
        The lowest altitude [m] that a threat flies at, the end of a dive left out.
    """
    if not isinstance(threat.motion, WaypointMotion):
        return None
    flying = [h for h in threat.motion.altitude if h >= DIVING]
    return min(flying, default=None)


def _horizons(axes: Axes, scenario: Scenario, here: Place, box: tuple[float, float, float, float]) -> None:
    """Draw how far the highest radar of the first system sees over the Earth at the altitudes of the raid."""
    earth = scenario.environment.effective_earth_factor * EARTH_RADIUS_MEAN
    for system in scenario.systems[:1]:
        radars = [*system.surveillance, *(u.radar for u in system.units)]
        highest = max(radars, key=lambda r: r.place.height + r.antenna_height)
        east, north = (float(v) for v in _flat(here, highest.place.latitude, highest.place.longitude))
        beyond: list[str] = []
        for height in _heights(scenario):
            seen = float(line_of_sight_range(highest.place.height + highest.antenna_height, height, earth)) / KM
            places = [(east + seen * math.sin(b), north + seen * math.cos(b)) for b in LABEL_BEARINGS]
            places = [p for p in places if box[0] * 0.9 < p[0] < box[1] * 0.8 and box[2] * 0.9 < p[1] < box[3] * 0.9]
            if not places:
                beyond.append(_metres(height))
                continue
            axes.add_patch(Circle((east, north), seen, fill=False, color=GREY, linewidth=1.1, linestyle=(0, (5, 3))))
            axes.annotate(f"horizon at {_metres(height)}", places[0], ha="center", va="center", fontsize=8.0,
                          color=GREY, bbox={"boxstyle": "square,pad=0.1", "color": "white"})  # fmt: skip
        if beyond:
            axes.text(0.01, 0.01, f"horizon beyond the picture at {', '.join(beyond)}", transform=axes.transAxes,
                      fontsize=8.0, color=GREY, bbox={"boxstyle": "square,pad=0.1", "color": "white"})  # fmt: skip


def _metres(height: float) -> str:
    return f"{height / KM:.3g} km" if height >= KM else f"{height:.0f} m"


def _legend(drawn: Figure, scenario: Scenario) -> None:
    handles = [
        Line2D([], [], color=colour, label=name, linewidth=2.0) for name, colour in class_colours(scenario).items()
    ]
    if any(t.parent >= 0 for t in scenario.threats):
        handles.append(Line2D([], [], color=BLACK, linestyle=(0, (2, 1.5)), label="released weapons"))
    if scenario.jammers or any(t.jammer_density > 0.0 for t in scenario.threats):
        handles.append(Line2D([], [], color=RED, label="jammer: stand-off, or carried", **JAMMER))
    handles += [
        Line2D([], [], color=RED, marker="*", linestyle="none", markersize=11.0, label="asset"),
        Line2D([], [], color=BLACK, marker="s", linestyle="none", label="command post"),
        Line2D([], [], color=BLUE, marker="^", linestyle="none", label="fire unit"),
        Line2D([], [], color=BLUE, linewidth=1.0, label="missile envelope (slant range)"),
        Line2D([], [], color=GREY, linestyle=(0, (5, 3)), label="radar horizon"),
        Line2D([], [], color=SKY, linewidth=8.0, alpha=0.25, label="sector of the engagement radar"),
    ]
    drawn.legend(handles=handles, loc="outside right upper")
