"""`run`: a campaign as tables and as a report."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from airdef import api
from airdef.arguments import ArgumentError
from airdef.cli.codes import INTERRUPTED
from airdef.cli.ending import NOTHING, now
from airdef.cli.influence import Screened, influence_screened
from airdef.cli.output import note, writable
from airdef.cli.progress import CampaignBar, announce_compiling
from airdef.cli.report import written
from airdef.cli.summary import show
from airdef.outcome import Interrupted
from airdef.outcome.header import Header
from airdef.scenario import given
from airdef.studies.variants.columns import dimensions_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from airdef.outcome import Campaign
    from airdef.requests.campaigns import Run


def dimensions(names: Sequence[str]) -> list[str]:
    """Return the dimensions that --by names, `all` for every one.

    Parameters
    ----------
    names
        Names of dimensions.

    Returns
    -------
    list[str]
        The dimensions that --by names, `all` for every one.

    Raises
    ------
    ValueError
        With the nearest name.
    """
    try:
        return list(dimensions_of(names))
    except ArgumentError as error:
        raise ValueError(error.told(lambda name: f"--{name}")) from None


def run(
    asked: Run, as_json: bool, report: Path | None = None, influence: bool | None = None, by: Sequence[str] = ()
) -> None:
    """Run a campaign, print it and write its report; after Ctrl-C print what was done, say so, and end with 130.

    Parameters
    ----------
    asked
        What is asked for.
    as_json
        Whether one JSON object is printed, and nothing else.
    report
        File of the report; None for none.
    influence
        Whether it is worked out which figures the answer hangs on most.
    by
        Names of the dimensions shown.
    """
    name = asked.scenario
    if name is None and asked.overrides:
        raise ValueError("--set: no scenario given; expected one; usual fix: airdef run SCENARIO --set ...")
    if name is None and not asked.resume:
        raise ValueError("run: no scenario given; expected a name or a path; usual fix: airdef run port-raid")
    if report is not None:
        writable("--report", report, "report.html")
    with now().showing(lambda: _kept(asked.out)):
        try:
            with announce_compiling(engine=True):
                scenario = None if name is None else given(name, asked.overrides)
                with CampaignBar() as bar:
                    values = asked.values() | {"scenario": scenario, "overrides": None}
                    campaign = api.run(**values, progress=bar)
        except KeyboardInterrupt as stop:
            done = stop.campaign if isinstance(stop, Interrupted) else None
            if done is not None:
                show(done, as_json, by=by)
            simulated = f"{done.replications:,}" if done is not None else "no"
            now().done = f"{simulated} replications were complete{' and are shown' if done else ''}"
            raise
        _tell(campaign, asked, as_json, report, influence, by)


def _tell(
    campaign: Campaign,
    asked: Run,
    as_json: bool,
    report: Path | None,
    influence: bool | None,
    by: Sequence[str],
) -> None:
    """Print a campaign that is complete and write its report, with what it hangs on most, unless Ctrl-C ends that."""
    stopped = False
    try:
        wanted = report is not None if influence is None else influence
        screened = influence_screened(campaign, asked.scenario, asked.overrides, wanted)
    except KeyboardInterrupt:
        screened, stopped = Screened(None, "ended before it was complete"), True
    show(campaign, as_json, screened=screened, by=by)
    if report is not None:
        place = written(campaign, report, asked.scenario or campaign.scenario.path, asked.overrides, screened)
        note(f"Report: {place}")
    now().done = f"all {campaign.replications:,} replications were complete and are shown"
    if stopped:
        raise typer.Exit(INTERRUPTED)


def _kept(out: Path | None) -> str:
    """Return what is kept of a campaign that ends before its time."""
    if out is None or not Header.is_in(out):
        return NOTHING
    return f"what is stored in {out} is kept; go on with: airdef run --out {out} --resume"
