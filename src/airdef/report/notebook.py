"""A result in a notebook: its headline, a short table and its figure, as HTML that needs nothing from elsewhere."""

from __future__ import annotations

import base64
import io
from html import escape
from typing import TYPE_CHECKING, Final

from PIL import Image

from airdef.report import style
from airdef.showing import MOST_ROWS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from airdef.showing import Shown

WIDTH, HEIGHT = 8.0, 4.0
"""Size of the figure [inches]."""

DPI: Final = 80
COLOURS: Final = 64
"""Dots an inch and colours of the picture: some 10 to 30 kB, so that a notebook of many results stays small."""

_STYLE: Final = "text-align:left;padding:2px 10px 2px 0"


def html(found: Shown) -> str:
    """Return a result as HTML: the headline, at most `MOST_ROWS` rows, and the figure where it has one.

    Parameters
    ----------
    found
        The result.

    Returns
    -------
    str
        A result as HTML: the headline, at most `MOST_ROWS` rows, and the figure where it has one.
    """
    head, rows = found.brief()
    parts = [
        f"<p><b>{found._called or type(found).__name__}</b> {escape(found.headline())}</p>",
        table(head, rows[:MOST_ROWS]),
    ]
    if len(rows) > MOST_ROWS:
        parts.append(f"<p>and {len(rows) - MOST_ROWS} more rows: <code>to_polars()</code> has all numbers</p>")
    if found._plot:
        alternative = escape(f"Figure: {found.headline()}", quote=True)
        parts.append(f'<img alt="{alternative}" src="data:image/png;base64,{picture(found)}">')
    return f"<div>{''.join(parts)}</div>"


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table of texts as HTML.

    Parameters
    ----------
    head
        Titles of the columns.
    rows
        Texts, by row.

    Returns
    -------
    str
        A table of texts as HTML.
    """
    first = "".join(f'<th style="{_STYLE}">{escape(h)}</th>' for h in head)
    body = "".join("<tr>" + "".join(f'<td style="{_STYLE}">{escape(c)}</td>' for c in row) + "</tr>" for row in rows)
    return f"<table><thead><tr>{first}</tr></thead><tbody>{body}</tbody></table>"


def picture(found: Shown) -> str:
    """Return the figure of a result as a PNG in base64, in few colours.

    Parameters
    ----------
    found
        The result.

    Returns
    -------
    str
        The figure of a result as a PNG in base64, in few colours.
    """
    drawn = style.figure(WIDTH, HEIGHT)
    polar = found._plot == "plot_approach"
    with style.settings():
        found.plot(drawn.add_subplot(projection="polar" if polar else None))
        held = io.BytesIO()
        drawn.savefig(held, format="png", dpi=DPI)
    small = io.BytesIO()
    with Image.open(held) as image:
        image.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(small, format="png", optimize=True)
    return base64.b64encode(small.getvalue()).decode()
