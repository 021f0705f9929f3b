"""A scenario is loaded, looked at, changed by form, by click and as text, and saved under the user's own name."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

import airdef
from web.conftest import looking
from web.steps import drawn, opened, typed, unfold, written


def test_the_first_picture_waits_for_no_globe(browser, service):
    # 3 MB of globe come after what can be read and used; how soon that is, a benchmark says.
    with looking(browser, service.address, globe=True) as page:
        held = []
        page.route("**/assets/pilot-*.js", lambda route: held.append(route))
        with page.expect_request("**/assets/pilot-*.js"):
            opened(page, service)
        page.wait_for_function("performance.getEntriesByName('first-contentful-paint').length > 0")
        expect(page.get_by_role("button", name="Run", exact=True)).to_be_enabled()
        assert len(held) == 1
        expect(page.get_by_role("status").filter(has_text="The globe is on its way")).to_be_visible()
        held[0].continue_()
        drawn(page)


def test_an_exercise_is_drawn_and_described(page, service, snap):
    opened(page, service)
    drawn(page)
    expect(page.get_by_role("img", name="Map of the exercise")).to_have_attribute(
        "aria-label", re.compile("1 asset, 2 fire units, 4 radars; the raid: 8 fighter, 8 fighter, 4 lo-fighter")
    )
    snap(page, "globe")
    page.get_by_role("button", name="Map").click()
    drawn(page)
    snap(page, "map")
    page.get_by_role("button", name="Globe").click()


def test_jammers_are_drawn_and_described(page, service, snap):
    opened(page, service, "s400")
    drawn(page)
    expect(page.get_by_role("img", name="Map of the exercise")).to_have_attribute(
        "aria-label", re.compile("4 radars, 1 stand-off jammer; the raid: 3 bomber")
    )
    snap(page, "jammers")


def test_places_and_routes_are_set_by_clicks_on_the_globe(page, service, snap):
    opened(page, service)
    drawn(page)
    unfold(page, "port")
    page.get_by_role("button", name="On globe").first.click()
    expect(page.get_by_text("Click the globe to set")).to_be_visible()
    snap(page, "placing")
    box = page.locator(".globe-canvas canvas").bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] * 0.45, box["y"] + box["height"] * 0.55)
    expect(page.get_by_text("Click the globe to set")).to_have_count(0)
    found = re.search(r"name: port, at: \[(-?[\d.]+), (-?[\d.]+)\]", written(page))
    assert found
    latitude, longitude = map(float, found.groups())
    # The middle of the picture is the middle of the exercise, which spans some 3 degrees south-west of 0, 0.
    assert -3 < latitude < 0
    assert -3 < longitude < 0.5
    expect(page.locator(".status").first).to_contain_text("Edited, sound.")
    # It stands there now: its symbol hangs below its place, and says on a click what it is.
    page.wait_for_timeout(1500)
    page.mouse.click(box["x"] + box["width"] * 0.45, box["y"] + box["height"] * 0.55 + 12)
    expect(page.locator(".picked")).to_contain_text("asset of value 10")
    page.keyboard.press("Escape")
    expect(page.locator(".picked")).to_have_count(0)

    unfold(page, "flight-1")
    page.get_by_role("button", name="Add waypoints on the globe").first.click()
    for share in (0.4, 0.6):
        page.mouse.click(box["x"] + box["width"] * share, box["y"] + box["height"] * 0.6)
    expect(page.get_by_label("Waypoint 4, latitude in degrees")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_text("Click the globe to set")).to_have_count(0)


def test_the_form_changes_one_thing_and_leaves_the_rest_as_it_was_written(flat, service, snap):
    opened(flat, service)
    before = written(flat)
    unfold(flat, "flight-1")
    typed(flat, "Count", "12")
    expect(flat.locator(".status").first).to_contain_text("Edited, sound. 2 fire units, 4 radars, 44 threats.")
    snap(flat, "edited")
    after = written(flat)
    changed = [(old, new) for old, new in zip(before.splitlines(), after.splitlines(), strict=True) if old != new]
    assert changed == [(changed[0][0], changed[0][0].replace("count: 8", "count: 12"))]
    flat.get_by_role("button", name="Undo").click()
    expect(flat.locator(".status").first).to_contain_text("Sound. 2 fire units")
    assert written(flat) == before


def test_what_the_schema_offers_can_be_set(flat, service):
    opened(flat, service)
    unfold(flat, "S-300PMU-2")
    unfold(flat, "Doctrine")
    flat.get_by_label("Priority", exact=True).select_option("nearest")
    flat.get_by_label("Drone", exact=True).first.check()
    typed(flat, "Salvo", "{aircraft: 2, ballistic: [2, 1]}")
    unfold(flat, "Environment")
    typed(flat, "Rain rate", "4 mm/h")
    expect(flat.locator(".status").first).to_contain_text("Edited, sound.")
    text = written(flat)
    for part in (
        "priority: nearest",
        "reserve_for: [ballistic, anti_radiation, drone]",
        "salvo: {aircraft: 2, ballistic: [2, 1]}",
        "environment: {rain_rate: 4 mm/h}",
    ):
        assert part in text


def test_what_is_being_typed_survives_an_answer_that_comes_meanwhile(flat, service):
    opened(flat, service)
    unfold(flat, "port")
    name = flat.get_by_label("Name", exact=True).first
    name.fill("Half a na")
    with flat.expect_response("**/api/validate"):  # an edit elsewhere is judged, and the form drawn again
        flat.evaluate("""() => { const box = document.querySelectorAll('input[type=checkbox]')[0]; box.click(); }""")
    flat.wait_for_timeout(200)
    assert name.input_value() == "Half a na"


def test_lists_grow_and_shrink(flat, service):
    opened(flat, service)
    flat.get_by_role("button", name="Add an asset").click()
    expect(flat.locator(".card > summary", has_text="asset-2")).to_be_visible()
    unfold(flat, "flight-3")
    flat.locator(".card", has_text="flight-3").get_by_role("button", name="Remove", exact=True).click()
    expect(flat.locator(".status").first).to_contain_text("36 threats")
    assert "flight-3" not in written(flat)


@pytest.mark.parametrize(
    ("label", "path", "value"), [("Speed", "raid.0.speed", "250"), ("Aims at", "raid.0.aims_at", "prot")]
)
def test_an_error_stands_at_its_field_in_the_words_of_the_command_line(flat, service, snap, label, path, value):
    with pytest.raises(airdef.ScenarioError) as broken:
        airdef.load("port-raid", {path: value if path.endswith("at") else int(value)})
    problem = broken.value.first
    opened(flat, service)
    unfold(flat, "flight-1")
    typed(flat, label, value)
    wrong = flat.get_by_role("alert").filter(has_text="given").first
    expect(wrong).to_contain_text(f"{problem.given} given, {problem.expected} expected")
    expect(wrong).to_contain_text(problem.fix)
    expect(flat.get_by_label(label, exact=True).first).to_have_attribute("aria-invalid", "true")
    expect(flat.get_by_role("button", name="Run", exact=True)).to_be_disabled()
    snap(flat, "error")
    for name in problem.nearest[:1]:
        wrong.get_by_role("button", name=name).click()
        expect(flat.locator(".status").first).to_contain_text("ound.")


def test_entries_of_the_scenarios_own_can_be_chosen(flat, service):
    opened(flat, service)
    text = service.get("/api/scenarios/port-raid").json()["yaml"]
    own = "catalogue:\n  entries:\n    Long-Arrow: {based_on: S-300PMU-2, figures: {target_channels: 4}}\n"
    flat.get_by_role("tab", name="YAML").click()
    flat.get_by_label("Scenario as YAML").fill(f"{text}\n{own}")
    expect(flat.locator(".status").first).to_contain_text("sound.")
    flat.get_by_role("tab", name="Form").click()
    unfold(flat, "S-300PMU-2")
    flat.get_by_label("System", exact=True).first.select_option("Long-Arrow")
    expect(flat.locator(".status").first).to_contain_text("sound.")
    assert "system: Long-Arrow" in written(flat)


def test_text_broken_before_its_first_picture_leaves_that_picture(flat, service):
    held = []
    flat.route("**/api/scene", lambda route: held.append(route))
    with flat.expect_request("**/api/scene"):
        opened(flat, service)
    flat.get_by_role("tab", name="YAML").click()
    typed(flat, "Scenario as YAML", "name: [")
    status = flat.locator(".status").first
    expect(status).to_contain_text("wrong")
    assert len(held) == 1
    expect(status).not_to_contain_text("globe")
    held[0].continue_()
    expect(status).to_contain_text("the globe shows the last sound state")


def test_text_that_is_no_yaml_says_where(flat, service):
    opened(flat, service)
    flat.get_by_role("tab", name="YAML").click()
    flat.get_by_label("Scenario as YAML").fill("name: x\nraid: [{threat: fighter")
    expect(flat.get_by_label("Problems")).to_contain_text("a bracket that is not closed given")
    flat.get_by_role("button", name="Revert").click()
    expect(flat.locator(".status").first).to_contain_text("Sound.")


def test_a_scenario_is_saved_under_ones_own_name_and_deleted(flat, service):
    opened(flat, service)
    unfold(flat, "flight-1")
    typed(flat, "Count", "3")
    flat.get_by_role("button", name="Save as").click()
    flat.get_by_label("Name to save under").fill("less-of-it")
    flat.get_by_label("Name to save under").press("Enter")
    expect(flat.get_by_text("Saved as less-of-it.")).to_be_visible()
    assert "count: 3" in service.get("/api/scenarios/less-of-it").json()["yaml"]
    flat.locator(".chooser").get_by_role("button", name="Delete").click()
    expect(flat.get_by_text("Deleted less-of-it.")).to_be_visible()
    assert "less-of-it" not in [item["name"] for item in service.get("/api/scenarios").json()]
