"""The two engines compared at length: `python -m benchmarks.agreement` from the checkout.

Every measure and leak reason of every scenario of tests/reference/scenarios.py, all tests as one family at 1 %,
with 20,000 replications of the slow engine for each scenario (`--replications`) on all processors; then every
fault of tests/reference/faults.py, which must be called. All take four hours of one processor: `--only` takes some
scenarios as a family of their own, with their faults. Results go to docs/validation/results/agreement.json, in the
place of earlier runs whose scenarios are all among these.
"""

from __future__ import annotations

import argparse
import os
import time
from concurrent.futures import ProcessPoolExecutor
from typing import TYPE_CHECKING, Any

import numpy as np

from airdef.version import __version__
from benchmarks import results
from tests.reference.compare import Difference, compare
from tests.reference.faults import FAST_FAULTS, SLOW_FAULTS, both, fast
from tests.reference.scenarios import SCENARIOS, named
from tests.reference.simpy_engine import simulate

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tests.reference.faults import Fault, Samples
    from tests.reference.scenarios import Compared

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


def others(names: set[str]) -> list[dict[str, Any]]:
    """Return the runs that were kept before, but for those of scenarios that are all among `names`."""
    kept = results.read("agreement") or {"runs": []}
    return [run for run in kept["runs"] if not {s["name"] for s in run["scenarios"]} <= names]


def run(
    given: argparse.Namespace, cases: Sequence[Compared], found: list[Difference], faults: list[dict[str, Any]]
) -> dict[str, Any]:
    """Return a run as plain data: the tests of all its scenarios are one family."""
    by_scenario = {case.name: [d for d in found if d.measure.startswith(f"{case.name}: ")] for case in cases}
    return {
        "version": __version__,
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
            for case in cases
        ],
        "smallest": [row(d) for d in found[:20]],
        "faults": faults,
    }


def main() -> None:
    """Run the comparison, write the results, and say what differs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--replications", type=int, default=20_000, help="of the slow engine, for each scenario")
    parser.add_argument("--fault-replications", type=int, default=1_000, help="of the slow engine, for each fault")
    parser.add_argument("--engine-replications", type=int, default=200_000, help="of the compiled engine")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--only", nargs="+", choices=[case.name for case in SCENARIOS], metavar="SCENARIO")
    given = parser.parse_args()
    cases = [case for case in SCENARIOS if given.only is None or case.name in given.only]
    names = {case.name for case in cases}
    fasts: Samples = {}
    slows: Samples = {}
    begun = time.perf_counter()
    with ProcessPoolExecutor(given.processes) as pool:
        for case in cases:
            ours, theirs = both(fast(case.name, given.engine_replications), slow(pool, case.name, given.replications))
            fasts |= {f"{case.name}: {name}": values for name, values in ours.items()}
            slows |= {f"{case.name}: {name}": values for name, values in theirs.items()}
            print(f"{case.name}: {time.perf_counter() - begun:.0f} s", flush=True)
        found = compare(fasts, slows, LEVEL)
        faults = []
        for fault in (fault for fault in SLOW_FAULTS if fault.scenario in names):
            broken = slow(pool, fault.scenario, given.fault_replications, [fault.name])
            healthy = fast(fault.scenario, given.engine_replications)
            faults.append(fault_row(fault, "second engine", compare(*both(healthy, broken), LEVEL)))
    for fault in (fault for fault in FAST_FAULTS if fault.scenario in names):
        prefix = f"{fault.scenario}: "
        theirs = {k.removeprefix(prefix): v for k, v in slows.items() if k.startswith(prefix)}
        broken = fast(fault.scenario, given.engine_replications, fault)
        faults.append(fault_row(fault, "compiled engine", compare(*both(broken, theirs), LEVEL)))
    path = results.write("agreement", {"runs": [*others(names), run(given, cases, found, faults)]})
    for d in found[:5]:
        print(d)
    for entry in faults:
        print(entry)
    print(f"{path}: {sum(d.differs for d in found)} of {len(found)} tests differ, {time.perf_counter() - begun:.0f} s")


if __name__ == "__main__":
    main()
