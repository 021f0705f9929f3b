"""The catalogue's words as types: claim, source, attribute, treatment, adopted value, part, entry, transfer."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Literal

from airdef.catalogue.grades import GRADES
from airdef.catalogue.units import from_si
from airdef.numbers import shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from airdef.catalogue.rule import Figure

KINDS: Final = ("system", "radar", "missile", "mast", "threat", "environment", "reported")
"""Kinds of entry; the one of the kind environment is what a scenario takes for the air, and a reported one is a system
of which too little is published to be simulated."""

UNSOURCED: Final = "U"
"""Grade of a claim nobody gave a source for: kept, quoted where something is assumed, never counted."""

SPREADS: Final = ("triangular", "uniform", "log-uniform", "discrete")
"""How a value may vary between low and high; `triangular` has its mode at the nominal."""

BOUNDS: Final = ("", "more than", "at least", "less than", "up to")
"""One-sided claims say only that the figure is beyond (or within) the published one."""

Rule = Literal["published", "assumed", "defined", "same"]
Action = Literal["exclude", "divide", "read", "bound"]


@dataclass(frozen=True)
class Source:
    """Where claims were read; `airdef.catalogue.citation` makes the reference of it. What is not known is empty.

    `title` stands in [square brackets] where it describes a text whose title is not known. `address` is a URL. `kind`
    is press, reference, second-hand, discussion or simulator. `author` is a person (`Family, Given`) or a body, several
    with semicolons between. `date` is that of publication: year, year-month or year-month-day. `number` is the kind and
    number of a numbered report. `publisher` is what the text stands in. `accessed` is the day it was read at its
    address. `via` is what it was read through (quoted in, implemented in, computed with, republished by); where it is
    empty, the text itself was read. `cites` is where the text says that it has its figures from.
    """

    source: str
    title: str
    address: str
    kind: str
    author: str = ""
    date: str = ""
    number: str = ""
    publisher: str = ""
    accessed: str = ""
    via: str = ""
    cites: str = ""


@dataclass(frozen=True)
class Claim:
    """One published figure or statement, in its own unit; numbers are None where it gives none.

    `value` is the figure, or the middle of a range if one was published; `low` and `high` the ends of a
    published range. `basis` tells what a kill probability rests on (claimed, calibrated, exercise, ...).
    """

    claim: str
    subject: str
    kind: str
    attribute: str
    low: float | None
    value: float | None
    high: float | None
    unit: str
    bound: str
    text: str
    qualifier: str
    basis: str
    grade: str
    source: str
    quoted: str


@dataclass(frozen=True)
class Attribute:
    """One figure the model asks of every entry of a kind; limits and default are in `unit`.

    `default` is a number in text, or `=other` for the adopted value of another attribute of the same entry, or
    empty: then each entry must state it. `applies` lists the categories or roles it is asked of (all if
    empty).
    """

    kind: str
    attribute: str
    unit: str
    minimum: float
    maximum: float
    spread: str
    applies: tuple[str, ...]
    default: str
    low: float | None
    high: float | None
    grade: str
    reason: str
    description: str
    row: int = field(default=0, repr=False, compare=False)


@dataclass(frozen=True)
class Treatment:
    """How an adopted value takes a claim that does not simply state the figure, and why.

    exclude: not at all.  divide: divided by `nominal`.  read: the low, nominal and high given here, which
    the claim's words state; a band of `bands.csv` gives low and high.  bound: as read, but one-sided.
    """

    entry: str
    attribute: str
    claim: str
    action: Action
    low: float | None
    nominal: float | None
    high: float | None
    unit: str
    reason: str
    row: int = field(default=0, repr=False, compare=False)


@dataclass(frozen=True)
class Taken:
    """Where a copied value comes from: another entry or attribute.

    `low` and `high` [SI] replace the ends of the original's spread where the copy has its own (None: the
    original's). `claims` are those that the copy's own `reason` quotes.
    """

    subject: str
    attribute: str
    low: float | None
    high: float | None
    claims: tuple[str, ...]
    reason: str


def spread_from(grade: str) -> str:
    """Return where the spread of a figure of a grade comes from: the published figures, or whoever assumed it.

    Parameters
    ----------
    grade
        A grade.

    Returns
    -------
    str
        Where the spread of a figure of a grade comes from.
    """
    return "published" if grade in GRADES else grade


@dataclass(frozen=True)
class AdoptedValue:
    """The value the model takes for one attribute of one entry, in SI and radians.

    `grade` is that of the claims that set the nominal, or `assumed`, or `defined` (idealised entries).
    `claims` are those used, the ones that set the nominal first, and `sources` theirs; for an assumed
    value they are what the reason quotes. `shown_unit` is the unit to show it in.
    A published value keeps the `figures` that the rule of adoption was applied to and its `notes` on them; a
    copied one keeps in `taken` what it was copied from. Adopted values with the same original are one figure.
    """

    subject: str
    attribute: str
    nominal: float
    low: float
    high: float
    unit: str
    grade: str
    sources: tuple[str, ...]
    claims: tuple[str, ...]
    reason: str
    spread: str
    shown_unit: str = ""
    figures: tuple[Figure, ...] = field(default=(), repr=False)
    notes: tuple[str, ...] = field(default=(), repr=False)
    taken: Taken | None = field(default=None, repr=False)

    @property
    def spread_from(self) -> str:
        """Where the spread comes from: `published` (the figures of sources), `assumed` or `defined`."""
        return spread_from(self.grade)

    def to_dict(self) -> dict[str, Any]:
        """Return plain values for output, the figures in `shown_unit` and as they are to be printed (`shown`).

        Returns
        -------
        dict[str, Any]
            Plain values for output, the figures in `shown_unit` and as they are to be printed (`shown`).
        """
        unit = self.shown_unit or self.unit
        # An angle or a time of a round number of degrees or minutes should show as one.
        low, nominal, high = (
            float(f"{from_si(v, unit) if self.shown_unit else v:.12g}") for v in (self.low, self.nominal, self.high)
        )
        return {
            "attribute": self.attribute,
            "nominal": nominal,
            "low": low,
            "high": high,
            "unit": unit,
            "grade": self.grade,
            "spread": self.spread,
            "spread_from": self.spread_from,
            "sources": list(self.sources),
            "claims": list(self.claims),
            "reason": self.reason,
            "shown": shown(self.nominal, self.low, self.high, self.unit),
        }


@dataclass(frozen=True)
class Part:
    """A member of a system: which entry, as what, and on what ground.

    Missiles stand in order of preference. `launchers` of each fire unit carry this one (in proportion,
    should a scenario change their number), None for all of them; `rounds` are on each launcher, None for
    the system's `missiles_per_launcher`.
    """

    name: str
    role: str
    launchers: int | None
    rounds: int | None
    grade: str
    claims: tuple[str, ...]
    sources: tuple[str, ...]
    reason: str


@dataclass(frozen=True)
class Entry:
    """A system, radar, missile, mast or threat (or the environment) with everything the model asks of it.

    `category` is a threat's (see `airdef.scenario.plan.CATEGORIES`), `role` a radar's (surveillance or
    engagement). `parts` of a system: `surveillance`, `engagement_radar`, `missile` and `mast`. Of a reported system
    `missing` says what is not published, and `nearest` names the system nearest to it that can be simulated.
    """

    name: str
    kind: str
    title: str
    adopted_values: Mapping[str, AdoptedValue]
    parts: Mapping[str, tuple[Part, ...]]
    category: str = ""
    role: str = ""
    aliases: tuple[str, ...] = ()
    description: str = ""
    missing: str = ""
    nearest: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Return plain values for output, figures in the units people use.

        Returns
        -------
        dict[str, Any]
            Plain values for output, figures in the units people use.
        """
        return {
            "name": self.name,
            "kind": self.kind,
            "title": self.title,
            "aliases": list(self.aliases),
            "category": self.category,
            "role": self.role,
            "description": self.description,
            **({"missing": self.missing, "nearest": self.nearest} if self.missing else {}),
            "parts": {
                role: [
                    {
                        "name": p.name,
                        "launchers": p.launchers,
                        "rounds": p.rounds,
                        "grade": p.grade,
                        "claims": list(p.claims),
                        "sources": list(p.sources),
                        "reason": p.reason,
                    }
                    for p in parts
                ]
                for role, parts in self.parts.items()
            },
            "adopted_values": {name: r.to_dict() for name, r in self.adopted_values.items()},
        }


@dataclass(frozen=True)
class Transfer:
    """A claim about who has, got, used or lost a system. `via` are the countries it passed through.

    `record` is transfer, inventory or combat; `when` is as published, empty if the claim gives no date.
    """

    systems: tuple[str, ...]
    operators: tuple[str, ...]
    via: tuple[str, ...]
    record: str
    what: str
    value: str
    when: str
    note: str
    grade: str
    sources: tuple[str, ...]
    claim: str
