"""One replication as a picture: every threat a row, and below it how busy the fire units were."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator

from airdef.report.style import BLACK, BLUE, GREEN, GREY, ORANGE, PALE, RED, SKY, drawable, end_labels, figure, settings
from airdef.report.typical import engagements, flights, in_use, tracked

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from airdef.outcome.replication import Replication

MINUTE = 60.0
ROW = 0.17
"""Height of a threat's row [inches]."""

_MARKS = {
    "launch": ("^", ORANGE, "launch"),
    "miss": ("x", BLACK, "intercept, missed"),
    "hit": ("o", GREEN, "intercept, destroyed"),
    "leak": ("D", RED, "leaked"),
    "exited": (">", GREY, "left the area"),
    "turned-back": ("<", GREY, "turned back"),
    "told-apart": ("|", BLACK, "told apart"),
    "jamming-ends": ("s", BLACK, "jams no more"),
}
"""Event kind: marker, colour, what the legend calls it."""
_RARE = {"exited", "turned-back", "told-apart", "jamming-ends"}


def timeline(replication: Replication) -> Figure:
    """Return the timeline of a replication: tracks, launches, intercepts, leaks; channels in use by fire unit.

    Parameters
    ----------
    replication
        The replication.

    Returns
    -------
    Figure
        The timeline of a replication: tracks, launches, intercepts, leaks; channels in use by fire unit.
    """
    units = [unit for unit, _ in replication.scenario.units()]
    rows = _order(replication)
    above = ROW * max(len(rows), 4)
    drawn = figure(11.0, 1.2 + above + 1.15 * len(units))
    with settings():
        panels = drawn.subplots(
            1 + len(units), 1, sharex=True, height_ratios=[above, *[1.0] * len(units)], squeeze=False
        )[:, 0]
        plot_threats(panels[0], replication)
        _channels(list(panels[1:]), replication)
        panels[-1].set_xlabel("time [min]")
        _legend(drawn, {e.kind for e in replication.raw})
    return drawn


def _end(replication: Replication) -> float:
    return max((e.time for e in replication.raw), default=0.0) + 30.0


def _last(replication: Replication) -> float:
    """Return when the picture ends: with the last threat stopped or let through, not with those that fly home."""
    kinds = ("launch", "hit", "miss", "abort", "leak")
    return max((e.time for e in replication.raw if e.kind in kinds), default=_end(replication)) + 60.0


def _begin(replication: Replication) -> float:
    """Return a little before the first track: what happens earlier is only that threats come nearer."""
    return max(0.0, min((e.time for e in replication.raw if e.kind == "firm"), default=60.0) - 60.0)


def _order(replication: Replication) -> list[int]:
    """Return the threats that existed: by formation, released weapons after all others, as in the raid."""
    return sorted({e.threat for e in replication.raw if e.kind == "appear"})


def plot_threats(axes: Axes, replication: Replication) -> None:
    """Draw each threat's life, its firm tracks and what was done to it, time in minutes.

    Parameters
    ----------
    axes
        The matplotlib axes to draw on.
    replication
        The replication.
    """
    rows = _order(replication)
    at = {j: y for y, j in enumerate(rows)}
    names = [drawable(replication.scenario.threats[j].name) for j in rows]
    ends = {e.threat: e.time for e in replication.raw if e.kind in ("hit", "leak", "exited", "turned-back")}
    last = _end(replication)
    lives = [(at[e.threat], e.time, ends.get(e.threat, last)) for e in replication.raw if e.kind == "appear"]
    held = [(at[s.threat], s.begin, s.end) for s in tracked(replication.raw)]
    for spans, colour, width in ((lives, PALE, 1.2), (held, SKY, 4.0)):
        y, begin, end = (np.array(column) for column in zip(*spans, strict=True)) if spans else np.empty((3, 0))
        axes.hlines(y, begin / MINUTE, end / MINUTE, color=colour, linewidth=width)
    for kind, (marker, colour, _) in _MARKS.items():
        times = [e.time / MINUTE for e in replication.raw if e.kind == kind]
        places = [at[e.threat] for e in replication.raw if e.kind == kind]
        axes.scatter(times, places, marker=marker, color=colour, s=24.0, linewidths=1.3, zorder=3)
    axes.set_yticks(range(len(rows)), names, fontsize=7.5)
    axes.set_ylim(len(rows) - 0.3, -0.7)
    axes.grid(visible=False, axis="y")
    axes.set_xlim(_begin(replication) / MINUTE, _last(replication) / MINUTE)
    axes.set_title(
        f"Replication {replication.number} of seed {replication.seed}: {replication.counts['leakers']:.0f} leaked, "
        f"{replication.counts['kills']:.0f} destroyed, {replication.counts['missiles_used']:.0f} missiles launched"
    )


def _legend(drawn: Figure, kinds: set[str]) -> None:
    """Put the legend of the threats' rows below everything, in one line; rare marks only where they occur."""
    handles = [
        Line2D([], [], color=PALE, linewidth=1.2, label="exists"),
        Line2D([], [], color=SKY, linewidth=4.0, label="held as a firm track"),
    ]
    handles += [
        Line2D([], [], color=colour, marker=marker, linestyle="none", label=label)
        for kind, (marker, colour, label) in _MARKS.items()
        if kind in kinds or kind not in _RARE
    ]
    # As the figure's legend: the axes have their own.
    drawn.legend(handles=handles, loc="outside lower center", ncols=len(handles), fontsize=8.5)


def _channels(panels: list[Axes], replication: Replication) -> None:
    """Draw how many target and missile channels each fire unit had in use."""
    held, flown = engagements(replication.raw, _end(replication)), flights(replication.raw)
    for u, (axes, (unit, _)) in enumerate(zip(panels, replication.scenario.units(), strict=True)):
        for spans, colour, limit, label in (
            (held, BLUE, unit.target_channels, "targets"),
            (flown, ORANGE, unit.missile_channels, "missiles"),
        ):
            times, counts = in_use(spans, u)
            times, counts = [*times, _end(replication)], [*counts, counts[-1]]
            axes.step([t / MINUTE for t in times], counts, where="post", color=colour, label=f"{label} (of {limit})")
            axes.axhline(limit, color=colour, linewidth=0.8, linestyle=(0, (3, 3)))
        end_labels(axes, "", "in use", f"Channels of {unit.name}")
        axes.set_ylim(0.0, 1.08 * max(unit.target_channels, unit.missile_channels))
        axes.yaxis.set_major_locator(MaxNLocator(nbins=4, integer=True))
        axes.legend(loc="lower right", bbox_to_anchor=(1.0, 1.0), ncols=2, borderaxespad=0.2)
