"""Medians, exponents and turns, on made-up times."""

import pytest

from benchmarks.measure import Line, Spent, exponent, interleaved, medians, process


@pytest.mark.parametrize(("a", "b"), [(3.0, 1.0), (0.2, 1.7), (5.0, 0.0)])
def test_a_power_law_is_found_again(a, b):
    x = (40, 100, 250, 1000)
    # least squares on logarithms of three digits: rounding far below 1e-12
    assert exponent(x, [a * n**b for n in x]) == pytest.approx(b, abs=1e-12)


def test_the_rivals_take_turns():
    order = []

    def rival(name):
        order.append(name)
        return Spent(1.0, 1.0)

    rounds = interleaved(3, lambda: rival("A"), lambda: rival("B"))
    assert order == ["A", "B"] * 3
    assert [len(taken) for taken in rounds] == [2, 2, 2]


def test_medians_are_taken_size_by_size():
    assert medians([[1.0, 10.0], [3.0, 30.0], [2.0, 90.0]]) == (2.0, 30.0)


@pytest.mark.parametrize(
    ("target", "met"),
    [((">=", 2.0), True), ((">=", 2.1), False), (("<=", 2.0), True), (("<=", 1.9), False), (None, None)],
)
def test_the_median_decides_whether_a_target_is_met(target, met):
    line = Line("x", "times", (1.0, 2.0, 100.0), target)
    assert line.met is met
    assert line.to_dict()["median"] == 2.0


def test_a_process_that_fails_says_why():
    with pytest.raises(RuntimeError, match="ended with 3: gone wrong"):
        process(("-c", "import sys; print('gone wrong', file=sys.stderr); sys.exit(3)"))
