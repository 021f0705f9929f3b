"""What studies of where something is seen, reached and placed are asked with, and the search for a doctrine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from airdef.requests.argument import Argument, Request
from airdef.requests.common import (
    CATEGORIES,
    RCS,
    Altitudes,
    Category,
    CoverageMeasure,
    Dwell,
    Overrides,
    Probability,
    Rcs,
    ScenarioLike,
    Seed,
    Threads,
)


@dataclass(frozen=True)
class Coverage(Request):
    """Where a target is detected, tracked or engaged."""

    scenario: ScenarioLike
    altitudes: Altitudes = (50.0, 100.0, 500.0, 1e3, 5e3, 10e3)
    rcs: Rcs = RCS
    measure: CoverageMeasure = "detection"
    overrides: Overrides = None
    probability: Probability = 0.9
    dwell: Dwell = 60.0
    category: Category = "aircraft"
    radius: Annotated[
        float | None,
        Argument(
            "Half the side of the map.", 10.0, 5e6, dimension="length", otherwise="as far as it matters", fix="300 km"
        ),
    ] = None
    cell: Annotated[
        float | None,
        Argument("Side of a cell of the map.", above=0.0, dimension="length", otherwise="a four-hundredth of the map"),
    ] = None
    threads: Threads = None


@dataclass(frozen=True)
class Approach(Request):
    """What happens to a target that flies at an asset, by azimuth."""

    scenario: ScenarioLike
    altitude: Annotated[
        float, Argument("Height of the target above ground.", 0.0, 50e3, dimension="length")
    ] = 100.0  # fmt: skip
    rcs: Rcs = RCS
    overrides: Overrides = None
    asset: Annotated[str | None, Argument("Asset whose approaches are worked out.", otherwise="the first")] = None
    speed: Annotated[float, Argument("Speed of the target.", above=0.0, dimension="speed")] = 250.0
    category: Category = "aircraft"
    probability: Probability = 0.9
    azimuths: Annotated[int, Argument("How many azimuths, from north clockwise.", 1, 360)] = 36
    distance: Annotated[
        float, Argument("Where the target starts, over the ground from the asset.", above=0.0, dimension="length")
    ] = 400e3


@dataclass(frozen=True)
class Envelope(Request):
    """How far a missile reaches at which altitude."""

    name: Annotated[str, Argument("A missile or a system of the catalogue, or of the scenario's own.")]
    scenario: Annotated[Any, Argument("The scenario whose fire unit it is.", otherwise="one by the sea")] = None
    overrides: Overrides = None
    category: Annotated[str, Argument("Category of the target.", choices=CATEGORIES)] = "aircraft"
    masts: Annotated[
        tuple[float, ...],
        Argument("Heights of the engagement radar's antenna above the ground.", 0.0, 10e3, dimension="length"),
    ] = ()
    rcs: Annotated[
        tuple[float, ...], Argument("Radar cross-sections that are guided on.", above=0.0, dimension="area")
    ] = ()


@dataclass(frozen=True)
class Site(Request):
    """Places and masts that cover most of what the assets are worth."""

    scenario: ScenarioLike
    overrides: Overrides = None
    candidates: Annotated[Any, Argument("File of places: CSV (name, latitude, longitude, mast) or GeoJSON.")] = None
    grid: Annotated[
        float | None,
        Argument("Instead of a file, a grid of places this far apart.", 50.0, 600e3, dimension="length"),
    ] = None
    radius: Annotated[float, Argument("How far from an asset the grid goes.", 1e3, 600e3, dimension="length")] = 30e3
    masts: Annotated[
        tuple[str, ...], Argument("Masts to try: present, none, heights with their unit, or names of the catalogue.")
    ] = ("present",)
    allow_sea: Annotated[bool, Argument("Places on the sea count too.")] = False
    present: Annotated[bool, Argument("Where they stand now are candidates too.")] = False
    keep: Annotated[tuple[str, ...], Argument("Names of parts that stay where they are.")] = ()
    turn: Annotated[int, Argument("Bearings tried as facings of the fire units; 0: facings stay.", 0, 36)] = 0
    measure: Annotated[
        str,
        Argument(
            "engagement places fire units; detection and track place surveillance radars.",
            choices=("detection", "track", "engagement"),
        ),
    ] = "engagement"
    altitudes: Altitudes = (100.0, 1e3)
    rcs: Rcs = RCS
    category: Category = "aircraft"
    probability: Probability = 0.9
    dwell: Dwell = 60.0
    overlap: Annotated[int, Argument("How many must cover a cell for it to count.", 1, 10)] = 1
    rings: Annotated[
        tuple[float, ...],
        Argument("Distances from an asset at which approaches are to be covered.", above=0.0, dimension="length"),
    ] = (10e3, 20e3, 30e3)
    azimuths: Annotated[int, Argument("Bearings of the approaches.", 1)] = 36
    demand_cell: Annotated[
        float | None,
        Argument("Instead of rings, cells of this side within the last ring.", above=0.0, dimension="length"),
    ] = None
    time_limit: Annotated[
        float,
        Argument("Time after which the solver stops, with the best choice so far.", 0.1, 86_400.0, dimension="time"),
    ] = 60.0
    gap: Annotated[float, Argument("It stops when no choice can be better by more than this part.", 0.0, 1.0)] = 0.01
    threads: Threads = None


@dataclass(frozen=True)
class Doctrine(Request):
    """The best doctrine: who is shot at, when, with how many."""

    scenario: ScenarioLike
    vary: Annotated[
        Any,
        Argument(
            "doctrine.FIELD=a,b,c or first:last:step, for all systems; defence.0.doctrine.FIELD for one.",
            otherwise="salvos, policy, priority, reserve, hold-fire range, coordination",
        ),
    ] = ()
    objective: Annotated[
        str,
        Argument(
            "What is to be as great, or as small, as possible.",
            choices=("value-per-missile", "value", "stopped-per-missile", "leakers"),
        ),
    ] = "value-per-missile"
    trials: Annotated[
        int, Argument("Doctrines tried at most; a space of no more is taken whole.", 2, 100_000)
    ] = 120  # fmt: skip
    budget: Annotated[int, Argument("Replications of the search, of all doctrines together.", 1)] = 100_000
    replications: Annotated[
        int, Argument("Fresh replications of each doctrine that is judged.", 2, 1_000_000)
    ] = 4096  # fmt: skip
    seed: Seed = 1
    overrides: Overrides = None
    threads: Threads = None
