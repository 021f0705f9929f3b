"""The client's side of a cluster: hand out tasks, take what they gave in their order."""

from __future__ import annotations

import gc
import logging
import time
from collections import deque
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

from airdef import lifeline
from airdef.cluster import worker

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from airdef.outcome.parts import Simulated, Task

LOCAL = "local"
PATIENCE_S = 60.0
"""How long a cluster may be without any worker before the campaign is given up."""

_CONNECT_S = 10
_POLL_S = 0.5
_AHEAD = 4
"""Tasks handed out for each thread of the workers: enough that none waits, few enough to bound memory."""


class ClusterError(ConnectionError):
    """The cluster cannot be reached, or was lost."""


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep Dask's log off stderr: a lost worker is no news, and what matters is told in one message."""
    logger = logging.getLogger("distributed")
    level = logger.level
    logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        logger.setLevel(level)


@contextmanager
def connected(address: str, workers: int) -> Iterator[Cluster]:
    """Connect to a Dask scheduler (`tcp://host:8786`, `tls://...`), or start `workers` processes here (`local`).

    Parameters
    ----------
    address
        Address of the scheduler, or `local`.
    workers
        How many processes are started.

    Yields
    ------
    Cluster
        The cluster, until the context ends.

    Raises
    ------
    ClusterError
        If the scheduler cannot be reached.
    ValueError
        If Dask is not installed.
    """
    try:
        distributed: Any = import_module("distributed")
    except ImportError:
        message = "--dask: Dask is not installed; usual fix: pip install 'airdef[cluster]'"
        raise ValueError(message) from None
    with ExitStack() as stack:
        stack.enter_context(_quiet())
        where: Any = address
        if address == LOCAL:
            lifeline.quiet_tracker()
            with lifeline.shielded():  # its thread, which starts the workers, and all of them leave Ctrl-C to this one
                local = distributed.LocalCluster(
                    n_workers=workers,
                    threads_per_worker=1,
                    processes=True,
                    host="127.0.0.1",
                    dashboard_address="127.0.0.1:0",  # any free port, not 8787 with a warning if that is taken
                    scheduler_kwargs={"dashboard": False},
                    silence_logs=logging.CRITICAL + 1,
                )
            where = stack.enter_context(local)
        try:
            client = stack.enter_context(_client(distributed, where))
        except ConnectionError as error:
            message = (
                f"{address}: no Dask scheduler answers ({error}); expected tcp://HOST:PORT, tls://HOST:PORT or 'local'"
            )
            raise ClusterError(message) from None
        yield Cluster(client, address)


def _client(distributed: Any, where: Any) -> Any:
    """Return a client of a scheduler; a second try where Dask found its own thread not started within 10 s.

    Raises ConnectionError. Dask ends a client that never was connected when the collector finds it, for which it takes
    a lock; within the making or the ending of another, which hold that lock, it would wait for ever. So what is left of
    a failure is collected at once, and nothing while a client is made.
    """
    said = ""
    for _ in range(2):
        try:
            with _collected():
                return distributed.Client(where, timeout=_CONNECT_S, set_as_default=False)
        except AssertionError:
            said = "Dask's own thread did not start"
        except (OSError, ValueError) as error:
            said = str(error)
            break
    gc.collect()
    raise ConnectionError(said)


@contextmanager
def _collected() -> Iterator[None]:
    """Collect garbage, then let the collector rest."""
    gc.collect()
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@dataclass(frozen=True)
class Cluster:
    """A connected cluster."""

    client: Any  # distributed.Client, which carries no types to rely on
    address: str

    def simulate(self, job: worker.Job, tasks: Iterable[Task]) -> Iterator[Simulated]:
        """Simulate tasks on the workers and yield what they gave, in their order.

        A worker that dies has its tasks rerun by the others, one that joins takes its share.

        Parameters
        ----------
        job
            What all tasks have in common.
        tasks
            The tasks, in their order.

        Yields
        ------
        Simulated
            What each task gave, in their order.

        Raises
        ------
        ClusterError
            When the scheduler is lost, or every worker for long; WorkerError when one cannot give the same
            bits.
        """
        # The job is the result of a task and not scattered data: that would be lost with the worker that holds it.
        shared = self.client.submit(_same, job, pure=False)
        waiting: deque[Any] = deque()
        remaining = iter(tasks)
        try:
            while True:
                ahead = _AHEAD * max(sum(self._threads().values()), 1)  # asked again: workers come and go
                while len(waiting) < ahead and (task := next(remaining, None)) is not None:
                    waiting.append(self.client.submit(worker.simulate, shared, tuple(task), pure=False))
                if not waiting:
                    return
                yield self._result(waiting[0])
                waiting.popleft().release()
        finally:
            if self.client.status == "running":
                self.client.cancel([shared, *waiting], force=True)

    def _threads(self) -> dict[str, int]:
        """Return the threads of each worker that the scheduler knows."""
        try:
            threads: dict[str, int] = self.client.nthreads()
        except (OSError, TimeoutError, RuntimeError, ValueError) as error:
            raise self._lost(error) from None
        return threads

    def _lost(self, error: BaseException) -> ClusterError:
        return ClusterError(f"the Dask scheduler at {self.address} was lost ({error})")

    def _result(self, future: Any) -> Simulated:
        """Wait for a task; give up when the scheduler is gone, or when there has been no worker for long."""
        from distributed import KilledWorker
        from distributed.client import FutureCancelledError

        alone_since: float | None = None
        while True:
            try:
                simulated: Simulated = future.result(timeout=_POLL_S)
            except TimeoutError:
                if self.client.status != "running":
                    raise self._lost(TimeoutError("no answer")) from None
                if self._threads():
                    alone_since = None
                    continue
                alone_since = alone_since or time.monotonic()
                if time.monotonic() - alone_since > PATIENCE_S:
                    message = (
                        f"{self.address}: no worker for {PATIENCE_S:.0f} s; "
                        "usual fix: start dask workers, each with this airdef installed"
                    )
                    raise ClusterError(message) from None
            except KilledWorker as error:
                message = f"{self.address}: a task ended several workers ({error}); usual fix: give them more memory"
                raise ClusterError(message) from None
            except (FutureCancelledError, OSError) as error:
                if future.status == "error":
                    message = f"{self.address}: a worker failed: {error}"
                    raise ClusterError(message) from None
                raise self._lost(error) from None
            else:
                return simulated


def _same(job: worker.Job) -> worker.Job:
    return job
