"""Pictures of envelopes: reach by altitude, contours of time of flight and speed, and what limits a missile where."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from airdef.catalogue import units
from airdef.report.style import BLACK, BLUE, GREEN, GREY, ORANGE, PINK, RED, SKY, end_labels, figure, settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from airdef.catalogue import Claim
    from airdef.studies.envelope.study import Envelope

KM: Final = 1e3

SPEEDS: Final = (400.0, 600.0, 800.0, 1000.0, 1250.0, 1500.0, 1750.0)
"""Contours of the speed at intercept [m/s]."""

_MAST_STYLES: Final[tuple[Any, ...]] = ("-", (0, (5, 2)), (0, (2, 2)), (0, (1, 1)))


def plot_envelope(axes: Axes, envelope: Envelope) -> list[Artist]:
    """Draw an envelope on matplotlib axes, slant range [km] against altitude [km]; return what its legend is made of.

    Filled: what is inside all limits. Grey lines: time of flight [s]. Dashed: speed at intercept [m/s].

    Parameters
    ----------
    axes
        The matplotlib axes to draw on.
    envelope
        The envelope.

    Returns
    -------
    list[Artist]
        What its legend is made of.
    """
    e = envelope
    far = 1.08 * max(float(e.energy.max()), e.published_range)
    top = 1.12 * e.ceiling
    left = np.maximum(e.min_range, e.altitude)
    inside = e.reach > left
    axes.fill_betweenx(
        e.altitude / KM, left / KM, np.maximum(e.reach, left) / KM, where=inside, color=SKY, alpha=0.28, linewidth=0.0
    )
    _contours(axes, e, far, top)
    axes.plot(e.energy / KM, e.altitude / KM, color=BLUE, linewidth=2.0)
    _print_limits(axes, e)
    handles: list[Artist] = [
        Patch(color=SKY, alpha=0.28, label="inside all limits"),
        Line2D([], [], color=BLUE, linewidth=2.0, label="energy"),
        Line2D([], [], color=ORANGE, linewidth=1.6, label="published range and ceiling"),
    ]
    for (mast, horizon), style in zip(e.horizon.items(), _MAST_STYLES * 9, strict=False):
        axes.plot(horizon / KM, e.altitude / KM, color=BLACK, linewidth=1.3, linestyle=style)
        label = f"horizon, antenna at {mast:g} m"
        handles.append(Line2D([], [], color=BLACK, linewidth=1.3, linestyle=style, label=label))
    for (area, reach), colour in zip(e.radar.items(), (GREEN, PINK, RED) * 9, strict=False):
        axes.plot(reach / KM, e.altitude / KM, color=colour, linewidth=1.6)
        handles.append(Line2D([], [], color=colour, linewidth=1.6, label=f"radar guides on {area:g} m²"))
    if _points(axes, e):
        handles.append(Line2D([], [], color=RED, marker="D", linestyle="", markersize=5.0, label="published figures"))
    handles.append(Line2D([], [], color=GREY, linewidth=0.9, label="time of flight [s]"))
    handles.append(Line2D([], [], color=GREY, linewidth=0.9, linestyle=(0, (4, 2)), label="speed at intercept [m/s]"))
    axes.set_xlim(0.0, far / KM)
    axes.set_ylim(0.0, top / KM)
    end_labels(axes, "slant range [km]", "altitude of the target [km]", f"{e.missile} against {e.category} threats")
    return handles


def plot_low_altitudes(axes: Axes, envelope: Envelope, top: float = 2_000.0) -> None:
    """Draw the lowest part of an envelope, up to `top` [m], with a logarithmic altitude: where masts matter.

    Parameters
    ----------
    axes
        The matplotlib axes to draw on.
    envelope
        The envelope.
    top
        The greatest altitude shown [m].
    """
    e = envelope
    low = max(e.floor, 10.0)
    left = np.maximum(e.min_range, e.altitude)
    axes.fill_betweenx(
        e.altitude,
        left / KM,
        np.maximum(e.reach, left) / KM,
        where=e.reach > left,
        color=SKY,
        alpha=0.28,
        linewidth=0.0,
    )
    axes.plot(e.energy / KM, e.altitude, color=BLUE, linewidth=2.0)
    axes.plot([e.published_range / KM] * 2, [low, top], color=ORANGE, linewidth=1.6)
    for horizon, style in zip(e.horizon.values(), _MAST_STYLES * 9, strict=False):
        axes.plot(horizon / KM, e.altitude, color=BLACK, linewidth=1.3, linestyle=style)
    for reach, colour in zip(e.radar.values(), (GREEN, PINK, RED) * 9, strict=False):
        axes.plot(reach / KM, e.altitude, color=colour, linewidth=1.6)
    axes.set_yscale("log")
    axes.set_xlim(0.0, 1.08 * max(float(e.energy.max()), e.published_range) / KM)
    axes.set_ylim(low, top)
    axes.set_yticks([v for v in (10.0, 30.0, 100.0, 300.0, 1000.0) if low <= v <= top])
    axes.yaxis.set_major_formatter("{x:g}")
    axes.minorticks_off()
    end_labels(axes, "slant range [km]", "altitude [m]", "")


def _contours(axes: Axes, e: Envelope, far: float, top: float) -> None:
    """Draw contours of time of flight and speed where energy allows a flight."""
    t = e.flights
    ranges, heights = np.linspace(1.0, far, 160), np.linspace(0.0, top, 90)
    r, h = np.meshgrid(ranges, heights)
    i = np.clip(np.searchsorted(t.slant_range, r) - 1, 0, t.slant_range.size - 2)
    j = np.clip(np.searchsorted(t.altitude, h) - 1, 0, t.altitude.size - 2)
    p = (r - t.slant_range[i]) / (t.slant_range[i + 1] - t.slant_range[i])
    q = (h - t.altitude[j]) / (t.altitude[j + 1] - t.altitude[j])

    def at(values: np.ndarray) -> np.ndarray:
        with np.errstate(invalid="ignore"):
            low = (1 - p) * values[i, j] + p * values[i + 1, j]
            high = (1 - p) * values[i, j + 1] + p * values[i + 1, j + 1]
            return np.asarray((1 - q) * low + q * high)

    nowhere = (r > np.interp(h, t.altitude, t.reach)) | (r < h) | (h > e.ceiling)
    flown = at(t.time_of_flight)
    times = np.ma.masked_array(flown, nowhere | ~np.isfinite(flown))
    longest = float(times.max())
    step = 20.0 if longest > 120.0 else 10.0 if longest > 50.0 else 5.0
    speeds = np.ma.masked_array(at(t.speed_at_intercept), nowhere)
    drawn = axes.contour(r / KM, h / KM, times, np.arange(step, 900.0, step), colors=GREY, linewidths=0.9)
    axes.clabel(drawn, fmt="%g", fontsize=7.5)
    drawn = axes.contour(r / KM, h / KM, speeds, SPEEDS, colors=GREY, linewidths=0.9, linestyles=[(0, (4, 2))])
    axes.clabel(drawn, fmt="%g m/s", fontsize=7.5)


def _print_limits(axes: Axes, e: Envelope) -> None:
    """Draw published range, ceiling and least range."""
    x, top = e.published_range / KM, e.ceiling / KM
    axes.plot([x, x], [0.0, top], color=ORANGE, linewidth=1.6)
    axes.plot([0.0, x], [top, top], color=ORANGE, linewidth=1.6)
    if e.min_range > 0.0:
        axes.plot([e.min_range / KM] * 2, [0.0, top], color=ORANGE, linewidth=1.0, linestyle=":")


def _points(axes: Axes, e: Envelope) -> bool:
    """Mark published ranges on the ground line and published altitudes on the left edge, with their claims."""
    found: dict[tuple[bool, float], list[str]] = {}
    for claim in e.points:
        value = _value(claim)
        if value is not None:
            found.setdefault(("range" in claim.attribute, value), []).append(claim.claim)
    for (is_range, value), names in found.items():
        x, y = (value / KM, 0.0) if is_range else (0.0, value / KM)
        axes.plot([x], [y], "D", color=RED, markersize=5.0, clip_on=False, zorder=5)
        label = names[0] if len(names) == 1 else f"{names[0]} +{len(names) - 1}"
        axes.annotate(
            label, (x, y), xytext=(3, 7) if is_range else (7, 3), textcoords="offset points", fontsize=7.0, color=RED,
            rotation=60 if is_range else 0, annotation_clip=True,
        )  # fmt: skip
    return bool(found)


def _value(claim: Claim) -> float | None:
    """Return a claim's middle in metres; None if it has none."""
    given = [v for v in (claim.value, claim.low, claim.high) if v is not None]
    if not given or claim.unit not in units.UNITS or units.si_unit(claim.unit) != "m":
        return None
    middle = claim.value if claim.value is not None else sum(given) / len(given)
    return float(middle * units.UNITS[claim.unit][1])


def envelopes(found: Sequence[Envelope]) -> Figure:
    """Return a figure of envelopes side by side, two in a row, the low altitudes of each below it.

    Parameters
    ----------
    found
        The result.

    Returns
    -------
    Figure
        A figure of envelopes side by side, two in a row, the low altitudes of each below it.
    """
    columns = min(len(found), 2)
    rows = -(-len(found) // columns)
    drawn = figure(11.5 if columns > 1 else 8.5, 6.6 * rows)
    with settings():
        axes = drawn.subplots(2 * rows, columns, squeeze=False, height_ratios=(2.6, 1.0) * rows)
        for k, one in enumerate(found):
            upper, lower = axes[2 * (k // columns)][k % columns], axes[2 * (k // columns) + 1][k % columns]
            handles = plot_envelope(upper, one)
            upper.set_xlabel("")
            plot_low_altitudes(lower, one)
            lower.legend(handles=handles, loc="upper center", bbox_to_anchor=(0.5, -0.34), ncols=3, fontsize=7.5)
        for k in range(len(found), rows * columns):
            axes[2 * (k // columns)][k % columns].set_visible(False)
            axes[2 * (k // columns) + 1][k % columns].set_visible(False)
    return drawn
