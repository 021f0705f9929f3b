"""The public interface: names, defaults, refusals."""

import subprocess
import sys

import pytest

import airdef


def test_every_public_name_is_there():
    for name in airdef.__all__:
        assert getattr(airdef, name) is not None
    assert set(airdef.__all__) <= set(dir(airdef))


def test_unknown_names_are_refused():
    with pytest.raises(AttributeError, match="its names are"):
        _ = airdef.ruin


def test_import_is_lazy():
    code = "import sys, airdef; sys.exit('numpy' in sys.modules or 'numba' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"replications": 0}, "replications: 0 given"),
        ({"replications": 1.5}, "replications: 1.5 given"),
        ({"replications": True}, "replications: True given"),
        ({"seed": 1 << 63}, "seed: "),
        ({"threads": 0}, "threads: 0 given"),
        ({"precision": -1.0}, "precision: -1 given, a number above 0 expected"),
        ({"precision": 1.0, "precision_of": "x"}, "measure 'x' does not exist"),
    ],
)
def test_arguments_out_of_range_are_refused_before_any_work(arguments, words):
    with pytest.raises(ValueError, match=words):
        airdef.run("no such scenario", **arguments)


def test_a_scenario_is_loaded_with_overrides():
    s = airdef.load("ideal-salvo", {"raid.0.count": 3})
    assert isinstance(s, airdef.Scenario)
    assert len(s.threats) == 3


def test_coverage_is_the_question_of_the_study():
    found = airdef.coverage("ideal-salvo", [1e3], measure="engagement", radius=50e3, cell=5e3)
    assert found.question.altitudes == (1e3,)
    assert found.question.measure == "engagement"
    assert found.count().shape == (1, found.nodes.rows, found.nodes.columns)
    with pytest.raises(ValueError, match="altitudes: -1 m given"):
        airdef.coverage("ideal-salvo", [-1.0])
