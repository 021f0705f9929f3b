"""Every state of the page of `airdef serve`: where it is, and what is clicked and held back to get there.

Those with a caption are the pictures of the documentation (`screens`). All of them are looked at by the tests of
accessibility, and drawn into a folder for whoever wants to look at them:

PYTHONPATH=src:tools .venv/bin/python -m docsite.states FOLDER [NAME...]     # wants Chromium, and the page
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

SIZE: Final = (1440, 900)
SIZES: Final = (SIZE, (1366, 768), (390, 844), (844, 390))
PATIENCE_MS: Final = 300_000
SETTLES_MS: Final = 1_000
"""Until what is beside the globe has come to rest [ms]."""

PHONE_ON_ITS_SIDE: Final = 540
"""Height [px] below which the page has room for its globe or for a side view."""

VARIANT: Final = {"name": "port-raid", "set": {"defence.0.system": "S-300PT"}}
HELD: Final = (("port-raid", {"name": "port-raid"}), ("with S-300PT", VARIANT))
REACH: Final = {"altitudes_m": [100.0, 1000.0, 5000.0], "rcs_m2": 1.0, "measure": "detection"}
LONG: Final = {"scenario": {"name": "port-raid"}, "replications": 10_000_000, "seed": 7}
BROKEN: Final = (
    "name: x\ndefence: [{system: S-300PMU2, at: [0, 0]}]\nraid: [{threat: fightr, route: [[0, 0], [1, 1]]}]\n"
)

CHECKED: Final = re.compile("^(Sound|Edited, sound)")
EDITED: Final = re.compile("^Edited, sound|the globe shows the last sound state")
"""What the status says of a scenario, and what once something was typed: of the text before it says neither."""


@dataclass(frozen=True)
class State:
    """A state of the page."""

    name: str
    place: str
    """The address after the `#`; `{run}` and the other keys of `jobs` stand for the ids of jobs."""

    caption: str = ""
    """What its picture in the documentation is called; nothing for one that has none there."""

    steps: tuple[str, ...] = ()
    """Buttons, tabs and summaries of what is folded, by what they say, that are clicked one after the other;
    `LABEL = TEXT` types a text into a field."""

    theme: str = "dark"
    size: tuple[int, int] = SIZE
    without: str = ""
    """What does not come: the `globe`'s part of the page, or the `service`, once the page is there."""


RAID: Final = "scenario=port-raid&run={run}"
WATCHED: Final = RAID + "&replication=17&tab=replay"
STATES: Final = (
    State("start", "scenario=port-raid", "A scenario as it opens: what stands, what comes, and the form."),
    State("results", RAID, "A run: how many leak, how sure that is, and why.", theme="light"),
    State("replay", WATCHED + "&time=1200", "A replication, 20 minutes in: trails, the tote, every threat."),
    State(
        "follow", WATCHED + "&time=1140&selection=threat/flight-2-1&view=follow:threat/flight-2-1&layers=targets",
        "One threat followed: its card says who sees it and who shoots at it.", theme="light",
    ),
    State(
        "map", WATCHED + "&time=1200&mode=map&layers=circles,targets,tracks",
        "The map with range rings, all engagements and the legend.", ("Legend",),
    ),
    State(
        "compare", "scenario=port-raid&compare={compare}&tab=compare",
        "Two systems on one raid, under common random numbers.", theme="light",
    ),
    State("coverage", "scenario=island&coverage={coverage}&tab=coverage&mode=map",
          "What terrain and horizon leave of the range."),
    State(
        "relief", "scenario=island&layers=curtains&camera=-25.35,-0.12,24000,55,-22",
        "The ground in relief, from the engine's own elevation model, and curtains under the planned paths.",
    ),
    State(
        "side", "scenario=island&side=240:unit/S-300PMU-2/north",
        "A side view: ground, lowest height seen, reach of a fire unit, and what comes along an azimuth.",
        theme="light",
    ),
    State("move", "scenario=port-raid&mode=map", "Sites and waypoints moved on the globe.", ("Move",), "light"),
    State("words", "scenario=port-raid", "Short help, with the glossary.", ("Help",)),
    State("phone", WATCHED + "&time=1200", "A replication on a phone.", size=(390, 844)),
    State("form", "scenario=port-raid", steps=("S-300PMU-2", "flight-1", "Doctrine")),
    State("edited", "scenario=port-raid", steps=("flight-1", "Count = 12")),
    State("error", "scenario=port-raid", steps=("YAML", "Scenario as YAML = " + BROKEN)),
    State("error-form", "scenario=port-raid", steps=("YAML", "Scenario as YAML = " + BROKEN, "Form")),
    State("emptied", "scenario=port-raid", steps=("YAML", "Scenario as YAML = \n")),
    State("running", "scenario=port-raid&run={running}"),
    State("why", RAID, steps=("Why they leak",)),
    State("worst", RAID, steps=("Worst replications",)),
    State("replay-start", WATCHED + "&time=0"),
    State("replay-end", WATCHED + "&time=2400", steps=("As it ends",)),
    State("missile", WATCHED + "&time=1140&selection=unit/S-300PMU-2/unit-1&layers=tracks"),
    State("card-and-side", WATCHED + "&time=1140&selection=threat/flight-2-1&side=auto:unit/S-300PMU-2/unit-1"),
    State("measure", "scenario=port-raid&mode=map", steps=("Measure",)),
    State("layers", WATCHED + "&time=1200", steps=("Layers",)),
    State("export", WATCHED + "&time=1200", steps=("Export",)),
    State("no-run", "scenario=port-raid&tab=results"),
    State("no-replay", "scenario=port-raid&tab=replay"),
    State("no-comparison", "scenario=port-raid&tab=compare"),
    State("no-coverage", "scenario=island&tab=coverage"),
    State("studies", "scenario=layered&tab=studies"),
    State("sources", RAID + "&tab=sources"),
    State("entry", RAID + "&tab=replay&replication=17&selection=radar/S-300PMU-2/64N6E2", steps=("Published figures",)),
    State("waiting", "scenario=port-raid", without="globe"),
    State("no-service", RAID, without="service"),
    State("unknown", "scenario=nosuch"),
    State("unknown-run", "scenario=port-raid&run=20010101-000000-00000000"),
    State("moving", "scenario=moving&run={moving}&replication=0&tab=replay&time=1500&camera=-0.02,-0.3,42000,0,-55"),
    State("moving-plan", "scenario=moving&camera=-0.02,-0.3,42000,0,-55"),
    State("command", "scenario=command&run={command}&replication=0&tab=replay&time=700&layers=targets"),
    State("command-plan", "scenario=command&camera=0.0,-0.45,60000,0,-55"),
    State("command-card", "scenario=command&run={command}&replication=0&tab=replay&time=700&selection=post/brigade"),
    State("silent", "scenario=silent&run={silent}&replication=0&tab=replay&time=600&camera=-0.02,-0.7,90000,0,-55"),
    State("silent-card", "scenario=silent&run={silent}&replication=0&tab=replay&time=600"
          "&selection=radar/Buk-M1/west/radar"),
    State("decoys", "scenario=decoys&run={decoys}&replication=0&tab=replay&time=600"),
    State("decoys-card", "scenario=decoys&run={decoys}&replication=0&tab=replay&time=600&selection=threat/decoys-1"),
)  # fmt: skip


class Jobs:
    """What the states show, ordered from a service once it is asked for; `asked` is `screenshot.asked`."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._known: dict[str, str] = {}

    def of(self, state: State) -> Mapping[str, str]:
        """Return the ids of the jobs that a state's address names."""
        return {name: self._id(name) for name in re.findall(r"\{(\w+)\}", state.place)}

    def _id(self, name: str) -> str:
        from docsite.screenshot import asked, finished

        if name == "running":
            # One that is under way when it is looked at, however long that takes: the one before has been stopped.
            self.rest()
            self._known[name] = str(asked(self._address, "/api/jobs/run", LONG)["id"])
        elif name not in self._known:
            self._known[name] = finished(self._address, *_order(name))
        return self._known[name]

    def rest(self) -> None:
        """Stop what is still running."""
        from urllib.request import Request, urlopen

        known = self._known.pop("running", None)
        if known is not None:
            with suppress(OSError):
                urlopen(Request(f"{self._address}/api/jobs/{known}", method="DELETE")).close()


def _order(name: str) -> tuple[str, dict[str, Any]]:
    """Return what is ordered under a name: the kind of job, and the request."""
    if name == "compare":
        labels, scenarios = zip(*HELD, strict=True)
        order = {"scenarios": scenarios, "labels": labels, "replications": 2000, "seed": 7, "called": "port-raid"}
        return name, {**order, "by": ["asset", "formation"]}
    if name == "coverage":
        return name, {**REACH, "scenario": {"name": "island"}}
    scenario = "port-raid" if name == "run" else name
    return "run", {"scenario": {"name": scenario}, "replications": 2000, "seed": 7}


def enter(page: Any, address: str, state: State, jobs: Jobs, globe: bool = True) -> None:
    """Bring a new page of a browser into a state, and wait until it is there, the globe too if there is to be one."""
    place = state.place.format(**jobs.of(state))
    if state.without == "globe":
        page.route("**/assets/pilot-*.js", lambda route: None)  # it never comes
    page.goto(f"{address}/#{place}")
    page.locator(_last(state, globe)).first.wait_for()
    if state.without == "service":
        page.route("**/api/**", lambda route: route.abort())
        page.get_by_role("alert").wait_for()
    for step in state.steps:
        taken(page, step)


def _last(state: State, globe: bool) -> str:
    """Return what comes last of a page: the scale of its globe, where there is one and it has room."""
    if "side=" in state.place and state.size[1] < PHONE_ON_ITS_SIDE:
        return ".side-view"
    return ".scale" if globe and state.without != "globe" else ".globe-wait"


def taken(page: Any, step: str) -> None:
    """Take a step of a state."""
    label, typed, text = step.partition(" = ")
    if not typed:
        begins = re.compile(rf"^\s*{re.escape(step)}\b")
        page.locator("button, summary").filter(has_text=begins, visible=True).first.click()
        return
    # What is typed before the scenario is there is written over by it.
    status = page.locator(".status")
    status.filter(has_text=CHECKED).first.wait_for()
    box = page.get_by_label(label, exact=True).first
    box.fill(text)
    box.press("Tab")
    status.filter(has_text=EDITED).first.wait_for()


def pictured(browser: Any, address: str, state: State, jobs: Jobs) -> bytes:
    """Return the picture of a state as PNG."""
    width, height = state.size
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=state.theme)
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    try:
        enter(page, address, state, jobs)
        if state.without != "globe":
            page.locator("[data-drawn=whole]").wait_for(state="attached")
        page.wait_for_timeout(SETTLES_MS)
        return bytes(page.screenshot())
    finally:
        context.close()


def versions(states: tuple[State, ...]) -> Iterator[State]:
    """Give every state in light and dark and all sizes."""
    from dataclasses import replace

    for state in states:
        for size in SIZES:
            for theme in ("dark", "light"):
                yield replace(state, size=size, theme=theme)


def main() -> None:
    """Draw states into a folder, `NAME-WIDTH-THEME.png`."""
    from playwright.sync_api import Error, sync_playwright

    from docsite.screenshot import GL, served

    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("names", nargs="*", help="states; all by default")
    parser.add_argument("--once", action="store_true", help="each state once, as it is in the documentation")
    given = parser.parse_intermixed_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    wanted = tuple(state for state in STATES if not given.names or state.name in given.names)
    with served() as address, sync_playwright() as player:
        browser = player.chromium.launch(executable_path=shutil.which("chromium"), args=GL)
        jobs = Jobs(address)
        for state in wanted if given.once else versions(wanted):
            begun = time.monotonic()
            name = f"{state.name}-{state.size[0]}-{state.theme}"
            try:
                (given.folder / f"{name}.png").write_bytes(pictured(browser, address, state, jobs))
            except Error as problem:
                print(f"{name}: {json.dumps(str(problem)[:300])}", flush=True)
                continue
            print(f"{name}: {time.monotonic() - begun:.1f} s", flush=True)
        jobs.rest()
        browser.close()


if __name__ == "__main__":
    main()
