"""`coverage`: what is detected, tracked and engaged, where, and what limits it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

import typer

from airdef.cli.options import Json, Option, command
from airdef.requests.places import Coverage

EXAMPLE: Final = "Example:  airdef coverage island --altitude 50m,500m,5km --measure engagement --out island-coverage"


def register(app: typer.Typer) -> None:
    """Add the command."""
    options = {"altitudes": Option(("--altitude",), "HEIGHTS", commas=True), "measure": Option()}
    command(app, Coverage, epilog=EXAMPLE, names_scenarios=True, options=options)(coverage)


def coverage(
    options: Coverage,
    asset: Annotated[str | None, typer.Option(help="Asset whose approaches are worked out [the first].")] = None,
    azimuths: Annotated[int, typer.Option(min=0, max=360, help="Approaches worked out; 0: none.")] = 12,
    out: Annotated[Path | None, typer.Option(metavar="DIR", help="Write tables, maps and pictures to DIR.")] = None,
    json: Json = False,
) -> None:
    """Show where a target is seen, tracked or engaged, and what limits that: ground, horizon, radar or missile."""
    from airdef.cli.answers import coverage as shown

    shown.run(options, asset, azimuths, out, json)
