"""`run`: a campaign, and what leaks, why, how sure."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

import typer

from airdef.cli.options import By, Json, Option, command
from airdef.requests.campaigns import Run

EXAMPLES: Final = (
    "Examples:  airdef run port-raid -n 100000 --seed 7\n\n"
    "airdef run port-raid --set defence.0.fire_units=1 --json\n\n"
    "airdef run port-raid --precision 0.01 --precision-of probability_no_leaker\n\n"
    "airdef run port-raid -n 10000000 --out raid    (then, if it was cut off: airdef run --out raid --resume)"
)


def register(app: typer.Typer) -> None:
    """Add the command."""
    options = {
        "scenario": Option(
            metavar="SCENARIO",
            positional=True,
            optional=True,
            words="A bundled scenario, or a YAML file; with --resume it may be left out.",
        ),
        "precision_of": Option(("--precision-of",), "MEASURE"),
        "out": Option(metavar="DIR"),
        "resume": Option(("--resume",)),
    }
    command(app, Run, epilog=EXAMPLES, names_scenarios=True, options=options, without=("rows",))(run)


def run(
    options: Run,
    report: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write a report with figures, one HTML file, to FILE.")
    ] = None,
    influence: Annotated[
        bool | None,
        typer.Option(
            "--influence/--no-influence",
            help="Name the figures that the answer hangs on most: some seconds more. [with --report: yes, else no]",
        ),
    ] = None,
    by: By = None,
    json: Json = False,
) -> None:
    """Simulate a scenario many times: what leaks, why, how sure."""
    from airdef.cli.answers import run as campaign

    campaign.run(options, json, report, influence, campaign.dimensions(by or ()))
