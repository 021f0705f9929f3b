"""Entries of a scenario's own: systems, radars, missiles, masts and threat classes that the catalogue lacks.

They come from the scenario's `catalogue` and from the file that it names, and are worked out as the catalogue's own
are: a figure stated by sources follows the rule of adoption (`airdef.catalogue.rule`), one that nothing is said of is a
copy of the entry it is based on, or the default of the catalogue. A figure without a source is assumed.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Final

import airdef.catalogue
from airdef.catalogue.book import folded
from airdef.catalogue.model import Source
from airdef.scenario.check import validate
from airdef.scenario.document import Document, read
from airdef.scenario.errors import ScenarioError, shown
from airdef.scenario.own_entries import Maker
from airdef.scenario.own_schema import OwnCatalogue, OwnSource

if TYPE_CHECKING:
    from airdef.catalogue import Catalogue
    from airdef.scenario.errors import Path
    from airdef.scenario.plan import Scenario
    from airdef.scenario.schema import Declaration

HERE: Final[Path] = ("catalogue",)


def with_own(declaration: Declaration, document: Document, known: Catalogue) -> Catalogue:
    """Return the catalogue with the entries of a scenario beside its own.

    A catalogue that has such entries already, and one to which the scenario adds none, is returned as it is.

    Parameters
    ----------
    declaration
        The scenario as declared.
    document
        Where the declaration was read.
    known
        The catalogue without them.

    Returns
    -------
    Catalogue
        The catalogue with the entries of a scenario beside its own.

    Raises
    ------
    ScenarioError
        With the problems found, in the scenario or in the file it names.
    """
    own = declaration.catalogue
    if known.own or own == OwnCatalogue():
        return known
    parts = [(own, document, HERE)]
    if own.file is not None:
        path = FilePath(document.file).parent / own.file
        parts.insert(0, (*read_own(path), ()))
        _check_apart(parts[0][0], own, document)
    merged = OwnCatalogue(
        sources={i: s for part, _, _ in parts for i, s in part.sources.items()},
        entries={n: e for part, _, _ in parts for n, e in part.entries.items()},
    )
    for part, where, at in parts:
        _check_names(part, where, at, known)
    places = {n: (where, (*at, "entries", n)) for part, where, at in parts for n in part.entries}
    return _made(merged, known, places)


def read_own(path: FilePath) -> tuple[OwnCatalogue, Document]:
    """Return what a catalogue file says, and the file as read.

    Parameters
    ----------
    path
        Path of the file.

    Returns
    -------
    tuple[OwnCatalogue, Document]
        What a catalogue file says, and the file as read.

    Raises
    ------
    ScenarioError
        If it is refused; the message says where and why.
    """
    document = read(path)
    own = validate(document, OwnCatalogue)
    if own.file is not None:
        fix = "name the other file in the scenario, or copy what it says"
        raise ScenarioError([document.problem(("file",), shown(own.file), "no further file", fix)])
    return own, document


def catalogue_of(scenario: Scenario, known: Catalogue | None = None) -> Catalogue:
    """Return the catalogue that a scenario was resolved with, its own entries among the rest.

    Parameters
    ----------
    scenario
        The scenario.
    known
        The catalogue without them; the packaged one by default.

    Returns
    -------
    Catalogue
        The catalogue that a scenario was resolved with, its own entries among the rest.
    """
    if not scenario.own_catalogue or (known and known.own):
        return known or airdef.catalogue.load()
    return _packaged(scenario.own_catalogue) if known is None else _again(scenario.own_catalogue, known)


def catalogue_in(path: FilePath, known: Catalogue | None = None) -> Catalogue:
    """Return the catalogue with the entries in a file: a scenario's own, or a catalogue file.

    Parameters
    ----------
    path
        Path of the file.
    known
        The catalogue without them; the packaged one by default.

    Returns
    -------
    Catalogue
        The catalogue with the entries in a file: a scenario's own, or a catalogue file.

    Raises
    ------
    ScenarioError
        If it is refused; the message says where and why.
    """
    from airdef.scenario.schema import Declaration

    base = known or airdef.catalogue.load()
    document = read(path)
    if {"entries", "sources"} & set(document.data):
        own = validate(document, OwnCatalogue)
        _check_names(own, document, (), base)
        return _made(own, base, {n: (document, ("entries", n)) for n in own.entries})
    return with_own(validate(document, Declaration), document, base)


@lru_cache(maxsize=8)
def _packaged(text: str) -> Catalogue:
    return _again(text, airdef.catalogue.load())


def _again(text: str, known: Catalogue) -> Catalogue:
    """Return the catalogue with the entries in the JSON that `with_own` wrote."""
    own = OwnCatalogue.model_validate_json(text, strict=False)
    blank = Document({}, "<stored>", "")
    return _made(own, known, {n: (blank, ("catalogue", "entries", n)) for n in own.entries})


def _made(own: OwnCatalogue, known: Catalogue, places: dict[str, tuple[Document, Path]]) -> Catalogue:
    sources = {i: _source(i, s) for i, s in own.sources.items()}
    maker = Maker(own, known, sources, places)
    entries = [maker.entry(name) for name in own.entries]
    text = own.model_dump_json(exclude_defaults=True)
    return known.extended(text, entries, sources.values(), maker.claims.values())


def _source(name: str, own: OwnSource) -> Source:
    """Return a source of your own as one of the catalogue's, each text in one line."""
    title, address, author = (" ".join(text.split()) for text in (own.title, own.address, own.author))
    return Source(name, title, address, own.kind, author=author, date="" if own.year is None else str(own.year))


def _check_apart(file: OwnCatalogue, own: OwnCatalogue, document: Document) -> None:
    """Refuse what stands both in the scenario and in the file it names."""
    for part in ("sources", "entries"):
        taken = {folded(n) for n in getattr(file, part)}
        for name in getattr(own, part):
            if folded(name) in taken:
                given, expected = f"{shown(name)}, which stands in {shown(own.file)} too", "each name once"
                raise ScenarioError([document.problem((*HERE, part, name), given, expected, "rename one of them")])


def _check_names(own: OwnCatalogue, document: Document, at: Path, known: Catalogue) -> None:
    """Refuse names of sources and entries that the catalogue has, and such as cannot be told apart."""
    seen: dict[str, str] = {}
    for part, taken in (("entries", _entry_names(known)), ("sources", {folded(s): s for s in known.sources})):
        seen.clear()
        for name in getattr(own, part):
            other = taken.get(folded(name)) or seen.get(folded(name))
            if not folded(name) or other:
                given = f"{shown(name)}, which is {shown(other)} already" if other else shown(name)
                fix = "choose another name" + ("; 'overrides' replace figures of a system" if part == "entries" else "")
                problem = document.problem((*at, part, name), given, "a name of its own", fix, at_key=True)
                raise ScenarioError([problem])
            seen[folded(name)] = name


def _entry_names(known: Catalogue) -> dict[str, str]:
    return {folded(n): e.name for e in known.entries() for n in (e.name, *e.aliases)}
