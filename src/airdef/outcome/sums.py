"""Exact sums of floating-point numbers, so that no order of adding can change a result.

A float64 is an integer times a power of two. The integers of one exponent are added as integers, and the
powers of two are joined as fractions: the sum carries no rounding at all, so it is the same for any
grouping into chunks, threads, processes and machines. It is rounded once, when it is read.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from airdef.engine.tally import EXPONENTS, HALF, ROWS, SUMS, add_sums

if TYPE_CHECKING:
    from numpy.typing import NDArray

_MANTISSA = 53
_HALF = 27
# 2^9 squares of 27-bit halves stay below 2^63, the end of int64.
_BLOCK = 512


def _power(exponent: int) -> Fraction:
    """Return 2**exponent exactly."""
    return Fraction(1 << exponent) if exponent >= 0 else Fraction(1, 1 << -exponent)


UNIT = 1074
"""Every finite number is a whole multiple of 2^-UNIT, and its square of the square of that."""


class WholeSums(NamedTuple):
    """Exact sums of columns: `total` in 2^-UNIT and `squares` in its square, whole numbers of each.

    `seen` i8[columns, 2] are the numbers of values and of zeros; `ends` f8[columns, 2] the least and the greatest (inf
    and -inf where there is none).
    """

    seen: NDArray[np.int64]
    ends: NDArray[np.float64]
    total: tuple[int, ...]
    squares: tuple[int, ...]


def whole_sums(rows: NDArray[np.float64], at: NDArray[np.int64]) -> WholeSums | None:
    """Return the exact sums of the columns `at` of rows (NaN: left out); None where one is not of the common sort.

    That is: it has a negative or infinite value, or values of more than `EXPONENTS` powers of two.

    Parameters
    ----------
    rows
        Rows of replications, float64[replications, columns].
    at
        Indices of the columns.

    Returns
    -------
    WholeSums | None
        The exact sums of the columns `at` of rows (NaN: left out).
    """
    seen = np.zeros((len(at), 2), np.int64)
    ends = np.tile((np.inf, -np.inf), (len(at), 1))
    total, squares = [0] * len(at), [0] * len(at)
    for begin in range(0, len(rows) if len(at) else 0, ROWS):
        exponent = np.zeros((len(at), EXPONENTS), np.int64)
        sums = np.zeros((len(at), EXPONENTS, SUMS), np.uint64)
        if add_sums(rows[begin : begin + ROWS], at, exponent, sums, seen, ends) >= 0:
            return None
        k, x = np.nonzero(exponent)
        for column, e, (a, b, aa, ab, bb) in zip(k.tolist(), exponent[k, x].tolist(), sums[k, x].tolist(), strict=True):
            total[column] += ((a << HALF) + b) << (e - 1)
            squares[column] += ((aa << 2 * HALF) + (ab << HALF + 1) + bb) << 2 * (e - 1)
    return WholeSums(seen, ends, tuple(total), tuple(squares))


def exact_sums(x: NDArray[np.float64]) -> tuple[Fraction, Fraction]:
    """Return the exact sum and the exact sum of squares of finite numbers.

    Equation: with x_i = m_i 2^e_i and m_i = a_i 2^27 + b_i, sum x = sum_e 2^e (2^27 sum a + sum b) and sum x^2 = sum_e
    2^2e (2^54 sum a^2 + 2^28 sum a b + sum b^2), every inner sum in integers.

    Returns two fractions in that unit and its square. Valid for all finite values (subnormal ones included); a NaN or
    an infinity raises ValueError.

    Parameters
    ----------
    x
        Finite numbers, float64[n].

    Returns
    -------
    tuple[Fraction, Fraction]
        The exact sum and the exact sum of squares of finite numbers.
    """
    if not np.isfinite(x).all():
        message = "exact_sums: every value must be finite; leave missing ones out"
        raise ValueError(message)
    mantissa, exponent = np.frexp(x)
    whole = np.ldexp(mantissa, _MANTISSA).astype(np.int64)
    total, squares = Fraction(0), Fraction(0)
    for e in np.unique(exponent):
        selected = whole[exponent == e]
        unit = _power(int(e) - _MANTISSA)
        for first in range(0, len(selected), _BLOCK):
            block = selected[first : first + _BLOCK]
            a = block >> _HALF
            b = block - (a << _HALF)
            total += unit * ((int(a.sum()) << _HALF) + int(b.sum()))
            squares += (unit * unit) * (
                (int((a * a).sum()) << 2 * _HALF) + (int((a * b).sum()) << _HALF + 1) + int((b * b).sum())
            )
    return total, squares
