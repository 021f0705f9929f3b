"""From runs to a verdict, by one rule for all claims (docs/claims.md).

1. The stated case is played, and every condition is searched alone, the rest as stated.
2. Every figure that the answer may hang on is searched alone over the whole span of its reading: around the
   stated case if that is met, else around the first condition under which the claim is met, if there is one.
3. Met nowhere: `does not hold`. Met everywhere: `holds`. Met in part: `holds if`, with the parts.
4. `cannot be told` where the stated case stays open, and where it turns on a figure whose published values
   disagree and, of the sources on the side where it is met, there is none but the claim under test: a sentence
   is no witness for itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from airdef.catalogue.model import GRADES
from airdef.catalogue.units import from_si, to_si
from airdef.studies.claims_search import MOST, Bench, Case, Span, grid, spans
from airdef.studies.claims_spread import spread

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from airdef.catalogue import Catalogue, Reading
    from airdef.studies.claims import Claim, Condition, Figure, Overrides
    from airdef.studies.claims_spread import Spread

Verdict = Literal["holds", "holds if", "does not hold", "cannot be told"]


def plain(value: float) -> str:
    """Return a number with three significant digits, never as a power of ten below a million."""
    return f"{float(f'{value:.3g}'):g}"


@dataclass(frozen=True)
class Limit:
    """Where a claim is met along one number: the spans within [low, high], in `unit`.

    `of` is `condition` or `figure`. For a figure `nominal` and `grade` are its reading's, `witnesses` the
    published claims whose values lie in a span, and `means` the mean of the measure with the least, the nominal
    and the greatest value, in `means_unit`.
    """

    name: str
    of: str
    unit: str
    low: float
    high: float
    spans: tuple[Span, ...]
    nominal: float | None = None
    grade: str = ""
    witnesses: tuple[str, ...] = ()
    means: tuple[tuple[float, float], ...] = ()
    means_unit: str = ""

    @property
    def everywhere(self) -> bool:
        """Whether the whole search range is met."""
        return len(self.spans) == 1 and self.spans[0] == Span(self.low, self.high)

    def text(self) -> str:
        """Return where it is met, in words."""
        u = f" {self.unit}" if self.unit else ""
        low, high = plain(self.low), plain(self.high)
        if self.everywhere:
            where = f"any from {low} to {high}{u}"
        elif not self.spans:
            where = f"none from {low} to {high}{u}"
        else:
            where = " or ".join(self._span(s, u) for s in self.spans)
        if self.of == "figure" and self.nominal is not None:
            runs = ", ".join(f"{plain(value)} gives {plain(mean)}" for value, mean in self.means)
            where += f" (grade {self.grade}, read as {plain(self.nominal)}; {runs} {self.means_unit})"
        return f"{self.name}: {where}"

    def _span(self, s: Span, u: str) -> str:
        if s.high == self.high:
            return f"{plain(s.low)}{u} or more"
        if s.low == self.low:
            return f"{plain(s.high)}{u} or less"
        return f"{plain(s.low)} to {plain(s.high)}{u}"

    def to_dict(self) -> dict[str, Any]:
        """Return plain data."""
        data: dict[str, Any] = {
            "name": self.name,
            "of": self.of,
            "unit": self.unit,
            "searched": [self.low, self.high],
            "met": [[s.low, s.high] for s in self.spans],
            "text": self.text(),
        }
        if self.of == "figure":
            data |= {"nominal": self.nominal, "grade": self.grade, "witnesses": list(self.witnesses)}
            data["means"] = [list(pair) for pair in self.means]
        return data


@dataclass(frozen=True)
class Result:
    """What came of a claim: the verdict, the stated case, the limits found, and why in words.

    `spread` is the stated case over the whole spread of readings; None if that was not asked for, or nothing varies.
    """

    claim: Claim
    verdict: Verdict
    stated: Case
    limits: tuple[Limit, ...]
    reference: str
    reason: str
    sentences: tuple[str, ...]
    sources: tuple[str, ...]
    seed: int
    cases: int
    spread: Spread | None = None

    @property
    def conditions(self) -> tuple[str, ...]:
        """The limits that bind, in words: all of them where it is met only in part."""
        return tuple(limit.text() for limit in self.limits if not limit.everywhere)

    def to_dict(self) -> dict[str, Any]:
        """Return plain data."""
        c = self.claim
        return {
            "id": c.id,
            "title": c.title,
            "sentences": list(self.sentences),
            "reads": " ".join(c.reads.split()),
            "verdict": self.verdict,
            "reason": self.reason,
            "at_least": c.at_least,
            "unit": c.unit,
            "stated": self.stated.to_dict(),
            "reference": self.reference,
            "conditions": list(self.conditions),
            "limits": [limit.to_dict() for limit in self.limits],
            "tests": list(c.tests),
            "sources": list(self.sources),
            "scenario": c.scenario,
            "seed": self.seed,
            "cases": self.cases,
            "spread": self.spread and self.spread.to_dict(),
        }


def examine(
    claim: Claim,
    catalogue: Catalogue,
    seed: int = 1,
    tick: Callable[[], None] = lambda: None,
    states: int = 0,
    grades: Collection[str] | None = None,
) -> Result:
    """Run a claim and return what came of it.

    Parameters: `tick` is called at the start of every case and state; `states` of the world are drawn for the
    spread of readings (0: none), in which readings of these `grades` vary (all by default).
    Raises ScenarioError or ValueError for a claim that makes no scenario.
    """
    played = [0]

    def count() -> None:
        played[0] += 1
        tick()

    bench = Bench(claim, catalogue, seed, count)
    stated = bench.case({}, MOST)
    found = [_condition(bench, c) for c in claim.conditions]
    around, where = _reference(claim, stated, found)
    limits = [limit for limit, _ in found] + [_figure(bench, f, around) for f in claim.rests_on]
    limits = [limit for limit in limits if limit.low < limit.high]
    where = where or next((limit.text() for limit in limits if limit.spans), "")
    verdict, reason = judge(claim, stated, limits, where)
    reason = "; ".join([reason, *disagreements(limits)])
    found_in = spread(claim, catalogue, seed, states, grades, tick) if states else None
    return Result(
        claim, verdict, stated, tuple(limits), where, reason, claim.sentences(catalogue), claim.sources(catalogue),
        seed, played[0], found_in,
    )  # fmt: skip


def judge(claim: Claim, stated: Case, limits: list[Limit], where: str) -> tuple[Verdict, str]:
    """Return the verdict and the reason for it, by the rule of the module; no `where`: nothing was met."""
    if not where:
        if stated.met is None:
            return "cannot be told", f"met in about half of {stated.n} histories, and nowhere more often"
        return "does not hold", "not met as stated, under no condition searched and for no published figure"
    for limit in limits:
        if limit.of == "figure" and not limit.everywhere and limit.witnesses:
            others = [w for w in limit.witnesses if w not in claim.tests]
            if not others:
                return "cannot be told", (
                    f"published values disagree: it turns on {limit.text()}, and the only figure on that side is "
                    "the claim itself"
                )
    if stated.met is None:
        return "cannot be told", f"met in about half of {stated.n} histories as stated"
    if stated.met and all(limit.everywhere for limit in limits):
        return "holds", "met as stated, under all conditions searched and for all published figures"
    return "holds if", "met as stated, not everywhere" if stated.met else f"not met as stated; met with {where}"


def disagreements(limits: list[Limit]) -> list[str]:
    """Return in words where published values of a figure disagree, and whether that matters here."""
    found = []
    for limit in limits:
        if limit.of == "figure" and limit.grade in GRADES:
            matters = "met with all" if limit.everywhere else "it matters" if limit.spans else "met with none"
            u = f" {limit.unit}" if limit.unit else ""
            found.append(
                f"published values of {limit.name} run from {plain(limit.low)} to {plain(limit.high)}{u}: {matters}"
            )
    return found


def _reference(claim: Claim, stated: Case, found: list[tuple[Limit, list[float]]]) -> tuple[Overrides, str]:
    """Return the case around which figures are varied, as overrides and in words: '' if none is met."""
    if stated.met:
        return {}, "as stated"
    for condition, (_, good) in zip(claim.conditions, found, strict=True):
        if good:
            value = good[len(good) // 2]
            return condition.setting(value), f"{condition.name} {plain(value)} {condition.unit}"
    return {}, ""


def _condition(bench: Bench, condition: Condition) -> tuple[Limit, list[float]]:
    """Return where the claim is met along a condition, and the values tried at which it is."""

    def met(value: float) -> bool:
        return bench.case(condition.setting(value)).met is True

    found, good = spans(grid(condition), met, condition.linear)
    limit = Limit(condition.name, "condition", condition.unit, condition.low, condition.high, tuple(found))
    return limit, good


def _figure(bench: Bench, figure: Figure, around: Overrides) -> Limit:
    """Return where the claim is met along the span of a reading."""
    reading = bench.catalogue.reading(figure.subject, figure.attribute)
    unit = "" if reading.unit == "1" else reading.unit
    whole = reading.spread == "discrete"

    def case(value: float) -> Case:
        if value == reading.nominal:
            return bench.case(around)
        return bench.case({**around, figure.path: f"{value!r} {unit}" if unit else int(value) if whole else value})

    def met(value: float) -> bool:
        return case(value).met is True

    tried = sorted({reading.low, reading.nominal, reading.high})
    if whole:
        tried = [float(v) for v in np.arange(reading.low, reading.high + 1.0)] if reading.high < 100 else tried
        good = [v for v in tried if met(v)]
        found = _runs(tried, good)
    else:
        found, _ = spans(tried, met, linear=reading.low <= 0.0)
    shown = "" if reading.shown_unit == "1" else reading.shown_unit or unit

    def out(value: float) -> float:
        return float(f"{from_si(value, shown):.9g}") if shown else value

    return Limit(
        name=f"{reading.subject} {reading.attribute}",
        of="figure",
        unit=shown,
        low=out(reading.low),
        high=out(reading.high),
        spans=tuple(Span(out(s.low), out(s.high)) for s in found),
        nominal=out(reading.nominal),
        grade=reading.grade,
        witnesses=tuple(c for c, low, high in _published(bench.catalogue, reading) if _inside(found, low, high)),
        means=tuple((out(v), case(v).mean) for v in sorted({reading.low, reading.nominal, reading.high})),
        means_unit=bench.claim.unit,
    )


def _runs(tried: list[float], good: list[float]) -> list[Span]:
    """Return runs of neighbouring whole values that are met."""
    found: list[Span] = []
    for i, value in enumerate(tried):
        if value not in good:
            continue
        if found and i and found[-1].high == tried[i - 1]:
            found[-1] = Span(found[-1].low, value)
        else:
            found.append(Span(value, value))
    return found


def _published(catalogue: Catalogue, reading: Reading) -> list[tuple[str, float, float]]:
    """Return the sourced claims behind a reading that give a figure in its unit: id, low, high [SI]."""
    divided = {
        t.claim: t.nominal
        for t in catalogue.treatments(reading.subject, reading.attribute)
        if t.action == "divide" and t.nominal
    }
    found = []
    for claim_id in reading.claims:
        claim = catalogue.claim(claim_id)
        numbers = [v for v in (claim.low, claim.value, claim.high) if v is not None]
        if not numbers or not claim.source:
            continue
        by = divided.get(claim_id, 1.0)
        try:
            low, high = (to_si(v / by, claim.unit) for v in (min(numbers), max(numbers)))
        except (KeyError, ValueError):  # a claim in words or in a unit of its own: no witness
            continue
        found.append((claim_id, low, high))
    return found


def _inside(found: list[Span], low: float, high: float) -> bool:
    return any(s.low <= high and low <= s.high for s in found)
