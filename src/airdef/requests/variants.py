"""What comparisons, sweeps and searches for limits are asked with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Final

from airdef.requests.argument import Argument, Request
from airdef.requests.common import MOST, Formation, Overrides, ScenarioLike, Seed, Threads

REPLICATIONS: Final = 10_000
"""Replications of each variant of a comparison."""

AT_A_POINT: Final = 4096
"""Replications at a point of a sweep where no precision is asked for."""

EACH: Final = Argument("Replications of each; with a precision, the most.", 2, MOST, otherwise=f"{REPLICATIONS:,}")


@dataclass(frozen=True)
class Compare(Request):
    """Variants against the first of them, under common random numbers."""

    scenarios: Annotated[Any, Argument("Scenarios, names or paths; the first is what the others are compared with.")]
    changes: Annotated[Any, Argument("Variants of the one scenario: 'A=1; B=2' replaces two values of it.")] = ()
    common: Annotated[Mapping[str, Any] | None, Argument("Values that are replaced in all of them, by path.")] = None
    replications: Annotated[int | None, EACH] = None
    seed: Seed = 1
    precision: Annotated[
        float | None, Argument("Continue until every paired half-width of the measure is this small.", above=0.0)
    ] = None
    precision_of: Annotated[str, Argument("The measure that the precision is about.")] = "leakers"
    by: Annotated[
        tuple[str, ...],
        Argument("Show differences by class, formation, asset, system, unit or missile as well; `all`: by each."),
    ] = ()
    threads: Threads = None


@dataclass(frozen=True)
class Sweep(Request):
    """A campaign at every point of a grid."""

    scenario: ScenarioLike
    vary: Annotated[Any, Argument("PATH=first:last:step (a unit behind it), or PATH=a,b,c.")]
    overrides: Overrides = None
    replications: Annotated[
        int | None,
        Argument("Replications at a point; with a precision, the most.", 2, MOST, otherwise=f"{AT_A_POINT:,}"),
    ] = None
    seed: Seed = 1
    precision: Annotated[
        float | None, Argument("Every point continues until the half-width of the measure is this small.", above=0.0)
    ] = None
    precision_of: Annotated[str, Argument("The measure that the precision is about.")] = "leakers"
    threads: Threads = None


LOSSES: Final = (
    "leakers", "asset_value_lost", "assets_lost", "units_lost", "radars_lost", "launchers_lost", "posts_lost",
)  # fmt: skip
"""Measures of which less is better."""


@dataclass(frozen=True)
class Worth(Request):
    """What each option saves for its cost, and which options are told apart."""

    scenario: ScenarioLike
    options: Annotated[
        tuple[str, ...],
        Argument("Options, each with its cost: '+SYSTEM for 20', 'PATH=VALUE for 5', 'LABEL: PATH+=1 for 2.5'."),
    ] = ()
    measure: Annotated[str, Argument("The loss that options are to save.", choices=LOSSES)] = "leakers"
    overrides: Overrides = None
    replications: Annotated[int, Argument("Replications of each.", 2, MOST)] = REPLICATIONS
    seed: Seed = 1
    threads: Threads = None


@dataclass(frozen=True)
class Saturation(Request):
    """From which size of a formation more leak than wanted."""

    scenario: ScenarioLike
    formation: Formation = "0"
    more_than: Annotated[
        float, Argument("Leakers on average.", above=0.0, fix="correct the number")
    ] = 1.0  # fmt: skip
    most: Annotated[int, Argument("The largest size tried.", 2, 20_000)] = 200
    overrides: Overrides = None
    precision: Annotated[
        float | None,
        Argument("Half-width of the leakers at each size.", above=0.0, otherwise="a twentieth of the leakers"),
    ] = None
    seed: Seed = 1
    threads: Threads = None


@dataclass(frozen=True)
class Magazine(Request):
    """How many missiles it takes that probably nothing leaks."""

    scenario: ScenarioLike
    system: Annotated[int, Argument("Number of the system of the defence, from 0.", 0, 63)] = 0
    probability: Annotated[
        float,
        Argument("The wanted probability that nothing leaks.", above=0.0, below=1.0, fix="a decimal fraction"),
    ] = 0.9
    overrides: Overrides = None
    precision: Annotated[float, Argument("Half-width of the probability at each size.", above=0.0)] = 0.01
    seed: Seed = 1
    threads: Threads = None


@dataclass(frozen=True)
class Penetration(Request):
    """How small a signature comes near, at each altitude."""

    scenario: ScenarioLike
    formation: Formation = "0"
    altitudes: Annotated[tuple[str, ...], Argument("Altitudes to fly at, with their units.")] = (
        "100 m", "1 km", "3 km", "10 km",
    )  # fmt: skip
    below: Annotated[
        float, Argument("Mean slant range of the first intercept [km].", above=0.0, fix="correct the number")
    ] = 50.0
    overrides: Overrides = None
    replications: Annotated[int, Argument("Replications of each case.", 2, 1 << 30)] = 1024
    seed: Seed = 1
    threads: Threads = None
