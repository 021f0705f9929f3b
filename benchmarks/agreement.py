"""The two engines compared at length: `python -m benchmarks.agreement` from the checkout.

Every measure and leak reason of every scenario of tests/reference/scenarios.py, all tests as one family at 1 %,
with 20,000 replications of the slow engine for each scenario (`--replications`) on all processors; then every
fault of tests/reference/faults.py, which must be called. Results go to docs/validation/results/agreement.json.
"""

from __future__ import annotations

import argparse
import os
import time
from concurrent.futures import ProcessPoolExecutor
from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks import results
from tests.reference.compare import Difference, compare
from tests.reference.faults import FAST_FAULTS, SLOW_FAULTS, both, fast
from tests.reference.scenarios import SCENARIOS, named
from tests.reference.simpy_engine import simulate

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.reference.faults import Fault, Samples

LEVEL = 0.01
BLOCK = 250
"""Replications of the slow engine in one unit of work."""


def block(work: tuple[str, int, int, frozenset[str]]) -> Samples:
    """Simulate one block with the slow engine. Blocks of a scenario differ by their seed."""
    name, seed, replications, faults = work
    return simulate(*named(name), replications, seed, faults)


def slow(pool: ProcessPoolExecutor, name: str, replications: int, faults: Iterable[str] = ()) -> Samples:
    """Simulate a scenario with the slow engine on all processes."""
    cuts = range(0, replications, BLOCK)
    # From 100 on, so that no seed is one of the tests'; the fault keeps the seed of the healthy run.
    work = [(name, 100 + i, min(BLOCK, replications - first), frozenset(faults)) for i, first in enumerate(cuts)]
    parts = list(pool.map(block, work))
    return {measure: np.concatenate([part[measure] for part in parts]) for measure in parts[0]}


def row(difference: Difference) -> dict[str, Any]:
    """Return a test as plain data."""
    fields = ("measure", "test", "mean_a", "mean_b", "p", "p_holm")
    return {field: getattr(difference, field) for field in fields}


def fault_row(fault: Fault, broken: str, found: list[Difference]) -> dict[str, Any]:
    """Return what became of a fault."""
    return {
        "fault": fault.name,
        "engine": broken,
        "scenario": fault.scenario,
        "p": found[0].p,
        "caught": any(d.differs for d in found),
    }


def main() -> None:
    """Run the comparison, write the results, and say what differs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--replications", type=int, default=20_000, help="of the slow engine, for each scenario")
    parser.add_argument("--fault-replications", type=int, default=1_000, help="of the slow engine, for each fault")
    parser.add_argument("--engine-replications", type=int, default=200_000, help="of the compiled engine")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    given = parser.parse_args()
    fasts: Samples = {}
    slows: Samples = {}
    begun = time.perf_counter()
    with ProcessPoolExecutor(given.processes) as pool:
        for case in SCENARIOS:
            ours, theirs = both(fast(case.name, given.engine_replications), slow(pool, case.name, given.replications))
            fasts |= {f"{case.name}: {name}": values for name, values in ours.items()}
            slows |= {f"{case.name}: {name}": values for name, values in theirs.items()}
            print(f"{case.name}: {time.perf_counter() - begun:.0f} s", flush=True)
        found = compare(fasts, slows, LEVEL)
        faults = []
        for fault in SLOW_FAULTS:
            broken = slow(pool, fault.scenario, given.fault_replications, [fault.name])
            healthy = fast(fault.scenario, given.engine_replications)
            faults.append(fault_row(fault, "second engine", compare(*both(healthy, broken), LEVEL)))
    for fault in FAST_FAULTS:
        prefix = f"{fault.scenario}: "
        theirs = {k.removeprefix(prefix): v for k, v in slows.items() if k.startswith(prefix)}
        broken = fast(fault.scenario, given.engine_replications, fault)
        faults.append(fault_row(fault, "compiled engine", compare(*both(broken, theirs), LEVEL)))
    by_scenario = {case.name: [d for d in found if d.measure.startswith(f"{case.name}: ")] for case in SCENARIOS}
    path = results.write(
        "agreement",
        {
            "level": LEVEL,
            "replications": given.replications,
            "engine_replications": given.engine_replications,
            "tests": len(found),
            "differing": sum(d.differs for d in found),
            "scenarios": [
                {
                    "name": case.name,
                    "exercises": case.exercises,
                    "tests": len(by_scenario[case.name]),
                    "smallest_p": min(d.p for d in by_scenario[case.name]),
                    "differing": sum(d.differs for d in by_scenario[case.name]),
                }
                for case in SCENARIOS
            ],
            "smallest": [row(d) for d in found[:20]],
            "faults": faults,
        },
    )
    for d in found[:5]:
        print(d)
    for entry in faults:
        print(entry)
    print(f"{path}: {sum(d.differs for d in found)} of {len(found)} tests differ, {time.perf_counter() - begun:.0f} s")


if __name__ == "__main__":
    main()
