"""Variants are compared under common random numbers, coverage is mapped, sources are a click away."""

from __future__ import annotations

import io

import numpy as np
from matplotlib.pyplot import imread
from playwright.sync_api import expect

from airdef.numbers import interval
from patience import JOB_MS
from web.steps import drawn, opened, typed, unfold


def test_an_edit_is_compared_with_what_was_stored(flat, service, snap):
    opened(flat, service)
    flat.get_by_label("Replications").fill("2000")
    unfold(flat, "S-300PMU-2")
    unfold(flat, "Doctrine")
    typed(flat, "Reserve", "0")
    expect(flat.locator(".status").first).to_contain_text("Edited, sound.")
    flat.get_by_role("tab", name="Compare").click()
    flat.locator("#answer").get_by_role("button", name="Compare").click()
    expect(flat.locator(".sentence")).to_contain_text("through than port-raid.", timeout=JOB_MS)
    job = next(job for job in service.get("/api/jobs").json() if job["kind"] == "compare")
    variant = service.get(f"/api/jobs/{job['id']}/result").json()["variants"][0]
    pair = variant["measures"]["missiles_used"]
    launched = flat.get_by_role("rowheader", name="Missiles launched", exact=True)
    row = flat.locator(".paired tr").filter(has=launched)
    assert [row.locator("td").nth(k).inner_text() for k in (0, 1)] == [pair["shown"]["a"], pair["shown"]["b"]]
    expect(row).to_contain_text(interval(*pair["ci95"]))
    snap(flat, "compared")
    by = flat.get_by_role("region", name="Differences by asset and formation")
    by.get_by_label("Measure by asset and formation").select_option(label="Missiles launched")
    for dimension in ("asset", "formation"):
        table = by.locator("details", has_text=f"By {dimension}").get_by_role("table")
        keys = variant["by"][dimension]
        assert keys
        expect(table.locator("tbody tr")).to_have_count(len(keys))
        for key, measures in keys.items():
            shown = measures["missiles_used"]["shown"]
            row = table.get_by_role("row", name=key)
            row = row.filter(has=flat.get_by_role("rowheader", name=key, exact=True))
            assert [row.locator("td").nth(k).inner_text() for k in (0, 1)] == [shown["a"], shown["b"]]
            expect(row).to_contain_text(shown["difference"])
    by.get_by_text("By formation").click()
    expect(by.get_by_role("table")).to_have_count(1)
    # Not every formation aims at something: what leaks for a reason is a measure of some keys only.
    by.get_by_label("Measure by asset and formation").select_option(value="not_released")
    expect(by.get_by_role("rowheader", name="port")).to_be_visible()
    snap(flat, "by-dimension")


def test_coverage_is_mapped_and_drawn(page, service, snap):
    opened(page, service)
    drawn(page)
    page.get_by_role("tab", name="Coverage").click()
    page.get_by_label("Heights above ground").fill("5")
    expect(page.get_by_label("Heights above ground")).to_have_attribute("aria-invalid", "false")
    page.get_by_label("Heights above ground").fill("low")
    expect(page.get_by_role("button", name="Map coverage")).to_be_disabled()
    page.get_by_label("Heights above ground").fill("100 m, 5 km")
    page.get_by_role("button", name="Map coverage").click()
    table = page.get_by_role("region", name="Coverage").locator("tbody tr")
    expect(table).to_have_count(2, timeout=JOB_MS)
    job = next(job for job in service.get("/api/jobs").json() if job["kind"] == "coverage")
    rows = service.get(f"/api/jobs/{job['id']}/result").json()["summary"]
    for shown, altitude in zip((table.nth(0), table.nth(1)), (100.0, 5000.0), strict=True):
        row = next(row for row in rows if row["part"] == "defence" and row["altitude_m"] == altitude)
        expect(shown).to_contain_text(f"{row['covered_km2']:,.0f}")
    canvas = page.locator(".globe-canvas")

    def picture() -> np.ndarray:
        return imread(io.BytesIO(canvas.screenshot()))[..., :3]

    page.get_by_label("On the globe").uncheck()
    page.wait_for_timeout(1000)
    without = picture()
    page.get_by_label("On the globe").check()
    page.wait_for_timeout(3000)
    changed = (np.abs(picture() - without).max(axis=2) > 0.02).mean()
    snap(page, "coverage")
    # The area seen at 5 km covers about a third of the picture; labels and lines would change less than a hundredth.
    assert changed > 0.1


def test_sources_and_assumptions_are_a_click_from_the_numbers(flat, service, run, snap):
    opened(flat, service, job=run["id"])
    result = service.get(f"/api/jobs/{run['id']}/result").json()
    flat.get_by_role("button", name=f"Rests on {len(result['sources'])} sources").click()
    expect(flat.get_by_role("heading", name=f"Assumptions {len(result['assumptions'])}")).to_be_visible()
    expect(flat.locator(".refs").first).to_contain_text(result["assumptions"][0]["reason"])
    flat.get_by_label("Find").fill("64N6E2 frequency")
    expect(flat.locator(".refs").first).to_contain_text("2 GHz (2 to 4 GHz)")
    flat.get_by_role("button", name="64N6E2", exact=True).first.click()
    dialog = flat.get_by_role("dialog")
    expect(dialog).to_contain_text("detection range")
    entry = service.get("/api/catalogue/64N6E2").json()
    expect(dialog).to_contain_text(entry["adopted_values"]["detection_range"]["reason"])
    source = entry["sources"][0]
    expect(dialog.locator(".reference").first).to_contain_text(source["reference"])
    addresses = [source["address"] for source in entry["sources"] if source["address"]]
    links = dialog.locator(".reference a")
    assert [links.nth(k).get_attribute("href") for k in range(links.count())] == addresses
    assert links.first.get_attribute("rel") == "noopener noreferrer"
    shown = entry["adopted_values"]["detection_range"]["shown"]
    row = dialog.locator("tr", has_text="detection range")
    assert [row.locator("td").nth(k).inner_text() for k in (0, 1)] == [shown["value"], shown["spread"]]
    snap(flat, "entry")
    dialog.locator(".reference").first.scroll_into_view_if_needed()
    snap(flat, "references")
    flat.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
