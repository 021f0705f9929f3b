"""`--set`: values by dotted path."""

from __future__ import annotations

import pytest

from airdef.scenario import ScenarioError, loads
from airdef.scenario.document import read_text
from airdef.scenario.settings import with_overrides

from .broken import GOOD


def changed(path: str, value: object) -> dict:
    return with_overrides(read_text(GOOD), {path: value}).data


def test_numbers_quantities_and_lists() -> None:
    assert changed("raid.0.count", "8")["raid"][0]["count"] == 8
    assert changed("raid.0.altitude", "3 km")["raid"][0]["altitude"] == "3 km"
    assert changed("defence.0.at", "[1, 2]")["defence"][0]["at"] == (1, 2)
    assert changed("defence.0.at", [1, 2])["defence"][0]["at"] == (1, 2)
    assert changed("defence.0.mast", "null")["defence"][0]["mast"] is None


def test_entries_by_name() -> None:
    assert changed("assets.depot.value", "7")["assets"][1]["value"] == 7


@pytest.mark.parametrize(
    ("value", "meant"),
    [("'Raid #5'", "Raid #5"), ("Raid#5", "Raid#5"), ('"a # b"', "a # b"), ("it's", "it's"),
     ("|\n a # b\n c", "a # b\nc"), ("", None),
     ("- 1\n- 2", (1, 2)), ("[1, 'a #b']", (1, "a #b"))],
)  # fmt: skip
def test_a_value_is_read_whole(value: str, meant: object) -> None:
    assert changed("name", value)["name"] == meant


def test_missing_parts_are_made() -> None:
    assert changed("raid.1.overrides.threat.rcs", "1 m2")["raid"][1]["overrides"] == {"threat.rcs": "1 m2"}
    assert changed("environment.gases", "false")["environment"]["gases"] is False


def test_the_document_itself_is_left_alone() -> None:
    document = read_text(GOOD)
    with_overrides(document, {"raid.0.count": 8})
    assert document.data["raid"][0]["count"] == 4


def test_a_scenario_changes_with_it() -> None:
    assert len(loads(GOOD, {"raid.0.count": "8"}).threats) == len(loads(GOOD).threats) + 4


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        ("raid.9.count", "8", ("raid.9", "0 to 2")),
        ("raid.strickers.count", "8", ("nearest: strikers",)),
        ("raid.-1.count", "8", ("0 to 2",)),
        ("raid.0.count.x", "8", ("raid.0.count", "set 'raid.0.count' itself")),
        ("raid..count", "8", ("a dotted path",)),
        ("", "8", ("a dotted path",)),
        ("raid.0.count", "[1", ("its other end", "raid.0.count")),
        ("raid.0.count", "-8", ("-8", "at least 0", "raid.0.count")),
        ("raid.0.cuont", "8", ("nearest: count", "raid.0.cuont")),
        ("defence.0.doctrin.rounds", "2", ("nearest: doctrine",)),
        ("environment.time_step", "1", ("time with its unit",)),
        ("raid.0.count", "8\nx: 2", ("raid.0.count",)),
        ("raid.0.count", "8\n---\n9", ("one scenario a file",)),
        ("raid.0.count", "8 # or 9", ("the comment '# or 9'", "quotes")),
        ("name", "Raid #5 #6", ("the comment '#5 #6'", "quotes")),
        ("name", "a\x1b[2Jb", ("control character U+001B",)),
        ("name", '"a\\x1bb"', ("control character U+001B",)),
        ("raid.0.overrides", "{threat.rcs: 3 m2} # big", ("the comment",)),
        ("raid.0.overrides", "threat.rcs: 3 m2 # big", ("the comment",)),
        ("environment.gases", "%YAML 1.1\n--- yes", ("YAML 1.2",)),
        ("environment.gases", "!!bool yes", ("the tag",)),
    ],
)
def test_refused(path: str, value: str, words: tuple[str, ...]) -> None:
    with pytest.raises(ScenarioError) as caught:
        loads(GOOD, {path: value})
    for word in (*words, " given, ", "usual fix: "):
        assert word in str(caught.value)
