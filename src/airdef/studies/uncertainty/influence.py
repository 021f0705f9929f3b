"""Which figures an answer hangs on most: each moved alone to the ends of its spread, the rest as adopted.

A screening, not a decomposition of variance: one sample an end, few replications, all under common random numbers. What
acts only together with another figure, or only inside its spread, is not seen; `sensitivity` sees it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from airdef.catalogue import laws
from airdef.numbers import estimate, span
from airdef.requests.argument import asks
from airdef.requests.uncertainty import Influence as InfluenceRequest
from airdef.showing import Shown
from airdef.studies.arguments import SEED_LIMIT, whole, workers_of
from airdef.studies.uncertainty.samples import Model, evaluate, workers
from airdef.studies.variants.moves import Estimate, Moved, change, plain, shown, shown_unit
from airdef.studies.variants.runner import VariantRunner, bounds_of, checked_measure, label_of, unit_of
from airdef.studies.variants.uncertain_inputs import uncertain_inputs

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from concurrent.futures import Executor

    import pyarrow as pa
    from numpy.typing import NDArray

    from airdef.catalogue.laws import Law
    from airdef.scenario.library import ScenarioLike
    from airdef.scenario.plan import Scenario
    from airdef.showing import Brief
    from airdef.studies.variants.runner import Progress
    from airdef.studies.variants.uncertain_inputs import UncertainInput

REPLICATIONS: Final = 64
"""Replications of a sample where no number is asked for (assumed: enough to tell the three heaviest apart)."""

NAMED: Final = 3
"""Figures that an answer names."""

MOST_SHOWN: Final = 6
"""Figures in the short table of a notebook."""

BLOCK: Final = 8
"""States a task; the answer does not depend on it."""

LARGE: Final = 200
"""Threats of a raid beyond which the screening takes minutes and is made only where it is asked for."""


@dataclass(frozen=True)
class Weight:
    """One figure, with all its copies: what the measure is at the ends of its spread, and the law it enters."""

    figure: UncertainInput
    moved: tuple[Moved, ...]
    law: Law | None

    @property
    def least(self) -> float:
        """How far the mean moves at least, over the whole spread: 0 if no end shows a difference."""
        return max((m.least for m in self.moved), default=0.0)

    def told(self) -> tuple[Moved, ...]:
        """Return the moves worth telling: the ends, and the farthest from the base if it lies between them."""
        ends = ends_of(m.position for m in self.moved)
        least = max((m.least for m in self.moved if m.position in ends), default=0.0)
        farthest = max(self.moved, key=lambda m: m.least, default=None)
        return tuple(m for m in self.moved if m.position in ends or (m is farthest and m.least > least))

    def text(self, unit: str, note: str = "") -> str:
        """Return in words the grade, what the measure is at the ends, a note, and the law.

        Parameters
        ----------
        unit
            Unit of the measure.
        note
            What is said beside it.

        Returns
        -------
        str
            In words the grade, what the measure is at the ends, a note, and the law.
        """
        r = self.figure.shown
        of = shown_unit(r)
        adopted = f"{plain(shown(r, r.nominal))} {of}".strip()
        ends = ", ".join(m.text(unit, of) for m in self.told())
        spread = f"{r.spread_from} spread {span(r.low, r.high, r.unit)}"
        of_figure = f"{self.figure.name} (grade {self.figure.grade}, {spread}, adopted {adopted})"
        parts = [f"{of_figure}: {ends}", note, law_text(self.law)]
        return "; ".join(filter(None, parts))

    def to_dict(self) -> dict[str, Any]:
        """Return plain data."""
        r = self.figure.shown
        return {
            "name": self.figure.name,
            "grade": self.figure.grade,
            "adopted_values": [f"{x.subject} {x.attribute}" for x in self.figure.adopted_values],
            "adopted": shown(r, r.nominal),
            "unit": shown_unit(r),
            "moved": [m.to_dict() for m in self.moved],
            "law": self.law and self.law.to_dict(),
        }


def ends_of(positions: Iterable[float]) -> tuple[float, ...]:
    """Return the lowest of the positions below the adopted value and the highest of those above it.

    Parameters
    ----------
    positions
        Positions between the low end (-1), the nominal (0) and the high end (1).

    Returns
    -------
    tuple[float, ...]
        The lowest of the positions below the adopted value and the highest of those above it.
    """
    held = tuple(positions)
    below, above = min(held, default=0.0), max(held, default=0.0)
    return (*([below] if below < 0.0 else []), *([above] if above > 0.0 else []))


def law_text(law: Law | None) -> str:
    """Return in words which law a figure enters and what that was checked against.

    Parameters
    ----------
    law
        The law that the figure enters; None for none.

    Returns
    -------
    str
        In words which law a figure enters and what that was checked against.
    """
    return f"law: {law.text()}" if law is not None else "no law is stated for it"


@dataclass(frozen=True, repr=False)
class Influence(Shown):
    """How far each figure alone moves a measure, the heaviest first.

    Attributes
    ----------
    name, measure
        Name of the scenario, and the measure.
    base
        The measure with all figures at their nominals.
    weights
        What the measure is at the ends of the spread of each figure.
    samples
        How many parameter samples were simulated.
    replications, seed
        Replications of each, and the seed of their common random numbers.
    """

    name: str
    measure: str
    base: Estimate
    weights: tuple[Weight, ...]
    samples: int
    replications: int
    seed: int

    _plot = "plot_influence"

    def headline(self) -> str:
        """Return the figures that the answer hangs on most, in one line."""
        heavy = ", ".join(w.figure.name for w in self.heaviest())
        return f"{self.name}, {label_of(self.measure).lower()}: hangs most on {heavy or 'nothing'} ({self.head()})"

    def brief(self) -> Brief:
        """Return the heaviest figures with the measure at the ends of their spread."""
        rows = [
            (w.figure.name, w.figure.grade, _moved_text(m), f"{estimate(m.estimate.mean, *m.estimate.ci95)}")
            for w in self.heaviest(MOST_SHOWN)
            for m in w.told()
        ]
        return ("figure", "grade", "moved to", label_of(self.measure).lower()), rows

    def table(self) -> pa.Table:
        """Return one row a figure and move as an Arrow table: the value, the measure there, the paired difference."""
        import pyarrow as pa

        rows = [
            {
                "figure": w.figure.name,
                "grade": w.figure.grade,
                "value": m.value,
                "unit": shown_unit(w.figure.shown),
                "mean": m.estimate.mean,
                "ci95_low": m.estimate.ci95[0],
                "ci95_high": m.estimate.ci95[1],
                "difference": m.change.mean,
                "difference_ci95_low": m.change.ci95[0],
                "difference_ci95_high": m.change.ci95[1],
            }
            for w in self.weights
            for m in w.moved
        ]
        return pa.Table.from_pylist(rows)

    @property
    def unit(self) -> str:
        """Unit of the measure; empty for counts and probabilities."""
        return unit_of(self.measure)

    def heaviest(self, most: int = NAMED) -> tuple[Weight, ...]:
        """Return the figures that move the mean most; only such as show a difference.

        Parameters
        ----------
        most
            How many at most.

        Returns
        -------
        tuple of Weight
            The heaviest first.
        """
        return tuple(w for w in self.weights[:most] if w.least > 0.0)

    def head(self) -> str:
        """Return in one sentence what was tried."""
        return (
            f"{len(self.weights)} figures, each alone at the ends of its spread, {self.replications} common "
            f"replications of seed {self.seed}; {self.base.text(self.unit)} with all of them as adopted"
        )

    def sentences(self) -> tuple[str, ...]:
        """Return the answer in words: what it hangs on most, or that nothing moves it."""
        what = label_of(self.measure)
        heavy = self.heaviest()
        if not self.weights:
            return (f"{what}: the scenario rests on no figure with a spread.",)
        if not heavy:
            return (f"{what}: no figure alone shows a difference ({self.head()}).",)
        unit = self.unit or what.lower()
        return (f"{what}: the answer hangs most on ({self.head()})", *(f"{w.text(unit)}." for w in heavy))

    def to_dict(self) -> dict[str, Any]:
        """Return plain data: the heaviest first."""
        return {
            "study": "influence",
            "scenario": self.name,
            "measure": self.measure,
            "unit": self.unit,
            "seed": self.seed,
            "replications": self.replications,
            "samples": self.samples,
            "base": self.base.to_dict(),
            "sentences": list(self.sentences()),
            "heaviest": [w.to_dict() for w in self.heaviest()],
            "figures": [w.to_dict() for w in self.weights],
        }


def _moved_text(moved: Moved) -> str:
    return plain(moved.value)


@asks(InfluenceRequest)
def influence(
    scenario: ScenarioLike,
    measure: str = "leakers",
    *,
    overrides: Mapping[str, Any] | None = None,
    replications: int = REPLICATIONS,
    seed: int = 1,
    grades: Collection[str] | None = None,
    processes: int | None = 1,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> Influence:
    """Return which figures of a scenario move the mean of a measure most, each alone over its spread.

    A figure is an adopted value of the catalogue that the scenario uses and does not set, with all its copies.

    Parameters
    ----------
    scenario
        A scenario, the name of a bundled one, or the path of a YAML file.
    measure
        The measure that it is about. A replication without a value counts as 0.
    overrides
        Values of the scenario that are replaced, by path, e.g. raid.0.count=12.
    replications
        Replications of each parameter sample. All samples have common random numbers.
    seed
        Seed of the random streams: the same seed gives the same bits.
    grades
        Grades of the statements and uncertain inputs that count: A, B, C, D, assumed. By default: all.
    processes
        Processes to use; results do not depend on it.
    executor
        An executor that simulates the samples instead, such as the workers of a cluster.
    progress
        Called as `progress(done, goal)`, in samples.

    Returns
    -------
    Influence
        The figures with the measure at the ends of their spread, the heaviest first.

    Raises
    ------
    ScenarioError
        If the scenario cannot be run.
    ValueError
        If an argument is out of range.
    """
    whole("seed", seed, 0, SEED_LIMIT)
    whole("replications", replications, 2, 1 << 30)
    checked_measure(measure)
    runner = VariantRunner(scenario, dict(overrides or {}))
    model = Model(runner, uncertain_inputs(runner.scenario(), runner.catalogue, grades), measure, seed, replications)
    base = np.nan_to_num(model.values(model.nominal), nan=0.0)
    moves = [(k, p) for k, uncertain_input in enumerate(model.uncertain_inputs) for p in uncertain_input.positions()]
    rows = np.empty((0, replications))
    if moves:
        with workers(workers_of("processes", processes), executor) as pool:
            rows = evaluate(model, np.array(moves), BLOCK, pool, progress, "moved")
    found: dict[int, list[Moved]] = {}
    for (k, position), row in zip(moves, np.nan_to_num(rows, nan=0.0), strict=True):
        r = model.uncertain_inputs[k].shown
        value = shown(r, model.uncertain_inputs[k].at(position)[r.subject, r.attribute])
        moved = Moved(position, value, _estimate(row, measure, model.nominal), change(base, row))
        found.setdefault(k, []).append(moved)
    weights = [weight(runner, model.uncertain_inputs[k], moved) for k, moved in found.items()]
    weights.sort(key=lambda w: -w.least)
    adopted = _estimate(base, measure, model.nominal)
    return Influence(runner.name, measure, adopted, tuple(weights), len(moves) + 1, replications, seed)


def _estimate(row: NDArray[np.float64], measure: str, scenario: Scenario) -> Estimate:
    """Return the mean of a measure, which cannot be below 0 nor above what the scenario allows."""
    return Estimate.of(row, 0.0, max(bounds_of(measure, scenario)[1], float(row.max())))


def weight(runner: VariantRunner, figure: UncertainInput, moved: list[Moved]) -> Weight:
    """Return a figure with its moves and the law it enters.

    Parameters
    ----------
    runner
        Simulates the claim's cases.
    figure
        The figure, with its copies.
    moved
        Figures that are moved, with their values.

    Returns
    -------
    Weight
        A figure with its moves and the law it enters.
    """
    r = figure.shown
    return Weight(figure, tuple(moved), laws.behind(runner.catalogue, r.subject, r.attribute))
