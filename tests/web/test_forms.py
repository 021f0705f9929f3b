"""Studies are ordered by forms that are made of the service's orders, and answered with a table and a picture."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from patience import JOB_MS
from web.conftest import looking
from web.steps import opened


def test_a_study_of_worth_is_ordered_and_found_by_its_address_and_in_the_list(browser, flat, service, snap):
    opened(flat, service, "ideal-salvo")
    flat.get_by_role("tab", name="Studies").click()
    flat.get_by_label("Study", exact=True).select_option(value="worth")
    options = flat.get_by_label("Options", exact=True)
    options.fill("+nobody for 3")
    flat.get_by_role("button", name="Order the study").click()
    expect(flat.get_by_text("system 'nobody' given, one of ideal-battery expected")).to_be_visible(timeout=JOB_MS)
    options.fill("one fewer: raid.0.count=9 for 2\nsalvo of 3: defence.0.doctrine.salvo=3 for 1")
    flat.get_by_text("More settings").click()
    flat.get_by_label("Replications", exact=True).last.fill("400")
    flat.get_by_role("button", name="Order the study").click()
    answer = flat.get_by_role("region", name="Answer of the study")
    expect(answer).to_contain_text("salvo of 3 saves most leakers for its cost", timeout=JOB_MS)
    job = next(job for job in service.get("/api/jobs").json() if job["kind"] == "worth" and job["state"] == "done")
    found = service.get(f"/api/jobs/{job['id']}/shown").json()
    assert service.get(f"/api/jobs/{job['id']}/result").json()["replications"] == 400
    for k, row in enumerate(found["rows"]):
        cells = answer.locator("tbody tr").nth(k).locator("th, td")
        assert cells.all_inner_texts() == row
    picture = answer.get_by_role("img", name="Worth: the table, drawn")
    assert picture.evaluate("image => image.complete && image.naturalWidth > 100")
    snap(flat, "answered")
    expect(flat).to_have_url(re.compile(f"tab=studies.*study={job['id']}"))
    flat.reload()
    expect(answer).to_contain_text("salvo of 3 saves most")
    expect(flat.get_by_label("Study", exact=True)).to_have_value("worth")
    with looking(browser, service.address, globe=False) as other:
        other.goto(flat.url)
        expect(other.get_by_role("region", name="Answer of the study")).to_contain_text("salvo of 3 saves most")
        # It is of this scenario, and goes with it; Back leads to both.
        other.get_by_role("combobox", name="Scenario").select_option(value="port-raid")
        expect(other.get_by_role("region", name="Answer of the study")).to_have_count(0)
        expect(other).to_have_url(re.compile("^(?!.*study=).*scenario=port-raid"))
        other.go_back()
        expect(other.get_by_role("region", name="Answer of the study")).to_contain_text("salvo of 3 saves most")
        other.goto(f"{service.address}/#scenario=port-raid&tab=studies&study={job['id']}")
        expect(other.get_by_role("alert")).to_contain_text(
            "The study of the address belongs to ideal-salvo, not to port-raid"
        )
    flat.goto(f"{service.address}/#scenario=ideal-salvo&tab=studies")
    expect(answer).to_have_count(0)
    flat.get_by_text("Earlier studies").click()
    flat.get_by_role("button", name="Worth: ").first.click()
    expect(answer).to_contain_text("salvo of 3 saves most")
    expect(flat).to_have_url(re.compile(f"study={job['id']}"))


def test_every_form_has_a_name_and_a_word_for_each_field(flat, service):
    opened(flat, service, "ideal-salvo")
    flat.get_by_role("tab", name="Studies").click()
    study = flat.get_by_label("Study", exact=True)
    for form in service.get("/api/studies").json():
        study.select_option(value=form["name"])
        fields = form["form"]["properties"]
        expect(flat.locator("#answer .field")).to_have_count(len(fields) + 1)
        for box in flat.locator("#answer .field").all()[1:]:
            name = box.locator("label").inner_text() if box.is_visible() else box.locator("label").text_content()
            assert name
            described = box.locator("input, select, textarea").get_attribute("aria-describedby")
            hint = flat.locator(f"[id='{described}']").text_content()
            assert any((of.get("description") or "") in (hint or "") for of in fields.values())


def test_what_the_service_refuses_is_said_at_the_form(flat, service):
    opened(flat, service, "ideal-salvo")
    flat.get_by_role("tab", name="Studies").click()
    flat.get_by_label("Study", exact=True).select_option(value="saturation")
    flat.get_by_label("Most", exact=True).fill("1")
    flat.get_by_role("button", name="Order the study").click()
    expect(flat.locator("#answer").get_by_role("alert")).to_contain_text("most")
    flat.get_by_label("Study", exact=True).select_option(value="sweep")
    expect(flat.locator("#answer").get_by_role("alert")).to_have_count(0)
    flat.wrong[:] = [line for line in flat.wrong if "422" not in line]  # the browser tells of every refusal
