"""The catalogue as pages: an entry each, with every figure, its sources and how they were read; sources; laws."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from airdef.catalogue import citation, load
from airdef.catalogue import laws as stated
from airdef.catalogue.glance import disagreements, glanced, published
from airdef.numbers import quantity, span
from docsite import Page
from docsite.text import plain, slug, table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from airdef.catalogue import AdoptedValue, Catalogue, Claim, Entry

FOLDER = "reference/catalogue"

KINDS = {
    "system": "Systems",
    "radar": "Radars",
    "missile": "Missiles",
    "mast": "Masts",
    "threat": "Threats",
    "environment": "Environment",
    "reported": "Reported systems that cannot be simulated",
}

GRADES = {
    "A": "official document",
    "B": "press or reference page",
    "C": "quoted second hand",
    "D": "simulator or game",
    "assumed": "nobody publishes it: a value with a reason",
    "defined": "true by definition, of idealised entries",
}

HEAD = """# The catalogue

{figures} adopted values of {entries} entries, taken from {claims} published statements in {sources} sources. Sources
contradict each other, so each figure has a nominal value, a spread and a grade. What nobody publishes is `assumed`,
with its reason. The page of an entry lists, for every figure, which statements it rests on, which were left out, and
why. How statements become values is described in [design decision 0002](../../design/0002-catalogue.md).

"""


def pages() -> tuple[list[Page], list[Any]]:
    """Return the pages of the catalogue and their list of the navigation."""
    book = load()
    made = [Page(f"{FOLDER}/{_file(e)}", _Entry(book, e).page()) for e in book.entries()]
    made += [_index(book), _sources(book), _transfers(book), _laws()]
    navigation: list[Any] = [f"{FOLDER}/index.md"]
    for kind, title in KINDS.items():
        navigation.append({title: [{e.name: f"{FOLDER}/{_file(e)}"} for e in book.entries(kind)]})
    navigation += [{t: f"{FOLDER}/{t.casefold()}.md"} for t in ("Sources", "Transfers", "Laws")]
    return made, navigation


def _file(entry: Entry) -> str:
    return f"{entry.kind}-{slug(entry.name)}.md"


def _linked(entry: Entry) -> str:
    return f"[{plain(entry.name)}]({_file(entry)})"


def _index(book: Catalogue) -> Page:
    """Return the first page: all entries by kind, and what the grades mean."""
    entries = book.entries()
    figures = sum(len(e.adopted_values) for e in entries)
    counts = {"figures": figures, "entries": len(entries), "claims": len(book.claims()), "sources": len(book.sources)}
    out = [HEAD.format(**counts)]
    out += ["## Grades\n", table(("grade", "what it means"), ((f"`{g}`", words) for g, words in GRADES.items()))]
    for kind, title in KINDS.items():
        rows = [(_linked(e), plain(e.title), plain(", ".join(e.aliases)), glanced(book, e)) for e in book.entries(kind)]
        out += [f"## {title}\n", table(("entry", "title", "also known as", "figures"), rows)]
    out += [
        "## Sources, transfers and laws\n",
        "- [Sources](sources.md): what was read, and where.",
        "- [Transfers](transfers.md): who has, received, used or lost what, as published.",
        "- [Laws](laws.md): the law of the model that each figure enters, and what that was checked against.\n",
    ]
    return Page(f"{FOLDER}/index.md", "\n".join(out))


class _Entry:
    """The page of one entry."""

    def __init__(self, book: Catalogue, entry: Entry) -> None:
        self.book, self.entry = book, entry
        self.laws = stated.load()

    def page(self) -> str:
        """Return the page."""
        e = self.entry
        out = [f"# {plain(e.name)}\n", f"{plain(e.title)}. {plain(e.description)}\n"]
        if e.aliases:
            out.append(f"Also known as {plain(', '.join(e.aliases))}.\n")
        out.append(f"On the command line: `airdef catalogue show '{e.name}'`.\n")
        if e.missing:
            return "\n".join([*out, *self._reported()])
        whole = "Figures, with its radars and missiles" if e.parts else "Figures"
        out.append(f"{whole}: {glanced(self.book, e)}.\n")
        if e.parts:
            out += ["## Parts\n", table(("as", "entry", "grade", "sources", "why"), self._parts())]
        head = ("figure", "value", "spread", "grade", "sources")
        out += ["## Figures\n", table(head, (self._row(r) for r in e.adopted_values.values()))]
        if differing := disagreements(self.book, e):
            rows = ((_linked(self.book.entry(name)), f"`{what}`", plain(told)) for name, what, told in differing)
            out += ["## Where sources disagree\n", table(("entry", "figure", "statements and grades"), rows)]
        out += [
            "## Where each figure comes from\n",
            *(self._figure(r) for r in e.adopted_values.values() if not r.taken),
        ]
        return "\n".join(out)

    def _reported(self) -> list[str]:
        """Return what is published of a system that cannot be simulated, and what is missing."""
        nearest = _linked(self.book.entry(self.entry.nearest))
        out = [f"It cannot be simulated. Missing: {plain(self.entry.missing)}. The nearest that can be: {nearest}.\n"]
        rows = [
            (c.claim, plain(c.attribute), plain(published(c)), plain(c.qualifier), c.grade, self._named([c.source]))
            for c in self.book.claims(self.entry.name)
        ]
        return [*out, table(("statement", "figure", "published", "of what", "grade", "source"), rows)]

    def _parts(self) -> Iterable[tuple[str, ...]]:
        for role, members in self.entry.parts.items():
            for p in members:
                there = _linked(self.book.entry(p.name))
                yield role.replace("_", " "), there, p.grade, self._named(p.sources), plain(p.reason)

    def _named(self, sources: Iterable[str]) -> str:
        """Return the sources as numbered links to their page, so that a table stays narrow."""
        numbers = {s: k for k, s in enumerate(self.book.sources, 1)}
        return " ".join(f"[\\[{numbers[s]}\\]](sources.md#{slug(s)})" for s in dict.fromkeys(sources))

    def _original(self, r: AdoptedValue) -> AdoptedValue:
        """Return the adopted value that one was copied from in the end; itself if it is no copy."""
        while r.taken:
            r = self.book.adopted(r.taken.subject, r.taken.attribute)
        return r

    def _row(self, r: AdoptedValue) -> tuple[str, ...]:
        spread = f"{span(r.low, r.high, r.unit)}" if r.low != r.high else ""
        name = f"[`{r.attribute}`](#{slug(r.attribute)})"
        if r.taken:
            o = self._original(r)
            there, named = f"#{slug(o.attribute)}", o.attribute
            if o.subject != self.entry.name:
                there, named = f"{_file(self.book.entry(o.subject))}{there}", f"{o.subject} {named}"
            name = f"`{r.attribute}`, as [`{named}`]({there})"
            return name, quantity(r.nominal, r.unit), spread, r.grade, ""
        return name, quantity(r.nominal, r.unit), spread, r.grade, self._named(r.sources)

    def _figure(self, r: AdoptedValue) -> str:
        """Return how one figure was adopted: value, law, reason, and the statements of its sources."""
        attribute = self.book.attributes.get((self.entry.kind, r.attribute))
        what = plain(attribute.description) if attribute else ""
        out = [f"### `{r.attribute}` {{: #{slug(r.attribute)} }}\n"]
        spread = f", {span(r.low, r.high, r.unit)} ({r.spread})" if r.low != r.high else ""
        out.append(f"{what[:1].upper()}{what[1:]}: **{quantity(r.nominal, r.unit)}**{spread}. Grade `{r.grade}`.\n")
        if r.reason:
            out.append(f"{plain(r.reason[:1].upper() + r.reason[1:])}.\n".replace("..", "."))
        if law := next((law for law in self.laws if law.covers(self.entry.kind, r.attribute)), None):
            out.append(f"Enters the [{plain(law.title)}](laws.md#{slug(law.law)}).\n")
        rows = [self._claim(r, c) for c in self._claims(r)]
        if rows:
            out.append(table(("statement", "published", "as quoted", "grade", "source", "how it was read"), rows))
        return "\n".join(out)

    def _claims(self, r: AdoptedValue) -> list[Claim]:
        """Return the statements a figure rests on, then those of the same attribute that were not used."""
        ids = [*r.claims, *(t.claim for t in self.book.treatments(self.entry.name, r.attribute) if t.entry != "*")]
        return [self.book.claim(c) for c in dict.fromkeys(ids)]

    def _claim(self, r: AdoptedValue, c: Claim) -> tuple[str, ...]:
        treated = [t for t in self.book.treatments(self.entry.name, r.attribute) if t.claim == c.claim]
        read = "; ".join(f"{t.action}: {t.reason}" for t in treated)
        if not read:
            read = "as published" if r.grade not in {"assumed", "defined"} else "quoted in the reason"
        source = self._named([c.source]) if c.source in self.book.sources else ""
        return c.claim, plain(published(c)), plain(c.quoted or c.text), c.grade, source, plain(read)


def _sources(book: Catalogue) -> Page:
    """Return the page of sources, numbered as the entries refer to them."""
    used: dict[str, int] = {}
    for c in book.claims():
        used[c.source] = used.get(c.source, 0) + 1
    rows = [
        (f'<span id="{slug(s.source)}">{k}</span>', plain(citation.reference(s)), s.kind, str(used.get(s.source, 0)))
        for k, s in enumerate(book.sources.values(), 1)
    ]
    head = ("no.", "reference", "kind", "statements")
    words = (
        "# Sources\n\nWhat was read, and where. [How a reference reads](../../sources.md#how-a-reference-reads).\n\n"
    )
    return Page(f"{FOLDER}/sources.md", words + table(head, rows))


def _transfers(book: Catalogue) -> Page:
    """Return the page of transfers."""
    numbers = {s: k for k, s in enumerate(book.sources, 1)}
    rows = [
        (
            plain(", ".join(t.operators)),
            plain(", ".join(t.systems)),
            t.record,
            plain(f"{t.what}: {t.value}"),
            plain(t.when),
            t.grade,
            " ".join(f"[\\[{numbers[s]}\\]](sources.md#{slug(s)})" for s in t.sources),
        )
        for t in book.transfers()
    ]
    head = ("operator", "system", "record", "what", "when", "grade", "sources")
    words = "# Transfers\n\nWho has, received, used or lost what, as published. Nothing in the model depends on it.\n\n"
    return Page(f"{FOLDER}/transfers.md", words + table(head, rows))


def _laws() -> Page:
    """Return the page of laws."""
    out = [
        "# Laws\n",
        "The law of the model that each figure enters, and what that law was checked against. The comparisons are on "
        "the [validation page](../../validation/index.md).\n",
    ]
    for law in stated.load():
        out.append(f"## {plain(law.title)} {{: #{slug(law.law)} }}\n")
        against = ", ".join(stated.CHECKS[c] for c in law.checked) or stated.NOTHING
        out.append(f"Checked against {against}.\n")
        if law.unchecked:
            out.append(f"Not checked: {plain(law.unchecked)}.\n")
        if law.functions:
            out.append("Functions: " + ", ".join(f"`{f}`" for f in law.functions) + ".\n")
        out.append("Figures: " + ", ".join(f"`{kind}` `{name}`" for kind, name in law.attributes) + ".\n")
    return Page(f"{FOLDER}/laws.md", "\n".join(out))
