"""The page is for everyone: by keyboard, on a phone, in light and dark, when the service is gone; and it is small."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from airdef.server.settings import PAGE
from patience import JOB_MS
from web.conftest import ROOT, Service, lacking, looking
from web.steps import drawn, opened, watching

AXE = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"
VIEWS = ["results", "replay", "compare", "coverage", "studies", "sources"]


def test_the_whole_page_is_under_12_mb_compressed(service):
    def sent(path: Path) -> int:
        return len(gzip.compress(path.read_bytes()))

    files = [path for path in PAGE.rglob("*") if path.is_file() and path.suffix not in {".gz", ".br"}]
    assert sum(map(sent, files)) < 12_000_000


@pytest.mark.parametrize("scheme", ["dark", "light"])
def test_axe_finds_nothing(browser, service, run, scheme):
    if not AXE.is_file():
        lacking("axe-core is not installed: python3 dev.py web")
    with looking(browser, service.address, globe=False, color_scheme=scheme) as page:
        # By the automation's own door: the page's policy forbids scripts that it does not bring itself.
        watching(page, service, run, 0)
        for summary in ("flight-1", "S-300PMU-2", "Doctrine", "Environment"):
            page.locator("summary", has_text=summary).first.click()
        page.evaluate(AXE.read_text())
        for view in VIEWS:
            page.locator(f"#tab-{view}").click()
            assert findings(page) == [], view
        page.locator("#tab-replay").click()
        page.get_by_role("slider", name="Time").fill("1140")
        page.locator("summary", has_text="Layers").click()
        page.get_by_role("button", name="Measure").click()
        for kind in (".threats", ".tote"):
            page.locator(kind).get_by_role("button", name=re.compile("-1$")).first.click()
            assert findings(page) == [], f"selected in {kind}"
        page.get_by_role("button", name="As it ends").click()
        assert findings(page) == [], "as it ends"
        page.get_by_role("tab", name="YAML").click()
        page.get_by_label("Scenario as YAML").fill("name: x\nraid: [{threat: fightr, route: [[0, 0], [1, 1]]}]")
        expect(page.get_by_label("Problems")).to_be_visible()
        page.get_by_role("tab", name="Form").click()
        assert findings(page) == [], "errors"


def findings(page) -> list[str]:
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{rule['id']}: {node['target']} {node['failureSummary'][:160]}"
        for rule in found["violations"]
        for node in rule["nodes"][:3]
    ]


def test_everything_is_done_by_keyboard(flat, service):
    opened(flat, service)
    flat.get_by_label("Replications").focus()
    flat.keyboard.press("Control+A")
    flat.keyboard.type("1500")
    flat.keyboard.press("Tab")
    flat.keyboard.press("Tab")
    focused = flat.evaluate("document.activeElement.innerText")
    assert focused == "Run"
    ring = flat.evaluate(
        "getComputedStyle(document.activeElement).outlineStyle + getComputedStyle(document.activeElement).outlineWidth"
    )
    assert ring == "solid2px"
    flat.keyboard.press("Enter")
    expect(flat.locator(".headline")).to_contain_text("1,500 replications", timeout=JOB_MS)
    expect(flat.get_by_role("group", name="Replications by leakers")).to_be_visible()
    reached(flat, "Measure shown", "select")
    reached(flat, "of 1,500 replications", "bar")
    flat.keyboard.press("End")
    flat.keyboard.press("Enter")
    replications = flat.get_by_role("region", name="Replications", exact=True)
    expect(replications.get_by_role("button").first).to_be_visible()
    reached(flat, "watch this replication", "replication")
    flat.keyboard.press("Enter")
    expect(flat.get_by_role("region", name="Replay")).to_be_visible()
    flat.locator("#tab-replay").focus()
    flat.keyboard.press("ArrowRight")
    expect(flat.get_by_role("tab", name="Compare")).to_be_focused()
    expect(flat.get_by_role("tab", name="Compare")).to_have_attribute("aria-selected", "true")


def reached(page, name: str, what: str) -> None:
    """Press Tab until what has the focus is called so."""
    named = "e => (e.getAttribute('aria-label') || e.closest('label')?.innerText || e.innerText || '')"
    for _ in range(40):
        page.keyboard.press("Tab")
        if name in page.evaluate(f"({named})(document.activeElement)"):
            return
    pytest.fail(f"no Tab leads to the {what}")


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (390, 844)])
def test_it_fits(browser, service, run, snap, width, height):
    with looking(browser, service.address, globe=True, viewport={"width": width, "height": height}) as page:
        watching(page, service, run, 0)
        drawn(page)
        for view in VIEWS:
            page.locator(f"#tab-{view}").click()
            assert page.evaluate("document.documentElement.scrollWidth") <= width, view
        page.locator("#tab-replay").click()
        snap(page, f"{width}")
        page.get_by_role("button", name="Play", exact=True).scroll_into_view_if_needed()
        assert page.locator(".globe").bounding_box()["width"] >= min(width, 600)


@pytest.mark.parametrize("width", [1366, 1440])
def test_the_tools_of_the_globe_stand_in_one_row(browser, service, width):
    with looking(browser, service.address, globe=True, viewport={"width": width, "height": 768}) as page:
        opened(page, service)
        drawn(page)
        tools = page.get_by_role("group", name="View").locator(".strip > *")
        boxes = [box for tool in tools.all() if (box := tool.bounding_box())]
        assert len(boxes) == 9
        assert max(box["y"] for box in boxes) < min(box["y"] + box["height"] for box in boxes)


def test_a_service_that_goes_is_waited_for(browser, service, tmp_path, snap):
    own = Service(tmp_path)
    try:
        with looking(browser, own.address, globe=False) as page:
            opened(page, own)
            own.stop()
            page.get_by_role("button", name="Run", exact=True).click()
            banner = page.get_by_role("alert").filter(has_text="The service does not answer.")
            expect(banner).to_be_visible()
            snap(page, "gone")
            own = Service(tmp_path, own.port)
            expect(banner).to_have_count(0)
            # The refused requests of the meantime are what the banner was for; one may meet the service as it ends.
            page.wrong[:] = [line for line in page.wrong if not re.search("ERR_CONNECTION|503", line)]
    finally:
        own.stop()
