"""Closed forms through the whole chain: load, opportunity, engine, outcome (the cases of `cases`)."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from . import cases, forms


def name(case):
    return case.label


def holds(case, validated, law):
    for result in cases.simulate(case):
        assert result.sigmas <= cases.SIGMAS, f"{case.label}: {result}"
        # Roundings where nothing is left to chance, as in `Result.sigmas`.
        rounding = 1e-12 * max(1.0, abs(result.check.expected))
        validated(
            result.mean,
            result.check.expected,
            law=law,
            against="closed form through the whole chain",
            kind="closed form",
            abs=cases.SIGMAS * result.standard_error + rounding,
            module="engine",
        )


@pytest.mark.parametrize("case", cases.SALVOS, ids=name)
def test_salvos_leak_with_the_power_of_their_misses(case, validated):
    holds(case, validated, "independent salvos (Intercept)")


@pytest.mark.parametrize("case", cases.LOOKS, ids=name)
def test_looks_save_missiles(case, validated):
    holds(case, validated, "shoot, look, shoot and mixed doctrines (Assessment)")


@pytest.mark.parametrize("case", cases.ANNIHILATION, ids=name)
def test_raids_are_annihilated_as_often_as_they_should(case, validated):
    holds(case, validated, "raid annihilation")


def test_leakers_are_binomial():
    case = cases.ANNIHILATION[1]  # 10 targets, 2 each, SSPK 0.7
    counts = np.bincount(cases.rows(case)["leakers"], minlength=11)
    expected = stats.binom(10, 0.3**2).pmf(np.arange(11)) * case.replications
    # cells of fewer than 5 expected make one, as is usual for the chi-square test
    rare = expected < 5.0
    counts = np.append(counts[~rare], counts[rare].sum())
    expected = np.append(expected[~rare], expected[rare].sum())
    # missed by a true model once in 1,000 seeds
    assert stats.chisquare(counts, expected).pvalue > 1e-3


def test_required_shots_are_enough_and_one_fewer_is_not():
    none = {n: cases.simulate(case)[0].mean for n, case in ((3, cases.ANNIHILATION[4]), (4, cases.ANNIHILATION[5]))}
    assert 3.0 < forms.required_shots(0.7, 20, 0.8) < 4.0
    assert none[3] < 0.8 < none[4]


def test_no_number_of_shots_gets_past_the_common_mode():
    few, many = (cases.simulate(case)[0].mean for case in cases.ANNIHILATION[6:])
    bound = 0.9**10
    # the bound itself is reached within a standard error of 0.0015: 3.5 of them
    assert few < many < bound + 3.5 * (bound * (1 - bound) / cases.REPLICATIONS) ** 0.5


@pytest.mark.parametrize("case", cases.DEPTH, ids=name)
def test_depth_of_fire_thins_the_raid(case, validated):
    holds(case, validated, "depth of fire: leakers (Ready, Launching)")


@pytest.mark.parametrize("case", [*cases.HUGHES, *cases.ARMSTRONG], ids=name)
def test_exchanges_without_chance(case, validated):
    holds(case, validated, "salvo exchanges without chance (Arrivals)")


@pytest.mark.parametrize("case", cases.UNCERTAIN, ids=name)
def test_exchanges_with_chance(case, validated):
    holds(case, validated, "salvo exchanges with chance (Arrivals)")
