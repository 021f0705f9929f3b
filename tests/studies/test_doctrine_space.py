"""Spaces: what varies by default, what a path means, and what is refused."""

import pytest

from airdef.scenario.errors import ScenarioError
from airdef.studies.doctrine.space import expanded, ordered, space
from airdef.studies.variants.settings import Varied


@pytest.fixture(scope="module")
def port():
    return space("port-raid")


def test_the_default_axes_are_those_that_can_matter(port):
    assert [a.path for a in port.axes] == [
        "doctrine.policy",
        "doctrine.salvo.aircraft",
        "doctrine.salvo.stealth",
        "doctrine.salvo.cruise",
        "doctrine.salvo.ballistic",
        "doctrine.priority",
        "doctrine.reserve",
        "doctrine.hold_fire_range",
        "doctrine.coordination",
    ]
    lone = space("ideal-depth-of-fire")  # one raider, one unit, no reserve
    assert [a.path for a in lone.axes] == ["doctrine.policy", "doctrine.salvo.aircraft", "doctrine.hold_fire_range"]


@pytest.mark.parametrize("name", ["ballistic", "ideal-salvo", "port-raid"])  # one of each policy
def test_the_declared_doctrine_is_in_its_default_space(name):
    assert space(name).own is not None


def test_rounds_that_are_declared_leave_the_policy_alone():
    assert "doctrine.policy" not in [a.path for a in space("ideal-shoot-look-shoot").axes]


def test_the_declared_doctrine_is_recognised(port):
    declared = tuple(keeps.index(True) for keeps in port.keeps)
    assert port.scenario(declared).scenario_hash == port.declared.scenario_hash
    assert port.changed(declared) == port.needed(declared) == ()
    assert port.own == declared
    assert space("port-raid", ["doctrine.reserve=0,8"]).own is None  # it declares 4


def test_needed_settings_are_as_few_as_make_the_scenario():
    made = space("ideal-salvo", ["doctrine.policy=salvo,shoot-look-shoot", "doctrine.salvo.aircraft=1,2"])
    # Declared: salvo of 2. With the other policy a salvo of two is still as declared, since it is set for all.
    assert made.needed((1, 1)) == (("doctrine.policy", "shoot-look-shoot"),)
    other = space(
        "ideal-shoot-look-shoot", ["doctrine.policy=shoot-look-shoot,shoot-shoot-look", "doctrine.salvo.aircraft=1,2"]
    )
    # Alone a salvo of one changes nothing here, but beside shoot-shoot-look it does.
    assert other.keeps == ((True, False), (True, False))
    assert other.needed((1, 0)) == (("doctrine.policy", "shoot-shoot-look"), ("doctrine.salvo.aircraft", "1"))


def test_a_salvo_for_all_can_be_varied_by_category():
    made = space("ideal-salvo", ["doctrine.salvo.aircraft=1,2,3"])
    assert made.keeps == ((False, True, False),)
    assert made.scenario((2,)).systems[0].doctrine.salvo[0] == (3,)


def test_values_that_exclude_one_another_make_no_scenario():
    made = space("port-raid", ["doctrine.policy=shoot-look-shoot,salvo", "doctrine.rounds=1,2"])
    assert made.scenario((1, 1)) is None
    assert made.scenario((0, 1)) is not None


def test_paths_mean_all_systems_or_one():
    assert expanded({"doctrine.reserve": 2, "defence.1.doctrine.rounds": 1}, 2) == {
        "defence.0.doctrine.reserve": 2,
        "defence.1.doctrine.reserve": 2,
        "defence.1.doctrine.rounds": 1,
    }


def test_neighbours_are_one_step_away(port):
    start = (0, 1, 0, 0, 1, 0, 1, 0, 0)
    near = port.neighbours(start)
    assert len(near) == len(set(near))
    assert all(sum(a != b for a, b in zip(start, other, strict=True)) == 1 for other in near)
    # policy 1, salvos 2 + 1 + 1 + 2, priority 3 (no order), reserve 2, hold-fire range 1, coordination 1
    assert len(near) == 14


def test_order():
    assert ordered(Varied("p", ("null", "100 km", "50 km")))
    assert ordered(Varied("p", (1, 2, 3)))
    assert not ordered(Varied("p", ("1", "null", "3")))
    assert not ordered(Varied("p", ("a", "b")))
    assert not ordered(Varied("p", (1, 3, 2)))


@pytest.mark.parametrize(
    ("vary", "error", "said"),
    [
        (["raid.0.count=1,2"], ValueError, "a field of the doctrine expected"),
        (["doctrine.salvo.aircraft=1,1"], ValueError, "repeat"),
        (["doctrine.reserve=1,2", "doctrine.reserve=3,4"], ValueError, "given twice"),
        (["doctrine.reserv=1,2"], ScenarioError, "reserve"),
        (["doctrine.salvo.aircraft=1,99"], ScenarioError, "99"),
        (["doctrine.reserve"], ValueError, "PATH=VALUE"),
    ],
)
def test_what_cannot_be_varied_is_refused(vary, error, said):
    with pytest.raises(error, match=said):
        space("port-raid", vary)


def test_a_scenario_without_a_defence_is_refused():
    with pytest.raises(ValueError, match="no defence"):
        space("port-raid", overrides={"defence": ()})
