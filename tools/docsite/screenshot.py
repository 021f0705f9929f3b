"""Take the picture of the globe that the documentation shows, from a service of one's own.

PYTHONPATH=src:tools .venv/bin/python -m docsite.screenshot     # wants Chromium, and the page: python3 dev.py web
"""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from urllib.request import Request, urlopen

from PIL import Image
from playwright.sync_api import sync_playwright

from docsite import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

PICTURE = ROOT / "docs" / "assets" / "images" / "globe.webp"
REPLICATION = 17
AT = 1200
"""Instant of the replication that is shown [s]: missiles of both fire units are in flight."""

GL = ["--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--no-sandbox"]


def main() -> None:
    """Start a service, run the reference raid, and take the picture."""
    with served() as address:
        PICTURE.parent.mkdir(parents=True, exist_ok=True)
        Image.open(io.BytesIO(_picture(address, finished(address)))).convert("RGB").save(PICTURE, quality=88)
    print(f"written: {PICTURE}")


@contextmanager
def served() -> Iterator[str]:
    """Give the address of a service with an empty workspace."""
    with tempfile.TemporaryDirectory() as workspace:
        command = [sys.executable, "-m", "airdef", "serve", "--no-browser", "--port", "0", "--workspace", workspace]
        service = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert service.stdout is not None
        try:
            yield service.stdout.readline().split()[1].rstrip("/")
        finally:
            service.terminate()
            service.wait()


def asked(address: str, path: str, body: object = None) -> Any:
    """Ask the service, and return what it answers."""
    data = None if body is None else json.dumps(body).encode()
    with urlopen(Request(address + path, data, {"Content-Type": "application/json"})) as answer:
        return json.load(answer)


def finished(address: str, kind: str = "run", order: dict[str, Any] | None = None) -> str:
    """Order a job, a run of the reference raid by default, and return its id once it is done."""
    raid = {"scenario": {"name": "port-raid"}, "replications": 2000, "seed": 7}
    job = asked(address, f"/api/jobs/{kind}", order or raid)
    while job["state"] in {"queued", "running"}:
        time.sleep(0.5)
        job = asked(address, f"/api/jobs/{job['id']}")
    return str(job["id"])


def _picture(address: str, job: str) -> bytes:
    """Return a picture of the replication as the page shows it, with the form put away."""
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=shutil.which("chromium"), args=GL)
        page = browser.new_page(viewport={"width": 1366, "height": 820}, color_scheme="dark")
        page.set_default_timeout(300_000)
        page.goto(f"{address}/#scenario=port-raid&job={job}&replication={REPLICATION}&tab=replay")
        page.locator(".scale").wait_for()  # the globe is drawn whole
        page.get_by_role("button", name="Scenario", exact=True).first.click()
        page.get_by_label("Time", exact=True).fill(str(AT))
        page.get_by_role("button", name="Fit", exact=True).click()
        page.wait_for_timeout(8_000)  # the camera flies there
        return page.screenshot()


if __name__ == "__main__":
    main()
