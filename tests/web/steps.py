"""What people do with the page, said once."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from patience import PAGE_MS

expect.set_options(timeout=PAGE_MS)


def opened(page: Page, service, scenario: str = "port-raid", **parts: object) -> None:
    """Open a scenario and wait until it is found sound."""
    place = "&".join(f"{key}={value}" for key, value in {"scenario": scenario, **parts}.items())
    page.goto(f"{service.address}/#{place}")
    expect(page.locator(".status").first).to_contain_text("ound.")


def drawn(page: Page) -> None:
    """Wait until the globe has been drawn whole: the scale bar comes last."""
    expect(page.locator(".globe-canvas canvas")).to_be_visible()
    expect(page.locator(".scale")).to_be_visible()


def unfold(page: Page, text: str) -> None:
    """Open what is folded away under a heading."""
    heading = page.locator("summary", has_text=text).first
    if not heading.evaluate("heading => heading.parentElement.open"):
        heading.click()


def written(page: Page) -> str:
    """The scenario as text."""
    page.get_by_role("tab", name="YAML").click()
    text = page.get_by_label("Scenario as YAML").input_value()
    page.get_by_role("tab", name="Form").click()
    return text


def typed(page: Page, label: str, value: str) -> None:
    """Type into the first field of that label and leave it."""
    box = page.get_by_label(label, exact=True).first
    box.fill(value)
    box.press("Tab")


def edited(page: Page, card: str, label: str, value: str) -> None:
    """Change a field of a card of the form, and wait until that was found sound."""
    found = page.locator(".card", has=page.locator("summary", has_text=card)).first
    if found.get_attribute("open") is None:
        found.locator("summary").first.click()
    box = found.get_by_label(label, exact=True).first
    with page.expect_response("**/api/scene"):
        box.fill(value)
        box.press("Tab")
    expect(page.locator(".status").first).to_contain_text("ound.")


def seconds(page: Page) -> int:
    """The clock of the replay [s]."""
    shown = re.match(r"(?:(\d+):)?(\d+):(\d+) /", page.get_by_test_id("clock").inner_text())
    assert shown
    hours, minutes, rest = (int(part or 0) for part in shown.groups())
    return 3600 * hours + 60 * minutes + rest


def watching(page: Page, service, run, replication: int) -> None:
    """Open one replication of a run by its address."""
    opened(page, service, job=run["id"], replication=replication, tab="replay")
    expect(page.get_by_role("region", name="Replay")).to_be_visible()
