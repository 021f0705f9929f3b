"""What each option saves for its cost: paired campaigns with common random numbers, and an honest ranking."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from airdef.arguments import ArgumentError
from airdef.engine import simulate
from airdef.measures import definition_of
from airdef.requests.argument import asks
from airdef.requests.variants import REPLICATIONS
from airdef.requests.variants import Worth as Request
from airdef.studies.arguments import REPLICATION_LIMIT, SEED_LIMIT, whole, workers_of
from airdef.studies.compare import CHUNK
from airdef.studies.variants.columns import Place, columns_of
from airdef.studies.variants.paired import Sums, difference
from airdef.studies.variants.runner import VariantRunner
from airdef.studies.worth.options import option, replaced
from airdef.studies.worth.ranking import Moments, compared, ranks
from airdef.studies.worth.result import Valued, Worth

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from airdef.engine import Kernel
    from airdef.scenario.library import ScenarioLike
    from airdef.scenario.plan import Scenario
    from airdef.studies.variants.columns import Column
    from airdef.studies.variants.runner import Progress
    from airdef.studies.worth.options import Option

MOST_OPTIONS = 64
"""Options of one study: each is a campaign of its own."""


@dataclass(frozen=True)
class _Ready:
    """A variant that can be simulated, and where its measure stands."""

    scenario: Scenario
    kernel: Kernel
    column: Column


@asks(Request)
def worth(
    scenario: ScenarioLike,
    options: Sequence[str] = (),
    measure: str = "leakers",
    *,
    overrides: Mapping[str, Any] | None = None,
    replications: int = REPLICATIONS,
    seed: int = 1,
    threads: int | None = None,
    progress: Progress | None = None,
) -> Worth:
    """Return what each option saves of a loss, per unit of its cost, and which options are told apart.

    Every option simulates the same replications of the same seed as the scenario as it is. After Ctrl-C the result
    is of the replications that all had by then, and its `interrupted` is true.

    Parameters
    ----------
    scenario
        A scenario, the name of a bundled one, or the path of a YAML file.
    options
        Options, each with its cost: '+SYSTEM for 20', 'PATH=VALUE for 5', 'LABEL: PATH+=1 for 2.5'. Several
        changes with `;` between them; also `+SYSTEM at LATITUDE,LONGITUDE` and `+4 rounds of SYSTEM`.
    measure
        The loss that options are to save.
    overrides
        Values of the scenario that are replaced, by path, e.g. raid.0.count=12.
    replications
        Replications of each.
    seed
        Seed of the random streams: the same seed gives the same bits.
    threads
        Threads to use; results do not depend on it. By default: all.
    progress
        Called as `progress(done, goal)`, in replications.

    Returns
    -------
    Worth
        For every option what it saves, per unit of cost, with 95 % intervals, and the ranks it may have.

    Raises
    ------
    ScenarioError
        If an option cannot be set.
    ValueError
        If an argument is out of range.
    KeyboardInterrupt
        If the user ends it before any replication of all options is complete.

    Examples
    --------
    >>> found = airdef.worth("layered", ["+medium for 20", "+short for 8"], "asset_value_lost")
    >>> print(*found.sentences())
    """
    whole("seed", seed, 0, SEED_LIMIT)
    whole("replications", replications, 2, REPLICATION_LIMIT)
    asked = _checked([option(text) for text in options])
    workers = workers_of("threads", threads)
    runner = VariantRunner(scenario, dict(overrides or {}))
    base = runner.scenario()
    ready = [_ready(runner, base, measure)]
    for one in asked:
        variant = runner.scenario(replaced(one, runner))
        if variant.scenario_hash == base.scenario_hash:
            message = (
                f"‹options›: {one.label!r} changes nothing of {runner.name}; usual fix: another value, or leave it out"
            )
            raise ArgumentError(message)
        ready.append(_ready(runner, variant, measure))
    costs = np.array([one.cost for one in asked])
    done, sums, moments = _simulated(ready, costs, seed, replications, workers, progress)
    return _result(runner.name, measure, seed, done, done < replications, asked, ready, sums, moments)


def _checked(asked: list[Option]) -> list[Option]:
    if not asked:
        raise ArgumentError("worth: no option given; usual fix: ‹options› such as '+SYSTEM for 20'")
    if len(asked) > MOST_OPTIONS:
        message = f"‹options›: {len(asked)} given, at most {MOST_OPTIONS} expected; usual fix: ask in several studies"
        raise ArgumentError(message)
    labels = [one.label for one in asked]
    twice = next((label for label in labels if labels.count(label) > 1), None)
    if twice is not None:
        message = f"‹options›: {twice!r} given twice, each label once expected; usual fix: 'LABEL: CHANGES for COST'"
        raise ArgumentError(message)
    return asked


def _ready(runner: VariantRunner, scenario: Scenario, measure: str) -> _Ready:
    kernel = runner.kernel(scenario)
    return _Ready(scenario, kernel, columns_of(scenario, kernel)[Place("", "", measure)])


def _simulated(
    ready: Sequence[_Ready],
    costs: np.ndarray[Any, Any],
    seed: int,
    limit: int,
    threads: int,
    progress: Progress | None,
) -> tuple[int, list[Sums], Moments]:
    """Simulate all; return the replications of each, the sums of each pair, and moments of savings per cost."""
    done, sums, moments = 0, [Sums() for _ in ready[1:]], Moments(len(ready))
    try:
        while done < limit:
            count = min(CHUNK, limit - done)
            rows = [v.column.values(simulate(v.kernel, seed, done, count, threads)) for v in ready]
            more = moments.copy()
            more.take(
                np.array([np.zeros(count), *((rows[0] - row) / c for row, c in zip(rows[1:], costs, strict=True))])
            )
            moments = more
            for own, row in zip(sums, rows[1:], strict=True):
                own.take(rows[0], row)
            done += count
            if progress is not None:
                progress(done, limit)
    except KeyboardInterrupt:
        if not done:
            raise
    return done, sums, moments


def _result(
    name: str,
    measure: str,
    seed: int,
    done: int,
    interrupted: bool,
    asked: Sequence[Option],
    ready: Sequence[_Ready],
    sums: Sequence[Sums],
    moments: Moments,
) -> Worth:
    definition, base = definition_of(measure), ready[0]
    step = 0.0 if definition.kind.continuous else 1.0
    (low, high), pairs = base.column.bounds, compared(moments)
    found = []
    for k, (one, variant, own, (best, worst)) in enumerate(
        zip(asked, ready[1:], sums, ranks(pairs, len(asked)), strict=True)
    ):
        least, most = variant.column.bounds
        d = difference(measure, definition.unit, own, step, False, (least - high, most - low))
        nothing = next(pair for pair in pairs if (pair.a, pair.b) == (-1, k))
        found.append(Valued(one.label, one.cost, variant.scenario, d, best, worst, nothing.apart))
    return Worth(name, measure, base.scenario, seed, done, tuple(found), pairs, interrupted)
