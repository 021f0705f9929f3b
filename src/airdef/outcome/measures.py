"""What a campaign is asked for: measures with intervals, by class of threat, and why threats leaked."""

from __future__ import annotations

import difflib
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from airdef.outcome.intervals import Interval, mean_interval, quantile_interval, wilson
from airdef.outcome.statistics import Counts, mean_of, variance_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from airdef.outcome.statistics import Statistics, Values
    from airdef.scenario.plan import Scenario

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)

MEASURED = frozenset({"asset_value_lost", "first_intercept_time", "first_intercept_range", "first_kill_range"})
"""Columns that hold measured values; all others are counts."""


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
    """One measure over the histories that have it.

    `n` histories have it (NaN means no such event: a history without an intercept has no first intercept).
    `mean` with its 95 % interval `ci95`, the standard deviation `sd` of one history, and quantiles by
    their probability. All in `unit` ('' for counts and probabilities); NaN where too few histories tell.
    """

    name: str
    label: str
    unit: str
    n: int
    mean: float
    ci95: Interval
    sd: float
    quantiles: Mapping[float, Quantile]

    @property
    def half_width(self) -> float:
        """Half the width of the 95 % interval of the mean."""
        return (self.ci95[1] - self.ci95[0]) / 2

    def to_dict(self) -> dict[str, Any]:
        """Return plain data; NaN stands where nothing is known (the JSON writer makes it null)."""
        return {
            "mean": self.mean,
            "ci95": list(self.ci95),
            "sd": self.sd,
            "quantiles": {f"{q:g}": v.value for q, v in self.quantiles.items()},
            "quantiles_ci95": {f"{q:g}": list(v.ci95) for q, v in self.quantiles.items()},
            "n": self.n,
            "unit": self.unit,
        }


def unknown_measure(name: str) -> str:
    """Return the message for a measure that does not exist."""
    close = difflib.get_close_matches(name, NAMES, n=1, cutoff=0.4)
    nearest = f"; the nearest is {close[0]!r}" if close else ""
    return f"measure {name!r} does not exist{nearest}; expected one of {', '.join(NAMES)}"


def ceilings(scenario: Scenario) -> dict[str, float]:
    """Return the most that columns can reach in a scenario, where that is known beforehand."""
    threats = len(scenario.threats)
    radars = sum(1 for _ in scenario.radars())
    units = [unit for unit, _ in scenario.units()]
    most: dict[str, float] = {
        **dict.fromkeys(("leakers", "kills", "gone", "never_existed"), threats),
        "asset_value_lost": sum(a.value for a in scenario.assets),
        "assets_lost": len(scenario.assets),
        "radars_lost": radars,
        "units_lost": len(units),
        "launchers_lost": sum(len(u.launchers) for u in units),
        "posts_lost": len(scenario.systems),
    }
    for threat in scenario.threats:
        for what in ("leakers", "kills"):
            key = f"{what}:{threat.threat_class}"
            most[key] = most.get(key, 0) + 1
    return most


def _unit_of(column: str, ceiling: float) -> float:
    """Return the size of a departure never seen: one count, or all the value there is."""
    return ceiling if column == "asset_value_lost" and math.isfinite(ceiling) else 1.0


def _measure(quantity: Quantity, statistic: Counts | Values, ceiling: float) -> Measure:
    s = quantity.scale
    low, high = mean_interval(statistic, ceiling, _unit_of(quantity.column, ceiling))
    quantiles = {}
    for q in QUANTILES:
        value, below, above = quantile_interval(statistic, q)
        quantiles[q] = Quantile(value / s, (below / s, above / s))
    return Measure(
        name=quantity.name,
        label=quantity.label,
        unit=quantity.unit,
        n=statistic.n,
        mean=mean_of(statistic) / s,
        ci95=(low / s, high / s),
        sd=math.sqrt(variance_of(statistic)) / s,
        quantiles=quantiles,
    )


def _no_leaker(statistic: Counts | Values) -> Measure:
    """Return the probability that nothing leaks, with Wilson's interval."""
    n = statistic.n
    none = int(statistic.histogram[0]) if isinstance(statistic, Counts) and n else 0
    p = none / n if n else math.nan
    sd = math.sqrt(p * (1 - p) * n / (n - 1)) if n > 1 else math.nan
    return Measure(NO_LEAKER, "Probability that nothing leaks", "", n, p, wilson(none, n), sd, {})


def measure(statistics: Statistics, scenario: Scenario, name: str) -> Measure:
    """Return one measure by name. An unknown name raises KeyError with the nearest one."""
    if name == NO_LEAKER:
        return _no_leaker(statistics["leakers"])
    for quantity in QUANTITIES:
        if quantity.name == name:
            column = quantity.column
            return _measure(quantity, statistics[column], ceilings(scenario).get(column, math.inf))
    raise KeyError(unknown_measure(name))


def measures(statistics: Statistics, scenario: Scenario) -> dict[str, Measure]:
    """Return every measure, by name, in printing order."""
    order = ("leakers", NO_LEAKER, *(n for n in NAMES if n not in ("leakers", NO_LEAKER)))
    return {name: measure(statistics, scenario, name) for name in order}


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
    most = ceilings(scenario)
    results = {}
    for column in statistics.columns:
        what, _, name = column.partition(":")
        if what != "threats":
            continue
        leakers, kills = f"leakers:{name}", f"kills:{name}"
        results[name] = ClassResult(
            threats=mean_of(statistics[column]),
            kills=mean_of(statistics[kills]),
            kills_ci95=mean_interval(statistics[kills], most.get(kills, math.inf)),
            leakers=mean_of(statistics[leakers]),
            leakers_ci95=mean_interval(statistics[leakers], most.get(leakers, math.inf)),
        )
    return results


def leak_reasons(statistics: Statistics) -> dict[str, tuple[float, Interval]]:
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
    return {c.removeprefix("reason:"): (mean_of(statistics[c]), mean_interval(statistics[c])) for c in columns}
