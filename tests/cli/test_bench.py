"""`airdef bench`: every benchmark runs, so that none can rot. Nothing here depends on how long anything takes."""

import json
import math

import pytest

from airdef.cli import main
from airdef.cli.answers import bench

NAMES = ("throughput", "rng_only", "startup", "scaling", "memory", "large", "precision", "reduction", "decisions")


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
        assert (line["met"] is None) == (line["target"] is None)
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


@pytest.fixture
def one_test(monkeypatch, tmp_path):
    """The validation of physical constants alone, to a folder of its own."""
    bench._suite()  # the benchmarks can be imported from here on
    from benchmarks import validation

    monkeypatch.setattr(validation, "TESTS", ("tests/physics/test_constants.py",))
    monkeypatch.setattr(validation, "PAGE", tmp_path / "validation" / "index.md")
    monkeypatch.setattr(validation, "CLOSED_FORMS", ("-c", "import closed_forms"))
    return validation


def test_validation_writes_the_page_and_tells_what_rests_on_what(one_test, capfd):
    assert main(["bench", "validation"]) == 0
    out, err = capfd.readouterr()
    text = one_test.PAGE.read_text()
    assert "| exact constants | SciPy's CODATA table | program | 3 | 0 | 0 |" in text
    assert "### physics.radar\nNothing yet." in text
    assert "physics.constants" in out
    assert str(one_test.PAGE) in out
    assert "passed" in err


def test_validation_as_json(one_test, capfd):
    assert main(["bench", "validation", "--json"]) == 0
    data = json.loads(capfd.readouterr().out)
    assert data["page"] == str(one_test.PAGE)
    assert [(row["law"], row["values"]) for row in data["comparisons"]] == [("exact constants", 3)]
    by_module = {m["module"]: m["program"] for m in data["modules"]}
    assert by_module["physics.constants"] == 3
    assert by_module["physics.radar"] == 0


def test_a_comparison_that_fails_is_an_error(one_test, monkeypatch, capfd):
    monkeypatch.setattr(one_test, "TESTS", ("tests/physics/test_constants.py", "--deselect", "tests/physics"))
    assert main(["bench", "validation"]) == 2  # pytest's code for no test at all
    assert "a comparison failed (above), so that no page was written" in capfd.readouterr().err
    assert not one_test.PAGE.exists()


@pytest.mark.parametrize(
    ("arguments", "fix"),
    [
        (["validatoin"], "usual fix: airdef bench validation"),
        (["scaling"], "usual fix: airdef bench --only scaling"),
        (["validation", "--quick"], "--only and --quick are for measuring"),
    ],
)
def test_another_word_is_refused(arguments, fix, capsys):
    assert main(["bench", *arguments]) == 2
    assert fix in capsys.readouterr().err


def test_without_a_checkout_one_clear_error_says_so(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(bench, "CHECKOUT", tmp_path)
    assert main(["bench", "--quick"]) == 2
    error = capsys.readouterr().err
    assert str(tmp_path) in error
    assert error.count("\n") == 1
    assert "python3 dev.py bench" in error
