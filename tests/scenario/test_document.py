"""Reading YAML: values, places, limits."""

from __future__ import annotations

import math

import pytest

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


def test_too_many_values_stop_the_parser(monkeypatch: pytest.MonkeyPatch) -> None:
    # The real limit takes the parser seconds to reach; the same code stops it at any.
    monkeypatch.setattr(document, "MAX_VALUES", 100)
    with pytest.raises(ScenarioError, match="at most 100 values"):
        read_text("a: [" + "1, " * 200 + "1]\n")
    assert len(read_text("a: [" + "1, " * 90 + "1]\n").data["a"]) == 91


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
