import io

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from airdef.outcome.measures import MEASURED
from airdef.outcome.rowfile import encode, schema
from outcome.fakes import COLUMNS, play, scenario


def test_rows_come_back_exactly():
    rows = play(500, 2_000)
    table = pq.read_table(io.BytesIO(encode(rows, 500, schema(COLUMNS, scenario()))))
    assert table.column("replication").to_pylist() == list(range(500, 2_500))
    for k, name in enumerate(COLUMNS):
        back = table.column(name).to_numpy().astype(float)
        assert np.array_equal(back, rows[:, k], equal_nan=True), name
        # A history without the event holds null, so that a query's mean leaves it out; NaN would poison it.
        assert table.column(name).null_count == np.isnan(rows[:, k]).sum()


def test_equal_rows_give_equal_bytes():
    s = schema(COLUMNS, scenario())
    assert encode(play(0, 700), 0, s) == encode(play(0, 700), 0, s) != encode(play(1, 700), 0, s)


def test_types_are_as_narrow_as_the_scenario_bounds_them():
    s = schema(COLUMNS, scenario())
    assert {str(s.field(c).type) for c in MEASURED} == {"double"}
    for name in ("leakers", "reason:missed", "kills:srbm", "threats:srbm", "assets_lost"):
        assert s.field(name).type == pa.int16()
    assert s.field("missiles_used").type == pa.int32()  # nothing bounds it beforehand
    assert s.metadata[b"airdef.scenario"] == scenario().scenario_hash.encode()


def test_a_count_that_does_not_fit_is_refused_and_not_cut_short():
    rows = play(0, 3)
    rows[1, COLUMNS.index("leakers")] = 40_000
    with pytest.raises(ValueError, match="40000"):
        encode(rows, 0, schema(COLUMNS, scenario()))
