"""How many replications of a variant have which value of a measure that counts."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from airdef.measures.definition import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from airdef.studies.variants.columns import Column, Place


class Spread:
    """Replications by value, of every counted measure of the whole: {measure: {value: replications}}."""

    def __init__(self, columns: Mapping[Place, Column]) -> None:
        self._columns = {
            place.measure: column
            for place, column in columns.items()
            if not place.dimension and column.definition.kind is Kind.COUNT
        }
        self.counts: dict[str, Counter[int]] = {measure: Counter() for measure in self._columns}

    def take(self, rows: NDArray[np.float64]) -> None:
        """Add replications.

        Parameters
        ----------
        rows
            Rows of replications, float64[replications, columns].
        """
        for measure, column in self._columns.items():
            values = column.values(rows)
            found, counts = np.unique(values[~np.isnan(values)].astype(np.int64), return_counts=True)
            self.counts[measure].update(dict(zip(found.tolist(), counts.tolist(), strict=True)))

    def copy(self) -> Spread:
        """Return another one with the same replications, which goes its own way."""
        other = Spread({})
        other._columns = self._columns
        other.counts = {measure: Counter(counts) for measure, counts in self.counts.items()}
        return other


def bins(counts: Mapping[str, Mapping[int, int]]) -> dict[str, list[dict[str, int]]]:
    """Return replications by value as plain data, by measure, in the order of the values.

    Parameters
    ----------
    counts
        Replications by value, by measure.

    Returns
    -------
    dict[str, list[dict[str, int]]]
        For every measure its values, each with `value` and `count`.
    """
    return {
        measure: [{"value": value, "count": found[value]} for value in sorted(found)]
        for measure, found in counts.items()
    }
