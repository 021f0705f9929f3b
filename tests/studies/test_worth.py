"""Worth of options: closed forms, an honest ranking, and what is refused."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

import airdef
from airdef.arguments import ArgumentError
from airdef.studies.variants.runner import VariantRunner
from airdef.studies.worth.options import option, replaced
from airdef.studies.worth.ranking import Moments, compared, holm, p_value, ranks

AUTONOMOUS = {"defence.0.doctrine.coordination": "autonomous"}
"""Each unit shoots for itself: a raider is met by a salvo of two from every unit."""


def test_one_more_identical_unit_saves_what_the_closed_form_says():
    """Ten raiders, salvos of two with p = 0.7: 10 (0.3^2 - 0.3^4) leakers fewer with a second unit, for 4 each."""
    found = airdef.worth("ideal-salvo", ["+ideal-battery for 4"], overrides=AUTONOMOUS, replications=20_000)
    (one,) = found.options
    exact = 10 * (0.3**2 - 0.3**4)
    sd = one.difference.sd / math.sqrt(20_000)
    assert abs(one.saved - exact) < 4 * sd
    assert one.per_cost == one.saved / 4
    assert one.saved_ci95[0] < exact < one.saved_ci95[1]
    assert (one.best_rank, one.worst_rank, one.told_from_nothing) == (1, 1, True)
    assert found.sentences()[0].startswith("+ideal-battery saves most leakers for its cost: 0.20")


def test_where_units_share_targets_one_more_of_an_idle_kind_is_not_told_from_nothing():
    found = airdef.worth("ideal-salvo", ["+ideal-battery for 4"], replications=500)
    assert found.options[0].saved == 0.0
    assert not found.options[0].told_from_nothing
    assert found.sentences() == (
        "No option is told to save any leakers.",
        "Not told apart from doing nothing: +ideal-battery.",
    )


def test_equal_options_are_not_told_apart_and_share_their_ranks():
    asked = ["a: +ideal-battery for 4", "b: +ideal-battery for 4", "dear: +ideal-battery for 8"]
    found = airdef.worth("ideal-salvo", asked, overrides=AUTONOMOUS, replications=2_000)
    assert [(o.best_rank, o.worst_rank) for o in found.options] == [(1, 2), (1, 2), (3, 3)]
    assert [(p.a, p.b) for p in found.pairs if not p.apart] == [(0, 1)]
    assert found.sentences() == ("Not told apart at the top: a, b.",)
    assert found.options[2].per_cost == found.options[0].per_cost / 2


def test_the_answer_does_not_depend_on_threads_and_neighbours():
    first, second = "+ideal-battery for 4", "salvo: defence.0.doctrine.salvo=3 for 1"
    both = airdef.worth("ideal-salvo", [first, second], overrides=AUTONOMOUS, replications=5_000, threads=1)
    more = airdef.worth("ideal-salvo", [first, second], overrides=AUTONOMOUS, replications=5_000, threads=2)
    alone = airdef.worth("ideal-salvo", [second], overrides=AUTONOMOUS, replications=5_000)
    assert both.to_dict() == more.to_dict()
    assert both.options[1].difference == alone.options[0].difference


def test_a_link_that_is_taken_away_costs_what_it_carried():
    asked = ["no link: command.brigade.links.1.absent=1 for 1", "slow: command.brigade.links.1.delay=60 s for 1"]
    found = airdef.worth("command", asked, replications=400)
    gone, slow = found.options
    assert gone.saved < -4.0
    assert gone.told_from_nothing
    assert abs(slow.saved) < 0.3
    assert found.sentences()[-1] == "More is lost with: no link."
    assert (slow.rank, gone.rank) == ("1", "2")


def test_moments_by_chunks_are_those_of_all():
    values = np.random.default_rng(1).normal(size=(3, 1000)) + [[0], [1e6], [3]]
    moments = Moments(3)
    for chunk in np.split(values, [1, 300, 301], axis=1):
        moments.take(chunk)
    assert moments.n == 1000
    assert moments.mean == pytest.approx(values.mean(axis=1), rel=1e-12)
    assert moments.products / 999 == pytest.approx(np.cov(values), rel=1e-9)
    assert moments.above[2, 0] == (values[2] > values[0]).sum()
    exact = stats.ttest_rel(values[2], values[0] + 3.0).pvalue
    shifted = Moments(2)
    shifted.take(np.array([values[2], values[0] + 3.0]))
    assert p_value(shifted, 0, 1) == pytest.approx(exact, rel=1e-9)


def test_few_differing_replications_count_by_their_signs_too():
    values = np.zeros((2, 1000))
    values[1, :5] = 1.0
    moments = Moments(2)
    moments.take(values)
    assert stats.ttest_rel(values[1], values[0]).pvalue < 0.05
    assert p_value(moments, 0, 1) == pytest.approx(2 * 0.5**5)


def test_holm():
    assert holm(np.array([0.01, 0.04, 0.03])) == pytest.approx([0.03, 0.06, 0.06])
    assert holm(np.array([0.5, 0.9])) == pytest.approx([1.0, 1.0])


def test_equal_series_are_told_apart_in_one_study_of_twenty_at_most():
    """Four series of one mean and nothing with it: any pair told apart is a mistake, wanted in at most 5 %."""
    random = np.random.default_rng(7)
    wrong = 0
    for _ in range(600):
        moments = Moments(5)
        moments.take(random.normal(size=(5, 200)))
        wrong += any(pair.apart for pair in compared(moments))
    assert wrong <= 30 + 3 * math.sqrt(600 * 0.05 * 0.95)


def test_ranks_leave_open_what_is_not_told():
    random = np.random.default_rng(3)
    moments = Moments(4)
    moments.take(random.normal(size=(4, 4000)) * 0.1 + [[0.0], [1.0], [1.0], [0.5]])
    assert ranks(compared(moments), 3) == [(1, 2), (1, 2), (3, 3)]


def test_what_an_option_replaces():
    runner = VariantRunner("layered")
    launcher = replaced(option("defence.medium.fire_units.north.launchers+=2 for 1"), runner)
    assert launcher == {"defence.medium.fire_units.north.launchers": 5}
    rounds = runner.scenario(replaced(option("+2 rounds of long for 1"), runner))
    assert [x.rounds for x in rounds.systems[0].units[0].launchers] == [6] * 4
    twice = runner.scenario(replaced(option("+guard; +guard at 0.05,0.06 for 1"), runner))
    own = twice.systems[2].units
    assert [u.name for u in own] == ["guard/escort", "guard/added-1", "guard/added-2"]
    assert own[1].radar.place == own[0].radar.place
    assert math.degrees(own[2].radar.place.longitude) == pytest.approx(0.06)
    below = runner.scenario(replaced(option("+Tor-M2 at 0.01,0.02 below brigade for 1"), runner))
    nodes = [s.name for s in below.systems]
    assert below.systems[nodes.index("added-1")].above == nodes.index("brigade")
    counted = VariantRunner("port-raid")
    was, now = counted.scenario(), counted.scenario(replaced(option("+S-300PMU-2 for 1"), counted))
    n = len(was.systems[0].units)
    assert [u.name for u in now.systems[0].units[:n]] == [u.name for u in was.systems[0].units]
    for a, b in zip(was.systems[0].units, now.systems[0].units[:n], strict=True):
        assert b.radar.place.latitude == pytest.approx(a.radar.place.latitude, abs=1e-12)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ([], "no option given"),
        (["+long"], r"options: '\+long' given, CHANGES for COST expected"),
        (["+long for 0"], "a number above 0 expected"),
        (["+long for dear"], "the cost 'dear' given"),
        (["+lng for 1"], r"system 'lng' given, one of long, medium, .*usual fix: \+long"),
        (["+3 rounds of shrt for 1"], r"usual fix: \+3 rounds of short"),
        (["+3 rounds of guard for 1"], "a system with one type of missile"),
        (["defence.medium.fire_units+=1 for 1"], r"PATH\+=NUMBER where the scenario has a number"),
        (["+long for 1", "+long for 2"], "given twice"),
        (["+Tor-M2 at 0.1,x for 1"], "LATITUDE,LONGITUDE in degrees"),
        (["+Tor-M2 at 0,0 below division for 1"], "one of brigade expected"),
        (["+medium below brigade for 1"], "no node for a system that is there"),
        (["raid.decoys.count=8 for 1"], "changes nothing"),
        (["raid.decoys.cuont=8 for 1"], "cuont"),
    ],
)
def test_what_cannot_be_is_refused_with_its_fix(options, words):
    with pytest.raises((ArgumentError, airdef.ScenarioError), match=words):
        airdef.worth("layered", options, replications=2)


def test_the_command_shows_ranks_and_writes_a_picture(capsys, tmp_path):
    from airdef.cli import main

    picture = tmp_path / "worth.svg"
    asked = ["worth", "ideal-salvo", "--set", "defence.0.doctrine.coordination=autonomous", "-n", "500"]
    given = ["--option", "second: +ideal-battery for 4", "--option", "salvo: defence.0.doctrine.salvo=3 for 1"]
    assert main([*asked, *given, "--picture", str(picture)]) == 0
    out = capsys.readouterr().out
    assert "salvo saves most leakers for its cost" in " ".join(out.split())
    assert "per unit of cost" in out
    drawn = picture.read_text(encoding="utf-8")
    assert drawn.startswith("<?xml")
    assert main([*asked, "--option", "x"]) == 2
    assert capsys.readouterr().err.startswith("airdef: --option: 'x' given")
