"""Chance and ignorance of whole scenarios, and the weights of their unknowns."""

import numpy as np
import pytest

from airdef.studies.bench import Bench, by_history
from airdef.studies.readings import find, unknowns
from airdef.studies.sensitivity import fraction, sensitivity
from airdef.studies.states import LEVELS, Model, evaluate
from airdef.studies.uncertainty import uncertainty

SSPK, REACTION = "48N6E2 sspk.ballistic", "S-300PMU-2 reaction_time"


def model(names=(SSPK, REACTION), replications=20, levels=0, name="ballistic"):
    bench = Bench(name)
    return Model(bench, find(unknowns(bench.scenario(), bench.catalogue), names), "leakers", 1, replications, levels)


def test_a_state_is_the_scenario_with_its_figures_replaced():
    m = model()
    point = np.array([0.2, 0.7])
    values = {k: v for u, q in zip(m.unknowns, point, strict=True) for k, v in u.values(q).items()}
    reaction, sspk = values["S-300PMU-2", "reaction_time"], values["48N6E2", "sspk.ballistic"]
    replaced = m.bench.scenario(
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


def test_states_have_luck_of_their_own():
    m = model(replications=10)
    points = np.full((3, 2), 0.5)
    found = evaluate(m, points, 2, None, method="separate")
    kernel = m.bench.kernel(m.scenario(points[0]))
    from airdef.engine import simulate

    assert np.array_equal(found.ravel(), by_history(kernel, simulate(kernel, 1, 0, 30), "leakers"))


def test_processes_change_nothing():
    one, two = (uncertainty("ballistic", states=6, replications=5, processes=n, grades=["C"]) for n in (1, 2))
    assert one.to_dict() == two.to_dict()


def test_one_unknown_known_to_matter():
    found = uncertainty("ballistic", states=12, replications=20, processes=1, grades=["D"])
    assert SSPK in {u.name for u in found.unknowns}
    assert {u.grade for u in found.unknowns} == {"D"}
    assert found.split.ignorance_sd > 0.5  # leakers among a dozen missiles, with an SSPK from 0.05 to 0.77
    assert found.split.ignorance[0] <= found.split.mean <= found.split.ignorance[1]
    assert "Ignorance makes" in found.sentence()


def test_a_source_struck_out_is_told():
    found = uncertainty("ballistic", states=4, replications=4, processes=1, without=["globalsecurity-s-300pmu2-page"])
    assert found.struck > 0
    assert "S-300PMU-2 missile_channels" in found.kept


def test_sensitivity_says_which_of_two_matters():
    found = sensitivity("ballistic", parameters=[SSPK, "48N6E2 sspk.drone"], samples=32, replications=40, processes=1)
    assert [p.unknown.name for p in found.ranked()] == [SSPK, "48N6E2 sspk.drone"]
    heavy, idle = found.ranked()
    assert heavy.index.total == pytest.approx(1.0, abs=0.3)  # 32 samples
    assert heavy.swing > 1
    assert idle.index.total == idle.swing == 0.0  # there are no drones
    words = found.verdict()
    assert words[0].startswith("Nearly all of the spread")
    assert "A better figure for 48N6E2 sspk.drone would change nothing." in words
    assert len(found.to_dict()["convergence"]) == 2


def test_screening_keeps_the_heaviest():
    found = sensitivity("ballistic", grades=["D"], most=2, samples=16, trajectories=2, replications=10, processes=1)
    assert len(found.ranked()) == 2
    assert found.ranked()[0].unknown.name == SSPK
    assert all(p.screened is not None for p in found.parameters)
    least = min(p.screened.mu_star for p in found.ranked())
    assert all(p.screened.mu_star <= least for p in found.parameters if p.index is None)


@pytest.mark.parametrize(
    ("share", "words"), [(0.99, "nearly all"), (0.66, "two thirds"), (0.5, "half"), (0.12, "a tenth"), (0.03, "3 %")]
)
def test_fractions_in_words(share, words):
    assert fraction(share) == words
