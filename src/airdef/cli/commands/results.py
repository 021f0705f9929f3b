"""`results`: what a campaign's directory holds."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from airdef.cli.options import By, Json, command


def register(app: typer.Typer) -> None:
    """Add the command."""
    command(app, epilog="Example:  airdef results raid --json")(results)


def results(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="What `airdef run --out DIR` wrote.")],
    by: By = None,
    json: Json = False,
) -> None:
    """Summarise a stored campaign, as `run` did; say whether it is finished."""
    from airdef.cli.answers import results as stored
    from airdef.cli.answers.run import dimensions

    stored.results(folder, json, dimensions(by or ()))
