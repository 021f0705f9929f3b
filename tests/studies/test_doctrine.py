"""The search where the best doctrine follows from a formula, and what it says where there is none.

Ten raiders, each worth one, against an ideal battery of SSPK 0.7 (`ideal-salvo`).
"""

from math import comb

import pytest

from airdef.api import run
from airdef.scenario import load, loads
from airdef.scenario.errors import ScenarioError
from airdef.studies.doctrine.space import space
from airdef.studies.doctrine.study import _yaml, doctrine

P = 0.7
SALVOS = ("doctrine.policy=shoot-look-shoot,salvo", "doctrine.salvo.aircraft=1,2,3")
SMALL = {"budget": 4000, "replications": 2000}


def inside(estimate, value):
    """Tell whether a value lies in an interval half as wide again: 99.7 % for 95 %, so that a seed rarely misses."""
    return abs(estimate.mean - value) <= 1.5 * estimate.half_width


def found(*args, **kwargs):
    return doctrine(*args, **{**SMALL, **kwargs})


def test_with_few_missiles_shoot_look_shoot_is_best():
    # Twelve missiles. Looking after each, all twelve are fired at what still lives, so that min(10, Bin(12, p)) die;
    # salvos of n reach 12 / n raiders once, and one each leaves two missiles unused.
    r = found("ideal-salvo", SALVOS, objective="value", overrides={
        "defence.0.overrides.system.missiles_per_launcher": 12})  # fmt: skip
    kills = sum(min(10, k) * comb(12, k) * P**k * (1 - P) ** (12 - k) for k in range(13))
    assert r.best.label == "policy=shoot-look-shoot, salvo.aircraft=1"
    assert inside(r.best.loss, 10 - kills)
    by_label = {o.label: o for o in r.options}
    assert inside(by_label["salvo.aircraft=1"].loss, 10 - 10 * P)
    assert inside(r.declared.loss, 10 - 6 * (1 - (1 - P) ** 2))
    assert inside(by_label["salvo.aircraft=3"].loss, 10 - 4 * (1 - (1 - P) ** 3))
    assert inside(r.best.gain, kills - 6 * (1 - (1 - P) ** 2))
    assert r.best.gain.ci95[0] > 0.0
    assert r.tied == ()


ONCE = ("doctrine.salvo.aircraft=1,2",)


def test_with_one_chance_two_missiles_lose_less_and_one_does_more_per_missile():
    value = found("ideal-salvo", ONCE, objective="value")
    assert value.best.declared
    assert "That is the doctrine that the scenario declares." in value.sentences()
    assert inside(value.best.loss, 10 * (1 - P) ** 2)
    per_missile = found("ideal-salvo", ONCE)
    assert per_missile.best.label == "salvo.aircraft=1"
    assert inside(per_missile.best.worth, P)
    assert inside(per_missile.declared.worth, (1 - (1 - P) ** 2) / 2)
    assert inside(per_missile.best.gain, P - (1 - (1 - P) ** 2) / 2)
    assert [o.label for o in per_missile.front] == ["salvo.aircraft=1", "as declared"]


def test_a_tie_by_formula_is_said():
    # A lone missile defends p whether or not another follows: the two policies are worth the same per missile.
    r = found("ideal-salvo", SALVOS)
    (other,) = [o for o in r.options if dict(o.settings)["doctrine.salvo.aircraft"] == "1" and not o.best]
    assert other.tied
    assert not other.alike
    assert inside(r.best.worth, P)
    assert inside(other.worth, P)
    assert any(w.startswith("The best cannot be told from 1 of") and other.label in w for w in r.warnings())


def test_a_setting_that_changes_nothing_is_said_and_left_as_declared():
    r = found("ideal-salvo", (*ONCE, "doctrine.coordination=autonomous,central"))  # there is one unit only
    assert r.best.label == "salvo.aircraft=1"
    (alike,) = [o for o in r.options if o.alike]
    assert alike.label == "salvo.aircraft=1, coordination=autonomous"
    assert any("Not one replication differs" in w and alike.label in w for w in r.warnings())
    assert not alike.on_front


def test_numbers_are_those_of_a_campaign_of_the_next_seed():
    r = found("ideal-salvo", ONCE)
    assert (r.seed, r.judged_seed, r.fresh) == (1, 2, True)
    best = loads(r.best_text)
    assert best.scenario_hash == r.best.scenario_hash
    campaign = run(best, r.replications, seed=r.judged_seed)
    for mine, name in ((r.best.loss, "asset_value_lost"), (r.best.missiles, "missiles_used")):
        measure = campaign.measures[name]
        assert (mine.mean, mine.ci95) == (measure.mean, measure.ci95)


@pytest.mark.parametrize("vary", [SALVOS, ("doctrine.salvo.aircraft=1,2,3,4,5,6", "doctrine.reserve=0:16:4")])
def test_threads_change_no_bit(vary):
    trials = 20  # the first space is taken whole, the second is not
    one, two = (
        found("ideal-salvo", vary, trials=trials, replications=600, seed=5, threads=k).to_dict() for k in (1, 2)
    )
    assert one == two
    assert one["exhaustive"] is (vary is SALVOS)


def test_another_seed_is_another_stream():
    one, two = (found("ideal-salvo", ONCE, seed=k).best.worth.mean for k in (1, 2))
    assert one != two


@pytest.mark.parametrize(
    ("kwargs", "error", "said"),
    [
        ({"objective": "valu"}, ValueError, "nearest: 'value'"),
        ({"trials": 1}, ValueError, "trials"),
        ({"budget": 10}, ValueError, "budget: 10 replications for 6 doctrines; expected at least"),
        ({"replications": 1}, ValueError, "replications"),
        ({"seed": -1}, ValueError, "seed"),
        ({"vary": ("doctrine.salvo.aircraft=2",)}, ValueError, "expected at least 2"),
        ({"vary": ("doctrine.policy=salvo,salvos",)}, ScenarioError, "salvos"),
        ({"overrides": {"assets.0.value": 0}}, ValueError, "objective leakers"),
        ({"overrides": {"raid.0.aims_at": None}, "objective": "leakers"}, ValueError, "aims at something"),
    ],
)
def test_what_cannot_be_searched_is_refused(kwargs, error, said):
    asked = {"vary": SALVOS, **kwargs}
    with pytest.raises(error, match=said):
        found("ideal-salvo", **asked)


class Stop:
    """Ends the study like Ctrl-C, in a stage, when so many replications are simulated."""

    def __init__(self, stage, after):
        self.stage, self.after = stage, after

    def __call__(self, stage, done, goal):
        if stage == self.stage and done >= self.after:
            self.stage = ""  # once
            raise KeyboardInterrupt


def test_ctrl_c_in_the_search_keeps_what_is_there():
    r = found("ideal-salvo", SALVOS, progress=Stop("search", 2000))
    assert (r.interrupted, r.fresh, r.judged_seed) == (True, False, 1)
    assert 1 <= r.tried < 6
    assert all(o.loss.n == r.replications for o in r.options)
    assert any("judged by the replications that they were chosen by" in w for w in r.warnings())
    assert r.declared.scenario_hash == load("ideal-salvo").scenario_hash
    assert "declared doctrine" in r.sentences()[1]


def test_ctrl_c_among_fresh_replications_keeps_those_that_all_have():
    r = found("ideal-salvo", SALVOS, progress=Stop("fresh random numbers", 6000))
    assert (r.interrupted, r.fresh) == (True, True)
    assert 512 <= r.replications < 2000
    whole = found("ideal-salvo", SALVOS, replications=r.replications)
    assert [o.to_dict() for o in r.options] == [o.to_dict() for o in whole.options]


def test_ctrl_c_before_anything_comes_through():
    with pytest.raises(KeyboardInterrupt):
        found("ideal-salvo", SALVOS, progress=Stop("search", 1))


def test_the_best_scenario_keeps_its_elevation_model():
    made = space("island", ["doctrine.salvo.cruise=1,2"])
    assert loads(_yaml(made, (1,))).scenario_hash == made.scenario((1,)).scenario_hash
    assert load("island", {"defence.0.doctrine.salvo.cruise": 2}).scenario_hash == made.scenario((1,)).scenario_hash
