"""Aleatory and epistemic uncertainty of whole scenarios, and the weights of their uncertain inputs."""

import numpy as np
import pytest

from airdef.studies.uncertainty.indices import Index
from airdef.studies.uncertainty.samples import LEVELS, Model, evaluate
from airdef.studies.uncertainty.sensitivity import fraction, sensitivity
from airdef.studies.uncertainty.study import uncertainty
from airdef.studies.variants.runner import VariantRunner, by_replication
from airdef.studies.variants.uncertain_inputs import find, uncertain_inputs

SSPK, REACTION = "48N6E2 sspk.ballistic", "S-300PMU-2 reaction_time"


def model(names=(SSPK, REACTION), replications=20, levels=0, name="ballistic"):
    runner = VariantRunner(name)
    return Model(
        runner, find(uncertain_inputs(runner.scenario(), runner.catalogue), names), "leakers", 1, replications, levels
    )


def test_a_state_is_the_scenario_with_its_figures_replaced():
    m = model()
    point = np.array([0.2, 0.7])
    values = {k: v for u, q in zip(m.uncertain_inputs, point, strict=True) for k, v in u.values(q).items()}
    reaction, sspk = values["S-300PMU-2", "reaction_time"], values["48N6E2", "sspk.ballistic"]
    replaced = m.runner.scenario(
        {
            "defence.0.overrides.system.reaction_time": f"{reaction!r} s",
            "defence.0.overrides.missile.sspk.ballistic": sspk,
        }
    )
    assert m.scenario(point).scenario_hash == replaced.scenario_hash


def test_the_shared_design_gives_what_each_point_gives_alone():
    m = model(names=(SSPK, REACTION, "64N6E2 detection_range", "srbm rcs", "64N6E2 reference_rcs"), levels=LEVELS)
    rng = np.random.Generator(np.random.Philox(2))
    a, b = rng.random((2, 5))
    block = np.array([a, *[np.where(np.arange(5) == k, b, a) for k in range(5)], b])
    together = m.means(block)
    assert m.resolved < len(block)  # that is what the sharing is for
    assert np.array_equal(together, [m.mean(m.scenario(p)) for p in block])


def test_states_have_stream_of_their_own():
    m = model(replications=10)
    points = np.full((3, 2), 0.5)
    found = evaluate(m, points, 2, None, method="separate")
    kernel = m.runner.kernel(m.scenario(points[0]))
    from airdef.engine import simulate

    assert np.array_equal(found.ravel(), by_replication(kernel, simulate(kernel, 1, 0, 30), "leakers"))


def test_processes_change_nothing():
    one, two = (uncertainty("ballistic", samples=6, replications=5, processes=n, grades=["C"]) for n in (1, 2))
    assert one.to_dict() == two.to_dict()


def test_one_unknown_known_to_matter():
    found = uncertainty("ballistic", samples=12, replications=20, processes=1, grades=["D"])
    assert SSPK in {u.name for u in found.uncertain_inputs}
    assert {u.grade for u in found.uncertain_inputs} == {"D"}
    assert found.split.epistemic_sd > 0.5  # leakers among a dozen missiles, with an SSPK from 0.05 to 0.77
    assert found.split.epistemic[0] <= found.split.mean <= found.split.epistemic[1]
    assert "Epistemic uncertainty makes" in found.sentence()


def test_a_source_struck_out_is_told():
    found = uncertainty("ballistic", samples=4, replications=4, processes=1, without=["globalsecurity-s-300pmu2-page"])
    assert found.excluded > 0
    assert "S-300PMU-2 missile_channels" in found.kept


def test_sensitivity_says_which_of_two_matters():
    found = sensitivity("ballistic", parameters=[SSPK, "48N6E2 sspk.drone"], samples=32, replications=40, processes=1)
    assert [p.uncertain_input.name for p in found.ranked()] == [SSPK, "48N6E2 sspk.drone"]
    heavy, idle = found.ranked()
    assert heavy.index.total == pytest.approx(1.0, abs=0.3)  # 32 samples
    assert heavy.swing > 1
    assert idle.index.total == idle.swing == 0.0  # there are no drones
    words = found.verdict()
    # 32 samples do not tell nearly all from half: the number stands with its interval.
    share = fraction(heavy.index.first, heavy.index.first_ci95)
    assert words[0] == f"{share} of the spread in 'leakers' comes from {SSPK} alone."
    assert "%" in share
    assert "A better figure for 48N6E2 sspk.drone would change nothing." in words
    assert len(found.to_dict()["convergence"]) == 2


def test_screening_keeps_the_heaviest():
    found = sensitivity("ballistic", grades=["D"], most=2, samples=16, trajectories=2, replications=10, processes=1)
    assert len(found.ranked()) == 2
    assert found.ranked()[0].uncertain_input.name == SSPK
    assert all(p.screened is not None for p in found.parameters)
    least = min(p.screened.mu_star for p in found.ranked())
    assert all(p.screened.mu_star <= least for p in found.parameters if p.index is None)


@pytest.mark.parametrize(
    ("share", "ci95", "words"),
    [
        (0.99, (0.96, 1.0), "nearly all"),
        (0.66, (0.65, 0.68), "two thirds"),
        (0.5, (0.47, 0.53), "half"),
        # What the interval does not carry is not put into a word: 0.15 +- 0.17 is no fifth.
        (0.15, (0.0, 0.32), "15 % (0 to 32 %)"),
        (0.2, (0.121, 0.281), "20.0 % (12.1 to 28.1 %)"),
        (0.99, (0.9, 1.0), "99.0 % (90 to 100 %)"),
        (0.03, (0.021, 0.041), "3.0 % (2.1 to 4.1 %)"),
        (-0.02, (0.0, 0.051), "0.0 % (0 to 5.1 %)"),
    ],
)
def test_shares_in_words_only_as_far_as_their_interval_carries_them(share, ci95, words):
    assert fraction(share, ci95) == words


def test_indices_have_intervals_within_what_they_can_be():
    i = Index(first=-0.05, first_half=0.1, total=0.97, total_half=0.2)
    assert i.first_ci95 == (0.0, 0.05)
    assert i.total_ci95 == (0.77, 1.0)
