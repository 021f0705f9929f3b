"""Problems in files, and the command that solves them."""

from __future__ import annotations

import json

import pytest

from airdef.allocation import ProblemError, read_problem
from airdef.cli import main

TEXT = "2 2 1\n10\n5\n0 0 0.8\n0 1 0.7\n1 0 0.6\n1 1 0.7\n"


def test_a_file_is_read_as_published_ones_are_written(tmp_path):
    file = tmp_path / "small.txt"
    file.write_text(TEXT)
    problem = read_problem(file)
    assert problem.values.tolist() == [10.0, 5.0]
    assert problem.probabilities.tolist() == [[0.8, 0.7], [0.6, 0.7]]
    assert problem.rounds.tolist() == [1, 1]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "weapons, targets and rounds of each weapon expected"),
        ("2 2", "weapons, targets and rounds"),
        ("2 2.5 1", "weapons, targets and rounds"),
        ("2 2 1 10 5 0 0", "three for each pair"),
        ("2 2 1 10 5 0 2 0.5", "target that there is none"),
        ("2 2 1 10 5 0.5 1 0.5", "target that there is none"),
        ("2 2 1 10 5 0 1 1.5", "1.5 given, 0 to 1 expected"),
        ("2 2 1 10 x", "numbers expected"),
        ("1e9 1e9 1", "weapons, targets and rounds"),
        ("4000000 4000000 1", "at most"),
        ("2 2 1 10 nan", r"values\[1\]: nan"),
        ("é", "numbers as text expected"),
    ],
)
def test_what_is_no_such_file_is_refused(tmp_path, text, told):
    file = tmp_path / "spoilt.txt"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ProblemError, match=told):
        read_problem(file)
    with pytest.raises(ProblemError, match="a file of at most"):
        read_problem(tmp_path)


def test_the_command_prints_the_answer_and_its_proof(tmp_path, capsys):
    file = tmp_path / "small.txt"
    file.write_text(TEXT)
    assert main(["allocate", str(file)]) == 0
    out = capsys.readouterr().out
    assert "Of a value of 15, 3.500000 is expected to survive, " in out
    assert "marginal return" in out
    assert main(["allocate", str(file), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["surviving"] == pytest.approx(3.5)
    assert 3.5 * (1 - 1e-4) <= told["bound"] <= 3.5
    assert told["rounds"] == [{"weapon": 0, "target": 0, "rounds": 1}, {"weapon": 1, "target": 1, "rounds": 1}]


@pytest.mark.parametrize("arguments", [("nowhere.txt",), ("small.txt", "--gap", "0"), ("small.txt", "--seconds", "-1")])
def test_what_cannot_be_solved_ends_with_2(tmp_path, capsys, monkeypatch, arguments):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "small.txt").write_text(TEXT)
    assert main(["allocate", *arguments]) == 2
    told = capsys.readouterr()
    assert not told.out
    assert "expected" in told.err
