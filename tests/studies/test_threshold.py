"""Where a response crosses a level."""

import pytest

from airdef.studies.threshold import Estimate, crossing


def steps(slope, half, seen=None):
    def evaluate(x):
        if seen is not None:
            seen.append(x)
        return Estimate(slope * x, (slope * x - half, slope * x + half), 100)

    return evaluate


@pytest.mark.parametrize(
    ("level", "at", "earliest", "latest"),
    [(10.5, 11, 10, 12), (0.5, 1, 1, 2), (40.0, None, 40, None), (99.0, None, None, None)],
)
def test_upwards(level, at, earliest, latest):
    found = crossing(range(1, 41), steps(1.0, 0.9), level, above=True)
    assert (found.at, found.earliest, found.latest) == (at, earliest, latest)


def test_downwards():
    found = crossing([100, 10, 1, 0.1], steps(1.0, 0.0), 5.0, above=False)
    assert (found.at, found.earliest, found.latest) == (1, 1, 1)


def test_each_value_is_evaluated_once_and_few_are():
    seen = []
    found = crossing(range(1, 1001), steps(1.0, 3.0, seen), 500.5, above=True)
    assert (found.at, found.earliest, found.latest) == (501, 498, 504)
    # 2 ends and 10 halvings; the two searches for the bounds share all of these but their last 5
    assert len(seen) == len(set(seen)) <= 2 + 10 + 2 * 5
    assert [value for value, _ in found.tried] == sorted(seen)
