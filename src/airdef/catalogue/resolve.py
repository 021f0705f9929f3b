"""From claims, treatments and the rows of adopted_values.csv to the adopted values of every entry."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final, cast, get_args

from airdef.catalogue.adopted import blank, copied, published, resting_on
from airdef.catalogue.model import UNSOURCED, AdoptedValue, Attribute, Claim, Rule, Taken, Treatment
from airdef.catalogue.rule import Figure
from airdef.catalogue.tables import Row, rows, unique
from airdef.catalogue.units import UNITS, si_unit, to_si

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

ADOPTED_VALUES: Final = "adopted_values.csv"
TREATMENTS: Final = "treatments.csv"
CLAIM_ID: Final = re.compile(r"\bc\d{3,}\b")


@dataclass(frozen=True)
class EntryRow:
    """What entries.csv says of one entry."""

    name: str
    kind: str
    title: str
    category: str
    role: str
    aliases: tuple[str, ...]
    description: str
    row: Row

    def asked(self, attribute: Attribute) -> bool:
        """Tell whether the model asks this attribute of this entry.

        Parameters
        ----------
        attribute
            The attribute.

        Returns
        -------
        bool
            Whether the model asks this attribute of this entry.
        """
        return not attribute.applies or self.category in attribute.applies or self.role in attribute.applies


@dataclass
class Resolver:
    """Resolves adopted values, each once, following `same` rows and `=other` defaults wherever they lead."""

    claims: Mapping[str, Claim]
    attributes: Mapping[tuple[str, str], Attribute]
    treatments: Mapping[tuple[str, str, str], Treatment]
    entries: Mapping[str, EntryRow]
    stated: dict[tuple[str, str], Row] = field(default_factory=dict)
    by_quantity: dict[tuple[str, str], list[Claim]] = field(default_factory=dict)
    done: dict[tuple[str, str], AdoptedValue] = field(default_factory=dict)
    under_way: list[tuple[str, str]] = field(default_factory=list)
    treated: set[tuple[str, str, str]] = field(default_factory=set)

    def load(self, folder: Path) -> None:
        """Read the rows of adopted_values.csv and refuse those that no entry or attribute stands behind.

        Parameters
        ----------
        folder
            Folder of the files; None for the packaged ones.
        """
        for claim in self.claims.values():
            self.by_quantity.setdefault((claim.subject, claim.attribute), []).append(claim)
        for row in rows(folder, ADOPTED_VALUES):
            entry = self.entries[row.choice("entry", self.entries)]
            names = [name for kind, name in self.attributes if kind == entry.kind]
            if not names:
                row.fail(f"{entry.name} is a {entry.kind} system, of which no figure is adopted")
            name = row.choice("attribute", names)
            if not entry.asked(self.attributes[entry.kind, name]):
                row.fail(f"{name} is not asked of {entry.name}, only of {self.attributes[entry.kind, name].applies}")
            row.choice("rule", get_args(Rule))
            unique(row, f"{entry.name} {name}", self.stated, (entry.name, name))
            self.stated[entry.name, name] = row

    def adopted_values(self, entry: EntryRow) -> dict[str, AdoptedValue]:
        """Return every adopted value the model asks of an entry, in the order of attributes.csv.

        Parameters
        ----------
        entry
            The entry.

        Returns
        -------
        dict[str, AdoptedValue]
            Every adopted value the model asks of an entry, in the order of attributes.csv.
        """
        return {
            name: self.resolve(entry, attribute, entry.row)
            for (kind, name), attribute in self.attributes.items()
            if kind == entry.kind and entry.asked(attribute)
        }

    def resolve(self, entry: EntryRow, attribute: Attribute, asker: Row) -> AdoptedValue:
        """Return one adopted value; `asker` is the row to blame if there is none.

        Parameters
        ----------
        entry
            The entry.
        attribute
            The attribute.
        asker
            The row to blame if there is none.

        Returns
        -------
        AdoptedValue
            One adopted value; `asker` is the row to blame if there is none.
        """
        key = (entry.name, attribute.attribute)
        if key in self.done:
            return self.done[key]
        row = self.stated.get(key)
        if key in self.under_way:
            asker.fail(f"{' '.join(key)} is taken from itself, by way of {self.under_way}")
        if row is None and not attribute.default:
            asker.fail(f"{entry.name} lacks {attribute.attribute}; add a row to {ADOPTED_VALUES}")
        self.under_way.append(key)
        adopted = self._default(entry, attribute) if row is None else self._stated(entry, attribute, row)
        self.under_way.pop()
        self.done[key] = _checked(adopted, attribute, row or Row("attributes.csv", attribute.row, {}))
        return self.done[key]

    def _default(self, entry: EntryRow, attribute: Attribute) -> AdoptedValue:
        """Return the adopted value an entry gets for an attribute it says nothing of."""
        blame = Row("attributes.csv", attribute.row, {})
        if attribute.default.startswith("="):
            other = self.attributes.get((entry.kind, attribute.default[1:]))
            if other is None:
                blame.fail(f"default {attribute.default!r} names no attribute of a {entry.kind}")
            return self._copy(self.resolve(entry, other, blame), entry, attribute, attribute.reason, blame)
        numbers = (attribute.low, float(attribute.default), attribute.high)
        return self._given(entry, attribute, attribute.grade, numbers, attribute.unit, attribute.reason, blame)

    def _stated(self, entry: EntryRow, attribute: Attribute, row: Row) -> AdoptedValue:
        """Return the adopted value that a row of adopted_values.csv asks for."""
        rule = cast("Rule", row.text("rule"))
        if rule == "published":
            return self._published(entry, attribute, row)
        reason = row.needed("reason")
        unit = row.unit() or attribute.unit
        if si_unit(unit) != si_unit(attribute.unit):
            row.fail(f"unit is {unit!r}; {attribute.attribute} is in {attribute.unit!r}, or units like it")
        low, nominal, high = row.number("low"), row.number("nominal"), row.number("high")
        if rule == "same":
            ends = (None if low is None else to_si(low, unit), None if high is None else to_si(high, unit))
            return self._copy(self._other(attribute, row), entry, attribute, reason, row, ends)
        if nominal is None:
            row.fail(f"nominal is empty; a value that is {rule} needs one")
        return self._given(entry, attribute, rule, (low, nominal, high), unit, reason, row)

    def _other(self, attribute: Attribute, row: Row) -> AdoptedValue:
        """Return the adopted value that a `same` row names."""
        name, _, other_name = row.needed("take").partition(":")
        other = self.entries.get(name)
        found = self.attributes.get((other.kind, other_name)) if other else None
        if other is None or found is None or si_unit(found.unit) != si_unit(attribute.unit):
            row.fail(f"take is {row.text('take')!r}; expected entry:attribute, of the same unit")
        return self.resolve(other, found, row)

    def _copy(
        self,
        original: AdoptedValue,
        entry: EntryRow,
        attribute: Attribute,
        reason: str,
        row: Row,
        ends: tuple[float | None, float | None] = (None, None),
    ) -> AdoptedValue:
        """Return an adopted value copied for another attribute or entry, with ends of its own [SI] if it has them."""
        quoted = tuple(claim.claim for claim in self._quoted(reason, row))
        for end, beyond in zip(ends, (1.0, -1.0), strict=True):
            if end is not None and (end - original.nominal) * beyond > 0.0:
                given = f"{entry.name} {attribute.attribute}: end {end:g}, nominal {original.nominal:g}"
                row.fail(f"{given} [{original.unit}]; expected in rising order")
        taken = Taken(original.subject, original.attribute, *ends, quoted, reason)
        return copied(blank(entry.name, attribute), original, taken, self.claims)

    def _given(
        self,
        entry: EntryRow,
        attribute: Attribute,
        grade: str,
        numbers: tuple[float | None, float, float | None],
        unit: str,
        reason: str,
        row: Row,
    ) -> AdoptedValue:
        """Return an adopted value from the numbers of a row; its claims are those that the reason names."""
        low, nominal, high = numbers
        ends = (nominal if low is None else low, nominal, nominal if high is None else high)
        si = (to_si(ends[0], unit), to_si(ends[1], unit), to_si(ends[2], unit))
        bare = replace(blank(entry.name, attribute), grade=grade, reason=reason)
        made = replace(bare, low=si[0], nominal=si[1], high=si[2])
        return resting_on(made, self._quoted(reason, row))

    def _quoted(self, reason: str, row: Row) -> list[Claim]:
        """Return the claims that a reason names by id."""
        ids = CLAIM_ID.findall(reason)
        if missing := [i for i in ids if i not in self.claims]:
            row.fail(f"the reason names {missing[0]}, which is no claim")
        return [self.claims[i] for i in ids]

    def _published(self, entry: EntryRow, attribute: Attribute, row: Row) -> AdoptedValue:
        """Return the adopted value of published claims by the rule (see `airdef.catalogue.rule`)."""
        notes = [row.text("reason")] if row.text("reason") else []
        figures: dict[str, Figure] = {}
        for rank, part in enumerate(row.needed("take").split("|")):
            for claim in self._selected(part, row):
                treatment = self._treatment(entry.name, attribute.attribute, claim.claim)
                if treatment is not None and claim.claim not in figures:
                    notes.append(_note(claim, treatment))
                if treatment is None or treatment.action != "exclude":
                    figures.setdefault(claim.claim, _figure(attribute, claim, treatment, rank, row))
        try:
            return published(blank(entry.name, attribute), list(figures.values()), notes, self.claims)
        except ValueError as error:
            row.fail(f"{entry.name} {attribute.attribute}: {error}")

    def _selected(self, part: str, row: Row) -> Iterator[Claim]:
        """Yield the claims of one rank of a `take` cell: claim ids, or subject:attribute for all about it."""
        for item in filter(None, (i.strip() for i in part.split(";"))):
            subject, colon, quantity = item.rpartition(":")
            if not colon:
                claim = self.claims.get(item)
                if claim is None:
                    row.fail(f"takes the claim {item!r}, which does not exist")
                if claim.grade == UNSOURCED:
                    row.fail(f"takes {item}, which is unsourced; it may only be the reason of an assumed value")
                yield claim
                continue
            found = self.by_quantity.get((subject, quantity))
            if not found:
                row.fail(f"takes {item!r}, of which there is no claim")
            yield from (claim for claim in found if claim.grade != UNSOURCED)

    def _treatment(self, entry: str, attribute: str, claim: str) -> Treatment | None:
        """Return the treatment of a claim for an adopted value, the entry's own before the general one."""
        for key in ((entry, attribute, claim), ("*", attribute, claim)):
            if key in self.treatments:
                self.treated.add(key)
                return self.treatments[key]
        return None

    def check_treatments(self) -> None:
        """Refuse treatments that treat nothing: their entry, attribute or claim has moved on."""
        for key, treatment in self.treatments.items():
            if key not in self.treated:
                Row(TREATMENTS, treatment.row, {}).fail(f"{'; '.join(key)} treats nothing; correct or remove it")


def _figure(attribute: Attribute, claim: Claim, treatment: Treatment | None, rank: int, row: Row) -> Figure:
    """Return what a claim says of an attribute, in SI, after its treatment."""
    numbers, unit, one_sided, divisor = (claim.low, claim.value, claim.high), claim.unit, bool(claim.bound), 1.0
    if treatment is not None and treatment.action == "divide":
        divisor = treatment.nominal or 1.0  # never empty nor zero: read_treatments sees to it
    elif treatment is not None:
        numbers = (treatment.low, treatment.nominal, treatment.high)
        unit, one_sided = treatment.unit or attribute.unit, treatment.action == "bound"
    if unit not in UNITS or si_unit(unit) != si_unit(attribute.unit):
        row.fail(
            f"takes {claim.claim}, which is in {unit!r} where {attribute.attribute} is in {attribute.unit!r}; "
            f"say in {TREATMENTS} how to read it"
        )
    low, nominal, high = (None if v is None else to_si(v, unit) / divisor for v in numbers)
    ends = [v for v in (low, nominal, high) if v is not None]
    if not ends:
        row.fail(f"takes {claim.claim}, which gives no number; say in {TREATMENTS} how to read it")
    return Figure(claim.claim, claim.grade, rank, min(ends), nominal, max(ends), one_sided)


def _note(claim: Claim, treatment: Treatment) -> str:
    """Return a treatment in words, for the reason of the adopted value."""
    if treatment.action == "exclude":
        return f"{claim.claim} left out: {treatment.reason}"
    if treatment.action == "divide":
        figure = f"{claim.value:g}" if claim.value is not None else f"{claim.low:g}-{claim.high:g}"
        return f"{claim.claim}: {figure} / {treatment.nominal:g}, {treatment.reason}"
    return f"{claim.claim}: {treatment.reason}"


def _checked(adopted: AdoptedValue, attribute: Attribute, row: Row) -> AdoptedValue:
    """Refuse an adopted value out of order or out of its attribute's limits."""
    low, nominal, high = adopted.low, adopted.nominal, adopted.high
    given = f"{adopted.subject} {adopted.attribute}: low {low:g}, nominal {nominal:g}, high {high:g} [{adopted.unit}]"
    if not low <= nominal <= high:
        row.fail(f"{given}; expected in rising order")
    least, most = to_si(attribute.minimum, attribute.unit), to_si(attribute.maximum, attribute.unit)
    if low < least or high > most:
        row.fail(f"{given}; expected within {least:g} to {most:g}")
    if attribute.spread == "discrete" and not nominal.is_integer():
        row.fail(f"{given}; expected a whole number as nominal")
    return adopted
