"""The curves of a run as SVG."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import matplotlib as mpl
import numpy as np
from matplotlib.figure import Figure

if TYPE_CHECKING:
    from pathlib import Path

COLOURS = {"opportunities": "#0072b2", "simulation": "#d55e00"}
"""Of Okabe and Ito's palette, which does not depend on telling red from green."""

MARKS = {"opportunities": "o", "simulation": "s"}


def scaling_figure(curves: list[dict[str, Any]], path: Path) -> None:
    """Draw cost against each size that is varied, log-log, with its fitted power law; two pictures in a row."""
    labels = list(dict.fromkeys(curve["x_label"] for curve in curves))
    lines, columns = -(-len(labels) // 2), min(len(labels), 2)
    figure = Figure(figsize=(9.0, 3.8 * lines), layout="constrained")
    places = figure.subplots(lines, columns, squeeze=False).ravel()
    for axes in places[len(labels) :]:
        axes.remove()
    for axes, label in zip(places[: len(labels)], labels, strict=True):
        for curve in curves:
            if curve["x_label"] == label:
                _draw(axes, curve)
        axes.set(xscale="log", yscale="log", xlabel=label, ylabel="processor time, s")
        ticks = next(curve["x"] for curve in curves if curve["x_label"] == label)
        axes.set_xticks(ticks, [f"{x:g}" for x in ticks])
        axes.minorticks_off()
        axes.grid(True, color="#dddddd", linewidth=0.6)
        axes.legend(frameon=False, fontsize=8)
    _save(figure, path)


def _draw(axes: Any, curve: dict[str, Any]) -> None:
    kind = curve["name"].split(" ")[0]
    x, y, b = curve["x"], curve["y"], curve["exponent"]
    per = {"opportunities": "once", "simulation": "a replication"}[kind]
    axes.plot(x, y, MARKS[kind], color=COLOURS[kind], label=f"{kind}, {per}: exponent {b:.2f}")
    # The least-squares line goes through the mean of the logarithms.
    middle_x, middle_y = (float(np.exp(np.log(values).mean())) for values in (x, y))
    axes.plot(x, [middle_y * (value / middle_x) ** b for value in x], color=COLOURS[kind], linewidth=1.0)


def memory_figure(curve: dict[str, Any], path: Path) -> None:
    """Draw peak memory against replications."""
    figure = Figure(figsize=(4.5, 3.0), layout="constrained")
    axes = figure.subplots()
    axes.plot(curve["x"], curve["y"], "o-", color=COLOURS["opportunities"])
    axes.set(xscale="log", ylim=(0.0, 1.2 * max(curve["y"])), xlabel=curve["x_label"], ylabel=curve["y_label"])
    axes.grid(True, color="#dddddd", linewidth=0.6)
    _save(figure, path)


def _save(figure: Figure, path: Path) -> None:
    # Without a date and with fixed ids the same run gives the same file.
    with mpl.rc_context({"svg.hashsalt": path.name, "svg.fonttype": "none"}):
        figure.savefig(path, metadata={"Date": None})
