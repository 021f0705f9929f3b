"""What a campaign, a replication of it and its export are asked with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Final

from airdef import limits
from airdef.requests.argument import Argument, Request
from airdef.requests.common import MOST, Dask, OptionalSeed, Overrides, Replication, ScenarioLike, Seed, Threads

REPLICATIONS: Final = 10_000
"""Replications of a campaign where neither a number nor a precision is given."""

GOAL: Final = Argument("How many replications; with a precision, the most.", 1, MOST, otherwise=f"{REPLICATIONS:,}")
PRECISION: Final = Argument("Run until the half-width of the 95 % interval of the measure is this small.", above=0.0)
Goal = Annotated[int | None, GOAL]  # fmt: skip
Policy = Annotated[
    Any,
    Argument(
        "Who decides in the doctrine's place: the name of a rule, such as best-shot (`airdef policies` has all).",
        otherwise="doctrine",
    ),
]
RunPrecision = Annotated[float | None, PRECISION]


@dataclass(frozen=True)
class Run(Request):
    """A campaign."""

    scenario: ScenarioLike
    replications: Goal = None
    seed: OptionalSeed = None
    overrides: Overrides = None
    threads: Threads = None
    precision: RunPrecision = None
    precision_of: Annotated[str, Argument("The measure that the precision is about.")] = "leakers"
    rows: Annotated[bool, Argument("Keep one row for each replication in memory.")] = False
    out: Annotated[Any, Argument("Directory to store rows and statistics in, part by part.")] = None
    resume: Annotated[bool, Argument("Continue the campaign in the directory; what is not given is taken from it.")] = (
        False
    )
    part: Annotated[
        int | None,
        Argument(
            "Replications of a stored file and of a task of a cluster: a multiple of 1,024.",
            1024,
            limits.PART - 1,
            otherwise="32,768",
        ),
    ] = None
    dask: Dask = None
    policy: Policy = None


@dataclass(frozen=True)
class Replay(Request):
    """One replication, alone."""

    scenario: ScenarioLike
    seed: Seed = 1
    replication: Replication = 0
    overrides: Overrides = None
    policy: Policy = None


@dataclass(frozen=True)
class Export(Request):
    """One replication as a file of another program."""

    scenario: ScenarioLike
    out: Annotated[Any, Argument("File to write.", otherwise="stdout")] = None
    form: Annotated[
        str | None,
        Argument(
            "czml (Cesium), acmi (Tacview), kml (Google Earth), geojson or json.",
            otherwise="what the ending of the file names",
        ),
    ] = None
    seed: Seed = 1
    replication: Replication = 0
    overrides: Overrides = None
