from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from airdef.outcome.sums import exact_sums

finite = st.floats(allow_nan=False, allow_infinity=False)


@settings(deadline=None)
@given(st.lists(finite, max_size=30))
def test_equals_the_sum_in_fractions(values):
    total, squares = exact_sums(np.array(values, float))
    assert total == sum(map(Fraction, values))
    assert squares == sum(Fraction(v) ** 2 for v in values)


def test_long_blocks_do_not_overflow():
    # All mantissa bits set: the largest halves, in more than one block of 512.
    x = np.full(5_000, np.nextafter(2.0, 1.0))
    total, squares = exact_sums(x)
    assert total == 5_000 * Fraction(x[0])
    assert squares == 5_000 * Fraction(x[0]) ** 2


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_refuses_what_is_not_finite(bad):
    with pytest.raises(ValueError, match="finite"):
        exact_sums(np.array([1.0, bad]))
