"""Where a claim is met along one number: a condition of the claim, or a figure of the catalogue with all its copies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from airdef.catalogue import laws
from airdef.studies.claims.screen import moved_case, moves
from airdef.studies.claims.search import FIRST, Span, grid, spans
from airdef.studies.uncertainty.influence import Weight
from airdef.studies.variants.moves import Estimate, plain, shown, shown_unit

if TYPE_CHECKING:
    from airdef.catalogue import AdoptedValue, Catalogue
    from airdef.studies.claims.definitions import Condition, Overrides
    from airdef.studies.claims.screen import Screened
    from airdef.studies.claims.simulate import CaseRunner


@dataclass(frozen=True)
class Limit:
    """Where a claim is met along one number: the spans within [low, high], in `unit`.

    `of` is `condition` or `figure`. For a figure `adopted` is its value in the catalogue, `weight` the measure at the
    ends of its spread with grade and law, `base` the measure as adopted, `witnesses` the published claims whose values
    lie in a span, and `around` the case that it was moved around, in words. `unit_of_measure` is the measure's.
    """

    name: str
    of: str
    unit: str
    low: float
    high: float
    spans: tuple[Span, ...]
    adopted: float | None = None
    weight: Weight | None = None
    base: Estimate | None = None
    witnesses: tuple[str, ...] = ()
    around: str = ""
    unit_of_measure: str = ""

    @property
    def everywhere(self) -> bool:
        """Whether the whole search range is met."""
        return len(self.spans) == 1 and (self.spans[0].below, self.spans[0].above) == (None, None)

    @property
    def grade(self) -> str:
        """The grade of a figure; empty for a condition."""
        return self.weight.figure.grade if self.weight else ""

    def where(self) -> str:
        """Return where it is met, in words."""
        u = f" {self.unit}" if self.unit else ""
        low, high = plain(self.low), plain(self.high)
        if self.everywhere:
            return f"any from {low} to {high}{u}"
        if not self.spans:
            return f"none from {low} to {high}{u}"
        return " or ".join(self._span(s, u) for s in self.spans)

    def condition(self) -> str:
        """Return the number and where it is met, as a condition of a verdict."""
        return f"{self.name} {self.where()}"

    def text(self) -> str:
        """Return where it is met, in words; of a figure also its grade and what the measure is at its ends."""
        if self.weight is None or self.base is None or self.adopted is None:
            return f"{self.name}: {self.where()}"
        w = self.weight
        runs = [f"{self.base.text(self.unit_of_measure)} as adopted"]
        runs += [m.text(self.unit_of_measure, self.unit) for m in w.told()]
        adopted = f"adopted {plain(self.adopted)} {self.unit}".strip()
        return f"{self.name}{self._around()}: {self.where()} (grade {w.figure.grade}, {adopted}; {', '.join(runs)})"

    def _around(self) -> str:
        return f", with {self.around}" if self.around else ""

    def _span(self, s: Span, u: str) -> str:
        if s.above is None and s.below is not None:
            low, bad = _apart(s.low, s.below)
            return f"{low}{u} or more (not at {bad})"
        if s.below is None and s.above is not None:
            high, bad = _apart(s.high, s.above)
            return f"{high}{u} or less (not at {bad})"
        assert s.below is not None  # a span without either is everywhere
        assert s.above is not None
        (low, under), (high, over) = _apart(s.low, s.below), _apart(s.high, s.above)
        between = f"{low} to {high}{u}" if low != high else f"{low}{u}"
        return f"{between} (not at {under} nor at {over})"

    def to_dict(self) -> dict[str, Any]:
        """Return plain data."""
        data: dict[str, Any] = {
            "name": self.name,
            "of": self.of,
            "unit": self.unit,
            "searched": [self.low, self.high],
            "met": [[s.low, s.high] for s in self.spans],
            "not_met_next_to_it": [[s.below, s.above] for s in self.spans],
            "text": self.text(),
        }
        if self.weight is not None and self.base is not None:
            data |= {"nominal": self.adopted, "grade": self.grade, "witnesses": list(self.witnesses)}
            data |= {"around": self.around or "as stated", "base": self.base.to_dict(), **_figure_data(self.weight)}
        return data


def _figure_data(weight: Weight) -> dict[str, Any]:
    data = weight.to_dict()
    return {key: data[key] for key in ("adopted_values", "moved", "law")}


def _apart(good: float, bad: float) -> tuple[str, str]:
    """Return the end of a span and the value next to it, with as many digits as tell them apart, three at least."""
    digits = 3
    while f"{bad:.{digits}g}" == f"{good:.{digits}g}" and digits < 9:
        digits += 1
    first, second = (f"{float(f'{x:.{digits}g}'):.10g}" for x in (good, bad))
    return first, second


def along_condition(runner: CaseRunner, condition: Condition) -> tuple[Limit, list[float]]:
    """Return where the claim is met along a condition, and the values tried at which it is.

    Parameters
    ----------
    runner
        Simulates the claim's cases.
    condition
        The condition, with its range of values.

    Returns
    -------
    tuple[Limit, list[float]]
        Where the claim is met along a condition, and the values tried at which it is.
    """

    def met(value: float) -> bool:
        return runner.case(condition.setting(value)).met is True

    found, good = spans(grid(condition), met, condition.linear)
    limit = Limit(condition.name, "condition", condition.unit, condition.low, condition.high, tuple(found))
    return limit, good


def along_figure(runner: CaseRunner, around: Overrides, where: str, found: Screened) -> Limit:
    """Return where the claim is met along the spread of a figure; `where` is the case around it, in words.

    Parameters
    ----------
    runner
        Simulates the claim's cases.
    around
        The overrides of the case around which things are moved.
    where
        The case around it, in words.
    found
        The figure, as screened.

    Returns
    -------
    Limit
        Where the claim is met along the spread of a figure.
    """
    figure, r = found.figure, found.figure.shown

    def value(position: float) -> float:
        return shown(r, figure.at(position)[r.subject, r.attribute])

    def met(position: float) -> bool:
        return moved_case(runner, around, figure, position, FIRST).met is True

    tried = sorted({0.0, *(position for position, _ in found.cases)})
    positions, _ = spans(tried, met, linear=True)
    met_in = tuple(s.mapped(value) for s in positions)
    return Limit(
        name=figure.name,
        of="figure",
        unit=shown_unit(r),
        low=value(tried[0]),
        high=value(tried[-1]),
        spans=met_in,
        adopted=value(0.0),
        weight=weighed(runner, around, found),
        base=runner.told(around),
        witnesses=tuple(c for c, low, high in _published(runner.catalogue, r) if _inside(met_in, low, high)),
        around=where,
        unit_of_measure=runner.claim.unit,
    )


def weighed(runner: CaseRunner, around: Overrides, found: Screened) -> Weight:
    """Return what a figure does to the measure, in as many replications as numbers are told with.

    Parameters
    ----------
    runner
        Simulates the claim's cases.
    around
        The overrides of the case around which things are moved.
    found
        The figure, as screened.

    Returns
    -------
    Weight
        What a figure does to the measure, in as many replications as numbers are told with.
    """
    r = found.figure.shown
    moved = moves(runner, around, found.figure, [position for position, _ in found.cases], FIRST)
    return Weight(found.figure, moved, laws.behind(runner.catalogue, r.subject, r.attribute))


def _published(catalogue: Catalogue, adopted: AdoptedValue) -> list[tuple[str, float, float]]:
    """Return the sourced claims behind an adopted value, with the least and greatest value it takes of each."""
    figures = (f for f in adopted.figures if catalogue.claim(f.claim).source)
    return [(f.claim, shown(adopted, f.low), shown(adopted, f.high)) for f in figures]


def _inside(found: tuple[Span, ...], low: float, high: float) -> bool:
    return any(s.low <= high and low <= s.high for s in found)
