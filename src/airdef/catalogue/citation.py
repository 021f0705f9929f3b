"""Sources as references: in words, as plain data and as BibTeX.

In words, as authors and years are cited (after the manner of the American Psychological Association):
*Author (date). Title. Number. Publisher. Address (accessed day). How it was read. What it cites.* A source without a
date has "n.d.", one without an author begins with its title, a title in square brackets describes the text.
"""

from __future__ import annotations

import re
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from airdef.catalogue.model import Source

NO_DATE: Final = "n.d."
"""What stands for a date of publication that is not known."""

NO_ADDRESS: Final = "No address known"
"""What stands for an address that is not known."""

_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)

_LATEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",  # BibTeX counts the brace in \{ too: a lone one would leave the entry open
        "}": r"\textbraceright{}",
        "&": r"\&",
        "%": r"\%",
        "$": r"\$",
        "#": r"\#",
        "_": r"\_",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
    }
)


def plain(source: Source) -> dict[str, Any]:
    """Return a source as plain data, its reference in words as `reference`.

    Parameters
    ----------
    source
        The source.

    Returns
    -------
    dict[str, Any]
        A source as plain data, its reference in words as `reference`.
    """
    return {**asdict(source), "reference": reference(source)}


def reference(source: Source) -> str:
    """Return a source as a reference in words, as it stands in a list of references.

    Parameters
    ----------
    source
        The source.

    Returns
    -------
    str
        A source as a reference in words, as it stands in a list of references.
    """
    when = f"({_spoken(source.date)})"
    authors = _listed([_spoken_name(name) for name in authors_of(source)])
    head = f"{authors} {when}. {source.title}" if authors else f"{source.title} {when}"
    told = [head, source.number, source.publisher, source.address or NO_ADDRESS]
    if source.accessed:
        told[-1] += f" (accessed {_day(source.accessed)})"
    told += [_sentence(source.via), f"Citing {source.cites}" if source.cites else ""]
    parts = [part for part in told if part]
    text = " ".join(part if part.endswith((".", "?", "!")) else f"{part}." for part in parts)
    return text[:-1] if parts[-1] == _url(source) else text  # a full stop is no part of an address


def bibliography(sources: Iterable[Source], taken: Iterable[str] = ()) -> list[str]:
    """Return sources as BibTeX entries, each with a key of its own, other than those `taken`.

    A key is the source's id; of an id with other characters than BibTeX and LaTeX take, what is left of it.

    Parameters
    ----------
    sources
        Sources.
    taken
        Keys that are taken already.

    Returns
    -------
    list[str]
        Sources as BibTeX entries, each with a key of its own, other than those `taken`.
    """
    used, entries = set(taken), []
    for source in sources:
        stem = re.sub(r"[^A-Za-z0-9:-]+", "-", source.source).strip("-") or "source"
        key = next(key for key in (stem, *(f"{stem}-{k}" for k in range(2, len(used) + 3))) if key not in used)
        used.add(key)
        entries.append(bibtex(source, key))
    return entries


def bibtex(source: Source, key: str) -> str:
    """Return a source as a BibTeX entry with that key.

    A numbered report is a @techreport of the body that wrote it, everything else a @misc. Bodies stand in braces, so
    that their words are not taken for given and family names, and so does the title, so that no style changes the case
    of its designations. A year that is not known is `n.d.`, as a style prints it. Text is UTF-8.

    Parameters
    ----------
    source
        The source.
    key
        Key of the entry.

    Returns
    -------
    str
        A source as a BibTeX entry with that key.
    """
    body = " and ".join(name if _is_person(name) else f"{{{name}}}" for name in map(_latex, authors_of(source)))
    url = _url(source)
    year, _, rest = source.date.partition("-")
    month, _, day = rest.partition("-")
    kind, _, number = source.number.partition(" ")
    notes = [_sentence(source.via), f"Citing {source.cites}" if source.cites else ""]
    notes.append("" if source.address else NO_ADDRESS)
    fields = {
        "author": body,
        "title": f"{{{_latex(source.title)}}}",
        "institution": body if number else "",
        "type": _latex(kind) if number else "",
        "number": _latex(number),
        "howpublished": _latex(". ".join(filter(None, [source.publisher, "" if url else source.address]))),
        "year": year or NO_DATE,
        "month": _month(month)[:3].lower(),
        "day": day.removeprefix("0"),
        "url": url,
        "urldate": source.accessed,
        "note": _latex(". ".join(filter(None, notes))),
    }
    lines = [f"  {name} = {value if name == 'month' else f'{{{value}}}'}" for name, value in fields.items() if value]
    return "\n".join([f"@{'techreport' if number else 'misc'}{{{key},", ",\n".join(lines), "}"])


def authors_of(source: Source) -> list[str]:
    """Return the authors of a source, each `Family, Given` or the name of a body.

    Parameters
    ----------
    source
        The source.

    Returns
    -------
    list[str]
        The authors of a source, each `Family, Given` or the name of a body.
    """
    return [name.strip() for name in source.author.split(";") if name.strip()]


def _is_person(name: str) -> bool:
    """Return whether a name is that of a person: `Family, Given`, both there."""
    family, _, given = name.partition(",")
    return bool(family.strip() and given.strip()) and "," not in given


def _url(source: Source) -> str:
    """Return the address of a source if it is one of the web; a scenario's own source may have a place in print."""
    return source.address if re.fullmatch(r"https?://\S+", source.address) else ""


def _latex(text: str) -> str:
    """Return text with the characters that LaTeX would take for its own."""
    return text.translate(_LATEX)


def _listed(names: list[str]) -> str:
    """Return names as a list in words."""
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def _spoken_name(name: str) -> str:
    """Return a person as `Family, G. G.`, a body as it is."""
    family, _, given = name.partition(",")
    return f"{family}, {' '.join(f'{part[0]}.' for part in given.split())}" if _is_person(name) else name


def _spoken(when: str) -> str:
    """Return a date of publication in words, the year first."""
    year, _, rest = when.partition("-")
    month, _, day = rest.partition("-")
    return ", ".join(filter(None, [year or NO_DATE, f"{day.removeprefix('0')} {_month(month)}".strip()]))


def _day(when: str) -> str:
    """Return a full date in words."""
    year, month, day = when.split("-")
    return f"{int(day)} {_month(month)} {year}"


def _month(number: str) -> str:
    """Return the name of a month, the same in every locale; none for no number."""
    return _MONTHS[int(number) - 1] if number else ""


def _sentence(text: str) -> str:
    """Return text with a capital at its beginning."""
    return text[:1].upper() + text[1:]
