"""The documentation site: what MkDocs is told while it builds (`hooks`), and what writes the pages it generates."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Page:
    """A generated page: its place in the site, its text, and the file of the checkout that its links are relative to.

    `origin` is empty where the text was written for the site: links are then relative to `path`. `binary` is the
    content of what is no page (a picture); `text` is then unused.
    """

    path: str
    text: str = ""
    origin: str = ""
    binary: bytes = b""
