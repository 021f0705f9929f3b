"""`magazine`: how many missiles it takes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from airdef.cli.options import Json, command
from airdef.requests.variants import Magazine

if TYPE_CHECKING:
    import typer

EXAMPLE: Final = "Example:  airdef magazine ballistic --probability 0.9"


def register(app: typer.Typer) -> None:
    """Add the command."""
    command(app, Magazine, epilog=EXAMPLE)(magazine)


def magazine(options: Magazine, json: Json = False) -> None:
    """Find how many missiles it takes that probably nothing leaks."""
    from airdef.cli.answers.limit import limit
    from airdef.studies.limits import magazine as study

    limit(study, json, **options.values())
