"""Exact sums of floating-point numbers, so that no order of adding can change a result.

A float64 is an integer times a power of two. The integers of one exponent are added as integers, and the
powers of two are joined as fractions: the sum carries no rounding at all, so it is the same for any
grouping into chunks, threads, processes and machines. It is rounded once, when it is read.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_MANTISSA = 53
_HALF = 27
# 2^9 squares of 27-bit halves stay below 2^63, the end of int64.
_BLOCK = 512


def _power(exponent: int) -> Fraction:
    """Return 2**exponent exactly."""
    return Fraction(1 << exponent) if exponent >= 0 else Fraction(1, 1 << -exponent)


def exact_sums(x: NDArray[np.float64]) -> tuple[Fraction, Fraction]:
    """Return the exact sum and the exact sum of squares of finite numbers.

    Equation: with x_i = m_i 2^e_i and m_i = a_i 2^27 + b_i, sum x = sum_e 2^e (2^27 sum a + sum b) and
    sum x^2 = sum_e 2^2e (2^54 sum a^2 + 2^28 sum a b + sum b^2), every inner sum in integers.

    Parameters: x, float64 of shape [n] in any unit. Returns two fractions in that unit and its square.
    Valid for all finite values (subnormal ones included); a NaN or an infinity raises ValueError.
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
