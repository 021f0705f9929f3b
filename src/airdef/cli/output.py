"""Ways to write: plain tables on stdout, notes on stderr, JSON without NaN."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

from rich import box
from rich.console import Console
from rich.table import Table

from airdef.characters import visible
from airdef.formats.plain import text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

_PIPE_WIDTH = 120
"""Columns to use where stdout is no terminal."""


class _Console(Console):
    """A console whose texts hold no character that steers a terminal."""

    def print(self, *objects: Any, **options: Any) -> None:
        super().print(*(visible(o) if isinstance(o, str) else o for o in objects), **options)


def console() -> Console:
    """Return a console on stdout that takes text as it is (names may hold brackets).

    Returns
    -------
    Console
        A console on stdout that takes text as it is (names may hold brackets).
    """
    terminal = sys.stdout.isatty()
    return _Console(markup=False, highlight=False, width=None if terminal else _PIPE_WIDTH)


def say(text: str) -> None:
    """Print a text on stdout; characters that steer a terminal are escaped.

    Parameters
    ----------
    text
        The text.
    """
    print(visible(text))


def note(line: str) -> None:
    """Write one line to stderr; characters that steer a terminal are escaped.

    Parameters
    ----------
    line
        The line.
    """
    print(visible(line), file=sys.stderr, flush=True)


def print_json(data: Any) -> None:
    """Print one JSON value; what is not known is null, and what stdout's encoding cannot write is escaped.

    Parameters
    ----------
    data
        The data.
    """
    written = text(data)
    try:
        written.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        written = json.dumps(json.loads(written), indent=2) + "\n"
    print(written, end="")


def writable(option: str, path: Path, example: str) -> Path:
    """Return the path of a file to be written.

    Parameters
    ----------
    option
        Name of the option.
    path
        The file.
    example
        The name of a file that would do.

    Returns
    -------
    Path
        The path of a file to be written.

    Raises
    ------
    ValueError
        Where it cannot be, before any work is done.
    """
    if path.is_dir():
        message = f"{option} {path}: that is a directory; expected a file; usual fix: {option} {path / example}"
        raise ValueError(message)
    if not path.resolve().parent.is_dir():
        message = f"{option} {path}: the directory {path.parent} does not exist; usual fix: create it"
        raise ValueError(message)
    return path


def table(columns: Sequence[str], rows: Iterable[Sequence[str]], title: str = "", left: Sequence[int] = (0,)) -> Table:
    """Return a table; columns are right-aligned but for those listed in `left`.

    Parameters
    ----------
    columns
        Titles of the columns.
    rows
        Texts, by row.
    title
        The title; empty for none.
    left
        Columns that are left-aligned, by their positions.

    Returns
    -------
    Table
        A table; columns are right-aligned but for those listed in `left`.
    """
    t = Table(title=title or None, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    for k, name in enumerate(columns):
        t.add_column(visible(name), justify="left" if k in left else "right", overflow="fold")
    for row in rows:
        t.add_row(*map(visible, row))
    return t
