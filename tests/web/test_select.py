"""One thing is selected for the whole page: its card, its line in every table, its mark, its place on the globe."""

from __future__ import annotations

import itertools
import math
import re

import pytest
from playwright.sync_api import expect


@pytest.fixture(scope="module")
def record(service, run):
    """The replication that is watched here."""
    return service.get(f"/api/jobs/{run['id']}/replay/0").json()


def card(page, title: str):
    """The card of what is selected."""
    return page.get_by_role("region", name=f"Selected: {title}")


def says(page, part: str, value: str | None) -> None:
    """Wait until the address says something of a part, or nothing."""
    page.wait_for_function(
        "([part, value]) => new URLSearchParams(location.hash.slice(1)).get(part) === value", arg=[part, value]
    )


def at(page, service, run, time: float, **parts: str) -> None:
    """Open the replication at a time."""
    place = "".join(f"&{key}={value}" for key, value in parts.items())
    page.goto(f"{service.address}/#scenario=port-raid&run={run['id']}&replication=0&time={time:.3f}{place}")
    expect(page.get_by_role("region", name="Replay")).to_be_visible()


def fact(page, term: str) -> str:
    """What the card says of something."""
    return page.locator(".picked dl > div", has=page.locator("dt", has_text=re.compile(f"^{term}$"))).inner_text()


def short(name: str) -> str:
    """The name in a scenario of one system."""
    return name.removeprefix("S-300PMU-2/")


def test_one_selection_is_shared_by_table_tote_timeline_log_and_card(flat, service, run, record, snap):
    shot = record["shots"][0]
    at(flat, service, run, shot["launch"] + 1)
    threat = flat.locator(".threats").get_by_role("button", name=shot["threat"], exact=True)
    threat.click()
    expect(card(flat, shot["threat"])).to_be_visible()
    expect(threat).to_have_attribute("aria-pressed", "true")
    says(flat, "selection", f"threat/{shot['threat']}")
    # Its launch is marked on the timeline, and its missile leads from its card to the missile's own.
    marks = flat.locator(".lane.launch .mark.selected")
    expect(marks).to_have_count(sum(s["threat"] == shot["threat"] for s in record["shots"]))
    link = f"{short(shot['unit'])} no. {shot['number']}"
    card(flat, shot["threat"]).get_by_role("button", name=link).click()
    missile = card(flat, f"{shot['missile']} no. {shot['number']}")
    expect(missile).to_contain_text(re.compile(rf"Effective SSPK\s*{shot['sspk']:.2f} at the intercept"))
    says(flat, "selection", f"missile/{shot['unit']}/{shot['number']}")
    expect(threat).to_have_attribute("aria-pressed", "false")
    snap(flat, "missile")
    # From the missile to its unit, which the tote shows.
    missile.get_by_role("button", name=shot["unit"]).click()
    unit = flat.locator(".tote").get_by_role("button", name=shot["unit"], exact=True)
    expect(unit).to_have_attribute("aria-pressed", "true")
    expect(card(flat, shot["unit"])).to_contain_text(
        re.compile(rf"no\. {shot['number']} at {shot['threat']}\s*{shot['sspk']:.2f}, ")
    )
    # A mark of the timeline and a line of the log select what they are about, and lead to its time.
    flat.locator(".lane.leak .mark").last.click()
    leak = [event for event in record["events"] if event["kind"] == "leak"][-1]
    expect(card(flat, leak["threat"])).to_contain_text("leaked at")
    flat.get_by_label("Find in the log").fill("hit on")
    flat.get_by_role("region", name="Events").get_by_role("button", name=re.compile("hit on ")).last.click()
    expect(flat.locator(".picked h3")).to_contain_text("missile of")
    flat.keyboard.press("Escape")
    expect(flat.locator(".picked")).to_have_count(0)
    says(flat, "selection", None)


def test_a_selection_is_in_the_address_and_shown_to_whoever_opens_it(flat, service, run):
    for id_, title in (
        ("threat/flight-1-1", "flight-1-1"),
        ("unit/S-300PMU-2/unit-1", "S-300PMU-2/unit-1"),
        ("radar/S-300PMU-2/64N6E2", "S-300PMU-2/64N6E2"),
        ("missile/S-300PMU-2/unit-2/1", "48N6E2 no. 1"),
    ):
        at(flat, service, run, 1100, selection=id_)
        expect(card(flat, title)).to_be_visible()


def test_the_card_says_what_the_record_says_up_to_now(flat, service, run, record):
    """Altitude, speed and heading from the path; who tracks and who shoots from the events; no result too early."""
    shot = record["shots"][0]
    now = int(shot["launch"]) + 30
    at(flat, service, run, now, selection=f"threat/{shot['threat']}")
    expect(card(flat, shot["threat"])).to_be_visible()
    path = next(t for t in record["scene"]["threats"] if t["name"] == shot["threat"])["path"]
    before, after = next((a, b) for a, b in itertools.pairwise(path) if a[0] <= now < b[0])
    height = before[3] + (after[3] - before[3]) * (now - before[0]) / (after[0] - before[0])
    assert fact(flat, "Altitude").endswith(f"{height / 1000:.1f} km")
    # A sphere does for the test: to half a per cent, within a few degrees of the equator.
    north, east = (math.radians(after[i] - before[i]) * 6_371_000 for i in (2, 1))
    speed = math.hypot(north, east) / (after[0] - before[0])
    assert float(re.search(r"(\d+) m/s", fact(flat, "Speed"))[1]) == pytest.approx(speed, rel=0.01)
    heading = math.degrees(math.atan2(east, north)) % 360
    assert float(re.search(r"(\d+)°", fact(flat, "Heading"))[1]) == pytest.approx(heading, abs=1.0)
    tracking = set()
    for event in record["events"]:
        if event["time"] <= now and event.get("threat") == shot["threat"]:
            if event["kind"] == "firm":
                tracking.add(event["radar"])
            elif event["kind"] == "dropped":
                tracking.discard(event["radar"])
    links = flat.locator(".picked dl > div", has_text="Tracked by").get_by_role("button").all_inner_texts()
    assert sorted(links) == sorted(map(short, tracking)) != []
    assert f"effective SSPK {shot['sspk']:.2f}, in {shot['arrival'] - now:.0f} s" in fact(flat, "Fired at by")
    assert "State\nfired at since" in fact(flat, "State")
    assert shot["result"] == "miss"
    expect(card(flat, shot["threat"])).not_to_contain_text("miss")
    flat.get_by_role("button", name="Next event").click()
    while flat.evaluate("Number(/time=([\\d.]+)/.exec(location.hash)[1])") < shot["arrival"]:
        was = flat.get_by_test_id("clock").inner_text()
        flat.get_by_role("button", name="Next event").click()
        flat.wait_for_function("w => document.querySelector('[data-testid=clock]').innerText !== w", arg=was)
        flat.wait_for_timeout(250)  # the address follows the clock after 0.2 s
    expect(card(flat, shot["threat"])).to_contain_text(re.compile(r"Arrived\s*1 miss"))


def test_fates_are_told_up_to_now_unless_asked(flat, service, run, record):
    now = 1300
    at(flat, service, run, now)
    rows = flat.locator(".threats tbody tr")
    expect(rows).to_have_count(len(record["fates"]))
    fates = {fate["threat"]: fate for fate in record["fates"]}

    def told() -> dict[str, str]:
        return {row.locator("th").inner_text(): row.locator(".fate").inner_text() for row in rows.all()}

    shown = told()
    assert {fate["fate"] for fate in fates.values() if fate["time"] and fate["time"] <= now} == {"destroyed", "passed"}
    for name, fate in fates.items():
        over = fate["time"] is not None and fate["time"] <= now
        assert (shown[name] in {"destroyed", "leaked", "passed"}) == over, name
        assert not over or shown[name] == fate["fate"]
    count = flat.get_by_test_id("log-count")
    expect(count).to_have_text(f"{sum(event['time'] <= now for event in record['events']):,} events")
    flat.get_by_role("button", name="As it ends").click()
    expect(count).to_have_text(f"{len(record['events']):,} events")
    assert told() == {name: fate["fate"].replace("-", " ") for name, fate in fates.items()}
    flat.reload()
    expect(flat.get_by_role("button", name="As it ends")).to_have_attribute("aria-pressed", "true")


def test_the_threat_table_is_sorted_by_its_headings(flat, service, run, record):
    at(flat, service, run, 1300)
    flat.get_by_role("button", name="As it ends").click()
    rows = flat.locator(".threats tbody tr")

    def column(selector: str) -> list[str]:
        return rows.locator(selector).all_inner_texts()

    flat.get_by_role("button", name="Threat", exact=True).click()
    expect(flat.get_by_role("columnheader", name="Threat")).to_have_attribute("aria-sort", "ascending")
    names = column("th")
    assert names == sorted(names, key=lambda name: [int(p) if p.isdigit() else p for p in re.split(r"(\d+)", name)])
    flat.get_by_role("button", name="Threat", exact=True).click()
    expect(flat.get_by_role("columnheader", name="Threat")).to_have_attribute("aria-sort", "descending")
    assert column("th") == names[::-1]
    flat.get_by_role("button", name="Since", exact=True).click()
    times = {fate["threat"]: fate["time"] for fate in record["fates"]}
    ordered = [times[name] for name in column("th") if times[name] is not None]
    assert ordered == sorted(ordered)


def test_the_log_holds_every_event_and_draws_those_in_sight(flat, service, run, record, snap):
    at(flat, service, run, 1300)
    log = flat.get_by_role("region", name="Events")
    lines = log.get_by_role("listitem")
    drawn_lines = lines.count()
    assert 0 < drawn_lines < 60 < len(record["events"])
    flat.get_by_role("button", name="As it ends").click()
    flat.get_by_label("With the clock").uncheck()
    # Every event stands on a line of its own: the first, the last, and one in the middle.
    for index in (0, len(record["events"]) // 2, len(record["events"]) - 1):
        log.evaluate("(box, y) => { box.scrollTop = y; }", index * 24)
        line = log.locator(f"li[aria-posinset='{index + 1}']")
        expect(line).to_be_visible()
        expect(line).to_contain_text(short(record["events"][index].get("threat", record["events"][index].get("unit"))))
        expect(line).to_have_attribute("aria-setsize", str(len(record["events"])))
    snap(flat, "end")
    # Each is a jump.
    event = record["events"][len(record["events"]) // 2]
    log.evaluate("(box, y) => { box.scrollTop = y; }", (len(record["events"]) // 2) * 24)
    log.locator(f"li[aria-posinset='{len(record['events']) // 2 + 1}']").get_by_role("button").click()
    flat.wait_for_function(
        "t => Math.abs(Number(/time=([\\d.]+)/.exec(location.hash)[1]) - t) < 0.11", arg=event["time"]
    )


def test_the_log_is_filtered_and_goes_with_the_clock(flat, service, run, record):
    at(flat, service, run, 1300)
    flat.get_by_role("button", name="As it ends").click()
    count = flat.get_by_test_id("log-count")
    flat.get_by_role("button", name="Tracks", exact=True).click()
    rest = [event for event in record["events"] if event["kind"] not in {"firm", "dropped"}]
    expect(count).to_have_text(f"{len(rest)} events")
    flat.get_by_label("Find in the log").fill("launch at flight-2")
    launches = [e for e in rest if e["kind"] == "launch" and e["threat"].startswith("flight-2")]
    expect(count).to_have_text(f"{len(launches)} events")
    line = flat.get_by_role("region", name="Events").get_by_role("listitem").first
    expect(line).to_contain_text(f"effective SSPK {record['shots'][0]['sspk']:.2f}")
    flat.get_by_label("Find in the log").fill("")
    flat.get_by_role("button", name="Tracks", exact=True).click()
    flat.locator(".threats").get_by_role("button", name="flight-2-1", exact=True).click()
    flat.get_by_label("Selected only").check()
    own = [event for event in record["events"] if event.get("threat") == "flight-2-1"]
    expect(count).to_have_text(f"{len(own)} events")
    flat.get_by_label("Selected only").uncheck()
    flat.get_by_role("button", name="As known now").click()
    flat.get_by_role("region", name="Events").scroll_into_view_if_needed()
    # The last line that has come stays in sight as the clock goes on.
    for time in (1100, 1500):
        flat.get_by_role("slider", name="Time").fill(str(time))
        come = sum(event["time"] <= time for event in record["events"])
        expect(count).to_have_text(f"{come:,} events")
        expect(flat.locator(f".lines li[aria-posinset='{come}']")).to_be_in_viewport()


def test_what_is_known_is_read_from_real_records(flat, service, run, record):
    """A threat is told as destroyed, leaked or passed from its time on, and not a second before."""
    fates = [fate for fate in record["fates"] if fate["fate"] == "leaked"][:2]
    for fate in fates:
        for time, over in ((math.floor(fate["time"]), False), (math.ceil(fate["time"]), True)):
            at(flat, service, run, time, selection=f"threat/{fate['threat']}")
            shown = flat.locator(".picked dd").first
            if over:
                expect(shown).to_have_text(re.compile("^leaked at"))
            else:
                expect(shown).not_to_contain_text("leaked")


def test_it_is_read_out_once(flat, service, run):
    at(flat, service, run, 1100)
    flat.locator(".tote").get_by_role("button", name="S-300PMU-2/unit-1", exact=True).click()
    expect(flat.get_by_role("status").filter(has_text="Selected:")).to_have_text(
        "Selected: S-300PMU-2/unit-1, fire unit of S-300PMU-2"
    )
    # What changes with the clock is no live region.
    assert flat.locator(".picked").evaluate("card => card.closest('[aria-live], [role=status]') === null")
