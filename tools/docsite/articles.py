"""The articles of `examples/` as tutorials: run when the site is built, with what they print and draw."""

from __future__ import annotations

import re
from typing import Any

from docsite import ROOT, Page
from docsite.execute import run

FOLDER = "tutorials"
_CELL = re.compile(r"^# %%(.*)$", re.MULTILINE)


def pages() -> tuple[list[Page], list[Any]]:
    """Return a page for each article, its figures, and their list of the navigation."""
    made: list[Page] = []
    navigation: list[Any] = [{"Tutorials": f"{FOLDER}/index.md"}]
    for file in names():
        article = article_pages(file)
        made += article
        title = re.search(r"^# (.+)$", article[0].text, re.MULTILINE)
        navigation.append({title[1] if title else file: article[0].path})
    return made, navigation


def names() -> list[str]:
    """Return the articles, in the order in which `examples/README.md` lists them."""
    listed = re.findall(r"\[(\w+)\.py\]", (ROOT / "examples" / "README.md").read_text(encoding="utf-8"))
    return [n for n in listed if _source(n).startswith("# ---\n# jupyter:")]


def _source(name: str) -> str:
    return (ROOT / "examples" / f"{name}.py").read_text(encoding="utf-8")


def cells(source: str) -> list[tuple[str, str]]:
    """Return the cells of a notebook in percent format: `markdown` or `python`, and its text."""
    marks = list(_CELL.finditer(source))
    out = []
    for mark, following in zip(marks, [*marks[1:], None], strict=True):
        text = source[mark.end() : following.start() if following else None].strip("\n")
        if "[markdown]" in mark[1]:
            out.append(("markdown", "\n".join(line.removeprefix("#").removeprefix(" ") for line in text.splitlines())))
        elif text.strip():
            out.append(("python", text))
    return out


def article_pages(name: str) -> list[Page]:
    """Return the page of an article, its pictures and its program, as files beside it."""
    source = _source(name)
    parts = cells(source)
    results = iter(run(name, [{"kind": "python", "source": text} for kind, text in parts if kind == "python"]))
    out: list[str] = []
    made: list[Page] = []
    for kind, text in parts:
        if kind == "markdown":
            out.append(text + "\n")
            continue
        result = next(results)
        out.append(f"```python\n{text}\n```\n")
        if result.output.strip():
            out.append(f'```{{.text .output title="Output"}}\n{result.output.rstrip()}\n```\n')
        for picture, content in result.pictures:
            made.append(Page(f"{FOLDER}/figures/{picture}", binary=content))
            out.append(f"![Figure drawn by the lines above](figures/{picture}){{: .figure }}\n")
    note = (
        f'\n!!! note "A program"\n    This article is a program, run when this page was built: [{name}.py]({name}.py). '
        "It opens as a notebook in JupyterLab and VS Code; [how to use notebooks](../notebooks.md).\n"
    )
    text = "\n".join(out)
    title, _, rest = text.partition("\n")
    made.append(Page(f"{FOLDER}/{name}.py", binary=source.encode()))
    return [Page(f"{FOLDER}/{name}.md", f"{title}\n{note}{rest}"), *made]
