"""`airdef bench`: every benchmark runs, so that none can rot. Nothing here depends on how long anything takes."""

import json
import math

import pytest

from airdef.cli import bench, main

NAMES = ("throughput", "floor", "startup", "scaling", "memory", "precision", "reduction")


@pytest.mark.parametrize("name", NAMES)
def test_each_benchmark_runs(name, capsys):
    assert main(["bench", "--quick", "--json", "--only", name]) == 0
    result = json.loads(capsys.readouterr().out)
    assert (result["quick"], list(result["benchmarks"])) == (True, [name])
    found = result["benchmarks"][name]
    assert found["lines"]
    for line in found["lines"]:
        # print_json writes null for what is not finite
        assert all(math.isfinite(value) for value in (*line["values"], *line["processor"])), line
        assert line["min"] <= line["median"] <= line["max"]
        assert (line["met"] is None) == (line["reach"] is None)
    for curve in found["curves"]:
        assert len(curve["x"]) == len(curve["y"]) > 1
    if name == "throughput":
        # The same model: the means agree within four standard errors, wrong by chance once in 16,000.
        f = found["figures"]
        assert abs(f["leakers_simpy"] - f["leakers_airdef"]) < 4.0 * f["leakers_simpy_standard_error"]


def test_no_benchmark_is_left_out():
    assert bench._suite().NAMES == NAMES


def test_the_table_names_figure_machine_and_versions(capsys):
    assert main(["bench", "--quick", "--only", "reduction"]) == 0
    out = capsys.readouterr().out
    for words in ("What", "min to max", "share of a campaign", "cores", "numba", "--quick"):
        assert words in out


def test_an_unknown_name_is_refused_with_the_nearest(capsys):
    assert main(["bench", "--only", "trouhgput"]) == 2
    assert "usual fix: --only throughput" in capsys.readouterr().err


def test_without_a_checkout_one_clear_error_says_so(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(bench, "CHECKOUT", tmp_path)
    assert main(["bench", "--quick"]) == 2
    error = capsys.readouterr().err
    assert str(tmp_path) in error
    assert error.count("\n") == 1
    assert "python3 dev.py bench" in error
