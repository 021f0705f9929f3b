"""Heights: the ground in relief, curtains, coverage as a volume, envelopes, and the side view along an azimuth."""

from __future__ import annotations

import math
import re
import time

import httpx
import numpy as np
import pytest
from playwright.sync_api import expect

from airdef.terrain import load
from patience import JOB_MS, PATIENCE_S
from web.steps import drawn, opened
from web.test_access import AXE, findings
from web.test_tools import differ, picture, says, switch

UNIT = "S-300PMU-2/south"


def until(service, kind: str, order: dict) -> dict:
    """A job of this kind, once it is done."""
    job = httpx.post(f"{service.address}/api/jobs/{kind}", json=order, timeout=PATIENCE_S).raise_for_status().json()
    end = time.monotonic() + JOB_MS / 1000
    while job["state"] in {"queued", "running"} and time.monotonic() < end:
        time.sleep(0.2)
        job = service.get(f"/api/jobs/{job['id']}").json()
    assert job["state"] == "done", job
    return job


def watched(page, service, job: dict) -> None:
    """Open the fourth replication of a run of the island."""
    opened(page, service, "island", job=job["id"], replication=3, tab="replay")
    expect(page.get_by_role("region", name="Replay")).to_be_visible()


@pytest.fixture(scope="module")
def island(service):
    """A finished run of the scenario that has terrain."""
    return until(service, "run", {"scenario": {"name": "island"}, "replications": 50, "seed": 1})


def side(page):
    return page.get_by_role("region", name=re.compile("^Side view from"))


def rows(page, table: str) -> list[list[str]]:
    """The cells of a table of the side view, row by row."""
    found = side(page).get_by_role("table", name=re.compile(table))
    return [[cell.strip() for cell in row.split("\t")] for row in found.locator("tbody tr").all_inner_texts()]


def metres(text: str) -> float:
    """A distance or height as the page writes it."""
    number, unit = re.fullmatch(r"([\d.,]+) (km|m)", text).groups()
    return float(number.replace(",", "")) * (1000 if unit == "km" else 1)


def test_the_ground_under_the_pointer_is_that_of_the_model(page, service, snap):
    opened(page, service, "island", mode="map", camera="-25,0.2,90000,0,-90")
    drawn(page)
    dem = load("island")
    box = page.locator(".globe-canvas canvas").bounding_box()
    assert box
    pointer = page.get_by_test_id("pointer")
    told = 0
    for across in (0.42, 0.47, 0.52):
        for down in (0.38, 0.45, 0.52):
            page.mouse.move(box["x"] + box["width"] * across, box["y"] + box["height"] * down)
            expect(pointer).to_be_visible()
            page.wait_for_timeout(100)  # the next picture
            said = re.match(r"([\d.]+)° ([NS]), ([\d.]+)° ([EW])(?: · ground ([\d.,]+ k?m))?", pointer.inner_text())
            assert said
            lat = float(said[1]) * (1 if said[2] == "N" else -1)
            lon = float(said[3]) * (1 if said[4] == "E" else -1)
            # The place is told to 0.001 degrees, and may be a pixel behind the pointer.
            lats, lons = (np.radians(at + np.linspace(-0.0011, 0.0011, 23)) for at in (lat, lon))
            near = dem.heights(*(grid.ravel() for grid in np.meshgrid(lats, lons)))
            found = metres(said[5]) if said[5] else 0.0
            coarse = 51 if found >= 1000 else 1  # told to 0.1 km
            assert near.min() - coarse <= found <= near.max() + coarse, (lat, lon, said[5])
            told += found > 100
    assert told >= 3
    snap(page, "pointer")


def test_relief_is_a_layer_that_the_address_names(page, service, snap):
    opened(page, service, "island", camera="-25.1,-0.25,22000,15,-25")
    drawn(page)
    hills = picture(page)
    snap(page, "relief")
    page.locator("summary", has_text="Legend").click()
    entry = page.get_by_role("region", name="Legend").get_by_text("Ground above the sea")
    expect(entry).to_be_visible()
    switch(page, "Relief", False)
    says(page, "layers", "relief")
    expect(entry).to_have_count(0)
    page.locator("summary", has_text="Legend").click()
    page.mouse.move(5, 5)
    assert differ(picture(page), hills)


def test_curtains_hang_under_paths(page, service, island, snap):
    watched(page, service, island)
    page.get_by_role("slider", name="Time").fill("200")
    drawn(page)
    before = picture(page)
    switch(page, "Curtains under paths", True)
    says(page, "layers", "curtains")
    assert differ(picture(page), before)
    page.locator("summary", has_text="Legend").click()
    expect(page.get_by_role("region", name="Legend").get_by_text("Curtain from a path to the ground")).to_be_visible()
    snap(page, "curtains")


def test_coverage_is_a_volume_or_lies_on_the_ground(page, service, snap):
    order = {"scenario": {"name": "island"}, "altitudes_m": [100, 1000], "rcs_m2": 1}
    job = until(service, "coverage", order)
    opened(page, service, "island", coverage=job["id"], tab="coverage")
    drawn(page)
    page.locator("summary", has_text="Legend").click()
    entries = page.get_by_role("region", name="Legend").get_by_role("list", name="Coverage")
    expect(entries.get_by_text("Covered from 100 m to 1 km")).to_be_visible()
    expect(entries.get_by_text("Covered at 1 km")).to_be_visible()
    page.mouse.move(5, 5)
    before = picture(page)
    snap(page, "volume")
    switch(page, "Coverage as a volume", False)
    says(page, "layers", "volume")
    expect(entries.get_by_text("Covered at 100 m")).to_be_visible()
    assert differ(picture(page), before)


def test_the_envelope_of_the_selected_unit_is_drawn(page, service, snap):
    opened(page, service, "island", selection=f"unit/{UNIT}")
    drawn(page)
    page.locator("summary", has_text="Legend").click()
    entry = page.get_by_role("region", name="Legend").get_by_text("What 48N6E2 reaches")
    expect(entry).to_have_count(0)
    with page.expect_response("**/api/reach"):
        switch(page, "Envelope of the selected unit", True)
    expect(entry).to_be_visible()
    says(page, "layers", "envelope")
    snap(page, "envelope")
    page.keyboard.press("Escape")
    expect(entry).to_have_count(0)


def test_the_side_view_is_opened_turned_and_shared(flat, service, snap):
    opened(flat, service, "island", selection=f"unit/{UNIT}")
    with flat.expect_response("**/api/cut"):
        flat.get_by_role("button", name="Side view").click()
    expect(side(flat)).to_have_accessible_name("Side view from south")
    says(flat, "side", f"auto:unit/{UNIT}")
    # Without anything else selected it looks where the unit does.
    azimuth = side(flat).get_by_role("slider", name="Azimuth")
    expect(azimuth).to_have_value("225")
    azimuth.focus()
    flat.keyboard.press("ArrowRight")
    says(flat, "side", f"226:unit/{UNIT}")
    expect(side(flat).get_by_label("To selected")).not_to_be_checked()
    drawing = side(flat).get_by_role("img", name=re.compile(r"Side view from south, bearing 226°: .*ground up to"))
    expect(drawing).to_be_visible()
    keys = side(flat).get_by_role("list", name="What the side view shows")
    expect(keys.get_by_text("48N6E2 reaches")).to_be_visible()
    expect(keys.get_by_text("Lowest height seen (4/3 Earth)")).to_be_visible()
    snap(flat, "side")
    flat.reload()
    expect(drawing).to_be_visible()
    side(flat).get_by_label("Look from").select_option(label="64N6E2")
    says(flat, "side", "226:radar/S-300PMU-2/64N6E2")
    # A surveillance radar has no missiles.
    expect(keys.get_by_text("48N6E2 reaches")).to_have_count(0)
    side(flat).get_by_role("button", name="Close the side view").click()
    expect(side(flat)).to_have_count(0)
    says(flat, "side", None)


def test_the_table_of_the_side_view_has_what_the_service_says(flat, service):
    opened(flat, service, "island", side=f"240:unit/{UNIT}")
    side(flat).get_by_role("button", name="Table").click()
    expect(side(flat).get_by_role("table", name="Along bearing 240°")).to_be_visible()
    told = rows(flat, "Along bearing")
    assert len(told) == 10
    reach = metres(told[-1][0])
    order = {"scenario": {"name": "island"}, "of": UNIT, "azimuth_deg": 240, "reach_m": reach}
    cut = httpx.post(f"{service.address}/api/cut", json=order, timeout=PATIENCE_S).raise_for_status().json()
    assert max(cut["ground_m"]) > 100
    for k, (_, ground, lowest, reached) in enumerate(told):
        at = reach * ((k + 1) / 10) ** 2
        for shown, values in ((ground, cut["ground_m"]), (lowest, cut["lowest_m"])):
            expected = float(np.interp(at, cut["distance_m"], values))
            # To whole metres, from 1 km up to 0.1 km.
            assert abs(metres(shown) - expected) <= (60 if expected > 990 else 2), (at, shown, expected)
        assert reached == "not" or re.fullmatch(r".+ to .+", reached)
    side(flat).get_by_role("button", name="Table").click()
    expect(side(flat).get_by_role("img")).to_be_visible()


def test_the_side_view_goes_with_the_clock_and_selects(flat, service, island, snap):
    watched(flat, service, island)
    flat.get_by_role("slider", name="Time").fill("100")
    flat.get_by_role("button", name="Side view").click()
    side(flat).get_by_label("What flies").select_option(label="All bearings")
    side(flat).get_by_role("button", name="Table").click()
    name = "high-1"
    row = side(flat).get_by_role("row", name=re.compile(f"^{name} "))
    expect(row).to_be_visible()
    first = metres(row.get_by_role("cell").nth(0).inner_text())
    flat.get_by_role("slider", name="Time").fill("140")
    expect(row.get_by_role("cell").nth(0)).not_to_have_text(re.compile(f"^{first / 1000:.1f} km"))
    # 40 s at the 250 m/s or so of a fighter, towards the island.
    assert 5_000 < first - metres(row.get_by_role("cell").nth(0).inner_text()) < 15_000
    assert metres(row.get_by_role("cell").nth(1).inner_text()) == 8000
    row.get_by_role("button", name=name).click()
    expect(flat.get_by_role("region", name=f"Selected: {name}")).to_be_visible()
    says(flat, "selection", f"threat/{name}")
    # The azimuth goes to what is selected.
    bearing = row.get_by_role("cell").nth(2).inner_text()
    expect(side(flat).get_by_role("slider", name="Azimuth")).to_have_value(str(int(bearing.removesuffix("°"))))
    snap(flat, "table")
    flat.get_by_role("combobox", name="Units").select_option(value="nautical")
    expect(row.get_by_role("cell").nth(1)).to_have_text("26,247 ft")
    flat.get_by_role("combobox", name="Units").select_option(value="metric")


def test_a_scenario_that_cannot_be_read_says_so_in_the_side_view(flat, service):
    opened(flat, service, "island", side=f"auto:unit/{UNIT}")
    expect(side(flat).get_by_role("img", name=re.compile("ground up to"))).to_be_visible()
    flat.route("**/api/cut", lambda route: route.fulfill(status=422, json={"error": "no such thing"}))
    side(flat).get_by_role("slider", name="Azimuth").focus()
    flat.keyboard.press("ArrowRight")
    expect(side(flat).get_by_text("no such thing")).to_be_visible()
    flat.unroute("**/api/cut")
    flat.wrong.clear()
    flat.keyboard.press("ArrowRight")
    expect(side(flat).get_by_text("no such thing")).to_have_count(0)


def test_lines_by_state_are_told_in_the_legend(page, service, island):
    """A fire unit is assigned, its missile flies, its result is assessed: each has its line at its time."""
    told = service.get(f"/api/jobs/{island['id']}/replay/3").json()
    first = next(e for e in told["events"] if e["kind"] == "launch")
    events = [e for e in told["events"] if e.get("unit") == first["unit"] and e.get("threat") == first["threat"]]
    assigned = next(e["time"] for e in events if e["kind"] == "assign")
    arrived = next(e["time"] for e in events if e["kind"] in {"hit", "miss"})
    last = max(e["time"] for e in events)
    watched(page, service, island)
    drawn(page)
    page.locator("summary", has_text="Legend").click()
    entries = page.get_by_role("region", name="Legend").get_by_role("list", name="Replay")
    switch(page, "All tracks", True)
    switch(page, "All engagements", True)
    clock = page.get_by_role("slider", name="Time")
    states = (
        ("Fire unit is assigned", assigned, first["time"]),
        ("Missile is in flight", first["time"], arrived),
        ("Result is being assessed", arrived, last),
    )
    for text, begin, end in states:
        at = math.ceil((begin + end) / 2)
        if not begin < at < end:
            continue  # shorter than the slider's step
        clock.fill(str(at))
        expect(entries.get_by_text(text, exact=True)).to_be_visible()
    expect(entries.get_by_text("Radar holds a firm track", exact=True)).to_be_visible()


@pytest.mark.skipif(not AXE.is_file(), reason="axe-core is not installed: python3 dev.py web")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_side_view_is_accessible(flat, service, scheme):
    flat.emulate_media(color_scheme=scheme)
    opened(flat, service, "island", side=f"auto:unit/{UNIT}")
    expect(side(flat).get_by_role("img", name=re.compile("ground up to"))).to_be_visible()
    flat.evaluate(AXE.read_text())
    assert findings(flat) == []
    side(flat).get_by_role("button", name="Table").click()
    expect(side(flat).get_by_role("table", name=re.compile("Along"))).to_be_visible()
    assert findings(flat) == []


def test_the_side_view_on_a_phone(flat, service, snap):
    flat.set_viewport_size({"width": 390, "height": 844})
    opened(flat, service, "island", side=f"auto:unit/{UNIT}")
    drawing = side(flat).get_by_role("img", name=re.compile("ground up to"))
    expect(drawing).to_be_visible()
    assert flat.evaluate("document.documentElement.scrollWidth") <= 390
    box = drawing.bounding_box()
    assert box
    assert box["width"] >= 370
    snap(flat, "phone")
