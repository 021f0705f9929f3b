"""The service under load: many readers while jobs run. `python -m benchmarks.serving --seconds 60`.

A service in a process of its own, as the command line starts it, on a free port and an empty workspace. One run is
simulated first, so that there is something to read. Then `JOBS` runs that do not end simulate at once, and `CLIENTS`
readers ask one thing after the other, each after a pause: what the page asks. What is measured is what a reader waits
for, on this machine, readers and workers sharing its processors.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import subprocess
import sys
import time
from collections import defaultdict
from contextlib import contextmanager
from dataclasses import dataclass, field
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import httpx
import numpy as np
import psutil

if TYPE_CHECKING:
    from collections.abc import Iterator

CLIENTS = 50
JOBS = 4
PAUSE_S = 0.2
REPLICATIONS = 40
"""Different replications that the readers look at: each is worked out once as JSON and once as CZML."""

REPLICATIONS = 10_000
LONG = {"scenario": {"name": "port-raid"}, "replications": 10_000_000, "seed": 1}


@dataclass
class Load:
    """What the readers met: waits [s] by what was asked, and what went wrong."""

    waits: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    errors: list[str] = field(default_factory=list)
    simulated: int = 0
    seconds: float = 0.0
    processor_s: float = 0.0

    def rows(self) -> list[tuple[str, int, float, float, float]]:
        """Return what was asked, how often, and the median, 95th percentile and longest wait [ms]."""
        every = {**self.waits, "all reads": [w for waits in self.waits.values() for w in waits]}
        return [
            (name, len(waits), *(1e3 * float(np.quantile(waits, q)) for q in (0.5, 0.95, 1.0)))
            for name, waits in every.items()
            if waits
        ]


@contextmanager
def served(workspace: str) -> Iterator[tuple[str, psutil.Process]]:
    """Give the address of a service in a process of its own, and the process."""
    command = [sys.executable, "-m", "airdef", "serve", "--port", "0", "--no-browser", "--workspace", workspace]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        yield process.stdout.readline().removeprefix("airdef: ").strip(), psutil.Process(process.pid)
    finally:
        process.terminate()
        process.communicate()


async def _ended(client: httpx.AsyncClient, number: str) -> None:
    while True:
        job = (await client.get(f"/api/jobs/{number}")).json()
        if job["state"] not in ("queued", "running"):
            assert job["state"] == "done", job
            return
        await asyncio.sleep(0.1)


async def _simulating(client: httpx.AsyncClient, numbers: list[str]) -> None:
    """Wait until jobs have begun to simulate: their processes have started and loaded the compiled code."""
    for number in numbers:
        while not (await client.get(f"/api/jobs/{number}")).json()["done"]:
            await asyncio.sleep(0.2)


def _asked(number: str, k: int) -> dict[str, tuple[str, str, dict[str, object] | None]]:
    """Return what a reader may ask, by name: method, path, body."""
    return {
        "scenarios": ("GET", "/api/scenarios", None),
        "scene": ("POST", "/api/scene", {"name": "port-raid"}),
        "jobs": ("GET", "/api/jobs", None),
        "result": ("GET", f"/api/jobs/{number}/result", None),
        "distribution": ("GET", f"/api/jobs/{number}/distribution?measure=missiles_used", None),
        "replications": ("GET", f"/api/jobs/{number}/replications?measure=leakers&from=15&to=20", None),
        "replay": ("GET", f"/api/jobs/{number}/replay/{k}", None),
        "replay as CZML": ("GET", f"/api/jobs/{number}/replay/{k}/czml", None),
    }


async def _read(client: httpx.AsyncClient, number: str, found: Load, end: float, stream: random.Random) -> None:
    while time.monotonic() < end:
        name, (method, path, body) = stream.choice(list(_asked(number, stream.randrange(REPLICATIONS)).items()))
        began = time.monotonic()
        try:
            answer = await client.request(method, path, json=body)
            if answer.status_code != 200:
                found.errors.append(f"{name}: {answer.status_code} {answer.text[:100]}")
        except httpx.HTTPError as error:
            found.errors.append(f"{name}: {type(error).__name__} {error}")
        found.waits[name].append(time.monotonic() - began)
        await asyncio.sleep(stream.uniform(0.5, 1.5) * PAUSE_S)


def _processor(process: psutil.Process) -> float:
    """Return the processor time [s] that the service itself has taken, its workers left out."""
    times = process.cpu_times()
    return float(times.user + times.system)


async def _loaded(address: str, process: psutil.Process, seconds: float, clients: int, jobs: int) -> Load:
    limits = httpx.Limits(max_connections=clients + 2, max_keepalive_connections=clients + 2)
    async with httpx.AsyncClient(base_url=address, timeout=60.0, limits=limits) as client:
        first = {"scenario": {"name": "port-raid"}, "replications": REPLICATIONS, "seed": 1}
        number = (await client.post("/api/jobs/run", json=first)).json()["id"]
        await _ended(client, number)
        running = [(await client.post("/api/jobs/run", json=LONG)).json()["id"] for _ in range(jobs)]
        await client.get(f"/api/jobs/{number}/replay/0", timeout=300.0)  # the service loads, or compiles, the engine
        await _simulating(client, running)
        found, began, taken = Load(), time.monotonic(), _processor(process)
        readers = [_read(client, number, found, began + seconds, random.Random(seed)) for seed in range(clients)]
        await asyncio.gather(*readers)
        found.seconds, found.processor_s = time.monotonic() - began, _processor(process) - taken
        for job in running:
            told = (await client.get(f"/api/jobs/{job}")).json()
            found.simulated += told["done"]
            if told["state"] != "running":
                found.errors.append(f"job: {told['state']} {told['error']}")
        return found


def load(seconds: float, clients: int = CLIENTS, jobs: int = JOBS) -> Load:
    """Return what readers met in so many seconds."""
    with TemporaryDirectory(prefix="airdef-serving-") as workspace, served(workspace) as (address, process):
        return asyncio.run(_loaded(address, process, seconds, clients, jobs))


def main() -> int:
    """Print the table; exit with 1 if anything went wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--clients", type=int, default=CLIENTS)
    parser.add_argument("--jobs", type=int, default=JOBS)
    asked = parser.parse_args()
    found = load(asked.seconds, asked.clients, asked.jobs)
    print(f"{asked.clients} readers, {asked.jobs} running jobs, {found.seconds:.0f} s")
    print(f"{'asked':16} {'requests':>9} {'median':>10} {'95 %':>10} {'longest':>10}")
    for name, count, *waits in found.rows():
        print(f"{name:16} {count:9,} " + " ".join(f"{wait:7.1f} ms" for wait in waits))
    count = sum(len(waits) for waits in found.waits.values())
    print(
        f"the service took {found.processor_s:.1f} s of processor time in {found.seconds:.0f} s, "
        f"{1e3 * found.processor_s / count:.1f} ms a read"
    )
    print(f"errors: {len(found.errors)}; the jobs simulated {found.simulated:,} replications")
    for error in found.errors[:10]:
        print(f"  {error}")
    return 1 if found.errors else 0


if __name__ == "__main__":
    sys.exit(main())
