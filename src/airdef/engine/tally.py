"""Counting what rows hold, quickly: histograms of counts, and the integers that exact sums are made of."""

from __future__ import annotations

import numpy as np

from airdef.engine.memory.record import Array
from airdef.jit import entry

ROWS = 1024
"""Rows that `add_sums` takes at most: the sums of that many products of halves stay below 2^64."""

EXPONENTS = 12
"""Exponents (powers of two) that the values of one column may have in a call of `add_sums`."""

SUMS = 5
"""Sums kept of one exponent: of the upper and lower halves of the mantissas, and of the products of the two."""

HALF = 27
"""Bits of the lower half of a mantissa."""


@entry
def add_counts(rows: Array, columns: Array, start: Array, held: Array) -> int:
    """Add the counts in some columns of `rows` to their histograms, held[start[k] + value] that of columns[k].

    Return -1, or the place of the first value that is no whole number from 0 to the end of its histogram: row times the
    number of these columns, plus k.

    Parameters
    ----------
    rows
        Rows of the table, f64[rows, columns].
    columns
        Numbers of the columns, i8[columns].
    start
        Where each histogram begins, i8[columns].
    held
        The histograms, one behind the other.

    Returns
    -------
    int
        -1, or the place of the first value that is out of range: row times the number of columns and column.
    """
    for i in range(rows.shape[0]):
        for k in range(columns.shape[0]):
            value = rows[i, columns[k]]
            whole = np.int64(value)
            begin = start[k]
            if whole < 0 or whole >= start[k + 1] - begin or np.float64(whole) != value:
                return i * columns.shape[0] + k
            held[begin + whole] += 1
    return -1


@entry
def add_sums(rows: Array, columns: Array, exponent: Array, sums: Array, seen: Array, ends: Array) -> int:
    """Add up values, zero or more and finite (NaN: left out), in some columns of at most `ROWS` rows.

    Equation: x = m 2^(e - 1075) with m = a 2^27 + b; of each e the sums of a, b, a^2, a b and b^2, in integers.

    Parameters
    ----------
    rows
        Rows of the table, f64[rows, columns].
    columns
        Numbers of the columns, i8[columns].
    exponent
        Exponents e that occur, i8[columns, EXPONENTS], 0 where free.
    sums
        Their sums, u8[columns, EXPONENTS, SUMS].
    seen
        Numbers of values and of zeros, i8[columns, 2].
    ends
        Least and greatest value, f8[columns, 2]; inf and -inf at first.

    Returns
    -------
    int
        -1, or the k of a column with a negative value or too many exponents.
    """
    words = rows.view(np.int64)
    for i in range(rows.shape[0]):
        for k in range(columns.shape[0]):
            c = columns[k]
            value = rows[i, c]
            if np.isnan(value):
                continue
            if not (0.0 <= value < np.inf):
                return k
            seen[k, 0] += 1
            ends[k, 0] = min(ends[k, 0], value)
            ends[k, 1] = max(ends[k, 1], value)
            word = words[i, c] & 0x7FFFFFFFFFFFFFFF  # zero has no sign
            e = word >> 52
            m = word & 0xFFFFFFFFFFFFF
            if e == 0:
                if m == 0:
                    seen[k, 1] += 1
                    continue
                e = 1
            else:
                m |= 1 << 52
            x = 0
            while x < EXPONENTS and exponent[k, x] != 0 and exponent[k, x] != e:
                x += 1
            if x == EXPONENTS:
                return k
            exponent[k, x] = e
            a, b = np.uint64(m >> 27), np.uint64(m & ((1 << 27) - 1))
            sums[k, x, 0] += a
            sums[k, x, 1] += b
            sums[k, x, 2] += a * a
            sums[k, x, 3] += a * b
            sums[k, x, 4] += b * b
    return -1
