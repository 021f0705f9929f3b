"""The gallery: every picture of `docs/gallery.md`, drawn by the lines that stand above it when the site is built."""

from __future__ import annotations

import re
from functools import cache

from docsite import ROOT, Page
from docsite.execute import run

SOURCE = "gallery.md"
_BLOCK = re.compile(r"^```(python|sh)\n(.*?)^```\n", re.MULTILINE | re.DOTALL)


@cache
def drawn() -> tuple[str, tuple[Page, ...]]:
    """Return the page with its pictures put in, and the pictures."""
    text = (ROOT / "docs" / SOURCE).read_text(encoding="utf-8")
    blocks = list(_BLOCK.finditer(text))
    results = run("gallery", [{"kind": m[1], "source": m[2]} for m in blocks])
    out, made, end = [], [], 0
    for block, result in zip(blocks, results, strict=True):
        out += [text[end : block.start()], *(f"![](gallery/{name}){{: .figure }}\n\n" for name, _ in result.pictures)]
        out.append(block[0])
        made += [Page(f"gallery/{name}", binary=content) for name, content in result.pictures]
        end = block.end()
    return "".join([*out, text[end:]]), tuple(made)
