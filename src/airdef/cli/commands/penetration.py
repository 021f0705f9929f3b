"""`penetration`: how small a signature comes near."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from airdef.cli.options import Json, Option, command
from airdef.requests.variants import Penetration

if TYPE_CHECKING:
    import typer

EXAMPLE: Final = "Example:  airdef penetration low-level --altitude '50 m' --altitude '1 km' --below 30"


def register(app: typer.Typer) -> None:
    """Add the command."""
    options = {"altitudes": Option(("--altitude",), "ALTITUDE")}
    command(app, Penetration, epilog=EXAMPLE, options=options)(penetration)


def penetration(options: Penetration, json: Json = False) -> None:
    """Find how small a signature comes near, at each altitude."""
    from airdef.cli.answers.limit import limit
    from airdef.studies.limits import penetration as study

    limit(study, json, **options.values())
