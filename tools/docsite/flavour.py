"""Markdown as a repository's host reads it, rewritten as Python-Markdown reads it: same text, same structure.

Python-Markdown wants a blank line before a list or a table, indents nested lists by four columns, and takes no second
word after the language of a fence. Everything else of the pages in `docs/` reads the same in both.
"""

from __future__ import annotations

import re

_ITEM = re.compile(r"(\s*)([-*+]|\d+[.)])(\s+)\S")
_FENCE = re.compile(r"\s*(```+|~~~+)(.*)$")
_HEADING = re.compile(r"#{1,6} ")


def rewritten(text: str) -> str:
    """Return a page as Python-Markdown reads it."""
    out: list[str] = []
    levels: list[int] = []  # columns at which the text of each open list item begins
    fence = ""
    for line in text.splitlines():
        found = _FENCE.match(line)
        if fence:
            out.append(_within(line, levels))
            fence = "" if found and found[1].startswith(fence) and not found[2].strip() else fence
            continue
        if found:
            fence = found[1]
            out.append(_within(f"{line[: found.start(1)]}{fence}{_language(found[2])}", levels))
            continue
        out += _block(line, out[-1] if out else "", levels)
    return "\n".join(out) + "\n"


def _language(info: str) -> str:
    """Return the first word after a fence, or all of it where it holds options."""
    return info if "=" in info or "{" in info else info.strip().partition(" ")[0]


def _block(line: str, before: str, levels: list[int]) -> list[str]:
    """Return the lines that stand for one outside of fences; `levels` is kept up to date."""
    if not line.strip():
        return [line]
    indent = len(line) - len(line.lstrip())
    item = _ITEM.match(line)
    while levels and indent < levels[-1] and (item or not before.strip()):
        levels.pop()
    if item and not (indent >= 4 and not levels):
        first = not levels and before.strip() and not _ITEM.match(before) and not before.startswith(" ")
        written = " " * (4 * len(levels)) + line.lstrip()
        levels.append(len(item[1]) + len(item[2]) + len(item[3]))
        return ["", written] if first else [written]
    if levels:
        return [_within(line, levels)]
    table = line.startswith("|") and before.strip() and not before.startswith("|")
    after_heading = bool(_HEADING.match(before)) or before.startswith("<!--")
    return ["", line] if table or after_heading else [line]


def _within(line: str, levels: list[int]) -> str:
    """Return a line of an item with the indentation that belongs to its level."""
    if not levels or not line.strip():
        return line
    indent = len(line) - len(line.lstrip())
    return " " * (4 * len(levels) + max(0, indent - levels[-1])) + line.lstrip()
