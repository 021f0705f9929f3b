"""Rows of a stored part that another program wrote: what they claim is held against the part, and costs nothing."""

import io
import struct
import sys

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from airdef.limits import LimitError
from airdef.outcome.rowfile import row_format
from airdef.outcome.rowread import tables
from limited import limited
from outcome.fakes import COLUMNS, scenario, simulate

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="as the other tests of strangers' campaigns"),
]

ROWS = 1024
BOMB = 1 << 24
"""Values of eight bytes that the bombs hold: 128 MiB in a few kilobytes."""


def written(path):
    """Write a part of `ROWS` rows; return its bytes."""
    form = row_format(COLUMNS, scenario())
    path.write_bytes(form.encode([form.pack(simulate(0, ROWS))], 0))
    return path


def varint(number):
    """Return a whole number as Thrift's compact protocol has it."""
    number, out = number << 1, bytearray()
    while number > 127:
        out.append(number & 127 | 128)
        number >>= 7
    return bytes([*out, number])


def claiming(data, before, after):
    """Return a Parquet file whose footer says one number in place of another."""
    (length,) = struct.unpack("<I", data[-8:-4])
    footer = data[-8 - length : -8].replace(varint(before), varint(after))
    return data[: -8 - length] + footer + struct.pack("<I", len(footer)) + b"PAR1"


def bomb(lying):
    """Return a Parquet file of few bytes whose one page holds `BOMB` zeros; the footer claims `ROWS` rows.

    With `lying` the page's head does so as well, and only the bytes that it decompresses to tell.
    """
    values = pa.table({"leakers": pa.array(np.zeros(BOMB, np.int64))})
    sink = io.BytesIO()
    pq.write_table(values, sink, compression="zstd", use_dictionary=False, row_group_size=BOMB, data_page_size=1 << 30,
                   write_batch_size=BOMB, max_rows_per_page=BOMB, write_statistics=False)  # fmt: skip
    data = claiming(sink.getvalue(), BOMB, ROWS)
    head = data.index(varint(BOMB))
    assert head < 100, "the number of values in the head of the first page"
    padded = b"\x80\x90\x80\x00"  # `ROWS` in as many bytes as `BOMB` takes
    return data[:head] + padded + data[head + 4 :] if lying else data


@pytest.mark.parametrize("columns", [None, ["leakers"], ["draws", "leakers"]])
def test_rows_come_back_as_they_were_written(tmp_path, columns):
    path = written(tmp_path / "a.parquet")
    (found,) = tables(path, ROWS, columns)
    assert found.equals(pq.read_table(path, columns=columns), check_metadata=True)


def test_rows_come_in_their_groups(tmp_path):
    whole = pa.table({"leakers": pa.array(np.arange(1000, dtype=np.int32), mask=np.arange(1000) % 3 == 0)})
    for version in ("1.0", "2.0"):
        pq.write_table(whole, tmp_path / "a.parquet", row_group_size=300, data_page_version=version, data_page_size=64,
                       write_batch_size=16)  # fmt: skip
        found = list(tables(tmp_path / "a.parquet", 1000))
        assert [t.num_rows for t in found] == [300, 300, 300, 100]
        assert pa.concat_tables(found).equals(whole)


@pytest.mark.parametrize("rows", [1 << 40, ROWS - 1, ROWS + 1, 0])
def test_another_number_of_rows_is_refused_before_they_are_read(tmp_path, rows):
    path = written(tmp_path / "a.parquet")
    path.write_bytes(claiming(path.read_bytes(), ROWS, rows))
    code = f"""
    try:
        print(sum(t.num_rows for t in tables(Path({str(path)!r}), {ROWS}, ["leakers"])))
    except ValueError as error:
        print("refused:", error)
    """
    ready = "from pathlib import Path\nimport pyarrow.parquet\nfrom airdef.outcome.rowread import tables"
    assert limited(code, ready=ready, megabytes=300, seconds=10) == f"refused: {rows} rows, {ROWS} expected\n"


@pytest.mark.parametrize("lying", [False, True])
def test_pages_that_decompress_to_more_than_the_rows_can_be_are_refused(tmp_path, lying):
    path = tmp_path / "a.parquet"
    path.write_bytes(bomb(lying))
    assert path.stat().st_size < 1 << 16
    code = f"""
    try:
        print(sum(t.num_rows for t in tables(Path({str(path)!r}), {ROWS}, ["leakers"])))
    except ValueError as error:
        print("refused:", error)
    """
    ready = "from pathlib import Path\nimport pyarrow.parquet\nfrom airdef.outcome.rowread import tables"
    told = limited(code, ready=ready, megabytes=100, seconds=10)
    assert told == f"refused: a column 'leakers' whose pages hold more than {ROWS} values\n"


def test_a_group_of_more_rows_than_are_written_together_is_refused(tmp_path):
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table({"leakers": pa.array(np.zeros(BOMB, np.int64))}), path, row_group_size=BOMB)
    with pytest.raises(ValueError, match=f"a row group of {BOMB} rows, 1 to 1048576 expected"):
        next(tables(path, BOMB))


@pytest.mark.parametrize(
    ("column", "told"),
    [
        (pa.array(["x"] * ROWS), "a column 'leakers' of BYTE_ARRAY, one number a row expected"),
        (pa.array([[1, 2]] * ROWS), "one number a row expected|no column 'leakers'"),
        (pa.array([{"a": 1}] * ROWS), "no column 'leakers'"),
        (None, "no column 'leakers'"),
    ],
)
def test_other_columns_are_refused(tmp_path, column, told):
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table({"other": pa.array(range(ROWS))} if column is None else {"leakers": column}), path)
    with pytest.raises(ValueError, match=told):
        list(tables(path, ROWS, ["leakers"]))


def test_what_is_no_parquet_is_refused_in_words(tmp_path):
    path = written(tmp_path / "a.parquet")
    whole = path.read_bytes()
    for content, told in (
        (b"", "no Parquet file"),
        (b"PAR1", "no Parquet file"),
        (whole[:-8] + struct.pack("<I", 1 << 20) + b"PAR1", "a footer longer than the file"),
        (whole[:-8] + struct.pack("<I", 1 << 30) + b"PAR1", "at most 64 MiB expected"),
        (whole[:-8] + struct.pack("<I", 8) + b"PAR1", "."),
    ):
        path.write_bytes(content)
        with pytest.raises((ValueError, OSError), match=told):
            list(tables(path, ROWS))
    with path.open("wb") as file:
        file.truncate(1 << 40)
    with pytest.raises(LimitError, match="at most 4 GiB"):
        list(tables(path, ROWS))


def test_no_damage_to_the_pages_is_more_than_an_error(tmp_path):
    path = written(tmp_path / "a.parquet")
    whole = path.read_bytes()
    (length,) = struct.unpack("<I", whole[-8:-4])
    rng = np.random.Generator(np.random.Philox(3))
    refused = 0
    for at in rng.integers(4, len(whole) - 8 - length, 300):
        damaged = bytearray(whole)
        damaged[at] ^= 1 << int(rng.integers(8))
        path.write_bytes(damaged)
        try:
            assert sum(t.num_rows for t in tables(path, ROWS)) == ROWS
        except (ValueError, OSError):
            refused += 1
    assert refused > 20  # it is tried at all: most bits are those of values, which no page tells from others
