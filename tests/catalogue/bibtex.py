"""A strict reader of BibTeX, of the grammar that BibTeX itself has: what it cannot read, BibTeX could not."""

from __future__ import annotations

import re

MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
NEEDED = {"misc": ("title",), "techreport": ("author", "title", "institution", "year")}
"""Fields that the standard styles ask of an entry."""


NAMED = {
    r"\textbackslash{}": "\\",
    r"\textasciitilde{}": "~",
    r"\textasciicircum{}": "^",
    r"\textbraceleft{}": "{",
    r"\textbraceright{}": "}",
}
"""Commands that stand for a character."""


class Reader:
    """A text and the place in it."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def take(self, pattern: str) -> str:
        """Return what stands here, blanks before it skipped; it must match."""
        found = re.compile(rf"\s*({pattern})").match(self.text, self.at)
        assert found, f"expected {pattern} at {self.text[self.at : self.at + 40]!r}"
        self.at = found.end()
        return found[1]

    def sees(self, pattern: str) -> bool:
        """Return whether that stands here."""
        return re.compile(rf"\s*{pattern}").match(self.text, self.at) is not None

    def braced(self) -> str:
        """Return the text of a pair of braces; BibTeX counts the brace of an escaped one too, and so does this."""
        self.take(r"\{")
        start, depth = self.at, 1
        while depth:
            assert self.at < len(self.text), f"a brace is not closed: {self.text[start : start + 40]!r}"
            depth += {"{": 1, "}": -1}.get(self.text[self.at], 0)
            self.at += 1
        return self.text[start : self.at - 1]


def read(text: str) -> dict[str, tuple[str, dict[str, str]]]:
    """Return the entries of a bibliography by key: type and fields. AssertionError for what BibTeX would refuse."""
    reader, entries = Reader(text), {}
    while reader.sees("@"):
        kind = reader.take("@[a-z]+").removeprefix("@")
        assert kind in NEEDED, f"{kind} is none of the types that every style knows"
        reader.take(r"\{")
        key = reader.take(r"[^\s,{}()\"#%'=\\~]+")
        assert key not in entries, f"the key {key} stands twice"
        fields: dict[str, str] = {}
        while reader.sees(","):
            reader.take(",")
            name = reader.take("[a-z]+")
            assert name not in fields, f"{key}: {name} stands twice"
            reader.take("=")
            fields[name] = reader.braced() if reader.sees(r"\{") else reader.take("|".join(MONTHS))
            assert fields[name].strip(), f"{key}: {name} is empty"
        reader.take(r"\}")
        assert set(NEEDED[kind]) <= set(fields), f"{key}: a @{kind} without {set(NEEDED[kind]) - set(fields)}"
        entries[key] = (kind, fields)
    assert not reader.text[reader.at :].strip(), f"no entry: {reader.text[reader.at : reader.at + 40]!r}"
    return entries


def unescaped(text: str) -> str:
    """Return text of a field as LaTeX prints it. AssertionError for a character that LaTeX would take for its own."""
    parts = re.split(r"(\\text[a-z]+\{\}|\\[&%$#_])", text)
    for part in parts[::2]:
        assert not (bare := re.search(r"[&%$#_~^\\]", part)), f"{text!r} has {bare[0] if bare else ''!r} bare"
    return "".join(
        part.translate({ord("{"): None, ord("}"): None}) if k % 2 == 0 else NAMED.get(part, part[-1])
        for k, part in enumerate(parts)
    )
