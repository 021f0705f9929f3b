"""Terms of the glossary, linked: the first use on a page leads to its entry in `docs/words.md`, shown as a tooltip.

Terms that are plain English in most sentences (`PLAIN`) are not linked; the glossary has them all the same.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import PurePosixPath
from posixpath import relpath
from typing import TYPE_CHECKING, Final
from xml.etree.ElementTree import Element

from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from pymdownx.slugs import slugify

from docsite import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown import Markdown

GLOSSARY: Final = "words.md"

PLAIN: Final = frozenset({
    "entry", "source", "claim", "figure", "law", "site", "stock", "reload", "channel", "known", "window", "shot",
    "missed", "aborted", "part", "measure", "target", "exclude", "supports", "override", "spread", "nominal",
    "grade", "precision", "kills", "variant", "seed", "simulate", "exited", "horizon", "coordination", "saturation",
    "undetected", "assessment", "engagements", "leakers", "link", "allocation",
})  # fmt: skip
"""Terms that are also plain English, or another term in the plural."""

UNTOUCHED: Final = frozenset({"a", "code", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "script", "style", "abbr", "kbd"})
"""Elements in which nothing is linked."""


@lru_cache(None)
def glossary() -> dict[str, tuple[str, str]]:
    """Return for each term its anchor and its meaning, as plain text."""
    text = (ROOT / "docs" / GLOSSARY).read_text(encoding="utf-8").partition("\n## Retired words")[0]
    anchor, found = slugify(case="lower"), {}
    for part in text.split("\n### ")[1:]:
        term, _, meaning = part.partition("\n\n")
        if term not in found:
            plain = re.sub(r"\s*\[More\]\([^)]*\)|[*`]", "", meaning.partition("\n")[0])
            found[term] = (anchor(term, "-"), re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", plain).strip())
    return found


@lru_cache(None)
def _pattern() -> re.Pattern[str]:
    """Return what finds a term, also in the plural and at the beginning of a sentence."""
    terms = sorted((t for t in glossary() if t not in PLAIN), key=len, reverse=True)
    written = {f"{t[:-2]}ices": t for t in terms if t.endswith("ex")} | {t: t for t in terms}
    alternatives = "|".join(f"[{t[0].upper()}{t[0]}]{re.escape(t[1:])}" for t in written)
    return re.compile(rf"(?<![\w-])({alternatives})(e?s)?(?![\w-])")


class Terms(Extension):
    """The extension of Python-Markdown that links them; `linked` keeps which terms were, over all pages."""

    def __init__(self) -> None:
        super().__init__()
        self.page = ""
        self.linked: set[str] = set()

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        """Link terms when a page's inline Markdown is done, and before MkDocs looks where links lead."""
        md.treeprocessors.register(_Links(self, md), "airdef-terms", 7)


class _Links(Treeprocessor):
    def __init__(self, terms: Terms, md: Markdown) -> None:
        super().__init__(md)
        self.terms = terms

    def run(self, root: Element) -> None:
        """Link the first use of each term; docstrings, which are rendered within a page, are left alone."""
        page = self.terms.page
        if page and page != GLOSSARY and "relpath" in self.md.treeprocessors:
            self._walk(root, relpath(GLOSSARY, PurePosixPath(page).parent), set())

    def _walk(self, element: Element, to: str, done: set[str]) -> None:
        inner = list(element)
        if element.tag not in UNTOUCHED:
            self._text(element, None, to, done)
        for child in inner:
            if child.tag not in UNTOUCHED:
                self._walk(child, to, done)
            if element.tag not in UNTOUCHED:
                self._text(element, child, to, done)

    def _text(self, parent: Element, child: Element | None, to: str, done: set[str]) -> None:
        """Link terms in the text at the beginning of an element, or behind one of its children."""
        text = (parent.text if child is None else child.tail) or ""
        links = list(self._found(text, done))
        if not links:
            return
        before = text[: links[0][0]]
        if child is None:
            parent.text, at = before, 0
        else:
            child.tail, at = before, list(parent).index(child) + 1
        for k, (_, end, term) in enumerate(links):
            anchor, meaning = glossary()[term]
            link = Element("a", {"class": "term", "href": f"{to}#{anchor}", "title": meaning})
            link.text = text[links[k][0] : end]
            link.tail = text[end : links[k + 1][0] if k + 1 < len(links) else None]
            parent.insert(at + k, link)
            self.terms.linked.add(term)

    def _found(self, text: str, done: set[str]) -> Iterator[tuple[int, int, str]]:
        for match in _pattern().finditer(text):
            word = re.sub("ices$", "ex", match[1])
            term = word if word in glossary() else word[0].lower() + word[1:]
            if term in glossary() and term not in done:
                done.add(term)
                yield match.start(), match.end(), term
