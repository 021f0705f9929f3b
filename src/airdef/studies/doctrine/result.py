"""What a search for a doctrine found: the doctrines judged, the front, the gain, and what is inconclusive."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from airdef.showing import Shown
from airdef.studies.doctrine.space import ordered

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa

    from airdef.showing import Brief
    from airdef.studies.doctrine.search import Rung
    from airdef.studies.doctrine.simulate import Objective
    from airdef.studies.threshold import Estimate
    from airdef.studies.variants.paired import Difference
    from airdef.studies.variants.settings import Varied

NAMED: Final = 6
"""Doctrines named in a sentence at most; the table has them all."""


@dataclass(frozen=True)
class Option:
    """One doctrine as judged, over the same replications as all others.

    `settings` are all values of the space (empty: the declared doctrine is none of its), `needed` those that make it
    of the declared one. `worth` is the objective, the more the better; `gain` how much more it is worth than the
    declared doctrine and `behind` how much less than the best, both replication by replication, as are `more_missiles`
    and `more_loss` against the declared. `alike`: not one replication differs from the best's.
    """

    settings: tuple[tuple[str, str], ...]
    needed: tuple[tuple[str, str], ...]
    scenario_hash: str
    best: bool
    declared: bool
    neighbour: bool
    on_front: bool
    alike: bool
    missiles: Estimate
    loss: Estimate
    worth: Estimate
    gain: Estimate
    behind: Estimate
    more_missiles: Difference
    more_loss: Difference

    @property
    def tied(self) -> bool:
        """Whether it cannot be told from the best: the paired interval holds 0."""
        return not self.best and self.behind.ci95[0] <= 0.0 <= self.behind.ci95[1]

    @property
    def label(self) -> str:
        """The settings that make it, in few words."""
        named = ", ".join(f"{path.removeprefix('doctrine.')}={value}" for path, value in self.needed)
        return named or "as declared"

    def to_dict(self) -> dict[str, Any]:
        """Return plain data."""
        return {
            "doctrine": self.label,
            "settings": dict(self.settings),
            "needed": dict(self.needed),
            "scenario_hash": self.scenario_hash,
            "best": self.best,
            "declared": self.declared,
            "neighbour_of_best": self.neighbour,
            "on_front": self.on_front,
            "tied_with_best": self.tied,
            "alike_best": self.alike,
            "missiles_used": self.missiles.to_dict(),
            "loss": self.loss.to_dict(),
            "worth": self.worth.to_dict(),
            "gain_over_declared": self.gain.to_dict(),
            "behind_best": self.behind.to_dict(),
            "more_missiles_than_declared": self.more_missiles.to_dict(),
            "more_loss_than_declared": self.more_loss.to_dict(),
        }


@dataclass(frozen=True, repr=False)
class Result(Shown):
    """A search and its answer. `options` are the doctrines judged, the best first, then by worth.

    `size` is that of the space, of which `tried` were simulated in the search and `excluded` exclude themselves.
    `replications` replications of `judged_seed` are behind every number; `fresh` tells that they had no part in
    choosing. `idle_loss` is the mean loss if no missile is fired, `best_text` the scenario with the
    best doctrine, as YAML.
    """

    name: str
    objective: Objective
    axes: tuple[Varied, ...]
    options: tuple[Option, ...]
    size: int
    exhaustive: bool
    tried: int
    excluded: int
    rungs: tuple[Rung, ...]
    replications: int
    seed: int
    judged_seed: int
    fresh: bool
    interrupted: bool
    catalogue_hash: str
    idle_loss: float
    best_text: str

    _plot = "plot_doctrine"
    _called = "Doctrine"

    def headline(self) -> str:
        """Return the best doctrine in one line."""
        return f"{self.name}: {self.sentences()[0]}"

    def brief(self) -> Brief:
        """Return the front, the best and the declared doctrine, the thriftiest first."""
        shown = {o.scenario_hash: o for o in (*self.front, self.best, self.declared)}
        rows = []
        for o in sorted(shown.values(), key=lambda o: o.missiles.mean):
            marks = ", ".join(name for name, on in (("best", o.best), ("declared", o.declared)) if on)
            rows.append((o.label, marks, _told(o.missiles), _told(o.loss)))
        return ("doctrine", "", "missiles", self.loss_name), rows

    @property
    def best(self) -> Option:
        """The doctrine that came out best of the search."""
        return self.options[0]

    @property
    def declared(self) -> Option:
        """The scenario's own doctrine."""
        return next(o for o in self.options if o.declared)

    @property
    def front(self) -> tuple[Option, ...]:
        """The doctrines judged that no other beats in both missiles and loss, the thriftiest first."""
        return tuple(sorted((o for o in self.options if o.on_front), key=lambda o: o.missiles.mean))

    @property
    def tied(self) -> tuple[Option, ...]:
        """The doctrines that cannot be told from the best."""
        return tuple(o for o in self.options if o.tied)

    @property
    def loss_name(self) -> str:
        """The loss in words."""
        return "leakers" if self.objective.loss == "leakers" else "asset value lost"

    def sentences(self) -> tuple[str, ...]:
        """Return the answer in words; `warnings` has what limits it."""
        b, goal = self.best, self.objective
        worth = f" {_told(b.worth)};" if goal.per_missile else ""
        lead = (
            f"Best found for {goal.label}: {b.label}:{worth} {self.loss_name} {_told(b.loss)}, missiles "
            f"{_told(b.missiles)} a replication."
        )
        return lead, self._against_declared()

    def _against_declared(self) -> str:
        b = self.best
        if b.declared:
            return "That is the doctrine that the scenario declares."
        missiles = _told(b.more_missiles, sign=True)
        changes = f"{self.loss_name} {_told(b.more_loss, sign=True)}, missiles {missiles} a replication"
        if self.objective.per_missile:
            part = b.gain.mean / self.declared.worth.mean if self.declared.worth.mean > 0.0 else math.nan
            percent = f" ({100 * part:+.0f} %)" if math.isfinite(part) else ""
            changes = f"{_told(b.gain, sign=True)} {self.objective.label}{percent}; {changes}"
        low, high = b.gain.ci95
        if low > 0.0:
            return f"Against the declared doctrine: {changes}."
        if high < 0.0:
            return f"The declared doctrine is better than that: {changes}."
        return f"Inconclusive whether that is better than the declared doctrine: {changes}."

    def warnings(self) -> tuple[str, ...]:
        """Return in words what the answer does not say:

        ties, what makes no difference, edges, and whose random stream it is.
        """
        said = []
        unlike = [o for o in self.tied if not o.alike]
        if unlike:
            said.append(
                f"The best cannot be told from {len(unlike)} of the {len(self.options) - 1} others judged, whose "
                f"paired intervals hold 0: {_listed([o.label for o in unlike])}."
            )
        alike = [o for o in self.tied if o.alike]
        if alike:
            said.append(f"Not one replication differs from the best's with: {_listed([o.label for o in alike])}.")
        edges = [f"{path}={value}" for path, value in self._edges()]
        if edges:
            said.append(f"The best lies at the edge of the values tried ({', '.join(edges)}): try further ones.")
        if not self.fresh:
            said.append(
                "The doctrines were judged by the replications that they were chosen by (the search was ended): the "
                "best looks better than it is."
            )
        elif self.interrupted:
            said.append(f"Ended before its time, after {self.replications:,} fresh replications of each doctrine.")
        return tuple(said)

    def _edges(self) -> list[tuple[str, str]]:
        """Return the best's settings beyond which there may be more: the first or last of ordered values.

        Missiles have an end of their own (none, one), and so has a limit (none: `null`).
        """
        settings = dict(self.best.settings)
        return [
            (a.path, settings[a.path])
            for a in self.axes
            if ordered(a)
            and settings[a.path] in (str(a.values[0]), str(a.values[-1]))
            and settings[a.path] not in ("null", "0", "1")
        ]

    def provenance(self) -> str:
        """Return how the answer was come by, in words."""
        how = "all" if self.exhaustive else "proposed by Optuna's TPE sampler"
        steps = ", then ".join(f"{r.doctrines} x {r.replications:,}" for r in self.rungs)
        excluded = f" ({self.excluded} exclude themselves)" if self.excluded else ""
        judged = "fresh replications, which had no part in choosing" if self.fresh else "of the same replications"
        return (
            f"{self.tried:,} of {self.size:,} doctrines tried{excluded}, {how}; replications of seed {self.seed}: "
            f"{steps}. {len(self.options)} judged by {self.replications:,} {judged}, of seed {self.judged_seed}, the "
            "same for all; intervals are 95 %, each for itself."
        )

    def to_dict(self) -> dict[str, Any]:
        """Return plain data."""
        return {
            "study": "doctrine",
            "scenario": self.name,
            "catalogue_hash": self.catalogue_hash,
            "objective": self.objective.name,
            "loss": self.objective.loss,
            "varied": [{"path": a.path, "values": [str(v) for v in a.values]} for a in self.axes],
            "space": self.size,
            "exhaustive": self.exhaustive,
            "tried": self.tried,
            "excluded": self.excluded,
            "rungs": [{"doctrines": r.doctrines, "replications": r.replications} for r in self.rungs],
            "seed": self.seed,
            "judged_seed": self.judged_seed,
            "replications": self.replications,
            "fresh": self.fresh,
            "interrupted": self.interrupted,
            "loss_if_no_missile_is_fired": self.idle_loss,
            "sentences": list(self.sentences()),
            "warnings": list(self.warnings()),
            "provenance": self.provenance(),
            "front": [o.label for o in self.front],
            "tied": [o.label for o in self.tied],
            "doctrines": [o.to_dict() for o in self.options],
        }

    def table(self) -> pa.Table:
        """Return one row a doctrine judged as an Arrow table: its settings, means and intervals."""
        import pyarrow as pa

        rows = []
        for o in self.options:
            row: dict[str, Any] = {"doctrine": o.label}
            row |= {a.path: dict(o.settings).get(a.path) for a in self.axes}
            for name, e in (
                ("missiles_used", o.missiles),
                (self.objective.loss, o.loss),
                ("worth", o.worth),
                ("gain_over_declared", o.gain),
                ("behind_best", o.behind),
            ):
                row |= {name: e.mean, f"{name}_ci95_low": e.ci95[0], f"{name}_ci95_high": e.ci95[1]}
            flags = {"best": o.best, "declared": o.declared, "on_front": o.on_front, "tied_with_best": o.tied}
            rows.append({**row, **flags, "n": o.loss.n, "scenario_hash": o.scenario_hash})
        texts = {"doctrine", "scenario_hash", *(a.path for a in self.axes)}
        flags_ = {"best", "declared", "on_front", "tied_with_best"}
        kinds = {
            name: pa.string() if name in texts else pa.bool_() if name in flags_ else pa.float64() for name in rows[0]
        }
        return pa.Table.from_pylist(rows, schema=pa.schema([*({**kinds, "n": pa.int64()}).items()]))


def _told(e: Estimate | Difference, *, sign: bool = False) -> str:
    """Return a mean with its interval, in the digits the interval supports."""
    low, high = e.ci95
    half = (high - low) / 2
    digits = max(0, 1 - math.floor(math.log10(half))) if half > 0 and math.isfinite(half) else 3
    plus = "+" if sign else ""
    return f"{e.mean:{plus}.{digits}f} [{low:{plus}.{digits}f}, {high:{plus}.{digits}f}]"


def _listed(labels: Sequence[str]) -> str:
    more = f"; and {len(labels) - NAMED} more" if len(labels) > NAMED else ""
    return "; ".join(labels[:NAMED]) + more
