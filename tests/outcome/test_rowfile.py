import io

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from airdef.measures import CONTINUOUS
from airdef.outcome.rowfile import row_format
from outcome.fakes import COLUMNS, scenario, simulate


def encoded(rows, first):
    form = row_format(COLUMNS, scenario())
    return form.encode([form.pack(rows[:100]), form.pack(rows[100:])], first)


def test_rows_come_back_exactly():
    rows = simulate(500, 2_000)
    table = pq.read_table(io.BytesIO(encoded(rows, 500)))
    assert table.column("replication").to_pylist() == list(range(500, 2_500))
    for k, name in enumerate(COLUMNS):
        back = table.column(name).to_numpy().astype(float)
        assert np.array_equal(back, rows[:, k], equal_nan=True), name
        # A replication without the event holds null, so that a query's mean leaves it out; NaN would poison it.
        assert table.column(name).null_count == np.isnan(rows[:, k]).sum()


def test_equal_rows_give_equal_bytes():
    assert encoded(simulate(0, 700), 0) == encoded(simulate(0, 700), 0) != encoded(simulate(1, 700), 0)


def test_types_are_as_narrow_as_the_scenario_bounds_them():
    s = row_format(COLUMNS, scenario()).schema
    assert {str(s.field(c).type) for c in CONTINUOUS} == {"double"}
    for name in ("leakers", "reason:missed", "kills:srbm", "threats:srbm", "assets_lost"):
        assert s.field(name).type == pa.int16()
    assert s.field("draws").type == pa.int32()  # nothing bounds it beforehand
    assert s.metadata[b"airdef.scenario"] == scenario().scenario_hash.encode()


def test_a_count_that_does_not_fit_is_refused_and_not_cut_short():
    rows = simulate(0, 3)
    rows[1, COLUMNS.index("leakers")] = 40_000
    with pytest.raises(ValueError, match="40000"):
        encoded(rows, 0)
