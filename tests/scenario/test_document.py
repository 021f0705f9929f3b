"""Reading YAML: values, places, limits."""

from __future__ import annotations

import json
import math

import pytest

from airdef.limits import SCENARIO_VALUES
from airdef.scenario import ScenarioError, document
from airdef.scenario.document import read_text


def test_values_of_the_core_schema() -> None:
    data = read_text(
        "a: 1\nb: 1.5\nc: true\nd: null\ne: text\nf: [1, x]\ng: {h: 0x10}\ni: 2016-04-01\nj: yes\nk: 1_000\n"
    ).data
    assert data == {
        "a": 1,
        "b": 1.5,
        "c": True,
        "d": None,
        "e": "text",
        "f": (1, "x"),
        "g": {"h": 16},
        "i": "2016-04-01",
        "j": "yes",
        "k": 1000,
    }


def test_quoted_numbers_stay_texts() -> None:
    assert read_text("a: '1'\nb: \"true\"\n").data == {"a": "1", "b": "true"}


def test_not_a_number_is_read_as_such_and_left_to_the_schema() -> None:
    data = read_text("a: .nan\nb: -.inf\n").data
    assert math.isnan(data["a"])
    assert data["b"] == -math.inf


def test_places_count_from_one() -> None:
    found = read_text("# comment\nraid:\n  - {threat: fighter}\n")
    assert found.positions["raid", 0, "threat"] == (3, 14)
    assert found.keys["raid", 0, "threat"] == (3, 6)


def test_aliases_are_expanded() -> None:
    assert read_text("a: &x [1, 2]\nb: *x\n").data["b"] == (1, 2)


def test_byte_order_mark_is_no_content(tmp_path) -> None:
    file = tmp_path / "s.yaml"
    file.write_bytes(b"\xef\xbb\xbfname: x\n")
    assert document.read(file).data == {"name": "x"}


def test_a_missing_file_and_a_folder_say_so(tmp_path) -> None:
    for path in (tmp_path / "none.yaml", tmp_path):
        with pytest.raises(ScenarioError, match="readable scenario file"):
            document.read(path)


def test_too_many_values_stop_the_parser() -> None:
    most = SCENARIO_VALUES.most
    with pytest.raises(ScenarioError, match=r"at most 50,000 values expected; usual fix: .* 'count'"):
        read_text("a: [" + "1, " * most + "1]\n")
    assert len(read_text("a: [" + "1, " * (most - 3) + "1]\n").data["a"]) == most - 2  # the list and what holds it


def test_aliases_count_as_if_written_out() -> None:
    text = "a: &a [" + "1, " * 98 + "1]\nb: [{}]\n"
    within = (SCENARIO_VALUES.most - 102) // 100  # a list of 99 is 100 values; the file, a and b are three more
    assert len(read_text(text.format(", ".join(["*a"] * within))).data["b"]) == within
    with pytest.raises(ScenarioError, match="50,000 values"):
        read_text(text.format(", ".join(["*a"] * (within + 1))))


def test_depth_counts_with_aliases_written_out() -> None:
    deep = "[" * 18 + "1" + "]" * 18
    assert read_text(f"a: &a {deep}\nb: [*a]\n").data["b"]
    with pytest.raises(ScenarioError, match="at most 20 levels"):
        read_text(f"a: &a {deep}\nb: [[*a]]\n")
    with pytest.raises(ScenarioError, match="at most 20 levels"):
        read_text(f"a: [[{deep}]]\n")


def test_an_alias_has_the_places_of_what_it_stands_for() -> None:
    found = read_text("a: &a {b: [1, 2]}\nc: *a\n")
    assert found.data["c"] == {"b": (1, 2)}
    assert found.positions["c", "b", 1] == found.positions["a", "b", 1] == (1, 15)
    assert found.keys["c", "b"] == (1, 8)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a: 1\nb: '\x1b[31m'\n", ("line 2, column 5", "control character")),
        ('a: 1\nb: "\\e[31m"\n', ("line 2, column 4", "control character")),
        ('a: 1\n"b\\0": 1\n', ("line 2, column 1", "control character")),
        ("a: 1\nb: \ufffe\n", ("line 2, column 4", "U+FFFE")),
        ("a: \udc80\n", ("line 1, column 4", "lone surrogate")),
        ("a: 1\nb: " + "9" * 90 + "\n", ("line 2, column 4", "a whole number")),
        ("a: 1\nb: -9223372036854775808\n", ("line 2, column 4", "a whole number")),
        ("a: 1\nb: " + "9" * 400 + "\n", ("line 2, column 4", "at most 100 characters")),
        ("a: 1\nb: " + "9" * 100_000 + "\n", ("line 2, column 4", "at most 100 characters")),
        ("a: 1\nb: 1." + "9" * 100_000 + "e5\n", ("line 2, column 4", "at most 100 characters")),
        ("a: @x\n", ("line 1, column 4", "'@'", "quotes")),
        ("a: &x [*y]\n", ("line 1, column 8", "the alias '*y'")),
        ("? [a]\n: b\n", ("line 1, column 3", "a list or mapping as a key")),
    ],
    ids=lambda x: x[:20] if isinstance(x, str) else "",
)
def test_what_is_no_plain_data_is_refused_at_its_place(text: str, words: tuple[str, ...]) -> None:
    with pytest.raises(ScenarioError) as told:
        read_text(text)
    message = str(told.value)
    assert len(message) < 400
    assert "\x1b" not in message
    for word in words:
        assert word in message, message


def test_json_may_write_a_character_as_a_pair_of_escapes() -> None:
    text = json.dumps({"name": "a\U0001f600b", "x": "\\ud83d\\ude00", "y": [1, "\U0001f600"]})
    assert "\\ud83d" in text
    assert read_text(text).data == {"name": "a\U0001f600b", "x": "\\ud83d\\ude00", "y": (1, "\U0001f600")}
    assert read_text('{"a": "\\/\\u00e9\\n"}').data == {"a": "/\u00e9\n"}


def test_yaml_may_write_a_character_as_a_pair_of_escapes_too() -> None:
    text = 'a: "x \\ud83d\\ude00 y"  # no JSON\nb: \\ud83d\\ude00\nc: ["\\\\\\ud83d\\ude01"]\n'
    assert read_text(text).data == {"a": "x \U0001f600 y", "b": "\\ud83d\\ude00", "c": ("\\\U0001f601",)}


def test_whole_numbers_of_a_machine_are_read_to_the_last_digit() -> None:
    assert read_text("a: 9223372036854775807\nb: -9_223_372_036_854_775_807\nc: 0o17\nd: 010\n").data == {
        "a": 2**63 - 1, "b": 1 - 2**63, "c": 15, "d": 10,
    }  # fmt: skip


def test_numbers_of_the_core_schema_and_texts_that_look_like_them() -> None:
    words = {"1e3": 1e3, "-.5": -0.5, "1.": 1.0, "1_0.5": 10.5, "+1": 1, "1-2": "1-2", "1:30": "1:30", "--1": "--1",
             ".": ".", "-": "-", "0b1x": "0b1x", "1e": "1e", "1.2.3": "1.2.3", "TRUE": True, "no": "no"}  # fmt: skip
    for word, meant in words.items():
        if word != "-":  # a list's entry
            assert read_text(f"a: {word}\n").data["a"] == meant, word


@pytest.mark.parametrize(
    ("text", "line", "given"),
    [
        ("%YAML 1.1\n---\na: yes\n", 1, "%YAML 1.1"),
        ("# a comment\n\n%YAML 1.1\n---\na: yes\n", 3, "%YAML 1.1"),
        ("%YAML 1.3\n---\na: 1\n", 1, "%YAML 1.3"),
        ("%TAG ! tag:example.org,2000:\n---\na: 1\n", 1, "%TAG"),
        ("%FOO bar\n---\na: 1\n", 1, "%FOO"),
        ("a: !!str 5\n", 1, "the tag"),
        ("a: 1\nb: !mine {c: 1}\n", 2, "the tag"),
        ("a: 1\nb: !!python/tuple [1]\n", 2, "the tag"),
        ("a: ! 5\n", 1, "the tag"),
        ("a: 1\n!!str b: 1\n", 2, "the tag"),
        ("!!map\na: 1\n", 1, "the tag"),
        ("a: 1\nb: 0x" + "f" * 400 + "\n", 2, "0xfff"),
        ("a: 1\nb: 0o" + "7" * 5000 + "\n", 2, "0o777"),
        ("a: 1\nb: " + "9" * 400 + ".5\n", 2, "999"),
        ('a: 1\nb: "\\UFFFFFFFF"\n', 2, "not YAML"),
        ('a: 1\nb: "\\ud800"\n', 2, "lone surrogate U+D800"),
    ],
)
def test_refused_with_its_line(text: str, line: int, given: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        read_text(text)
    problem = caught.value.first
    assert problem.line == line
    assert given in problem.given
    assert problem.fix


def test_the_directive_of_the_version_that_is_read_may_stand() -> None:
    assert read_text("%YAML 1.2  # so it is\n---\na: yes\n").data == {"a": "yes"}
    assert read_text("a: '%YAML 1.1'\n").data == {"a": "%YAML 1.1"}
