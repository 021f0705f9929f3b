"""Links of the repository's pages, so that they hold in the site as well.

A page in `docs/` may name any file of the checkout. Where the site has a page of that file the link leads there; of
other files the site shows a listing. A link to what does not exist stays as it is, and the strict build refuses it.
"""

from __future__ import annotations

import posixpath
import re

from docsite import ROOT, Page

LINK = re.compile(r"(?<=\]\()([^)\s#]+)(#[^)\s]*)?(?=\))")
_FENCED = re.compile(r"(^```.*?^```|^~~~.*?^~~~|`[^`\n]+`)", re.MULTILINE | re.DOTALL)

PLACES = {
    "README.md": "index.md",
    "CONTRIBUTING.md": "project/contributing.md",
    "CHANGELOG.md": "project/changelog.md",
    "examples/README.md": "tutorials/index.md",
    "tools/docsite/reference.md": "reference/index.md",
}
"""Files of the checkout outside `docs/` that are pages of the site."""

_PATTERNS = (
    (re.compile(r"docs/(.+)"), r"\1"),
    (re.compile(r"scenarios/([\w-]+)\.yaml"), r"reference/scenarios/\1.md"),
    (re.compile(r"examples/(?!slurm)(\w+)\.py"), r"tutorials/\1.md"),
)


def place(file: str) -> str:
    """Return where the site has a file of the checkout: its page, or the listing of it."""
    if file in PLACES:
        return PLACES[file]
    for pattern, there in _PATTERNS:
        if pattern.fullmatch(file):
            return pattern.sub(there, file)
    return f"source/{file}.md"


def rewritten(text: str, origin: str, path: str) -> str:
    """Return the text of the file `origin` of the checkout with its links as they are from `path` of the site."""

    def moved(found: re.Match[str]) -> str:
        file = target(found[1], origin)
        if not file:
            return found[0]
        return posixpath.relpath(place(file), posixpath.dirname(path) or ".") + (found[2] or "")

    parts = _FENCED.split(text)  # code is left as it is
    return "".join(part if k % 2 else LINK.sub(moved, part) for k, part in enumerate(parts))


def target(link: str, origin: str) -> str:
    """Return the file of the checkout that a link of `origin` names; empty for an address or what does not exist."""
    if "://" in link or link.startswith(("/", "mailto:")):
        return ""
    file = posixpath.normpath(posixpath.join(posixpath.dirname(origin), link))
    return file if not file.startswith("..") and (ROOT / file).is_file() else ""


def listings(texts: dict[str, str]) -> list[Page]:
    """Return a listing of every file that the texts, by their file, link to and that the site has no page of."""
    found = set()
    for origin, text in texts.items():
        prose = "".join(_FENCED.split(text)[::2])
        files = (target(link, origin) for link, _ in LINK.findall(prose))
        found |= {file for file in files if file and place(file).startswith("source/")}
    return [listing(file) for file in sorted(found)]


def listing(file: str) -> Page:
    """Return the page that shows a file of the checkout."""
    text = (ROOT / file).read_text(encoding="utf-8")
    language = {"py": "python", "yaml": "yaml", "yml": "yaml", "json": "json"}.get(file.rpartition(".")[2], "text")
    fence = "`" * (max([2, *(len(run) for run in re.findall(r"`+", text))]) + 1)
    return Page(f"source/{file}.md", f"# {file}\n\n{fence}{language}\n{text.rstrip()}\n{fence}\n")
