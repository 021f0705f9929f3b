"""A service that is killed: its workers end with it, nothing finished is lost, and a new one knows what was."""

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager

import httpx
import psutil
import pytest

from airdef.server.settings import Limits
from patience import PATIENCE_S
from server.service import opened, ordered, until

LONG = {"scenario": {"name": "port-raid"}, "replications": 10_000_000, "seed": 1}


@contextmanager
def served(workspace):
    """Give a service in a process of its own, as the command line starts it: the process and a client."""
    command = [sys.executable, "-m", "airdef", "serve", "--port", "0", "--no-browser", "--workspace", str(workspace)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        address = process.stdout.readline().removeprefix("airdef: ").strip()
        with httpx.Client(base_url=address, timeout=PATIENCE_S, transport=httpx.HTTPTransport(retries=5)) as client:
            yield process, client
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def workers(process):
    """Return the workers of a service: its children but for the interpreter's own resource tracker."""
    return [
        p for p in psutil.Process(process.pid).children(recursive=True) if "resource_tracker" not in str(p.cmdline())
    ]


def all_gone(processes):
    _, alive = psutil.wait_procs(processes, timeout=PATIENCE_S)
    return not alive


@pytest.mark.slow
def test_kill_9_leaves_finished_jobs_and_lost_ones_and_no_workers(tmp_path):
    with served(tmp_path) as (process, client):
        done = ordered(client, "run", scenario={"name": "ideal-salvo"}, replications=2000, seed=3)
        assert until(client, done["id"])["state"] == "done"
        told = client.get(f"/api/jobs/{done['id']}/result").json()
        running = ordered(client, "run", **LONG | {"replications": 150_000})
        end = time.monotonic() + PATIENCE_S
        while not client.get(f"/api/jobs/{running['id']}").json()["partial"] and time.monotonic() < end:
            time.sleep(0.1)
        left = workers(process)
        assert len(left) == 1
        os.kill(process.pid, signal.SIGKILL)
        assert all_gone(left)
    with served(tmp_path) as (process, client):
        states = {j["id"]: j["state"] for j in client.get("/api/jobs").json()}
        assert states == {done["id"]: "done", running["id"]: "lost"}
        lost = client.get(f"/api/jobs/{running['id']}").json()
        assert "what was stored is kept" in lost["error"]
        assert lost["ended"]
        assert client.get(f"/api/jobs/{done['id']}/result").json() == told
        stored = client.get(f"/api/jobs/{running['id']}/result").json()
        assert stored["replications"] % 4096 == 0  # whole parts, one at least (`worker.part_size`)
        assert stored["interrupted"]
        assert client.get(f"/api/jobs/{running['id']}/replay/11").status_code == 200
        resumed = client.post(f"/api/jobs/{running['id']}/resume").json()
        assert resumed["state"] in ("queued", "running")
        left = workers(process)
        process.send_signal(signal.SIGTERM)
        process.wait(PATIENCE_S)
        assert all_gone(left)


def test_what_waited_waits_again_and_what_ran_is_lost(tmp_path):
    limits = Limits(jobs=1, reads=1e6, writes=1e6)
    with opened(tmp_path, limits) as client:
        first = ordered(client, "run", **LONG)
        second = ordered(client, "run", scenario={"name": "ideal-salvo"}, replications=100)
        assert client.get(f"/api/jobs/{second['id']}").json()["state"] == "queued"
    with opened(tmp_path, limits) as client:
        assert client.get(f"/api/jobs/{first['id']}").json()["state"] == "lost"
        assert until(client, second["id"])["state"] == "done"


def test_what_is_no_job_does_no_harm(tmp_path):
    runs = tmp_path / "runs"
    for name, text in {
        "20260101-000000-00000000": "{",
        "x": "{}",
        "20260101-000000-00000001": '{"id": "other"}',
    }.items():
        (runs / name).mkdir(parents=True)
        (runs / name / "job.json").write_text(text)
    (runs / "file").write_text("")
    (runs / "20260101-000000-00000002").mkdir()
    with opened(tmp_path) as client:
        assert client.get("/api/jobs").json() == []


def test_a_worker_that_dies_is_told_of(tmp_path):
    with opened(tmp_path) as client:
        before = {p.pid for p in psutil.Process().children()}
        job = ordered(client, "run", **LONG)
        until(client, job["id"], ("running",))
        end = time.monotonic() + PATIENCE_S
        while time.monotonic() < end:
            new = [p for p in psutil.Process().children() if p.pid not in before and "spawn_main" in str(p.cmdline())]
            if new:
                break
            time.sleep(0.05)
        new[0].kill()
        told = until(client, job["id"])
        assert told["state"] == "failed"
        assert "ended before its time (exit status -9)" in told["error"]
