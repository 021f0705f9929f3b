"""What a campaign is asked for: measures with intervals, in all and by every dimension, and why threats leaked."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from airdef import oldnames
from airdef.engine.breakdown import breakdown
from airdef.measures import BY_KEY, CONTINUOUS, MEASURES, Definition, Kind, definition_of
from airdef.measures.raid import KILLS, LEAKERS
from airdef.numbers import interval, number
from airdef.numbers import mean as mean_of_interval
from airdef.outcome.bounds import Limits
from airdef.outcome.intervals import Interval, mean_interval, quantile_interval, wilson
from airdef.outcome.statistics import Counts, Values, mean_of, variance_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyarrow as pa

    from airdef.measures import Bounds
    from airdef.outcome.statistics import Column, Statistics
    from airdef.scenario.plan import Scenario

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)


def is_measured(column: str) -> bool:
    """Tell whether a column, of the whole or broken down (`dimension:key:measure`), holds measured values.

    Parameters
    ----------
    column
        Name of the column.

    Returns
    -------
    bool
        Whether a column, of the whole or broken down (`dimension:key:measure`), holds measured values.
    """
    return column in CONTINUOUS or (":" in column and column.rpartition(":")[2] in CONTINUOUS)


@dataclass(frozen=True)
class Quantile:
    """A quantile with its 95 % interval; NaN for an end beyond the data."""

    value: float
    ci95: Interval


@dataclass(frozen=True)
class Measure:
    """One measure over the replications that have it.

    A replication without an intercept has no first intercept: it counts for no measure of the first intercept.

    Attributes
    ----------
    name, label
        Its name in code and files, and in words.
    unit
        Unit of all its numbers; empty for counts and probabilities.
    n
        How many replications have it.
    mean, ci95
        The mean, and its 95 % interval.
    sd
        Standard deviation of one replication.
    quantiles
        Quantiles, by their probability.
    constant
        It cannot be other (its bounds are equal, or chance decided nothing), or it is a time or range that was the same
        in every replication. It has no interval, and both ends of `ci95` are its value.
    """

    name: str
    label: str
    unit: str
    n: int
    mean: float
    ci95: Interval
    sd: float
    quantiles: Mapping[float, Quantile]
    constant: bool = False

    @property
    def half_width(self) -> float:
        """Half the width of the 95 % interval of the mean."""
        return (self.ci95[1] - self.ci95[0]) / 2

    @property
    def mean_text(self) -> str:
        """The mean with the digits that its interval carries, few if it never varied."""
        return number(self.mean) if self.sd == 0 else mean_of_interval(self.mean, *self.ci95)

    @property
    def interval_text(self) -> str:
        """The interval as 'low to high', or that there is none."""
        return interval(*self.ci95)

    def to_dict(self) -> dict[str, Any]:
        """Return plain data; NaN stands where nothing is known (the JSON writer makes it null)."""
        return self.brief() | {
            "quantiles": {f"{q:g}": v.value for q, v in self.quantiles.items()},
            "quantiles_ci95": {f"{q:g}": list(v.ci95) for q, v in self.quantiles.items()},
        }

    def brief(self) -> dict[str, Any]:
        """Return plain data without quantiles; a constant has no interval."""
        return {
            "mean": self.mean,
            "ci95": [math.nan, math.nan] if self.constant else list(self.ci95),
            "sd": self.sd,
            "n": self.n,
            "unit": self.unit,
            "constant": self.constant,
            "shown": {"mean": self.mean_text, "ci95": self.interval_text},
        }


def estimate(
    definition: Definition, statistic: Column, bounds: Bounds, certain: bool = False, quantiles: bool = True
) -> Measure:
    """Return a measure with its interval, from the statistics of its column.

    Parameters
    ----------
    definition
        The definition of the measure.
    statistic
        The statistics of one column.
    bounds
        Those of the column in a replication.
    certain
        Whether chance decided nothing in any replication.
    quantiles
        Whether they are wanted.

    Returns
    -------
    Measure
        A measure with its interval, from the statistics of its column.

    Raises
    ------
    TypeError
        For a probability of a column that holds no counts.
    """
    if definition.kind is Kind.PROBABILITY:
        return _probability(definition, statistic, bounds, certain)
    s = definition.scale
    floor, ceiling = bounds
    mean, sd = mean_of(statistic), math.sqrt(variance_of(statistic))
    # Rounding (a range read from a table in single precision) must not put what was seen out of bounds, and a scenario
    # whose rows are not the engine's has none.
    floor, ceiling = min(floor, mean), max(ceiling, mean) if mean <= ceiling * (1 + 1e-6) else math.inf
    same = sd == 0.0 and definition.kind.of_first
    constant = statistic.n > 0 and (floor == ceiling or certain or same)
    # The size of a departure never seen: one count, or all the value there is.
    departure = ceiling if definition.kind is Kind.VALUE and math.isfinite(ceiling) else 1.0
    ci95 = (mean, mean) if constant else mean_interval(statistic, ceiling, departure, floor)
    found = {}
    if quantiles and isinstance(statistic, Counts | Values):
        for q in QUANTILES:
            value, below, above = quantile_interval(statistic, q)
            found[q] = Quantile(value / s, (below / s, above / s))
    ends = (ci95[0] / s, ci95[1] / s)
    return Measure(
        definition.name, definition.label, definition.unit, statistic.n, mean / s, ends, sd / s, found, constant
    )


def replications_with(definition: Definition, statistic: Column) -> int:
    """Return in how many replications the condition of a probability held.

    Parameters
    ----------
    definition
        The definition of the measure.
    statistic
        The statistics of one column.

    Returns
    -------
    int
        In how many replications the condition of a probability held.

    Raises
    ------
    TypeError
        Where none are counted.
    """
    if not isinstance(statistic, Counts):
        message = f"measure {definition.name}: column {definition.column} holds no counts; a probability is of counts"
        raise TypeError(message)
    held = definition.of(np.arange(len(statistic.histogram), dtype=np.float64)) == 1.0
    return int(statistic.histogram[held].sum())


def _probability(definition: Definition, statistic: Column, bounds: Bounds, certain: bool) -> Measure:
    """Return a probability, with Wilson's interval."""
    n = statistic.n
    held = replications_with(definition, statistic)
    p = held / n if n else math.nan
    sd = math.sqrt(p * (1 - p) * n / (n - 1)) if n > 1 else math.nan
    constant = n > 0 and (certain or bounds[0] == bounds[1])
    ci95 = (p, p) if constant else wilson(held, n)
    return Measure(definition.name, definition.label, definition.unit, n, p, ci95, sd, {}, constant)


def _certain(statistics: Statistics) -> bool:
    """Tell whether no replication drew a random number: all are the same."""
    return "draws" in statistics and statistics.replications > 0 and mean_of(statistics["draws"]) == 0.0


def measure(statistics: Statistics, scenario: Scenario, name: str) -> Measure:
    """Return one measure by name. An unknown name raises ValueError with the nearest one.

    Parameters
    ----------
    statistics
        The statistics of the campaign.
    scenario
        The scenario.
    name
        Name of the measure.

    Returns
    -------
    Measure
        One measure by name.
    """
    definition = definition_of(name)
    bounds = Limits(scenario).of(definition.column)
    return estimate(definition, statistics[definition.column], bounds, _certain(statistics))


class Measures(dict[str, Measure]):
    """Measures by name, also by the old one for a version."""

    def __missing__(self, name: str) -> Measure:
        """Return the measure that has this old name. Raises KeyError."""
        now = oldnames.measure(name)
        if now == name:
            raise KeyError(name)
        return self[now]


def measures(statistics: Statistics, scenario: Scenario) -> dict[str, Measure]:
    """Return every measure, by name, in printing order.

    Parameters
    ----------
    statistics
        The statistics of the campaign.
    scenario
        The scenario.

    Returns
    -------
    dict[str, Measure]
        Every measure, by name, in printing order.
    """
    return Measures((d.name, measure(statistics, scenario, d.name)) for d in MEASURES)


By = dict[str, dict[str, dict[str, Measure]]]
"""Measures by dimension, key and name."""


def by_dimension(statistics: Statistics, scenario: Scenario) -> By:
    """Return the measures of every key of every dimension, without quantiles.

    What a key cannot have is left out (leakers of a fire unit that nothing aims at), and so is a dimension of more than
    `breakdown.MOST_KEYS` keys, and what the statistics do not hold (those of an older airdef).

    Parameters
    ----------
    statistics
        The statistics of the campaign.
    scenario
        The scenario.

    Returns
    -------
    By
        The measures of every key of every dimension, without quantiles.
    """
    by_column: dict[str, list[Definition]] = {}
    for definition in (*MEASURES, *BY_KEY):
        by_column.setdefault(definition.column, []).append(definition)
    limits, certain = Limits(scenario), _certain(statistics)
    down = breakdown(scenario)
    result: By = {dimension: {key: {} for key in keys} for dimension, keys in down.keys.items()}
    for detail in down.details:
        if detail.column not in statistics:
            continue
        statistic = statistics[detail.column]
        bounds = limits.of(detail.measure, detail.dimension, detail.key)
        own = result[detail.dimension][detail.key]
        for definition in by_column[detail.measure]:
            own[definition.name] = estimate(definition, statistic, bounds, certain, quantiles=False)
    return result


def as_table(records: list[tuple[dict[str, str], Measure]], labels: tuple[str, ...] = ()) -> pa.Table:
    """Return measures as an Arrow table, one row each, behind the texts in the columns `labels`.

    Parameters
    ----------
    records
        The measures, each with the texts that stand before it.
    labels
        Names of the columns that come first.

    Returns
    -------
    pa.Table
        Measures as an Arrow table, one row each, behind the texts in the columns `labels`.
    """
    import pyarrow as pa

    rows = [
        {
            **own,
            "measure": x.name,
            "unit": x.unit,
            "n": x.n,
            "mean": x.mean,
            "ci95_low": x.ci95[0],
            "ci95_high": x.ci95[1],
            "sd": x.sd,
            "constant": x.constant,
            **{f"q{100 * q:02.0f}": x.quantiles[q].value if x.quantiles else None for q in QUANTILES},
        }
        for own, x in records
    ]
    texts = dict.fromkeys((*labels, "measure", "unit"), pa.string()) | {"n": pa.int64(), "constant": pa.bool_()}
    numbers = ("mean", "ci95_low", "ci95_high", "sd", *(f"q{100 * q:02.0f}" for q in QUANTILES))
    order = (*labels, "measure", "unit", "n", *numbers[:4], "constant", *numbers[4:])
    return pa.Table.from_pylist(rows, schema=pa.schema([(key, texts.get(key, pa.float64())) for key in order]))


@dataclass(frozen=True)
class ClassResult:
    """What became of one class of threat: means per replication with 95 % intervals.

    `threats` existed (Threats not released are not counted), of which `kills` were destroyed and
    `leakers` arrived; the others, `passed`, were aimed at nothing. `leak_fraction` is mean leakers / mean
    threats.
    """

    threats: float
    kills: float
    kills_ci95: Interval
    leakers: float
    leakers_ci95: Interval

    @property
    def passed(self) -> float:
        """Mean number that ended their motion without a target."""
        # Means of whole numbers: below 1e-9 is rounding, and no campaign is long enough to mean it.
        passed = self.threats - self.kills - self.leakers
        return passed if abs(passed) > 1e-9 else 0.0

    @property
    def leak_fraction(self) -> float:
        """Mean leakers over mean threats; NaN if none ever existed."""
        return self.leakers / self.threats if self.threats else math.nan

    def to_dict(self) -> dict[str, Any]:
        """Return plain data."""
        return {
            "threats": self.threats,
            "kills": self.kills,
            "kills_ci95": list(self.kills_ci95),
            "leakers": self.leakers,
            "leakers_ci95": list(self.leakers_ci95),
            "passed": self.passed,
            "leak_fraction": self.leak_fraction,
        }


def by_class(statistics: Statistics, scenario: Scenario) -> dict[str, ClassResult]:
    """Return the result of each threat class, in the order of the raid.

    Parameters
    ----------
    statistics
        The statistics of the campaign.
    scenario
        The scenario.

    Returns
    -------
    dict[str, ClassResult]
        The result of each threat class, in the order of the raid.
    """
    limits, certain = Limits(scenario), _certain(statistics)
    results = {}
    for column in statistics.columns:
        what, _, name = column.partition(":")
        if what != "threats":
            continue
        kills, leakers = (
            estimate(d, statistics[f"{d.column}:{name}"], limits.of(d.column, "class", name), certain, quantiles=False)
            for d in (KILLS, LEAKERS)
        )
        results[name] = ClassResult(mean_of(statistics[column]), kills.mean, kills.ci95, leakers.mean, leakers.ci95)
    return results


def leak_reasons(statistics: Statistics, scenario: Scenario) -> dict[str, tuple[float, Interval]]:
    """Return for each leak reason the mean number of leakers a replication, with its 95 % interval.

    They sum to the mean number of leakers: a campaign in which they do not is refused (ValueError), since it would mean
    that a leaker went without a reason.

    Parameters
    ----------
    statistics
        The statistics of the campaign.
    scenario
        The scenario.

    Returns
    -------
    dict[str, tuple[float, Interval]]
        For each leak reason the mean number of leakers a replication, with its 95 % interval.
    """
    columns = [c for c in statistics.columns if c.startswith("reason:")]
    total = sum(statistics[c].moments()[0] for c in columns)
    leakers = statistics["leakers"].moments()[0]
    if total != leakers:
        message = f"outcome: {leakers} threats leaked, but {total} have a leak reason"
        raise ValueError(message)
    bounds, certain = Limits(scenario).of("leakers"), _certain(statistics)
    found = {c: estimate(LEAKERS, statistics[c], bounds, certain, quantiles=False) for c in columns}
    return {c.removeprefix("reason:"): (x.mean, x.ci95) for c, x in found.items()}
