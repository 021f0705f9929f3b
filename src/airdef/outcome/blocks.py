"""Statistics of many columns side by side, in a few arrays: counted and merged at once."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from airdef.engine.tally import add_counts
from airdef.outcome.column import COUNT_LIMIT, Counts, Moments
from airdef.outcome.sums import UNIT, exact_sums, whole_sums

if TYPE_CHECKING:
    from numpy.typing import NDArray

    F64 = NDArray[np.float64]
    I64 = NDArray[np.int64]

_ROUND = 8
"""Histograms are as long as a multiple of this, so that those of most chunks are of one length."""


@dataclass(frozen=True, eq=False)
class Histograms:
    """Histograms of counts, one behind the other: held[start[k] + v] replications had the value v in column k."""

    start: I64
    held: I64

    @classmethod
    def of(cls, rows: F64, at: I64) -> tuple[Histograms, int]:
        """Count the columns `at` of rows. Also return -1, or the place of a value that is no count (`add_counts`).

        Parameters
        ----------
        rows
            Rows of replications, float64[replications, columns].
        at
            Indices of the columns.

        Returns
        -------
        tuple[Histograms, int]
            The histograms, and -1 or the place of a value that is no count.
        """
        greatest = rows.max(axis=0, initial=0.0)[at]
        known = np.nan_to_num(np.clip(greatest, 0.0, COUNT_LIMIT - 1), nan=0.0).astype(np.int64)
        start = np.concatenate(([0], np.cumsum(-(-(known + 1) // _ROUND) * _ROUND)))
        held = np.zeros(start[-1], np.int64)
        return cls(start, held), int(add_counts(rows, at, start, held))

    @classmethod
    def joined(cls, counts: list[Counts]) -> Histograms:
        """Put histograms of single columns behind one another.

        Parameters
        ----------
        counts
            The counts, one for each column.

        Returns
        -------
        Histograms
            The histograms of all columns.
        """
        lengths = [len(c.histogram) for c in counts]
        held = np.concatenate([c.histogram for c in counts]) if counts else np.zeros(0, np.int64)
        return cls(np.concatenate(([0], np.cumsum(lengths, dtype=np.int64))), held)

    def __getitem__(self, k: int) -> Counts:
        own = self.held[self.start[k] : self.start[k + 1]]
        return Counts(np.trim_zeros(own, "b"))

    def merge(self, other: Histograms) -> Histograms:
        """Return the histograms of both sets of replications.

        Parameters
        ----------
        other
            The same of other replications.

        Returns
        -------
        Histograms
            The histograms of both sets of replications.
        """
        if np.array_equal(self.start, other.start):
            return Histograms(self.start, self.held + other.held)
        widths = np.maximum(np.diff(self.start), np.diff(other.start))
        start = np.concatenate(([0], np.cumsum(widths)))
        held = np.zeros(start[-1], np.int64)
        for part in (self, other):
            moved = np.repeat(start[:-1] - part.start[:-1], np.diff(part.start))
            held[moved + np.arange(len(part.held))] += part.held
        return Histograms(start, held)


@dataclass(frozen=True, eq=False)
class Sums:
    """Sums of measured values: of each column the numbers of values and of zeros, the least and the greatest.

    `total` and `squares` are exact: whole numbers of 2^-1074 and of its square.
    """

    seen: I64
    ends: F64
    total: tuple[int, ...]
    squares: tuple[int, ...]

    @classmethod
    def of(cls, rows: F64, at: I64) -> Sums:
        """Take the columns `at` of rows (NaN: none there). A negative or infinite value raises ValueError.

        Parameters
        ----------
        rows
            Rows of replications, float64[replications, columns].
        at
            Indices of the columns.

        Returns
        -------
        Sums
            The sums.
        """
        sums = whole_sums(rows, at)
        return cls(*sums) if sums is not None else cls.joined([_summed(rows[:, k]) for k in at])

    @classmethod
    def joined(cls, moments: list[Moments]) -> Sums:
        """Put the sums of single columns behind one another.

        Parameters
        ----------
        moments
            The sums, one for each column.

        Returns
        -------
        Sums
            The sums of all columns.
        """
        return cls(
            np.array([(m.n, m.zeros) for m in moments], np.int64).reshape(-1, 2),
            np.array([(m.low, m.high) for m in moments]).reshape(-1, 2),
            tuple(int(m.total * (1 << UNIT)) for m in moments),
            tuple(int(m.squares * (1 << 2 * UNIT)) for m in moments),
        )

    def __getitem__(self, k: int) -> Moments:
        (n, zeros), (low, high) = self.seen[k].tolist(), self.ends[k].tolist()
        total, squares = Fraction(self.total[k], 1 << UNIT), Fraction(self.squares[k], 1 << 2 * UNIT)
        return Moments(n, zeros, total, squares, low, high)

    def merge(self, other: Sums) -> Sums:
        """Return the sums over both sets of replications.

        Parameters
        ----------
        other
            The same of other replications.

        Returns
        -------
        Sums
            The sums over both sets of replications.
        """
        low, high = np.minimum(self.ends, other.ends)[:, :1], np.maximum(self.ends, other.ends)[:, 1:]
        return Sums(
            self.seen + other.seen,
            np.concatenate((low, high), axis=1),
            tuple(a + b for a, b in zip(self.total, other.total, strict=True)),
            tuple(a + b for a, b in zip(self.squares, other.squares, strict=True)),
        )


def _summed(column: F64) -> Moments:
    """Return the sums of one column that `add_sums` cannot take: of many magnitudes, or with a value that is none."""
    x = column[~np.isnan(column)] + 0.0
    if len(x) and not (x.min() >= 0.0 and np.isfinite(x).all()):
        message = f"statistics: a measured value is {x.min()}; expected zero or more, and finite"
        raise ValueError(message)
    total, squares = exact_sums(x)
    low, high = (float(x.min()), float(x.max())) if len(x) else (np.inf, -np.inf)
    return Moments(len(x), int((x == 0.0).sum()), total, squares, low, high)
