"""Figures of what came out: by class, by reason, and how it varies from replication to replication."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.ticker import MaxNLocator

from airdef.engine import title_of
from airdef.outcome.statistics import Counts, Values
from airdef.report.style import BLACK, BLUE, GREEN, ORANGE, PALE, RED, end_labels, figure, settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

    from airdef.outcome import Campaign
    from airdef.outcome.intervals import Interval


NARROW = 10.0
"""Range [km] that the picture of the first intercept spans at least."""


def by_class(campaign: Campaign) -> Figure:
    """Return two panels: leakers of each class of all that came, and why they leaked, with 95 % intervals.

    Parameters
    ----------
    campaign
        The campaign.

    Returns
    -------
    Figure
        Two panels: leakers of each class of all that came, and why they leaked, with 95 % intervals.
    """
    drawn = figure(11.0, 0.9 + 0.36 * max(4, len(campaign.by_class), len(campaign.leak_reasons)))
    with settings():
        left, right = drawn.subplots(1, 2)
        names = list(campaign.by_class)
        results = campaign.by_class.values()
        left.barh(names, [c.threats for c in results], color=PALE, label="came")
        _bars(left, names, [c.leakers for c in results], [c.leakers_ci95 for c in results], RED, "leaked")
        end_labels(left, "threats in a replication (mean)", "", "Leakers by class")
        left.legend(loc="lower right", bbox_to_anchor=(1.0, 1.0), ncols=2, borderaxespad=0.2)
        reasons = [title_of(r).lower() for r in campaign.leak_reasons]
        means, intervals = campaign.leak_reasons.values(), campaign.leak_reasons_ci95.values()
        _bars(right, reasons, list(means), list(intervals), ORANGE, "leaked")
        end_labels(right, "leakers in a replication (mean, 95 % interval)", "", "Why they leaked")
        for axes in (left, right):
            axes.invert_yaxis()
            axes.grid(visible=False, axis="y")
    return drawn


def _bars(
    axes: Axes, names: Sequence[str], means: Sequence[float], intervals: Sequence[Interval], colour: str, label: str
) -> None:
    """Draw horizontal bars with their intervals and their numbers."""
    ends = np.nan_to_num(np.array(intervals, np.float64).reshape(-1, 2))
    off = np.clip(np.abs(ends.T - np.array(means)), 0.0, None)
    axes.barh(names, means, height=0.5, xerr=off, color=colour, ecolor=BLACK, capsize=3.0, label=label)
    for y, (mean, (_, high)) in enumerate(zip(means, ends, strict=True)):
        axes.annotate(
            f"{mean:.2f}", (max(mean, high), y), (5.0, 0.0), textcoords="offset points", va="center", fontsize=9.0
        )
    axes.margins(x=0.12)


def distributions(campaign: Campaign) -> Figure:
    """Return three panels: leakers, missiles launched, and slant range of the first intercept, over replications.

    Parameters
    ----------
    campaign
        The campaign.

    Returns
    -------
    Figure
        Three panels: leakers, missiles launched, and slant range of the first intercept, over replications.
    """
    drawn = figure(11.0, 3.4)
    with settings():
        leakers, missiles, reach = drawn.subplots(1, 3)
        counted(leakers, campaign, "leakers", RED)
        end_labels(leakers, "leakers", "share of replications [%]", "Leakers")
        counted(missiles, campaign, "missiles_used", BLUE)
        end_labels(missiles, "missiles launched", "", "Missiles")
        _measured(reach, campaign)
        end_labels(reach, "slant range [km]", "", "First intercept")
    return drawn


def counted(axes: Axes, campaign: Campaign, column: str, colour: str) -> None:
    """Draw the share of replications with each count, one bar a count.

    Parameters
    ----------
    axes
        The matplotlib axes to draw on.
    campaign
        The campaign.
    column
        The statistics of the column.
    colour
        The colour of the bars.

    Raises
    ------
    TypeError
        For a measured value.
    """
    statistic = campaign.statistics[column]
    if not isinstance(statistic, Counts):
        message = f"{column}: a measured value given, a count expected; usual fix: leakers"
        raise TypeError(message)
    shares = 100.0 * statistic.histogram / max(statistic.n, 1)
    held = np.flatnonzero(shares)
    axes.bar(held, shares[held], width=0.86, color=colour)
    _median(axes, campaign.measures[column].quantiles[0.5].value if statistic.n else None, "")
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.grid(visible=False, axis="x")


def _measured(axes: Axes, campaign: Campaign) -> None:
    """Draw the distribution of the range of the first intercept, over the replications that have one."""
    statistic = campaign.statistics["first_intercept_range"]
    if not isinstance(statistic, Values) or not statistic.n:
        axes.text(0.5, 0.5, "no intercept in any replication", transform=axes.transAxes, ha="center")
        return
    middle, edges = (statistic.low + statistic.high) / 2e3, _edges(statistic)
    axes.hist(middle, bins=edges.tolist(), weights=100.0 * statistic.held / campaign.replications, color=GREEN)
    if edges[-1] - edges[0] < NARROW:
        axes.set_xlim((edges[0] + edges[-1] - NARROW) / 2.0, (edges[0] + edges[-1] + NARROW) / 2.0)
    _median(axes, campaign.measures["first_intercept_range_km"].quantiles[0.5].value, " km")
    axes.grid(visible=False, axis="x")


def _edges(statistic: Values) -> NDArray[np.float64]:
    """Return at most some 30 bins [km], no finer than the statistic's own, over what occurred."""
    low, high = float(statistic.low[0]) / 1e3, float(statistic.high[-1]) / 1e3
    step = next(s for s in (0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 1e4) if (high - low) / s <= 30.0)
    return np.arange(np.floor(low / step) * step, high + step, step)


def _median(axes: Axes, value: float | None, unit: str) -> None:
    """Mark the median."""
    if value is None:
        return
    axes.axvline(value, color=BLACK, linewidth=1.2, linestyle=(0, (4, 2)))
    axes.set_title(f"median {value:.4g}{unit}", loc="right", fontsize=9.0, fontweight="normal")
