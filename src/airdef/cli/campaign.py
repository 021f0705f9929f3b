"""`run` and `replay`: campaigns as tables, one history as a timeline."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import typer

from airdef import api
from airdef.cli.codes import INTERRUPTED
from airdef.cli.ending import NOTHING, now
from airdef.cli.influence import Screened, influence_screened
from airdef.cli.output import note, print_json, say, writable
from airdef.cli.progress import CampaignBar, announce_compiling
from airdef.cli.report import written
from airdef.cli.scenarios import loaded
from airdef.cli.summary import show
from airdef.engine.breakdown import BY_NAME
from airdef.outcome import Interrupted
from airdef.outcome.header import Header
from airdef.scenario.errors import nearest, shown

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from airdef.outcome import Campaign


ALL = "all"
"""What --by takes for every dimension."""


@dataclass(frozen=True)
class Storing:
    """Where a campaign is stored and who plays it: the options --out, --resume, --part and --dask."""

    out: Path | None = None
    resume: bool = False
    part: int | None = None
    dask: str | None = None


def dimensions(names: Sequence[str]) -> list[str]:
    """Return the dimensions that --by names, `all` for every one. Raises ValueError with the nearest name."""
    asked = [part.strip() for name in names for part in name.split(",")]
    for name in asked:
        if name not in (ALL, *BY_NAME):
            close = nearest(name, BY_NAME, 1)
            fix = f"--by {close[0]}" if close else "take one of these"
            expected = f"one of {', '.join(BY_NAME)} or {ALL}"
            message = f"--by: {shown(name)} given, {expected} expected; usual fix: {fix}"
            raise ValueError(message)
    return list(BY_NAME) if ALL in asked else list(dict.fromkeys(asked))


def run(
    name: str | None,
    replications: int | None,
    seed: int | None,
    threads: int | None,
    settings: Sequence[str],
    precision: float | None,
    precision_of: str,
    as_json: bool,
    storing: Storing,
    report: Path | None = None,
    influence: bool | None = None,
    by: Sequence[str] = (),
) -> None:
    """Run a campaign, print it and write its report; after Ctrl-C print what was done, say so, and end with 130."""
    if name is None and settings:
        raise ValueError("--set: no scenario given; expected one; usual fix: airdef run SCENARIO --set ...")
    if name is None and not storing.resume:
        raise ValueError("run: no scenario given; expected a name or a path; usual fix: airdef run port-raid")
    if report is not None:
        writable("--report", report, "report.html")
    with now().showing(lambda: _kept(storing.out)):
        try:
            with announce_compiling(engine=True):
                scenario = None if name is None else loaded(name, settings)
                with CampaignBar() as bar:
                    campaign = api.run(
                        scenario,
                        replications,
                        seed,
                        threads=threads,
                        precision=precision,
                        precision_of=precision_of,
                        progress=bar,
                        out=storing.out,
                        resume=storing.resume,
                        part=storing.part,
                        dask=storing.dask,
                    )
        except KeyboardInterrupt as stop:
            done = stop.campaign if isinstance(stop, Interrupted) else None
            if done is not None:
                show(done, as_json, by=by)
            played = f"{done.replications:,}" if done is not None else "no"
            now().done = f"{played} replications were complete{' and are shown' if done else ''}"
            raise
        _tell(campaign, name, settings, as_json, report, influence, by)


def _tell(
    campaign: Campaign,
    name: str | None,
    settings: Sequence[str],
    as_json: bool,
    report: Path | None,
    influence: bool | None,
    by: Sequence[str],
) -> None:
    """Print a campaign that is complete and write its report, with what it hangs on most, unless Ctrl-C ends that."""
    stopped = False
    try:
        screened = influence_screened(campaign, name, settings, report is not None if influence is None else influence)
    except KeyboardInterrupt:
        screened, stopped = Screened(None, "ended before it was complete"), True
    show(campaign, as_json, screened=screened, by=by)
    if report is not None:
        place = written(campaign, report, name or campaign.scenario.path, settings, screened)
        note(f"Report: {place}")
    now().done = f"all {campaign.replications:,} replications were complete and are shown"
    if stopped:
        raise typer.Exit(INTERRUPTED)


def _kept(out: Path | None) -> str:
    """Return what is kept of a campaign that ends before its time."""
    if out is None or not Header.is_in(out):
        return NOTHING
    return f"what is stored in {out} is kept; go on with: airdef run --out {out} --resume"


def replay(name: str, replication: int, seed: int, settings: Sequence[str], as_json: bool) -> None:
    """Play one replication alone and print its events."""
    with announce_compiling(engine=True):
        history = api.replay(loaded(name, settings), seed, replication)
    if as_json:
        print_json(history.to_dict())
        return
    c = history.counts
    say(f"{history.scenario.name}: replication {replication} of seed {seed}")
    say(history.timeline())
    say(f"{c['leakers']:.0f} leaked, {c['kills']:.0f} destroyed, {c['missiles_used']:.0f} missiles launched")
