"""Verdicts: the rule on hand-made results, and small claims whose answer is known beforehand."""

import random
from dataclasses import replace

import pytest

from airdef.studies.claims import definitions as claims
from airdef.studies.claims import verdict as claims_verdict
from airdef.studies.claims.limits import Limit
from airdef.studies.claims.own import independent
from airdef.studies.claims.result import Ifs
from airdef.studies.claims.search import FIRST, Case, Span
from airdef.studies.claims.simulate import CaseRunner
from airdef.studies.claims.verdict import disagreements, examine, judge
from airdef.studies.uncertainty.influence import Weight
from airdef.studies.variants.moves import Estimate
from airdef.studies.variants.uncertain_inputs import UncertainInput, between

from .claims_built import ALIKE, KNOWN, ONE, TWO, claim, settled, written

CHANNELS = ("S-300PMU-2", "target_channels")
OTHER = ("S-300PMU-1", "target_channels")
REACH = ("48N6E2", "max_range.aircraft")


@pytest.fixture(autouse=True)
def few(monkeypatch):
    """Simulate stated cases no longer than it takes to be clear: the number of replications is not what is tested."""
    monkeypatch.setattr(claims_verdict, "MOST", FIRST)


def case(met, mean=1.0, interval=(0.9, 1.1)):
    share = {True: 1.0, False: 0.0, None: 0.5}[met]
    return Case(met, 1024, share, (share, share), Estimate(mean, interval, 1024))


ABOUT = claims.find(claims.load(KNOWN), "aircraft-150km")
COMPARED = claims.find(claims.load(KNOWN), "updated-outreaches-1979")


@pytest.mark.parametrize(
    ("met", "ifs", "verdict"),
    [
        (True, Ifs(met=True), "supports"),
        (True, Ifs(met=True, provisos=("x 4 km or more",)), "supports if"),
        (False, Ifs(met=False, alternatives=("x 4 km or more",)), "supports if"),
        (False, Ifs(met=False), "does not support"),
        (None, Ifs(met=False), "inconclusive"),
        (None, Ifs(met=False, alternatives=("x 4 km or more",)), "inconclusive"),
    ],
)
def test_the_rule(met, ifs, verdict):
    assert judge(ABOUT, case(met), ifs)[0] == verdict


def test_a_comparison_whose_interval_holds_no_difference_is_inconclusive():
    assert judge(COMPARED, case(True, 2.0, (-0.1, 4.1)), Ifs(met=True))[0] == "inconclusive"
    assert judge(COMPARED, case(True, 2.0, (0.1, 3.9)), Ifs(met=True))[0] == "supports"
    assert judge(ABOUT, case(True, 2.0, (-0.1, 4.1)), Ifs(met=True))[0] == "supports", "no comparison"


def test_its_own_word_alone_supports_nothing():
    verdict, why = judge(ABOUT, case(True), Ifs(met=True), ["S missile_channels"])
    assert verdict == "inconclusive"
    assert "S missile_channels" in why


def along(*found, of="condition", **fields):
    return Limit("x", of, "km", 1.0, 9.0, tuple(Span(*s) for s in found), **fields)


def test_limits_in_words():
    assert along((1.0, 9.0)).text() == "x: any from 1 to 9 km"
    assert along((4.0, 9.0, 3.9, None)).text() == "x: 4 km or more (not at 3.9)"
    assert along().text() == "x: none from 1 to 9 km"
    two = along((1.0, 2.0, None, 2.1), (4.0, 5.0, 3.9, 5.2))
    assert two.text() == "x: 2 km or less (not at 2.1) or 4 to 5 km (not at 3.9 nor at 5.2)"
    near = along((1.0, 1988.0, None, 1989.5))
    assert near.where() == "1988 km or less (not at 1990)", "as many digits as tell the two apart"


def test_conditions_in_words():
    assert Ifs(met=True, provisos=("a", "b")).text() == "if a; and b"
    assert Ifs(met=False, alternatives=("a", "b"), provisos=("c",)).text() == "only if a; or b; provided that c"


def test_disagreements_are_those_of_published_figures():
    def weighed(grade):
        adopted = replace(KNOWN.adopted(*CHANNELS), grade=grade)
        return Weight(UncertainInput((adopted,)), (), None)

    published = along(of="figure", adopted=2.0, weight=weighed("B"))
    assumed = along(of="figure", weight=weighed("assumed"))
    assert disagreements([published, assumed, along((4.0, 9.0))]) == [
        "published values of x run from 1 to 9 km: met with none"
    ]


def test_a_claim_that_hangs_on_one_figure_names_it(tmp_path):
    # 30 fighters want more channels than there are: the most in use are those that the figure gives, 4 to 6.
    scenario = written(tmp_path, ONE)
    known = settled({CHANNELS: (4.0, 6.0, 6.0)})
    result = examine(claim(scenario, "peak_targets", 5), known)
    assert result.verdict == "supports if"
    assert result.headline == "supports if S-300PMU-2 target_channels 5 or more (not at 4)"
    assert result.ifs.all == ("S-300PMU-2 target_channels 5 or more (not at 4)",)
    ((weight, turns),) = zip(result.hangs_on, result.turns, strict=True)
    assert (weight.figure.name, turns) == ("S-300PMU-2 target_channels", True)
    assert weight.law.law == "channels"
    assert {m.value: m.estimate.mean for m in weight.moved} == {4.0: 4.0, 5.0: 5.0}
    data = result.to_dict()
    assert data["headline"] == result.headline
    assert data["ifs"] == list(result.ifs.all)
    assert data["hangs_on"][0]["law"]["checked"]
    # The same claim where that figure is settled hangs on nothing.
    assert examine(claim(scenario, "peak_targets", 5), settled({})).headline == "supports"


def test_a_claim_that_is_not_met_names_the_figure_that_would_make_it_met(tmp_path):
    known = settled({CHANNELS: (4.0, 4.0, 6.0)})
    result = examine(claim(written(tmp_path, ONE), "peak_targets", 6), known)
    assert result.headline == "supports only if S-300PMU-2 target_channels 6 or more (not at 5)"
    assert result.stated.met is False
    assert examine(claim(written(tmp_path, ONE), "peak_targets", 7), known).headline == "does not support"


def test_a_figure_moves_in_all_its_copies_and_in_every_system(tmp_path):
    # A cruise missile is met at the range for that category, which is a copy of the one for aircraft, by two systems
    # of the same kind: with a copy or a system left at 200 km the claim would be met at any value.
    known = settled({REACH: (20e3, 200e3, 200e3)})
    result = examine(claim(written(tmp_path, ALIKE), "first_intercept_range", 30), known)
    assert result.verdict == "supports if"
    (limit,) = result.limits
    assert limit.name == "48N6E2 max_range.aircraft (+6)"
    assert len(limit.weight.figure.adopted_values) == 7
    assert 30.0 <= limit.spans[0].low <= 34.0  # the last metres are flown while the next look is waited for
    assert limit.spans[0].below < limit.spans[0].low


def test_a_claim_that_turns_only_where_two_figures_move_together_names_the_pair(tmp_path):
    # The most channels of a system in use: with either system at four the other still has six.
    known = settled({CHANNELS: (4.0, 6.0, 6.0), OTHER: (4.0, 6.0, 6.0)})
    result = examine(claim(written(tmp_path, TWO), "peak_targets", 5), known)
    assert result.turns == (False, False)
    assert result.verdict == "supports if"
    (pair,) = result.pairs
    assert {f.name for f in pair.figures} == {"S-300PMU-2 target_channels", "S-300PMU-1 target_channels"}
    assert result.ifs.all == (f"not {pair.text()}",)
    assert pair.text() in result.headline
    assert all("acts together with others" in line for line in result.hangs_on_text())
    assert pair.text() in result.turning_text()[0]


def test_a_verdict_stays_wherever_a_figure_that_it_does_not_name_is_moved(tmp_path):
    given = claim(written(tmp_path, ONE), "peak_targets", 5)
    known = settled({CHANNELS: (4.0, 6.0, 6.0), ("S-300PMU-2", "reaction_time"): (10.0, 16.0, 22.0)})
    result = examine(given, known)
    named = " ".join(result.ifs.all)
    runner = CaseRunner(given, known, 1, lambda: None)
    chance = random.Random(7)
    for key in (CHANNELS, ("S-300PMU-2", "reaction_time")):
        adopted = known.adopted(*key)
        for _ in range(8):
            moved = {key: between(adopted, chance.uniform(-1.0, 1.0))}
            if runner.case({}, moved).met is not True:
                assert f"{key[0]} {key[1]}" in named


def test_the_source_under_test_is_left_out_of_nominal_and_spread():
    height = claims.find(claims.load(KNOWN), "altitude-27km")
    own = independent(height, KNOWN)
    ceiling = ("48N6E2", "max_altitude.aircraft")
    assert height.sources(KNOWN)[0] in KNOWN.adopted(*ceiling).sources
    assert height.sources(KNOWN)[0] not in own.catalogue.adopted(*ceiling).sources
    result = examine(height.model_copy(update={"conditions": (), "rests_on": ()}), settled_around(ceiling))
    (change,) = [pair for pair in result.own.changed if pair[0].attribute == ceiling[1]]
    assert change[0].nominal != change[1].nominal
    assert "is no witness" in result.own.text()
    assert "48N6E2 max_altitude.aircraft from" in result.own.text()
    # What is simulated is the catalogue without it, and beside it stands the case with it.
    assert result.stated.met is (change[1].nominal >= 26.7e3)
    assert result.own.case.met is (change[0].nominal >= 26.7e3)


def settled_around(key):
    """Return the catalogue settled but for one reading, which keeps its figures and so can be read again."""
    kept = KNOWN.adopted(*key)
    return settled({key: (kept.low, kept.nominal, kept.high)})


def test_a_figure_that_only_the_source_under_test_gives_decides_nothing(tmp_path):
    two = {"defence.0.doctrine": {"policy": "shoot-shoot-look", "salvo": 2}}
    built = {"scenario": written(tmp_path, ONE), "measure": "peak_missiles", "at_least": 12, "overrides": two}
    result = examine(claim(**built, tests=("c004",)), settled({}))
    assert "S-300PMU-2 missile_channels" in {u.name for u in result.own.alone}
    assert [u.name for u in result.own.decisive] == ["S-300PMU-2 missile_channels"]
    assert result.stated.met is True
    assert result.verdict == "inconclusive"
    assert "only the source under test gives" in result.reason
    assert result.headline == f"inconclusive: {result.because}"
    # For the sentence of another source the same figure is a witness.
    assert examine(claim(**built), settled({})).verdict == "supports"


def test_a_comparison_moves_figures_on_both_sides(tmp_path):
    # Both sides are the same but for their launchers: a figure that both read changes nothing between them.
    scenario = written(tmp_path, ONE)
    given = claim(scenario, "peak_targets", 2, against={"defence.0.overrides.system.target_channels": 3})
    result = examine(given, settled({CHANNELS: (4.0, 6.0, 6.0)}))
    assert result.stated.mean == 3.0
    assert result.headline == "supports if S-300PMU-2 target_channels 5 or more (not at 4)"


def test_grades_keep_figures_of_others_where_they_are(tmp_path):
    known = settled({CHANNELS: (4.0, 6.0, 6.0)})
    given = claim(written(tmp_path, ONE), "peak_targets", 5)
    assert KNOWN.adopted(*CHANNELS).grade == "B"
    assert examine(given, known, grades=("B",)).verdict == "supports if"
    assert examine(given, known, grades=("assumed",)).verdict == "supports"


def test_the_same_seed_gives_the_same_result(tmp_path):
    known = settled({CHANNELS: (4.0, 6.0, 6.0), OTHER: (4.0, 6.0, 6.0)})
    given = claim(written(tmp_path, TWO), "peak_targets", 5)
    assert examine(given, known, seed=2).to_dict() == examine(given, known, seed=2).to_dict()
