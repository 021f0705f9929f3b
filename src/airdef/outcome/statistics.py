"""Statistics of a campaign that can be merged: those of every column, held side by side so that merging is quick."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING

import numpy as np

from airdef.outcome.blocks import Histograms, Sums
from airdef.outcome.column import COUNT_LIMIT, Column, Counts, Departures, Moments, Values, mean_of, variance_of

if TYPE_CHECKING:
    from collections.abc import Collection

    from numpy.typing import NDArray

    F64 = NDArray[np.float64]
    I64 = NDArray[np.int64]

__all__ = [
    "COUNT_LIMIT",
    "Column",
    "Counts",
    "Departures",
    "Moments",
    "Statistics",
    "Values",
    "mean_of",
    "variance_of",
]


@dataclass(frozen=True)
class Layout:
    """Which columns are counts, measured values with their distribution, and measured values without.

    A measured column is one named so, or one of a breakdown (`dimension:key:measure`) whose measure is: of these only
    sums are kept.
    """

    place: dict[str, tuple[int, int]]
    counts: I64
    values: I64
    moments: I64

    @classmethod
    def of(cls, kinds: tuple[tuple[str, int], ...]) -> Layout:
        """Return the layout of columns with their kinds: 0 counts, 1 values, 2 moments.

        Parameters
        ----------
        kinds
            The kind of each column, by name.

        Returns
        -------
        Layout
            The layout of columns with their kinds: 0 counts, 1 values, 2 moments.
        """
        at: list[list[int]] = [[], [], []]
        place = {}
        for k, (name, kind) in enumerate(kinds):
            place[name] = (kind, len(at[kind]))
            at[kind].append(k)
        return cls(place, *(np.array(x, np.int64) for x in at))


@cache
def _layout(columns: tuple[str, ...], measured: frozenset[str]) -> Layout:
    def kind(name: str) -> int:
        if name in measured:
            return 1
        of, _, measure = name.rpartition(":")
        return 2 if of and measure in measured else 0

    return Layout.of(tuple((name, kind(name)) for name in columns))


@dataclass(frozen=True, eq=False)
class Statistics:
    """Statistics of every column over a set of replications."""

    columns: tuple[str, ...]
    replications: int
    layout: Layout
    counts: Histograms
    values: tuple[Values, ...]
    sums: Sums

    @classmethod
    def of(cls, columns: tuple[str, ...], measured: Collection[str], rows: F64) -> Statistics:
        """Take the rows of a chunk, float64[replications, columns].

        Columns named in `measured` (or broken down from them) are measured values, all others counts.

        Parameters
        ----------
        columns
            Names of the columns.
        measured
            Names of the columns that hold measured values.
        rows
            Rows of replications, float64[replications, columns].

        Returns
        -------
        Statistics
            The statistics of these replications.

        Raises
        ------
        ValueError
            Where a count is not a whole number from 0 to COUNT_LIMIT - 1 (an error of the engine, not of its
            user).
        """
        layout = _layout(columns, frozenset(measured))
        counts, wrong = Histograms.of(rows, layout.counts)
        if wrong >= 0:
            row, column = divmod(wrong, len(layout.counts))
            at = layout.counts[column]
            message = (
                f"statistics: column {columns[at]!r} holds {rows[row, at]}; "
                f"expected a whole number from 0 to {COUNT_LIMIT - 1}"
            )
            raise ValueError(message)
        values = tuple(Values.of(rows[:, k]) for k in layout.values)
        return cls(columns, len(rows), layout, counts, values, Sums.of(rows, layout.moments))

    @classmethod
    def joined(cls, columns: dict[str, Column], replications: int) -> Statistics:
        """Return the statistics of columns that were kept one by one.

        Parameters
        ----------
        columns
            The statistics of each column, by its name.
        replications
            Number of replications.

        Returns
        -------
        Statistics
            The statistics of columns that were kept one by one.
        """
        kinds = {name: (Counts, Values, Moments).index(type(x)) for name, x in columns.items()}
        by_kind: tuple[list[Column], ...] = ([], [], [])
        for name, x in columns.items():
            by_kind[kinds[name]].append(x)
        counts = Histograms.joined([x for x in by_kind[0] if isinstance(x, Counts)])
        values = tuple(x for x in by_kind[1] if isinstance(x, Values))
        sums = Sums.joined([x for x in by_kind[2] if isinstance(x, Moments)])
        return cls(tuple(columns), replications, Layout.of(tuple(kinds.items())), counts, values, sums)

    def merge(self, other: Statistics) -> Statistics:
        """Return the statistics of both sets of replications, which must not overlap.

        Parameters
        ----------
        other
            The statistics of other replications.

        Returns
        -------
        Statistics
            The statistics of both sets of replications, which must not overlap.
        """
        if self.columns != other.columns:
            message = "statistics: only campaigns with the same columns can be merged"
            raise ValueError(message)
        if self.layout.place != other.layout.place:
            message = "statistics: a column is a count in one campaign and a measured value in the other"
            raise ValueError(message)
        return Statistics(
            self.columns,
            self.replications + other.replications,
            self.layout,
            self.counts.merge(other.counts),
            tuple(a.merge(b) for a, b in zip(self.values, other.values, strict=True)),
            self.sums.merge(other.sums),
        )

    def __contains__(self, column: str) -> bool:
        return column in self.layout.place

    def __getitem__(self, column: str) -> Column:
        kind, k = self.layout.place[column]
        return (self.counts, self.values, self.sums)[kind][k]

    @cached_property
    def by_column(self) -> tuple[Column, ...]:
        """The statistics of each column."""
        return tuple(self[column] for column in self.columns)

    def digest(self) -> str:
        """Return the SHA-256 of everything held: equal digests mean equal bits."""
        h = hashlib.sha256(f"{self.replications}:{self.columns}".encode())
        for statistic in self.by_column:
            for part in statistic.parts():
                h.update(len(part).to_bytes(8, "little"))
                h.update(part)
        return h.hexdigest()
