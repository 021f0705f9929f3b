"""How sure can anyone be: what the sources leave open, against what chance does anyway."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from airdef import oldnames
from airdef.numbers import number
from airdef.requests.argument import asks
from airdef.requests.uncertainty import Uncertainty as UncertaintyRequest
from airdef.showing import Shown
from airdef.studies.arguments import SEED_LIMIT, whole, workers_of
from airdef.studies.uncertainty.samples import Model, evaluate, workers
from airdef.studies.uncertainty.trust import trusted
from airdef.studies.uncertainty.twolevel import Split, split
from airdef.studies.variants.runner import VariantRunner, bounds_of, checked_measure, label_of, unit_of
from airdef.studies.variants.uncertain_inputs import GRADE_NAMES, UncertainInput, uncertain_inputs

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from concurrent.futures import Executor

    import pyarrow as pa
    from numpy.typing import NDArray

    from airdef.outcome.intervals import Interval
    from airdef.scenario.library import ScenarioLike
    from airdef.showing import Brief
    from airdef.studies.uncertainty.unfinished import Unfinished
    from airdef.studies.variants.runner import Progress

BLOCK = 8
"""States a task; the answer does not depend on it."""


@oldnames.attributes(states="sample_means", unknowns="uncertain_inputs", struck="excluded")
@dataclass(frozen=True, repr=False)
class Uncertainty(Shown):
    """A measure over what the sources allow: the split into aleatory (chance) and epistemic (the sources).

    Attributes
    ----------
    name, measure
        Name of the scenario, and the measure.
    uncertain_inputs
        The uncertain inputs that were drawn.
    nominal
        Mean of the measure with all inputs at their nominals (of the catalogue as trusted).
    split
        The variance of one replication, split into the two parts.
    sample_means
        Mean of the measure for each parameter sample.
    catalogue_hash
        Hash of the catalogue as trusted.
    excluded, kept
        How many statements were excluded, and the figures that rest on excluded statements alone and keep them.
    seed
        Seed of the random numbers.
    """

    name: str
    measure: str
    uncertain_inputs: tuple[UncertainInput, ...]
    nominal: float
    split: Split
    sample_means: NDArray[np.float64]
    catalogue_hash: str
    excluded: int
    kept: tuple[str, ...]
    seed: int

    _plot = "plot_uncertainty"

    def headline(self) -> str:
        """Return the answer in one line."""
        return f"{self.name}, seed {self.seed}: {self.sentence()}"

    def brief(self) -> Brief:
        """Return the two kinds of uncertainty and both together: 95 % of the values and the standard deviation."""
        s = self.split
        rows = [
            ("chance (aleatory): replications, the inputs settled", *_ends(s.aleatory), number(s.aleatory_sd)),
            ("epistemic (ignorance): means the sources allow", *_ends(s.epistemic), number(s.epistemic_sd)),
            ("both: replications, nothing settled", *_ends(s.both), ""),
        ]
        return (label_of(self.measure).lower(), "2.5 %", "97.5 %", "standard deviation"), rows

    def table(self) -> pa.Table:
        """Return the mean of the measure in each parameter sample as an Arrow table, one row each."""
        import pyarrow as pa

        return pa.table({"sample": range(len(self.sample_means)), "mean": self.sample_means})

    @property
    def unit(self) -> str:
        """Unit of the measure; empty for counts and probabilities."""
        return unit_of(self.measure)

    def sentence(self) -> str:
        """Return the answer in words."""
        s, unit = self.split, f" {self.unit}" if self.unit else ""
        what = label_of(self.measure)
        if np.isnan(s.mean):
            return f"{what}: hardly a replication has one; nothing can be said of its spread."
        lead = (
            f"{what}: {s.mean:.3g}{unit} on average over what the sources allow. Epistemic uncertainty: they "
            f"allow means from {s.epistemic[0]:.3g} to {s.epistemic[1]:.3g}{unit} (95 %). Chance: with the figures "
            f"settled, replications still run from {s.aleatory[0]:.3g} to {s.aleatory[1]:.3g}{unit}."
        )
        low, high = (100 * x for x in s.share_ci95)
        share = f"{100 * s.share:.0f} % [{low:.0f}, {high:.0f}]"
        return f"{lead} Epistemic uncertainty makes {share} of the variance of one replication."

    def to_dict(self) -> dict[str, Any]:
        """Return plain data."""
        return {
            "study": "uncertainty",
            "scenario": self.name,
            "measure": self.measure,
            "unit": self.unit,
            "seed": self.seed,
            "catalogue_hash": self.catalogue_hash,
            "nominal": self.nominal,
            **self.split.to_dict(),
            "sentence": self.sentence(),
            "claims_excluded": self.excluded,
            "adopted_values_that_rest_on_excluded_claims_alone": list(self.kept),
            "uncertain_inputs": [
                {
                    "name": u.name,
                    "grade": u.grade,
                    "spread": u.adopted_values[0].spread,
                    "adopted_values": [f"{r.subject} {r.attribute}" for r in u.adopted_values],
                }
                for u in self.uncertain_inputs
            ],
        }


def _ends(interval: Interval) -> tuple[str, str]:
    return number(interval[0]), number(interval[1])


@oldnames.arguments(states="samples", believe="only_source")
@asks(UncertaintyRequest)
def uncertainty(
    scenario: ScenarioLike,
    measure: str = "leakers",
    *,
    samples: int = 200,
    replications: int = 100,
    seed: int = 1,
    overrides: Mapping[str, Any] | None = None,
    grades: Collection[str] | None = None,
    without: Sequence[str] = (),
    only_source: str | None = None,
    processes: int | None = None,
    executor: Executor | None = None,
    unfinished: Unfinished | None = None,
    progress: Progress | None = None,
) -> Uncertainty:
    """Return how far a measure varies over what the sources allow, aleatory and epistemic uncertainty apart.

    Parameters
    ----------
    scenario
        A scenario, the name of a bundled one, or the path of a YAML file.
    measure
        The measure that it is about.
    samples
        Parameter samples drawn from what the sources allow. Each uncertain input is drawn from its spread,
        independently.
    replications
        Replications of each parameter sample. With random numbers of their own.
    seed
        Seed of the random streams: the same seed gives the same bits.
    overrides
        Values of the scenario that are replaced, by path, e.g. raid.0.count=12.
    grades
        Grades of the statements and uncertain inputs that count: A, B, C, D, assumed. By default: all.
    without
        Sources that are excluded (`airdef cite` names them).
    only_source
        The only source to rely on wherever it says anything.
    processes
        Processes to use; results do not depend on it. By default: all.
    executor
        An executor that simulates the samples instead, such as `client.get_executor()` of Dask.
    unfinished
        Keeps the samples that are complete on disk until all are, and has those that an earlier start kept.
    progress
        Called as `progress(done, goal)`, in samples.

    Returns
    -------
    Uncertainty
        The mean over all samples, and the variance split into aleatory (chance) and epistemic (the sources).

    Raises
    ------
    ScenarioError
        If the scenario cannot be run.
    UnknownNameError
        If a source is not in the catalogue.
    ValueError
        If an argument is out of range.
    """
    whole("seed", seed, 0, SEED_LIMIT)
    whole("samples", samples, 2, 1 << 30)
    whole("replications", replications, 2, 1 << 30)
    checked_measure(measure)
    held = trusted(VariantRunner(scenario).catalogue, without=without, only_source=only_source, grades=grades)
    runner = VariantRunner(scenario, dict(overrides or {}), held.catalogue)
    nominal = runner.scenario()
    open_ = uncertain_inputs(nominal, held.catalogue, grades)
    if not open_:
        message = f"uncertainty: of these grades {runner.name} rests on no figure with a spread; expected at least one"
        raise ValueError(message)
    model = Model(runner, open_, measure, seed, replications)
    # Key and not counter, so that samples drawn and random streams of the replications have nothing to do with each
    # other.
    rng = np.random.Generator(np.random.Philox(key=seed))
    points = rng.random((samples, len(open_)))
    use = workers_of("processes", processes)
    with workers(use, executor) as pool:
        values = evaluate(model, points, BLOCK, pool, progress, "separate", unfinished)
    allowed = grades or GRADE_NAMES
    in_use = {f"{r.subject} {r.attribute}" for r in nominal.adopted_values if not r.overridden and r.grade in allowed}
    means = np.array([np.nan if np.isnan(v).all() else np.nanmean(v) for v in values])
    return Uncertainty(
        name=runner.name,
        measure=measure,
        uncertain_inputs=open_,
        nominal=model.mean(nominal),
        split=split(values, seed, bounds_of(measure, nominal)),
        sample_means=means,
        catalogue_hash=nominal.catalogue_hash,
        excluded=held.excluded,
        kept=tuple(k for k in held.kept if k in in_use),
        seed=seed,
    )
