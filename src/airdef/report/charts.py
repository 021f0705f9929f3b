"""Pictures for teaching, on matplotlib axes: detection by range, a Blake chart, what hides from a radar."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from airdef.physics.refraction import line_of_sight_range
from airdef.report.style import BLACK, BLUE, GREEN, GREY, ORANGE, PALE, PINK, RED, end_labels, figure, settings
from airdef.requests.common import RCS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from airdef.studies.envelope.charts import Chart

KM: Final = 1e3

COLOURS: Final = (BLUE, ORANGE, GREEN, RED, PINK)

ELEVATIONS: Final = (0.0, 0.25, 0.5, 1.0, 1.5, 2.0, 3.0, 5.0, 8.0, 15.0, 30.0, 60.0)
"""Rays of a Blake chart [deg]."""


def plot_detection(
    axes: Axes, chart: Chart, rcs: Sequence[float] = (RCS,), altitude: float = 5_000.0, swerling: int = 1
) -> None:
    """Draw the probability of detection in one look against slant range [km], a curve for each cross-section [m^2].

    Parameters
    ----------
    axes
        The matplotlib axes to draw on.
    chart
        The radar, ready to be drawn.
    rcs
        Radar cross-section, or several of them [m^2].
    altitude
        Altitude above sea level [m].
    swerling
        Swerling case, 0 to 4.
    """
    ranges = np.linspace(1e3, chart.radar.instrumented_range, 500)
    for area, colour in zip(rcs, COLOURS * 9, strict=False):
        found = chart.detection(ranges, altitude, area, swerling)
        axes.plot(ranges / KM, found, color=colour, linewidth=2.0, label=f"{area:g} m²")
        half = ranges[np.nan_to_num(found) >= 0.5]
        if half.size:
            axes.plot([half[-1] / KM], [0.5], "o", color=colour, markersize=5.0)
    axes.axhline(0.5, color=GREY, linewidth=0.8, linestyle=":")
    axes.set_ylim(0.0, 1.02)
    axes.set_xlim(0.0, chart.radar.instrumented_range / KM)
    axes.legend(title=f"target at {altitude / KM:g} km,\nSwerling {swerling}", loc="upper right")
    end_labels(axes, "slant range [km]", "probability of detection in one look", chart.radar.name)


def plot_blake(axes: Axes, chart: Chart, rcs: float = RCS, top: float = 30_000.0, swerling: int = 1) -> None:
    """Draw a range-height-angle (Blake) chart: rays of constant elevation, the horizon, contours of detection.

    Curves of equal probability are 0.1, 0.5 and 0.9.

    Parameters
    ----------
    axes
        The matplotlib axes to draw on.
    chart
        The radar, ready to be drawn.
    rcs
        Radar cross-section, or several of them [m^2].
    top
        The greatest height [m].
    swerling
        Swerling case, 0 to 4.
    """
    far = chart.radar.instrumented_range
    ranges = np.linspace(0.0, far, 240)
    for elevation in ELEVATIONS:
        heights = chart.height(ranges, np.radians(elevation))
        axes.plot(ranges / KM, heights / KM, color=PALE, linewidth=0.9, zorder=1)
        inside = np.flatnonzero(heights <= 0.97 * top)
        at = inside[-1]
        axes.annotate(
            f"{elevation:g}°", (ranges[at] / KM, heights[at] / KM), fontsize=7.5, color=GREY, ha="right", va="bottom"
        )
    heights = np.unique(np.concatenate([np.geomspace(20.0, top, 60), np.linspace(20.0, top, 60)]))
    horizon = np.array([line_of_sight_range(chart.antenna, float(h), chart.earth) for h in heights])
    probability = np.array([chart.detection(ranges[1:], float(h), rcs, swerling) for h in heights])
    hidden = np.isnan(probability) | (ranges[None, 1:] > horizon[:, None])
    seen = np.ma.masked_array(probability, hidden)
    drawn = axes.contour(
        ranges[1:] / KM, heights / KM, seen, [0.1, 0.5, 0.9], colors=[BLUE], linewidths=[1.0, 2.0, 1.0]
    )
    axes.clabel(drawn, fmt="%g", fontsize=8.0)
    axes.fill_betweenx(heights / KM, horizon / KM, 10.0 * far / KM, color=GREY, alpha=0.18, linewidth=0.0)
    axes.plot(horizon / KM, heights / KM, color=BLACK, linewidth=1.2)
    axes.set_xlim(0.0, far / KM)
    axes.set_ylim(0.0, top / KM)
    axes.grid(False)
    end_labels(
        axes, "slant range [km]", "height [km]", f"{chart.radar.name}: detection of {rcs:g} m² (blue), horizon (black)"
    )


def plot_lowest_visible(axes: Axes, chart: Chart, azimuth: float, reach: float = 100_000.0) -> None:
    """Draw the ground and the lowest height that a radar sees along an azimuth [rad], out to `reach` [m].

    What lies between the ground and the line is hidden.

    Parameters
    ----------
    axes
        The matplotlib axes to draw on.
    chart
        The radar, ready to be drawn.
    azimuth
        Azimuth [rad].
    reach
        Distance to which it is drawn [m].
    """
    distance = np.linspace(0.0, reach, 600)[1:]
    land, lowest = chart.lowest_visible(distance, azimuth)
    axes.fill_between(distance / KM, land, lowest, color=GREY, alpha=0.25, linewidth=0.0, label="hidden")
    axes.fill_between(
        distance / KM, np.minimum(land, 0.0), land, color=GREEN, alpha=0.45, linewidth=0.0, label="ground"
    )
    axes.plot(distance / KM, lowest, color=BLUE, linewidth=2.0, label="lowest visible height")
    axes.plot([0.0], [chart.antenna], "^", color=BLACK, markersize=7.0, label=f"antenna at {chart.antenna:g} m")
    axes.set_xlim(0.0, reach / KM)
    axes.set_ylim(bottom=min(0.0, float(land.min())))
    axes.legend(loc="upper left")
    degrees = np.degrees(azimuth) % 360.0
    end_labels(
        axes, "distance over the ground [km]", "height above sea level [m]", f"{chart.radar.name}, azimuth {degrees:g}°"
    )


def picture(draw: Callable[[Axes], None], width: float = 8.5, height: float = 4.6) -> Figure:
    """Return a figure with one picture on it.

    Parameters
    ----------
    draw
        Draws on the axes it is given.
    width, height
        Size [inches].

    Returns
    -------
    Figure
        A figure with one picture on it.
    """
    drawn = figure(width, height)
    with settings():
        draw(drawn.subplots())
    return drawn
