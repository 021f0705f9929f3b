"""The closed forms themselves, against the numbers their sources print (docs/validation/closed-forms.md)."""

from __future__ import annotations

import pytest
from scipy import stats

from . import forms


@pytest.mark.parametrize(
    ("p", "salvos", "shots", "leak"),
    [
        (0.5, (1, 1), 1.5, 0.25),
        (0.5, (1, 1, 1), 1.75, 0.125),
        (0.5, (1, 1, 1, 1), 1.875, 0.0625),
        (0.5, (2, 2), 2.5, 0.0625),
        (0.5, (1, 2), 2.0, 0.125),
        (0.7, (1, 1), 1.3, 0.09),
        (0.7, (1, 1, 1), 1.39, 0.027),
        (0.7, (1, 1, 1, 1), 1.417, 0.0081),
        (0.7, (2, 2), 2.18, 0.0081),
        (0.7, (1, 2), 1.6, 0.027),
    ],
)
def test_looks(p, salvos, shots, leak):
    got, sd, through = forms.looks(p, salvos)
    # exact decimals, to the rounding of the powers
    assert (got, through) == (pytest.approx(shots, abs=1e-12), pytest.approx(leak, abs=1e-12))
    assert sd > 0.0


def test_five_shots_as_atkinson_and_kress_print_them():
    # Operations Research 73 (2025): "p = .7, 5 shots -> .998", three printed digits
    assert 1.0 - forms.looks(0.7, (1,) * 5)[2] == pytest.approx(0.998, abs=5e-4)


@pytest.mark.parametrize(("p", "none"), [(0.5, 0.056314), (0.7, 0.389416), (0.8, 0.664833), (0.9, 0.904382)])
def test_annihilation(p, none):
    assert forms.annihilation(p, 2, 10) == pytest.approx(none, abs=5e-7)  # six digits computed beforehand
    leakers = stats.binom(10, 1.0 - forms.kill(p, 2))
    assert leakers.pmf(0) == pytest.approx(none, abs=5e-7)


@pytest.mark.parametrize(("p", "n"), [(0.7, 3.7387), (0.5, 6.4939)])
def test_required_shots(p, n):
    assert forms.required_shots(p, 20, 0.8) == pytest.approx(n, abs=5e-5)
    assert forms.annihilation(p, int(n), 20) < 0.8 < forms.annihilation(p, int(n) + 1, 20)


@pytest.mark.parametrize(
    ("load", "channels", "loss"), [(1, 1, 0.5), (2, 2, 0.4), (3, 4, 0.2061), (5, 6, 0.1918472589), (8, 8, 0.2355702611)]
)
def test_erlang(load, channels, loss):
    tolerance = 5e-5 if loss == 0.2061 else 5e-11  # as many digits as are given
    assert forms.erlang_b(load, channels) == pytest.approx(loss, abs=tolerance)
    assert forms.erlang_from_empty(load, channels, 400)[-1] == pytest.approx(loss, abs=tolerance)


def test_depth_of_fire():
    ranges = forms.depth_of_fire(40.0, 25.0, 2.0, 0.3, 0.9, 8.0, 5.0)
    assert ranges == pytest.approx([25.0, 17.625, 12.0938, 7.9453, 4.834, 2.5005], abs=1e-4)  # four digits given


@pytest.mark.parametrize(
    ("offensive", "defensive", "staying_power", "ships", "lost"),
    [
        (20, 8, 1, 99, 12),
        (20, 8, 2, 99, 6),
        (20, 8, 3, 99, 4),
        (20, 8, 4, 99, 3),
        (8, 0, 2, 5, 4),
        (16, 10, 3, 5, 2.0),
        (12, 8, 3, 4, 4 / 3),
        (20, 8, 3, 4, 4.0),
        (4, 8, 1, 2, 0.0),
        (12 * 0.61, 8 * 0.35, 1, 99, 4.52),
        (8 * 0.61, 12 * 0.35, 2, 99, 0.34),
    ],
)
def test_exchanges(offensive, defensive, staying_power, ships, lost):
    assert forms.salvo_exchange(offensive, defensive, staying_power, ships) == pytest.approx(lost, abs=1e-9)
