"""One document, one truth: what is shown is one scenario's, its address says it whole, and leads others to the same."""

from __future__ import annotations

import re

import httpx
from playwright.sync_api import expect

from patience import JOB_MS, PATIENCE_S
from web.conftest import REPLICATIONS, looking
from web.steps import drawn, edited, opened, typed, unfold, watching, written

MAP = "Map of the exercise"


def ordered(service, kind: str, **order: object) -> dict:
    """Order a job and wait for its end."""
    job = httpx.post(f"{service.address}/api/jobs/{kind}", json=order, timeout=PATIENCE_S).raise_for_status().json()
    with httpx.stream("GET", f"{service.address}/api/jobs/{job['id']}/events", timeout=JOB_MS / 1000) as events:
        events.read()  # the stream ends with the job
    return service.get(f"/api/jobs/{job['id']}").json()


def choice(page):
    """The scenario that is named on the left, and the list of the others."""
    return page.get_by_role("combobox", name="Scenario", exact=True)


def named(page) -> str:
    """The scenario that is named on the left."""
    return choice(page).locator("option:checked").inner_text()


def test_choosing_a_scenario_frames_it(page, service, snap):
    opened(page, service)
    drawn(page)
    choice(page).select_option("island")
    expect(page.get_by_role("img", name=MAP)).to_have_attribute(
        "aria-label", re.compile("3 radars; the raid: 8 cruise-missile")
    )
    scene = httpx.post(f"{service.address}/api/scene", json={"name": "island"}).json()
    unfold(page, scene["assets"][0]["name"])
    page.get_by_role("button", name="On globe").first.click()
    snap(page, "framed")
    box = page.locator(".globe-canvas canvas").bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] * 0.5, box["y"] + box["height"] * 0.5)
    expect(page.get_by_text("Click the globe to set")).to_have_count(0)
    found = re.search(rf"name: {scene['assets'][0]['name']}, at: \[(-?[\d.]+), (-?[\d.]+)\]", written(page))
    assert found
    latitude, longitude = map(float, found.groups())
    west, south, east, north = scene["bounds"]
    # The middle of the picture lies in the middle third of the exercise.
    assert abs(longitude - (west + east) / 2) < (east - west) / 6
    assert abs(latitude - (south + north) / 2) < (north - south) / 6


def test_never_two_scenarios_at_once(page, service, snap):
    other = ordered(service, "run", scenario={"name": "low-level"}, replications=20, seed=2)
    opened(page, service, "island")
    page.get_by_role("tab", name="Coverage").click()
    page.get_by_label("Heights above ground").fill("100 m")
    page.get_by_role("button", name="Map coverage").click()
    expect(page.get_by_role("region", name="Coverage").locator("tbody tr")).to_have_count(1, timeout=JOB_MS)
    choice(page).select_option("port-raid")
    expect(page.get_by_role("img", name=MAP)).to_have_attribute("aria-label", re.compile("4 lo-fighter"))
    expect(page.get_by_role("region", name="Coverage")).to_have_count(0)
    assert "coverage=" not in page.url
    page.get_by_role("tab", name="Results").click()
    unfold(page, "Runs of other scenarios")
    page.locator(".earlier li").filter(has_text=other["title"]).get_by_role("button").first.click()
    expect(page.get_by_role("region", name="Result", exact=True)).to_contain_text("20 replications · seed 2")
    assert named(page) == other["title"]
    expect(page.locator(".status").first).to_contain_text("Sound.")
    described = service.get("/api/scenarios/low-level").json()["declaration"]["assets"]
    expect(page.get_by_role("img", name=MAP)).to_have_attribute("aria-label", re.compile(f"{len(described)} asset"))
    snap(page, "one")


def test_what_is_typed_for_one_scenario_is_not_shown_in_another(flat, service):
    opened(flat, service)
    unfold(flat, "flight-1")
    box = flat.locator(".card", has_text="flight-1").get_by_label("Aims at", exact=True)
    assert box.input_value() == "port"
    box.focus()
    flat.evaluate("location.hash = '#scenario=island'")  # the focus stays
    expect(choice(flat)).to_have_value("island")
    group = service.get("/api/scenarios/island").json()["declaration"]["raid"][0]
    unfold(flat, group["name"])
    card = flat.locator(".card", has_text=group["name"])
    expect(card.get_by_label("Aims at", exact=True)).to_have_value(group["aims_at"])


def test_an_address_opens_what_it_names_and_nothing_else(flat, service, run):
    watching(flat, service, run, 5)
    # In this tab, and in another one of the same browser.
    for tab in (flat, flat.context.new_page()):
        opened(tab, service, "island")
        expect(choice(tab)).to_have_value("island")
        expect(tab.locator(".status").first).to_contain_text("Sound.")
        expect(
            tab.get_by_role("heading", name=re.compile("^(Nothing has been run yet|No run is open)$"))
        ).to_be_visible()
        expect(tab.get_by_role("region", name="Replay")).to_have_count(0)
    # One that contradicts itself is told, with the way to each.
    opened(flat, service, "island", run=run["id"], replication=5)
    alert = flat.get_by_role("alert").filter(has_text="belongs to port-raid, not to island")
    expect(alert).to_be_visible()
    expect(flat.get_by_role("region", name="Replay")).to_have_count(0)
    alert.get_by_role("button", name="Open it with port-raid").click()
    expect(flat.get_by_role("region", name="Result", exact=True)).to_contain_text(f"{REPLICATIONS:,} replications")
    assert named(flat) == "Port raid"


def test_a_scenario_that_is_not_there_is_told(flat, service, snap):
    flat.goto(f"{service.address}/#scenario=nosuch")
    alert = flat.get_by_role("alert").filter(has_text="does not exist")
    expect(alert).to_contain_text("Scenario 'nosuch' does not exist")
    assert named(flat) == "nosuch (not there)"
    expect(flat.get_by_role("button", name="Run", exact=True)).to_be_disabled()
    expect(flat.get_by_text("ound.")).to_have_count(0)
    assert flat.url.endswith("#scenario=nosuch")
    snap(flat, "nosuch")
    alert.get_by_role("button", name="Open").click()
    expect(flat.locator(".status").first).to_contain_text("Sound.")
    expect(alert).to_have_count(0)
    # Near a name that there is, that is offered.
    flat.goto(f"{service.address}/#scenario=islan")
    expect(flat.get_by_role("alert").get_by_role("button", name="Open")).to_contain_text(
        service.get("/api/scenarios/island").json()["title"]
    )
    # A version, a run and a replication that are not there are told too.
    flat.goto(f"{service.address}/#scenario=port-raid&version={'0' * 20}")
    expect(flat.get_by_role("alert")).to_contain_text("no longer kept")
    flat.get_by_role("button", name="Open it as it is stored").click()
    expect(flat.locator(".status").first).to_contain_text("Sound.")
    flat.goto(f"{service.address}/#scenario=port-raid&run=20200101-000000-00000000")
    expect(flat.get_by_role("alert")).to_contain_text("There is no run 20200101-000000-00000000")
    flat.wrong[:] = [line for line in flat.wrong if "404" not in line]


def test_a_run_of_another_version_is_told_and_one_button_leads_there(flat, service, run, snap):
    opened(flat, service, run=run["id"])
    expect(flat.get_by_role("region", name="Result", exact=True)).to_be_visible()
    expect(flat.get_by_text("the answer for another version")).to_have_count(0)
    edited(flat, "flight-1", "Count", "12")
    expect(flat.get_by_text("the answer for another version")).to_be_visible()
    snap(flat, "stale")
    flat.get_by_role("button", name="Go to that version").click()
    expect(flat.locator(".status").first).to_contain_text("Sound. 2 fire units, 4 radars, 40 threats.")
    expect(flat.get_by_text("the answer for another version")).to_have_count(0)
    expect(flat.get_by_role("region", name="Result", exact=True)).to_be_visible()
    flat.get_by_role("button", name="Undo", exact=True).click()
    expect(flat.locator(".status").first).to_contain_text("Edited, sound. 2 fire units, 4 radars, 44 threats.")


def test_comparison_and_coverage_survive_a_reload_and_reach_others(browser, flat, service, snap):
    opened(flat, service)
    flat.get_by_label("Replications").fill("200")
    edited(flat, "flight-1", "Count", "4")
    flat.get_by_role("tab", name="Compare").click()
    flat.locator("#answer").get_by_role("button", name="Compare").click()
    sentence = flat.get_by_role("region", name="Comparison").locator(".sentence")
    expect(sentence).to_contain_text("than port-raid", timeout=JOB_MS)
    said = sentence.inner_text()
    flat.get_by_role("tab", name="Coverage").click()
    flat.get_by_label("Heights above ground").fill("100 m, 5 km")
    flat.get_by_role("button", name="Map coverage").click()
    table = flat.get_by_role("region", name="Coverage").locator("tbody")
    expect(table.locator("tr")).to_have_count(2, timeout=JOB_MS)
    rows = table.inner_text()
    flat.reload()
    expect(table.locator("tr")).to_have_count(2)
    assert table.inner_text() == rows
    flat.get_by_role("tab", name="Compare").click()
    expect(sentence).to_have_text(said)
    with looking(browser, service.address, globe=False) as other:
        other.goto(flat.url)
        expect(other.get_by_role("region", name="Comparison").locator(".sentence")).to_have_text(said)
        other.get_by_role("tab", name="Coverage").click()
        expect(other.get_by_role("region", name="Coverage").locator("tbody tr")).to_have_count(2)
        expect(other.get_by_text("It is not drawn")).to_have_count(0)
    edited(flat, "flight-2", "Count", "3")
    flat.get_by_role("tab", name="Coverage").click()
    expect(flat.get_by_text("the answer for another version")).to_be_visible()
    expect(flat.get_by_text("It is not drawn")).to_be_visible()


def test_a_copied_address_shows_the_same_to_someone_else(browser, flat, service, run):
    watching(flat, service, run, 5)
    edited(flat, "flight-1", "Count", "12")
    flat.get_by_role("tab", name="YAML").click()
    box = flat.get_by_label("Scenario as YAML")
    text = box.input_value() + "# a remark that was never saved\n"
    box.fill(text)
    flat.get_by_role("button", name="Next event").click()
    expect(flat).to_have_url(re.compile("version=[0-9a-f]{20}.*time="))
    # What was filled in before may be kept at the same moment: the answer to the last text counts.
    with flat.expect_response(
        lambda r: r.url.endswith("/versions") and f"{text} " in r.request.post_data_json.values()
    ) as kept:
        box.press("Control+End")
        box.press_sequentially(" ")
    version = kept.value.json()["version"]
    expect(flat).to_have_url(re.compile(f"version={version}"))
    clock = flat.get_by_test_id("clock").inner_text()
    with looking(browser, service.address, globe=False) as other:
        other.goto(flat.url)
        expect(other.get_by_test_id("clock")).to_have_text(clock)
        expect(other.get_by_text("Replication 5 ·")).to_be_visible()
        other.get_by_role("tab", name="YAML").click()
        assert other.get_by_label("Scenario as YAML").input_value() == f"{text} "
        expect(other.locator(".status").first).to_contain_text("Edited, sound. 2 fire units, 4 radars, 44 threats.")
    assert service.get("/api/scenarios/port-raid").json()["yaml"] != text


def test_back_and_forward_lead_through_what_was_shown(flat, service, run):
    opened(flat, service, run=run["id"])
    result = flat.get_by_role("region", name="Result", exact=True)
    expect(result).to_be_visible()
    edited(flat, "flight-1", "Count", "12")
    flat.get_by_role("button", name="Worst replications").click()
    flat.get_by_role("region", name="Replications", exact=True).get_by_role("button").first.click()
    expect(flat.get_by_role("region", name="Replay")).to_be_visible()
    flat.get_by_role("tab", name="Sources").click()
    choice(flat).select_option("island")
    expect(flat.locator(".status").first).to_contain_text("Sound.")
    expect(flat.get_by_text("The changes to port-raid are kept.")).to_be_visible()
    flat.go_back()
    expect(flat.get_by_role("region", name="Replay")).to_be_visible()
    expect(flat.get_by_role("tab", name="Sources")).to_have_attribute("aria-selected", "true")
    expect(flat.locator(".status").first).to_contain_text("Edited, sound. 2 fire units, 4 radars, 44 threats.")
    flat.go_back()
    expect(flat.get_by_role("tab", name="Replay")).to_have_attribute("aria-selected", "true")
    flat.go_back()
    expect(flat.get_by_role("region", name="Replay")).to_have_count(0)
    expect(result).to_be_visible()
    for _ in range(3):
        flat.go_forward()
    expect(flat.get_by_text("Nothing has been run yet").or_(flat.get_by_role("tab", name="Sources"))).to_be_visible()
    expect(flat.locator("#scenario-choice")).to_have_value("island")
    assert "run=" not in flat.url


def test_a_bare_address_leads_to_where_one_was(flat, service):
    opened(flat, service, "island")
    again = flat.context.new_page()
    again.goto(service.address)
    expect(again.locator("#scenario-choice")).to_have_value("island")


def test_typed_values_reach_the_address_before_the_page_goes(flat, service):
    opened(flat, service)
    unfold(flat, "flight-1")
    typed(flat, "Count", "13")
    flat.reload()  # at once: nothing was waited for
    expect(flat.locator(".status").first).to_contain_text("Edited, sound. 2 fire units, 4 radars, 45 threats.")


def test_a_time_beyond_the_end_of_a_replay_is_its_end(flat, service, run):
    opened(flat, service, job=run["id"], replication=3, time=99999, tab="replay")
    expect(flat.get_by_test_id("clock")).to_have_text(re.compile(r"^(\S+) / \1$"))
    expect(flat).to_have_url(re.compile(r"time=\d{4}(?!\d)"))
