"""The picture of a study of worth: what each option saves, and per unit of cost, as dots with intervals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from airdef.measures import definition_of
from airdef.report import style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from airdef.studies.worth.result import Worth

MOST_ROWS = 30
"""Options that are drawn: those that save most for their cost."""


def worth_picture(found: Worth) -> Figure:
    """Return what each option saves and what it saves per unit of cost, side by side, the best above.

    Parameters
    ----------
    found
        The result of `airdef.worth`.

    Returns
    -------
    Figure
        Dots with their 95 % intervals; hollow ones are not told apart from doing nothing.
    """
    rows = min(len(found.options), MOST_ROWS)
    drawn = style.figure(12.0, 1.8 + 0.38 * rows)
    with style.settings():
        left, right = drawn.subplots(1, 2, sharey=True)
        dots(left, found, per_cost=False)
        dots(right, found, per_cost=True)
    return drawn


def plot_worth(found: Worth, axes: Axes | None = None) -> Axes:
    """Draw what each option saves per unit of cost, with 95 % intervals and ranks.

    Parameters
    ----------
    found
        The result of `airdef.worth`.
    axes
        Where to draw it; new ones by default.

    Returns
    -------
    Axes
        The axes.
    """
    with style.drawing(axes) as on:
        dots(on, found, per_cost=True)
        return on


def dots(axes: Axes, found: Worth, *, per_cost: bool) -> None:
    """Draw a dot with its interval for each option, the one that saves most for its cost at the top.

    Parameters
    ----------
    axes
        The matplotlib axes to draw on.
    found
        The result of `airdef.worth`.
    per_cost
        Whether per unit of cost.
    """
    shown = found.ranked()[:MOST_ROWS]
    for y, o in enumerate(shown):
        value, (low, high) = (o.per_cost, o.per_cost_ci95) if per_cost else (o.saved, o.saved_ci95)
        filled = style.BLUE if o.told_from_nothing else "white"
        axes.plot([low, high], [y, y], color=style.BLUE, linewidth=6, alpha=0.35, solid_capstyle="butt")
        axes.plot([value], [y], "o", color=style.BLUE, markerfacecolor=filled, markersize=6)
    axes.axvline(0.0, color=style.BLACK, linewidth=1.0)
    names = [f"{style.drawable(o.label)} (cost {o.cost:g}; rank {o.rank})" for o in shown]
    axes.set_yticks(range(len(shown)), names)
    axes.set_ylim(len(shown) - 0.4, -0.6)
    definition = definition_of(found.measure)
    label = definition.label.lower() + (f" [{definition.unit}]" if definition.unit else "")
    what = f"{label} saved per unit of cost" if per_cost else f"{label} saved"
    title = f"{found.name}: hollow dots are not told apart from nothing" if per_cost else found.name
    style.end_labels(axes, f"{what} (95 % interval)", "", title)
