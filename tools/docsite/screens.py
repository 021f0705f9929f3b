"""The page of `airdef serve` in its main states: pictures that the build of the site takes of the built page.

They want Chromium and the page (`python3 dev.py web`); where either is missing the site says so instead. Pictures
are kept beside the checkout's other caches, and taken again when the page's own files have changed.
"""

from __future__ import annotations

import hashlib
import io
import shutil
from pathlib import Path

from airdef.server.settings import PAGE
from docsite import ROOT, Page
from docsite.states import STATES, Jobs, pictured

PLACE = "pictures.md"
KEPT = ROOT / "build" / "screens"
SHOWN = tuple(state for state in STATES if state.caption)


def page() -> tuple[Page, list[Page]]:
    """Return the page of pictures, and the pictures."""
    pictures = _pictures()
    lines = [
        "# The page in pictures\n",
        f"What `airdef serve` shows, in {len(SHOWN)} states. [How it is used](globe.md).\n",
    ]
    if not pictures:
        lines.append("This site was built without Chromium or without the page, and so without the pictures.\n")
    for state in SHOWN:
        if state.name in pictures:
            lines += [f"## {state.caption}\n", f"![{state.caption}](pictures/{state.name}.webp)\n"]
    made = [Page(f"pictures/{name}.webp", binary=content) for name, content in pictures.items()]
    return Page(PLACE, "\n".join(lines)), made


def _pictures() -> dict[str, bytes]:
    """Return the pictures by name; none where they cannot be taken."""
    if shutil.which("chromium") is None or not (PAGE / "index.html").is_file():
        return {}
    folder = KEPT / _digest(PAGE)
    if not all((folder / f"{state.name}.webp").is_file() for state in SHOWN):
        shutil.rmtree(KEPT, ignore_errors=True)
        folder.mkdir(parents=True)
        take(folder)
    return {state.name: (folder / f"{state.name}.webp").read_bytes() for state in SHOWN}


def _digest(folder: Path) -> str:
    """Return what stands for the state of the page: the names of its parts, which tell what they hold."""
    names = sorted(path.name for path in (folder / "assets").iterdir())
    return hashlib.sha256(repr((names, SHOWN)).encode()).hexdigest()[:16]


def take(folder: Path) -> None:
    """Start a service, run what the states show, and take their pictures into a folder."""
    from PIL import Image
    from playwright.sync_api import sync_playwright

    from docsite.screenshot import GL, served

    with served() as address, sync_playwright() as player:
        jobs = Jobs(address)
        browser = player.chromium.launch(executable_path=shutil.which("chromium"), args=GL)
        for state in SHOWN:
            picture = Image.open(io.BytesIO(pictured(browser, address, state, jobs))).convert("RGB")
            picture.save(folder / f"{state.name}.webp", quality=86)
        browser.close()
