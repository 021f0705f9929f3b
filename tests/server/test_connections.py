"""Connections: idle ones are closed, dripping ones too, there are so many at most, and running out is no end."""

import contextlib
import os
import resource
import socket
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from urllib.parse import urlsplit

import httpx
import pytest
import uvicorn

from airdef.server.app import create_app
from airdef.server.library import Library
from airdef.server.patience import LEAST, LINES, RESERVE, TOLD_S, connections, quiet, sparing
from airdef.server.running import bound, config_of
from airdef.server.settings import Limits, Settings
from server.service import ENDED

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="descriptors are counted as on Linux and macOS")

FOR_EVER_S = 600.0
TOKEN = "correct-horse-battery"


@contextmanager
def running(workspace, token=None, **limits):
    """Give the server in a thread and where it listens."""
    settings = Settings(workspace, token=token, limits=Limits(reads=1e6, writes=1e6, **limits))
    app = create_app(settings)
    with bound("127.0.0.1", 0) as listening:
        server = uvicorn.Server(config_of(app, settings))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            yield server, listening.getsockname()
        finally:
            app.state.services.ending.tell()
            server.should_exit = True
            thread.join()


def closed(raw):
    """Wait until the other side closes a connection; return what it said before."""
    raw.settimeout(FOR_EVER_S)
    said = b""
    with contextlib.suppress(ConnectionResetError, BrokenPipeError):
        while part := raw.recv(65536):
            said += part
    return said


def dripping(raw):
    """Send a byte now and then, as long as anybody takes it."""
    with contextlib.suppress(OSError):
        while True:
            raw.sendall(b"x")
            time.sleep(0.02)


@pytest.mark.parametrize("asked", ["nothing", "half a head", "one request", "a drip", "a body that drips, no token"])
def test_a_connection_without_a_request_is_closed(tmp_path, asked):
    with running(tmp_path, token=TOKEN, idle_s=0.2) as (_, place), socket.create_connection(place) as raw:
        if asked == "half a head":
            raw.sendall(b"GET /api/about HTTP/1.1\r\nHost: 127")
        if asked == "one request":
            raw.sendall(b"GET /api/about HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        if asked == "a drip":
            raw.sendall(b"GET /")
        if asked == "a body that drips, no token":
            raw.sendall(b"POST /api/validate HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000000\r\n\r\n")
        dropping = threading.Thread(target=dripping, args=(raw,))
        if "drip" in asked:
            dropping.start()
        said = closed(raw)
        if "drip" in asked:
            dropping.join(FOR_EVER_S)
        answered = asked in ("one request", "a body that drips, no token")
        assert said.startswith(b"HTTP/1.1 401 ") if answered else said == b""


def test_a_request_under_way_and_an_event_stream_are_not_idle(tmp_path, monkeypatch):
    release = threading.Event()
    monkeypatch.setattr(Library, "heads", lambda self: [] if release.wait(FOR_EVER_S) else None)
    with running(tmp_path, idle_s=0.05) as (_, place):
        answers = []
        url = f"http://127.0.0.1:{place[1]}/api/scenarios"
        asking = threading.Thread(target=lambda: answers.append(httpx.get(url, timeout=FOR_EVER_S)))
        asking.start()
        with socket.create_connection(place) as idle:  # twenty times as long as is needed to close it
            for _ in range(20):
                with socket.create_connection(place) as other:
                    closed(other)
            closed(idle)
        release.set()
        asking.join(FOR_EVER_S)
        assert answers[0].status_code == 200


def test_a_client_that_takes_nothing_is_broken_off(tmp_path):
    page = tmp_path / "page"
    page.mkdir()
    with (page / "large.bin").open("wb") as file:
        file.truncate(64 << 20)
    settings = Settings(tmp_path / "work", limits=Limits(reads=1e6, writes=1e6, idle_s=0.2), page=page)
    app = create_app(settings)
    with bound("127.0.0.1", 0) as listening:
        server = uvicorn.Server(config_of(app, settings))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            with socket.create_connection(listening.getsockname()) as raw:
                raw.sendall(b"GET /large.bin HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
                assert raw.recv(1)  # it has begun, and nothing more is taken
                end = time.monotonic() + FOR_EVER_S
                while server.server_state.connections and time.monotonic() < end:
                    time.sleep(0.02)
                assert not server.server_state.connections
        finally:
            app.state.services.ending.tell()
            server.should_exit = True
            thread.join()


def test_the_idle_make_room_and_who_asks_is_answered(tmp_path):
    with running(tmp_path, connections=5, idle_s=FOR_EVER_S) as (_, place):
        idle = [socket.create_connection(place) for _ in range(5)]
        about = f"http://127.0.0.1:{place[1]}/api/about"
        with httpx.Client(timeout=FOR_EVER_S) as client:
            for _ in range(3):
                assert client.get(about).status_code == 200
            more = [socket.create_connection(place) for _ in range(20)]
            # Those that never asked go first, the oldest before the others; who has asked keeps the connection.
            for raw in (*idle, *more[:15]):
                assert closed(raw) == b""
            assert client.get(about).status_code == 200
            for raw in (*idle, *more):
                raw.close()


def test_where_none_is_idle_the_next_is_told_so(tmp_path, monkeypatch):
    begun, release = threading.Semaphore(0), threading.Event()

    def stuck(self):
        begun.release()
        release.wait(FOR_EVER_S)
        return []

    monkeypatch.setattr(Library, "heads", stuck)
    with running(tmp_path, connections=2) as (_, place):
        url = f"http://127.0.0.1:{place[1]}/api/scenarios"
        answers = []
        asking = [
            threading.Thread(target=lambda: answers.append(httpx.get(url, timeout=FOR_EVER_S).status_code))
            for _ in range(2)
        ]
        for a in asking:
            a.start()
        assert begun.acquire(timeout=FOR_EVER_S)
        assert begun.acquire(timeout=FOR_EVER_S)
        with socket.create_connection(place) as raw:
            said = closed(raw)
        assert said.startswith(b"HTTP/1.1 503 ")
        assert b"too many connections; usual fix" in said
        release.set()
        for a in asking:
            a.join(FOR_EVER_S)
        assert answers == [200, 200]


@pytest.mark.slow
def test_with_a_hundred_descriptors_two_hundred_idle_connections_harm_nobody(tmp_path):
    command = [sys.executable, "-m", "airdef", "serve", "--port", "0", "--no-browser", "--workspace", str(tmp_path)]
    log = tmp_path / "log"
    with log.open("wb") as err:
        process = subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=err,
            text=True,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (100, 100)),
        )
    idle = []
    try:
        address = process.stdout.readline().removeprefix("airdef: ").strip()
        host, port = urlsplit(address).netloc.split(":")
        for _ in range(200):
            idle.append(socket.create_connection((host, int(port)), timeout=FOR_EVER_S))
        for _ in range(10):  # a connection of its own each time
            assert httpx.get(f"{address}api/about", timeout=FOR_EVER_S).status_code == 200
        order = {"scenario": {"name": "ideal-salvo"}, "replications": 100}
        job = httpx.post(f"{address}api/jobs/run", json=order, timeout=FOR_EVER_S).json()["id"]
        state = ""
        while state not in ENDED:
            time.sleep(0.1)
            state = httpx.get(f"{address}api/jobs/{job}", timeout=FOR_EVER_S).json()["state"]
        assert state == "done"  # there are descriptors left for a worker and its files
    finally:
        for raw in idle:
            raw.close()
        process.kill()
        process.communicate()
    assert log.stat().st_size < 10_000


def test_as_many_are_taken_as_there_are_descriptors_for():
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    try:
        open_now = len(os.listdir("/proc/self/fd")) if sys.platform == "linux" else 0
        if open_now:
            resource.setrlimit(resource.RLIMIT_NOFILE, (open_now + RESERVE + 20, hard))
            wanted = connections(30)
            assert wanted == 30  # the soft limit was raised for them
            assert resource.getrlimit(resource.RLIMIT_NOFILE)[0] >= open_now + RESERVE + 20
        assert connections(LEAST) == LEAST
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_out_of_descriptors_is_told_once_a_minute_and_other_faults_as_ever(monkeypatch):
    now, told, others = [0.0], [], []
    monkeypatch.setattr("airdef.server.patience.time.monotonic", lambda: now[0])

    class Loop:
        default_exception_handler = staticmethod(others.append)

    handle = quiet(told.append)
    for _ in range(1000):
        handle(Loop, {"exception": OSError(24, "Too many open files")})
    assert len(told) == 1
    assert "ulimit -n" in told[0]
    now[0] += TOLD_S
    handle(Loop, {"exception": OSError(24, "Too many open files")})
    assert len(told) == 2
    handle(Loop, {"exception": OSError(5, "Input/output error")})
    handle(Loop, {"message": "something else"})
    assert len(others) == 2


def test_a_log_lets_so_many_lines_through_in_a_minute(monkeypatch):
    now = [0.0]
    monkeypatch.setattr("airdef.server.patience.time.monotonic", lambda: now[0])
    lets = sparing()
    assert sum(lets(None) for _ in range(10_000)) == LINES
    now[0] += TOLD_S
    assert sum(lets(None) for _ in range(10_000)) == LINES
