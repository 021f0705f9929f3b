"""Pieces of Markdown that generated pages are put together from."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_SPECIAL = re.compile(r"([\\`*_\[\]|#~^])")
_ADDRESS = re.compile(r"https?://[^\s<>|\"]+[^\s<>|\".,;:)]")


def plain(text: object) -> str:
    """Return text so that Markdown shows it as it is, on one line; addresses become links."""
    return _shown(" ".join(str(text).split()))


def _shown(line: str) -> str:
    out, end = [], 0
    for found in _ADDRESS.finditer(line):
        out += [_escaped(line[end : found.start()]), f"<{found[0]}>"]
        end = found.end()
    return "".join([*out, _escaped(line[end:])])


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def prose(text: str) -> str:
    """Return text that may hold code in backticks, which stays code; the rest is shown as it is."""
    parts = " ".join(text.split()).split("`")
    if len(parts) % 2 == 0:
        return plain(text)
    return "".join(f"`{part}`" if k % 2 else _shown(part) for k, part in enumerate(parts))


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table; cells are Markdown, empty ones allowed."""
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    lines += ["| " + " | ".join(cell.replace("\n", " ") or " " for cell in row) + " |" for row in rows]
    return "\n".join(lines) + "\n"


def slug(name: str) -> str:
    """Return a name as part of an address: lower case letters, digits and hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-")
