"""Thousands of replications are run, watched filling, cancelled; the worst is found and watched."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import expect

from airdef.numbers import interval, mean
from patience import JOB_MS
from web.conftest import REPLICATIONS, SEED
from web.steps import drawn, opened, seconds, watching

WORST = "Worst replications"


@pytest.fixture(scope="module")
def worst(service, run):
    """The bar at the end of the distribution, and the replications in it."""
    bins = service.get(f"/api/jobs/{run['id']}/distribution", measure="leakers").json()["bins"]
    most = max(bar["value"] for bar in bins if bar["count"])
    found = service.get(
        f"/api/jobs/{run['id']}/replications", measure="leakers", **{"from": most, "to": most, "limit": 12}
    ).json()
    return most, found["replications"]


def test_a_run_fills_its_histogram_and_ends_with_error_bars(flat, service, snap):
    opened(flat, service)
    flat.get_by_label("Replications").fill("15000")
    flat.get_by_label("Seed").fill("3")
    flat.get_by_role("button", name="Run", exact=True).click()
    expect(flat.get_by_role("progressbar")).to_be_visible()
    expect(flat.locator(".progress .histogram")).to_be_visible(timeout=JOB_MS)
    expect(flat.locator(".progress")).to_contain_text("95 % interval")
    snap(flat, "live")
    headline = flat.get_by_role("region", name="Result").or_(flat.locator(".headline"))
    expect(headline.first).to_contain_text("of 40 threats leak", timeout=JOB_MS)
    job = service.get("/api/jobs").json()[0]
    result = service.get(f"/api/jobs/{job['id']}/result").json()
    leakers = result["measures"]["leakers"]
    expect(headline.first).to_contain_text(mean(leakers["mean"], *leakers["ci95"]))
    expect(headline.first).to_contain_text(interval(*leakers["ci95"]))
    expect(headline.first).to_contain_text("15,000 replications · seed 3")
    reason = max(result["leak_reasons"], key=result["leak_reasons"].get)
    row = flat.locator(".barchart tr").first
    expect(row).to_contain_text(reason.replace("-", " ").capitalize())
    low, high = result["leak_reasons_ci95"][reason]
    expect(row).to_contain_text(mean(result["leak_reasons"][reason], low, high))
    snap(flat, "result")
    flat.locator("summary", has_text="Effective SSPK").click()
    table = flat.locator("details", has_text="Effective SSPK").locator("tbody tr")
    expect(table).to_have_count(len(result["effective_sspk"]))
    first = result["effective_sspk"][0]
    expect(table.first).to_contain_text(f"{first['missile']} ({first['system']})")
    expect(table.first).to_contain_text(f"{first['near']:.3g} to {first['knee_range'] / 1000:.0f} km")
    expect(table.first).to_contain_text(f"{first['far']:.3g} at {first['max_range'] / 1000:.0f} km")
    table.last.scroll_into_view_if_needed()
    snap(flat, "sspk")


def test_a_run_is_cancelled_and_goes_on(flat, service):
    opened(flat, service)
    flat.get_by_label("Replications").fill("5000000")
    flat.get_by_role("button", name="Run", exact=True).click()
    expect(flat.locator(".progress .histogram")).to_be_visible(timeout=JOB_MS)
    flat.get_by_role("button", name="Cancel").click()
    expect(flat.get_by_text("Cancelled after")).to_be_visible()
    expect(flat.get_by_role("button", name="Run", exact=True)).to_be_enabled()
    job = service.get("/api/jobs").json()[0]
    assert job["state"] == "cancelled"
    expect(flat.get_by_text("that of the replications which were finished")).to_be_visible()
    expect(flat.locator(".headline")).to_contain_text("of 40 threats leak")
    flat.get_by_role("button", name="Go on from there").click()
    expect(flat.get_by_role("progressbar")).to_be_visible()
    flat.get_by_role("button", name="Cancel").click()
    expect(flat.get_by_text("Cancelled after")).to_be_visible()
    assert service.get(f"/api/jobs/{job['id']}").json()["done"] >= job["done"]


def test_the_last_bar_opens_the_worst_replication_on_the_globe(page, service, run, worst, snap):
    value, replications = worst
    opened(page, service, job=run["id"])
    expect(page.get_by_role("button", name=WORST)).to_be_visible()
    bars = page.get_by_role("group", name="Replications by leakers").get_by_role("button")
    expect(bars.last).to_have_attribute(
        "aria-label", f"{value:.0f}: {len(replications)} of {REPLICATIONS:,} replications"
    )
    bars.last.click()
    chips = page.get_by_role("region", name="Replications", exact=True).get_by_role("button")
    expect(chips).to_have_count(len(replications))
    snap(page, "bar")
    chips.first.click()
    expect(page.locator(".headline")).to_contain_text(f"{value:.0f} leak in replication {replications[0]}")
    drawn(page)
    snap(page, "replay")


def test_a_replay_plays_pauses_and_jumps(page, service, run, worst, snap):
    _, replications = worst
    watching(page, service, run, replications[0])
    drawn(page)
    start = seconds(page)
    page.get_by_label("Speed of the replay").select_option("100")
    page.get_by_role("button", name="Play", exact=True).click()
    page.wait_for_function(
        "s => document.querySelector('[data-testid=clock]').innerText.split(' ')[0] !== s",
        arg=page.get_by_test_id("clock").inner_text().split()[0],
    )
    page.get_by_role("button", name="Pause").click()
    paused = seconds(page)
    assert paused > start
    page.wait_for_timeout(400)
    assert seconds(page) == paused
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Play", exact=True)).to_be_visible()
    replication = service.get(f"/api/jobs/{run['id']}/replay/{replications[0]}").json()
    leak = next(event for event in replication["events"] if event["kind"] == "leak")
    page.locator(".lane.leak .mark").first.click()
    assert seconds(page) == int(leak["time"])
    # At the first leak the tote shows what the record says: every launch up to then is off the rails.
    for unit in replication["scene"]["units"]:
        ready = sum(missile["rounds"] for missile in unit["missiles"])
        launched = sum(
            event["kind"] == "launch" and event["unit"] == unit["name"] and event["time"] <= leak["time"]
            for event in replication["events"]
        )
        expect(page.locator(".tote tr", has_text=unit["name"])).to_contain_text(f"{ready - launched}/{ready}")
    snap(page, "leak")
    page.keyboard.press(",")
    assert seconds(page) < int(leak["time"])
    page.get_by_role("button", name=leak["threat"], exact=True).click()
    expect(page.get_by_role("button", name=leak["threat"], exact=True)).to_have_attribute("aria-pressed", "true")
    snap(page, "followed")


def test_fates_are_listed_with_their_reasons(flat, service, run):
    watching(flat, service, run, 0)
    flat.get_by_role("button", name="As it ends").click()
    replication = service.get(f"/api/jobs/{run['id']}/replay/0").json()
    rows = flat.locator(".threats tbody tr")
    expect(rows).to_have_count(len(replication["fates"]))
    for fate in replication["fates"][:5]:
        row = rows.filter(has=flat.get_by_role("button", name=fate["threat"], exact=True))
        expect(row).to_contain_text(fate["fate"])
        expect(row).to_contain_text(fate["reason"].replace("-", " "))


def test_keys_read_as_the_catalogue_and_the_scenario_have_them(flat, service, run):
    opened(flat, service, job=run["id"])
    bars = flat.get_by_role("region", name="By key")
    titles = {entry["name"]: entry["title"] for entry in service.get("/api/catalogue").json()}
    result = service.get(f"/api/jobs/{run['id']}/result").json()
    for dimension, told in (("class", titles), ("missile", {}), ("asset", {})):
        bars.get_by_label("Dimension").select_option(dimension)
        names = bars.locator("tbody th").all_inner_texts()
        assert [name.rpartition(" (")[0] or name for name in names] == [told.get(k, k) for k in result["by"][dimension]]


def test_files_are_downloaded(flat, service, run, tmp_path):
    watching(flat, service, run, 3)

    def saved(name: str):
        with flat.expect_download() as waiting:
            flat.get_by_role("link", name=name).click()
        target = tmp_path / waiting.value.suggested_filename
        waiting.value.save_as(target)
        return target

    packets = json.loads(saved("CZML").read_text())
    assert packets[0]["id"] == "document"
    assert any(packet["id"].startswith("threat/") for packet in packets)
    assert saved("ACMI").stat().st_size > 0
    flat.get_by_role("tab", name="Results").click()
    assert "<html" in saved("Report").read_text()[:300]
    assert saved("Parquet").read_bytes()[:4] == b"PAR1"


def test_a_reload_keeps_everything(flat, service, run):
    watching(flat, service, run, 5)
    flat.get_by_label("Colours").select_option("light")
    flat.locator("summary", has_text="flight-1").first.click()
    flat.get_by_label("Count", exact=True).first.fill("9")
    flat.get_by_label("Count", exact=True).first.press("Tab")
    expect(flat.locator(".status").first).to_contain_text("Edited, sound.")
    flat.reload()
    expect(flat.locator(".status").first).to_contain_text("Edited, sound. 2 fire units, 4 radars, 41 threats.")
    expect(flat.get_by_text(f"Replication 5 · seed {SEED}")).to_be_visible()
    expect(flat.get_by_role("tab", name="Replay")).to_have_attribute("aria-selected", "true")
    assert flat.evaluate("document.documentElement.dataset.theme") == "light"
    flat.get_by_role("tab", name="Results").click()
    expect(flat.get_by_text("the answer for another version of the scenario")).to_be_visible()
