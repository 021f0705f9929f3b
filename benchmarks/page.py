"""The page in a browser: when it is there, what a frame costs, what it holds. `python -m benchmarks.page`.

A service on loopback with an empty workspace, and Chromium that draws in software. What drawing itself takes there
says nothing of a graphics card; measured is the main thread's own processor time in the browser's trace: of the frames
of a replay with 500 threats and their trails, drawing commands included, which another process carries out. Wants
Chromium and the page (`python3 dev.py web`).
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
import time
from collections import Counter, defaultdict
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import numpy as np
from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

from benchmarks.serving import served

if TYPE_CHECKING:
    from collections.abc import Iterator

GL = ["--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--no-sandbox"]
SIZE = {"width": 1366, "height": 768}
RAID = {"raid.0.count": 250, "raid.1.count": 250, "raid.0.spacing": "0.5 s", "raid.1.spacing": "0.5 s"}
"""The reference raid with 524 threats."""

CATEGORIES = ["devtools.timeline", "disabled-by-default-devtools.timeline"]
BUDGET_MS = 8.0
SLOW_BYTES = 50_000
"""Bytes a second of a slow line, with a round trip of 100 ms."""

HOUR_S = 3600
FASTEST = 100


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="The page in a browser.")
    parser.add_argument("--seconds", type=float, default=15.0, help="of frames that are measured")
    parser.add_argument("--only", choices=["start", "slow", "frames", "memory"], nargs="*")
    parser.add_argument("--address", help="of a service that runs already")
    parser.add_argument("--run", help="id of a run of it, of which replication 3 is watched")
    asked = parser.parse_args()
    wanted = asked.only or ["start", "slow", "frames", "memory"]
    with _service(asked.address) as address, sync_playwright() as player:
        browser = player.chromium.launch(executable_path=shutil.which("chromium"), args=GL)
        if "start" in wanted:
            _told("cold", [_start(browser, address) for _ in range(3)])
        if "slow" in wanted:
            _told(f"at {SLOW_BYTES // 1000} kB/s", [_start(browser, address, SLOW_BYTES)])
        if "frames" in wanted or "memory" in wanted:
            place = f"scenario=port-raid&run={asked.run or _simulated(address)}&replication=3&time=1100&tab=replay"
            with _page(browser) as (page, line):
                _watched(page, f"{address}/#{place}")
                if "frames" in wanted:
                    _frames(browser, page, asked.seconds)
                if "memory" in wanted:
                    _memory(page, line)
        browser.close()


@contextmanager
def _service(address: str | None) -> Iterator[str]:
    """Give the address of a service: of the one that runs already, or of one of its own."""
    if address is not None:
        yield address.rstrip("/")
        return
    with tempfile.TemporaryDirectory() as workspace, served(workspace) as (at, _):
        yield at.rstrip("/")


@contextmanager
def _page(browser: Browser) -> Iterator[tuple[Page, CDPSession]]:
    context = browser.new_context(viewport=SIZE, color_scheme="dark")
    context.set_default_timeout(180_000)
    page = context.new_page()
    yield page, context.new_cdp_session(page)
    context.close()


def _told(what: str, runs: list[dict[str, float]]) -> None:
    for name in runs[0]:
        print(f"{what}: {name} after {np.median([run[name] for run in runs]):.2f} s")


def _start(browser: Browser, address: str, bytes_a_second: int | None = None) -> dict[str, float]:
    """Seconds until the first picture, the scenario with its form, and the globe are there; nothing is cached."""
    with _page(browser) as (page, line):
        if bytes_a_second is not None:
            slow = {
                "offline": False,
                "latency": 100,
                "downloadThroughput": bytes_a_second,
                "uploadThroughput": bytes_a_second,
            }
            line.send("Network.enable")
            line.send("Network.emulateNetworkConditions", slow)
        begun = time.perf_counter()
        page.goto(f"{address}/#scenario=port-raid", wait_until="commit")
        page.locator(".status", has_text="ound.").wait_for()
        shell = time.perf_counter() - begun
        page.locator(".scale").wait_for()
        globe = time.perf_counter() - begun
        first = page.wait_for_function("() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime")
        return {"first picture": first.json_value() / 1000, "the scenario": shell, "the globe": globe}


def _simulated(address: str) -> str:
    """Run a large raid; return its id."""
    order = {"scenario": {"name": "port-raid", "set": RAID}, "replications": 20, "seed": 7, "called": "port-raid"}
    job = httpx.post(f"{address}/api/jobs/run", json=order, timeout=60).raise_for_status().json()
    while job["state"] in {"queued", "running"}:
        time.sleep(0.3)
        job = httpx.get(f"{address}/api/jobs/{job['id']}").json()
    assert job["state"] == "done", job
    return str(job["id"])


def _watched(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("region", name="Replay").wait_for()
    page.locator(".scale").wait_for()
    page.wait_for_timeout(3_000)  # tiles come


def _started(page: Page, speed: int) -> None:
    page.get_by_label("Speed of the replay").select_option(str(speed))
    page.get_by_role("button", name="Play", exact=True).click()


def _frames(browser: Browser, page: Page, seconds: float) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "trace.json"
        _started(page, 10)
        page.wait_for_timeout(1_500)
        browser.start_tracing(page=page, path=path, categories=CATEGORIES)
        page.wait_for_timeout(1000 * seconds)
        browser.stop_tracing()
        page.get_by_role("button", name="Pause").click()
        found = _costs(json.loads(path.read_text())["traceEvents"])
    for what, costs in zip(("its scripts", "all its tasks"), found, strict=True):
        if len(costs) < 2:
            print("frames: none traced")
            return
        low, high = np.quantile(costs, [0.5, 0.95])
        told = f"{what}: median {low:.1f} ms, 95 % below {high:.1f} ms"
        print(f"main thread a frame ({len(costs)} frames), {told}; goal {BUDGET_MS} ms")


def _costs(events: list[dict[str, Any]]) -> tuple[list[float], list[float]]:
    """Return the main thread's processor time [ms] a picture: of its scripts, and of all tasks until the next one.

    A picture is a task in which animation frames are fired: the clock's, and that of the globe.
    """
    complete = [event for event in events if event.get("ph") == "X" and "tdur" in event]
    fired = [event for event in complete if event["name"] == "FireAnimationFrame"]
    if not fired:
        return [], []
    thread = Counter((event["pid"], event["tid"]) for event in fired).most_common(1)[0][0]
    own = [event for event in complete if (event["pid"], event["tid"]) == thread]
    tasks = sorted((e["ts"], e["dur"], e["tdur"]) for e in own if e["name"] == "RunTask")
    starts = [ts for ts, _, _ in tasks]
    scripts: dict[int, float] = defaultdict(float)
    for event in fired:
        if (event["pid"], event["tid"]) == thread:
            scripts[int(np.searchsorted(starts, event["ts"], "right")) - 1] += event["tdur"] / 1000
    spent = np.concatenate(([0.0], np.cumsum([cost for _, _, cost in tasks]))) / 1000
    pictures = sorted(scripts)
    whole = [float(spent[b] - spent[a]) for a, b in pairwise(pictures)]
    return [scripts[k] for k in pictures], whole


def _heap(line: CDPSession) -> float:
    for _ in range(3):
        line.send("HeapProfiler.collectGarbage")
    return float(line.send("Runtime.getHeapUsage")["usedSize"]) / 1e6


def _memory(page: Page, line: CDPSession) -> None:
    """Go through an hour of replay, over and over, and weigh the heap after collecting garbage."""
    line.send("HeapProfiler.enable")
    heaps = [_heap(line)]
    passed = 0.0
    while passed < HOUR_S:
        page.get_by_role("slider", name="Time").fill("300")
        before = 300.0
        _started(page, FASTEST)
        page.get_by_role("button", name="Play", exact=True).wait_for()  # it has come to the end
        passed += float(page.get_by_role("slider", name="Time").input_value()) - before
        heaps.append(_heap(line))
    print(
        f"memory: {passed:.0f} s of replay; heap after garbage collection [MB]: " + ", ".join(f"{h:.1f}" for h in heaps)
    )


if __name__ == "__main__":
    main()
