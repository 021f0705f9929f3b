"""Figures of a coverage study: the map beside the published ring, the cut in height and range, the approach."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import matplotlib as mpl
import numpy as np
from matplotlib.colors import BoundaryNorm, LightSource, ListedColormap
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from airdef.physics.constants import EARTH_RADIUS_MEAN
from airdef.physics.geodesy import geodesic_direct
from airdef.physics.refraction import line_of_sight_range, slant_range_over_ground
from airdef.physics.terrain import SMOOTH, ground_heights
from airdef.report.style import (
    BLACK,
    BLUE,
    GREEN,
    GREY,
    ORANGE,
    PALE,
    PINK,
    RED,
    SKY,
    drawable,
    end_labels,
    figure,
    settings,
)
from airdef.scenario.land import dem_of
from airdef.studies.coverage.edges import beside
from airdef.studies.coverage.question import detection_ranges

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

    from airdef.opportunity.sight import Sensor
    from airdef.physics.viewshed import Nodes
    from airdef.scenario.plan import RadarPlan
    from airdef.studies.coverage.answer import Coverage
    from airdef.studies.coverage.approach import Approach

KM: Final = 1e3
LIMIT_COLOURS: Final = {
    "horizon": SKY, "terrain": ORANGE, "radar power": BLUE, "sector": PINK, "coverage": GREY, "envelope": GREEN,
    "channel time": RED, "nothing": PALE,
}  # fmt: skip
"""Colours of what limits an approach; the letters in the figure say the same."""

_BEARINGS: Final = (("north", 0.0), ("east", 90.0), ("south", 180.0), ("west", 270.0))


def metres(height: float) -> str:
    """Return a height in words.

    Parameters
    ----------
    height
        Height [m].

    Returns
    -------
    str
        A height in words.
    """
    return f"{height / KM:g} km" if height >= KM else f"{height:g} m"


def coverage_map(study: Coverage) -> Figure:
    """Return two maps side by side: the ring that a published range draws, and what is covered at each height.

    Parameters
    ----------
    study
        The coverage study.

    Returns
    -------
    Figure
        Two maps side by side: the ring that a published range draws, and what is covered at each height.
    """
    drawn = figure(12.0, 7.6)
    with settings():
        left, right = drawn.subplots(1, 2, sharex=True, sharey=True)
        _land(left, study)
        ring = study.rings()
        x, y = _axes_km(study.nodes)
        left.contourf(x, y, ring, levels=[0.5, 1.5], colors=[RED], alpha=0.25)
        _sites(left, study)
        _scale_bar(left, study)
        left.set_aspect("equal")
        end_labels(left, "east [km]", "north [km]", "The published range, drawn as a ring")
        handles = plot_map(right, study)
        right.set_ylabel("")
        drawn.legend(handles=handles, loc="outside lower center", ncols=5)
        drawn.suptitle(drawable(f"{study.scenario.name} (exercise)"), x=0.01, ha="left", fontweight="bold")
    return drawn


def plot_map(axes: Axes, study: Coverage) -> list[Artist]:
    """Draw from which height up a target is covered, with the published range; return what a legend is made of.

    Parameters
    ----------
    axes
        The matplotlib axes to draw on.
    study
        The coverage study.

    Returns
    -------
    list[Artist]
        What a legend is made of.
    """
    asked, ring = study.question, study.rings()
    x, y = _axes_km(study.nodes)
    _land(axes, study)
    lowest_at = np.full(ring.shape, len(asked.altitudes))
    for k in reversed(range(len(asked.altitudes))):
        lowest_at[study.count()[k] > 0] = k
    colours = mpl.colormaps["viridis"](np.linspace(0.0, 1.0, len(asked.altitudes)))
    shown = np.ma.masked_equal(lowest_at, len(asked.altitudes))
    norm = BoundaryNorm(np.arange(len(asked.altitudes) + 1) - 0.5, len(asked.altitudes))
    axes.pcolormesh(x, y, shown, cmap=ListedColormap(colours), norm=norm, alpha=0.65, shading="nearest",
                    rasterized=True)  # fmt: skip
    axes.contour(x, y, ring, levels=[0.5], colors=[RED], linewidths=1.2, linestyles="--")
    _sites(axes, study)
    _scale_bar(axes, study)
    axes.set_aspect("equal")
    what = {"detection": "detected", "track": "tracked", "engagement": "engaged"}[asked.measure]
    end_labels(axes, "east [km]", "north [km]", f"Where a target of {asked.rcs:g} m² is {what}")
    handles: list[Artist] = [Patch(color=c, alpha=0.65, label=f"from {metres(a)} above ground up")
                             for c, a in zip(colours, asked.altitudes, strict=True)]  # fmt: skip
    return [
        *handles,
        Line2D([], [], color=RED, linestyle="--", label="published range"),
        Line2D([], [], color=BLUE, marker="^", linestyle="none", label="radar or fire unit"),
        Line2D([], [], color=RED, marker="*", linestyle="none", markersize=10.0, label="asset"),
    ]


def _axes_km(nodes: Nodes) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return east and north [km] of columns and rows from the middle of the map (plate carree: true near it)."""
    middle = nodes.north - 0.5 * (nodes.rows - 1) * nodes.dlat
    scale = EARTH_RADIUS_MEAN / KM
    east = (np.arange(nodes.columns) - 0.5 * (nodes.columns - 1)) * nodes.dlon * math.cos(middle) * scale
    north = (0.5 * (nodes.rows - 1) - np.arange(nodes.rows)) * nodes.dlat * scale
    return np.asarray(east, np.float64), np.asarray(north, np.float64)


def _flat(nodes: Nodes, latitude: float, longitude: float) -> tuple[float, float]:
    middle = nodes.north - 0.5 * (nodes.rows - 1) * nodes.dlat
    centre = nodes.west + 0.5 * (nodes.columns - 1) * nodes.dlon
    scale = EARTH_RADIUS_MEAN / KM
    east = float(beside(longitude, centre)) - centre
    return east * math.cos(middle) * scale, (latitude - middle) * scale


def _land(axes: Axes, study: Coverage) -> None:
    """Draw the relief in grey; the sea stays white."""
    x, y = _axes_km(study.nodes)
    if study.ground.max() <= 0.0:
        return
    shade = LightSource(315.0, 45.0).hillshade(study.ground, vert_exag=10.0)
    axes.pcolormesh(x, y, np.ma.masked_where(study.ground <= 0.0, shade), cmap="gray", vmin=-0.6, vmax=1.2,
                    shading="nearest", rasterized=True)  # fmt: skip


def _sites(axes: Axes, study: Coverage) -> None:
    for part in study.parts:
        axes.plot(*_flat(study.nodes, part.latitude, part.longitude), "^", color=BLUE, markersize=7.0,
                  markeredgecolor="white", zorder=5)  # fmt: skip
    for asset in study.scenario.assets:
        axes.plot(*_flat(study.nodes, asset.place.latitude, asset.place.longitude), "*", color=RED, markersize=12.0,
                  markeredgecolor="white", zorder=6)  # fmt: skip


def _scale_bar(axes: Axes, study: Coverage) -> None:
    """Draw a bar of a round length, about a fifth of the map."""
    x, y = _axes_km(study.nodes)
    width = x[-1] - x[0]
    length = max(v for v in (1, 2, 5, 10, 20, 50, 100, 200, 500) if v <= max(width / 4.0, 1.0))
    left, low = x[0] + 0.05 * width, y[-1] + 0.05 * (y[0] - y[-1])
    axes.plot([left, left + length], [low, low], color=BLACK, linewidth=3.0, solid_capstyle="butt", zorder=7)
    axes.annotate(f"{length} km", (left + length / 2.0, low), (0.0, 4.0), textcoords="offset points", ha="center",
                  zorder=7, bbox={"boxstyle": "square,pad=0.1", "color": "white", "alpha": 0.8})  # fmt: skip


def height_cut(study: Coverage, radar: RadarPlan, s: Sensor) -> Figure:
    """Return four cuts through the air over a radar, one a bearing: ground, shadow, and how far it sees.

    Parameters
    ----------
    study
        The coverage study.
    radar
        Name of the radar.
    s
        The radar in compiled form.

    Returns
    -------
    Figure
        Four cuts through the air over a radar, one a bearing: ground, shadow, and how far it sees.
    """
    drawn = figure(12.0, 7.0)
    dem = dem_of(study.scenario)
    ground = SMOOTH if dem is None else dem.ground
    half = 0.5 * (study.nodes.rows - 1) * study.nodes.dlat * EARTH_RADIUS_MEAN
    top = 1.2 * max(*study.question.altitudes, 1000.0)
    away = np.linspace(half / 400.0, 0.98 * half, 400)
    heights, ranges = detection_ranges(s, radar, study.question, top)
    place = radar.place
    with settings():
        panels = drawn.subplots(2, 2, sharex=True, sharey=True).ravel()
        for axes, (name, bearing) in zip(panels, _BEARINGS, strict=True):
            lat, lon, _ = geodesic_direct(place.latitude, place.longitude, math.radians(bearing), away)
            land = np.zeros_like(away) if dem is None else ground_heights(ground, lat, lon)
            lowest = _sampled(study, radar, lat, lon)
            axes.fill_between(away / KM, 0.0, lowest / KM, color=GREY, alpha=0.3, linewidth=0.0)
            axes.fill_between(away / KM, 0.0, land / KM, color=BLACK, alpha=0.8, linewidth=0.0)
            horizon = _horizon(away, s, top)
            axes.plot(away / KM, horizon / KM, color=BLACK, linestyle="--", linewidth=1.1)
            seen = _over_ground(ranges, heights, s)
            axes.plot(seen / KM, heights / KM, color=BLUE, linewidth=1.8)
            axes.set_xlim(0.0, half / KM)
            axes.set_ylim(0.0, top / KM)
            end_labels(axes, "ground range [km]", "height [km]", f"to the {name}")
            axes.label_outer()
        drawn.legend(
            handles=[
                Patch(color=BLACK, alpha=0.8, label="ground"),
                Patch(color=GREY, alpha=0.3, label="hidden by ground and horizon"),
                Line2D([], [], color=BLACK, linestyle="--", label="horizon of the smooth Earth"),
                Line2D([], [], color=BLUE, label=f"{study.question.measure} of {study.question.rcs:g} m²"),
            ],
            loc="outside lower center", ncols=4,
        )  # fmt: skip
        drawn.suptitle(drawable(radar.name), x=0.01, ha="left", fontweight="bold")
    return drawn


def _sampled(
    study: Coverage, radar: RadarPlan, latitude: NDArray[np.float64], longitude: NDArray[np.float64]
) -> NDArray[np.float32]:
    """Return the lowest visible heights of a radar at points [rad]: those of the nearest nodes, NaN off the map."""
    n = study.nodes
    i = np.rint((n.north - latitude) / n.dlat).astype(int)
    j = np.rint((beside(longitude, n.west + 0.5 * (n.columns - 1) * n.dlon) - n.west) / n.dlon).astype(int)
    on = (i >= 0) & (i < n.rows) & (j >= 0) & (j < n.columns)
    part = next(p for p in study.parts if (p.latitude, p.longitude) == (radar.place.latitude, radar.place.longitude))
    near = part.lowest[np.clip(i, 0, n.rows - 1), np.clip(j, 0, n.columns - 1)]
    return np.where(on, near, np.float32(np.nan))


def _horizon(away: NDArray[np.float64], s: Sensor, top: float) -> NDArray[np.float64]:
    """Return the height [m] of the smooth horizon at ground ranges [m]."""
    heights = np.linspace(0.0, 2.0 * top, 400)
    reach = np.asarray(line_of_sight_range(s.height, heights, s.earth_radius))
    return np.asarray(np.interp(away, reach, heights, left=0.0, right=math.nan))


def _over_ground(slant: NDArray[np.float64], heights: NDArray[np.float64], s: Sensor) -> NDArray[np.float64]:
    """Return the ground range [m] of points at a slant range and height, NaN where there is none, by interpolation."""
    ground = np.linspace(0.0, float(slant.max()) * 1.01, 2000)
    found = np.full(slant.shape, math.nan)
    for i, (r, h) in enumerate(zip(slant, heights, strict=True)):
        reach = np.asarray(slant_range_over_ground(ground, s.height, h, s.earth_radius))
        if reach[0] <= r:
            found[i] = np.interp(r, reach, ground)
    return found


def approach_figure(found: list[Approach], altitude: float, name: str) -> Figure:
    """Return the approach by azimuth as a polar figure: bars to the first intercept and marks of detection.

    Parameters
    ----------
    found
        The result.
    altitude
        Altitude above sea level [m].
    name
        Name of the asset.

    Returns
    -------
    Figure
        The approach by azimuth as a polar figure: bars to the first intercept and marks of detection.
    """
    drawn = figure(9.0, 7.2)
    with settings():
        axes = drawn.add_subplot(projection="polar")
        handles = plot_azimuths(axes, found)
        drawn.legend(handles=handles, loc="outside lower center", ncols=3)
        axes.set_title(drawable(f"Approach to {name} at {metres(altitude)} above ground: range [km]"))
    return drawn


def plot_azimuths(axes: Axes, found: list[Approach]) -> list[Artist]:
    """Draw bars to the first detection and the first intercept [km]; return what a legend is made of.

    Parameters
    ----------
    axes
        The matplotlib axes to draw on.
    found
        The result.

    Returns
    -------
    list[Artist]
        What a legend is made of.
    """
    if hasattr(axes, "set_theta_zero_location"):  # polar axes
        axes.set_theta_zero_location("N")
        axes.set_theta_direction(-1)  # type: ignore[attr-defined]
    width = 2.0 * math.pi / len(found)
    farthest = max(np.nan_to_num([a.detection for a in found]).max() / KM, 1.0)
    for a in found:
        detected, met = np.nan_to_num(a.detection) / KM, np.nan_to_num(a.first_intercept) / KM
        axes.bar(a.azimuth, detected, width * 0.92, color=LIMIT_COLOURS[a.detection_limit], alpha=0.35)
        axes.bar(a.azimuth, met, width * 0.6, color=LIMIT_COLOURS[a.engagement_limit])
        if a.engagements and met > 0.1 * farthest:  # else they would lie on one another
            axes.text(a.azimuth, met, f"{a.engagements}", ha="center", va="center", fontsize=8.0,
                      bbox={"boxstyle": "circle,pad=0.15", "color": "white", "alpha": 0.85})  # fmt: skip
    used = {a.detection_limit for a in found} | {a.engagement_limit for a in found}
    handles: list[Artist] = [Patch(color=c, label=f"limited by {k}") for k, c in LIMIT_COLOURS.items() if k in used]
    return [
        *handles,
        Patch(color=GREY, alpha=0.35, label="wide, pale: first detection"),
        Patch(color=GREY, label="narrow: first intercept; number: engagements"),
    ]
