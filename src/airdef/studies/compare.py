"""Compare variants under common random numbers: what each changes against the first, measure by measure.

Every variant simulates the same replications of the same seed, and a draw belongs to (threat, purpose, index): what
a variant does not touch keeps its random stream, so that differences are far less noisy than the variants themselves.
"""

from __future__ import annotations

import math
from copy import deepcopy
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, NamedTuple

from airdef.arguments import ArgumentError
from airdef.engine import simulate
from airdef.measures import NAMES
from airdef.numbers import interval, mean
from airdef.outcome.stopping import DEFAULT_LIMIT, Precision
from airdef.requests.argument import asks
from airdef.requests.variants import REPLICATIONS, Compare
from airdef.scenario.library import is_loaded, named
from airdef.showing import Shown
from airdef.studies.arguments import REPLICATION_LIMIT, SEED_LIMIT, whole, workers_of
from airdef.studies.variants.columns import Column, Place, columns_of, dimensions_of
from airdef.studies.variants.paired import Difference, Sums, difference
from airdef.studies.variants.runner import VariantRunner, checked_measure, label_of
from airdef.studies.variants.settings import Variant, settings
from airdef.studies.variants.spread import Spread, bins

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import pyarrow as pa

    from airdef.engine import Kernel
    from airdef.scenario.library import ScenarioLike
    from airdef.scenario.plan import Scenario
    from airdef.showing import Brief
    from airdef.studies.variants.runner import Progress

CHUNK = 4096
"""Replications of each variant simulated in turn; the answer does not depend on it but in the last digits."""


@dataclass(frozen=True)
class Pair:
    """A variant against the base: the differences of every measure."""

    label: str
    scenario: Scenario
    differences: Mapping[str, Difference]
    by: Mapping[str, Mapping[str, Mapping[str, Difference]]] = field(default_factory=dict)
    """Those of every key that both have, by dimension and key, for the dimensions asked for."""
    spread: Mapping[str, Mapping[int, int]] = field(default_factory=dict)
    """Replications of the variant by value, of every measure that counts."""


@dataclass(frozen=True, repr=False)
class Comparison(Shown):
    """The base and what every variant changes against it, over the same replications of one seed.

    Attributes
    ----------
    base_label, base
        What the base is called, and its scenario.
    seed
        Seed of the random numbers that all variants have in common.
    replications
        Replications of each; fewer than asked for if it was interrupted.
    pairs
        For every variant, the differences of all measures against the base.
    interrupted
        Whether it was ended before its time.
    base_spread
        Replications of the base by value, of every measure that counts.
    """

    base_label: str
    base: Scenario
    seed: int
    replications: int
    pairs: tuple[Pair, ...]
    interrupted: bool = False
    base_spread: Mapping[str, Mapping[int, int]] = field(default_factory=dict)

    _plot = "plot_comparison"

    def headline(self) -> str:
        """Return how many variants were compared, and what the first changes."""
        more = f" ({len(self.pairs) - 1} more variants)" if len(self.pairs) > 1 else ""
        return f"{self.replications:,} replications each of seed {self.seed}: {self.sentences()[0]}{more}"

    def brief(self) -> Brief:
        """Return the differences in leakers and missiles of every variant, with their intervals."""
        rows = []
        for pair in self.pairs:
            for name in ("leakers", "missiles_used"):
                d = pair.differences[name]
                cells = (d.a_text, d.b_text, mean(d.mean, *d.ci95), interval(*d.ci95))
                rows.append((pair.label, label_of(name).lower(), *cells))
        return ("variant", "measure", self.base_label, "variant's", "difference", "95 % interval"), rows

    def table(self) -> pa.Table:
        """Return one row a variant and measure as an Arrow table: both means, the difference and its interval."""
        return self._arrow(({"variant": p.label}, d) for p in self.pairs for d in p.differences.values())

    def table_by(self) -> pa.Table:
        """Return the differences of every dimension asked for: `dimension`, `key` and as in `table`."""
        rows = (
            ({"variant": p.label, "dimension": dimension, "key": key}, d)
            for p in self.pairs
            for dimension, keys in p.by.items()
            for key, found in keys.items()
            for d in found.values()
        )
        return self._arrow(rows)

    @staticmethod
    def _arrow(rows: Iterable[tuple[dict[str, str], Difference]]) -> pa.Table:
        import pyarrow as pa

        records = [
            {
                **of,
                "measure": d.measure,
                "unit": d.unit,
                "n": d.n,
                "base": d.a,
                "mean": d.b,
                "difference": d.mean,
                "ci95_low": d.ci95[0],
                "ci95_high": d.ci95[1],
                "variance_reduction": d.reduction,
            }
            for of, d in rows
        ]
        return pa.Table.from_pylist(records)

    def sentences(self) -> tuple[str, ...]:
        """Return one plain sentence a variant: how many more or fewer threats get through than with the base."""
        return tuple(_sentence(self.base_label, pair.label, pair.differences["leakers"]) for pair in self.pairs)

    def to_dict(self) -> dict[str, Any]:
        """Return plain data (infinite: the difference never varies)."""
        return {
            "study": "compare",
            "base": {
                "label": self.base_label,
                "scenario_hash": self.base.scenario_hash,
                "distributions": bins(self.base_spread),
            },
            "seed": self.seed,
            "replications": self.replications,
            "interrupted": self.interrupted,
            "catalogue_hash": self.base.catalogue_hash,
            "variants": [
                {
                    "label": p.label,
                    "scenario_hash": p.scenario.scenario_hash,
                    "sentence": sentence,
                    "distributions": bins(p.spread),
                    "measures": {name: d.to_dict() for name, d in p.differences.items()},
                    "by": {
                        dimension: {key: {n: d.to_dict() for n, d in own.items()} for key, own in keys.items()}
                        for dimension, keys in p.by.items()
                    },
                }
                for p, sentence in zip(self.pairs, self.sentences(), strict=True)
            ],
        }


def _sentence(base: str, label: str, d: Difference) -> str:
    low, high = d.ci95
    if low == high == 0.0:
        return f"{label} lets exactly as many through as {base}: nothing that matters differs."
    digits = max(0, 1 - math.floor(math.log10(d.half_width))) if d.half_width > 0 else 2
    if low <= 0.0 <= high:
        return (
            f"It is inconclusive whether {label} lets more or fewer through than {base}: "
            f"{d.mean:+.{digits}f} [{low:+.{digits}f}, {high:+.{digits}f}] after {d.n:,} replications."
        )
    word = "fewer" if d.mean < 0 else "more"
    ends = sorted((abs(low), abs(high)))
    between = f"[{ends[0]:.{digits}f}, {ends[1]:.{digits}f}]"
    return f"{label} lets {abs(d.mean):.{digits}f} {between} {word} through than {base}."


def variants_of(
    scenarios: Sequence[ScenarioLike], changes: Sequence[str | Mapping[str, Any]] = ()
) -> tuple[Variant, ...]:
    """Return the variants of a comparison: each scenario as it is, then the first with each of the changes.

    Parameters
    ----------
    scenarios
        The scenarios.
    changes
        Texts `PATH=VALUE; PATH=VALUE`, or mappings of path to value.

    Returns
    -------
    tuple[Variant, ...]
        The variants of a comparison: each scenario as it is, then the first with each of the changes.

    Raises
    ------
    ValueError
        If there is nothing to compare, or two variants of several files would be meant.
    """
    files = [named(s) for s in scenarios]
    if not files:
        raise ArgumentError("compare: no scenario given; usual fix: name one")
    if len(files) > 1 and changes:
        raise ArgumentError("compare: ‹changes› are of one scenario; usual fix: name one, or use ‹common›")
    if len(files) + len(changes) < 2:
        message = (
            f"compare: only {files[0]} given, something to compare it with expected; "
            "usual fix: name a second scenario, or ‹changes› such as defence.0.system=S-300PT"
        )
        raise ArgumentError(message)
    found = [
        Variant(f if files.count(f) == 1 else f"{f} ({k + 1})", s)
        for k, (f, s) in enumerate(zip(files, scenarios, strict=True))
    ]
    for change in changes:
        made = settings(change) if isinstance(change, str) else tuple(change.items())
        label = "; ".join(f"{path.rpartition('.')[2]}={value}" for path, value in made)
        found.append(Variant(_unique(label, found), scenarios[0], made))
    return tuple(found)


def _unique(label: str, found: Iterable[Variant]) -> str:
    taken = {v.label for v in found}
    k = 2
    unique = label
    while unique in taken:
        unique, k = f"{label} ({k})", k + 1
    return unique


@asks(Compare)
def compare(
    *scenarios: ScenarioLike,
    changes: Sequence[str | Mapping[str, Any]] = (),
    common: Mapping[str, Any] | None = None,
    replications: int | None = None,
    seed: int = 1,
    precision: float | None = None,
    precision_of: str = "leakers",
    by: Sequence[str] = (),
    threads: int | None = None,
    progress: Progress | None = None,
) -> Comparison:
    """Return what variants change against the first of them, under common random numbers.

    After Ctrl-C the result is of the replications that all variants had by then, and its `interrupted` is true.

    Parameters
    ----------
    *scenarios
        Scenarios, names or paths; the first is what the others are compared with.
    changes
        Variants of the one scenario: 'A=1; B=2' replaces two values of it. Or mappings of path to value.
    common
        Values that are replaced in all of them, by path.
    replications
        Replications of each; with a precision, the most. By default: 10,000.
    seed
        Seed of the random streams: the same seed gives the same bits.
    precision
        Continue until every paired half-width of the measure is this small. At least 4,096 replications.
    precision_of
        The measure that the precision is about.
    by
        Show differences by class, formation, asset, system, unit or missile as well; `all`: by each. What only one of
        two variants has (another system's missile) has no difference and is left out. By default: none.
    threads
        Threads to use; results do not depend on it. By default: all.
    progress
        Called as `progress(done, goal)`, in replications.

    Returns
    -------
    Comparison
        For every variant, the paired difference of each measure with its 95 % interval.

    Raises
    ------
    ScenarioError
        If a scenario cannot be run.
    ValueError
        If an argument is out of range.
    KeyboardInterrupt
        If the user ends it before any replication of all variants is complete.

    Examples
    --------
    >>> found = airdef.compare("port-raid", changes=["defence.0.system=S-300PT"])
    >>> print(*found.sentences())
    """
    whole("seed", seed, 0, SEED_LIMIT)
    if replications is not None:
        whole("replications", replications, 2, REPLICATION_LIMIT)
    checked_measure(precision_of)
    limit = replications or (DEFAULT_LIMIT if precision else REPLICATIONS)
    stop = Precision(precision, precision_of, limit) if precision is not None else None
    workers = workers_of("threads", threads)
    dimensions = dimensions_of(by)
    runners: dict[str | int, VariantRunner] = {}
    ready: list[_Ready] = []
    for v in variants_of(scenarios, changes):
        key = id(v.scenario) if is_loaded(v.scenario) else str(v.scenario)
        if key not in runners:
            runners[key] = VariantRunner(v.scenario, dict(common or {}))
        runner = runners[key]
        scenario = runner.scenario(dict(v.overrides))
        kernel = runner.kernel(scenario)
        ready.append(_Ready(v.label, scenario, kernel, columns_of(scenario, kernel, dimensions)))
    done, sums, spreads, interrupted = _simulated(ready, seed, limit, stop, workers, progress)
    pairs = tuple(
        replace(_pair(ready[0], variant, own, dimensions), spread=spread.counts)
        for variant, own, spread in zip(ready[1:], sums, spreads[1:], strict=True)
    )
    base = ready[0]
    return Comparison(base.label, base.scenario, seed, done, pairs, interrupted, spreads[0].counts)


class _Ready(NamedTuple):
    """A variant that can be simulated, and where its measures stand in its rows."""

    label: str
    scenario: Scenario
    kernel: Kernel
    columns: Mapping[Place, Column]


def _simulated(
    ready: Sequence[_Ready],
    seed: int,
    limit: int,
    stop: Precision | None,
    threads: int,
    progress: Progress | None,
) -> tuple[int, list[dict[Place, Sums]], list[Spread], bool]:
    """Simulate all; return the replications of each, sums of the pairs, spreads, and whether Ctrl-C ended it."""
    done = 0
    spreads = [Spread(own.columns) for own in ready]
    sums = [{place: Sums() for place in ready[0].columns if place in own.columns} for own in ready[1:]]
    try:
        while done < limit:
            count = min(CHUNK, limit - done)
            more, wider = deepcopy(sums), [spread.copy() for spread in spreads]
            _simulate(ready, more, wider, seed, done, count, threads)
            done, sums, spreads = done + count, more, wider
            if progress is not None:
                progress(done, limit)
            if stop is not None:
                place = Place("", "", stop.measure)
                found = (
                    _difference(place, own[place], ready[0], variant)
                    for own, variant in zip(sums, ready[1:], strict=True)
                )
                if all(stop.reached(d.half_width) for d in found):
                    break
    except KeyboardInterrupt:
        if not done:
            raise
        return done, sums, spreads, done < limit
    return done, sums, spreads, False


def _simulate(
    ready: Sequence[_Ready],
    sums: Sequence[Mapping[Place, Sums]],
    spreads: Sequence[Spread],
    seed: int,
    first: int,
    count: int,
    threads: int,
) -> None:
    """Simulate one chunk of every variant, and add up the pairs and the spreads."""
    base: dict[Place, Any] = {}
    for k, variant in enumerate(ready):
        rows = simulate(variant.kernel, seed, first, count, threads)
        spreads[k].take(rows)
        if k == 0:
            base = {place: column.values(rows) for place, column in variant.columns.items()}
            continue
        for place, own in sums[k - 1].items():
            own.take(base[place], variant.columns[place].values(rows))


def _pair(base: _Ready, variant: _Ready, sums: Mapping[Place, Sums], dimensions: Sequence[str]) -> Pair:
    whole: dict[str, Difference] = {}
    by: dict[str, dict[str, dict[str, Difference]]] = {dimension: {} for dimension in dimensions}
    for place, own in sums.items():
        into = by[place.dimension].setdefault(place.key, {}) if place.dimension else whole
        into[place.measure] = _difference(place, own, base, variant)
    return Pair(variant.label, variant.scenario, whole, by)


def _difference(place: Place, sums: Sums, base: _Ready, variant: _Ready) -> Difference:
    definition = base.columns[place].definition
    (low, high), (least, most) = (v.columns[place].bounds for v in (base, variant))
    step = 0.0 if definition.kind.continuous else 1.0
    same = variant.scenario.scenario_hash == base.scenario.scenario_hash
    return difference(place.measure, definition.unit, sums, step, same, (least - high, most - low))


def labels() -> dict[str, str]:
    """Return the names of the measures for people, by name.

    Returns
    -------
    dict[str, str]
        The names of the measures for people, by name.
    """
    return {name: label_of(name) for name in NAMES}
