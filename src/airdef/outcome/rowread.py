"""Rows of a stored part, read again: what their file claims is checked before anything of that size is allocated.

A Parquet file of some kilobytes may claim 2^40 rows, or hold pages that decompress to gigabytes. So the footer is read
within a limit, what it says of rows and columns is held against the part, and the head of every page that is wanted
against both: what a page decompresses to stands there alone, and Arrow allocates as much.

Format: Apache Parquet, `parquet.thrift` (PageHeader) in Thrift's compact protocol.
"""

from __future__ import annotations

import struct
from typing import IO, TYPE_CHECKING, Any, Final

from airdef import oldnames
from airdef.limits import FOOTER_BYTES, ROW_GROUP, ROWS_BYTES, opened

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    import pyarrow as pa

_KINDS: Final = frozenset({"INT32", "INT64", "DOUBLE"})
"""Parquet's types of counts, numbers of replications and measured values."""

_BYTES: Final = 32
"""Bytes a value may take, decompressed: eight in a dictionary, eight plain, its level and place, and as much again."""

_ROOM: Final = 1 << 16
"""Bytes of a column's pages beside its values."""

_HEAD: Final = 1 << 12
"""Bytes of a page's head: some fifty, and the least and greatest value."""

_DEPTH: Final = 4
"""Structures in structures of a page's head."""


def tables(path: Path, replications: int, columns: Sequence[str] | None = None) -> Iterator[pa.Table]:
    """Yield the rows of a part as tables, a million at most in each, of some columns or all.

    Parameters
    ----------
    path
        The path.
    replications
        Number of replications.
    columns
        Names of the columns.

    Yields
    ------
    pa.Table
        The rows of a part as tables, a million at most in each, of some columns or all.

    Raises
    ------
    ValueError
        For a file that is no Parquet, has another number of rows, lacks a column, or claims or holds more than
        such rows can; LimitError for one that is too large.
    OSError
        For one that cannot be read or that Arrow cannot make out.
    """
    import pyarrow.parquet as pq

    with open(opened(path, ROWS_BYTES), "rb") as file:
        _check_footer(file)
        source = pq.ParquetFile(file)
        about = source.metadata
        names = [about.schema.column(k).path for k in range(about.num_columns)]
        places = [_place(names, name) for name in columns] if columns is not None else list(range(len(names)))
        for place in places:
            _check_column(about.schema.column(place))
        groups = [about.row_group(k) for k in range(about.num_row_groups)]
        if about.num_rows != replications or sum(g.num_rows for g in groups) != replications:
            message = f"{about.num_rows} rows, {replications} expected"
            raise ValueError(message)
        for k, group in enumerate(groups):
            if not 0 < group.num_rows <= ROW_GROUP:
                message = f"a row group of {group.num_rows} rows, 1 to {ROW_GROUP} expected"
                raise ValueError(message)
            for place in places:
                _check_chunk(file, group.column(place), group.num_rows)
            rows = source.read_row_group(k, columns=[names[place] for place in places])
            now = [oldnames.column(name) for name in rows.column_names]
            yield rows if now == rows.column_names else rows.rename_columns(now)


def _check_footer(file: IO[bytes]) -> None:
    """Raise ValueError for a file whose footer is longer than it, or than the limit."""
    end = file.seek(0, 2)
    file.seek(max(end - 8, 0))
    last = file.read(8)
    if len(last) < 8 or last[4:] != b"PAR1":
        raise ValueError("no Parquet file")
    (length,) = struct.unpack("<I", last[:4])
    FOOTER_BYTES.check(f"{file.name}: footer", length)
    if length > end - 12:
        raise ValueError("a footer longer than the file")


def _place(names: list[str], name: str) -> int:
    now = [oldnames.column(each) for each in names]
    if name not in now:
        message = f"no column {name!r}"
        raise ValueError(message)
    return now.index(name)


def _check_column(column: Any) -> None:
    if column.physical_type not in _KINDS or column.max_repetition_level > 0 or column.max_definition_level > 1:
        message = f"a column {column.path!r} of {column.physical_type}, one number a row expected"
        raise ValueError(message)


def _check_chunk(file: IO[bytes], chunk: Any, rows: int) -> None:
    """Raise ValueError for a column of a row group whose pages hold or claim more than its rows can."""
    most = _BYTES * rows + _ROOM
    start = chunk.data_page_offset
    if chunk.has_dictionary_page and chunk.dictionary_page_offset is not None:
        start = min(start, chunk.dictionary_page_offset)
    end = start + chunk.total_compressed_size
    if chunk.num_values != rows or not 0 <= chunk.total_compressed_size <= most or start < 4:
        message = f"a column {chunk.path_in_schema!r} of {chunk.num_values} values, {rows} expected"
        raise ValueError(message)
    whole, values = 0, 0
    while start < end:
        file.seek(start)
        head = _Head(file.read(_HEAD))
        unpacked, packed = head.whole(2), head.whole(3)
        inside = [head.inside(field) for field in (5, 7, 8)]  # values of data, of a dictionary, of data of version 2
        whole += unpacked
        values += inside[0] + inside[2]
        if min(unpacked, packed, *inside) < 0 or whole > most or max(values, inside[1]) > rows:
            message = f"a column {chunk.path_in_schema!r} whose pages hold more than {rows} values"
            raise ValueError(message)
        start += head.length + packed


class _Head:
    """A page's head: whole numbers by field, those of structures in it likewise; how many bytes it takes."""

    def __init__(self, data: bytes) -> None:
        self._data, self.length = data, 0
        try:
            self.found = self._structure(0)
        except IndexError:
            raise ValueError("a page without a head") from None

    def whole(self, field: int) -> int:
        """Return a whole number of the head itself. Raises ValueError if it is not there."""
        value = self.found.get(field)
        if not isinstance(value, int):
            raise ValueError("a page without a size")
        return value

    def inside(self, field: int) -> int:
        """Return the first field of a structure in the head, a whole number; 0 without such a structure."""
        within = self.found.get(field, {})
        value = within.get(1) if isinstance(within, dict) else None
        if within and not isinstance(value, int):
            raise ValueError("a page without a number of values")
        return value or 0

    def _structure(self, depth: int) -> dict[int, Any]:
        if depth > _DEPTH:
            raise ValueError("a page's head nested too deeply")
        found: dict[int, Any] = {}
        field = 0
        while (byte := self._byte()) & 15:
            field = field + (byte >> 4) if byte >> 4 else self._zigzag()
            found[field] = self._value(byte & 15, depth)
        return found

    def _value(self, kind: int, depth: int) -> Any:
        if kind in (1, 2):  # true and false, in the kind itself
            return None
        if kind == 3:
            return self._byte()
        if kind in (4, 5, 6):
            return self._zigzag()
        if kind in (7, 8):  # a float of eight bytes; text or bytes
            skipped = 8 if kind == 7 else self._varint()
            self.length += skipped
            return None
        if kind == 12:
            return self._structure(depth + 1)
        raise ValueError("a page's head with a list")

    def _byte(self) -> int:
        byte = self._data[self.length]
        self.length += 1
        return byte

    def _varint(self) -> int:
        value, shift = 0, 0
        while (byte := self._byte()) & 128:
            value |= (byte & 127) << shift
            shift += 7
        return value | byte << shift

    def _zigzag(self) -> int:
        value = self._varint()
        return value >> 1 ^ -(value & 1)
