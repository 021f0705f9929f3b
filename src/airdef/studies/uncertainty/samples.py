"""Parameter samples: points of a design in the unit cube, one axis for each input, and what the model says there."""

from __future__ import annotations

import hashlib
import pickle
from concurrent.futures import Executor, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing, contextmanager, nullcontext
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from importlib.metadata import version
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any

import numpy as np

from airdef import engine, lifeline, limits, opportunity
from airdef.jit import source_stamp
from airdef.kept import Kept
from airdef.opportunity.memo import held
from airdef.outcome.header import geometry_digest
from airdef.studies.variants.compose import Place, Touch, composed, differing
from airdef.studies.variants.runner import VariantRunner, by_replication
from airdef.studies.variants.simulated import content

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from numpy.typing import NDArray

    from airdef.engine import Kernel
    from airdef.opportunity import Opportunities
    from airdef.scenario.plan import Scenario
    from airdef.studies.uncertainty.unfinished import Unfinished
    from airdef.studies.variants.runner import Progress
    from airdef.studies.variants.uncertain_inputs import UncertainInput

_CODE = ("physics", "terrain", "opportunity", "engine", "outcome", "catalogue", "scenario", "studies")
"""Layers whose code the value of a sample depends on."""

PROBES = (0.01, 0.3, 0.7, 0.99)
"""Quantiles at which an uncertain input is tried to see what it touches."""

LEVELS = 16
"""Values that an uncertain input takes in an indices' design if geometry hangs on it: the middles of as many equal
shares of its probability. It loses 1/256 of a uniform spread's variance and saves most of the geometry."""


def _values() -> Kept[bytes, NDArray[np.float64]]:
    """Return room for samples whose replications were simulated, each with the measure in every replication."""
    return Kept(limits.STUDY_CACHE_BYTES // 12, held, least=1)


def _recorded() -> Kept[bytes, engine.RecordedTrials]:
    """Return room for samples with all that chance decided in their replications:

    those that differ in more than that.
    """
    return Kept(limits.STUDY_CACHE_BYTES // 12, held, least=1)


@dataclass
class Model:
    """A measure of a scenario as a function of its uncertain inputs.

    All points share the random streams of `replications` replications from number 0 of `seed` (so that the mean is
    a function of the point and of nothing else), unless replications of separate random streams are asked for.
    `levels` is 0 for no rounding.
    """

    runner: VariantRunner
    uncertain_inputs: tuple[UncertainInput, ...]
    measure: str
    seed: int
    replications: int
    levels: int = 0
    resolved: int = field(default=0, init=False)
    simulated: int = field(default=0, init=False)
    _values: Kept[bytes, NDArray[np.float64]] = field(default_factory=_values, init=False)
    _recorded: Kept[bytes, engine.RecordedTrials] = field(default_factory=_recorded, init=False)

    def __getstate__(self) -> dict[str, Any]:
        """Sent to another process it begins without what was simulated: a task holds the whole model."""
        return {name: value for name, value in vars(self).items() if name not in {"_values", "_recorded"}}

    def __setstate__(self, sample: dict[str, Any]) -> None:
        """Begin with what was sent, and nothing simulated."""
        vars(self).update(sample, _values=_values(), _recorded=_recorded())

    @cached_property
    def nominal(self) -> Scenario:
        """The scenario with all figures at their nominals."""
        return self.runner.scenario()

    @cached_property
    def _probed(self) -> tuple[Touch, tuple[bool, ...]]:
        key = opportunity.geometry_key(self.nominal)
        touched: list[set[Place]] = []
        geometric = []
        for u in self.uncertain_inputs:
            tried = [self.runner.scenario(values=u.values(q)) for q in PROBES]
            touched.append(set().union(*(differing(self.nominal, s) for s in tried)))
            geometric.append(any(opportunity.geometry_key(s) != key for s in tried))
        return Touch.of(touched), tuple(geometric)

    @property
    def touch(self) -> Touch:
        """What each uncertain input touches, as tried at `PROBES` with all others at their nominals."""
        return self._probed[0]

    @property
    def geometric(self) -> tuple[bool, ...]:
        """Whether geometry hangs on each uncertain input, as tried likewise."""
        return self._probed[1]

    def probe(self) -> None:
        """Work out now what each uncertain input touches: it is then sent along, not worked out by every worker."""
        _ = self._probed

    def scenario(self, point: NDArray[np.float64]) -> Scenario:
        """Return the scenario at a point of the unit cube.

        Parameters
        ----------
        point
            A point of the design, one coordinate for each input.

        Returns
        -------
        Scenario
            The scenario at a point of the unit cube.
        """
        self.resolved += 1
        values: dict[tuple[str, str], float] = {}
        rounded = self.geometric if self.levels else (False,) * len(self.uncertain_inputs)
        for u, uncertain_input, geometric in zip(point, self.uncertain_inputs, rounded, strict=True):
            values |= uncertain_input.values(_rounded(float(u), self.levels) if geometric else float(u))
        return self.runner.scenario(values=values)

    def own_replications(self, scenario: Scenario, first: int = 0) -> NDArray[np.float64]:
        """Return the measure in each replication from number `first`, float64[replications]; NaN where it has none.

        Parameters
        ----------
        scenario
            The scenario.
        first
            Number of the first replication.

        Returns
        -------
        NDArray[np.float64]
            The measure in each replication from number `first`, float64[replications].
        """
        kernel = self.runner.kernel(scenario)
        return by_replication(kernel, engine.simulate(kernel, self.seed, first, self.replications), self.measure)

    def values(self, scenario: Scenario) -> NDArray[np.float64]:
        """Return the measure in each of the common replications, float64[replications]; NaN where it has none.

        Replications are simulated once for all scenarios that the rules cannot tell apart (see `simulated`).

        Parameters
        ----------
        scenario
            The scenario.

        Returns
        -------
        NDArray[np.float64]
            The measure in each of the common replications, float64[replications].
        """
        found = self.runner.geometry.of(scenario)
        parts = self.runner.geometry.parts
        kernel = engine.prepare(scenario, found, parts)

        def simulate() -> NDArray[np.float64]:
            self.simulated += 1
            ready = engine.presample_tracks(kernel, scenario, found, self.seed, 0, self.replications, parts)
            return by_replication(ready, self._rows(ready, found), self.measure)

        return self._values.get(content(kernel, found), simulate)

    def mean(self, scenario: Scenario) -> float:
        """Return the mean of the measure; 0 if no replication has a value (no intercept at all: none at any range).

        Parameters
        ----------
        scenario
            The scenario.

        Returns
        -------
        float
            The mean of the measure.
        """
        values = self.values(scenario)
        return float(np.nanmean(values)) if not np.isnan(values).all() else 0.0

    def _rows(self, kernel: Kernel, found: Opportunities) -> NDArray[np.float64]:
        """Simulate the replications of a kernel.

        Of one that differs from another in probabilities alone, only those in which that makes a difference
        (see `engine.trials`).
        """
        if self.replications > engine.MOST_RECORDED:
            return engine.simulate(kernel, self.seed, 0, self.replications)
        alike = content(engine.certain(kernel), found)
        base = self._recorded.known(alike)
        if base is not None:
            return engine.simulate_alike(kernel, base)
        base = engine.simulate_recording(kernel, self.seed, 0, self.replications)
        self._recorded.keep(alike, base)
        return base.rows

    def means(self, points: NDArray[np.float64], _: int = 0) -> NDArray[np.float64]:
        """Return the mean at each point, float64[k, d] to float64[k], sharing what points have in common.

        The points are a block: each differs from the first in any way, or in one uncertain input only, in which it then
        equals the last one (Saltelli's design); any other point is resolved whole.

        Parameters
        ----------
        points
            Points of the design, float64[points, inputs].
        _
            Not used.

        Returns
        -------
        NDArray[np.float64]
            The mean at each point, float64[k, d] to float64[k], sharing what points have in common.
        """
        first = self.scenario(points[0])
        last = self.scenario(points[-1]) if len(points) > 1 else first
        found: list[float] = []
        for k, point in enumerate(points):
            changed = np.flatnonzero(point != points[0])
            if k == 0 or len(changed) == 0:
                at = first
            elif k == len(points) - 1:
                at = last
            elif len(changed) == 1 and point[changed[0]] == points[-1][changed[0]] and self.touch.alone[changed[0]]:
                at = composed(first, last, self.touch.places[changed[0]])
            else:
                at = self.scenario(point)
            found.append(self.mean(at))
        return np.array(found)

    def each(self, points: NDArray[np.float64], _: int = 0) -> NDArray[np.float64]:
        """Return the mean at each point, float64[k, d] to float64[k], each resolved whole: points of any design.

        Parameters
        ----------
        points
            Points of the design, float64[points, inputs].
        _
            Not used.

        Returns
        -------
        NDArray[np.float64]
            The mean at each point, float64[k, d] to float64[k], each resolved whole: points of any design.
        """
        return np.array([self.mean(self.scenario(point)) for point in points])

    def alone(self, ends: NDArray[np.float64], _: int = 0) -> NDArray[np.float64]:
        """Return the mean with one uncertain input moved and all others at their nominals:

        rows of (its number, quantile).

        Parameters
        ----------
        ends
            Values at both ends of each input's spread.
        _
            Not used.

        Returns
        -------
        NDArray[np.float64]
            The mean with one uncertain input moved and all others at their nominals.
        """
        moved = [self.runner.scenario(values=self.uncertain_inputs[int(k)].values(float(q))) for k, q in ends]
        return np.array([self.mean(s) for s in moved])

    def moved(self, moves: NDArray[np.float64], _: int = 0) -> NDArray[np.float64]:
        """Return the common replications with one uncertain input moved:

        rows of (its number, position) to rows of replications.

        Parameters
        ----------
        moves
            By how much each input is moved.
        _
            Not used.

        Returns
        -------
        NDArray[np.float64]
            The common replications with one uncertain input moved.
        """
        scenarios = [self.runner.scenario(values=self.uncertain_inputs[int(k)].at(float(p))) for k, p in moves]
        return np.array([self.values(s) for s in scenarios])

    def separate(self, points: NDArray[np.float64], first_sample: int) -> NDArray[np.float64]:
        """Return the replications at each point, float64[k, replications], each sample with streams of its own.

        Parameters
        ----------
        points
            Points of the design, float64[points, inputs].
        first_sample
            Number of the first sample.

        Returns
        -------
        NDArray[np.float64]
            The replications at each point, float64[k, replications], each sample with streams of its own.
        """
        rows = [
            self.own_replications(self.scenario(p), (first_sample + k) * self.replications)
            for k, p in enumerate(points)
        ]
        return np.array(rows)


def _rounded(u: float, levels: int) -> float:
    """Return the middle of the share of [0, 1] that u is in, of `levels` equal ones."""
    return (min(int(u * levels), levels - 1) + 0.5) / levels


@lru_cache(maxsize=2)
def _model(held: bytes) -> Model:
    """Return the model of a task, unpacked once in each process: its memory of geometry stays with it."""
    model: Model = pickle.loads(held)
    return model


def _work(task: tuple[bytes, str, NDArray[np.float64], int]) -> NDArray[np.float64]:
    held, method, points, first = task
    model = _model(held)
    found: NDArray[np.float64] = getattr(model, method)(points, first)
    return found


@contextmanager
def workers(processes: int, given: Executor | None = None) -> Iterator[Executor | None]:
    """Yield who works: the executor given, a pool of processes here, or None for this process alone.

    Parameters
    ----------
    processes
        How many processes work.
    given
        Processes that are there already; None for none.

    Yields
    ------
    Executor | None
        Who works: the executor given, a pool of processes here, or None for this process alone.
    """
    if given is not None:
        yield given
    elif processes > 1:
        try:
            lifeline.quiet_tracker()
            pool = ProcessPoolExecutor(processes, mp_context=get_context("spawn"), initializer=lifeline.tie_worker)
            try:
                yield pool
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                raise
            pool.shutdown(wait=True)
        except BrokenProcessPool as error:
            msg = (
                "a worker process ended before its time. A script of your own must call studies below "
                "`if __name__ == '__main__':` (workers read it again) or with processes=1; if it does, a worker was "
                "killed, most likely for lack of memory: usual fix: fewer processes"
            )
            raise ValueError(msg) from error
    else:
        yield None


def evaluate(
    model: Model,
    points: NDArray[np.float64],
    block: int,
    pool: Executor | None,
    progress: Progress | None = None,
    method: str = "means",
    unfinished: Unfinished | None = None,
) -> NDArray[np.float64]:
    """Return what the model says at the points, `block` of them a task; the number of workers changes nothing.

    `method` is that of `Model` which takes the points: `means` (Saltelli's design), `each`, `alone`, `separate` or
    `moved`. With `unfinished` the tasks are kept as they are done, and those that an earlier start kept are not done
    again.

    Parameters
    ----------
    model
        The model.
    points
        Points of the design, float64[points, inputs].
    block
        Samples of one task.
    pool
        Processes to work in; None for this one.
    progress
        Told how far the work is; None for nobody.
    method
        How samples are drawn.
    unfinished
        Samples that were done when the study was ended before; None for none.

    Returns
    -------
    NDArray[np.float64]
        What the model says at the points, `block` of them a task; the number of workers changes nothing.
    """
    work: Callable[[tuple[bytes, str, NDArray[np.float64], int]], NDArray[np.float64]] = _work
    if method == "means":
        model.probe()
    kept = None
    if unfinished is not None:
        width = model.replications if method in {"separate", "moved"} else 1
        kept = unfinished.of(_identity(model, method, points, block), len(points), block, width)
    found = dict(kept.known) if kept else {}
    done = sum(len(values) for values in found.values())
    if progress is not None and done:
        progress(done, len(points))
    starts = [a for a in range(0, len(points), block) if a not in found]
    parts: Iterable[NDArray[np.float64]]
    if pool is None:
        parts = (getattr(model, method)(points[a : a + block], a) for a in starts)
    else:
        held = pickle.dumps(model)
        with lifeline.shielded():  # the pool starts its processes when it gets work
            parts = pool.map(work, [(held, method, points[a : a + block], a) for a in starts])
    with closing(kept) if kept else nullcontext():
        for a, part in zip(starts, parts, strict=True):
            found[a] = part
            if kept is not None:
                kept.add(a, part)
            done += len(part)
            if progress is not None:
                progress(done, len(points))
    return np.concatenate([found[a] for a in sorted(found)])


def _identity(model: Model, method: str, points: NDArray[np.float64], block: int) -> str:
    """Return the SHA-256 of all that the values at points depend on, to the bit."""
    nominal = model.nominal
    told = (
        source_stamp(_CODE), version("numpy"), version("scipy"), nominal.scenario_hash, nominal.catalogue_hash,
        geometry_digest(model.runner.kernel(nominal)), model.measure, model.seed, model.replications, model.levels,
        [(u.name, [u.values(q) for q in PROBES], u.positions()) for u in model.uncertain_inputs],
        method, block, points.shape,
    )  # fmt: skip
    return hashlib.sha256(repr(told).encode() + np.ascontiguousarray(points).tobytes()).hexdigest()
