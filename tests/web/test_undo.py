"""Nothing is lost without a word: tabs keep out of each other's way, and whatever is done can be taken back."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from patience import JOB_MS
from web.conftest import Service, looking
from web.steps import edited, opened, unfold, written

THREATS = "Edited, sound. 2 fire units, 4 radars, {} threats."


def button(page, name: str):
    """A button of the chooser's tools."""
    return page.locator(".chooser .tools").get_by_role("button", name=name, exact=True)


def saved(page, name: str) -> None:
    button(page, "Save as …").click()
    page.get_by_label("Name to save under").fill(name)
    page.get_by_label("Name to save under").press("Enter")
    expect(page.get_by_text(f"Saved as {name}.")).to_be_visible()


def test_two_tabs_edit_two_scenarios(flat, service):
    other = flat.context.new_page()
    opened(flat, service)
    opened(other, service, "island")
    edited(flat, "flight-1", "Count", "12")
    whole = written(flat)
    other.get_by_role("tab", name="YAML").click()
    box = other.get_by_label("Scenario as YAML")
    text = box.input_value() + "# an island of my own\n"
    box.fill(text)
    expect(other.locator(".status").first).to_contain_text("Edited, sound.")
    for tab in (flat, other):
        tab.reload()
    expect(flat.locator(".status").first).to_contain_text(THREATS.format(44))
    assert written(flat) == whole
    expect(other.locator(".status").first).to_contain_text("Edited, sound.")
    other.get_by_role("tab", name="YAML").click()
    assert other.get_by_label("Scenario as YAML").input_value() == text


def test_edits_and_reverting_are_undone_and_redone_also_after_a_reload(flat, service):
    opened(flat, service)
    status = flat.locator(".status").first
    before = written(flat)
    edited(flat, "flight-1", "Count", "12")
    edited(flat, "flight-2", "Count", "10")
    expect(status).to_contain_text(THREATS.format(46))
    button(flat, "Revert").click()
    expect(status).to_contain_text("Sound. 2 fire units, 4 radars, 40 threats.")
    flat.get_by_role("button", name="Take back").click()
    expect(status).to_contain_text(THREATS.format(46))
    flat.reload()
    expect(status).to_contain_text(THREATS.format(46))
    button(flat, "Undo").click()
    expect(status).to_contain_text(THREATS.format(44))
    button(flat, "Undo").click()
    expect(status).to_contain_text("Sound. 2 fire units, 4 radars, 40 threats.")
    assert written(flat) == before
    expect(button(flat, "Undo")).to_be_disabled()
    for _ in range(2):
        button(flat, "Redo").click()
    expect(status).to_contain_text(THREATS.format(46))
    # By keys too, outside of a text.
    flat.evaluate("document.activeElement.blur()")
    flat.keyboard.press("Control+z")
    expect(status).to_contain_text(THREATS.format(44))
    flat.keyboard.press("Control+Shift+Z")
    expect(status).to_contain_text(THREATS.format(46))


def test_a_reload_before_the_address_has_the_version_loses_nothing(flat, service):
    opened(flat, service)
    # The address bar follows a moment later: here it never does, as for one who is faster.
    flat.evaluate("history.replaceState = history.pushState = () => undefined")
    edited(flat, "flight-1", "Count", "12")
    flat.wait_for_function("Object.values(sessionStorage).some((v) => JSON.parse(v)?.version)")
    whole = written(flat)
    flat.reload()
    expect(flat.locator(".status").first).to_contain_text(THREATS.format(44))
    assert written(flat) == whole


def test_keys_typed_in_one_go_are_one_step(flat, service):
    opened(flat, service)
    before = written(flat)
    flat.get_by_role("tab", name="YAML").click()
    box = flat.get_by_label("Scenario as YAML")
    box.press("Control+End")
    box.press_sequentially("# twenty characters\n")
    expect(box).to_have_value(f"{before}# twenty characters\n")
    button(flat, "Undo").click()
    expect(box).to_have_value(before)


def test_saving_over_ones_own_scenario_is_undone(flat, service):
    opened(flat, service)
    edited(flat, "flight-1", "Count", "3")
    saved(flat, "twice")
    first = service.get("/api/scenarios/twice").json()["yaml"]
    edited(flat, "flight-1", "Count", "5")
    button(flat, "Save").click()
    expect(button(flat, "Save")).to_have_count(0)
    assert "count: 5" in service.get("/api/scenarios/twice").json()["yaml"]
    with flat.expect_response(lambda answer: answer.request.method == "PUT"):
        button(flat, "Undo").click()
    assert service.get("/api/scenarios/twice").json()["yaml"] == first
    expect(flat.locator(".status").first).to_contain_text("Edited, sound. 2 fire units, 4 radars, 37 threats.")
    with flat.expect_response(lambda answer: answer.request.method == "PUT"):
        button(flat, "Redo").click()
    assert "count: 5" in service.get("/api/scenarios/twice").json()["yaml"]


def test_a_deleted_scenario_comes_back(flat, service):
    opened(flat, service)
    edited(flat, "flight-1", "Count", "6")
    saved(flat, "gone-and-back")
    text = service.get("/api/scenarios/gone-and-back").json()["yaml"]
    button(flat, "Delete").click()
    expect(flat.get_by_text("Deleted gone-and-back.")).to_be_visible()
    expect(flat.locator("#scenario-choice")).to_have_value("port-raid")
    flat.get_by_role("button", name="Take back").click()
    expect(flat.locator("#scenario-choice")).to_have_value("gone-and-back")
    expect(flat.locator(".status").first).to_contain_text("Sound. 2 fire units, 4 radars, 38 threats.")
    assert service.get("/api/scenarios/gone-and-back").json()["yaml"] == text
    # Later too, from the bin.
    button(flat, "Delete").click()
    expect(flat.locator("#scenario-choice")).to_have_value("port-raid")
    flat.reload()
    unfold(flat, "Deleted scenarios")
    flat.get_by_role("button", name="Restore gone-and-back").click()
    expect(flat.locator("#scenario-choice option", has_text="gone-and-back")).to_have_count(1)
    assert service.get("/api/scenarios/gone-and-back").json()["yaml"] == text


def test_a_deleted_run_comes_back(flat, service):
    opened(flat, service)
    flat.get_by_label("Replications").fill("50")
    flat.get_by_label("Seed").fill("4711")
    flat.get_by_role("button", name="Run", exact=True).click()
    result = flat.get_by_role("region", name="Result", exact=True)
    expect(result).to_contain_text("50 replications · seed 4711", timeout=JOB_MS)
    unfold(flat, "Earlier runs")
    row = flat.locator(".earlier li.here")
    row.get_by_role("button", name="Delete").click()
    expect(result).to_have_count(0)
    flat.get_by_role("button", name="Take back").click()
    expect(result).to_contain_text("50 replications · seed 4711")
    unfold(flat, "Earlier runs")
    row.get_by_role("button", name="Delete").click()
    expect(result).to_have_count(0)
    unfold(flat, "Deleted runs")
    flat.locator(".deleted").get_by_role("button", name="Restore").first.click()
    expect(flat.locator(".earlier li", has_text="seed 4711")).to_have_count(1)


def test_an_address_opened_over_edits_can_be_taken_back(flat, service):
    opened(flat, service)
    edited(flat, "flight-1", "Count", "12")
    text = written(flat)
    flat.goto(f"{service.address}/#scenario=island")
    expect(flat.locator("#scenario-choice")).to_have_value("island")
    expect(flat.get_by_text("The changes to port-raid are kept.")).to_be_visible()
    flat.get_by_role("button", name="Take back").click()
    expect(flat.locator("#scenario-choice")).to_have_value("port-raid")
    expect(flat.locator(".status").first).to_contain_text(THREATS.format(44))
    assert written(flat) == text
    # Loaded anew in this tab, not only another fragment.
    flat.goto("about:blank")
    flat.goto(f"{service.address}/#scenario=island")
    expect(flat.locator("#scenario-choice")).to_have_value("island")
    button(flat, "Undo").click()
    expect(flat.locator(".status").first).to_contain_text(THREATS.format(44))


def test_saved_scenarios_show_their_names_and_versions(flat, service):
    opened(flat, service)
    edited(flat, "flight-1", "Count", "2")
    saved(flat, "raid-by-two")
    choice = flat.locator("#scenario-choice option:checked")
    expect(choice).to_have_text("raid-by-two · Port raid")
    edited(flat, "flight-1", "Count", "1")
    expect(flat.locator(".status").first).to_contain_text("Edited, sound. 2 fire units, 4 radars, 33 threats.")
    unfold(flat, "Versions kept")
    versions = flat.locator(".versions li")
    expect(versions).to_have_count(2)
    versions.get_by_role("button", name="Go to").click()
    expect(flat.locator(".status").first).to_contain_text("Sound. 2 fire units, 4 radars, 34 threats.")


def test_an_emptied_text_is_an_error(flat, service, snap):
    opened(flat, service)
    flat.get_by_role("tab", name="YAML").click()
    flat.get_by_label("Scenario as YAML").fill("")
    expect(flat.locator(".status").first).to_contain_text("One thing is wrong")
    expect(flat.get_by_label("Problems")).to_contain_text("an empty file given, a scenario expected")
    expect(flat.get_by_role("button", name="Run", exact=True)).to_be_disabled()
    snap(flat, "emptied")
    button(flat, "Undo").click()
    expect(flat.locator(".status").first).to_contain_text("Sound.")


def test_nothing_is_called_sound_while_the_service_is_gone(browser, tmp_path, snap):
    own = Service(tmp_path)
    try:
        with looking(browser, own.address, globe=False) as page:
            opened(page, own)
            own.stop()
            # Nobody asks for anything: the page finds out by itself.
            expect(page.get_by_text("Not checked: the service does not answer.")).to_be_visible()
            expect(page.locator(".status")).not_to_contain_text("ound.")
            unfold(page, "flight-1")
            page.get_by_label("Count", exact=True).first.fill("12")
            page.get_by_label("Count", exact=True).first.press("Tab")
            expect(page.locator(".status")).not_to_contain_text("ound.")
            snap(page, "gone")
            own = Service(tmp_path, own.port)
            expect(page.locator(".status").first).to_contain_text(THREATS.format(44))
            # A way that was begun meanwhile is gone on with, and leads back.
            own.stop()
            expect(page.get_by_text("Not checked: the service does not answer.")).to_be_visible()
            page.locator("#scenario-choice").select_option("island")
            assert "port" in page.get_by_label("Name", exact=True).first.input_value().lower()
            own = Service(tmp_path, own.port)
            expect(page.locator("#scenario-choice")).to_have_value("island")
            expect(page.locator(".status").first).to_contain_text("Sound.")
            button(page, "Undo").click()
            expect(page.locator(".status").first).to_contain_text(THREATS.format(44))
            page.wrong[:] = [line for line in page.wrong if not re.search("ERR_CONNECTION|503", line)]
    finally:
        own.stop()
