"""The walk of a newcomer: choose, change, run, ask why, watch, compare, share. By the names of things alone."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from patience import JOB_MS
from web.conftest import looking
from web.steps import seconds


def test_the_walk_of_a_newcomer(browser, service, snap):
    with looking(browser, service.address, globe=False, permissions=["clipboard-read", "clipboard-write"]) as page:
        page.goto(service.address)
        # Choose.
        page.get_by_role("combobox", name="Scenario").select_option(label="Port raid")
        form = page.get_by_role("region", name="Scenario")
        expect(form.get_by_text("Sound. 2 fire units, 4 radars, 40 threats.")).to_be_visible()
        # Change: a raid of four more fighters.
        form.get_by_text("flight-1").first.click()
        count = form.get_by_label("Count", exact=True).first
        count.fill("12")
        count.press("Tab")
        expect(form.get_by_text("Edited, sound. 2 fire units, 4 radars, 44 threats.")).to_be_visible()
        # Run.
        page.get_by_label("Replications").fill("2000")
        page.get_by_role("button", name="Run", exact=True).click()
        answer = page.get_by_role("region", name="Result", exact=True)
        expect(answer).to_contain_text("of 44 threats leak", timeout=JOB_MS)
        # Ask why: the reasons stand there, and the words are explained.
        why = page.get_by_role("button", name="Why they leak")
        why.click()
        told = page.get_by_role("status").filter(has_text="leak reason")
        expect(told).to_contain_text("stage of the kill chain")
        page.keyboard.press("Escape")
        reasons = page.get_by_role("table", name=re.compile("kill chain"))
        expect(reasons).to_contain_text(re.compile("No missile|Missed"))
        snap(page, "why")
        # Watch one of the worst.
        page.get_by_role("button", name="Worst replications").click()
        page.get_by_role("group", name=re.compile("Replications")).last.get_by_role("button").first.wait_for()
        page.locator(".chips").get_by_role("button").first.click()
        replay = page.get_by_role("region", name="Replay")
        expect(replay).to_be_visible()
        before = seconds(page)
        replay.get_by_label("Speed of the replay").select_option("100")
        replay.get_by_role("button", name="Play", exact=True).click()
        page.wait_for_function(
            "from => Number(document.querySelector('.timeline input[type=range]').value) > from + 60", arg=before
        )
        replay.get_by_role("button", name="Pause").click()
        page.get_by_role("region", name="Threats and their fates").get_by_role("button").nth(3).click()
        expect(page.get_by_role("region", name=re.compile("Selected: "))).to_be_visible()
        snap(page, "watch")
        # Compare with what was stored.
        page.get_by_role("tab", name="Compare").click()
        page.get_by_role("tabpanel").get_by_role("button", name="Compare", exact=True).click()
        compared = page.get_by_role("region", name="Comparison")
        expect(compared).to_contain_text("more through than port-raid", timeout=JOB_MS)
        spread = page.get_by_role("region", name="Distributions")
        expect(spread.get_by_role("figure")).to_have_count(2)
        snap(page, "compare")
        # Share: whoever opens the address sees the same.
        page.get_by_role("button", name="Copy address").click()
        expect(page.get_by_text("Address copied")).to_be_visible()
        address = page.evaluate("() => navigator.clipboard.readText()")
        said = compared.inner_text()
    with looking(browser, service.address, globe=False) as other:
        other.goto(address)
        expect(other.get_by_role("region", name="Comparison")).to_contain_text("more through than port-raid")
        assert other.get_by_role("region", name="Comparison").inner_text() == said
        expect(other.get_by_text("Edited, sound. 2 fire units, 4 radars, 44 threats.")).to_be_visible()
        expect(other.get_by_role("region", name="Replay")).to_be_visible()
