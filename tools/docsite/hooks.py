"""What MkDocs calls while it builds the site (named in mkdocs.yml).

Pages that nobody writes are made here, once a build. A page in `docs/` stays readable in the repository: its links
and its Markdown are adapted when the site is built.
"""

from __future__ import annotations

import logging
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # MkDocs loads this file by its path

from mkdocs.structure.files import File

from docsite import ROOT, Page, flavour, gallery, generate, links
from docsite.brackets import Brackets
from docsite.terms import GLOSSARY, Terms

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page as SitePage

log = logging.getLogger("mkdocs.hooks.airdef")
"""What is logged here as a warning fails the strict build."""

_origins: dict[str, str] = {}

_terms = Terms()
"""The extension that links terms of the glossary."""


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Show units in brackets as they stand, in pages and in docstrings; link the glossary's terms in pages."""
    config.markdown_extensions += [Brackets(), _terms]  # type: ignore[list-item]
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the generated pages, and put them into the navigation."""
    made = generate.pages(log.warning)
    texts = {f"docs/{f.src_uri}": f.content_string for f in files.documentation_pages()}
    texts |= {page.origin: page.text for page in made.pages if page.origin}
    _origins.clear()
    for page in (*made.pages, *links.listings(texts)):
        content: str | bytes = page.binary or page.text
        files.append(File.generated(config, page.path, content=content))
        _origins[page.path] = page.origin
    config.nav = _filled(config.nav, made.navigation)
    return files


def _filled(nav: Any, generated: dict[str, list[Any]]) -> Any:
    """Return the navigation with the generated lists in place of their names."""
    if isinstance(nav, dict):
        return {title: _filled(part, generated) for title, part in nav.items()}
    if isinstance(nav, list):
        out = []
        for part in nav:
            out += generated[part] if isinstance(part, str) and part in generated else [_filled(part, generated)]
        return out
    return nav


def on_page_markdown(markdown: str, page: SitePage, config: MkDocsConfig, files: Files) -> str:
    """Adapt links and Markdown of what was written for the repository."""
    path = page.file.src_uri
    _terms.page = path if files.get_file_from_path(GLOSSARY) else ""
    if path in gallery.RUN:
        markdown = gallery.drawn(path)[0]
    origin = _origins.get(path, f"docs/{path}")
    if not origin:
        return markdown
    return flavour.rewritten(links.rewritten(markdown, origin, path))


__all__ = ["ROOT", "Page", "on_config", "on_files", "on_page_markdown"]
