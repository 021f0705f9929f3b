"""The globe by hand: things are moved and taken back, it is steered by keys, pictures and clips are taken away."""

from __future__ import annotations

import io
import re

import pytest
from matplotlib.pyplot import imread
from playwright.sync_api import expect

from patience import JOB_MS
from web.steps import drawn, opened, watching, written
from web.test_tools import differ, picture, switch


def place_of(text: str, name: str) -> tuple[float, float]:
    found = re.search(rf"name: {name}, at: \[(-?[\d.]+), (-?[\d.]+)\]", text)
    assert found
    return float(found[1]), float(found[2])


def test_a_site_is_dragged_and_the_drag_is_taken_back(page, service, snap):
    opened(page, service, mode="map")
    drawn(page)
    before = written(page)
    page.get_by_role("button", name="Move", exact=True).click()
    panel = page.get_by_role("region", name="Move")
    panel.get_by_label("Place to move").select_option(label="port")
    box = page.locator(".globe-canvas canvas").bounding_box()
    assert box
    # Where the port lies in the picture: north is up, and the pointer tells where it is.
    x, y = find(page, box, place_of(before, "port"))
    snap(page, "handles")
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 30, y - 10)
    page.mouse.move(x - 60, y - 20)
    page.mouse.up()
    expect(page.locator(".status").first).to_contain_text("Edited, sound.")
    latitude, longitude = place_of(written(page), "port")
    # To the left and up: to the west and north.
    assert longitude < -0.05
    assert latitude > 0.01
    snap(page, "dragged")
    page.get_by_role("button", name="Undo", exact=True).click()
    assert written(page) == before


def find(page, box, wanted: tuple[float, float]) -> tuple[float, float]:
    """Where a place lies in the picture of a map [px], from what the pointer tells at two places."""

    def told(x: float, y: float) -> tuple[float, float]:
        page.mouse.move(x + 1, y)
        page.mouse.move(x, y)
        page.wait_for_timeout(200)
        found = re.match(r"([\d.]+)° ([NS]), ([\d.]+)° ([EW])", page.get_by_test_id("pointer").inner_text())
        assert found
        return float(found[1]) * (1 if found[2] == "N" else -1), float(found[3]) * (1 if found[4] == "E" else -1)

    (x0, y0), (x1, y1) = ((box["x"] + box["width"] * s, box["y"] + box["height"] * (0.3 + 0.5 * s)) for s in (0.3, 0.6))
    (north0, east0), (north1, east1) = told(x0, y0), told(x1, y1)
    x = x0 + (wanted[1] - east0) * (x1 - x0) / (east1 - east0)
    y = y0 + (wanted[0] - north0) * (y1 - y0) / (north1 - north0)
    return x, y


def test_a_waypoint_is_moved_by_keys_alone(page, service):
    opened(page, service)
    drawn(page)
    before = written(page)
    page.get_by_role("button", name="Move", exact=True).press("Enter")
    panel = page.get_by_role("region", name="Move")
    panel.get_by_label("Place to move").select_option(label="flight-1, waypoint 1")
    group = panel.get_by_role("group", name=re.compile(r"Move flight-1, waypoint 1 by \d+ (km|m)"))
    group.get_by_role("button", name="North").press("Enter")
    expect(page.locator(".status").first).to_contain_text("Edited, sound.")
    group.get_by_role("button", name="North").press("ArrowRight")
    page.wait_for_timeout(100)
    found = re.search(r"name: flight-1, count: 8, route: \[\[(-?[\d.]+), (-?[\d.]+)\]", written(page))
    assert found
    assert float(found[1]) > -1.9
    assert float(found[2]) > -1.6
    for _ in range(2):
        page.get_by_role("button", name="Undo", exact=True).click()
    assert written(page) == before
    page.keyboard.press("Escape")
    expect(panel).to_have_count(0)


def test_nothing_is_moved_while_a_replay_is_watched(page, service, run):
    watching(page, service, run, 0)
    drawn(page)
    expect(page.get_by_role("button", name="Move", exact=True)).to_be_disabled()
    page.get_by_role("button", name="Close the replay").click()
    expect(page.get_by_role("button", name="Move", exact=True)).to_be_enabled()


def camera(page) -> list[float]:
    said = page.wait_for_function("() => new URLSearchParams(location.hash.slice(1)).get('camera')")
    return [float(part) for part in said.json_value().split(",")]


def test_the_globe_is_steered_by_keys(page, service):
    opened(page, service, camera="1,1,120000,0,-60")
    drawn(page)
    globe = page.get_by_role("application", name=re.compile("Globe by keyboard"))
    globe.focus()
    seen = [camera(page)]
    for key in ("ArrowRight", "ArrowUp", "+", "Shift+ArrowRight", "n"):
        before = page.evaluate("() => location.hash")
        globe.press(key)
        page.wait_for_function("before => location.hash !== before", arg=before)
        seen.append(camera(page))
    start, right, up, near, turned, north = seen
    assert right[0] > start[0] + 0.05  # longitude
    assert abs(right[1] - start[1]) < 0.01
    assert up[1] > right[1] + 0.05
    assert near[2] < 0.9 * up[2]
    assert 5 < (turned[3] - near[3]) % 360 < 15
    assert min(north[3], 360 - north[3]) < 0.5
    globe.press("0")
    page.wait_for_function("() => new URLSearchParams(location.hash.slice(1)).get('camera') === null")


def test_a_picture_of_the_globe_is_named_after_what_it_shows(page, service, run):
    watching(page, service, run, 3)
    page.get_by_role("slider", name="Time").fill("1200")
    drawn(page)
    page.locator("summary", has_text="Export").click()
    with page.expect_download() as waiting:
        page.get_by_role("group", name="Export of the globe").get_by_role("button", name="Picture (PNG)").click()
    assert waiting.value.suggested_filename == "port-raid-replication-3-at-0h20m00s.png"
    made = imread(io.BytesIO(waiting.value.path().read_bytes()))
    box = page.locator(".globe-canvas canvas").bounding_box()
    assert box
    assert made.shape[1] == pytest.approx(box["width"], abs=1)
    # The globe and not an empty canvas: hundreds of colours, and the line below it.
    globe = made[: int(box["height"])].reshape(-1, made.shape[2])
    assert len({tuple(pixel) for pixel in globe[::37]}) > 20
    assert made.shape[0] > box["height"] + 20


def test_a_clip_is_recorded_until_it_is_stopped(page, service, run):
    watching(page, service, run, 3)
    drawn(page)
    page.locator("summary", has_text="Export").click()
    page.get_by_role("group", name="Export of the globe").get_by_role("button", name="Record a clip (WebM)").click()
    page.wait_for_timeout(3000)  # something to record
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Stop recording").click()
    assert re.fullmatch(r"port-raid-replication-3-at-[\dhms]+\.webm", waiting.value.suggested_filename)
    assert waiting.value.path().read_bytes()[:4] == bytes.fromhex("1a45dfa3")  # EBML, which WebM is


def test_a_browser_that_records_nothing_says_so(page, service):
    page.add_init_script("delete window.MediaRecorder")
    opened(page, service)
    drawn(page)
    page.locator("summary", has_text="Export").click()
    button = page.get_by_role("button", name="Record a clip (WebM)")
    expect(button).to_be_disabled()
    expect(button).to_have_accessible_description("This browser cannot record WebM from a page.")


def test_range_rings_are_switched_and_go_around_what_is_selected(page, service, snap):
    opened(page, service)
    drawn(page)
    before = picture(page)
    switch(page, "Range rings", True)
    around = picture(page)
    assert differ(around, before)
    page.wait_for_function("() => location.hash.includes('circles')")
    snap(page, "rings")


def test_several_variants_are_compared_at_once(flat, service, snap):
    opened(flat, service)
    flat.get_by_label("Replications").fill("500")
    flat.get_by_role("tab", name="Compare").click()
    flat.get_by_text("More variants").click()
    flat.get_by_label("Add a variant").select_option(label="What is on the left now")
    flat.get_by_label("Name of variant 1").fill("as bundled")
    flat.get_by_label("Name of variant 1").press("Tab")
    flat.get_by_text("flight-1").first.click()
    count = flat.get_by_label("Count", exact=True).first
    count.fill("14")
    count.press("Tab")
    expect(flat.locator(".status").first).to_contain_text("46 threats")
    panel = flat.get_by_role("tabpanel", name="Compare")
    panel.get_by_label("Against").select_option(label="port-raid as it was stored")
    flat.get_by_role("button", name="Compare 3 variants").click()
    found = flat.get_by_role("region", name="Comparison")
    expect(found).to_contain_text("as bundled lets exactly as many through as port-raid", timeout=JOB_MS)
    expect(found).to_contain_text("port-raid, edited lets")
    figures = flat.get_by_role("region", name="Distributions").get_by_role("figure")
    expect(figures).to_have_count(3)
    expect(figures.nth(0)).to_have_accessible_name(re.compile(r"^port-raid: mean [\d.]+, nine in ten from \d+ to \d+$"))
    flat.get_by_label("Differences of").select_option(label="as bundled")
    expect(flat.get_by_role("row", name=re.compile("^Leakers"))).to_contain_text("constant")
    snap(flat, "variants")


def test_words_are_explained_where_they_stand(flat, service, run, snap):
    opened(flat, service, run=run["id"])
    flat.get_by_role("button", name="95 % interval", exact=True).first.click()
    told = flat.get_by_role("status").filter(has=flat.get_by_role("button", name="All words"))
    expect(told).to_contain_text("95 %")
    snap(flat, "word")
    told.get_by_role("button", name="All words").click()
    help_ = flat.get_by_role("dialog", name="Help")
    help_.get_by_label("Find a word").fill("firm tr")
    expect(help_.get_by_role("term").first).to_have_text("firm track")
    snap(flat, "help")
    help_.get_by_role("button", name="Close").click()
    expect(help_).to_have_count(0)
