"""Sweep a scenario over a grid: a campaign at every point, each as long as its own half-width asks for."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from airdef import engine
from airdef.arguments import ArgumentError
from airdef.limits import SWEEP_POINTS
from airdef.numbers import estimate
from airdef.outcome import Campaign, Precision, collect
from airdef.requests.argument import asks
from airdef.requests.variants import AT_A_POINT
from airdef.requests.variants import Sweep as SweepRequest
from airdef.showing import Shown
from airdef.studies.arguments import REPLICATION_LIMIT, SEED_LIMIT, whole, workers_of
from airdef.studies.variants.runner import VariantRunner, checked_measure, label_of
from airdef.studies.variants.settings import Varied, varied

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pyarrow as pa

    from airdef.scenario.library import ScenarioLike
    from airdef.showing import Brief
    from airdef.studies.variants.runner import Progress


@dataclass(frozen=True)
class Point:
    """One point of a grid: the value of each path, and the campaign there."""

    settings: tuple[tuple[str, Any], ...]
    campaign: Campaign


@dataclass(frozen=True, repr=False)
class Sweep(Shown):
    """A grid and its points.

    Attributes
    ----------
    name
        Name of the scenario.
    varied
        The paths and their values.
    points
        A campaign for each point, the last path varying fastest; the first of them only if it was interrupted.
    seed
        Seed of the random numbers.
    interrupted
        Whether it was ended before its time.
    """

    name: str
    varied: tuple[Varied, ...]
    points: tuple[Point, ...]
    seed: int
    interrupted: bool = False

    _plot = "plot_sweep"

    def headline(self) -> str:
        """Return what varied over how many points, in one line."""
        paths = ", ".join(axis.path for axis in self.varied)
        return f"{self.name}: {len(self.points)} points over {paths}, seed {self.seed}"

    def brief(self) -> Brief:
        """Return the leakers and the missiles at every point, with their intervals."""
        names = ("leakers", "missiles_used")
        rows = []
        for p in self.points:
            found = [p.campaign.measures[name] for name in names]
            rows.append((*(str(v) for _, v in p.settings), *(estimate(x.mean, *x.ci95) for x in found)))
        return (*(axis.path for axis in self.varied), *(label_of(name).lower() for name in names)), rows

    def table(self) -> pa.Table:
        """Return one row a point and measure as an Arrow table: the settings, the mean and its interval."""
        import pyarrow as pa

        rows = [
            {
                **{path: str(value) for path, value in p.settings},
                "measure": m.name,
                "unit": m.unit,
                "n": m.n,
                "mean": m.mean,
                "ci95_low": m.ci95[0],
                "ci95_high": m.ci95[1],
                "sd": m.sd,
            }
            for p in self.points
            for m in p.campaign.measures.values()
        ]
        return pa.Table.from_pylist(rows)

    def to_dict(self) -> dict[str, Any]:
        """Return plain data."""
        return {
            "study": "sweep",
            "scenario": self.name,
            "seed": self.seed,
            "interrupted": self.interrupted,
            "varied": [{"path": v.path, "values": list(v.values)} for v in self.varied],
            "points": [
                {
                    "settings": dict(p.settings),
                    "scenario_hash": p.campaign.scenario.scenario_hash,
                    "replications": p.campaign.replications,
                    "measures": {name: m.to_dict() for name, m in p.campaign.measures.items()},
                }
                for p in self.points
            ],
        }


def campaign_at(
    runner: VariantRunner,
    overrides: Mapping[str, Any],
    seed: int,
    replications: int,
    precision: Precision | None,
    threads: int,
) -> Campaign:
    """Return the campaign of one variant, as long as `precision` asks for, else of `replications` replications.

    Parameters
    ----------
    runner
        Simulates the claim's cases.
    overrides
        Values that are set at this point.
    seed
        Seed of the random streams.
    replications
        Number of replications.
    precision
        The precision at which the campaign ends; None for a fixed length.
    threads
        How many threads work; all processors if None.

    Returns
    -------
    Campaign
        The campaign of one variant, as long as `precision` asks for, else of `replications` replications.
    """
    scenario = runner.scenario(overrides)
    kernel = runner.kernel(scenario)
    simulate = partial(engine.simulate, kernel, seed)
    return collect(simulate, kernel.columns, scenario, seed, replications, threads=threads, precision=precision)


@asks(SweepRequest)
def sweep(
    scenario: ScenarioLike,
    vary: Sequence[str | Varied] | Mapping[str, Sequence[Any]],
    *,
    overrides: Mapping[str, Any] | None = None,
    replications: int | None = None,
    seed: int = 1,
    precision: float | None = None,
    precision_of: str = "leakers",
    threads: int | None = None,
    progress: Progress | None = None,
) -> Sweep:
    """Return a campaign at every point of a grid; all points have common random numbers.

    After Ctrl-C the result holds the points that were complete, and its `interrupted` is true.

    Parameters
    ----------
    scenario
        A scenario, the name of a bundled one, or the path of a YAML file.
    vary
        PATH=first:last:step (a unit behind it), or PATH=a,b,c. Several as a list, or as a mapping of path to
        values.
    overrides
        Values of the scenario that are replaced, by path, e.g. raid.0.count=12.
    replications
        Replications at a point; with a precision, the most. By default: 4,096.
    seed
        Seed of the random streams: the same seed gives the same bits.
    precision
        Every point continues until the half-width of the measure is this small.
    precision_of
        The measure that the precision is about.
    threads
        Threads to use; results do not depend on it. By default: all.
    progress
        Called as `progress(done, goal)`, in points.

    Returns
    -------
    Sweep
        The grid, and a campaign for each point; the last path varies fastest.

    Raises
    ------
    ScenarioError
        If a value cannot be set.
    ValueError
        If an argument is out of range.
    KeyboardInterrupt
        If the user ends it before any point is complete.
    """
    if hasattr(vary, "items"):
        axes = tuple(Varied(path, tuple(values)) for path, values in vary.items())
    else:
        axes = tuple(v if isinstance(v, Varied) else varied(v) for v in vary)
    if not axes or not all(axis.values for axis in axes):
        raise ArgumentError("sweep: nothing varies; usual fix: ‹vary› such as raid.0.count=4:40:4")
    paths = [axis.path for axis in axes]
    if len(set(paths)) < len(paths):
        message = f"sweep: {max(paths, key=paths.count)} varies twice; expected each path once"
        raise ArgumentError(message)
    SWEEP_POINTS.check("sweep", math.prod(len(axis.values) for axis in axes))
    grid = list(itertools.product(*(axis.values for axis in axes)))
    whole("seed", seed, 0, SEED_LIMIT)
    if replications is not None:
        whole("replications", replications, 2, REPLICATION_LIMIT)
    checked_measure(precision_of)
    stop = None
    if precision is not None:
        stop = Precision(precision, precision_of, replications) if replications else Precision(precision, precision_of)
    workers = workers_of("threads", threads)
    runner = VariantRunner(scenario, dict(overrides or {}))
    for values in grid:  # all are checked before the first is simulated
        runner.scenario(dict(zip(paths, values, strict=True)))
    points: list[Point] = []
    try:
        for values in grid:
            settings = tuple(zip(paths, values, strict=True))
            campaign = campaign_at(runner, dict(settings), seed, replications or AT_A_POINT, stop, workers)
            points.append(Point(settings, campaign))
            if progress is not None:
                progress(len(points), len(grid))
    except KeyboardInterrupt:
        if not points:
            raise
    return Sweep(runner.name, axes, tuple(points), seed, interrupted=len(points) < len(grid))
