"""From claims to adopted values: what is refused, and what comes out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from airdef.catalogue import CatalogueError, load
from airdef.catalogue.grades import GRADES
from airdef.catalogue.model import UNSOURCED

if TYPE_CHECKING:
    from .conftest import Copy

SLEW = {"entry": "ideal-battery", "attribute": "slew_rate"}
AIRCRAFT = {"entry": "48N6E2", "attribute": "max_range.aircraft"}
CASES: list[tuple[dict[str, str], dict[str, str], str]] = [
    (SLEW, {"attribute": "slew"}, "attribute is 'slew'; .* did you mean 'slew_rate'"),
    (SLEW, {"entry": "S-600"}, "entry is 'S-600'"),
    (SLEW, {"entry": "S-500"}, "S-500 is a reported system, of which no figure is adopted"),
    (SLEW, {"rule": "guessed"}, "rule is 'guessed'"),
    (SLEW, {"rule": "assumed", "reason": ""}, "reason is empty"),
    (SLEW, {"nominal": ""}, "nominal is empty; a value that is defined needs one"),
    (SLEW, {"nominal": "fast"}, "nominal is 'fast'; expected a number"),
    (SLEW, {"unit": "km"}, "unit is 'km'; slew_rate is in 'deg/s'"),
    (SLEW, {"unit": "parsec"}, "unit is 'parsec'"),
    (SLEW, {"low": "361"}, "low 6.30.*, nominal 6.28.*; expected in rising order"),
    (SLEW, {"nominal": "361"}, "expected within 0 to 6.28"),
    (SLEW, {"reason": "as c999 has it"}, "the reason names c999, which is no claim"),
    (SLEW, {"attribute": "confirm_m"}, "'ideal-battery confirm_m' stands here twice"),
    ({"entry": "ideal-battery", "attribute": "confirm_m"}, {"nominal": "1.5"}, "expected a whole number"),
    ({"entry": "decoy", "attribute": "rcs"}, {"low": "0"}, "expected within 1e-06"),
    ({"entry": "decoy", "attribute": "rcs"}, {"attribute": "ballistic_coefficient"}, "is not asked of decoy"),
    (AIRCRAFT, {"take": ""}, "take is empty"),
    (AIRCRAFT, {"take": "c999"}, "takes the claim 'c999', which does not exist"),
    (AIRCRAFT, {"take": "c472"}, "takes c472, which is unsourced; it may only be the reason of an assumed value"),
    (AIRCRAFT, {"take": "48N6E9:max_range_aircraft"}, "takes '48N6E9:max_range_aircraft', of which there is no claim"),
    (AIRCRAFT, {"take": "c007"}, "takes c007, which is in 'probability' where max_range.aircraft is in 'km'"),
    (AIRCRAFT, {"take": "c142"}, "no sourced, two-sided figure is left to set the nominal"),
    ({"entry": "48N6E", "attribute": "needs_radar"}, {"take": "c251"}, "takes c251, which is in '' where"),
    ({"entry": "48N6E", "attribute": "sspk.cruise"}, {"take": "48N6E9:sspk.cruise"}, "expected entry:attribute"),
    ({"entry": "48N6E", "attribute": "sspk.cruise"}, {"take": "48N6E:sspk.decoy"}, "is taken from itself, by way of"),
    ({"entry": "48N6E", "attribute": "sspk.cruise"}, {"take": "48N6E:max_speed"}, "of the same unit"),
]


@pytest.mark.parametrize(("where", "cells", "reason"), CASES)
def test_a_spoilt_reading_is_named(data: Copy, where: dict[str, str], cells: dict[str, str], reason: str) -> None:
    row = data.edit("adopted_values.csv", lambda r: r.update(cells), **where)
    with pytest.raises(CatalogueError, match=reason) as caught:
        load(data.folder)
    if "itself" in reason:  # the blame falls on the default that closes the circle
        assert caught.value.file == "attributes.csv"
    elif "twice" not in reason:
        assert (caught.value.file, caught.value.row) == ("adopted_values.csv", row)


def test_a_reading_that_only_unsourced_claims_speak_of_is_refused(data: Copy) -> None:
    where = {"entry": "76N6", "attribute": "detection_range"}
    take = {"rule": "published", "take": "76N6 Clam Shell:detection_range"}
    data.edit("adopted_values.csv", lambda r: r.update(take), **where)
    with pytest.raises(CatalogueError, match="76N6 detection_range: no sourced, two-sided figure is left"):
        load(data.folder)


def test_a_missing_reading_is_blamed_on_its_entry(data: Copy) -> None:
    data.drop("adopted_values.csv", entry="arm", attribute="rcs")
    with pytest.raises(CatalogueError, match=r"entries.csv, row \d+: arm lacks rcs; add a row to adopted_values.csv"):
        load(data.folder)


def test_a_treatment_of_nothing_is_refused(data: Copy) -> None:
    cells = {"entry": "48N6E2", "attribute": "max_speed", "claim": "c001", "action": "exclude", "reason": "none"}
    row = data.add("treatments.csv", **cells)
    with pytest.raises(CatalogueError, match=r"48N6E2; max_speed; c001 treats nothing") as caught:
        load(data.folder)
    assert caught.value.row == row


def test_a_default_that_names_nothing_is_refused(data: Copy) -> None:
    data.edit("attributes.csv", lambda r: r.update(default="=sspk.cruising"), attribute="sspk.decoy")
    with pytest.raises(CatalogueError, match=r"default '=sspk\.cruising' names no attribute of a missile"):
        load(data.folder)


def test_one_more_claim_changes_the_reading_by_the_rule(data: Copy) -> None:
    assert load().adopted("48N6E3", "max_range.aircraft").to_dict()["nominal"] == 250
    data.add(
        "claims.csv",
        claim="c501",
        subject="48N6E3",
        kind="missile",
        attribute="max_range_aircraft",
        value="230",
        unit="km",
        grade="A",
        source="scmp-2019",
    )
    changed = load(data.folder).adopted("48N6E3", "max_range.aircraft")
    assert (changed.to_dict()["nominal"], changed.grade, changed.claims[0]) == (230, "A", "c501")


def test_every_reading_is_sound() -> None:
    catalogue = load()
    for entry in catalogue.entries():
        for name, r in entry.adopted_values.items():
            assert (r.subject, r.attribute) == (entry.name, name)
            assert r.low <= r.nominal <= r.high
            claims = [catalogue.claim(c) for c in r.claims]
            assert {catalogue.source(s).source for s in r.sources} == {c.source for c in claims if c.source}
            if r.grade in GRADES:
                assert claims[0].grade == r.grade
                assert all(c.grade != UNSOURCED for c in claims)
            else:
                assert r.grade in {"assumed", "defined"}
                assert r.reason


# (entry, attribute, nominal, low, high in the shown unit, grade): worked by hand from claims.csv.
BY_HAND = [
    # 36 targets / 6 fire units, three times, and 6 said of the fire unit itself
    ("S-300PMU-2", "target_channels", 6, 6, 6, "B"),
    ("S-300PMU-2", "missile_channels", 12, 12, 12, "B"),
    ("S-300PMU-2", "max_fire_units", 6, 6, 6, "B"),
    ("S-300PT", "target_channels", 4, 4, 4, "D"),
    # simulators only: the mean of 10 and 22
    ("S-300PMU-2", "reaction_time", 16, 10, 22, "D"),
    # own claim is a simulator's 6; the PMU-1's 12 launchers for 2 battalions votes; 4 and "up to 8" span
    ("S-300PMU-2", "launchers_per_fire_unit", 6, 4, 8, "B"),
    # B: 195, 195, 200, 200, 200, 200, 150; the derived 160 is left out
    ("48N6E2", "max_range.aircraft", 200, 150, 200, "B"),
    # B reads 150 literally; 40 to 60 published for the 48N6E3 and 60 for the S-400 open the span
    ("48N6E2", "max_range.ballistic", 150, 40, 150, "B"),
    ("48N6E3", "max_range.ballistic", 60, 40, 60, "B"),
    # B 150; ">150" and "over 145" stretch
    ("48N6E", "max_range.aircraft", 150, 145, 150, "B"),
    # B 0.8-0.93; 0.45-0.80 of a wargame and 7 of 15 in an exercise open the span
    ("48N6E2", "sspk.aircraft", 0.865, 0.45, 0.93, "B"),
    # C 0.5; D 0.4-0.6-0.75
    ("5V55R", "sspk.cruise", 0.5, 0.4, 0.75, "C"),
    # D 80-100-130, the game's 160 left out
    ("30N6", "detection_range", 100, 80, 130, "D"),
    # C: a band 2 to 4 and one of 2.5 to 3.3 GHz: the mean of 3 and 2.9
    ("91N6E", "frequency", 2.95, 2, 4, "C"),
    ("40V6M", "antenna_height", 24, 23.8, 25, "B"),
    # B 1-5, geometric middle; C 1-10
    ("fighter", "rcs", 5**0.5, 1, 10, "B"),
    # Mach 0.8 to 0.9 where sound goes 295.069 m/s
    ("fighter", "speed", 0.85 * 295.069, 0.8 * 295.069, 0.9 * 295.069, "C"),
]


@pytest.mark.parametrize(("entry", "attribute", "nominal", "low", "high", "grade"), BY_HAND)
def test_readings_by_hand(entry: str, attribute: str, nominal: float, low: float, high: float, grade: str) -> None:
    r = load().adopted(entry, attribute)
    shown = r.to_dict()
    # to_dict rounds to 12 digits
    assert [shown["nominal"], shown["low"], shown["high"]] == pytest.approx([nominal, low, high], rel=1e-11)
    assert r.grade == grade


def test_the_derivation_of_a_share_is_visible() -> None:
    r = load().adopted("S-300PMU-2", "target_channels")
    assert "c003: 36 / 6, the figure is that of a system of six fire units" in r.reason
    assert {t.claim: t.action for t in load().treatments("S-300PMU-2", "target_channels")} == dict.fromkeys(
        ("c003", "c334", "c257"), "divide"
    )


def test_what_is_left_out_is_said() -> None:
    r = load().adopted("5V55R", "max_target_speed")
    assert "c373" not in r.claims
    assert "c373 left out: 2800 km/h as printed" in r.reason


def test_a_copy_is_assumed_but_a_copied_definition_is_a_definition() -> None:
    assert load().adopted("48N6E2", "max_range.drone").grade == "assumed"
    assert load().adopted("48N6E2", "max_range.drone").claims == load().adopted("48N6E2", "max_range.aircraft").claims
    assert load().adopted("ideal-missile", "max_range.drone").grade == "defined"
