"""What the map says of itself: its units, its legend, its degrees and where north is."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from web.steps import drawn, opened, unfold, watching
from web.test_access import AXE, findings

KM_PER_NM = 1.852


def told(page, pattern: str, name: str = "") -> float:
    """The number that a pattern finds in what is selected."""
    found = re.search(pattern, page.get_by_role("region", name=re.compile(f"Selected: .*{name}")).inner_text())
    assert found, pattern
    return float(found[1].replace(",", ""))


def test_units_of_what_is_selected_are_chosen_and_kept(flat, service, run, snap):
    watching(flat, service, run, 0)
    flat.get_by_role("slider", name="Time").fill("1140")
    flat.locator(".threats").get_by_role("button", name=re.compile("-1$")).first.click()
    units = flat.get_by_role("combobox", name="Units")
    expect(units).to_have_value("metric")
    metric = told(flat, r"([\d.,]+) km\b"), told(flat, r"([\d,]+) m/s")
    units.select_option(value="nautical")
    nautical = told(flat, r"([\d,]+) ft\b"), told(flat, r"([\d,]+) kt\b")
    # Metric altitudes are told to 0.1 km, speeds to 1 m/s.
    assert abs(nautical[0] * 0.3048 - 1000 * metric[0]) < 51
    assert abs(nautical[1] * KM_PER_NM / 3.6 - metric[1]) < 1
    snap(flat, "nautical")
    expect(flat).to_have_url(
        re.compile("selection=threat")
    )  # the address follows a moment later, and is what a reload reads
    flat.reload()
    expect(flat.get_by_role("region", name=re.compile("Selected"))).to_contain_text(" kt")
    units.select_option(value="metric")
    expect(flat.get_by_role("region", name=re.compile("Selected"))).to_contain_text(" m/s")


def test_units_of_the_map_and_not_of_the_form(page, service):
    opened(page, service)
    drawn(page)
    scale = page.get_by_test_id("scale")
    expect(scale).to_have_text(re.compile(r"^\d+ km$"))
    unfold(page, "flight-1")
    altitude = page.get_by_label("Altitude", exact=True).first
    typed = altitude.input_value()
    assert typed
    page.get_by_role("combobox", name="Units").select_option(value="nautical")
    expect(scale).to_have_text(re.compile(r"^\d+ NM$"))
    expect(altitude).to_have_value(typed)
    box = page.locator(".globe-canvas canvas").bounding_box()
    assert box
    page.get_by_role("button", name="Measure").click()
    for share in (0.4, 0.6):
        page.mouse.click(box["x"] + box["width"] * share, box["y"] + box["height"] * 0.5)
        page.wait_for_timeout(500)  # longer than what makes two clicks a double one
    ruler = page.get_by_test_id("ruler")
    expect(ruler).to_have_text(re.compile(r"^[\d,.]+ NM, \d{3}°$"))
    told = float(ruler.inner_text().split()[0].replace(",", ""))
    page.get_by_role("combobox", name="Units").select_option(value="metric")
    expect(ruler).to_have_text(re.compile(r"^[\d,.]+ km, \d{3}°$"))
    # Each is told to a tenth.
    assert abs(float(ruler.inner_text().split()[0].replace(",", "")) - told * KM_PER_NM) < 0.05 * (1 + KM_PER_NM) + 1e-6


def degrees(page) -> list[tuple[str, float, float]]:
    """The numbers of the graticule, with their place in the picture [px]."""
    found = page.get_by_test_id("degrees").locator("span")
    expect(found.first).to_be_visible()
    boxes = [(found.nth(k).inner_text(), found.nth(k).bounding_box()) for k in range(found.count())]
    return [(text, box["x"] + box["width"] / 2, box["y"] + box["height"] / 2) for text, box in boxes]


def test_degrees_stand_where_their_lines_are_and_get_denser(page, service):
    opened(page, service, mode="map")
    drawn(page)
    box = page.locator(".globe-canvas canvas").bounding_box()
    assert box
    shown = degrees(page)
    checked = 0
    for text, x, _ in shown:
        if text[-1] not in "EW":
            continue
        page.mouse.move(x, box["y"] + box["height"] * 0.5)
        pointer = page.get_by_test_id("pointer")
        # North is up: under the pointer, above a meridian's number, is that meridian. A pixel is some 0.006 degrees.
        at = float(text.split("\u00b0")[0])
        for _ in range(20):
            page.wait_for_timeout(100)
            said = re.search(r", ([\d.]+)\u00b0", pointer.inner_text()) if pointer.count() else None
            if said and abs(float(said[1]) - at) < 0.02:
                break
        assert said
        assert abs(float(said[1]) - at) < 0.02, text
        checked += 1
    assert checked >= 2
    for _ in range(3):
        page.get_by_role("button", name="Zoom in").click()
    expect(page.get_by_test_id("degrees").locator("span", has_text=re.compile(r"\.\d")).first).to_be_visible()
    page.locator("summary", has_text="Layers").click()
    page.get_by_role("group", name="Layers of the globe").get_by_label("Degrees", exact=True).uncheck()
    expect(page.get_by_test_id("degrees").locator("span")).to_have_count(0)


def test_the_north_arrow_turns_north_up_around_the_middle(page, service, snap):
    opened(page, service, camera="1,1,120000,60,-40")
    drawn(page)
    arrow = page.get_by_role("button", name="North up")
    expect(arrow).to_have_accessible_name("North up; at the top is 060\u00b0")
    box = page.locator(".globe-canvas canvas").bounding_box()
    assert box

    def middle() -> str:
        page.mouse.move(box["x"] + box["width"] / 2 + 1, box["y"] + box["height"] / 2)
        page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        pointer = page.get_by_test_id("pointer")
        expect(pointer).to_be_visible()
        return pointer.inner_text()

    before = [float(value) for value in re.findall(r"[\d.]+(?=\u00b0)", middle())]
    arrow.click()
    expect(arrow).to_have_accessible_name("North up; at the top is 000\u00b0")
    after = [float(value) for value in re.findall(r"[\d.]+(?=\u00b0)", middle())]
    # The middle of the picture stays where it is, to the pixel: some 250 m here.
    assert all(abs(a - b) < 0.01 for a, b in zip(before, after, strict=True))
    page.wait_for_function("() => /camera=[^&]*,(0|360|359\\.9\\d*),-/.test(decodeURIComponent(location.hash))")
    snap(page, "north-up")


def test_the_legend_has_what_is_shown_and_nothing_else(page, service, snap):
    opened(page, service)
    drawn(page)
    page.locator("summary", has_text="Legend").click()
    legend = page.get_by_role("region", name="Legend")
    defence = legend.get_by_role("list", name="Defence")
    expect(defence.get_by_text("Published range of a missile")).to_be_visible()
    expect(legend.get_by_role("list", name="Raid").get_by_text("Planned route", exact=True)).to_be_visible()
    expect(legend.get_by_role("list", name="Replay")).to_have_count(0)
    page.locator("summary", has_text="Layers").click()
    page.get_by_role("group", name="Layers of the globe").get_by_label("Missile ranges", exact=True).uncheck()
    expect(defence.get_by_text("Published range of a missile")).to_have_count(0)
    page.locator("summary", has_text="Layers").click()
    # Fire units are drawn from near only.
    expect(defence.get_by_text("Fire unit")).to_have_count(0)
    if AXE.is_file():
        page.evaluate(AXE.read_text())
        assert findings(page) == []
    page.goto(f"{service.address}/#scenario=port-raid&camera=0,-0.3,40000,0,-60")
    page.reload()
    drawn(page)
    # What is open stays so.
    expect(defence.get_by_text("Fire unit")).to_be_visible()
    snap(page, "legend")
    page.locator("summary", has_text="Legend").click()
    expect(legend).to_have_count(0)


def test_the_legend_of_a_replay_tells_nothing_before_its_time(page, service, run, snap):
    watching(page, service, run, 0)
    page.get_by_role("slider", name="Time").fill("1140")
    drawn(page)
    page.locator("summary", has_text="Legend").click()
    entries = page.get_by_role("region", name="Legend").get_by_role("list", name="Replay")
    expect(entries.get_by_text("Trail of a threat", exact=True)).to_be_visible()
    expect(entries.get_by_text(re.compile("to be destroyed|that leaks"))).to_have_count(0)
    page.get_by_role("button", name="As it ends").click()
    expect(entries.get_by_text("Trail of a threat", exact=True)).to_have_count(0)
    expect(entries.get_by_text(re.compile("to be destroyed|that leaks")).first).to_be_visible()
    snap(page, "legend")
