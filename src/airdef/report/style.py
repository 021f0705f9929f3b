"""How the report's figures look, and how they become inline SVG with the same bytes every time.

Colours are those of Okabe and Ito, told apart by colour-blind readers; what a colour means is also told by
shape or by words. Text is drawn as paths, so that no font has to be there.
"""

from __future__ import annotations

import io
import re
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import matplotlib as mpl
from matplotlib import font_manager
from matplotlib.figure import Figure

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager

    from matplotlib.axes import Axes

BLACK: Final = "#222222"
GREY: Final = "#8a8a8a"
PALE: Final = "#d9d9d9"
ORANGE: Final = "#e69f00"
SKY: Final = "#56b4e9"
GREEN: Final = "#009e73"
YELLOW: Final = "#f0e442"
BLUE: Final = "#0072b2"
RED: Final = "#d55e00"
PINK: Final = "#cc79a7"

CLASS_COLOURS: Final = (BLUE, ORANGE, GREEN, RED, PINK, SKY, BLACK, YELLOW)
"""Colours of the threat classes, in the order of the raid; they repeat after eight."""

LACKING: Final = "\N{WHITE SQUARE}"
"""What stands in a figure for a character that its font lacks."""

_SETTINGS: Final[dict[Any, Any]] = {
    "svg.hashsalt": "airdef",  # without it the ids inside the SVG are random
    "svg.fonttype": "path",
    "font.family": "DejaVu Sans",  # comes with matplotlib: the same shapes on every machine
    "font.size": 10.0,
    "axes.titlesize": 11.0,
    "axes.titlelocation": "left",
    "axes.titleweight": "bold",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": GREY,
    "axes.labelcolor": BLACK,
    "text.color": BLACK,
    "text.parse_math": False,  # `$x^$` in a name is a name
    "xtick.color": BLACK,
    "ytick.color": BLACK,
    "axes.grid": True,
    "axes.axisbelow": True,
    "grid.color": "#ececec",
    "grid.linewidth": 0.8,
    "legend.frameon": False,
    "legend.fontsize": 9.0,
    "path.simplify": True,
}


def figure(width: float = 11.0, height: float = 4.0) -> Figure:
    """Return an empty figure of this size [inches], laid out so that nothing overlaps.

    Parameters
    ----------
    width, height
        Size [inches].

    Returns
    -------
    Figure
        An empty figure of this size [inches], laid out so that nothing overlaps.
    """
    with mpl.rc_context(_SETTINGS):
        return Figure(figsize=(width, height), layout="constrained")


def settings() -> AbstractContextManager[None]:
    """Return the context in which the axes of a figure are made and drawn.

    Returns
    -------
    AbstractContextManager[None]
        The context in which the axes of a figure are made and drawn.
    """
    return mpl.rc_context(_SETTINGS)


@contextmanager
def drawing(axes: Axes | None, **options: Any) -> Iterator[Axes]:
    """Yield the axes to draw on, new ones where none are given, in the style of the reports.

    Parameters
    ----------
    axes
        Where to draw; None for new axes.
    **options
        What `matplotlib.pyplot.subplots` is given for new axes.

    Yields
    ------
    Axes
        The axes.
    """
    with settings():
        if axes is None:
            from matplotlib import pyplot

            _, axes = pyplot.subplots(figsize=(8.0, 4.0), layout="constrained", **options)
        yield axes


def svg(drawn: Figure, prefix: str, label: str) -> str:
    """Return a figure as an SVG element for a page.

    Parameters
    ----------
    drawn
        The figure.
    prefix
        Goes before every id, since ids must be unique on a page that holds several figures.
    label
        In words what it shows, for readers who cannot see it.

    Returns
    -------
    str
        A figure as an SVG element for a page.
    """
    held = io.StringIO()
    with settings():
        drawn.savefig(held, format="svg", metadata={"Date": None, "Creator": None})
    text = held.getvalue()
    text = text[text.index("<svg") :].strip()
    text = re.sub(r"\s*<metadata>.*?</metadata>", "", text, flags=re.DOTALL)
    text = re.sub(r'\bid="', f'id="{prefix}-', text)
    text = re.sub(r'href="#', f'href="#{prefix}-', text)
    text = re.sub(r"url\(#", f"url(#{prefix}-", text)
    # A page is not XML: namespaces mean nothing there, and sizes come from the style sheet.
    text = (
        re.sub(r' (?:xmlns(?::\w+)?|version|width|height)="[^"]*"', "", text[: text.index(">")])
        + text[text.index(">") :]
    )
    text = text.replace("xlink:href", "href")
    return text.replace("<svg", f'<svg role="img" aria-label="{label}"', 1)


@cache
def _glyphs() -> frozenset[int]:
    """Return the characters that the font of the figures can draw."""
    found = font_manager.findfont(font_manager.FontProperties(family=_SETTINGS["font.family"]))
    return frozenset(font_manager.get_font(found).get_charmap())


def drawable(text: object) -> str:
    """Return a text as figures draw it: a box for each character that the font lacks, and no mark of the library's own.

    (matplotlib leaves labels that begin with an underscore out of a legend: a space goes before it.)

    Parameters
    ----------
    text
        The text.

    Returns
    -------
    str
        A text as figures draw it: a box for each character that the font lacks, and no mark of the
        library's own.
    """
    seen = "".join(c if c == "\n" or ord(c) in _glyphs() else LACKING for c in str(text))
    return f" {seen}" if seen.startswith("_") else seen


def end_labels(axes: Axes, x: str, y: str, title: str) -> None:
    """Name the axes of a figure and say above it what it shows.

    Parameters
    ----------
    axes
        The matplotlib axes to draw on.
    x, y
        Name of an axis.
    title
        The title; empty for none.
    """
    axes.set_xlabel(drawable(x))
    axes.set_ylabel(drawable(y))
    axes.set_title(drawable(title))
