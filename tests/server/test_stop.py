"""A service that is asked to stop ends by that word: it waits for no answer, no worker and no client."""

import contextlib
import signal
import socket
import subprocess
import sys
import threading
from urllib.parse import urlsplit

import httpx
import psutil
import pytest
import uvicorn

from airdef.limits import QUICK_REQUESTS
from airdef.server.app import create_app
from airdef.server.library import Library
from airdef.server.running import bound, config_of
from airdef.server.settings import Settings
from server.service import PLENTY, ordered, until
from server.test_survival import LONG, all_gone, served, workers

FOR_EVER_S = 900.0
"""Only so that a fault ends a test at some time."""


@pytest.fixture
def service(tmp_path):
    """A service in a thread that the test stops: its address, the server and its services."""
    settings = Settings(workspace=tmp_path, limits=PLENTY)
    app = create_app(settings)
    with bound("127.0.0.1", 0) as listening:
        server = uvicorn.Server(config_of(app, settings))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}", server, app.state.services, thread


def under_way(server, count):
    """Wait until so many requests are under way."""
    while sum(not c.idle for c in set(server.server_state.connections)) < count:
        threading.Event().wait(0.01)


def test_answers_that_would_never_come_are_not_waited_for(service, monkeypatch):
    address, server, services, thread = service
    begun, release = threading.Semaphore(0), threading.Event()

    def stuck(self):
        begun.release()
        assert release.wait(FOR_EVER_S)
        return []

    monkeypatch.setattr(Library, "heads", stuck)
    answers = []

    def ask():
        answers.append(httpx.get(f"{address}/api/scenarios", timeout=FOR_EVER_S))

    asking = [threading.Thread(target=ask) for _ in range(20)]  # more than there are threads: the others wait
    try:
        for a in asking:
            a.start()
        for _ in range(QUICK_REQUESTS):
            assert begun.acquire(timeout=FOR_EVER_S)
        under_way(server, 20)
        services.ending.tell()
        server.should_exit = True
        thread.join(FOR_EVER_S)
        assert not thread.is_alive()
        for a in asking:
            a.join(FOR_EVER_S)
        assert not release.is_set()  # nothing that was stuck came to its end
        assert len(answers) == 20
        assert {a.status_code for a in answers} == {503}
        assert all("the service is ending" in a.json()["error"] for a in answers)
    finally:
        release.set()


def test_a_body_that_does_not_come_is_not_waited_for(service):
    address, server, services, thread = service
    host, port = urlsplit(address).netloc.split(":")
    with socket.create_connection((host, int(port))) as raw:
        head = (
            f"POST /api/validate HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n"
        )
        raw.sendall((head + "\r\n{").encode())
        assert httpx.get(f"{address}/api/about", timeout=FOR_EVER_S).status_code == 200
        under_way(server, 1)
        services.ending.tell()
        server.should_exit = True
        answer = b"".join(iter(lambda: raw.recv(65536), b""))
        thread.join(FOR_EVER_S)
    assert answer.startswith(b"HTTP/1.1 503 ")
    assert not thread.is_alive()


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGTERM there")
def test_a_service_under_load_ends_with_its_workers_and_writes_nothing(tmp_path):
    with served(tmp_path) as (process, client):
        running = [ordered(client, "run", **LONG)["id"] for _ in range(4)]
        for number in running[:2]:
            until(client, number, ("running",))
        wide = "x: [" + "1, " * 49_000 + "1]"

        def ask(path, body):
            # What it is told, `test_answers_that_would_never_come_are_not_waited_for` looks at.
            with contextlib.suppress(httpx.HTTPError):
                httpx.post(f"{client.base_url}{path}", json=body, timeout=FOR_EVER_S)

        def follow(number):
            address = f"{client.base_url}api/jobs/{number}/events"
            with contextlib.suppress(httpx.HTTPError), httpx.stream("GET", address, timeout=FOR_EVER_S) as told:
                list(told.iter_lines())

        asking = [threading.Thread(target=ask, args=("api/validate", {"yaml": wide + f" # {k}"})) for k in range(24)]
        asking += [threading.Thread(target=ask, args=("api/scene", {"name": "port-raid"})) for _ in range(4)]
        asking += [threading.Thread(target=follow, args=(number,)) for number in running]
        for a in asking:
            a.start()
        left = workers(process)
        process.send_signal(signal.SIGTERM)
        process.wait(FOR_EVER_S)
        for a in asking:
            a.join(FOR_EVER_S)
        assert all_gone(left)
        assert process.returncode in (0, -signal.SIGTERM)


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGINT for one process there")
def test_ctrl_c_does_not_wait_for_what_a_thread_works_out(tmp_path):
    code = f"""
import signal, sys, threading, time
signal.signal(signal.SIGINT, signal.default_int_handler)  # which a background job inherits as ignored
sys.argv = ["airdef", "serve", "--port", "0", "--no-browser", "--workspace", {str(tmp_path)!r}]
from airdef.server.library import Library
def stuck(self):
    print("stuck", flush=True)
    from concurrent.futures import ThreadPoolExecutor
    with ThreadPoolExecutor(1) as pool:  # what a study works with: Python waits for it at its end
        pool.submit(time.sleep, 1e6).result()
Library.heads = stuck
from airdef.cli import main
sys.exit(main())
"""
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        address = process.stdout.readline().removeprefix("airdef: ").strip()
        process.stdout.readline()

        def ask():
            retrying = httpx.Client(transport=httpx.HTTPTransport(retries=20), timeout=FOR_EVER_S)
            with contextlib.suppress(httpx.HTTPError), retrying as client:
                client.get(f"{address}api/scenarios")

        asking = threading.Thread(target=ask)
        asking.start()
        assert process.stdout.readline() == "stuck\n"
        process.send_signal(signal.SIGINT)
        process.wait(FOR_EVER_S)
        asking.join(FOR_EVER_S)
        assert process.returncode == 130
        assert process.stderr.read() == ""
    finally:
        process.kill()
        process.communicate()
    assert not psutil.pid_exists(process.pid)
