"""Plots of results on matplotlib axes: each takes the axes to draw on, new ones by default, and returns them.

`result.plot()` calls the one that belongs to the result. The figures of reports and of `--picture` have more panels
and are made of the same parts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from airdef.report import style
from airdef.report.policies import plot_policies as plot_policies  # noqa: PLC0414
from airdef.report.style import BLACK, BLUE, GREEN, GREY, ORANGE, PALE, RED, drawable, drawing, end_labels
from airdef.report.worth import plot_worth as plot_worth  # noqa: PLC0414
from airdef.studies.variants.runner import checked_measure, label_of, unit_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from airdef.outcome import Campaign
    from airdef.outcome.replication import Replication
    from airdef.studies.claims.study import Claims
    from airdef.studies.compare import Comparison
    from airdef.studies.coverage.answer import Coverage
    from airdef.studies.coverage.front import Approaches
    from airdef.studies.doctrine.result import Result
    from airdef.studies.envelope.study import Envelope
    from airdef.studies.limits import Limit
    from airdef.studies.siting.study import Siting
    from airdef.studies.sweep import Sweep
    from airdef.studies.uncertainty.influence import Influence
    from airdef.studies.uncertainty.sensitivity import Sensitivity
    from airdef.studies.uncertainty.study import Uncertainty

MOST_BARS = 12
"""Bars of a tornado: the heaviest."""


def titled(measure: str) -> str:
    """Return the label of a measure with its unit, as it stands at an axis.

    Parameters
    ----------
    measure
        The measure.

    Returns
    -------
    str
        The label of a measure with its unit, as it stands at an axis.
    """
    unit = unit_of(measure)
    return label_of(measure) + (f" [{unit}]" if unit else "")


def plot_campaign(found: Campaign, axes: Axes | None = None, measure: str = "leakers") -> Axes:
    """Draw in what share of the replications a count has each value: leakers, or another counted measure.

    Parameters
    ----------
    found
        A campaign.
    axes
        Where to draw it; new ones by default.
    measure
        The count: `leakers`, `kills`, `missiles_used` or another.

    Returns
    -------
    Axes
        The axes.

    Raises
    ------
    TypeError
        If the measure is not a count.
    """
    from airdef.report.outcomes import counted

    with drawing(axes) as on:
        counted(on, found, measure, RED if measure == "leakers" else BLUE)
        what = label_of(measure).lower()
        end_labels(on, f"{what} in a replication", "share of replications [%]", found.scenario.name)
        return on


def plot_replication(found: Replication, axes: Axes | None = None) -> Axes:
    """Draw the timeline of a replication: a row for every threat with its tracks, launches, intercepts and leaks.

    Parameters
    ----------
    found
        A replication.
    axes
        Where to draw it; new ones by default.

    Returns
    -------
    Axes
        The axes.
    """
    from airdef.report.timeline import plot_threats

    with drawing(axes) as on:
        plot_threats(on, found)
        on.set_xlabel("time [min]")
        return on


def plot_comparison(found: Comparison, axes: Axes | None = None, measure: str = "leakers") -> Axes:
    """Draw what every variant changes in a measure against the base, with 95 % intervals.

    Parameters
    ----------
    found
        A comparison.
    axes
        Where to draw it; new ones by default.
    measure
        Any measure of a campaign.

    Returns
    -------
    Axes
        The axes.

    Raises
    ------
    ValueError
        If there is no such measure. The message has the nearest name.
    """
    checked_measure(measure)
    with drawing(axes) as on:
        for y, pair in enumerate(found.pairs):
            d = pair.differences[measure]
            on.plot(d.ci95, [y, y], color=BLUE, linewidth=6, alpha=0.35, solid_capstyle="butt")
            on.plot([d.mean], [y], "o", color=BLUE, markersize=6)
        on.axvline(0.0, color=BLACK, linewidth=1.0)
        on.set_yticks(range(len(found.pairs)), [drawable(p.label) for p in found.pairs])
        on.set_ylim(len(found.pairs) - 0.4, -0.6)
        title = f"Against {found.base_label}, {found.replications:,} replications each"
        end_labels(on, f"difference: {titled(measure).lower()} (95 % interval)", "", title)
        return on


def plot_sweep(found: Sweep, axes: Axes | None = None, measure: str = "leakers") -> Axes:
    """Draw a measure over the first path that varied, with 95 % intervals, a curve for each value of the others.

    Parameters
    ----------
    found
        A sweep.
    axes
        Where to draw it; new ones by default.
    measure
        Any measure of a campaign.

    Returns
    -------
    Axes
        The axes.

    Raises
    ------
    ValueError
        If there is no such measure, or more curves would have to be drawn than can be told apart.
    """
    from airdef.report.studyplots import heat_map, is_map, sweep_curves

    checked_measure(measure)
    with drawing(axes) as on:
        (heat_map if is_map(found) else sweep_curves)(on, found, measure)
        return on


def plot_limit(found: Limit, axes: Axes | None = None) -> Axes:
    """Draw the means at the values that a search tried, with 95 % intervals, and the level that they cross.

    Parameters
    ----------
    found
        A saturation, magazine or penetration study.
    axes
        Where to draw it; new ones by default.

    Returns
    -------
    Axes
        The axes.
    """
    with drawing(axes) as on:
        for k, (case, c) in enumerate(found.each):
            tried = sorted(c.tried, key=lambda t: t[0])
            x, means = [v for v, _ in tried], np.array([e.mean for _, e in tried])
            off = np.abs(np.array([e.ci95 for _, e in tried]).T - means)
            colour = style.CLASS_COLOURS[k % len(style.CLASS_COLOURS)]
            on.errorbar(x, means, yerr=off, fmt="o-", color=colour, markersize=4, linewidth=1.0, label=case or None)
            if c.at is not None:
                on.axvline(c.at, color=colour, linewidth=1.0, linestyle=":")
        on.axhline(found.level, color=BLACK, linewidth=1.0)
        if any(case for case, _ in found.each):
            on.legend()
        if found.study == "penetration":
            on.set_xscale("log")
        end_labels(on, found.quantity, titled(found.measure), f"{found.scenario}: {found.study}")
        return on


def plot_uncertainty(found: Uncertainty, axes: Axes | None = None) -> Axes:
    """Draw aleatory and epistemic uncertainty and both as bars of 95 % about the mean.

    Parameters
    ----------
    found
        An uncertainty study.
    axes
        Where to draw it; new ones by default.

    Returns
    -------
    Axes
        The axes.
    """
    from airdef.report.studyplots import uncertainty_bars

    with drawing(axes) as on:
        uncertainty_bars(on, found)
        return on


def plot_influence(found: Influence, axes: Axes | None = None, most: int = MOST_BARS) -> Axes:
    """Draw a tornado: the measure with each of the heaviest figures alone at the ends of its spread.

    Parameters
    ----------
    found
        An influence study.
    axes
        Where to draw it; new ones by default.
    most
        Figures drawn at most.

    Returns
    -------
    Axes
        The axes.
    """
    weights = found.heaviest(most) or found.weights[:most]
    with drawing(axes) as on:
        for y, w in enumerate(weights):
            for m in w.told():
                colour = ORANGE if m.position > 0.0 else style.SKY
                ends = [found.base.mean, m.estimate.mean]
                on.plot(ends, [y, y], color=colour, linewidth=7, solid_capstyle="butt")
        on.axvline(found.base.mean, color=BLACK, linewidth=1.0)
        on.set_yticks(range(len(weights)), [drawable(w.figure.name) for w in weights])
        on.set_ylim(max(len(weights), 1) - 0.4, -0.6)
        end_labels(on, titled(found.measure), "", "Each figure alone: lower end (blue), upper end (orange)")
        return on


def plot_sensitivity(found: Sensitivity, axes: Axes | None = None, most: int = MOST_BARS) -> Axes:
    """Draw the first-order and total Sobol indices of the heaviest inputs, with 95 % bootstrap intervals.

    Parameters
    ----------
    found
        A sensitivity study.
    axes
        Where to draw it; new ones by default.
    most
        Inputs drawn at most.

    Returns
    -------
    Axes
        The axes.
    """
    from airdef.report.studyplots import sobol_indices

    with drawing(axes) as on:
        shown = list(found.ranked()[:most])[::-1]
        sobol_indices(on, shown)
        on.set_yticks(range(len(shown)), [drawable(p.uncertain_input.name) for p in shown])
        return on


def plot_coverage(found: Coverage, axes: Axes | None = None) -> Axes:
    """Draw the map of a coverage study: from which height up a target is covered, and the published range.

    Parameters
    ----------
    found
        A coverage study.
    axes
        Where to draw it; new ones by default.

    Returns
    -------
    Axes
        The axes, in kilometres east and north of the middle of the map.
    """
    from airdef.report.coverage import plot_map

    with drawing(axes) as on:
        handles = plot_map(on, found)
        on.legend(handles=handles, loc="center left", bbox_to_anchor=(1.02, 0.5))
        return on


def plot_approach(found: Approaches, axes: Axes | None = None) -> Axes:
    """Draw from which range an approaching target is detected and first intercepted, by azimuth.

    Parameters
    ----------
    found
        An approach study.
    axes
        Where to draw it, best polar ones; new ones by default.

    Returns
    -------
    Axes
        The axes: azimuth [rad], range over the ground [km].
    """
    from airdef.report.coverage import plot_azimuths

    with drawing(axes, subplot_kw={"projection": "polar"}) as on:
        handles = plot_azimuths(on, list(found.each))
        on.legend(handles=handles, loc="center left", bbox_to_anchor=(1.1, 0.5))
        on.set_title(drawable(f"Approach to {found.goal} at {found.altitude:g} m above ground: range [km]"))
        return on


def plot_envelope(found: Envelope, axes: Axes | None = None) -> Axes:
    """Draw the reach of a missile by altitude, what limits it, time of flight and speed.

    Parameters
    ----------
    found
        An envelope.
    axes
        Where to draw it; new ones by default.

    Returns
    -------
    Axes
        The axes: slant range [km], altitude [km].
    """
    from airdef.report.envelope import plot_envelope as draw

    with drawing(axes) as on:
        on.legend(handles=draw(on, found), loc="center left", bbox_to_anchor=(1.02, 0.5))
        return on


def plot_siting(found: Siting, axes: Axes | None = None) -> Axes:
    """Draw the chosen places, the candidates and what of the demand is covered, at the lowest height.

    Parameters
    ----------
    found
        A siting study.
    axes
        Where to draw it; new ones by default.

    Returns
    -------
    Axes
        The axes, in kilometres east and north of the middle of the map.
    """
    from airdef.report.site import legend, plot_maps

    with drawing(axes) as on:
        plot_maps([on], found)
        on.legend(handles=legend(found), loc="center left", bbox_to_anchor=(1.02, 0.5))
        return on


def plot_doctrine(found: Result, axes: Axes | None = None) -> Axes:
    """Draw the doctrines judged: missiles against loss with 95 % intervals, and the front numbered.

    Parameters
    ----------
    found
        A doctrine study.
    axes
        Where to draw it; new ones by default.

    Returns
    -------
    Axes
        The axes.
    """
    from airdef.report.doctrine import plot_front

    with drawing(axes) as on:
        plot_front(on, found)
        return on


def plot_claims(found: Claims, axes: Axes | None = None) -> Axes:
    """Draw in what share of the replications each claim is met as stated, with 95 % intervals, and its verdict.

    Parameters
    ----------
    found
        Claims that were put to the model.
    axes
        Where to draw it; new ones by default.

    Returns
    -------
    Axes
        The axes.
    """
    colours = {"supports": GREEN, "supports if": BLUE, "does not support": RED, "inconclusive": GREY}
    with drawing(axes) as on:
        for y, r in enumerate(found.results):
            low, high = (100.0 * x for x in r.stated.share_ci95)
            on.plot([0.0, 100.0], [y, y], color=PALE, linewidth=1.0, zorder=1)
            on.plot([low, high], [y, y], color=colours[r.verdict], linewidth=6, alpha=0.4, solid_capstyle="butt")
            on.plot([100.0 * r.stated.share], [y], "o", color=colours[r.verdict], markersize=7, clip_on=False)
            on.text(104.0, y, r.verdict, va="center", color=colours[r.verdict])
        on.set_yticks(range(len(found.results)), [drawable(r.claim.id) for r in found.results])
        on.set_ylim(max(len(found.results), 1) - 0.4, -0.6)
        on.set_xlim(-3.0, 140.0)
        on.set_xticks(range(0, 101, 20))
        end_labels(on, "share of replications in which the claim is met as stated [%]", "", "Claims")
        return on
