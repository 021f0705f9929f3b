"""Jobs: each in a process of its own, so that the page stays live and a cancel really ends it.

A job is a folder `runs/ID` with `job.json`, which is written whole or not at all and only by the service. Its
worker sends word through a pipe and writes results beside it. At most `limits.jobs` run at once, others wait in
the order they came. A service that is killed takes its workers with it (they watch it, see `worker`); when one starts
on the same workspace, what ran is `lost`, what waited waits again, and what was finished is all there.
"""

from __future__ import annotations

import json
import multiprocessing
import re
import secrets
import shutil
import threading
import time
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from airdef.outcome.files import write_whole
from airdef.server.refused import Refused
from airdef.server.worker import work

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnProcess
    from pathlib import Path

    from airdef.server.settings import Limits

ID: Final = r"^[0-9]{8}-[0-9]{6}-[0-9a-f]{8}$"
ENDED: Final = frozenset({"done", "cancelled", "failed", "lost"})
NOTE_S: Final = 2.0
"""Seconds between writings of how far a job is."""

PATIENCE_S: Final = 3.0
"""Seconds that a worker has to end when told to; then it is killed."""

LOST: Final = "the service ended while this ran; what was stored is kept"


@dataclass
class Job:
    """A job as it is kept in `job.json`, and `version`, which changes whenever anything of it does."""

    id: str
    kind: str
    title: str
    state: str
    done: int
    goal: int
    seed: int | None
    created: str
    ended: str | None
    error: str | None
    request: dict[str, Any]
    partial: dict[str, Any] | None = None
    version: int = field(default=0, compare=False)

    def public(self) -> dict[str, Any]:
        """Return what the service tells of a job, as it was at one instant. No lock is waited for."""
        return {k: v for k, v in vars(self).copy().items() if k not in ("request", "version")}


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")


class Jobs:
    """All jobs of a workspace. Methods may be called from any thread."""

    def __init__(self, folder: Path, limits: Limits) -> None:
        self.folder = folder
        self.limits = limits
        self._lock = threading.RLock()
        self._jobs: dict[str, Job] = {}
        self._threads: dict[str, threading.Thread] = {}
        self._processes: dict[str, SpawnProcess] = {}
        self._closing = False
        self._spawn = multiprocessing.get_context("spawn")
        folder.mkdir(parents=True, exist_ok=True)
        self._load()

    def _load(self) -> None:
        for path in sorted(self.folder.iterdir()):
            try:
                data = json.loads((path / "job.json").read_text(encoding="utf-8"))
                job = Job(**data)
            except (OSError, ValueError, TypeError):
                continue  # nothing of ours, or a folder made by a service that died before its first word
            if not re.match(ID, path.name) or job.id != path.name:
                continue
            if job.state == "running":
                job.state, job.error, job.ended, job.partial = "lost", LOST, _now(), None
                self._save(job)
            self._jobs[job.id] = job
        with self._lock:
            self._start()

    def path(self, job: Job) -> Path:
        """Return the folder of a job."""
        return self.folder / job.id

    def all(self) -> list[Job]:
        """Return the jobs, newest first. No lock is waited for."""
        return sorted(list(self._jobs.values()), key=lambda j: (j.created, j.id), reverse=True)  # noqa: C414 (a copy)

    def get(self, number: str) -> Job:
        """Return a job by its id. Raises Refused (404)."""
        job = self._jobs.get(number)
        if job is None:
            raise Refused(404, "job: no job of this id; GET /api/jobs lists them")
        return job

    @property
    def closing(self) -> bool:
        """Whether the service is ending."""
        return self._closing

    def submit(self, kind: str, title: str, goal: int, seed: int | None, request: dict[str, Any]) -> Job:
        """Take a job and start it when its turn comes. Raises Refused (429) where too many wait or are kept."""
        with self._lock:
            self._refuse_more()
            if len(self._jobs) >= self.limits.stored:
                raise Refused(429, f"job: {len(self._jobs)} jobs are kept already; usual fix: delete some")
            number = f"{datetime.now(UTC):%Y%m%d-%H%M%S}-{secrets.token_hex(4)}"
            job = Job(number, kind, title, "queued", 0, goal, seed, _now(), None, None, request)
            self.path(job).mkdir()
            self._save(job)
            self._jobs[number] = job
            self._start()
            return job

    def cancel(self, job: Job) -> None:
        """End a job that waits or runs; one that has ended stays as it is."""
        with self._lock:
            if job.state in ENDED:
                return
            self._end(job, "cancelled", None)
            process = self._processes.get(job.id)
            if process is not None:
                process.terminate()

    def remove(self, job: Job) -> None:
        """Forget an ended job, and delete what it stored. Raises Refused (409) while its worker is still ending."""
        thread = self._threads.get(job.id)
        if thread is not None:
            thread.join(2 * PATIENCE_S)
        with self._lock:
            if job.id in self._threads or job.state not in ENDED:
                raise Refused(409, "job: its worker is still ending; usual fix: try again in a moment")
            self._jobs.pop(job.id, None)
            shutil.rmtree(self.path(job), ignore_errors=True)

    def resume(self, job: Job) -> None:
        """Let a run that ended before its time wait again: it goes on from what it stored. Raises Refused (409)."""
        with self._lock:
            if job.kind != "run" or job.state not in ENDED - {"done"} or job.id in self._threads:
                raise Refused(409, f"job: a {job.kind} that is {job.state}; a run that ended before its time expected")
            self._refuse_more()
            self._change(job, state="queued", ended=None, error=None)
            self._start()

    def _refuse_more(self) -> None:
        waiting = sum(1 for j in self._jobs.values() if j.state == "queued")
        if waiting >= self.limits.waiting:
            raise Refused(429, f"job: {waiting} jobs wait already; usual fix: wait, or cancel some")

    def ending(self) -> None:
        """Take word that the service is about to end: event streams end. May be called from a signal handler."""
        self._closing = True

    def close(self) -> None:
        """End all workers, and wait for them. What ran is lost."""
        self._closing = True
        with self._lock:
            for job in self._jobs.values():
                if job.state == "running":
                    self._end(job, "lost", LOST)
            processes, threads = list(self._processes.values()), list(self._threads.values())
        for process in processes:
            process.terminate()
        for thread in threads:
            thread.join(2 * PATIENCE_S)

    def _start(self) -> None:
        """Start those whose turn it is; with the lock held."""
        waiting = sorted((j for j in self._jobs.values() if j.state == "queued"), key=lambda j: (j.created, j.id))
        for job in waiting[: max(0, self.limits.jobs - len(self._threads))]:
            if self._closing:
                return
            self._change(job, state="running")
            thread = threading.Thread(target=self._attend, args=(job,), name=f"job {job.id}", daemon=True)
            self._threads[job.id] = thread
            thread.start()

    def _attend(self, job: Job) -> None:
        """Start a job's worker and listen to it until it ends."""
        heard, said = self._spawn.Pipe(duplex=False)
        process = self._spawn.Process(
            target=work, args=(job.kind, job.request, str(self.path(job)), said), name=f"airdef {job.id}", daemon=True
        )
        try:
            process.start()
            said.close()
            with self._lock:
                self._processes[job.id] = process
                if job.state != "running":  # cancelled while it started
                    process.terminate()
            self._listen(job, heard)
            process.join(PATIENCE_S)
        except OSError as error:
            self._end(job, "failed", f"no worker could be started: {error.strerror or error}")
        finally:
            if process.is_alive():
                process.kill()
                process.join()
            heard.close()
            with self._lock:
                code = process.exitcode
                self._end(job, "failed", f"its worker ended before its time (exit status {code}); out of memory?")
                self._processes.pop(job.id, None)
                del self._threads[job.id]
                self._start()

    def _listen(self, job: Job, heard: Connection) -> None:
        noted = time.monotonic()
        with suppress(EOFError, OSError):
            while True:
                word, *rest = heard.recv()
                if word == "done":
                    self._end(job, "done", None)
                elif word == "failed":
                    self._end(job, "failed", rest[0])
                elif word == "progress" and job.state == "running":
                    done, goal, partial = rest
                    self._change(job, save=False, done=done, goal=goal, partial=partial or job.partial)
                    if time.monotonic() - noted > NOTE_S:
                        noted = time.monotonic()
                        self._save(job)

    def _end(self, job: Job, state: str, error: str | None) -> None:
        """Give a job its last state; the first last state stays."""
        with self._lock:
            if job.state in ENDED:
                return
            done = job.goal if state == "done" else job.done
            self._change(job, state=state, error=error, ended=_now(), partial=None, done=done)

    def _change(self, job: Job, *, save: bool = True, **values: Any) -> None:
        with self._lock:
            vars(job).update(values, version=job.version + 1)  # at once, for those who read without the lock
            if save:
                self._save(job)

    def _save(self, job: Job) -> None:
        """Write `job.json`. A full disk must not end the service: then the next writing tells."""
        data = {k: v for k, v in asdict(job).items() if k not in ("version", "partial")}
        with suppress(OSError), self._lock:
            write_whole(self.path(job) / "job.json", (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode())
