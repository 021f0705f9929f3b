"""The Python interface: load a scenario, run a campaign, replay one replication of it."""

from __future__ import annotations

import time
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from airdef import scenario as scenario_layer
from airdef.requests.argument import asks
from airdef.requests.campaigns import Replay, Run
from airdef.requests.common import RCS
from airdef.requests.places import Coverage as CoverageRequest
from airdef.scenario.plan import Scenario

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from airdef.decisions.policy import Player, PolicyLike
    from airdef.engine import Kernel
    from airdef.outcome import Campaign
    from airdef.outcome.replication import Replication
    from airdef.scenario import ScenarioLike
    from airdef.studies.coverage.answer import Coverage
    from airdef.studies.coverage.question import Measure


def load(name_or_path: str | Path, overrides: Mapping[str, object] | None = None) -> Scenario:
    """Return a bundled scenario by name, or a scenario file by path, ready to run.

    Parameters
    ----------
    name_or_path
        Name of a bundled scenario, or path of a YAML file.
    overrides
        Values that replace those of the file, by dotted path: `{"raid.0.count": 12}`.

    Returns
    -------
    Scenario
        The scenario with every figure resolved from the catalogue.

    Raises
    ------
    ScenarioError
        If the scenario cannot be run. The message says where, what was given, what was expected and the usual fix.

    Examples
    --------
    >>> scenario = airdef.load("port-raid", {"raid.0.count": 12})
    """
    return scenario_layer.load(name_or_path, overrides=overrides)


def prepare(scenario: ScenarioLike) -> Kernel:
    """Settle the geometry of a scenario and lay out the engine's tables (cached on disk).

    Parameters
    ----------
    scenario
        A scenario, or the name or path of one.

    Returns
    -------
    Kernel
        The tables that `airdef.engine.simulate` takes.

    Raises
    ------
    ScenarioError
        If the scenario cannot be run.
    """
    from airdef import engine, opportunity
    from airdef.engine.warm import warming

    resolved = scenario_layer.given(scenario)
    with warming():
        found = opportunity.compute_cached(resolved)
    return engine.prepare(resolved, found)


@asks(Run)
def run(
    scenario: ScenarioLike | None,
    replications: int | None = None,
    seed: int | None = None,
    *,
    overrides: Mapping[str, object] | None = None,
    threads: int | None = None,
    precision: float | None = None,
    precision_of: str = "leakers",
    progress: Callable[[int, int], None] | None = None,
    rows: bool = False,
    out: str | Path | None = None,
    resume: bool = False,
    part: int | None = None,
    dask: str | None = None,
    policy: PolicyLike = None,
) -> Campaign:
    """Simulate a scenario many times and return what happened, with confidence intervals.

    Parameters
    ----------
    scenario
        A scenario, the name of a bundled one, or the path of a YAML file. None with `resume`: the one stored in
        the directory `out`.
    replications
        How many replications; with a precision, the most. By default: 10,000. With a precision the most is
        10,000,000 by default.
    seed
        Seed of the random streams: the same seed gives the same bits. By default: 1.
    overrides
        Values of the scenario that are replaced, by path, e.g. raid.0.count=12.
    threads
        Threads to use; results do not depend on it. By default: all.
    precision
        Run until the half-width of the 95 % interval of the measure is this small.
    precision_of
        The measure that the precision is about.
    progress
        Called as `progress(done, goal)` while it runs.
    rows
        Keep one row for each replication in memory. They are in `Campaign.rows`.
    out
        Directory to store rows and statistics in, part by part. See Campaigns in the documentation.
    resume
        Continue the campaign in the directory; what is not given is taken from it.
    part
        Replications of a stored file and of a task of a cluster: a multiple of 1,024. By default: 32,768.
    dask
        Simulate on a cluster: tls://HOST:8786, or 'local' for processes on this machine.
    policy
        Who decides in the doctrine's place: the name of a rule, such as best-shot (`airdef policies` has all).
        By default: doctrine. Also a function of an `Observation` that returns an `Assign`, `Hold` or `Close`
        (or None: as doctrine), or a batch policy (docs/decide.md). It is simulated in this process and one
        thread: not with `out`, `resume`, `part` or `dask`.

    Returns
    -------
    Campaign
        Measures with intervals, leak reasons, and the rows if they were asked for.

    Raises
    ------
    ScenarioError
        If the scenario cannot be run.
    ValueError
        If an argument is out of range, or `out` is not a directory of a campaign (`StoreError`).
    ClusterError
        If the cluster cannot be reached, or differs from the client.
    Interrupted
        If the user ends it (a `KeyboardInterrupt` that holds the campaign so far).

    Examples
    --------
    >>> campaign = airdef.run("port-raid", replications=10_000, seed=1)
    >>> campaign.measures["leakers"].mean, campaign.measures["leakers"].ci95
    """
    from airdef import engine
    from airdef.campaigns import campaign_request, campaign_source
    from airdef.engine.warm import compile_in_background
    from airdef.limits import KEPT_ROWS_BYTES
    from airdef.outcome import collect

    if scenario is None and overrides:
        raise ValueError("overrides: given without a scenario; usual fix: name the scenario whose values they replace")
    request = campaign_request(replications, seed, threads, precision, precision_of, out, resume, part, dask, rows)
    started = time.perf_counter()
    with compile_in_background():
        resolved = scenario_layer.given(scenario, overrides) if scenario is not None else request.scenario
        kernel = prepare(resolved)
    decider, simulate = None, partial(engine.simulate, kernel, request.seed)
    if policy is not None:
        decider = _player(policy, resolved, kernel, {"out": out, "resume": resume, "part": part, "dask": dask})
        simulate = partial(decider.simulate, request.seed)
    simulate(0, 1)  # compiles or loads the code, once and before threads ask for it together
    with ExitStack() as stack:
        source = campaign_source(stack, request, resolved, kernel, simulate)
        if rows:
            most = request.precision.limit if request.precision else source.goal
            KEPT_ROWS_BYTES.check("rows", 8 * len(kernel.columns) * most)
        return collect(
            simulate,
            kernel.columns,
            resolved,
            request.seed,
            source.goal,
            threads=request.threads if decider is None else 1,
            precision=request.precision,
            progress=progress,
            keep_rows=rows,
            prepare_s=time.perf_counter() - started,
            parts=source.parts,
            planned=source.planned,
            policy=decider.name if decider else "",
        )


def _player(policy: object, scenario: Scenario, kernel: Kernel, stored: Mapping[str, object] | None = None) -> Player:
    """Return the player of a policy. Raises ArgumentError for what is none, or where arguments exclude one another."""
    from airdef import opportunity
    from airdef.arguments import ArgumentError
    from airdef.decisions.picture import picture_of
    from airdef.decisions.policy import Player, policy_of

    for name, value in (stored or {}).items():
        if value:
            message = f"{name}: given with policy, expected without; usual fix: keep the rows with rows=True"
            raise ArgumentError(message)
    return Player(scenario, kernel, picture_of(scenario, opportunity.compute_cached(scenario)), policy_of(policy))


def results(out: str | Path) -> Campaign | None:
    """Return the campaign stored in a directory, of the parts that are whole.

    Its numbers are those that `run` gave, bit for bit. Its timing is not known (NaN). Nothing is written.

    Parameters
    ----------
    out
        The directory that `run` was given as `out`.

    Returns
    -------
    Campaign or None
        The campaign so far; None if no part of it is whole yet.

    Raises
    ------
    StoreError
        If the directory holds no campaign.
    """
    from airdef.outcome.store import Store

    return Store.read(Path(out)).campaign()


@asks(Replay)
def replay(
    scenario: ScenarioLike,
    seed: int = 1,
    replication: int = 0,
    *,
    overrides: Mapping[str, object] | None = None,
    policy: PolicyLike = None,
) -> Replication:
    """Simulate one replication alone and return every event of it.

    It is the same replication as in the campaign of that seed, bit for bit.

    Parameters
    ----------
    scenario
        A scenario, the name of a bundled one, or the path of a YAML file.
    seed
        Seed of the random streams: the same seed gives the same bits.
    replication
        Number of the replication in the campaign, from 0.
    overrides
        Values of the scenario that are replaced, by path, e.g. raid.0.count=12.
    policy
        Who decides in the doctrine's place: the name of a rule, such as best-shot (`airdef policies` has all).
        By default: doctrine. As for `run`.

    Returns
    -------
    Replication
        Its events in order of time, and its row of the campaign.

    Raises
    ------
    ScenarioError
        If the scenario cannot be run.
    ValueError
        If an argument is out of range.

    Examples
    --------
    >>> print(airdef.replay("port-raid", seed=1, replication=4711).timeline())
    """
    from airdef import engine
    from airdef.campaigns import REPLICATION_LIMIT, SEED_LIMIT, whole
    from airdef.engine.breakdown import breakdown
    from airdef.engine.warm import compile_in_background
    from airdef.outcome.replication import Replication

    whole("seed", seed, 0, SEED_LIMIT)
    whole("replication", replication, 0, REPLICATION_LIMIT)
    with compile_in_background():
        resolved = scenario_layer.given(scenario, overrides)
        kernel = prepare(resolved)
    if policy is None:
        row, events = engine.replay(kernel, seed, replication)
    else:
        row, events = _player(policy, resolved, kernel).replay(seed, replication)
    counts = dict(zip(kernel.columns, (float(x) for x in row), strict=True))
    counts |= {name: counts[column] for name, column in breakdown(resolved).copies.items()}
    return Replication(resolved, seed, replication, counts, tuple(events))


@asks(CoverageRequest)
def coverage(
    scenario: ScenarioLike,
    altitudes: Sequence[float] = (50.0, 100.0, 500.0, 1e3, 5e3, 10e3),
    rcs: float = RCS,
    measure: Measure = "detection",
    *,
    overrides: Mapping[str, object] | None = None,
    probability: float = 0.9,
    dwell: float = 60.0,
    category: str = "aircraft",
    radius: float | None = None,
    cell: float | None = None,
    threads: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Coverage:
    """Work out where the defence of a scenario sees, tracks or engages a target.

    Parameters
    ----------
    scenario
        A scenario, the name of a bundled one, or the path of a YAML file.
    altitudes
        Heights of the target above ground [m].
    rcs
        Radar cross-section of the target [m^2].
    measure
        What counts: detection or track by a radar, or engagement by a fire unit. `probability` within `dwell`
        for detection and track.
    overrides
        Values of the scenario that are replaced, by path, e.g. raid.0.count=12.
    probability
        Probability of detection or track that is asked for.
    dwell
        Time within which it is to be reached [s].
    category
        Category of threat whose envelope counts.
    radius
        Half the side of the map [m]. By default: as far as it matters.
    cell
        Side of a cell of the map [m]. By default: a four-hundredth of the map.
    threads
        Threads to use; results do not depend on it. By default: all.
    progress
        Called as `progress(done, goal)`, in parts of the defence.

    Returns
    -------
    Coverage
        The cells of the map with what covers each, by altitude.

    Raises
    ------
    ScenarioError
        If the scenario cannot be run.
    ValueError
        If an argument is out of range, or the scenario has no defence.
    """
    from airdef.studies.coverage import question as asked
    from airdef.studies.coverage import study

    question = asked.Question(tuple(sorted(set(altitudes))), rcs, measure, probability, dwell, asked.category(category))
    return study.coverage(scenario_layer.given(scenario, overrides), question, radius, cell, progress, threads)
