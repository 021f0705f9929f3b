"""Writing reports from the command line, and `demo`, which does nothing else."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from airdef import api
from airdef.cli.codes import INTERRUPTED
from airdef.cli.ending import now
from airdef.cli.influence import Screened, influence_screened
from airdef.cli.output import say, writable
from airdef.cli.progress import CampaignBar, announce_compiling
from airdef.cli.summary import headline

if TYPE_CHECKING:
    from collections.abc import Mapping

    from airdef.outcome import Campaign

DEMO = "port-raid"
DEMO_REPLICATIONS = 10_000


def command(campaign: Campaign, name: str, overrides: Mapping[str, str] | None) -> str:
    """Return the command that gives this campaign again.

    Parameters
    ----------
    campaign
        The campaign.
    name
        Name or path of the scenario.
    overrides
        Values of the scenario that are replaced, by path.

    Returns
    -------
    str
        The command that gives this campaign again.
    """
    words = ["airdef", "run", name, "-n", str(campaign.replications), "--seed", str(campaign.seed)]
    for path, value in (overrides or {}).items():
        words += ["--set", f"{path}={value}"]
    return shlex.join([*words, "--report", "report.html"])


def written(campaign: Campaign, path: Path, name: str, overrides: Mapping[str, str] | None, screened: Screened) -> Path:
    """Write the report on a campaign, with the figures it hangs on most, and return its absolute path.

    Parameters
    ----------
    campaign
        The campaign.
    path
        The file.
    name
        Name or path of the scenario.
    overrides
        Values of the scenario that are replaced, by path.
    screened
        The figures that the answer hangs on most; None where that is not known.

    Returns
    -------
    Path
        The absolute path of the report.
    """
    from airdef import report

    made = command(campaign, name, overrides)
    return report.write(campaign, path, command=made, influence=screened.found, not_screened=screened.why_not)


def demo(path: Path) -> None:
    """Run the reference raid, print the answer, write its report and name it in the last line.

    After Ctrl-C the report is on what was done by then, and says so.

    Parameters
    ----------
    path
        The file.
    """
    from airdef.outcome import Interrupted

    writable("--report", path, "report.html")
    at = now()
    stopped = False
    with at.showing(), announce_compiling(engine=True):
        try:
            with CampaignBar() as bar:
                campaign = api.run(DEMO, DEMO_REPLICATIONS, progress=bar)
        except Interrupted as stop:
            if stop.campaign is None:
                raise
            campaign, stopped = stop.campaign, True
        say(headline(campaign))
        try:
            screened = influence_screened(campaign, DEMO, None, wanted=not stopped)
        except KeyboardInterrupt:
            screened, stopped = Screened(None, "ended before it was complete"), True
        place = written(campaign, path, DEMO, None, screened)
        say(f"Report: {place}")
        at.done, at.kept = f"{campaign.replications:,} replications were complete", "the report is on these"
        if stopped:
            raise typer.Exit(INTERRUPTED)
