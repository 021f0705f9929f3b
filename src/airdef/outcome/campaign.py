"""A campaign: many replications of one scenario, and what they say."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from airdef import oldnames
from airdef.engine.breakdown import MOST_KEYS, breakdown
from airdef.measures import unknown
from airdef.measures.raid import LEAKERS, NO_LEAKER
from airdef.numbers import estimate
from airdef.outcome import measures as m
from airdef.outcome import provenance
from airdef.outcome.sspk import effective_sspk
from airdef.showing import Shown
from airdef.version import __version__

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyarrow as pa

    from airdef.outcome.intervals import Interval
    from airdef.outcome.statistics import Statistics
    from airdef.outcome.stopping import Precision
    from airdef.scenario.plan import Scenario
    from airdef.showing import Brief

Ranges = tuple[tuple[int, int], ...]
"""Replication numbers simulated, as (first, count), ascending, not touching."""


@dataclass(frozen=True)
class Timing:
    """Wall-clock seconds: `prepare_s` for geometry, tables and code, `simulate_s` for chance and statistics."""

    prepare_s: float
    simulate_s: float

    def to_dict(self, replications: int) -> dict[str, float]:
        """Return plain data, with the replications a second.

        Parameters
        ----------
        replications
            Number of replications.

        Returns
        -------
        dict[str, float]
            Plain data, with the replications a second.
        """
        rate = replications / self.simulate_s if self.simulate_s > 0 else float("nan")
        return {
            "prepare_s": self.prepare_s,
            "simulate_s": self.simulate_s,
            "replications_per_second": rate,
        }


class MergeError(ValueError):
    """Campaigns that cannot be merged, with the reason."""


def _joined(a: Ranges, b: Ranges) -> Ranges:
    """Return the union of two sets of replication numbers; overlapping ones raise MergeError."""
    joined: list[tuple[int, int]] = []
    for first, count in sorted(a + b):
        if joined and first < sum(joined[-1]):
            message = f"campaigns: replication {first} is in both; expected different replications"
            raise MergeError(message)
        if joined and first == sum(joined[-1]):
            joined[-1] = (joined[-1][0], joined[-1][1] + count)
        else:
            joined.append((first, count))
    return tuple(joined)


@dataclass(frozen=True, repr=False)
class Campaign(Shown):
    """The outcome of many replications of a scenario under one seed.

    Measures and leak reasons are computed when they are first asked for.

    Attributes
    ----------
    scenario
        What was simulated.
    seed
        Seed of the random numbers.
    ranges
        The replications, as pairs of the first number and how many.
    statistics
        The mergeable statistics that all measures follow from.
    timing
        Wall-clock times of preparation and simulation [s].
    version
        The version of airdef that simulated it.
    precision
        The half-width that was asked for; None if none was.
    interrupted
        Whether it was ended before its time.
    rows
        An Arrow table of one row for each replication; None unless it was asked for.
    policy
        The name of who decided in the doctrine's place; empty for doctrine.
    """

    scenario: Scenario
    seed: int
    ranges: Ranges
    statistics: Statistics = field(repr=False)
    timing: Timing
    version: str = __version__
    precision: Precision | None = None
    interrupted: bool = False
    rows: pa.Table | None = field(default=None, repr=False, compare=False)
    policy: str = ""

    _plot = "plot_campaign"

    def headline(self) -> str:
        """Return the mean number of leakers and the probability that nothing leaks, in one line."""
        found = self.measures
        told = "; ".join(
            f"{found[name].label.lower()} {_estimated(found[name])}" for name in (LEAKERS.name, NO_LEAKER.name)
        )
        decided = f", decided by {self.policy}" if self.policy else ""
        return f"{self.scenario.name}{decided}, {self.replications:,} replications of seed {self.seed}: {told}"

    def brief(self) -> Brief:
        """Return the measures that differ from zero, with their intervals, and why threats leaked."""
        held = [x for name, x in self.measures.items() if x.mean or name == "leakers"]
        rows = [(x.label, x.mean_text, x.interval_text, x.unit) for x in held]
        return ("per replication", "mean", "95 % interval", "unit"), rows

    @property
    def replications(self) -> int:
        """Replications simulated."""
        return self.statistics.replications

    @cached_property
    def measures(self) -> Mapping[str, m.Measure]:
        """Every measure, by name."""
        return m.measures(self.statistics, self.scenario)

    @cached_property
    def by_class(self) -> Mapping[str, m.ClassResult]:
        """What became of each class of threat."""
        return m.by_class(self.statistics, self.scenario)

    @cached_property
    def by(self) -> Mapping[str, Mapping[str, Mapping[str, m.Measure]]]:
        """Measures by dimension (class, formation, asset, system, unit, missile), by key and by name.

        `campaign.by["asset"]["port"]["leakers"]`. A dimension of too many keys to be broken down is left out.
        """
        return m.by_dimension(self.statistics, self.scenario)

    @cached_property
    def left_out(self) -> Mapping[str, tuple[int, int]]:
        """The dimensions that are not broken down: how many keys there are, and the most that there may be."""
        return {name: (count, MOST_KEYS) for name, count in breakdown(self.scenario).left_out.items()}

    @cached_property
    def leak_reasons(self) -> Mapping[str, float]:
        """Mean number of leakers a replication for each reason; they sum to the mean number of leakers."""
        return {reason: mean for reason, (mean, _) in m.leak_reasons(self.statistics, self.scenario).items()}

    @cached_property
    def leak_reasons_ci95(self) -> Mapping[str, Interval]:
        """The 95 % interval of each entry of `leak_reasons`."""
        return {reason: interval for reason, (_, interval) in m.leak_reasons(self.statistics, self.scenario).items()}

    @property
    def precision_reached(self) -> bool | None:
        """Whether the half-width asked for was reached; None if none was asked for."""
        if self.precision is None:
            return None
        return self.precision.reached(self.measures[self.precision.measure].half_width)

    def replications_for(self, half_width: float, measure: str = "leakers") -> float:
        """Return about how many replications would bring the interval of a measure to a half-width.

        Parameters
        ----------
        half_width
            Half-width of the 95 % interval that is wanted, in the unit of the measure.
        measure
            Name of the measure.

        Returns
        -------
        float
            NaN where the half-width is not known, infinite where no floating number is large enough.

        Notes
        -----
        Half-widths shrink as 1 / sqrt(n): n (h / wanted)^2.
        """
        measure = oldnames.measure(measure)
        if measure not in self.measures:
            raise KeyError(unknown(measure))
        ratio = self.measures[measure].half_width / half_width
        return self.replications * ratio * ratio

    def table(self) -> pa.Table:
        """Return the measures as an Arrow table (one row each), for Polars, pandas or DuckDB."""
        return m.as_table([({}, x) for x in self.measures.values()])

    def table_by(self) -> pa.Table:
        """Return the measures of every dimension as an Arrow table: `dimension`, `key` and as in `table`."""
        return m.as_table(
            [
                ({"dimension": dimension, "key": key}, x)
                for dimension, keys in self.by.items()
                for key, found in keys.items()
                for x in found.values()
            ],
            ("dimension", "key"),
        )

    def merge(self, other: Campaign) -> Campaign:
        """Return the campaign of both sets of replications, bit for bit what one campaign would give.

        Times add up. Rows are kept if both have them.

        Parameters
        ----------
        other
            A campaign of the same scenario, catalogue, seed and version, with other replications.

        Returns
        -------
        Campaign
            Both together.

        Raises
        ------
        MergeError
            If they differ in more than the replications, or share one. The message names what differs.
        """
        for what, mine, theirs in (
            ("scenario", self.scenario.scenario_hash, other.scenario.scenario_hash),
            ("catalogue", self.scenario.catalogue_hash, other.scenario.catalogue_hash),
            ("seed", self.seed, other.seed),
            ("version", self.version, other.version),
        ):
            if mine != theirs:
                message = f"campaigns: the {what} differs: {mine} and {theirs}; expected the same in both"
                raise MergeError(message)
        rows = None
        if self.rows is not None and other.rows is not None:
            import pyarrow as pa

            rows = pa.concat_tables([self.rows, other.rows]).sort_by("replication")
        return Campaign(
            scenario=self.scenario,
            seed=self.seed,
            ranges=_joined(self.ranges, other.ranges),
            statistics=self.statistics.merge(other.statistics),
            timing=Timing(
                self.timing.prepare_s + other.timing.prepare_s,
                self.timing.simulate_s + other.timing.simulate_s,
            ),
            version=self.version,
            interrupted=self.interrupted or other.interrupted,
            rows=rows,
        )

    def to_dict(self, catalogue: provenance.Sources) -> dict[str, Any]:
        """Return everything as plain data, in the shape of `airdef run --json` (NaN: not known).

        Parameters
        ----------
        catalogue
            Where the references of the sources are taken from.

        Returns
        -------
        dict
            Text, numbers, lists and dictionaries only.
        """
        s = self.scenario
        result: dict[str, Any] = {
            "scenario": s.name,
            "scenario_hash": s.scenario_hash,
            "catalogue_hash": s.catalogue_hash,
            "version": self.version,
            "seed": self.seed,
            "replications": self.replications,
            "measures": {name: x.to_dict() for name, x in self.measures.items()},
            "by_class": {name: x.to_dict() for name, x in self.by_class.items()},
            "by": {
                dimension: {key: {name: x.brief() for name, x in found.items()} for key, found in keys.items()}
                for dimension, keys in self.by.items()
            },
            "leak_reasons": dict(self.leak_reasons),
            "leak_reasons_shown": {
                reason: estimate(mean, *self.leak_reasons_ci95[reason]) for reason, mean in self.leak_reasons.items()
            },
            "leak_reasons_ci95": {reason: list(ci) for reason, ci in self.leak_reasons_ci95.items()},
            "effective_sspk": [row.to_dict() for row in effective_sspk(s)],
            "assumptions": [provenance.adopted_dict(r) for r in provenance.assumptions(s)],
            "overrides": [provenance.adopted_dict(r) for r in provenance.overrides(s)],
            "sources": [provenance.source_dict(x) for x in provenance.sources(s, catalogue)],
            "timing": self.timing.to_dict(self.replications),
            "interrupted": self.interrupted,
        }
        if self.precision is not None:
            result["precision"] = {
                "measure": self.precision.measure,
                "half_width": self.precision.half_width,
                "reached": self.precision_reached,
            }
        return result


def _estimated(x: m.Measure) -> str:
    return estimate(x.mean, *x.ci95)


class Interrupted(KeyboardInterrupt):
    """The user ended a campaign.

    Attributes
    ----------
    campaign
        What was complete by then; None if no part of it was.
    """

    def __init__(self, campaign: Campaign | None) -> None:
        self.campaign = campaign
        done = campaign.replications if campaign else 0
        super().__init__(f"interrupted after {done} replications")
