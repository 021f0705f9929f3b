"""The rows of a campaign as Parquet: one replication a row, in the narrowest types that hold them exactly."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from airdef.outcome import measures

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

    from airdef.scenario.plan import Scenario

_INT16_END = 1 << 15


def schema(columns: tuple[str, ...], scenario: Scenario) -> pa.Schema:
    """Return the columns of a campaign's files: `replication`, then those of the engine in SI.

    Measured values are float64, null where the history has none. Counts are int16 where the scenario bounds
    them below 2^15 and int32 elsewhere: by the scenario and not by the data, so that all files agree. The
    metadata names the scenario, so that a file tells by itself where it comes from.
    """
    import pyarrow as pa

    most = measures.ceilings(scenario)
    threats = len(scenario.threats)

    def kind(name: str) -> pa.DataType:
        if name in measures.MEASURED:
            return pa.float64()
        per_threat = name.startswith(("reason:", "threats:"))
        bound = most.get(name, threats if per_threat else float("inf"))
        return pa.int16() if bound < _INT16_END else pa.int32()

    fields = [("replication", pa.int64()), *((name, kind(name)) for name in columns)]
    return pa.schema(fields, {"airdef.scenario": scenario.scenario_hash, "airdef.name": scenario.name})


def encode(rows: NDArray[np.float64], first: int, columns: pa.Schema) -> bytes:
    """Return rows, float64[replications, columns], as the bytes of a Parquet file: equal rows, equal bytes.

    `first` is the number of the first replication. A count that its type cannot hold raises ValueError
    (pyarrow's ArrowInvalid): an error of the engine, never a number cut short.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    arrays = [pa.array(np.arange(first, first + len(rows)))]
    for k, field in enumerate(list(columns)[1:]):
        if pa.types.is_floating(field.type):
            arrays.append(pa.array(rows[:, k], from_pandas=True))
        else:
            arrays.append(pa.array(rows[:, k].astype(np.int64)).cast(field.type))
    sink = pa.BufferOutputStream()
    counts = [field.name for field in columns if not pa.types.is_floating(field.type)][1:]
    pq.write_table(
        pa.table(arrays, schema=columns),
        sink,
        compression="zstd",
        use_dictionary=counts,
        column_encoding={"replication": "DELTA_BINARY_PACKED"},
    )
    return sink.getvalue().to_pybytes()  # type: ignore[no-any-return]
