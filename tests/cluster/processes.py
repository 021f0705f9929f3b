"""A real scheduler and real workers: processes on loopback, at ports that the system picks."""

import json
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path

STARTED_S = 60
"""Longest wait for a process to start, on a machine that may be busy."""


def _process(stack, module, *arguments):
    command = [sys.executable, "-m", f"distributed.cli.{module}", "--no-dashboard", "--host", "127.0.0.1", *arguments]
    process = stack.enter_context(subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
    stack.callback(process.kill)
    return process


class Processes:
    """A scheduler with its workers; all end with the context they were made in."""

    def __init__(self, stack: ExitStack, folder: Path) -> None:
        self._stack = stack
        self._folder = folder
        self._file = folder / "scheduler.json"
        self.scheduler = _process(stack, "dask_scheduler", "--port", "0", "--scheduler-file", str(self._file))
        deadline = time.monotonic() + STARTED_S
        while not self._file.exists() or not self._file.read_text():
            assert time.monotonic() < deadline, "the scheduler did not start"
            time.sleep(0.05)
        self.address = json.loads(self._file.read_text())["address"]
        self.workers = []

    def add_worker(self):
        """Start a worker of one thread and no nanny (what is killed stays dead); return its process."""
        options = ("--scheduler-file", str(self._file), "--nthreads", "1", "--no-nanny")
        place = ("--local-directory", str(self._folder))
        self.workers.append(_process(self._stack, "dask_worker", *options, *place))
        return self.workers[-1]


@contextmanager
def processes(folder, workers):
    """Give a scheduler with so many workers (they may still be starting)."""
    with ExitStack() as stack:
        cluster = Processes(stack, folder)
        for _ in range(workers):
            cluster.add_worker()
        yield cluster
