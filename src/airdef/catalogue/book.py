"""The catalogue as the other layers see it, and how it is loaded."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from airdef.catalogue.errors import UnknownEntryError, UnknownNameError
from airdef.catalogue.grades import GRADES
from airdef.catalogue.model import (
    KINDS,
    AdoptedValue,
    Attribute,
    Claim,
    Entry,
    Part,
    Source,
    Transfer,
    Treatment,
)
from airdef.catalogue.reported import read_reported
from airdef.catalogue.resolve import EntryRow, Resolver
from airdef.catalogue.sources import read_sources
from airdef.catalogue.tables import (
    COLUMNS,
    Row,
    read_attributes,
    read_claims,
    read_treatments,
    rows,
    unique,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

DATA: Final = Path(__file__).parent / "data"
"""The folder of the catalogue that comes with the package."""

ROLES: Final = ("surveillance", "engagement")
"""Roles of radars."""

PART_KINDS: Final = {
    "surveillance": ("radar", "surveillance"),
    "engagement_radar": ("radar", "engagement"),
    "missile": ("missile", ""),
    "mast": ("mast", ""),
}
"""Role in a system: the kind and the role of entry that can fill it."""


@dataclass(frozen=True)
class Catalogue:
    """What the world publishes, and what the model takes from it.

    Names are found whatever their case, spaces and hyphens, and by their aliases.
    """

    sources: Mapping[str, Source]
    content_hash: str
    attributes: Mapping[tuple[str, str], Attribute]
    _entries: Mapping[str, Entry]
    _names: Mapping[str, str]
    _claims: Mapping[str, Claim]
    _treatments: Mapping[tuple[str, str, str], Treatment]
    _transfers: tuple[Transfer, ...]
    own: str = ""
    """The entries of a scenario that were added, as plain data in JSON; empty where none were."""

    def entry(self, name: str) -> Entry:
        """Return an entry by its name or one of its aliases.

        Parameters
        ----------
        name
            A name.

        Returns
        -------
        Entry
            An entry by its name or one of its aliases.

        Raises
        ------
        UnknownEntryError
            With the nearest names.
        """
        found = self._names.get(folded(name))
        if found is None:
            known = [alias for e in self._entries.values() for alias in (e.name, *e.aliases)]
            raise UnknownEntryError("entry", name, known, "`airdef catalogue` lists them all")
        return self._entries[found]

    def entries(self, kind: str | None = None) -> tuple[Entry, ...]:
        """Return the entries, of one kind if given, in the order of the files.

        Parameters
        ----------
        kind
            Kind of entry: system, radar, missile, mast or threat; None for all.

        Returns
        -------
        tuple[Entry, ...]
            The entries, of one kind if given, in the order of the files.
        """
        if kind is not None and kind not in KINDS:
            raise UnknownNameError("kind of entry", kind, KINDS, f"the kinds are {', '.join(KINDS)}")
        return tuple(e for e in self._entries.values() if kind in (None, e.kind))

    def adopted(self, subject: str, attribute: str) -> AdoptedValue:
        """Return one adopted value of an entry.

        Parameters
        ----------
        subject
            Name of an entry.
        attribute
            Name of an attribute.

        Returns
        -------
        AdoptedValue
            One adopted value of an entry.

        Raises
        ------
        UnknownNameError
            If the model asks no such thing of it.
        """
        entry = self.entry(subject)
        if attribute not in entry.adopted_values:
            what, hint = f"attribute of {entry.name}", f"its attributes are those of a {entry.kind}"
            raise UnknownNameError(what, attribute, entry.adopted_values, hint)
        return entry.adopted_values[attribute]

    def claims(self, subject: str | None = None, attribute: str | None = None) -> tuple[Claim, ...]:
        """Return the published claims, about one subject (aliases included) and of one attribute if given.

        Parameters
        ----------
        subject
            Name of an entry.
        attribute
            Name of an attribute.

        Returns
        -------
        tuple[Claim, ...]
            The published claims, about one subject (aliases included) and of one attribute if given.
        """
        wanted = None if subject is None else self._aliases(subject)
        return tuple(
            c
            for c in self._claims.values()
            if (wanted is None or folded(c.subject) in wanted) and attribute in (None, c.attribute)
        )

    def _aliases(self, name: str) -> set[str]:
        """Return every folded name of the entry that a name belongs to, or just the name if of none."""
        found = self._names.get(folded(name))
        return {folded(name), *(alias for alias, entry in self._names.items() if entry == found)}

    def claim(self, claim: str) -> Claim:
        """Return a claim by its id.

        Parameters
        ----------
        claim
            A claim's id.

        Returns
        -------
        Claim
            A claim by its id.

        Raises
        ------
        UnknownNameError
            For an id not there.
        """
        if claim not in self._claims:
            raise UnknownNameError("claim", claim, self._claims, "ids are as in an adopted value's `claims`")
        return self._claims[claim]

    def source(self, source: str) -> Source:
        """Return a source by its id.

        Parameters
        ----------
        source
            A source's id.

        Returns
        -------
        Source
            A source by its id.

        Raises
        ------
        UnknownNameError
            For an id not there.
        """
        if source not in self.sources:
            raise UnknownNameError("source", source, self.sources, "ids are as in an adopted value's `sources`")
        return self.sources[source]

    def treatments(self, subject: str, attribute: str) -> tuple[Treatment, ...]:
        """Return how claims were treated for one adopted value: left out, divided, or read from their words.

        Parameters
        ----------
        subject
            Name of an entry.
        attribute
            Name of an attribute.

        Returns
        -------
        tuple[Treatment, ...]
            How claims were treated for one adopted value.
        """
        name = self.adopted(subject, attribute).subject
        return tuple(t for t in self._treatments.values() if t.attribute == attribute and t.entry in (name, "*"))

    def transfers(self, to: str | None = None, system: str | None = None) -> tuple[Transfer, ...]:
        """Return who has, got, used or lost what.

        `to` is an operator or a country passed through, `system` a name or alias. A claim may be of
        several operators or systems.

        Parameters
        ----------
        to
            An operator, or a country passed through; None for all.
        system
            Name or alias of a system; None for all.

        Returns
        -------
        tuple[Transfer, ...]
            Who has, got, used or lost what.
        """
        wanted = None if system is None else self._aliases(system)
        return tuple(
            t
            for t in self._transfers
            if (to is None or folded(to) in {folded(c) for c in (*t.operators, *t.via)})
            and (wanted is None or wanted & {folded(s) for s in t.systems})
        )

    def with_entries(self, changed: Iterable[Entry], content_hash: str = "") -> Catalogue:
        """Return the catalogue with some entries replaced by others of their names; `content_hash` where it changes.

        Parameters
        ----------
        changed
            What is put in the place of what has the same name.
        content_hash
            Hash of the contents with the change; as before where it is empty.

        Returns
        -------
        Catalogue
            The catalogue with some entries replaced by others of their names; `content_hash` where it
            changes.
        """
        entries = {**self._entries, **{e.name: e for e in changed}}
        return replace(self, _entries=entries, content_hash=content_hash or self.content_hash)

    def extended(
        self, own: str, entries: Iterable[Entry], sources: Iterable[Source], claims: Iterable[Claim]
    ) -> Catalogue:
        """Return the catalogue with entries of a scenario beside its own; `own` says in JSON what they are.

        Names that are taken already are replaced: whoever calls sees to it that none is.

        Parameters
        ----------
        own
            The entries of the scenario, as JSON.
        entries
            Entries to add.
        sources
            Sources.
        claims
            Claims to add.

        Returns
        -------
        Catalogue
            The catalogue with entries of a scenario beside its own; `own` says in JSON what they are.
        """
        added = {e.name: e for e in entries}
        names = {folded(n): e.name for e in added.values() for n in (e.name, *e.aliases)}
        return replace(
            self,
            own=own,
            content_hash=hashlib.sha256(f"{self.content_hash}\n{own}".encode()).hexdigest(),
            sources={**self.sources, **{s.source: s for s in sources}},
            _entries={**self._entries, **added},
            _names={**self._names, **names},
            _claims={**self._claims, **{c.claim: c for c in claims}},
        )

    def with_adopted(self, changed: Iterable[AdoptedValue], content_hash: str = "") -> Catalogue:
        """Return the catalogue with some adopted values replaced; `content_hash` where it changes.

        Parameters
        ----------
        changed
            What is put in the place of what has the same name.
        content_hash
            Hash of the contents with the change; as before where it is empty.

        Returns
        -------
        Catalogue
            The catalogue with some adopted values replaced; `content_hash` where it changes.
        """
        by_entry: dict[str, dict[str, AdoptedValue]] = {}
        for r in changed:
            by_entry.setdefault(r.subject, {})[r.attribute] = r
        entries = [
            replace(self.entry(n), adopted_values={**self.entry(n).adopted_values, **rs}) for n, rs in by_entry.items()
        ]
        return self.with_entries(entries, content_hash)


def folded(name: str) -> str:
    """Return a name without case and punctuation, to compare names by.

    Parameters
    ----------
    name
        A name.

    Returns
    -------
    str
        A name without case and punctuation, to compare names by.
    """
    return "".join(c for c in name.casefold() if c.isalnum())


def load(folder: Path | None = None) -> Catalogue:
    """Return the catalogue in a folder, the packaged one by default; each folder is read once per process.

    Parameters
    ----------
    folder
        Folder of the files; None for the packaged ones.

    Returns
    -------
    Catalogue
        The catalogue in a folder, the packaged one by default; each folder is read once per process.

    Raises
    ------
    CatalogueError
        With file, row and reason, for data that is ill-formed or has no source.
    """
    return _load((DATA if folder is None else Path(folder)).resolve())


@cache
def _load(folder: Path) -> Catalogue:
    """Return the catalogue in a folder."""
    sources = read_sources(folder)
    claims = read_claims(folder, sources)
    attributes = read_attributes(folder)
    treatments = read_treatments(folder, claims)
    stated, names = _read_entries(folder, _categories(attributes))
    resolver = Resolver(claims, attributes, treatments, stated)
    resolver.load(folder)
    parts = _read_parts(folder, stated, claims)
    reported = read_reported(folder, {name: row.kind for name, row in stated.items()})
    entries: dict[str, Entry] = {}
    for name, row in stated.items():
        entry = Entry(
            name=name,
            kind=row.kind,
            title=row.title,
            adopted_values=resolver.adopted_values(row),
            parts=parts.get(name, {}),
            category=row.category,
            role=row.role,
            aliases=row.aliases,
            description=row.description,
            **reported.get(name, {}),
        )
        _check_parts(entry, row.row)
        entries[name] = entry
    resolver.check_treatments()
    return Catalogue(
        sources=sources,
        content_hash=content_hash(folder),
        attributes=attributes,
        _entries=entries,
        _names=names,
        _claims=claims,
        _treatments=treatments,
        _transfers=_read_transfers(folder, claims),
    )


def content_hash(folder: Path) -> str:
    """Return the SHA-256 over the catalogue's files, names included, the same whatever the line ends.

    Parameters
    ----------
    folder
        Folder of the files; None for the packaged ones.

    Returns
    -------
    str
        The SHA-256 over the catalogue's files, names included, the same whatever the line ends.
    """
    digest = hashlib.sha256()
    for file in sorted(COLUMNS):
        content = (folder / file).read_bytes().replace(b"\r\n", b"\n")
        digest.update(f"{file} {len(content)}\n".encode() + content)
    return digest.hexdigest()


def _categories(attributes: Mapping[tuple[str, str], Attribute]) -> list[str]:
    """Return the categories of threat: those for which a missile has an SSPK."""
    return [name.removeprefix("sspk.") for _, name in attributes if name.startswith("sspk.")]


def _read_entries(folder: Path, categories: list[str]) -> tuple[dict[str, EntryRow], dict[str, str]]:
    """Return the rows of entries.csv by name, and the names by every folded name and alias."""
    entries: dict[str, EntryRow] = {}
    names: dict[str, str] = {}
    for row in rows(folder, "entries.csv"):
        kind = row.choice("kind", KINDS)
        entry = EntryRow(
            row.needed("entry"),
            kind,
            row.needed("title"),
            row.choice("category", categories if kind == "threat" else ("",)),
            row.choice("role", ROLES if kind == "radar" else ("",)),
            row.several("aliases"),
            row.text("description"),
            row,
        )
        for name in (entry.name, *entry.aliases):
            if names.setdefault(folded(name), entry.name) != entry.name or entry.name in entries:
                row.fail(f"{name!r} already names {names[folded(name)]}; each may name one entry")
        entries[entry.name] = entry
    return entries, names


def _read_parts(
    folder: Path, entries: Mapping[str, EntryRow], claims: Mapping[str, Claim]
) -> dict[str, dict[str, tuple[Part, ...]]]:
    """Return the parts of each system by role."""
    systems = [e.name for e in entries.values() if e.kind == "system"]
    parts: dict[str, dict[str, tuple[Part, ...]]] = {}
    for row in rows(folder, "parts.csv"):
        system, role = row.choice("system", systems), row.choice("role", PART_KINDS)
        member = entries[row.choice("entry", entries)]
        kind, member_role = PART_KINDS[role]
        if member.kind != kind or member.role != member_role:
            row.fail(f"{member.name} is a {member.role} {member.kind}; a part as {role} must be a {member_role} {kind}")
        quoted = [claims[c] if c in claims else row.fail(f"quotes no claim {c!r}") for c in row.several("claims")]
        grade = row.choice("grade", (*GRADES, "assumed", "defined"))
        if grade in GRADES and grade not in {c.grade for c in quoted}:
            row.fail(f"graded {grade} but quotes no claim of that grade")
        part = Part(
            member.name,
            role,
            _count(row, "launchers"),
            _count(row, "rounds"),
            grade,
            tuple(c.claim for c in quoted),
            tuple(dict.fromkeys(c.source for c in quoted if c.source)),
            row.needed("reason"),
        )
        roles = parts.setdefault(system, dict.fromkeys(PART_KINDS, ()))
        unique(row, part.name, {p.name: p for p in roles[role]})
        roles[role] = (*roles[role], part)
    return parts


def _count(row: Row, column: str) -> int | None:
    """Return a number of things above zero, None for an empty cell."""
    number = row.number(column)
    if number is not None and (number < 1 or not number.is_integer()):
        row.fail(f"{column} is {number:g}; expected a whole number above zero, or an empty cell")
    return None if number is None else int(number)


def _check_parts(entry: Entry, row: Row) -> None:
    """Refuse a system without what it needs to shoot, or with launchers that do not add up."""
    if entry.kind != "system":
        return
    if len(entry.parts.get("engagement_radar", ())) != 1 or not entry.parts["missile"]:
        row.fail(f"the system {entry.name} needs one engagement_radar and at least one missile in parts.csv")
    loads = [part.launchers for part in entry.parts["missile"]]
    total = entry.adopted_values["launchers_per_fire_unit"].nominal
    if len(loads) > 1 and (None in loads or sum(filter(None, loads)) != total):
        row.fail(f"{entry.name}: launchers of its missiles are {loads}; expected to add up to {total:g}")


def _read_transfers(folder: Path, claims: Mapping[str, Claim]) -> tuple[Transfer, ...]:
    """Return the transfer claims with who and when; every claim of that kind stands in the file once."""
    wanted = {c.claim for c in claims.values() if c.kind == "transfer"}
    transfers: dict[str, Transfer] = {}
    last = Row("transfers.csv", 1, {})
    for last in rows(folder, "transfers.csv"):
        claim = claims[last.choice("claim", wanted)]
        unique(last, claim.claim, transfers)
        figure = "" if claim.value is None else f"{claim.value:g} {claim.unit}"
        bounded = f"{claim.bound} {figure}" if claim.bound else figure
        transfers[claim.claim] = Transfer(
            systems=last.several("system"),
            operators=last.several("operator"),
            via=last.several("via"),
            record=last.choice("record", ("transfer", "inventory", "combat")),
            what=claim.attribute,
            value=claim.text or bounded,
            when=last.text("when"),
            note="; ".join(filter(None, (last.text("note"), claim.qualifier))),
            grade=claim.grade,
            sources=(claim.source,) if claim.source else (),
            claim=claim.claim,
        )
    if missing := sorted(wanted - set(transfers)):
        last.fail(f"transfers without a row: {', '.join(missing)}")
    return tuple(transfers.values())
