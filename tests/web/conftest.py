"""A real `airdef serve` on a free loopback port, and one browser that looks at it.

Every page is watched: a request that leaves the service's own origin, an error in the console or an uncaught
exception fails the test that made it. `AIRDEF_SCREENSHOTS=FOLDER` keeps a picture of each step.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from airdef.server.settings import PAGE
from patience import JOB_MS, PAGE_MS, PATIENCE_S

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tools"))  # the states of the page are listed with the documentation's pictures
SEED = 7
REPLICATIONS = 2000
GL = ["--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--no-sandbox"]


def lacking(what: str) -> None:
    """Skip for lack of something; CI has to have it."""
    if os.environ.get("CI"):
        pytest.fail(what)
    pytest.skip(what)


class Service:
    """A service in a process of its own."""

    def __init__(self, workspace: Path, port: int = 0) -> None:
        command = [sys.executable, "-m", "airdef", "serve", "--no-browser", "--port", str(port)]
        self.process = subprocess.Popen(
            [*command, "--workspace", str(workspace)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line.startswith("airdef: http://127.0.0.1:"), line + self.process.stdout.read()
        self.address = line.split()[1].rstrip("/")

    @property
    def port(self) -> int:
        return int(self.address.rpartition(":")[2])

    def get(self, path: str, **query: object) -> httpx.Response:
        answer = httpx.get(self.address + path, params=query, timeout=PATIENCE_S)
        answer.raise_for_status()
        return answer

    def stop(self) -> None:
        self.process.terminate()
        self.process.communicate(timeout=PATIENCE_S)


@pytest.fixture(scope="session")
def service(tmp_path_factory):
    if not (PAGE / "index.html").is_file():
        lacking("the page is not built: python3 dev.py web")
    found = Service(tmp_path_factory.mktemp("workspace"))
    yield found
    found.stop()


@pytest.fixture(scope="session")
def run(service):
    """A finished run of port-raid: its job."""
    order = {"scenario": {"name": "port-raid"}, "replications": REPLICATIONS, "seed": SEED}
    job = httpx.post(f"{service.address}/api/jobs/run", json=order, timeout=PATIENCE_S).raise_for_status().json()
    end = time.monotonic() + JOB_MS / 1000
    while job["state"] in {"queued", "running"} and time.monotonic() < end:
        time.sleep(0.2)
        job = service.get(f"/api/jobs/{job['id']}").json()
    assert job["state"] == "done", job
    return job


@pytest.fixture(scope="session")
def browser():
    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        lacking("no Chromium on this machine: the page is not looked at")
    with sync_playwright() as player:
        found = player.chromium.launch(executable_path=chromium, args=GL)
        yield found
        found.close()


@contextmanager
def looking(browser, address, *, globe, **options):
    """A page in a context of its own, watched; without `globe` its part of the page is held back, which is fast."""
    context = browser.new_context(**({"viewport": {"width": 1366, "height": 768}, "color_scheme": "dark"} | options))
    context.set_default_timeout(PAGE_MS)
    wrong: list[str] = []
    if not globe:
        context.route("**/assets/pilot-*.js", lambda route: route.abort())
    page = context.new_page()
    page.on("pageerror", lambda error: wrong.append(f"uncaught: {error}"))
    page.on("console", lambda line: line.type == "error" and wrong.append(f"console: {line.text}"))
    page.on(
        "request",
        lambda request: request.url.startswith((address, "data:", "blob:")) or wrong.append(f"left: {request.url}"),
    )
    page.wrong = wrong  # type: ignore[attr-defined]
    yield page
    context.close()
    unexpected = [line for line in wrong if globe or "ERR_FAILED" not in line]
    assert not unexpected


@pytest.fixture
def page(browser, service):
    """The page with its globe."""
    with looking(browser, service.address, globe=True) as found:
        yield found


@pytest.fixture
def flat(browser, service):
    """The page as it is where no globe can be drawn."""
    with looking(browser, service.address, globe=False) as found:
        yield found


@pytest.fixture
def snap(request):
    """Keep a picture of a step, if a folder for them is given."""
    folder = os.environ.get("AIRDEF_SCREENSHOTS")

    def take(page, step: str) -> None:
        if folder:
            Path(folder).mkdir(parents=True, exist_ok=True)
            page.screenshot(path=Path(folder) / f"{request.node.name}-{step}.png")

    return take
