"""What the routes work with, put together once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from airdef.server.ending import Ending
from airdef.server.jobs import Jobs
from airdef.server.library import Library
from airdef.server.replays import Replays, Scenes
from airdef.server.results import Results
from airdef.server.work import Work

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
    ending: Ending
    work: Work

    @classmethod
    def of(cls, settings: Settings) -> Services:
        """Open a workspace. Raises OSError where it cannot be written."""
        ending = Ending()
        jobs = Jobs(settings.workspace / "runs", settings.limits, ending)
        results, scenes = Results(jobs), Scenes()
        library = Library(settings.workspace / "scenarios", settings.limits.scenarios)
        return cls(settings, library, jobs, results, scenes, Replays(results, scenes), ending, Work(ending))
