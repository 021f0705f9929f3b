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

from airdef.limits import JOB_BYTES, WHOLE_NUMBER, amount, read_file
from airdef.outcome.files import write_whole
from airdef.server.bin import size_of
from airdef.server.ending import Ending
from airdef.server.models import JobOut
from airdef.server.refused import Refused
from airdef.server.worker import work

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnProcess
    from pathlib import Path

    from airdef.server.bin import Bin, Deleted
    from airdef.server.settings import Limits

ID: Final = r"^[0-9]{8}-[0-9]{6}-[0-9a-f]{8}$"
ENDED: Final = frozenset({"done", "cancelled", "failed", "lost"})
NOTE_S: Final = 2.0
"""Seconds between writings of how far a job is."""

PATIENCE_S: Final = 3.0
"""Seconds that a worker has to end when it has said that it is done; then it is killed."""

DERIVED: Final = ("rows.parquet", "report.html")
"""Files of a job that are made when they are asked for, and may go."""

LOST: Final = "the service ended while this ran; what was stored is kept"


@dataclass
class Job:
    """A job as it is kept in `job.json`, and `version`, which changes whenever anything of it does.

    `stage` is what is being done, of a study that has stages: `done` and `goal` are those of the stage.
    `scenario` is the name in the workspace of what it was ordered for (of a comparison, its last), where it has one;
    `scenario_hash` says which state of it. Both are None for jobs of earlier releases.
    """

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
    scenario: str | None = None
    scenario_hash: str | None = None
    stage: str | None = None
    version: int = field(default=0, compare=False)

    def public(self) -> dict[str, Any]:
        """Return what the service tells of a job, as it was at one instant. No lock is waited for."""
        return {k: v for k, v in vars(self).copy().items() if k not in ("request", "version")}


def _read(folder: Path) -> Job | None:
    """Return the job of a folder, None where there is none in it: nothing of ours, or a service died too early."""
    try:
        data = json.loads(read_file(folder / "job.json", JOB_BYTES))
        job = Job(**data)
        told = JobOut.model_validate(job.public() | {"partial": None}, strict=True)  # as it will be told
    except (OSError, ValueError, TypeError, RecursionError):
        return None
    numbers = (told.done, told.goal, told.seed or 0)
    sound = told.id == folder.name and isinstance(job.request, dict) and job.partial is None
    return job if sound and all(0 <= n <= WHOLE_NUMBER for n in numbers) else None


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")


class Jobs:
    """All jobs of a workspace. Methods may be called from any thread."""

    def __init__(self, folder: Path, limits: Limits, ending: Ending | None = None, bin_: Bin | None = None) -> None:
        self.folder = folder
        self._bin = bin_
        self.limits = limits
        self._ending = Ending() if ending is None else ending
        self._lock = threading.RLock()
        self._jobs: dict[str, Job] = {}
        self._bytes: dict[str, int] = {}
        self._threads: dict[str, threading.Thread] = {}
        self._processes: dict[str, SpawnProcess] = {}
        self._spawn = multiprocessing.get_context("spawn")
        folder.mkdir(parents=True, exist_ok=True)
        self._load()

    def _load(self) -> None:
        """Read the jobs of a workspace; what is none, whatever lies there, is left as it is."""
        for path in sorted(self.folder.iterdir()):
            job = _read(path) if re.match(ID, path.name) else None
            if job is None:
                continue
            if job.state == "running":
                job.state, job.error, job.ended, job.partial = "lost", LOST, _now(), None
                self._save(job)
            self._jobs[job.id] = job
            self._bytes[job.id] = size_of(path)
        with self._lock:
            self._start()

    def path(self, job: Job) -> Path:
        """Return the folder of a job.

        Parameters
        ----------
        job
            The job.

        Returns
        -------
        Path
            The folder of a job.
        """
        return self.folder / job.id

    def all(self) -> list[Job]:
        """Return the jobs, newest first. No lock is waited for."""
        return sorted(list(self._jobs.values()), key=lambda j: (j.created, j.id), reverse=True)  # noqa: C414 (a copy)

    def get(self, number: str) -> Job:
        """Return a job by its id.

        Parameters
        ----------
        number
            Id of the job.

        Returns
        -------
        Job
            A job by its id.

        Raises
        ------
        Refused
            With the status 404.
        """
        job = self._jobs.get(number)
        if job is None:
            raise Refused(404, "job: no job of this id; GET /api/jobs lists them")
        return job

    @property
    def closing(self) -> bool:
        """Whether the service is ending."""
        return bool(self._ending)

    @property
    def bytes(self) -> int:
        """Bytes of all jobs on disk, those of running ones as they were a moment ago, and of deleted ones."""
        return sum(list(self._bytes.values())) + (0 if self._bin is None else self._bin.bytes)

    def submit(
        self,
        kind: str,
        title: str,
        goal: int,
        seed: int | None,
        request: dict[str, Any],
        of: tuple[str | None, str | None] = (None, None),
    ) -> Job:
        """Take a job and start it when its turn comes; `of`: name and hash of its scenario.

        Parameters
        ----------
        kind
            `run`, `compare`, or the name of a study.
        title
            What it is called.
        goal
            How many things (replications, say) there are to do.
        seed
            Seed of the random streams; None where it has none.
        request
            What the worker is told, as plain data.
        of
            Name and hash of its scenario.

        Returns
        -------
        Job
            The job, which waits or runs.

        Raises
        ------
        Refused
            Where too many wait or are kept (429).
        """
        with self._lock:
            self._refuse_more()
            self._make_room()
            number = f"{datetime.now(UTC):%Y%m%d-%H%M%S}-{secrets.token_hex(4)}"
            job = Job(number, kind, title, "queued", 0, goal, seed, _now(), None, None, request, None, *of)
            self.path(job).mkdir()
            self._save(job)
            self._jobs[number] = job
            self._bytes[number] = size_of(self.path(job))
            self._start()
            return job

    def cancel(self, job: Job) -> None:
        """End a job that waits or runs; one that has ended stays as it is.

        Parameters
        ----------
        job
            The job.
        """
        with self._lock:
            if job.state in ENDED:
                return
            self._end(job, "cancelled", None)
            process = self._processes.get(job.id)
            if process is not None:
                process.kill()

    def remove(self, job: Job) -> None:
        """Move an ended job into the bin with what it stored.

        Parameters
        ----------
        job
            The job.

        Raises
        ------
        Refused
            For one that has not ended (409).
        """
        with self._lock:
            if job.state not in ENDED:
                raise Refused(409, f"job: it is still {job.state}; usual fix: cancel it first")
            if self._bin is not None:
                with suppress(OSError):  # a folder that is no longer there
                    self._bin.put(self.path(job))
            self._forget(job)

    def deleted(self) -> list[tuple[Job, Deleted]]:
        """Return the jobs in the bin, deleted last first."""
        held = [] if self._bin is None else self._bin.all()
        read = ((_read(self._bin.folder / d.name), d) for d in held) if self._bin is not None else ()
        return [(job, d) for job, d in read if job is not None]

    def restore(self, number: str) -> Job:
        """Take a deleted job out of the bin.

        Parameters
        ----------
        number
            Id of the job.

        Returns
        -------
        Job
            The job.

        Raises
        ------
        Refused
            With the status 404; 409 where its worker left something.
        """
        with self._lock:
            path = self.folder / number
            if self._bin is None:
                raise Refused(404, "bin: nothing of this name")
            self._bin.restore(number, path)
            job = _read(path)
            if job is None:
                raise Refused(404, "job: what lay in the bin under this id is no job")
            self._jobs[number] = job
            self._bytes[number] = size_of(path)
            return job

    def drop(self, number: str) -> None:
        """Delete a job in the bin for good.

        Parameters
        ----------
        number
            Id of the job.

        Raises
        ------
        Refused
            With the status 404.
        """
        if self._bin is None:
            raise Refused(404, "bin: nothing of this name")
        self._bin.drop(number)

    def resume(self, job: Job) -> None:
        """Let a run that ended before its time wait again: it goes on from what it stored.

        It starts once its former worker, which may take a moment to die, has ended.

        Parameters
        ----------
        job
            The job.

        Raises
        ------
        Refused
            With the status 409.
        """
        with self._lock:
            if job.kind != "run" or job.state not in ENDED - {"done"}:
                raise Refused(409, f"job: a {job.kind} that is {job.state}; a run that ended before its time expected")
            self._refuse_more()
            self._change(job, state="queued", ended=None, error=None)
            self._start()

    def _make_room(self) -> None:
        """Make room for a job where the workspace is full, or refuse it: made files go, then what lies in the bin.

        Then, where that is allowed, the oldest jobs go.
        """
        derived = [self.path(job) / name for job in self._jobs.values() for name in DERIVED]
        if self.bytes >= self.limits.workspace_bytes:
            for file in derived:
                file.unlink(missing_ok=True)
            self._bytes = {number: size_of(self.folder / number) for number in self._jobs}
        self._empty_bin()
        ended = sorted((j for j in self._jobs.values() if j.state in ENDED), key=lambda j: (j.created, j.id))
        while len(self._jobs) >= self.limits.stored or self.bytes >= self.limits.workspace_bytes:
            old = next((j for j in ended if j.id not in self._threads and j.id in self._jobs), None)
            if old is None or not self.limits.prune:
                kept = f"{len(self._jobs)} jobs of {amount(self.bytes, 'bytes')} are kept already"
                most = f"fewer than {self.limits.stored} and {amount(self.limits.workspace_bytes, 'bytes')} expected"
                raise Refused(429, f"job: {kept}, {most}; usual fix: delete some, or airdef serve --prune")
            self._forget(old)

    def _empty_bin(self) -> None:
        """Delete for good what was deleted first, while the workspace is full."""
        while self._bin is not None and self.bytes >= self.limits.workspace_bytes and self._bin.drop_oldest():
            pass

    def _forget(self, job: Job) -> None:
        """Delete what a job stored, whatever became of its folder; with the lock held."""
        self._jobs.pop(job.id, None)
        self._bytes.pop(job.id, None)
        shutil.rmtree(self.path(job), ignore_errors=True)

    def _refuse_more(self) -> None:
        waiting = sum(1 for j in self._jobs.values() if j.state == "queued")
        if waiting >= self.limits.waiting:
            raise Refused(429, f"job: {waiting} jobs wait already; usual fix: wait, or cancel some")

    def ending(self) -> None:
        """Take word that the service is about to end. May be called from a signal handler."""
        self._ending.tell()

    def close(self) -> None:
        """End all workers. What ran is lost, but for what was stored: a campaign's parts survive any end.

        They are killed, and their death is not waited for: a killed process does nothing any more, but it may take
        seconds to give back its memory where the machine is busy.
        """
        self.ending()
        with self._lock:
            for job in self._jobs.values():
                if job.state == "running":
                    self._end(job, "lost", LOST)
            for process in self._processes.values():
                process.kill()

    def _start(self) -> None:
        """Start those whose turn it is; with the lock held."""
        ready = (j for j in self._jobs.values() if j.state == "queued" and j.id not in self._threads)
        waiting = sorted(ready, key=lambda j: (j.created, j.id))
        for job in waiting[: max(0, self.limits.jobs - len(self._threads))]:
            if self.closing:
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
                if job.state != "running":  # cancelled while it started, and perhaps resumed
                    process.kill()
            self._listen(job, heard)
            process.join(PATIENCE_S)
        except OSError as error:
            self._worker_ended(job, "failed", f"no worker could be started: {error.strerror or error}")
        finally:
            if process.is_alive():
                process.kill()
                process.join()
            heard.close()
            with self._lock:
                code = process.exitcode
                self._worker_ended(
                    job, "failed", f"its worker ended before its time (exit status {code}); out of memory?"
                )
                self._processes.pop(job.id, None)
                del self._threads[job.id]
                if job.id in self._jobs:
                    self._bytes[job.id] = size_of(self.path(job))
                else:  # removed while its worker was ending, which may have left something
                    self._forget(job)
                self._start()

    def _listen(self, job: Job, heard: Connection) -> None:
        noted = time.monotonic()
        with suppress(EOFError, OSError):
            while True:
                word, *rest = heard.recv()
                if word == "done":
                    self._worker_ended(job, "done", None)
                elif word == "failed":
                    self._worker_ended(job, "failed", rest[0])
                elif word == "progress" and job.state == "running":
                    done, goal, partial, stage = rest
                    self._change(job, save=False, done=done, goal=goal, partial=partial or job.partial, stage=stage)
                    if time.monotonic() - noted > NOTE_S:
                        noted = time.monotonic()
                        self._save(job)
                        self._bytes[job.id] = size_of(self.path(job))
                        self._empty_bin()
                        if self.bytes > self.limits.workspace_bytes:
                            most = amount(self.limits.workspace_bytes, "bytes")
                            self._worker_ended(
                                job, "failed", f"the workspace has more than {most}; usual fix: delete some jobs"
                            )
                            self._processes[job.id].kill()

    def _worker_ended(self, job: Job, state: str, error: str | None) -> None:
        """End a job as its worker ended; one that was cancelled meanwhile, and perhaps resumed, stays as it is."""
        with self._lock:
            if job.state == "running":
                self._end(job, state, error)

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
