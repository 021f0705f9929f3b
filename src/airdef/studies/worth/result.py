"""What came out of a study of worth: savings, per unit of cost, and ranks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from airdef.measures import definition_of
from airdef.numbers import interval, mean
from airdef.showing import Shown

if TYPE_CHECKING:
    import pyarrow as pa

    from airdef.outcome.intervals import Interval
    from airdef.scenario.plan import Scenario
    from airdef.showing import Brief
    from airdef.studies.variants.paired import Difference
    from airdef.studies.worth.ranking import Told


@dataclass(frozen=True)
class Valued:
    """An option and what it saves.

    Attributes
    ----------
    label, cost
        What it is called, and its cost in the user's unit.
    scenario
        The scenario with it.
    difference
        The paired difference of the measure: with the option, less without.
    best_rank, worst_rank
        The ranks that it may have by savings per unit of cost; 1 is the best.
    told_from_nothing
        Whether it is told apart from doing nothing, corrected for all pairs.
    """

    label: str
    cost: float
    scenario: Scenario
    difference: Difference
    best_rank: int
    worst_rank: int
    told_from_nothing: bool

    @property
    def saved(self) -> float:
        """What it saves of the loss, on average: above zero where less is lost."""
        return -self.difference.mean

    @property
    def saved_ci95(self) -> Interval:
        """The 95 % interval of what it saves."""
        low, high = self.difference.ci95
        return -high, -low

    @property
    def per_cost(self) -> float:
        """What it saves per unit of cost."""
        return self.saved / self.cost

    @property
    def per_cost_ci95(self) -> Interval:
        """The 95 % interval of what it saves per unit of cost."""
        low, high = self.saved_ci95
        return low / self.cost, high / self.cost

    @property
    def rank(self) -> str:
        """The ranks that it may have, as text: `1`, `2 to 4`."""
        return f"{self.best_rank}" if self.best_rank == self.worst_rank else f"{self.best_rank} to {self.worst_rank}"


@dataclass(frozen=True, repr=False)
class Worth(Shown):
    """What each option saves of a loss, and which options are told apart.

    Attributes
    ----------
    name
        Name of the scenario.
    measure
        The loss.
    base
        The scenario as it is.
    seed
        Seed of the random numbers that all have in common.
    replications
        Replications of each; fewer than asked for if it was interrupted.
    options
        The options, in the order given.
    pairs
        Every pair of options, and of each and nothing, with p values corrected for their number (Holm).
    interrupted
        Whether it was ended before its time.
    """

    name: str
    measure: str
    base: Scenario
    seed: int
    replications: int
    options: tuple[Valued, ...]
    pairs: tuple[Told, ...]
    interrupted: bool = False

    _plot = "plot_worth"

    def ranked(self) -> list[Valued]:
        """Return the options by what they save per unit of cost, the most first."""
        return sorted(self.options, key=lambda o: -o.per_cost)

    def headline(self) -> str:
        """Return which option saves most for its cost, in one line."""
        return f"{self.name}, {self.replications:,} replications of seed {self.seed}: {self.sentences()[0]}"

    def sentences(self) -> tuple[str, ...]:
        """Return which options may be the best for their cost, and which are not told apart from nothing."""
        label = definition_of(self.measure).label.lower()
        ranked = self.ranked()
        harmful = [o.label for o in ranked if o.told_from_nothing and o.saved < 0]
        idle = [o.label for o in ranked if not o.told_from_nothing]
        first = [o for o in ranked if o.best_rank == 1]
        if not any(o.told_from_nothing and o.saved > 0 for o in ranked):
            told = [f"No option is told to save any {label}."]
        elif len(first) == 1:
            o = first[0]
            told = [f"{o.label} saves most {label} for its cost: {_estimate(o.per_cost, o.per_cost_ci95)} per unit."]
        else:
            told = [f"Not told apart at the top: {', '.join(o.label for o in first)}."]
        if idle:
            told.append(f"Not told apart from doing nothing: {', '.join(idle)}.")
        if harmful:
            told.append(f"More is lost with: {', '.join(harmful)}.")
        return tuple(told)

    def brief(self) -> Brief:
        """Return the options in the order of what they save per unit of cost, with intervals and ranks."""
        rows = [
            (
                o.label,
                f"{o.cost:g}",
                mean(o.saved, *o.saved_ci95),
                interval(*o.saved_ci95),
                mean(o.per_cost, *o.per_cost_ci95),
                interval(*o.per_cost_ci95),
                o.rank,
            )
            for o in self.ranked()
        ]
        return ("option", "cost", "saved", "95 % interval", "per unit of cost", "95 % interval", "rank"), rows

    def table(self) -> pa.Table:
        """Return one row an option as an Arrow table, in the order given."""
        import pyarrow as pa

        return pa.Table.from_pylist([{"option": o.label, **self._plain(o)} for o in self.options])

    def to_dict(self) -> dict[str, Any]:
        """Return plain data; the pairs have -1 for doing nothing."""
        return {
            "study": "worth",
            "scenario": self.name,
            "scenario_hash": self.base.scenario_hash,
            "catalogue_hash": self.base.catalogue_hash,
            "measure": self.measure,
            "unit": definition_of(self.measure).unit,
            "seed": self.seed,
            "replications": self.replications,
            "interrupted": self.interrupted,
            "sentences": list(self.sentences()),
            "options": [
                {
                    "label": o.label,
                    "scenario_hash": o.scenario.scenario_hash,
                    **self._plain(o),
                    "difference": o.difference.to_dict(),
                }
                for o in self.options
            ],
            "pairs": [
                {"a": p.a, "b": p.b, "difference": p.difference, "p": p.p, "told_apart": p.apart} for p in self.pairs
            ],
        }

    @staticmethod
    def _plain(o: Valued) -> dict[str, Any]:
        return {
            "cost": o.cost,
            "saved": o.saved,
            "saved_ci95": list(o.saved_ci95),
            "per_cost": o.per_cost,
            "per_cost_ci95": list(o.per_cost_ci95),
            "best_rank": o.best_rank,
            "worst_rank": o.worst_rank,
            "told_from_nothing": o.told_from_nothing,
        }


def _estimate(value: float, ci95: Interval) -> str:
    return f"{mean(value, *ci95)} [{interval(*ci95)}]"
