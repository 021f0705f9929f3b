"""How a campaign is campaign_request: what is asked, what a directory already says, and who simulates its parts."""

from __future__ import annotations

import os
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from airdef import limits
from airdef.arguments import ArgumentError, of
from airdef.measures import definition_of
from airdef.outcome.header import Header
from airdef.outcome.parts import PART, local_simulator, plain_parts
from airdef.outcome.rowfile import row_format
from airdef.outcome.stopping import DEFAULT_LIMIT, Precision
from airdef.outcome.store import writing
from airdef.requests.campaigns import REPLICATIONS
from airdef.scenario.own import catalogue_of

if TYPE_CHECKING:
    from airdef.engine import Kernel
    from airdef.outcome.collect import Parts, Simulate
    from airdef.outcome.parts import Simulator
    from airdef.scenario.plan import Scenario

SEED = 1
"""The seed where none is given."""

whole = limits.whole
SEED_LIMIT = 1 << 63
REPLICATION_LIMIT = 1 << 62
"""The numbers of replications lie below; that many cannot be asked for (`limits.REPLICATIONS`)."""

STEP = 1024
"""Sizes of parts are multiples of this: the chunks in which replications are simulated."""


def available_threads() -> int:
    """Return how many threads this process may use at once.

    Returns
    -------
    int
        How many threads this process may use at once.
    """
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@dataclass(frozen=True)
class CampaignRequest:
    """A campaign as campaign_request, every argument in its range. `found` is the stored campaign to go on with."""

    goal: int
    precision: Precision | None
    seed: int
    threads: int
    out: Path | None
    resume: bool
    part: int
    dask: str | None
    found: Header | None

    @property
    def scenario(self) -> Scenario:
        """The scenario of the campaign to go on with. Raises ValueError if there is none."""
        if self.found is None:
            raise ValueError("scenario: none given; expected a name or a path, or a stored campaign to resume")
        return self.found.scenario


def campaign_request(
    replications: int | None,
    seed: int | None,
    threads: int | None,
    precision: float | None,
    precision_of: str,
    out: str | Path | None,
    resume: bool,
    part: int | None,
    dask: str | None,
    rows: bool,
) -> CampaignRequest:
    """Return the request; what is not given is taken from the directory to go on with, or the default.

    Parameters
    ----------
    replications
        Number of replications.
    seed
        Seed of the random streams.
    threads
        How many threads work; all processors if None.
    precision
        The precision at which the campaign ends; None for a fixed length.
    precision_of
        The measure that the precision is about.
    out
        The directory; None for a campaign in memory.
    resume
        Whether a campaign that is there already is gone on with.
    part
        Replications of a part.
    dask
        Address of the cluster, or `local`; None for none.
    rows
        Whether rows are kept.

    Returns
    -------
    CampaignRequest
        The request; what is not given is taken from the directory to go on with, or the default.

    Raises
    ------
    ValueError
        For an argument out of range.
    StoreError
        For a directory that cannot be read.
    """
    if resume and out is None:
        message = f"{of('resume')}: no directory given; expected one; usual fix: name it by {of('out')}"
        raise ArgumentError(message)
    if rows and (out is not None or dask is not None):
        raise ValueError("rows: kept in memory here only; usual fix: read the files in the directory `out`")
    if part is not None and whole("part", part, STEP, limits.PART) % STEP:
        message = f"part: {part} given, a multiple of {STEP} expected; the nearest is {round(part / STEP) * STEP}"
        raise ValueError(message)
    if replications is not None:
        whole("replications", replications, 1, limits.REPLICATIONS.most + 1)
    if precision is not None:
        precision_of = definition_of(precision_of).name
    if seed is not None:
        whole("seed", seed, 0, SEED_LIMIT)
    workers = available_threads() if threads is None else whole("threads", threads, 1, 1025)
    stop = None if precision is None else Precision(precision, precision_of, replications or DEFAULT_LIMIT)
    folder = None if out is None else Path(out)
    found = Header.read(folder) if folder is not None and resume and Header.is_in(folder) else None
    goal = replications or REPLICATIONS
    if found is not None:
        if replications is None and precision is None:
            goal, stop = found.goal, found.precision
        seed = found.seed if seed is None else seed
        part = part or found.size
    if folder is not None:
        limits.PARTS.check(of("part"), -(-(stop.limit if stop else goal) // (part or PART)))
    return CampaignRequest(
        goal, stop, SEED if seed is None else seed, workers, folder, resume, part or PART, dask or None, found
    )


@dataclass(frozen=True)
class CampaignSource:
    """Where the parts of a campaign come from (None: simulated here, in order), and how far it is to go.

    `planned` is the length that a stored campaign had already planned for its precision, else 0.
    """

    goal: int
    parts: Parts | None = None
    planned: int = 0


def campaign_source(
    stack: ExitStack, request: CampaignRequest, scenario: Scenario, kernel: Kernel, simulate: Simulate
) -> CampaignSource:
    """Open the directory and connect the cluster that an order names, until `stack` closes.

    Parameters
    ----------
    stack
        Closes what is opened.
    request
        What is asked for.
    scenario
        The scenario.
    kernel
        The tables of the scenario, ready for the engine.
    simulate
        Simulates: (first, count) to rows.

    Returns
    -------
    CampaignSource
        The source of the campaign's parts.

    Raises
    ------
    StoreError, LockedError
        For the directory.
    ClusterError
        For the cluster.
    """
    if request.out is None and request.dask is None:
        return CampaignSource(request.goal)
    if request.out is None:
        return CampaignSource(
            request.goal, plain_parts(_simulator(stack, request, scenario, kernel, simulate), request.part)
        )
    known = catalogue_of(scenario)
    first_goal = 0 if request.precision else request.goal
    header = Header.of(scenario, known, kernel, request.seed, request.part, first_goal, request.precision)
    store = stack.enter_context(writing(request.out, header, request.resume))
    planned = store.header.goal if request.precision else 0
    simulator = _simulator(stack, request, scenario, kernel, simulate)
    return CampaignSource(max(request.goal, store.header.goal), partial(store.parts, simulator), planned)


def _simulator(
    stack: ExitStack, request: CampaignRequest, scenario: Scenario, kernel: Kernel, simulate: Simulate
) -> Simulator:
    """Return who simulates the parts: threads here, or a cluster."""
    stored = request.out is not None
    if request.dask is None:
        rows = row_format(kernel.columns, scenario) if stored else None
        return local_simulator(simulate, kernel.columns, rows, request.threads)
    from airdef import cluster

    connection = stack.enter_context(cluster.connected(request.dask, request.threads))
    return partial(connection.simulate, cluster.job(scenario, kernel, request.seed, stored))
