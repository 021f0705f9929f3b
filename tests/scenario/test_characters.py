"""Which characters names and texts may hold, wherever they come from."""

from __future__ import annotations

import json
import sys
import unicodedata

import pytest

from airdef.characters import blank, called, folded, paired, stranger, visible
from airdef.scenario import ScenarioError, loads

BIDI_CONTROL = [0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
"""The property Bidi_Control of the Unicode Character Database, PropList.txt (12 code points)."""

TEXT = """\
name: {title}
description: {description}
defence:
  - {{system: S-300PMU-2, name: {system}, at: [0.05, 0.10], fire_units: [{{name: {unit}}}]}}
assets:
  - {{name: {asset}, at: [0.0, 0.0]}}
raid:
  - {{threat: fighter, name: {group}, route: [[-1.0, -1.0], [0.0, 0.0]], altitude: 8 km}}
jammers:
  - {{name: {jammer}, at: [-2.0, -2.0], density: 5 W/MHz}}
"""
PLACES = {
    "title": "name",
    "description": "description",
    "system": "defence.0.name",
    "unit": "defence.0.fire_units.0.name",
    "asset": "assets.0.name",
    "group": "raid.0.name",
    "jammer": "jammers.0.name",
}
STRANGE = ["\x00", "\x0b", "\x1b", "\x7f", "\x85", "\x9b", "\r", "\u200f", "\u202e", "\u2028", "\u2066", "\ud800",
           "\udfff", "\ufdd0", "\ufeff", "\ufffe", "\uffff", "\U0001fffe", "\U0010ffff", "\U000e0041"]  # fmt: skip
SEEN = [
    "a",
    "é",
    "e\u0301",
    "Ж",
    "中",
    "שלום",
    "👩\u200d🚀",
    "🚀",
    "$x^$",
    "<b>&",
    "=1+1",
    "\u00a0",
    "\ufffd",
    "a/b, c|d",
]


def scenario(**names: str) -> str:
    """Return a scenario with names in it, written as JSON writes texts (which is YAML)."""
    given = {place: json.dumps(names.get(place, place)) for place in PLACES}
    return TEXT.format(**given)


def test_the_rule_over_all_of_unicode() -> None:
    """The rule is that of the categories and properties it names, code point by code point."""
    refused = {"Cc", "Cs", "Zl", "Zp"}
    for code in range(sys.maxunicode + 1):
        c = chr(code)
        wanted = unicodedata.category(c) in refused or code in BIDI_CONTROL
        wanted |= code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF  # noncharacters
        wanted |= code == 0xFEFF or 0xFFF9 <= code <= 0xFFFB or 0xE0000 <= code <= 0xE007F
        assert bool(stranger(c)) == wanted, hex(code)
        assert bool(stranger(c, lines=True)) == (wanted and c not in "\n\t"), hex(code)


@pytest.mark.parametrize("character", STRANGE, ids=ascii)
@pytest.mark.parametrize("place", PLACES)
def test_refused_with_its_place(place: str, character: str) -> None:
    text = scenario(**{place: f"a{character}b"})
    with pytest.raises(ScenarioError) as caught:
        loads(text)
    problem = caught.value.first
    assert problem.path == PLACES[place]
    lines = text.splitlines()
    assert json.dumps(f"a{character}b") in lines[problem.line - 1][problem.column - 1 :]
    assert f"U+{ord(character):04X}" in str(caught.value)
    assert str(caught.value).isprintable()


@pytest.mark.parametrize("place", [p for p in PLACES if p != "description"])
@pytest.mark.parametrize("name", ["a\nb", "a\tb", " ", "\u00a0\u200d", ""], ids=ascii)
def test_a_name_is_one_line_in_which_something_is_seen(place: str, name: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        loads(scenario(**{place: name}))
    assert caught.value.first.path == PLACES[place]


def test_a_description_has_lines() -> None:
    assert loads(scenario(description="a\n\tb")).description == "a\n\tb"


@pytest.mark.parametrize("name", SEEN)
def test_what_is_seen_may_stand_everywhere(name: str) -> None:
    names = {place: f"{name} {k}" for k, place in enumerate(PLACES)}
    found = loads(scenario(**names))
    assert found.name == names["title"]
    assert [a.name for a in found.assets] == [names["asset"]]
    assert [t.name for t in found.threats] == [names["group"]]


def test_keys_are_read_as_texts_are() -> None:
    with pytest.raises(ScenarioError) as caught:
        loads('name: x\n"a\\x1b[31mb": 1\n')
    assert (caught.value.first.line, caught.value.first.path) == (2, "a\\x1b[31mb")
    assert "\x1b" not in str(caught.value)


@pytest.mark.parametrize("value", ["a\x1bb", ["a\ufffeb"], {"k\u202e": 1}, "\ud800"], ids=ascii)
def test_values_from_a_program_are_read_as_files_are(value: object) -> None:
    with pytest.raises(ScenarioError) as caught:
        loads(scenario(), overrides={"description": value})
    assert caught.value.first.path == "description"
    assert str(caught.value).isprintable()


def test_a_surrogate_pair_is_one_character() -> None:
    data = {"name": "rocket 🚀", "raid": [{"threat": "fighter", "name": "🚀", "from": [1, 1], "to": [0, 0]}]}
    found = loads(json.dumps(data))  # json escapes it as \ud83d\ude80
    assert (found.name, found.threats[0].name) == ("rocket 🚀", "🚀")
    assert paired("\ud83d\ude80\ud83d") == "🚀\ud83d"


def test_what_is_shown_is_printable_and_loses_nothing() -> None:
    assert visible("a\x1b[2Jb\u202ec\ud800d\U0001fffee") == "a\\x1b[2Jb\\u202ec\\ud800d\\U0001fffee"
    assert visible("a\n\tb") == "a\n\tb"
    assert visible("a\n\tb", lines=False) == "a\\x0a\\x09b"
    assert called("\x0b") == "the control character U+000B"
    assert called("\u202e") == "the character U+202E (RIGHT-TO-LEFT OVERRIDE)"


def test_what_counts_as_the_same_name() -> None:
    assert folded("Lead  1") == folded(" lead 1 ") == folded("le\u200bad 1")
    assert folded("\u00e9") == folded("e\u0301")
    assert folded("a") != folded("ä")
    assert blank("\u200b \u00a0")
    assert not blank(".")


@pytest.mark.parametrize(
    ("raid", "path"),
    [
        ("{name: lead, count: 2, $}, {name: lead-1, $}", "raid.1.name"),
        ("{name: lead-1, $}, {name: lead, count: 2, $}", "raid.1.name"),
        ("{name: Lead-2, $}, {name: lead, count: 2, $}", "raid.1.name"),
        ("{$}, {$}, {name: fighter-g2, $}", "raid.2.name"),
        ("{name: e\u0301, $}, {name: \u00e9, $}", "raid.1.name"),
        ("{name: a, releases: [{threat: cruise-missile, at_time: 9 s, name: b}], $}, {name: a/b, $}",
         "raid.0.releases.0.name"),
        ("{name: a, releases: [{threat: cruise-missile, at_time: 9 s, name: b, count: 2}, "
         "{threat: cruise-missile, at_time: 20 s, name: b-2}], $}", "raid.0.releases.1.name"),
    ],
)  # fmt: skip
def test_no_two_threats_have_one_name(raid: str, path: str) -> None:
    flight = "threat: fighter, from: [-1.0, -1.0], altitude: 8 km, aims_at: port"
    text = "name: x\nassets: [{name: port, at: [0, 0]}]\nraid: [" + raid.replace("$", flight) + "]\n"
    with pytest.raises(ScenarioError) as caught:
        loads(text)
    assert [p.path for p in caught.value.problems] == [path]


def test_two_releases_of_one_class_are_told_apart() -> None:
    release = "{threat: cruise-missile, at_time: 9 s, count: 2}, {threat: cruise-missile, at_time: 30 s}"
    found = loads(
        "name: x\nassets: [{name: port, at: [0, 0]}]\n"
        f"raid: [{{threat: bomber, from: [-2, -2], aims_at: port, releases: [{release}]}}]\n"
    )
    assert [t.name for t in found.threats[1:]] == [
        "bomber/cruise-missile-r1-1",
        "bomber/cruise-missile-r1-2",
        "bomber/cruise-missile-r2",
    ]


@pytest.mark.parametrize("names", ["port, Port", "port, po\u200brt"])
def test_what_is_aimed_at_has_one_name(names: str) -> None:
    first, second = names.split(", ")
    assets = f"[{{name: {first}, at: [0, 0]}}, {{name: {second}, at: [0, 1]}}]"
    with pytest.raises(ScenarioError, match="twice"):
        loads(f"name: x\nassets: {assets}\nraid: [{{threat: fighter, from: [-1, -1], aims_at: port}}]\n")
