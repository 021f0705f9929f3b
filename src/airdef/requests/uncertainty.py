"""What studies of what the sources leave open are asked with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from airdef.requests.argument import Argument, Request
from airdef.requests.common import (
    Grades,
    Measure,
    OnlySource,
    Overrides,
    Processes,
    Samples,
    ScenarioLike,
    Seed,
    Threads,
    Without,
)


@dataclass(frozen=True)
class Uncertainty(Request):
    """How far a measure varies, aleatory and epistemic uncertainty apart."""

    scenario: ScenarioLike
    measure: Measure = "leakers"
    samples: Samples = 200
    replications: Annotated[int, Argument("Replications of each parameter sample.", 2, 1 << 30)] = 100
    seed: Seed = 1
    overrides: Overrides = None
    grades: Grades = None
    without: Without = ()
    only_source: OnlySource = None
    processes: Processes = None


@dataclass(frozen=True)
class Influence(Request):
    """Which figures the answer hangs on most, each moved alone."""

    scenario: ScenarioLike
    measure: Measure = "leakers"
    overrides: Overrides = None
    replications: Annotated[int, Argument("Replications of each parameter sample.", 2, 1 << 30)] = 64
    seed: Seed = 1
    grades: Grades = None
    processes: Processes = 1


@dataclass(frozen=True)
class Sensitivity(Request):
    """Which uncertain input matters, and which would change nothing."""

    scenario: ScenarioLike
    measure: Measure = "leakers"
    parameters: Annotated[tuple[str, ...], Argument("Weigh these uncertain inputs only ('SUBJECT ATTRIBUTE').")] = ()
    most: Annotated[int, Argument("How many uncertain inputs the screening leaves.", 1, 1000)] = 20
    samples: Annotated[int, Argument("Base samples of the Sobol design, a power of two.", 1)] = 256
    trajectories: Annotated[int, Argument("Trajectories of the Morris screening.", 2, 100_000)] = 6
    replications: Annotated[int, Argument("Replications of each parameter sample.", 2, 1 << 30)] = 200
    seed: Seed = 1
    overrides: Overrides = None
    grades: Grades = None
    without: Without = ()
    only_source: OnlySource = None
    processes: Processes = None


@dataclass(frozen=True)
class Claims(Request):
    """Published claims put to the model."""

    ids: Annotated[tuple[str, ...], Argument("Claims to run, by id.")] = ()
    every: Annotated[bool, Argument("Run all of them.")] = False
    samples: Annotated[
        int,
        Argument(
            "Parameter samples drawn from what the sources allow, for the share that supports it; 0: no.",
            0,
            1_000_000,
        ),
    ] = 0
    grades: Grades = None
    without: Without = ()
    only_source: OnlySource = None
    seed: Seed = 1
    threads: Threads = None
