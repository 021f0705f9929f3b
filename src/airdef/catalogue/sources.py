"""Reading `sources.csv`: what a source must tell so that a reader can follow it."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from airdef.catalogue.model import Source
from airdef.catalogue.tables import rows, unique
from airdef.version import RELEASED

if TYPE_CHECKING:
    from pathlib import Path

    from airdef.catalogue.tables import Row

KINDS: Final = ("press", "reference", "second-hand", "discussion", "simulator")
"""Kinds of source."""

VIA: Final = ("quoted in", "implemented in", "computed with", "republished by")
"""How `via` may begin: what stood between the text and the one who read it."""

FIRST_YEAR: Final = 1900
"""The earliest year of publication: radar, which the catalogue is about, is younger."""

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_NUMBER = re.compile(r"\S+ \S.*")
_NOTHING = re.compile(r"\bnot (recorded|known|given)\b|\bunknown\b|\buntitled\b|^n\.? ?[dan]\.?$", re.IGNORECASE)
_THROUGH = re.compile(r"\bvia\b|\bas (quoted|implemented) in\b", re.IGNORECASE)


def read_sources(folder: Path) -> dict[str, Source]:
    """Return the sources by id.

    Parameters
    ----------
    folder
        Folder of the files; None for the packaged ones.

    Returns
    -------
    dict[str, Source]
        The sources by id.

    Raises
    ------
    CatalogueError
        For a row that a reader could not follow.
    """
    sources: dict[str, Source] = {}
    for row in rows(folder, "sources.csv"):
        source = Source(
            source=row.needed("source"),
            title=row.needed("title"),
            address=row.text("address"),
            kind=row.choice("kind", KINDS),
            author=row.text("author"),
            date=row.text("date"),
            number=row.text("number"),
            publisher=row.text("publisher"),
            accessed=row.text("accessed"),
            via=row.text("via"),
            cites=row.text("cites"),
        )
        unique(row, source.source, sources)
        _check_words(row, source)
        _check_dates(row, source)
        _check_address(row, source.address)
        sources[source.source] = source
    return sources


def _check_words(row: Row, source: Source) -> None:
    """Refuse an id that no BibTeX key can be, and words that stand in the wrong cell or say only what is missing."""
    if not _ID.fullmatch(source.source):
        row.fail(f"source is {source.source!r}; expected small letters, digits and single hyphens between them")
    for column in ("author", "title", "publisher", "cites"):
        if _NOTHING.search(text := row.text(column)):
            row.fail(
                f"{column} is {text!r}; leave the cell empty where nothing is known, "
                "and give as the title what the text is, in [square brackets]"
            )
    if _THROUGH.search(source.title):
        row.fail(f"title is {source.title!r}; what the text was read through belongs in the column via")
    if source.title.startswith("[") != source.title.endswith("]"):
        row.fail(f"title is {source.title!r}; a description stands wholly in [square brackets]")
    if any(not name.strip() or name.count(",") > 1 for name in source.author.split(";") if source.author):
        row.fail(f"author is {source.author!r}; expected `Family, Given` or a body without comma, semicolons between")
    if source.number and not (_NUMBER.fullmatch(source.number) and source.author):
        row.fail(f"number is {source.number!r}; expected `Kind number` of a report whose author, the body, is given")
    if source.via and not source.via.startswith(tuple(f"{way} " for way in VIA)):
        row.fail(f"via is {source.via!r}; expected it to begin with one of {', '.join(VIA)}")
    if not source.address and not source.publisher:
        row.fail("address is empty; give one, or say in publisher what the text stands in")


def _check_dates(row: Row, source: Source) -> None:
    """Refuse dates that cannot be, and one of reading before that of publication."""
    latest = max(date.today().year, int(RELEASED[:4]))  # a clock that is behind refuses no catalogue of this version
    for column, expected in (("date", "YYYY, YYYY-MM or YYYY-MM-DD"), ("accessed", "YYYY-MM-DD")):
        text = row.text(column)
        if not text:
            continue
        full = f"{text}-01-01"[:10]
        try:
            if not _DATE.fullmatch(text) or (column == "accessed" and text != full):
                raise ValueError
            day = date.fromisoformat(full)
        except ValueError:
            row.fail(f"{column} is {text!r}; expected {expected}")
        if not FIRST_YEAR <= day.year <= latest:
            row.fail(f"{column} is {text!r}; expected a year from {FIRST_YEAR} to {latest}")
    if source.accessed and source.date > source.accessed:
        row.fail(f"accessed is {source.accessed}, before its date {source.date}")


def _check_address(row: Row, address: str) -> None:
    """Refuse an address that is no complete URL of the web."""
    if not address:
        return
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        host = ""
    legal = re.fullmatch(r"[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]+", address)
    if not legal or "." not in host or parts.scheme not in ("http", "https"):
        row.fail(
            f"address is {address!r}; expected a URL alone, as https://example.org/page, with other letters "
            "percent-encoded; what else there is to say belongs in publisher or via"
        )
