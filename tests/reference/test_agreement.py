"""The two engines agree on every scenario of the comparison, and a fault in either is called.

`benchmarks/agreement.py` does the same at length.
"""

from __future__ import annotations

import pytest

from .compare import compare, differing
from .faults import FAST_FAULTS, SLOW_FAULTS, both, fast
from .scenarios import SCENARIOS, named
from .simpy_engine import simulate

SLOW = 100
"""Replications of the second engine. As few as still catch the faults: of 20 samples of each size, 25 replications
caught the weakest fault (salvo reliability ignored) 10 times, 50 did 18 times, 100 did 20 times, and every other
fault at each of these sizes at least 19 times. The compiled engine is cheap: FAST makes its own noise small."""
FAST = 5_000
LEVEL = 0.01


@pytest.fixture(scope="module")
def slow_rows():
    return {case.name: simulate(*named(case.name), SLOW, seed=11) for case in SCENARIOS}


@pytest.mark.slow
def test_every_measure_of_every_scenario_agrees(slow_rows, validated):
    fasts, slows = {}, {}
    for case in SCENARIOS:
        ours, theirs = both(fast(case.name, FAST), slow_rows[case.name])
        fasts |= {f"{case.name}: {name}": values for name, values in ours.items()}
        slows |= {f"{case.name}: {name}": values for name, values in theirs.items()}
    # One family over all scenarios: were the engines equal, 1 % of seeds would give any difference; these are fixed.
    found = compare(fasts, slows, LEVEL)
    assert [d for d in found if d.differs] == []
    for case in SCENARIOS:
        tests = [d.differs for d in found if d.measure.startswith(f"{case.name}: ")]
        validated(
            tests,
            0.0,
            law=f"{case.name}: {case.exercises} ({case.rules})",
            against=f"SimPy processes, {SLOW} replications, 1 % for all tests together",
            kind="second engine",
            abs=0.0,
            unit="called different",
            module="engine",
        )


@pytest.mark.parametrize("fault", SLOW_FAULTS, ids=lambda fault: fault.name)
def test_a_fault_of_the_second_engine_is_called(fault):
    broken = simulate(*named(fault.scenario), SLOW, seed=12, faults=frozenset({fault.name}))
    assert differing(*both(fast(fault.scenario, FAST), broken), LEVEL)


@pytest.mark.parametrize("fault", FAST_FAULTS, ids=lambda fault: fault.name)
def test_a_fault_of_the_compiled_engine_is_called(fault, slow_rows):
    assert differing(*both(fast(fault.scenario, FAST, fault), slow_rows[fault.scenario]), LEVEL)
