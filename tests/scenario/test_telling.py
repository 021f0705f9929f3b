"""What a scenario says of decoys that are told apart and of turning back; and what is refused, where and why."""

from __future__ import annotations

import math

import pytest

import airdef
from airdef.opportunity import geometry_key
from airdef.scenario import ScenarioError
from airdef.scenario.plan import CATEGORIES, TellingPlan
from airdef.scenario.size import TOLD, TRIES, needed

TELLS = "defence.0.tells_apart"
BACK = "raid.west.turns_back"
DECOY = CATEGORIES.index("decoy")


def radars(tells: object) -> dict[str, TellingPlan]:
    """Return how the radars of the scenario `decoys` tell apart, with that replaced."""
    plan = airdef.load("decoys", {TELLS: tells})
    return {"engagement" if unit >= 0 else "surveillance": radar.telling for radar, _, unit in plan.radars()}


def telling(dwell: str = "10 s", probability: object = 0.5) -> dict[str, object]:
    return {"dwell": dwell, "ranges": [{"within": "50 km", "probability": probability}]}


def test_by_name_by_role_and_for_all() -> None:
    found = radars({"all": telling("20 s"), "engagement_radar": telling("10 s", {"decoy": 0.25})})
    assert found["surveillance"] == TellingPlan(20.0, (50e3,), ((0.5,) * len(CATEGORIES),))
    assert found["engagement"].chances == (tuple(0.25 * (c == "decoy") for c in CATEGORIES),)
    assert radars({"radar": telling()})["engagement"] == TellingPlan()
    assert radars({}) == dict.fromkeys(("engagement", "surveillance"), TellingPlan())
    eyes = [r for r, _, unit in airdef.load("decoys").radars() if unit < 0]
    first = eyes[0].name.rpartition("/")[2]
    plan = airdef.load("decoys", {TELLS: {first: telling()}})
    assert [r.telling.dwell for r, _, unit in plan.radars() if unit < 0] == [10.0] + [0.0] * (len(eyes) - 1)


def test_what_a_radar_can_tell_apart() -> None:
    plan = TellingPlan(1.0, (1.0,), (tuple(0.25 * (c == "decoy") for c in CATEGORIES),))
    assert plan.able(DECOY)
    assert not plan.able(0)
    assert not TellingPlan().able(DECOY)


def test_geometry_and_older_hashes_take_no_notice() -> None:
    plain = airdef.load("decoys", {TELLS: {}})
    assert geometry_key(airdef.load("decoys")) == geometry_key(plain)
    assert airdef.load("decoys").scenario_hash != plain.scenario_hash
    assert airdef.load("turn-back").scenario_hash != airdef.load("turn-back", {BACK: None}).scenario_hash
    assert geometry_key(airdef.load("turn-back")) == geometry_key(airdef.load("turn-back", {BACK: None}))


def test_tries_take_memory_for_each_radar_that_tells_and_each_threat_in_disguise() -> None:
    pairs = "pairs of threats with radars and fire units"
    plain = needed(airdef.load("decoys", {TELLS: {}}))[pairs]
    # Three ranges of the engagement radar, one of two surveillance radars each, sixteen decoys.
    told = 16 * ((TRIES + 7 * TOLD) + 2 * (TRIES + 3 * TOLD))
    assert needed(airdef.load("decoys"))[pairs] == plain + told
    assert needed(airdef.load("decoys", {"raid.decoys.looks_like": "decoy"}))[pairs] == plain


def test_a_share_is_the_least_whole_number_that_is_at_least_that_much() -> None:
    for share, count, losses in ((0.25, 16, 4), (0.26, 16, 5), (0.3, 10, 3), (0.01, 16, 1), (1.0, 16, 16), (0.5, 1, 1)):
        plan = airdef.load("turn-back", {BACK: {"share": share}, "raid.west.count": count})
        assert plan.threats[0].losses_to_turn_back == losses
    south = airdef.load("turn-back").threats[-1]
    assert (south.losses_to_turn_back, south.turn_back_delay) == (8, 20.0)


def test_a_delay_that_is_not_said_is_assumed_and_one_that_is_is_not() -> None:
    def assumed(changes: dict[str, object]) -> int:
        return sum(v.attribute == "turning_back_delay" for v in airdef.load("turn-back", changes).adopted_values)

    assert assumed({}) == 0
    assert assumed({BACK: {"losses": 2}}) == 1
    assert airdef.load("turn-back", {BACK: {"losses": 2}}).threats[0].turn_back_delay == 20.0


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({TELLS: {"engagment_radar": telling()}}, ("tells_apart.engagment_radar", "nearest: engagement_radar")),
        ({TELLS: {"all": telling("0.5 s")}}, ("all.dwell: 0.5 s given, at least 1 s expected",)),
        ({TELLS: {"all": telling(probability={"decoi": 0.1})}}, ("nearest: decoy",)),
        ({TELLS: {"all": telling(probability=1.5)}}, ("at most 1",)),
        ({TELLS: {"all": telling(probability=-0.1)}}, ("at least 0",)),
        ({TELLS: {"all": {"dwell": "10 s", "ranges": []}}}, ("ranges",)),
        ({TELLS: {"all": {"dwell": "10 s"}}}, ("ranges",)),
        (
            {TELLS: {"all": {"dwell": "10 s", "ranges": [*telling()["ranges"], *telling()["ranges"]]}}},  # type: ignore[misc]
            ("ranges.1.within: 50 km given, more than 50 km expected",),
        ),
    ],
)
def test_what_no_radar_can_do_is_refused(changes: dict[str, object], words: tuple[str, ...]) -> None:
    with pytest.raises(ScenarioError) as error:
        airdef.load("decoys", changes)
    assert all(word in str(error.value) for word in words), str(error.value)


@pytest.mark.parametrize(
    ("back", "words"),
    [
        ({}, ("neither 'losses' nor 'share' given", "add 'losses: 3'")),
        ({"losses": 2, "share": 0.5}, ("'losses' and 'share' together given", "remove one")),
        ({"losses": 0}, ("losses",)),
        ({"share": 0.0}, ("share",)),
        ({"share": 1.5}, ("share",)),
        ({"losses": 2, "delay": "-1 s"}, ("delay",)),
    ],
)
def test_thresholds_that_are_none_are_refused(back: dict[str, object], words: tuple[str, ...]) -> None:
    with pytest.raises(ScenarioError) as error:
        airdef.load("turn-back", {BACK: back})
    assert all(word in str(error.value) for word in words), str(error.value)


def test_a_ballistic_formation_does_not_turn_back() -> None:
    with pytest.raises(ScenarioError, match="an arc does not turn"):
        airdef.load("port-raid", {"raid.salvo.turns_back": {"losses": 1}})


def test_what_glides_goes_straight_down() -> None:
    bombs = {"threat": "glide-bomb", "speed": None, "altitude": None, "route": [[-0.5, -0.4], [-0.25, -0.2]]}
    plan = airdef.load("turn-back", {f"raid.west.{key}": value for key, value in bombs.items()})
    motion = plan.threats[0].motion
    assert len(motion.altitude) == 3  # type: ignore[union-attr]
    assert motion.altitude == pytest.approx((9000.0, 4500.0, 0.0), abs=20.0)  # type: ignore[union-attr]
    assert motion.speed == (230.0, 230.0)  # type: ignore[union-attr]
    changed = {f"raid.west.{key}": value for key, value in (bombs | {"altitude": "5 km"}).items()}
    level = airdef.load("turn-back", changed)
    assert set(level.threats[0].motion.altitude) == {5000.0}  # type: ignore[union-attr]
    read = [v.attribute for v in plan.adopted_values if v.subject == "glide-bomb"]
    assert "glides" in read
    assert "glides" not in {v.attribute for v in airdef.load("port-raid").adopted_values}


@pytest.mark.parametrize("name", ["glide-bomb", "loitering-munition", "jet-drone", "male-drone", "decoy-drone"])
def test_the_new_classes_fly_at_both_ends_of_their_figures(name: str) -> None:
    changes: dict[str, object] = {"raid.west.threat": name, "raid.west.speed": None, "raid.west.altitude": None}
    used = {v.attribute: v for v in airdef.load("turn-back", changes).adopted_values if v.subject == name}
    units = {"speed": "m/s", "altitude": "m", "rcs": "m2"}
    for attribute, unit in units.items():
        for value in (used[attribute].low, used[attribute].high):
            ends = changes | {"raid.west.overrides": {f"threat.{attribute}": f"{value!r} {unit}"}}
            threat = airdef.load("turn-back", ends).threats[0]
            found = {"speed": threat.motion.speed, "altitude": threat.motion.altitude, "rcs": threat.rcs}  # type: ignore[union-attr]
            assert found[attribute][0] == pytest.approx(value)
            assert math.isfinite(threat.motion.speed[0])  # type: ignore[union-attr]
