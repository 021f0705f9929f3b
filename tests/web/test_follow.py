"""The camera: it goes along with what is followed, dead or alive; from above; from a radar; and the address has it."""

from __future__ import annotations

import math
import re

import pytest
from playwright.sync_api import expect

from web.steps import drawn


@pytest.fixture(scope="module")
def record(service, run):
    """The replication that is watched here."""
    return service.get(f"/api/jobs/{run['id']}/replay/0").json()


def at(page, service, run, time: float, **parts: str) -> None:
    """Open the replication at a time, and wait for the globe."""
    place = "".join(f"&{key}={value}" for key, value in parts.items())
    page.goto(f"{service.address}/#scenario=port-raid&run={run['id']}&replication=0&time={time:.3f}{place}")
    expect(page.get_by_role("region", name="Replay")).to_be_visible()
    drawn(page)


def says(page, name: str, pattern: str) -> str:
    """Wait until the address says something of a part."""
    page.wait_for_function(
        "([name, pattern]) => new RegExp(pattern).test(new URLSearchParams(location.hash.slice(1)).get(name) ?? '')",
        arg=[name, pattern],
    )
    return page.evaluate("name => new URLSearchParams(location.hash.slice(1)).get(name) ?? ''", name)


def in_the_middle(page, title: str) -> None:
    """What stands in the middle of the picture is selected by a click there: it is what is followed."""
    clicked_in_the_middle(page)
    expect(page.get_by_role("region", name=f"Selected: {title}", exact=True)).to_be_visible()


def clicked_in_the_middle(page) -> None:
    """Select nothing, then click the middle of the picture until something is selected: that, and nothing before it.

    The picture comes some frames after what it shows has changed, and software draws few a second: it is clicked until
    what is there has been drawn.
    """
    page.keyboard.press("Escape")
    card = page.locator(".picked")
    expect(card).to_have_count(0)
    box = page.locator(".globe-canvas canvas").bounding_box()
    assert box
    for _ in range(40):
        page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        page.wait_for_timeout(500)  # longer than what makes two clicks a double one
        if card.count():
            break
    expect(card).to_have_count(1)


def to(page, seconds: float) -> None:
    """Set the replay's clock."""
    page.get_by_role("slider", name="Time").fill(str(seconds))
    says(page, "time", f"^{seconds}$")


def alone(record, formation: str) -> dict:
    """The destroyed threat of a formation that ends farthest from where the others end: they fly one way in turn."""
    starts = {threat["name"]: threat["start_s"] for threat in record["scene"]["threats"]}
    flown = {
        fate["threat"]: fate["time"] - starts[fate["threat"]]
        for fate in record["fates"]
        if fate["threat"].startswith(formation) and fate["fate"] == "destroyed"
    }
    best = max(flown, key=lambda name: min(abs(flown[name] - flown[other]) for other in flown if other != name))
    return next(fate for fate in record["fates"] if fate["threat"] == best)


def test_follow_goes_along_and_zooming_keeps_it_in_the_middle(page, service, run, record, snap):
    fate = alone(record, "flight-2-")
    name = fate["threat"]
    at(page, service, run, 1120)
    page.locator(".threats").get_by_role("button", name=name, exact=True).click()
    page.get_by_role("button", name="Follow", exact=True).click()
    expect(page.get_by_role("button", name="Follow", exact=True)).to_have_attribute("aria-pressed", "true")
    says(page, "view", f"^follow:threat/{name}$")
    for _ in range(3):
        page.get_by_role("button", name="Zoom in").click()
    # Three times nearer by 1.6, from 60 km.
    camera = says(page, "camera", r",-35,146\d\d$")
    in_the_middle(page, name)
    snap(page, "near")
    # 60 s later it has flown 14 km, which is out of a picture of this size.
    to(page, 1180)
    in_the_middle(page, name)
    box = page.locator(".globe-canvas canvas").bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.wheel(0, -300)
    nearer = says(page, "camera", f"^(?!{re.escape(camera)}$)")
    assert float(nearer.split(",")[2]) < float(camera.split(",")[2])
    in_the_middle(page, name)
    # The dead are shown where they died, and the camera stays there.
    assert fate["fate"] == "destroyed"
    to(page, math.ceil(fate["time"]) + 100)
    in_the_middle(page, name)
    expect(page.locator(".picked")).to_contain_text("destroyed at")
    snap(page, "dead")
    # A reload, or whoever opens the address, sees the same.
    address = page.evaluate("location.hash")
    page.reload()
    drawn(page)
    in_the_middle(page, name)
    assert page.evaluate("location.hash") == address
    page.get_by_role("button", name="Follow", exact=True).click()
    page.wait_for_function("() => !location.hash.includes('view=')")
    assert len(says(page, "camera", ".").split(",")) == 5


def test_a_missile_and_a_unit_are_followed_by_a_double_click(page, service, run, record, snap):
    shot = record["shots"][0]
    at(page, service, run, shot["launch"] + 60)
    page.get_by_label("Find in the log").fill(f"launch at {shot['threat']}")
    page.get_by_role("region", name="Events").get_by_role("button").first.dblclick()
    says(page, "view", f"^follow:missile/{shot['unit']}/{shot['number']}$")
    to(page, math.floor(shot["launch"]) + 61)
    in_the_middle(page, f"{shot['missile']} no. {shot['number']}")
    expect(page.locator(".picked")).to_contain_text("in flight")
    snap(page, "missile")
    page.locator(".tote").get_by_role("button", name="S-300PMU-2/unit-1", exact=True).dblclick()
    says(page, "view", "^follow:unit/S-300PMU-2/unit-1$")
    in_the_middle(page, "S-300PMU-2/unit-1")


def test_from_above_on_the_globe_and_on_the_map(page, service, run, snap):
    at(page, service, run, 1120, selection="threat/flight-2-8")
    page.get_by_label("Camera").select_option("top")
    says(page, "view", "^top:threat/flight-2-8$")
    for _ in range(4):
        page.get_by_role("button", name="Zoom in").click()
    # Four times nearer by 1.6, from 150 km.
    says(page, "camera", r"^0,-90,228\d\d$")
    in_the_middle(page, "flight-2-8")
    snap(page, "above")
    page.get_by_role("button", name="Map", exact=True).click()
    to(page, 1150)
    in_the_middle(page, "flight-2-8")
    snap(page, "map")
    page.get_by_role("button", name="Fit").click()
    page.wait_for_function("() => !/view=|camera=/.test(location.hash)")


def test_from_the_radar_towards_what_is_selected(page, service, run, snap):
    at(page, service, run, 1180, selection="radar/S-300PMU-2/64N6E2")
    page.get_by_label("Camera").select_option("radar")
    says(page, "view", "^radar:S-300PMU-2/64N6E2$")
    page.locator(".threats").get_by_role("button", name="flight-2-1", exact=True).click()
    for _ in range(6):
        page.get_by_role("button", name="Zoom in").click()
    # From so far the members of a flight stand close together: the first of them is nearest.
    in_the_middle_of(page, "flight-2-")
    snap(page, "radar")


def in_the_middle_of(page, start: str) -> None:
    """A click in the middle of the picture selects what has a name that starts so, and nothing was selected before."""
    clicked_in_the_middle(page)
    expect(page.locator(".picked h3")).to_contain_text(start)


def test_the_users_camera_is_in_the_address(page, service, run):
    at(page, service, run, 1120)
    page.get_by_role("button", name="Zoom in").click()
    camera = says(page, "camera", ".")
    assert len(camera.split(",")) == 5
    page.reload()
    drawn(page)
    page.get_by_role("button", name="Zoom out").click()
    after = says(page, "camera", f"^(?!{re.escape(camera)}$)")
    # As far out again: the camera was where the address said before.
    assert float(after.split(",")[2]) > float(camera.split(",")[2])
    page.get_by_role("button", name="Fit").click()
    page.wait_for_function("() => !location.hash.includes('camera=')")
