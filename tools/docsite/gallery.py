"""Pages of `docs/` whose lines are run when the site is built: the gallery's pictures, the landing page's answer."""

from __future__ import annotations

import re
from functools import cache

from docsite import ROOT, Page
from docsite.execute import run

RUN = ("gallery.md", "index.md")
_FRONT = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_BLOCK = re.compile(r"^```(python|sh)\n(.*?)^```\n", re.MULTILINE | re.DOTALL)


@cache
def drawn(page: str) -> tuple[str, tuple[Page, ...]]:
    """Return a page with what its lines draw put above them and what they print below, and the pictures."""
    text = _FRONT.sub("", (ROOT / "docs" / page).read_text(encoding="utf-8"))
    name = page.removesuffix(".md")
    blocks = list(_BLOCK.finditer(text))
    results = run(name, [{"kind": m[1], "source": m[2]} for m in blocks])
    out, made, end = [], [], 0
    for block, result in zip(blocks, results, strict=True):
        out.append(text[end : block.start()])
        out += [f"![Drawn by the lines below]({name}/{picture}){{: .figure }}\n\n" for picture, _ in result.pictures]
        out.append(block[0])
        if result.output.strip() and not result.pictures and block[1] == "python":
            out.append(f"\n```{{.text .output}}\n{result.output.rstrip()}\n```\n")
        made += [Page(f"{name}/{picture}", binary=content) for picture, content in result.pictures]
        end = block.end()
    return "".join([*out, text[end:]]), tuple(made)
