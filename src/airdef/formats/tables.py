"""CSV files of tables, which a spreadsheet may open: no cell of one is a formula.

A spreadsheet takes a cell that begins with `=`, `+`, `-` or `@` (also in full width, or behind a tab or line break) as
a formula, which may fetch or run something. A text like that gets an apostrophe before it, which spreadsheets take as
the mark of a text; numbers stay as they are.

Reference: OWASP, CSV Injection.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any, Final

from airdef import writing

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    import pyarrow as pa

FORMULA: Final = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20", "\t", "\r", "\n")
"""What the texts begin with that a spreadsheet would work out."""


def cell(value: Any) -> Any:
    """Return the value of a cell: a text that begins as a formula, and is no number, with an apostrophe before it.

    Parameters
    ----------
    value
        The value.

    Returns
    -------
    Any
        The value of a cell: a text that begins as a formula, and is no number, with an apostrophe before
        it.
    """
    if not isinstance(value, str) or not value.lstrip(" ").startswith(FORMULA):
        return value
    try:
        float(value)
    except ValueError:
        return f"'{value}"
    return value


def write_rows(path: Path, rows: Sequence[Mapping[str, Any]], columns: Iterable[str]) -> None:
    """Write rows of named values as CSV; what a row lacks is empty.

    Parameters
    ----------
    path
        The file.
    rows
        The rows, values by column.
    columns
        Names of the columns, in their order.

    Raises
    ------
    OSError
        If it is refused; the message says where and why.
    """
    named = {column: cell(column) for column in columns}
    held = io.StringIO()
    writer = csv.DictWriter(held, list(named), restval="")
    writer.writerow(named)
    writer.writerows({key: cell(value) for key, value in row.items()} for row in rows)
    writing.save(path, held.getvalue())


def write_table(path: Path, table: pa.Table) -> None:
    """Write a table as CSV.

    Parameters
    ----------
    path
        The file.
    table
        The table.

    Raises
    ------
    OSError
        If it is refused; the message says where and why.
    """
    import pyarrow as pa
    from pyarrow.csv import write_csv

    columns = []
    for column in table.columns:
        text = pa.types.is_string(column.type) or pa.types.is_large_string(column.type)
        columns.append(pa.array([cell(v) for v in column.to_pylist()], column.type) if text else column)
    held = io.BytesIO()
    write_csv(pa.table(columns, names=[str(cell(n)) for n in table.column_names]), held)
    writing.save(path, held.getbuffer())
