"""What a weighing says, and that nothing but time hangs on how it is shared out."""

import subprocess
import sys

import numpy as np
import pytest

from airdef.catalogue import AdoptedValue
from airdef.studies.uncertainty import indices
from airdef.studies.uncertainty.sensitivity import ENDS, Parameter, Sensitivity, fraction, sensitivity
from airdef.studies.variants.uncertain_inputs import UncertainInput
from patience import PATIENCE_S


def uncertain_input(name):
    return UncertainInput((AdoptedValue("missile", name, 0.5, 0.1, 0.9, "1", "B", (), (), "", "uniform"),))


def weighed(function, names):
    """Return the weights of a function's inputs, one at a time about the middle and by Sobol indices."""
    d = len(names)
    found = indices.sobol(function, d, 256, seed=1)
    parameters = []
    for k, name in enumerate(names):
        ends = np.full((2, d), 0.5)
        ends[:, k] = ENDS
        low, high = function(ends, 2)
        parameters.append(Parameter(uncertain_input(name), float(low), float(high), None, found.each[k]))
    nominal = float(function(np.full((1, d), 0.5), 1)[0])
    return Sensitivity("test", "leakers", nominal, tuple(parameters), found, 0, 10, 1)


def test_an_interaction_that_one_at_a_time_misses_is_told():
    # (x - 1/2)(y - 1/2) is 0 wherever one of them is in the middle: a tornado shows nothing of either. z adds a little.
    found = weighed(lambda x, _: (x[:, 0] - 0.5) * (x[:, 1] - 0.5) + 0.05 * x[:, 2], ["x", "y", "z"])
    assert [p.swing for p in found.parameters][:2] == [0.0, 0.0]
    assert {p.uncertain_input.name for p in found.ranked()[:2]} == {"missile x", "missile y"}
    words = found.verdict()
    for name in ("x", "y"):
        assert f"missile {name} acts mostly together with others, which moving it alone does not show." in words
    assert not any("missile z acts" in w for w in words)


def test_the_share_of_a_known_case_is_told_with_its_interval():
    # Var(3x + y) is 9/12 + 1/12: nine tenths from x alone, a tenth from y, nothing from z.
    found = weighed(lambda x, _: 3 * x[:, 0] + x[:, 1], ["x", "y", "z"])
    words = found.verdict()
    x, y, _ = (p.index for p in found.ranked())
    assert x.first_ci95[0] <= 0.9 <= x.first_ci95[1] <= 1.0
    assert y.first_ci95[0] <= 0.1 <= y.first_ci95[1]
    assert words[0] == f"{fraction(x.first, x.first_ci95)} of the spread in 'leakers' comes from missile x alone."
    assert f"{fraction(y.first, y.first_ci95)} more comes from missile y." in words
    assert "A better figure for missile z would change nothing." in words


@pytest.mark.slow
def test_processes_change_nothing():
    one, two = (
        sensitivity(
            "ballistic",
            parameters=["48N6E2 sspk.ballistic", "srbm rcs", "srbm manoeuvring"],
            samples=16,
            replications=5,
            processes=n,
        ).to_dict()
        for n in (1, 2)
    )
    assert one == two


UNGUARDED = """
import airdef
airdef.sensitivity("ballistic", samples=16, replications=2, most=1, trajectories=2, processes=2)
"""


def test_a_script_that_workers_read_again_is_told_so(tmp_path):
    script = tmp_path / "unguarded.py"
    script.write_text(UNGUARDED, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, str(script)], capture_output=True, text=True, timeout=PATIENCE_S, check=False
    )
    assert done.returncode != 0
    assert "ValueError: a worker process ended before its time" in done.stderr
    assert "if __name__ == '__main__'" in done.stderr
