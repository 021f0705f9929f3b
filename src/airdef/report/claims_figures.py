"""Pictures of claims: in what share of what the sources allow each is supported, and what each sample drawn gave."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Final

import numpy as np

from airdef.report import style

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.figure import Figure

    from airdef.studies.claims.result import Result

COLOURS: Final = {
    "supports": style.GREEN,
    "supports if": style.BLUE,
    "does not support": style.RED,
    "inconclusive": style.GREY,
}
"""Colours of the verdicts; the words stand beside them."""

CONDITIONAL: Final = "under conditions (see there)"
"""What stands for a verdict whose conditions have no room here."""

WIDTH: Final = 40
"""Characters of a claim's title on a line."""


def shares(results: Sequence[Result]) -> Figure:
    """Return a strip a claim: the share of the samples in which it is met, its interval, and the nominal verdict.

    Parameters
    ----------
    results
        With a spread, at least one.

    Returns
    -------
    Figure
        A strip a claim: the share of the samples in which it is met, its interval, and the nominal verdict.
    """
    figure = style.figure(11.0, 1.1 + 0.52 * len(results))
    with style.settings():
        axes = figure.add_subplot()
        for y, r in enumerate(reversed(results)):
            assert r.spread is not None  # as the docstring asks for
            low, high = (100.0 * x for x in r.spread.share_ci95)
            share = 100.0 * r.spread.share
            colour = COLOURS[r.verdict]
            axes.plot([0, 100], [y, y], color=style.PALE, linewidth=1.0, zorder=1)
            axes.plot([low, high], [y, y], color=colour, linewidth=7, alpha=0.45, solid_capstyle="butt", zorder=2)
            axes.plot([share], [y], "o", color=colour, markersize=8, zorder=3, clip_on=False)
            axes.text(104, y, f"{share:.0f} %", va="center", ha="left", fontweight="bold", color=style.BLACK)
            word = CONDITIONAL if r.verdict == "supports if" else r.verdict
            axes.text(116, y, word, va="center", ha="left", color=colour)
        titles = [textwrap.fill(r.claim.title, WIDTH) for r in reversed(results)]
        axes.set_yticks(range(len(results)), titles)
        axes.tick_params(axis="y", length=0)
        axes.set_xticks(range(0, 101, 20))
        axes.set_xlim(-3, 136)
        axes.set_ylim(-0.6, len(results) - 0.1)
        axes.grid(visible=False, axis="y")
        for side in ("left", "bottom"):
            axes.spines[side].set_visible(False)
        axes.text(116, len(results) - 0.45, "verdict, nominal figures", fontsize=8.5, color=style.GREY)
        label = "share of the samples drawn in which the claim is met as stated [%] (bars: 95 %)"
        style.end_labels(axes, label, "", "In what part of what the sources allow each claim is supported")
        axes.xaxis.label.set_horizontalalignment("left")
        axes.xaxis.label.set_x(3 / 139)  # below the zero
    return figure


def samples(r: Result) -> Figure:
    """Return the mean of a claim's measure in every sample drawn, against what the claim asks for.

    Parameters
    ----------
    r
        The result.

    Returns
    -------
    Figure
        The mean of a claim's measure in every sample drawn, against what the claim asks for.
    """
    assert r.spread is not None  # as the docstring asks for
    s = r.spread
    figure = style.figure(11.0, 1.9)
    # Spread over the height, so that equal values are seen apart: a fixed low-discrepancy sequence, no chance.
    height = (np.arange(s.samples) * 0.6180339887498949) % 1.0
    with style.settings():
        axes = figure.add_subplot()
        kinds = (
            ("met", s.verdicts == 1.0, style.GREEN, "o"),
            ("not met", s.verdicts == 0.0, style.RED, "x"),
            ("open", np.isnan(s.verdicts), style.GREY, "s"),
        )
        for name, chosen, colour, marker in kinds:
            if chosen.any():
                label = f"{name}: {chosen.sum()} of {s.samples}"
                axes.plot(s.means[chosen], height[chosen], marker, color=colour, markersize=5, alpha=0.75, label=label)
        axes.axvline(r.claim.at_least, color=style.BLACK, linewidth=1.2, label="asked for, at least")
        axes.axvline(r.stated.mean, color=style.BLUE, linewidth=1.2, linestyle=":", label="nominal figures")
        axes.set_yticks([])
        axes.set_ylim(-0.1, 1.1)
        axes.margins(x=0.04)
        axes.spines["left"].set_visible(False)
        axes.legend(loc="center left", bbox_to_anchor=(1.01, 0.5))
        style.end_labels(axes, f"mean of the measure in a sample [{r.claim.unit}]", "", "")
    return figure
