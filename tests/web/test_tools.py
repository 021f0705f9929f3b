"""The map's tools: layers by switch and in the address, the pointer, the ruler; the clock slow and backwards."""

from __future__ import annotations

import io
import re

import numpy as np
from matplotlib.pyplot import imread
from playwright.sync_api import expect

from web.steps import drawn, opened, seconds, watching


def says(page, name: str, value: str | None) -> None:
    """Wait until the address says something of a part, or nothing."""
    page.wait_for_function(
        "([name, value]) => new URLSearchParams(location.hash.slice(1)).get(name) === value", arg=[name, value]
    )


def picture(page) -> bytes:
    """The globe's part of the page, once two pictures of it show the same.

    They need not be the same bytes: where the globe draws nothing more, the browser still draws some pixels of the text
    over it one level of 255 apart from one picture to the next.
    """
    box = page.locator(".globe-canvas").bounding_box()
    before = b""
    for _ in range(60):
        now = page.screenshot(clip=box)
        if before and not differ(now, before):
            return now
        before = now
        page.wait_for_timeout(300)
    raise AssertionError("the globe never comes to rest")


def differ(one: bytes, other: bytes) -> bool:
    """Whether two pictures show different things.

    The text of the buttons over the globe, which is drawn anew after a list was open above them, may differ by one
    level of 255; lines and names on the globe differ by tens.
    """
    a, b = (imread(io.BytesIO(data))[..., :3] for data in (one, other))
    return bool(np.abs(a - b).max() > 2.5 / 255)


def switch(page, label: str, on: bool) -> None:
    """Switch a layer and fold the list of them away again, so that a picture shows the globe alone."""
    page.locator("summary", has_text="Layers").click()
    page.get_by_role("group", name="Layers of the globe").get_by_label(label, exact=True).set_checked(on)
    page.locator("summary", has_text="Layers").click()
    page.mouse.move(5, 5)


def test_layers_are_switched_and_the_address_says_which(page, service, snap):
    opened(page, service)
    drawn(page)
    first = picture(page)
    switch(page, "Missile ranges", True)
    assert not differ(picture(page), first)
    for label, name in (("Missile ranges", "rings"), ("Names of sites", "names"), ("Degrees", "grid")):
        before = picture(page)
        switch(page, label, False)
        page.wait_for_function("name => location.hash.includes(name)", arg=name)
        assert differ(picture(page), before), label
    says(page, "layers", "grid,names,rings")
    snap(page, "off")
    page.reload()
    drawn(page)
    for label in ("Missile ranges", "Names of sites", "Degrees"):
        switch(page, label, True)
    says(page, "layers", None)


def test_lines_of_tracks_and_engagements_are_drawn(page, service, run, snap):
    watching(page, service, run, 0)
    page.get_by_role("slider", name="Time").fill("1140")
    drawn(page)
    for label in ("All tracks", "All engagements", "Drop lines", "Names of threats"):
        before = picture(page)
        switch(page, label, True)
        page.wait_for_timeout(300)
        assert differ(picture(page), before), label
    says(page, "layers", "drops,targets,threats,tracks")
    snap(page, "lines")


def test_the_pointer_and_the_ruler_measure(page, service, snap):
    opened(page, service)
    drawn(page)
    page.get_by_role("button", name="Map", exact=True).click()
    page.get_by_role("button", name="Fit").click()
    box = page.locator(".globe-canvas canvas").bounding_box()
    assert box
    places = []
    for share in (0.4, 0.6):
        page.mouse.move(box["x"] + box["width"] * share, box["y"] + box["height"] * 0.5)
        page.wait_for_timeout(300)
        found = re.match(r"([\d.]+)° ([NS]), ([\d.]+)° ([EW])", page.get_by_test_id("pointer").inner_text())
        assert found
        places.append(
            (float(found[1]) * (1 if found[2] == "N" else -1), float(found[3]) * (1 if found[4] == "E" else -1))
        )
    # West and east of each other, on a map whose north is up.
    assert abs(places[0][0] - places[1][0]) < 0.02
    assert places[0][1] < places[1][1]
    page.get_by_role("button", name="Measure").click()
    ruler = page.get_by_test_id("ruler")
    expect(ruler).to_have_text("Click where to measure from")
    for share in (0.4, 0.6):
        page.mouse.click(box["x"] + box["width"] * share, box["y"] + box["height"] * 0.5)
        page.wait_for_timeout(500)  # longer than what makes two clicks a double one
    expect(ruler).to_have_text(re.compile(r"^[\d,.]+ km, 0(89|90|91)°$"))
    # 111.3 km a degree of longitude, a few degrees from the equator.
    wanted = (places[1][1] - places[0][1]) * 111.3
    told = float(ruler.inner_text().split(" km")[0].replace(",", ""))
    assert abs(told / wanted - 1) < 0.02
    snap(page, "ruler")
    page.keyboard.press("Escape")
    expect(ruler).to_have_count(0)


def test_the_clock_goes_slowly_and_backwards(flat, service, run):
    watching(flat, service, run, 0)
    flat.get_by_role("slider", name="Time").fill("1200")
    speed = flat.get_by_label("Speed of the replay")
    speed.select_option("-100")
    flat.get_by_role("button", name="Play", exact=True).click()
    flat.wait_for_function("() => Number(document.querySelector('.timeline input[type=range]').value) < 1150")
    flat.get_by_role("button", name="Pause").click()
    assert seconds(flat) < 1150
    # At its beginning it stops by itself.
    flat.get_by_role("slider", name="Time").fill("30")
    flat.get_by_role("button", name="Play", exact=True).click()
    expect(flat.get_by_role("button", name="Play", exact=True)).to_be_visible()
    assert seconds(flat) == 0
    speed.select_option("0.1")
    flat.get_by_role("slider", name="Time").fill("1200")
    flat.get_by_role("button", name="Play", exact=True).click()
    flat.wait_for_timeout(1500)
    flat.get_by_role("button", name="Pause").click()
    # Some tenths of a second, not seconds.
    assert seconds(flat) in {1200, 1201}


def test_downloads_are_named_after_the_scenario(flat, service, run):
    watching(flat, service, run, 3)
    with flat.expect_download() as waiting:
        flat.get_by_role("link", name="ACMI").click()
    assert waiting.value.suggested_filename.startswith("port-raid")
    flat.get_by_role("tab", name="Results").click()
    for name in ("Report", "Parquet"):
        with flat.expect_download() as waiting:
            flat.get_by_role("link", name=name).click()
        assert waiting.value.suggested_filename.startswith("port-raid"), name
