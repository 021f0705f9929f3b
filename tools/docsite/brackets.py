"""Units in brackets that follow brackets (`float64[n] [m]`) are no links: they are shown as they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor

if TYPE_CHECKING:
    import re

    from markdown import Markdown

_AFTER_BRACKET = r"\](\s?)\[(?![^\]\[]*\]\()"


class _Plain(InlineProcessor):
    def handleMatch(self, m: re.Match[str], data: str) -> tuple[str, int, int]:  # type: ignore[override]  # noqa: N802
        """Return a closing and an opening bracket as text."""
        del data
        left, right = (f"\x02{ord(c)}\x03" for c in "][")  # as Python-Markdown keeps escaped characters
        return left + m[1] + right, m.start(), m.end()


class Brackets(Extension):
    """The extension of Python-Markdown that shows them so."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        """Take such brackets before links are looked for, and after code."""
        md.inlinePatterns.register(_Plain(_AFTER_BRACKET, md), "airdef-brackets", 175)
