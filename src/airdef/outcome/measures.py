"""What a campaign is asked for: measures with intervals, in all and by every dimension, and why threats leaked."""

from __future__ import annotations

import difflib
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from airdef.engine import REASONS
from airdef.engine.breakdown import breakdown
from airdef.engine.memory.columns import FIRSTS
from airdef.numbers import interval, number
from airdef.numbers import mean as mean_of_interval
from airdef.outcome.bounds import Bounds, Limits
from airdef.outcome.intervals import Interval, mean_interval, quantile_interval, wilson
from airdef.outcome.statistics import Counts, Values, mean_of, variance_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyarrow as pa

    from airdef.outcome.statistics import Column, Statistics
    from airdef.scenario.plan import Scenario

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)

MEASURED = frozenset({"asset_value_lost", "first_intercept_time", "first_intercept_range", "first_kill_range"})
"""Columns that hold measured values; all others are counts."""


def is_measured(column: str) -> bool:
    """Tell whether a column, of the whole or broken down (`dimension:key:measure`), holds measured values."""
    return column in MEASURED or (":" in column and column.rpartition(":")[2] in MEASURED)


@dataclass(frozen=True)
class Quantity:
    """A measure as it is printed: its name and label, the column it is taken from, its unit at the edge.

    A value at the edge is the column's value divided by `scale` (the unit in SI).
    """

    name: str
    label: str
    column: str
    unit: str = ""
    scale: float = 1.0


QUANTITIES = (
    Quantity("leakers", "Leakers", "leakers"),
    Quantity("kills", "Threats destroyed", "kills"),
    Quantity("gone", "Threats that passed", "gone"),
    Quantity("never_existed", "Weapons never released", "never_existed"),
    Quantity("missiles_used", "Missiles launched", "missiles_used"),
    Quantity("tries", "Intercept tries", "tries"),
    Quantity("aborted", "Missiles aborted", "aborted"),
    Quantity("engagements", "Engagements", "engagements"),
    Quantity("asset_value_lost", "Asset value lost", "asset_value_lost"),
    Quantity("assets_lost", "Assets destroyed", "assets_lost"),
    Quantity("radars_lost", "Radars destroyed", "radars_lost"),
    Quantity("units_lost", "Fire units out of action", "units_lost"),
    Quantity("launchers_lost", "Launchers destroyed", "launchers_lost"),
    Quantity("posts_lost", "Command posts destroyed", "posts_lost"),
    Quantity("first_intercept_time_s", "First intercept at", "first_intercept_time", "s"),
    Quantity("first_intercept_range_km", "Range of the first intercept", "first_intercept_range", "km", 1e3),
    Quantity("first_kill_range_km", "Range of the first kill", "first_kill_range", "km", 1e3),
    Quantity("peak_targets", "Most target channels in use", "peak_targets"),
    Quantity("peak_missiles", "Most missile channels in use", "peak_missiles"),
)

BROKEN_DOWN = (
    Quantity("threats", "Threats that came", "threats"),
    *(Quantity(f"reason:{r}", f"Leakers: {r.replace('-', ' ')}", f"reason:{r}") for r in REASONS),
)
"""Further measures of the keys of a dimension."""

NO_LEAKER = "probability_no_leaker"

NAMES = (NO_LEAKER, *(q.name for q in QUANTITIES))
"""Every measure, by name."""


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


def unknown_measure(name: str) -> str:
    """Return the message for a measure that does not exist."""
    close = difflib.get_close_matches(name, NAMES, n=1, cutoff=0.4)
    nearest = f"; the nearest is {close[0]!r}" if close else ""
    return f"measure {name!r} does not exist{nearest}; expected one of {', '.join(NAMES)}"


def _unit_of(column: str, ceiling: float) -> float:
    """Return the size of a departure never seen: one count, or all the value there is."""
    value = column.rpartition(":")[2] == "asset_value_lost"
    return ceiling if value and math.isfinite(ceiling) else 1.0


def _measure(quantity: Quantity, statistic: Column, bounds: Bounds, certain: bool, quantiles: bool = True) -> Measure:
    """Return a measure; `certain` says that chance decided nothing in any history."""
    s = quantity.scale
    floor, ceiling = bounds
    mean, sd = mean_of(statistic), math.sqrt(variance_of(statistic))
    # Rounding (a range read from a table in single precision) must not put what was seen out of bounds, and a scenario
    # whose rows are not the engine's has none.
    floor, ceiling = min(floor, mean), max(ceiling, mean) if mean <= ceiling * (1 + 1e-6) else math.inf
    same = sd == 0.0 and quantity.column.rpartition(":")[2] in FIRSTS
    constant = statistic.n > 0 and (floor == ceiling or certain or same)
    ci95 = (mean, mean) if constant else mean_interval(statistic, ceiling, _unit_of(quantity.column, ceiling), floor)
    found = {}
    if quantiles and isinstance(statistic, Counts | Values):
        for q in QUANTILES:
            value, below, above = quantile_interval(statistic, q)
            found[q] = Quantile(value / s, (below / s, above / s))
    ends = (ci95[0] / s, ci95[1] / s)
    return Measure(quantity.name, quantity.label, quantity.unit, statistic.n, mean / s, ends, sd / s, found, constant)


def _no_leaker(statistic: Column, bounds: Bounds, certain: bool) -> Measure:
    """Return the probability that nothing leaks, with Wilson's interval."""
    n = statistic.n
    none = int(statistic.histogram[0]) if isinstance(statistic, Counts) and n else 0
    p = none / n if n else math.nan
    sd = math.sqrt(p * (1 - p) * n / (n - 1)) if n > 1 else math.nan
    constant = n > 0 and (certain or bounds == (0.0, 0.0))
    ci95 = (p, p) if constant else wilson(none, n)
    return Measure(NO_LEAKER, "Probability that nothing leaks", "", n, p, ci95, sd, {}, constant)


def _certain(statistics: Statistics) -> bool:
    """Tell whether no history drew a random number: all are the same."""
    return "draws" in statistics and statistics.replications > 0 and mean_of(statistics["draws"]) == 0.0


def measure(statistics: Statistics, scenario: Scenario, name: str) -> Measure:
    """Return one measure by name. An unknown name raises KeyError with the nearest one."""
    limits, certain = Limits(scenario), _certain(statistics)
    if name == NO_LEAKER:
        return _no_leaker(statistics["leakers"], limits.of("leakers"), certain)
    for quantity in QUANTITIES:
        if quantity.name == name:
            return _measure(quantity, statistics[quantity.column], limits.of(quantity.column), certain)
    raise KeyError(unknown_measure(name))


def measures(statistics: Statistics, scenario: Scenario) -> dict[str, Measure]:
    """Return every measure, by name, in printing order."""
    order = ("leakers", NO_LEAKER, *(n for n in NAMES if n not in ("leakers", NO_LEAKER)))
    return {name: measure(statistics, scenario, name) for name in order}


By = dict[str, dict[str, dict[str, Measure]]]
"""Measures by dimension, key and name."""


def by_dimension(statistics: Statistics, scenario: Scenario) -> By:
    """Return the measures of every key of every dimension, without quantiles.

    What a key cannot have is left out (leakers of a fire unit that nothing aims at), and so is a dimension of more than
    `breakdown.MOST_KEYS` keys, and what the statistics do not hold (those of an older airdef).
    """
    by_column = {q.column: q for q in (*QUANTITIES, *BROKEN_DOWN)}
    limits, certain = Limits(scenario), _certain(statistics)
    down = breakdown(scenario)
    result: By = {dimension: {key: {} for key in keys} for dimension, keys in down.keys.items()}
    for detail in down.details:
        if detail.column not in statistics:
            continue
        statistic = statistics[detail.column]
        bounds = limits.of(detail.measure, detail.dimension, detail.key)
        own = result[detail.dimension][detail.key]
        quantity = by_column[detail.measure]
        own[quantity.name] = _measure(quantity, statistic, bounds, certain, quantiles=False)
        if detail.measure == "leakers":
            own[NO_LEAKER] = _no_leaker(statistic, bounds, certain)
    return result


def as_table(records: list[tuple[dict[str, str], Measure]], labels: tuple[str, ...] = ()) -> pa.Table:
    """Return measures as an Arrow table, one row each, behind the texts in the columns `labels`."""
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
    """What became of one class of threat: means per history with 95 % intervals.

    `threats` existed (weapons never released are not counted), of which `kills` were destroyed and
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
    """Return the result of each threat class, in the order of the raid."""
    limits, certain = Limits(scenario), _certain(statistics)
    results = {}
    for column in statistics.columns:
        what, _, name = column.partition(":")
        if what != "threats":
            continue
        kills, leakers = (
            _measure(q, statistics[f"{q.column}:{name}"], limits.of(q.column, "class", name), certain, quantiles=False)
            for q in (Quantity("kills", "", "kills"), Quantity("leakers", "", "leakers"))
        )
        results[name] = ClassResult(mean_of(statistics[column]), kills.mean, kills.ci95, leakers.mean, leakers.ci95)
    return results


def leak_reasons(statistics: Statistics, scenario: Scenario) -> dict[str, tuple[float, Interval]]:
    """Return for each leak reason the mean number of leakers a history, with its 95 % interval.

    They sum to the mean number of leakers: a campaign in which they do not is refused (ValueError), since
    it would mean that a leaker went without a reason.
    """
    columns = [c for c in statistics.columns if c.startswith("reason:")]
    total = sum(statistics[c].moments()[0] for c in columns)
    leakers = statistics["leakers"].moments()[0]
    if total != leakers:
        message = f"outcome: {leakers} threats leaked, but {total} have a leak reason"
        raise ValueError(message)
    bounds, certain = Limits(scenario).of("leakers"), _certain(statistics)
    found = {c: _measure(Quantity(c, "", c), statistics[c], bounds, certain, quantiles=False) for c in columns}
    return {c.removeprefix("reason:"): (x.mean, x.ci95) for c, x in found.items()}
