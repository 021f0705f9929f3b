"""What a service is started with, and what it allows."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from airdef import limits

PAGE = Path(__file__).parent / "page"
"""Where the build puts the page."""


@dataclass(frozen=True)
class Limits:
    """What is allowed at once: all of it is assumed to be plenty for one user and too little to exhaust a machine.

    jobs : worker processes at once; `waiting` more jobs may wait, and `stored` be kept in the workspace
    replications : most a job may ask for
    body_bytes : longest body of a request: the longest scenario, and room for what is around it
    reads, writes : requests a second and address; twice that in a burst
    streams : event streams at once
    connections : connections at once; fewer where the process has fewer descriptors
    idle_s : seconds that a connection may be idle (`patience`)
    scenarios : scenarios saved in the workspace
    workspace_bytes : bytes of the workspace
    prune : whether the oldest ended jobs make room for a new one where a limit of the workspace is met
    """

    jobs: int = 4
    waiting: int = 32
    stored: int = limits.WORKSPACE_JOBS
    replications: int = 10_000_000
    body_bytes: int = limits.REQUEST_BYTES
    reads: float = 1000.0
    writes: float = 50.0
    streams: int = 200
    connections: int = limits.CONNECTIONS
    idle_s: float = 10.0
    scenarios: int = limits.WORKSPACE_SCENARIOS
    workspace_bytes: int = limits.WORKSPACE_BYTES
    prune: bool = False


@dataclass(frozen=True)
class Settings:
    """A service: where it keeps things, where it listens, who may use it (`token`; None: whoever reaches it)."""

    workspace: Path
    host: str = "127.0.0.1"
    token: str | None = field(default=None, repr=False)
    limits: Limits = Limits()
    page: Path = PAGE
