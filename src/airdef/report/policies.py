"""The picture of policies: the leakers that each lets through, and the fewest that anybody could have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from airdef.report import style

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from airdef.studies.policies import Policies


def plot_policies(found: Policies, axes: Axes | None = None) -> Axes:
    """Draw the leakers of each policy with 95 % intervals, the doctrine above, and the clairvoyant bound.

    Parameters
    ----------
    found
        The result of `airdef.policies`.
    axes
        Where to draw it; new ones by default.

    Returns
    -------
    Axes
        The axes.
    """
    with style.drawing(axes) as on:
        for y, policy in enumerate(found.standings):
            mean, low, high = policy.leakers
            colour = style.BLACK if y == 0 else style.BLUE
            on.plot([low, high], [y, y], color=colour, linewidth=6, alpha=0.35, solid_capstyle="butt")
            on.plot([mean], [y], "o", color=colour, markersize=6)
        bound, low, high = found.bound
        on.axvspan(low, high, color=style.GREEN, alpha=0.2, linewidth=0)
        on.axvline(bound, color=style.GREEN, linewidth=1.0)
        last = len(found.standings) - 0.4
        on.text(bound, last, " clairvoyant bound", color=style.GREEN, va="bottom", ha="left")
        names = [f"{style.drawable(p.name)} ({p.missiles:.1f} missiles)" for p in found.standings]
        on.set_yticks(range(len(names)), names)
        on.set_ylim(last, -0.6)
        on.set_xlim(left=0.0)
        style.end_labels(on, "leakers (mean, 95 % interval)", "", f"{style.drawable(found.scenario.name)}: policies")
        return on
