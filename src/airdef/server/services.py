"""What the routes work with, put together once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from airdef.limits import BIN_THINGS
from airdef.server.bin import Bin
from airdef.server.ending import Ending
from airdef.server.jobs import ID, Jobs
from airdef.server.library import NAME, Library
from airdef.server.replays import Replays, Scenes
from airdef.server.results import Results
from airdef.server.versions import Versions
from airdef.server.work import Work

if TYPE_CHECKING:
    from airdef.server.settings import Settings


@dataclass(frozen=True)
class Services:
    """The scenarios, the jobs, what is made from them, and what was deleted."""

    settings: Settings
    library: Library
    versions: Versions
    scenario_bin: Bin
    jobs: Jobs
    results: Results
    scenes: Scenes
    replays: Replays
    ending: Ending
    work: Work

    @classmethod
    def of(cls, settings: Settings) -> Services:
        """Open a workspace.

        Parameters
        ----------
        settings
            The settings of the service.

        Returns
        -------
        Services
            The services of the workspace.

        Raises
        ------
        OSError
            Where it cannot be written.
        """
        ending = Ending()
        bins, limits = settings.workspace / "bin", settings.limits
        job_bin = Bin(bins / "runs", ID, BIN_THINGS)
        scenario_bin = Bin(bins / "scenarios", NAME.removesuffix("$") + r"\.yaml$", BIN_THINGS)
        jobs = Jobs(settings.workspace / "runs", limits, ending, job_bin)
        results, scenes = Results(jobs), Scenes()
        versions = Versions(settings.workspace / "versions", NAME)
        library = Library(settings.workspace / "scenarios", limits.scenarios, versions, scenario_bin)
        return cls(
            settings=settings,
            library=library,
            versions=versions,
            scenario_bin=scenario_bin,
            jobs=jobs,
            results=results,
            scenes=scenes,
            replays=Replays(results, scenes),
            ending=ending,
            work=Work(ending),
        )
