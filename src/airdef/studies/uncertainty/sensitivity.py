"""Which uncertain input matters: a tornado and Morris screening of all, Sobol indices of those that stand out."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from airdef import oldnames
from airdef.numbers import estimate, interval, number, percent
from airdef.requests.argument import asks
from airdef.requests.uncertainty import Sensitivity as SensitivityRequest
from airdef.showing import Shown
from airdef.studies.arguments import workers_of
from airdef.studies.uncertainty import indices
from airdef.studies.uncertainty.samples import LEVELS, Model, evaluate, workers
from airdef.studies.uncertainty.trust import trusted
from airdef.studies.variants.runner import VariantRunner, checked_measure, label_of, unit_of
from airdef.studies.variants.uncertain_inputs import UncertainInput, find, uncertain_inputs

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from concurrent.futures import Executor

    import pyarrow as pa

    from airdef.outcome.intervals import Interval
    from airdef.scenario.library import ScenarioLike
    from airdef.showing import Brief
    from airdef.studies.uncertainty.indices import Effect, Index, Indices
    from airdef.studies.uncertainty.unfinished import Unfinished

ENDS = (0.05, 0.95)
"""Quantiles at which the tornado tries each uncertain input alone."""

NOTHING = 0.02
"""A total index whose interval stays below this is called nothing (assumed: a fiftieth of the variance)."""


@dataclass(frozen=True)
class Parameter:
    """What is known of one uncertain input's weight.

    `low` and `high` are the measure with this uncertain input alone at its 5 and 95 % quantile; `screened` its Morris
    effect (None: not screened); `index` its Sobol indices (None: left at its nominal after screening).
    """

    uncertain_input: UncertainInput
    low: float
    high: float
    screened: Effect | None
    index: Index | None

    @property
    def swing(self) -> float:
        """How far the measure moves with this uncertain input alone."""
        return abs(self.high - self.low)


@dataclass(frozen=True, repr=False)
class Sensitivity(Shown):
    """The weights of the uncertain inputs of a scenario in one measure.

    Attributes
    ----------
    name, measure
        Name of the scenario, and the measure.
    nominal
        Mean of the measure with all inputs at their nominals.
    parameters
        Every input with what is known of its weight.
    indices
        The Sobol indices of those that the screening left, with their intervals.
    evaluations
        How many parameter samples were simulated.
    replications, seed
        Replications of each, and the seed of their common random numbers.
    """

    name: str
    measure: str
    nominal: float
    parameters: tuple[Parameter, ...]
    indices: Indices
    evaluations: int
    replications: int
    seed: int

    _plot = "plot_sensitivity"

    def headline(self) -> str:
        """Return the answer in one line."""
        return f"{self.name}, {label_of(self.measure).lower()}: {self.verdict()[0]}"

    def brief(self) -> Brief:
        """Return the inputs with indices, the greatest total index first."""
        rows = []
        for p in self.ranked():
            i = p.index
            assert i is not None  # ranked() holds those with indices
            shares = (estimate(i.first, *i.first_ci95), estimate(i.total, *i.total_ci95))
            rows.append((p.uncertain_input.name, p.uncertain_input.grade, number(p.low), number(p.high), *shares))
        return ("uncertain input", "grade", "at its 5 %", "at its 95 %", "first order", "total"), rows

    def table(self) -> pa.Table:
        """Return one row an input as an Arrow table: the measure at its ends, its Sobol indices."""
        import pyarrow as pa

        nothing = (math.nan, math.nan)
        rows = []
        for p in self.parameters:
            i = p.index
            row: dict[str, Any] = {"input": p.uncertain_input.name, "grade": p.uncertain_input.grade}
            row |= {"at_5_percent": p.low, "at_95_percent": p.high}
            for name in ("first", "total"):
                low, high = getattr(i, f"{name}_ci95") if i else nothing
                row |= {name: getattr(i, name) if i else math.nan, f"{name}_ci95_low": low, f"{name}_ci95_high": high}
            rows.append(row)
        return pa.Table.from_pylist(rows)

    @property
    def unit(self) -> str:
        """Unit of the measure; empty for counts and probabilities."""
        return unit_of(self.measure)

    def ranked(self) -> tuple[Parameter, ...]:
        """Return the parameters with indices, the greatest total index first."""
        with_index = [p for p in self.parameters if p.index is not None]
        return tuple(sorted(with_index, key=lambda p: -p.index.total if p.index else 0.0))

    def verdict(self) -> tuple[str, ...]:
        """Return the answer in sentences."""
        return tuple(_verdict(self))

    def to_dict(self) -> dict[str, Any]:
        """Return plain data, parameters in the order of their total indices, then of their swings."""
        rest = [p for p in self.parameters if p.index is None]
        return {
            "study": "sensitivity",
            "scenario": self.name,
            "measure": self.measure,
            "unit": self.unit,
            "seed": self.seed,
            "samples": self.indices.samples,
            "replications": self.replications,
            "evaluations": self.evaluations,
            "nominal": self.nominal,
            "mean": self.indices.mean,
            "sd": math.sqrt(self.indices.variance),
            "verdict": list(self.verdict()),
            "parameters": [_plain(p) for p in (*self.ranked(), *sorted(rest, key=lambda p: -p.swing))],
            "convergence": [
                {
                    "samples": n,
                    "total": {p.uncertain_input.name: i.total for p, i in zip(self._indexed(), each, strict=True)},
                }
                for n, each in (*self.indices.convergence, (self.indices.samples, self.indices.each))
            ],
        }

    def _indexed(self) -> tuple[Parameter, ...]:
        return tuple(p for p in self.parameters if p.index is not None)


def _plain(p: Parameter) -> dict[str, Any]:
    first = p.uncertain_input.adopted_values[0]
    result: dict[str, Any] = {
        "name": p.uncertain_input.name,
        "grade": p.uncertain_input.grade,
        "adopted_values": [f"{r.subject} {r.attribute}" for r in p.uncertain_input.adopted_values],
        "low": first.to_dict()["low"],
        "nominal": first.to_dict()["nominal"],
        "high": first.to_dict()["high"],
        "unit": first.shown_unit or first.unit,
        "spread": first.spread,
        "at_5_percent": p.low,
        "at_95_percent": p.high,
    }
    if p.screened is not None:
        result["morris"] = {
            "mu_star": p.screened.mu_star,
            "mu_star_half_width": p.screened.mu_star_half,
            "sigma": p.screened.sigma,
        }
    if p.index is not None:
        i = p.index
        result["first"], result["first_ci95"] = i.first, list(i.first_ci95)
        result["total"], result["total_ci95"] = i.total, list(i.total_ci95)
    return result


WORDS: Final = {
    0.9: "nine tenths",
    0.8: "four fifths",
    3 / 4: "three quarters",
    2 / 3: "two thirds",
    0.6: "three fifths",
    0.5: "half",
    0.4: "two fifths",
    1 / 3: "a third",
    0.25: "a quarter",
    0.2: "a fifth",
    0.1: "a tenth",
}
"""Shares that have words."""


def fraction(share: float, ci95: Interval) -> str:
    """Return a share of variance: a word where its whole interval is nearest to that, else a number with its interval.

    `two thirds`, `nearly all` (from 95 % on); `15 % (2 to 28 %)`.

    Parameters
    ----------
    share
        Part of the whole, 0 to 1.
    ci95
        The 95 % interval.

    Returns
    -------
    str
        A share of variance: a word where its whole interval is nearest to that, else a number with its
        interval.
    """
    low, high = ci95
    if low >= 0.95:
        return "nearly all"
    nearest = {min(WORDS, key=lambda w: abs(w - x)) for x in (low, high)}
    if len(nearest) == 1 and low >= 0.075 and high < 0.95:
        return WORDS[nearest.pop()]
    return f"{percent(min(max(share, 0.0), 1.0), low, high)} ({interval(low, high, 100.0)} %)"


def _verdict(s: Sensitivity) -> list[str]:
    what = label_of(s.measure).lower()
    ranked = s.ranked()
    if s.indices.variance == 0.0 or not ranked:
        return [f"Nothing the sources leave open changes the mean of '{what}'."]
    top = ranked[0]
    assert top.index is not None  # ranked() holds those with indices
    shares = {p.uncertain_input.name: fraction(p.index.first, p.index.first_ci95) for p in ranked if p.index}
    if top.index.first_ci95[0] > 0.0:
        lines = [
            f"{_capital(shares[top.uncertain_input.name])} of the spread in '{what}' comes from "
            f"{top.uncertain_input.name} alone."
        ]
    else:
        heaviest = f"the heaviest is {top.uncertain_input.name}: {shares[top.uncertain_input.name]}"
        lines = [f"No uncertain input is shown to matter alone in '{what}'; {heaviest} of its spread."]
    for p in ranked[1:3]:
        if p.index and p.index.first_ci95[0] > 0.0:
            lines.append(f"{_capital(shares[p.uncertain_input.name])} more comes from {p.uncertain_input.name}.")
    widest = max(p.swing for p in s.parameters)
    for p in ranked:
        i = p.index
        if i and i.total_ci95[0] > 2 * i.first_ci95[1] and i.total > 0.1:
            hidden = ", which moving it alone does not show" if p.swing < 0.2 * widest else ""
            lines.append(f"{p.uncertain_input.name} acts mostly together with others{hidden}.")
    idle = [p.uncertain_input.name for p in ranked if p.index and p.index.total_ci95[1] < NOTHING]
    if idle:
        lines.append(f"A better figure for {_listed(idle)} would change nothing.")
    unsure = max(p.index.total_half for p in ranked if p.index)
    if unsure > 0.1:
        lines.append(f"The indices are only known to +-{unsure:.2g}: more samples would tell more.")
    return lines


def _capital(words: str) -> str:
    return words[0].upper() + words[1:]


def _listed(names: Sequence[str]) -> str:
    shown = list(names[:4])
    rest = len(names) - len(shown)
    if rest:
        return f"{', '.join(shown)} or any of {rest} more"
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} or {shown[-1]}"


@oldnames.arguments(believe="only_source")
@asks(SensitivityRequest)
def sensitivity(
    scenario: ScenarioLike,
    measure: str = "leakers",
    *,
    parameters: Sequence[str] = (),
    most: int = 20,
    samples: int = 256,
    trajectories: int = 6,
    replications: int = 200,
    seed: int = 1,
    overrides: Mapping[str, Any] | None = None,
    grades: Collection[str] | None = None,
    without: Sequence[str] = (),
    only_source: str | None = None,
    processes: int | None = None,
    executor: Executor | None = None,
    unfinished: Unfinished | None = None,
    progress: Callable[[str, int, int], None] | None = None,
) -> Sensitivity:
    """Return which of the uncertain inputs of a scenario matter for the mean of a measure, and how much.

    Parameters
    ----------
    scenario
        A scenario, the name of a bundled one, or the path of a YAML file.
    measure
        The measure that it is about.
    parameters
        Weigh these uncertain inputs only ('SUBJECT ATTRIBUTE'). By default a Morris screening picks the `most`
        heaviest of all.
    most
        How many uncertain inputs the screening leaves.
    samples
        Base samples of the Sobol design, a power of two. N (d + 2) samples for d inputs.
    trajectories
        Trajectories of the Morris screening. d + 1 samples each.
    replications
        Replications of each parameter sample. All samples have common random numbers.
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
        Called as `progress(stage, done, goal)`.

    Returns
    -------
    Sensitivity
        First-order and total Sobol indices of the inputs with their intervals, and the effects of the screening.

    Raises
    ------
    ScenarioError
        If the scenario cannot be run.
    ValueError
        If an argument is out of range.
    """
    indices.checked_samples(samples)
    checked_measure(measure)
    known = trusted(
        VariantRunner(scenario).catalogue, without=without, only_source=only_source, grades=grades
    ).catalogue
    runner = VariantRunner(scenario, dict(overrides or {}), known)
    open_ = uncertain_inputs(runner.scenario(), known, grades)
    chosen = find(open_, parameters) if parameters else open_
    if not chosen:
        message = f"sensitivity: {runner.name} rests on no figure with a spread; expected at least one"
        raise ValueError(message)
    use = workers_of("processes", processes)
    stage, count = _stages(progress), 0
    with workers(use, executor) as pool:

        def model(of: Sequence[UncertainInput], levels: int) -> Model:
            return Model(runner, tuple(of), measure, seed, replications, levels)

        whole_model = model(chosen, 0)
        nominal, swings = _tornado(whole_model, pool, stage("one at a time"), unfinished)
        count += 2 * len(chosen) + 1
        effects: dict[UncertainInput, Effect] = {}
        kept = chosen
        if len(chosen) > most:
            effects = _screened(whole_model, trajectories, pool, stage("screening"), unfinished)
            count += trajectories * (len(chosen) + 1)
            heaviest = sorted(chosen, key=lambda u: -effects[u].mu_star)[:most]
            kept = tuple(u for u in chosen if u in heaviest)
        small = model(kept, LEVELS)

        def weigh(points: Any, block: int) -> Any:
            return evaluate(small, points, block, pool, stage("indices"), unfinished=unfinished)

        weights = indices.sobol(weigh, len(kept), samples, seed)
        count += samples * (len(kept) + 2)
    by_uncertain_input = dict(zip(kept, weights.each, strict=True))
    held = tuple(
        Parameter(u, *swing, effects.get(u), by_uncertain_input.get(u)) for u, swing in zip(chosen, swings, strict=True)
    )
    return Sensitivity(runner.name, measure, nominal, held, weights, count, replications, seed)


def _stages(progress: Callable[[str, int, int], None] | None) -> Callable[[str], Callable[[int, int], None] | None]:
    """Return what gives the teller of a stage by its name; None where nobody is told."""

    def stage(name: str) -> Callable[[int, int], None] | None:
        return None if progress is None else lambda done, goal: progress(name, done, goal)

    return stage


def _screened(
    model: Model, trajectories: int, pool: Any, progress: Any, unfinished: Unfinished | None
) -> dict[UncertainInput, Effect]:
    """Return the elementary effects of each uncertain input (Morris)."""

    def screen(points: Any, block: int) -> Any:
        return evaluate(model, points, block, pool, progress, "each", unfinished)

    found = indices.morris(screen, len(model.uncertain_inputs), trajectories, model.seed)
    return dict(zip(model.uncertain_inputs, found, strict=True))


def _tornado(
    model: Model, pool: Any, progress: Any, unfinished: Unfinished | None
) -> tuple[float, list[tuple[float, float]]]:
    """Return the measure at the nominals, and with each uncertain input alone at its 5 and 95 % quantile."""
    nominal = model.mean(model.nominal)
    ends = np.array([[k, q] for k in range(len(model.uncertain_inputs)) for q in ENDS])
    found = evaluate(model, ends, 8, pool, progress, "alone", unfinished)
    return nominal, [(float(a), float(b)) for a, b in found.reshape(-1, 2)]
