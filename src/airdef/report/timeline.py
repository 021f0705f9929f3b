"""One replication as a picture: every threat a row; below it what radiated, moved and was linked, and the channels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator

from airdef.engine import REASONS
from airdef.report.spans import ENDED, engagements, flights, in_use, received, tracked
from airdef.report.states import DESTROYED, HEARS, LINKED, LOST, MOVES, RADIATES, SILENT, rows
from airdef.report.style import BLACK, BLUE, GREEN, GREY, ORANGE, PALE, RED, SKY, drawable, end_labels, figure, settings

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from airdef.outcome.replication import Replication
    from airdef.report.states import Row

MINUTE = 60.0
ROW = 0.17
"""Height of a threat's row [inches]."""
STATE_ROW = 0.21
"""Height of a radar's row, with room for the name of a position [inches]."""
IN_A_LINE = 8
"""Entries of the legend that one line has room for."""

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

_STATES: dict[str, dict[str, Any]] = {
    RADIATES: {"color": GREEN, "linewidth": 4.0},
    SILENT: {"color": PALE, "linewidth": 1.2},
    MOVES: {"color": GREY, "linewidth": 2.4, "linestyle": (0, (1.0, 0.8))},
    LINKED: {"color": BLUE, "linewidth": 1.2},
    LOST: {"color": RED, "linewidth": 2.4, "linestyle": (0, (1.0, 0.8))},
}
"""How the states of radars and links are drawn."""
_HAPPENINGS = {HEARS: ("d", BLUE), DESTROYED: ("X", RED)}


def timeline(replication: Replication) -> Figure:
    """Return the timeline of a replication: tracks, launches, intercepts, leaks; radars and links; channels in use.

    Parameters
    ----------
    replication
        The replication.

    Returns
    -------
    Figure
        One row for each threat, with who stopped it or why it leaked; one for each radar that was silent, moved or was
        destroyed and each link that was lost; channels in use by fire unit.
    """
    units = [unit for unit, _ in replication.scenario.units()]
    states = rows(replication)
    above = ROW * max(len(_order(replication)), 4)
    below = STATE_ROW * max(len(states), 2)
    heights = [above, *([below] if states else []), *[1.0] * len(units)]
    drawn = figure(11.0, 1.2 + sum(heights) + 0.15 * len(units) + (0.5 if states else 0.0))
    with settings():
        panels = list(drawn.subplots(len(heights), 1, sharex=True, height_ratios=heights, squeeze=False)[:, 0])
        plot_threats(panels[0], replication)
        if states:
            _plot_states(panels[1], states)
        _channels(panels[len(panels) - len(units) :], replication)
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
    order = _order(replication)
    at = {j: y for y, j in enumerate(order)}
    names = [drawable(replication.scenario.threats[j].name) for j in order]
    ends = {e.threat: e.time for e in replication.raw if e.kind in ENDED}
    last = _end(replication)
    lives = [(at[e.threat], e.time, ends.get(e.threat, last)) for e in replication.raw if e.kind == "appear"]
    held = [(at[s.threat], s.begin, s.end) for s in tracked(replication.raw)]
    known = [(at[s.threat], s.begin, s.end) for s in received(replication.raw)]
    for spans, colour, width in ((lives, PALE, 1.2), (held, SKY, 4.0), (known, BLUE, 1.2)):
        y, begin, end = (np.array(column) for column in zip(*spans, strict=True)) if spans else np.empty((3, 0))
        axes.hlines(y, begin / MINUTE, end / MINUTE, color=colour, linewidth=width)
    for kind, (marker, colour, _) in _MARKS.items():
        times = [e.time / MINUTE for e in replication.raw if e.kind == kind]
        places = [at[e.threat] for e in replication.raw if e.kind == kind]
        axes.scatter(times, places, marker=marker, color=colour, s=24.0, linewidths=1.3, zorder=3)
    axes.set_yticks(range(len(order)), names, fontsize=7.5)
    axes.set_ylim(len(order) - 0.3, -0.7)
    axes.grid(visible=False, axis="y")
    _fates(axes, replication, at)
    axes.set_xlim(_begin(replication) / MINUTE, _last(replication) / MINUTE)
    axes.set_title(
        f"Replication {replication.number} of seed {replication.seed}: {replication.counts['leakers']:.0f} leaked, "
        f"{replication.counts['kills']:.0f} destroyed, {replication.counts['missiles_used']:.0f} missiles launched"
    )


def _fates(axes: Axes, replication: Replication, at: dict[int, int]) -> None:
    """Write beside each row which fire unit stopped the threat, where there are several, or why it leaked."""
    raw = {e.threat: e for e in replication.raw if e.kind in ("hit", "leak")}
    units = [unit.name for unit, _ in replication.scenario.units()]
    for j, e in raw.items():
        if e.kind == "hit" and len(units) == 1:
            continue  # there is but one who can have been it
        text = REASONS[int(e.value)] if e.kind == "leak" else units[e.unit]
        colour = RED if e.kind == "leak" else GREY
        axes.annotate(
            drawable(text), (1.005, at[j]), xycoords=axes.get_yaxis_transform(), fontsize=6.5, color=colour, va="center"
        )


def _plot_states(axes: Axes, states: list[Row]) -> None:
    """Draw what radars and links were, one row each."""
    for y, row in enumerate(states):
        for state in row.states:
            axes.hlines(y, state.begin / MINUTE, state.end / MINUTE, **_STATES[state.kind])
            if state.at:
                axes.annotate(
                    drawable(state.at), (state.begin / MINUTE, y), (2, 3), textcoords="offset points", fontsize=6.5
                )
        for kind, time in row.marks:
            marker, colour = _HAPPENINGS[kind]
            axes.scatter(time / MINUTE, y, marker=marker, color=colour, s=24.0, zorder=3)
    axes.set_yticks(range(len(states)), [drawable(row.name) for row in states], fontsize=7.5)
    axes.set_ylim(len(states) - 0.3, -0.7)
    axes.grid(visible=False, axis="y")
    axes.set_title("Radars and links")
    there = {state.kind for row in states for state in row.states}
    seen = {kind for row in states for kind, _ in row.marks}
    handles = [Line2D([], [], label=kind, **style) for kind, style in _STATES.items() if kind in there]
    handles += [
        Line2D([], [], label=kind, marker=marker, color=colour, linestyle="none")
        for kind, (marker, colour) in _HAPPENINGS.items()
        if kind in seen
    ]
    axes.legend(
        handles=handles,
        loc="lower right",
        bbox_to_anchor=(1.0, 1.0),
        ncols=len(handles),
        borderaxespad=0.2,
        fontsize=8.5,
    )


def _legend(drawn: Figure, kinds: set[str]) -> None:
    """Put the legend of the threats' rows below everything; rare marks only where they occur."""
    handles = [
        Line2D([], [], color=PALE, linewidth=1.2, label="exists"),
        Line2D([], [], color=SKY, linewidth=4.0, label="held as a firm track"),
    ]
    if "received" in kinds:
        handles.append(Line2D([], [], color=BLUE, linewidth=1.2, label="known along a link"))
    handles += [
        Line2D([], [], color=colour, marker=marker, linestyle="none", label=label)
        for kind, (marker, colour, label) in _MARKS.items()
        if kind in kinds or kind not in _RARE
    ]
    # As the figure's legend: the axes have their own.
    columns = len(handles) if len(handles) <= IN_A_LINE else (len(handles) + 1) // 2
    drawn.legend(handles=handles, loc="outside lower center", ncols=columns, fontsize=8.5)


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
