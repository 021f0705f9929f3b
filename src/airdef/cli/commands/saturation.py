"""`saturation`: from which size of a formation more leak than wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from airdef.cli.options import Json, command
from airdef.requests.variants import Saturation

if TYPE_CHECKING:
    import typer

EXAMPLE: Final = "Example:  airdef saturation port-raid --formation flight-1 --more-than 15"


def register(app: typer.Typer) -> None:
    """Add the command."""
    command(app, Saturation, epilog=EXAMPLE)(saturation)


def saturation(options: Saturation, json: Json = False) -> None:
    """Find the size of a formation from which more leak than wanted."""
    from airdef.cli.answers.limit import limit
    from airdef.studies.limits import saturation as study

    limit(study, json, **options.values())
