"""The screening of figures on functions whose answer is known: what turns alone, in a pair only, and not at all."""

import numpy as np
import pytest

from airdef.catalogue import AdoptedValue
from airdef.studies.claims.screen import PAIRED, assumed_first, heaviest, paired, screened, with_effects
from airdef.studies.claims.search import FEW
from airdef.studies.variants.uncertain_inputs import UncertainInput

from .claims_built import Fake


def figure(name, low=0.0, nominal=0.5, high=1.0, grade="B", spread="uniform"):
    return UncertainInput((AdoptedValue("x", name, nominal, low, high, "1", grade, (), (), "", spread),))


def of(values, name):
    return values["x", name]


A, B, C = figure("a"), figure("b"), figure("c")


def screen(function, figures, at_least, noise=0.0):
    runner = Fake(function, figures, at_least, noise)
    return runner, with_effects(runner, {}, screened(runner, {}, figures), 1)


def test_a_figure_that_turns_alone_is_found_where_it_does():
    _, found = screen(lambda v: 10.0 * of(v, "a"), [A, B], 4.0)
    by_name = {s.figure.name: s for s in found}
    assert by_name["x a"].turning == (-1.0, -0.5), "0 and 2.5 are below 4"
    assert by_name["x b"].turning == ()
    assert [s.figure.name for s in heaviest(found, 3)] == ["x a"]


def test_what_turns_inside_its_spread_only_is_found():
    # Met at both ends and as adopted, not a quarter of the way up.
    _, found = screen(lambda v: 0.0 if abs(of(v, "a") - 0.25) < 0.1 else 10.0, [A], 4.0)
    assert found[0].turning == (-0.5,)


def test_every_value_of_a_short_count_is_tried():
    count = figure("n", 0.0, 1.0, 4.0, spread="discrete")
    _, found = screen(lambda v: 0.0 if of(v, "n") == 3.0 else 10.0, [count], 4.0)
    ((position,),) = (found[0].turning,)
    assert count.at(position) == {("x", "n"): 3.0}


def test_a_case_that_is_not_met_turns_where_it_is_met():
    _, found = screen(lambda v: 10.0 * of(v, "a"), [A], 8.0)
    assert found[0].turning == (1.0,)


def test_two_figures_that_turn_only_together_are_found():
    # The greater of the two decides: with one of them low, the other still carries the claim.
    runner, found = screen(lambda v: 10.0 * max(of(v, "a"), of(v, "b")), [A, B, C], 4.0)
    assert all(s.turning == () for s in found)
    turning, _ = paired(runner, {}, found)
    assert {frozenset(f.name for f in p.figures) for p in turning} == {frozenset({"x a", "x b"})}
    assert {p.positions for p in turning} == {(-1.0, -1.0)}
    assert turning[0].text() in ("x a 0 together with x b 0", "x b 0 together with x a 0")


def test_a_pair_that_makes_it_met_is_found():
    runner, found = screen(lambda v: 10.0 * of(v, "a") * of(v, "b"), [A, B], 6.0)
    turning, both = paired(runner, {}, found)
    assert [p.positions for p in turning] == [(1.0, 1.0)]
    assert len(both) == 4, "the two heaviest are tried at all their ends"


def test_a_pair_whose_one_half_turns_alone_is_not_called_a_pair():
    runner, found = screen(lambda v: 10.0 * of(v, "a") + 0.1 * of(v, "b"), [A, B], 4.0)
    turning, both = paired(runner, {}, found)
    assert any(p.case.met is False for p in both), "the two heaviest are told of all the same"
    assert turning == ()


def test_a_pair_that_acts_only_together_is_tried_before_figures_that_do_little_alone():
    light = [figure(f"l{k}") for k in range(PAIRED + 3)]

    def saddle(v):
        few = sum(x for (_, name), x in v.items() if name.startswith("l"))
        return 5.0 + 10.0 * (of(v, "a") - 0.5) * (of(v, "b") - 0.5) + 0.001 * few

    runner, found = screen(saddle, [*light, A, B], 4.0)
    turning, _ = paired(runner, {}, found)
    assert {p.positions for p in turning} == {(-1.0, 1.0), (1.0, -1.0)}
    assert {frozenset(f.name for f in p.figures) for p in turning} == {frozenset({"x a", "x b"})}


def test_what_only_acts_with_another_shows_in_its_effect():
    _, found = screen(lambda v: 10.0 * (of(v, "a") - 0.5) * (of(v, "b") - 0.5) + 5.0, [A, B, C], 0.0)
    by_name = {s.figure.name: s for s in found}
    assert by_name["x a"].least == by_name["x b"].least == 0.0
    assert by_name["x a"].effect > 1.0
    assert by_name["x c"].effect == 0.0
    assert {s.figure.name for s in heaviest(found, 3)} == {"x a", "x b"}


def test_noise_moves_nothing_under_common_random_numbers():
    _, found = screen(lambda v: 5.0 + 0.1 * of(v, "a"), [A, B], 0.0, noise=3.0)
    by_name = {s.figure.name: s for s in found}
    assert by_name["x a"].least == pytest.approx(0.05), "half the spread times 0.1, without the noise of 3"
    assert by_name["x b"].least == 0.0


def test_heavier_figures_come_first_and_those_that_turn_before_all():
    # c is heaviest but turns nothing; a turns.
    _, found = screen(lambda v: 5.0 + 2.0 * min(of(v, "a"), 0.5) + 30.0 * max(of(v, "c") - 0.5, 0.0), [C, A, B], 5.9)
    assert [s.figure.name for s in heaviest(found, 3)] == ["x a", "x c"]


def test_assumed_figures_are_tried_first():
    figures = [figure("p", grade="A"), figure("q", grade="assumed"), figure("r", grade="D")]
    assert [f.name for f in assumed_first(figures)] == ["x q", "x p", "x r"]
    _, found = screen(lambda v: 1.0, figures, 0.0)
    assert found[0].figure.name == "x q"


def test_a_clear_screening_is_cheap():
    figures = [figure(f"f{k}") for k in range(20)]
    runner, found = screen(lambda v: 5.0 + sum(v.values()), figures, 0.0)
    assert runner.cases <= 2 * 4 * 20 + 1, "each figure at two ends and two places between, told of once more"
    before = runner.cases
    paired(runner, {}, found)
    most = (PAIRED + 2) * (PAIRED + 1) // 2 * 4
    assert runner.cases - before <= most
    assert all(case.n == FEW for s in found for _, case in s.cases)


def test_the_effects_do_not_depend_on_anything_but_the_seed():
    def effects(seed):
        runner = Fake(lambda v: of(v, "a") * of(v, "b"), [A, B], 0.0, 1.0)
        return [s.effect for s in with_effects(runner, {}, screened(runner, {}, [A, B]), seed)]

    assert effects(1) == effects(1)
    assert not np.array_equal(effects(1), effects(2))
