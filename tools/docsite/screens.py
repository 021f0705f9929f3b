"""The page of `airdef serve` in its main states: pictures that the build of the site takes of the built page.

They want Chromium and the page (`python3 dev.py web`); where either is missing the site says so instead. Pictures
are kept beside the checkout's other caches, and taken again when the page's own files have changed.
"""

from __future__ import annotations

import hashlib
import io
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from airdef.server.settings import PAGE
from docsite import ROOT, Page

if TYPE_CHECKING:
    from collections.abc import Mapping

PLACE = "pictures.md"
KEPT = ROOT / "build" / "screens"
SIZE = (1440, 900)
PHONE = (390, 844)
VARIANT = {"name": "port-raid", "set": {"defence.0.system": "S-300PT"}}
HELD = (("port-raid", {"name": "port-raid"}), ("with S-300PT", VARIANT))
MAP = {"scenario": {"name": "island"}, "altitudes_m": [100.0, 1000.0, 5000.0], "rcs_m2": 1.0, "measure": "detection"}


@dataclass(frozen=True)
class State:
    """A state of the page: how its picture is called and described, and where it is."""

    name: str
    caption: str
    place: str
    """The address after the `#`; `{run}`, `{compare}` and `{coverage}` stand for the ids of jobs."""

    theme: str = "dark"
    size: tuple[int, int] = SIZE
    steps: tuple[str, ...] = ()
    """Buttons, or summaries of what is folded, that are clicked before the picture, by their names."""


RAID = "scenario=port-raid&run={run}"
WATCHED = RAID + "&replication=17&tab=replay"
STATES = (
    State("start", "A scenario as it opens: what stands, what comes, and the form.", "scenario=port-raid"),
    State("results", "A run: how many leak, how sure that is, and why.", RAID, "light"),
    State("replay", "A replication, 20 minutes in: trails, the tote, every threat.", WATCHED + "&time=1200"),
    State(
        "follow", "One threat followed: its card says who sees it and who shoots at it.",
        WATCHED + "&time=1140&selection=threat/flight-2-1&view=follow:threat/flight-2-1&layers=targets", "light",
    ),
    State(
        "map", "The map with range rings, all engagements and the legend.",
        WATCHED + "&time=1200&mode=map&layers=circles,targets,tracks", steps=("Legend",),
    ),
    State("compare", "Two systems on one raid, under common random numbers.",
          "scenario=port-raid&compare={compare}&tab=compare", "light"),
    State("coverage", "What terrain and horizon leave of the range.",
          "scenario=island&coverage={coverage}&tab=coverage&mode=map"),
    State(
        "relief", "The ground in relief, from the engine's own elevation model, and curtains under the planned paths.",
        "scenario=island&layers=curtains&camera=-25.35,-0.12,24000,55,-22",
    ),
    State(
        "side", "A side view: ground, lowest height seen, reach of a fire unit, and what comes along an azimuth.",
        "scenario=island&side=240:unit/S-300PMU-2/north", "light",
    ),
    State("move", "Sites and waypoints moved on the globe.", "scenario=port-raid&mode=map", "light", steps=("Move",)),
    State("words", "Short help, with the glossary.", "scenario=port-raid", steps=("Help",)),
    State("phone", "A replication on a phone.", WATCHED + "&time=1200", size=PHONE),
)  # fmt: skip


def page() -> tuple[Page, list[Page]]:
    """Return the page of pictures, and the pictures."""
    pictures = _pictures()
    lines = [
        "# The page in pictures\n",
        f"What `airdef serve` shows, in {len(STATES)} states. [How it is used](globe.md).\n",
    ]
    if not pictures:
        lines.append("This site was built without Chromium or without the page, and so without the pictures.\n")
    for state in STATES:
        if state.name in pictures:
            lines += [f"## {state.caption}\n", f"![{state.caption}](pictures/{state.name}.webp)\n"]
    made = [Page(f"pictures/{name}.webp", binary=content) for name, content in pictures.items()]
    return Page(PLACE, "\n".join(lines)), made


def _pictures() -> dict[str, bytes]:
    """Return the pictures by name; none where they cannot be taken."""
    if shutil.which("chromium") is None or not (PAGE / "index.html").is_file():
        return {}
    folder = KEPT / _digest(PAGE)
    if not all((folder / f"{state.name}.webp").is_file() for state in STATES):
        shutil.rmtree(KEPT, ignore_errors=True)
        folder.mkdir(parents=True)
        take(folder)
    return {state.name: (folder / f"{state.name}.webp").read_bytes() for state in STATES}


def _digest(folder: Path) -> str:
    """Return what stands for the state of the page: the names of its parts, which tell what they hold."""
    names = sorted(path.name for path in (folder / "assets").iterdir())
    return hashlib.sha256(repr((names, STATES)).encode()).hexdigest()[:16]


def take(folder: Path) -> None:
    """Start a service, run what the states show, and take their pictures into a folder."""
    from PIL import Image
    from playwright.sync_api import sync_playwright

    from docsite.screenshot import GL, finished, served

    with served() as address, sync_playwright() as player:
        labels, scenarios = zip(*HELD, strict=True)
        comparison = {"scenarios": scenarios, "labels": labels, "replications": 2000, "seed": 7, "called": "port-raid"}
        jobs = {
            "run": finished(address),
            "compare": finished(address, "compare", {**comparison, "by": ["asset", "formation"]}),
            "coverage": finished(address, "coverage", MAP),
        }
        browser = player.chromium.launch(executable_path=shutil.which("chromium"), args=GL)
        for state in STATES:
            picture = Image.open(io.BytesIO(_picture(browser, address, state, jobs))).convert("RGB")
            picture.save(folder / f"{state.name}.webp", quality=86)
        browser.close()


def _picture(browser: Any, address: str, state: State, jobs: Mapping[str, str]) -> bytes:
    width, height = state.size
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=state.theme)
    context.set_default_timeout(180_000)
    page = context.new_page()
    page.goto(f"{address}/#{state.place.format(**jobs)}")
    page.locator(".scale").wait_for()  # the globe is drawn whole
    for step in state.steps:
        page.locator("button, summary").get_by_text(step, exact=True).first.click()
    page.wait_for_timeout(4_000)  # tiles and symbols come
    taken = page.screenshot()
    context.close()
    return bytes(taken)


def main() -> None:
    """Take the pictures into a folder that is named, for whoever wants to look at them."""
    import sys

    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    take(folder)


if __name__ == "__main__":
    main()
