"""Pictures of studies: curves and heat maps of a sweep, aleatory and epistemic uncertainty, tornado and indices."""

from __future__ import annotations

import io
import math
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from airdef import writing
from airdef.report import style
from airdef.studies.variants.runner import label_of, unit_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from airdef.studies.sweep import Sweep
    from airdef.studies.uncertainty.sensitivity import Parameter, Sensitivity
    from airdef.studies.uncertainty.study import Uncertainty
    from airdef.studies.variants.settings import Varied

FORMATS = (".svg", ".png", ".pdf")
MOST_CURVES = 8
MOST_BARS = 20


def checked_path(path: Path) -> Path:
    """Return a path that a picture can be written to; another ending raises ValueError.

    Parameters
    ----------
    path
        The file.

    Returns
    -------
    Path
        A path that a picture can be written to; another ending raises ValueError.
    """
    if path.suffix.lower() not in FORMATS:
        message = f"{path}: a picture ends in {', '.join(FORMATS)}; usual fix: {path.stem or 'picture'}.svg"
        raise ValueError(message)
    return path


def save(drawn: Figure, path: Path) -> None:
    """Write a figure, as SVG with the same bytes every time, or as PNG or PDF.

    Parameters
    ----------
    drawn
        The figure.
    path
        The file.

    Raises
    ------
    ValueError
        If it is refused; the message says where and why.
    OSError
        If it is refused; the message says where and why.
    """
    checked_path(path)
    with style.settings():
        metadata = {"Date": None} if path.suffix.lower() == ".svg" else None
        held = io.BytesIO()
        drawn.savefig(held, dpi=150, metadata=metadata, format=path.suffix.lower()[1:])
    writing.save(path, held.getbuffer())


def _titled(measure: str) -> str:
    unit = unit_of(measure)
    return label_of(measure) + (f" [{unit}]" if unit else "")


def _places(axis: Varied) -> tuple[list[float], list[str] | None]:
    """Return where the values of a path stand on an axis, and their names where they are no numbers."""
    numbers = axis.numbers()
    if numbers is not None:
        return numbers, None
    return [float(k) for k in range(len(axis.values))], [style.drawable(v) for v in axis.values]


def _named(axis: Varied) -> str:
    return f"{axis.path} [{axis.unit}]" if axis.unit else axis.path


def sweep_picture(s: Sweep, measure: str) -> Figure:
    """Return curves with their intervals over the first path; a heat map where a second one has many values.

    Parameters
    ----------
    s
        The result of the study.
    measure
        The measure.

    Returns
    -------
    Figure
        Curves with their intervals over the first path; a heat map where a second one has many values.

    Raises
    ------
    ValueError
        Where more would have to be drawn than can be read.
    """
    wide = is_map(s)
    figure = style.figure(9.0, 6.0 if wide else 4.5)
    with style.settings():
        (heat_map if wide else sweep_curves)(figure.add_subplot(), s, measure)
    return figure


def is_map(s: Sweep) -> bool:
    """Tell whether a sweep is drawn as a heat map: a second path has more values than curves can be told apart.

    Parameters
    ----------
    s
        The result of the study.

    Returns
    -------
    bool
        Whether a sweep is drawn as a heat map: a second path has more values than curves can be told apart.
    """
    return len(s.varied) == 2 and len(s.varied[1].values) > MOST_CURVES


def sweep_curves(axes: Axes, s: Sweep, measure: str) -> None:
    """Draw curves with their intervals over the first path.

    Parameters
    ----------
    axes
        The matplotlib axes to draw on.
    s
        The result of the study.
    measure
        The measure.

    Raises
    ------
    ValueError
        Where there would be too many.
    """
    first, rest = s.varied[0], s.varied[1:]
    curves = math.prod(len(axis.values) for axis in rest)
    if curves > MOST_CURVES:
        message = (
            f"picture: {curves} curves, at most {MOST_CURVES} can be told apart; "
            "usual fix: vary fewer values, or --json"
        )
        raise ValueError(message)
    x, names = _places(first)
    x, names = x[: len(s.points) // curves], names and names[: len(s.points) // curves]  # fewer if it was interrupted
    held = [_three(p.campaign.measures[measure]) for p in s.points[: len(x) * curves]]
    results = np.array(held).reshape(len(x), curves, 3)
    for c in range(curves):
        label = style.drawable("; ".join(f"{path}={value}" for path, value in s.points[c].settings[1:]))
        colour = style.CLASS_COLOURS[c % len(style.CLASS_COLOURS)]
        mean, low, high = results[:, c].T
        axes.fill_between(x, low, high, color=colour, alpha=0.2, linewidth=0)
        axes.plot(x, mean, color=colour, marker="os^Dv<>p"[c], markersize=4, label=label or None)
    if names:
        axes.set_xticks(x, names)
    if rest:
        axes.legend()
    style.end_labels(axes, _named(first), _titled(measure), f"{s.name}: {label_of(measure).lower()}")


def _three(m: object) -> tuple[float, float, float]:
    return m.mean, m.ci95[0], m.ci95[1]  # type: ignore[attr-defined]


def heat_map(axes: Axes, s: Sweep, measure: str) -> None:
    """Draw the measure over two paths as coloured cells, each with its number where they are few.

    Parameters
    ----------
    axes
        The matplotlib axes to draw on.
    s
        The result of the study.
    measure
        The measure.
    """
    first, second = s.varied
    rows, columns = len(second.values), len(first.values)
    means = np.full(rows * columns, np.nan)  # fewer if it was interrupted
    means[: len(s.points)] = [p.campaign.measures[measure].mean for p in s.points]
    cells = means.reshape(columns, rows).T
    drawn = axes.imshow(cells, origin="lower", aspect="auto", cmap="cividis")
    axes.set_xticks(range(columns), [style.drawable(v) for v in first.values], rotation=45 if columns > 10 else 0)
    axes.set_yticks(range(rows), [style.drawable(v) for v in second.values])
    axes.grid(False)
    if rows * columns <= 150:
        middle = (np.nanmin(cells) + np.nanmax(cells)) / 2
        for (r, c), value in np.ndenumerate(cells):
            colour = "white" if value < middle else "black"
            axes.text(c, r, f"{value:.3g}", ha="center", va="center", fontsize=8, color=colour)
    figure = axes.get_figure()
    assert figure is not None  # axes are made on one
    figure.colorbar(drawn, ax=axes, label=_titled(measure))
    style.end_labels(axes, first.path, second.path, f"{s.name}: {label_of(measure).lower()}")


def uncertainty_picture(u: Uncertainty) -> Figure:
    """Return aleatory and epistemic uncertainty, and both, as bars of 95 % over the means of the samples.

    Parameters
    ----------
    u
        The result of `airdef.uncertainty`.

    Returns
    -------
    Figure
        Aleatory and epistemic uncertainty, and both, as bars of 95 % over the means of the samples.
    """
    figure = style.figure(9.0, 3.6)
    with style.settings():
        uncertainty_bars(figure.add_subplot(), u)
    return figure


def uncertainty_bars(axes: Axes, u: Uncertainty) -> None:
    """Draw aleatory and epistemic uncertainty, and both, as bars of 95 % over the means of the samples.

    Parameters
    ----------
    axes
        The matplotlib axes to draw on.
    u
        The result of `airdef.uncertainty`.
    """
    s = u.split
    bars = (
        ("both", s.both, style.GREY),
        ("epistemic uncertainty", s.epistemic, style.ORANGE),
        ("chance", s.aleatory, style.BLUE),
    )
    for k, (_, (low, high), colour) in enumerate(bars):
        axes.plot([low, high], [k, k], color=colour, linewidth=8, solid_capstyle="butt")
    means = u.sample_means[~np.isnan(u.sample_means)]
    axes.plot(means, np.full(len(means), 1.3), "|", color=style.ORANGE, markersize=6)
    axes.axvline(s.mean, color=style.BLACK, linewidth=1.0, label="mean over the sources")
    axes.axvline(u.nominal, color=style.BLACK, linewidth=1.0, linestyle=":", label="all figures at their nominals")
    axes.set_yticks(range(3), [name for name, _, _ in bars])
    axes.set_ylim(-0.6, 2.6)
    axes.legend(loc="upper right")
    style.end_labels(axes, _titled(u.measure), "", f"{u.name}: what varies by chance, what by the sources (95 %)")


def sensitivity_picture(s: Sensitivity) -> Figure:
    """Return the tornado (each uncertain input alone) and the Sobol indices with their intervals, side by side.

    Parameters
    ----------
    s
        The result of the study.

    Returns
    -------
    Figure
        The tornado (each uncertain input alone) and the Sobol indices with their intervals, side by side.
    """
    shown = list(s.ranked()[:MOST_BARS])[::-1]
    figure = style.figure(12.0, 1.6 + 0.32 * len(shown))
    with style.settings():
        left, right = figure.subplots(1, 2, sharey=True)
        _tornado(left, s, shown)
        sobol_indices(right, shown)
    return figure


def sobol_indices(axes: Axes, shown: list[Parameter]) -> None:
    """Draw the first-order and total indices of inputs with their intervals, the first one at the bottom.

    Parameters
    ----------
    axes
        The matplotlib axes to draw on.
    shown
        What is drawn.
    """
    places = np.arange(len(shown))
    for shift, name, colour, marker in ((0.15, "first", style.BLUE, "o"), (-0.15, "total", style.RED, "s")):
        value = [getattr(p.index, name) for p in shown]
        half = [getattr(p.index, f"{name}_half") for p in shown]
        label = "first order: alone" if name == "first" else "total: with all its interactions"
        axes.errorbar(value, places + shift, xerr=half, fmt=marker, color=colour, markersize=4, label=label)
    axes.axvline(0.0, color=style.GREY, linewidth=0.8)
    axes.legend(loc="lower right")
    style.end_labels(axes, "share of the variance", "", "Sobol indices (95 % bootstrap)")


def _tornado(axes: Axes, s: Sensitivity, shown: list[Parameter]) -> None:
    for k, p in enumerate(shown):
        axes.plot([s.nominal, p.low], [k, k], color=style.SKY, linewidth=6, solid_capstyle="butt")
        axes.plot([s.nominal, p.high], [k, k], color=style.ORANGE, linewidth=6, solid_capstyle="butt")
    axes.axvline(s.nominal, color=style.BLACK, linewidth=1.0)
    axes.set_yticks(range(len(shown)), [p.uncertain_input.name for p in shown])
    axes.set_xlabel(_titled(s.measure))
    axes.set_title("Each alone: 5 % (blue), 95 % (orange)")


def convergence_picture(s: Sensitivity) -> Figure:
    """Return the total indices of the heaviest uncertain inputs against the size of the design.

    Parameters
    ----------
    s
        The result of the study.

    Returns
    -------
    Figure
        The total indices of the heaviest uncertain inputs against the size of the design.
    """
    steps = [*s.indices.convergence, (s.indices.samples, s.indices.each)]
    indexed = [p for p in s.parameters if p.index is not None]
    figure = style.figure(9.0, 4.0)
    with style.settings():
        axes = figure.add_subplot()
        for c, p in enumerate(s.ranked()[:MOST_CURVES]):
            k = indexed.index(p)
            n = [size for size, _ in steps]
            colour = style.CLASS_COLOURS[c]
            half = [each[k].total_half for _, each in steps]
            axes.errorbar(
                n,
                [each[k].total for _, each in steps],
                yerr=half,
                color=colour,
                marker="o",
                label=p.uncertain_input.name,
            )
        axes.set_xscale("log", base=2)
        axes.set_xticks([size for size, _ in steps], [f"{size:,}" for size, _ in steps])
        axes.minorticks_off()
        axes.legend(fontsize=8)
        style.end_labels(axes, "base samples", "total index", "Convergence of the total indices")
    return figure
