"""The picture of a search for a doctrine: what each loses and spends, and the front of what there is to choose."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Final

from airdef.report import style

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from airdef.studies.doctrine.result import Option, Result

WIDTH: Final = 74
"""Characters of a doctrine on a line of the list beside the picture."""


def front_picture(r: Result) -> Figure:
    """Return the doctrines judged, missiles against loss with 95 % intervals, and the front numbered and named.

    Parameters
    ----------
    r
        The result.

    Returns
    -------
    Figure
        The doctrines judged, missiles against loss with 95 % intervals, and the front numbered and named.
    """
    figure = style.figure(12.5, 5.6)
    with style.settings():
        axes, beside = figure.subplots(1, 2, width_ratios=(1.35, 1.0))
        plot_front(axes, r)
        _listed(beside, r)
    return figure


def plot_front(axes: Axes, r: Result) -> None:
    """Draw the doctrines judged, missiles against loss with 95 % intervals, and the front numbered.

    Parameters
    ----------
    axes
        The matplotlib axes to draw on.
    r
        The result.
    """
    others = [o for o in r.options if not (o.on_front or o.best or o.declared)]
    _crosses(axes, others, style.GREY, "o", "judged")
    front = r.front
    _crosses(axes, [o for o in front if not (o.best or o.declared)], style.BLUE, "o", "on the front")
    steps = ([o.missiles.mean for o in front], [o.loss.mean for o in front])
    axes.step(*steps, where="post", color=style.BLUE, linewidth=1.2, zorder=1)
    if not r.best.declared:
        _crosses(axes, [r.declared], style.BLACK, "D", "declared")
    _crosses(axes, [r.best], style.RED, "*", "best", size=14)
    if r.objective.per_missile:
        _equal_worth(axes, r)
    axes.set_ylim(bottom=min(0.0, axes.get_ylim()[0]))
    _numbers(axes, front)
    axes.legend(loc="best")
    title = f"{r.name}: {r.loss_name} against missiles, {r.replications:,} replications each"
    style.end_labels(axes, "missiles a replication", f"{r.loss_name} a replication", title)


def _crosses(axes: Axes, options: Sequence[Option], colour: str, marker: str, label: str, size: float = 6.0) -> None:
    """Draw doctrines with their intervals both ways."""
    if not options:
        return
    x, y = [o.missiles.mean for o in options], [o.loss.mean for o in options]
    xerr = [
        [o.missiles.mean - o.missiles.ci95[0] for o in options],
        [o.missiles.ci95[1] - o.missiles.mean for o in options],
    ]
    yerr = [[o.loss.mean - o.loss.ci95[0] for o in options], [o.loss.ci95[1] - o.loss.mean for o in options]]
    axes.errorbar(
        x, y, xerr=xerr, yerr=yerr, fmt=marker, color=colour, markersize=size, elinewidth=1.0, label=label, zorder=2
    )


def _numbers(axes: Axes, front: Sequence[Option]) -> None:
    """Write its number at each point of the front, those of points too near for two in one."""
    width, height = (high - low for low, high in (axes.get_xlim(), axes.get_ylim()))
    together: list[list[int]] = []
    for k, o in enumerate(front):
        before = front[together[-1][-1]] if together else None
        near = before is not None and (
            abs(o.missiles.mean - before.missiles.mean) < 0.02 * width
            and abs(o.loss.mean - before.loss.mean) < 0.035 * height
        )
        if near:
            together[-1].append(k)
        else:
            together.append([k])
    for numbers in together:
        o = front[numbers[-1]]
        text = ", ".join(str(k + 1) for k in numbers)
        at = (o.missiles.mean, o.loss.mean)
        axes.annotate(text, at, (6, 6), textcoords="offset points", fontsize=9, color=style.BLUE)


def _equal_worth(axes: Axes, r: Result) -> None:
    """Draw the line of doctrines that defend as much per missile as the best: below it is better."""
    low, high = axes.get_xlim()
    bottom, top = axes.get_ylim()
    ends = [r.idle_loss - r.best.worth.mean * x for x in (low, high)]
    axes.plot([low, high], ends, color=style.RED, linewidth=1.0, linestyle=":", label="as much per missile as the best")
    axes.set_xlim(low, high)
    axes.set_ylim(bottom, top)


def _listed(axes: Axes, r: Result) -> None:
    """Write the front's doctrines by their numbers."""
    axes.axis("off")
    lines = []
    for k, o in enumerate(r.front):
        marks = [name for name, on in (("best", o.best), ("tied", o.tied)) if on]
        label = o.label + (f" ({', '.join(marks)})" if marks else "")
        lines.append(textwrap.fill(style.drawable(f"{k + 1}  {label}"), WIDTH, subsequent_indent="    "))
    text = "The front\n\n" + "\n".join(lines)
    axes.text(0.0, 1.0, text, transform=axes.transAxes, va="top", ha="left", fontsize=8.0, linespacing=1.35)
