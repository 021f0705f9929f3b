"""What the geometry key depends on, and what not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace

import pytest

from airdef.opportunity import geometry_key, geometry_parts
from airdef.opportunity.key import WITHOUT
from airdef.scenario.movement_plan import SupportPlan
from airdef.scenario.plan import (
    AntennaPlan,
    DoctrinePlan,
    Environment,
    FireUnitPlan,
    JammerPlan,
    MissilePlan,
    RadarPlan,
    Scenario,
    ThreatPlan,
)

from .builders import ALL, HERE, dive, ideal_missile, ideal_radar, ideal_unit, radial, scenario, system, threat

BASE = scenario((system(ideal_unit()),), (threat(radial()), threat(dive(), start_time=3.0)))


def with_missile(**fields: object) -> Scenario:
    return replace(BASE, systems=(system(ideal_unit(missiles=(ideal_missile(**fields),))),))


def with_radar(**fields: object) -> Scenario:
    return replace(BASE, systems=(system(ideal_unit(ideal_radar(**fields))),))


def with_unit(**fields: object) -> Scenario:
    return replace(BASE, systems=(system(ideal_unit(**fields)),))


def with_threat(**fields: object) -> Scenario:
    return replace(BASE, threats=(replace(BASE.threats[0], **fields), BASE.threats[1]))


@pytest.mark.parametrize(
    "same",
    [
        with_missile(sspk=(0.3,) * ALL),
        with_missile(name="other", range_factor=0.5, manoeuvre_factor=0.5, jamming_factor=0.5, needs_radar=False),
        with_missile(range_knee=0.3),
        with_radar(name="other", track_capacity=7, hits_to_destroy=9),
        with_unit(name="other", target_channels=1, missile_channels=2, reaction_time=9.0, slew_rate=0.1),
        with_threat(name="other", formation_index=3, member=4, looks_like=5, hit_probability=0.1, hits=3, homing=True),
        with_threat(gap_mean=5.0, manoeuvring=True, threat_class="other", parent=-1),
        replace(BASE, systems=(system(ideal_unit(), doctrine=DoctrinePlan(rounds=3)),)),
        replace(BASE, name="other", description="other", assets=(), scenario_hash="x", text="y"),
    ],
)
def test_chance_and_doctrine_do_not_count(same: Scenario) -> None:
    assert geometry_key(same) == geometry_key(BASE)


@pytest.mark.parametrize(
    "other",
    [
        with_missile(max_range=(9e5,) * ALL),
        with_missile(min_altitude=0.0),
        with_missile(constant_speed=901.0),
        with_radar(antenna_height=11.0),
        with_radar(confirm_n=2),
        with_radar(place=replace(HERE, height=1.0)),
        with_unit(facings=(0.0, 1.0)),
        with_threat(motion=radial(altitude=10_000.0000001)),
        with_threat(rcs=(1.0, 1.0, 2.0)),
        with_threat(aspect_sector=0.5),
        with_threat(jammer_density=1e-7),
        with_threat(start_time=0.5),
        with_radar(reference_height=5e3),
        with_radar(guidance_pd=0.6),
        with_radar(polarisation=0.1),
        with_radar(antenna=AntennaPlan(gain=1e3)),
        with_radar(antenna=AntennaPlan(sidelobe=1e-2)),
        with_radar(antenna=AntennaPlan(backlobe=1.0)),
        with_radar(antenna=AntennaPlan(noise_temperature=500.0)),
        replace(BASE, environment=Environment(gases=False, effective_earth_factor=1.0)),
        replace(BASE, environment=Environment(gases=False, rain_height=1e3)),
        with_threat(target=0),
        with_threat(category=2),
        replace(BASE, environment=Environment(gases=False, time_step=0.5)),
        replace(BASE, environment=Environment(gases=False, multipath=True)),
        replace(BASE, jammers=(JammerPlan("jammer", HERE, 9e3, 1e-4),)),
        replace(BASE, threats=BASE.threats[::-1]),
        replace(
            BASE, threats=(replace(BASE.threats[0], jammer_density=1e-4, support=SupportPlan()), *BASE.threats[1:])
        ),
        replace(BASE, systems=(system(surveillance=(ideal_radar(),)),)),
    ],
)
def test_geometry_counts(other: Scenario) -> None:
    assert geometry_key(other) != geometry_key(BASE)


def test_key_is_a_sha256() -> None:
    assert len(geometry_key(BASE)) == 64
    assert int(geometry_key(BASE), 16) > 0


def changed(value: object) -> object:
    """Return another value of the same kind."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if isinstance(value, float):
        return 0.5 if value == 0.0 else value * 0.5
    if isinstance(value, str):
        return f"{value}x"
    if isinstance(value, tuple):
        return (*(changed(x) for x in value[:1]), *value[1:]) if value else (0.25,)
    if value is None:
        return AntennaPlan(gain=1e3)
    return replace(value, **{field.name: changed(getattr(value, field.name)) for field in fields(value)[:1]})  # type: ignore[type-var]


def places(scenario: Scenario) -> dict[type, tuple[object, Callable[[object], Scenario]]]:
    """Return one part of each class that a key takes fields of, and how the scenario is with another in its place."""
    (held,) = scenario.systems
    (unit,) = held.units
    near = JammerPlan("jammer", HERE, 9e3, 1e-4)
    jammed = replace(scenario, jammers=(near,))

    def with_(part: object) -> Scenario:
        return replace(scenario, systems=(replace(held, units=(part,)),))

    return {
        FireUnitPlan: (unit, with_),
        RadarPlan: (unit.radar, lambda x: with_(replace(unit, radar=x))),
        MissilePlan: (unit.missiles[0], lambda x: with_(replace(unit, missiles=(x,)))),
        ThreatPlan: (scenario.threats[0], lambda x: replace(scenario, threats=(x, *scenario.threats[1:]))),
        JammerPlan: (near, lambda x: replace(jammed, jammers=(x,))),
        Environment: (scenario.environment, lambda x: replace(scenario, environment=x)),
    }


FIELDS = [(kind, field.name) for kind in WITHOUT for field in fields(kind)]
HELD_OTHERWISE = {(FireUnitPlan, "missiles"), (FireUnitPlan, "radar"), (ThreatPlan, "target"), (ThreatPlan, "support")}
"""Fields that count by what is in them, tested above."""


@pytest.mark.parametrize(("kind", "name"), [pair for pair in FIELDS if pair not in HELD_OTHERWISE])
def test_every_field_is_classified(kind: type, name: str) -> None:
    part, put = places(BASE)[kind]
    other = replace(part, **{name: changed(getattr(part, name))})  # type: ignore[type-var]
    assert other != part
    same = geometry_key(put(part)) == geometry_key(put(other))
    assert same is (name in WITHOUT[kind])
    assert (geometry_parts(put(part)) == geometry_parts(put(other))) is same


def test_fields_left_out_are_fields() -> None:
    for kind, names in WITHOUT.items():
        assert names <= {field.name for field in fields(kind)}
