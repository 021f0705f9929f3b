"""Messages: nearest names, what is shown, how many are listed."""

from __future__ import annotations

import pickle
import subprocess
import sys

import pytest

from airdef.scenario import Problem, ScenarioError, loads
from airdef.scenario.errors import MAX_LISTED, dotted, nearest, shown


def test_nearest_prefers_the_same_letters() -> None:
    assert nearest("prot", ["post", "port", "depot"])[0] == "port"
    assert nearest("FIGHTER", ["fighter", "bomber"]) == ("fighter",)
    assert nearest("zzz", ["fighter"]) == ()


def test_long_and_unprintable_values_are_cut() -> None:
    assert len(shown("x" * 1000)) <= 60
    assert "\x07" not in shown("a\x07b")
    assert shown({"a": float("nan")}) == '{"a": NaN}'


def test_all_parts_are_in_the_text() -> None:
    text = str(Problem("f.yaml", "raid.0", "a", "b", ("c",), "d", 3, 7))
    assert text == "f.yaml, line 3, column 7: raid.0: a given, b expected; nearest: c; usual fix: d"


def test_an_error_survives_the_way_between_processes() -> None:
    error = ScenarioError([Problem("f.yaml", "raid.0", "a", "b", ("c",), "d", 3, 7)])
    again = pickle.loads(pickle.dumps(error))
    assert (again.problems, str(again)) == (error.problems, str(error))


def test_paths_are_those_of_set() -> None:
    assert dotted(("raid", 0, "count")) == "raid.0.count"


def test_several_problems_are_listed_in_the_order_of_the_file() -> None:
    with pytest.raises(ScenarioError) as caught:
        loads("name: 5\nraid:\n  - {threat: fighter, count: -1, speed: 250}\n")
    assert [p.path for p in caught.value.problems] == ["name", "raid.0.count", "raid.0.speed.0"]
    assert str(caught.value).count("\n") == 2
    assert caught.value.first.path == "name"


def test_more_than_ten_are_counted() -> None:
    groups = "".join(f"  - {{threat: fighter, count: -{i + 1}}}\n" for i in range(MAX_LISTED + 5))
    with pytest.raises(ScenarioError) as caught:
        loads(f"name: x\nraid:\n{groups}")
    lines = str(caught.value).splitlines()
    assert len(lines) == MAX_LISTED + 1
    assert lines[-1] == "... and 5 more problems"


def test_problems_of_several_groups_come_together() -> None:
    with pytest.raises(ScenarioError) as caught:
        loads(
            "name: x\nraid:\n  - {threat: figter, from: [1, 1], to: [0, 0]}\n"
            "  - {threat: fighter, from: [1, 1], aims_at: nowhere}\n"
        )
    assert [p.line for p in caught.value.problems] == [3, 4]


def test_a_broken_file_does_not_wait_for_the_compiler() -> None:
    code = """
import sys
from airdef.scenario import ScenarioError, loads
try:
    loads("name: x\\nraid: [{threat: fighter, from: here}]")
except ScenarioError:
    heavy = {"numba", "scipy", "rasterio", "airdef.terrain.dem", "airdef.engine"} & set(sys.modules)
    sys.exit(", ".join(sorted(heavy)) or 0)
sys.exit("nothing was refused")
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
