"""Systems with the catalogue's figures."""

from __future__ import annotations

import math

import pytest

import airdef.catalogue
from airdef.physics.detection import probability_of_detection, threshold
from airdef.scenario import ScenarioError, loads
from airdef.scenario.motion import bearing, distance
from airdef.scenario.plan import CATEGORIES, SystemPlan

FILE = "name: x\ndefence:\n  - {system: %s, at: [0.5, 1.0]%s}\nraid:\n  - {threat: drone, from: [-1, 1], to: [0, 1]}\n"


def system(more: str = "", name: str = "S-300PMU-2") -> SystemPlan:
    return loads(FILE % (name, more and f", {more}")).systems[0]


def test_composition_is_the_catalogue_s() -> None:
    plan = system("fire_units: 2")
    assert [r.name for r in plan.surveillance] == ["S-300PMU-2/64N6E2", "S-300PMU-2/96L6E"]
    assert [u.name for u in plan.units] == ["S-300PMU-2/unit-1", "S-300PMU-2/unit-2"]
    assert [m.name for m in plan.units[0].missiles] == ["48N6E2"]
    assert plan.units[0].target_channels == 6
    assert plan.units[0].missile_channels == 12


@pytest.mark.parametrize("name", ["S-300PT", "S-300PS", "S-300PMU-1", "S-300PMU-2", "S-400", "ideal-battery"])
def test_a_radar_sees_its_reference_target_as_published(name: str) -> None:
    book = airdef.catalogue.load()
    plan = system(name=name)
    parts = book.entry(name).parts
    radars = [*plan.surveillance, plan.units[0].radar]
    for radar, part in zip(radars, [*parts["surveillance"], *parts["engagement_radar"]], strict=True):
        said = {k: r.nominal for k, r in book.entry(part.name).adopted_values.items()}
        snr = radar.snr_constant * said["reference_rcs"] / said["detection_range"] ** 4
        level = threshold(radar.pfa, radar.pulses)
        pd = probability_of_detection(snr, level, radar.pulses, int(said["reference_swerling"]))
        # required_snr is solved to far better than this.
        assert pd == pytest.approx(said["reference_pd"], abs=1e-6)


def test_units_stand_on_a_circle_side_by_side() -> None:
    plan = system("fire_units: 2, facing: 225 deg")
    post = (plan.post.latitude, plan.post.longitude)
    places = [(u.radar.place.latitude, u.radar.place.longitude) for u in plan.units]
    assert [distance(post, p) for p in places] == pytest.approx([3000.0, 3000.0])
    assert [math.degrees(bearing(post, p)) for p in places] == pytest.approx([315.0, 135.0])
    assert all(launcher.place == u.radar.place for u in plan.units for launcher in u.launchers)


def test_one_unit_stands_at_the_post_and_places_may_be_given() -> None:
    plan = system("fire_units: 1")
    assert plan.units[0].radar.place == plan.post
    given = system("fire_units: [{at: [0.6, 1.1], name: left, launchers: 3}]").units[0]
    assert given.name == "S-300PMU-2/left"
    assert math.degrees(given.radar.place.latitude) == pytest.approx(0.6)
    assert len(given.launchers) == 3


def test_facings() -> None:
    assert system("fire_units: 1, facing: -90 deg").units[0].facings == pytest.approx((1.5 * math.pi,))
    turning = system("fire_units: 1, facings: [10 deg, 100 deg]").units[0]
    assert turning.facings == pytest.approx((math.radians(10), math.radians(100)))
    assert turning.radar.facing == turning.facings[0]
    own = system("fire_units: [{facing: 30 deg}], facings: [10 deg, 100 deg]").units[0]
    assert own.facings == pytest.approx((math.radians(30),))


def test_without_a_facing_the_defence_faces_the_raid() -> None:
    scenario = loads(FILE % ("S-300PMU-2", ", fire_units: 1"))
    assert math.degrees(scenario.systems[0].units[0].radar.facing) == pytest.approx(180.0, abs=0.01)
    assert [r.grade for r in scenario.adopted_values if r.attribute == "facing"] == ["assumed"]
    stated = loads(FILE % ("S-300PMU-2", ", fire_units: 1, facing: 10 deg"))
    assert not [r for r in stated.adopted_values if r.attribute == "facing"]


def test_masts_raise_the_radars_named() -> None:
    plain, raised = system("fire_units: 1"), system("fire_units: 1, mast: 40V6M")
    assert raised.units[0].radar.antenna_height > plain.units[0].radar.antenna_height
    assert [r.antenna_height for r in raised.surveillance] == [r.antenna_height for r in plain.surveillance]
    both = system("fire_units: 1, mast: {engagement_radar: 40V6M, 96L6E: 40V6MD}")
    assert both.surveillance[1].antenna_height > both.units[0].radar.antenna_height


def test_launchers_share_the_missile_types() -> None:
    unit = system("fire_units: 1", "S-400").units[0]
    kinds = [unit.missiles[launcher.missile].name for launcher in unit.launchers]
    assert [kinds.count(n) for n in ("48N6E3", "9M96E2", "40N6E")] == [5, 2, 1]
    assert [launcher.rounds for launcher in unit.launchers] == [4] * 5 + [16] * 2 + [4]
    fewer = system("fire_units: [{launchers: 4}]", "S-400").units[0]
    # 2.5, 1 and 0.5 of four: the largest remainder, the first of equals, takes the one left over.
    assert [launcher.missile for launcher in fewer.launchers] == [0, 0, 0, 1]


@pytest.mark.parametrize(
    ("doctrine", "salvo", "rounds"),
    [
        ("policy: shoot-look-shoot", (1,), 0),
        ("policy: shoot-shoot-look", (2,), 0),
        ("policy: salvo", (2,), 1),
        ("policy: salvo, salvo: 3", (3,), 1),
        ("policy: shoot-look-shoot, rounds: 2, salvo: [1, 2]", None, None),
        ("policy: shoot-look-shoot, rounds: 4, salvo: {aircraft: [2, 1]}", (2, 1), 4),
    ],
)
def test_policies(doctrine: str, salvo: tuple[int, ...] | None, rounds: int | None) -> None:
    plan = system(f"fire_units: 1, doctrine: {{{doctrine}}}").doctrine
    if salvo is None:
        assert plan.salvo == ((1, 2),) * len(CATEGORIES)
    else:
        assert plan.salvo[0] == salvo
        assert plan.rounds == rounds


def test_engage_ignore_and_reserve() -> None:
    only = system("doctrine: {engage: [ballistic, drone], reserve: 3, reserve_for: [ballistic]}").doctrine
    assert [c for c, e in zip(CATEGORIES, only.engage, strict=True) if e] == ["ballistic", "drone"]
    assert [c for c, e in zip(CATEGORIES, only.reserve_for, strict=True) if e] == ["ballistic"]
    most = system("doctrine: {ignore: [decoy]}").doctrine
    assert [c for c, e in zip(CATEGORIES, most.engage, strict=True) if not e] == ["decoy"]


def test_assessment_is_the_catalogue_s_unless_declared() -> None:
    plan = system("doctrine: {assessment: {delay: 9 s, distribution: exponential}}").doctrine
    assert (plan.assessment_delay, plan.assessment_exponential) == (9.0, True)
    assert 0.0 < plan.alive_given_dead < 1.0
    assert system("doctrine: {hold_fire_range: 40 km}").doctrine.hold_fire_range == 40e3
    assert system().doctrine.hold_fire_range == math.inf


def test_perfect_radars_make_firm_tracks_at_once() -> None:
    radar = system("surveillance: [ideal-radar]").surveillance[0]
    assert radar.perfect
    assert (radar.confirm_m, radar.confirm_n) == (1, 1)


def test_two_systems_of_one_kind_have_different_names() -> None:
    text = "name: x\ndefence:\n  - {system: S-400, at: [0, 0]}\n  - {system: S-400, at: [0, 1]}\n"
    assert [s.name for s in loads(text).systems] == ["S-400", "S-400-2"]


def test_more_units_than_a_post_can_lead_need_an_override() -> None:
    with pytest.raises(ScenarioError, match=r"override system\.max_fire_units"):
        system("fire_units: 7")
    assert len(system("fire_units: 7, overrides: {system.max_fire_units: 8}").units) == 7
