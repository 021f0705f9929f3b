"""How much of an entry is published, second hand, from simulators, assumed or defined: at a glance."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from airdef.numbers import number

if TYPE_CHECKING:
    from airdef.catalogue.book import Catalogue
    from airdef.catalogue.model import Claim, Entry

WORDS: Final = {
    "A": "published",
    "B": "published",
    "C": "second hand",
    "D": "simulator",
    "assumed": "assumed",
    "defined": "defined",
}
"""What the grades of adopted values come to, in words."""


def _members(book: Catalogue, entry: Entry) -> list[Entry]:
    """Return an entry, and of a system its radars and missiles, each once; no masts: a scenario chooses them."""
    names = [p.name for role, parts in entry.parts.items() if role != "mast" for p in parts]
    return [entry, *(book.entry(name) for name in dict.fromkeys(names))]


def glance(book: Catalogue, entry: Entry) -> dict[str, int]:
    """Return how many figures of an entry are of which sort; those of a system with its radars and missiles.

    Masts are left out: a scenario chooses whether there is one.

    Parameters
    ----------
    book
        The catalogue.
    entry
        The entry.

    Returns
    -------
    dict[str, int]
        Numbers of figures that are published, second hand, of a simulator, assumed and defined; none is left out.
    """
    counted = dict.fromkeys(WORDS.values(), 0)
    for member in _members(book, entry):
        for adopted in member.adopted_values.values():
            counted[WORDS[adopted.grade]] += 1
    return counted


def glanced(book: Catalogue, entry: Entry) -> str:
    """Return that as one line: numbers and shares.

    Parameters
    ----------
    book
        The catalogue.
    entry
        The entry.

    Returns
    -------
    str
        The line, such as "12 published (24 %), 38 assumed (76 %)"; empty for an entry without figures.
    """
    counted = glance(book, entry)
    total = sum(counted.values())
    return ", ".join(f"{n} {word} ({100 * n / total:.0f} %)" for word, n in counted.items() if n)


def published(claim: Claim) -> str:
    """Return what a statement gives, in its own unit: a number, a range, or its words.

    Parameters
    ----------
    claim
        The statement.

    Returns
    -------
    str
        The number with its bound and unit; the words where it gives no number.
    """
    if claim.low is not None and claim.high is not None:
        value = f"{number(claim.low)} to {number(claim.high)}"
    elif claim.value is not None:
        value = number(claim.value)
    else:
        return claim.text
    return " ".join(part for part in (claim.bound, value, claim.unit) if part and part != "1")


def disagreements(book: Catalogue, entry: Entry) -> list[tuple[str, str, str]]:
    """Return where the statements that a figure rests on differ, for an entry and the radars and missiles of a system.

    Statements that are left out of a figure, with the reason, are among them.

    Parameters
    ----------
    book
        The catalogue.
    entry
        The entry.

    Returns
    -------
    list of tuple
        Name of the entry, the figure, and what each statement gives, with its number and grade.
    """
    found = []
    for member in _members(book, entry):
        for name, adopted in member.adopted_values.items():
            if adopted.taken or adopted.grade in {"assumed", "defined"}:
                continue
            left_out = (t.claim for t in book.treatments(member.name, name) if t.entry == member.name)
            claims = [book.claim(c) for c in dict.fromkeys((*adopted.claims, *left_out))]
            if len({published(c) for c in claims}) > 1:
                told = "; ".join(f"{published(c)} ({c.claim}, {c.grade})" for c in claims)
                found.append((member.name, name, told))
    return found
