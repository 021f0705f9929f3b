"""What runs in a worker: make the kernel once, simulate replications with it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from airdef.jit import source_stamp
from airdef.kept import Kept
from airdef.limits import WORKER_CACHE_BYTES
from airdef.outcome.header import geometry_digest
from airdef.outcome.parts import Task, simulate_task
from airdef.outcome.rowfile import row_format
from airdef.outcome.wire import scenario_of_json, scenario_to_json
from airdef.scenario.size import held as scenario_bytes
from airdef.version import __version__

if TYPE_CHECKING:
    from airdef.engine import Kernel
    from airdef.outcome.parts import Simulated
    from airdef.scenario.plan import Scenario


class WorkerError(ValueError):
    """A worker that cannot give the bits the campaign needs."""


_CODE = ("physics", "terrain", "opportunity", "engine", "jit", "outcome")
"""Layers whose code a worker's answer depends on, the statistics included."""


@dataclass(frozen=True)
class Job:
    """What a campaign's tasks have in common: sent once, as small as the scenario's text.

    `engine` and `geometry` are the client's hashes of code and tables: a worker whose own differ would give
    other bits, and refuses.
    """

    scenario: str
    seed: int
    engine: str
    geometry: str
    encode: bool


def job(scenario: Scenario, kernel: Kernel, seed: int, encode: bool) -> Job:
    """Return what the tasks of a campaign have in common; with `encode` they return their rows as Parquet.

    Parameters
    ----------
    scenario
        The scenario.
    kernel
        The tables of the scenario, ready for the engine.
    seed
        Seed of the random streams.
    encode
        The format of the rows; None for none.

    Returns
    -------
    Job
        What the tasks of a campaign have in common; with `encode` they return their rows as Parquet.
    """
    return Job(scenario_to_json(scenario), seed, source_stamp(_CODE), geometry_digest(kernel), encode)


def _bytes(prepared: tuple[Scenario, Kernel, str]) -> int:
    return scenario_bytes(prepared[0]) + sum(table.nbytes for table in prepared[1].tables)


_KERNELS: Kept[str, tuple[Scenario, Kernel, str]] = Kept(WORKER_CACHE_BYTES, _bytes, least=1)
"""Kernels that this worker keeps, by the texts of their scenarios: those simulated last."""


def _prepared(text: str) -> tuple[Scenario, Kernel, str]:
    """Return the scenario in a JSON text, its kernel and the digest of that; the cache on disk serves."""
    return _KERNELS.get(text, partial(_prepare, text))


def _prepare(text: str) -> tuple[Scenario, Kernel, str]:
    from airdef import engine, opportunity

    scenario = scenario_of_json(text)
    kernel = engine.prepare(scenario, opportunity.compute_cached(scenario))
    engine.simulate(kernel, 0, 0, 1)  # compiles or loads the code, once and before threads ask for it together
    return scenario, kernel, geometry_digest(kernel)


def simulate(job: Job, task: tuple[int, int, int]) -> Simulated:
    """Simulate one task.

    Parameters
    ----------
    job
        What all tasks have in common.
    task
        The replications that are to be simulated.

    Returns
    -------
    Simulated
        What came of the task.

    Raises
    ------
    WorkerError
        If this worker's code or geometry is not the client's.
    """
    from airdef import engine

    if job.engine != source_stamp(_CODE):
        message = f"a worker has another airdef or Numba than the client ({__version__} there); expected the same"
        raise WorkerError(message)
    scenario, kernel, geometry = _prepared(job.scenario)
    if job.geometry != geometry:
        message = (
            "a worker's geometry differs in its last bits from the client's (another kind of processor or other "
            "libraries); usual fix: one kind of machine, or AIRDEF_CACHE_DIR on a file system that all of them share"
        )
        raise WorkerError(message)
    rows = row_format(kernel.columns, scenario) if job.encode else None
    return simulate_task(partial(engine.simulate, kernel, job.seed), kernel.columns, Task(*task), rows)
