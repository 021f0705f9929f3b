"""What came of a claim: the verdict with its conditions, the numbers, and the figures that it hangs on most."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

if TYPE_CHECKING:
    from airdef.studies.claims.definitions import Claim
    from airdef.studies.claims.limits import Limit
    from airdef.studies.claims.own import OwnWord
    from airdef.studies.claims.screen import Pair
    from airdef.studies.claims.search import Case
    from airdef.studies.claims.spread import Spread
    from airdef.studies.uncertainty.influence import Weight

Verdict = Literal["supports", "supports if", "does not support", "inconclusive"]

VERDICTS: Final = ("supports", "supports if", "does not support", "inconclusive")

MOST_PAIRS: Final = 3
"""Pairs that a sentence names; more are counted, and stand in the data."""


@dataclass(frozen=True)
class Ifs:
    """What a claim is met on, in words.

    `met` tells whether the stated case is. If it is, `provisos` are all that it must keep to. If not, each of the
    `alternatives` would make it met alone, and the `provisos` are what a condition among them must keep to.
    """

    met: bool
    alternatives: tuple[str, ...] = ()
    provisos: tuple[str, ...] = ()

    @property
    def all(self) -> tuple[str, ...]:
        """All of them."""
        return (*self.alternatives, *self.provisos)

    def text(self) -> str:
        """Return them as one condition, from the word `if` on."""
        if self.met:
            return f"if {'; and '.join(self.provisos)}"
        either = "; or ".join(self.alternatives)
        return f"only if {either}" + (f"; provided that {'; and '.join(self.provisos)}" if self.provisos else "")


@dataclass(frozen=True)
class Result:
    """What came of a claim.

    `because` is why the verdict is what it is, `disagreements` where published values differ and whether that matters;
    `ifs` are the conditions of the verdict, `limits` all numbers that were searched and told of, `hangs_on` the
    heaviest of the `figures` that were moved and `turns` whether each turns the case alone; `pairs` turn it together,
    and `heaviest_pair` is the two heaviest at all their ends. `own` is about the sources under test. `spread` is the
    stated case over the whole spread of adopted values; None if that was not asked for, or nothing varies.
    """

    claim: Claim
    verdict: Verdict
    stated: Case
    limits: tuple[Limit, ...]
    ifs: Ifs
    because: str
    disagreements: tuple[str, ...]
    hangs_on: tuple[Weight, ...]
    turns: tuple[bool, ...]
    figures: int
    pairs: tuple[Pair, ...]
    heaviest_pair: tuple[Pair, ...]
    own: OwnWord
    sentences: tuple[str, ...]
    sources: tuple[str, ...]
    seed: int
    cases: int
    spread: Spread | None = None

    @property
    def headline(self) -> str:
        """The verdict with its conditions: what is printed wherever a verdict is."""
        if self.verdict == "inconclusive":
            return f"inconclusive: {self.because}"
        return f"supports {self.ifs.text()}" if self.verdict == "supports if" else self.verdict

    @property
    def reason(self) -> str:
        """Why the verdict is what it is, with the disagreements of published values."""
        return "; ".join((self.because, *self.disagreements))

    def hangs_on_text(self) -> tuple[str, ...]:
        """Return in words the figures that the verdict hangs on most, each with grade, numbers and law."""
        if not self.hangs_on:
            return (f"none of {self.figures} figures shows a difference, moved alone over its spread",)
        return tuple(w.text(self.claim.unit, _note(w, t)) for w, t in zip(self.hangs_on, self.turns, strict=True))

    def pair_text(self) -> str:
        """Return in words what the two heaviest figures do together; '' where there are no two."""
        return "; ".join(f"{p.text()}: {_case_text(p.case, self.claim.unit)}" for p in self.heaviest_pair)

    def turning_text(self) -> tuple[str, ...]:
        """Return in words the pairs of figures that turn the verdict together and neither of them alone."""
        return tuple(f"{p.text()}: {_case_text(p.case, self.claim.unit)}, which turns it" for p in self.pairs)

    def to_dict(self) -> dict[str, Any]:
        """Return plain data."""
        c = self.claim
        return {
            "id": c.id,
            "title": c.title,
            "sentences": list(self.sentences),
            "reads": " ".join(c.reads.split()),
            "verdict": self.verdict,
            "headline": self.headline,
            "ifs": list(self.ifs.all),
            "reason": self.reason,
            "at_least": c.at_least,
            "unit": c.unit,
            "stated": self.stated.to_dict(),
            "figures_moved": self.figures,
            "hangs_on": [
                {**w.to_dict(), "turns_the_verdict": turns, "text": text}
                for w, turns, text in zip(self.hangs_on, self.turns, self.hangs_on_text(), strict=False)
            ],
            "pairs_that_turn_it": [p.to_dict(c.unit) for p in self.pairs],
            "heaviest_pair": [p.to_dict(c.unit) for p in self.heaviest_pair],
            "limits": [limit.to_dict() for limit in self.limits],
            "own_source": self.own.to_dict(),
            "tests": list(c.tests),
            "sources": list(self.sources),
            "scenario": c.scenario,
            "seed": self.seed,
            "cases": self.cases,
            "spread": self.spread and self.spread.to_dict(),
        }


def _note(weight: Weight, turns: bool) -> str:
    if turns:
        return "turns the verdict alone"
    return "" if weight.least > 0.0 else "shows nothing alone, acts together with others"


def _case_text(case: Case, unit: str) -> str:
    return f"no scenario ({case.refused})" if case.refused else case.estimate.text(unit)
