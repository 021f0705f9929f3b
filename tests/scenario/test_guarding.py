"""What a scenario says of guarding, shared magazines and direction finders; and what is refused, where and why."""

from __future__ import annotations

import pytest

import airdef
from airdef.opportunity import geometry_key
from airdef.scenario import ScenarioError
from airdef.scenario import loads as load_text

BASE = """
name: x
defence:
  - {system: S-300PMU-1, name: long, at: [0.05, 0.06], fire_units: [{name: battery, launchers: 2}],
     surveillance: [64N6E]}
  - {system: Pantsir-S1, name: short, at: [0.04, 0.05], fire_units: 2}
command:
  - {name: brigade, at: [0.1, 0.1], radars: [64N6E2], links: [{to: long}]}
assets:
  - {name: port, at: [0, 0]}
raid:
  - {threat: fighter, count: 1, from: [1, 1], aims_at: port}
"""
SHORT = "defence.1"
MOVES = {"positions": [{"name": "wood", "at": [0.1, 0.1]}], "stay": "9 min"}


def loads(**changes: object) -> airdef.Scenario:
    """Return the scenario with paths of the short-range system replaced; `a__b` is `a.b`."""
    return load_text(BASE, {f"{SHORT}.{key.replace('__', '.')}": value for key, value in changes.items()})


def guarded(*names: str) -> set[str]:
    """Return the names of the targets that the short-range system guards."""
    plan = loads(guards=list(names))
    return {plan.target_names()[i] for i in plan.systems[1].guards}


LONG = {"long/post", "long/64N6E", "long/battery/radar", "long/battery/launcher-1", "long/battery/launcher-2"}


@pytest.mark.parametrize(
    ("names", "found"),
    [
        (("long",), LONG),
        (("port", "LONG"), LONG | {"port"}),
        (("battery",), {n for n in LONG if "battery" in n}),
        (("long/battery",), {n for n in LONG if "battery" in n}),
        (("battery/radar", "long/radar-1"), {"long/battery/radar", "long/64N6E"}),
        (("brigade",), {"brigade/post", "brigade/64N6E2"}),
        (("short/unit-2/launcher-1",), {"short/unit-2/launcher-1"}),
    ],
)
def test_names_stand_for_targets(names: tuple[str, ...], found: set[str]) -> None:
    assert guarded(*names) == found


def test_defaults_are_none_of_it_and_hash_and_geometry_stay() -> None:
    plain, said = loads(), loads(guards=[], direction_finders=[], doctrine__guarded="first")
    assert said.scenario_hash == plain.scenario_hash
    assert {u.magazine for u, _ in plain.units()} == {""}
    changed = loads(guards=["port"], magazine="common", doctrine__guarded="only")
    assert changed.scenario_hash != plain.scenario_hash
    assert geometry_key(changed) == geometry_key(plain)


def test_a_magazine_is_of_all_units_of_a_system_or_of_those_that_say_it() -> None:
    assert [u.magazine for u, _ in loads(magazine="common").units()] == ["", "common", "common"]
    own = loads(fire_units=[{"magazine": "a"}, {}], magazine="b")
    assert [u.magazine for u, _ in own.units()] == ["", "a", "b"]


def test_direction_finders_have_assumed_figures_and_stand_at_the_post() -> None:
    plan = loads(
        direction_finders=[{}, {"range": "250 km", "at": [0.2, 0.2], "antenna_height": "30 m", "name": "ears"}]
    )
    first, second = plan.systems[1].direction_finders
    assert (first.name, first.range, first.antenna_height) == ("direction-finder-1", 300e3, 20.0)
    assert first.place == plan.systems[1].post
    assert (second.name, second.range, second.antenna_height) == ("ears", 250e3, 30.0)
    assumed = {r.attribute for r in plan.adopted_values if r.grade == "assumed"}
    assert {"direction_finder_range", "direction_finder_height"} <= assumed


@pytest.mark.parametrize(
    ("changes", "where", "given", "fix"),
    [
        ({"guards": ["prot"]}, "defence.1.guards.0", "'prot'", "write 'port'"),
        ({"guards": ["port", "lang"]}, "defence.1.guards.1", "'lang'", "write 'long'"),
        ({"guards": ["post"]}, "defence.1.guards.0", "'post'", "write the full name"),
        ({"guards": ["nowhere at all"]}, "defence.1.guards.0", "'nowhere at all'", "name a system"),
        ({"doctrine.guarded": "never"}, "defence.1.doctrine.guarded", "never", "first"),
        ({"direction_finders": [{"range": "10 m"}]}, "defence.1.direction_finders.0.range", "10 m", "longer range"),
        ({"magazine": "m", "0.magazine": "m"}, "defence.0.magazine", "no missile in common", "a magazine of its own"),
        (
            {"fire_units": [{"magazine": "m", "movement": MOVES}, {"magazine": "m"}]},
            "defence.1.fire_units.0.magazine", "which has further positions", "remove its 'movement'",
        ),
        (
            {"emission": {"engagement_radar": {"silent_until": {"bearing": True}}}},
            "defence.1.emission", "no direction finder", "direction_finders",
        ),
        (
            {"emission": {"engagement_radar": {"silent_until": {}}}},
            "defence.1.emission.engagement_radar.silent_until", "no cue", "say what ends the silence",
        ),
    ],
)  # fmt: skip
def test_what_is_refused(changes: dict[str, object], where: str, given: str, fix: str) -> None:
    overrides = {f"defence.{key}" if key[0] in "01" else f"{SHORT}.{key}": value for key, value in changes.items()}
    with pytest.raises(ScenarioError) as refused:
        load_text(BASE, overrides)
    message = str(refused.value)
    assert where in message
    assert given in message
    assert fix in message


def test_systems_that_share_a_magazine_reload_alike() -> None:
    text = BASE.replace("Pantsir-S1", "S-300PMU-1")
    both = {"defence.0.magazine": "m", "defence.1.magazine": "m"}
    assert {u.magazine for u, _ in load_text(text, both).units()} == {"m"}
    with pytest.raises(ScenarioError, match=r"defence.1.doctrine.reload: 'never' beside 'when-empty' of long"):
        load_text(text, both | {"defence.1.doctrine.reload": "never"})


def test_who_emits_is_said_of_formations_and_of_what_they_release() -> None:
    release = {"threat": "cruise-missile", "at_range": "50 km"}
    changes = {"raid.0.emits": True, "raid.0.releases": [release, release | {"emits": True}]}
    plan = load_text(BASE, changes)
    assert [t.emits for t in plan.threats] == [True, False, True]
