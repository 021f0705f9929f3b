"""What the routes work with, put together once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from airdef.server.jobs import Jobs
from airdef.server.library import Library
from airdef.server.replays import Replays, Scenes
from airdef.server.results import Results

if TYPE_CHECKING:
    from airdef.server.settings import Settings


@dataclass(frozen=True)
class Services:
    """The scenarios, the jobs, and what is made from them."""

    settings: Settings
    library: Library
    jobs: Jobs
    results: Results
    scenes: Scenes
    replays: Replays

    @classmethod
    def of(cls, settings: Settings) -> Services:
        """Open a workspace. Raises OSError where it cannot be written."""
        jobs = Jobs(settings.workspace / "runs", settings.limits)
        results, scenes = Results(jobs), Scenes()
        library = Library(settings.workspace / "scenarios")
        return cls(settings, library, jobs, results, scenes, Replays(results, scenes))
