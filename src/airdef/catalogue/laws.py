"""The law behind each figure: what of the model it enters, and what that was checked against.

`laws.csv` gives every attribute of attributes.csv one law. `checked` says what the validation page compares the law
with; `unchecked` what no comparison reaches. A law is not a figure: it is no part of the catalogue's hash.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from airdef.catalogue.tables import rows

if TYPE_CHECKING:
    from airdef.catalogue import Catalogue

FILE: Final = "laws.csv"
COLUMNS: Final = "law title functions rules checked unchecked attributes"

CHECKS: Final = {
    "print": "print",
    "program": "another program",
    "closed form": "a closed form",
    "second engine": "a second engine",
}
"""What a law may have been checked against, as the validation page calls it, and in words."""

NOTHING: Final = "nothing"


@dataclass(frozen=True)
class Law:
    """A law of the model.

    `functions` are those of physics that hold it and `rules` the headings of docs/model/engagement.md; `checked` some
    of `CHECKS`, none for a law without a comparison; `attributes` are (kind, name), where a name that ends in `.*`
    stands for all that begin so.
    """

    law: str
    title: str
    functions: tuple[str, ...]
    rules: tuple[str, ...]
    checked: tuple[str, ...]
    unchecked: str
    attributes: tuple[tuple[str, str], ...]

    def covers(self, kind: str, attribute: str) -> bool:
        """Tell whether an attribute of a kind of entry enters this law.

        Parameters
        ----------
        kind
            Kind of entry: system, radar, missile, mast or threat; None for all.
        attribute
            Name of an attribute.

        Returns
        -------
        bool
            Whether an attribute of a kind of entry enters this law.
        """
        stem = f"{attribute.partition('.')[0]}.*"
        return (kind, attribute) in self.attributes or (kind, stem) in self.attributes

    def text(self) -> str:
        """Return the law and what it was checked against, in words.

        Returns
        -------
        str
            The law and what it was checked against, in words.
        """
        against = [CHECKS[c] for c in self.checked]
        if not against:
            return f"{self.title}: checked against {NOTHING}"
        words = against[0] if len(against) == 1 else f"{', '.join(against[:-1])} and {against[-1]}"
        rest = f" (unchecked: {self.unchecked})" if self.unchecked else ""
        return f"{self.title}: checked against {words}{rest}"

    def to_dict(self) -> dict[str, Any]:
        """Return plain data.

        Returns
        -------
        dict[str, Any]
            Plain data.
        """
        return {"law": self.law, "title": self.title, "checked": list(self.checked), "unchecked": self.unchecked}


@cache
def load(folder: Path | None = None) -> tuple[Law, ...]:
    """Return the laws in a folder, the packaged ones by default.

    Parameters
    ----------
    folder
        Folder of the files; None for the packaged ones.

    Returns
    -------
    tuple[Law, ...]
        The laws in a folder, the packaged ones by default.

    Raises
    ------
    CatalogueError
        With file, row and reason, for a check that is none and an attribute given twice.
    """
    found: list[Law] = []
    for row in rows(folder or Path(__file__).parent / "data", FILE, COLUMNS):
        checked = row.several("checked")
        if wrong := [c for c in checked if c not in (*CHECKS, NOTHING)]:
            row.fail(f"checked is {wrong[0]!r}; expected some of {', '.join(CHECKS)}, or {NOTHING}")
        if not checked or (NOTHING in checked and len(checked) > 1):
            row.fail(f"checked is {row.text('checked')!r}; expected some of {', '.join(CHECKS)}, or {NOTHING} alone")
        attributes = []
        for text in row.several("attributes"):
            kind, _, name = text.partition(":")
            if any(law.covers(kind, name) for law in found) or (kind, name) in attributes:
                row.fail(f"{text} stands in two laws; each attribute enters one")
            attributes.append((kind, name))
        found.append(
            Law(
                row.needed("law"),
                row.needed("title"),
                row.several("functions"),
                row.several("rules"),
                tuple(c for c in checked if c != NOTHING),
                row.text("unchecked"),
                tuple(attributes),
            )
        )
    return tuple(found)


def behind(catalogue: Catalogue, subject: str, attribute: str) -> Law | None:
    """Return the law that a figure of an entry enters; None for an attribute that no law is stated for.

    Parameters
    ----------
    catalogue
        The catalogue.
    subject
        Name of an entry.
    attribute
        Name of an attribute.

    Returns
    -------
    Law | None
        The law that a figure of an entry enters; None for an attribute that no law is stated for.

    Raises
    ------
    UnknownNameError
        For an entry that is not there.
    """
    kind = catalogue.entry(subject).kind
    return next((law for law in load() if law.covers(kind, attribute)), None)
