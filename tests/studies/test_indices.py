"""Sobol indices and Morris effects on functions whose indices are known, through the code the study uses."""

import numpy as np
import pytest

from airdef.studies.uncertainty import indices


@pytest.fixture(autouse=True)
def _few_resamples(monkeypatch):
    """A fifth of the resamples: the half-widths are then known to some 7 %, and the tests take seconds."""
    monkeypatch.setattr(indices, "RESAMPLES", 100)


A, B = 7.0, 0.1
PI = np.pi
# The Ishigami function: its partial variances, from integrating it by hand.
V1 = 0.5 * (1 + B * PI**4 / 5) ** 2
V2 = A**2 / 8
V13 = B**2 * PI**8 * 8 / 225
ISHIGAMI_FIRST = np.array([V1, V2, 0.0]) / (V1 + V2 + V13)
ISHIGAMI_TOTAL = np.array([V1 + V13, V2, V13]) / (V1 + V2 + V13)

G = np.array([0.0, 1.0, 4.5, 9.0])
# Sobol's g-function: partial variance (1/3) / (1 + a)^2 each, the whole is prod(1 + V_i) - 1.
GV = (1 / 3) / (1 + G) ** 2
G_VARIANCE = np.prod(1 + GV) - 1
G_FIRST = GV / G_VARIANCE
G_TOTAL = GV * np.prod(1 + GV) / (1 + GV) / G_VARIANCE


def ishigami(points, block):
    z = PI * (2 * points - 1)
    return np.sin(z[:, 0]) + A * np.sin(z[:, 1]) ** 2 + B * z[:, 2] ** 4 * np.sin(z[:, 0])


def g_function(points, block):
    return np.prod((np.abs(4 * points - 2) + G) / (1 + G), axis=1)


@pytest.mark.parametrize(
    ("function", "first", "total"),
    [(ishigami, ISHIGAMI_FIRST, ISHIGAMI_TOTAL), (g_function, G_FIRST, G_TOTAL)],
)
def test_known_indices_are_met(function, first, total):
    found = indices.sobol(function, len(first), 1024, seed=1)
    # The error falls about as 1/N: 0.03 is three times what 20 scrambles of this size departed by at most.
    assert np.allclose([i.first for i in found.each], first, atol=0.03)
    assert np.allclose([i.total for i in found.each], total, atol=0.03)


@pytest.mark.parametrize(
    ("function", "first", "total"),
    [(ishigami, ISHIGAMI_FIRST, ISHIGAMI_TOTAL), (g_function, G_FIRST, G_TOTAL)],
)
def test_intervals_hold_the_known_indices_at_the_nominal_rate(function, first, total):
    held = tried = 0
    for seed in range(12):
        found = indices.sobol(function, len(first), 256, seed)
        for index, s, st in zip(found.each, first, total, strict=True):
            held += abs(index.first - s) <= index.first_half
            held += abs(index.total - st) <= index.total_half
            tried += 2
    # At least 95 % of some 80 intervals, less three binomial standard deviations (0.073); more is no fault: the
    # bootstrap takes the points as independent, and a scrambled sequence is more even than that.
    assert held / tried >= 0.95 - 0.073


def test_a_design_grows_towards_the_answer():
    found = indices.sobol(ishigami, 3, 256, seed=3)
    assert [n for n, _ in found.convergence] == [32, 64, 128]
    widths = [max(i.total_half for i in each) for _, each in found.convergence]
    assert max(i.total_half for i in found.each) < widths[0]
    assert found.variance == pytest.approx(V1 + V2 + V13, rel=0.15)  # 512 points: some 6 % by chance


def test_the_whole_can_come_from_an_interaction():
    found = indices.sobol(lambda x, _: (x[:, 0] - 0.5) * (x[:, 1] - 0.5), 3, 512, seed=1)
    first = [i.first for i in found.each]
    total = [i.total for i in found.each]
    # By hand: the first-order effects vanish, both total indices are 1, the third input has none.
    assert np.allclose(first, [0, 0, 0], atol=0.15)
    assert np.allclose(total, [1, 1, 0], atol=0.15)


def test_a_function_that_does_not_vary_has_no_indices():
    found = indices.sobol(lambda x, _: np.full(len(x), 3.0), 2, 16, seed=1)
    assert found.variance == 0.0
    assert all(i.total == i.first == 0.0 for i in found.each)


@pytest.mark.parametrize("samples", [0, 15, 100])
def test_only_powers_of_two_are_taken(samples):
    with pytest.raises(ValueError, match=r"power of two .* the nearest is"):
        indices.sobol(ishigami, 3, samples, seed=1)


def test_morris_finds_what_does_nothing():
    found = indices.morris(lambda x, _: 3 * x[:, 0] + x[:, 1] * x[:, 2], 4, 8, seed=1)
    assert found[0].mu_star == pytest.approx(3.0)
    assert found[0].sigma == pytest.approx(0.0, abs=1e-9)  # linear: the same effect everywhere
    assert found[1].sigma > 0.1  # an interaction: it depends on where
    assert found[3].mu_star == 0.0


def test_blocks_of_the_design_are_told():
    seen = []

    def f(points, block):
        seen.append((len(points), block))
        first, last = points[0], points[block - 1]
        for k in range(1, block - 1):  # each point of a block has one input of the last and all others of the first
            changed = np.flatnonzero(points[k] != first)
            assert len(changed) == 1
            assert points[k][changed[0]] == last[changed[0]]
        return points[:, 0]

    indices.sobol(f, 3, 16, seed=1)
    assert seen == [(80, 5)]
