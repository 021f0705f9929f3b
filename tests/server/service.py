"""A service on a free port of this machine, in a thread of the test's process, and help to wait for jobs."""

import threading
import time
from contextlib import contextmanager

import httpx
import uvicorn

from airdef.server.app import create_app
from airdef.server.running import bound, config_of
from airdef.server.settings import Limits, Settings
from patience import PATIENCE_S

ENDED = ("done", "cancelled", "failed", "lost")
PLENTY = Limits(reads=1e6, writes=1e6)
"""Rates that no test meets unless it means to."""


@contextmanager
def opened(workspace, limits=PLENTY, **settings):
    """Give a client of a service that ends, with its workers, when the context does."""
    asked = Settings(workspace=workspace, limits=limits, **settings)
    app = create_app(asked)
    with bound("127.0.0.1", 0) as listening:
        server = uvicorn.Server(config_of(app, asked))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            with httpx.Client(base_url=f"http://127.0.0.1:{listening.getsockname()[1]}", timeout=PATIENCE_S) as client:
                yield client
        finally:
            app.state.services.ending.tell()
            server.should_exit = True
            thread.join()  # what ends it is an event, however busy the machine is; `test_stop` holds that


def until(client, number, wanted=ENDED, patience_s=PATIENCE_S):
    """Wait until a job is in one of some states and return it."""
    end = time.monotonic() + patience_s
    while time.monotonic() < end:
        job = client.get(f"/api/jobs/{number}").json()
        if job["state"] in wanted:
            return job
        assert job["state"] not in ENDED, job
        time.sleep(0.05)
    raise AssertionError(f"job {number} is still {job['state']}")


def ordered(client, kind, **order):
    """Order a job and return it."""
    answer = client.post(f"/api/jobs/{kind}", json=order)
    assert answer.status_code == 202, answer.text
    return answer.json()
