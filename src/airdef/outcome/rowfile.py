"""The rows of a campaign as Parquet: one replication a row, in the narrowest types that hold them exactly."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from airdef.engine.breakdown import breakdown
from airdef.limits import ROW_GROUP
from airdef.outcome import measures
from airdef.outcome.bounds import Limits

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa
    from numpy.typing import NDArray

    from airdef.engine.breakdown import Detail
    from airdef.scenario.plan import Scenario

_INT16_END = 1 << 15
_COPY = b"airdef.same_as"


class Packed(NamedTuple):
    """Rows by column, ready to be written: counts int32[columns, rows], measured values float64[columns, rows]."""

    counts: NDArray[np.int32]
    values: NDArray[np.float64]


@dataclass(frozen=True)
class RowFormat:
    """What is written of the engine's rows: the file's schema, and the places in a row of its counts and values."""

    schema: pa.Schema
    counts: NDArray[np.int64]
    values: NDArray[np.int64]

    def pack(self, rows: NDArray[np.float64]) -> Packed:
        """Return rows, float64[replications, columns], by column.

        Parameters
        ----------
        rows
            Rows of replications, float64[replications, columns].

        Returns
        -------
        Packed
            Rows, float64[replications, columns], by column.
        """
        return Packed(rows[:, self.counts].T.astype(np.int32, order="C"), np.ascontiguousarray(rows[:, self.values].T))

    def encode(self, parts: Sequence[Packed], first: int) -> bytes:
        """Return rows, packed in pieces, as the bytes of a Parquet file: equal rows, equal bytes.

        `first` is the number of the first replication. A count that its type cannot hold raises ValueError (pyarrow's
        ArrowInvalid): an error of the engine, never a number cut short.

        Parameters
        ----------
        parts
            The rows, packed in pieces.
        first
            Number of the first replication.

        Returns
        -------
        bytes
            Rows, packed in pieces, as the bytes of a Parquet file: equal rows, equal bytes.
        """
        import pyarrow as pa
        import pyarrow.parquet as pq

        counts = iter(np.concatenate([p.counts for p in parts], axis=1))
        values = iter(np.concatenate([p.values for p in parts], axis=1))
        replications = sum(p.counts.shape[1] for p in parts)
        arrays = {"replication": pa.array(np.arange(first, first + replications))}
        for field in list(self.schema)[1:]:
            same = (field.metadata or {}).get(_COPY)
            if same is not None:
                arrays[field.name] = arrays[same.decode()]
            elif pa.types.is_floating(field.type):
                arrays[field.name] = pa.array(next(values), from_pandas=True)
            else:
                arrays[field.name] = pa.array(next(counts)).cast(field.type)
        sink = pa.BufferOutputStream()
        pq.write_table(
            pa.table(list(arrays.values()), schema=self.schema),
            sink,
            row_group_size=ROW_GROUP,
            compression="zstd",
            use_dictionary=[name for name in self.schema.names if name != "replication"],
            column_encoding={"replication": "DELTA_BINARY_PACKED"},
        )
        return sink.getvalue().to_pybytes()  # type: ignore[no-any-return]


def row_format(columns: tuple[str, ...], scenario: Scenario) -> RowFormat:
    """Return the format of a campaign's files: `replication`, the engine's columns in SI, then those by dimension.

    Measured values are float64, null where the replication has none. Counts are int16 where the scenario bounds them
    below 2^15 and int32 elsewhere: by the scenario and not by the data, so that all files agree. Columns by dimension
    that the engine holds once (`breakdown.Detail`) stand under all their names: a field's metadata names the column it
    is a copy of. Leak reasons by dimension are left out (they are in the statistics). The file's metadata names the
    scenario, so that it tells by itself where it comes from.

    Parameters
    ----------
    columns
        Names of the columns.
    scenario
        The scenario.

    Returns
    -------
    RowFormat
        The format of a campaign's files: `replication`, the engine's columns in SI, then those by
        dimension.
    """
    import pyarrow as pa

    limits = Limits(scenario)
    details = {d.name: d for d in breakdown(scenario).details if not d.measure.startswith("reason:")}
    kept = [name for name in columns if name in details or not _is_detail(name)]
    copies = [d for d in details.values() if d.name != d.column and d.column in kept]

    def field(name: str, d: Detail | None) -> pa.Field:
        bound = limits.of(d.measure, d.dimension, d.key) if d else limits.of(name)
        narrow = pa.int16() if bound[1] < _INT16_END else pa.int32()
        return pa.field(name, pa.float64() if measures.is_measured(name) else narrow)

    fields = [field(name, details.get(name)) for name in kept]
    types = dict(zip(kept, (f.type for f in fields), strict=True))
    fields += [pa.field(d.name, types[d.column], metadata={_COPY: d.column.encode()}) for d in copies]
    schema = pa.schema(
        [pa.field("replication", pa.int64()), *fields],
        {"airdef.scenario": scenario.scenario_hash, "airdef.name": scenario.name},
    )
    at = {name: k for k, name in enumerate(columns)}
    measured = [at[name] for name in kept if measures.is_measured(name)]
    counted = [at[name] for name in kept if not measures.is_measured(name)]
    return RowFormat(schema, np.array(counted, np.int64), np.array(measured, np.int64))


def _is_detail(name: str) -> bool:
    """Tell whether a column is one by dimension (of those by class, one of the named `dimension:key:measure`)."""
    return name.count(":") > 1
